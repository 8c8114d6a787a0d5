#include "tests/check.h"

#include "transform/conic.h"

#include <math.h>

static void check_near(struct point degrees, double x, double y, double metres)
{
    struct point point = conic_project(degrees);
    if (fabs(point.x - x) > metres || fabs(point.y - y) > metres)
        fail_msg("expected (%.1f, %.1f), got (%.1f, %.1f)", x, y, point.x, point.y);
}

static void the_origin_is_the_origin(void **state)
{
    (void)state;
    check_near((struct point){-102, 12}, 0, 0, 1e-6);
}

/* Corners of León, Victoria and Xichú in INEGI's own file of Guanajuato (EPSG:6372,
 * less the false easting of 2 500 000 m), and the same corners in degrees as the
 * outlines in transform/lists/outlines have them, quantised to about two metres. */
static void agrees_with_inegi(void **state)
{
    (void)state;
    check_near((struct point){-101.66873962111958, 20.884086483565195}, 34316.35,
               986190.31, 2);
    check_near((struct point){-100.5466517377526, 21.53229233223169}, 149831.76,
               1058347.08, 2);
    check_near((struct point){-99.77965918845729, 21.43928619592956}, 229057.57,
               1049112.90, 2);
}

/* By an independent computation of Snyder's formulas. */
static void agrees_with_a_second_computation(void **state)
{
    (void)state;
    check_near((struct point){-99.1332, 19.4326}, 300163.3258, 829057.5194, 0.001);
    check_near((struct point){-117.1, 32.5}, -1426418.5873, 2345550.1528, 0.001);
    check_near((struct point){-86.8, 21.2}, 1567999.0149, 1104138.5124, 0.001);
}

/* A small square on the ground stays a square, and along the standard parallels it
 * keeps its size: 15-4 of Snyder, k = 1. */
static void keeps_shapes(void **state)
{
    (void)state;
    const double step = 1e-4, latitudes[] = {17.5, 24, 29.5};
    for (size_t i = 0; i < 3; i++) {
        double latitude = latitudes[i], sine = sin(latitude * acos(-1) / 180);
        const double e2 = 0.00669438002290, a = 6378137;
        double metres = acos(-1) / 180 * step, bend = 1 - e2 * sine * sine;
        double north = metres * a * (1 - e2) / pow(bend, 1.5);
        double east = metres * a * sqrt((1 - sine * sine) / bend);
        struct point o = conic_project((struct point){-95, latitude});
        struct point x = conic_project((struct point){-95 + step, latitude});
        struct point y = conic_project((struct point){-95, latitude + step});
        double scale_x = hypot(x.x - o.x, x.y - o.y) / east;
        double scale_y = hypot(y.x - o.x, y.y - o.y) / north;
        assert_true(fabs(scale_x - scale_y) < 1e-5);
        assert_true(latitude == 24 ? scale_x < 0.996 : fabs(scale_x - 1) < 1e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_origin_is_the_origin),
        cmocka_unit_test(agrees_with_inegi),
        cmocka_unit_test(agrees_with_a_second_computation),
        cmocka_unit_test(keeps_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
