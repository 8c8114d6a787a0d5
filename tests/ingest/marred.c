#include "tests/ingest/marred.h"

#include "tests/check.h"

#include <string.h>

/* The observations as text; .at is NULL when the file was refused. */
static struct text read_lines(struct arena *arena, const struct source *source,
                              const char *folder, struct text bytes)
{
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    struct text lines = {NULL, 0};
    bool good = decode_text(arena, source, folder, bytes, &recorder, &decoded, &err);
    if (good)
        lines = arena_copy(arena, buffer_all(&recorder.lines));
    assert_int_equal(good, err.kind == ERROR_NONE);
    assert_true(!good || recorder.observations > 0);
    assert_true(text_is_utf8(text_of(err.message)));
    recorder_free(&recorder);
    return lines;
}

static void count(struct marred *marred, const struct source *source,
                  const char *folder, struct text bytes, struct text whole)
{
    struct arena arena = {0};
    struct text lines = read_lines(&arena, source, folder, bytes);
    if (!lines.at)
        marred->refused++;
    else if (text_equal(lines, whole))
        marred->same++;
    else
        marred->different++;
    arena_free(&arena);
}

struct marred decode_cut(const struct source *source, const char *folder,
                         struct text bytes, size_t step)
{
    struct arena arena = {0};
    struct marred marred = {0};
    struct text whole = read_lines(&arena, source, folder, bytes);
    assert_non_null(whole.at);
    for (size_t length = 0; length < bytes.length; length += step)
        count(&marred, source, folder, (struct text){bytes.at, length}, whole);
    arena_free(&arena);
    return marred;
}

struct marred decode_changed(const struct source *source, const char *folder,
                             struct text bytes, size_t step)
{
    struct arena arena = {0};
    struct marred marred = {0};
    struct text whole = read_lines(&arena, source, folder, bytes);
    assert_non_null(whole.at);
    char *changed = arena_take(&arena, bytes.length);
    memcpy(changed, bytes.at, bytes.length);
    for (size_t i = 0; i < bytes.length; i += step) {
        changed[i] = (char)(bytes.at[i] ^ (1 << i / step % 8));
        count(&marred, source, folder, (struct text){changed, bytes.length}, whole);
        changed[i] = bytes.at[i];
    }
    arena_free(&arena);
    return marred;
}
