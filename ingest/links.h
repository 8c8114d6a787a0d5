/* Pages read for their links: which of them leads to the newest file? */
#ifndef CIFRA_INGEST_LINKS_H
#define CIFRA_INGEST_LINKS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/period.h"
#include "base/text.h"

enum { LINKS_PAGE_MAX = 4 << 20, LINKS_MAX = 20000 };

/* Which links are meant: globs, case and accents folded. NULL: any. */
struct link_rule {
    const char *label; /* of the words a reader clicks on */
    const char *name;  /* of the last part of the address, without its query; of the
                          whole address when the glob has a slash */
};

/* All of it lives in the arena. */
struct link {
    const char *url;   /* absolute, http or https, without its fragment */
    const char *label; /* white space made single; the title when there are no words */
    const char *name;  /* percent-decoded when that is UTF-8 */
    struct day date;   /* found in label or name; month and day may be 0 */
};

/* All links of a page, in its order. Bytes may be in any encoding that the page or
 * HTML says. base is the page's own address. */
bool links_read(struct arena *arena, struct text page, const char *base,
                struct link **out, size_t *count, struct error *err);

/* The newest link that the rule fits: by the date in its label, else in its name
 * ("jun2026", "junio de 2026", "2026-06", "21/06/2026", "20260621", "2026"); links
 * with none come after those with one, and the first on the page wins among equals.
 * ERROR_FORMAT when none fits, saying how many links there are. */
bool links_newest(struct arena *arena, struct text page, const char *base,
                  const struct link_rule *rule, struct link *out, struct error *err);

/* The date that some words name; false when they name none. */
bool link_date(struct text words, struct day *out);

#endif
