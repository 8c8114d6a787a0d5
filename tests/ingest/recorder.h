/* A sink that writes down what it is given, and small helpers around decoding. */
#ifndef CIFRA_TESTS_INGEST_RECORDER_H
#define CIFRA_TESTS_INGEST_RECORDER_H

#include "base/buffer.h"
#include "base/observation.h"
#include "ingest/decode.h"

struct recorder {
    struct sink sink;
    struct buffer
        lines; /* "2 place | offence | measure 2015-01: 3 0 . …", . for blank */
    double sum;
    size_t observations, figures, not_reported;
    bool quiet; /* count only */
};

struct recorder recorder_new(bool quiet);
void recorder_free(struct recorder *recorder);

/* Load ingest/sources/<id>.json; a failure ends the test. */
struct source source_of(struct arena *arena, const char *id);

/* Write the text to a file in the folder; its path. */
const char *write_in(struct arena *arena, const char *folder, const char *name,
                     struct text bytes);

/* What a file of a megabyte at most holds; a failure ends the test. */
struct text bytes_of(struct arena *arena, const char *path);

/* Decode these bytes, through a file in the folder. */
bool decode_text(struct arena *arena, const struct source *source, const char *folder,
                 struct text bytes, struct recorder *recorder, struct decoded *decoded,
                 struct error *err);

/* Are these the observations, as the recorder's lines say it? */
void check_reads(const struct source *source, struct text bytes, const char *expected);

/* Are the bytes refused, with these words? */
void check_refuses(const struct source *source, const char *bytes, const char *words);

#endif
