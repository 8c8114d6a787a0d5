/* Deflate for pictures and tables (RFC 1951, and in the wrapping of RFC 1950).
 *
 * Rows of a chart mostly go on as they began or repeat the row above, so those two are
 * looked at first, a long way at once; what else was seen before is found by one look
 * into a table. That packs as well as zlib's lower levels in a fraction of the time,
 * and the bytes do not depend on anybody's version. */
#ifndef CIFRA_RENDER_DEFLATE_H
#define CIFRA_RENDER_DEFLATE_H

#include "base/buffer.h"

#include <stdint.h>

/* Append the deflated bytes alone, of what comes piece by piece, rows of about
 * row_length. A piece is packed by itself: what goes on need not be in memory. */
struct packer;
struct packer *deflate_open(struct buffer *out, size_t row_length);
void deflate_add(struct packer *packer, const unsigned char *bytes, size_t length);
void deflate_close(struct packer *packer); /* frees it */

/* Append the zlib stream of length bytes, rows of row_length each, of that Adler-32. */
void deflate_rows(struct buffer *out, const unsigned char *bytes, size_t length,
                  size_t row_length, uint32_t adler);

#endif
