#include "../check.h"

#include "pictures.h"

#include "render/labels.h"

#include <libxml/parser.h>
#include <math.h>
#include <string.h>

const struct chart_words SPANISH = {
    .numerals = {",", ".", "\xe2\x88\x92"},
    .month_short = {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep",
                    "oct", "nov", "dic"},
    .month_initial = {"E", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"},
    .month_long = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
                   "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
    .month_year = "{month} de {year}",
    .not_reported = "sin dato",
    .withheld = "reservado",
    .not_held = "ningún archivo nuestro lo trae",
    .provisional = "provisional",
    .partial = "parcial",
    .zero = "cero",
    .other_places = "{count} lugares",
    .one_place = "1 lugar",
    .thousand = " mil",
    .million = " M"};

struct chart_frame frame_of(double width, bool framed)
{
    return (struct chart_frame){
        .title = "En Guanajuato, más homicidios que un año antes, y más de lo que "
                 "explica el azar",
        .subtitle = "Carpetas de investigación por homicidio doloso, suma de 12 meses",
        .source = "Fuente: SESNSP, corte del 21 de diciembre de 2024",
        .description = "Una línea sube de 863 a 2,505.",
        .width = width,
        .framed = framed,
        .words = &SPANISH};
}

struct chart_frame plain(double width)
{
    struct chart_frame frame = frame_of(width, false);
    frame.title = "Título";
    frame.description = NULL;
    return frame;
}

size_t marks_of(const struct scene *scene, enum mark_kind kind, enum role fill,
                enum role stroke)
{
    size_t count = 0;
    for (size_t i = 0; i < scene->count; i++)
        count += scene->mark[i].kind == kind && scene->mark[i].fill == fill &&
                 scene->mark[i].stroke == stroke;
    return count;
}

bool says(const struct scene *scene, const char *words)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->mark[i].kind == MARK_TEXT && strcmp(scene->mark[i].text, words) == 0)
            return true;
    return false;
}

uint32_t dice_below(struct dice *dice, uint32_t sides)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (uint32_t)((dice->state >> 16) % sides);
}

static struct figure random_figure(struct dice *dice, double level, uint32_t holes)
{
    static const enum status hole[] = {STATUS_NOT_REPORTED, STATUS_SUPPRESSED,
                                       STATUS_ABSENT};
    if (dice_below(dice, 100) < holes)
        return (struct figure){0, hole[dice_below(dice, 3)]};
    if (dice_below(dice, 20) == 0)
        return (struct figure){0, STATUS_REPORTED};
    double value = floor(level * (0.5 + dice_below(dice, 1000) / 1000.0));
    bool partial = dice_below(dice, 40) == 0;
    return (struct figure){value, partial ? STATUS_PARTIAL : STATUS_REPORTED};
}

struct series random_series(struct arena *arena, struct dice *dice, struct period first,
                            enum step step, size_t count)
{
    static const double levels[] = {0, 1, 9, 80, 700, 6000, 55000, 4e6, 9e15};
    static const uint32_t holes[] = {0, 0, 5, 30, 100};
    double level = levels[dice_below(dice, 9)];
    uint32_t share = holes[dice_below(dice, 5)];
    size_t young = dice_below(dice, 3) == 0 ? dice_below(dice, 13) : 0;
    struct figure *figures = arena_array(arena, count + 1, sizeof *figures);
    for (size_t i = 0; i < count; i++) {
        figures[i] = random_figure(dice, level, share);
        if (i + young >= count && figures[i].status == STATUS_REPORTED)
            figures[i].status = STATUS_PROVISIONAL;
    }
    return (struct series){first, step, count, figures};
}

void check_words_apart(const struct scene *scene, const char *name, int number)
{
    struct box picture = {-0.5, -0.5, scene->width + 0.5, scene->height + 0.5};
    for (size_t i = 0; i < scene->count; i++) {
        const struct mark *a = &scene->mark[i];
        if (a->kind != MARK_TEXT || a->text == NULL || *a->text == '\0')
            continue;
        struct box box = text_box(a->at, a->text, a->size, a->bold, a->anchor);
        if (box.left < picture.left || box.top < picture.top ||
            box.right > picture.right || box.bottom > picture.bottom)
            fail_msg("%s %d, %g wide: \"%s\" leaves the picture", name, number,
                     scene->width, a->text);
        for (size_t j = 0; j < i; j++) {
            const struct mark *b = &scene->mark[j];
            if (b->kind == MARK_TEXT && b->text != NULL &&
                box_meets(box_grown(box, -0.5),
                          text_box(b->at, b->text, b->size, b->bold, b->anchor)))
                fail_msg("%s %d, %g wide: \"%s\" meets \"%s\"", name, number,
                         scene->width, a->text, b->text);
        }
    }
}

struct text check_svg(struct arena *arena, const struct scene *scene)
{
    struct svg svg;
    struct error err = {0};
    check_done(paint_svg(arena, scene, &(struct svg_options){.id = "t"}, &svg, &err),
               &err);
    xmlDocPtr document = xmlReadMemory(svg.text.at, (int)svg.text.length, "t.svg", NULL,
                                       XML_PARSE_NONET | XML_PARSE_HUGE);
    assert_non_null(document);
    xmlFreeDoc(document);
    return svg.text;
}
