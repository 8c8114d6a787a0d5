/* Publishing elsewhere: what public shows is copied to each target of "publish" in the
 * configuration, an S3-compatible store or a command. Targets that have it already are
 * left alone: for each, the file <releases>/.elsewhere-<hash> says what it has. A
 * failure leaves the local edition as it is, and the next run tries again, whether or
 * not it has anything new. */
#ifndef CIFRA_SITE_ELSEWHERE_H
#define CIFRA_SITE_ELSEWHERE_H

#include "site/config.h"
#include "site/terminal.h"

/* The edition that is copied. */
struct shown {
    const char *releases;
    const char *folder;      /* of the release, without links */
    const char *release;     /* its name */
    const char *authorities; /* PEM file, or "" */
};

/* Bring every target up to date; false when one could not be: all were tried, and what
 * went wrong was said. Hold the lock of the releases. */
bool elsewhere_publish(struct terminal *terminal, const struct config *config);

/* One target: copy what it lacks, and say in a line what was done, in the arena. */
bool elsewhere_s3(struct arena *arena, const struct publish_target *target,
                  const struct shown *shown, const char **said, struct error *err);
bool elsewhere_command(struct arena *arena, const struct publish_target *target,
                       const struct shown *shown, struct terminal *terminal,
                       const char **said, struct error *err);

#endif
