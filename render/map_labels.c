#include "render/map_labels.h"

#include "render/labels.h"

#include <math.h>

#define TRY_STEP 3.0  /* between the places that are tried */
#define EDGE_STEP 4.0 /* between the points of a box that are looked at */
#define CLEAR 1.5     /* of words from the border */

double ring_plate(const struct spot *ring, size_t count, struct spot *centre)
{
    double twice = 0;
    struct spot sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        struct spot a = ring[i], b = ring[i + 1 < count ? i + 1 : 0];
        double cross = a.x * b.y - b.x * a.y;
        twice += cross;
        sum.x += (a.x + b.x) * cross;
        sum.y += (a.y + b.y) * cross;
    }
    *centre = (struct spot){sum.x / 3 / twice, sum.y / 3 / twice};
    return fabs(twice);
}

struct spot plate_centre(const struct plate *plate)
{
    struct spot centre = {0, 0}, its;
    double largest = 0;
    for (size_t i = 0; i < plate->rings; i++) {
        double size = ring_plate(plate->ring[i], plate->ring_count[i], &its);
        if (size <= largest)
            continue;
        largest = size;
        centre = its;
    }
    return centre;
}

static bool is_inside(const struct plate *plate, struct spot at)
{
    bool inside = false;
    for (size_t i = 0; i < plate->rings; i++)
        for (size_t j = 0, k = plate->ring_count[i] - 1; j < plate->ring_count[i];
             k = j++) {
            struct spot a = plate->ring[i][j], b = plate->ring[i][k];
            if ((a.y > at.y) != (b.y > at.y) &&
                at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x)
                inside = !inside;
        }
    return inside;
}

static bool has_corner_in(const struct plate *plate, struct box box)
{
    for (size_t i = 0; i < plate->rings; i++)
        for (size_t j = 0; j < plate->ring_count[i]; j++) {
            struct spot at = plate->ring[i][j];
            if (at.x > box.left && at.x < box.right && at.y > box.top &&
                at.y < box.bottom)
                return true;
        }
    return false;
}

/* All its edge inside, and no bay of the border in it. */
static bool lies_inside(const struct plate *plate, struct box box)
{
    if (has_corner_in(plate, box))
        return false;
    for (double x = box.left; x <= box.right; x += EDGE_STEP)
        if (!is_inside(plate, (struct spot){x, box.top}) ||
            !is_inside(plate, (struct spot){x, box.bottom}))
            return false;
    for (double y = box.top; y <= box.bottom; y += EDGE_STEP)
        if (!is_inside(plate, (struct spot){box.left, y}) ||
            !is_inside(plate, (struct spot){box.right, y}))
            return false;
    return true;
}

static struct box bounds_of(const struct plate *plate)
{
    struct box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < plate->rings; i++)
        for (size_t j = 0; j < plate->ring_count[i]; j++) {
            struct spot at = plate->ring[i][j];
            box = (struct box){fmin(box.left, at.x), fmin(box.top, at.y),
                               fmax(box.right, at.x), fmax(box.bottom, at.y)};
        }
    return box;
}

bool plate_holds(const struct plate *plate, double width, double height,
                 struct spot *corner)
{
    struct box in = bounds_of(plate);
    struct spot centre = plate_centre(plate);
    double nearest = INFINITY;
    for (double y = in.top; y + height <= in.bottom; y += TRY_STEP)
        for (double x = in.left; x + width <= in.right; x += TRY_STEP) {
            double off = hypot(x + width / 2 - centre.x, y + height / 2 - centre.y);
            struct box box = {x, y, x + width, y + height};
            if (off >= nearest || !lies_inside(plate, box_grown(box, CLEAR)))
                continue;
            nearest = off;
            *corner = (struct spot){x, y};
        }
    return isfinite(nearest);
}

/* Lines below each other, in the middle of their box. */
static bool write_lines(struct scene *scene, const struct plate *plate,
                        const char *const *line, size_t count, enum role role)
{
    double width = 0, height = LINE_SMALL * (double)count - 2;
    struct spot corner = {0, 0};
    for (size_t i = 0; i < count; i++)
        width = fmax(width, text_width(line[i], TYPE_SMALL, i + 1 == count));
    if (!plate_holds(plate, width, height, &corner))
        return false;
    for (size_t i = 0; i < count; i++)
        scene_text(scene,
                   (struct spot){corner.x + width / 2,
                                 corner.y + LINE_SMALL * (double)i + TYPE_SMALL - 2},
                   line[i], TYPE_SMALL, role, ANCHOR_MIDDLE)
            ->bold = i + 1 == count;
    return true;
}

void plate_write(struct scene *scene, const struct plate *plate, const char *name,
                 const char *figure, enum role role)
{
    enum { LINES = 3 };
    const char *whole[] = {name, figure}, *broken[LINES] = {0};
    const char **part;
    if (write_lines(scene, plate, whole, 2, role))
        return;
    /* Two lines of a name are a little longer than its half. */
    double half = 0.66 * text_width(name, TYPE_SMALL, false);
    size_t parts = text_wrap(scene->arena, name, TYPE_SMALL, false, half, &part);
    if (parts == LINES - 1) {
        broken[0] = part[0];
        broken[1] = part[1];
        broken[2] = figure;
        if (write_lines(scene, plate, broken, LINES, role))
            return;
    }
    write_lines(scene, plate, &figure, 1, role);
}
