/* Files that are made together of one thing. Beside the releases lies a list, of the
 * current one: for each group what it was made of, its files with their hashes and
 * sizes, and what was said of it. Of another release, or one that somebody touched, it
 * is worth nothing. */
#include "base/number.h"
#include "site/sums.h"
#include "site/tree_inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char GROUPS[] = ".groups";

enum { GROUPS_MAX = 256 << 20, GROUP_FILES_MAX = 64 };

/* Of the current release; what is said and the lines of its files are in its list. */
struct old_group {
    struct text name, made_of, lines, said;
    size_t files;
};

struct old_groups {
    struct old_group *group; /* sorted by name */
    size_t count;
};

/* What this thread has put since its group began. */
static _Thread_local struct gathering {
    bool open;
    size_t files; /* may be more than there is room for: such a group is forgotten */
    const char *path[GROUP_FILES_MAX];
} gathering;

void tree_group_note(const char *path)
{
    if (gathering.open && gathering.files < GROUP_FILES_MAX)
        gathering.path[gathering.files] = path;
    gathering.files += gathering.open;
}

void tree_group_begin(void) { gathering = (struct gathering){.open = true}; }

/* Under the lock. */
static void add(struct tree *tree, struct group group)
{
    if (tree->groups == tree->groups_capacity) {
        tree->groups_capacity = 2 * tree->groups_capacity + 256;
        tree->group = memory_or_die(
            realloc(tree->group, tree->groups_capacity * sizeof *tree->group));
    }
    tree->group[tree->groups++] = group;
}

void tree_group_end(struct tree *tree, const char *name, const struct sha256 *made_of,
                    struct text said)
{
    gathering.open = false;
    if (!made_of || gathering.files > GROUP_FILES_MAX)
        return;
    pthread_mutex_lock(&tree->lock);
    struct group group = {.name = arena_copy(&tree->arena, text_of(name)).at,
                          .made_of = *made_of,
                          .said = arena_copy(&tree->arena, said),
                          .files = gathering.files};
    group.path = arena_array(&tree->arena, group.files, sizeof *group.path);
    for (size_t i = 0; i < group.files; i++)
        group.path[i] = gathering.path[i];
    add(tree, group);
    pthread_mutex_unlock(&tree->lock);
}

/* Reading ------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct old_group *)a)->name,
                        ((const struct old_group *)b)->name);
}

/* The number that a text begins with, up to a separator; beyond all bounds where there
 * is none. */
static size_t cut_count(struct text *text, char separator)
{
    int64_t number;
    return number_whole(text_cut(text, separator), &number) && number >= 0 &&
                   number <= GROUPS_MAX
               ? (size_t)number
               : GROUPS_MAX + 1;
}

/* So many lines, cut off the text; false when it has fewer. */
static bool cut_lines(struct text *text, size_t count, struct text *lines)
{
    lines->at = text->at;
    for (size_t i = 0; i < count; i++) {
        if (!text->length || !memchr(text->at, '\n', text->length))
            return false;
        text_cut(text, '\n');
    }
    lines->length = (size_t)(text->at - lines->at);
    return true;
}

static bool read_group(struct text *list, struct old_group *out)
{
    struct text line = text_cut(list, '\n');
    out->made_of = text_cut(&line, ' ');
    out->files = cut_count(&line, ' ');
    size_t said = cut_count(&line, ' ');
    out->name = line;
    if (out->made_of.length != SHA256_HEX || out->files > GROUP_FILES_MAX ||
        !cut_lines(list, out->files, &out->lines) || said >= list->length ||
        list->at[said] != '\n')
        return false;
    out->said = (struct text){list->at, said};
    *list = (struct text){list->at + said + 1, list->length - said - 1};
    return true;
}

/* Under the lock. */
static const struct old_groups *old_groups(struct tree *tree)
{
    struct text list;
    if (tree->old_groups)
        return tree->old_groups;
    struct old_groups *old = arena_take(&tree->arena, sizeof *old);
    tree->old_groups = old;
    *old = (struct old_groups){0};
    if (!tree_read_known(tree, GROUPS, GROUPS_MAX, &list))
        return old;
    size_t room = cut_count(&list, '\n');
    if (room > list.length / SHA256_HEX)
        return old;
    old->group = arena_array(&tree->arena, room, sizeof *old->group);
    while (old->count < room && list.length > 0 &&
           read_group(&list, &old->group[old->count]))
        old->count++;
    if (old->count > 0)
        qsort(old->group, old->count, sizeof *old->group, by_name);
    return old;
}

static const struct old_group *find(struct tree *tree, const char *name)
{
    const struct old_groups *old = old_groups(tree);
    const struct old_group wanted = {.name = text_of(name)};
    return old->count ? bsearch(&wanted, old->group, old->count, sizeof wanted, by_name)
                      : NULL;
}

/* Taking over -------------------------------------------------------------- */

static bool read_files(struct arena *arena, const struct old_group *old,
                       struct entry *out)
{
    struct text lines = old->lines;
    for (size_t i = 0; i < old->files; i++) {
        struct text line = text_cut(&lines, '\n');
        struct text sha256 = text_cut(&line, ' ');
        out[i].bytes = cut_count(&line, ' ');
        out[i].path = arena_copy(arena, line).at;
        if (sha256.length != SHA256_HEX || out[i].bytes > GROUPS_MAX ||
            !sums_path_is_good(out[i].path))
            return false;
        memcpy(out[i].sha256.hex, sha256.at, SHA256_HEX);
        out[i].sha256.hex[SHA256_HEX] = '\0';
    }
    return true;
}

/* All of them or none. */
static bool link_files(struct tree *tree, struct arena *arena, const struct entry *file,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (tree_link_old(arena, path_join(arena, tree->current, file[i].path),
                          path_join(arena, tree->staging, file[i].path)))
            continue;
        while (i-- > 0)
            unlink(path_join(arena, tree->staging, file[i].path));
        return false;
    }
    return true;
}

static const struct old_group *find_same(struct tree *tree, const char *name,
                                         const struct sha256 *made_of)
{
    pthread_mutex_lock(&tree->lock);
    const struct old_group *old = find(tree, name);
    pthread_mutex_unlock(&tree->lock);
    return old && text_is(old->made_of, made_of->hex) ? old : NULL;
}

bool tree_group_find(struct tree *tree, const char *name, const struct sha256 *made_of,
                     struct text *said)
{
    const struct old_group *old = find_same(tree, name, made_of);
    if (old)
        *said = old->said;
    return old != NULL;
}

bool tree_group_take_over(struct tree *tree, const char *name,
                          const struct sha256 *made_of)
{
    struct arena arena = {0};
    struct entry file[GROUP_FILES_MAX];
    const struct old_group *old = find_same(tree, name, made_of);
    bool taken = old && read_files(&arena, old, file) &&
                 link_files(tree, &arena, file, old->files);
    if (taken) {
        tree_group_begin();
        for (size_t i = 0; i < old->files; i++) {
            tree_made_again(tree, file[i].path);
            tree_enter(tree, file[i].path, file[i].bytes, file[i].sha256, true);
        }
        tree_group_end(tree, name, made_of, old->said);
    }
    arena_free(&arena);
    return taken;
}

/* Writing ------------------------------------------------------------------ */

static int by_group_name(const void *a, const void *b)
{
    return strcmp(((const struct group *)a)->name, ((const struct group *)b)->name);
}

static void write_group(struct tree *tree, struct buffer *out,
                        const struct group *group)
{
    buffer_format(out, "%s %zu %zu %s\n", group->made_of.hex, group->files,
                  group->said.length, group->name);
    for (size_t i = 0; i < group->files; i++) {
        size_t bytes = 0;
        struct sha256 sha256 = {""};
        tree_find(tree, group->path[i], &bytes, &sha256);
        buffer_format(out, "%s %zu %s\n", sha256.hex, bytes, group->path[i]);
    }
    buffer_text(out, group->said);
    buffer_char(out, '\n');
}

bool tree_write_groups(struct tree *tree, struct error *err)
{
    struct buffer out = {.limit = GROUPS_MAX};
    if (tree->groups > 0)
        qsort(tree->group, tree->groups, sizeof *tree->group, by_group_name);
    buffer_format(&out, "%s\n%zu\n", tree->name, tree->groups);
    for (size_t i = 0; i < tree->groups; i++)
        write_group(tree, &out, &tree->group[i]);
    return tree_write_known(tree, GROUPS, &out, err);
}
