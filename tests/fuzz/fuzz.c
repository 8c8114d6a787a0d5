#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The sink ---------------------------------------------------------------------------
 */

static void promise(bool held)
{
    if (!held)
        abort();
}

static bool take(struct sink *sink, const struct observation *observation,
                 struct error *err)
{
    (void)sink;
    (void)err;
    promise(observation->count >= 1 && observation->count <= RUN_MAX);
    promise(text_is_utf8(observation->place.text) &&
            text_is_utf8(observation->offence.text) &&
            text_is_utf8(observation->measure.text));
    for (size_t i = 0; i < observation->count; i++)
        promise(observation->figures[i].value >= 0);
    return true;
}

void fuzz_decode(const uint8_t *bytes, size_t size, const struct source *source,
                 bool (*decode)(struct arena *, const struct source *, struct stream *,
                                struct sink *, struct decoded *, struct error *))
{
    static int file = -1;
    static char path[64];
    struct arena arena = {0};
    struct error err = {0};
    struct sink sink = {.take = take};
    struct decoded decoded = {.member = "", .encoding = ""};
    if (file < 0)
        file = memfd_create("fuzz", MFD_CLOEXEC);
    promise(file >= 0 && ftruncate(file, 0) == 0 &&
            pwrite(file, bytes, size, 0) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    struct stream *stream = stream_open(&arena, path, NULL, "", &err);
    if (stream)
        promise(decode(&arena, source, stream, &sink, &decoded, &err) ||
                err.kind != ERROR_NONE);
    if (!text_is_utf8(text_of(err.message)))
        fprintf(stderr, "not UTF-8: %s\n", err.message);
    promise(text_is_utf8(text_of(err.message)));
    stream_close(stream);
    arena_free(&arena);
}

/* Replaying --------------------------------------------------------------------------
 */

#ifndef FUZZING

static void replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat found;
    promise(file && fstat(fileno(file), &found) == 0);
    size_t size = (size_t)found.st_size;
    uint8_t *bytes = malloc(size + 1); /* no larger: the sanitizer watches its end */
    promise(bytes && fread(bytes, 1, size, file) == size);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    fclose(file);
}

static size_t replay(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;
    if (!folder) {
        replay_file(path);
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        char inner[4096];
        snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.')
            count += replay(inner);
    }
    closedir(folder);
    return count;
}

/* …/fuzz_xlsx replays tests/fuzz/corpus/xlsx. */
static const char *own_corpus(const char *program)
{
    static char path[4096];
    const char *name = strstr(program, "fuzz_");
    for (const char *next; name && (next = strstr(name + 1, "fuzz_"));)
        name = next;
    promise(name != NULL);
    snprintf(path, sizeof path, "tests/fuzz/corpus/%s", name + strlen("fuzz_"));
    return path;
}

int main(int count, char **argument)
{
    size_t files = 0;
    for (int i = 1; i < count; i++)
        files += replay(argument[i]);
    if (count == 1)
        files = replay(own_corpus(argument[0]));
    printf("%zu files replayed\n", files);
    return files > 0 ? 0 : 2;
}

#endif
