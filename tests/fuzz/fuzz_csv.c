/* Delimited text by each kind of descriptor; and by several threads, in tiny stretches
 * and blocks, which must say the same as one. */
#include "base/buffer.h"
#include "ingest/decode_csv.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MONTHS                                                                         \
    {                                                                                  \
        {2, {"Enero", "8"}}, {2, {"Febrero", "9"}}, {2, {"Marzo", "10"}},              \
            {2, {"Abril", "11"}}, {2, {"Mayo", "12"}}, {2, {"Junio", "13"}},           \
            {2, {"Julio", "14"}}, {2, {"Agosto", "15"}}, {2, {"Septiembre", "16"}},    \
            {2, {"Octubre", "17"}}, {2, {"Noviembre", "18"}},                          \
        {                                                                              \
            2, { "Diciembre", "19" }                                                   \
        }                                                                              \
    }
#define COMMON .id = "fuzz", .format = "csv", .decimal = '.', .whole = true

static const char *const NOTES[] = {"fuente*", ""};

static const struct source SOURCES[] = {
    {COMMON, .group = ',',
     .place = {.count = 1, .column = {{1, {"Clave_Ent"}}}, .pad = {2}, .prefix = "mx-"},
     .offence = {.count = 3,
                 .column = {{1, {"Tipo de delito"}},
                            {1, {"Subtipo de delito"}},
                            {1, {"Modalidad"}}}},
     .measure = {.constant = "investigations"},
     .period = {.shape = PERIOD_YEAR_MONTHS,
                .year = {2, {"Año", "Anio"}},
                .month_columns = MONTHS,
                .step = STEP_MONTH},
     .cells = 1, .cell = {{"-1", STATUS_NOT_REPORTED}}},
    {COMMON, .open_end = true,
     .place = {.count = 1, .column = {{1, {"LSOA name"}}}, .cut = "^(.*) [^ ]*$"},
     .offence = {.count = 1, .column = {{1, {"Crime type"}}}},
     .measure = {.count = 1, .column = {{1, {"Last outcome category"}}}},
     .period = {.shape = PERIOD_DATE,
                .date = {1, {"Month"}},
                .date_pattern = "%Y-%m",
                .step = STEP_MONTH}},
    {COMMON, .header_rows = 2, .ends_at_blank = true, .place = {.constant = "mx"},
     .offence = {.header = true}, .measure = {.constant = "victims"},
     .period = {.shape = PERIOD_COLUMNS, .year = {1, {"Año"}}, .step = STEP_YEAR},
     .values = 2, .value = {{1, {"Población"}}, {1, {"INEGI Homicidios INEGI"}}},
     .marks = 1, .mark = {{"p", STATUS_PROVISIONAL}}, .filters = 1,
     .filter = {{{1, {"Año"}}, true, 2, (const char **)NOTES}}},
    {COMMON, .place = {.count = 1, .column = {{1, {"Country Code"}}}},
     .offence = {.constant = "population"}, .measure = {.constant = "population"},
     .period = {.shape = PERIOD_WIDE, .step = STEP_YEAR}},
};

/* A sink that writes down what it is given, and can be split. */
struct writer {
    struct sink sink;
    struct buffer lines;
};

static bool take(struct sink *sink, const struct observation *observation,
                 struct error *err)
{
    struct buffer *out = &((struct writer *)sink)->lines;
    (void)err;
    buffer_format(out, "%.*s|%.*s|%.*s|%d", TEXT_ARGS(observation->place.text),
                  TEXT_ARGS(observation->offence.text),
                  TEXT_ARGS(observation->measure.text), (int)observation->first.month);
    for (size_t i = 0; i < observation->count; i++)
        buffer_format(out, " %d:%.17g", (int)observation->figures[i].status,
                      observation->figures[i].value);
    buffer_char(out, '\n');
    return true;
}

static struct sink *split(struct sink *sink)
{
    struct writer *part = calloc(1, sizeof *part);
    if (!part)
        abort();
    part->sink = *sink;
    return &part->sink;
}

static void drop(struct sink *sink)
{
    buffer_free(&((struct writer *)sink)->lines);
    free(sink);
}

static bool join(struct sink *sink, struct sink *part, size_t first_row,
                 struct error *err)
{
    (void)first_row;
    (void)err;
    buffer_text(&((struct writer *)sink)->lines,
                buffer_all(&((struct writer *)part)->lines));
    drop(part);
    return true;
}

static void reset(struct sink *sink) { buffer_clear(&((struct writer *)sink)->lines); }

static void read_by(const char *threads, const char *path, const struct source *source,
                    struct buffer *out)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded = {.member = "", .encoding = ""};
    struct writer writer = {
        .sink = {
            .take = take, .split = split, .join = join, .drop = drop, .reset = reset}};
    setenv("CIFRA_THREADS", threads, 1);
    struct stream *stream = stream_open(&arena, path, NULL, "", &err);
    if (stream && decode_csv(&arena, source, stream, &writer.sink, &decoded, &err)) {
        buffer_text(out, buffer_all(&writer.lines));
        buffer_format(out, "%zu %zu %zu %s", decoded.rows, decoded.observations,
                      decoded.last_row, decoded.encoding);
    } else {
        buffer_string(out, err.message);
    }
    stream_close(stream);
    buffer_free(&writer.lines);
    arena_free(&arena);
}

static void compare(const char *path, const struct source *source)
{
    struct buffer one = {0}, several = {0};
    read_by("1", path, source, &one);
    read_by("3", path, source, &several);
    if (!text_equal(buffer_all(&one), buffer_all(&several))) {
        fprintf(stderr, "one thread: %.*s\nthree: %.*s\n", TEXT_ARGS(buffer_all(&one)),
                TEXT_ARGS(buffer_all(&several)));
        abort();
    }
    buffer_free(&one);
    buffer_free(&several);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static int file = -1;
    char path[64];
    decode_csv_part_min = 16;
    decode_csv_block = 128;
    if (file < 0)
        file = memfd_create("fuzz", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, 0) != 0 ||
        pwrite(file, bytes, size, 0) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++) {
        fuzz_decode(bytes, size, &SOURCES[i], decode_csv);
        compare(path, &SOURCES[i]);
    }
    return 0;
}
