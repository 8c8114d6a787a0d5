/* Appending marks to a scene. */
#include "render/scene.h"

#include <string.h>

void scene_start(struct scene *scene, struct arena *arena, double width, double height)
{
    *scene = (struct scene){.width = width, .height = height, .arena = arena};
}

static struct mark *scene_add(struct scene *scene, enum mark_kind kind)
{
    if (scene->count == scene->capacity) {
        size_t capacity = scene->capacity == 0 ? 64 : 2 * scene->capacity;
        struct mark *more = arena_uncleared(scene->arena, capacity, sizeof *more);
        if (scene->count > 0) {
            memcpy(more, scene->mark, scene->count * sizeof *more);
        }
        scene->mark = more;
        scene->capacity = capacity;
    }
    struct mark *mark = &scene->mark[scene->count++];
    *mark = (struct mark){.kind = kind};
    return mark;
}

struct mark *scene_text(struct scene *scene, struct spot at, const char *text,
                        double size, enum role role, enum anchor anchor)
{
    struct mark *mark = scene_add(scene, MARK_TEXT);
    mark->at = at;
    mark->text = text;
    mark->size = size;
    mark->fill = role;
    mark->anchor = anchor;
    return mark;
}

struct mark *scene_line(struct scene *scene, struct spot from, struct spot to,
                        enum role role, double width)
{
    const struct spot ends[2] = {from, to};
    return scene_path(scene, ends, 2, role, width);
}

struct mark *scene_path(struct scene *scene, const struct spot *spots, size_t count,
                        enum role role, double width)
{
    struct spot *copy = arena_uncleared(scene->arena, count, sizeof *copy);
    if (count > 0) {
        memcpy(copy, spots, count * sizeof *copy);
    }
    size_t *counts = arena_take(scene->arena, sizeof *counts);
    *counts = count;
    const struct spot **ring = arena_take(scene->arena, sizeof(void *));
    *ring = copy;
    struct mark *mark = scene_add(scene, MARK_PATH);
    mark->stroke = role;
    mark->stroke_width = width;
    mark->rings = 1;
    mark->ring_count = counts;
    mark->ring = ring;
    return mark;
}

struct mark *scene_bar(struct scene *scene, struct spot at, double width, double height,
                       enum role role)
{
    struct mark *mark = scene_add(scene, MARK_BAR);
    mark->at = at;
    mark->width = width;
    mark->height = height;
    mark->fill = role;
    return mark;
}

struct mark *scene_dot(struct scene *scene, struct spot at, double radius,
                       enum role fill, enum role stroke)
{
    struct mark *mark = scene_add(scene, MARK_DOT);
    mark->at = at;
    mark->width = radius;
    mark->fill = fill;
    mark->stroke = stroke;
    mark->stroke_width = stroke == ROLE_NONE ? 0 : 1.5;
    return mark;
}

struct mark *scene_region(struct scene *scene, size_t rings, const size_t *ring_count,
                          const struct spot *const *ring, enum role fill)
{
    struct mark *mark = scene_add(scene, MARK_REGION);
    mark->rings = rings;
    mark->ring_count = ring_count;
    mark->ring = ring;
    mark->fill = fill;
    return mark;
}

/* The rings of a mark, moved; they stay where they are for who else shows them. */
static const struct spot *const *moved_rings(struct arena *arena,
                                             const struct mark *mark, struct spot by)
{
    const struct spot **rings = arena_array(arena, mark->rings, sizeof *rings);
    for (size_t i = 0; i < mark->rings; i++) {
        struct spot *spots = arena_uncleared(arena, mark->ring_count[i], sizeof *spots);
        for (size_t j = 0; j < mark->ring_count[i]; j++)
            spots[j] =
                (struct spot){mark->ring[i][j].x + by.x, mark->ring[i][j].y + by.y};
        rings[i] = spots;
    }
    return rings;
}

void scene_insert(struct scene *scene, const struct scene *part, struct spot at)
{
    for (size_t i = 0; i < part->count; i++) {
        struct mark *mark = scene_add(scene, part->mark[i].kind);
        *mark = part->mark[i];
        mark->at.x += at.x;
        mark->at.y += at.y;
        if (mark->rings)
            mark->ring = moved_rings(scene->arena, mark, at);
    }
}
