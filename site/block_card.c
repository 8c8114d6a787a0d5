/* The picture that messages and networks show for a link: what the page is about, its
 * sentence, the line of the last years, and whose it is.
 *
 * Painting is dear, and a country has thousands of towns: their pages show the state's
 * card, under their own name and sentence. */

#include "site/blocks.h"
#include "site/pictures.h"

#include <math.h>

/* 1200 by 630 pixels at this scale, as networks want it. */
static const double WIDTH = 600, HEIGHT = 315, MARGIN = 36, SCALE = 2;
static const double SPARK_WIDTH = 528, SPARK_HEIGHT = 64, SPARK_TOP = 196;
static const double NAME_SIZES[] = {30, 24, 19};
enum { LINES_MAX = 4 };

/* The bars of site/assets/icon.svg, from its 32 units to this size. */
static void draw_icon(struct scene *scene, struct spot at, double size)
{
    static const struct {
        double x, top, width;
        enum role role;
    } BARS[] = {{5, 15, 4, ROLE_CONTEXT},
                {12, 8, 4, ROLE_CONTEXT},
                {19, 18, 4, ROLE_CONTEXT},
                {26, 4, 2, ROLE_DATA_1}};
    double unit = size / 32;
    for (size_t i = 0; i < sizeof BARS / sizeof *BARS; i++)
        scene_bar(
            scene,
            (struct spot){at.x + (BARS[i].x - 5) * unit, at.y + BARS[i].top * unit},
            BARS[i].width * unit, (26 - BARS[i].top) * unit, BARS[i].role);
}

static void draw_name(struct scene *scene, const char *name)
{
    size_t last = sizeof NAME_SIZES / sizeof *NAME_SIZES - 1, i = 0;
    while (i < last && text_width(name, NAME_SIZES[i], true) > WIDTH - 2 * MARGIN)
        i++;
    scene_text(scene, (struct spot){MARGIN, 82}, name, NAME_SIZES[i], ROLE_INK,
               ANCHOR_START)
        ->bold = true;
}

/* With a line below there is room for few words a line, else for large ones. */
static void draw_sentence(struct scene *scene, const char *sentence, bool large)
{
    double size = large ? 22 : 18, step = large ? 31 : 25, top = large ? 122 : 112;
    const char **lines;
    size_t count =
        text_wrap_even(scene->arena, sentence, size, false, WIDTH - 2 * MARGIN, &lines);
    for (size_t i = 0; i < count && i < LINES_MAX + (large ? 1 : 0); i++)
        scene_text(scene, (struct spot){MARGIN, top + step * (double)i}, lines[i], size,
                   ROLE_INK, ANCHOR_START);
}

/* The line that a strand is shown by, from its first known figure on. */
static struct series line_of(struct page *page, const struct strand *strand,
                             bool *rolling)
{
    struct period last;
    struct series mean = rolling_mean(page->arena, &strand->series);
    *rolling = series_last_known(&mean, &last);
    struct series line = *rolling ? mean : strand->series;
    while (line.count && !figure_known(line.figures[0])) {
        line.figures++;
        line.count--;
        line.first = period_after(line.first, (int)line.step);
    }
    return line;
}

/* The word below the widest ground of what is withheld; its like need not. */
static void write_withheld(struct page *page, struct scene *scene,
                           const struct scene *spark)
{
    const char *words = catalogue_chart_words(page->catalogue)->withheld;
    double half = text_width(words, 12, false) / 2;
    const struct mark *widest = NULL;
    for (size_t i = 0; i < spark->count; i++)
        if (spark->mark[i].fill == ROLE_WITHHELD &&
            (widest == NULL || spark->mark[i].width > widest->width))
            widest = &spark->mark[i];
    if (widest == NULL)
        return;
    double middle = MARGIN + widest->at.x + widest->width / 2;
    scene_text(scene,
               (struct spot){fmin(fmax(middle, MARGIN + half), WIDTH - MARGIN - half),
                             SPARK_TOP + SPARK_HEIGHT + 10},
               words, 12, ROLE_QUIET, ANCHOR_MIDDLE);
}

static bool draw_line_of(struct page *page, struct scene *scene,
                         const struct strand *strand, struct error *err)
{
    bool rolling;
    struct series line = line_of(page, strand, &rolling);
    struct period last;
    struct scene spark;
    if (line.count < 2 || !series_last_known(&line, &last))
        return true;
    if (!chart_spark(page->arena, &line, SPARK_WIDTH, SPARK_HEIGHT, &spark, err))
        return false;
    scene_insert(scene, &spark, (struct spot){MARGIN, SPARK_TOP});
    write_withheld(page, scene, &spark);
    const char *words =
        say(page->arena, page->catalogue,
            rolling ? "featured.line" : "featured.line_months", 0,
            (struct part[]){{"span", say_span(page->arena, page->catalogue, line.first,
                                              last, line.step)},
                            {0}});
    scene_text(scene, (struct spot){MARGIN, HEIGHT - 24}, words, 13, ROLE_QUIET,
               ANCHOR_START);
    return true;
}

/* Where networks find the card that stands in a folder; nothing without an address. */
static void point_to(struct page *page, const char *folder)
{
    const char *base = page->site->config->base_url;
    if (*base)
        view_text(page->view, "card",
                  arena_format(page->arena, "%s%s/card.png", base, folder));
}

bool block_card(struct page *page, const char *name, const char *sentence,
                const struct strand *strand, struct error *err)
{
    struct scene scene;
    scene_start(&scene, page->arena, WIDTH, HEIGHT);
    scene.title = sentence;
    scene_bar(&scene, (struct spot){0, 0}, WIDTH, HEIGHT, ROLE_PAPER);
    draw_icon(&scene, (struct spot){MARGIN, 14}, 36);
    draw_name(&scene, name);
    draw_sentence(&scene, sentence, strand == NULL);
    if (strand && !draw_line_of(page, &scene, strand, err))
        return false;
    scene_text(&scene, (struct spot){WIDTH - MARGIN, HEIGHT - 24},
               say_if_synthetic(page, in_language(page, &page->site->config->title)),
               15, ROLE_INK, ANCHOR_END)
        ->bold = true;
    const char *path = arena_format(page->arena, "%s/card.png", page->folder);
    bool ok = put_png(page->site->tree, path, &scene, SCALE, err);
    point_to(page, page->folder);
    return ok;
}

void block_card_of(struct page *page, struct place_id place)
{
    point_to(page, arena_format(page->arena, "%s/%s",
                                page->site->config->languages.tag[page->language],
                                folder_place(page->site, place)));
}

bool block_card_place(struct page *page, struct place_id place, const char *sentence,
                      const struct strand *strand, struct error *err)
{
    const struct place *node = place_node(page->site->lists, place);
    struct place_id parent = {node->parent};
    if (node->kind != PLACE_MUNICIPALITY || !has_page_place(page->site, parent))
        return block_card(page, name_place(page, place), sentence, strand, err);
    block_card_of(page, parent);
    return true;
}
