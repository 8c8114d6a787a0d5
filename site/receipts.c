#include "site/receipts.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/parallel.h"
#include "base/version.h"
#include "site/block_bridge.h"
#include "site/export.h"

#include <stdlib.h>
#include <string.h>

bool receipts_exact(const struct holding *holding)
{
    const struct source *source = holding->source;
    bool wide = source->period.shape == PERIOD_YEAR_MONTHS ||
                source->period.shape == PERIOD_WIDE;
    return holding->current && wide && source->unique && !source->all_members &&
           !source->all_sheets;
}

bool receipts_each(struct arena *arena, struct site *site,
                   const struct holding *holding,
                   bool (*visit)(void *context, const char *path,
                                 struct place_id place),
                   void *context)
{
    static const char beginning[] = "data/sources/";
    const struct dataset *dataset =
        datasets_find(site->datasets, source_slug(arena, holding->source));
    for (size_t i = 0; dataset && receipts_exact(holding) && i < dataset->files; i++) {
        const struct dataset_file *file = &dataset->file[i];
        if (strcmp(file->format, "csv") != 0)
            continue;
        struct place_id place = {NO_INDEX};
        if (file->part)
            place = place_find(site->lists, text_of(file->part));
        const char *path =
            arena_format(arena, "data/receipts/%s", file->path + strlen(beginning));
        if (!visit(context, path, place))
            return false;
    }
    return true;
}

const char *receipts_columns(struct arena *arena, const struct source *source)
{
    struct buffer out = {0};
    if (source->period.shape == PERIOD_YEAR_MONTHS)
        for (size_t i = 0; i < 12; i++)
            buffer_format(&out, "%s%s", i ? ", " : "",
                          source->period.month_columns[i].spelling[0]);
    for (size_t i = 0; i < source->values; i++)
        buffer_format(&out, "%s%s", i ? ", " : "", source->value[i].spelling[0]);
    const char *copy = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

const char *receipts_rules(struct arena *arena, const struct source *source)
{
    const char *rules = "";
    const char *each[] = {source->place.crosswalk, source->offence.crosswalk,
                          source->measure.crosswalk};
    for (size_t i = 0; i < 3; i++)
        if (each[i])
            rules = arena_format(arena, "%s%s%s", rules, *rules ? ", " : "", each[i]);
    return rules;
}

const char *receipts_bridge(const struct site *site, const struct holding *holding)
{
    bool carried =
        site->bridging && site->bridging->cube && site->bridging->after == holding;
    return carried ? "data/codes/bridge_rnid_2026.csv" : "";
}

/* Files -----------------------------------------------------------------------------
 */

/* Rows being written of one part. */
struct writing {
    struct buffer out;
    const struct cube *cube;
    const struct lists *lists;
    int first_year, last_year;
};

static bool write_leaf(void *context, struct key key, const struct series *series)
{
    struct writing *writing = context;
    size_t row;
    (void)series;
    buffer_format(&writing->out, "%s,%s,%s",
                  place_node(writing->lists, key.place)->code,
                  offence_node(writing->lists, key.offence)->code,
                  measure_node(writing->lists, key.measure)->code);
    for (int year = writing->first_year; year <= writing->last_year; year++)
        if (cube_row(writing->cube, key, period_of(year, 1), &row))
            buffer_format(&writing->out, ",%zu", row);
        else
            buffer_char(&writing->out, ',');
    buffer_string(&writing->out, "\r\n");
    return true;
}

/* The receipts of one source being made. */
struct making {
    struct site *site;
    const struct holding *holding;
    struct buffer *facts;
    size_t parts;
    struct error *err;
};

static bool put_part(void *context, const char *path, struct place_id place)
{
    struct making *making = context;
    struct period first, last;
    struct sha256 made_of;
    if (made_of_figures(making->site, making->holding, place, "receipts", &made_of) &&
        tree_take_over(making->site->tree, path, &made_of))
        return true;
    struct writing writing = {.cube = making->holding->current->cube,
                              .lists = making->site->lists};
    bool held = cube_held(writing.cube, &first, &last);
    buffer_string(&writing.out, "place_code,offence_code,measure");
    if (held) {
        writing.first_year = period_year(first);
        writing.last_year = period_year(last);
        for (int year = writing.first_year; year <= writing.last_year; year++)
            buffer_format(&writing.out, ",%d", year);
    }
    buffer_string(&writing.out, "\r\n");
    if (held)
        cube_each_in(writing.cube, place, write_leaf, &writing);
    bool good =
        !writing.out.failed
            ? tree_put(making->site->tree, path, buffer_all(&writing.out), making->err)
            : fail(making->err, ERROR_LIMIT, "%s would be too long", path);
    buffer_free(&writing.out);
    return good;
}

static bool name_part(void *context, const char *path, struct place_id place)
{
    struct making *making = context;
    (void)place;
    buffer_string(making->facts, making->parts++ ? ", " : "");
    json_write_string(making->facts, text_of(path));
    return true;
}

static void pair(struct buffer *out, const char *key, const char *value)
{
    buffer_format(out, ",\n  \"%s\": ", key);
    json_write_string(out, text_of(value ? value : ""));
}

/* In the first language; in each of the others under a key that says so. */
static void pair_in_languages(struct buffer *out, struct arena *arena,
                              const struct site *site, const char *key,
                              const char *sentence)
{
    const struct languages *languages = &site->config->languages;
    for (size_t i = 0; i < languages->count; i++)
        pair(out, i ? arena_format(arena, "%s@%s", key, languages->tag[i]) : key,
             word(site->catalogues[i], sentence));
}

static void write_facts(struct making *making, struct arena *arena)
{
    struct buffer *out = making->facts;
    const struct holding *holding = making->holding;
    const struct source *source = holding->source;
    const struct decoded *decoded = &holding->current->decoded;
    const struct provenance *from = &holding->current->snapshot.provenance;
    const char delimiter[2] = {decoded->delimiter, 0};
    buffer_string(out, "{\n  \"source\": ");
    json_write_string(out, text_of(holding_cited(holding)));
    pair(out, "file", from->file);
    pair(out, "sha256", from->sha256.hex);
    pair(out, "date",
         arena_format(arena, "%04d-%02d-%02d", from->date.year, from->date.month,
                      from->date.day));
    pair(out, "url", from->url);
    pair(out, "member", decoded->member);
    pair(out, "encoding", decoded->encoding);
    pair(out, "delimiter", delimiter);
    pair(out, "columns", receipts_columns(arena, source));
    pair(out, "crosswalks", receipts_rules(arena, source));
    pair(out, "bridge", receipts_bridge(making->site, holding));
    pair_in_languages(out, arena, making->site, "formula", "receipts.formula_rows");
    pair(out, "program", "cifra " CIFRA_VERSION);
    pair(out, "command",
         arena_format(arena,
                      "cifra trace PLACE OFFENCE YEAR --source %s --as-of "
                      "%04d-%02d-%02d",
                      source->id, from->date.year, from->date.month, from->date.day));
    buffer_string(out, ",\n  \"rows\": [");
    receipts_each(arena, making->site, holding, name_part, making);
    buffer_string(out, "]\n}\n");
}

static bool put_source(void *context, size_t index, struct error *err)
{
    struct site *site = context;
    const struct holding *holding = &site->holdings->holding[index];
    struct arena arena = {0};
    struct buffer facts = {0};
    struct making making = {site, holding, &facts, 0, err};
    if (!holding->current)
        return true;
    write_facts(&making, &arena);
    bool good =
        tree_put(site->tree,
                 arena_format(&arena, "data/receipts/%s.json", holding->source->id),
                 buffer_all(&facts), err) &&
        receipts_each(&arena, site, holding, put_part, &making);
    buffer_free(&facts);
    arena_free(&arena);
    return good;
}

bool receipts_make(struct site *site, struct error *err)
{
    return parallel_each(site->holdings->count, put_source, site, err);
}

/* Of one place ----------------------------------------------------------------------
 */

struct gathering {
    struct arena *arena;
    const struct cube *cube;
    struct receipt_rows rows;
    size_t room;
};

static bool gather(void *context, struct key key, const struct series *series)
{
    struct gathering *gathering = context;
    struct receipt_rows *rows = &gathering->rows;
    size_t row;
    (void)series;
    for (int year = rows->first_year; year <= rows->last_year; year++)
        if (cube_row(gathering->cube, key, period_of(year, 1), &row) &&
            rows->count < gathering->room)
            rows->row[rows->count++] =
                (struct receipt_row){key.offence.index, year, row};
    return true;
}

static int by_offence(const void *a, const void *b)
{
    const struct receipt_row *x = a, *y = b;
    if (x->offence != y->offence)
        return x->offence < y->offence ? -1 : 1;
    if (x->year != y->year)
        return x->year - y->year;
    return x->row < y->row ? -1 : x->row > y->row;
}

struct receipt_rows receipts_of(struct arena *arena, const struct holding *holding,
                                struct place_id place)
{
    struct gathering gathering = {.arena = arena, .cube = holding->current->cube};
    struct period first, last;
    if (!cube_held(gathering.cube, &first, &last))
        return gathering.rows;
    gathering.rows.first_year = period_year(first);
    gathering.rows.last_year = period_year(last);
    size_t years = (size_t)(period_year(last) - period_year(first)) + 1;
    gathering.room = cube_leaves_in(gathering.cube, place) * years;
    gathering.rows.row =
        arena_array(arena, gathering.room + 1, sizeof *gathering.rows.row);
    cube_each_in(gathering.cube, place, gather, &gathering);
    qsort(gathering.rows.row, gathering.rows.count, sizeof *gathering.rows.row,
          by_offence);
    return gathering.rows;
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

/* Numbers of rows in words: sorted, and those that follow one another as one. */
static const char *in_ranges(struct arena *arena, size_t *found, size_t count)
{
    struct buffer out = {0};
    qsort(found, count, sizeof *found, by_size);
    for (size_t i = 0; i < count;) {
        size_t to = i;
        while (to + 1 < count && found[to + 1] == found[to] + 1)
            to++;
        buffer_format(&out, "%s%zu", i ? ", " : "", found[i]);
        if (to > i)
            buffer_format(&out, "–%zu", found[to]);
        i = to + 1;
    }
    const char *copy = count ? arena_copy(arena, buffer_all(&out)).at : "–";
    buffer_free(&out);
    return copy;
}

const char *receipts_ranges(struct arena *arena, const struct lists *lists,
                            const struct receipt_rows *rows, struct offence_id offence,
                            int year)
{
    struct arena scratch = {0};
    size_t *found = arena_array(&scratch, rows->count + 1, sizeof *found), count = 0;
    uint32_t end = offence.index + offence_node(lists, offence)->span;
    for (size_t i = 0; i < rows->count && rows->row[i].offence < end; i++)
        if (rows->row[i].offence >= offence.index && rows->row[i].year == year)
            found[count++] = rows->row[i].row;
    const char *ranges = in_ranges(arena, found, count);
    arena_free(&scratch);
    return ranges;
}

const char *receipts_of_key(struct arena *arena, const struct lists *lists,
                            const struct holding *holding, struct key key, int year)
{
    struct arena scratch = {0};
    uint32_t offences = offence_node(lists, key.offence)->span;
    uint32_t measures = measure_node(lists, key.measure)->span;
    size_t *found = arena_array(&scratch, (size_t)offences * measures, sizeof *found);
    size_t count = 0;
    for (uint32_t i = 0; i < offences; i++)
        for (uint32_t j = 0; j < measures; j++) {
            struct key leaf = {
                key.place, {key.offence.index + i}, {key.measure.index + j}};
            count += cube_row(holding->current->cube, leaf, period_of(year, 1),
                              &found[count]);
        }
    const char *ranges = in_ranges(arena, found, count);
    arena_free(&scratch);
    return ranges;
}
