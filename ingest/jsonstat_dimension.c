#include "ingest/jsonstat_inside.h"

#include "base/number.h"

#include <stdlib.h>

/* Common ------------------------------------------------------------------------ */

bool jsonstat_next(struct jsonstat_reading *reading, struct json_token *token)
{
    return json_scan_next(reading->scan, token, reading->err);
}

bool jsonstat_skip(struct jsonstat_reading *reading, const struct json_token *token)
{
    return json_scan_skip(reading->scan, token, reading->err);
}

bool jsonstat_closes(const struct json_token *token)
{
    return token->kind == JSON_CLOSE_OBJECT || token->kind == JSON_CLOSE_ARRAY;
}

bool jsonstat_fail(struct jsonstat_reading *reading, const char *words)
{
    return json_scan_fail(reading->scan, words, reading->err);
}

bool jsonstat_copy(struct jsonstat_reading *reading, struct text text, struct text *out)
{
    if (text.length > JSONSTAT_ID_MAX)
        return jsonstat_fail(reading, "an id or a label has more than 4096 bytes");
    *out = arena_copy(reading->arena, text);
    return true;
}

bool jsonstat_whole(struct text text, size_t most, size_t *out)
{
    int64_t number;
    if (!number_whole(text, &number) || number < 0 || (uint64_t)number > most)
        return false;
    *out = (size_t)number;
    return true;
}

/* Categories -------------------------------------------------------------------- */

/* Dimensions -------------------------------------------------------------------- */

/* Categories with a table of their ids, while a dimension is read. */
struct categories {
    struct jsonstat_category *at;
    size_t count, room;
    uint32_t *slot; /* number + 1; 0: free */
    size_t slots;
};

static void put_slot(struct categories *all, size_t number)
{
    size_t at = text_hash(all->at[number].id) & (all->slots - 1);
    while (all->slot[at])
        at = (at + 1) & (all->slots - 1);
    all->slot[at] = (uint32_t)number + 1;
}

static void grow(struct categories *all)
{
    all->room = all->room ? all->room * 2 : 64;
    all->slots = all->room * 2;
    all->at = memory_or_die(realloc(all->at, all->room * sizeof *all->at));
    free(all->slot);
    all->slot = memory_or_die(calloc(all->slots, sizeof *all->slot));
    for (size_t i = 0; i < all->count; i++)
        put_slot(all, i);
}

/* The category with this id, new or known; NULL after a failure. */
static struct jsonstat_category *category_of(struct jsonstat_reading *reading,
                                             struct categories *all, struct text id)
{
    size_t at = all->slots ? text_hash(id) & (all->slots - 1) : 0;
    for (; all->slots && all->slot[at]; at = (at + 1) & (all->slots - 1))
        if (text_equal(all->at[all->slot[at] - 1].id, id))
            return &all->at[all->slot[at] - 1];
    if (all->count == JSONSTAT_CATEGORIES_MAX) {
        fail(reading->err, ERROR_LIMIT, "a dimension has more than %d categories",
             JSONSTAT_CATEGORIES_MAX);
        return NULL;
    }
    if (all->count == all->room)
        grow(all);
    struct jsonstat_category *category = &all->at[all->count];
    *category = (struct jsonstat_category){.id = id};
    if (!jsonstat_copy(reading, id, &category->id))
        return NULL;
    put_slot(all, all->count++);
    return category;
}

static bool place_category(struct jsonstat_reading *reading, struct categories *all,
                           struct text id, size_t position)
{
    struct jsonstat_category *category = category_of(reading, all, id);
    if (!category)
        return false;
    if (category->placed)
        return fail(reading->err, ERROR_FORMAT, "category \"%.*s\" is there twice",
                    TEXT_ARGS(id));
    category->placed = true;
    category->position = position;
    return true;
}

/* ["a", "b"], or {"a": 0, "b": 1}. */
static bool read_index(struct jsonstat_reading *reading, struct categories *all)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    bool object = token.kind == JSON_OPEN_OBJECT;
    if (!object && token.kind != JSON_OPEN_ARRAY)
        return jsonstat_fail(reading,
                             "a category index is neither an array nor an object");
    for (size_t position = 0; jsonstat_next(reading, &token); position++) {
        size_t place = position;
        if (jsonstat_closes(&token))
            return true;
        if (!object && token.kind != JSON_WORD && token.kind != JSON_DIGITS)
            return jsonstat_fail(reading, "a category is no string");
        if (!place_category(reading, all, token.text, position))
            return false;
        if (!object)
            continue;
        struct jsonstat_category *category = category_of(reading, all, token.text);
        if (!category || !jsonstat_next(reading, &token))
            return false;
        if (token.kind != JSON_DIGITS ||
            !jsonstat_whole(token.text, JSONSTAT_CATEGORIES_MAX, &place))
            return jsonstat_fail(reading, "a category's index is no whole number");
        category->position = place;
    }
    return false;
}

static bool read_labels(struct jsonstat_reading *reading, struct categories *all)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_OBJECT)
        return jsonstat_fail(reading, "category labels are no object");
    while (jsonstat_next(reading, &token)) {
        if (jsonstat_closes(&token))
            return true;
        struct jsonstat_category *category = category_of(reading, all, token.text);
        if (!category || !jsonstat_next(reading, &token))
            return false;
        if (token.kind == JSON_WORD &&
            !jsonstat_copy(reading, token.text, &category->label))
            return false;
        if (!jsonstat_skip(reading, &token))
            return false;
    }
    return false;
}

static bool read_category(struct jsonstat_reading *reading, struct categories *all,
                          bool *indexed)
{
    struct json_token token;
    if (!jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_OBJECT)
        return jsonstat_fail(reading, "\"category\" is no object");
    while (jsonstat_next(reading, &token)) {
        bool good;
        if (jsonstat_closes(&token))
            return true;
        if (text_is(token.text, "index")) {
            if (*indexed)
                return jsonstat_fail(reading, "\"index\" is there twice");
            *indexed = true;
            good = read_index(reading, all);
        } else if (text_is(token.text, "label")) {
            good = read_labels(reading, all);
        } else {
            good = jsonstat_skip(reading, &token);
        }
        if (!good)
            return false;
    }
    return false;
}

/* Categories by position; without an index the one label is the one category. */
static bool order_categories(struct jsonstat_reading *reading,
                             struct jsonstat_dimension *out,
                             const struct categories *all)
{
    out->count = 0;
    for (size_t i = 0; i < all->count; i++)
        out->count += !out->indexed || all->at[i].placed;
    out->category = arena_array(reading->arena, out->count + 1, sizeof *out->category);
    if (!out->indexed && out->count > 1)
        return fail(reading->err, ERROR_FORMAT,
                    "dimension \"%.*s\" has several categories and no index",
                    TEXT_ARGS(out->id));
    for (size_t i = 0; i < all->count; i++) {
        struct jsonstat_category category = all->at[i];
        if (out->indexed && !category.placed)
            continue; /* a label that nothing uses */
        if (category.position >= out->count ||
            out->category[category.position].id.at != NULL)
            return fail(
                reading->err, ERROR_CONTRADICTION,
                "dimension \"%.*s\": category \"%.*s\" has position %zu of %zu, "
                "or shares it",
                TEXT_ARGS(out->id), TEXT_ARGS(category.id), category.position,
                out->count);
        if (category.label.length == 0)
            category.label = category.id;
        out->category[category.position] = category;
    }
    return true;
}

bool jsonstat_read_dimension(struct jsonstat_reading *reading, struct text id)
{
    struct jsonstat *out = reading->out;
    struct json_token token;
    struct categories all = {0};
    bool good = false;
    if (out->described == JSONSTAT_DIMENSIONS_MAX)
        return fail(reading->err, ERROR_LIMIT, "there are more than %d dimensions",
                    JSONSTAT_DIMENSIONS_MAX);
    struct jsonstat_dimension *dimension = &out->dimension[out->described++];
    if (!jsonstat_copy(reading, id, &dimension->id) || !jsonstat_next(reading, &token))
        return false;
    if (token.kind != JSON_OPEN_OBJECT)
        return jsonstat_fail(reading, "a dimension is no object");
    while ((good = jsonstat_next(reading, &token)) && !jsonstat_closes(&token)) {
        good = text_is(token.text, "category")
                   ? read_category(reading, &all, &dimension->indexed)
                   : jsonstat_skip(reading, &token);
        if (!good)
            break;
    }
    good = good && order_categories(reading, dimension, &all);
    free(all.at);
    free(all.slot);
    return good;
}
