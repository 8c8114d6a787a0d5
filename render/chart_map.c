/* Areas in classes, and a key that says what each class is and how many places are
 * in it. */
#include "render/chart.h"
#include "render/classes.h"
#include "render/frame.h"
#include "render/map_labels.h"
#include "render/words.h"

#include <math.h>
#include <stdlib.h>

#define BORDER 0.6
#define STRONG_BORDER 2.2
#define SIGN_SIZE 6.5
#define SAMPLE_WIDTH 22.0
#define SAMPLE_HEIGHT 13.0
#define KEY_ROW 20.0
#define KEY_BESIDE 190.0 /* its width beside a map … */
#define KEY_GAP 20.0     /* … and how far from it */

struct map {
    struct arena *arena;
    const struct map_chart *chart;
    struct scene *scene;
    struct classes classes;
    enum role *fill; /* of each area */
    struct box in;
    double scale;     /* of outlines, which fill the width, into a frame's margins */
    double left, top; /* … from here on */
    bool beside;      /* the key stands left of the map */
};

static enum role fill_of(const struct map *map, const struct area *area)
{
    if (map->chart->locator)
        return area->strong ? ROLE_DATA_1 : ROLE_GRID;
    return classes_role(&map->classes, area->figure);
}

static const char *tip_of(const struct map *map, const struct area *area)
{
    if (area->label == NULL || map->chart->locator)
        return area->label;
    return arena_format(map->arena, "%s: %s%s%s", area->label,
                        words_figure(map->arena, map->chart->frame.words, area->figure,
                                     map->chart->decimals),
                        area->note ? "; " : "", area->note ? area->note : "");
}

/* Outlines come from the left upper corner of the picture's width. */
static const struct spot *moved_ring(const struct map *map, const struct spot *ring,
                                     size_t count)
{
    struct spot *out = arena_uncleared(map->arena, count, sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct spot){map->left + ring[i].x * map->scale,
                               map->top + ring[i].y * map->scale};
    return out;
}

/* On whole pixels, which take half the bytes and move a corner by less than simplifying
 * the outline did; a ring too small for that stays as it is. */
static const struct spot *whole_ring(const struct map *map, const struct spot *ring,
                                     size_t count)
{
    struct spot *out = arena_uncleared(map->arena, count, sizeof *out);
    struct spot centre;
    for (size_t i = 0; i < count; i++)
        out[i] = (struct spot){round(ring[i].x), round(ring[i].y)};
    return ring_plate(out, count, &centre) > 0 ? out : ring;
}

static const struct spot *const *moved(const struct map *map, const struct area *area)
{
    const struct spot **rings = arena_array(map->arena, area->rings, sizeof(void *));
    for (size_t i = 0; i < area->rings; i++) {
        rings[i] = moved_ring(map, area->ring[i], area->ring_count[i]);
        if (!map->chart->frame.framed)
            rings[i] = whole_ring(map, rings[i], area->ring_count[i]);
    }
    return rings;
}

static bool is_dotted(const struct area *area, enum role fill)
{
    return area->few && !role_is_hatch(fill);
}

static void draw_area(const struct map *map, const struct area *area, enum role fill)
{
    struct mark *mark =
        scene_region(map->scene, area->rings, area->ring_count, moved(map, area), fill);
    mark->stroke = fill == ROLE_PAPER || role_is_hatch(fill) ? ROLE_RULE : ROLE_PAPER;
    mark->stroke_width = BORDER;
    mark->dotted = is_dotted(area, fill);
    mark->apart = true;
    mark->tip = tip_of(map, area);
    mark->link = area->link;
}

static void draw_border(const struct map *map, const struct area *area, enum role role,
                        double width)
{
    struct mark *border = scene_region(map->scene, area->rings, area->ring_count,
                                       moved(map, area), ROLE_NONE);
    border->stroke = role;
    border->stroke_width = width;
}

static void draw_sign(const struct map *map, const struct area *area)
{
    struct plate plate = {area->rings, area->ring_count, moved(map, area)};
    struct spot at = plate_centre(&plate);
    double up = area->sign == AREA_UP ? SIGN_SIZE : -SIGN_SIZE;
    struct spot *corners = arena_array(map->arena, 3, sizeof *corners);
    const struct spot **rings = arena_array(map->arena, 1, sizeof(void *));
    size_t *count = arena_array(map->arena, 1, sizeof *count);
    corners[0] = (struct spot){at.x, at.y - up};
    corners[1] = (struct spot){at.x + SIGN_SIZE, at.y + up * 0.8};
    corners[2] = (struct spot){at.x - SIGN_SIZE, at.y + up * 0.8};
    *rings = corners;
    *count = 3;
    bool filled = area->sign == AREA_UP;
    struct mark *mark =
        scene_region(map->scene, 1, count, rings, filled ? ROLE_INK : ROLE_PAPER);
    mark->stroke = filled ? ROLE_PAPER : ROLE_INK;
    mark->stroke_width = 1.5;
    mark->optional = true;
}

/* Who reads paper cannot point at an area to learn what it is. */
static void draw_words(const struct map *map, const struct area *area, enum role fill)
{
    const struct map_chart *chart = map->chart;
    struct plate plate = {area->rings, area->ring_count, moved(map, area)};
    bool dark = fill == ROLE_MAP_5 || fill == ROLE_MAP_6;
    size_t first = map->scene->count;
    if (area->label == NULL)
        return;
    plate_write(
        map->scene, &plate, area->label,
        words_figure(map->arena, chart->frame.words, area->figure, chart->decimals),
        dark ? ROLE_PAPER : ROLE_INK);
    for (size_t i = first; i < map->scene->count; i++)
        map->scene->mark[i].halo =
            role_is_hatch(fill) || (!dark && is_dotted(area, fill));
}

/* Marks that share a path are written in strips, one down and the next up: each begins
 * near where the one before began, and small numbers are short. */
#define STRIP 12.0

static int by_strip(const void *a, const void *b)
{
    struct spot one = (*(const struct area *const *)a)->ring[0][0];
    struct spot two = (*(const struct area *const *)b)->ring[0][0];
    double strip = floor(one.x / STRIP), other = floor(two.x / STRIP);
    if (strip != other)
        return strip < other ? -1 : 1;
    double down = fmod(strip, 2) == 0 ? one.y - two.y : two.y - one.y;
    return (down > 0) - (down < 0);
}

static void draw_class(const struct map *map, enum role fill, bool dotted)
{
    const struct map_chart *chart = map->chart;
    const struct area **drawn = arena_array(map->arena, chart->count, sizeof *drawn);
    size_t count = 0;
    bool silent = true;
    for (size_t i = 0; i < chart->count; i++) {
        const struct area *area = &chart->area[i];
        if (map->fill[i] != fill || is_dotted(area, fill) != dotted)
            continue;
        silent &= area->link == NULL && area->label == NULL && area->rings > 0;
        drawn[count++] = area;
    }
    if (silent && count > 1)
        qsort(drawn, count, sizeof(struct area *), by_strip);
    for (size_t i = 0; i < count; i++)
        draw_area(map, drawn[i], fill);
}

/* One class after the other, so that each is written once. */
static void draw_areas(const struct map *map)
{
    for (int role = ROLE_PAPER; role < ROLE_COUNT; role++) {
        draw_class(map, (enum role)role, false);
        draw_class(map, (enum role)role, true);
    }
    for (size_t i = 0; i < map->chart->count; i++) {
        const struct area *area = &map->chart->area[i];
        if (!area->strong || map->chart->locator)
            continue;
        draw_border(map, area, ROLE_PAPER, STRONG_BORDER + 2);
        draw_border(map, area, ROLE_INK, STRONG_BORDER);
    }
    for (size_t i = 0; i < map->chart->count && map->chart->frame.on_paper; i++)
        draw_words(map, &map->chart->area[i], map->fill[i]);
    for (size_t i = 0; i < map->chart->count && !map->chart->frame.framed; i++)
        if (map->chart->area[i].sign != AREA_PLAIN && !map->chart->frame.on_paper)
            draw_sign(map, &map->chart->area[i]);
}

/* ---- the key ----------------------------------------------------------- */

struct key_row {
    enum role fill;
    const char *words;
    size_t members;
};

static size_t key_rows(const struct map *map, struct key_row *row)
{
    const struct classes *classes = &map->classes;
    const struct chart_words *words = map->chart->frame.words;
    size_t count = 0;
    for (size_t i = classes->count; i > 0; i--)
        row[count++] = (struct key_row){
            classes_fill(classes, i - 1),
            classes_words(map->arena, classes, i - 1, words), classes->members[i - 1]};
    if (classes->zero_apart)
        row[count++] = (struct key_row){
            ROLE_PAPER, words_number(map->arena, words, 0, 0), classes->zeros};
    if (classes->missing > 0)
        row[count++] =
            (struct key_row){ROLE_MISSING, words->not_reported, classes->missing};
    if (classes->withheld > 0)
        row[count++] =
            (struct key_row){ROLE_WITHHELD, words->withheld, classes->withheld};
    return count;
}

static const char *members_words(const struct map *map, size_t members)
{
    const struct chart_words *words = map->chart->frame.words;
    if (members == 1 && words->one_place != NULL)
        return words->one_place;
    const char *count = words_number(map->arena, words, (double)members, 0);
    return words_fill(map->arena, words->other_places, "count", count);
}

/* beside is where the number of places stands, behind the range; 0: below it. */
static void draw_key_row(const struct map *map, const struct key_row *row,
                         struct spot at, double beside)
{
    struct mark *sample =
        scene_bar(map->scene, at, SAMPLE_WIDTH, SAMPLE_HEIGHT, row->fill);
    if (row->fill == ROLE_PAPER || role_is_hatch(row->fill))
        sample->stroke = ROLE_RULE;
    sample->stroke_width = BORDER;
    struct spot words = {at.x + SAMPLE_WIDTH + 8, at.y + 11};
    scene_text(map->scene, words, row->words, TYPE_SMALL, ROLE_INK, ANCHOR_START);
    if (beside == 0)
        words.y += LINE_SMALL;
    else
        words.x += beside + 10;
    scene_text(map->scene, words, members_words(map, row->members), TYPE_SMALL,
               ROLE_QUIET, ANCHOR_START);
}

/* What dots say, if there are any, beside a sample of the deepest class that has some:
 * dots are seen best there. */
static double draw_few(const struct map *map, double top)
{
    enum role sample = ROLE_NONE;
    for (size_t i = 0; i < map->chart->count; i++)
        if (is_dotted(&map->chart->area[i], map->fill[i]) && map->fill[i] > sample)
            sample = map->fill[i];
    if (sample == ROLE_NONE || map->chart->few == NULL)
        return top;
    const char **lines;
    size_t count = text_wrap(map->arena, map->chart->few, TYPE_SMALL, false,
                             map->in.right - map->in.left - SAMPLE_WIDTH - 8, &lines);
    struct mark *mark = scene_bar(map->scene, (struct spot){map->in.left, top},
                                  SAMPLE_WIDTH, SAMPLE_HEIGHT, sample);
    mark->dotted = true;
    mark->stroke = sample == ROLE_PAPER ? ROLE_RULE : ROLE_NONE;
    mark->stroke_width = BORDER;
    labels_lines(map->scene, (struct spot){map->in.left + SAMPLE_WIDTH + 8, top + 11},
                 lines, count, TYPE_SMALL, LINE_SMALL, ROLE_INK, ANCHOR_START, false);
    return top + KEY_ROW + LINE_SMALL * (double)(count - 1);
}

static double draw_key(const struct map *map, double top)
{
    struct key_row row[CLASSES_MAX + 3];
    size_t count = key_rows(map, row);
    double beside = 0, behind = 0;
    for (size_t i = 0; i < count; i++) {
        beside = fmax(beside, text_width(row[i].words, TYPE_SMALL, false));
        behind = fmax(
            behind, text_width(members_words(map, row[i].members), TYPE_SMALL, false));
    }
    double column = SAMPLE_WIDTH + 8 + beside + 10 + behind + 24;
    double width = map->in.right - map->in.left;
    double leading = KEY_ROW;
    if (column - 24 > width) {
        beside = 0;
        leading += LINE_SMALL;
    }
    size_t columns = 2 * column - 24 <= width && count > 4 ? 2 : 1;
    size_t rows = (count + columns - 1) / columns;
    for (size_t i = 0; i < count; i++)
        draw_key_row(map, &row[i],
                     (struct spot){map->in.left + (i >= rows ? column : 0),
                                   top + (double)(i % rows) * leading},
                     beside);
    double bottom = draw_few(map, top + (double)rows * leading);
    if (map->chart->rule == NULL)
        return bottom;
    const char **lines;
    size_t wrapped = text_wrap(map->arena, map->chart->rule, TYPE_SMALL, false,
                               fmin(width, 560), &lines);
    labels_lines(map->scene, (struct spot){map->in.left, bottom + 4 + TYPE_SMALL},
                 lines, wrapped, TYPE_SMALL, LINE_SMALL, ROLE_QUIET, ANCHOR_START,
                 false);
    return bottom + 8 + LINE_SMALL * (double)wrapped;
}

/* Where the outlines go, as large as there is room; returns the height they are given.
 */
static double find_place(struct map *map)
{
    const struct map_chart *chart = map->chart;
    double room = chart->frame.room, wide = map->in.right - map->in.left;
    double across = chart->map_width > 0 ? chart->map_width : chart->frame.width;
    double as_fitted = wide / chart->frame.width;
    double key = KEY_BESIDE + KEY_GAP;
    map->beside =
        !chart->locator && (chart->frame.wide || across * as_fitted + key <= wide);
    double left = map->in.left + (map->beside ? key : 0);
    map->scale = (map->in.right - left) / across;
    map->scale = fmin(map->scale, room > 0 ? room / chart->map_height : as_fitted);
    double height = fmax(room, chart->map_height * map->scale);
    map->top = map->in.top + (height - chart->map_height * map->scale) / 2;
    map->left = (left + map->in.right - across * map->scale) / 2;
    return height;
}

bool chart_map(struct arena *arena, const struct map_chart *chart, struct scene *out,
               struct error *err)
{
    struct map map = {.arena = arena, .chart = chart, .scene = out};
    if (!frame_open(arena, &chart->frame, out, &map.in, err))
        return false;
    double height = find_place(&map);
    struct figure *figures = arena_array(arena, chart->count + 1, sizeof *figures);
    for (size_t i = 0; i < chart->count; i++)
        figures[i] = chart->area[i].figure;
    map.classes = classes_cut(arena, figures, chart->count, chart->decimals);
    map.fill = arena_array(arena, chart->count + 1, sizeof *map.fill);
    for (size_t i = 0; i < chart->count; i++)
        map.fill[i] = fill_of(&map, &chart->area[i]);
    draw_areas(&map);
    double bottom = map.in.top + height;
    if (map.beside) {
        map.in.right = map.in.left + KEY_BESIDE;
        bottom = fmax(bottom, draw_key(&map, map.in.top));
    } else if (!chart->locator) {
        bottom = draw_key(&map, bottom + 14);
    }
    frame_close(&chart->frame, out, bottom);
    return true;
}
