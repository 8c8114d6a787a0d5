/* Reading TopoJSON (github.com/topojson/topojson-specification, 1.0.0). */
#include "base/buffer.h"
#include "base/json.h"
#include "transform/shown.h"
#include "transform/topology.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { READ_AT_ONCE = 1 << 16, ARCS_MAX = 1 << 20 };

/* Files ------------------------------------------------------------------------- */

static bool read_all(gzFile file, const char *path, struct buffer *out,
                     struct error *err)
{
    for (;;) {
        char *room = buffer_room(out, READ_AT_ONCE);
        if (!room)
            return fail(err, ERROR_LIMIT, "%s: more than %d MB unpacked", path,
                        JSON_BYTES_MAX >> 20);
        int count = gzread(file, room, READ_AT_ONCE);
        if (count < 0)
            return fail(err, ERROR_FORMAT, "%s: damaged gzip data", path);
        if (count == 0)
            return true;
        out->length += (size_t)count;
    }
}

/* zlib reads plain files as they are. */
static bool read_unpacked(const char *path, struct buffer *out, struct error *err)
{
    out->limit = JSON_BYTES_MAX;
    gzFile file = gzopen(path, "rb");
    if (!file)
        return fail_errno(err, "%s", path);
    bool fine = read_all(file, path, out, err);
    if (gzclose(file) != Z_OK && fine)
        fine = fail(err, ERROR_FORMAT, "%s: the gzip data end too soon", path);
    return fine;
}

/* Reading ----------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    const char *path;
    const char *prefix;
    struct outlines *out;
    bool quantised;
    struct point scale;
    struct point translate;
};

static bool is_number(const struct json_node *node)
{
    return json_kind(node) == JSON_KIND_NUMBER;
}

static struct point point_of(const struct json_node *pair)
{
    return (struct point){json_number_of(json_at(pair, 0)),
                          json_number_of(json_at(pair, 1))};
}

static bool is_pair(const struct json_node *node)
{
    return json_count(node) >= 2 && is_number(json_at(node, 0)) &&
           is_number(json_at(node, 1));
}

/* Coordinate systems of longitudes and latitudes: WGS84 and those of Mexico. */
static bool is_geographic(struct text crs)
{
    static const char *const names[] = {"CRS84", ":4326", ":6365", ":4483", ":4269"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_ends(crs, text_of(names[i])))
            return true;
    return false;
}

static bool check_crs(const struct reader *reader, const struct json_node *root,
                      struct error *err)
{
    const struct json_node *crs = json_get(root, "crs");
    struct text name = json_text(json_get(crs, "properties"), "name", "an unnamed one");
    if (json_kind(crs) != JSON_KIND_OBJECT || is_geographic(name))
        return true;
    return fail(err, ERROR_FORMAT,
                "%s: its coordinate system is %s, where longitudes and latitudes are "
                "needed",
                reader->path, word_shown(reader->arena, name));
}

static bool check_type(const struct reader *reader, const struct json_node *root,
                       struct error *err)
{
    struct text type = json_text(root, "type", "no type");
    if (text_is(type, "Topology"))
        return true;
    return fail(err, ERROR_FORMAT,
                "%s: not TopoJSON but %s (GeoJSON keeps no shared "
                "borders)",
                reader->path, word_shown(reader->arena, type));
}

static bool read_transform(struct reader *reader, const struct json_node *root,
                           struct error *err)
{
    const struct json_node *transform = json_get(root, "transform");
    if (!transform)
        return true;
    const struct json_node *scale = json_get(transform, "scale");
    const struct json_node *translate = json_get(transform, "translate");
    if (!is_pair(scale) || !is_pair(translate))
        return fail(err, ERROR_FORMAT, "%s: its transform lacks scale or translate",
                    reader->path);
    reader->quantised = true;
    reader->scale = point_of(scale);
    reader->translate = point_of(translate);
    return true;
}

/* Arcs -------------------------------------------------------------------------- */

static bool check_degrees(const struct reader *reader, struct point point,
                          struct error *err)
{
    if (fabs(point.x) <= 180 && fabs(point.y) <= 90)
        return true;
    return fail(err, ERROR_FORMAT,
                "%s: (%g, %g) is no longitude and latitude; are these metres?",
                reader->path, point.x, point.y);
}

/* Quantised points are whole steps from the one before. */
static bool read_arc(const struct reader *reader, const struct json_node *node,
                     struct arc *out, struct error *err)
{
    size_t count = json_count(node);
    struct point at = {0, 0};
    out->point = arena_array(reader->arena, count, sizeof *out->point);
    for (size_t i = 0; i < count; i++) {
        const struct json_node *pair = json_at(node, i);
        if (!is_pair(pair))
            return fail(err, ERROR_FORMAT,
                        "%s: a point of an arc is no pair of numbers", reader->path);
        struct point point = point_of(pair);
        if (reader->quantised) {
            at = (struct point){at.x + point.x, at.y + point.y};
            point.x = at.x * reader->scale.x + reader->translate.x;
            point.y = at.y * reader->scale.y + reader->translate.y;
        }
        if (!check_degrees(reader, point, err))
            return false;
        out->point[out->count++] = point;
    }
    return count >= 2 || fail(err, ERROR_FORMAT, "%s: an arc has fewer than two points",
                              reader->path);
}

static bool read_arcs(struct reader *reader, const struct json_node *root,
                      struct error *err)
{
    const struct json_node *arcs = json_get(root, "arcs");
    size_t count = json_count(arcs);
    if (json_kind(arcs) != JSON_KIND_ARRAY || count > ARCS_MAX)
        return fail(err, ERROR_FORMAT, "%s: arcs must be a list of at most %d",
                    reader->path, ARCS_MAX);
    reader->out->arc = arena_array(reader->arena, count, sizeof *reader->out->arc);
    reader->out->arcs = count;
    for (size_t i = 0; i < count; i++)
        if (!read_arc(reader, json_at(arcs, i), &reader->out->arc[i], err))
            return fail_while(err, "arc %zu", i);
    return true;
}

/* Rings ------------------------------------------------------------------------- */

static struct point end_of(const struct outlines *outlines, int32_t arc, bool last)
{
    const struct arc *held = &outlines->arc[arc_number(arc)];
    return held->point[last == (arc >= 0) ? held->count - 1 : 0];
}

static bool is_closed(const struct outlines *outlines, const struct chain *chain)
{
    for (size_t i = 0; i < chain->count; i++) {
        size_t next = i + 1 < chain->count ? i + 1 : 0;
        struct point end = end_of(outlines, chain->arc[i], true);
        struct point start = end_of(outlines, chain->arc[next], false);
        if (end.x != start.x || end.y != start.y)
            return false;
    }
    return true;
}

static void drop_spurs(struct chain *chain)
{
    size_t kept = 0, first = 0;
    for (size_t i = 0; i < chain->count; i++) {
        if (kept > 0 && chain->arc[kept - 1] == ~chain->arc[i])
            kept--;
        else
            chain->arc[kept++] = chain->arc[i];
    }
    while (kept - first >= 2 && chain->arc[first] == ~chain->arc[kept - 1]) {
        first++;
        kept--;
    }
    chain->arc += first;
    chain->count = kept - first;
}

static bool read_chain(const struct reader *reader, const struct json_node *node,
                       struct chain *out, struct error *err)
{
    size_t count = json_count(node);
    *out = (struct chain){.arc = arena_array(reader->arena, count, sizeof *out->arc)};
    for (size_t i = 0; i < count; i++) {
        const struct json_node *number = json_at(node, i);
        double arc = is_number(number) ? json_number_of(number) : NAN;
        double arcs = (double)reader->out->arcs;
        if (!(arc >= -arcs && arc < arcs && arc == floor(arc)))
            return fail(err, ERROR_FORMAT, "a ring names an arc that does not exist");
        out->arc[out->count++] = (int32_t)arc;
    }
    if (!is_closed(reader->out, out))
        return fail(err, ERROR_FORMAT, "the arcs of a ring do not meet");
    drop_spurs(out);
    return true;
}

static bool read_polygon(const struct reader *reader, const struct json_node *rings,
                         struct shape *shape, struct error *err)
{
    for (size_t i = 0; i < json_count(rings); i++) {
        struct chain *chain = &shape->ring[shape->rings];
        if (!read_chain(reader, json_at(rings, i), chain, err))
            return false;
        shape->rings += chain->count > 0;
    }
    return true;
}

static bool read_rings(const struct reader *reader, const struct json_node *geometry,
                       struct shape *shape, struct error *err)
{
    struct text type = json_text(geometry, "type", "");
    const struct json_node *arcs = json_get(geometry, "arcs");
    bool several = text_is(type, "MultiPolygon");
    if (!several && !text_is(type, "Polygon"))
        return fail(err, ERROR_FORMAT, "it is no polygon but \"%s\"",
                    word_shown(reader->arena, type));
    size_t rings = several ? 0 : json_count(arcs);
    for (size_t i = 0; several && i < json_count(arcs); i++)
        rings += json_count(json_at(arcs, i));
    shape->ring = arena_array(reader->arena, rings, sizeof *shape->ring);
    if (!several)
        return read_polygon(reader, arcs, shape, err);
    for (size_t i = 0; i < json_count(arcs); i++)
        if (!read_polygon(reader, json_at(arcs, i), shape, err))
            return false;
    return true;
}

/* Geometries -------------------------------------------------------------------- */

static bool read_place(const struct reader *reader, const struct json_node *geometry,
                       struct place_id *out, struct error *err)
{
    struct text id = json_text_of(json_get(json_get(geometry, "properties"), "id"));
    if (id.length == 0)
        return fail(err, ERROR_FORMAT,
                    "a geometry has no property \"id\" that is text");
    const char *code =
        arena_format(reader->arena, "%s%.*s", reader->prefix, TEXT_ARGS(id));
    *out = place_find(reader->out->lists, text_of(code));
    if (out->index != NO_INDEX)
        return true;
    return fail(err, ERROR_UNKNOWN_WORD, "\"%s\" is not in the list of places",
                word_shown(reader->arena, text_of(code)));
}

static bool read_geometry(struct reader *reader, const struct json_node *geometry,
                          struct error *err)
{
    struct shape *shape = &reader->out->shape[reader->out->shapes];
    if (json_kind(json_get(geometry, "type")) == JSON_KIND_NULL)
        return true; /* a place without a geometry */
    if (!read_place(reader, geometry, &shape->place, err))
        return false;
    reader->out->shapes++;
    return read_rings(reader, geometry, shape, err) ||
           fail_while(err, "%s", place_node(reader->out->lists, shape->place)->code);
}

/* An object is one geometry or a collection of them. */
static const struct json_node *geometry_at(const struct json_node *object, size_t index)
{
    const struct json_node *geometries = json_get(object, "geometries");
    return geometries ? json_at(geometries, index) : object;
}

static size_t geometry_count(const struct json_node *object)
{
    const struct json_node *geometries = json_get(object, "geometries");
    return geometries ? json_count(geometries) : 1;
}

static int compare_shapes(const void *a, const void *b)
{
    uint32_t x = ((const struct shape *)a)->place.index;
    uint32_t y = ((const struct shape *)b)->place.index;
    return (x > y) - (x < y);
}

static bool sort_shapes(const struct reader *reader, struct error *err)
{
    struct outlines *out = reader->out;
    if (out->shapes == 0)
        return fail(err, ERROR_FORMAT, "%s: there is no geometry", reader->path);
    qsort(out->shape, out->shapes, sizeof *out->shape, compare_shapes);
    for (size_t i = 1; i < out->shapes; i++)
        if (out->shape[i].place.index == out->shape[i - 1].place.index)
            return fail(err, ERROR_CONTRADICTION, "%s: %s has two outlines",
                        reader->path,
                        place_node(out->lists, out->shape[i].place)->code);
    return true;
}

static bool read_objects(struct reader *reader, const struct json_node *root,
                         struct error *err)
{
    const struct json_node *objects = json_get(root, "objects");
    struct text name;
    size_t count = 0;
    for (size_t i = 0; i < json_count(objects); i++)
        count += geometry_count(json_entry(objects, i, &name));
    reader->out->shape = arena_array(reader->arena, count, sizeof *reader->out->shape);
    for (size_t i = 0; i < json_count(objects); i++) {
        const struct json_node *object = json_entry(objects, i, &name);
        for (size_t j = 0; j < geometry_count(object); j++)
            if (!read_geometry(reader, geometry_at(object, j), err))
                return fail_while(err, "%s", reader->path);
    }
    return sort_shapes(reader, err);
}

/* Projection -------------------------------------------------------------------- */

/* How far the points reach, with west and east counted from Greenwich, and once more
 * from the meridian across from it: what lies on both sides of 180 degrees is narrow
 * in the second alone. */
struct reach {
    double south, north, west[2], east[2];
};

static void stretch(struct reach *reach, struct point point)
{
    double longitude[2] = {point.x, point.x < 0 ? point.x + 360 : point.x};
    reach->south = fmin(reach->south, point.y);
    reach->north = fmax(reach->north, point.y);
    for (size_t i = 0; i < 2; i++) {
        reach->west[i] = fmin(reach->west[i], longitude[i]);
        reach->east[i] = fmax(reach->east[i], longitude[i]);
    }
}

static struct conic conic_of(const struct outlines *outlines, const char *prefix)
{
    struct reach reach = {90, -90, {360, 360}, {-180, -180}};
    if (strcmp(prefix, "mx-") == 0)
        return conic_mexico();
    for (size_t i = 0; i < outlines->arcs; i++)
        for (size_t j = 0; j < outlines->arc[i].count; j++)
            stretch(&reach, outlines->arc[i].point[j]);
    bool across = reach.east[1] - reach.west[1] < reach.east[0] - reach.west[0];
    return conic_fit(reach.south, reach.north, reach.west[across], reach.east[across]);
}

bool outlines_load(struct arena *arena, const char *path, const char *prefix,
                   const struct lists *lists, struct outlines **out, struct error *err)
{
    struct reader reader = {.arena = arena, .path = path, .prefix = prefix};
    reader.out = arena_take(arena, sizeof *reader.out);
    reader.out->lists = lists;
    struct buffer bytes = {0};
    struct json_node *root = NULL;
    bool fine = read_unpacked(path, &bytes, err) &&
                (root = json_parse(buffer_all(&bytes), path, err)) != NULL &&
                check_crs(&reader, root, err) && check_type(&reader, root, err) &&
                read_transform(&reader, root, err) && read_arcs(&reader, root, err) &&
                read_objects(&reader, root, err);
    if (root)
        json_close(root);
    buffer_free(&bytes);
    if (fine) {
        reader.out->conic = conic_of(reader.out, prefix);
        *out = reader.out;
    }
    return fine;
}
