/* The small world's lists, made once for a test or a group of them. */
#ifndef CIFRA_TESTS_TRANSFORM_MADE_WORLD_H
#define CIFRA_TESTS_TRANSFORM_MADE_WORLD_H

#include "tests/transform/world.h"

extern struct arena arena;
extern struct lists lists; /* in the arena */

int make_world(void **state);
int drop_world(void **state);

#define in_world(test) cmocka_unit_test_setup_teardown(test, make_world, drop_world)

#endif
