/* Atom feeds (RFC 4287): what is new, for programs that read such feeds.
 *
 * Identifiers are tag: URIs (RFC 4151) made of the site's host and of what an entry is
 * about, never of when it was written: the same news has the same identifier in every
 * edition. */
#ifndef CIFRA_SITE_ATOM_H
#define CIFRA_SITE_ATOM_H

#include "base/buffer.h"
#include "base/period.h"

enum { FEED_ENTRIES_MAX = 50 };

struct entry {
    const char *id; /* after the feed's language: "release/mx-estatal-2015/…" */
    const char *title;
    const char *text;
    const char *link; /* to the page that tells more */
    struct day day;   /* the publisher's, of the newest file behind it */
};

struct feed {
    const char *base_url; /* "" when not known */
    const char *tag, *locale;
    const char *id; /* "releases", "place/mx/guanajuato" */
    const char *title, *author;
    const char *link; /* to the page beside it */
    const char *self; /* where the feed itself stands; NULL without an address */
    struct day day;   /* of a feed without entries */
    size_t count;
    struct entry *entry;
};

/* Newest first; of one day, in the order given; FEED_ENTRIES_MAX at most. Moves the
 * entries about. */
void atom_write(struct buffer *out, struct feed *feed);

#endif
