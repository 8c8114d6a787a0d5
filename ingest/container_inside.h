/* Opening what is packed: what choosing a member and reading it share. */
#ifndef CIFRA_INGEST_CONTAINER_INSIDE_H
#define CIFRA_INGEST_CONTAINER_INSIDE_H

#include "base/buffer.h"
#include "ingest/container.h"

struct archive; /* of libarchive, as the next */
struct archive_entry;

struct stream {
    struct archive *archive; /* NULL for a plain file */
    int fd;                  /* of a plain file, else -1 */
    uint64_t packed;         /* bytes of the file */
    uint64_t unpacked;       /* bytes read so far */
    size_t passed;           /* members, when several are read */
    char head[STREAM_PEEK];  /* of a packed file: bytes peeked at … */
    size_t head_length;
    size_t head_taken; /* … and how many of them were read since */
    const char *path;
    const char *member;
};

/* What is wanted of an archive, and the best found. */
struct choice {
    struct arena *arena;
    const char *pattern; /* folded; NULL: by suffix */
    const char *suffix;
    size_t members;
    size_t index; /* of the best, counted from 1; 0: none */
    int64_t size;
    const char *name;
    bool plain;    /* not an archive, and not compressed */
    bool raw;      /* not an archive */
    bool workbook; /* a zip that is one file to everybody */
    struct buffer names;
    bool all; /* list them instead */
    size_t fitting, room;
    struct member *member;
};

/* What libarchive has to say. */
bool container_fail(struct archive *archive, const char *path, struct error *err);

/* Go to the next member; *result is libarchive's. */
bool container_next(struct archive *archive, struct archive_entry **entry, int *result);

/* Is no more unpacked than fits the file's size? */
bool container_check_unpacked(const struct stream *stream, struct error *err);
/* The same of all members that were listed. */
bool container_check_total(const struct stream *stream, const struct choice *choice,
                           struct error *err);

/* Look at all members of an archive that was just opened, for the best or for all. */
bool container_choose(struct stream *stream, struct choice *choice, struct error *err);
/* None was found: says what there is instead. */
bool container_fail_none(const struct stream *stream, struct choice *choice,
                         const char *pattern, struct error *err);

void container_add_member(struct choice *choice, const char *name, int64_t size,
                          uint64_t alike);

#endif
