#include "tests/check.h"

#include "base/arena.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>

void check_text_at(struct text actual, const char *expected, const char *file, int line)
{
    if (text_is(actual, expected))
        return;
    print_error("expected \"%s\"\n", expected);
    print_error("     got \"%.*s\"\n", TEXT_ARGS(actual));
    _fail(file, line);
}

void check_done_at(bool result, const struct error *err, const char *file, int line)
{
    if (result && err->kind == ERROR_NONE)
        return;
    print_error("failed: %s\n", err->message);
    _fail(file, line);
}

void check_error_at(const struct error *err, enum error_kind kind, const char *words,
                    const char *file, int line)
{
    if (err->kind == kind && strstr(err->message, words))
        return;
    print_error("expected error %d with \"%s\"\n", (int)kind, words);
    print_error("     got error %d: %s\n", (int)err->kind, err->message);
    _fail(file, line);
}

static bool is_writing(void)
{
    const char *golden = getenv("CIFRA_GOLDEN");
    return golden && strcmp(golden, "write") == 0;
}

/* Where two texts part, with a little of each. */
static void show_difference(struct text expected, struct text actual)
{
    size_t same = 0, line = 1;
    while (same < expected.length && same < actual.length &&
           expected.at[same] == actual.at[same])
        line += expected.at[same++] == '\n';
    size_t start = same > 40 ? same - 40 : 0;
    int left = (int)(expected.length - start < 120 ? expected.length - start : 120);
    int right = (int)(actual.length - start < 120 ? actual.length - start : 120);
    print_error("they part at byte %zu, line %zu\n", same, line);
    print_error("expected ...%.*s\n     got ...%.*s\n", left, expected.at + start,
                right, actual.at + start);
}

static bool rewrite(struct arena *arena, const char *path, struct text actual,
                    struct error *err)
{
    char *folder = arena_format(arena, "%s", path);
    *strrchr(folder, '/') = '\0';
    return folder_make(folder, err) && file_write(path, actual, err);
}

void check_golden_at(const char *path, struct text actual, const char *file, int line)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text expected = {0};
    const char *whole = path_join(&arena, "tests", path);
    bool good = file_holds(whole, actual);
    if (!good && is_writing())
        good = rewrite(&arena, whole, actual, &err);
    if (!good && err.kind == ERROR_NONE)
        file_read(&arena, whole, BUFFER_LIMIT, &expected, &err);
    if (!good) {
        print_error("%s %s\n", whole, err.kind ? err.message : "differs");
        if (err.kind == ERROR_NONE)
            show_difference(expected, actual);
    }
    arena_free(&arena);
    if (!good)
        _fail(file, line);
}

char *temporary_folder(void)
{
    const char *base = getenv("TMPDIR");
    struct arena arena = {0};
    char *path = strdup(path_join(&arena, base ? base : "/tmp", "cifra-test-XXXXXX"));
    arena_free(&arena);
    if (!path || !mkdtemp(path))
        fail_msg("no temporary folder");
    return path;
}

void drop_folder(char *path)
{
    struct error err = {0};
    folder_remove(path, &err);
    free(path);
}

int setup_folder(void **state)
{
    *state = temporary_folder();
    return 0;
}

int teardown_folder(void **state)
{
    drop_folder(*state);
    return 0;
}
