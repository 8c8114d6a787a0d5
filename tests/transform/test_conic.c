#include "tests/check.h"

#include "transform/conic.h"

#include <math.h>

static void check_near(struct point degrees, double x, double y, double metres)
{
    struct conic mexico = conic_mexico();
    struct point point = conic_project(&mexico, degrees);
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
static void check_scale(const struct conic *conic, double longitude, double latitude,
                        double least, double most)
{
    const double step = 1e-4;
    double sine = sin(latitude * acos(-1) / 180);
    const double e2 = 0.00669438002290, a = 6378137;
    double metres = acos(-1) / 180 * step, bend = 1 - e2 * sine * sine;
    double north = metres * a * (1 - e2) / pow(bend, 1.5);
    double east = metres * a * sqrt((1 - sine * sine) / bend);
    struct point o = conic_project(conic, (struct point){longitude, latitude});
    struct point x = conic_project(conic, (struct point){longitude + step, latitude});
    struct point y = conic_project(conic, (struct point){longitude, latitude + step});
    double scale_x = hypot(x.x - o.x, x.y - o.y) / east;
    double scale_y = hypot(y.x - o.x, y.y - o.y) / north;
    assert_true(fabs(scale_x - scale_y) < 1e-5);
    assert_true(scale_x > least && scale_x < most);
    assert_true(y.y > o.y && x.x > o.x);
}

static void keeps_shapes(void **state)
{
    (void)state;
    struct conic mexico = conic_mexico();
    check_scale(&mexico, -95, 17.5, 0.99999, 1.00001);
    check_scale(&mexico, -95, 24, 0.99, 0.996);
    check_scale(&mexico, -95, 29.5, 0.99999, 1.00001);
}

/* Other countries: south of the equator, on both sides of it, on both sides of 180
 * degrees, and a point of a place. The sizes are right on the parallels, one sixth
 * and five sixths of the way, and nearly so between them. */
static void fits_other_countries(void **state)
{
    (void)state;
    static const struct {
        double south, north, west, east;
    } COUNTRIES[] = {
        {-56, -18, -76, -66},  {-6, 6, 34, 42},      {-5, 1.5, -81, -75},
        {-20, -12, 177, -178}, {47.05, 47.05, 9, 9}, {58, 71, 5, 31},
    };
    for (size_t i = 0; i < sizeof COUNTRIES / sizeof *COUNTRIES; i++) {
        double south = COUNTRIES[i].south, north = COUNTRIES[i].north;
        double west = COUNTRIES[i].west, east = COUNTRIES[i].east;
        double middle = (west + east + (east < west ? 360 : 0)) / 2;
        struct conic conic = conic_fit(south, north, west, east);
        struct point centre =
            conic_project(&conic, (struct point){middle, (south + north) / 2});
        assert_true(fabs(centre.x) < 1e-3 && fabs(centre.y) < 1e-3);
        check_scale(&conic, west, south + (north - south) / 6, 0.9999, 1.0001);
        check_scale(&conic, east, north - (north - south) / 6, 0.9999, 1.0001);
        check_scale(&conic, east, (south + north) / 2, 0.94, 1.0001);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_origin_is_the_origin),
        cmocka_unit_test(agrees_with_inegi),
        cmocka_unit_test(agrees_with_a_second_computation),
        cmocka_unit_test(keeps_shapes),
        cmocka_unit_test(fits_other_countries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
