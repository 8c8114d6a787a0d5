/* Tokens, in a window of the input (json_scan_inside.h). Escapes are resolved in place,
 * for no escape is shorter than what it means. */
#include "ingest/json_scan_inside.h"

#include "base/buffer.h"
#include "ingest/json_lexis.h"

#include <stdio.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Failing ----------------------------------------------------------------------- */

size_t json_scan_bytes(const struct json_scan *scan)
{
    return scan->before + (size_t)(scan->at - scan->window);
}

bool json_scan_fail_as(const struct json_scan *scan, enum error_kind kind,
                       const char *words, struct error *err)
{
    if (scan->row == 0)
        return fail(err, kind, "byte %zu: %s", json_scan_bytes(scan), words);
    return fail(err, kind, "byte %zu, row %zu: %s", json_scan_bytes(scan), scan->row,
                words);
}

bool json_scan_fail(const struct json_scan *scan, const char *words, struct error *err)
{
    return json_scan_fail_as(scan, ERROR_FORMAT, words, err);
}

/* The byte under the scanner is not what should stand there. */
static bool fail_found(const struct json_scan *scan, const char *wanted,
                       struct error *err)
{
    char words[160], found[40];
    unsigned char byte = (unsigned char)*scan->at;
    if (scan->at == scan->end)
        snprintf(found, sizeof found, "the file ends: it is cut short");
    else if (byte > ' ' && byte < 0x7f)
        snprintf(found, sizeof found, "there is '%c'", byte);
    else
        snprintf(found, sizeof found, "there is byte 0x%02x", byte);
    snprintf(words, sizeof words, "%s should follow, but %s", wanted, found);
    return json_scan_fail(scan, words, err);
}

/* On to the next byte that is no white space; scan->at == scan->end at the end. The
 * token just read can be kept. */
static inline bool skip_space(struct json_scan *scan, bool keep_token,
                              struct error *err)
{
    for (;;) {
        char *at = scan->at;
        while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')
            at++;
        scan->at = at;
        if (at < scan->end || scan->read_all)
            return true;
        if (!json_window_read(scan, keep_token ? scan->start : at, err))
            return false;
    }
}

/* Strings ----------------------------------------------------------------------- */

/* The first quote, backslash or control character; *high is set when a byte beyond
 * ASCII may stand before it. */
static inline char *find_special(char *at, int *high)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\');
    const __m128i control = _mm_set1_epi8(0x1f);
    for (;; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes);
        __m128i mark = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, back)),
            low);
        int found = _mm_movemask_epi8(mark);
        *high |= _mm_movemask_epi8(bytes);
        if (found)
            return at + __builtin_ctz((unsigned)found);
    }
#else
    for (;; at++) {
        unsigned char byte = (unsigned char)*at;
        *high |= byte & 0x80;
        if (byte == '"' || byte == '\\' || byte < 0x20)
            return at;
    }
#endif
}

/* The scanner is at a backslash, which a character must follow. */
static bool step_over_escape(struct json_scan *scan, struct error *err)
{
    if (scan->end - scan->at < 2 && !json_window_read(scan, scan->start, err))
        return false;
    if (scan->end - scan->at < 2)
        return json_scan_fail(scan, "the file ends inside a string: it is cut short",
                              err);
    scan->at += 2;
    return true;
}

/* Up to the closing quote; scan->start is at the opening one. */
static bool find_close(struct json_scan *scan, bool *escaped, int *high,
                       struct error *err)
{
    for (;;) {
        scan->at = find_special(scan->at, high);
        if (scan->at > scan->end)
            scan->at = scan->end;
        if (scan->at - scan->start > JSON_TOKEN_MAX)
            return json_scan_fail_as(scan, ERROR_LIMIT, "a string has more than 1 MiB",
                                     err);
        if (scan->at == scan->end) {
            if (!json_window_read(scan, scan->start, err))
                return false;
            if (scan->at == scan->end)
                return json_scan_fail(
                    scan, "the file ends inside a string: it is cut short", err);
        } else if (*scan->at == '"') {
            return true;
        } else if (*scan->at == '\\') {
            *escaped = true;
            if (!step_over_escape(scan, err))
                return false;
        } else {
            return json_scan_fail(scan, "a string holds a bare control character", err);
        }
    }
}

/* A string from its opening quote on. Its text is at start + 1. */
static inline bool take_string(struct json_scan *scan, size_t *length,
                               struct error *err)
{
    bool escaped = false;
    int high = 0;
    scan->start = scan->at++;
    if (!find_close(scan, &escaped, &high, err))
        return false;
    char *text = scan->start + 1, *end = scan->at;
    if (high && !text_is_utf8((struct text){text, (size_t)(end - text)}))
        return json_scan_fail(scan, "a string is not UTF-8", err);
    if (escaped) {
        end = json_unescape(text, end);
        if (!end)
            return json_scan_fail(scan, "a string holds an escape that is none", err);
    }
    *length = (size_t)(end - text);
    scan->at++;
    return true;
}

/* Numbers and names ------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool may_be_in_number(char c)
{
    return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

static bool take_number(struct json_scan *scan, struct error *err)
{
    scan->start = scan->at;
    for (;;) {
        while (may_be_in_number(*scan->at))
            scan->at++;
        if (scan->at < scan->end || scan->read_all)
            break;
        if (scan->at - scan->start > JSON_TOKEN_MAX)
            return json_scan_fail_as(scan, ERROR_LIMIT, "a number has more than 1 MiB",
                                     err);
        if (!json_window_read(scan, scan->start, err))
            return false;
    }
    if (json_number_end(scan->start) != scan->at)
        return json_scan_fail(scan, "this is no number", err);
    return true;
}

static bool take_name(struct json_scan *scan, struct json_token *out, struct error *err)
{
    static const struct {
        struct text text;
        enum json_token_kind kind;
    } names[] = {
        {{"true", 4}, JSON_YES}, {{"false", 5}, JSON_NO}, {{"null", 4}, JSON_NOTHING}};
    if (!json_window_have(scan, 5, err))
        return false;
    scan->start = scan->at;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text name = names[i].text;
        if ((size_t)(scan->end - scan->at) < name.length ||
            memcmp(scan->at, name.at, name.length) != 0)
            continue;
        out->kind = names[i].kind;
        out->text = (struct text){scan->at, name.length};
        scan->at += name.length;
        return true;
    }
    return fail_found(scan, "a value", err);
}

/* Structure --------------------------------------------------------------------- */

static bool in_object(const struct json_scan *scan)
{
    return scan->depth > 0 && (scan->objects >> (scan->depth - 1) & 1);
}

static bool open_bracket(struct json_scan *scan, struct json_token *out,
                         struct error *err)
{
    uint64_t object = *scan->at == '{';
    if (scan->depth == JSON_DEPTH_MAX)
        return json_scan_fail_as(scan, ERROR_LIMIT, "more than 64 brackets are open",
                                 err);
    scan->start = scan->at++;
    uint64_t bit = (uint64_t)1 << scan->depth++;
    scan->objects = object ? scan->objects | bit : scan->objects & ~bit;
    scan->expected = object ? FIRST_KEY : FIRST_VALUE;
    out->kind = object ? JSON_OPEN_OBJECT : JSON_OPEN_ARRAY;
    out->text = (struct text){scan->start, 1};
    return true;
}

static void value_ends(struct json_scan *scan)
{
    scan->expected = scan->depth > 0 ? COMMA : DOCUMENT;
    scan->spaced = false;
}

static bool close_bracket(struct json_scan *scan, struct json_token *out)
{
    out->kind = in_object(scan) ? JSON_CLOSE_OBJECT : JSON_CLOSE_ARRAY;
    scan->start = scan->at++;
    out->text = (struct text){scan->start, 1};
    scan->depth--;
    value_ends(scan);
    return true;
}

static inline bool take_value(struct json_scan *scan, struct json_token *out,
                              struct error *err)
{
    size_t length = 0;
    char byte = *scan->at;
    if (byte == '"') {
        if (!take_string(scan, &length, err))
            return false;
        out->kind = JSON_WORD;
        out->text = (struct text){scan->start + 1, length};
    } else if (byte == '{' || byte == '[') {
        return open_bracket(scan, out, err);
    } else if (byte == '-' || is_digit(byte)) {
        if (!take_number(scan, err))
            return false;
        out->kind = JSON_DIGITS;
        out->text = (struct text){scan->start, (size_t)(scan->at - scan->start)};
    } else if (!take_name(scan, out, err)) {
        return false;
    }
    value_ends(scan);
    return true;
}

static inline bool take_key(struct json_scan *scan, struct json_token *out,
                            struct error *err)
{
    size_t length = 0;
    if (*scan->at != '"')
        return fail_found(scan, "a key", err);
    if (!take_string(scan, &length, err))
        return false;
    if (*scan->at != ':') {
        if (!skip_space(scan, true, err))
            return false;
        if (*scan->at != ':')
            return fail_found(scan, "a colon", err);
    }
    scan->at++;
    scan->expected = VALUE;
    out->kind = JSON_KEY;
    out->text = (struct text){scan->start + 1, length};
    return true;
}

/* Between documents: a byte order mark may stand before each, as pages fetched one by
 * one may have. */
static bool next_document(struct json_scan *scan, struct json_token *out,
                          struct error *err)
{
    size_t place = json_scan_bytes(scan);
    if (!skip_space(scan, false, err) || !json_window_have(scan, 3, err))
        return false;
    if (scan->end - scan->at >= 3 && memcmp(scan->at, "\xEF\xBB\xBF", 3) == 0) {
        scan->at += 3;
        if (!skip_space(scan, false, err))
            return false;
    }
    if (scan->at == scan->end) {
        scan->start = scan->at;
        *out = (struct json_token){.kind = JSON_END};
        return true;
    }
    if (!scan->spaced && json_scan_bytes(scan) == place)
        return json_scan_fail(scan, "something follows the end of the document", err);
    return take_value(scan, out, err);
}

/* What may stand here, besides what stands everywhere. */
static const char *wanted_here(const struct json_scan *scan)
{
    if (scan->expected == COMMA)
        return in_object(scan) ? "a comma or }" : "a comma or ]";
    return "a value";
}

/* After the comma, when there must be one: *more is false for a closing bracket. */
static inline bool step_comma(struct json_scan *scan, bool *more, struct error *err)
{
    char close = in_object(scan) ? '}' : ']';
    *more = true;
    if (scan->expected == COMMA) {
        if (*scan->at == ',') {
            scan->at++;
            scan->expected = close == '}' ? KEY : VALUE;
            return skip_space(scan, false, err);
        }
        *more = false;
        return *scan->at == close ? true : fail_found(scan, wanted_here(scan), err);
    }
    bool first = scan->expected == FIRST_KEY || scan->expected == FIRST_VALUE;
    *more = !first || *scan->at != close;
    return true;
}

bool json_scan_next(struct json_scan *scan, struct json_token *out, struct error *err)
{
    bool more;
    if (scan->depth == 0)
        return next_document(scan, out, err);
    if (!skip_space(scan, false, err) || !step_comma(scan, &more, err))
        return false;
    if (!more)
        return close_bracket(scan, out);
    if (scan->expected == KEY || scan->expected == FIRST_KEY)
        return take_key(scan, out, err);
    return take_value(scan, out, err);
}

bool json_scan_skip(struct json_scan *scan, const struct json_token *token,
                    struct error *err)
{
    struct json_token inside = *token;
    if (token->kind == JSON_KEY && !json_scan_next(scan, &inside, err))
        return false;
    if (inside.kind != JSON_OPEN_OBJECT && inside.kind != JSON_OPEN_ARRAY)
        return true;
    size_t depth = scan->depth - 1;
    while (scan->depth > depth)
        if (!json_scan_next(scan, &inside, err))
            return false;
    return true;
}

void json_scan_hold(struct json_scan *scan) { scan->hold = scan->start; }
const char *json_scan_held(const struct json_scan *scan) { return scan->hold; }
void json_scan_release(struct json_scan *scan) { scan->hold = NULL; }
size_t json_scan_depth(const struct json_scan *scan) { return scan->depth; }
void json_scan_row(struct json_scan *scan, size_t row) { scan->row = row; }
