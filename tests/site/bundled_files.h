/* For tests that read files that come with the program: its own sources, opened, with
 * an empty store. */
#ifndef CIFRA_TESTS_SITE_BUNDLED_FILES_H
#define CIFRA_TESTS_SITE_BUNDLED_FILES_H

#include "tests/site/site_folder.h"

#include "site/holdings.h"

extern struct holdings own_holdings; /* of the program's sources */

int open_own(void **state);
int close_own(void **state);

/* The figures of ingest/bundled/<name>_<day>.csv.xz, for the caller to free. */
struct cube *read_bundled(const char *source, const char *name, const char *day);

#endif
