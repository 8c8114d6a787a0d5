#include "site/revision_words.h"

#include "site/prose.h"

const char *say_signed(const struct page *page, double number)
{
    const char *plain = say_count(page, number);
    return number > 0 ? arena_format(page->arena, "+%s", plain) : plain;
}

void revision_parts(const struct page *page, const struct holding *holding,
                    const struct edition_step *step, struct part out[REVISION_PARTS])
{
    const struct catalogue *c = page->catalogue;
    const struct revised *all = &step->ledger.all;
    const struct part parts[REVISION_PARTS] = {
        {"source", in_language(page, &holding->source->name)},
        {"before", say_day(page->arena, c, step->older->snapshot.provenance.date)},
        {"after", say_day(page->arena, c, step->newer->snapshot.provenance.date)},
        {"cells", say_count(page, (double)all->changed)},
        {"gross", say_count(page, all->gross)},
        {"net", say_signed(page, all->net)},
        {"n", say_count(page, (double)all->changed)},
        {0}};
    for (size_t i = 0; i < REVISION_PARTS; i++)
        out[i] = parts[i];
}

const char *say_revision(const struct page *page, const struct holding *holding,
                         const struct edition_step *step)
{
    const struct revised *all = &step->ledger.all;
    struct part parts[REVISION_PARTS];
    revision_parts(page, holding, step, parts);
    return say(page->arena, page->catalogue,
               all->changed + all->appeared + all->vanished ? "revisions.sentence"
                                                            : "revisions.nothing",
               (double)all->changed, parts);
}

/* A modality means nothing without its offence. */
static const char *whole_name(const struct page *page, struct offence_id id,
                              struct period at)
{
    const struct offence *node = offence_node(page->site->lists, id);
    const char *name = name_offence_until(page, id, at);
    if (node->level != OFFENCE_MODALITY)
        return name;
    return arena_format(page->arena, "%s (%s)",
                        name_offence_until(page, (struct offence_id){node->parent}, at),
                        name);
}

const char *say_movement(const struct page *page, const struct movement *movement)
{
    return say(
        page->arena, page->catalogue, "revisions.movement", 0,
        (struct part[]){{"in_place", in_place(page, movement->place)},
                        {"month", say_period(page->arena, page->catalogue,
                                             movement->period, STEP_MONTH)},
                        {"from", whole_name(page, movement->from, movement->period)},
                        {"fell", say_count(page, movement->fell)},
                        {"to", whole_name(page, movement->to, movement->period)},
                        {"rose", say_count(page, movement->rose)},
                        {0}});
}
