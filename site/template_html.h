/* Where in HTML a template stands: enough of the HTML tokenizer to know what a hole
 * there may be, byte by byte. A plain value: copy it, compare it. */
#ifndef CIFRA_SITE_TEMPLATE_HTML_H
#define CIFRA_SITE_TEMPLATE_HTML_H

#include "base/text.h"
#include "site/template_escape.h"

enum html_state {
    HTML_TEXT,
    HTML_TAG_OPEN, /* after < */
    HTML_TAG_NAME,
    HTML_END_TAG,     /* after </ */
    HTML_DECLARATION, /* after <!, up to the two hyphens of a comment */
    HTML_COMMENT,
    HTML_BOGUS,       /* <!doctype …>, <?…> */
    HTML_BEFORE_NAME, /* after a space inside a tag */
    HTML_GAP,         /* after a value: a space must come, or the tag's end */
    HTML_NAME,        /* in an attribute's name */
    HTML_AFTER_NAME,
    HTML_BEFORE_VALUE,
    HTML_VALUE,
    HTML_RAW,      /* in <title>, <textarea>, <script>, <style>, … */
    HTML_RAW_LESS, /* < there */
    HTML_RAW_END,  /* </ there */
    HTML_STATES
};

enum html_content { HTML_NORMAL, HTML_PLAIN, HTML_SCRIPT, HTML_RAW_TEXT };
enum html_attribute { HTML_WORDS, HTML_LINK, HTML_FORBIDDEN };
/* How far an address has come; a scheme can only stand at its start. */
enum html_address { HTML_START, HTML_SCHEME, HTML_PATH, HTML_QUERY };

struct html_word {
    char at[24]; /* lower case; longer ones keep their start */
    size_t length;
};

struct html {
    enum html_state state;
    enum html_content content; /* of the element in progress */
    struct html_word tag;      /* its name */
    bool linked_data;          /* <script type="application/ld+json"> */
    bool typed;                /* a type attribute was there */
    struct html_word name;     /* of the attribute, or of an end tag in raw text */
    enum html_attribute attribute;
    struct html_word value; /* its start */
    char quote;
    enum html_address address;
    bool unknown_start; /* the address began with a hole */
    int hyphens;        /* in a comment */
};

/* Follow literal bytes. On false, *at is the offset of the byte that offends and
 * *why says how. */
bool html_feed(struct html *html, struct text literal, size_t *at, const char **why);
/* A hole stands here: which escaping it needs, or why there must be none. */
bool html_hole(struct html *html, enum escape *escape, const char **why);
/* A section tag stands here: fine, or why not. */
bool html_section(struct html *html, const char **why);
/* A section that began at *opened ends here: are both the same place? Goes on with
 * the stricter one. */
bool html_rejoin(struct html *html, const struct html *opened);

#endif
