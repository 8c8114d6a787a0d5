#include "site/export.h"

#include "base/parallel.h"
#include "site/bands.h"
#include "site/export_csv.h"
#include "site/page.h"
#include "site/revisions.h"

#include <string.h>

/* One file to be written, of a whole source or of one state in it. */
struct source_part {
    const struct holding *holding;
    struct place_id place; /* NO_INDEX for all of them */
    enum csv_shape shape;
    struct dataset_file file;
    struct extent extent;
};

/* All parts of all sources, as one list to work through; each source's together. */
struct making {
    struct site *site;
    struct arena arena;
    struct source_part *part;
    size_t parts;
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

static struct source_part *add_part(struct making *making,
                                    const struct holding *holding,
                                    struct place_id place, enum csv_shape shape)
{
    struct source_part *part = &making->part[making->parts++];
    const struct dataset_table *table = csv_table(shape);
    const char *slug = source_slug(&making->arena, holding->source);
    *part = (struct source_part){.holding = holding, .place = place, .shape = shape};
    part->file = dataset_csv(&making->arena, slug, table, 0);
    if (place.index == NO_INDEX)
        return part;
    part->file.part = place_node(making->site->lists, place)->code;
    part->file.path =
        arena_format(&making->arena, "data/%s/%s.csv", slug, part->file.part);
    return part;
}

static void plan(struct making *making, const struct holding *holding)
{
    const struct site *site = making->site;
    const struct places *places = &site->lists->places;
    const struct place_id all = {NO_INDEX};
    if (!holding->current)
        return;
    if (!is_by_state(site, holding)) {
        add_part(making, holding, all, CSV_FIGURES);
        if (cube_step(holding->current->cube) != STEP_MONTH)
            return;
        struct dataset_file *years = &add_part(making, holding, all, CSV_YEARS)->file;
        years->format = "csv-years";
        years->path = arena_format(&making->arena, "data/sources/%s.years.csv",
                                   holding->source->id);
        return;
    }
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE &&
            cube_leaves_in(holding->current->cube, (struct place_id){i}) > 0)
            add_part(making, holding, (struct place_id){i}, CSV_YEARS);
}

static bool make_part(void *context, size_t index, struct error *err)
{
    const struct making *making = context;
    const struct site *site = making->site;
    struct source_part *part = &making->part[index];
    return export_csv(site->tree, part->file.path, site->lists, part->holding,
                      part->place, part->shape, &part->file.rows, &part->extent, err);
}

static struct names source_folders(struct arena *arena, const struct site *site,
                                   const struct source *source)
{
    struct names folders = {{0}};
    for (size_t i = 0; i < site->config->languages.count; i++)
        folders.in[i] = folder_source(arena, site->catalogues[i], source);
    return folders;
}

/* A source from its parts, which were written. */
static bool tell(struct making *making, const struct source_part *part, size_t parts,
                 struct error *err)
{
    struct site *site = making->site;
    struct arena *arena = &making->arena;
    const struct source *source = part->holding->source;
    struct dataset dataset = {
        .slug = source_slug(arena, source),
        .kind = DATASET_FIGURES,
        .title = source->name,
        .about = dataset_words(arena, site, "dataset.figures.about", &source->name),
        .page = source_folders(arena, site, source),
        .table = part->file.table,
        .extent = part->extent,
        .sources = 1,
        .source = (const struct holding *[]){part->holding},
        .files = parts,
        .file = arena_array(arena, parts, sizeof *dataset.file)};
    for (size_t i = 0; i < parts; i++) {
        dataset.file[i] = part[i].file;
        if (strcmp(part[i].file.format, part->file.format) == 0)
            dataset.rows += part[i].file.rows;
        if (part[i].place.index != part->place.index)
            extent_join(site->lists, &dataset.extent, &part[i].extent);
    }
    return datasets_add(site->datasets, &dataset, err);
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
    size_t most = site->lists->places.count + 2;
    making.part = arena_array(&making.arena, count * most, sizeof *making.part);
    for (size_t i = 0; i < count; i++)
        plan(&making, &site->holdings->holding[i]);
    bool good = parallel_each(making.parts, make_part, &making, err) &&
                parallel_each(count, make_ledger, site, err);
    for (size_t i = 0, next; good && i < making.parts; i = next) {
        for (next = i + 1;
             next < making.parts && making.part[next].holding == making.part[i].holding;
             next++)
            ;
        good = tell(&making, &making.part[i], next - i, err);
    }
    arena_free(&making.arena);
    return good;
}
