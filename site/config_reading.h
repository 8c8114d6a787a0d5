/* What reads the configuration's fields: each function takes some of them from the root
 * into the config, with what is said in the man page where they are left out.
 *
 * What they make lives in the arena; what is off is ERROR_USAGE and names the file. */
#ifndef CIFRA_SITE_CONFIG_READING_H
#define CIFRA_SITE_CONFIG_READING_H

#include "base/json.h"
#include "site/config.h"

/* A configuration being read: what messages call it, and where its relative folders
 * start. */
struct config_reading {
    struct arena *arena;
    const char *name;
    const char *folder;
    const struct json_node *root; /* NULL: all defaults */
};

/* "languages", and "title" and "operator" in each of them. */
bool config_read_names(const struct config_reading *reading, struct config *out,
                       struct error *err);

/* "urls", "drop", "authorities", "credentials", "attempts". */
bool config_read_fetching(const struct config_reading *reading, struct config *out,
                          struct error *err);

/* "publish" and "precompress". */
bool config_read_publishing(const struct config_reading *reading, struct config *out,
                            struct error *err);

/* "state", "metrics", "ping_url", "on_failure". */
bool config_read_watching(const struct config_reading *reading, struct config *out,
                          struct error *err);

/* The text, in the arena, as a string. */
const char *reading_copy(const struct config_reading *reading, struct text text);

/* The path at a key. "" where that is the default; else it must not be empty. */
bool reading_folder(const struct config_reading *reading, const char *key,
                    const char *otherwise, const char **out, struct error *err);

/* The whole number at a key, least to most. */
bool reading_whole(const struct config_reading *reading, const char *key, int otherwise,
                   int least, int most, int *out, struct error *err);

/* Where a secret comes from, "env:NAME" or "file:PATH", from the key of an object that
 * messages call where. */
bool reading_secret(const struct config_reading *reading, const char *where,
                    const char *key, struct text from, const char **out,
                    struct error *err);

/* Is it a web address that something can be put behind: without ? and #? */
bool reading_is_web_folder(struct text url);

#endif
