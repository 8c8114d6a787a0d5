#include "tests/transform/made_world.h"

struct arena arena;
struct lists lists;

int make_world(void **state)
{
    (void)state;
    world_load(&arena, &lists);
    return 0;
}

int drop_world(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}
