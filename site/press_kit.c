#include "site/press_kit.h"

#include "render/paint.h"
#include "site/blocks.h"
#include "site/findings.h"
#include "site/press_brief.h"
#include "site/press_charts.h"
#include "site/press_figures.h"
#include "site/prose.h"
#include "site/revision_words.h"
#include "site/zip.h"

#include <string.h>

/* Pixels of pictures: of a story on the web, of a square, of a phone's screen. One of
 * 9:16 is not among them: what shows it covers its top and bottom. */
static const struct {
    int width, height;
} SIZES[] = {{1200, 675}, {1080, 1080}, {1080, 1350}};
/* Pixels for each of a chart's: type can be read when the picture is shown at half. */
static const double SCALE = 1.5;

static void add(struct press_kit *kit, struct page *page, const char *name,
                const char *what, struct text bytes)
{
    if (kit->count == kit->capacity) {
        kit->capacity = 2 * kit->capacity + 16;
        struct kit_file *more =
            arena_array(page->arena, kit->capacity, sizeof *kit->file);
        if (kit->count)
            memcpy(more, kit->file, kit->count * sizeof *more);
        kit->file = more;
    }
    kit->file[kit->count++] = (struct kit_file){name, what, bytes};
}

/* … and give the buffer back. */
static void add_buffer(struct press_kit *kit, struct page *page, const char *name,
                       const char *what, struct buffer *bytes)
{
    add(kit, page, name, what, arena_copy(page->arena, buffer_all(bytes)));
    buffer_free(bytes);
}

static const char *tag_of(const struct page *page)
{
    return catalogue_tag(page->catalogue);
}

/* Charts -----------------------------------------------------------------------------
 */

struct filling {
    struct press_kit *kit;
    struct page *page;
};

static bool add_picture(struct filling *filling, const char *name, const char *title,
                        const struct scene *scene, int width, struct error *err)
{
    struct page *page = filling->page;
    struct buffer png = {0}, pdf = {0};
    struct svg svg;
    struct svg_options options = {.id = "c", .standalone = true};
    /* Not by a hair more, which would be one pixel more. */
    double scale = (width - 1e-6) / scene->width;
    bool good = paint_svg(page->arena, scene, &options, &svg, err) &&
                paint_png(scene, scale, &png, err) && paint_pdf(scene, &pdf, err);
    if (good) {
        add_buffer(filling->kit, page, arena_format(page->arena, "%s.png", name), title,
                   &png);
        add(filling->kit, page, arena_format(page->arena, "%s.svg", name), title,
            svg.text);
        add_buffer(filling->kit, page, arena_format(page->arena, "%s.pdf", name), title,
                   &pdf);
    }
    buffer_free(&png);
    buffer_free(&pdf);
    return good;
}

static bool take_chart(void *context, const char *name, const struct drawing *drawing,
                       struct error *err)
{
    struct filling *filling = context;
    struct page *page = filling->page;
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        double width = SIZES[i].width / SCALE, height = SIZES[i].height / SCALE;
        struct scene scene;
        const char *path = arena_format(page->arena, "charts/%s/%s-%dx%d", tag_of(page),
                                        name, SIZES[i].width, SIZES[i].height);
        if (!drawing_framed(drawing, press_source(page, drawing), width, height, &scene,
                            err) ||
            !add_picture(filling, path, drawing_words(drawing)->title, &scene,
                         SIZES[i].width, err))
            return false;
    }
    return true;
}

/* Words ------------------------------------------------------------------------------
 */

static void add_limits(struct press_kit *kit, struct page *page)
{
    const char *limits[LIMITS_MAX];
    size_t count = say_limits(page, limits);
    struct buffer out = {0};
    if (!count)
        return;
    buffer_format(&out, "%s\n\n", word(page->catalogue, "section.limits"));
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "- %s\n", limits[i]);
    add_buffer(kit, page, arena_format(page->arena, "limits.%s.txt", tag_of(page)),
               word(page->catalogue, "press.file_limits"), &out);
}

static void add_citation(struct press_kit *kit, struct page *page)
{
    struct buffer out = {0};
    buffer_format(&out, "%s\n\n%s\n", say_citation(page),
                  word(page->catalogue, "press.cite_note"));
    add_buffer(kit, page, arena_format(page->arena, "citation.%s.txt", tag_of(page)),
               word(page->catalogue, "press.file_citation"), &out);
}

/* Tables are one for all languages. */
static void add_tables(struct press_kit *kit, struct page *page)
{
    struct press_subject subject = press_subject(page);
    struct buffer tips = {0}, line = {0}, years = {0}, map = {0};
    findings_tips(page->site, &tips);
    add_buffer(kit, page, "data/tips.csv", word(page->catalogue, "press.file_tips"),
               &tips);
    if (!subject.strands)
        return;
    press_line_csv(page, &subject, &line);
    press_years_csv(page, &subject, &years);
    press_map_csv(page, &subject, &map);
    add_buffer(kit, page, "data/linea.csv", word(page->catalogue, "press.file_linea"),
               &line);
    add_buffer(kit, page, "data/anual.csv", word(page->catalogue, "press.file_anual"),
               &years);
    add_buffer(kit, page, "data/mapa.csv", word(page->catalogue, "press.file_mapa"),
               &map);
}

bool press_kit_fill(struct press_kit *kit, struct page *page, struct text brief,
                    struct error *err)
{
    struct filling filling = {kit, page};
    struct picture_taker taker = {take_chart, &filling};
    add(kit, page, arena_format(page->arena, "README.%s.txt", tag_of(page)),
        word(page->catalogue, "press.file_readme"), (struct text){0});
    add(kit, page, arena_format(page->arena, "brief.%s.pdf", tag_of(page)),
        word(page->catalogue, "press.file_brief"), arena_copy(page->arena, brief));
    add_citation(kit, page);
    add_limits(kit, page);
    if (page->language == 0)
        add_tables(kit, page);
    return press_charts(page, &taker, err);
}

/* The README -------------------------------------------------------------------------
 */

static void add_changes(struct buffer *out, const struct page *page)
{
    const struct holdings *holdings = page->site->holdings;
    bool any = false;
    buffer_format(out, "%s\n\n", word(page->catalogue, "press.changed"));
    for (size_t i = 0; i < holdings->count; i++) {
        if (!page->site->revisions[i].steps)
            continue;
        const struct edition_step *step = &page->site->revisions[i].step[0];
        struct part parts[REVISION_PARTS];
        revision_parts(page, &holdings->holding[i], step, parts);
        buffer_format(out, "- %s. %s\n",
                      say(page->arena, page->catalogue, "revisions.step", 0, parts),
                      say_revision(page, &holdings->holding[i], step));
        any = true;
    }
    if (!any)
        buffer_format(out, "%s\n", word(page->catalogue, "press.changed_none"));
}

static struct text readme_of(struct page *page, const struct press_kit *kits,
                             size_t languages)
{
    const struct catalogue *c = page->catalogue;
    struct buffer out = {0};
    struct part parts[] = {{"site", in_language(page, &page->site->config->title)},
                           {"edition", page->site->day},
                           {"day", say_edition_day(page)},
                           {"publishers", say_publishers(page)},
                           {0}};
    buffer_format(
        &out, "%s\n\n%s\n%s\n\n",
        say_if_synthetic(page, say(page->arena, c, "press.readme_title", 0, parts)),
        say(page->arena, c, "press.readme_what", 0, parts),
        say(page->arena, c, "press.readme_when", 0, parts));
    add_changes(&out, page);
    buffer_format(&out, "\n%s\n\n%s\n\n%s\n\n%s\n\n", word(c, "press.cite"),
                  say_citation(page), word(c, "press.readme_files"),
                  word(c, "press.readme_sizes"));
    for (size_t i = 0; i < languages; i++)
        for (size_t j = 0; j < kits[i].count; j++)
            buffer_format(&out, "  %s  %s\n", kits[i].file[j].name,
                          kits[i].file[j].what);
    struct text text = arena_copy(page->arena, buffer_all(&out));
    buffer_free(&out);
    return text;
}

bool press_kit_put(struct press_kit *kits, struct page *pages, size_t languages,
                   const char *path, struct error *err)
{
    struct zip zip = {0};
    for (size_t i = 0; i < languages; i++)
        kits[i].file[0].bytes = readme_of(&pages[i], kits, languages);
    for (size_t i = 0; i < languages; i++)
        for (size_t j = 0; j < kits[i].count; j++)
            zip_add(&zip, kits[i].file[j].name, kits[i].file[j].bytes);
    const struct buffer *whole = zip_finish(&zip);
    bool good = (!whole->failed || fail(err, ERROR_LIMIT, "%s is too large", path)) &&
                tree_put(pages[0].site->tree, path, buffer_all(whole), err);
    zip_free(&zip);
    return good;
}
