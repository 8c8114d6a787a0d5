/* What tests of site/ begin with: an empty folder, and an arena. Each test starts anew.
 */
#ifndef CIFRA_TESTS_SITE_SITE_FOLDER_H
#define CIFRA_TESTS_SITE_SITE_FOLDER_H

#include "tests/check.h"

#include "site/tree.h"

extern struct arena arena;
extern const char *releases,
    *public_; /* of a site in the folder; nothing is there yet */

/* The folder's path is the *state. */
int make_site_folder(void **state);
int remove_site_folder(void **state);

#define with_folder(test)                                                              \
    cmocka_unit_test_setup_teardown(test, make_site_folder, remove_site_folder)

/* Begin an edition of that site. */
struct tree *open_tree(void);
/* The bytes of a file that was put, in the arena. */
struct text bytes_put(const struct tree *tree, const char *path);

#endif
