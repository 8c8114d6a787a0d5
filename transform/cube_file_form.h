/* What stands in the file of a cube; cube_file.h tells of it. */
#ifndef CIFRA_TRANSFORM_CUBE_FILE_FORM_H
#define CIFRA_TRANSFORM_CUBE_FILE_FORM_H

#include "transform/cube_file.h"

#include <stdint.h>

#define CUBE_MAGIC "cifra cube\n"
enum { CUBE_MAGIC_SIZE = 12, CUBE_ORDER = 0x01020304 };

struct cube_head {
    char magic[CUBE_MAGIC_SIZE];
    uint32_t version;
    uint32_t order; /* CUBE_ORDER, on a machine with the same order of bytes */
    uint32_t step;
    uint32_t places, offences, measures; /* in the lists */
    uint32_t held, known; /* 0 or 1; the numbers below are as in struct cube */
    uint64_t first, last, last_known, provisional, figures;
    uint64_t leaves, chunks, far;       /* how many there are … */
    uint64_t leaf_at, chunk_at, far_at; /* … and the offset of the first */
    uint64_t size;                      /* of the file */
    struct cube_stamp stamp;
};

struct cube_chunk {
    uint32_t plane, number;
    uint64_t offset;
};

#endif
