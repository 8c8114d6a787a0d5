/* Intentional homicide by the United Nations' count: Mexico beside what its own files
 * say, each with its definition, and beside a few countries chosen by a rule. Countries
 * stand in the order of the alphabet: a place is not a number. */

#include "base/csv.h"
#include "base/file.h"
#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"

#include <stdlib.h>
#include <string.h>

static const char UN_OFFENCE[] = "homicidio-intencional-onu";
static const char UN_MEASURE[] = "homicide-rate";
static const char OWN_OFFENCE[] = "homicidio-doloso";
enum { COLUMNS_MAX = 4, COUNTRIES_MAX = 40, YEARS_APART = 5, YEARS_SHOWN = 5 };

/* A line of rates for every 100 000 residents and year. */
struct column {
    struct strand strand;
    struct series rates; /* yearly */
    const char *name;
};

struct country {
    struct strand strand;
    const char *name;
};

/* Finding ------------------------------------------------------------------------- */

static bool un_strand(struct arena *arena, const struct site *site,
                      struct place_id place, struct strand *out)
{
    struct strand strands[STRANDS_MAX];
    struct offence_id offence = offence_find(site->lists, text_of(UN_OFFENCE));
    struct measure_id measure = measure_find(site->lists, text_of(UN_MEASURE));
    if (offence.index == NO_INDEX || measure.index == NO_INDEX ||
        !strands_of(arena, site->holdings, place, offence, measure, strands))
        return false;
    *out = strands[0];
    return out->series.step == STEP_YEAR;
}

bool has_page_world(const struct site *site)
{
    struct arena arena = {0};
    struct strand strand;
    bool has = un_strand(&arena, site, site->country, &strand);
    arena_free(&arena);
    return has;
}

void world_each(struct site *site, add_function *add, void *list)
{
    if (has_page_world(site))
        add(list, (struct subject){.place = site->country, .offence = {NO_INDEX}});
}

const char *world_folder(struct arena *arena, const struct site *site,
                         const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.world");
}

/* The rate of each whole calendar year of a strand of counts. A year of which places
 * did not report all has the rate of those that did, as everywhere. */
static struct series rates_of(struct page *page, const struct strand *strand, int first,
                              int last)
{
    struct series rates = {.first = period_of(first, 1),
                           .step = STEP_YEAR,
                           .count = (size_t)(last - first + 1)};
    rates.figures = arena_array(page->arena, rates.count, sizeof *rates.figures);
    for (int year = first; year <= last; year++) {
        struct tally tally;
        if (strand_year(strand, year, &tally) && is_calendar_year(&tally))
            rates.figures[year - first] = rate_of(page, strand, &tally).figure;
    }
    return rates;
}

static size_t add_own(struct page *page, struct measure_id measure, const char *what,
                      struct column *columns, size_t count, int first)
{
    struct strand strands[STRANDS_MAX];
    struct offence_id offence = offence_find(page->site->lists, text_of(OWN_OFFENCE));
    if (offence.index == NO_INDEX)
        return count;
    size_t found = page_strands(page, page->site->country, offence, measure, strands);
    for (size_t i = found; i-- > 0 && count < COLUMNS_MAX;) {
        int last = period_year(strands[i].last);
        if (strands[i].series.step != STEP_MONTH || last < first)
            continue;
        struct column column = {.strand = strands[i],
                                .rates = rates_of(page, &strands[i], first, last)};
        struct period known;
        if (!series_last_known(&column.rates, &known))
            continue;
        column.name = say(
            page->arena, page->catalogue, what, 0,
            (struct part[]){
                {"method", in_language(page, &strands[i].holding->methodology->label)},
                {0}});
        columns[count++] = column;
    }
    return count;
}

/* The United Nations' first, then victims, then investigations, the newest way of
 * counting first. */
static size_t find_columns(struct page *page, struct column columns[COLUMNS_MAX])
{
    if (!un_strand(page->arena, page->site, page->site->country, &columns[0].strand))
        return 0;
    columns[0].rates = columns[0].strand.series;
    columns[0].name = word(page->catalogue, "world.un");
    int first = period_year(columns[0].rates.first);
    size_t count =
        add_own(page, page->site->victims, "world.victims", columns, 1, first);
    return tells_of_victims(page->site)
               ? count
               : add_own(page, page->site->investigations, "world.investigations",
                         columns, count, first);
}

static int compare_countries(const void *a, const void *b)
{
    const struct country *one = a, *other = b;
    return strcmp(one->name, other->name);
}

static void add_country(struct page *page, struct place_id place,
                        struct country *countries, size_t *count)
{
    struct country country = {.name = name_place(page, place)};
    if (*count < COUNTRIES_MAX &&
        un_strand(page->arena, page->site, place, &country.strand))
        countries[(*count)++] = country;
}

/* Those of beside_mexico.csv, and Mexico. */
static bool find_countries(struct page *page, struct country *countries, size_t *count,
                           struct error *err)
{
    struct table table;
    size_t column;
    const char *path = path_join(page->arena, page->site->config->share,
                                 "transform/lists/beside_mexico.csv");
    *count = 0;
    add_country(page, page->site->country, countries, count);
    if (!table_load(page->arena, path, &table, err) ||
        !table_need(&table, "code", &column, err))
        return false;
    for (size_t row = 0; row < table.rows; row++) {
        struct text code = text_trim(table_cell(&table, row, column));
        struct place_id place = place_find(page->site->lists, code);
        if (place.index == NO_INDEX)
            return fail(err, ERROR_FORMAT,
                        "%s: row %zu names a place that is not listed", path, row + 2);
        add_country(page, place, countries, count);
    }
    qsort(countries, *count, sizeof *countries, compare_countries);
    return true;
}

/* Telling ------------------------------------------------------------------------- */

static const char *say_rate_of(const struct page *page, const struct column *column,
                               int year)
{
    struct figure figure = series_at(&column->rates, period_of(year, 1));
    return figure_known(figure) ? say_figure(page, figure, 1) : NULL;
}

/* The newest year of the United Nations, and what the country's own files say of it. */
static const char *say_world(const struct page *page, const struct column *columns,
                             size_t count, int year)
{
    const char *own[2] = {NULL, NULL}; /* victims, investigations */
    for (size_t i = count; i-- > 1;) {
        const char *rate = say_rate_of(page, &columns[i], year);
        bool victims = columns[i].strand.key.measure.index == page->site->victims.index;
        if (rate)
            own[!victims] = rate;
    }
    return say(page->arena, page->catalogue,
               own[0] && own[1] ? "world.lead" : "world.lead_alone", 0,
               (struct part[]){{"year", arena_format(page->arena, "%d", year)},
                               {"rate", say_rate_of(page, &columns[0], year)},
                               {"victims", own[0] ? own[0] : ""},
                               {"investigations", own[1] ? own[1] : ""},
                               {0}});
}

static void add_years_table(struct page *page, const struct column *columns,
                            size_t count, int newest)
{
    const struct catalogue *c = page->catalogue;
    struct view *table = table_new(page, "year_tables", word(c, "world.years_caption"),
                                   word(c, "table.year"));
    for (size_t i = 0; i < count; i++)
        table_column_add(table, columns[i].name);
    struct view *body = table_body(page, table, NULL, count);
    for (int year = newest; year >= period_year(columns[0].rates.first); year--) {
        struct view *row = table_row(body, arena_format(page->arena, "%d", year), NULL);
        for (size_t i = 0; i < count; i++)
            table_figure(page, row, series_at(&columns[i].rates, period_of(year, 1)),
                         1);
    }
}

/* Every file that the lines are made of, each publisher named once, and the population.
 */
static const char *say_sources(const struct page *page, const struct column *columns,
                               size_t count)
{
    const struct catalogue *c = page->catalogue;
    const struct holding *people = NULL;
    const char *files = "", *publisher = "";
    for (size_t i = 0; i < count; i++) {
        const struct holding *holding = columns[i].strand.holding;
        bool again = strcmp(holding->source->publisher, publisher) == 0;
        publisher = holding->source->publisher;
        struct day day = holding->current->snapshot.provenance.date;
        files = arena_format(
            page->arena, "%s%s%s", files, i ? "; " : "",
            say(page->arena, c, again ? "world.source_again" : "world.source_file", 0,
                (struct part[]){{"source", in_language(page, &holding->source->name)},
                                {"publisher", publisher},
                                {"day", say_day(page->arena, c, day)},
                                {0}}));
    }
    population_of(page->site->holdings, page->site->country, 2020, &people);
    return say(page->arena, c, count > 1 ? "world.source" : "world.source_alone", 0,
               (struct part[]){{"files", files},
                               {"population", people ? people->source->publisher : ""},
                               {"site", in_language(page, &page->site->config->title)},
                               {0}});
}

static bool add_lines(struct page *page, const struct column *columns, size_t count,
                      struct error *err)
{
    static const enum role ROLES[COLUMNS_MAX] = {ROLE_DATA_1, ROLE_DATA_2, ROLE_DATA_3,
                                                 ROLE_DATA_4};
    struct chart_series lines[COLUMNS_MAX] = {0};
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct chart_series){
            .label = columns[i].name, .series = columns[i].rates, .role = ROLES[i]};
    struct line_chart chart = {
        .frame = {.title = word(page->catalogue, "world.lines_title"),
                  .subtitle = word(page->catalogue, "world.subtitle"),
                  .source = say_sources(page, columns, count)},
        .count = count,
        .series = lines,
        .decimals = 1};
    return block_chart(page, "lines", "grafica", draw_line, &chart.frame, NULL, err);
}

static bool add_bars(struct page *page, const struct country *countries, size_t count,
                     int year, struct error *err)
{
    struct bar *bars = arena_array(page->arena, count, sizeof *bars);
    for (size_t i = 0; i < count; i++)
        bars[i] = (struct bar){
            .label = countries[i].name,
            .figure = series_at(&countries[i].strand.series, period_of(year, 1)),
            .strong = countries[i].strand.key.place.index == page->site->country.index};
    struct part parts[] = {{"year", arena_format(page->arena, "%d", year)}, {0}};
    struct bar_chart chart = {
        .frame = {.title =
                      say(page->arena, page->catalogue, "world.bars_title", 0, parts),
                  .subtitle = word(page->catalogue, "world.bars_subtitle"),
                  .source = block_source_line(page, &countries[0].strand)},
        .count = count,
        .bar = bars,
        .decimals = 1};
    return block_chart(page, "bars", "paises", draw_bars, &chart.frame, NULL, err);
}

static void add_countries_table(struct page *page, const struct country *countries,
                                size_t count, int newest)
{
    const struct catalogue *c = page->catalogue;
    struct view *table =
        table_new(page, "country_tables", word(c, "world.countries_caption"),
                  word(c, "world.country"));
    for (int i = YEARS_SHOWN - 1; i >= 0; i--)
        table_column_add(table,
                         arena_format(page->arena, "%d", newest - i * YEARS_APART));
    table_column_add(table, word(c, "world.last"));
    struct view *body = table_body(page, table, NULL, YEARS_SHOWN + 1);
    for (size_t i = 0; i < count; i++) {
        const struct series *series = &countries[i].strand.series;
        struct view *row = table_row(body, countries[i].name, NULL);
        for (int j = YEARS_SHOWN - 1; j >= 0; j--)
            table_figure(page, row,
                         series_at(series, period_of(newest - j * YEARS_APART, 1)), 1);
        table_number(row, arena_format(page->arena, "%d",
                                       period_year(countries[i].strand.last)));
    }
}

static void add_sources(struct page *page, const struct column *columns, size_t count,
                        const struct country *countries, size_t others)
{
    struct strand own[COLUMNS_MAX];
    for (size_t i = 0; i < count; i++) {
        own[i] = columns[i].strand;
        if (i > 0)
            download_add(page, &own[i]);
    }
    for (size_t i = 0; i < others; i++)
        download_add(page, &countries[i].strand);
    block_sources(page, own, count);
    block_population_source(page);
}

bool world_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    struct column columns[COLUMNS_MAX] = {0};
    struct country countries[COUNTRIES_MAX];
    size_t count = find_columns(page, columns), others;
    if (!count)
        return fail(err, ERROR_CONTRADICTION, "%s has a page and no figures",
                    UN_OFFENCE);
    if (!find_countries(page, countries, &others, err))
        return false;
    int newest = period_year(columns[0].strand.last), last = newest;
    struct period known;
    for (size_t i = 1; i < count; i++)
        if (series_last_known(&columns[i].rates, &known) && period_year(known) > last)
            last = period_year(known);
    const char *lead = say_world(page, columns, count, newest);
    page_title(page, word(page->catalogue, "world.title"), lead);
    page_crumb(page, word(page->catalogue, "nav.offences"),
               link_to(page, word(page->catalogue, "path.offences")));
    page_crumb(page, word(page->catalogue, "world.title"), NULL);
    view_text(page->view, "lead", lead);
    view_text(page->view, "country", name_place(page, page->site->country));
    view_flag(page->view, "tells_several", count > 1);
    for (size_t i = 1; i < count; i++)
        view_flag(page->view,
                  columns[i].strand.key.measure.index == page->site->victims.index
                      ? "tells_victims"
                      : "tells_investigations",
                  true);
    view_text(page->view, "un_about",
              in_language(page, &columns[0].strand.holding->methodology->about));
    add_years_table(page, columns, count, last);
    add_countries_table(page, countries, others, newest);
    add_sources(page, columns, count, countries, others);
    block_limits(page);
    return add_lines(page, columns, count, err) &&
           add_bars(page, countries, others, newest, err) &&
           block_card(page, word(page->catalogue, "world.title"), lead, NULL, err);
}
