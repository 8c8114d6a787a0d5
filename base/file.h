/* Files and folders: reading bounded, writing whole or not at all. */
#ifndef CIFRA_BASE_FILE_H
#define CIFRA_BASE_FILE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

enum { SHA256_HEX = 64 };

/* Lower-case hexadecimal and a NUL. */
struct sha256 {
    char hex[SHA256_HEX + 1];
};

/* Read a regular file of at most limit bytes; the text, NUL-terminated, lives in
 * the arena. A larger file is ERROR_LIMIT. */
bool file_read(struct arena *arena, const char *path, size_t limit, struct text *out,
               struct error *err);

/* Write a whole file: temporary file in the same folder, fsync, rename, fsync of
 * the folder. Readers see the old bytes or the new ones. */
bool file_write(const char *path, struct text bytes, struct error *err);

/* Does the file hold exactly these bytes? False when it does not exist. */
bool file_holds(const char *path, struct text bytes);

bool file_exists(const char *path);
/* Is it the regular file that a person says it is? ERROR_USAGE "there is no file …",
 * "… is not a file". */
bool file_given(const char *path, struct error *err);
/* Create the folder and those above it; existing ones are fine. */
bool folder_make(const char *path, struct error *err);
/* Remove a folder and all below it, never following a link; gone already is fine. */
bool folder_remove(const char *path, struct error *err);
/* Remove what file_write() has left there when it was killed. Nobody else may be
 * writing right in that folder; one that is not there is fine. */
bool folder_sweep(const char *path, struct error *err);
/* The same of one file, in a folder where others write, too. */
bool file_sweep(const char *path, struct error *err);
/* fsync a folder, so that the names in it survive a power cut. */
bool folder_sync(const char *path, struct error *err);

/* Names in a folder, sorted by byte, without dot files; they live in the arena. */
bool folder_list(struct arena *arena, const char *path, struct text **names,
                 size_t *count, struct error *err);

/* base + "/" + name in the arena; name absolute or base "" gives name. */
char *path_join(struct arena *arena, const char *base, const char *name);

/* What stands before the last slash of a path, in the arena: "" where there is none,
 * "/" of what lies there. */
const char *path_folder(struct arena *arena, const char *path);

/* In lower-case hexadecimal. */
struct sha256 sha256_of(struct text bytes);
bool sha256_of_file(const char *path, struct sha256 *out, struct error *err);

#endif
