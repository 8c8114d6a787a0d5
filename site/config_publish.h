/* "publish" in the configuration: where else than in public the site is to be; and
 * "precompress": what lies packed beside its files. */
#ifndef CIFRA_SITE_CONFIG_PUBLISH_H
#define CIFRA_SITE_CONFIG_PUBLISH_H

#include "base/json.h"
#include "ingest/credential.h"
#include "site/packing.h"

enum { PUBLISH_TARGETS_MAX = 16, PUBLISH_WORDS_MAX = 64 };

struct publish_target {
    const char *name; /* what messages call it: "s3 crime/site", "rsync" */
    /* An S3-compatible store … */
    const char *endpoint; /* "https://s3.example.org", without a slash; NULL */
    const char *bucket, *prefix, *region;                /* prefix "" or "site/" */
    struct credential key_id, secret_key, session_token; /* .from NULL: no token */
    /* … or a command. */
    const char **word; /* with a NULL behind; NULL */
    int timeout;       /* seconds for the command; or for a transfer without a byte */
};

/* Read the list; lives in the arena. name is the configuration file, folder where its
 * relative paths start. */
bool config_publish_read(struct arena *arena, const char *name, const char *folder,
                         const struct json_node *root, struct publish_target **out,
                         size_t *count, struct error *err);

/* Which packings "precompress" names; wanted is an array by enum packing. */
bool config_precompress(const char *name, const struct json_node *root, bool *wanted,
                        struct error *err);

#endif
