#include "site/page_again.h"

#include "base/json.h"
#include "base/json_writer.h"
#include "base/program.h"
#include "site/exporters.h"
#include "site/pages.h"

#include <string.h>

/* The ground --------------------------------------------------------------- */

static void add_flags(struct buffer *sum, const bool *flag, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_char(sum, flag[i] ? '1' : '0');
    buffer_char(sum, '\n');
}

static void add_within(struct buffer *sum, const struct site *site)
{
    for (size_t i = 0; i < site->lists->places.count; i++)
        for (size_t j = 0; j < site->within[i].count; j++)
            buffer_format(sum, "%zu %u\n", i, site->within[i].offence[j].index);
}

/* A source, whichever vintage of it is the current one. */
static void add_source(struct buffer *sum, const struct site *site, size_t index)
{
    const struct holding *holding = &site->holdings->holding[index];
    struct period first = {0}, last = {0};
    if (holding->current)
        cube_range(holding->current->cube, &first, &last);
    buffer_format(sum, "%s %d %d %d %d\n", holding_cited(holding),
                  holding->current != NULL, holding->held_back != NULL, first.month,
                  last.month);
    bands_ground(site->bands, site->holdings, holding, sum);
}

struct sha256 ground_of(const struct site *site)
{
    const struct lists *lists = site->lists;
    struct buffer sum = {0};
    struct sha256 ground = {""};
    buffer_format(&sum, "pages %s %s %d %u\n", program_identity(), site->setting.hex,
                  (int)site->synthetic, site->investigations.index);
    add_flags(&sum, site->place_page, lists->places.count);
    add_flags(&sum, site->place_figures, lists->places.count);
    add_flags(&sum, site->offence_page, lists->offences.count);
    add_flags(&sum, site->offence_figures, lists->offences.count);
    add_within(&sum, site);
    buffer_add(&sum, site->residents, lists->places.count * sizeof *site->residents);
    for (size_t i = 0; i < site->holdings->count; i++)
        add_source(&sum, site, i);
    if (*program_identity() && !sum.failed)
        ground = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    return ground;
}

/* A page ------------------------------------------------------------------- */

static void add_vintage(struct buffer *sum, const struct site *site, size_t index,
                        struct place_id place)
{
    const struct holding *holding = &site->holdings->holding[index];
    if (!holding->current ||
        holding_reach(holding, place_node(site->lists, place)->kind) < 0)
        return;
    const struct provenance *from =
        &unchanged_since(site, holding, place)->snapshot.provenance;
    buffer_format(sum, "%zu %s %04d-%02d-%02d %d %s\n", index, from->sha256.hex,
                  from->date.year, from->date.month, from->date.day, from->mirror,
                  from->file);
}

bool page_made_of(const struct site *site, const struct reads *reads, const char *name,
                  struct sha256 *out)
{
    struct buffer sum = {0};
    buffer_format(&sum, "%s %s\n", site->ground.hex, name);
    for (size_t i = 0; i < reads->count; i++) {
        buffer_format(&sum, "%u\n", reads->place[i].index);
        for (size_t j = 0; j < site->holdings->count; j++)
            add_vintage(&sum, site, j, reads->place[i]);
    }
    *out = sha256_of(buffer_all(&sum));
    bool known = site->ground.hex[0] && !sum.failed;
    buffer_free(&sum);
    return known;
}

/* What is known of pages --------------------------------------------------- */

static void put_names(struct json_writer *writer, const char *key,
                      const struct names *names, size_t languages)
{
    json_begin_array(writer, key);
    for (size_t i = 0; i < languages; i++)
        json_put_string(writer, NULL, names->in[i] ? names->in[i] : "");
    json_end(writer);
}

static void put_extent(struct json_writer *writer, const struct extent *extent)
{
    json_put_truth(writer, "dated", extent->dated);
    json_put_count(writer, "first", (size_t)extent->first.month);
    json_put_count(writer, "last", (size_t)extent->last.month);
    json_put_count(writer, "step", (size_t)extent->step);
    json_put_count(writer, "places", extent->places);
    json_put_count(writer, "within", extent->within.index);
    json_put_count(writer, "finest", (size_t)extent->finest);
}

static void put_dataset(struct json_writer *writer, const struct site *site,
                        const struct dataset *dataset)
{
    size_t languages = site->config->languages.count;
    put_names(writer, "title", &dataset->title, languages);
    put_names(writer, "about", &dataset->about, languages);
    put_names(writer, "page", &dataset->page, languages);
    json_put_count(writer, "rows", dataset->rows);
    put_extent(writer, &dataset->extent);
    json_begin_array(writer, "sources");
    for (size_t i = 0; i < dataset->sources; i++)
        json_put_string(writer, NULL, dataset->source[i]->source->id);
    json_end(writer);
    json_begin_array(writer, "files");
    for (size_t i = 0; i < dataset->files; i++) {
        json_begin_object(writer, NULL);
        json_put_string(writer, "path", dataset->file[i].path);
        json_put_string(writer, "format", dataset->file[i].format);
        json_put_count(writer, "rows", dataset->file[i].rows);
        json_end(writer);
    }
    json_end(writer);
}

void pages_keep(const struct site *site, const char *name, const struct sha256 *made_of,
                const struct page_known *known)
{
    struct arena arena = {0};
    struct buffer out = {0};
    struct json_writer writer = {.out = &out, .compact = true};
    const struct dataset *dataset = datasets_find(site->datasets, name);
    json_begin_object(&writer, NULL);
    json_put_string(&writer, "newest",
                    arena_format(&arena, "%04d-%02d-%02d", known->newest.year,
                                 known->newest.month, known->newest.day));
    json_put_count(&writer, "charts", known->charts);
    if (dataset) {
        json_begin_object(&writer, "dataset");
        put_dataset(&writer, site, dataset);
        json_end(&writer);
    }
    json_end(&writer);
    tree_group_end(site->tree, name, out.failed ? NULL : made_of, buffer_all(&out));
    buffer_free(&out);
    arena_free(&arena);
}

/* Taking over -------------------------------------------------------------- */

static size_t count_at(const struct json_node *object, const char *key)
{
    return (size_t)json_number(object, key, 0);
}

static struct names names_at(struct arena *arena, const struct json_node *object,
                             const char *key)
{
    struct names names = {{0}};
    const struct json_node *array = json_get(object, key);
    for (size_t i = 0; i < json_count(array) && i < LANGUAGES_MAX; i++)
        names.in[i] = arena_copy(arena, json_text_of(json_at(array, i))).at;
    return names;
}

static struct extent extent_at(const struct json_node *object)
{
    return (struct extent){.dated = json_truth(object, "dated", false),
                           .first = {(int32_t)count_at(object, "first")},
                           .last = {(int32_t)count_at(object, "last")},
                           .step = (enum step)count_at(object, "step"),
                           .places = count_at(object, "places"),
                           .within = {(uint32_t)count_at(object, "within")},
                           .finest = (enum place_kind)count_at(object, "finest")};
}

static const struct holding *find_holding(const struct site *site, struct text id)
{
    for (size_t i = 0; i < site->holdings->count; i++)
        if (text_is(id, site->holdings->holding[i].source->id))
            return &site->holdings->holding[i];
    return NULL;
}

static void sources_at(struct arena *arena, const struct site *site,
                       const struct json_node *object, struct dataset *out)
{
    const struct json_node *array = json_get(object, "sources");
    out->source = arena_array(arena, json_count(array) + 1, sizeof *out->source);
    for (size_t i = 0; i < json_count(array); i++) {
        const struct holding *holding =
            find_holding(site, json_text_of(json_at(array, i)));
        if (holding)
            out->source[out->sources++] = holding;
    }
}

static const struct exporter *exporter_of(struct text format)
{
    for (const struct exporter *one = EXPORTERS; one->export; one++)
        if (text_is(format, one->format) && (one->offered & FIGURES_OF_TOWN))
            return one;
    return NULL;
}

static bool files_at(struct arena *arena, const struct json_node *object,
                     struct dataset *out)
{
    const struct json_node *array = json_get(object, "files");
    out->file = arena_array(arena, json_count(array) + 1, sizeof *out->file);
    for (size_t i = 0; i < json_count(array); i++) {
        const struct json_node *node = json_at(array, i);
        const struct exporter *exporter = exporter_of(json_text(node, "format", ""));
        struct dataset_file *file = &out->file[out->files++];
        if (!exporter)
            return false;
        *file = (struct dataset_file){
            .path = arena_copy(arena, json_text(node, "path", "")).at,
            .format = exporter->format,
            .media = exporter->media,
            .table = exporter->table,
            .rows = count_at(node, "rows")};
        if (i == 0)
            out->table = exporter->table;
    }
    return out->files > 0;
}

static bool dataset_at(struct arena *arena, const struct site *site, const char *name,
                       const struct json_node *object, struct dataset *out)
{
    *out = (struct dataset){.slug = name,
                            .kind = DATASET_PAGE,
                            .title = names_at(arena, object, "title"),
                            .about = names_at(arena, object, "about"),
                            .page = names_at(arena, object, "page"),
                            .rows = count_at(object, "rows"),
                            .extent = extent_at(object)};
    sources_at(arena, site, object, out);
    return files_at(arena, object, out);
}

bool pages_again(const struct site *site, const char *name,
                 const struct sha256 *made_of, bool *again, struct page_known *known,
                 struct error *err)
{
    struct arena arena = {0};
    struct error ignored = {0};
    struct text said;
    struct dataset dataset;
    struct json_node *root = NULL;
    bool good = true;
    *again = tree_group_find(site->tree, name, made_of, &said) &&
             (root = json_parse(said, name, &ignored)) != NULL;
    const struct json_node *object = json_get(root, "dataset");
    *again = *again && (!object || dataset_at(&arena, site, name, object, &dataset)) &&
             tree_group_take_over(site->tree, name, made_of);
    if (*again) {
        day_parse(json_text(root, "newest", ""), &known->newest);
        known->charts = count_at(root, "charts");
        good = !object || datasets_add(site->datasets, &dataset, err);
    }
    json_close(root);
    arena_free(&arena);
    return good;
}
