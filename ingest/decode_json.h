/* The decoder for JSON: arrays of objects or arrays, at any place of a document, in
 * one document, several one after another (the pages of an API), or one a line. */
#ifndef CIFRA_INGEST_DECODE_JSON_H
#define CIFRA_INGEST_DECODE_JSON_H

#include "ingest/decode.h"

/* A row of the decoder list. Rows are streamed; memory does not grow with the file. A
 * document without rows where the descriptor says they are is ERROR_FORMAT that quotes
 * what the server says instead. */
bool decode_json(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err);

#endif
