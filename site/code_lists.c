#include "site/code_lists.h"

#include "base/file.h"

#include <string.h>

enum { LIST_BYTES_MAX = 16 << 20 };

static const char *const LISTS[] = {"places",        "offences", "measures",
                                    "methodologies", "breaks",   "bridge_rnid_2026",
                                    "iccs"};

static const char *const PLACE_KINDS[] = {"country",     "state",  "municipality",
                                          "unallocated", "abroad", NULL};
static const char *const LEVELS[] = {"root", "group",    "type", "subtype",
                                     "kind", "modality", NULL};
static const char *const CONFIDENCES[] = {"H", "M", "L", NULL};
static const char *const BREAK_KINDS[] = {"method", "level", NULL};
static const char *const DEPTHS[] = {"1", "2", "3", "4", NULL};
static const char *const READINGS[] = {"verified", "unverified", NULL};
static const char *const TRUTHS[] = {"0", "1", NULL};

/* What is known of a column, by its name without the language: the lists hold names in
 * as many as there are. A list's name, when not NULL, says whose column it is. */
static const struct {
    const char *list, *name;
    const char *const *words;
    bool required, key;
} COLUMNS[] = {
    {NULL, "code", NULL, true, true},
    {"places", "kind", PLACE_KINDS, true, false},
    {"breaks", "kind", BREAK_KINDS, true, false},
    {NULL, "level", LEVELS, true, false},
    {NULL, "depth", DEPTHS, true, false},
    {"iccs", "status", READINGS, true, false},
    {NULL, "residual", TRUTHS, true, false},
    {NULL, "iccs_confidence", CONFIDENCES, false, false},
    {NULL, "certain", TRUTHS, true, false},
    {NULL, "rule", NULL, true, true},
    {"bridge_rnid_2026", "offence", NULL, true, true},
    {"bridge_rnid_2026", "target", NULL, false, true},
};

/* "name" of "name_es". */
static struct text without_language(struct text name)
{
    size_t n = name.length;
    if (n > 3 && name.at[n - 3] == '_')
        name.length -= 3;
    return name;
}

static struct dataset_column describe(struct arena *arena, const char *list,
                                      struct text name)
{
    struct text plain = without_language(name);
    struct dataset_column column = {
        .name = arena_copy(arena, name).at,
        .about = arena_format(arena, "codes.%.*s", (int)plain.length, plain.at),
        .type = plain.length < name.length ? COLUMN_TEXT : COLUMN_CODE};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
        if (text_is(plain, COLUMNS[i].name) &&
            (!COLUMNS[i].list || strcmp(COLUMNS[i].list, list) == 0)) {
            column.words = COLUMNS[i].words;
            column.required = COLUMNS[i].required;
            column.key = COLUMNS[i].key;
        }
    return column;
}

/* The header of a list, which has no quotes, as a table. */
static struct dataset_table *table_of(struct arena *arena, const char *list,
                                      struct text bytes)
{
    struct dataset_table *table = arena_take(arena, sizeof *table);
    struct text line = text_cut(&bytes, '\n');
    size_t columns = 1;
    for (size_t i = 0; i < line.length; i++)
        columns += line.at[i] == ',';
    struct dataset_column *column = arena_array(arena, columns, sizeof *column);
    for (size_t i = 0; i < columns; i++)
        column[i] = describe(arena, list, text_trim(text_cut(&line, ',')));
    *table =
        (struct dataset_table){arena_format(arena, "codes-%s", list), columns, column};
    return table;
}

static size_t count_rows(struct text bytes)
{
    size_t lines = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.length; i++) {
        quoted ^= bytes.at[i] == '"';
        lines += bytes.at[i] == '\n' && !quoted;
    }
    return lines ? lines - 1 : 0;
}

static bool put_list(struct arena *arena, const struct site *site, const char *list,
                     struct error *err)
{
    struct text bytes;
    const char *from =
        arena_format(arena, "%s/transform/lists/%s.csv", site->config->share, list);
    if (!file_read(arena, from, LIST_BYTES_MAX, &bytes, err))
        return false;
    const char *slug = arena_format(arena, "codes/%s", list);
    const char *title = arena_format(arena, "dataset.codes.%s", list);
    struct dataset dataset = {
        .slug = slug,
        .kind = DATASET_CODES,
        .title = dataset_words(arena, site, title, NULL),
        .about = dataset_words(arena, site, "dataset.codes.about", NULL),
        .table = table_of(arena, list, bytes),
        .rows = count_rows(bytes),
        .files = 1};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const struct catalogue *c = site->catalogues[i];
        dataset.page.in[i] = arena_format(arena, "%s/%s", word(c, "path.data"),
                                          word(c, "path.dictionary"));
    }
    struct dataset_file file = dataset_csv(arena, slug, dataset.table, dataset.rows);
    dataset.file = &file;
    return tree_put(site->tree, file.path, bytes, err) &&
           datasets_add(site->datasets, &dataset, err);
}

bool code_lists_put(struct arena *arena, const struct site *site, struct error *err)
{
    bool good = true;
    for (size_t i = 0; good && i < sizeof LISTS / sizeof *LISTS; i++)
        good = put_list(arena, site, LISTS[i], err);
    return good;
}
