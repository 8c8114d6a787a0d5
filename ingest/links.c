/* libxml2 reads HTML as browsers do, with all its faults. The page is small, so its
 * tree is held whole, and walked without recursion.
 *
 * Dates: words are cut into runs of letters and runs of digits, and each place in
 * that row of tokens is tried for every shape. The most exact date wins, among equals
 * the newest: "Municipal 2015-2025, corte jun2026" is June 2026. */
#include "ingest/links.h"

#include "base/buffer.h"
#include "base/number.h"
#include "ingest/date.h"
#include "ingest/encoding.h"
#include "ingest/xml_reader.h"

#include <fnmatch.h>
#include <libxml/HTMLparser.h>
#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

enum {
    LABEL_BYTES = 512,
    URL_BYTES = 4096,
    SHOWN_LINKS = 900, /* bytes of labels and names in a message */
    SHOWN_LINK = 60,
    TOKENS_MAX = 256,
    TAG_WORDS_MAX = 20000, /* of one tag: each of its attributes is one */
    CENTURY = 2000
};

/* Dates ------------------------------------------------------------------------------
 */

struct token {
    struct text text;
    bool digits;
    int month; /* of a month's name, else 0 */
    int value; /* of at most eight digits */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

static void read_token(struct token *token)
{
    int64_t value = 0;
    token->digits = is_digit(token->text.at[0]);
    if (!token->digits)
        token->month = text_is(token->text, "sept") ? 9 : month_read(token->text);
    else if (token->text.length <= 8 && number_whole(token->text, &value))
        token->value = (int)value;
}

/* Folded words as tokens; "de", "del" and "of" are passed over. */
static size_t tokens_of(struct text words, struct token *token)
{
    size_t count = 0;
    for (size_t i = 0; i < words.length && count < TOKENS_MAX;) {
        size_t start = i;
        bool digits = is_digit(words.at[i]);
        if (!digits && !is_letter(words.at[i])) {
            i++;
            continue;
        }
        while (i < words.length &&
               (digits ? is_digit(words.at[i]) : is_letter(words.at[i])))
            i++;
        struct token *next = &token[count];
        *next = (struct token){.text = {words.at + start, i - start}};
        read_token(next);
        bool passed = text_is(next->text, "de") || text_is(next->text, "del") ||
                      text_is(next->text, "of");
        count += !passed;
    }
    return count;
}

static bool is_year(const struct token *token)
{
    return token->digits && token->text.length == 4 && token->value >= 1950 &&
           token->value <= 2100;
}

/* One or two digits, or a month's name. */
static int month_of(const struct token *token)
{
    if (!token->digits)
        return token->month;
    return token->text.length <= 2 && token->value <= 12 ? token->value : 0;
}

static int day_of(const struct token *token)
{
    return token->digits && token->text.length <= 2 && token->value <= 31 ? token->value
                                                                          : 0;
}

static struct day day_if_real(int year, int month, int day)
{
    bool real = year >= 1950 && year <= 2100 && month >= 0 && month <= 12 && day >= 0 &&
                (month > 0 || day == 0) &&
                (day == 0 || day <= period_days(period_of(year, month), STEP_MONTH));
    return real ? (struct day){(int16_t)year, (int8_t)month, (int8_t)day}
                : (struct day){0, 0, 0};
}

/* "20260621", "202606", "2026". */
static struct day day_of_digits(const struct token *token)
{
    int value = token->value;
    if (!token->digits)
        return (struct day){0, 0, 0};
    if (token->text.length == 8 && value / 100 % 100 > 0 && value % 100 > 0)
        return day_if_real(value / 10000, value / 100 % 100, value % 100);
    if (token->text.length == 6 && value % 100 > 0)
        return day_if_real(value / 100, value % 100, 0);
    return is_year(token) ? day_if_real(value, 0, 0) : (struct day){0, 0, 0};
}

/* "2026-06-21", "2026 junio", with so many tokens left. */
static struct day day_year_first(const struct token *token, size_t left)
{
    struct day day = {0, 0, 0};
    if (left < 2 || !is_year(token) || month_of(&token[1]) == 0)
        return day;
    if (left > 2)
        day = day_if_real(token->value, month_of(&token[1]), day_of(&token[2]));
    return day.year ? day : day_if_real(token->value, month_of(&token[1]), 0);
}

/* "21/06/2026", "21 de junio de 2026", "June 21, 2026". Between two numbers the day
 * comes first, unless it cannot be one. */
static struct day day_year_last(const struct token *token, size_t left)
{
    struct day day = {0, 0, 0};
    if (left < 3 || !is_year(&token[2]))
        return day;
    if (day_of(&token[0]) && month_of(&token[1]))
        day = day_if_real(token[2].value, month_of(&token[1]), day_of(&token[0]));
    if (!day.year && month_of(&token[0]) && day_of(&token[1]))
        day = day_if_real(token[2].value, month_of(&token[0]), day_of(&token[1]));
    return day;
}

/* "jun2026", "junio de 2026", "06-2026", "jul25". */
static struct day day_month_year(const struct token *token, size_t left)
{
    if (left < 2 || month_of(token) == 0)
        return (struct day){0, 0, 0};
    if (is_year(&token[1]))
        return day_if_real(token[1].value, month_of(token), 0);
    bool two = !token->digits && token[1].digits && token[1].text.length == 2;
    bool joined = two && token[1].text.at == token->text.at + token->text.length;
    return joined ? day_if_real(CENTURY + token[1].value, month_of(token), 0)
                  : (struct day){0, 0, 0};
}

static int exactness(struct day day)
{
    return (day.year > 0) + (day.month > 0) + (day.day > 0);
}

static void keep_better(struct day *best, struct day day)
{
    int more = exactness(day) - exactness(*best);
    if (more > 0 || (more == 0 && day_compare(day, *best) > 0))
        *best = day;
}

bool link_date(struct text words, struct day *out)
{
    struct arena arena = {0};
    struct token *token = arena_array(&arena, TOKENS_MAX, sizeof *token);
    size_t count = tokens_of(text_fold(&arena, words), token);
    *out = (struct day){0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        keep_better(out, day_of_digits(&token[i]));
        keep_better(out, day_year_first(&token[i], count - i));
        keep_better(out, day_year_last(&token[i], count - i));
        keep_better(out, day_month_year(&token[i], count - i));
    }
    arena_free(&arena);
    return out->year > 0;
}

/* Links ------------------------------------------------------------------------------
 */

struct page {
    struct arena *arena;
    const char *base;
    struct link *link;
    size_t count, room;
};

/* The node after this one in the order of the document, below root. */
static const xmlNode *next_node(const xmlNode *node, const xmlNode *root)
{
    if (node->children && node->type != XML_ENTITY_REF_NODE)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           strcasecmp((const char *)node->name, name) == 0;
}

/* Of HTML, whose attributes have no namespaces; their text is one node. */
static const char *attribute_of(const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (strcasecmp((const char *)at->name, name) == 0)
            return at->children && at->children->content
                       ? (const char *)at->children->content
                       : NULL;
    return NULL;
}

/* Text with white space made single, cut at a whole character. */
static const char *one_line(struct arena *arena, struct text text)
{
    struct buffer out = {0};
    text = text_trim(text);
    for (size_t i = 0; i < text.length && out.length < LABEL_BYTES; i++) {
        bool space = (unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7F;
        if (!space)
            buffer_char(&out, text.at[i]);
        else if (out.length > 0 && out.at[out.length - 1] != ' ')
            buffer_char(&out, ' ');
    }
    while (out.length > 0 && !text_is_utf8(buffer_all(&out)))
        out.length--;
    const char *line = arena_copy(arena, text_trim(buffer_all(&out))).at;
    buffer_free(&out);
    return line;
}

static const char *label_of(struct arena *arena, const xmlNode *link)
{
    struct buffer words = {0};
    for (const xmlNode *node = link; node && words.length < 8 * LABEL_BYTES;
         node = next_node(node, link)) {
        bool text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
        if (text && node->content)
            buffer_string(&words, (const char *)node->content);
        else
            buffer_char(&words, ' ');
    }
    struct text text = text_trim(buffer_all(&words));
    if (text.length == 0)
        text = text_of(attribute_of(link, "title"));
    const char *label = one_line(arena, text);
    buffer_free(&words);
    return label;
}

static int hex_of(char c)
{
    if (is_digit(c))
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The last part of an address's path, percent-decoded. */
static const char *name_of(struct arena *arena, const char *url)
{
    size_t length = strcspn(url, "?#");
    size_t start = length;
    while (start > 0 && url[start - 1] != '/')
        start--;
    struct buffer out = {0};
    for (size_t i = start; i < length; i++) {
        int high = url[i] == '%' && i + 2 < length ? hex_of(url[i + 1]) : -1;
        int low = high >= 0 ? hex_of(url[i + 2]) : -1;
        bool coded = high >= 0 && low >= 0 && high * 16 + low >= ' ';
        buffer_char(&out, coded ? (char)(high * 16 + low) : url[i]);
        i += coded ? 2 : 0;
    }
    if (!text_is_utf8(buffer_all(&out))) {
        buffer_clear(&out);
        buffer_add(&out, url + start, length - start);
    }
    const char *name = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return name;
}

/* An address as libxml2 can resolve it: blanks coded, the fragment gone. NULL for one
 * that is too long. */
static const char *clean_address(struct arena *arena, const char *href)
{
    struct text text = text_trim(text_of(href));
    struct buffer out = {0};
    if (text.length > URL_BYTES)
        return NULL;
    for (size_t i = 0; i < text.length && text.at[i] != '#'; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '\n' || c == '\r' || c == '\t')
            continue;
        if (c <= ' ' || c >= 0x7F || strchr("<>\"{}|\\^`", c))
            buffer_format(&out, "%%%02X", c);
        else
            buffer_char(&out, (char)c);
    }
    const char *clean = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return clean;
}

/* An absolute address of http or https; NULL for mail, scripts and the like. */
static const char *absolute(struct arena *arena, const char *href, const char *base)
{
    const char *clean = clean_address(arena, href);
    if (!clean || *clean == '\0')
        return NULL;
    xmlChar *built = xmlBuildURI((const xmlChar *)clean, (const xmlChar *)base);
    const char *url = NULL;
    if (built && strlen((const char *)built) <= URL_BYTES &&
        (strncasecmp((const char *)built, "https://", 8) == 0 ||
         strncasecmp((const char *)built, "http://", 7) == 0))
        url = arena_copy(arena, text_of((const char *)built)).at;
    xmlFree(built);
    return url;
}

static void add_link(struct page *page, const char *url, const char *label)
{
    if (page->count == page->room) {
        size_t room = page->room ? 2 * page->room : 64;
        struct link *grown = arena_array(page->arena, room, sizeof *grown);
        if (page->count > 0)
            memcpy(grown, page->link, page->count * sizeof *grown);
        page->link = grown;
        page->room = room;
    }
    struct link *link = &page->link[page->count++];
    *link =
        (struct link){.url = url, .label = label, .name = name_of(page->arena, url)};
    struct day named;
    link_date(text_of(link->name), &named);
    link_date(text_of(label), &link->date);
    /* A month in the name says more than a mere year in the label. */
    if (exactness(link->date) < 2 && exactness(named) > exactness(link->date))
        link->date = named;
}

static bool take_node(struct page *page, const xmlNode *node, struct error *err)
{
    bool link = is_element(node, "a") || is_element(node, "area");
    const char *href = attribute_of(node, "href");
    if (!href || (!link && !is_element(node, "base")))
        return true;
    const char *url = absolute(page->arena, href, page->base);
    if (!url)
        return true;
    if (!link) {
        page->base = url;
        return true;
    }
    if (page->count == LINKS_MAX)
        return fail(err, ERROR_LIMIT, "the page has more than %d links", LINKS_MAX);
    add_link(page, url, label_of(page->arena, node));
    return true;
}

/* libxml2 compares each attribute of a tag with all those before: minutes for a page of
 * our size. White space outside of quotes comes before each. */
static bool has_endless_tag(struct text page)
{
    bool inside = false;
    char quote = '\0';
    size_t words = 0;
    for (size_t i = 0; i < page.length && words <= TAG_WORDS_MAX; i++) {
        char c = page.at[i];
        if (quote || !inside) {
            quote = c == quote ? '\0' : quote;
            inside |= c == '<' && !quote;
        } else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '<' || c == '>') {
            inside = c == '<';
            words = 0;
        } else
            words += (unsigned char)c <= ' ' || c == '/';
    }
    return words > TAG_WORDS_MAX;
}

bool links_read(struct arena *arena, struct text bytes, const char *base,
                struct link **out, size_t *count, struct error *err)
{
    struct page page = {.arena = arena, .base = base};
    bool good = true;
    *out = NULL;
    *count = 0;
    if (bytes.length > LINKS_PAGE_MAX)
        return fail(err, ERROR_LIMIT, "the page is larger than %d MiB",
                    LINKS_PAGE_MAX >> 20);
    if (bytes.length == 0)
        return fail(err, ERROR_FORMAT, "the page is empty");
    if (has_endless_tag(bytes))
        return fail(err, ERROR_LIMIT, "a tag of the page has more than %d attributes",
                    TAG_WORDS_MAX);
    xml_begin();
    /* What is UTF-8 with accents is so whatever the page claims. */
    const char *encoding = text_is_utf8(bytes) ? "UTF-8" : NULL;
    htmlDocPtr document =
        htmlReadMemory(bytes.at, (int)bytes.length, NULL, encoding,
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | HTML_PARSE_COMPACT);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    for (const xmlNode *node = root; good && node; node = next_node(node, root))
        good = node->type != XML_ELEMENT_NODE || take_node(&page, node, err);
    xmlFreeDoc(document);
    *out = page.link;
    *count = page.count;
    return good;
}

/* Choosing ---------------------------------------------------------------------------
 */

static bool fits(struct arena *arena, const char *glob, const char *words)
{
    if (!glob)
        return true;
    const char *folded = arena_copy(arena, text_fold(arena, text_of(glob))).at;
    return fnmatch(folded, arena_copy(arena, text_fold(arena, text_of(words))).at, 0) ==
           0;
}

static bool fits_rule(const struct link_rule *rule, const struct link *link)
{
    struct arena arena = {0};
    bool whole = rule->name && strchr(rule->name, '/');
    bool good = fits(&arena, rule->label, link->label) &&
                fits(&arena, rule->name, whole ? link->url : link->name);
    arena_free(&arena);
    return good;
}

static void show_link(struct buffer *out, const struct link *link)
{
    if (out->length > SHOWN_LINKS)
        return;
    buffer_string(out, out->length > 0 ? ", \"" : "\"");
    size_t most = out->length + SHOWN_LINK;
    encoding_show(out, text_of(link->label), most);
    buffer_string(out, "\" (");
    most = out->length + SHOWN_LINK;
    encoding_show(out, text_of(link->name), most);
    buffer_string(out, out->length > SHOWN_LINKS ? "), …" : ")");
}

static bool fail_none(const struct link_rule *rule, const struct link *link,
                      size_t count, struct error *err)
{
    struct buffer shown = {0};
    for (size_t i = 0; i < count; i++)
        show_link(&shown, &link[i]);
    if (count == 0)
        return fail(err, ERROR_FORMAT, "the page has no links");
    fail(err, ERROR_FORMAT,
         "none of the page's %zu links has label \"%s\" and name \"%s\"; they are: "
         "%.*s",
         count, rule->label ? rule->label : "*", rule->name ? rule->name : "*",
         TEXT_ARGS(buffer_all(&shown)));
    buffer_free(&shown);
    return false;
}

bool links_newest(struct arena *arena, struct text page, const char *base,
                  const struct link_rule *rule, struct link *out, struct error *err)
{
    struct link *link;
    size_t count;
    const struct link *best = NULL;
    if (!links_read(arena, page, base, &link, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (fits_rule(rule, &link[i]) &&
            (!best || day_compare(link[i].date, best->date) > 0))
            best = &link[i];
    if (!best)
        return fail_none(rule, link, count, err);
    *out = *best;
    return true;
}
