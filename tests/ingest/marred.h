/* Files cut short and changed, one byte at a time: whatever a decoder then says, it
 * must come back, and must not say nothing is wrong when it also has no figures. */
#ifndef CIFRA_TESTS_INGEST_MARRED_H
#define CIFRA_TESTS_INGEST_MARRED_H

#include "tests/ingest/recorder.h"

struct marred {
    size_t refused;
    size_t same;      /* read, with the same observations */
    size_t different; /* read, with other ones */
};

/* Decode each beginning of the bytes, of every `step`th length. */
struct marred decode_cut(const struct source *source, const char *folder,
                         struct text bytes, size_t step);

/* Decode the bytes with one of them changed, each in turn, bits in turn too. */
struct marred decode_changed(const struct source *source, const char *folder,
                             struct text bytes, size_t step);

#endif
