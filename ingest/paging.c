/* The total is trusted only to ask for more, never to stop at a page that is there:
 * a run ends when as many rows came as the server said, or when it sends none. A
 * server may send fewer rows than asked for (a cap of its own), so the next offset is
 * where the rows that came end, and a short page alone is not the end. */
#include "ingest/paging.h"

#include "base/buffer.h"
#include "base/json.h"
#include "ingest/encoding.h"
#include "ingest/json_shape.h"
#include "ingest/paging_page.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAGES_DEFAULT = 2000,
    MISSING_MAX = 24, /* newest months that may not be out yet */
    URL_MAX = 8192
};

/* The rule ---------------------------------------------------------------------- */

static const struct {
    const char *word;
    const char *offset, *limit; /* names of parameters, unless said otherwise */
    const char *keys[9];
} KINDS[] = {
    [PAGING_OFFSET] = {"offset",
                       "offset",
                       NULL,
                       {"!kind:s", "pages_max:n", "rows:s", "offset:s", "limit:s",
                        "size:n", "total:s", NULL}},
    [PAGING_PAGE] = {"page",
                     "page",
                     NULL,
                     {"!kind:s", "pages_max:n", "rows:s", "page:s", "limit:s", "size:n",
                      "first:n", "total:s", NULL}},
    [PAGING_NEXT] = {"next",
                     NULL,
                     NULL,
                     {"!kind:s", "pages_max:n", "rows:s", "next:s", NULL}},
    [PAGING_ARCGIS] = {"arcgis",
                       "resultOffset",
                       "resultRecordCount",
                       {"!kind:s", "pages_max:n", "rows:s", "size:n", NULL}},
    [PAGING_MONTHS] = {"months",
                       NULL,
                       NULL,
                       {"!kind:s", "pages_max:n", "!from:s", "to:s", "gaps:b", NULL}},
};
enum { KINDS_COUNT = sizeof KINDS / sizeof *KINDS };

static bool read_string(struct arena *arena, const struct json_node *object,
                        const char *key, const char *otherwise, const char **out,
                        struct error *err)
{
    struct text text = json_text(object, key, otherwise);
    *out = text.at ? arena_copy(arena, text).at : NULL;
    if (json_get(object, key) &&
        (!text.at || text.length == 0 || memchr(text.at, 0, text.length)))
        return fail(err, ERROR_USAGE, "\"pages\": \"%s\" is empty", key);
    return true;
}

static bool read_pointer(struct arena *arena, const struct json_node *object,
                         const char *key, const char **out, struct error *err)
{
    struct json_pointer pointer;
    if (!json_get(object, key))
        return true;
    *out = arena_copy(arena, json_text(object, key, "")).at;
    return json_pointer_read(arena, *out, &pointer) ||
           fail(err, ERROR_USAGE, "\"pages\": \"%s\" must be a JSON pointer", key);
}

static bool read_size(const struct json_node *object, const char *key, size_t otherwise,
                      size_t most, size_t *out, struct error *err)
{
    double number = json_number(object, key, (double)otherwise);
    if (!(number >= 0 && number <= (double)most) || number != (double)(size_t)number)
        return fail(err, ERROR_USAGE,
                    "\"pages\": \"%s\" must be a whole number from 0 to %zu", key,
                    most);
    *out = (size_t)number;
    return true;
}

static bool read_month(const struct json_node *object, const char *key,
                       struct period *out, struct error *err)
{
    enum step step;
    if (!json_get(object, key))
        return true;
    if (!period_parse(json_text(object, key, ""), out, &step) || step != STEP_MONTH)
        return fail(err, ERROR_USAGE,
                    "\"pages\": \"%s\" must be a month, such as \"2018-10\"", key);
    return true;
}

static bool read_kind(const struct json_node *object, enum paging_kind *out,
                      struct error *err)
{
    for (size_t i = 1; i < KINDS_COUNT; i++) {
        if (text_is(json_text(object, "kind", ""), KINDS[i].word)) {
            *out = (enum paging_kind)i;
            return true;
        }
    }
    return fail(err, ERROR_USAGE,
                "\"pages\": \"kind\" must be one of \"offset\", \"page\", \"next\", "
                "\"arcgis\", \"months\"");
}

static bool check_rule(const struct paging_rule *rule, struct error *err)
{
    bool months = rule->kind == PAGING_MONTHS;
    if (months && rule->to.month && rule->to.month < rule->from.month)
        return fail(err, ERROR_USAGE, "\"pages\": \"to\" comes before \"from\"");
    if (rule->limit && rule->size == 0 && rule->kind != PAGING_ARCGIS)
        return fail(err, ERROR_USAGE, "\"pages\": \"limit\" needs a \"size\"");
    if (rule->pages_max == 0)
        return fail(err, ERROR_USAGE, "\"pages\": \"pages_max\" is 0");
    return true;
}

bool paging_read(struct arena *arena, const struct json_node *object,
                 struct paging_rule *out, struct error *err)
{
    *out = (struct paging_rule){0};
    if (!object)
        return true;
    if (!read_kind(object, &out->kind, err) ||
        !json_expect(object, "\"pages\"", KINDS[out->kind].keys, err))
        return false;
    const char *offset = out->kind == PAGING_PAGE ? "page" : "offset";
    out->gaps = json_truth(object, "gaps", false);
    return read_string(arena, object, offset, KINDS[out->kind].offset, &out->offset,
                       err) &&
           read_string(arena, object, "limit", KINDS[out->kind].limit, &out->limit,
                       err) &&
           read_pointer(arena, object, "rows", &out->rows, err) &&
           read_pointer(arena, object, "total", &out->total, err) &&
           read_pointer(arena, object, "next", &out->next, err) &&
           read_size(object, "size", 0, PAGE_SIZE_MAX, &out->size, err) &&
           read_size(object, "first", 1, PAGE_SIZE_MAX, &out->first, err) &&
           read_size(object, "pages_max", PAGES_DEFAULT, PAGES_MAX, &out->pages_max,
                     err) &&
           read_month(object, "from", &out->from, err) &&
           read_month(object, "to", &out->to, err) && check_rule(out, err);
}

/* Addresses --------------------------------------------------------------------- */

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("-._~$:@", c));
}

static void add_parameter(struct buffer *url, const char *name, size_t value)
{
    bool first = !memchr(url->at, '?', url->length);
    char last = url->at[url->length - 1];
    if (first)
        buffer_char(url, '?');
    else if (last != '?' && last != '&')
        buffer_char(url, '&');
    for (; *name; name++) {
        if (is_plain(*name))
            buffer_char(url, *name);
        else
            buffer_format(url, "%%%02X", (unsigned)(unsigned char)*name);
    }
    buffer_format(url, "=%zu", value);
}

/* The descriptor's address with a place in the rows, and a number of them. */
static const char *with_place(struct arena *arena, const struct paging *paging,
                              size_t place)
{
    const struct paging_rule *rule = paging->rule;
    struct buffer url = {0};
    buffer_string(&url, paging->base);
    if (rule->limit && rule->size > 0)
        add_parameter(&url, rule->limit, rule->size);
    add_parameter(&url, rule->offset, place);
    const char *copy = arena_copy(arena, buffer_all(&url)).at;
    buffer_free(&url);
    return copy;
}

/* Does the address's query have this parameter already? */
static bool has_parameter(const char *url, const char *name)
{
    const char *at = strchr(url, '?');
    size_t length = strlen(name);
    while (at) {
        at++;
        if (strncmp(at, name, length) == 0 && (at[length] == '=' || at[length] == '&'))
            return true;
        at = strchr(at, '&');
    }
    return false;
}

/* Every {year} and {month}; false when one of them is nowhere. */
static bool with_month(struct arena *arena, const char *template, struct period month,
                       const char **out)
{
    struct buffer url = {0};
    bool year_seen = false, month_seen = false;
    for (const char *at = template; *at;) {
        if (strncmp(at, "{year}", 6) == 0) {
            buffer_format(&url, "%04d", period_year(month));
            year_seen = true;
            at += 6;
        } else if (strncmp(at, "{month}", 7) == 0) {
            buffer_format(&url, "%02d", period_month(month));
            month_seen = true;
            at += 7;
        } else {
            buffer_char(&url, *at++);
        }
    }
    *out = arena_copy(arena, buffer_all(&url)).at;
    buffer_free(&url);
    return year_seen && month_seen;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
    char *one = NULL, *other = NULL;
    CURLUcode first = curl_url_get(a, part, &one, CURLU_DEFAULT_PORT);
    CURLUcode second = curl_url_get(b, part, &other, CURLU_DEFAULT_PORT);
    bool same = first == second && (first || strcasecmp(one, other) == 0);
    curl_free(one);
    curl_free(other);
    return same;
}

/* Only the host that the descriptor names may be asked: a token may go with it. */
static bool resolve(struct arena *arena, const char *base, const char *link,
                    const char **out, struct error *err)
{
    CURLU *from = memory_or_die(curl_url()), *to = memory_or_die(curl_url());
    char *url = NULL;
    struct buffer shown = {0};
    encoding_show(&shown, text_of(link), 200);
    bool good = strlen(link) <= URL_MAX &&
                !curl_url_set(from, CURLUPART_URL, base, 0) &&
                !curl_url_set(to, CURLUPART_URL, base, 0) &&
                !curl_url_set(to, CURLUPART_URL, link, 0) &&
                !curl_url_get(to, CURLUPART_URL, &url, 0);
    if (!good)
        fail(err, ERROR_FORMAT, "the next page's address is none: \"%.*s\"",
             TEXT_ARGS(buffer_all(&shown)));
    else if (!same_part(from, to, CURLUPART_SCHEME) ||
             !same_part(from, to, CURLUPART_HOST) ||
             !same_part(from, to, CURLUPART_PORT))
        good = fail(err, ERROR_FORMAT,
                    "the next page is said to lie on another server: \"%.*s\"",
                    TEXT_ARGS(buffer_all(&shown)));
    if (good)
        *out = arena_copy(arena, text_of(url)).at;
    buffer_free(&shown);
    curl_free(url);
    curl_url_cleanup(from);
    curl_url_cleanup(to);
    return good;
}

/* RFC 8288: <address>; rel="next"; the address in the arena, or NULL. */
static const char *link_next(struct arena *arena, const char *header)
{
    while (header && (header = strchr(header, '<'))) {
        const char *close = strchr(++header, '>');
        if (!close)
            return NULL;
        const char *end = strchr(close, '<'); /* of this link's parameters */
        size_t length = end ? (size_t)(end - close) : strlen(close);
        struct text parameters = text_fold(arena, (struct text){close, length});
        const char *folded = arena_copy(arena, parameters).at;
        const char *rel = strstr(folded, "rel");
        const char *value = rel ? strchr(rel, '=') : NULL;
        value = value ? value + 1 + strspn(value + 1, " \"'") : NULL;
        if (value && strncmp(value, "next", 4) == 0 &&
            (value[4] == '\0' || strchr(" \"';,", value[4])))
            return arena_copy(arena, (struct text){header, (size_t)(close - header)})
                .at;
        header = close;
    }
    return NULL;
}

/* The run ----------------------------------------------------------------------- */

static bool start_months(struct arena *arena, struct paging *paging, struct day today,
                         struct error *err)
{
    const struct paging_rule *rule = paging->rule;
    paging->month = rule->from;
    paging->last = rule->to;
    if (!rule->to.month)
        paging->last = period_after(period_of(today.year, today.month), -1);
    if (!with_month(arena, paging->base, paging->month, &paging->url))
        return fail(err, ERROR_USAGE, "%s lacks {year} or {month}", paging->base);
    if (paging->last.month < paging->month.month)
        paging->url = NULL;
    return true;
}

bool paging_start(struct arena *arena, const struct paging_rule *rule, const char *url,
                  struct day today, struct paging *out, struct error *err)
{
    *out = (struct paging){.rule = rule, .base = url, .url = url, .total = SIZE_MAX};
    out->hash = arena_array(arena, rule->pages_max + 1, sizeof *out->hash);
    if (rule->kind == PAGING_MONTHS)
        return start_months(arena, out, today, err);
    if (!rule->offset)
        return true;
    if (has_parameter(url, rule->offset) ||
        (rule->limit && has_parameter(url, rule->limit)))
        return fail(err, ERROR_USAGE,
                    "%s has a parameter that paging sets: \"%s\" or \"%s\"", url,
                    rule->offset, rule->limit ? rule->limit : rule->offset);
    if (strchr(url, '#'))
        return fail(err, ERROR_USAGE, "%s has a fragment", url);
    out->url = with_place(arena, out, rule->kind == PAGING_PAGE ? rule->first : 0);
    return true;
}

static bool next_month(struct arena *arena, struct paging *paging)
{
    paging->month = period_after(paging->month, 1);
    paging->url = NULL;
    if (paging->month.month <= paging->last.month)
        with_month(arena, paging->base, paging->month, &paging->url);
    return true;
}

static bool month_came(struct arena *arena, struct paging *paging, struct error *err)
{
    if (paging->missing > 0 && !paging->rule->gaps)
        return fail(err, ERROR_CONTRADICTION,
                    "%s is there, and %zu months before it are not",
                    period_iso(arena, paging->month, STEP_MONTH), paging->missing);
    paging->missing = 0;
    return next_month(arena, paging);
}

bool paging_missing(struct arena *arena, struct paging *paging, struct error *err)
{
    const char *url = paging->url ? paging->url : paging->base;
    if (paging->rule->kind != PAGING_MONTHS)
        return fail(err, ERROR_NETWORK, "page %zu, %s, does not exist",
                    paging->pages + 1, url);
    if (++paging->missing > MISSING_MAX && !paging->rule->gaps)
        return fail(err, ERROR_NETWORK, "the last %d months up to %s do not exist",
                    MISSING_MAX, url);
    return next_month(arena, paging);
}

/* Did these rows come before? Pages without rows may. */
static bool check_repeat(struct paging *paging, const struct paging_page *page,
                         struct error *err)
{
    for (size_t i = 0; page->rows > 0 && i < paging->hashes; i++)
        if (paging->hash[i] == page->hash)
            return fail(err, ERROR_CONTRADICTION,
                        "page %zu has the same rows as page %zu", paging->pages + 1,
                        i + 1);
    paging->hash[paging->hashes++] = page->hash;
    return true;
}

static bool check_total(struct paging *paging, const struct paging_page *page,
                        struct error *err)
{
    bool known = paging->total != SIZE_MAX && page->total != SIZE_MAX;
    if (known && paging->total != page->total)
        return fail(err, ERROR_CONTRADICTION,
                    "page %zu says %zu in all, the pages before said %zu: the data "
                    "changed meanwhile",
                    paging->pages + 1, page->total, paging->total);
    if (page->total != SIZE_MAX)
        paging->total = page->total;
    return true;
}

/* Is this the end? An empty page is, unless there should be more rows. */
static bool is_end(const struct paging *paging, const struct paging_page *page,
                   bool *end, struct error *err)
{
    bool counts_pages = paging->rule->kind == PAGING_PAGE;
    size_t so_far = counts_pages ? paging->pages : paging->rows;
    *end = page->rows == 0;
    if (paging->total == SIZE_MAX)
        return true;
    if (*end && so_far < paging->total)
        return fail(
            err, ERROR_CONTRADICTION,
            "page %zu is empty after %zu rows; the server says there are %zu %s",
            paging->pages, paging->rows, paging->total,
            counts_pages ? "pages" : "rows");
    if (!counts_pages && so_far > paging->total)
        return fail(err, ERROR_CONTRADICTION,
                    "%zu rows came, and the server says there are %zu", so_far,
                    paging->total);
    *end |= so_far >= paging->total;
    return true;
}

static bool go_on(struct arena *arena, struct paging *paging,
                  const struct paging_page *page, const char *link, struct error *err)
{
    const struct paging_rule *rule = paging->rule;
    bool end;
    paging->url = NULL;
    if (!is_end(paging, page, &end, err))
        return false;
    if (rule->kind == PAGING_ARCGIS) {
        if (end && page->more)
            return fail(err, ERROR_CONTRADICTION,
                        "page %zu is empty, and the server says there is more",
                        paging->pages);
        end = !page->more;
    }
    if (end)
        return true;
    if (rule->kind == PAGING_PAGE)
        paging->url = with_place(arena, paging, rule->first + paging->pages);
    else if (rule->kind != PAGING_NEXT)
        paging->url = with_place(arena, paging, paging->rows);
    else if (link && *link)
        return resolve(arena, paging->base, link, &paging->url, err);
    return true;
}

static bool take_page(struct arena *arena, struct paging *paging,
                      const struct paging_page *page, const char *link,
                      struct error *err)
{
    if (!check_repeat(paging, page, err) || !check_total(paging, page, err))
        return false;
    paging->pages++;
    paging->rows += page->rows;
    const char *next = paging->rule->next
                           ? arena_copy(arena, buffer_all(&page->next)).at
                           : link_next(arena, link);
    return go_on(arena, paging, page, next, err);
}

bool paging_is_read(const struct paging_rule *rule)
{
    return rule->kind != PAGING_NONE && rule->kind != PAGING_MONTHS;
}

bool paging_take(struct arena *arena, struct paging *paging,
                 const struct paging_page *page, const char *link, struct error *err)
{
    const struct paging_rule *rule = paging->rule;
    if (rule->kind == PAGING_NONE) {
        paging->url = NULL;
        return true;
    }
    if (paging->pages >= rule->pages_max)
        return fail(err, ERROR_LIMIT, "there are more than %zu pages", rule->pages_max);
    if (rule->kind == PAGING_MONTHS) {
        paging->pages++;
        return month_came(arena, paging, err);
    }
    return take_page(arena, paging, page, link, err);
}

bool paging_next(struct arena *arena, struct paging *paging, struct text answer,
                 const char *link, struct error *err)
{
    struct paging_page page = {0};
    bool good = !paging_is_read(paging->rule) ||
                paging_page_read(paging->rule, answer, &page, err) ||
                fail_while(err, "page %zu", paging->pages + 1);
    good = good && paging_take(arena, paging, &page, link, err);
    buffer_free(&page.next);
    return good;
}
