#include "site/datasette.h"

#include "base/json.h"
#include "site/databases.h"
#include "site/dataset.h"
#include "site/export_sqlite.h"

#include <string.h>

/* An offence is the sum of all within it. */
static const struct example EXAMPLE[EXAMPLES] = {
    {"years", "sqlite.example_years",
     "SELECT source, substr(period, 1, 4) AS year, sum(value) AS value,\n"
     "  count(DISTINCT period) AS months, sum(value IS NULL) AS missing\n"
     "FROM figures_%s\n"
     "WHERE measure = 'investigations' AND offence_code IN (\n"
     "  SELECT part.code FROM offences AS whole\n"
     "  JOIN offences AS part ON part.id BETWEEN whole.id AND whole.last\n"
     "  WHERE whole.code = 'homicidio-doloso')\n"
     "GROUP BY source, year ORDER BY source, year",
     "homicidio-doloso", NULL},
    {"months", "sqlite.example_months",
     "SELECT period, offence, value, status, unit, source\n"
     "FROM figures_%s\n"
     "WHERE place_code = 'mx-11' AND measure = 'investigations'\n"
     "  AND offence_code = 'feminicidio.con-arma-de-fuego'\n"
     "ORDER BY source, period",
     "feminicidio.con-arma-de-fuego", "mx-11"},
};

bool example_fits(const struct site *site, size_t index)
{
    const struct example *example = &EXAMPLE[index];
    return offence_find(site->lists, text_of(example->offence)).index != NO_INDEX &&
           (!example->place ||
            place_find(site->lists, text_of(example->place)).index != NO_INDEX);
}

struct example example_query(struct arena *arena, size_t index, const char *tag)
{
    struct example example = EXAMPLE[index];
    example.sql = sqlite_in(arena, example.sql, tag);
    return example;
}

/* JSON ----------------------------------------------------------------------------- */

static void add(struct buffer *out, const char *key, const char *value)
{
    char last = out->length > 0 ? out->at[out->length - 1] : '{';
    if (!value || !*value)
        return;
    if (last != '{')
        buffer_char(out, ',');
    buffer_char(out, '\n');
    json_write_string(out, text_of(key));
    buffer_string(out, ": ");
    json_write_string(out, text_of(value));
}

static void open_object(struct buffer *out, const char *key)
{
    if (out->at[out->length - 1] != '{')
        buffer_char(out, ',');
    buffer_char(out, '\n');
    json_write_string(out, text_of(key));
    buffer_string(out, ": {");
}

/* The different words that a dataset's sources have for something, as one. */
static const char *join(struct arena *arena, const struct dataset *dataset,
                        const char *(*say_of)(const struct source *source))
{
    const char *all = "";
    for (size_t i = 0; i < dataset->sources; i++) {
        const char *one = say_of(dataset->source[i]->source);
        bool said = !one || !*one;
        for (size_t j = 0; j < i && !said; j++)
            said = strcmp(one, say_of(dataset->source[j]->source)) == 0;
        if (!said)
            all = arena_format(arena, "%s%s%s", all, *all ? "; " : "", one);
    }
    return all;
}

static const char *publisher(const struct source *source) { return source->publisher; }
static const char *landing(const struct source *source) { return source->landing; }
static const char *licence(const struct source *source) { return source->licence; }
static const char *terms(const struct source *source) { return source->licence_url; }

/* An address leads to one place only. */
static const char *single(const char *joined)
{
    return strstr(joined, "; ") ? NULL : joined;
}

static void add_terms(struct buffer *out, struct arena *arena,
                      const struct dataset *dataset)
{
    add(out, "license", join(arena, dataset, licence));
    add(out, "license_url", single(join(arena, dataset, terms)));
    add(out, "source", join(arena, dataset, publisher));
    add(out, "source_url", single(join(arena, dataset, landing)));
}

static void add_examples(struct buffer *out, struct arena *arena,
                         const struct site *site)
{
    open_object(out, "queries");
    for (size_t i = 0; i < EXAMPLES; i++)
        for (size_t j = 0; j < site->config->languages.count && example_fits(site, i);
             j++) {
            const char *tag = site->config->languages.tag[j];
            struct example example = example_query(arena, i, tag);
            open_object(out, arena_format(arena, "%s_%s", example.name, tag));
            add(out, "title", word(site->catalogues[j], example.title));
            add(out, "sql", example.sql);
            buffer_char(out, '}');
        }
    buffer_char(out, '}');
}

/* Datasette calls a database by its file's name: those of a state have the same name in
 * every source, so they are not told of. */
static void add_database(struct buffer *out, struct arena *arena,
                         const struct site *site, const struct dataset *dataset,
                         const struct dataset_file *file)
{
    const char *name = strrchr(file->path, '/') + 1;
    open_object(out, arena_format(arena, "%.*s",
                                  (int)(strlen(name) - strlen(".sqlite")), name));
    add(out, "title", dataset->title.in[0]);
    add(out, "description", dataset->about.in[0]);
    add_terms(out, arena, dataset);
    if (dataset->kind == DATASET_ALL)
        add_examples(out, arena, site);
    buffer_char(out, '}');
}

static void add_databases(struct buffer *out, struct arena *arena,
                          const struct site *site)
{
    size_t count;
    const struct dataset **dataset = datasets_beside(arena, site->datasets, &count);
    open_object(out, "databases");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < dataset[i]->files; j++)
            if (strcmp(dataset[i]->file[j].format, "sqlite") == 0 &&
                !dataset[i]->file[j].part)
                add_database(out, arena, site, dataset[i], &dataset[i]->file[j]);
    buffer_char(out, '}');
}

bool datasette_export(const struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    const struct dataset *all = datasets_find(site->datasets, SLUG_ALL);
    const struct dataset_file file = {.path = "data/metadata.json",
                                      .format = "datasette",
                                      .media = "application/json"};
    bool good = true;
    if (dataset_format(all, "sqlite")) {
        buffer_char(&out, '{');
        add(&out, "title", site->config->title.in[0]);
        add(&out, "description", word(site->catalogues[0], "sqlite.about"));
        add_terms(&out, &arena, all);
        add_databases(&out, &arena, site);
        buffer_string(&out, "\n}\n");
        good = tree_put(site->tree, file.path, buffer_all(&out), err);
        datasets_add_file(site->datasets, SLUG_ALL, &file);
    }
    buffer_free(&out);
    arena_free(&arena);
    return good;
}
