#include "transform/crosswalk.h"

#include "base/buffer.h"
#include "base/csv.h"
#include "transform/shown.h"

#include <string.h>

struct crosswalk {
    const char *file;    /* of its rows, or of the list's */
    struct lookup words; /* folded, to the index in the list */
    struct lookup rows;  /* folded, to the row of the file, from 0 */
};

static const struct lookup *codes_of(const struct lists *lists,
                                     enum crosswalk_list list)
{
    switch (list) {
    case CROSSWALK_PLACES:
        return &lists->places.codes;
    case CROSSWALK_OFFENCES:
        return &lists->offences.codes;
    case CROSSWALK_MEASURES:
        return &lists->measures.codes;
    }
    return NULL;
}

static const char *name_of(enum crosswalk_list list)
{
    switch (list) {
    case CROSSWALK_PLACES:
        return "places";
    case CROSSWALK_OFFENCES:
        return "offences";
    case CROSSWALK_MEASURES:
        return "measures";
    }
    return "";
}

/* The cells before `code`, joined as a reader joins them. */
static struct text word_of(struct arena *arena, const struct table *table, size_t row,
                           size_t columns)
{
    struct buffer word = {0};
    for (size_t i = 0; i < columns; i++) {
        if (i > 0)
            buffer_char(&word, WORD_JOIN);
        buffer_text(&word, text_trim(table_cell(table, row, i)));
    }
    struct text copy = arena_copy(arena, buffer_all(&word));
    buffer_free(&word);
    return copy;
}

/* What one row needs; rows remembers where each word stood, for the message. */
struct reading {
    struct arena *arena;
    const struct table *table;
    size_t code; /* column; those before it are the word */
    const struct lookup *codes;
    enum crosswalk_list list;
    struct lookup rows;
};

static bool row_read(struct reading *reading, size_t row, struct lookup *words,
                     struct error *err)
{
    struct arena *arena = reading->arena;
    const char *path = reading->table->path;
    struct text word = word_of(arena, reading->table, row, reading->code);
    struct text code = text_trim(table_cell(reading->table, row, reading->code));
    uint32_t index = lookup_find(reading->codes, code);
    if (index == NO_INDEX)
        return fail(err, ERROR_FORMAT,
                    "%s: row %zu: code \"%s\" is not in the list of %s", path, row + 2,
                    word_shown(arena, code), name_of(reading->list));
    struct text folded = text_fold(arena, word);
    uint32_t earlier = lookup_put(arena, &reading->rows, folded, (uint32_t)row);
    if (earlier != NO_INDEX)
        return fail(err, ERROR_FORMAT, "%s: row %zu: \"%s\" stands in row %zu already",
                    path, row + 2, word_shown(arena, word), (size_t)earlier + 2);
    lookup_put(arena, words, folded, index);
    return true;
}

static bool file_read_words(struct arena *arena, const char *path,
                            enum crosswalk_list list, const struct lookup *codes,
                            struct crosswalk *out, struct error *err)
{
    struct table table;
    struct reading reading = {
        .arena = arena, .table = &table, .codes = codes, .list = list};
    if (!table_load(arena, path, &table, err) ||
        !table_need(&table, "code", &reading.code, err))
        return false;
    if (reading.code == 0)
        return fail(err, ERROR_FORMAT, "%s: no column of words stands before \"code\"",
                    path);
    for (size_t row = 0; row < table.rows; row++)
        if (!row_read(&reading, row, &out->words, err))
            return false;
    out->rows = reading.rows;
    return true;
}

/* The path lives as long as the arena of who loads. */
static const char *file_of(const char *path, enum crosswalk_list list)
{
    if (path) {
        const char *slash = strrchr(path, '/');
        return slash ? slash + 1 : path;
    }
    switch (list) {
    case CROSSWALK_PLACES:
        return "places.csv";
    case CROSSWALK_OFFENCES:
        return "offences.csv";
    case CROSSWALK_MEASURES:
        return "measures.csv";
    }
    return "";
}

bool crosswalk_load(struct arena *arena, const char *path, enum crosswalk_list list,
                    const struct lists *lists, struct crosswalk **out,
                    struct error *err)
{
    struct crosswalk *crosswalk = arena_take(arena, sizeof *crosswalk);
    const struct lookup *codes = codes_of(lists, list);
    crosswalk->file = file_of(path, list);
    if (!path)
        crosswalk->words = *codes; /* codes are their own folds */
    else if (!file_read_words(arena, path, list, codes, crosswalk, err))
        return false;
    *out = crosswalk;
    return true;
}

const char *crosswalk_file(const struct crosswalk *crosswalk)
{
    return crosswalk->file;
}

uint32_t crosswalk_find(const struct crosswalk *crosswalk, struct text word)
{
    struct arena arena = {0};
    uint32_t index = lookup_find(&crosswalk->words, text_fold(&arena, word));
    arena_free(&arena);
    return index;
}

size_t crosswalk_line(const struct crosswalk *crosswalk, struct text word)
{
    struct arena arena = {0};
    uint32_t row = lookup_find(&crosswalk->rows, text_fold(&arena, word));
    arena_free(&arena);
    return row == NO_INDEX ? 0 : (size_t)row + 2;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool have_same_digits(struct text a, struct text b)
{
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a.length && !is_digit(a.at[i]))
            i++;
        while (j < b.length && !is_digit(b.at[j]))
            j++;
        if (i == a.length || j == b.length)
            return i == a.length && j == b.length;
        if (a.at[i] != b.at[j])
            return false;
    }
}

struct text crosswalk_nearest(const struct crosswalk *crosswalk, struct text word)
{
    struct arena arena = {0};
    struct text folded = text_fold(&arena, word);
    struct text nearest = lookup_nearest(&crosswalk->words, folded);
    if (!have_same_digits(folded, nearest))
        nearest = (struct text){0};
    arena_free(&arena);
    return nearest;
}
