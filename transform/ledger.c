#include "transform/ledger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Revisions being collected. */
struct collecting {
    const struct cube *other;
    struct period published; /* last period known in the older vintage */
    struct ledger *ledger;
    size_t capacity;
};

void revised_add(struct revised *revised, const struct revision *revision)
{
    revised->changed += revision->kind == REVISION_CHANGED;
    revised->appeared += revision->kind == REVISION_APPEARED;
    revised->vanished += revision->kind == REVISION_VANISHED;
    revised->gross += fabs(revision->after - revision->before);
    revised->net += revision->after - revision->before;
}

static void collect(struct collecting *collecting, struct revision revision)
{
    struct ledger *ledger = collecting->ledger;
    if (ledger->count == collecting->capacity) {
        collecting->capacity = 2 * collecting->capacity + 256;
        ledger->revision = memory_or_die(
            realloc(ledger->revision, collecting->capacity * sizeof revision));
    }
    ledger->revision[ledger->count++] = revision;
    revised_add(&ledger->all, &revision);
}

/* Known is known, whether provisional or not: it is the number that counts. */
static void compare(struct collecting *collecting, struct key key, struct period period,
                    struct figure before, struct figure after)
{
    struct revision revision = {.key = key, .period = period};
    bool then = figure_known(before), now = figure_known(after);
    if (then)
        revision.before = before.value;
    if (now)
        revision.after = after.value;
    if (then && now && before.value != after.value)
        revision.kind = REVISION_CHANGED;
    else if (!then && now)
        revision.kind = REVISION_APPEARED;
    else if (then && !now)
        revision.kind = REVISION_VANISHED;
    else
        return;
    if (period.month > collecting->published.month)
        collecting->ledger->news++;
    else
        collect(collecting, revision);
}

static bool look_at_newer(void *context, struct key key, const struct series *newer)
{
    struct collecting *collecting = context;
    struct arena arena = {0};
    struct series older = {.first = newer->first, .step = newer->step};
    if (cube_knows(collecting->other, key))
        older = cube_series(&arena, collecting->other, key);
    /* Either may begin or end before the other. */
    struct period first = newer->first, last;
    if (older.count && older.first.month < first.month)
        first = older.first;
    last = period_after(newer->first, (int)newer->step * ((int)newer->count - 1));
    struct period end =
        period_after(older.first, (int)older.step * ((int)older.count - 1));
    if (older.count && end.month > last.month)
        last = end;
    for (struct period at = first; at.month <= last.month;
         at = period_after(at, (int)newer->step))
        compare(collecting, key, at, series_at(&older, at), series_at(newer, at));
    arena_free(&arena);
    return true;
}

/* Leaves that only the older vintage has. */
static bool look_at_older(void *context, struct key key, const struct series *older)
{
    struct collecting *collecting = context;
    if (cube_knows(collecting->other, key))
        return true;
    for (size_t i = 0; i < older->count; i++)
        compare(collecting, key,
                period_after(older->first, (int)(i * (size_t)older->step)),
                older->figures[i], (struct figure){0});
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct revision *x = a, *y = b;
    const uint32_t left[] = {x->key.place.index, x->key.offence.index,
                             x->key.measure.index, (uint32_t)x->period.month};
    const uint32_t right[] = {y->key.place.index, y->key.offence.index,
                              y->key.measure.index, (uint32_t)y->period.month};
    for (size_t i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

void ledger_of(struct arena *arena, const struct cube *older, const struct cube *newer,
               struct ledger *out)
{
    struct period first;
    struct collecting collecting = {.other = older, .ledger = out};
    *out = (struct ledger){0};
    if (!cube_range(older, &first, &collecting.published))
        return;
    cube_each_unlike(newer, older, look_at_newer, &collecting);
    collecting.other = newer;
    cube_each_unlike(older, newer, look_at_older, &collecting);
    struct revision *kept = arena_array(arena, out->count, sizeof *kept);
    if (out->count) {
        qsort(out->revision, out->count, sizeof *out->revision, by_key);
        memcpy(kept, out->revision, out->count * sizeof *kept);
    }
    free(out->revision);
    out->revision = kept;
}

static bool is_within(uint32_t index, uint32_t root, uint32_t span)
{
    return root == NO_INDEX || (index >= root && index < root + span);
}

struct revised ledger_within(const struct ledger *ledger, const struct lists *lists,
                             struct key within)
{
    struct revised sum = {0};
    uint32_t places =
        within.place.index == NO_INDEX ? 0 : place_node(lists, within.place)->span;
    uint32_t offences = within.offence.index == NO_INDEX
                            ? 0
                            : offence_node(lists, within.offence)->span;
    uint32_t measures = within.measure.index == NO_INDEX
                            ? 0
                            : measure_node(lists, within.measure)->span;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct revision *revision = &ledger->revision[i];
        if (is_within(revision->key.place.index, within.place.index, places) &&
            is_within(revision->key.offence.index, within.offence.index, offences) &&
            is_within(revision->key.measure.index, within.measure.index, measures))
            revised_add(&sum, revision);
    }
    return sum;
}

void ledger_months(const struct ledger *ledger, const struct lists *lists,
                   struct place_id place, struct period first, size_t count,
                   bool *revised)
{
    uint32_t span = place_node(lists, place)->span;
    memset(revised, 0, count * sizeof *revised);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct revision *revision = &ledger->revision[i];
        int32_t at = revision->period.month - first.month;
        if (at >= 0 && (size_t)at < count &&
            is_within(revision->key.place.index, place.index, span))
            revised[at] = true;
    }
}

/* Movements -------------------------------------------------------------------- */

/* The net change of one offence in one place and period. */
struct shift {
    struct key key;
    struct period period;
    double net;
};

static int by_place_and_period(const void *a, const void *b)
{
    const struct shift *x = a, *y = b;
    if (x->key.place.index != y->key.place.index)
        return x->key.place.index < y->key.place.index ? -1 : 1;
    if (x->period.month != y->period.month)
        return x->period.month < y->period.month ? -1 : 1;
    if (x->key.offence.index != y->key.offence.index)
        return x->key.offence.index < y->key.offence.index ? -1 : 1;
    return 0;
}

static int largest_first(const void *a, const void *b)
{
    const struct movement *x = a, *y = b;
    double left = fmin(x->fell, x->rose), right = fmin(y->fell, y->rose);
    if (left != right)
        return left > right ? -1 : 1;
    if (x->place.index != y->place.index)
        return x->place.index < y->place.index ? -1 : 1;
    if (x->period.month != y->period.month)
        return x->period.month < y->period.month ? -1 : 1;
    return x->from.index < y->from.index ? -1 : x->from.index > y->from.index;
}

/* Within one place and period, pair each fall with the rise nearest to it in size. */
static size_t pair(const struct shift *shifts, size_t count, double least,
                   struct movement *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const struct shift *best = NULL;
        double fell = -shifts[i].net;
        if (fell < least)
            continue;
        for (size_t j = 0; j < count; j++)
            if (shifts[j].net >= fell / 2 && shifts[j].net <= fell * 2 &&
                (!best || fabs(shifts[j].net - fell) < fabs(best->net - fell)))
                best = &shifts[j];
        if (best)
            out[found++] = (struct movement){shifts[i].key.place,
                                             shifts[i].period,
                                             shifts[i].key.offence,
                                             best->key.offence,
                                             fell,
                                             best->net};
    }
    return found;
}

size_t ledger_movements(struct arena *arena, const struct ledger *ledger, double least,
                        struct movement **out)
{
    struct shift *shifts = arena_array(arena, ledger->count, sizeof *shifts);
    size_t count = 0, found = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct revision *revision = &ledger->revision[i];
        if (revision->kind == REVISION_CHANGED)
            shifts[count++] = (struct shift){revision->key, revision->period,
                                             revision->after - revision->before};
    }
    *out = arena_array(arena, count, sizeof **out);
    if (count)
        qsort(shifts, count, sizeof *shifts, by_place_and_period);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1;
             to < count && shifts[to].key.place.index == shifts[from].key.place.index &&
             shifts[to].period.month == shifts[from].period.month;
             to++) {
        }
        found += pair(shifts + from, to - from, least, *out + found);
    }
    if (found)
        qsort(*out, found, sizeof **out, largest_first);
    return found;
}
