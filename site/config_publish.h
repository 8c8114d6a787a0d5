/* "publish" in the configuration: where else than in public the site is to be. */
#ifndef CIFRA_SITE_CONFIG_PUBLISH_H
#define CIFRA_SITE_CONFIG_PUBLISH_H

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

#endif
