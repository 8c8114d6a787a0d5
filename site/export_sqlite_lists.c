/* The code lists of an SQLite file, and what it says of itself. */
#include "base/version.h"
#include "site/export_sqlite.h"

#include <string.h>

/* Cells of one thing in each language. */
static void row_names(struct database_rows *rows, const struct languages *languages,
                      const struct names *names)
{
    for (size_t i = 0; i < languages->count; i++)
        row_text(rows, names->in[i]);
}

static void row_id(struct database_rows *rows, uint32_t index)
{
    if (index == NO_INDEX)
        row_null(rows);
    else
        row_count(rows, (int64_t)index + 1);
}

/* Own id, code, parent, and the last id within. */
static void row_node(struct database_rows *rows, uint32_t index, const char *code,
                     uint32_t parent, uint32_t span)
{
    row_id(rows, index);
    row_text(rows, code);
    row_id(rows, parent);
    row_id(rows, index + span - 1);
}

static int columns(const struct site *site, int plain, int named)
{
    return plain + named * (int)site->config->languages.count;
}

static void put_places(struct database *database, const struct site *site,
                       const bool *needed)
{
    static const char *const KINDS[] = {[PLACE_COUNTRY] = "country",
                                        [PLACE_STATE] = "state",
                                        [PLACE_MUNICIPALITY] = "municipality",
                                        [PLACE_UNALLOCATED] = "unallocated",
                                        [PLACE_ABROAD] = "abroad"};
    const struct places *places = &site->lists->places;
    struct database_rows rows = database_rows(database, "places", columns(site, 6, 1));
    for (uint32_t i = 0; i < places->count; i++) {
        const struct place *place = &places->node[i];
        if (!needed[i])
            continue;
        row_node(&rows, i, place->code, place->parent, place->span);
        row_text(&rows, KINDS[place->kind]);
        row_text(&rows, place->iso);
        row_names(&rows, &site->config->languages, &place->name);
        row_end(&rows);
    }
    database_rows_end(&rows);
}

/* A modality says nothing without its offence: "Homicidio doloso: Con arma blanca". */
static struct names label_of(struct arena *arena, const struct site *site,
                             const struct offence *offence)
{
    struct names label = offence->name;
    const struct offence_id parent = {offence->parent};
    if (offence->level != OFFENCE_MODALITY)
        return label;
    for (size_t i = 0; i < site->config->languages.count; i++)
        label.in[i] =
            arena_format(arena, "%s: %s", offence_node(site->lists, parent)->name.in[i],
                         offence->name.in[i]);
    return label;
}

static void put_offences(struct database *database, const struct site *site,
                         const bool *needed)
{
    static const char *const LEVELS[] = {
        [OFFENCE_ROOT] = "root", [OFFENCE_GROUP] = "group",
        [OFFENCE_TYPE] = "type", [OFFENCE_SUBTYPE] = "subtype",
        [OFFENCE_KIND] = "kind", [OFFENCE_MODALITY] = "modality"};
    const struct languages *languages = &site->config->languages;
    const struct offences *offences = &site->lists->offences;
    struct arena arena = {0};
    struct database_rows rows =
        database_rows(database, "offences", columns(site, 8, 3));
    for (uint32_t i = 0; i < offences->count; i++) {
        const struct offence *offence = &offences->node[i];
        if (!needed[i])
            continue;
        const struct names label = label_of(&arena, site, offence);
        row_node(&rows, i, offence->code, offence->parent, offence->span);
        row_text(&rows, LEVELS[offence->level]);
        row_count(&rows, offence->residual);
        row_text(&rows, offence->iccs);
        row_text(&rows, (char[]){offence->iccs_confidence, '\0'});
        row_names(&rows, languages, &offence->name);
        row_names(&rows, languages, &label);
        row_names(&rows, languages, &offence->about);
        row_end(&rows);
    }
    database_rows_end(&rows);
    arena_free(&arena);
}

static void put_measures(struct database *database, const struct site *site,
                         const bool *needed)
{
    const struct measures *measures = &site->lists->measures;
    struct database_rows rows =
        database_rows(database, "measures", columns(site, 4, 2));
    for (uint32_t i = 0; i < measures->count; i++) {
        const struct measure *measure = &measures->node[i];
        if (!needed[i])
            continue;
        row_node(&rows, i, measure->code, measure->parent, measure->span);
        row_names(&rows, &site->config->languages, &measure->name);
        row_names(&rows, &site->config->languages, &measure->unit);
        row_end(&rows);
    }
    database_rows_end(&rows);
}

static void put_statuses(struct database *database, const struct site *site)
{
    struct arena arena = {0};
    struct database_rows rows =
        database_rows(database, "statuses", columns(site, 3, 1));
    for (enum status status = STATUS_REPORTED; status <= STATUS_SUPPRESSED; status++) {
        const char *code = status_word(status);
        const char *key = arena_format(&arena, "dictionary.%s", code);
        row_count(&rows, status);
        row_text(&rows, code);
        row_count(&rows, figure_known((struct figure){.status = status}));
        for (size_t i = 0; i < site->config->languages.count; i++)
            row_text(&rows, word(site->catalogues[i], key));
        row_end(&rows);
    }
    database_rows_end(&rows);
    arena_free(&arena);
}

void sqlite_lists(struct database *database, const struct site *site,
                  const struct needed *needed)
{
    put_statuses(database, site);
    put_places(database, site, needed->place);
    put_offences(database, site, needed->offence);
    put_measures(database, site, needed->measure);
}

/* Sources ------------------------------------------------------------------------ */

static bool is_used(const struct selection *selection, const struct methodology *one)
{
    for (size_t i = 0; i < selection->holdings; i++)
        if (selection->holding[i]->methodology == one)
            return true;
    return false;
}

static void put_methodologies(struct database *database, const struct site *site,
                              const struct selection *selection)
{
    const struct methodologies *list = &site->lists->methodologies;
    struct arena arena = {0};
    struct database_rows rows =
        database_rows(database, "methodologies", columns(site, 4, 2));
    for (size_t i = 0; i < list->count; i++) {
        const struct methodology *methodology = &list->node[i];
        if (!is_used(selection, methodology))
            continue;
        row_id(&rows, (uint32_t)i);
        row_text(&rows, methodology->code);
        row_text(&rows, period_iso(&arena, methodology->first, STEP_MONTH));
        row_text(&rows, methodology->reference);
        row_names(&rows, &site->config->languages, &methodology->name);
        row_names(&rows, &site->config->languages, &methodology->about);
        row_end(&rows);
    }
    database_rows_end(&rows);
    arena_free(&arena);
}

static void row_source(struct database_rows *rows, struct arena *arena,
                       const struct site *site, const struct holding *holding)
{
    const struct source *source = holding->source;
    const struct provenance *from = &holding->current->snapshot.provenance;
    const struct methodology *methodology = holding->methodology;
    row_text(rows, holding_cited(holding));
    row_id(rows, methodology ? (uint32_t)(methodology - site->lists->methodologies.node)
                             : NO_INDEX);
    row_text(rows, source->subject);
    row_text(rows, source->level);
    row_text(rows, source->publisher);
    row_text(rows, source->publisher_url);
    row_text(rows, source->landing);
    row_text(rows, source->licence);
    row_text(rows, source->licence_url);
    row_text(rows, arena_format(arena, "%04d-%02d-%02d", from->date.year,
                                from->date.month, from->date.day));
    row_text(rows, from->file);
    row_text(rows, from->url);
    row_text(rows, from->sha256.hex);
    row_count(rows, holding->synthetic);
    row_names(rows, &site->config->languages, &source->name);
    row_names(rows, &site->config->languages, &source->note);
}

void sqlite_sources(struct database *database, const struct site *site,
                    const struct selection *selection)
{
    struct arena arena = {0};
    put_methodologies(database, site, selection);
    struct database_rows rows =
        database_rows(database, "sources", columns(site, 15, 2));
    for (size_t i = 0; i < selection->holdings; i++) {
        row_id(&rows, (uint32_t)i);
        row_source(&rows, &arena, site, selection->holding[i]);
        row_end(&rows);
    }
    database_rows_end(&rows);
    arena_free(&arena);
}

/* What the file says of itself --------------------------------------------------- */

/* What nobody has told has no row. */
static void put(struct database_rows *rows, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    row_text(rows, key);
    row_text(rows, value);
    row_end(rows);
}

static void put_words(struct database_rows *rows, const struct site *site,
                      const struct selection *selection)
{
    struct arena arena = {0};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        const char *tag = site->config->languages.tag[i];
        const struct catalogue *c = site->catalogues[i];
        put(rows, arena_format(&arena, "title_%s", tag), selection->title.in[i]);
        put(rows, arena_format(&arena, "about_%s", tag), word(c, "sqlite.about"));
        put(rows, arena_format(&arena, "site_%s", tag), site->config->title.in[i]);
        put(rows, arena_format(&arena, "operator_%s", tag),
            site->config->operator_name.in[i]);
        if (site->synthetic)
            put(rows, arena_format(&arena, "warning_%s", tag),
                word(c, "synthetic.banner"));
    }
    arena_free(&arena);
}

/* The day of the newest copy in the file. */
static const char *newest_of(struct arena *arena, const struct selection *selection)
{
    struct day newest = {0};
    for (size_t i = 0; i < selection->holdings; i++) {
        struct day day = selection->holding[i]->current->snapshot.provenance.date;
        if (day_compare(day, newest) > 0)
            newest = day;
    }
    return arena_format(arena, "%04d-%02d-%02d", newest.year, newest.month, newest.day);
}

/* Other sources may have news: this file stays what it is. */
struct sha256 sqlite_inputs(const struct site *site, const struct selection *selection)
{
    struct buffer sum = {0};
    buffer_format(&sum, "%s %d\n", site->setting.hex, (int)site->synthetic);
    if (selection->place.index != NO_INDEX)
        buffer_format(&sum, "%s\n", place_node(site->lists, selection->place)->code);
    for (size_t i = 0; i < selection->holdings; i++) {
        const struct holding *holding = selection->holding[i];
        const struct provenance *from = &holding->current->snapshot.provenance;
        buffer_format(&sum, "%s %d\n%s %04d-%02d-%02d\n%s\n%s\n",
                      holding_cited(holding), (int)holding->synthetic, from->sha256.hex,
                      from->date.year, from->date.month, from->date.day, from->file,
                      from->url);
    }
    struct sha256 hash = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    return hash;
}

void sqlite_metadata(struct database *database, const struct site *site,
                     const struct selection *selection)
{
    struct arena arena = {0};
    struct database_rows rows = database_rows(database, "metadata", 2);
    put_words(&rows, site, selection);
    put(&rows, "address", site->config->base_url);
    put(&rows, "contact", site->config->contact);
    put(&rows, "edition", newest_of(&arena, selection));
    put(&rows, "inputs", sqlite_inputs(site, selection).hex);
    put(&rows, "program", "cifra " CIFRA_VERSION);
    database_rows_end(&rows);
    arena_free(&arena);
}
