/* The decoder for delimited text: comma, semicolon, tab or bar, quoted or not, in
 * UTF-8 or windows-1252, with any line ends. */
#ifndef CIFRA_INGEST_DECODE_CSV_H
#define CIFRA_INGEST_DECODE_CSV_H

#include "ingest/decode.h"

/* A row of the decoder list. Every record must have the header's length; blank
 * lines may stand at the end only, rows of blank cells and the header again
 * anywhere. The last row must have its line end, unless the source says that its
 * files lack it: a file cut short would look the same. */
bool decode_csv(struct arena *arena, const struct source *source, struct stream *stream,
                struct sink *sink, struct decoded *out, struct error *err);

/* For tests: bytes of the smallest stretch of its own, and of a block. */
extern size_t decode_csv_part_min;
extern size_t decode_csv_block;

#endif
