/* What is known and what is not: a calendar of each state, months of nothing, and
 * levels that break. */

#include "site/blocks.h"
#include "site/expected.h"
#include "site/pages.h"
#include "site/prose.h"
#include "transform/coverage.h"

#include <string.h>

const char *coverage_folder(struct arena *arena, const struct site *site,
                            const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.coverage");
}

/* All of a source's offences and measures in one place. */
static struct series total_of(const struct page *page, const struct holding *holding,
                              struct place_id place)
{
    const struct offences *offences = &page->site->lists->offences;
    const struct measures *measures = &page->site->lists->measures;
    struct series total = {0};
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        for (uint32_t j = 0; j < measures->count; j += measures->node[j].span) {
            struct key key = {place, {i}, {j}};
            if (cube_holds(holding->current->cube, key))
                return cube_series(page->arena, holding->current->cube, key);
        }
    return total;
}

/* "12", "12 p", "9 de 12", "0 de 12"; months that are known of those that have been. */
static const char *say_year(const struct page *page, const enum coverage *months,
                            size_t count)
{
    size_t known = 0, provisional = 0, due = 0;
    for (size_t i = 0; i < count; i++) {
        bool reported =
            months[i] == COVERAGE_REPORTED || months[i] == COVERAGE_PROVISIONAL;
        known += reported;
        provisional += months[i] == COVERAGE_PROVISIONAL;
        due += reported || months[i] == COVERAGE_ALL_ZERO ||
               months[i] == COVERAGE_PARTIAL || months[i] == COVERAGE_NOT_REPORTED ||
               months[i] == COVERAGE_WITHHELD;
    }
    if (known == due)
        return arena_format(
            page->arena, "%zu%s", known,
            provisional ? word(page->catalogue, "coverage.some_provisional") : "");
    return say(page->arena, page->catalogue, "coverage.of", 0,
               (struct part[]){{"known", arena_format(page->arena, "%zu", known)},
                               {"due", arena_format(page->arena, "%zu", due)},
                               {0}});
}

/* Only the months up to the source's last are due. */
static size_t due_months(const struct holding *holding, const struct series *total)
{
    struct period first, last;
    if (!cube_range(holding->current->cube, &first, &last))
        return 0;
    size_t due = (size_t)(last.month - total->first.month) + 1;
    return due < total->count ? due : total->count;
}

/* "ene–mar, jul": the months of a year that were revised; "" for none. */
static const char *say_revised(const struct page *page, const bool *revised,
                               struct period from, size_t count)
{
    const char *const *names = catalogue_chart_words(page->catalogue)->month_short;
    struct buffer months = {0};
    for (size_t i = 0; i < count; i++) {
        size_t end = i;
        while (end + 1 < count && revised[i] && revised[end + 1])
            end++;
        if (!revised[i])
            continue;
        int first = period_month(from) - 1 + (int)i;
        buffer_format(&months, "%s%s", months.length ? ", " : "", names[first]);
        if (end > i)
            buffer_format(&months, "–%s", names[first + (int)(end - i)]);
        i = end;
    }
    const char *said = arena_copy(page->arena, buffer_all(&months)).at;
    buffer_free(&months);
    return *said ? say(page->arena, page->catalogue, "coverage.revised", 0,
                       (struct part[]){{"months", said}, {0}})
                 : "";
}

/* What the newest vintage revised in a place; nothing where it is the only one. */
static bool *revised_in(const struct page *page, const struct holding *holding,
                        struct place_id place, struct period first, size_t count)
{
    const struct site *site = page->site;
    const struct revisions *revisions =
        &site->revisions[holding - site->holdings->holding];
    bool *revised = arena_array(page->arena, count, sizeof *revised);
    if (revisions->steps)
        ledger_months(&revisions->step[0].ledger, site->lists, place, first, count,
                      revised);
    return revised;
}

struct year_span {
    int first, last;
};

/* The newest year first: a phone shows the first ones. */
static void calendar_row(struct page *page, struct view *body,
                         const struct holding *holding, struct place_id place,
                         const struct year_span *years)
{
    struct series total = total_of(page, holding, place);
    size_t due = due_months(holding, &total);
    if (!total.count)
        return;
    total.count = due;
    enum coverage *coverage = coverage_of(page->arena, &total);
    const bool *revised = revised_in(page, holding, place, total.first, due);
    struct view *row =
        table_row(body, name_place(page, place), link_place(page, place));
    for (int year = years->last; year >= years->first; year--) {
        int start = period_of(year, 1).month - total.first.month;
        size_t from = start > 0 ? (size_t)start : 0;
        size_t to = start + 12 > 0 ? (size_t)(start + 12) : 0;
        to = to < due ? to : due;
        if (from >= to) {
            table_number_beside(row, "", "");
            continue;
        }
        table_number_beside(row, say_year(page, coverage + from, to - from),
                            say_revised(page, revised + from,
                                        period_after(total.first, (int)from),
                                        to - from));
    }
}

static bool is_missing(enum coverage coverage)
{
    return coverage == COVERAGE_ALL_ZERO || coverage == COVERAGE_NOT_REPORTED;
}

/* Months that a state did not report, or withheld: the same ones often in several
 * files. */
struct gap {
    struct gap *next;
    struct place_id place;
    bool withheld;
    size_t found; /* months */
    const char *months;
    const char **source;
    size_t sources;
};

/* What the page says first, over all states and files. */
struct standing {
    size_t due, missing, shifts; /* months of a state; sudden levels */
    struct gap *gaps;
};

/* The gap of these months, new if there is none yet. */
static struct gap *gap_of(struct page *page, struct standing *standing,
                          const struct gap *like)
{
    struct gap **at = &standing->gaps;
    while (*at && ((*at)->place.index != like->place.index ||
                   (*at)->withheld != like->withheld ||
                   strcmp((*at)->months, like->months) != 0))
        at = &(*at)->next;
    if (!*at) {
        *at = arena_take(page->arena, sizeof **at);
        **at = *like;
        (*at)->source = arena_array(page->arena, page->site->holdings->count,
                                    sizeof *(*at)->source);
    }
    return *at;
}

/* Note the months of a kind, if there are any; returns how many. */
static size_t note_months(struct page *page, const struct holding *holding,
                          struct place_id place, const struct series *total,
                          const enum coverage *coverage, bool withheld,
                          struct standing *standing)
{
    const struct catalogue *c = page->catalogue;
    const char **months = arena_array(page->arena, total->count, sizeof *months);
    size_t found = 0;
    for (size_t i = 0; i < total->count; i++)
        if (withheld ? coverage[i] == COVERAGE_WITHHELD : is_missing(coverage[i]))
            months[found++] = say_period(
                page->arena, c, period_after(total->first, (int)i), STEP_MONTH);
    if (!found)
        return 0;
    struct gap *gap =
        gap_of(page, standing,
               &(struct gap){.place = place,
                             .withheld = withheld,
                             .found = found,
                             .months = say_list(page->arena, c, months, found)});
    gap->source[gap->sources++] = say(
        page->arena, c, "coverage.source", 0,
        (struct part[]){{"source", in_language(page, &holding->source->name)}, {0}});
    return found;
}

static void add_gaps(struct page *page, const struct standing *standing)
{
    const struct catalogue *c = page->catalogue;
    for (const struct gap *gap = standing->gaps; gap; gap = gap->next) {
        struct part parts[] = {
            {"place", name_place(page, gap->place)},
            {"source", say_list(page->arena, c, gap->source, gap->sources)},
            {"months", gap->months},
            {0}};
        view_text(view_item(page->view, "missing"), "missing_sentence",
                  say(page->arena, c,
                      gap->withheld ? "coverage.withheld" : "coverage.missing",
                      (double)gap->found, parts));
    }
}

/* Runs of months of nothing are noted; a level that breaks is a sentence. */
static void add_findings(struct page *page, struct view *group,
                         const struct holding *holding, struct place_id place,
                         struct standing *standing)
{
    const struct catalogue *c = page->catalogue;
    struct series total = total_of(page, holding, place);
    if (!total.count)
        return;
    total.count = due_months(holding, &total);
    enum coverage *coverage = coverage_of(page->arena, &total);
    size_t found, missing = 0;
    for (int withheld = 0; withheld < 2; withheld++)
        missing +=
            note_months(page, holding, place, &total, coverage, withheld, standing);
    struct level_shift *shifts = level_shifts(page->arena, &total, &found);
    standing->due += total.count;
    standing->missing += missing;
    standing->shifts += found;
    if (found)
        view_flag(group, "has_shifts", true);
    for (size_t i = 0; i < found; i++)
        view_text(view_item(group, "shifts"), "shift_sentence",
                  say(page->arena, c, "coverage.shift", 0,
                      (struct part[]){{"place", name_place(page, place)},
                                      {"month", say_period(page->arena, c, shifts[i].at,
                                                           STEP_MONTH)},
                                      {"before", say_count(page, shifts[i].before)},
                                      {"after", say_count(page, shifts[i].after)},
                                      {0}}));
}

/* What has been published and is not held is no fault of the states. */
static void add_not_held(struct page *page, const struct holding *holding)
{
    const struct catalogue *c = page->catalogue;
    struct period last;
    if (!holding->current ||
        months_lacking(holding->source, holding->current->cube, &last) == 0)
        return;
    struct part parts[] = {
        {"source", in_language(page, &holding->source->name)},
        {"last", say_period(page->arena, c, last, STEP_MONTH)},
        {"until", say_period(page->arena, c, holding->source->until, STEP_MONTH)},
        {0}};
    view_text(view_item(page->view, "missing"), "missing_sentence",
              say(page->arena, c, "coverage.not_held", 0, parts));
}

static bool has_calendar(const struct holding *holding)
{
    return holding->current && holding->source->period.step == STEP_MONTH &&
           strcmp(holding->source->subject, "crime") == 0 &&
           strcmp(holding->source->level, "state") == 0;
}

static void add_calendar(struct page *page, const struct holding *holding,
                         struct standing *standing)
{
    const struct places *places = &page->site->lists->places;
    struct period first, last;
    if (!cube_range(holding->current->cube, &first, &last))
        return;
    struct view *table =
        table_new(page, "calendars", in_language(page, &holding->source->name),
                  word(page->catalogue, "table.state"));
    struct year_span years = {period_year(first), period_year(last)};
    for (int year = years.last; year >= years.first; year--)
        table_column_add(table, arena_format(page->arena, "%d", year));
    struct view *body = table_body(page, table, NULL, 0);
    struct view *group = view_item(page->view, "shift_groups");
    view_text(group, "shift_source", in_language(page, &holding->source->name));
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE) {
            calendar_row(page, body, holding, (struct place_id){i}, &years);
            add_findings(page, group, holding, (struct place_id){i}, standing);
        }
}

static const char *say_standing(const struct page *page,
                                const struct standing *standing)
{
    const struct catalogue *c = page->catalogue;
    if (!standing->due)
        return word(c, "coverage.summary");
    const char *months =
        say(page->arena, c, "coverage.lead", (double)standing->missing,
            (struct part[]){{"due", say_count(page, (double)standing->due)},
                            {"n", say_count(page, (double)standing->missing)},
                            {0}});
    if (!standing->shifts)
        return months;
    return arena_format(
        page->arena, "%s %s", months,
        say(page->arena, c, "coverage.lead_shifts", (double)standing->shifts,
            (struct part[]){{"n", say_count(page, (double)standing->shifts)}, {0}}));
}

bool coverage_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    (void)err;
    const struct holdings *holdings = page->site->holdings;
    struct standing standing = {0};
    page_crumb(page, word(page->catalogue, "nav.coverage"), NULL);
    for (size_t i = 0; i < holdings->count; i++)
        add_not_held(page, &holdings->holding[i]);
    for (size_t i = 0; i < holdings->count; i++)
        if (has_calendar(&holdings->holding[i]))
            add_calendar(page, &holdings->holding[i], &standing);
    add_gaps(page, &standing);
    page_title(page, word(page->catalogue, "nav.coverage"),
               say_standing(page, &standing));
    return true;
}
