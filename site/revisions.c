#include "site/revisions.h"

#include "base/csv.h"
#include "base/number.h"
#include "base/parallel.h"
#include "base/program.h"
#include "site/site.h"

#include <string.h>

/* Counted up, so that any place and all within it are told by two of them. */
static const uint32_t *count_unlike(struct arena *arena, const struct cube *older,
                                    const struct cube *newer)
{
    struct arena scratch = {0};
    size_t places = cube_lists(newer)->places.count;
    bool *unlike = arena_array(&scratch, places, sizeof *unlike);
    uint32_t *before = NULL;
    if (cube_unlike_places(older, newer, unlike)) {
        before = arena_array(arena, places + 1, sizeof *before);
        for (size_t i = 0; i < places; i++)
            before[i + 1] = before[i] + unlike[i];
    }
    arena_free(&scratch);
    return before;
}

static void compare_vintages(struct arena *arena, const struct vintage *older,
                             const struct vintage *newer, struct edition_step *out)
{
    out->older = older;
    out->newer = newer;
    ledger_of(arena, older->cube, newer->cube, &out->ledger);
    out->movements =
        ledger_movements(arena, &out->ledger, MOVEMENT_LEAST, &out->movement);
    out->unlike = count_unlike(arena, older->cube, newer->cube);
}

struct revisions *revisions_of(struct arena *arena, const struct holdings *holdings)
{
    struct revisions *all = arena_array(arena, holdings->count, sizeof *all);
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        const struct vintage *newer = NULL;
        all[i].step = arena_array(arena, holding->vintages, sizeof *all[i].step);
        for (size_t j = holding->vintages; j-- > 0;) {
            const struct vintage *vintage = &holding->vintage[j];
            if (!vintage->cube || vintage->fault)
                continue;
            if (newer)
                compare_vintages(arena, vintage, newer, &all[i].step[all[i].steps++]);
            newer = vintage;
        }
    }
    return all;
}

/* Is the step without news of a place and of all within it? */
static bool leaves_alone(const struct edition_step *step, const struct lists *lists,
                         struct place_id place)
{
    return step->unlike &&
           step->unlike[place.index] ==
               step->unlike[place.index + place_node(lists, place)->span];
}

const struct vintage *unchanged_since(const struct site *site,
                                      const struct holding *holding,
                                      struct place_id place)
{
    const struct revisions *revisions =
        &site->revisions[holding - site->holdings->holding];
    const struct vintage *since = holding->current;
    for (size_t i = 0; i < revisions->steps; i++) {
        const struct edition_step *step = &revisions->step[i];
        if (step->newer != since || !leaves_alone(step, site->lists, place))
            break;
        since = step->older;
    }
    return since;
}

bool made_of_figures(const struct site *site, const struct holding *holding,
                     struct place_id place, const char *kind, struct sha256 *out)
{
    struct arena arena = {0};
    if (place.index == NO_INDEX || !holding->current || !*program_identity() ||
        !site->setting.hex[0])
        return false;
    const struct provenance *since =
        &unchanged_since(site, holding, place)->snapshot.provenance;
    *out = sha256_of(text_of(arena_format(
        &arena, "%s %s %s %s %u %s %04d-%02d-%02d", kind, program_identity(),
        site->setting.hex, holding_cited(holding), place.index, since->sha256.hex,
        since->date.year, since->date.month, since->date.day)));
    arena_free(&arena);
    return true;
}

/* Datasets --------------------------------------------------------------------- */

static void cell(struct buffer *out, const char *text)
{
    csv_write(out, text_of(text));
    buffer_char(out, ',');
}

static void cell_day(struct buffer *out, struct day day)
{
    buffer_format(out, "%04d-%02d-%02d,", day.year, day.month, day.day);
}

static void cell_key(struct buffer *out, const struct lists *lists, struct key key)
{
    cell(out, place_node(lists, key.place)->code);
    cell(out, place_node(lists, key.place)->name.in[0]);
    cell(out, offence_node(lists, key.offence)->code);
    cell(out, offence_node(lists, key.offence)->name.in[0]);
    cell(out, measure_node(lists, key.measure)->code);
}

static void cell_number(struct buffer *out, bool known, double number)
{
    if (known)
        number_write(out, number, 0, &NUMERALS_PLAIN);
}

static void revision_row(struct buffer *out, const struct holdings *holdings,
                         const struct holding *holding, const struct edition_step *step,
                         const struct revision *revision)
{
    static const char *const KINDS[] = {"changed", "appeared", "vanished"};
    struct arena arena = {0};
    cell(out, holding_cited(holding));
    cell_day(out, step->older->snapshot.provenance.date);
    cell_day(out, step->newer->snapshot.provenance.date);
    cell(out, KINDS[revision->kind]);
    cell_key(out, holdings->lists, revision->key);
    cell(out, period_iso(&arena, revision->period, holding->source->period.step));
    cell_number(out, revision->kind != REVISION_APPEARED, revision->before);
    buffer_char(out, ',');
    cell_number(out, revision->kind != REVISION_VANISHED, revision->after);
    buffer_string(out, "\r\n");
    arena_free(&arena);
}

bool revisions_put(const struct site *site, size_t index, struct error *err)
{
    const struct holding *holding = &site->holdings->holding[index];
    const struct revisions *revisions = &site->revisions[index];
    struct dataset dataset = {.kind = DATASET_REVISIONS, .table = &TABLE_REVISIONS};
    struct buffer out = {0};
    struct extent_gatherer extent;
    extent_start(&extent, site->lists);
    table_header(&out, &TABLE_REVISIONS);
    for (size_t i = 0; i < revisions->steps; i++)
        for (size_t j = 0; j < revisions->step[i].ledger.count; j++) {
            const struct revision *revision = &revisions->step[i].ledger.revision[j];
            revision_row(&out, site->holdings, holding, &revisions->step[i], revision);
            extent_place(&extent, revision->key.place);
            extent_periods(&extent, revision->period, revision->period,
                           holding->source->period.step);
            dataset.rows++;
        }
    return dataset_put_of(site, holding, &dataset, &out, &extent, "path.revisions",
                          err);
}

bool triangle_until(const struct holding *holding, struct period *last)
{
    struct period first;
    size_t good = 0;
    if (holding->source->period.step != STEP_MONTH)
        return false;
    for (size_t i = holding->vintages; i-- > 0;)
        if (holding->vintage[i].cube && !holding->vintage[i].fault && ++good == 2)
            return cube_range(holding->vintage[i].cube, &first, last);
    return false;
}

struct measure_id triangle_measure(const struct lists *lists,
                                   const struct holding *holding)
{
    const char *measure = holding->source->measure.constant;
    return measure_find(lists, measure ? text_of(measure) : TEXT("victims"));
}

/* One offence of one place. */
struct triangle {
    struct key key;
    size_t rows;
    struct buffer out;
};

struct triangles {
    const struct site *site;
    const struct holding *holding;
    const struct revisions *revisions;
    struct period last;
    struct triangle *triangle;
};

/* The step to a vintage from the good one before it; NULL for the first. */
static const struct edition_step *step_from(const struct revisions *revisions,
                                            const struct vintage *older)
{
    for (size_t i = 0; i < revisions->steps; i++)
        if (revisions->step[i].older == older)
            return &revisions->step[i];
    return NULL;
}

/* The newest months of a key in each good vintage, the same series where two say the
 * same of the place; of a vintage that has none, it is empty. */
static struct series *versions_of(struct arena *arena,
                                  const struct triangles *triangles, struct key key)
{
    const struct holding *holding = triangles->holding;
    struct series *series = arena_array(arena, holding->vintages, sizeof *series);
    for (size_t i = holding->vintages; i-- > 0;) {
        const struct vintage *vintage = &holding->vintage[i];
        const struct edition_step *step = step_from(triangles->revisions, vintage);
        series[i].step = STEP_MONTH;
        if (!vintage->cube || vintage->fault)
            continue;
        if (step && leaves_alone(step, triangles->site->lists, key.place))
            series[i] = series[step->newer - holding->vintage];
        else if (cube_holds(vintage->cube, key))
            series[i] = cube_series_within(
                arena, vintage->cube, key,
                period_after(triangles->last, 1 - TRIANGLE_MONTHS), triangles->last);
    }
    return series;
}

static bool make_triangle(void *context, size_t index, struct error *err)
{
    const struct triangles *triangles = context;
    const struct holding *holding = triangles->holding;
    const struct lists *lists = triangles->site->lists;
    struct triangle *triangle = &triangles->triangle[index];
    struct buffer *out = &triangle->out;
    struct arena arena = {0};
    const struct series *series = versions_of(&arena, triangles, triangle->key);
    for (size_t i = 0; i < holding->vintages; i++)
        for (int back = TRIANGLE_MONTHS - 1; back >= 0; back--) {
            struct period at = period_after(triangles->last, -back);
            struct figure figure = series_at(&series[i], at);
            if (!figure_known(figure))
                continue;
            cell_key(out, lists, triangle->key);
            cell(out, period_iso(&arena, at, STEP_MONTH));
            cell_day(out, holding->vintage[i].snapshot.provenance.date);
            cell_number(out, true, figure.value);
            buffer_format(out, ",%s\r\n", status_word(figure.status));
            triangle->rows++;
        }
    arena_free(&arena);
    (void)err;
    return true;
}

/* The country and its states, and in each the offences that are more than a modality.
 */
static size_t list_triangles(struct arena *arena, struct triangles *triangles,
                             struct measure_id measure)
{
    const struct lists *lists = triangles->site->lists;
    size_t count = 0, places = 0;
    for (uint32_t i = 0; i < lists->places.count; i++)
        places += lists->places.node[i].kind <= PLACE_STATE;
    triangles->triangle = arena_array(arena, places * lists->offences.count + 1,
                                      sizeof *triangles->triangle);
    for (uint32_t i = 0; i < lists->places.count; i++)
        for (uint32_t j = 0;
             lists->places.node[i].kind <= PLACE_STATE && j < lists->offences.count;
             j++)
            if (lists->offences.node[j].level != OFFENCE_MODALITY)
                triangles->triangle[count++].key = (struct key){{i}, {j}, measure};
    return count;
}

bool triangles_put(const struct site *site, size_t index, struct error *err)
{
    const struct lists *lists = site->lists;
    const struct holding *holding = &site->holdings->holding[index];
    struct triangles triangles = {
        .site = site, .holding = holding, .revisions = &site->revisions[index]};
    struct dataset dataset = {.kind = DATASET_TRIANGLES, .table = &TABLE_TRIANGLES};
    struct arena arena = {0};
    struct buffer out = {0};
    struct extent_gatherer extent;
    size_t count = 0;
    extent_start(&extent, lists);
    table_header(&out, &TABLE_TRIANGLES);
    if (triangle_until(holding, &triangles.last))
        count = list_triangles(&arena, &triangles, triangle_measure(lists, holding));
    bool good = parallel_each(count, make_triangle, &triangles, err);
    for (size_t i = 0; i < count; i++) {
        struct triangle *triangle = &triangles.triangle[i];
        buffer_text(&out, buffer_all(&triangle->out));
        out.failed |= triangle->out.failed;
        if (triangle->rows)
            extent_place(&extent, triangle->key.place);
        dataset.rows += triangle->rows;
        buffer_free(&triangle->out);
    }
    if (dataset.rows)
        extent_periods(&extent, period_after(triangles.last, 1 - TRIANGLE_MONTHS),
                       triangles.last, STEP_MONTH);
    arena_free(&arena);
    return dataset_put_of(site, holding, &dataset, &out, &extent, "path.revisions",
                          err) &&
           good;
}
