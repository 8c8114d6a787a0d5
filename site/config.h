/* The configuration: one JSON file, every field optional; a line that begins with // is
 * a comment.
 *
 * Relative folders are relative to the configuration file, or to the current folder
 * when there is none. The fields are documented in the man page. */
#ifndef CIFRA_SITE_CONFIG_H
#define CIFRA_SITE_CONFIG_H

#include "base/arena.h"
#include "base/error.h"
#include "base/language.h"
#include "ingest/credential.h"
#include "ingest/source.h"
#include "site/config_publish.h"

enum { FETCH_ATTEMPTS_MAX = 100 };

/* A key or token for one source. */
struct source_credential {
    const char *source; /* id */
    struct credential credential;
};

struct config {
    struct names title;   /* "title": "Cifra", or an object with one per language */
    const char *base_url; /* "https://example.org/crimen/"; "" when not known:
                             then nothing is written that needs it */
    struct names operator_name; /* "operator": who publishes, like title; "" */
    const char *contact;        /* address for corrections; "" */
    struct languages languages; /* {"es", "en"} */
    size_t wanted;              /* "sources": ids; none: every descriptor */
    const char *want[SOURCES_MAX];
    size_t urls; /* "urls": addresses the operator knows, by source id */
    const char *url[SOURCES_MAX][2];
    size_t credentials; /* "credentials": an object for each source that wants one */
    const struct source_credential *credential;
    const char *drop; /* "drop": a folder for every source that says "names"; "" … */
    size_t drops;     /* … or an object: a folder for each source */
    const char *(*drop_folder)[2];
    const char *authorities; /* "authorities": PEM file of certificate authorities to
                                trust instead of the system's; "" */
    int attempts;            /* "attempts": to get a file from one address; 5 */
    const char *folder;      /* where relative paths start; "" */
    const char *snapshots;   /* "var/snapshots" */
    const char *releases;    /* "var/releases" */
    const char *public_;     /* "public": a link to the current release */
    const char *sources;     /* "descriptors": folder of further ones, and of
                                their crosswalks; "" */
    const char
        *signing_key; /* "signing_key": PEM file of the operator's Ed25519 key; "" */
    size_t targets;   /* "publish": where else the site is to be */
    struct publish_target *target;
    bool precompress[PACKINGS]; /* "precompress": ["gz", "br"]; none */
    int keep_releases;          /* 3 */
    int keep_monthly;           /* of so many months, the newest edition too; 0 */
    int keep_leftovers;   /* days for refused files and interrupted transfers; 90 */
    const char *state;    /* "state": what came of the last run; "var/state" */
    const char *metrics;  /* "metrics": a file for Prometheus; "" */
    const char *ping_url; /* "ping_url": told of each run; "" */
    const char *const *on_failure; /* "on_failure": a command, NULL behind it; NULL */
    const char *share;             /* where templates, lists and descriptors are */
};

/* path NULL: the defaults. share must be set. Unknown fields are refused. Lives in
 * the arena. */
bool config_load(struct arena *arena, const char *path, const char *share,
                 struct config *out, struct error *err);

#endif
