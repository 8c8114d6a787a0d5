/* What was once worked out of a strand: it is asked again for each of its years, by one
 * sentence after another, and in every language. For one thread. */
#ifndef CIFRA_SITE_STRAND_MEMO_H
#define CIFRA_SITE_STRAND_MEMO_H

#include "site/strand_stats.h"

enum memo_kind { MEMO_SCATTER, MEMO_COVERAGE, MEMO_RATE, MEMO_CHANGE };

/* What an answer depends on beside the strand. */
struct memo_asked {
    enum memo_kind kind;
    int years;                 /* back; 0 where that is no matter */
    const struct tally *whole; /* the stretch; NULL: all of the strand */
};

/* Copy the answer, of as many bytes as was kept, when the strand has a memo that knows
 * it; else false. */
bool memo_get(const struct grounds *grounds, const struct strand *strand,
              const struct memo_asked *asked, void *answer);
void memo_keep(const struct grounds *grounds, const struct strand *strand,
               const struct memo_asked *asked, const void *answer, size_t size);

#endif
