#include "tests/transform/world.h"

#include "base/file.h"
#include "transform/outline.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

static struct arena arena;
static struct lists world, real;
static char *folder;

static int make_world(void **state)
{
    (void)state;
    struct error err = {0};
    struct languages languages = {1, {"es"}};
    folder = temporary_folder();
    world_load(&arena, &world);
    check_done(lists_load(&arena, "transform/lists", &languages, &real, &err), &err);
    return 0;
}

static int drop_world(void **state)
{
    (void)state;
    arena_free(&arena);
    drop_folder(folder);
    return 0;
}

static bool load(struct text bytes, struct outlines **out, struct error *err)
{
    *err = (struct error){0};
    const char *path = path_join(&arena, folder, "map.json");
    return file_write(path, bytes, err) &&
           outlines_load(&arena, path, "mx-", &world, out, err);
}

/* Two squares side by side, x 0..1 and 1..2 degrees; arc 0 is their border, with a
 * bump of 0.01; an island of its own far in the east, tiny; and a spur in the first. */
#define SQUARES                                                                        \
    "{\"type\":\"Topology\",\"objects\":{\"o\":{\"type\":\"GeometryCollection\","      \
    "\"geometries\":["                                                                 \
    "{\"type\":\"Polygon\",\"properties\":{\"id\":\"01\"},\"arcs\":[[0,1,4,-5]]},"     \
    "{\"type\":\"MultiPolygon\",\"properties\":{\"id\":\"20\"},"                       \
    "\"arcs\":[[[-1,2]],[[3]]]},"                                                      \
    "{\"type\":\"Polygon\",\"properties\":{\"id\":\"20001\"},\"arcs\":[[3]]},"         \
    "{\"type\":null,\"properties\":{\"id\":\"01001\"}}]}},"                            \
    "\"arcs\":[[[1,20],[1.01,20.5],[1,21]],[[1,21],[0,21],[0,20],[1,20]],"             \
    "[[1,20],[2,20],[2,21],[1,21]],"                                                   \
    "[[3,20],[3.001,20],[3.001,20.002],[3.0005,20.0021],[3,20.001],[3,20]],"           \
    "[[1,20],[1.5,19.5]]]}"

static struct place_id place(const struct lists *lists, const char *code)
{
    struct place_id id = place_find(lists, text_of(code));
    assert_int_not_equal(id.index, NO_INDEX);
    return id;
}

static void fits_outlines(void **state)
{
    (void)state;
    struct outlines *outlines;
    struct outline *out;
    struct error err;
    size_t found;
    double height;
    check_done(load(TEXT(SQUARES), &outlines, &err), &err);
    struct place_id places[] = {place(&world, "mx-20"), place(&world, "mx-01001"),
                                place(&world, "mx-01")};
    check_done(
        outlines_fit(&arena, outlines, places, 3, 300, 0, &out, &found, &height, &err),
        &err);
    assert_int_equal(found, 2);
    assert_int_equal(out[0].place.index, places[0].index);
    assert_int_equal(out[0].rings, 2);
    assert_int_equal(out[0].ring[0].count, 5);
    assert_int_equal(out[0].ring[1].count, 5);
    assert_int_equal(out[1].place.index, places[2].index);
    assert_int_equal(out[1].rings, 1);
    assert_int_equal(out[1].ring[0].count, 5);
    double left = 1000, right = 0, top = 1000, bottom = 0;
    for (size_t i = 0; i < found; i++)
        for (size_t j = 0; j < out[i].rings; j++)
            for (size_t k = 0; k < out[i].ring[j].count; k++) {
                struct point point = out[i].ring[j].point[k];
                left = fmin(left, point.x);
                right = fmax(right, point.x);
                top = fmin(top, point.y);
                bottom = fmax(bottom, point.y);
            }
    assert_true(left == 0 && right == 300 && top == 0 && bottom == height);
    /* North is up: the southern corners have the larger y. */
    assert_true(out[1].ring[0].point[0].y > out[1].ring[0].point[2].y);
}

static void simplifies_shared_borders_once(void **state)
{
    (void)state;
    struct outlines *outlines;
    struct outline *out;
    struct error err;
    size_t found;
    double height;
    check_done(load(TEXT(SQUARES), &outlines, &err), &err);
    struct place_id places[] = {place(&world, "mx-01"), place(&world, "mx-20"),
                                place(&world, "mx-20001")};
    check_done(outlines_fit(&arena, outlines, places, 3, 300, 100, &out, &found,
                            &height, &err),
               &err);
    assert_int_equal(found, 3);
    assert_int_equal(out[0].ring[0].count, 4); /* without the bump */
    assert_int_equal(out[1].rings, 1);         /* without the island */
    assert_int_equal(out[1].ring[0].count, 4);
    assert_int_equal(out[2].rings, 1); /* the island is all there is */
    assert_int_equal(out[2].ring[0].count, 3);
}

static void places_without_outline_are_left_out(void **state)
{
    (void)state;
    struct outlines *outlines;
    struct outline *out;
    struct error err;
    size_t found = 9;
    double height = 9;
    check_done(load(TEXT(SQUARES), &outlines, &err), &err);
    struct place_id nowhere = place(&world, "mx");
    check_done(outlines_fit(&arena, outlines, &nowhere, 1, 300, 0, &out, &found,
                            &height, &err),
               &err);
    assert_int_equal(found, 0);
    assert_true(height == 0);
}

static void check_refused(struct text bytes, enum error_kind kind, const char *words)
{
    struct outlines *outlines = NULL;
    struct error err;
    assert_false(load(bytes, &outlines, &err));
    assert_null(outlines);
    check_error(&err, kind, words);
}

#define SMALL(id, arcs, points)                                                        \
    "{\"type\":\"Topology\",\"objects\":{\"o\":{\"type\":\"Polygon\",\"properties\":{" \
    "\"id\":" id "},\"arcs\":" arcs "}},\"arcs\":" points "}"

static void refuses_other_files(void **state)
{
    (void)state;
    check_refused(
        TEXT("{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\","
             "\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::6372\"}},"
             "\"features\":[]}"),
        ERROR_FORMAT,
        "its coordinate system is urn:ogc:def:crs:EPSG::6372, where longitudes "
        "and latitudes are needed");
    check_refused(TEXT("{\"type\":\"FeatureCollection\",\"features\":[]}"),
                  ERROR_FORMAT, "not TopoJSON but FeatureCollection");
    check_refused(TEXT("[1"), ERROR_FORMAT, "map.json");
    check_refused(TEXT("\x1f\x8b\x08"), ERROR_FORMAT, "map.json");
    check_refused(TEXT("[]"), ERROR_FORMAT, "not TopoJSON but no type");
    check_refused(TEXT("{\"type\":\"Topology\",\"arcs\":[]}"), ERROR_FORMAT,
                  "there is no geometry");
}

static void refuses_broken_topologies(void **state)
{
    (void)state;
    check_refused(TEXT(SMALL("\"01\"", "[[0]]", "[[[2634215,1054321],[0,0]]]")),
                  ERROR_FORMAT, "are these metres?");
    check_refused(TEXT(SMALL("\"01\"", "[[1]]", "[[[0,0],[1,1],[0,0]]]")), ERROR_FORMAT,
                  "mx-01: a ring names an arc that does not exist");
    check_refused(TEXT(SMALL("\"01\"", "[[-2]]", "[[[0,0],[1,1],[0,0]]]")),
                  ERROR_FORMAT, "does not exist");
    check_refused(TEXT(SMALL("\"01\"", "[[0.5]]", "[[[0,0],[1,1],[0,0]]]")),
                  ERROR_FORMAT, "does not exist");
    check_refused(TEXT(SMALL("\"01\"", "[[\"0\"]]", "[[[0,0],[1,1],[0,0]]]")),
                  ERROR_FORMAT, "does not exist");
    check_refused(TEXT(SMALL("\"01\"", "[[0]]", "[[[0,0],[1,1],[0,1]]]")), ERROR_FORMAT,
                  "the arcs of a ring do not meet");
    check_refused(TEXT(SMALL("\"01\"", "[[0]]", "[[[0,0]]]")), ERROR_FORMAT,
                  "fewer than two points");
    check_refused(TEXT(SMALL("\"01\"", "[[0]]", "[[[0,0],[1]]]")), ERROR_FORMAT,
                  "arc 0");
    check_refused(TEXT(SMALL("\"77\"", "[[0]]", "[[[0,0],[1,1],[0,0]]]")),
                  ERROR_UNKNOWN_WORD, "\"mx-77\" is not in the list of places");
    check_refused(TEXT(SMALL("1", "[[0]]", "[[[0,0],[1,1],[0,0]]]")), ERROR_FORMAT,
                  "no property \"id\" that is text");
    check_refused(
        TEXT("{\"type\":\"Topology\",\"transform\":{\"scale\":[1]},\"arcs\":[]}"),
        ERROR_FORMAT, "transform");
    check_refused(
        TEXT("{\"type\":\"Topology\",\"objects\":{\"o\":{\"type\":\"Point\","
             "\"properties\":{\"id\":\"01\"},\"coordinates\":[1,1]}},\"arcs\":[]}"),
        ERROR_FORMAT, "mx-01: it is no polygon but \"Point\"");
    check_refused(
        TEXT("{\"type\":\"Topology\",\"objects\":{\"a\":{\"type\":\"Polygon\","
             "\"properties\":{\"id\":\"01\"},\"arcs\":[]},\"b\":{\"type\":\"Polygon\","
             "\"properties\":{\"id\":\"01\"},\"arcs\":[]}},\"arcs\":[]}"),
        ERROR_CONTRADICTION, "mx-01 has two outlines");
}

static void refuses_damaged_gzip(void **state)
{
    (void)state;
    struct text whole;
    struct error err = {0};
    check_done(file_read(&arena, "transform/lists/outlines/mx_states.topo.json.gz",
                         1 << 20, &whole, &err),
               &err);
    check_refused((struct text){whole.at, whole.length / 2}, ERROR_FORMAT,
                  "map.json: the gzip data end too soon");
    char *damaged = arena_take(&arena, whole.length);
    memcpy(damaged, whole.at, whole.length);
    memset(damaged + whole.length / 2, 0xff, 64);
    check_refused((struct text){damaged, whole.length}, ERROR_FORMAT,
                  "map.json: damaged gzip data");
}

/* 65 MB of blanks in a few kilobytes. */
static void refuses_what_unpacks_too_large(void **state)
{
    (void)state;
    struct outlines *outlines;
    struct error err = {0};
    static char blanks[1 << 20];
    const char *path = path_join(&arena, folder, "bomb.json.gz");
    memset(blanks, ' ', sizeof blanks);
    gzFile file = gzopen(path, "wb1");
    for (size_t i = 0; i < 65; i++)
        assert_int_equal(gzwrite(file, blanks, sizeof blanks), sizeof blanks);
    assert_int_equal(gzclose(file), Z_OK);
    assert_false(outlines_load(&arena, path, "mx-", &world, &outlines, &err));
    check_error(&err, ERROR_LIMIT, "bomb.json.gz: more than 64 MB unpacked");
    err = (struct error){0};
    assert_false(
        outlines_load(&arena, "/nowhere.json", "mx-", &world, &outlines, &err));
    check_error(&err, ERROR_SYSTEM, "/nowhere.json: ");
}

/* The outlines that we publish ---------------------------------------------------- */

static struct outline *fit_states(double detail, size_t *found)
{
    struct outlines *outlines;
    struct outline *out;
    struct error err = {0};
    struct place_id states[32];
    size_t count = 0;
    double height;
    for (uint32_t i = 0; i < real.places.node[0].span; i++) /* of Mexico */
        if (real.places.node[i].kind == PLACE_STATE)
            states[count++] = (struct place_id){i};
    check_done(outlines_load(&arena, "transform/lists/outlines/mx_states.topo.json.gz",
                             "mx-", &real, &outlines, &err),
               &err);
    check_done(outlines_fit(&arena, outlines, states, count, 1000, detail, &out, found,
                            &height, &err),
               &err);
    assert_int_equal(*found, 32);
    assert_true(height > 600 && height < 700);
    return out;
}

static double area_of(const struct outline *outline)
{
    double area = 0;
    for (size_t i = 0; i < outline->rings; i++) {
        const struct ring *ring = &outline->ring[i];
        double twice = 0;
        for (size_t j = 0; j < ring->count; j++) {
            struct point a = ring->point[j], b = ring->point[(j + 1) % ring->count];
            twice += a.x * b.y - b.x * a.y;
        }
        area += fabs(twice) / 2;
    }
    return area;
}

static const struct outline *outline_of(const struct outline *outlines,
                                        const char *code)
{
    uint32_t index = place(&real, code).index;
    while (outlines->place.index != index)
        outlines++;
    return outlines;
}

/* Square kilometres of INEGI: Chihuahua 247 460, Sonora 179 355, Guanajuato 30 608,
 * Tlaxcala 3 997. */
static void areas_are_those_of_the_states(void **state)
{
    (void)state;
    size_t found;
    for (int detail = 0; detail < 3; detail++) {
        struct outline *out = fit_states(detail, &found);
        double chihuahua = area_of(outline_of(out, "mx-08"));
        for (size_t i = 0; i < found; i++)
            assert_true(area_of(&out[i]) <= chihuahua);
        double tolerance = detail == 0 ? 0.02 : 0.08;
        double tlaxcala = chihuahua / area_of(outline_of(out, "mx-29"));
        double sonora = chihuahua / area_of(outline_of(out, "mx-26"));
        double guanajuato = chihuahua / area_of(outline_of(out, "mx-11"));
        assert_true(fabs(tlaxcala / 61.9 - 1) < tolerance);
        assert_true(fabs(sonora / 1.380 - 1) < tolerance);
        assert_true(fabs(guanajuato / 8.085 - 1) < tolerance);
    }
}

static bool has_point(const struct outline *outline, struct point point)
{
    for (size_t i = 0; i < outline->rings; i++)
        for (size_t j = 0; j < outline->ring[i].count; j++)
            if (outline->ring[i].point[j].x == point.x &&
                outline->ring[i].point[j].y == point.y)
                return true;
    return false;
}

static size_t shared(const struct outline *a, const struct outline *b)
{
    size_t count = 0;
    for (size_t i = 0; i < a->rings; i++)
        for (size_t j = 0; j < a->ring[i].count; j++)
            count += has_point(b, a->ring[i].point[j]);
    return count;
}

/* Tlaxcala lies within Puebla but for a stretch along Hidalgo and Mexico: after
 * simplifying, each of its points is still one of a neighbour's. */
static void neighbours_share_their_border(void **state)
{
    (void)state;
    size_t found;
    struct outline *out = fit_states(2, &found);
    const struct outline *tlaxcala = outline_of(out, "mx-29");
    size_t points = 0, theirs = 0;
    for (size_t i = 0; i < tlaxcala->rings; i++)
        for (size_t j = 0; j < tlaxcala->ring[i].count; j++) {
            struct point point = tlaxcala->ring[i].point[j];
            points++;
            theirs += has_point(outline_of(out, "mx-21"), point) ||
                      has_point(outline_of(out, "mx-13"), point) ||
                      has_point(outline_of(out, "mx-15"), point);
        }
    assert_true(points >= 4);
    assert_int_equal(points, theirs);
    assert_true(shared(outline_of(out, "mx-08"), outline_of(out, "mx-26")) >= 5);
    assert_int_equal(shared(outline_of(out, "mx-08"), outline_of(out, "mx-31")), 0);
}

static void all_municipalities_fit(void **state)
{
    (void)state;
    struct outlines *outlines;
    struct outline *out;
    struct error err = {0};
    size_t found, small = 0;
    double height;
    struct place_id *places = arena_array(&arena, real.places.count, sizeof *places);
    for (uint32_t i = 0; i < real.places.count; i++)
        places[i].index = i;
    check_done(outlines_load(&arena,
                             "transform/lists/outlines/mx_municipalities.topo.json.gz",
                             "mx-", &real, &outlines, &err),
               &err);
    check_done(outlines_fit(&arena, outlines, places, real.places.count, 960, 1, &out,
                            &found, &height, &err),
               &err);
    assert_int_equal(found, 2469);
    for (size_t i = 0; i < found; i++)
        for (size_t j = 0; j < out[i].rings; j++) {
            assert_true(out[i].ring[j].count >= 3);
            small += out[i].ring[j].count == 3;
        }
    assert_true(small > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_outlines),
        cmocka_unit_test(simplifies_shared_borders_once),
        cmocka_unit_test(places_without_outline_are_left_out),
        cmocka_unit_test(refuses_other_files),
        cmocka_unit_test(refuses_broken_topologies),
        cmocka_unit_test(refuses_damaged_gzip),
        cmocka_unit_test(refuses_what_unpacks_too_large),
        cmocka_unit_test(areas_are_those_of_the_states),
        cmocka_unit_test(neighbours_share_their_border),
        cmocka_unit_test(all_municipalities_fit),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
