/* A ZIP file being put together: the same members give the same bytes on any day and
 * with any library. Up to 4 GB; names in UTF-8; every member dated 1980-01-01, the
 * first day that the format knows. */
#ifndef CIFRA_SITE_ZIP_H
#define CIFRA_SITE_ZIP_H

#include "base/buffer.h"

#include <stdint.h>

/* A zeroed one is empty. */
struct zip {
    struct buffer out;
    struct buffer directory; /* of what is in it, which stands at its end */
    size_t members;
};

/* A file on its way into one; any thread may pack it. */
struct zip_packed {
    struct buffer bytes; /* deflated */
    uint32_t check;
    uint64_t length;
    struct packer *packer; /* until its end */
};

/* Pack a file piece by piece. What was started must be ended, and put or freed. */
void zip_pack_start(struct zip_packed *out);
void zip_pack_add(struct zip_packed *packed, struct text piece);
void zip_pack_end(struct zip_packed *packed);
/* Append a packed file, whose bytes are freed. */
void zip_put(struct zip *zip, const char *name, struct zip_packed *packed);
/* Pack a file into it: both. */
void zip_add(struct zip *zip, const char *name, struct text bytes);
/* The whole file; fails as a buffer does, when it would be too large. */
const struct buffer *zip_finish(struct zip *zip);
void zip_free(struct zip *zip);

#endif
