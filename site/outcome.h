/* How a run ended, in a word for programs and a sentence for people. */
#ifndef CIFRA_SITE_OUTCOME_H
#define CIFRA_SITE_OUTCOME_H

#include <stdbool.h>

struct outcome {
    const char *word;     /* "kept-back": in records, logs, metrics */
    const char *sentence; /* "published, and a source was kept back" */
    bool good;            /* nobody needs to look */
};

/* Of an exit code (enum exit_code, site/program.h). changed: was an edition published?
 */
struct outcome outcome_of(int code, bool changed);

#endif
