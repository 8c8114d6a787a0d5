#include "tests/check.h"

#include "transform/simplify.h"

#include <math.h>

enum { POINTS = 400 };

static void small_triangles_go(void **state)
{
    (void)state;
    struct arena arena = {0};
    /* Areas at 1, 2, 3: 0.1, 1.9 and 2; without 1, that at 2 grows. */
    struct point line[] = {{0, 0}, {2, 0.1}, {4, 0}, {6, 2}, {8, 0}};
    assert_int_equal(simplify_line(&arena, line, 5, 0), 5);
    assert_int_equal(simplify_line(&arena, line, 5, 0.3), 4);
    assert_true(line[1].x == 4 && line[1].y == 0);
    assert_int_equal(simplify_line(&arena, line, 4, 100), 2);
    assert_true(line[0].x == 0 && line[1].x == 8);
    arena_free(&arena);
}

static void short_lines_stay(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct point line[] = {{0, 0}, {1, 1}, {0, 0}};
    assert_int_equal(simplify_line(&arena, line, 0, 9), 0);
    assert_int_equal(simplify_line(&arena, line, 1, 9), 1);
    assert_int_equal(simplify_line(&arena, line, 2, 9), 2);
    assert_int_equal(simplify_line(&arena, line, 3, 9), 2);
    arena_free(&arena);
}

static double triangle(struct point a, struct point b, struct point c)
{
    return fabs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

static size_t jagged(struct point *points)
{
    uint32_t noise = 1;
    for (size_t i = 0; i < POINTS; i++) {
        noise = noise * 1664525 + 1013904223;
        points[i] = (struct point){(double)i, (noise >> 16) / 6553.6};
    }
    return POINTS;
}

/* The same, slowly: look at all triangles before each removal. */
static size_t simplify_slowly(struct point *points, size_t count, double detail)
{
    for (;;) {
        size_t smallest = 0;
        double area = INFINITY;
        for (size_t i = 1; i + 1 < count; i++) {
            double here = triangle(points[i - 1], points[i], points[i + 1]);
            if (here >= area)
                continue;
            area = here;
            smallest = i;
        }
        if (!(area < detail))
            return count;
        for (size_t i = smallest; i + 1 < count; i++)
            points[i] = points[i + 1];
        count--;
    }
}

static void agrees_with_the_slow_way(void **state)
{
    (void)state;
    struct arena arena = {0};
    const double details[] = {0.5, 2, 5, 20, 1000};
    for (size_t i = 0; i < sizeof details / sizeof *details; i++) {
        struct point fast[POINTS], slow[POINTS];
        size_t a = simplify_line(&arena, fast, jagged(fast), details[i]);
        size_t b = simplify_slowly(slow, jagged(slow), details[i]);
        assert_int_equal(a, b);
        assert_memory_equal(fast, slow, a * sizeof *fast);
    }
    arena_free(&arena);
}

static void rings_keep_their_largest_triangle(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct point ring[] = {{0, 0}, {5, -0.1}, {10, 0}, {10.1, 5}, {10, 10}, {5, 5.1}};
    assert_int_equal(simplify_ring(&arena, ring, 6, 3), 3);
    assert_true(ring[0].x == 0 && ring[1].x == 10 && ring[2].y == 10);
    assert_int_equal(simplify_ring(&arena, ring, 3, 3), 3);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_triangles_go),
        cmocka_unit_test(short_lines_stay),
        cmocka_unit_test(agrees_with_the_slow_way),
        cmocka_unit_test(rings_keep_their_largest_triangle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
