/* What the files of the current release were made of, so that what is costly to make
 * and would come out the same is taken over. Beside the releases lies a file: a
 * release's name, and for each of its files what it was made of, its hash, its size and
 * its path. Of another release, or one that somebody touched, it is worth nothing. */
#include "site/sums.h"
#include "site/tree_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char MADE[] = ".made";

enum { MADE_MAX = 64 << 20 };

/* A file of the current release. */
struct made_file {
    struct text path, made_of, sha256, bytes;
};

struct made_files {
    struct made_file *file; /* sorted by path */
    size_t count;
};

static int by_path(const void *a, const void *b)
{
    return text_compare(((const struct made_file *)a)->path,
                        ((const struct made_file *)b)->path);
}

static size_t count_lines(struct text text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.length; i++)
        lines += text.at[i] == '\n';
    return lines;
}

/* Under the lock. */
static const struct made_files *made_files(struct tree *tree)
{
    struct text text;
    if (tree->made)
        return tree->made;
    struct made_files *made = arena_take(&tree->arena, sizeof *made);
    tree->made = made;
    *made = (struct made_files){0};
    if (!tree_read_known(tree, MADE, MADE_MAX, &text))
        return made;
    made->file = arena_array(&tree->arena, count_lines(text), sizeof *made->file);
    while (text.length > 0) {
        struct text line = text_cut(&text, '\n');
        struct made_file file;
        file.made_of = text_cut(&line, ' ');
        file.sha256 = text_cut(&line, ' ');
        file.bytes = text_cut(&line, ' ');
        file.path = line;
        if (file.sha256.length == SHA256_HEX && file.path.length > 0)
            made->file[made->count++] = file;
    }
    qsort(made->file, made->count, sizeof *made->file, by_path);
    return made;
}

static const struct made_file *find(struct tree *tree, const char *path)
{
    const struct made_files *made = made_files(tree);
    const struct made_file wanted = {.path = text_of(path)};
    return made->count
               ? bsearch(&wanted, made->file, made->count, sizeof wanted, by_path)
               : NULL;
}

/* Under the lock. */
static void remember(struct tree *tree, const char *path, const struct sha256 *made_of)
{
    if (tree->notes == tree->notes_capacity) {
        tree->notes_capacity = 2 * tree->notes_capacity + 256;
        tree->note = memory_or_die(
            realloc(tree->note, tree->notes_capacity * sizeof *tree->note));
    }
    tree->note[tree->notes++] =
        (struct note){arena_copy(&tree->arena, text_of(path)).at, *made_of};
}

bool tree_link_old(struct arena *arena, const char *old, const char *staged)
{
    struct error ignored = {0};
    if (link(old, staged) == 0)
        return true;
    const char *slash = strrchr(staged, '/');
    return errno == ENOENT &&
           folder_make(arena_format(arena, "%.*s", (int)(slash - staged), staged),
                       &ignored) &&
           link(old, staged) == 0;
}

bool tree_take_over(struct tree *tree, const char *path, const struct sha256 *made_of)
{
    struct arena arena = {0};
    struct sha256 sha256;
    pthread_mutex_lock(&tree->lock);
    remember(tree, path, made_of);
    const struct made_file *old = find(tree, path);
    bool same = old && text_is(old->made_of, made_of->hex) && sums_path_is_good(path);
    pthread_mutex_unlock(&tree->lock);
    bool linked = same && tree_link_old(&arena, path_join(&arena, tree->current, path),
                                        path_join(&arena, tree->staging, path));
    if (linked) {
        memcpy(sha256.hex, old->sha256.at, SHA256_HEX);
        sha256.hex[SHA256_HEX] = '\0';
        tree_enter(tree, path, strtoul(old->bytes.at, NULL, 10), sha256, true);
    }
    arena_free(&arena);
    return linked;
}

void tree_made_again(struct tree *tree, const char *path)
{
    struct sha256 made_of = {""};
    pthread_mutex_lock(&tree->lock);
    const struct made_file *old = find(tree, path);
    if (old && old->made_of.length == SHA256_HEX) {
        memcpy(made_of.hex, old->made_of.at, SHA256_HEX);
        remember(tree, path, &made_of);
    }
    pthread_mutex_unlock(&tree->lock);
}

static int by_note(const void *a, const void *b)
{
    return strcmp(((const struct note *)a)->path, ((const struct note *)b)->path);
}

bool tree_write_made(struct tree *tree, struct error *err)
{
    struct buffer out = {.limit = MADE_MAX};
    if (tree->notes > 0)
        qsort(tree->note, tree->notes, sizeof *tree->note, by_note);
    buffer_format(&out, "%s\n", tree->name);
    for (size_t i = 0; i < tree->notes; i++) {
        size_t bytes;
        struct sha256 sha256;
        if (tree_find(tree, tree->note[i].path, &bytes, &sha256))
            buffer_format(&out, "%s %s %zu %s\n", tree->note[i].made_of.hex, sha256.hex,
                          bytes, tree->note[i].path);
    }
    return tree_write_known(tree, MADE, &out, err);
}
