#include "site/metadata.h"

#include "base/parallel.h"
#include "site/metadata_inside.h"

#include <string.h>

const char *metadata_address(const struct metadata *metadata, const char *path)
{
    return arena_format(metadata->arena, "%s%s", metadata->site->config->base_url,
                        path);
}

const char *metadata_page(const struct metadata *metadata,
                          const struct dataset *dataset, size_t language)
{
    const char *folder = dataset->page.in[language];
    if (!folder)
        return NULL;
    return metadata_address(
        metadata, arena_format(metadata->arena, "%s/%s%sindex.html",
                               metadata->site->config->languages.tag[language], folder,
                               *folder ? "/" : ""));
}

const char *metadata_publisher(const struct metadata *metadata, size_t language)
{
    const struct config *config = metadata->site->config;
    const char *name = config->operator_name.in[language];
    return name && *name ? name : config->title.in[language];
}

/* What it is, with the warning in front when figures are made up. */
static const char *about_in(const struct metadata *metadata,
                            const struct dataset *dataset, size_t language)
{
    const struct site *site = metadata->site;
    const char *about = dataset->about.in[language];
    if (!site->synthetic)
        return about;
    return arena_format(metadata->arena, "%s %s",
                        word(site->catalogues[language], "synthetic.banner"),
                        about ? about : "");
}

struct names metadata_abouts(const struct metadata *metadata,
                             const struct dataset *dataset)
{
    struct names abouts = {{0}};
    for (size_t i = 0; i < metadata->site->config->languages.count; i++)
        abouts.in[i] = about_in(metadata, dataset, i);
    return abouts;
}

const char *metadata_first(const struct metadata *metadata, const struct extent *extent,
                           bool whole_days)
{
    if (!extent->dated)
        return NULL;
    if (!whole_days)
        return period_iso(metadata->arena, extent->first, extent->step);
    return arena_format(metadata->arena, "%04d-%02d-01", period_year(extent->first),
                        extent->step == STEP_YEAR ? 1 : period_month(extent->first));
}

const char *metadata_last(const struct metadata *metadata, const struct extent *extent,
                          bool whole_days)
{
    if (!extent->dated)
        return NULL;
    if (!whole_days)
        return period_iso(metadata->arena, extent->last, extent->step);
    struct period last = extent->last;
    if (extent->step == STEP_YEAR)
        last = period_of(period_year(last), 12);
    return arena_format(metadata->arena, "%04d-%02d-%02d", period_year(last),
                        period_month(last), period_days(last, STEP_MONTH));
}

const char *metadata_day(const struct metadata *metadata, struct day day)
{
    return day.month ? arena_format(metadata->arena, "%04d-%02d-%02d", day.year,
                                    day.month, day.day)
                     : "";
}

const char *metadata_modified(const struct metadata *metadata,
                              const struct dataset *dataset)
{
    struct day newest = {0};
    for (size_t i = 0; i < dataset->sources; i++) {
        const struct vintage *vintage = dataset->source[i]->current;
        if (vintage && day_compare(vintage->snapshot.provenance.date, newest) > 0)
            newest = vintage->snapshot.provenance.date;
    }
    return metadata_day(metadata, newest);
}

static void add_terms(struct terms *terms, size_t *count, const struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->sources; i++) {
        const struct source *source = dataset->source[i]->source;
        size_t j = 0;
        while (j < *count && (strcmp(terms[j].name, source->licence) != 0 ||
                              strcmp(terms[j].address, source->licence_url) != 0))
            j++;
        if (j == *count)
            terms[(*count)++] = (struct terms){source->licence, source->licence_url};
    }
}

struct terms *metadata_terms(const struct metadata *metadata,
                             const struct dataset *dataset, size_t *count)
{
    struct terms *terms =
        arena_array(metadata->arena, dataset->sources + 1, sizeof *terms);
    *count = 0;
    add_terms(terms, count, dataset);
    return terms;
}

struct terms *metadata_all_terms(const struct metadata *metadata, size_t *count)
{
    struct terms *terms = arena_array(
        metadata->arena, metadata->site->holdings->count + 1, sizeof *terms);
    *count = 0;
    for (size_t i = 0; i < metadata->count; i++)
        add_terms(terms, count, metadata->dataset[i]);
    return terms;
}

void metadata_put_names(struct json_writer *writer, const struct metadata *metadata,
                        const char *key, const struct names *names)
{
    const struct languages *languages = &metadata->site->config->languages;
    for (size_t i = 0; i < languages->count; i++)
        json_put_text(
            writer,
            i == 0 ? key
                   : arena_format(metadata->arena, "%s@%s", key, languages->tag[i]),
            names->in[i]);
}

void metadata_put_by_language(struct json_writer *writer,
                              const struct metadata *metadata, const char *key,
                              const struct names *names)
{
    const struct languages *languages = &metadata->site->config->languages;
    json_begin_object(writer, key);
    for (size_t i = 0; i < languages->count; i++)
        json_put_text(writer, languages->tag[i], names->in[i]);
    json_end(writer);
}

void metadata_put_literals(struct json_writer *writer, const struct metadata *metadata,
                           const char *key, const struct names *names)
{
    const struct languages *languages = &metadata->site->config->languages;
    json_begin_array(writer, key);
    for (size_t i = 0; i < languages->count; i++) {
        if (!names->in[i] || !*names->in[i])
            continue;
        json_begin_object(writer, NULL);
        json_put_string(writer, "@value", names->in[i]);
        json_put_string(writer, "@language", languages->tag[i]);
        json_end(writer);
    }
    json_end(writer);
}

bool metadata_put_file(const struct metadata *metadata, const char *path,
                       struct buffer *out, struct error *err)
{
    bool good = (!out->failed || fail(err, ERROR_LIMIT, "%s is too large", path)) &&
                tree_put(metadata->site->tree, path, buffer_all(out), err);
    buffer_free(out);
    return good;
}

struct text metadata_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct text){path, slash ? (size_t)(slash - path) : 0};
}

/* What each vocabulary's files say, longest first. */
static bool (*const VOCABULARIES[])(const struct metadata *metadata,
                                    struct error *err) = {
    packages_put,   csv_on_the_web_put, catalog_us_put,
    catalog_ap_put, crate_put,          citation_put,
};

static bool put_vocabulary(void *context, size_t index, struct error *err)
{
    struct arena arena = {0};
    struct metadata metadata = *(const struct metadata *)context;
    metadata.arena = &arena;
    bool good = VOCABULARIES[index](&metadata, err);
    arena_free(&arena);
    return good;
}

bool metadata_put(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct metadata metadata = {.site = site};
    metadata.dataset = datasets_list(&arena, site->datasets, &metadata.count);
    bool good = parallel_each(sizeof VOCABULARIES / sizeof *VOCABULARIES,
                              put_vocabulary, &metadata, err);
    arena_free(&arena);
    return good || fail_while(err, "describing the datasets");
}
