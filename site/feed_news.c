#include "site/feed_news.h"

#include "site/blocks.h"
#include "site/contract.h"
#include "site/featured.h"
#include "site/findings.h"
#include "site/pages.h"
#include "site/prose.h"
#include "site/revision_words.h"
#include "site/tip_words.h"

enum { MOVEMENTS_TOLD = 5, HASH_TOLD = 12 };

const char *news_link(const struct page *page, const char *folder)
{
    const char *base = page->site->config->base_url;
    if (!*base)
        return link_to(page, folder);
    return arena_format(page->arena, "%s%s/%s%s", base,
                        page->site->config->languages.tag[page->language], folder,
                        *folder ? "/" : "");
}

static void add(struct news *news, struct entry entry)
{
    struct feed *feed = &news->feed;
    if (feed->count == news->capacity) {
        struct entry *old = feed->entry;
        news->capacity = 2 * news->capacity + 16;
        feed->entry =
            arena_array(news->page->arena, news->capacity, sizeof *feed->entry);
        for (size_t i = 0; i < feed->count; i++)
            feed->entry[i] = old[i];
    }
    entry.title = say_if_synthetic(news->page, entry.title);
    feed->entry[feed->count++] = entry;
}

static struct day day_of(const struct vintage *vintage)
{
    return vintage->snapshot.provenance.date;
}

static bool is_good(const struct vintage *vintage)
{
    return vintage->cube && !vintage->fault;
}

/* "release/mx-estatal-2015/2026-04-18/3fa9c2d41b07" */
static const char *id_of(const struct page *page, const char *kind,
                         const struct holding *holding, const struct vintage *vintage)
{
    struct day day = day_of(vintage);
    return arena_format(page->arena, "%s/%s/%04d-%02d-%02d/%.*s", kind,
                        holding->source->id, day.year, day.month, day.day, HASH_TOLD,
                        vintage->snapshot.provenance.sha256.hex);
}

/* What lies between a vintage and the good one before it; NULL for the first. */
static const struct edition_step *step_to(const struct site *site,
                                          const struct holding *holding,
                                          const struct vintage *vintage)
{
    const struct revisions *revisions =
        &site->revisions[holding - site->holdings->holding];
    for (size_t i = 0; i < revisions->steps; i++)
        if (revisions->step[i].newer == vintage)
            return &revisions->step[i];
    return NULL;
}

static const char *two(const struct page *page, const char *a, const char *b)
{
    return arena_format(page->arena, "%s%s%s", a, *a && *b ? " " : "", b);
}

static const char *say_file(const struct page *page, const char *key,
                            const struct holding *holding,
                            const struct vintage *vintage)
{
    struct period first, last;
    const struct catalogue *c = page->catalogue;
    bool held = cube_range(vintage->cube, &first, &last);
    struct part parts[] = {{"source", in_language(page, &holding->source->name)},
                           {"day", say_day(page->arena, c, day_of(vintage))},
                           {"publisher", holding->source->publisher},
                           {"hash", vintage->snapshot.provenance.sha256.hex},
                           {"span", held ? say_span(page->arena, c, first, last,
                                                    holding->source->period.step)
                                         : word(c, "feed.nothing")},
                           {0}};
    return say(page->arena, c, key, 0, parts);
}

static const char *link_holding(const struct page *page, const struct holding *holding)
{
    return news_link(page,
                     folder_source(page->arena, page->catalogue, holding->source));
}

/* Whoever builds on addresses and columns hears here that they changed. */
static void add_contract(struct news *news)
{
    const struct page *page = news->page;
    const struct catalogue *c = page->catalogue;
    size_t count;
    const struct contract_change *changes = contract_changes(&count);
    for (size_t i = 0; i < count; i++) {
        struct part parts[] = {{"version", changes[i].version}, {0}};
        struct day day;
        day_parse(text_of(changes[i].day), &day);
        add(news, (struct entry){
                      arena_format(page->arena, "contract/%s", changes[i].version),
                      say(page->arena, c, "feed.contract_title", 0, parts),
                      two(page, word(c, changes[i].about), word(c, "contract.intro")),
                      news_link(page, dictionary_folder(
                                          page->arena, page->site, c,
                                          (struct subject){.place = {NO_INDEX}})),
                      day});
    }
}

void news_releases(struct news *news)
{
    add_contract(news);
    const struct page *page = news->page;
    const struct holdings *holdings = page->site->holdings;
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            const struct holding *holding = &holdings->holding[i];
            const struct vintage *vintage = &holding->vintage[j];
            if (!is_good(vintage))
                continue;
            const struct edition_step *step = step_to(page->site, holding, vintage);
            const char *text = say_file(page, "feed.file", holding, vintage);
            if (step)
                text = two(page, text, say_revision(page, holding, step));
            add(news,
                (struct entry){id_of(page, "release", holding, vintage),
                               say_file(page, "feed.file_title", holding, vintage),
                               text, link_holding(page, holding), day_of(vintage)});
        }
}

static void add_step(struct news *news, const struct holding *holding,
                     const struct edition_step *step)
{
    const struct page *page = news->page;
    const char *text = say_revision(page, holding, step);
    for (size_t i = 0; i < step->movements && i < MOVEMENTS_TOLD; i++)
        text = two(page, text, say_movement(page, &step->movement[i]));
    struct part parts[REVISION_PARTS];
    revision_parts(page, holding, step, parts);
    /* Of both files: one that comes in late, between them, makes two new steps. */
    add(news, (struct entry){
                  arena_format(page->arena, "%s/%.*s",
                               id_of(page, "revision", holding, step->newer), HASH_TOLD,
                               step->older->snapshot.provenance.sha256.hex),
                  say(page->arena, page->catalogue, "revisions.step", 0, parts), text,
                  news_link(page, word(page->catalogue, "path.revisions")),
                  day_of(step->newer)});
}

void news_revisions(struct news *news)
{
    const struct holdings *holdings = news->page->site->holdings;
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < news->page->site->revisions[i].steps; j++)
            add_step(news, &holdings->holding[i],
                     &news->page->site->revisions[i].step[j]);
}

static const char *say_tip(const struct page *page, const struct tip *tip)
{
    return two(
        page,
        two(page, say_tips_stretch(page, tip),
            two(page, say_tip_counts(page, tip), say_tip_size(page, tip))),
        two(page, say_tip_extreme(page, tip), say_tip_caveats(page, tip->caveats)));
}

/* The same stretch in a later file is the same tip, brought up to date. */
static void add_tip(struct news *news, const struct tip *tip)
{
    const struct page *page = news->page;
    const struct lists *lists = page->site->lists;
    const struct holding *holding = page->site->findings->holding[tip->source];
    struct part parts[] = {
        {"offence", name_offence_until(page, tip->key.offence, tip->last)},
        {"place", full_name_place(page, tip->key.place)},
        {"stretch", say_tip_stretch(page, tip->first, tip->last)},
        {0}};
    const char *page_of = has_page_place(page->site, tip->key.place)
                              ? folder_place(page->site, tip->key.place)
                              : word(page->catalogue, "path.tips");
    add(news,
        (struct entry){
            arena_format(page->arena, "tip/%s/%s/%s/%s/%s/%s", holding->source->id,
                         place_node(lists, tip->key.place)->path,
                         offence_node(lists, tip->key.offence)->code,
                         measure_node(lists, tip->key.measure)->code,
                         period_iso(page->arena, tip->first, STEP_MONTH),
                         period_iso(page->arena, tip->last, STEP_MONTH)),
            say(page->arena, page->catalogue, "feed.tip_title", 0, parts),
            say_tip(page, tip), news_link(page, page_of), day_of(holding->current)});
}

static void add_tips(struct news *news, struct place_id within)
{
    const struct tips *tips = &news->page->site->findings->tips;
    uint32_t end = within.index + place_node(news->page->site->lists, within)->span;
    for (size_t i = 0; i < tips->count; i++)
        if (tips->tip[i].key.place.index >= within.index &&
            tips->tip[i].key.place.index < end)
            add_tip(news, &tips->tip[i]);
}

void news_tips(struct news *news) { add_tips(news, news->page->site->country); }

static bool counts_place(const struct site *site, const struct holding *holding,
                         const struct vintage *vintage, struct place_id place)
{
    const struct offences *offences = &site->lists->offences;
    const struct measure_id measures[] = {site->investigations, site->victims};
    if (!is_good(vintage) ||
        holding_reach(holding, place_node(site->lists, place)->kind) < 0)
        return false;
    for (uint32_t i = 0; i < offences->count; i += offences->node[i].span)
        for (size_t j = 0; j < sizeof measures / sizeof *measures; j++)
            if (cube_holds(vintage->cube, (struct key){place, {i}, measures[j]}))
                return true;
    return false;
}

/* "" for the first file. */
static const char *say_corrected(const struct page *page,
                                 const struct edition_step *step, struct place_id place)
{
    if (!step)
        return "";
    struct revised revised = ledger_within(&step->ledger, page->site->lists,
                                           (struct key){place, {NO_INDEX}, {NO_INDEX}});
    const struct catalogue *c = page->catalogue;
    return say(page->arena, c, revised.changed ? "feed.corrected" : "feed.uncorrected",
               (double)revised.changed,
               (struct part[]){{"in_place", in_place(page, place)},
                               {"n", say_count(page, (double)revised.changed)},
                               {"gross", say_count(page, revised.gross)},
                               {"net", say_signed(page, revised.net)},
                               {"before", say_day(page->arena, c, day_of(step->older))},
                               {0}});
}

/* What the place's page says, of the source that it says it by; "" of another. */
static const char *say_newest(const struct page *page, struct place_id place,
                              const struct holding *holding)
{
    struct offence_id lead;
    struct strand strands[STRANDS_MAX];
    size_t count = featured_offences(page, place, &lead, 1);
    if (count)
        count = page_strands(page, place, lead, page->site->investigations, strands);
    if (!count || strands[count - 1].holding != holding)
        return "";
    struct tally tally = strand_newest(&strands[count - 1]);
    return two(page, say_opening(page, &strands[count - 1], &tally),
               say_comparison(page, &strands[count - 1], &tally));
}

static void add_file_of(struct news *news, const struct holding *holding,
                        const struct vintage *vintage, struct place_id place)
{
    const struct page *page = news->page;
    const char *said =
        vintage == holding->current ? say_newest(page, place, holding) : "";
    const char *corrected =
        say_corrected(page, step_to(page->site, holding, vintage), place);
    const char *path = folder_place(page->site, place);
    add(news,
        (struct entry){
            id_of(page, arena_format(page->arena, "place/%s", path), holding, vintage),
            say_file(page, "feed.file_title", holding, vintage),
            two(page, said,
                two(page, say_file(page, "feed.file", holding, vintage), corrected)),
            news_link(page, path), day_of(vintage)});
}

void news_place(struct news *news, struct place_id place)
{
    const struct site *site = news->page->site;
    for (size_t i = 0; i < site->holdings->count; i++) {
        const struct holding *holding = &site->holdings->holding[i];
        for (size_t j = 0; j < holding->vintages; j++)
            if (counts_place(site, holding, &holding->vintage[j], place))
                add_file_of(news, holding, &holding->vintage[j], place);
    }
    add_tips(news, place);
}
