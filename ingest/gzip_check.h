/* Does a gzip file hold what it says? libarchive unpacks gzip without looking at the
 * checksum behind it, and one changed digit would pass. */
#ifndef CIFRA_INGEST_GZIP_CHECK_H
#define CIFRA_INGEST_GZIP_CHECK_H

#include "base/error.h"

#include <stddef.h>

/* True for a file that is not gzip. Reads at most so many unpacked bytes; what is
 * longer is left to whoever reads it. ERROR_FORMAT says that the file is damaged. */
bool gzip_check(const char *path, size_t most, struct error *err);

#endif
