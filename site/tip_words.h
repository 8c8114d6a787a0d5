/* A tip in words: for the tip sheet's page, for paper. */
#ifndef CIFRA_SITE_TIP_WORDS_H
#define CIFRA_SITE_TIP_WORDS_H

#include "site/page.h"
#include "transform/tips.h"

/* "enero a marzo de 2026" */
const char *say_tip_stretch(const struct page *page, struct period first,
                            struct period last);
/* "Más: 120 carpetas, antes 80." */
const char *say_tip_counts(const struct page *page, const struct tip *tip);
/* "Por habitante y día: +54% (intervalo de 95%: de +30% a +80%)."; "" when there was
 * none before. */
const char *say_tip_size(const struct page *page, const struct tip *tip);
/* "La más alta en esos meses al menos desde 2017."; "" when that is no news. */
const char *say_tip_extreme(const struct page *page, const struct tip *tip);
/* A sentence for each caveat of the set. */
const char *say_tip_caveats(const struct page *page, unsigned caveats);

/* An offence and a part of it that moved alike in a place are one news, told by the
 * first of them: the indices of a source's first `most` tips that tell one, into kept;
 * how many. */
size_t tips_kept(const struct page *page, size_t source, size_t most, size_t *kept);
/* "Se ve también en: homicidio (464; antes 623).": what the kept tip at `at` tells
 * besides itself; "" when nothing. How many it tells of, itself included. */
const char *say_tip_also(const struct page *page, const size_t *kept, size_t at,
                         size_t *told);

/* What holds for each of a source's tips is said once, above them. */
unsigned tips_common_caveats(const struct tips *tips, size_t source);
/* So many comparisons, so many that stand, of one source. */
const char *say_tips_source(const struct page *page, size_t source, size_t stand);
/* What is compared with what; what holds for all of a source's. */
const char *say_tips_stretch(const struct page *page, const struct tip *tip);
const char *say_tips_common(const struct page *page, unsigned caveats);
/* Files that end too long ago to be news; "" when there are none. */
const char *say_tips_old(const struct page *page);
/* So many comparisons, so many findings, of the whole edition; or why there are none.
 */
const char *say_tips_lead(const struct page *page);

#endif
