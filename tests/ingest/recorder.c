#include "tests/ingest/recorder.h"

#include "base/file.h"
#include "base/number.h"
#include "tests/check.h"

#include <stdio.h>

static void show_word(struct buffer *out, struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        buffer_char(out, word.at[i] == WORD_JOIN ? '/' : word.at[i]);
}

static void show(struct recorder *recorder, const struct observation *observation)
{
    struct arena arena = {0};
    struct buffer *out = &recorder->lines;
    buffer_format(out, "%zu ", observation->row);
    show_word(out, observation->place.text);
    buffer_string(out, " | ");
    show_word(out, observation->offence.text);
    buffer_string(out, " | ");
    show_word(out, observation->measure.text);
    buffer_format(out,
                  " %s:", period_iso(&arena, observation->first, observation->step));
    for (size_t i = 0; i < observation->count; i++) {
        struct figure figure = observation->figures[i];
        buffer_char(out, ' ');
        if (figure.status == STATUS_REPORTED)
            number_write(out, figure.value, 0, &NUMERALS_PLAIN);
        else
            buffer_char(out, figure.status == STATUS_NOT_REPORTED ? '.' : 'x');
    }
    buffer_char(out, '\n');
    arena_free(&arena);
}

static bool take(struct sink *sink, const struct observation *observation,
                 struct error *err)
{
    struct recorder *recorder = (struct recorder *)sink;
    (void)err;
    recorder->observations++;
    for (size_t i = 0; i < observation->count; i++) {
        recorder->sum += observation->figures[i].value;
        recorder->not_reported += observation->figures[i].status == STATUS_NOT_REPORTED;
        recorder->figures++;
    }
    if (!recorder->quiet)
        show(recorder, observation);
    return true;
}

struct recorder recorder_new(bool quiet)
{
    return (struct recorder){.sink = {.take = take}, .quiet = quiet};
}

void recorder_free(struct recorder *recorder) { buffer_free(&recorder->lines); }

struct source source_of(struct arena *arena, const char *id)
{
    static const struct languages languages = {2, {"es", "en"}};
    struct error err = {0};
    struct source source;
    const char *path = arena_format(arena, "ingest/sources/%s.json", id);
    check_done(source_load(arena, path, &languages, &source, &err), &err);
    return source;
}

const char *write_in(struct arena *arena, const char *folder, const char *name,
                     struct text bytes)
{
    const char *path = path_join(arena, folder, name);
    FILE *file = fopen(path, "wb"); /* file_write() would sync, thousands of times */
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at ? bytes.at : "", 1, bytes.length, file),
                     bytes.length);
    assert_int_equal(fclose(file), 0);
    return path;
}

struct text bytes_of(struct arena *arena, const char *path)
{
    struct error err = {0};
    struct text bytes;
    check_done(file_read(arena, path, 1 << 20, &bytes, &err), &err);
    return bytes;
}

bool decode_text(struct arena *arena, const struct source *source, const char *folder,
                 struct text bytes, struct recorder *recorder, struct decoded *decoded,
                 struct error *err)
{
    const char *path = write_in(arena, folder, "decoded.csv", bytes);
    return decode_file(arena, source, path, &recorder->sink, decoded, err);
}

void check_reads(const struct source *source, struct text bytes, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    char *folder = temporary_folder();
    check_done(decode_text(&arena, source, folder, bytes, &recorder, &decoded, &err),
               &err);
    check_text(buffer_all(&recorder.lines), expected);
    assert_int_equal(decoded.bytes, bytes.length);
    recorder_free(&recorder);
    drop_folder(folder);
    arena_free(&arena);
}

void check_refuses(const struct source *source, const char *bytes, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    char *folder = temporary_folder();
    assert_false(
        decode_text(&arena, source, folder, text_of(bytes), &recorder, &decoded, &err));
    check_error(&err, err.kind, words);
    recorder_free(&recorder);
    drop_folder(folder);
    arena_free(&arena);
}
