#include "site/findings.h"

#include "base/csv.h"
#include "base/number.h"
#include "site/strand.h"

#include <math.h>
#include <string.h>

/* Looking ------------------------------------------------------------------------- */

static bool is_root_held(const struct holding *holding, uint32_t root,
                         struct measure_id measure)
{
    return holding->current &&
           cube_holds(holding->current->cube, (struct key){{0}, {root}, measure});
}

/* Does a later way of counting hold the same offences? */
static bool is_superseded(const struct site *site, const struct holding *holding,
                          struct measure_id measure)
{
    const struct offences *offences = &site->lists->offences;
    for (size_t i = 0; i < site->holdings->count; i++) {
        const struct holding *other = &site->holdings->holding[i];
        if (!other->current || !other->methodology ||
            other->methodology->first.month <= holding->methodology->first.month)
            continue;
        for (uint32_t j = 0; j < offences->count; j += offences->node[j].span)
            if (is_root_held(holding, j, measure) && is_root_held(other, j, measure))
                return true;
    }
    return false;
}

static double residents(void *context, struct place_id place, int year)
{
    const struct site *site = context;
    struct figure people = population_of(site->holdings, place, year, NULL);
    return figure_known(people) ? people.value : NAN;
}

static bool is_looked_through(const struct holding *holding)
{
    return holding->current && holding->methodology &&
           strcmp(holding->source->subject, "crime") == 0 &&
           cube_step(holding->current->cube) == STEP_MONTH;
}

static bool holds(const struct site *site, const struct holding *holding,
                  struct measure_id measure)
{
    const struct offences *offences = &site->lists->offences;
    for (uint32_t j = 0; j < offences->count; j += offences->node[j].span)
        if (is_root_held(holding, j, measure))
            return true;
    return false;
}

/* What a file counts, of what tips are told about; false: neither. */
static bool measure_of(const struct site *site, const struct holding *holding,
                       struct measure_id *out)
{
    *out = holds(site, holding, site->investigations) ? site->investigations
                                                      : site->victims;
    return holds(site, holding, *out);
}

static struct tips_source source_of(struct arena *arena, const struct site *site,
                                    const struct holding *holding,
                                    struct measure_id measure)
{
    const struct revisions *revisions =
        &site->revisions[holding - site->holdings->holding];
    struct ledger *ledgers = arena_array(arena, revisions->steps + 1, sizeof *ledgers);
    for (size_t i = 0; i < revisions->steps; i++)
        ledgers[i] = revisions->step[i].ledger;
    return (struct tips_source){.cube = holding->current->cube,
                                .measure = measure,
                                .level =
                                    strcmp(holding->source->level, "municipality") == 0
                                        ? PLACE_MUNICIPALITY
                                        : PLACE_STATE,
                                .superseded = is_superseded(site, holding, measure),
                                .methodology = holding->methodology,
                                .breaks = site->breaks,
                                .ledgers = revisions->steps,
                                .ledger = ledgers};
}

static int last_month(const struct holding *holding)
{
    struct period first, last;
    return cube_range(holding->current->cube, &first, &last) ? last.month : 0;
}

static int newest_month(const struct site *site)
{
    int newest = 0;
    for (size_t i = 0; i < site->holdings->count; i++) {
        const struct holding *holding = &site->holdings->holding[i];
        if (is_looked_through(holding) && last_month(holding) > newest)
            newest = last_month(holding);
    }
    return newest;
}

struct findings *findings_of(struct arena *arena, const struct site *site)
{
    struct findings *out = arena_take(arena, sizeof *out);
    size_t most = site->holdings->count;
    out->source = arena_array(arena, most + 1, sizeof *out->source);
    out->holding = arena_array(arena, most + 1, sizeof *out->holding);
    out->old_holding = arena_array(arena, most + 1, sizeof *out->old_holding);
    int newest = newest_month(site);
    for (size_t i = 0; i < most; i++) {
        const struct holding *holding = &site->holdings->holding[i];
        struct measure_id measure;
        if (!is_looked_through(holding) || !measure_of(site, holding, &measure))
            continue;
        if (last_month(holding) < newest - NEWS_MONTHS) {
            out->old_holding[out->old++] = holding;
            continue;
        }
        out->holding[out->count] = holding;
        out->source[out->count++] = source_of(arena, site, holding, measure);
    }
    tips_find(arena, out->source, out->count, residents, (void *)(uintptr_t)site,
              &out->tips);
    out->swells = swells_find(arena, out->source, out->count, site->investigations,
                              SWELL_POINTS, &out->swell, &out->shares);
    return out;
}

/* Telling -------------------------------------------------------------------------- */

const char *tip_caveat(size_t index)
{
    static const char *const CODES[] = {"residual",    "place_shift", "series_shift",
                                        "provisional", "small",       "revised",
                                        "superseded",  "break",       NULL};
    return index < sizeof CODES / sizeof *CODES ? CODES[index] : NULL;
}

static void cell(struct buffer *out, const char *text)
{
    csv_write(out, text_of(text));
    buffer_char(out, ',');
}

static void add_stretch(struct arena *arena, struct buffer *out, struct period first,
                        struct period last)
{
    cell(out, period_iso(arena, first, STEP_MONTH));
    cell(out, period_iso(arena, last, STEP_MONTH));
}

static void add_subject(struct buffer *out, const struct site *site,
                        struct place_id place, struct offence_id offence,
                        struct measure_id measure, const struct holding *holding)
{
    cell(out, place_node(site->lists, place)->code);
    cell(out, place_node(site->lists, place)->name.in[0]);
    bool all = offence.index == NO_INDEX;
    cell(out, all ? "" : offence_node(site->lists, offence)->code);
    cell(out, all ? "" : offence_node(site->lists, offence)->name.in[0]);
    cell(out, measure_node(site->lists, measure)->code);
    cell(out, holding->methodology->code);
    cell(out, holding_cited(holding));
}

static void add_number(struct buffer *out, double number)
{
    if (isfinite(number))
        buffer_format(out, "%.6g", number);
    buffer_char(out, ',');
}

static void add_tip(struct arena *arena, struct buffer *out, const struct site *site,
                    size_t rank)
{
    const struct findings *findings = site->findings;
    const struct tip *tip = &findings->tips.tip[rank];
    buffer_format(out, "%zu,", rank + 1);
    add_subject(out, site, tip->key.place, tip->key.offence, tip->key.measure,
                findings->holding[tip->source]);
    add_stretch(arena, out, tip->first, tip->last);
    buffer_format(out, "%.0f,%.0f,", tip->later, tip->earlier);
    add_number(out, tip->found.ratio);
    add_number(out, tip->found.around.low);
    add_number(out, tip->found.around.high);
    add_number(out, tip->scatter.dispersion);
    add_number(out, tip->found.p);
    add_number(out, tip->p_adjusted);
    if (tip->extreme_of_all)
        buffer_string(out, "all,");
    else
        buffer_format(out, "%d,", tip->extreme_since);
    const char *between = "";
    for (size_t i = 0; tip_caveat(i); i++)
        if (tip->caveats & 1U << i) {
            buffer_format(out, "%s%s", between, tip_caveat(i));
            between = " ";
        }
    buffer_string(out, "\r\n");
}

/* Both tables come of the same sources; frees buffer and extent. */
static bool put_findings(struct arena *arena, struct site *site,
                         struct dataset *dataset, struct buffer *out, const char *page,
                         struct extent_gatherer *extent, struct error *err)
{
    dataset->extent = extent_of(extent);
    dataset->sources = site->findings->count;
    dataset->source = site->findings->holding;
    dataset->page = dataset_words(arena, site, page, NULL);
    extent_free(extent);
    return dataset_put(site, dataset, out, err);
}

void findings_tips(const struct site *site, struct buffer *out)
{
    struct arena arena = {0};
    table_header(out, &TABLE_TIPS);
    for (size_t i = 0; i < site->findings->tips.count; i++)
        add_tip(&arena, out, site, i);
    arena_free(&arena);
}

static bool export_tips(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    struct extent_gatherer extent;
    extent_start(&extent, site->lists);
    findings_tips(site, &out);
    for (size_t i = 0; i < site->findings->tips.count; i++) {
        const struct tip *tip = &site->findings->tips.tip[i];
        extent_place(&extent, tip->key.place);
        extent_periods(&extent, tip->first, tip->last, STEP_MONTH);
    }
    bool ok = put_findings(&arena, site,
                           &(struct dataset){.slug = "tips",
                                             .kind = DATASET_TIPS,
                                             .table = &TABLE_TIPS,
                                             .rows = site->findings->tips.count},
                           &out, "path.tips", &extent, err);
    arena_free(&arena);
    return ok;
}

static bool export_swells(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    struct extent_gatherer extent;
    extent_start(&extent, site->lists);
    table_header(&out, &TABLE_RESIDUAL_SHARES);
    for (size_t i = 0; i < site->findings->swells; i++) {
        const struct swell *swell = &site->findings->swell[i];
        add_subject(&out, site, swell->place, swell->offence, site->investigations,
                    site->findings->holding[swell->source]);
        add_stretch(&arena, &out, swell->first, swell->last);
        buffer_format(&out, "%.0f,%.0f,%.0f,%.0f,", swell->part, swell->total,
                      swell->part_before, swell->total_before);
        number_write(&out,
                     100 * (swell->part / swell->total -
                            swell->part_before / swell->total_before),
                     2, &NUMERALS_PLAIN);
        buffer_string(&out, "\r\n");
        extent_place(&extent, swell->place);
        extent_periods(&extent, swell->first, swell->last, STEP_MONTH);
    }
    bool ok = put_findings(&arena, site,
                           &(struct dataset){.slug = "residual-shares",
                                             .kind = DATASET_RESIDUAL_SHARES,
                                             .table = &TABLE_RESIDUAL_SHARES,
                                             .rows = site->findings->swells},
                           &out, "path.tips", &extent, err);
    arena_free(&arena);
    return ok;
}

bool findings_export(struct site *site, struct error *err)
{
    return export_tips(site, err) && export_swells(site, err);
}
