/* Is what a server sent the data, or something it says instead of them?
 *
 * Servers answer 200 with pages for people: an error, a login, a challenge that only a
 * browser passes. Their own words are the best explanation there is, so they are
 * quoted. Whatever passes here still has to pass its decoder. */
#ifndef CIFRA_INGEST_ANSWER_H
#define CIFRA_INGEST_ANSWER_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

enum { ANSWER_LOOK = 65536 }; /* bytes of an answer that are looked at */

/* What is being waited for. */
enum answer_kind {
    ANSWER_DATA, /* anything but a web page, or an error in JSON or XML */
    ANSWER_PAGE  /* a web page with links; a challenge is none */
};

/* Look at the beginning of an answer. whole: there is no more of it. ERROR_FORMAT says
 * what it is, with the server's words. */
bool answer_check(struct text beginning, bool whole, enum answer_kind wanted,
                  struct error *err);

/* What the body of a refusal says, in a few words: 'a challenge page, "Access Denied"',
 * '"dataset.missing"'. Adds nothing when it says nothing. */
void answer_words(struct buffer *out, struct text body);

#endif
