/* The escapings a hole can have, one for each safe place in HTML.
 *
 * Whatever goes in, what comes out is well-formed: bytes that are not UTF-8 and
 * characters XML does not allow become U+FFFD. */
#ifndef CIFRA_SITE_TEMPLATE_ESCAPE_H
#define CIFRA_SITE_TEMPLATE_ESCAPE_H

#include "base/buffer.h"

enum escape {
    ESCAPE_TEXT,    /* element text; the only place for ready-made SVG */
    ESCAPE_PLAIN,   /* quoted attributes, <title>, <textarea> */
    ESCAPE_ADDRESS, /* an address, whole or from its start */
    ESCAPE_PATH,    /* within an address: a slash stays a slash */
    ESCAPE_QUERY,   /* within an address, after ? or # */
    ESCAPE_JSON     /* a JSON document in <script type="application/ld+json"> */
};

/* Append the value. False, with nothing appended, for an address that is neither
 * relative nor http, https or mailto; one that names a host without a scheme
 * ("//host") counts as such. */
bool escape_write(enum escape escape, struct buffer *out, const char *value);

#endif
