#include "site/press_brief.h"

#include "render/brief.h"
#include "render/chart.h"
#include "render/words.h"
#include "site/blocks.h"
#include "site/drawing.h"
#include "site/findings.h"
#include "site/press_charts.h"
#include "site/prose.h"
#include "site/revision_words.h"
#include "site/tip_words.h"

#include <stdlib.h>
#include <string.h>

enum { TIPS_PRINTED = 12, MOVEMENTS_PRINTED = 3, HASH_SHOWN = 12 };

static const char *words_of(const struct page *page, const char *key)
{
    return word(page->catalogue, key);
}

/* Every publisher of what the edition tells of, once. */
const char *say_publishers(const struct page *page)
{
    const struct holdings *holdings = page->site->holdings;
    const char **names = arena_array(page->arena, holdings->count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < holdings->count; i++) {
        const char *name = holdings->holding[i].source->publisher;
        bool told = !holdings->holding[i].current;
        for (size_t j = 0; j < count; j++)
            told |= strcmp(names[j], name) == 0;
        if (!told)
            names[count++] = name;
    }
    return say_list(page->arena, page->catalogue, names, count);
}

const char *say_citation(const struct page *page)
{
    const char *base = page->site->config->base_url;
    return say_if_synthetic(
        page, say(page->arena, page->catalogue, "press.citation", 0,
                  (struct part[]){
                      {"site", in_language(page, &page->site->config->title)},
                      {"edition", page->site->day},
                      {"publishers", say_publishers(page)},
                      {"hash", page->site->inputs},
                      {"address", *base ? arena_format(page->arena, " %s", base) : ""},
                      {0}}));
}

static struct brief_facts facts_of(const struct page *page, const char *title)
{
    struct part parts[] = {{"site", in_language(page, &page->site->config->title)},
                           {"edition", page->site->day},
                           {"hash", page->site->inputs},
                           {0}};
    const struct config *config = page->site->config;
    const char *operator_ = in_language(page, &config->operator_name);
    return (struct brief_facts){
        .title = arena_format(page->arena, "%s · %s", parts[0].value, title),
        .author = *operator_ ? operator_ : parts[0].value,
        .subject = words_of(page, "press.subject"),
        .keywords = say(page->arena, page->catalogue, "press.keywords", 0, parts),
        .language = catalogue_locale(page->catalogue),
        .day = page->site->day,
        .foot = say_if_synthetic(
            page, say(page->arena, page->catalogue, "press.foot", 0, parts)),
        .page = say(page->arena, page->catalogue, "press.page", 0,
                    (struct part[]){{"page", "{page}"}, {"pages", "{pages}"}, {0}})};
}

/* What the front page says first. */
static void add_state(const struct page *page, struct brief *brief)
{
    struct press_subject subject = press_subject(page);
    if (!subject.strands)
        return;
    const struct strand *newest = &subject.strand[subject.strands - 1];
    struct tally tally = strand_newest(newest);
    brief_text(brief, BRIEF_LEAD, say_opening(page, newest, &tally));
    brief_text(brief, BRIEF_PARAGRAPH, say_comparison(page, newest, &tally));
    brief_text(brief, BRIEF_PARAGRAPH,
               say_earlier(page, subject.strand, subject.strands));
    brief_text(brief, BRIEF_PARAGRAPH, words_of(page, "home.what"));
}

struct printing {
    struct page *page;
    struct brief *brief;
    bool headed;
};

/* A place of a map, and what the map says of it. */
struct row {
    struct text folded;
    const char *name, *figure;
};

static int by_name(const void *a, const void *b)
{
    const struct row *one = a, *other = b;
    return text_compare(one->folded, other->folded);
}

static const struct row *rows_of(const struct page *page, const struct drawing *drawing)
{
    const struct map_chart *map = drawing->chart;
    size_t count = drawing->place_count;
    struct row *rows = arena_array(page->arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct map_place *place = &drawing->places[i];
        const char *name = name_place(page, place->place);
        rows[i] = (struct row){
            text_fold(page->arena, text_of(name)), name,
            arena_format(page->arena, "%s%s%s",
                         words_figure(page->arena, drawing->frame->words, place->figure,
                                      map->decimals),
                         place->note ? " " : "",
                         place->note ? words_of(page, "rate.too_small_mark") : "")};
    }
    qsort(rows, count, sizeof *rows, by_name);
    return rows;
}

/* Every place of a map with its figure, from A to Z, in columns: a map tells a reader
 * of paper nothing of what is too small for words. */
static void print_places(const struct page *page, struct brief *brief,
                         const struct drawing *drawing)
{
    enum { COLUMNS = 4, CELLS = 2 * COLUMNS };
    static const double SHARES[CELLS] = {0.16, 0.09, 0.16, 0.09,
                                         0.16, 0.09, 0.16, 0.09};
    size_t count = drawing->place_count, deep = (count + COLUMNS - 1) / COLUMNS;
    const struct row *rows = rows_of(page, drawing);
    const char **header = arena_array(page->arena, CELLS, sizeof *header);
    for (size_t i = 0; i < CELLS; i++)
        header[i] = words_of(page, i % 2 ? "table.rate" : "table.place");
    brief_heading(brief, 3, words_of(page, "press.map_figures"));
    brief_row(brief, true, CELLS, header, SHARES);
    for (size_t i = 0; i < deep; i++) {
        const char **cells = arena_array(page->arena, CELLS, sizeof *cells);
        for (size_t j = 0; j < COLUMNS; j++) {
            bool any = i + j * deep < count;
            cells[2 * j] = any ? rows[i + j * deep].name : "";
            cells[2 * j + 1] = any ? rows[i + j * deep].figure : "";
        }
        brief_row(brief, false, CELLS, cells, SHARES);
    }
}

static bool print_chart(void *context, const char *name, const struct drawing *drawing,
                        struct error *err)
{
    struct printing *printing = context;
    const struct chart_frame *words = drawing_words(drawing);
    struct scene *scene = arena_take(printing->page->arena, sizeof *scene);
    (void)name;
    if (!printing->headed)
        brief_heading(printing->brief, 2, words_of(printing->page, "press.charts"));
    printing->headed = true;
    brief_heading(printing->brief, 3, words->title);
    brief_text(printing->brief, BRIEF_QUIET, words->subtitle);
    if (!drawing_bare(drawing, CHART_WIDE, scene, err))
        return false;
    brief_figure(printing->brief, scene);
    brief_text(printing->brief, BRIEF_QUIET, press_source(printing->page, drawing));
    if (drawing->places)
        print_places(printing->page, printing->brief, drawing);
    return true;
}

static void add_tip(const struct page *page, struct brief *brief, const size_t *kept,
                    size_t at, unsigned said)
{
    const struct tip *tip = &page->site->findings->tips.tip[kept[at]];
    size_t told;
    const char *also = say_tip_also(page, kept, at, &told);
    const char *size = say_tip_size(page, tip), *extreme = say_tip_extreme(page, tip);
    brief_item(brief, arena_format(page->arena, "%zu", at + 1),
               arena_format(page->arena, "%s: %s. %s%s%s%s%s%s%s",
                            full_name_place(page, tip->key.place),
                            name_offence_until(page, tip->key.offence, tip->last),
                            say_tip_counts(page, tip), *size ? " " : "", size,
                            *extreme ? " " : "", extreme, *also ? " " : "", also),
               say_tip_caveats(page, tip->caveats & ~said));
}

/* The strongest of one source's, in their order. */
static void add_tips_of(const struct page *page, struct brief *brief, size_t source,
                        size_t most)
{
    const struct findings *findings = page->site->findings;
    unsigned common = tips_common_caveats(&findings->tips, source);
    size_t *kept = arena_array(page->arena, most, sizeof *kept);
    size_t count = tips_kept(page, source, most, kept), all = 0;
    for (size_t i = 0; i < findings->tips.count; i++)
        all += findings->tips.tip[i].source == source;
    if (!all)
        return;
    brief_heading(brief, 3,
                  in_language(page, &findings->holding[source]->source->name));
    brief_text(brief, BRIEF_QUIET, say_tips_source(page, source, all));
    for (size_t i = 0; i < count; i++) {
        if (i == 0)
            brief_text(brief, BRIEF_QUIET,
                       say_tips_stretch(page, &findings->tips.tip[kept[i]]));
        if (i == 0 && common)
            brief_text(brief, BRIEF_QUIET, say_tips_common(page, common));
        add_tip(page, brief, kept, i, common);
    }
}

static void add_tips(const struct page *page, struct brief *brief)
{
    const struct findings *findings = page->site->findings;
    size_t groups = 0;
    if (!findings->count) /* no source of crimes in this country */
        return;
    for (size_t i = 0; i < findings->count; i++) {
        bool any = false;
        for (size_t j = 0; j < findings->tips.count; j++)
            any |= findings->tips.tip[j].source == i;
        groups += any;
    }
    brief_heading(brief, 2, words_of(page, "tips.title"));
    brief_text(brief, BRIEF_PARAGRAPH, say_tips_lead(page));
    brief_text(brief, BRIEF_PARAGRAPH, words_of(page, "tips.what_not"));
    for (size_t i = 0; i < findings->count; i++)
        add_tips_of(page, brief, i, TIPS_PRINTED / (groups ? groups : 1));
    if (groups)
        brief_text(brief, BRIEF_QUIET, words_of(page, "press.tips_file"));
}

static void add_changes(const struct page *page, struct brief *brief)
{
    const struct holdings *holdings = page->site->holdings;
    bool any = false;
    brief_heading(brief, 2, words_of(page, "press.changed"));
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!page->site->revisions[i].steps)
            continue;
        const struct edition_step *step = &page->site->revisions[i].step[0];
        struct part parts[REVISION_PARTS];
        revision_parts(page, holding, step, parts);
        brief_heading(brief, 3,
                      say(page->arena, page->catalogue, "revisions.step", 0, parts));
        brief_text(brief, BRIEF_PARAGRAPH, say_revision(page, holding, step));
        for (size_t j = 0; j < step->movements && j < MOVEMENTS_PRINTED; j++)
            brief_text(
                brief, BRIEF_QUIET,
                say_capital(page->arena, say_movement(page, &step->movement[j])));
        any = true;
    }
    if (!any)
        brief_text(brief, BRIEF_PARAGRAPH, words_of(page, "press.changed_none"));
}

static void add_limits(const struct page *page, struct brief *brief)
{
    const char *limits[LIMITS_MAX];
    size_t count = say_limits(page, limits);
    if (count > 0)
        brief_heading(brief, 2, words_of(page, "section.limits"));
    for (size_t i = 0; i < count; i++)
        brief_item(brief, "•", limits[i], NULL);
}

static const char *span_of(const struct page *page, const struct holding *holding)
{
    struct period first, last;
    if (!cube_range(holding->current->cube, &first, &last))
        return "";
    return say_span(page->arena, page->catalogue, first, last,
                    holding->source->period.step);
}

static void add_source(const struct page *page, struct brief *brief,
                       const struct holding *holding, const double *shares)
{
    const struct provenance *from = &holding->current->snapshot.provenance;
    const char **cells = arena_array(page->arena, 3, sizeof *cells);
    cells[0] =
        arena_format(page->arena, "%s. %s", in_language(page, &holding->source->name),
                     holding->source->publisher);
    cells[1] =
        say(page->arena, page->catalogue, "press.file_cell", 0,
            (struct part[]){{"file", from->file},
                            {"day", say_day(page->arena, page->catalogue, from->date)},
                            {0}});
    cells[2] = arena_format(page->arena, "%.*s, %s", HASH_SHOWN, from->sha256.hex,
                            span_of(page, holding));
    brief_row(brief, false, 3, cells, shares);
}

static void add_sources(const struct page *page, struct brief *brief)
{
    static const double SHARES[3] = {0.44, 0.36, 0.2};
    const struct holdings *holdings = page->site->holdings;
    const char **header = arena_array(page->arena, 3, sizeof *header);
    header[0] = words_of(page, "press.source_column");
    header[1] = words_of(page, "press.file_column");
    header[2] = words_of(page, "press.hash_column");
    brief_heading(brief, 2, words_of(page, "section.sources"));
    brief_row(brief, true, 3, header, SHARES);
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            add_source(page, brief, &holdings->holding[i], SHARES);
}

static void add_citation(const struct page *page, struct brief *brief)
{
    brief_heading(brief, 2, words_of(page, "press.cite"));
    brief_text(brief, BRIEF_PARAGRAPH, say_citation(page));
    brief_text(brief, BRIEF_QUIET, words_of(page, "press.cite_note"));
}

const char *say_edition_day(const struct page *page)
{
    struct day day;
    return day_parse(text_of(page->site->day), &day)
               ? say_day(page->arena, page->catalogue, day)
               : page->site->day;
}

bool press_brief(struct page *page, struct buffer *out, struct error *err)
{
    const char *title = say(page->arena, page->catalogue, "press.title", 0,
                            (struct part[]){{"day", say_edition_day(page)}, {0}});
    struct brief_facts facts = facts_of(page, title);
    struct brief brief;
    struct printing printing = {.page = page, .brief = &brief};
    struct picture_taker taker = {print_chart, &printing};
    brief_start(&brief, page->arena, &facts);
    brief_heading(&brief, 1, title);
    add_state(page, &brief);
    if (!press_charts(page, &taker, err))
        return false;
    add_tips(page, &brief);
    add_changes(page, &brief);
    add_limits(page, &brief);
    add_citation(page, &brief);
    add_sources(page, &brief);
    return brief_paint(&brief, out, err);
}
