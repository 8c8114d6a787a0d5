/* Methods, about, the data page and its dictionary. The prose of methods and about is
 * in templates, one per language. */

#include "site/block_bridge.h"
#include "site/blocks.h"
#include "site/contract.h"
#include "site/databases.h"
#include "site/dataset.h"
#include "site/datasette.h"
#include "site/export.h"
#include "site/pages.h"
#include "site/press.h"
#include "site/prose.h"

#include <string.h>

const char *methods_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.methods");
}

const char *about_folder(struct arena *arena, const struct site *site,
                         const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.about");
}

const char *data_folder(struct arena *arena, const struct site *site,
                        const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.data");
}

const char *dictionary_folder(struct arena *arena, const struct site *site,
                              const struct catalogue *catalogue, struct subject subject)
{
    (void)site;
    (void)subject;
    return arena_format(arena, "%s/%s", word(catalogue, "path.data"),
                        word(catalogue, "path.dictionary"));
}

static void add_methodologies(struct page *page)
{
    const struct methodologies *list = &page->site->lists->methodologies;
    for (size_t i = 0; i < list->count; i++) {
        struct view *item = view_item(page->view, "methodologies");
        view_text(item, "method", in_language(page, &list->node[i].name));
        view_text(item, "method_about", in_language(page, &list->node[i].about));
        view_text(item, "method_reference", list->node[i].reference);
    }
}

static void add_breaks(struct page *page)
{
    const struct breaks *breaks = page->site->breaks;
    for (size_t i = 0; i < breaks->count; i++) {
        const struct break_in *it = &breaks->row[i];
        struct view *item = view_item(page->view, "breaks");
        view_text(item, "break_when",
                  say_period(page->arena, page->catalogue, it->date, STEP_MONTH));
        view_text(item, "break_place", name_place(page, it->place));
        view_text(item, "break_about", in_language(page, &it->about));
    }
    view_text(page->view, "breaks_file", link_file(page, "data/codes/breaks.csv"));
}

bool methods_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    page_title(page, word(page->catalogue, "nav.methods"),
               word(page->catalogue, "methods.summary"));
    page_crumb(page, word(page->catalogue, "nav.methods"), NULL);
    add_methodologies(page);
    add_breaks(page);
    view_text(page->view, "iccs_link",
              link_to(page, word(page->catalogue, "path.iccs")));
    return true;
}

/* An example of where a chart stands: the newest, and as this edition has it. Whether
 * it is the first of its day, a script looks up (pin.js): no page may depend on it. */
static void add_addresses(struct page *page)
{
    const char *base = page->site->config->base_url;
    const char *chart = arena_format(page->arena, "%s/%s/grafica.svg",
                                     page->site->config->languages.tag[page->language],
                                     folder_place(page->site, page->site->country));
    if (!*base || !has_figures_place(page->site, page->site->country))
        return;
    view_text(page->view, "embed_latest",
              arena_format(page->arena, "%s%s", base, chart));
    view_text(page->view, "embed_pinned", arena_format(page->arena, "%sv/", base));
    view_text(page->view, "embed_edition", page->site->day);
    view_text(page->view, "embed_chart", chart);
    view_flag(page->view, "has_embeds", true);
}

bool about_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct config *config = page->site->config;
    const char *operator_name = in_language(page, &config->operator_name);
    page_title(page, word(page->catalogue, "nav.about"),
               word(page->catalogue, "about.summary"));
    page_crumb(page, word(page->catalogue, "nav.about"), NULL);
    view_text(page->view, "operator", operator_name);
    view_text(page->view, "contact", config->contact ? config->contact : "");
    struct day day;
    day_parse(text_of(page->site->day), &day);
    /* Here alone: on every page, each new file would make every page a new one. */
    view_text(page->view, "edition_day", say_day(page->arena, page->catalogue, day));
    view_text(page->view, "inputs", page->site->inputs);
    add_addresses(page);
    return true;
}

/* What is computed from the sources rather than copied. */
static void add_derived(struct page *page)
{
    static const struct {
        const char *file, *about, *path, *title;
    } FILES[] = {
        {"bridge", "dataset.bridge.about", NULL, NULL},
        {"tips", "dataset.tips.about", "path.tips", "tips.title"},
        {"residual-shares", "dataset.residual-shares.about", "path.tips", "tips.title"},
        {"iccs", "dataset.iccs.about", "path.iccs", "iccs.title"},
        {"clusters", "dataset.clusters.about", NULL, NULL}};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        if (i == 0 && !page->site->bridging->cube)
            continue;
        const struct catalogue *c = page->catalogue;
        struct view *item = view_item(page->view, "derived");
        const char *path = FILES[i].path;
        view_text(item, "derived_file",
                  arena_format(page->arena, "%s.csv", FILES[i].file));
        view_text(
            item, "derived_link",
            link_file(page, arena_format(page->arena, "data/%s.csv", FILES[i].file)));
        view_text(
            item, "derived_workbook",
            link_file(page, arena_format(page->arena, "data/%s.xlsx", FILES[i].file)));
        view_text(item, "derived_about", word(c, FILES[i].about));
        view_text(item, "derived_page", path ? link_to(page, word(c, path)) : "");
        view_text(item, "derived_title", path ? word(c, FILES[i].title) : "");
    }
}

/* " (29.2 MB)"; of a small file, nothing. */
static const char *size_of(const struct page *page, const struct dataset_file *file)
{
    double megabytes = (double)file->bytes / 1e6;
    const char *number = say_number(page->arena, page->catalogue, megabytes, 1);
    if (megabytes < 0.1)
        return "";
    return arena_format(page->arena, " (%s)",
                        say(page->arena, page->catalogue, "data.size", 0,
                            (struct part[]){{"megabytes", number}, {0}}));
}

/* What holds all sources, and how to ask it. */
static void add_all(struct page *page)
{
    const struct dataset *all = datasets_find(page->site->datasets, SLUG_ALL);
    if (!all)
        return;
    struct view *item = view_item(page->view, "all");
    view_text(item, "all_about", in_language(page, &all->about));
    for (size_t i = 0; i < all->files; i++) {
        const struct dataset_file *file = &all->file[i];
        struct view *link = view_item(item, "all_files");
        view_text(link, "all_link", link_file(page, file->path));
        view_text(link, "all_file", strrchr(file->path, '/') + 1);
        view_text(link, "all_size", size_of(page, file));
    }
    view_flag(item, "all_sqlite", dataset_format(all, "sqlite") != NULL);
    for (size_t i = 0; dataset_format(all, "sqlite") && i < EXAMPLES; i++) {
        if (!example_fits(page->site, i))
            continue;
        struct example example =
            example_query(page->arena, i, catalogue_tag(page->catalogue));
        struct view *query = view_item(item, "examples");
        view_text(query, "example_title", word(page->catalogue, example.title));
        view_text(query, "example_sql", example.sql);
    }
}

static void add_files(struct page *page, const char *list, const char *const *paths)
{
    for (; *paths; paths++) {
        struct view *item = view_item(page->view, list);
        view_text(item, "file_link", link_file(page, *paths));
        view_text(item, "file_name", *paths);
    }
}

/* How to cite the edition; the reader knows the day of reading, the page does not. */
static void add_citation(struct page *page)
{
    static const char *const CITATIONS[] = {"CITATION.cff", "CITATION.bib", NULL};
    static const char *const MACHINES[] = {
        "api.json",       "data/datapackage.json",  "data.json",
        "catalog.jsonld", "ro-crate-metadata.json", NULL};
    const struct config *config = page->site->config;
    const char *publisher = in_language(page, &config->operator_name);
    const char *title = in_language(page, &config->title);
    struct day day;
    day_parse(text_of(page->site->day), &day);
    const char *base = config->base_url;
    struct part parts[] = {
        {"publisher", publisher},
        {"title", title},
        {"day", say_day(page->arena, page->catalogue, day)},
        {"address", *base ? arena_format(page->arena, ", %s", base) : ""},
        {0}};
    view_text(page->view, "citation",
              say(page->arena, page->catalogue,
                  *publisher ? "cite.edition" : "cite.edition_own", 0, parts));
    add_files(page, "citation_files", CITATIONS);
    add_files(page, "machine_files", MACHINES);
}

bool data_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct holdings *holdings = page->site->holdings;
    page_title(page, word(c, "nav.data"), word(c, "data.summary"));
    page_crumb(page, word(c, "nav.data"), NULL);
    view_text(page->view, "dictionary_link",
              link_to(page, dictionary_folder(page->arena, page->site, c, subject)));
    view_text(page->view, "sums_link", link_file(page, "SHA256SUMS"));
    add_citation(page);
    add_all(page);
    block_press(page);
    add_derived(page);
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current)
            continue;
        struct period first, last;
        struct view *item = view_item(page->view, "datasets");
        view_text(item, "dataset", in_language(page, &holding->source->name));
        const struct dataset *dataset = datasets_find(
            page->site->datasets, source_slug(page->arena, holding->source));
        block_dataset(page, item, dataset);
        view_text(item, "dataset_source", link_source(page, holding->source));
        view_text(
            item, "dataset_span",
            cube_range(holding->current->cube, &first, &last)
                ? say_span(page->arena, c, first, last, holding->source->period.step)
                : "");
        view_text(item, "dataset_rows", say_count(page, (double)dataset->rows));
        view_text(item, "dataset_from",
                  say(page->arena, c, "data.source", 0,
                      (struct part[]){
                          {"name", in_language(page, &holding->source->name)}, {0}}));
    }
    return true;
}

static void add_status_words(struct page *page)
{
    static const enum status STATUSES[] = {STATUS_REPORTED, STATUS_PROVISIONAL,
                                           STATUS_PARTIAL, STATUS_NOT_REPORTED,
                                           STATUS_SUPPRESSED};
    for (size_t i = 0; i < sizeof STATUSES / sizeof *STATUSES; i++) {
        struct view *item = view_item(page->view, "statuses");
        const char *name = status_word(STATUSES[i]);
        view_text(item, "code", name);
        view_text(
            item, "meaning",
            word(page->catalogue, arena_format(page->arena, "dictionary.%s", name)));
    }
}

static void add_column(struct page *page, const struct dataset_column *column)
{
    struct view *item = view_item(page->view, "csv_columns");
    view_text(item, "code", column->name);
    view_text(item, "meaning", word(page->catalogue, column->about));
}

/* Of the tidy files, and what those with a year in each row have besides; one month
 * stands for all twelve. */
static void add_columns(struct page *page)
{
    const char *before = "";
    for (size_t i = 0; i < TABLE_FIGURES.columns; i++)
        add_column(page, &TABLE_FIGURES.column[i]);
    for (size_t i = 0; i < TABLE_YEARS.columns; i++) {
        const struct dataset_column *column = &TABLE_YEARS.column[i];
        if (!table_find(&TABLE_FIGURES, column->name) &&
            strcmp(column->about, before) != 0)
            add_column(page, column);
        before = column->about;
    }
}

/* The tables that are computed, each with its own columns. */
static void add_tables(struct page *page)
{
    size_t count;
    const struct dataset_table *const *tables = contract_tables(&count);
    for (size_t i = 0; i < count; i++) {
        if (tables[i] == &TABLE_FIGURES || tables[i] == &TABLE_YEARS)
            continue;
        struct view *table = view_item(page->view, "tables");
        view_text(table, "table_anchor", tables[i]->name);
        view_text(table, "table_name",
                  word(page->catalogue, arena_format(page->arena, "dictionary.table.%s",
                                                     tables[i]->name)));
        for (size_t j = 0; j < tables[i]->columns; j++) {
            struct view *column = view_item(table, "table_columns");
            view_text(column, "code", tables[i]->column[j].name);
            view_text(column, "meaning",
                      word(page->catalogue, tables[i]->column[j].about));
        }
    }
}

static void add_contract(struct page *page)
{
    size_t count;
    const struct contract_change *changes = contract_changes(&count);
    for (size_t i = 0; i < count; i++) {
        struct day day;
        struct view *item = view_item(page->view, "contract");
        day_parse(text_of(changes[i].day), &day);
        view_text(item, "contract_version", changes[i].version);
        view_text(item, "contract_day", say_day(page->arena, page->catalogue, day));
        view_text(item, "contract_about", word(page->catalogue, changes[i].about));
    }
    view_text(page->view, "api_link", link_file(page, "api.json"));
    view_text(page->view, "dictionary_csv", link_file(page, "data/dictionary.csv"));
    view_text(page->view, "dictionary_json", link_file(page, "data/dictionary.json"));
}

bool dictionary_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct catalogue *c = page->catalogue;
    const struct lists *lists = page->site->lists;
    page_title(page, word(c, "dictionary.title"), word(c, "dictionary.summary"));
    page_crumb(page, word(c, "nav.data"), link_to(page, word(c, "path.data")));
    page_crumb(page, word(c, "dictionary.title"), NULL);
    add_columns(page);
    add_tables(page);
    add_contract(page);
    add_status_words(page);
    for (size_t i = 0; i < lists->measures.count; i++) {
        struct view *item = view_item(page->view, "measures");
        view_text(item, "code", lists->measures.node[i].code);
        view_text(item, "meaning", in_language(page, &lists->measures.node[i].name));
    }
    for (size_t i = 0; i < lists->methodologies.count; i++) {
        struct view *item = view_item(page->view, "method_codes");
        view_text(item, "code", lists->methodologies.node[i].code);
        view_text(item, "meaning",
                  in_language(page, &lists->methodologies.node[i].name));
    }
    view_text(page->view, "offence_codes_link",
              link_file(page, "data/codes/offences.csv"));
    view_text(page->view, "place_codes_link", link_file(page, "data/codes/places.csv"));
    return true;
}
