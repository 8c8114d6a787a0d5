#include "site/export.h"

#include "base/parallel.h"
#include "site/bands.h"
#include "site/exporters.h"
#include "site/page.h"
#include "site/revisions.h"

#include <string.h>

/* A source, or one state in it. */
struct source_part {
    const struct holding *holding;
    const char *code; /* of the state; NULL */
    struct figures figures;
    struct survey survey;
};

/* One file to be written. */
struct source_file {
    const struct source_part *part;
    const struct exporter *exporter;
    struct dataset_file file;
};

/* All parts of all sources, each source's together, and all their files. */
struct making {
    struct site *site;
    struct arena arena;
    struct dataset *dataset; /* by holding */
    struct source_part *part;
    size_t parts;
    struct source_file *file;
    size_t files;
};

const char *source_slug(struct arena *arena, const struct source *source)
{
    return arena_format(arena, "sources/%s", source->id);
}

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

static void add_part(struct making *making, const struct holding *holding,
                     struct place_id place)
{
    making->part[making->parts++] = (struct source_part){
        .holding = holding,
        .code = place.index == NO_INDEX ? NULL
                                        : place_node(making->site->lists, place)->code,
        .figures = figures_held(making->site->lists, holding, place)};
}

static void add_parts(struct making *making, const struct holding *holding)
{
    const struct places *places = &making->site->lists->places;
    if (!holding->current)
        return;
    if (!is_by_state(making->site, holding)) {
        add_part(making, holding, (struct place_id){NO_INDEX});
        return;
    }
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE &&
            cube_leaves_in(holding->current->cube, (struct place_id){i}) > 0)
            add_part(making, holding, (struct place_id){i});
}

static bool survey_part(void *context, size_t index, struct error *err)
{
    struct making *making = context;
    (void)err;
    figures_survey(&making->part[index].figures, &making->part[index].survey);
    return true;
}

static void add_files(struct making *making, const struct source_part *part)
{
    enum figures_of of = part->code ? FIGURES_OF_STATE : FIGURES_OF_SOURCE;
    for (const struct exporter *one = EXPORTERS; one->export; one++)
        if (exporter_offers(one, of, &part->survey))
            making->file[making->files++] =
                (struct source_file){.part = part, .exporter = one};
}

static bool make_file(void *context, size_t index, struct error *err)
{
    struct making *making = context;
    const struct source_part *part = making->file[index].part;
    struct site *site = making->site;
    const struct dataset *dataset =
        &making->dataset[part->holding - site->holdings->holding];
    const struct exporting what = {site, dataset, &part->figures, &part->survey};
    struct arena arena = {0};
    struct dataset_file file;
    bool good = exporter_write(&arena, making->file[index].exporter, &what, part->code,
                               &file, err);
    if (good)
        datasets_add_file(site->datasets, dataset->slug, &file);
    arena_free(&arena);
    return good;
}

static struct names source_folders(struct arena *arena, const struct site *site,
                                   const struct source *source)
{
    struct names folders = {{0}};
    for (size_t i = 0; i < site->config->languages.count; i++)
        folders.in[i] = folder_source(arena, site->catalogues[i], source);
    return folders;
}

/* A source as its parts were surveyed; its files come later. */
static bool describe(struct making *making, const struct source_part *part,
                     size_t parts, struct error *err)
{
    struct site *site = making->site;
    struct arena *arena = &making->arena;
    const struct source *source = part->holding->source;
    struct dataset *dataset = &making->dataset[part->holding - site->holdings->holding];
    *dataset = (struct dataset){
        .slug = source_slug(arena, source),
        .kind = DATASET_FIGURES,
        .title = source->name,
        .about = dataset_words(arena, site, "dataset.figures.about", &source->name),
        .page = source_folders(arena, site, source),
        .table = part->code ? &TABLE_YEARS : &TABLE_FIGURES,
        .extent = part->survey.extent,
        .sources = 1,
        .source = arena_take(arena, sizeof *dataset->source)};
    dataset->source[0] = part->holding;
    for (size_t i = 0; i < parts; i++) {
        dataset->rows += part->code ? part[i].survey.years : part[i].survey.figures;
        if (i > 0)
            extent_join(site->lists, &dataset->extent, &part[i].survey.extent);
    }
    return datasets_add(site->datasets, dataset, err);
}

/* Each source with its parts, and all files of those. */
static bool plan(struct making *making, struct error *err)
{
    bool good = true;
    size_t next;
    making->file = arena_array(&making->arena, making->parts * EXPORTERS_MAX,
                               sizeof *making->file);
    for (size_t i = 0; good && i < making->parts; i = next) {
        for (next = i; next < making->parts &&
                       making->part[next].holding == making->part[i].holding;
             next++)
            add_files(making, &making->part[next]);
        good = describe(making, &making->part[i], next - i, err);
    }
    return good;
}

/* What a source changed from vintage to vintage; nothing for a single one. */
static bool make_ledger(void *context, size_t index, struct error *err)
{
    const struct site *site = context;
    const struct holding *holding = &site->holdings->holding[index];
    if (!holding->current)
        return true;
    bool good = !site->revisions[index].steps ||
                (revisions_put(site, index, err) && triangles_put(site, index, err));
    return good && (!bands_known(site->bands, site->holdings, holding) ||
                    bands_put(site, holding, err));
}

bool sources_export(struct site *site, struct error *err)
{
    struct making making = {.site = site};
    size_t count = site->holdings->count;
    size_t most = site->lists->places.count + 1;
    making.dataset = arena_array(&making.arena, count, sizeof *making.dataset);
    making.part = arena_array(&making.arena, count * most, sizeof *making.part);
    for (size_t i = 0; i < count; i++)
        add_parts(&making, &site->holdings->holding[i]);
    bool good = parallel_each(making.parts, survey_part, &making, err) &&
                plan(&making, err) &&
                parallel_each(making.files, make_file, &making, err);
    for (size_t i = 0; i < count; i++)
        if (making.dataset[i].slug)
            datasets_settle(site->datasets, making.dataset[i].slug);
    good = good && parallel_each(count, make_ledger, site, err);
    for (size_t i = 0; i < making.parts; i++)
        survey_free(&making.part[i].survey);
    arena_free(&making.arena);
    return good;
}
