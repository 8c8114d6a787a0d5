/* Reading a sealed cube: sums over a box of leaves.
 *
 * A node's subtree is a run of ids in each of the three lists, and leaves are sorted
 * by place, offence, measure: within each place of the run, one binary search finds
 * the run of offences. Summing does not call figure_sum() for each cell: whole counts
 * are added as integers and statuses are gathered as a set, from which figure_sum()
 * makes the answer at the end, once for each status. That is the same because
 * figure_sum() depends on what is among the parts and not on their order. */
#include "transform/cube_store.h"

#include <string.h>

/* Half-open runs of ids. */
struct box {
    uint32_t place, place_end;
    uint32_t offence, offence_end;
    uint32_t measure, measure_end;
};

/* A walk over the leaves in a box. */
struct walk {
    const struct cube *cube;
    struct box box;
    size_t at, end; /* leaves of the place before box.place */
};

static bool box_of(const struct lists *lists, struct key key, struct box *out)
{
    if (key.place.index >= lists->places.count ||
        key.offence.index >= lists->offences.count ||
        key.measure.index >= lists->measures.count)
        return false;
    *out = (struct box){
        key.place.index,   key.place.index + place_node(lists, key.place)->span,
        key.offence.index, key.offence.index + offence_node(lists, key.offence)->span,
        key.measure.index, key.measure.index + measure_node(lists, key.measure)->span};
    return true;
}

/* The first leaf of a run whose offence is at least the given one. */
static size_t seek_offence(const struct cube *cube, size_t at, size_t end,
                           uint32_t offence)
{
    while (at < end) {
        size_t middle = at + (end - at) / 2;
        if (cube->leaf[middle].key.offence.index < offence)
            at = middle + 1;
        else
            end = middle;
    }
    return at;
}

/* False when no place is left. */
static bool next_place(struct walk *walk)
{
    const struct cube *cube = walk->cube;
    if (walk->box.place == walk->box.place_end)
        return false;
    uint32_t place = walk->box.place++;
    walk->end = cube->place_start[place + 1];
    walk->at =
        seek_offence(cube, cube->place_start[place], walk->end, walk->box.offence);
    return true;
}

static const struct leaf *next_leaf(struct walk *walk)
{
    const struct box *box = &walk->box;
    do {
        while (walk->at < walk->end) {
            const struct leaf *leaf = &walk->cube->leaf[walk->at++];
            uint32_t measure = leaf->key.measure.index;
            if (leaf->key.offence.index >= box->offence_end)
                break;
            if (measure >= box->measure && measure < box->measure_end)
                return leaf;
        }
    } while (next_place(walk));
    return NULL;
}

/* What was added up at one position. */
struct tally {
    uint64_t whole; /* of counts in cells */
    double far;     /* of the rest */
    unsigned seen;  /* a bit for each status */
};

static void tally_figure(struct tally *tally, struct figure figure)
{
    tally->far += figure.value;
    tally->seen |= 1u << figure.status;
}

/* What is no plain count is rare: whether there is any is found out along the way. */
static void tally_block(struct tally *tally, const struct cube *cube, uint32_t series,
                        size_t position, const uint16_t *cell)
{
    bool odd = false;
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned code = cell[i], plain = code >= CELL_ZERO;
        tally[i].whole += plain ? code - CELL_ZERO : 0;
        tally[i].seen |= plain << STATUS_REPORTED;
        odd |= !plain && code != CELL_ABSENT;
    }
    for (size_t i = 0; odd && i < BLOCK; i++)
        if (cell[i] < CELL_ZERO && cell[i] != CELL_ABSENT)
            tally_figure(&tally[i], cells_get(&cube->cells, series, position + i));
}

/* Some of the positions held. */
struct stretch {
    size_t first, last;
};

/* tally begins with the block in which the stretch does. */
static void tally_leaf(struct tally *tally, const struct cube *cube, uint32_t series,
                       struct stretch stretch)
{
    size_t begin = stretch.first / BLOCK;
    for (size_t plane = begin; plane <= stretch.last / BLOCK; plane++) {
        const struct chunk *chunk = cells_chunk(&cube->cells, plane, series);
        if (chunk)
            tally_block(tally + (plane - begin) * BLOCK, cube, series, plane * BLOCK,
                        chunk->cell[series % CHUNK]);
    }
}

static struct figure tally_answer(const struct tally *tally, bool provisional)
{
    unsigned reported = 1u << STATUS_REPORTED, seen = tally->seen;
    double value = (double)tally->whole + tally->far;
    if (seen == 0)
        return (struct figure){0};
    if (seen == reported)
        return (struct figure){value,
                               provisional ? STATUS_PROVISIONAL : STATUS_REPORTED};
    if (provisional && seen & reported)
        seen = (seen & ~reported) | 1u << STATUS_PROVISIONAL;
    struct figure answer = {0};
    for (unsigned status = STATUS_REPORTED; status <= STATUS_SUPPRESSED; status++)
        if (seen & 1u << status)
            answer = figure_sum(answer, (struct figure){0, (enum status)status});
    if (figure_known(answer))
        answer.value = value;
    return answer;
}

struct series cube_line(struct arena *arena, const struct cube *cube)
{
    struct series line = {.step = cube->step};
    if (!cube->held)
        return line;
    line.first = cube_period(cube, cube->first);
    line.count = cube->last - cube->first + 1;
    line.figures = arena_array(arena, line.count, sizeof *line.figures);
    return line;
}

static struct series sum_of(struct arena *arena, const struct cube *cube,
                            struct key key, struct stretch stretch)
{
    struct series line = {.first = cube_period(cube, stretch.first),
                          .step = cube->step,
                          .count = stretch.last - stretch.first + 1};
    line.figures = arena_array(arena, line.count, sizeof *line.figures);
    struct walk walk = {.cube = cube};
    if (!box_of(cube->lists, key, &walk.box))
        return line;
    struct arena scratch = {0};
    size_t blocks = stretch.last / BLOCK - stretch.first / BLOCK + 1;
    struct tally *tally = arena_array(&scratch, blocks * BLOCK, sizeof *tally);
    for (const struct leaf *leaf; (leaf = next_leaf(&walk));)
        tally_leaf(tally, cube, leaf->series, stretch);
    for (size_t i = 0; i < line.count; i++)
        line.figures[i] = tally_answer(&tally[stretch.first % BLOCK + i],
                                       stretch.first + i >= cube->provisional);
    arena_free(&scratch);
    return line;
}

struct series cube_series(struct arena *arena, const struct cube *cube, struct key key)
{
    if (!cube->held)
        return (struct series){.step = cube->step};
    return sum_of(arena, cube, key, (struct stretch){cube->first, cube->last});
}

/* Where a period lies; before the first position below 0. */
static int64_t position_of(const struct cube *cube, struct period period)
{
    return period.month / (int)cube->step - (int64_t)cube_origin(cube->step);
}

struct series cube_series_within(struct arena *arena, const struct cube *cube,
                                 struct key key, struct period first,
                                 struct period last)
{
    int64_t from = position_of(cube, first), to = position_of(cube, last);
    if (from < (int64_t)cube->first)
        from = (int64_t)cube->first;
    if (to > (int64_t)cube->last)
        to = (int64_t)cube->last;
    if (!cube->held || from > to)
        return (struct series){.step = cube->step};
    return sum_of(arena, cube, key, (struct stretch){(size_t)from, (size_t)to});
}

struct figure cube_figure(const struct cube *cube, struct key key, struct period period)
{
    struct walk walk = {.cube = cube};
    int64_t position = position_of(cube, period);
    if (!cube->held || position < (int64_t)cube->first ||
        position > (int64_t)cube->last || !box_of(cube->lists, key, &walk.box))
        return (struct figure){0};
    struct tally tally = {0};
    for (const struct leaf *leaf; (leaf = next_leaf(&walk));) {
        struct figure figure = cells_get(&cube->cells, leaf->series, (size_t)position);
        if (figure.status != STATUS_ABSENT)
            tally_figure(&tally, figure);
    }
    return tally_answer(&tally, (size_t)position >= cube->provisional);
}

bool cube_holds(const struct cube *cube, struct key key)
{
    struct walk walk = {.cube = cube};
    return cube->sealed && box_of(cube->lists, key, &walk.box) && next_leaf(&walk);
}

const struct leaf *cube_leaf(const struct cube *cube, struct key key)
{
    struct walk walk = {.cube = cube};
    if (!cube->sealed || !box_of(cube->lists, key, &walk.box))
        return NULL;
    walk.box.place_end = walk.box.place + 1;
    walk.box.offence_end = walk.box.offence + 1;
    walk.box.measure_end = walk.box.measure + 1;
    return next_leaf(&walk);
}

bool cube_knows(const struct cube *cube, struct key leaf)
{
    const struct leaf *found = cube->held ? cube_leaf(cube, leaf) : NULL;
    for (size_t i = cube->first; found && i <= cube->last; i++)
        if (figure_known(cells_get(&cube->cells, found->series, i)))
            return true;
    return false;
}

bool cube_row(const struct cube *cube, struct key leaf, struct period period,
              size_t *row)
{
    const struct leaf *found = cube_leaf(cube, leaf);
    int64_t position = position_of(cube, period);
    if (!found || position < 0 || position >= POSITIONS)
        return false;
    const struct chunk *chunk =
        cells_chunk(&cube->cells, (size_t)position / BLOCK, found->series);
    uint32_t noted = chunk ? chunk->row[found->series % CHUNK] : 0;
    if (noted)
        *row = noted - 1;
    return noted > 0;
}

bool cube_range(const struct cube *cube, struct period *first, struct period *last)
{
    if (!cube->known)
        return false;
    *first = cube_period(cube, cube->first);
    *last = cube_period(cube, cube->last_known);
    return true;
}

bool cube_held(const struct cube *cube, struct period *first, struct period *last)
{
    if (!cube->held)
        return false;
    *first = cube_period(cube, cube->first);
    *last = cube_period(cube, cube->last);
    return true;
}

size_t cube_leaves(const struct cube *cube) { return cube->leaves; }

size_t cube_figures(const struct cube *cube) { return cube->figures; }

static struct figure figure_of(const struct cube *cube, uint32_t series,
                               size_t position, uint16_t code)
{
    struct figure figure = {code - CELL_ZERO, STATUS_REPORTED};
    if (code < CELL_ZERO)
        figure = code == CELL_ABSENT ? (struct figure){0, STATUS_ABSENT}
                                     : cells_get(&cube->cells, series, position);
    if (figure.status == STATUS_REPORTED && position >= cube->provisional)
        figure.status = STATUS_PROVISIONAL;
    return figure;
}

void cube_line_copy(struct series *line, const struct cube *cube, uint32_t series)
{
    for (size_t i = 0; i < line->count;) {
        size_t position = cube->first + i, plane = position / BLOCK;
        const struct chunk *chunk = cells_chunk(&cube->cells, plane, series);
        for (; i < line->count && position / BLOCK == plane; i++, position++)
            line->figures[i] =
                chunk ? figure_of(cube, series, position,
                                  chunk->cell[series % CHUNK][position % BLOCK])
                      : (struct figure){0, STATUS_ABSENT};
    }
}

/* The run of leaves of a place's subtree. */
static size_t leaves_of(const struct cube *cube, struct place_id place, size_t *end)
{
    bool all = place.index == NO_INDEX;
    uint32_t span = all ? 0 : place_node(cube->lists, place)->span;
    *end = all ? cube->leaves : cube->place_start[place.index + span];
    return all ? 0 : cube->place_start[place.index];
}

size_t cube_leaves_in(const struct cube *cube, struct place_id place)
{
    size_t end, begin = leaves_of(cube, place, &end);
    return end - begin;
}

void cube_each_in(const struct cube *cube, struct place_id place,
                  bool (*visit)(void *context, struct key key,
                                const struct series *series),
                  void *context)
{
    if (!cube->held)
        return;
    struct arena scratch = {0};
    struct series line = cube_line(&scratch, cube);
    bool going = true;
    size_t end, begin = leaves_of(cube, place, &end);
    for (size_t i = begin; i < end && going; i++) {
        cube_line_copy(&line, cube, cube->leaf[i].series);
        going = visit(context, cube->leaf[i].key, &line);
    }
    arena_free(&scratch);
}

void cube_each(const struct cube *cube,
               bool (*visit)(void *context, struct key key,
                             const struct series *series),
               void *context)
{
    cube_each_in(cube, (struct place_id){NO_INDEX}, visit, context);
}

void cube_each_key(const struct cube *cube,
                   void (*visit)(void *context, struct key key), void *context)
{
    for (size_t i = 0; i < cube->leaves && cube->held; i++)
        visit(context, cube->leaf[i].key);
}

/* Mark the years of a block that hold a figure; in a cube of months it is one year. */
static void mark_years(bool *held, const struct cube *cube, size_t position,
                       const uint16_t *cell)
{
    int first = period_year(cube_period(cube, cube->first));
    for (size_t i = 0; i < BLOCK; i++)
        if (cell[i] != CELL_ABSENT)
            held[period_year(cube_period(cube, position + i)) - first] = true;
}

void cube_each_year(const struct cube *cube,
                    bool (*visit)(void *context, struct key key, const bool *held),
                    void *context)
{
    bool held[PLANES], months = cube->step == STEP_MONTH, going = true;
    for (size_t i = 0; i < cube->leaves && going && cube->held; i++) {
        uint32_t series = cube->leaf[i].series;
        size_t plane = cube->first / BLOCK, begin = plane;
        memset(held, 0, sizeof held);
        for (; plane <= cube->last / BLOCK; plane++) {
            static const uint16_t nothing[BLOCK];
            const struct chunk *chunk = cells_chunk(&cube->cells, plane, series);
            if (!chunk ||
                memcmp(chunk->cell[series % CHUNK], nothing, sizeof nothing) == 0)
                continue;
            if (months)
                held[plane - begin] = true;
            else
                mark_years(held, cube, plane * BLOCK, chunk->cell[series % CHUNK]);
        }
        going = visit(context, cube->leaf[i].key, held);
    }
}
