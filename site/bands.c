#include "site/bands.h"

#include "base/csv.h"
#include "base/number.h"
#include "base/parallel.h"
#include "site/site.h"

#include <string.h>

/* What one source's vintages teach. */
struct lesson {
    struct first_figures past;
    struct period last; /* known month of the newest vintage */
    size_t ages;
    struct spread *pool; /* by measure, offence and age; NULL: nothing to learn */
};

struct bands {
    struct lesson *lesson; /* by holding */
};

static enum place_kind level_of(const struct holding *holding)
{
    static const struct {
        const char *level;
        enum place_kind kind;
    } LEVELS[] = {{"country", PLACE_COUNTRY}, {"municipality", PLACE_MUNICIPALITY}};
    for (size_t i = 0; i < sizeof LEVELS / sizeof *LEVELS; i++)
        if (strcmp(holding->source->level, LEVELS[i].level) == 0)
            return LEVELS[i].kind;
    return PLACE_STATE;
}

static bool is_learnt(const struct lists *lists, uint32_t offence, uint32_t measure)
{
    return lists->offences.node[offence].level != OFFENCE_MODALITY &&
           lists->measures.node[measure].parent == NO_INDEX;
}

static struct spread *pool_at(const struct lesson *lesson, const struct lists *lists,
                              uint32_t offence, uint32_t measure)
{
    return &lesson->pool[(measure * lists->offences.count + offence) * lesson->ages];
}

static void open_lesson(struct arena *arena, const struct holdings *holdings,
                        const struct holding *holding, struct lesson *lesson)
{
    struct period first;
    int ages = holding->source->provisional;
    if (!holding->current || holding->source->period.step != STEP_MONTH || ages <= 0 ||
        !cube_range(holding->current->cube, &first, &lesson->last))
        return;
    const struct cube **good = arena_array(arena, holding->vintages, sizeof *good);
    size_t count = 0;
    for (size_t i = 0; i < holding->vintages; i++)
        if (holding->vintage[i].cube && !holding->vintage[i].fault)
            good[count++] = holding->vintage[i].cube;
    lesson->past = first_figures_of(arena, good, count);
    lesson->ages = ages < FIRST_FIGURES_AGES ? (size_t)ages : FIRST_FIGURES_AGES;
    if (lesson->past.count)
        lesson->pool = arena_array(arena,
                                   holdings->lists->measures.count *
                                       holdings->lists->offences.count * lesson->ages,
                                   sizeof *lesson->pool);
}

struct learning {
    const struct holdings *holdings;
    const struct bands *bands;
};

/* One offence of one holding, in each measure. */
static bool learn(void *context, size_t index, struct error *err)
{
    (void)err;
    const struct learning *learning = context;
    const struct lists *lists = learning->holdings->lists;
    size_t at = index / lists->offences.count;
    uint32_t offence = (uint32_t)(index % lists->offences.count);
    const struct holding *holding = &learning->holdings->holding[at];
    const struct lesson *lesson = &learning->bands->lesson[at];
    for (uint32_t i = 0; lesson->pool && i < lists->measures.count; i++)
        if (is_learnt(lists, offence, i) &&
            cube_holds(lesson->past.newest, (struct key){{0}, {offence}, {i}}))
            first_figures_pool(&lesson->past, level_of(holding),
                               (struct offence_id){offence}, (struct measure_id){i},
                               lesson->ages, pool_at(lesson, lists, offence, i));
    return true;
}

struct bands *bands_of(struct arena *arena, const struct holdings *holdings)
{
    struct bands *bands = arena_take(arena, sizeof *bands);
    bands->lesson = arena_array(arena, holdings->count, sizeof *bands->lesson);
    for (size_t i = 0; i < holdings->count; i++)
        open_lesson(arena, holdings, &holdings->holding[i], &bands->lesson[i]);
    struct learning learning = {holdings, bands};
    struct error none = {0};
    parallel_each(holdings->count * holdings->lists->offences.count, learn, &learning,
                  &none);
    return bands;
}

static const struct lesson *lesson_of(const struct bands *bands,
                                      const struct holdings *holdings,
                                      const struct holding *holding)
{
    return &bands->lesson[holding - holdings->holding];
}

static bool is_past(const struct lesson *lesson, const struct vintage *vintage)
{
    for (size_t i = 0; i < lesson->past.count; i++)
        if (lesson->past.earlier[i] == vintage->cube)
            return true;
    return false;
}

/* A place's own shifts follow from earlier vintages and its newest figures. */
void bands_ground(const struct bands *bands, const struct holdings *holdings,
                  const struct holding *holding, struct buffer *sum)
{
    const struct lesson *lesson = lesson_of(bands, holdings, holding);
    const struct lists *lists = holdings->lists;
    buffer_format(sum, "%zu %d\n", lesson->ages, lesson->pool != NULL);
    if (!lesson->pool)
        return;
    size_t count = lists->measures.count * lists->offences.count * lesson->ages;
    for (size_t i = 0; i < count; i++)
        if (lesson->pool[i].pairs)
            buffer_format(sum, "%zu %zu %a %a\n", i, lesson->pool[i].pairs,
                          lesson->pool[i].low, lesson->pool[i].high);
    for (size_t i = 0; i < holding->vintages; i++)
        if (is_past(lesson, &holding->vintage[i]))
            buffer_format(sum, "%s\n",
                          holding->vintage[i].snapshot.provenance.sha256.hex);
}

/* The place's own shifts at an age, or at the nearest age below that has any. */
static struct spread own_spread(struct arena *arena, const struct lesson *lesson,
                                struct key key, int age)
{
    double *shifts = arena_array(arena, lesson->past.count, sizeof *shifts);
    size_t count = 0;
    for (; !count && age >= 0; age--)
        count = first_figures_shifts(&lesson->past, key, age, shifts);
    return spread_of_shifts(shifts, count);
}

static struct spread spread_at(struct arena *arena, const struct lesson *lesson,
                               const struct lists *lists, struct key key, int age)
{
    struct spread pool = {0};
    if (is_learnt(lists, key.offence.index, key.measure.index))
        pool = pool_at(lesson, lists, key.offence.index, key.measure.index)[age];
    return spread_for(own_spread(arena, lesson, key, age), pool);
}

static void span_of_vintages(const struct lesson *lesson, struct band *out)
{
    out->vintages = lesson->past.count;
    for (size_t i = 0; i < lesson->past.count; i++) {
        int later = lesson->last.month - lesson->past.last[i].month;
        out->soonest = i && out->soonest < later ? out->soonest : later;
        out->latest = i && out->latest > later ? out->latest : later;
    }
}

static void set_month(struct band *band, size_t month, struct figure figure,
                      struct spread spread)
{
    struct range range = spread_range(spread, figure.value);
    band->low.figures[month] = (struct figure){range.low, STATUS_PROVISIONAL};
    band->high.figures[month] = (struct figure){range.high, STATUS_PROVISIONAL};
    band->newest = period_after(band->low.first, (int)month);
    band->figure = figure;
    band->range = range;
    band->spread = spread;
}

static bool any_provisional(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->figures[i].status == STATUS_PROVISIONAL)
            return true;
    return false;
}

enum band_found band_of(struct arena *arena, const struct bands *bands,
                        const struct holdings *holdings, const struct strand *strand,
                        struct band *out)
{
    const struct lesson *lesson = lesson_of(bands, holdings, strand->holding);
    const struct series *months = &strand->series;
    *out = (struct band){.low = *months, .high = *months};
    if (strand->bridged || months->step != STEP_MONTH || !lesson->ages ||
        !any_provisional(months))
        return BAND_NOTHING_NEW;
    if (!lesson->pool)
        return BAND_TOO_FEW;
    out->low.figures = arena_array(arena, months->count, sizeof *out->low.figures);
    out->high.figures = arena_array(arena, months->count, sizeof *out->high.figures);
    span_of_vintages(lesson, out);
    for (size_t i = 0; i < months->count; i++) {
        int age = lesson->last.month - period_after(months->first, (int)i).month;
        if (months->figures[i].status != STATUS_PROVISIONAL || age < 0 ||
            age >= (int)lesson->ages)
            continue;
        struct spread spread =
            spread_at(arena, lesson, holdings->lists, strand->key, age);
        if (spread.pairs)
            set_month(out, i, months->figures[i], spread);
    }
    return out->spread.pairs ? BAND_FOUND : BAND_TOO_FEW;
}

/* Dataset ---------------------------------------------------------------------- */

static void cell(struct buffer *out, const char *text)
{
    csv_write(out, text_of(text));
    buffer_char(out, ',');
}

static void put_month(struct buffer *out, const struct lists *lists,
                      const struct strand *strand, const struct band *band, size_t i,
                      const struct spread *spread)
{
    struct arena arena = {0};
    struct period at = period_after(strand->series.first, (int)i);
    cell(out, holding_cited(strand->holding));
    cell(out, place_node(lists, strand->key.place)->code);
    cell(out, place_node(lists, strand->key.place)->name.in[0]);
    cell(out, offence_node(lists, strand->key.offence)->code);
    cell(out, offence_node(lists, strand->key.offence)->name.in[0]);
    cell(out, measure_node(lists, strand->key.measure)->code);
    cell(out, period_iso(&arena, at, STEP_MONTH));
    number_write(out, strand->series.figures[i].value, 0, &NUMERALS_PLAIN);
    buffer_char(out, ',');
    number_write(out, band->low.figures[i].value, 1, &NUMERALS_PLAIN);
    buffer_char(out, ',');
    number_write(out, band->high.figures[i].value, 1, &NUMERALS_PLAIN);
    buffer_format(out, ",%s,%zu,%d,%d\r\n", spread->own ? "place" : "pool",
                  spread->pairs, band->soonest, band->latest);
    arena_free(&arena);
}

/* Returns how many rows. */
static size_t put_strand(struct buffer *out, const struct site *site,
                         const struct holding *holding, struct key key,
                         struct extent_gatherer *extent)
{
    const struct bands *bands = site->bands;
    const struct holdings *holdings = site->holdings;
    size_t rows = 0;
    struct arena arena = {0};
    struct strand strand = {.holding = holding, .key = key};
    struct band band;
    const struct lesson *lesson = lesson_of(bands, holdings, holding);
    if (cube_holds(holding->current->cube, key)) {
        strand.series = cube_series(&arena, holding->current->cube, key);
        band_of(&arena, bands, holdings, &strand, &band);
        for (size_t i = 0; i < strand.series.count; i++) {
            struct period at = period_after(strand.series.first, (int)i);
            if (!band.vintages || !figure_known(band.low.figures[i]))
                continue;
            struct spread spread = spread_at(&arena, lesson, holdings->lists, key,
                                             lesson->last.month - at.month);
            put_month(out, holdings->lists, &strand, &band, i, &spread);
            extent_place(extent, key.place);
            extent_periods(extent, at, at, STEP_MONTH);
            rows++;
        }
    }
    arena_free(&arena);
    return rows;
}

bool bands_known(const struct bands *bands, const struct holdings *holdings,
                 const struct holding *holding)
{
    return lesson_of(bands, holdings, holding)->pool != NULL;
}

bool bands_put(const struct site *site, const struct holding *holding,
               struct error *err)
{
    const struct lists *lists = site->lists;
    struct buffer out = {0};
    struct dataset dataset = {.kind = DATASET_FIRST_FIGURES,
                              .table = &TABLE_FIRST_FIGURES};
    struct extent_gatherer extent;
    extent_start(&extent, lists);
    table_header(&out, &TABLE_FIRST_FIGURES);
    for (uint32_t i = 0; i < lists->places.count; i++)
        for (uint32_t j = 0; j < lists->offences.count; j++)
            for (uint32_t k = 0; k < lists->measures.count; k++)
                if (lists->places.node[i].kind <= PLACE_STATE && is_learnt(lists, j, k))
                    dataset.rows += put_strand(&out, site, holding,
                                               (struct key){{i}, {j}, {k}}, &extent);
    return dataset_put_of(site, holding, &dataset, &out, &extent, "path.revisions",
                          err);
}
