/* Usage: draw_charts svg|png SERIES-FOLDER COUNT OUT
 *
 * Draws each series as a line over time, as a page has it: with svg all of them as one
 * file after another into the file OUT, as they stand in pages; with png each as a
 * file of its own in the folder OUT, with its title and source, at twice the size. */
#include "base/file.h"
#include "render/chart.h"
#include "render/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 1 << 20, MONTHS_MAX = 240, KEPT = 1 << 20 };
enum { INLINE_WIDTH = 720, FRAMED_WIDTH = 600, FRAMED_SCALE = 2 };

static const struct chart_words WORDS = {
    .numerals = {",", ".", "\xe2\x88\x92"},
    .month_short = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
                    "Oct", "Nov", "Dec"},
    .month_initial = {"J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"},
    .month_long = {"January", "February", "March", "April", "May", "June", "July",
                   "August", "September", "October", "November", "December"},
    .month_year = "{month} {year}",
    .not_reported = "not reported",
    .withheld = "withheld",
    .not_held = "no file of ours has it",
    .provisional = "provisional",
    .partial = "partial",
    .zero = "zero",
    .other_places = "{count} places",
    .thousand = "k",
    .million = "M"};

static bool read_series(struct arena *arena, const char *path, struct series *out,
                        struct error *err)
{
    struct text rest;
    if (!file_read(arena, path, BYTES_MAX, &rest, err))
        return false;
    *out = (struct series){.step = STEP_MONTH};
    out->figures = arena_array(arena, MONTHS_MAX, sizeof *out->figures);
    while (rest.length > 0 && out->count < MONTHS_MAX) {
        struct text line = text_cut(&rest, '\n'), month = text_cut(&line, ' ');
        struct figure *figure = &out->figures[out->count];
        struct period period;
        enum step step;
        if (!period_parse(month, &period, &step) ||
            !number_parse(line, 0, '.', &figure->value))
            return fail(err, ERROR_FORMAT, "%s is no series", path);
        figure->status = STATUS_REPORTED;
        out->first = out->count == 0 ? period : out->first;
        out->count++;
    }
    return true;
}

static bool draw(struct arena *arena, const char *path, bool framed,
                 struct scene *scene, struct error *err)
{
    struct chart_series line = {.label = "Cases", .role = ROLE_DATA_1};
    struct line_chart chart = {
        .frame = {.title = "Cases recorded by month",
                  .subtitle = "Investigations opened, by month",
                  .source = "Source: made up for this measurement",
                  .description = "A line of 132 months.",
                  .width = framed ? FRAMED_WIDTH : INLINE_WIDTH,
                  .framed = framed,
                  .words = &WORDS},
        .count = 1,
        .series = &line};
    return read_series(arena, path, &line.series, err) &&
           chart_line(arena, &chart, scene, err);
}

static bool put(FILE *file, struct buffer *bytes, struct error *err)
{
    bool good = fwrite(bytes->at, 1, bytes->length, file) == bytes->length;
    buffer_clear(bytes);
    return good || fail_errno(err, "writing");
}

static bool draw_svg(const char *folder, long count, const char *path,
                     struct error *err)
{
    struct buffer out = {0};
    FILE *file = fopen(path, "w");
    bool good = file != NULL || fail_errno(err, "%s", path);
    for (long i = 0; good && i < count; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct svg svg;
        struct svg_options options = {.id = arena_format(&arena, "c%ld", i)};
        const char *from = arena_format(&arena, "%s/%05ld.txt", folder, i);
        good = draw(&arena, from, false, &scene, err) &&
               paint_svg(&arena, &scene, &options, &svg, err);
        if (good)
            buffer_text(&out, svg.text);
        if (good && out.length > KEPT)
            good = put(file, &out, err);
        arena_free(&arena);
    }
    good = good && put(file, &out, err);
    buffer_free(&out);
    if (file)
        good = fclose(file) == 0 && good;
    return good;
}

static bool draw_png(const char *folder, long count, const char *to, struct error *err)
{
    bool good = true;
    for (long i = 0; good && i < count; i++) {
        struct arena arena = {0};
        struct scene scene;
        struct buffer png = {0};
        const char *from = arena_format(&arena, "%s/%05ld.txt", folder, i);
        good = draw(&arena, from, true, &scene, err) &&
               paint_png(&scene, FRAMED_SCALE, &png, err);
        FILE *file =
            good ? fopen(arena_format(&arena, "%s/%05ld.png", to, i), "w") : NULL;
        good = good && file && put(file, &png, err);
        if (file)
            good = fclose(file) == 0 && good;
        buffer_free(&png);
        arena_free(&arena);
    }
    return good;
}

int main(int count, char **words)
{
    struct error err = {0};
    if (count != 5) {
        fprintf(stderr, "draw_charts svg|png SERIES-FOLDER COUNT OUT\n");
        return 1;
    }
    bool svg = strcmp(words[1], "svg") == 0;
    long charts = strtol(words[3], NULL, 10);
    if ((svg ? draw_svg : draw_png)(words[2], charts, words[4], &err))
        return 0;
    fprintf(stderr, "%s\n", err.message);
    return 1;
}
