/* Between those who ask for work apart and those who do it. */
#ifndef CIFRA_BASE_APART_INSIDE_H
#define CIFRA_BASE_APART_INSIDE_H

#include "base/apart.h"

#include <stdint.h>
#include <stdnoreturn.h>
#include <sys/types.h>

enum {
    APART_DESCRIPTORS = 3, /* the reply's pipe, and then input and output if any */
    APART_FLAGS = 2,       /* bytes before a request: is there an input, an output? */
    APART_BLOCK = 64 << 10
};

enum { APART_BRIEF = 10 }; /* so many times shorter is what is brief */

/* What a worker writes before the error's message and the answer. */
struct apart_answer {
    uint32_t kind; /* enum error_kind */
    uint32_t message;
};

/* What its guard writes behind, whatever came before. */
struct apart_end {
    int32_t signal; /* 0: none */
    int32_t code;
    int32_t late;
    int32_t unborn; /* errno when there never was a worker; 0 */
};

/* Serve until the other end is closed or the parent is gone. */
noreturn void apart_serve(int control, const struct apart_work *work,
                          struct apart_limits limits, pid_t parent);

#endif
