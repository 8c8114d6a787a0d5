/* What tree.c, tree_file.c and tree_made.c share. */
#ifndef CIFRA_SITE_TREE_INSIDE_H
#define CIFRA_SITE_TREE_INSIDE_H

#include "base/file.h"
#include "site/release.h"
#include "site/tree.h"

#include <pthread.h>

struct entry {
    const char *path;
    size_t bytes;
    struct sha256 sha256;
    bool linked;
};

/* A file, and what it was made of. */
struct note {
    const char *path;
    struct sha256 made_of;
};

struct made_files;

/* Files that were made together. */
struct group {
    const char *name;
    struct sha256 made_of;
    struct text said;
    size_t files;
    const char **path;
};

struct old_groups;

struct tree {
    struct arena arena; /* under the lock once the tree is open */
    pthread_mutex_t lock;
    const char *releases;
    const char *public_;
    const char *staging;
    const char *current; /* folder; NULL */
    bool touched;        /* somebody changed what lies in it */
    const char *stamp;   /* its own; NULL: it is not as it was left */
    int lock_fd;
    const char *former; /* who held the lock and did not let go; NULL */
    struct trickle *trickle;
    struct entry *entry;
    size_t count, capacity;
    size_t sorted;     /* so many entries are, by path */
    struct note *note; /* what files of this build are made of */
    size_t notes, notes_capacity;
    struct made_files *made; /* of the current release, once somebody asked */
    struct group *group;     /* of this build */
    size_t groups, groups_capacity;
    struct old_groups *old_groups;  /* of the current release, once somebody asked */
    const char *day, *record, *key; /* tree_publish(), tree_describe() */
    int keep_monthly;
    size_t packed;
    bool repacked; /* packed copies are not those of the current release */
    char name[RELEASE_NAME_LENGTH + 1];
};

/* Remember a file that lies in staging. Safe from several threads. */
void tree_enter(struct tree *tree, const char *path, size_t bytes, struct sha256 sha256,
                bool linked);

/* Write down for the next build what the files of this one were made of. */
bool tree_write_made(struct tree *tree, struct error *err);
bool tree_write_groups(struct tree *tree, struct error *err);
/* What the old release's file was made of, if that is known, this one's is made of.
 * Safe from several threads. */
void tree_made_again(struct tree *tree, const char *path);
/* This thread has put a file; the path lives as long as the tree. */
void tree_group_note(const char *path);
/* Between one build and the next: what is known of a release, in a file beside all of
 * them that begins with its name. Read, behind that, what is known of the current one:
 * false when there is nothing, when it is of another, or when that release is not as it
 * was left. Under the lock. */
bool tree_read_known(struct tree *tree, const char *name, size_t most,
                     struct text *out);
/* Write it for this build, whose name it must begin with; frees the buffer. One that
 * has failed is too long to be kept: then nothing is known. */
bool tree_write_known(struct tree *tree, const char *name, struct buffer *known,
                      struct error *err);
/* Have an old file under its new name, too, whose folder is made if need be. False with
 * errno when it cannot be linked: it is gone, or lies in another file system, or this
 * one has no more links for it. */
bool tree_link_old(struct arena *arena, const char *old, const char *staged);

/* Have the entries in the order of their paths. */
void tree_sort(struct tree *tree);

#endif
