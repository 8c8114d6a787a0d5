/* Files that this process has open and may not open again: in a process that is shut in
 * (base/apart.h), the path of the file to be read stands for a descriptor. Everywhere
 * else a path is a path. */
#ifndef CIFRA_INGEST_HANDED_H
#define CIFRA_INGEST_HANDED_H

#include "base/error.h"

#include <sys/stat.h>

struct archive;

/* From now on the path stands for this descriptor; both must last. Before threads. */
void handed_take(const char *path, int fd);

/* Get ready for what readers may need of the system and cannot have when shut in:
 * tables of character sets. Before confine_self(). */
void handed_prepare(void);

/* As open() for reading and stat() would. Descriptors of a file that was handed share
 * one position, which this sets to the beginning: who reads at the same time as others
 * says where (pread). */
int handed_open(const char *path);
int handed_stat(const char *path, struct stat *out);

/* As archive_read_open_filename(), with a position of its own. The archive closes what
 * it opens. */
bool handed_open_archive(struct archive *archive, const char *path);

#endif
