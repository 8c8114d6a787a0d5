/* One small function for each state, as in the HTML standard, section 13.2.5; names
 * are ours. It is stricter where a browser would be lenient (unquoted values, missing
 * spaces, "<!" in scripts), because a lenient reader is one that can be misled. */
#include "site/template_html.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

static void word_clear(struct html_word *word) { word->length = 0; }

/* Past its end the length goes on counting, so a long word is no short one. */
static void word_add(struct html_word *word, char c)
{
    if (word->length < sizeof word->at)
        word->at[word->length] = lower(c);
    word->length++;
}

static bool word_is(const struct html_word *word, const char *string)
{
    return word->length == strlen(string) && word->length <= sizeof word->at &&
           memcmp(word->at, string, word->length) == 0;
}

static bool word_same(const struct html_word *a, const struct html_word *b)
{
    size_t held = a->length < sizeof a->at ? a->length : sizeof a->at;
    return a->length == b->length && memcmp(a->at, b->at, held) == 0;
}

static bool word_is_one_of(const struct html_word *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (word_is(word, *list))
            return true;
    }
    return false;
}

static enum html_content content_of(const struct html_word *tag)
{
    static const char *const plain[] = {"title", "textarea", NULL};
    static const char *const raw[] = {"style",    "xmp",       "iframe", "noembed",
                                      "noframes", "plaintext", NULL};
    if (word_is_one_of(tag, plain))
        return HTML_PLAIN;
    if (word_is(tag, "script"))
        return HTML_SCRIPT;
    return word_is_one_of(tag, raw) ? HTML_RAW_TEXT : HTML_NORMAL;
}

static enum html_attribute attribute_of(const struct html_word *name)
{
    static const char *const links[] = {
        "href", "src",        "action",  "formaction", "poster",   "cite", "xlink:href",
        "data", "background", "profile", "manifest",   "longdesc", "icon", NULL};
    static const char *const forbidden[] = {"style",   "srcset",   "imagesrcset",
                                            "srcdoc",  "ping",     "archive",
                                            "classid", "codebase", NULL};
    bool event = name->length >= 2 && name->at[0] == 'o' && name->at[1] == 'n';
    if (event || word_is_one_of(name, forbidden))
        return HTML_FORBIDDEN;
    return word_is_one_of(name, links) ? HTML_LINK : HTML_WORDS;
}

/* Each step follows one byte; a string says why that byte must not stand there. */
typedef const char *step(struct html *html, char c);

static const char *go(struct html *html, enum html_state state)
{
    html->state = state;
    return NULL;
}

static const char *start_name(struct html *html, char c)
{
    word_clear(&html->name);
    word_add(&html->name, c);
    return go(html, HTML_NAME);
}

static const char *end_tag(struct html *html)
{
    html->content = content_of(&html->tag);
    return go(html, html->content == HTML_NORMAL ? HTML_TEXT : HTML_RAW);
}

static const char *step_text(struct html *html, char c)
{
    return c == '<' ? go(html, HTML_TAG_OPEN) : NULL;
}

static const char *step_tag_open(struct html *html, char c)
{
    word_clear(&html->tag);
    word_clear(&html->name);
    html->linked_data = html->typed = false;
    html->content = HTML_NORMAL;
    if (c == '/')
        return go(html, HTML_END_TAG);
    if (c == '!')
        return go(html, HTML_DECLARATION);
    if (c == '?')
        return go(html, HTML_BOGUS);
    if (!is_letter(c))
        return "a < that begins no tag; write &lt;";
    word_add(&html->tag, c);
    return go(html, HTML_TAG_NAME);
}

static const char *step_tag_name(struct html *html, char c)
{
    if (is_blank(c) || c == '/')
        return go(html, HTML_BEFORE_NAME);
    if (c == '>')
        return end_tag(html);
    word_add(&html->tag, c);
    return NULL;
}

static const char *step_end_tag(struct html *html, char c)
{
    return c == '>' ? go(html, HTML_TEXT) : NULL;
}

static const char *step_declaration(struct html *html, char c)
{
    word_add(&html->name, c);
    if (word_is(&html->name, "--")) {
        html->hyphens = 2; /* "<!-->" is a whole comment to a browser */
        return go(html, HTML_COMMENT);
    }
    if (c == '>')
        return go(html, HTML_TEXT);
    if (c == '[')
        return "<![, which HTML does not know";
    return word_is(&html->name, "-") ? NULL : go(html, HTML_BOGUS);
}

static const char *step_comment(struct html *html, char c)
{
    if (c == '>' && html->hyphens >= 2)
        return go(html, HTML_TEXT);
    if (c == '!' && html->hyphens >= 2)
        return "--! in a comment, which ends it for some readers";
    html->hyphens = c == '-' ? html->hyphens + (html->hyphens < 2) : 0;
    return NULL;
}

static const char *step_bogus(struct html *html, char c)
{
    return c == '>' ? go(html, HTML_TEXT) : NULL;
}

static const char *step_before_name(struct html *html, char c)
{
    if (is_blank(c) || c == '/')
        return NULL;
    if (c == '>')
        return end_tag(html);
    if (c == '=' || c == '"' || c == '\'' || c == '<')
        return "not the start of an attribute";
    return start_name(html, c);
}

static const char *step_gap(struct html *html, char c)
{
    if (is_blank(c) || c == '/')
        return go(html, HTML_BEFORE_NAME);
    return c == '>' ? end_tag(html) : "a space is missing between attributes";
}

static const char no_value[] = "an attribute without a value, which XML does not know";

static const char *step_name(struct html *html, char c)
{
    if (c == '=')
        return go(html, HTML_BEFORE_VALUE);
    if (is_blank(c))
        return go(html, HTML_AFTER_NAME);
    if (c == '>' || c == '/')
        return no_value;
    if (c == '"' || c == '\'' || c == '<')
        return "a quote or < in an attribute's name";
    word_add(&html->name, c);
    return NULL;
}

static const char *step_after_name(struct html *html, char c)
{
    if (c == '=')
        return go(html, HTML_BEFORE_VALUE);
    return is_blank(c) ? NULL : no_value;
}

static const char *step_before_value(struct html *html, char c)
{
    if (is_blank(c))
        return NULL;
    if (c != '"' && c != '\'')
        return "an attribute value without quotes";
    html->quote = c;
    html->attribute = attribute_of(&html->name);
    html->address = HTML_START;
    html->unknown_start = false;
    word_clear(&html->value);
    return go(html, HTML_VALUE);
}

/* A colon that may end a scheme: with one we do not know, no hole may follow. */
static const char *end_scheme(struct html *html)
{
    static const char *const schemes[] = {"http", "https", "mailto", NULL};
    if (html->unknown_start)
        return "a hole before a colon could make any scheme; give the whole address";
    html->address = HTML_PATH;
    if (!word_is_one_of(&html->value, schemes))
        html->attribute = HTML_FORBIDDEN;
    return NULL;
}

static const char *follow_address(struct html *html, char c)
{
    if (html->attribute != HTML_LINK)
        return NULL;
    if (c == '?' || c == '#')
        html->address = HTML_QUERY;
    else if (c == '/' && html->address != HTML_QUERY)
        html->address = HTML_PATH;
    else if (c == ':' && html->address <= HTML_SCHEME)
        return end_scheme(html);
    else if (html->address == HTML_START)
        html->address = HTML_SCHEME;
    return NULL;
}

static const char *step_value(struct html *html, char c)
{
    if (c != html->quote) {
        const char *why = follow_address(html, c);
        word_add(&html->value, c);
        return why;
    }
    if (word_is(&html->name, "type") && !html->typed) {
        html->typed = true; /* of two, the first one counts */
        html->linked_data = word_is(&html->value, "application/ld+json");
    }
    return go(html, HTML_GAP);
}

static const char *step_raw(struct html *html, char c)
{
    return c == '<' ? go(html, HTML_RAW_LESS) : NULL;
}

/* A browser reads it as text, XML as a tag. */
static const char stray_less[] = "a < in a title or textarea; write &lt;";

static const char *step_raw_less(struct html *html, char c)
{
    if (c != '/' && html->content == HTML_PLAIN)
        return stray_less;
    if (c == '!' && html->content == HTML_SCRIPT)
        return "<! in a script, which hides its end from some readers";
    if (c == '<')
        return NULL;
    word_clear(&html->name);
    return go(html, c == '/' ? HTML_RAW_END : HTML_RAW);
}

static const char *step_raw_end(struct html *html, char c)
{
    bool own = word_same(&html->name, &html->tag);
    if (own && c == '>')
        return go(html, HTML_TEXT);
    if (own && (is_blank(c) || c == '/'))
        return go(html, HTML_END_TAG);
    if (!is_letter(c) && html->content == HTML_PLAIN)
        return stray_less;
    if (!is_letter(c)) {
        html->state = HTML_RAW;
        return step_raw(html, c);
    }
    word_add(&html->name, c);
    return NULL;
}

static step *const steps[HTML_STATES] = {
    [HTML_TEXT] = step_text,
    [HTML_TAG_OPEN] = step_tag_open,
    [HTML_TAG_NAME] = step_tag_name,
    [HTML_END_TAG] = step_end_tag,
    [HTML_DECLARATION] = step_declaration,
    [HTML_COMMENT] = step_comment,
    [HTML_BOGUS] = step_bogus,
    [HTML_BEFORE_NAME] = step_before_name,
    [HTML_GAP] = step_gap,
    [HTML_NAME] = step_name,
    [HTML_AFTER_NAME] = step_after_name,
    [HTML_BEFORE_VALUE] = step_before_value,
    [HTML_VALUE] = step_value,
    [HTML_RAW] = step_raw,
    [HTML_RAW_LESS] = step_raw_less,
    [HTML_RAW_END] = step_raw_end,
};

bool html_feed(struct html *html, struct text literal, size_t *at, const char **why)
{
    for (size_t i = 0; i < literal.length; i++) {
        const char *problem = steps[html->state](html, literal.at[i]);
        if (problem != NULL) {
            *at = i;
            *why = problem;
            return false;
        }
    }
    return true;
}

/* Why there is neither a hole nor a section at a place, by state. */
static const char *const refusals[HTML_STATES] = {
    [HTML_TAG_OPEN] = "in a tag's name",
    [HTML_TAG_NAME] = "in a tag's name",
    [HTML_END_TAG] = "in an end tag",
    [HTML_DECLARATION] = "in a declaration",
    [HTML_COMMENT] = "in a comment; {{!-- --}} makes one that is dropped",
    [HTML_BOGUS] = "in a declaration",
    [HTML_BEFORE_NAME] = "in an attribute's name",
    [HTML_GAP] = "in an attribute's name",
    [HTML_NAME] = "in an attribute's name",
    [HTML_AFTER_NAME] = "in an attribute's name",
    [HTML_BEFORE_VALUE] = "in an attribute value without quotes",
    [HTML_RAW_LESS] = "behind a <",
    [HTML_RAW_END] = "in an end tag",
};

static bool refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

static bool hole_in_value(struct html *html, enum escape *escape, const char **why)
{
    static const enum escape by_address[] = {
        [HTML_START] = ESCAPE_ADDRESS,
        [HTML_SCHEME] = ESCAPE_PATH,
        [HTML_PATH] = ESCAPE_PATH,
        [HTML_QUERY] = ESCAPE_QUERY,
    };
    if (html->attribute == HTML_FORBIDDEN)
        return refuse(why, "in an attribute that runs, styles, or is no plain address");
    word_add(&html->value, '\0');
    *escape = ESCAPE_PLAIN;
    if (html->attribute == HTML_WORDS)
        return true;
    *escape = by_address[html->address];
    if (html->address <= HTML_SCHEME) {
        html->address = HTML_SCHEME;
        html->unknown_start = true;
    }
    return true;
}

static bool hole_in_raw(const struct html *html, enum escape *escape, const char **why)
{
    *escape = html->linked_data ? ESCAPE_JSON : ESCAPE_PLAIN;
    if (html->content == HTML_SCRIPT && !html->linked_data)
        return refuse(why, "in a script");
    if (html->content == HTML_RAW_TEXT)
        return refuse(why, "in a style sheet or other raw text");
    return true;
}

bool html_hole(struct html *html, enum escape *escape, const char **why)
{
    if (refusals[html->state] != NULL)
        return refuse(why, refusals[html->state]);
    if (html->state == HTML_VALUE)
        return hole_in_value(html, escape, why);
    if (html->state == HTML_RAW)
        return hole_in_raw(html, escape, why);
    *escape = ESCAPE_TEXT;
    return true;
}

/* A section may follow the tag's name at once:
 * <option{{#chosen}} selected="selected"{{/chosen}}>. */
static void finish_name(struct html *html)
{
    if (html->state == HTML_TAG_NAME)
        html->state = HTML_GAP;
}

bool html_section(struct html *html, const char **why)
{
    finish_name(html);
    bool between = html->state == HTML_BEFORE_NAME || html->state == HTML_GAP;
    if (!between && refusals[html->state] != NULL)
        return refuse(why, refusals[html->state]);
    if (html->state == HTML_RAW && html->content != HTML_PLAIN)
        return refuse(why, "in a script, style sheet or other raw text");
    if (html->state == HTML_VALUE) {
        if (html->attribute == HTML_LINK && html->address == HTML_SCHEME)
            html->unknown_start = true;
        word_add(&html->value, '\0');
    }
    return true;
}

/* Between attributes, the one where a space is still missing is the stricter. */
static bool rejoin_between(struct html *html, const struct html *opened)
{
    bool here = html->state == HTML_BEFORE_NAME || html->state == HTML_GAP;
    bool there = opened->state == HTML_BEFORE_NAME || opened->state == HTML_GAP;
    if (opened->state == HTML_GAP)
        html->state = HTML_GAP;
    html->linked_data = html->linked_data && opened->linked_data;
    html->typed = html->typed || opened->typed;
    return here && there;
}

static bool rejoin_address(struct html *html, const struct html *opened)
{
    if (html->attribute != HTML_LINK)
        return true;
    if ((html->address == HTML_START) != (opened->address == HTML_START))
        return false;
    if (html->address == HTML_PATH)
        html->address = opened->address;
    html->unknown_start = true;
    return true;
}

bool html_rejoin(struct html *html, const struct html *opened)
{
    if (html->state == HTML_TEXT) /* what the last element was is over */
        return opened->state == HTML_TEXT;
    if (!word_same(&html->tag, &opened->tag))
        return false;
    if (html->state == HTML_BEFORE_NAME || html->state == HTML_GAP)
        return rejoin_between(html, opened);
    if (html->state != opened->state || html->content != opened->content)
        return false;
    if (html->state != HTML_VALUE)
        return true;
    return html->quote == opened->quote && html->attribute == opened->attribute &&
           rejoin_address(html, opened);
}
