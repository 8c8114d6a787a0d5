#include "ingest/paging_page.h"

#include "base/number.h"
#include "ingest/json_notice.h"
#include "ingest/json_scan.h"
#include "ingest/json_shape.h"

enum target { ROWS, TOTAL, NEXT, TARGETS };

struct looking {
    struct json_scan *scan;
    struct json_notice notice;
    struct json_pointer pointer[TARGETS];
    bool wanted[TARGETS];
    bool found; /* the rows */
    struct paging_page *page;
    struct error *err;
};

static bool next(struct looking *looking, struct json_token *token)
{
    return json_scan_next(looking->scan, token, looking->err);
}

static bool opens(const struct json_token *token)
{
    return token->kind == JSON_OPEN_OBJECT || token->kind == JSON_OPEN_ARRAY;
}

static bool closes(const struct json_token *token)
{
    return token->kind == JSON_CLOSE_OBJECT || token->kind == JSON_CLOSE_ARRAY;
}

static void mix(uint64_t *hash, const struct json_token *token)
{
    *hash = (*hash ^ text_hash(token->text) ^ (uint64_t)token->kind << 56) *
            0x9E3779B97F4A7C15u;
    *hash ^= *hash >> 29;
}

/* Elements of an array, or members of an object, whose bracket is open. */
static bool count_rows(struct looking *looking)
{
    struct paging_page *page = looking->page;
    size_t depth = json_scan_depth(looking->scan) - 1;
    struct json_token token;
    if (looking->found)
        return fail(looking->err, ERROR_FORMAT, "\"%s\" is there twice",
                    looking->pointer[ROWS].source);
    looking->found = true;
    for (;;) {
        if (!next(looking, &token))
            return false;
        size_t inside = json_scan_depth(looking->scan) - opens(&token);
        if (inside == depth)
            return true;
        bool value = token.kind != JSON_KEY && !closes(&token);
        page->rows += inside == depth + 1 && value;
        mix(&page->hash, &token);
    }
}

static bool take_total(struct looking *looking, const struct json_token *token)
{
    double total;
    if (token->kind == JSON_NOTHING)
        return true;
    if ((token->kind != JSON_DIGITS && token->kind != JSON_WORD) ||
        !number_parse(token->text, 0, '.', &total) || total < 0 ||
        total > NUMBER_EXACT_MAX || total != (double)(size_t)total)
        return fail(looking->err, ERROR_FORMAT, "\"%s\" is no whole number",
                    looking->pointer[TOTAL].source);
    looking->page->total = (size_t)total;
    return true;
}

static bool take_next(struct looking *looking, const struct json_token *token)
{
    bool nothing = token->kind == JSON_NOTHING || token->kind == JSON_NO;
    if (!nothing && (token->kind != JSON_WORD || token->text.length > PAGING_NEXT_MAX))
        return fail(looking->err, ERROR_FORMAT, "\"%s\" is no address",
                    looking->pointer[NEXT].source);
    buffer_clear(&looking->page->next);
    if (!nothing)
        buffer_text(&looking->page->next, token->text);
    return true;
}

static bool visit(struct looking *looking, size_t k, const bool on[TARGETS],
                  struct json_token *token);

/* The member or element that the token leads to: on which pointers does it lie? */
static bool lies_on(const struct looking *looking, size_t k, const bool on[TARGETS],
                    const struct text *key, size_t index, bool here[TARGETS])
{
    bool any = false;
    for (size_t i = 0; i < TARGETS; i++) {
        const struct json_pointer *pointer = &looking->pointer[i];
        here[i] = on[i] && (key ? json_pointer_is_key(pointer, k, *key)
                                : json_pointer_is_index(pointer, k, index));
        any |= here[i];
    }
    return any;
}

static bool visit_inside(struct looking *looking, size_t k, const bool on[TARGETS],
                         bool object)
{
    struct json_token token;
    bool here[TARGETS];
    for (size_t index = 0; next(looking, &token); index++) {
        bool good;
        if (closes(&token))
            return true;
        bool any = lies_on(looking, k, on, object ? &token.text : NULL, index, here);
        if (any)
            good = (!object || next(looking, &token)) &&
                   visit(looking, k + 1, here, &token);
        else if (object && k == 0)
            good = json_notice_member(&looking->notice, looking->scan, &token,
                                      looking->err);
        else
            good = json_scan_skip(looking->scan, &token, looking->err);
        if (!good)
            return false;
    }
    return false;
}

/* A value that lies on some pointers, k parts down. */
static bool visit(struct looking *looking, size_t k, const bool on[TARGETS],
                  struct json_token *token)
{
    if (on[ROWS] && k == looking->pointer[ROWS].count && opens(token) &&
        (k > 0 || token->kind == JSON_OPEN_ARRAY))
        return count_rows(looking);
    if (on[TOTAL] && k == looking->pointer[TOTAL].count && !take_total(looking, token))
        return false;
    if (on[NEXT] && k == looking->pointer[NEXT].count && !take_next(looking, token))
        return false;
    return !opens(token) ||
           visit_inside(looking, k, on, token->kind == JSON_OPEN_OBJECT);
}

static bool look(struct looking *looking)
{
    struct json_token token;
    bool on[TARGETS];
    for (size_t i = 0; i < TARGETS; i++)
        on[i] = looking->wanted[i];
    if (!next(looking, &token))
        return false;
    if (token.kind == JSON_END)
        return fail(looking->err, ERROR_FORMAT, "the answer is empty");
    if (!visit(looking, 0, on, &token) || !next(looking, &token))
        return false;
    if (token.kind != JSON_END)
        return json_scan_fail(looking->scan, "a second document follows", looking->err);
    if (looking->found && !looking->notice.is_error)
        return true;
    return json_notice_fail(
        &looking->notice, "the answer has no rows where they should be", looking->err);
}

bool paging_page_read(const struct paging_rule *rule, struct text answer,
                      struct paging_page *out, struct error *err)
{
    const char *source[TARGETS] = {rule->rows ? rule->rows : "", rule->total,
                                   rule->next};
    struct arena arena = {0};
    struct looking looking = {.page = out, .err = err};
    bool good = true;
    *out = (struct paging_page){.total = SIZE_MAX};
    for (size_t i = 0; i < TARGETS; i++) {
        looking.wanted[i] = source[i] != NULL;
        if (good && !json_pointer_read(&arena, source[i], &looking.pointer[i]))
            good = fail(err, ERROR_USAGE, "\"%s\" is no JSON pointer", source[i]);
    }
    looking.scan = json_scan_text(answer);
    good = good && look(&looking);
    out->more = looking.notice.held_back;
    json_scan_free(looking.scan);
    json_notice_free(&looking.notice);
    arena_free(&arena);
    return good;
}
