/* Deflate for pictures and tables (RFC 1951, and in the wrapping of RFC 1950).
 *
 * Rows of a chart mostly go on as they began or repeat the row above, so those two are
 * looked at first, a long way at once; what else was seen before is found by one look
 * into a table. That packs as well as zlib's lower levels in a fraction of the time,
 * and the bytes do not depend on anybody's version. */
#ifndef CIFRA_RENDER_DEFLATE_H
#define CIFRA_RENDER_DEFLATE_H

#include "base/buffer.h"

/* Append the deflated bytes alone. */
void deflate_plain(struct buffer *out, const unsigned char *bytes, size_t length,
                   size_t row_length);

/* Append the zlib stream of length bytes, rows of row_length each. */
void deflate_rows(struct buffer *out, const unsigned char *bytes, size_t length,
                  size_t row_length);

#endif
