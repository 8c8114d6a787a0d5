/* An archive of which all members that fit are read as one file. */
#ifndef CIFRA_INGEST_DECODE_MEMBERS_H
#define CIFRA_INGEST_DECODE_MEMBERS_H

#include "ingest/container.h"
#include "ingest/decode.h"

/* Decodes what a stream holds. */
typedef bool decode_stream_fn(struct arena *arena, const struct source *source,
                              struct stream *stream, struct sink *sink,
                              struct decoded *out, struct error *err);

/* Read the members one by one, or, where the sink can be split and the archive be read
 * at several places, at the same time; the result is the same. Each has its own header
 * and its own rows, counted on from member to member. */
bool decode_members(struct arena *arena, const struct source *source, const char *path,
                    const char *suffix, decode_stream_fn *decode, struct sink *sink,
                    struct decoded *out, struct error *err);

#endif
