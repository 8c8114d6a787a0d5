/* What an editor reads on release day: found once for an edition, over all holdings. */
#ifndef CIFRA_SITE_FINDINGS_H
#define CIFRA_SITE_FINDINGS_H

#include "site/site.h"
#include "transform/swells.h"

/* Growth of a residual category's share, in points, past which it is told. */
enum { SWELL_POINTS = 5 };
/* Months before the newest of all, past which a file's end is no news. */
enum { NEWS_MONTHS = 36 };

struct findings {
    size_t count; /* sources looked through */
    struct tips_source *source;
    const struct holding **holding; /* by source */
    size_t old; /* not looked through: they end too long ago to be news */
    const struct holding **old_holding;
    struct tips tips;
    size_t swells, shares; /* told; looked at */
    struct swell *swell;
};

/* site->revisions must be there. Lives in the arena. */
struct findings *findings_of(struct arena *arena, const struct site *site);

/* data/tips.csv and data/residual-shares.csv */
bool findings_export(struct site *site, struct error *err);

/* Append data/tips.csv. */
void findings_tips(const struct site *site, struct buffer *out);

/* The codes of caveats in datasets and messages: "residual", "place_shift", …; NULL
 * after the last. */
const char *tip_caveat(size_t index);

#endif
