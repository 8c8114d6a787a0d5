/* The distinct words of one role (place, offence, measure) that a reader has met.
 *
 * A word is looked up by the raw bytes of its cells, as they stand in the file;
 * only a slice never seen before is decoded, trimmed, padded and joined. Publishers
 * write rows in cycles, so each entry remembers which one followed it last time: in
 * a cube-shaped file nearly every lookup is one comparison. */
#ifndef CIFRA_INGEST_VOCABULARY_H
#define CIFRA_INGEST_VOCABULARY_H

#include "base/observation.h"
#include "ingest/csv_scan.h"
#include "ingest/encoding.h"
#include "ingest/source.h"

enum { VOCABULARY_MAX = 1 << 22, WORD_BYTES_MAX = 4096 };

struct entry {
    struct text raw;
    struct word word;
    uint64_t hash;
    uint32_t follower; /* index of the entry that came after this one */
    bool dropped;      /* rows with it are not wanted */
};

struct vocabulary {
    struct arena *arena;
    const struct source_word *rule;
    const char *role;                  /* for messages: "place" */
    size_t count;                      /* of columns; 0: a constant */
    size_t column[SOURCE_COLUMNS_MAX]; /* in the file, by position */
    char group, decimal;               /* of numbers, for padded codes */
    void *cut;                         /* rule->cut compiled; NULL: none */
    bool apart;                        /* cells of a row may lie anywhere in memory */
    bool keep;                         /* rule->drop lists what is wanted instead */
    bool lenient;                      /* of rows that may not be data: words in another
                                          encoding than the file's are no error */
    struct entry *entry;
    size_t entries, room;
    uint64_t *slot;  /* by raw bytes: half of their hash, then entry index + 1 */
    uint32_t *named; /* by text: entry index + 1 */
    size_t slots;
    uint32_t words;
    uint32_t last; /* the entry looked up before */
    struct buffer raw, cell, text;
};

/* Start empty; the columns' positions are set by the caller. */
void vocabulary_open(struct vocabulary *vocabulary, struct arena *arena,
                     const struct source_word *rule, const char *role);
void vocabulary_close(struct vocabulary *vocabulary);

/* The entry for the word in these cells, valid until the next call. */
const struct entry *vocabulary_find(struct vocabulary *vocabulary,
                                    const struct csv_cell *cells,
                                    enum encoding_kind *encoding, size_t row,
                                    struct error *err);

#endif
