/* How each source stands: how old what readers see of it is, whether that is too old,
 * when more is expected, what was wrong when it was last asked. */
#ifndef CIFRA_SITE_SOURCE_STATUS_H
#define CIFRA_SITE_SOURCE_STATUS_H

#include "site/expected.h"
#include "site/night.h"
#include "site/record.h"

struct source_status {
    const struct source *source;
    const struct used *used; /* of the edition in place; NULL: it has none of it */
    struct expected expected;
    long age; /* days since the day of that file */
    bool late;
    const struct source_night *night; /* NULL: nothing is known of it */
};

struct statuses {
    size_t count, late, kept_back;
    struct source_status *of; /* in order of id */
};

/* Of every source that an edition tells of, on a day. In the arena. */
struct statuses statuses_of(struct arena *arena, const struct holdings *holdings,
                            const struct record *record, const struct night *night,
                            struct day today);

#endif
