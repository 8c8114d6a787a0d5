#include "transform/vintage.h"

#include "base/buffer.h"

#include "base/number.h"

#include <math.h>

enum { NAMES_SHOWN = 5, YEARS = YEAR_MAX - YEAR_MIN + 1 };

/* What the total of a state and year may move by from one vintage to the next. The
 * vintages of SESNSP's state file from 2023 to 2026 moved by -0.61% to +0.75% within
 * three months; Colima's 2016 by 21.6% in three years. So what is taken for a
 * correction grows with the months between the ends of the two. */
static const double FALL_MAX = 0.02, RISE_MAX = 0.05;
static const double MONTHS_APART = 3;
static const double MOVE_LEAST = 25; /* cases; fewer are no matter */

enum { PLACE_REPORTED = 1, PLACE_KEPT = 2 }; /* by the older, by the newer */

/* What the newer vintage misses, gathered leaf by leaf. */
struct loss {
    const struct cube *older, *newer;
    size_t leaves;             /* with known figures in the older */
    size_t gone;               /* of them */
    struct key first;          /* gone */
    unsigned char *place;      /* flags, by place */
    size_t lost;               /* figures known then, and not now */
    struct key lost_key;       /* the first of them … */
    struct period lost_period; /* … and its period */
    double patience;           /* times what is taken for a correction in a quarter */
    struct moved *moved;       /* totals by state and year, of figures known in both */
};

struct moved {
    double was, is;
};

static bool is_known(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            return true;
    return false;
}

/* The state a place lies in, or the place itself where it lies in none. */
static uint32_t state_of(const struct lists *lists, uint32_t place)
{
    while (lists->places.node[place].kind != PLACE_STATE &&
           lists->places.node[place].parent != NO_INDEX &&
           lists->places.node[lists->places.node[place].parent].kind != PLACE_COUNTRY)
        place = lists->places.node[place].parent;
    return place;
}

/* Where both have the same, which is nearly everywhere, the newer need not be read. */
static void compare_cells(struct loss *loss, struct key key, const struct series *older)
{
    struct arena scratch = {0};
    bool same = cube_same_leaf(loss->older, loss->newer, key);
    struct series newer = same ? *older : cube_series(&scratch, loss->newer, key);
    uint32_t state = state_of(cube_lists(loss->newer), key.place.index);
    for (size_t i = 0; i < older->count; i++) {
        struct period at = period_after(older->first, (int)i * (int)older->step);
        struct figure then = older->figures[i];
        struct figure now = same ? then : series_at(&newer, at);
        if (!figure_known(then))
            continue;
        if (figure_known(now)) {
            struct moved *moved =
                &loss->moved[state * YEARS + (size_t)(period_year(at) - YEAR_MIN)];
            moved->was += then.value;
            moved->is += now.value;
        } else if (loss->lost++ == 0) {
            loss->lost_key = key;
            loss->lost_period = at;
        }
    }
    arena_free(&scratch);
}

static bool look_at(void *context, struct key key, const struct series *series)
{
    struct loss *loss = context;
    if (!is_known(series))
        return true;
    loss->leaves++;
    loss->place[key.place.index] |= PLACE_REPORTED;
    if (cube_knows(loss->newer, key)) {
        loss->place[key.place.index] |= PLACE_KEPT;
        compare_cells(loss, key, series);
        return true;
    }
    if (loss->gone++ == 0)
        loss->first = key;
    return true;
}

static size_t name_places(const struct lists *lists, const struct loss *loss,
                          struct buffer *names)
{
    size_t gone = 0;
    for (size_t i = 0; i < lists->places.count; i++) {
        if (loss->place[i] != PLACE_REPORTED)
            continue;
        if (gone++ < NAMES_SHOWN)
            buffer_format(names, "%s%s", gone > 1 ? ", " : "",
                          lists->places.node[i].name.in[0]);
    }
    if (gone > NAMES_SHOWN)
        buffer_format(names, " and %zu more", gone - NAMES_SHOWN);
    return gone;
}

static bool fail_places(const struct loss *loss, size_t places, struct text names,
                        struct error *err)
{
    return fail(err, ERROR_CONTRADICTION,
                "the new vintage has nothing for %zu %s that the one before reports: "
                "%.*s (%zu of %zu series are gone)",
                places, places == 1 ? "place" : "places", TEXT_ARGS(names), loss->gone,
                loss->leaves);
}

static bool fail_leaves(const struct lists *lists, const struct loss *loss,
                        struct error *err)
{
    struct arena arena = {0};
    fail(err, ERROR_CONTRADICTION,
         "the new vintage lacks %zu of the %zu series that the one before "
         "reports; the first is %s, %s, %s",
         loss->gone, loss->leaves, place_node(lists, loss->first.place)->name.in[0],
         offence_told(&arena, lists, loss->first.offence),
         measure_node(lists, loss->first.measure)->name.in[0]);
    arena_free(&arena);
    return false;
}

static bool fail_figures(const struct lists *lists, const struct loss *loss,
                         struct error *err)
{
    struct arena arena = {0};
    fail(
        err, ERROR_CONTRADICTION,
        "the new vintage has no figure in %zu places of the table where the one before "
        "has one; the first is %s, %s, %s",
        loss->lost, place_node(lists, loss->lost_key.place)->name.in[0],
        offence_told(&arena, lists, loss->lost_key.offence),
        period_iso(&arena, loss->lost_period, cube_step(loss->newer)));
    arena_free(&arena);
    return false;
}

static void count_text(struct buffer *out, double count)
{
    static const struct numerals GROUPED = {",", ".", "-"};
    number_write(out, count, 0, &GROUPED);
}

static bool fail_moved(const struct lists *lists, size_t place, size_t year,
                       const struct moved *moved, double patience, struct error *err)
{
    struct buffer was = {0}, is = {0};
    count_text(&was, moved->was);
    count_text(&is, moved->is);
    double change = fabs(moved->is / moved->was - 1) * 100;
    fail(
        err, ERROR_CONTRADICTION,
        "%s, %zu: the new vintage has %.*s cases where the one before has %.*s, %.1f%% "
        "%s; up to %g%% is taken for a correction",
        lists->places.node[place].name.in[0], year + YEAR_MIN,
        TEXT_ARGS(buffer_all(&is)), TEXT_ARGS(buffer_all(&was)), change,
        moved->is < moved->was ? "fewer" : "more",
        100 * patience * (moved->is < moved->was ? FALL_MAX : RISE_MAX));
    buffer_free(&was);
    buffer_free(&is);
    return false;
}

/* Has the total of a state and year moved by more than a correction does? */
static bool check_totals(const struct lists *lists, const struct loss *loss,
                         struct error *err)
{
    for (size_t i = 0; i < lists->places.count; i++)
        for (size_t j = 0; j < YEARS; j++) {
            const struct moved *moved = &loss->moved[i * YEARS + j];
            double change = moved->is - moved->was;
            if (fabs(change) >= MOVE_LEAST &&
                (change < -FALL_MAX * loss->patience * moved->was ||
                 change > RISE_MAX * loss->patience * moved->was))
                return fail_moved(lists, i, j, moved, loss->patience, err);
        }
    return true;
}

/* Leaves that are the same in both take nothing away and move no total: where those
 * that are not lose nothing either, and move each total by too little to matter, there
 * is no need to look at the rest. */
static bool is_plainly_fine(const struct loss *loss)
{
    const struct lists *lists = cube_lists(loss->newer);
    struct arena arena = {0};
    struct loss some = *loss;
    bool fine = true;
    some.place = arena_array(&arena, lists->places.count, 1);
    some.moved = arena_array(&arena, lists->places.count * YEARS, sizeof *some.moved);
    cube_each_unlike(loss->older, loss->newer, look_at, &some);
    for (size_t i = 0; i < lists->places.count * YEARS; i++)
        fine &= fabs(some.moved[i].is - some.moved[i].was) < MOVE_LEAST;
    arena_free(&arena);
    return fine && some.gone == 0 && some.lost == 0;
}

/* 1 for vintages that end within three months of each other, and more in proportion. */
static double patience_between(const struct cube *older, const struct cube *newer)
{
    struct period first, was, is;
    if (!cube_range(older, &first, &was) || !cube_range(newer, &first, &is))
        return 1;
    return fmax(1, (is.month - was.month) / MONTHS_APART);
}

static bool check_leaves(const struct cube *older, const struct cube *newer,
                         struct error *err)
{
    const struct lists *lists = cube_lists(older);
    struct arena arena = {0};
    struct buffer names = {0};
    struct loss loss = {.older = older,
                        .newer = newer,
                        .patience = patience_between(older, newer),
                        .place = arena_array(&arena, lists->places.count, 1),
                        .moved = arena_array(&arena, lists->places.count * YEARS,
                                             sizeof(struct moved))};
    if (is_plainly_fine(&loss)) {
        arena_free(&arena);
        return true;
    }
    cube_each(older, look_at, &loss);
    size_t places = name_places(lists, &loss, &names);
    if (places)
        fail_places(&loss, places, buffer_all(&names), err);
    else if (loss.gone)
        fail_leaves(lists, &loss, err);
    else if (loss.lost)
        fail_figures(lists, &loss, err);
    bool fine = loss.gone == 0 && loss.lost == 0 && check_totals(lists, &loss, err);
    buffer_free(&names);
    arena_free(&arena);
    return fine;
}

static bool check_end(const struct cube *older, const struct cube *newer,
                      struct error *err)
{
    struct period first, was, is;
    if (!cube_range(older, &first, &was))
        return true;
    struct arena arena = {0};
    bool fine = true;
    if (!cube_range(newer, &first, &is))
        fine = fail(err, ERROR_CONTRADICTION,
                    "the new vintage has no known figure, the one before reaches %s",
                    period_iso(&arena, was, cube_step(older)));
    else if (is.month < was.month)
        fine = fail(err, ERROR_CONTRADICTION,
                    "the new vintage ends with %s, the one before with %s",
                    period_iso(&arena, is, cube_step(newer)),
                    period_iso(&arena, was, cube_step(older)));
    arena_free(&arena);
    return fine;
}

bool vintage_check(const struct cube *older, const struct cube *newer,
                   struct error *err)
{
    return check_end(older, newer, err) && check_leaves(older, newer, err);
}
