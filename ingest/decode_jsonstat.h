/* The decoder for JSON-stat 2.0 (json-stat.org): a cube of values with its dimensions.
 */
#ifndef CIFRA_INGEST_DECODE_JSONSTAT_H
#define CIFRA_INGEST_DECODE_JSONSTAT_H

#include "ingest/decode.h"

/* A row of the decoder list. Takes a dataset, or a collection or bundle that holds
 * exactly one; values and status dense or sparse. Every cell of the cube is a row, with
 * the columns <dimension>, <dimension>/label, value and status. Sizes that contradict
 * each other are ERROR_CONTRADICTION. The values of one document are held in memory. */
bool decode_jsonstat(struct arena *arena, const struct source *source,
                     struct stream *stream, struct sink *sink, struct decoded *out,
                     struct error *err);

#endif
