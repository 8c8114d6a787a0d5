/* What search engines read first: robots.txt, and where the site has an address and
 * none of its figures is made up, sitemap.xml and its parts (sitemaps.org):
 *
 *   sitemap.xml         the index
 *   sitemap/1.xml       pages, each with its languages, and the day of the newest file
 *                       that its figures come from; a page without figures has no day
 */
#ifndef CIFRA_SITE_SITEMAP_H
#define CIFRA_SITE_SITEMAP_H

#include "base/buffer.h"
#include "site/site.h"

/* Of one part; the protocol allows 50 MB. A page adds several kB at most. */
enum { SITEMAP_PAGES_MAX = 50000, SITEMAP_BYTES_MAX = 45 << 20 };

/* Zeroed but for the site; the caller frees part and index. */
struct sitemap {
    struct site *site;
    size_t pages, parts; /* in the part being written; parts written */
    struct day newest;   /* of the part */
    struct buffer part, index;
    size_t pages_max; /* 0: SITEMAP_PAGES_MAX */
};

/* One page in all languages, by its folder in each; newest zeroed: it has no day. */
bool sitemap_add(struct sitemap *sitemap, const char *const *folders, struct day newest,
                 struct error *err);
/* Write the last part and the index. */
bool sitemap_end(struct sitemap *sitemap, struct error *err);

/* robots.txt: who may read the site, and where its sitemap is. */
bool robots_put(struct site *site, struct error *err);

#endif
