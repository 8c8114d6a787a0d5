/* A site of what small_source.h holds, for tests of pages and of what stands on them.
 */
#ifndef CIFRA_TESTS_SITE_SMALL_SITE_H
#define CIFRA_TESTS_SITE_SMALL_SITE_H

#include "tests/site/small_source.h"

#include "site/page.h"

extern struct site site;

int make_small_site(void **state);
int remove_small_site(void **state);

#define with_small_site(test)                                                          \
    cmocka_unit_test_setup_teardown(test, make_small_site, remove_small_site)

/* Keep a file as the vintage of a day: Guanajuato in 2020, so many months of a row for
 * homicides with firearms, and of one for those with blades. */
void keep_months(void **state, const char *day, size_t months, const double *firearm,
                 const double *blade);

/* Read the small source, and make of it what pages look at: lists, words, templates,
 * what vintages changed and teach. Only Guanajuato has a page. */
void open_site(void);

struct place_id guanajuato(void);
struct offence_id offence(const char *code);

#endif
