/* The columns of a table in the two languages that tools read: Table Schema and CSV on
 * the Web. */

#include "site/metadata_inside.h"

#include <string.h>

static struct names in_all(const struct metadata *metadata, const char *key)
{
    return dataset_words(metadata->arena, metadata->site, key, NULL);
}

static void put_words(struct json_writer *writer, const char *key,
                      const struct dataset_column *column)
{
    json_begin_array(writer, key);
    for (const char *const *each = column->words; *each; each++)
        json_put_string(writer, NULL, *each);
    json_end(writer);
}

/* "high|low|none" */
static const char *pattern_of(const struct metadata *metadata,
                              const struct dataset_column *column)
{
    const char *pattern = "";
    for (const char *const *each = column->words; each && *each; each++)
        pattern = arena_format(metadata->arena, "%s%s%s", pattern, *pattern ? "|" : "",
                               *each);
    return pattern;
}

/* Data Package ------------------------------------------------------------------ */

static const char *const PACKAGE_TYPES[] = {
    [COLUMN_CODE] = "string",   [COLUMN_TEXT] = "string",   [COLUMN_COUNT] = "integer",
    [COLUMN_NUMBER] = "number", [COLUMN_PERIOD] = "string", [COLUMN_YEAR] = "year",
    [COLUMN_DAY] = "date"};

static void put_constraints(struct json_writer *writer,
                            const struct dataset_column *column)
{
    json_begin_object(writer, "constraints");
    if (column->required)
        json_put_truth(writer, "required", true);
    if (column->positive)
        json_put_count(writer, "minimum", 0);
    if (column->type == COLUMN_PERIOD)
        json_put_string(writer, "pattern", "[0-9]{4}(-[0-9]{2})?");
    if (column->words && column->type == COLUMN_CODE)
        put_words(writer, "enum", column);
    json_end(writer);
}

/* What tells rows apart is never missing: an empty code there is a code, as for the
 * population, which has no offence. */
static void put_field(struct json_writer *writer, const struct metadata *metadata,
                      const struct dataset_column *column)
{
    struct names about = in_all(metadata, column->about);
    json_begin_object(writer, NULL);
    json_put_string(writer, "name", column->name);
    json_put_string(writer, "type", PACKAGE_TYPES[column->type]);
    metadata_put_names(writer, metadata, "description", &about);
    if (column->unit) {
        struct names unit = in_all(metadata, column->unit);
        metadata_put_names(writer, metadata, "unit", &unit);
    }
    json_put_text(writer, "codeList", column->list);
    if (column->required || column->positive || column->words ||
        column->type == COLUMN_PERIOD)
        put_constraints(writer, column);
    if (column->key && !column->required) {
        json_begin_array(writer, "missingValues");
        json_end(writer);
    }
    json_end(writer);
}

static void put_list_key(struct json_writer *writer, const struct metadata *metadata,
                         const struct dataset_column *column)
{
    json_begin_object(writer, NULL);
    json_begin_array(writer, "fields");
    json_put_string(writer, NULL, column->name);
    json_end(writer);
    json_begin_object(writer, "reference");
    json_put_string(writer, "resource",
                    package_resource_name(metadata->arena, column->list));
    json_begin_array(writer, "fields");
    json_put_string(writer, NULL, "code");
    json_end(writer);
    json_end(writer);
    json_end(writer);
}

static void put_list_keys(struct json_writer *writer, const struct metadata *metadata,
                          const struct dataset_table *table)
{
    json_begin_array(writer, "foreignKeys");
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i].list && table->column[i].required)
            put_list_key(writer, metadata, &table->column[i]);
    json_end(writer);
}

static void put_key(struct json_writer *writer, const char *name,
                    const struct dataset_table *table)
{
    json_begin_array(writer, name);
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i].key)
            json_put_string(writer, NULL, table->column[i].name);
    json_end(writer);
}

static bool has_lists(const struct dataset_table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i].list && table->column[i].required)
            return true;
    return false;
}

static bool has_key(const struct dataset_table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i].key)
            return true;
    return false;
}

void table_put_package_schema(struct json_writer *writer,
                              const struct metadata *metadata, const char *key,
                              const struct dataset_table *table, bool with_lists)
{
    struct names missing = in_all(metadata, "metadata.missing");
    json_begin_object(writer, key);
    json_put_string(writer, "$schema",
                    "https://datapackage.org/profiles/2.0/tableschema.json");
    json_begin_array(writer, "fields");
    for (size_t i = 0; i < table->columns; i++)
        put_field(writer, metadata, &table->column[i]);
    json_end(writer);
    /* Plain words, though version 2 knows labels: readers of version 1 would miss
     * that "" is none, and refuse every empty cell of a number. */
    json_begin_array(writer, "missingValues");
    json_put_string(writer, NULL, "");
    json_end(writer);
    metadata_put_names(writer, metadata, "missingLabel", &missing);
    if (has_key(table))
        put_key(writer, "primaryKey", table);
    if (with_lists && has_lists(table))
        put_list_keys(writer, metadata, table);
    json_end(writer);
}

/* CSV on the Web ------------------------------------------------------------------ */

static const char *const WEB_TYPES[] = {
    [COLUMN_CODE] = "string",   [COLUMN_TEXT] = "string",   [COLUMN_COUNT] = "integer",
    [COLUMN_NUMBER] = "double", [COLUMN_PERIOD] = "string", [COLUMN_YEAR] = "gYear",
    [COLUMN_DAY] = "date"};

static void put_datatype(struct json_writer *writer, const struct metadata *metadata,
                         const struct dataset_column *column)
{
    json_begin_object(writer, "datatype");
    json_put_string(writer, "base", WEB_TYPES[column->type]);
    if (column->positive)
        json_put_string(writer, "minimum", "0");
    if (column->type == COLUMN_PERIOD)
        json_put_string(writer, "format", "[0-9]{4}(-[0-9]{2})?");
    if (column->type == COLUMN_CODE)
        json_put_text(writer, "format", pattern_of(metadata, column));
    json_end(writer);
}

void table_put_web_schema(struct json_writer *writer, const struct metadata *metadata,
                          const char *key, const struct dataset_table *table)
{
    json_begin_object(writer, key);
    if (!key)
        json_put_string(writer, "@context", "http://www.w3.org/ns/csvw");
    json_begin_array(writer, "columns");
    for (size_t i = 0; i < table->columns; i++) {
        const struct dataset_column *column = &table->column[i];
        struct names about = in_all(metadata, column->about);
        json_begin_object(writer, NULL);
        json_put_string(writer, "name", column->name);
        json_put_string(writer, "titles", column->name);
        metadata_put_literals(writer, metadata, "dc:description", &about);
        put_datatype(writer, metadata, column);
        if (column->required)
            json_put_truth(writer, "required", true);
        json_end(writer);
    }
    json_end(writer);
    if (has_key(table))
        put_key(writer, "primaryKey", table);
    json_end(writer);
}
