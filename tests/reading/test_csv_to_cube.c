/* From the bytes of a file to a sealed cube, whatever threads, blocks and chance do. */
#include "tests/check.h"

#include "base/file.h"
#include "base/number.h"
#include "ingest/decode.h"
#include "ingest/decode_csv.h"
#include "transform/mapper.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct languages LANGUAGES = {1, {"en"}};

static struct arena arena;
static struct lists lists;
static struct source source;
static struct mapping mapping;
static char *folder;
static const char *path;

static const struct crosswalk *crosswalk(const char *name, enum crosswalk_list list)
{
    struct error err = {0};
    struct crosswalk *out = NULL;
    const char *file = name ? path_join(&arena, "transform/lists", name) : NULL;
    check_done(crosswalk_load(&arena, file, list, &lists, &out, &err), &err);
    return out;
}

static int load(void **state)
{
    struct error err = {0};
    (void)state;
    check_done(source_load(&arena, "ingest/sources/mx-estatal-2015.json", &LANGUAGES,
                           &source, &err),
               &err);
    check_done(lists_load(&arena, "transform/lists", &LANGUAGES, &lists, &err), &err);
    mapping = (struct mapping){
        .lists = &lists,
        .places = crosswalk(source.place.crosswalk, CROSSWALK_PLACES),
        .offences = crosswalk(source.offence.crosswalk, CROSSWALK_OFFENCES),
        .measures = crosswalk(source.measure.crosswalk, CROSSWALK_MEASURES),
        .step = source.period.step,
        .unique = source.unique,
        .grid = source.grid,
        .provisional = source.provisional};
    folder = temporary_folder();
    path = path_join(&arena, folder, "read.csv");
    return 0;
}

static int unload(void **state)
{
    (void)state;
    drop_folder(folder);
    arena_free(&arena);
    return 0;
}

/* Reading ------------------------------------------------------------------------- */

struct show {
    const struct cube *cube;
    struct buffer *out;
};

static bool show_leaf(void *context, struct key key, const struct series *series)
{
    struct show *show = context;
    buffer_format(show->out, "%s %s %s", place_node(&lists, key.place)->code,
                  offence_node(&lists, key.offence)->code,
                  measure_node(&lists, key.measure)->code);
    for (size_t i = 0; i < series->count; i++) {
        struct period at = period_after(series->first, (int)i * (int)series->step);
        size_t row = 0;
        if (at.month % 12 == 0 && cube_row(show->cube, key, at, &row))
            buffer_format(show->out, "\n  %d, row %zu:", period_year(at), row);
        buffer_char(show->out, ' ');
        if (figure_known(series->figures[i]))
            number_write(show->out, series->figures[i].value, 0, &NUMERALS_PLAIN);
        buffer_format(show->out, "%.1s", status_word(series->figures[i].status));
    }
    buffer_char(show->out, '\n');
    return true;
}

/* All of a cube, or what went wrong, as text in the buffer. */
static bool read_bytes(struct text bytes, struct buffer *out)
{
    struct error err = {0};
    struct decoded decoded;
    struct arena scratch = {0};
    struct cube *cube = NULL;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at ? bytes.at : "", 1, bytes.length, file),
                     bytes.length);
    assert_int_equal(fclose(file), 0);
    struct mapper *mapper = mapper_new(&mapping);
    bool good =
        decode_file(&scratch, &source, path, mapper_sink(mapper), &decoded, &err);
    if (good)
        good = mapper_finish(mapper, &cube, &err);
    else
        mapper_free(mapper);
    buffer_clear(out);
    if (good) {
        struct show show = {cube, out};
        buffer_format(out, "%zu rows, %zu observations, %zu figures, %s, up to %zu\n",
                      decoded.rows, decoded.observations, cube_figures(cube),
                      decoded.encoding, decoded.last_row);
        cube_each(cube, show_leaf, &show);
    } else {
        buffer_format(out, "error %d: %s", (int)err.kind, err.message);
    }
    cube_free(cube);
    arena_free(&scratch);
    return good;
}

static void set_threads(size_t threads)
{
    char text[8];
    snprintf(text, sizeof text, "%zu", threads);
    setenv("CIFRA_THREADS", text, 1);
}

/* Read by many threads, in stretches and blocks of many sizes, as by one. */
static void check_any_threads(struct text bytes)
{
    static const size_t threads[] = {2, 5, 64};
    static const size_t blocks[] = {64, 4096};
    struct buffer expected = {0}, actual = {0};
    set_threads(1);
    read_bytes(bytes, &expected);
    decode_csv_part_min = 1;
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        for (size_t j = 0; j < sizeof blocks / sizeof *blocks; j++) {
            set_threads(threads[i]);
            decode_csv_block = blocks[j];
            read_bytes(bytes, &actual);
            check_text(buffer_all(&actual),
                       arena_copy(&arena, buffer_all(&expected)).at);
        }
    decode_csv_part_min = 2 << 20;
    decode_csv_block = 256 << 10;
    unsetenv("CIFRA_THREADS");
    buffer_free(&expected);
    buffer_free(&actual);
}

/* Files ---------------------------------------------------------------------------- */

static uint32_t chance(uint64_t *state, uint32_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % limit;
}

static const char HEADER[] =
    "Año,Clave_Ent,Entidad,Bien jurídico afectado,Tipo de delito,Subtipo de delito,"
    "Modalidad,Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,"
    "Noviembre,Diciembre\r\n";

/* A quoted cell that nobody reads, with what looks like rows in it. */
static const char TRAP[] = "\"Una\r\n2015,1,X,Y,Homicidio,Homicidio doloso,Con arma de "
                           "fuego,9,9,9,9,9,9,9,9,9,9,9,9\r\n2015,2,\"\"X\"\",\r\n\n\"";

static void add_count(struct buffer *out, uint64_t *seed)
{
    switch (chance(seed, 12)) {
    case 0:
        buffer_format(out, "%u", chance(seed, 900000));
        return;
    case 1:
        buffer_format(out, "\"%u,%03u\"", 1 + chance(seed, 9), chance(seed, 1000));
        return;
    case 2:
        buffer_format(out, "%u", chance(seed, 100));
        return;
    default:
        buffer_format(out, "%u", chance(seed, 10));
    }
}

/* Years of states of offences; with traps, each of so many rows has one. */
static void make_years(struct buffer *out, uint64_t seed, uint32_t traps, int first,
                       int end)
{
    static const char *const offences[] = {"Con arma de fuego", "Con arma blanca",
                                           "Con otro elemento", "No especificado"};
    buffer_string(out, HEADER);
    for (int year = first; year < end; year++)
        for (int state = 1; state <= 32; state++)
            for (size_t i = 0; i < 4; i++) {
                bool trap = traps > 0 && chance(&seed, traps) == 0;
                buffer_format(out, "%d,%d,%s,La vida,Homicidio,Homicidio doloso,%s",
                              year, state, trap ? TRAP : "Entidad", offences[i]);
                bool quiet = chance(&seed, 3) == 0;
                for (int month = 1; month <= 12; month++) {
                    buffer_char(out, ',');
                    if (quiet)
                        buffer_format(out, "%u", chance(&seed, 10));
                    else if (year < 2017 || month < 11)
                        add_count(out, &seed);
                }
                buffer_string(out, "\r\n");
            }
}

static void make_file(struct buffer *out, uint64_t seed, uint32_t traps)
{
    make_years(out, seed, traps, 2015, 2018);
}

static void threads_make_no_difference(void **state)
{
    (void)state;
    for (uint32_t traps = 0; traps < 12; traps += 3) {
        struct buffer bytes = {0};
        make_file(&bytes, traps + 1, traps);
        check_any_threads(buffer_all(&bytes));
        buffer_free(&bytes);
    }
}

static void replace(struct buffer *bytes, const char *old, const char *new)
{
    struct text all = buffer_all(bytes);
    const char *at = memmem(all.at, all.length, old, strlen(old));
    assert_non_null(at);
    assert_int_equal(strlen(old), strlen(new));
    memcpy(bytes->at + (at - all.at), new, strlen(new));
}

/* Failures read the same too. */
static void threads_fail_alike(void **state)
{
    static const struct {
        const char *old, *new, *words;
    } cases[] = {
        {"2016,7,Entidad", "2O16,7,Entidad", "is not a year"},
        {"2016,7,Entidad", "2015,7,Entidad", "is given twice"},
        {"2017,2,Entidad", "\"017,2,Entidad", "quote"},
        {"2017,2,Entidad", "2017,9,Entidad", "is given twice"},
        {"2017,2,Entidad", "2017,2 Entidad", "has 18 cells"},
        {"2017,2,Entidad", "2017,77,ntidad", "no crosswalk knows"},
        {"2017,9,Entidad", "2017,9,Ent\n\n\nd", "cells"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer bytes = {0}, out = {0};
        make_file(&bytes, 7, 0);
        replace(&bytes, cases[i].old, cases[i].new);
        assert_false(read_bytes(buffer_all(&bytes), &out));
        if (!memmem(out.at, out.length, cases[i].words, strlen(cases[i].words)))
            fail_msg("\"%s\" is not in \"%.*s\"", cases[i].words, (int)out.length,
                     out.at);
        check_any_threads(buffer_all(&bytes));
        buffer_free(&bytes);
        buffer_free(&out);
    }
}

/* Archives ------------------------------------------------------------------------- */

/* A zip with a member for each year; the one numbered `odd` has the first year too. */
static struct text make_archive(struct buffer *out, int members, int odd)
{
    size_t used = 0;
    struct archive *archive = archive_write_new();
    archive_write_set_format_zip(archive);
    buffer_room(out, 4 << 20);
    archive_write_open_memory(archive, out->at, out->capacity, &used);
    for (int i = 0; i < members; i++) {
        struct buffer bytes = {0};
        struct archive_entry *entry = archive_entry_new();
        make_years(&bytes, (uint64_t)i, 0, 2015 + (i == odd ? 0 : i),
                   2016 + (i == odd ? 0 : i));
        archive_entry_set_pathname(entry, arena_format(&arena, "y/%d-street.csv", i));
        archive_entry_set_size(entry, (la_int64_t)bytes.length);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, bytes.at, bytes.length),
                         bytes.length);
        archive_entry_free(entry);
        buffer_free(&bytes);
    }
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return (struct text){out->at, used};
}

/* All members are one file, by any number of threads. */
static void members_are_read_as_one(void **state)
{
    struct buffer zip = {0}, file = {0}, all = {0}, one = {0};
    (void)state;
    source.all_members = true;
    struct text bytes = make_archive(&zip, 9, -1);
    assert_true(read_bytes(bytes, &all));
    check_any_threads(bytes);
    for (int i = 0; i < 9; i++)
        make_years(&file, (uint64_t)i, 0, 2015 + i, 2016 + i);
    assert_true(read_bytes(buffer_all(&file), &one));
    check_text(buffer_all(&all), arena_copy(&arena, buffer_all(&one)).at);
    bytes = make_archive(&zip, 9, 6);
    assert_false(read_bytes(bytes, &one));
    assert_non_null(memmem(one.at, one.length, "is given twice", 14));
    check_any_threads(bytes);
    source.all_members = false;
    buffer_free(&zip);
    buffer_free(&file);
    buffer_free(&all);
    buffer_free(&one);
}

/* Damage -----------------------------------------------------------------------------
 */

static const char EXTRACT[] =
    "Año,Clave_Ent,Entidad,Bien jurídico afectado,Tipo de delito,Subtipo de delito,"
    "Modalidad,Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,"
    "Noviembre,Diciembre\r\n"
    "2015,1,Aguascalientes,\"La vida, e integridad\",Homicidio,Homicidio doloso,Con "
    "arma "
    "de fuego,3,0,2,1,1,1,2,1,2,2,2,1\r\n"
    "2015,1,Aguascalientes,\"La vida, e integridad\",Homicidio,Homicidio doloso,Con "
    "arma "
    "blanca,1,1,0,0,0,1,0,1,0,0,0,1\r\n"
    "2015,2,Baja California,\"La vida, e integridad\",Homicidio,Homicidio doloso,Con "
    "arma "
    "de fuego,31,22,18,29,31,40,\"1,033\",31,27,31,38,\r\n"
    "2015,2,Baja California,\"La vida, e integridad\",Homicidio,Homicidio doloso,Con "
    "arma "
    "blanca,5,2,3,5,4,4,6,1,7,3,,\r\n";

/* A file cut short is refused, unless what is left is a whole file: then nothing in it
 * is lost but whole places, which only their absence could tell. */
static void every_truncation_is_noticed(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct text bytes = text_of(EXTRACT);
    assert_true(read_bytes(bytes, &out));
    size_t taken = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        bool good = read_bytes((struct text){bytes.at, i}, &out);
        bool at_line = i > 0 && (bytes.at[i - 1] == '\n' || bytes.at[i - 1] == '\r');
        assert_true(!good || at_line);
        taken += good;
    }
    /* After the first row, when no offence is known to be missing yet, and after both
     * rows of the first place; each before and behind the \n of its line end. */
    assert_int_equal(taken, 4 + 1);
    buffer_free(&out);
}

/* The cells of columns 1, 2 and 8 to 19: what stands there is taken as it is. Quotes
 * inside are counted because the extract has none that matter. */
static bool is_in_number(struct text bytes, size_t at)
{
    size_t start = at, column = 1;
    bool quoted = false;
    while (start > 0 && bytes.at[start - 1] != '\n')
        start--;
    for (size_t i = start; i < at; i++) {
        quoted ^= bytes.at[i] == '"';
        column += !quoted && bytes.at[i] == ',';
    }
    char c = bytes.at[at];
    bool border = (c == ',' && !quoted) || c == '\r' || c == '\n';
    return start > 0 && !border && (column <= 2 || column >= 8);
}

/* One flipped bit: an error, the same cube, or a change inside a number, which nothing
 * but the publisher's own total could tell. Never a row or a column less. */
static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    struct buffer expected = {0}, actual = {0};
    char bytes[sizeof EXTRACT];
    struct text text = text_of(EXTRACT);
    size_t refused = 0, numbers = 0;
    assert_true(read_bytes(text, &expected));
    for (size_t i = sizeof HEADER - 1; i < text.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bytes, EXTRACT, sizeof EXTRACT);
            bytes[i] = (char)(bytes[i] ^ 1 << bit);
            if (!read_bytes((struct text){bytes, text.length}, &actual)) {
                refused++;
                continue;
            }
            if (text_equal(buffer_all(&actual), buffer_all(&expected)))
                continue;
            numbers++;
            if (!is_in_number(text, i))
                fail_msg("byte %zu, '%c' to '%c', was taken: %.*s", i, EXTRACT[i],
                         bytes[i], (int)actual.length, actual.at);
        }
    assert_true(refused > 1000 && numbers > 100);
    buffer_free(&expected);
    buffer_free(&actual);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(threads_fail_alike),
        cmocka_unit_test(members_are_read_as_one),
        cmocka_unit_test(every_truncation_is_noticed),
        cmocka_unit_test(every_flipped_bit_is_noticed),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
