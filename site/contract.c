#include "site/contract.h"

#include "base/csv.h"
#include "base/json_writer.h"

#include <string.h>

static const struct contract_change CHANGES[] = {
    {"1.0.0", "2026-04-18", "contract.change.1.0.0"},
};

static const struct dataset_table *const TABLES[] = {
    &TABLE_FIGURES,   &TABLE_YEARS,         &TABLE_SDMX, &TABLE_REVISIONS,
    &TABLE_TRIANGLES, &TABLE_FIRST_FIGURES, &TABLE_TIPS, &TABLE_RESIDUAL_SHARES,
    &TABLE_ICCS,      &TABLE_CLUSTERS,
};

/* Files of the tree with a fixed address, and patterns for the rest. */
static const struct {
    const char *pattern, *about;
} ADDRESSES[] = {
    {"data/{slug}.csv", "contract.url.dataset"},
    {"data/{slug}.csv-metadata.json", "contract.url.csvw"},
    {"data/sources/{source}.csv", "contract.url.source"},
    {"data/sources/{source}/{state}.csv", "contract.url.state"},
    {"data/sources/{source}.years.csv", "contract.url.years"},
    {"data/codes/{list}.csv", "contract.url.codes"},
    {"data/datapackage.json", "contract.url.package"},
    {"data/{folder}/datapackage.json", "contract.url.folder"},
    {"data/{folder}/SHA256SUMS", "contract.url.folder_sums"},
    {"data/dictionary.csv", "contract.url.dictionary"},
    {"data/dictionary.json", "contract.url.dictionary"},
    {"data.json", "contract.url.catalogue"},
    {"catalog.jsonld", "contract.url.catalogue"},
    {"ro-crate-metadata.json", "contract.url.crate"},
    {"CITATION.cff", "contract.url.citation"},
    {"CITATION.bib", "contract.url.citation"},
    {"SHA256SUMS", "contract.url.sums"},
};

static const char *const TYPES[] = {
    [COLUMN_CODE] = "code",     [COLUMN_TEXT] = "text",     [COLUMN_COUNT] = "count",
    [COLUMN_NUMBER] = "number", [COLUMN_PERIOD] = "period", [COLUMN_YEAR] = "year",
    [COLUMN_DAY] = "day"};

const struct contract_change *contract_changes(size_t *count)
{
    *count = sizeof CHANGES / sizeof *CHANGES;
    return CHANGES;
}

const struct dataset_table *const *contract_tables(size_t *count)
{
    *count = sizeof TABLES / sizeof *TABLES;
    return TABLES;
}

/* A message in each language: {"es": "…", "en": "…"}. */
static void put_message(struct json_writer *writer, const struct site *site,
                        const char *name, const char *key)
{
    if (!key)
        return;
    json_begin_object(writer, name);
    for (size_t i = 0; i < site->config->languages.count; i++)
        json_put_text(writer, site->config->languages.tag[i],
                      word(site->catalogues[i], key));
    json_end(writer);
}

static void put_column(struct json_writer *writer, const struct dataset_column *column)
{
    json_begin_object(writer, NULL);
    json_put_string(writer, "name", column->name);
    json_put_string(writer, "type", TYPES[column->type]);
    if (column->required)
        json_put_truth(writer, "required", true);
    if (column->key)
        json_put_truth(writer, "key", true);
    json_put_text(writer, "codes", column->list);
    if (column->words) {
        json_begin_array(writer, "words");
        for (const char *const *each = column->words; *each; each++)
            json_put_string(writer, NULL, *each);
        json_end(writer);
    }
    json_end(writer);
}

/* The same for every edition of a version, whatever its figures. */
static void put_shape(struct json_writer *writer, const struct site *site)
{
    json_begin_array(writer, "addresses");
    for (size_t i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++) {
        json_begin_object(writer, NULL);
        json_put_string(writer, "pattern", ADDRESSES[i].pattern);
        put_message(writer, site, "about", ADDRESSES[i].about);
        json_end(writer);
    }
    json_end(writer);
    json_begin_array(writer, "tables");
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        json_begin_object(writer, NULL);
        json_put_string(writer, "name", TABLES[i]->name);
        json_begin_array(writer, "columns");
        for (size_t j = 0; j < TABLES[i]->columns; j++)
            put_column(writer, &TABLES[i]->column[j]);
        json_end(writer);
        json_end(writer);
    }
    json_end(writer);
}

static void put_changes(struct json_writer *writer, const struct site *site)
{
    json_begin_array(writer, "changes");
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        json_begin_object(writer, NULL);
        json_put_string(writer, "version", CHANGES[i].version);
        json_put_string(writer, "day", CHANGES[i].day);
        put_message(writer, site, "about", CHANGES[i].about);
        json_end(writer);
    }
    json_end(writer);
}

/* A list's version is its content: new codes may come with any edition. */
static void put_code_list(struct json_writer *writer, const struct dataset *dataset)
{
    const struct dataset_file *file = dataset_format(dataset, "csv");
    json_begin_object(writer, NULL);
    json_put_string(writer, "path", file->path);
    json_put_count(writer, "codes", dataset->rows);
    json_put_string(writer, "sha256", file->sha256.hex);
    json_begin_array(writer, "columns");
    for (size_t i = 0; i < dataset->table->columns; i++)
        json_put_string(writer, NULL, dataset->table->column[i].name);
    json_end(writer);
    json_end(writer);
}

static void put_formats(struct json_writer *writer, const struct dataset *dataset)
{
    json_begin_object(writer, NULL);
    json_put_string(writer, "slug", dataset->slug);
    json_put_string(writer, "table", dataset->table->name);
    json_begin_array(writer, "files");
    for (size_t i = 0; i < dataset->files; i++) {
        const struct dataset_file *file = &dataset->file[i];
        json_begin_object(writer, NULL);
        json_put_string(writer, "path", file->path);
        json_put_string(writer, "format", file->format);
        json_put_text(writer, "part", file->part);
        json_end(writer);
    }
    json_end(writer);
    json_end(writer);
}

static bool put_file(const struct site *site, const char *path, struct buffer *out,
                     struct error *err)
{
    bool good = (!out->failed || fail(err, ERROR_LIMIT, "%s is too large", path)) &&
                tree_put(site->tree, path, buffer_all(out), err);
    buffer_free(out);
    return good;
}

static bool put_api(const struct site *site, const struct dataset **dataset,
                    size_t count, struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    json_begin_object(&writer, NULL);
    json_put_string(&writer, "contract", CHANGES[0].version);
    json_put_string(&writer, "edition", site->day);
    put_changes(&writer, site);
    put_shape(&writer, site);
    json_begin_array(&writer, "code_lists");
    for (size_t i = 0; i < count; i++)
        if (dataset[i]->kind == DATASET_CODES)
            put_code_list(&writer, dataset[i]);
    json_end(&writer);
    json_begin_array(&writer, "datasets");
    for (size_t i = 0; i < count; i++)
        if (dataset[i]->kind != DATASET_CODES && dataset[i]->kind != DATASET_PAGE)
            put_formats(&writer, dataset[i]);
    json_end(&writer);
    json_end(&writer);
    return put_file(site, "api.json", &out, err);
}

/* The dictionary as files -----------------------------------------------------------
 */

static void add_cell(struct buffer *out, const char *value)
{
    buffer_char(out, ',');
    csv_write(out, text_of(value ? value : ""));
}

static void add_row(struct buffer *out, const struct site *site,
                    const struct dataset_table *table,
                    const struct dataset_column *column)
{
    csv_write(out, text_of(table->name));
    add_cell(out, column->name);
    add_cell(out, TYPES[column->type]);
    add_cell(out, column->required ? "1" : "0");
    add_cell(out, column->key ? "1" : "0");
    struct buffer words = {0};
    for (const char *const *each = column->words; each && *each; each++)
        buffer_format(&words, "%s%s", each == column->words ? "" : " ", *each);
    buffer_char(out, ',');
    csv_write(out, buffer_all(&words));
    buffer_free(&words);
    add_cell(out, column->list);
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const struct catalogue *c = site->catalogues[i];
        add_cell(out, word(c, column->about));
        add_cell(out, column->unit ? word(c, column->unit) : "");
    }
    buffer_string(out, "\r\n");
}

static bool put_dictionary_csv(const struct site *site,
                               const struct dataset_table *const *tables, size_t count,
                               struct error *err)
{
    struct buffer out = {0};
    buffer_string(&out, "table,column,type,required,key,words,codes");
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const char *tag = site->config->languages.tag[i];
        buffer_format(&out, ",meaning_%s,unit_%s", tag, tag);
    }
    buffer_string(&out, "\r\n");
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < tables[i]->columns; j++)
            add_row(&out, site, tables[i], &tables[i]->column[j]);
    return put_file(site, "data/dictionary.csv", &out, err);
}

static bool put_dictionary_json(const struct site *site,
                                const struct dataset_table *const *tables, size_t count,
                                struct error *err)
{
    struct buffer out = {0};
    struct json_writer writer = {.out = &out};
    json_begin_object(&writer, NULL);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&writer, tables[i]->name);
        for (size_t j = 0; j < tables[i]->columns; j++) {
            const struct dataset_column *column = &tables[i]->column[j];
            json_begin_object(&writer, column->name);
            json_put_string(&writer, "type", TYPES[column->type]);
            json_put_truth(&writer, "required", column->required);
            json_put_truth(&writer, "key", column->key);
            json_put_text(&writer, "codes", column->list);
            put_message(&writer, site, "meaning", column->about);
            put_message(&writer, site, "unit", column->unit);
            json_end(&writer);
        }
        json_end(&writer);
    }
    json_end(&writer);
    return put_file(site, "data/dictionary.json", &out, err);
}

bool contract_put(const struct site *site, struct error *err)
{
    struct arena arena = {0};
    size_t count, tables = sizeof TABLES / sizeof *TABLES;
    const struct dataset **dataset = datasets_list(&arena, site->datasets, &count);
    const struct dataset_table **table =
        arena_array(&arena, tables + count, sizeof *table);
    memcpy(table, TABLES, sizeof TABLES);
    for (size_t i = 0; i < count; i++)
        if (dataset[i]->kind == DATASET_CODES)
            table[tables++] = dataset[i]->table;
    bool good = put_api(site, dataset, count, err) &&
                put_dictionary_csv(site, table, tables, err) &&
                put_dictionary_json(site, table, tables, err);
    arena_free(&arena);
    return good;
}
