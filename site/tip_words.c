#include "site/tip_words.h"

#include "site/findings.h"
#include "site/prose.h"

#include <math.h>

const char *say_tip_stretch(const struct page *page, struct period first,
                            struct period last)
{
    struct tally tally = {.first = first, .last = last};
    return say_tally_span(page, &tally);
}

/* "+54%", "−12%" */
static const char *say_percent(const struct page *page, double ratio)
{
    double percent = 100 * (ratio - 1);
    return arena_format(page->arena, "%s%s%%", percent > 0 ? "+" : "",
                        say_number(page->arena, page->catalogue, percent, 0));
}

const char *say_tip_size(const struct page *page, const struct tip *tip)
{
    const struct comparison *found = &tip->found;
    if (isnan(found->ratio) || !isfinite(found->around.high))
        return "";
    return say(page->arena, page->catalogue, "tips.size", 0,
               (struct part[]){{"change", say_percent(page, found->ratio)},
                               {"low", say_percent(page, found->around.low)},
                               {"high", say_percent(page, found->around.high)},
                               {0}});
}

const char *say_tip_extreme(const struct page *page, const struct tip *tip)
{
    int years = period_year(tip->first) - tip->extreme_since;
    if (years < 3)
        return "";
    const char *key = tip->later > tip->earlier
                          ? tip->extreme_of_all ? "tips.most_of_all" : "tips.most_since"
                      : tip->extreme_of_all ? "tips.fewest_of_all"
                                            : "tips.fewest_since";
    return say(page->arena, page->catalogue, key, 0,
               (struct part[]){
                   {"year", arena_format(page->arena, "%d", tip->extreme_since)}, {0}});
}

const char *say_tip_caveats(const struct page *page, unsigned caveats)
{
    const char *all = "";
    for (size_t i = 0; tip_caveat(i); i++)
        if (caveats & 1U << i)
            all = arena_format(
                page->arena, "%s%s%s", all, *all ? " " : "",
                word(page->catalogue,
                     arena_format(page->arena, "tips.caveat_%s", tip_caveat(i))));
    return all;
}

const char *say_tip_counts(const struct page *page, const struct tip *tip)
{
    const struct measure *measure = measure_node(page->site->lists, tip->key.measure);
    return say(
        page->arena, page->catalogue,
        tip->later > tip->earlier ? "tips.more" : "tips.fewer", tip->later,
        (struct part[]){{"earlier", say_count(page, tip->earlier)},
                        {"unit", in_language(page, tip->later <= 1 ? &measure->unit_one
                                                                   : &measure->unit)},
                        {0}});
}

static bool is_part(const struct lists *lists, struct offence_id whole,
                    struct offence_id part)
{
    return part.index > whole.index &&
           part.index < whole.index + offence_node(lists, whole)->span;
}

static bool moved_alike(const struct lists *lists, const struct tip *a,
                        const struct tip *b)
{
    return a->source == b->source && a->key.place.index == b->key.place.index &&
           a->key.measure.index == b->key.measure.index &&
           a->first.month == b->first.month && a->last.month == b->last.month &&
           (a->later > a->earlier) == (b->later > b->earlier) &&
           (is_part(lists, a->key.offence, b->key.offence) ||
            is_part(lists, b->key.offence, a->key.offence));
}

/* Is a tip told by one of the kept ones? */
static bool is_told(const struct page *page, const size_t *kept, size_t count,
                    const struct tip *tip)
{
    const struct tip *all = page->site->findings->tips.tip;
    for (size_t i = 0; i < count; i++)
        if (moved_alike(page->site->lists, &all[kept[i]], tip))
            return true;
    return false;
}

size_t tips_kept(const struct page *page, size_t source, size_t most, size_t *kept)
{
    const struct tips *tips = &page->site->findings->tips;
    size_t count = 0;
    for (size_t i = 0; i < tips->count && count < most; i++)
        if (tips->tip[i].source == source && !is_told(page, kept, count, &tips->tip[i]))
            kept[count++] = i;
    return count;
}

static const char *say_one_more(const struct page *page, const struct tip *tip)
{
    return say(page->arena, page->catalogue, "tips.also_one", 0,
               (struct part[]){
                   {"offence", name_offence_until(page, tip->key.offence, tip->last)},
                   {"later", say_count(page, tip->later)},
                   {"earlier", say_count(page, tip->earlier)},
                   {0}});
}

const char *say_tip_also(const struct page *page, const size_t *kept, size_t at,
                         size_t *told)
{
    const struct tips *tips = &page->site->findings->tips;
    const struct offences *offences = &page->site->lists->offences;
    const char **also = arena_array(page->arena, offences->count, sizeof *also);
    size_t count = 0;
    for (size_t i = kept[at] + 1; i < tips->count && count < offences->count; i++)
        if (moved_alike(page->site->lists, &tips->tip[kept[at]], &tips->tip[i]) &&
            !is_told(page, kept, at, &tips->tip[i]))
            also[count++] = say_one_more(page, &tips->tip[i]);
    *told = 1 + count;
    if (!count)
        return "";
    return say(
        page->arena, page->catalogue, "tips.also", 0,
        (struct part[]){
            {"offences", say_list(page->arena, page->catalogue, also, count)}, {0}});
}

unsigned tips_common_caveats(const struct tips *tips, size_t source)
{
    unsigned common = ~0U;
    bool any = false;
    for (size_t i = 0; i < tips->count; i++)
        if (tips->tip[i].source == source) {
            common &= tips->tip[i].caveats;
            any = true;
        }
    return any ? common : 0;
}

const char *say_tips_source(const struct page *page, size_t source, size_t stand)
{
    const struct tips *tips = &page->site->findings->tips;
    if (!tips->compared[source])
        return say(
            page->arena, page->catalogue, "tips.source_none",
            (double)tips->unpaired[source],
            (struct part[]){{"count", say_count(page, (double)tips->unpaired[source])},
                            {0}});
    return say(
        page->arena, page->catalogue, "tips.source", (double)tips->compared[source],
        (struct part[]){{"compared", say_count(page, (double)tips->compared[source])},
                        {"stand", say_count(page, (double)stand)},
                        {"few", say_count(page, (double)tips->too_few[source])},
                        {"unpaired", say_count(page, (double)tips->unpaired[source])},
                        {0}});
}

const char *say_tips_stretch(const struct page *page, const struct tip *tip)
{
    struct period first = tip->first, last = tip->last;
    return say(
        page->arena, page->catalogue, "tips.stretch", 0,
        (struct part[]){{"later", say_tip_stretch(page, first, last)},
                        {"earlier", say_tip_stretch(page, period_after(first, -12),
                                                    period_after(last, -12))},
                        {0}});
}

const char *say_tips_common(const struct page *page, unsigned caveats)
{
    return say(page->arena, page->catalogue, "tips.all_of_them", 0,
               (struct part[]){{"caveats", say_tip_caveats(page, caveats)}, {0}});
}

const char *say_tips_old(const struct page *page)
{
    const struct findings *findings = page->site->findings;
    const char **names = arena_array(page->arena, findings->old + 1, sizeof *names);
    for (size_t i = 0; i < findings->old; i++)
        names[i] = in_language(page, &findings->old_holding[i]->source->name);
    if (!findings->old)
        return "";
    return say(page->arena, page->catalogue, "tips.old", 0,
               (struct part[]){{"files", say_list(page->arena, page->catalogue, names,
                                                  findings->old)},
                               {0}});
}

const char *say_tips_lead(const struct page *page)
{
    const struct findings *findings = page->site->findings;
    const struct tips *tips = &findings->tips;
    if (!findings->count)
        return findings->old ? say_tips_old(page)
                             : word(page->catalogue, "tips.no_files");
    return say(
        page->arena, page->catalogue, "tips.lead", (double)tips->count,
        (struct part[]){{"compared", say_count(page, (double)tips->comparisons)}, {0}});
}
