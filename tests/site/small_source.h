/* A small source for the tests of site/: its words are our codes, its files are a few
 * rows. Lists are those of the program; tests run from the top folder. */
#ifndef CIFRA_TESTS_SITE_SMALL_SOURCE_H
#define CIFRA_TESTS_SITE_SMALL_SOURCE_H

#include "tests/check.h"

#include "site/holdings.h"

/* Write the descriptor of source "small" below folder/descriptors, with one thing
 * replaced by another (NULL: as it is), and a configuration that wants only it, with
 * everything below folder. */
void small_source(struct arena *arena, const char *folder, const char *what,
                  const char *by, struct config *out);

/* Open and list the holdings of that configuration. */
void small_open(struct arena *arena, const struct config *config, struct holdings *out);

/* A file of two offences in Guanajuato in 2020, the first so many months of it not
 * blank; ends without its last row when cut is set. Returns its path. */
const char *small_file(struct arena *arena, const char *folder, const char *name,
                       size_t months, bool cut);

/* Put a file into the store as the vintage of a day, unchecked. */
void small_keep(struct arena *arena, const struct config *config, const char *file,
                const char *day);

#endif
