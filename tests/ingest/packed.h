/* Zips written in a test, so that what they hold can be read beside what is expected.
 */
#ifndef CIFRA_TESTS_INGEST_PACKED_H
#define CIFRA_TESTS_INGEST_PACKED_H

#include "base/arena.h"

/* A zip of the parts in words: each begins with a line "=== name" and goes on to the
 * next such line. Nothing is compressed. The bytes live in the arena; empty when there
 * is no part. */
struct text zip_of(struct arena *arena, struct text words);

#endif
