/* What the fuzz targets share. Each target is one function that takes any bytes and
 * must come back. Built with -fsanitize=fuzzer and -DFUZZING it is a fuzzer; built
 * without, its main() replays the files and folders named on its command line, or
 * else its own corpus. */
#ifndef CIFRA_TESTS_FUZZ_FUZZ_H
#define CIFRA_TESTS_FUZZ_FUZZ_H

#include "ingest/container.h"
#include "ingest/decode.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Decode the bytes, whatever they are packed in, into a sink that checks what a
 * decoder promises of an observation and ends the program when that does not hold. */
void fuzz_decode(const uint8_t *bytes, size_t size, const struct source *source,
                 bool (*decode)(struct arena *, const struct source *, struct stream *,
                                struct sink *, struct decoded *, struct error *));

#endif
