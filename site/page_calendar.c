/* How each source stands and when more is expected: days that follow from its files, so
 * that the page says the same whenever it is made. Whether one of them has passed is
 * found where a clock is: by late.js, in front of the reader. */
#include "site/page_calendar.h"
#include "site/calendar_feed.h"
#include "site/expected.h"
#include "site/pages.h"
#include "site/prose.h"

const char *calendar_folder(struct arena *arena, const struct site *site,
                            const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.calendar");
}

static const char *iso(struct arena *arena, struct day day)
{
    return arena_format(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* Of a series that has ended: what of it is not held. */
static const char *say_over(const struct page *page, const struct holding *holding)
{
    struct period last;
    int lacking = months_lacking(holding->source, holding->current->cube, &last);
    if (lacking == 0)
        return word(page->catalogue, "calendar.over");
    return say(page->arena, page->catalogue, "calendar.over_short", lacking,
               (struct part[]){
                   {"until", say_period(page->arena, page->catalogue,
                                        holding->source->until, STEP_MONTH)},
                   {"last", say_period(page->arena, page->catalogue, last, STEP_MONTH)},
                   {"n", say_count(page, lacking)},
                   {0}});
}

void calendar_expect(const struct page *page, struct view *view,
                     const struct holding *holding)
{
    const struct catalogue *c = page->catalogue;
    const struct day newest =
        holding->current ? holding->current->snapshot.provenance.date : (struct day){0};
    const struct expected expected = expected_of(holding->source, newest);
    const char *next = "", *grace = "", *late = "";
    if (expected.next.month)
        next =
            say(page->arena, c, "calendar.next", 0,
                (struct part[]){{"day", say_day(page->arena, c, expected.next)}, {0}});
    else if (newest.month)
        next = say_over(page, holding);
    if (expected.last_grace.month) {
        struct part parts[] = {{"day", say_day(page->arena, c, expected.last_grace)},
                               {"source", in_language(page, &holding->source->name)},
                               {"newest", say_day(page->arena, c, newest)},
                               {0}};
        grace = say(page->arena, c, "calendar.grace", 0, parts);
        late = say(page->arena, c, "calendar.late", 0, parts);
    }
    view_text(view, "next", next);
    view_text(view, "grace", grace);
    view_text(view, "late", late);
    view_text(view, "late_after", *late ? iso(page->arena, expected.last_grace) : "");
}

const char *vintage_fault_kind(const struct page *page, const struct vintage *vintage)
{
    const struct catalogue *c = page->catalogue;
    switch (vintage->fault_kind) {
    case ERROR_FORMAT:
        return word(c, "vintage.fault_format");
    case ERROR_UNKNOWN_WORD:
        return word(c, "vintage.fault_unknown_word");
    case ERROR_CONTRADICTION:
        return word(c, "vintage.fault_contradiction");
    case ERROR_LIMIT:
        return word(c, "vintage.fault_limit");
    case ERROR_NONE:
    case ERROR_USAGE:
    case ERROR_SYSTEM:
    case ERROR_NETWORK:
    case ERROR_UNREAD:
        break;
    }
    return word(c, "vintage.fault_system");
}

const struct holding *newest_holding(const struct holdings *holdings)
{
    const struct holding *newest = NULL;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (holding->current && holding->current->snapshot.provenance.date.month &&
            (!newest || day_compare(holding->current->snapshot.provenance.date,
                                    newest->current->snapshot.provenance.date) > 0))
            newest = holding;
    }
    return newest;
}

static void add_holding(struct page *page, const struct holding *holding)
{
    const struct catalogue *c = page->catalogue;
    struct view *view = view_item(page->view, "standings");
    view_text(view, "source_name", in_language(page, &holding->source->name));
    view_text(view, "source_link", link_source(page, holding->source));
    view_text(view, "nothing_held",
              holding->current ? "" : word(c, "source.nothing_held"));
    view_text(view, "kept_back_note",
              !holding->held_back        ? ""
              : holding->held_back->torn ? word(c, "source.torn")
                                         : word(c, "source.kept_back"));
    view_text(view, "kept_back_kind",
              holding->held_back && holding->held_back->fault
                  ? vintage_fault_kind(page, holding->held_back)
                  : "");
    view_text(view, "kept_back_why",
              holding->held_back && holding->held_back->fault
                  ? holding->held_back->fault
                  : "");
    view_text(view, "newest",
              holding->current
                  ? say_day(page->arena, c, holding->current->snapshot.provenance.date)
                  : "");
    calendar_expect(page, view, holding);
    for (size_t i = holding->vintages; i-- > 0;)
        if (&holding->vintage[i] != holding->current &&
            holding->vintage[i].snapshot.provenance.date.month) {
            view_flag(view, "has_earlier", true);
            view_text(
                view_item(view, "earlier"), "day",
                say_day(page->arena, c, holding->vintage[i].snapshot.provenance.date));
        }
}

/* What is newest, and what comes first after it: the page's own days, so it says so
 * whatever the day of reading is. */
static const char *say_standing(const struct page *page)
{
    const struct catalogue *c = page->catalogue;
    const struct holdings *holdings = page->site->holdings;
    const struct holding *newest = newest_holding(holdings), *next = NULL;
    struct day first = {0};
    if (!newest)
        return word(c, "calendar.summary");
    struct day last = newest->current->snapshot.provenance.date;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current)
            continue;
        struct day day =
            expected_of(holding->source, holding->current->snapshot.provenance.date)
                .next;
        if (day.month && day_compare(day, last) > 0 &&
            (!next || day_compare(day, first) < 0))
            next = holding, first = day;
    }
    const char *held =
        say(page->arena, c, "calendar.lead", 0,
            (struct part[]){{"source", in_language(page, &newest->source->name)},
                            {"day", say_day(page->arena, c, last)},
                            {0}});
    if (!next)
        return held;
    return arena_format(
        page->arena, "%s %s", held,
        say(page->arena, c, "calendar.lead_next", 0,
            (struct part[]){{"source", in_language(page, &next->source->name)},
                            {"day", say_day(page->arena, c, first)},
                            {0}}));
}

bool calendar_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    const struct catalogue *c = page->catalogue;
    const struct holdings *holdings = page->site->holdings;
    page_title(page, word(c, "nav.calendar"), say_standing(page));
    page_crumb(page, word(c, "nav.calendar"), NULL);
    for (size_t i = 0; i < holdings->count; i++)
        add_holding(page, &holdings->holding[i]);
    view_text(page->view, "feed", CALENDAR_FEED);
    return calendar_feed_put(page, err);
}
