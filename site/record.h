/* What the edition in place was made from, remembered in its stamp: for each source the
 * snapshot in use. By that, an edition that would go back in time, or lose a source
 * because its snapshots are gone, is noticed. */
#ifndef CIFRA_SITE_RECORD_H
#define CIFRA_SITE_RECORD_H

#include "site/holdings.h"

/* A source's snapshot in use. */
struct used {
    const char *source;
    struct sha256 sha256;
    struct day date;
};

struct record {
    size_t count;
    const struct used *used; /* in order of source */
};

/* The lines of a stamp that say which snapshots are current, and what of them was
 * accepted: "accepted SOURCE SENTENCE". */
void record_write(struct buffer *out, const struct holdings *holdings);

/* Those of the edition that public links to, in the arena; none when there is none, or
 * nothing was remembered of it. False when what was remembered cannot be read. */
bool record_read(struct arena *arena, const struct config *config, struct record *out,
                 struct error *err);

/* The snapshot that a source is remembered with; NULL. */
const struct used *record_find(const struct record *record, const char *source);

/* Would an edition of these holdings (holdings_read() first) have no source that the
 * configuration wants and the record has, or an older snapshot of it? loss, one at a
 * time from *at on, names it; false when there is none. */
bool record_loss(struct arena *arena, const struct record *record,
                 const struct holdings *holdings, size_t *at, const char **source,
                 const char **loss);

#endif
