/* What a page of one offence in one place says first: its sentence, how that compares,
 * what was counted before, and where the line below jumps. */

#include "site/blocks.h"
#include "site/prose.h"

/* What the charts draw as a rule with a word on it is said here in full. */
static void add_jumps(struct page *page, const struct strand *strands, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        for (const struct break_in *jump;
             (jump = strand_jump(page->site->breaks, &strands[i], &at));)
            view_text(view_item(page->view, "jumps"), "jump",
                      in_language(page, &jump->about));
    }
}

const char *block_answer(struct page *page, const struct strand *strands, size_t count)
{
    const struct strand *newest = &strands[count - 1];
    struct tally tally = strand_newest(newest);
    const char *lead = say_lead(page, newest, &tally);
    view_text(page->view, "lead", say_opening(page, newest, &tally));
    view_text(page->view, "comparison", say_comparison(page, newest, &tally));
    view_text(page->view, "earlier", say_earlier(page, strands, count));
    add_jumps(page, strands, count);
    return lead;
}
