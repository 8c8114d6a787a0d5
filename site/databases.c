#include "site/databases.h"

#include "base/parallel.h"
#include "site/dataset.h"
#include "site/datasette.h"
#include "site/export.h"
#include "site/export_sqlite.h"

#include <string.h>

/* Of a source with more figures than these, SQLite files are larger than most who ask
 * for them can use, and dearer than all else of an edition: its CSV files by state are
 * what there is. site/messages tells so. */
static const size_t SQLITE_FIGURES_MAX = 10000000;

/* One file to be written: of all states, of a source, or of a state in it. */
struct database_part {
    const char *slug;
    struct selection selection;
    struct dataset_file file;
};

struct making {
    struct site *site;
    struct arena arena;
    struct database_part *part;
    size_t parts;
};

static struct database_part *add_part(struct making *making, const char *slug,
                                      const char *path)
{
    struct database_part *part = &making->part[making->parts++];
    part->slug = slug;
    part->file = (struct dataset_file){
        .path = path, .format = "sqlite", .media = "application/vnd.sqlite3"};
    return part;
}

/* Beside the source's CSV, or those of the states in it. */
static void plan_source(struct making *making, const struct holding **holding)
{
    struct arena *arena = &making->arena;
    const struct site *site = making->site;
    const char *slug = source_slug(arena, (*holding)->source);
    const struct dataset *dataset = datasets_find(site->datasets, slug);
    for (size_t i = 0; dataset && i < dataset->files; i++) {
        const struct dataset_file *csv = &dataset->file[i];
        if (strcmp(csv->format, "csv") != 0)
            continue;
        const char *code = csv->part ? arena_format(arena, "%s", csv->part) : NULL;
        struct database_part *part = add_part(
            making, slug,
            arena_format(arena, "%.*s.sqlite",
                         (int)(strlen(csv->path) - strlen(".csv")), csv->path));
        part->file.part = code;
        part->selection =
            (struct selection){.holdings = 1,
                               .holding = holding,
                               .place = code ? place_find(site->lists, text_of(code))
                                             : (struct place_id){NO_INDEX},
                               .title = (*holding)->source->name};
    }
}

/* Towns are left to the files of their sources: they would make it too large. */
static bool is_of_states(const struct holding *holding)
{
    return holding->current && strcmp(holding->source->level, "municipality") != 0;
}

/* One file each, beside the CSV. */
static bool has_databases(const struct holding *holding)
{
    return holding->current &&
           cube_figures(holding->current->cube) <= SQLITE_FIGURES_MAX;
}

static bool is_held(const struct holding *holding) { return holding->current != NULL; }

static struct selection select_all(struct making *making,
                                   bool (*fits)(const struct holding *holding))
{
    const struct site *site = making->site;
    const struct holdings *holdings = site->holdings;
    const struct holding **holding =
        arena_array(&making->arena, holdings->count, sizeof(struct holding *));
    struct selection selection = {
        .holding = holding,
        .place = {NO_INDEX},
        .title = dataset_words(&making->arena, site, "dataset.all.title", NULL)};
    for (size_t i = 0; i < holdings->count; i++)
        if (fits(&holdings->holding[i]))
            holding[selection.holdings++] = &holdings->holding[i];
    return selection;
}

/* The one of all takes longest, so it is the first. */
static void plan(struct making *making)
{
    const struct site *site = making->site;
    const struct holdings *holdings = site->holdings;
    const struct holding **each =
        arena_array(&making->arena, holdings->count, sizeof(struct holding *));
    size_t most = 1 + holdings->count * (1 + site->lists->places.count);
    making->part = arena_array(&making->arena, most, sizeof *making->part);
    struct selection states = select_all(making, is_of_states);
    if (states.holdings > 0)
        add_part(making, SLUG_ALL, "data/" SLUG_ALL ".sqlite")->selection = states;
    for (size_t i = 0; i < holdings->count; i++) {
        each[i] = &holdings->holding[i];
        if (has_databases(each[i]))
            plan_source(making, &each[i]);
    }
}

static bool make_part(void *context, size_t index, struct error *err)
{
    const struct making *making = context;
    struct database_part *part = &making->part[index];
    return export_sqlite(making->site, part->file.path, &part->selection,
                         &part->file.rows, err);
}

/* What holds all as one dataset: its sources, and what they cover. */
static bool tell_all(struct making *making, const struct selection *selection,
                     size_t rows, struct error *err)
{
    const struct site *site = making->site;
    struct arena *arena = &making->arena;
    struct dataset all = {.slug = SLUG_ALL,
                          .kind = DATASET_ALL,
                          .title = selection->title,
                          .about =
                              dataset_words(arena, site, "dataset.all.about", NULL),
                          .table = &TABLE_FIGURES,
                          .rows = rows,
                          .sources = selection->holdings,
                          .source = selection->holding};
    for (size_t i = 0; i < all.sources; i++) {
        const struct dataset *one =
            datasets_find(site->datasets, source_slug(arena, all.source[i]->source));
        if (i == 0 && one)
            all.extent = one->extent;
        else if (one)
            extent_join(site->lists, &all.extent, &one->extent);
    }
    return datasets_add(site->datasets, &all, err);
}

/* Where nothing is of states, towns are all there is. */
static bool tell(struct making *making, struct error *err)
{
    const struct database_part *first = making->part;
    bool states = making->parts > 0 && strcmp(first->slug, SLUG_ALL) == 0;
    const struct selection all =
        states ? first->selection : select_all(making, is_held);
    if (!tell_all(making, &all, states ? first->file.rows : 0, err))
        return false;
    for (size_t i = 0; i < making->parts; i++)
        datasets_add_file(making->site->datasets, making->part[i].slug,
                          &making->part[i].file);
    return true;
}

bool databases_export(struct site *site, struct error *err)
{
    struct making making = {.site = site};
    plan(&making);
    bool good = parallel_each(making.parts, make_part, &making, err) &&
                tell(&making, err) && datasette_export(site, err);
    arena_free(&making.arena);
    return good;
}
