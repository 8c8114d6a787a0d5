/* The tip sheet: changes that chance does not explain, each with what to know before
 * printing it. */

#include "site/blocks.h"
#include "site/feeds.h"
#include "site/findings.h"
#include "site/pages.h"
#include "site/press.h"
#include "site/prose.h"
#include "site/tip_words.h"

enum { TIPS_SHOWN = 100, SWELLS_SHOWN = 40 };

const char *tips_folder(struct arena *arena, const struct site *site,
                        const struct catalogue *catalogue, struct subject subject)
{
    (void)arena;
    (void)site;
    (void)subject;
    return word(catalogue, "path.tips");
}

static void add_names(const struct page *page, struct view *item, struct place_id place,
                      const char *offence)
{
    view_text(item, "place", full_name_place(page, place));
    view_text(item, "place_link", link_place(page, place));
    view_text(item, "offence", offence);
}

/* How many it tells: itself, and what it tells along. */
static size_t add_tip(const struct page *page, struct view *group, const size_t *kept,
                      size_t at, unsigned said)
{
    const struct tip *tip = &page->site->findings->tips.tip[kept[at]];
    struct view *item = view_item(group, "tips");
    size_t told;
    view_text(item, "also", say_tip_also(page, kept, at, &told));
    add_names(page, item, tip->key.place,
              name_offence_until(page, tip->key.offence, tip->last));
    view_text(item, "offence_link", link_offence(page, tip->key.offence));
    view_text(item, "counts", say_tip_counts(page, tip));
    view_text(item, "size", say_tip_size(page, tip));
    view_text(item, "extreme", say_tip_extreme(page, tip));
    view_text(item, "caveats", say_tip_caveats(page, tip->caveats & ~said));
    return told;
}

/* Some of a source's name says too little: with the stretches compared. */
static void add_group(struct page *page, size_t source, size_t most)
{
    const struct findings *findings = page->site->findings;
    const struct holding *holding = findings->holding[source];
    struct view *group = view_item(page->view, "groups");
    size_t *kept = arena_array(page->arena, most, sizeof *kept);
    size_t items = tips_kept(page, source, most, kept), stand = 0, shown = 0;
    const struct tip *any = NULL;
    unsigned common = tips_common_caveats(&findings->tips, source);
    for (size_t i = 0; i < findings->tips.count; i++) {
        const struct tip *tip = &findings->tips.tip[i];
        if (tip->source != source)
            continue;
        any = tip;
        stand++;
    }
    for (size_t i = 0; i < items; i++)
        shown += add_tip(page, group, kept, i, common);
    view_text(group, "group", in_language(page, &holding->source->name));
    view_text(group, "stretch", any ? say_tips_stretch(page, any) : "");
    view_text(group, "summary_line", say_tips_source(page, source, stand));
    view_flag(group, "has_tips", stand > 0);
    view_text(group, "common", common ? say_tips_common(page, common) : "");
    view_text(group, "more",
              stand > shown
                  ? say(page->arena, page->catalogue, "tips.shown", 0,
                        (struct part[]){{"shown", say_count(page, (double)shown)},
                                        {"all", say_count(page, (double)stand)},
                                        {0}})
                  : "");
    block_source(page, holding);
}

static size_t groups_with_tips(const struct findings *findings)
{
    size_t groups = 0;
    for (size_t i = 0; i < findings->count; i++) {
        bool any = false;
        for (size_t j = 0; j < findings->tips.count && !any; j++)
            any = findings->tips.tip[j].source == i;
        groups += any;
    }
    return groups ? groups : 1;
}

static const char *share_of(const struct page *page, double part, double total)
{
    return say_number(page->arena, page->catalogue, 100 * part / total, 1);
}

static void add_swells(struct page *page)
{
    const struct findings *findings = page->site->findings;
    for (size_t i = 0; i < findings->swells && i < SWELLS_SHOWN; i++) {
        const struct swell *swell = &findings->swell[i];
        struct view *item = view_item(page->view, "swells");
        bool all = swell->offence.index == NO_INDEX;
        add_names(page, item, swell->place,
                  all ? word(page->catalogue, "tips.all_residual")
                      : name_offence_until(page, swell->offence, swell->last));
        view_text(item, "offence_link", all ? "" : link_offence(page, swell->offence));
        view_text(
            item, "counts",
            say(page->arena, page->catalogue, "tips.swell", swell->part,
                (struct part[]){
                    {"stretch", say_tip_stretch(page, swell->first, swell->last)},
                    {"share", share_of(page, swell->part, swell->total)},
                    {"before", share_of(page, swell->part_before, swell->total_before)},
                    {"cases", say_count(page, swell->part)},
                    {"cases_before", say_count(page, swell->part_before)},
                    {0}}));
    }
    view_flag(page->view, "has_swells", findings->swells > 0);
    view_text(page->view, "swells_looked",
              say(page->arena, page->catalogue, "tips.swells_looked",
                  (double)findings->swells,
                  (struct part[]){{"looked", say_count(page, (double)findings->shares)},
                                  {0}}));
}

bool tips_fill(struct page *page, struct subject subject, struct error *err)
{
    (void)subject;
    const struct findings *findings = page->site->findings;
    size_t groups = groups_with_tips(findings);
    const char *lead = say_tips_lead(page);
    page_title(page, word(page->catalogue, "tips.title"), lead);
    page_crumb(page, word(page->catalogue, "nav.data"),
               link_to(page, word(page->catalogue, "path.data")));
    page_crumb(page, word(page->catalogue, "tips.title"), NULL);
    view_text(page->view, "lead", lead);
    view_flag(page->view, "looked", findings->count > 0);
    view_flag(page->view, "looked_shares", findings->shares > 0);
    block_press(page);
    page_feed_of(page, "path.tips");
    view_text(page->view, "tips_file", link_file(page, "data/tips.csv"));
    view_text(page->view, "swells_file", link_file(page, "data/residual-shares.csv"));
    for (size_t i = 0; i < findings->count; i++)
        add_group(page, i, TIPS_SHOWN / groups);
    view_text(page->view, "old", say_tips_old(page));
    add_swells(page);
    block_limits(page);
    return block_card(page, word(page->catalogue, "tips.title"), lead, NULL, err);
}
