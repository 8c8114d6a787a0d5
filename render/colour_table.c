/* Choosing among too many colours is greedy: the most frequent one first, then again
 * and again the one whose pixels are farthest, in sum, from what the table has. Flat
 * colours are therefore exact, and the ramps of smooth edges get steps finer than an
 * eye can tell: with ROUGH_MAX, no pixel of our charts moves by more than 30 of 255,
 * and two of a thousand by more than 8. Ties go to the colour that comes first in the
 * picture.
 *
 * A new entry is nearest to few colours. They are therefore held by green, in which
 * they differ most, in groups: one all of whose colours have an entry nearer than the
 * new one can be, by green alone, is not looked at. */
#include "render/colour_table.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>

enum {
    ROUGH_MAX = 64, /* entries where colours are too many: fewer pack better */
    GROUP = 32,     /* colours */
    GREENS = 256
};

struct held {
    uint32_t rgb;
    uint32_t place;   /* among the picture's colours */
    uint32_t nearest; /* squared distance to the table */
    uint8_t index;    /* in it */
    uint64_t pixels;
};

struct group {
    struct held *held;
    size_t count;
    int least, most;     /* green */
    uint32_t farthest;   /* the most that one of them is from the table */
    uint64_t weight;     /* the most that one of them is missed */
    uint32_t rgb, place; /* that one */
};

static int green_of(uint32_t rgb) { return (int)(rgb >> 8 & 255); }

static uint32_t square(int number) { return (uint32_t)(number * number); }

static uint32_t distance(uint32_t a, uint32_t b)
{
    return square((int)(a >> 16) - (int)(b >> 16)) + square(green_of(a) - green_of(b)) +
           square((int)(a & 255) - (int)(b & 255));
}

/* By green, those of one green in their order. */
static void sort(struct held *held, const struct colour *colour, size_t count)
{
    size_t start[GREENS + 1] = {0};
    for (size_t i = 0; i < count; i++)
        start[green_of(colour[i].rgb) + 1]++;
    for (size_t i = 0; i < GREENS; i++)
        start[i + 1] += start[i];
    for (size_t i = 0; i < count; i++)
        held[start[green_of(colour[i].rgb)]++] =
            (struct held){.rgb = colour[i].rgb,
                          .place = (uint32_t)i,
                          .nearest = UINT32_MAX,
                          .pixels = colour[i].pixels};
}

static size_t split(struct group *group, struct held *held, size_t count)
{
    size_t groups = 0;
    for (size_t i = 0; i < count; i += GROUP) {
        size_t length = count - i < GROUP ? count - i : GROUP;
        group[groups++] = (struct group){.held = held + i,
                                         .count = length,
                                         .least = green_of(held[i].rgb),
                                         .most = green_of(held[i + length - 1].rgb),
                                         .farthest = UINT32_MAX};
    }
    return groups;
}

static bool is_out_of_reach(const struct group *group, uint32_t rgb)
{
    int green = green_of(rgb);
    int gap = green < group->least  ? group->least - green
              : green > group->most ? green - group->most
                                    : 0;
    return square(gap) >= group->farthest;
}

/* Tell a group of a new entry. */
static void approach(struct group *group, uint32_t rgb, uint8_t index)
{
    group->farthest = 0;
    group->weight = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct held *held = &group->held[i];
        uint32_t away = distance(held->rgb, rgb);
        if (away < held->nearest) {
            held->nearest = away;
            held->index = index;
        }
        if (held->nearest > group->farthest)
            group->farthest = held->nearest;
        uint64_t weight = held->nearest * held->pixels;
        if (weight > group->weight ||
            (weight == group->weight && held->place < group->place)) {
            group->weight = weight;
            group->rgb = held->rgb;
            group->place = held->place;
        }
    }
}

/* Tell all; returns the colour now missed most. */
static uint32_t approach_all(struct group *group, size_t groups, uint32_t rgb,
                             uint8_t index)
{
    const struct group *most = group;
    for (size_t i = 0; i < groups; i++) {
        if (!is_out_of_reach(&group[i], rgb))
            approach(&group[i], rgb, index);
        if (group[i].weight > most->weight ||
            (group[i].weight == most->weight && group[i].place < most->place))
            most = &group[i];
    }
    return most->rgb;
}

static uint32_t most_frequent(const struct colour *colour, size_t count)
{
    size_t found = 0;
    for (size_t i = 1; i < count; i++)
        if (colour[i].pixels > colour[found].pixels)
            found = i;
    return colour[found].rgb;
}

static size_t choose(struct colour *colour, size_t count, uint32_t *table)
{
    struct held *held = memory_or_die(malloc(count * sizeof *held));
    struct group *group = memory_or_die(malloc((count / GROUP + 1) * sizeof *group));
    sort(held, colour, count);
    size_t groups = split(group, held, count);
    uint32_t next = most_frequent(colour, count);
    for (size_t i = 0; i < ROUGH_MAX; i++) {
        table[i] = next;
        next = approach_all(group, groups, next, (uint8_t)i);
    }
    for (size_t i = 0; i < count; i++)
        colour[held[i].place].index = held[i].index;
    free(group);
    free(held);
    return ROUGH_MAX;
}

size_t colour_table(struct colour *colour, size_t count,
                    uint32_t table[COLOUR_TABLE_MAX])
{
    if (count > COLOUR_TABLE_MAX)
        return choose(colour, count, table);
    for (size_t i = 0; i < count; i++) {
        table[i] = colour[i].rgb;
        colour[i].index = (uint8_t)i;
    }
    return count;
}
