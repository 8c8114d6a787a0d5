/* What servers send is looked at in the process that reads files: pages with links,
 * pages of an API, errors, refusals. */
#ifndef CIFRA_SITE_ANSWERS_APART_H
#define CIFRA_SITE_ANSWERS_APART_H

#include "base/apart.h"
#include "ingest/fetch.h"

struct holdings;
struct source;

/* A reader for a fetch_session, by the holdings' process; a zeroed one where there is
 * none. */
struct fetch_reader answers_apart(struct holdings *holdings);

/* What is wanted of an answer. */
enum look_kind { LOOK_CHECK, LOOK_LINKS, LOOK_PAGE, LOOK_WORDS };

struct look {
    enum look_kind kind;
    enum answer_kind wanted; /* LOOK_CHECK */
    bool whole;
};

/* The worker's part: the answer is job->input; base is its address, for LOOK_LINKS. */
bool answers_apart_work(const struct source *source, const struct look *look,
                        const char *base, struct apart_job *job, struct error *err);

#endif
