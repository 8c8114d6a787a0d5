/* Places side by side, without a script: all states by what readers ask about; the
 * states by one offence; a state beside those similar to it. */

#include "site/block_multiples.h"
#include "site/block_similar.h"
#include "site/blocks.h"
#include "site/featured.h"
#include "site/pages.h"
#include "site/prose.h"

#include <stdlib.h>
#include <string.h>

enum { FEATURED_MAX = 9, STATES_MAX = 256 };

const char *compare_folder(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.compare");
}

const char *compare_offence_folder(struct arena *arena, const struct site *site,
                                   const struct catalogue *catalogue,
                                   struct subject subject)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.compare"),
                        offence_node(site->lists, subject.offence)->code);
}

const char *compare_place_folder(struct arena *arena, const struct site *site,
                                 const struct catalogue *catalogue,
                                 struct subject subject)
{
    return arena_format(arena, "%s/%s", word(catalogue, "path.compare"),
                        folder_place(site, subject.place));
}

/* What readers ask about, of which the country has a whole year. */
static size_t featured_here(const struct page *page, struct offence_id *out)
{
    struct offence_id featured[FEATURED_MAX];
    const struct methodology *methodology;
    size_t kept = 0;
    size_t count = featured_offences(page, page->site->country, featured, FEATURED_MAX);
    for (size_t i = 0; i < count; i++) {
        int year;
        if (newest_year(page, page->site->country, featured[i], &methodology, &year))
            out[kept++] = featured[i];
    }
    return kept;
}

/* Those that were counted in the same way in that year: the columns of a table. */
static size_t counted_alike(const struct page *page, const struct methodology *counting,
                            int year, struct offence_id *offences, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct tally tally;
        struct rate rate;
        if (rate_in_year(page, page->site->country, offences[i], counting, year, &tally,
                         &rate))
            offences[kept++] = offences[i];
    }
    return kept;
}

void compare_offence_each(struct site *site, add_function *add, void *list)
{
    struct arena arena = {0};
    struct page page = {.site = site, .arena = &arena};
    struct offence_id featured[FEATURED_MAX];
    size_t count = featured_here(&page, featured);
    for (size_t i = 0; i < count; i++)
        add(list, (struct subject){.place = site->country, .offence = featured[i]});
    arena_free(&arena);
}

static bool has_compare(const struct site *site, struct place_id place)
{
    struct place_id peers[SIMILAR_MAX];
    return place_node(site->lists, place)->kind == PLACE_STATE &&
           has_figures_place(site, place) && peers_of(site, place, peers) > 0;
}

void compare_place_each(struct site *site, add_function *add, void *list)
{
    for (uint32_t i = 0; i < site->lists->places.count; i++)
        if (has_compare(site, (struct place_id){i}))
            add(list, (struct subject){.place = {i}, .offence = {NO_INDEX}});
}

const char *link_compare_place(const struct page *page, struct place_id place)
{
    if (!has_compare(page->site, place))
        return NULL;
    return link_to(page, compare_place_folder(page->arena, page->site, page->catalogue,
                                              (struct subject){.place = place}));
}

const char *link_compare_offence(const struct page *page, struct offence_id offence)
{
    struct offence_id featured[FEATURED_MAX];
    const struct methodology *methodology;
    int year;
    size_t i = 0;
    size_t count = featured_offences(page, page->site->country, featured, FEATURED_MAX);
    while (i < count && featured[i].index != offence.index)
        i++;
    if (i == count ||
        !newest_year(page, page->site->country, offence, &methodology, &year))
        return NULL;
    return link_to(page,
                   compare_offence_folder(page->arena, page->site, page->catalogue,
                                          (struct subject){.offence = offence}));
}

/* ---- what the three share ---------------------------------------------- */

/* The states of the country that have pages, in the order of the list. */
static size_t states_of(const struct page *page, struct place_id out[STATES_MAX])
{
    const struct places *places = &page->site->lists->places;
    uint32_t country = page->site->country.index;
    size_t count = 0;
    for (uint32_t i = country; i < country + places->node[country].span; i++)
        if (places->node[i].kind == PLACE_STATE && page->site->place_figures[i] &&
            count < STATES_MAX)
            out[count++] = (struct place_id){i};
    return count;
}

static void crumbs(struct page *page, const char *here)
{
    page_crumb(page, word(page->catalogue, "nav.compare"),
               here ? link_to(page, word(page->catalogue, "path.compare")) : NULL);
    if (here)
        page_crumb(page, here, NULL);
}

/* What was counted in a place in a year, put into the page's download. */
static void add_downloads(struct page *page, struct place_id place,
                          struct offence_id offence)
{
    struct strand strands[STRANDS_MAX];
    size_t count =
        page_strands(page, place, offence, page->site->investigations, strands);
    for (size_t i = 0; i < count; i++)
        download_add(page, &strands[i]);
}

static void add_sources(struct page *page, struct offence_id offence)
{
    struct strand strands[STRANDS_MAX];
    size_t count = page_strands(page, page->site->country, offence,
                                page->site->investigations, strands);
    block_sources(page, strands, count);
    block_population_source(page);
}

static struct rate rate_cell(struct page *page, struct view *row, struct place_id place,
                             struct offence_id offence,
                             const struct methodology *methodology, int year)
{
    struct tally tally;
    struct rate rate = {0};
    rate_in_year(page, place, offence, methodology, year, &tally, &rate);
    table_rate(page, row, &rate);
    return rate;
}

static int compare_values(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

/* "In 2024, … 17.9 in Mexico; in half of the states between 6.1 and 28.3." */
static const char *say_spread(const struct page *page, struct offence_id offence,
                              int year, const struct rate *country, double *values,
                              size_t count)
{
    if (!figure_known(country->figure) || count < 4)
        return word(page->catalogue, "compare.summary");
    qsort(values, count, sizeof *values, compare_values);
    const struct catalogue *c = page->catalogue;
    return say(
        page->arena, c, "compare.lead", 0,
        (struct part[]){
            {"year", arena_format(page->arena, "%d", year)},
            {"offence", phrase_offence(page, offence)},
            {"in_place", in_place(page, page->site->country)},
            {"rate", say_rate_value(page, country)},
            {"low", say_number(page->arena, c, values[count / 4], 1)},
            {"high", say_number(page->arena, c, values[count - 1 - count / 4], 1)},
            {0}});
}

/* ---- all states by what readers ask about ------------------------------- */

static void add_offence_links(struct page *page, const struct offence_id *featured,
                              size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct view *item = view_item(page->view, "offences");
        view_text(item, "name", name_offence(page, featured[i]));
        view_text(item, "link", link_compare_offence(page, featured[i]));
    }
}

static const char *matrix(struct page *page, const struct offence_id *featured,
                          size_t count, const struct methodology *methodology, int year)
{
    const struct catalogue *c = page->catalogue;
    struct place_id states[STATES_MAX + 1] = {page->site->country};
    size_t places = 1 + states_of(page, &states[1]), known = 0;
    struct part parts[] = {{"year", arena_format(page->arena, "%d", year)}, {0}};
    struct view *table =
        table_new(page, "matrices", say(page->arena, c, "compare.caption", 0, parts),
                  word(c, "table.place"));
    double *values = arena_array(page->arena, places, sizeof *values);
    struct rate country = {0};
    for (size_t i = 0; i < count; i++)
        table_column_add(table, name_offence(page, featured[i]));
    table_legend_add(page, table, "rate.legend");
    struct view *body = table_body(page, table, NULL, count);
    for (size_t i = 0; i < places; i++) {
        struct view *row = table_row(body, name_place(page, states[i]),
                                     link_compare_place(page, states[i]));
        for (size_t j = 0; j < count; j++) {
            struct rate rate =
                rate_cell(page, row, states[i], featured[j], methodology, year);
            if (i == 0 && j == 0)
                country = rate;
            else if (j == 0 && figure_known(rate.figure))
                values[known++] = rate.figure.value;
            if (page->language == 0)
                add_downloads(page, states[i], featured[j]);
        }
    }
    return say_spread(page, featured[0], year, &country, values, known);
}

static bool add_states(struct page *page, struct offence_id offence, struct error *err)
{
    struct place_id states[STATES_MAX];
    struct multiple multiples[STATES_MAX];
    size_t count = states_of(page, states);
    for (size_t i = 0; i < count; i++)
        multiples[i] =
            (struct multiple){states[i], link_compare_place(page, states[i])};
    return block_multiples(page, multiples, count, offence, err);
}

bool compare_fill(struct page *page, struct subject subject, struct error *err)
{
    struct offence_id featured[FEATURED_MAX];
    const struct methodology *methodology;
    int year;
    size_t count = featured_here(page, featured);
    const char *lead =
        word(page->catalogue, count || !has_page_place(page->site, subject.place)
                                  ? "compare.summary"
                                  : "compare.none");
    bool any =
        count && newest_year(page, subject.place, featured[0], &methodology, &year);
    add_offence_links(page, featured, count);
    view_flag(page->view, "has_offences", count > 0);
    if (any) {
        count = counted_alike(page, methodology, year, featured, count);
        lead = matrix(page, featured, count, methodology, year);
    }
    page_title(page, word(page->catalogue, "compare.heading"), lead);
    crumbs(page, NULL);
    view_text(page->view, "lead", lead);
    view_text(page->view, "explore_link",
              link_to(page, word(page->catalogue, "path.explore")));
    block_limits(page);
    if (any)
        add_sources(page, featured[0]);
    return !any || add_states(page, featured[0], err);
}

/* ---- the states by one offence ------------------------------------------ */

static const char *offence_rows(struct page *page, struct offence_id offence,
                                const struct methodology *methodology, int year)
{
    const struct catalogue *c = page->catalogue;
    struct place_id places[STATES_MAX + 1] = {page->site->country};
    size_t count = 1 + states_of(page, &places[1]), known = 0;
    double *values = arena_array(page->arena, count, sizeof *values);
    struct rate country = {0};
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"year", arena_format(page->arena, "%d", year)},
                           {0}};
    struct view *table =
        table_new(page, "matrices", say(page->arena, c, "similar.caption", 0, parts),
                  word(c, "table.place"));
    table_column_add(table, counted_word(page));
    table_column_add(table, word(c, "table.rate"));
    table_column_add(table, word(c, "table.population"));
    table_legend_add(page, table, "rate.legend");
    struct view *body = table_body(page, table, NULL, 3);
    for (size_t i = 0; i < count; i++) {
        struct rate rate =
            row_of_place(page, body, places[i], false, offence, methodology, year);
        if (i == 0)
            country = rate;
        else if (figure_known(rate.figure))
            values[known++] = rate.figure.value;
        add_downloads(page, places[i], offence);
    }
    return say_spread(page, offence, year, &country, values, known);
}

bool compare_offence_fill(struct page *page, struct subject subject, struct error *err)
{
    const struct methodology *methodology;
    int year;
    struct part parts[] = {{"offence", name_offence(page, subject.offence)}, {0}};
    const char *heading =
        say(page->arena, page->catalogue, "compare.offence_heading", 0, parts);
    const char *lead = word(page->catalogue, "compare.summary");
    if (newest_year(page, page->site->country, subject.offence, &methodology, &year))
        lead = offence_rows(page, subject.offence, methodology, year);
    page_title(page, heading, lead);
    crumbs(page, name_offence(page, subject.offence));
    view_text(page->view, "lead", lead);
    view_text(page->view, "offence_link", link_offence(page, subject.offence));
    block_limits(page);
    add_sources(page, subject.offence);
    return add_states(page, subject.offence, err);
}

/* ---- a state beside those similar to it ---------------------------------- */

/* The state first, then the country, then its peers. */
static size_t beside(const struct page *page, struct place_id place,
                     struct place_id out[SIMILAR_MAX + 2])
{
    out[0] = place;
    out[1] = page->site->country;
    return 2 + peers_of(page->site, place, &out[2]);
}

static const char *place_lead(struct page *page, const struct place_id *places,
                              size_t count, struct offence_id offence,
                              const struct methodology *methodology, int year)
{
    struct rate own = {0};
    double low = 0, high = 0;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct tally tally;
        struct rate rate;
        if (i == 1 ||
            !rate_in_year(page, places[i], offence, methodology, year, &tally, &rate) ||
            !figure_known(rate.figure))
            continue;
        if (i == 0) {
            own = rate;
            continue;
        }
        low = any && low < rate.figure.value ? low : rate.figure.value;
        high = any && high > rate.figure.value ? high : rate.figure.value;
        any = true;
    }
    if (!any || !figure_known(own.figure))
        return word(page->catalogue, "compare.summary");
    const struct catalogue *c = page->catalogue;
    return say(page->arena, c, "compare.place_lead", 0,
               (struct part[]){{"year", arena_format(page->arena, "%d", year)},
                               {"offence", phrase_offence(page, offence)},
                               {"in_place", in_place(page, places[0])},
                               {"rate", say_rate_value(page, &own)},
                               {"low", say_number(page->arena, c, low, 1)},
                               {"high", say_number(page->arena, c, high, 1)},
                               {0}});
}

static void place_rows(struct page *page, const struct place_id *places, size_t count,
                       const struct offence_id *featured, size_t offences,
                       const struct methodology *methodology, int year)
{
    const struct catalogue *c = page->catalogue;
    struct part parts[] = {{"year", arena_format(page->arena, "%d", year)}, {0}};
    struct view *table =
        table_new(page, "matrices", say(page->arena, c, "compare.caption", 0, parts),
                  word(c, "table.offence"));
    for (size_t i = 0; i < count; i++)
        table_column_add(table, name_place(page, places[i]));
    table_legend_add(page, table, "rate.legend");
    struct view *body = table_body(page, table, NULL, count);
    for (size_t j = 0; j < offences; j++) {
        struct view *row = table_row(body, name_offence(page, featured[j]),
                                     link_compare_offence(page, featured[j]));
        for (size_t i = 0; i < count; i++) {
            rate_cell(page, row, places[i], featured[j], methodology, year);
            if (page->language == 0)
                add_downloads(page, places[i], featured[j]);
        }
    }
}

bool compare_place_fill(struct page *page, struct subject subject, struct error *err)
{
    struct offence_id featured[FEATURED_MAX];
    struct place_id places[SIMILAR_MAX + 2];
    struct multiple multiples[SIMILAR_MAX + 2];
    const struct methodology *methodology;
    int year;
    size_t offences = featured_here(page, featured);
    size_t count = beside(page, subject.place, places);
    struct part parts[] = {{"place", name_place(page, subject.place)}, {0}};
    const char *lead = word(page->catalogue, "compare.summary");
    bool any =
        offences && newest_year(page, subject.place, featured[0], &methodology, &year);
    if (any) {
        offences = counted_alike(page, methodology, year, featured, offences);
        lead = place_lead(page, places, count, featured[0], methodology, year);
        place_rows(page, places, count, featured, offences, methodology, year);
        add_sources(page, featured[0]);
        view_text(page->view, "explore_link",
                  link_explore(page, places, count, featured[0]));
    }
    page_title(page,
               say(page->arena, page->catalogue, "compare.place_heading", 0, parts),
               lead);
    crumbs(page, name_place(page, subject.place));
    view_text(page->view, "lead", lead);
    view_text(page->view, "place_link", link_place(page, subject.place));
    view_text(page->view, "place", name_place(page, subject.place));
    block_limits(page);
    for (size_t i = 0; i < count; i++)
        multiples[i] =
            (struct multiple){places[i], i == 0 ? NULL : link_place(page, places[i])};
    return !any || block_multiples(page, multiples, count, featured[0], err);
}
