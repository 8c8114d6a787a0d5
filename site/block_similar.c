#include "site/block_similar.h"

#include "site/blocks.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/rate_memo.h"

#include <math.h>
#include <string.h>

enum { EXPLORED_MAX = 4, DEPTH_MAX = 4, YEARS_BACK_MAX = 10 };

double *residents_of_places(struct arena *arena, const struct site *site)
{
    const struct places *places = &site->lists->places;
    double *residents = arena_array(arena, places->count, sizeof *residents);
    struct day day = {0};
    day_parse(text_of(site->day), &day);
    for (uint32_t i = 0; i < places->count; i++) {
        struct arena scratch = {0};
        struct figure people = {0};
        if (site->place_page[i])
            people =
                population_of(site->holdings, (struct place_id){i}, day.year, NULL);
        residents[i] = figure_known(people) ? people.value : NAN;
        arena_free(&scratch);
    }
    return residents;
}

size_t peers_of(const struct site *site, struct place_id place,
                struct place_id out[SIMILAR_MAX])
{
    struct similar_ground ground = {site->lists, site->residents, site->place_figures};
    return similar_places(&ground, place, out);
}

static struct rate_found work_out(const struct page *page,
                                  const struct rate_asked *asked)
{
    struct strand strands[STRANDS_MAX];
    struct rate_found found = {0};
    size_t count = page_strands(page, asked->place, asked->offence,
                                page->site->investigations, strands);
    for (size_t i = 0; i < count && !found.known; i++) {
        if (strands[i].holding->methodology != asked->methodology)
            continue;
        if (strand_withholds(&strands[i], asked->year)) {
            found.tally.figure.status = STATUS_SUPPRESSED;
            found.rate.figure.status = STATUS_SUPPRESSED;
            break;
        }
        struct tally tally;
        if (!strand_year(&strands[i], asked->year, &tally) || !is_calendar_year(&tally))
            continue;
        found = (struct rate_found){true, tally, rate_of(page, &strands[i], &tally)};
    }
    return found;
}

bool rate_in_year(const struct page *page, struct place_id place,
                  struct offence_id offence, const struct methodology *methodology,
                  int year, struct tally *tally, struct rate *rate)
{
    struct rate_asked asked = {place, offence, methodology, year};
    struct rate_found found;
    if (page->reads)
        reads_note(page->reads, place);
    if (!rate_memo_get(page->site->rates, &asked, &found)) {
        found = work_out(page, &asked);
        rate_memo_put(page->site->rates, &asked, &found);
    }
    *tally = found.tally;
    *rate = found.rate;
    return found.known;
}

bool newest_year(const struct page *page, struct place_id place,
                 struct offence_id offence, const struct methodology **methodology,
                 int *year)
{
    struct strand strands[STRANDS_MAX];
    struct tally tally;
    size_t count =
        page_strands(page, place, offence, page->site->investigations, strands);
    for (size_t i = count; i-- > 0;)
        if (strand_full_year(&strands[i], &tally)) {
            *methodology = strands[i].holding->methodology;
            *year = period_year(tally.first);
            return true;
        }
    return false;
}

const char *link_explore(const struct page *page, const struct place_id *places,
                         size_t count, struct offence_id offence)
{
    struct buffer link = {0};
    buffer_format(&link,
                  "%s#o=%s&p=", link_to(page, word(page->catalogue, "path.explore")),
                  offence_node(page->site->lists, offence)->code);
    for (size_t i = 0; i < count && i < EXPLORED_MAX; i++)
        buffer_format(&link, "%s%s", i ? "," : "", folder_place(page->site, places[i]));
    const char *address = arena_copy(page->arena, buffer_all(&link)).at;
    buffer_free(&link);
    return address;
}

/* On the page of an offence, other places lead to that offence in them. */
static const char *link_row(const struct page *page, struct place_id place,
                            struct offence_id offence)
{
    bool told = page->subject && page->subject->offence.index == offence.index;
    if (!told)
        return link_place(page, place);
    if (place.index == page->site->country.index)
        return link_offence(page, offence);
    const char *within = link_place_offence(page, place, offence);
    return within ? within : link_place(page, place);
}

struct rate row_of_place(struct page *page, struct view *body, struct place_id place,
                         bool own, struct offence_id offence,
                         const struct methodology *methodology, int year)
{
    struct tally tally = {0};
    struct rate rate = {0};
    if (rate_in_year(page, place, offence, methodology, year, &tally, &rate)) {
        block_source(page, rate.cases);
        if (rate.population)
            block_source(page, rate.population);
    }
    struct view *row = table_row(body, full_name_place(page, place),
                                 own ? NULL : link_row(page, place, offence));
    table_figure_plain(page, row, tally.figure, 0);
    table_rate(page, row, &rate);
    table_figure_plain(page, row,
                       population_of(page->site->holdings, place, year, NULL), 0);
    return rate;
}

/* From the country down to what the place lies in. */
static size_t parents_of(const struct page *page, struct place_id place,
                         struct place_id out[DEPTH_MAX])
{
    const struct places *places = &page->site->lists->places;
    size_t count = 0;
    for (uint32_t up = places->node[place.index].parent;
         up != NO_INDEX && count < DEPTH_MAX; up = places->node[up].parent)
        if (has_figures_place(page->site, (struct place_id){up}))
            out[count++] = (struct place_id){up};
    for (size_t i = 0; i < count / 2; i++) {
        struct place_id swapped = out[i];
        out[i] = out[count - 1 - i];
        out[count - 1 - i] = swapped;
    }
    return count;
}

static bool all_have(const struct page *page, const struct place_id *places,
                     size_t count, struct offence_id offence,
                     const struct methodology *methodology, int year)
{
    struct tally tally;
    struct rate rate;
    for (size_t i = 0; i < count; i++)
        if (!rate_in_year(page, places[i], offence, methodology, year, &tally, &rate))
            return false;
    return true;
}

/* The newest year that what the place lies in has, too; its own newest, when there is
 * none in which both stand side by side. Says so when it is an older one. */
static int shared_year(struct page *page, struct place_id place,
                       const struct place_id *parents, size_t above,
                       struct offence_id offence, const struct methodology *methodology,
                       int newest)
{
    int year = newest;
    while (year > newest - YEARS_BACK_MAX &&
           !(all_have(page, &place, 1, offence, methodology, year) &&
             all_have(page, parents, above, offence, methodology, year)))
        year--;
    if (year == newest || year == newest - YEARS_BACK_MAX)
        return newest;
    view_text(page->view, "similar_year",
              say(page->arena, page->catalogue, "similar.year", 0,
                  (struct part[]){{"year", arena_format(page->arena, "%d", year)},
                                  {"newest", arena_format(page->arena, "%d", newest)},
                                  {0}}));
    return year;
}

static struct view *add_table(struct page *page, struct offence_id offence, int year)
{
    const struct catalogue *c = page->catalogue;
    struct part parts[] = {{"offence", name_offence(page, offence)},
                           {"year", arena_format(page->arena, "%d", year)},
                           {0}};
    struct view *table = table_new(page, "similar_tables",
                                   say(page->arena, c, "similar.caption", 0, parts),
                                   word(c, "table.place"));
    table_column_add(table, counted_word(page));
    table_column_add(table, word(c, "table.rate"));
    table_column_add(table, word(c, "table.population"));
    return table;
}

void block_similar(struct page *page, struct place_id place, struct offence_id offence)
{
    const struct catalogue *c = page->catalogue;
    enum place_kind kind = place_node(page->site->lists, place)->kind;
    const struct methodology *methodology;
    struct place_id peers[SIMILAR_MAX + 1] = {place}, parents[DEPTH_MAX];
    int year;
    if (kind == PLACE_COUNTRY || isnan(page->site->residents[place.index]) ||
        !newest_year(page, place, offence, &methodology, &year))
        return;
    size_t count = 1 + peers_of(page->site, place, &peers[1]);
    size_t above = parents_of(page, place, parents);
    year = shared_year(page, place, parents, above, offence, methodology, year);
    view_text(page->view, "similar_rule",
              count == 1            ? word(c, "similar.none")
              : kind == PLACE_STATE ? word(c, "similar.rule_state")
                                    : word(c, "similar.rule_municipality"));
    view_text(page->view, "explore_link", link_explore(page, peers, count, offence));
    struct view *table = add_table(page, offence, year);
    struct view *body = table_body(page, table, NULL, 3);
    for (size_t i = 0; i < above; i++)
        row_of_place(page, body, parents[i], false, offence, methodology, year);
    for (size_t i = 0; i < count; i++)
        row_of_place(page, body, peers[i], i == 0, offence, methodology, year);
}
