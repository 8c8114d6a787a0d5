#include "site/press_charts.h"

#include "site/featured.h"
#include "site/prose.h"

struct press_subject press_subject(const struct page *page)
{
    struct press_subject out = {0};
    struct place_id country = page->site->country;
    if (featured_offences(page, country, &out.offence, 1))
        out.strands = page_strands(page, country, out.offence,
                                   page->site->investigations, out.strand);
    return out;
}

static const char *title_of(const struct page *page, struct offence_id offence,
                            const char *key)
{
    return say(page->arena, page->catalogue, key, 0,
               (struct part[]){{"offence", name_offence(page, offence)},
                               {"in_place", in_place(page, page->site->country)},
                               {0}});
}

bool press_charts(struct page *page, const struct picture_taker *taker,
                  struct error *err)
{
    struct press_subject subject = press_subject(page);
    struct page own = *page;
    own.taker = taker;
    if (!subject.strands)
        return true;
    return block_trend(
               &own, "charts", "linea", subject.strand, subject.strands,
               say_finding(page, subject.strand, subject.strands,
                           title_of(page, subject.offence, "chart.trend_title")),
               err) &&
           block_columns(&own, "charts", "anual",
                         strand_main(subject.strand, subject.strands),
                         title_of(page, subject.offence, "chart.years_title"), err) &&
           block_places(&own, page->site->country, subject.offence, false, err);
}

const char *press_source(const struct page *page, const struct drawing *drawing)
{
    const char *source = drawing_words(drawing)->source;
    return say(page->arena, page->catalogue, "press.chart_source", 0,
               (struct part[]){{"source", source ? source : ""},
                               {"edition", page->site->day},
                               {0}});
}
