/* What an edition built now would change against the one in place. */
#ifndef CIFRA_SITE_DIFF_H
#define CIFRA_SITE_DIFF_H

#include "site/record.h"
#include "transform/compare.h"

struct source_diff {
    const char *source;
    const struct used *old;     /* NULL: not in the edition in place */
    const struct vintage *new_; /* NULL: would not be in the next one */
    bool changed;               /* another snapshot, or none on one side */
    bool counted;               /* both sides' figures are at hand: */
    struct difference figures;
};

struct diff {
    size_t count; /* by id */
    struct source_diff *of;
    size_t changed;
    const char *refused; /* why the edition would be refused; NULL */
};

/* The holdings must be read (holdings_read()). All lives in the arena. */
struct diff diff_of(struct arena *arena, const struct record *record,
                    const struct holdings *holdings);

void diff_write_words(struct buffer *out, const struct diff *diff);
/* An object: "refused", and "sources", an array of objects with "source", "changed",
 * "old", "new" (sha256, date, or null) and "figures" (new, changed, net, gone, or
 * null). */
void diff_write_json(struct buffer *out, const struct diff *diff);

#endif
