#include "site/tree.h"

#include "base/buffer.h"
#include "base/descriptor.h"
#include "site/chain.h"
#include "site/keep.h"
#include "site/lock.h"
#include "site/retention.h"
#include "site/sums.h"
#include "site/tree_inside.h"
#include "site/trickle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STAMP_MAX = 1 << 20,
    UNSORTED_MAX = 2000, /* entries that are looked through one by one */
    NAME_HASH = 12,      /* digits of the hash in a release's name */
    PIECE = 4 << 20      /* bytes of a file that are looked at at once */
};

/* Opening ---------------------------------------------------------------------- */

static const char *without_slashes(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_format(arena, "%.*s", (int)length, path);
}

static bool prepare(struct tree *tree, struct error *err)
{
    struct arena *arena = &tree->arena;
    return release_current(arena, tree->public_, &tree->current, err) &&
           folder_make(tree->releases, err) &&
           lock_take(arena, tree->releases, &tree->lock_fd, &tree->former, err) &&
           /* once more: the run that held the lock may have switched */
           release_current(arena, tree->public_, &tree->current, err) &&
           releases_sweep(arena, tree->releases, tree->public_, err);
}

static const char *stamp_path(struct arena *arena, const char *release)
{
    return arena_format(arena, "%s.stamp", release);
}

/* The stamp of a release, and behind it what the release looked like when it was
 * published. */
static const char FINGERPRINT[] = "\n# ";

/* The stamp without the fingerprint, which *then receives; NULL when it has none. */
static bool split_stamp(struct arena *arena, const char *release, const char **out,
                        const char **then, struct error *err)
{
    struct text stamp;
    *out = NULL;
    if (!file_read(arena, stamp_path(arena, release), STAMP_MAX, &stamp, err))
        return false;
    const char *whole = arena_copy(arena, stamp).at;
    const char *found = strstr(whole, FINGERPRINT);
    if (!found)
        return true;
    *then = found + strlen(FINGERPRINT);
    *out = arena_format(arena, "%.*s", (int)(found - whole), whole);
    return true;
}

/* NULL when the release is not as it was left. */
static const char *read_stamp(struct arena *arena, const char *release)
{
    struct error ignored = {0}; /* whatever is wrong, all is built anew */
    struct sha256 now;
    const char *stamp, *then;
    return split_stamp(arena, release, &stamp, &then, &ignored) && stamp &&
                   release_fingerprint(release, &now, &ignored) &&
                   strcmp(then, now.hex) == 0
               ? stamp
               : NULL;
}

static bool write_stamp(struct arena *arena, const char *release, const char *stamp,
                        struct error *err)
{
    struct sha256 now;
    const char *path = stamp_path(arena, release);
    if (!release_fingerprint(release, &now, err))
        return false;
    struct text text =
        text_of(arena_format(arena, "%s%s%s", stamp, FINGERPRINT, now.hex));
    return file_holds(path, text) || file_write(path, text, err);
}

bool tree_open(const char *releases, const char *public_, struct tree **out,
               struct error *err)
{
    struct tree *tree = memory_or_die(calloc(1, sizeof *tree));
    pthread_mutex_init(&tree->lock, NULL);
    tree->lock_fd = -1;
    tree->releases = without_slashes(&tree->arena, releases);
    tree->public_ = without_slashes(&tree->arena, public_);
    tree->staging = path_join(&tree->arena, tree->releases, ".staging");
    if (!prepare(tree, err)) {
        tree_close(tree);
        return false;
    }
    tree->trickle = trickle_open(tree->releases);
    tree->stamp = tree->current ? read_stamp(&tree->arena, tree->current) : NULL;
    tree->touched = tree->current && !tree->stamp &&
                    file_exists(stamp_path(&tree->arena, tree->current));
    *out = tree;
    return true;
}

bool tree_read_known(struct tree *tree, const char *name, size_t most, struct text *out)
{
    struct error ignored = {0}; /* whatever is wrong with it, all is made anew */
    const char *slash = tree->current ? strrchr(tree->current, '/') : NULL;
    return slash && tree->stamp &&
           file_read(&tree->arena, path_join(&tree->arena, tree->releases, name), most,
                     out, &ignored) &&
           text_is(text_cut(out, '\n'), slash + 1);
}

bool tree_write_known(struct tree *tree, const char *name, struct buffer *known,
                      struct error *err)
{
    const char *path = path_join(&tree->arena, tree->releases, name);
    bool good = known->failed || file_holds(path, buffer_all(known)) ||
                file_write(path, buffer_all(known), err);
    buffer_free(known);
    return good;
}

const char *tree_former(const struct tree *tree) { return tree->former; }

static void stop_trickle(struct tree *tree)
{
    trickle_close(tree->trickle);
    tree->trickle = NULL;
}

void tree_close(struct tree *tree)
{
    if (!tree)
        return;
    stop_trickle(tree);
    if (tree->lock_fd >= 0) {
        struct error ignored = {0}; /* the next run sweeps what stays */
        folder_remove(tree->staging, &ignored);
        lock_release(tree->lock_fd);
    }
    pthread_mutex_destroy(&tree->lock);
    free(tree->entry);
    free(tree->note);
    free(tree->group);
    arena_free(&tree->arena);
    free(tree);
}

void tree_enter(struct tree *tree, const char *path, size_t bytes, struct sha256 sha256,
                bool linked)
{
    pthread_mutex_lock(&tree->lock);
    if (tree->count == tree->capacity) {
        tree->capacity = tree->capacity ? 2 * tree->capacity : 256;
        tree->entry =
            memory_or_die(realloc(tree->entry, tree->capacity * sizeof *tree->entry));
    }
    const char *own = arena_copy(&tree->arena, text_of(path)).at;
    tree->entry[tree->count++] = (struct entry){own, bytes, sha256, linked};
    pthread_mutex_unlock(&tree->lock);
    tree_group_note(own);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

void tree_sort(struct tree *tree)
{
    if (tree->sorted != tree->count)
        qsort(tree->entry, tree->count, sizeof *tree->entry, by_path);
    tree->sorted = tree->count;
}

/* Whoever asks has mostly just put the file: the newest are looked through one by one,
 * and sorted in only when they are many. */
static const struct entry *look(struct tree *tree, const char *path)
{
    const struct entry wanted = {.path = path};
    if (tree->count - tree->sorted > UNSORTED_MAX)
        tree_sort(tree);
    for (size_t i = tree->count; i > tree->sorted; i--)
        if (strcmp(tree->entry[i - 1].path, path) == 0)
            return &tree->entry[i - 1];
    return tree->sorted
               ? bsearch(&wanted, tree->entry, tree->sorted, sizeof wanted, by_path)
               : NULL;
}

bool tree_find(struct tree *tree, const char *path, size_t *bytes,
               struct sha256 *sha256)
{
    pthread_mutex_lock(&tree->lock);
    const struct entry *found = look(tree, path);
    if (found) {
        *bytes = found->bytes;
        *sha256 = found->sha256;
    }
    pthread_mutex_unlock(&tree->lock);
    return found != NULL;
}

bool tree_each_piece(const struct tree *tree, const char *path,
                     void (*visit)(void *context, struct text piece), void *context,
                     struct error *err)
{
    struct arena arena = {0};
    const char *staged = path_join(&arena, tree->staging, path);
    char *piece = memory_or_die(malloc(PIECE));
    ssize_t got = -1;
    int fd = open(staged, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    while (fd >= 0 && (got = descriptor_read(fd, piece, PIECE)) > 0)
        visit(context, (struct text){piece, (size_t)got});
    if (got < 0)
        fail_errno(err, "reading %s", staged);
    if (fd >= 0)
        close(fd);
    free(piece);
    arena_free(&arena);
    return got == 0;
}

/* Publishing ------------------------------------------------------------------- */

/* As sha256sum writes it, sorted by path. */
static void write_sums(struct tree *tree, struct buffer *out)
{
    tree_sort(tree);
    for (size_t i = 0; i < tree->count; i++)
        buffer_format(out, "%s  %s\n", tree->entry[i].sha256.hex, tree->entry[i].path);
}

/* Paths in the current release's sums that the new tree does not have. */
static size_t count_removed(struct tree *tree, struct text sums)
{
    size_t removed = 0, i = 0;
    while (sums.length > 0) {
        struct text line = text_cut(&sums, '\n');
        if (line.length <= SHA256_HEX + 2)
            continue;
        struct text path = {line.at + SHA256_HEX + 2, line.length - SHA256_HEX - 2};
        int order = 1;
        while (i < tree->count &&
               (order = text_compare(text_of(tree->entry[i].path), path)) < 0)
            i++;
        if (i == tree->count || order > 0)
            removed++;
    }
    return removed;
}

static bool read_current_sums(struct tree *tree, struct text *out, struct error *err)
{
    struct error ignored = {0}; /* a current release without sums is a damaged one */
    *out = (struct text){0};
    if (tree->touched)
        file_read(&tree->arena, path_join(&tree->arena, tree->current, RELEASE_SUMS),
                  SUMS_MAX, out, &ignored);
    return tree->touched || !tree->current ||
           file_read(&tree->arena, path_join(&tree->arena, tree->current, RELEASE_SUMS),
                     SUMS_MAX, out, err);
}

static void count(struct tree *tree, struct text old_sums, struct published *out)
{
    *out = (struct published){
        .release = tree->name, .files = tree->count, .packed = tree->packed};
    for (size_t i = 0; i < tree->count; i++)
        if (tree->entry[i].linked)
            out->linked++;
    out->written = out->files - out->linked;
    out->removed = count_removed(tree, old_sums);
}

/* Is the release that public links to the one of this path? */
static bool is_current(const struct tree *tree, const char *release)
{
    struct stat one, two;
    return tree->current && stat(tree->current, &one) == 0 &&
           stat(release, &two) == 0 && one.st_dev == two.st_dev &&
           one.st_ino == two.st_ino;
}

/* Staging gets its name. When a release of that name is there, it was damaged by
 * hand or left by a run killed before the switch: the new one takes its place, both
 * in one step, so that public never points at nothing. */
static bool take_name(struct tree *tree, const char *release, struct error *err)
{
    unsigned flags = file_exists(release) ? RENAME_EXCHANGE : 0;
    if (renameat2(AT_FDCWD, tree->staging, AT_FDCWD, release, flags) == 0)
        return folder_sync(tree->releases, err);
    if (flags == 0 || (errno != EINVAL && errno != ENOSYS))
        return fail_errno(err, "naming %s", release);
    /* This file system cannot exchange: one after the other. */
    const char *replaced = path_join(&tree->arena, tree->releases, ".replaced");
    if (rename(release, replaced) != 0 || rename(tree->staging, release) != 0)
        return fail_errno(err, "naming %s", release);
    return folder_remove(replaced, err) && folder_sync(tree->releases, err);
}

static bool stage_sums(struct tree *tree, struct text sums, struct error *err)
{
    return file_write(path_join(&tree->arena, tree->staging, RELEASE_SUMS), sums, err);
}

/* The edition joins the chain before it is shown: killed between the two, it is one
 * that was made, with its permanent address, and the next run goes on from there. The
 * way to the chain is in the folder before it has its name, which may be that of the
 * release that is shown: permanent addresses work at every moment. */
static bool show_chain(const struct tree *tree, const char *folder, struct error *err)
{
    return !tree->record || chain_show(folder, err);
}

static bool join_chain(struct tree *tree, const char *release, struct text sums,
                       struct error *err)
{
    const struct made made = {.day = tree->day,
                              .release = tree->name,
                              .folder = release,
                              .record = tree->record,
                              .key = tree->key,
                              .sums = sums};
    return !tree->record || chain_add(tree->releases, &made, err);
}

/* The stamp is written before the switch: a run killed between the two has the old
 * release with the old stamp, and builds again. */
static bool switch_in(struct tree *tree, const char *release, struct text sums,
                      const char *stamp, int keep, struct error *err)
{
    struct arena *arena = &tree->arena;
    const struct retention retention = {
        .shown = tree->name, .newest = keep, .monthly = tree->keep_monthly};
    return stage_sums(tree, sums, err) && show_chain(tree, tree->staging, err) &&
           keep_durable(tree->staging, err) && take_name(tree, release, err) &&
           join_chain(tree, release, sums, err) &&
           write_stamp(arena, release, stamp, err) && tree_write_made(tree, err) &&
           tree_write_groups(tree, err) &&
           release_switch(arena, tree->releases, tree->public_, tree->name, err) &&
           retention_apply(arena, tree->releases, &retention, err);
}

static bool keep_current(struct tree *tree, const char *release, struct text sums,
                         const char *stamp, struct error *err)
{
    return folder_remove(tree->staging, err) && join_chain(tree, release, sums, err) &&
           show_chain(tree, release, err) &&
           write_stamp(&tree->arena, release, stamp, err) &&
           tree_write_made(tree, err) && tree_write_groups(tree, err);
}

static bool name_release(struct tree *tree, const char *day, struct text sums,
                         struct error *err)
{
    struct sha256 sha256 = sha256_of(sums);
    snprintf(tree->name, sizeof tree->name, "%s-%.*s", day, NAME_HASH, sha256.hex);
    return release_is_name(tree->name) ||
           fail(err, ERROR_USAGE, "\"%s\" is not a day", day);
}

void tree_describe(struct tree *tree, const char *record, const char *key)
{
    tree->record = arena_copy(&tree->arena, text_of(record)).at;
    tree->key = key ? arena_copy(&tree->arena, text_of(key)).at : NULL;
}

void tree_keep_monthly(struct tree *tree, int months) { tree->keep_monthly = months; }

bool tree_publish(struct tree *tree, const char *day, const char *stamp, int keep,
                  struct published *out, struct error *err)
{
    if (tree->count == 0)
        return fail(err, ERROR_CONTRADICTION, "there is nothing to publish");
    tree->day = day;
    stop_trickle(tree);
    struct text old_sums;
    struct buffer sums = {.limit = SUMS_MAX};
    write_sums(tree, &sums);
    bool good = !sums.failed || fail(err, ERROR_LIMIT, "too many files to publish");
    good = good && name_release(tree, day, buffer_all(&sums), err) &&
           read_current_sums(tree, &old_sums, err);
    if (good) {
        const char *release = path_join(&tree->arena, tree->releases, tree->name);
        count(tree, old_sums, out);
        out->changed = out->written > 0 || tree->touched || tree->repacked ||
                       !is_current(tree, release) ||
                       !text_equal(old_sums, buffer_all(&sums));
        good = out->changed
                   ? switch_in(tree, release, buffer_all(&sums), stamp, keep, err)
                   : keep_current(tree, release, buffer_all(&sums), stamp, err);
    }
    buffer_free(&sums);
    return good || fail_while(err, "publishing to %s", tree->public_);
}

bool tree_hand_over(struct tree *tree, const char *into, struct sha256 *sums_sha256,
                    struct error *err)
{
    struct buffer sums = {.limit = SUMS_MAX};
    stop_trickle(tree);
    write_sums(tree, &sums);
    *sums_sha256 = sha256_of(buffer_all(&sums));
    bool good =
        (!sums.failed || fail(err, ERROR_LIMIT, "too many files")) &&
        stage_sums(tree, buffer_all(&sums), err) && keep_durable(tree->staging, err) &&
        (rename(tree->staging, into) == 0 || fail_errno(err, "naming %s", into));
    buffer_free(&sums);
    return good;
}

/* The release that public links to, if it is one of those and has a stamp; NULL. */
static bool release_of(struct arena *arena, const char *releases, const char *public_,
                       const char **out, struct error *err)
{
    const char *release;
    struct stat one, two;
    *out = NULL;
    if (!release_current(arena, without_slashes(arena, public_), &release, err))
        return false;
    if (!release)
        return true;
    const char *path = stamp_path(arena, release);
    const char *ours = path_join(arena, releases, strrchr(path, '/') + 1);
    if (stat(path, &one) != 0 || stat(ours, &two) != 0)
        return errno == ENOENT || errno == ENOTDIR ||
               fail_errno(err, "looking at %s", path);
    if (one.st_dev == two.st_dev && one.st_ino == two.st_ino)
        *out = release;
    return true;
}

const char *tree_stamp(struct arena *arena, const char *releases, const char *public_)
{
    struct error ignored = {0}; /* whatever is wrong, a build will say it */
    const char *release;
    return release_of(arena, releases, public_, &release, &ignored) && release
               ? read_stamp(arena, release)
               : NULL;
}

const char *tree_opened_stamp(const struct tree *tree)
{
    struct error ignored = {0};
    struct arena arena = {0};
    const char *release;
    bool same = release_of(&arena, tree->releases, tree->public_, &release, &ignored) &&
                release && strcmp(release, tree->current ? tree->current : "") == 0;
    arena_free(&arena);
    return same ? tree->stamp : NULL;
}

bool tree_stamp_left(struct arena *arena, const char *releases, const char *public_,
                     const char **out, struct error *err)
{
    struct error met = {0};
    const char *release, *then;
    *out = NULL;
    if (release_of(arena, releases, public_, &release, &met) &&
        (!release || split_stamp(arena, release, out, &then, &met)))
        return true;
    if (met.kind == ERROR_USAGE) /* what stands there is not ours, and a run says it */
        return true;
    *err = met;
    return false;
}
