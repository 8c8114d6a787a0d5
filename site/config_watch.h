/* The fields of the configuration that say who is told how a run went. */
#ifndef CIFRA_SITE_CONFIG_WATCH_H
#define CIFRA_SITE_CONFIG_WATCH_H

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"

/* "ping_url": a web address; "" without one. name is what messages call the file. */
bool config_ping(struct arena *arena, const char *name, const struct json_node *root,
                 const char **out, struct error *err);

/* "on_failure": a program and its arguments, NULL behind them; NULL without any. A path
 * to it is relative to the folder. */
bool config_on_failure(struct arena *arena, const char *name, const char *folder,
                       const struct json_node *root, const char *const **out,
                       struct error *err);

#endif
