/* A small source for the tests of site/: its words are our codes, its files are a few
 * rows. Lists are those of the program; tests run from the top folder. */
#ifndef CIFRA_TESTS_SITE_SMALL_SOURCE_H
#define CIFRA_TESTS_SITE_SMALL_SOURCE_H

#include "tests/site/site_folder.h"

#include "site/holdings.h"

/* What the small source of a test is read with, and into; closed after each test. */
extern struct config config;
extern struct holdings holdings;

/* A folder as in site_folder.h, with the small source in it as it is. */
int make_small_source(void **state);
int remove_small_source(void **state);

#define with_small_source(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_small_source, remove_small_source)

/* Write the descriptor of source "small" below folder/descriptors, with one thing
 * replaced by another (NULL: as it is); config wants only it, with everything below
 * folder. */
void small_source(const char *folder, const char *what, const char *by);

/* Open and list the holdings of config. */
void small_open(void);

/* A file of two offences in Guanajuato in 2020, the first so many months of it not
 * blank; ends without its last row when cut is set. Returns its path. */
const char *small_file(const char *folder, const char *name, size_t months, bool cut);

/* Put a file into the store as the vintage of a day, unchecked. */
void small_keep(const char *file, const char *day);

/* Keep a small_file() of so many months as the vintage of a day. */
void small_vintage(void **state, const char *day, size_t months, bool cut);

/* Keep as the vintage of a day a file of so many states, the same in each: 144 in every
 * month of 2020 but the last two known. */
void small_states(void **state, const char *day, size_t states, size_t months,
                  int before_last, int last);

/* Open the holdings and read them. Returns the small source's. */
const struct holding *read_small(void);

#endif
