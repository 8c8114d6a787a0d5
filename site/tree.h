/* The published tree: built in staging, switched in by one rename.
 *
 *   <releases>/<name>/    a complete edition; name is its date and content hash
 *   <public>              a link to the current one
 *
 * A file that the current release holds with the same bytes is linked, not written
 * again. A build whose every file is the same as the current release's changes
 * nothing. Killed at any moment, the old edition is whole; leftovers are swept by the
 * next run. */
#ifndef CIFRA_SITE_TREE_H
#define CIFRA_SITE_TREE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

enum { TREE_PATH_MAX = 1000 };

struct tree;

/* Take the lock on the releases folder (ERROR_CONTRADICTION, with who holds it since
 * when, if somebody does) and sweep leftovers. ERROR_USAGE when something that is no
 * link of ours stands where public should. Staging is made by the first file. */
bool tree_open(const char *releases, const char *public_, struct tree **out,
               struct error *err);

/* Who held the lock before and was cut short, "process 12 on …"; NULL. */
const char *tree_former(const struct tree *tree);

/* Put a file at a path like "es/mx/index.html". Safe from several threads; a path
 * twice is an error, as is one that sums_path_is_good() does not like. */
bool tree_put(struct tree *tree, const char *path, struct text bytes,
              struct error *err);
/* Stream a large file: open, add to it, close. As long as what is added is what the
 * current release holds, nothing is written. Always close what was opened. */
struct tree_file;
bool tree_file_open(struct tree *tree, const char *path, struct tree_file **out,
                    struct error *err);
bool tree_file_add(struct tree_file *file, struct text bytes, struct error *err);
bool tree_file_close(struct tree_file *file, struct error *err);

/* What is costly to make is made of something: of all that its bytes depend on, hashed.
 * Where the current release's file of this path was made of the same, and the release
 * is as it was left, that file is taken over and there is nothing to put; else
 * false, and whoever asks puts it. Safe from several threads. */
bool tree_take_over(struct tree *tree, const char *path, const struct sha256 *made_of);

/* Files that are made together of one thing, like a page in all its languages with its
 * pictures and its download. What this thread puts or takes over between the two is of
 * a group that has a name of its own and is made of something; what is said of it is
 * kept with it, whatever that is. made_of NULL: the group is not to be taken over. */
void tree_group_begin(void);
void tree_group_end(struct tree *tree, const char *name, const struct sha256 *made_of,
                    struct text said);
/* Has the current release a group of this name that was made of the same, and is it as
 * it was left? *said is what was said of it, as long as the tree lives. Safe from
 * several threads, as is the next. */
bool tree_group_find(struct tree *tree, const char *name, const struct sha256 *made_of,
                     struct text *said);
/* Take over all files of such a group, so that there is nothing to put; else false, and
 * nothing is taken. Not within another group. */
bool tree_group_take_over(struct tree *tree, const char *name,
                          const struct sha256 *made_of);

/* Append bytes of a file of the current release, where that is as it was left. False
 * when it has no such file, or fewer bytes. */
bool tree_read_old(const struct tree *tree, const char *path, size_t from, size_t bytes,
                   struct buffer *out);

/* Size and hash of a file that was put and closed; false when there is none of that
 * path. Safe from several threads. */
bool tree_find(struct tree *tree, const char *path, size_t *bytes,
               struct sha256 *sha256);

/* Visit the bytes of such a file, piece by piece; it may be too large for memory. */
bool tree_each_piece(const struct tree *tree, const char *path,
                     void (*visit)(void *context, struct text piece), void *context,
                     struct error *err);

/* Put a SHA256SUMS, as sha256sum reads it, into each folder from this one on down, of
 * the files that lie right in it. Last of all that is put there. */
bool tree_put_sums(struct tree *tree, const char *folder, struct error *err);

/* Put packed copies beside the text files of what was put, of the packings that are
 * wanted (an array, by enum packing): "es/index.html.gz". They are in no SHA256SUMS,
 * see site/packing.h. Last of all before tree_publish(), which tells apart editions
 * that differ in nothing else. */
bool tree_pack(struct tree *tree, const bool *wanted, struct error *err);

struct published {
    const char *release;           /* folder name; lives as long as the tree */
    size_t files, written, linked; /* SHA256SUMS is not counted */
    size_t removed;                /* files of the release before that are gone */
    size_t packed;                 /* copies beside the files */
    bool changed;                  /* false: the current release stays as it is */
};

/* What edition.json will say beside what the chain knows (site/edition_record.h), and
 * the file of the operator's key to sign it with, or NULL. Without this, tree_publish()
 * leaves the chain alone. Copied. */
void tree_describe(struct tree *tree, const char *record, const char *key);

/* Of so many months, keep the newest release beyond tree_publish()'s `keep`. */
void tree_keep_monthly(struct tree *tree, int months);

/* Write SHA256SUMS (sorted), make all of it durable, rename the staging folder to
 * <day>-<first 12 of the hash of SHA256SUMS>, point public at it by rename, and drop
 * releases beyond `keep`. When nothing changed, staging is removed and nothing else
 * touched but the stamp. stamp is remembered beside the release, for tree_stamp(). */
bool tree_publish(struct tree *tree, const char *day, const char *stamp, int keep,
                  struct published *out, struct error *err);
/* Instead of publishing: write SHA256SUMS, and give all of it to a folder that is empty
 * or not there yet, on the same file system. */
bool tree_hand_over(struct tree *tree, const char *into, struct sha256 *sums_sha256,
                    struct error *err);

/* Behind a failure for want of room: how much an edition needs, how much there was, and
 * what is served now. Other failures are left alone. Returns false. */
bool tree_tell_room(const struct tree *tree, struct error *err);

/* Remove what was staged, release the lock, free. NULL is fine. */
void tree_close(struct tree *tree);

/* The stamp with which the current release was published, in the arena; NULL when
 * there is none, or public does not point at a complete release. */
const char *tree_stamp(struct arena *arena, const char *releases, const char *public_);
/* The same of the tree's, as it was when the tree was opened. */
const char *tree_opened_stamp(const struct tree *tree);
/* The same, even when somebody has touched the release since; false when there may be
 * one, and it cannot be read. */
bool tree_stamp_left(struct arena *arena, const char *releases, const char *public_,
                     const char **out, struct error *err);

#endif
