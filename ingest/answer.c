#include "ingest/answer.h"

#include "base/json.h"
#include "ingest/encoding.h"

#include <string.h>
#include <strings.h>

enum { WORDS_SHOWN = 200, JSON_LOOK = 65536, DEPTH_MAX = 4 };

/* Looking for words ---------------------------------------------------------------- */

/* Where the words stand, in any case; NULL when nowhere. */
static const char *find(struct text text, const char *words)
{
    size_t length = strlen(words);
    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.at + i, words, length) == 0)
            return text.at + i;
    return NULL;
}

static bool has_any(struct text text, const char *const *words)
{
    for (; *words; words++)
        if (find(text, *words))
            return true;
    return false;
}

static struct text from(struct text text, const char *at)
{
    return (struct text){at, text.length - (size_t)(at - text.at)};
}

/* What stands between <name …> and </name>; empty when there is no such element. */
static struct text element(struct text page, const char *name)
{
    for (struct text rest = page; rest.length > 0;) {
        const char *at = memchr(rest.at, '<', rest.length);
        if (!at)
            break;
        rest = from(rest, at + 1);
        size_t length = strlen(name);
        if (rest.length <= length || strncasecmp(rest.at, name, length) != 0 ||
            !strchr("> \t\r\n", rest.at[length]))
            continue;
        const char *end = memchr(rest.at, '>', rest.length);
        if (!end)
            break;
        struct text inside = from(rest, end + 1);
        const char *close = memmem(inside.at, inside.length, "</", 2);
        return (struct text){inside.at,
                             close ? (size_t)(close - inside.at) : inside.length};
    }
    return (struct text){0};
}

static void show(struct buffer *out, struct text words)
{
    struct buffer shown = {0}, utf8 = {0};
    if (!text_is_utf8(words)) {
        text_from_cp1252(&utf8, words);
        words = buffer_all(&utf8);
    }
    encoding_show(&shown, words, WORDS_SHOWN);
    buffer_free(&utf8);
    struct text text = text_trim(buffer_all(&shown));
    if (text.length > 0)
        buffer_format(out, "\"%.*s\"", TEXT_ARGS(text));
    buffer_free(&shown);
}

/* Pages ---------------------------------------------------------------------------- */

static bool starts(struct text text, const char *words)
{
    return text.length >= strlen(words) &&
           strncasecmp(text.at, words, strlen(words)) == 0;
}

/* Past a byte order mark, white space, comments and instructions. */
static struct text past_preamble(struct text text)
{
    if (text_starts(text, TEXT("\xEF\xBB\xBF")))
        text = from(text, text.at + 3);
    for (;;) {
        text = text_trim(text);
        const char *close = starts(text, "<!--") ? "-->"
                            : starts(text, "<?") ? "?>"
                                                 : NULL;
        const char *at =
            close ? memmem(text.at, text.length, close, strlen(close)) : NULL;
        if (!at)
            return text;
        text = from(text, at + strlen(close));
    }
}

static bool is_page(struct text text)
{
    static const char *const tags[] = {"<!doctype html", "<html",  "<head", "<body",
                                       "<script",        "<title", "<meta", "<h1",
                                       "<center>",       "<p>",    "<br"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (starts(text, tags[i]))
            return true;
    return false;
}

/* What those pages hold that only a browser passes: Imperva, Akamai, Cloudflare, AWS,
 * DataDome, PerimeterX, F5. */
static const char *const CHALLENGES[] = {"Challenge Validation",
                                         "_Incapsula_Resource",
                                         "Incapsula incident",
                                         "sec-if-cpt-container",
                                         "sec-bc-tile-container",
                                         "/_sec/cp_challenge",
                                         "errors.edgesuite.net",
                                         "bm-verify",
                                         "cf-chl-",
                                         "cf_chl_opt",
                                         "challenge-platform",
                                         "Attention Required! | Cloudflare",
                                         "Checking your browser",
                                         "awsWafCookieDomainList",
                                         "captcha-delivery.com",
                                         "px-captcha",
                                         "The requested URL was rejected",
                                         "g-recaptcha",
                                         "h-captcha",
                                         NULL};

static const char *const LOGINS[] = {"type=\"password\"",
                                     "type='password'",
                                     "type=password",
                                     "login.microsoftonline.com",
                                     "name=\"SAMLRequest\"",
                                     "accounts.google.com/ServiceLogin",
                                     NULL};

static const char *const LOGIN_TITLES[] = {"log in",
                                           "login",
                                           "sign in",
                                           "iniciar sesi",
                                           "inicio de sesi",
                                           "acceso al sistema",
                                           "authentication required",
                                           NULL};

static const char *page_kind(struct text page)
{
    struct text title = element(page, "title");
    if (has_any(page, CHALLENGES))
        return "a challenge page, which only a browser passes";
    if (has_any(page, LOGINS) || has_any(title, LOGIN_TITLES))
        return "a login page";
    return "a web page";
}

/* Its title, else its first heading, else its text. */
static void show_page(struct buffer *out, struct text page)
{
    static const char *const names[] = {"title", "h1", "h2", "p"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t before = out->length;
        show(out, element(page, names[i]));
        if (out->length > before)
            return;
    }
    struct text body = element(page, "body");
    show(out, body.length > 0 ? body : page);
}

/* JSON ------------------------------------------------------------------------------
 */

/* The first sentence in it: publishers differ in how deep they hide it. */
static struct text sentence(const struct json_node *node, int depth)
{
    static const char *const keys[] = {"message",      "Message", "error_description",
                                       "errorMessage", "detail",  "description",
                                       "value",        "reason",  "title",
                                       "error",        "errors",  "fault",
                                       "faultstring",  "code",    NULL};
    if (json_kind(node) == JSON_KIND_STRING)
        return json_text_of(node);
    if (depth == DEPTH_MAX)
        return (struct text){0};
    if (json_kind(node) == JSON_KIND_ARRAY)
        return sentence(json_at(node, 0), depth + 1);
    for (const char *const *key = keys; *key; key++) {
        struct text found = sentence(json_get(node, *key), depth + 1);
        if (found.length > 0)
            return found;
    }
    return (struct text){0};
}

static bool is_said(const struct json_node *object, const char *key)
{
    const struct json_node *value = json_get(object, key);
    switch (json_kind(value)) {
    case JSON_KIND_NONE:
    case JSON_KIND_NULL:
        return false;
    case JSON_KIND_BOOL:
        return json_truth(object, key, false);
    case JSON_KIND_OBJECT:
    case JSON_KIND_ARRAY:
        return json_count(value) > 0;
    case JSON_KIND_STRING:
        return json_text_of(value).length > 0;
    case JSON_KIND_NUMBER:
        return json_number_of(value) != 0;
    }
    return false;
}

static bool is_word_about(struct text key)
{
    static const char *const keys[] = {"message", "Message",   "status", "statusCode",
                                       "code",    "timestamp", "path",   "detail"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (text_is(key, keys[i]))
            return true;
    return false;
}

/* Does the object say that something went wrong, and nothing else? */
static bool is_error_object(const struct json_node *root)
{
    if (json_kind(root) == JSON_KIND_ARRAY && json_count(root) == 1)
        root = json_at(root, 0); /* World Bank: [{"message": [{…}]}] */
    if (json_kind(root) != JSON_KIND_OBJECT)
        return false;
    if (is_said(root, "error") || is_said(root, "errors") || is_said(root, "fault") ||
        !json_truth(root, "success", true))
        return true;
    for (size_t i = 0; i < json_count(root); i++) {
        struct text key;
        json_entry(root, i, &key);
        if (!is_word_about(key))
            return false;
    }
    return json_count(root) > 0;
}

/* Parsed only when it is short: an error is, and the data are their decoder's. */
static struct json_node *parse(struct text text)
{
    struct error ignored = {0};
    text = past_preamble(text);
    if (text.length == 0 || text.length > JSON_LOOK || !strchr("{[", text.at[0]))
        return NULL;
    return json_parse(text, "answer", &ignored);
}

static bool fail_said(struct error *err, const char *what, struct text words)
{
    struct buffer shown = {0};
    show(&shown, words);
    fail(err, ERROR_FORMAT, "the server sent %s, not the data%s%.*s", what,
         shown.length ? ": " : "", TEXT_ARGS(buffer_all(&shown)));
    buffer_free(&shown);
    return false;
}

static bool check_json(struct text text, struct error *err)
{
    struct json_node *root = parse(text);
    bool good = true;
    if (root && is_error_object(root))
        good = fail_said(err, "an error", sentence(root, 0));
    json_close(root);
    return good;
}

/* All of it -------------------------------------------------------------------------
 */

/* "<Error><Code>AccessDenied</Code><Message>Access Denied</Message>" of S3 and Azure.
 */
static bool check_xml(struct text text, struct error *err)
{
    if (!starts(text, "<Error>") && !starts(text, "<ServiceExceptionReport") &&
        !starts(text, "<ExceptionReport") && !starts(text, "<fault>"))
        return true;
    struct text words = element(text, "Message");
    return fail_said(err, "an error", words.length > 0 ? words : text);
}

static bool check_page(struct text text, struct error *err)
{
    struct buffer shown = {0};
    show_page(&shown, text);
    fail(err, ERROR_FORMAT, "the server sent %s, not the data%s%.*s", page_kind(text),
         shown.length ? ": " : "", TEXT_ARGS(buffer_all(&shown)));
    buffer_free(&shown);
    return false;
}

bool answer_check(struct text beginning, bool whole, enum answer_kind wanted,
                  struct error *err)
{
    struct text text = past_preamble(beginning);
    if (text.length == 0 && whole)
        return fail(err, ERROR_FORMAT, "the server sent nothing, not the data");
    if (is_page(text))
        return wanted == ANSWER_PAGE && !has_any(text, CHALLENGES)
                   ? true
                   : check_page(text, err);
    if (wanted == ANSWER_PAGE)
        return true;
    return check_xml(text, err) && (!whole || check_json(text, err));
}

void answer_words(struct buffer *out, struct text body)
{
    struct text text = past_preamble(body);
    if (text.length == 0 || memchr(text.at, 0, text.length))
        return;
    if (is_page(text)) {
        const char *kind = page_kind(text);
        if (strcmp(kind, "a web page") != 0)
            buffer_format(out, "%s, ", kind);
        show_page(out, text);
        return;
    }
    struct json_node *root = parse(text);
    struct text words = sentence(root, 0);
    if (words.length == 0)
        words = element(text, "Message");
    show(out, words.length > 0 ? words : text);
    json_close(root);
}
