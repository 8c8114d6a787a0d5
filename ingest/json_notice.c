#include "ingest/json_notice.h"

#include <string.h>

enum { WORDS_MAX = 400 };

/* Members that speak. An error is one unless it is null, false or empty; words alone
 * are no error where there are rows. */
static const struct {
    const char *key;
    bool is_error;
} SPEAKERS[] = {
    {"error", true},    {"errors", true},         {"error_message", true},
    {"message", false}, {"errorMessage", true},   {"error_description", true},
    {"detail", false},  {"exceptionCode", false}, {"code", false},
};

static int speaker(struct text key)
{
    for (size_t i = 0; i < sizeof SPEAKERS / sizeof *SPEAKERS; i++)
        if (text_is(key, SPEAKERS[i].key))
            return (int)i;
    return -1;
}

/* No control characters, and not too many of any. */
static void add_words(struct json_notice *notice, struct text text)
{
    struct buffer *words = &notice->words;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool begins = (byte & 0xC0) != 0x80;
        if (begins && words->length >= WORDS_MAX)
            return;
        buffer_char(words, byte < ' ' || byte == 0x7f ? ' ' : (char)byte);
    }
}

static bool says_something(const struct json_token *token)
{
    bool scalar = token->kind == JSON_WORD || token->kind == JSON_DIGITS;
    return scalar && token->text.length > 0;
}

/* All scalars below one value, each after its key. */
static bool gather(struct json_notice *notice, struct json_scan *scan, bool *any,
                   struct error *err)
{
    size_t depth = json_scan_depth(scan);
    struct json_token token;
    bool after_key = false;
    do {
        if (!json_scan_next(scan, &token, err))
            return false;
        *any |= token.kind == JSON_YES; /* "error": true, the words stand elsewhere */
        if (says_something(&token)) {
            buffer_string(&notice->words,
                          after_key || !notice->words.length ? "" : ", ");
            add_words(notice, token.text);
            *any = true;
        }
        after_key = token.kind == JSON_KEY && notice->words.length < WORDS_MAX;
        if (after_key) {
            buffer_string(&notice->words, notice->words.length ? ", " : "");
            add_words(notice, token.text);
            buffer_char(&notice->words, ' ');
        }
    } while (json_scan_depth(scan) > depth);
    return true;
}

/* ArcGIS says it beside the rows, in GeoJSON inside "properties". */
static bool look_for_held_back(struct json_notice *notice, struct json_scan *scan,
                               bool inside, struct error *err)
{
    size_t depth = json_scan_depth(scan);
    struct json_token token;
    bool named = !inside;
    do {
        if (!json_scan_next(scan, &token, err))
            return false;
        if (named && token.kind == JSON_YES)
            notice->held_back = true;
        if (inside)
            named =
                token.kind == JSON_KEY && text_is(token.text, "exceededTransferLimit");
    } while (json_scan_depth(scan) > depth);
    return true;
}

bool json_notice_member(struct json_notice *notice, struct json_scan *scan,
                        const struct json_token *key, struct error *err)
{
    int which = speaker(key->text);
    struct json_token token;
    if (text_is(key->text, "exceededTransferLimit"))
        return look_for_held_back(notice, scan, false, err);
    if (text_is(key->text, "properties"))
        return look_for_held_back(notice, scan, true, err);
    if (text_is(key->text, "success")) {
        if (!json_scan_next(scan, &token, err))
            return false;
        notice->is_error |= token.kind == JSON_NO;
        return json_scan_skip(scan, &token, err);
    }
    if (which < 0)
        return json_scan_skip(scan, key, err);
    bool any = false;
    if (!gather(notice, scan, &any, err))
        return false;
    notice->is_error |= any && SPEAKERS[which].is_error;
    return true;
}

bool json_notice_fail(const struct json_notice *notice, const char *otherwise,
                      struct error *err)
{
    struct text words = buffer_all(&notice->words);
    if (words.length > 0)
        return fail(err, ERROR_FORMAT,
                    "the publisher's server sent an error instead of rows: \"%.*s\"",
                    TEXT_ARGS(words));
    if (notice->is_error)
        return fail(err, ERROR_FORMAT,
                    "the publisher's server says that it failed, and not why");
    return fail(err, ERROR_FORMAT, "%s", otherwise);
}

void json_notice_clear(struct json_notice *notice)
{
    buffer_clear(&notice->words);
    notice->is_error = notice->held_back = false;
}

void json_notice_free(struct json_notice *notice) { buffer_free(&notice->words); }
