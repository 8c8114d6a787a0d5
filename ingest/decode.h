/* From a snapshot's bytes to observations: the decoder list.
 *
 * A container (zip, gz, bz2, xz, zst, or none) is opened by libarchive, one member
 * is chosen, and its bytes flow through the decoder that the source names. */
#ifndef CIFRA_INGEST_DECODE_H
#define CIFRA_INGEST_DECODE_H

#include "base/observation.h"
#include "ingest/source.h"

/* What was read, for the reports. */
struct decoded {
    size_t rows;          /* data rows */
    size_t observations;  /* rows kept */
    size_t last_row;      /* its number, or 0 when the decoder does not count them */
    size_t bytes;         /* of the member, unpacked */
    const char *member;   /* name inside the container, "" for a plain file; of
                             several "a.csv and 3 more" */
    const char *encoding; /* as found: "utf-8", "windows-1252" */
    char delimiter;       /* as found */
};

/* Decode a file as a source's descriptor says. Errors name row and column, and
 * what was expected there. *out lives in the arena. */
bool decode_file(struct arena *arena, const struct source *source, const char *path,
                 struct sink *sink, struct decoded *out, struct error *err);

struct stream;

/* One row of the list. */
struct decoder {
    const char *format; /* what descriptors call it */
    const char *suffix; /* of member names: ".csv" */
    bool (*decode)(struct arena *arena, const struct source *source,
                   struct stream *stream, struct sink *sink, struct decoded *out,
                   struct error *err);
};
extern const struct decoder DECODERS[];
extern const size_t DECODERS_COUNT;

#endif
