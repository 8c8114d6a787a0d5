/* Pages that are read for their links, in the process that reads files. */
#ifndef CIFRA_SITE_LINKS_APART_H
#define CIFRA_SITE_LINKS_APART_H

#include "base/apart.h"
#include "ingest/fetch.h"
#include "ingest/links.h"

struct holdings;

/* As links_newest(), for a fetch_session; context is the struct holdings. */
bool links_apart_newest(void *context, const struct fetch *fetch, struct arena *arena,
                        struct text page, const char *base, struct link *out,
                        struct error *err);

/* The worker's part: the page is job->input. */
bool links_apart_work(const struct link_rule *rule, const char *base,
                      struct apart_job *job, struct error *err);

#endif
