#include "site/datasets.h"

#include "base/parallel.h"
#include "site/bands.h"
#include "site/revisions.h"

#include <string.h>

/* All parts of all sources, as one list to work through. */
struct making {
    struct site *site;
    struct dataset_part **part;
    size_t parts;
};

/* Are all its figures of places within states? */
static bool is_by_state(const struct site *site, const struct holding *holding)
{
    const struct cube *cube = holding->current->cube;
    const struct places *places = &site->lists->places;
    size_t leaves = 0;
    if (strcmp(holding->source->level, "municipality") != 0 ||
        cube_step(cube) != STEP_MONTH)
        return false;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE)
            leaves += cube_leaves_in(cube, (struct place_id){i});
    return leaves == cube_leaves(cube);
}

static void add_part(struct arena *arena, struct dataset *dataset,
                     const struct holding *holding, struct place_id place,
                     const char *code)
{
    const char *id = holding->source->id;
    dataset->part[dataset->parts++] = (struct dataset_part){
        .holding = holding,
        .place = place,
        .path = code ? arena_format(arena, "data/sources/%s/%s.csv", id, code)
                     : arena_format(arena, "data/sources/%s.csv", id)};
}

static void plan(struct arena *arena, const struct site *site,
                 const struct holding *holding, struct dataset *out)
{
    const struct places *places = &site->lists->places;
    if (!holding->current)
        return;
    if (!is_by_state(site, holding)) {
        out->part = arena_take(arena, sizeof *out->part);
        add_part(arena, out, holding, (struct place_id){NO_INDEX}, NULL);
        return;
    }
    out->shape = CSV_YEARS;
    out->part = arena_array(arena, places->count, sizeof *out->part);
    for (uint32_t i = 0; i < places->count; i++) {
        struct place_id state = {i};
        if (places->node[i].kind == PLACE_STATE &&
            cube_leaves_in(holding->current->cube, state) > 0)
            add_part(arena, out, holding, state, places->node[i].code);
    }
}

static bool make_part(void *context, size_t index, struct error *err)
{
    const struct making *making = context;
    struct site *site = making->site;
    struct dataset_part *part = making->part[index];
    size_t at = (size_t)(part->holding - site->holdings->holding);
    atomic_fetch_add(&site->datasets, 1);
    return export_csv(site->tree, part->path, site->lists, part->holding, part->place,
                      site->dataset[at].shape, &part->rows, &part->bytes, err);
}

/* What a source changed from vintage to vintage; nothing for a single one. */
static bool make_ledger(void *context, size_t index, struct error *err)
{
    struct site *site = context;
    const struct holding *holding = &site->holdings->holding[index];
    const struct revisions *revisions = &site->revisions[index];
    struct arena arena = {0};
    const char *id = holding->source->id;
    bool ok = !holding->current || !revisions->steps ||
              (revisions_put(site->holdings, holding, revisions, site->tree,
                             arena_format(&arena, "data/revisions/%s.csv", id), err) &&
               triangles_put(site->holdings, holding, site->tree,
                             arena_format(&arena, "data/triangles/%s.csv", id), err));
    bool banded = holding->current && bands_known(site->bands, site->holdings, holding);
    ok = ok && (!banded ||
                bands_put(site->bands, site->holdings, holding, site->tree,
                          arena_format(&arena, "data/first-figures/%s.csv", id), err));
    atomic_fetch_add(&site->datasets,
                     (holding->current && revisions->steps ? 2 : 0) + banded);
    arena_free(&arena);
    return ok;
}

bool datasets_make(struct arena *arena, struct site *site, struct error *err)
{
    size_t count = site->holdings->count;
    struct making making = {.site = site};
    site->dataset = arena_array(arena, count, sizeof *site->dataset);
    for (size_t i = 0; i < count; i++) {
        plan(arena, site, &site->holdings->holding[i], &site->dataset[i]);
        making.parts += site->dataset[i].parts;
    }
    making.part = arena_array(arena, making.parts, sizeof(void *));
    size_t next = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < site->dataset[i].parts; j++)
            making.part[next++] = &site->dataset[i].part[j];
    if (!parallel_each(making.parts, make_part, &making, err) ||
        !parallel_each(count, make_ledger, site, err))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < site->dataset[i].parts; j++) {
            site->dataset[i].rows += site->dataset[i].part[j].rows;
            site->dataset[i].bytes += site->dataset[i].part[j].bytes;
        }
    return true;
}
