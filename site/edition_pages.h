/* All pages of an edition: the list of their kinds, and the making of each. */
#ifndef CIFRA_SITE_EDITION_PAGES_H
#define CIFRA_SITE_EDITION_PAGES_H

#include "site/site.h"

/* Make every page in every language, and the sitemap. What lies beside pages is made by
 * `files` at the same time, by the same threads; pages that tell of those files come
 * when all are there and measured (page_kind.after_files). */
bool pages_make(struct site *site, const struct progress *progress,
                bool (*files)(struct site *site, struct error *err), size_t *pages,
                struct error *err);

#endif
