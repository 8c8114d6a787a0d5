/* Packed copies beside text files, for servers that send those instead of packing at
 * each request: page.html.gz for nginx's gzip_static, page.html.br for brotli_static.
 *
 * They are no part of an edition: what a packer makes of a file depends on its version,
 * and SHA256SUMS does not depend on the machine. A copy is right when it unpacks to the
 * file beside it, which packed_is_of() finds out. */
#ifndef CIFRA_SITE_PACKING_H
#define CIFRA_SITE_PACKING_H

#include "base/error.h"
#include "base/text.h"

enum packing { PACKING_GZIP, PACKING_BROTLI, PACKINGS };

/* What the configuration calls it, and the end of its files: "gz", "br". */
const char *packing_name(enum packing packing);

/* The packing of that name; false when there is none. */
bool packing_find(struct text name, enum packing *out);

/* Is it a path that browsers and programs ask for as text? */
bool packing_suits(const char *path);

/* Write a packed copy to a path where nothing lies yet; the same bytes whenever this
 * machine does it. One that would not be smaller is not left there, and *smaller false.
 */
bool pack_file(enum packing packing, const char *from, const char *to, bool *smaller,
               struct error *err);

/* Does the packed file hold exactly the bytes of the plain one? Otherwise *why says
 * what is wrong with it. */
bool packed_is_of(enum packing packing, const char *packed, const char *plain,
                  const char **why);

#endif
