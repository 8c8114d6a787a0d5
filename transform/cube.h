/* Every figure of one vintage, in our codes: sparse over place, offence and
 * measure, dense in time.
 *
 * Leaves are stored; a node's series is summed from the leaves below it when asked,
 * by figure_sum(). Fill it, seal it, then read it from any number of threads. */
#ifndef CIFRA_TRANSFORM_CUBE_H
#define CIFRA_TRANSFORM_CUBE_H

#include "base/figure.h"
#include "transform/lists.h"

struct cube;

/* A leaf, or a question. */
struct key {
    struct place_id place;
    struct offence_id offence;
    struct measure_id measure;
};

/* By place, offence, measure, as leaves are in order: below, at or above 0. */
static inline int key_order(const struct key *a, const struct key *b)
{
    if (a->place.index != b->place.index)
        return a->place.index < b->place.index ? -1 : 1;
    if (a->offence.index != b->offence.index)
        return a->offence.index < b->offence.index ? -1 : 1;
    return a->measure.index < b->measure.index ? -1
                                               : a->measure.index > b->measure.index;
}

/* The lists must outlive the cube. */
struct cube *cube_new(const struct lists *lists, enum step step);
/* A cube to be filled by another thread and merged into this one: that is cheap. */
struct cube *cube_part(const struct cube *cube);
void cube_free(struct cube *cube); /* NULL is fine */

/* Add a run of figures to a leaf. Where the leaf already holds a figure for a
 * period, the two are summed, or when unique is set it is ERROR_CONTRADICTION.
 * row is where the run stands in its file, remembered for cube_row(). */
bool cube_add(struct cube *cube, struct key key, struct period first, size_t count,
              const struct figure *figures, size_t row, bool unique, struct error *err);

/* The same for reported counts, each at most COUNT_MAX. */
bool cube_count(struct cube *cube, struct key key, struct period first, size_t count,
                const uint16_t *counts, size_t row, bool unique, struct error *err);

/* Add all of another cube of the same lists and step, likewise; its rows count on
 * from first_row. A part is empty afterwards, or of no further use. */
bool cube_merge(struct cube *cube, struct cube *other, size_t first_row, bool unique,
                struct error *err);

/* Of a file that lists every case: where a place has any figure in a period, an offence
 * that it has in another period, and not in this one, is zero. A period in which the
 * place has none stays absent. Before the cube is sealed. */
void cube_fill_silent(struct cube *cube);

/* Periods at the cube's end in which every figure known is zero become not reported:
 * some releases pad months to come with zeros. A cube of nothing but zeros stays as
 * it is. Then sort, and mark the newest `provisional` known periods. No cube_add()
 * afterwards, and none of what follows before. */
void cube_seal(struct cube *cube, int provisional);

/* Have what two sealed cubes of the same lists hold alike lie in memory once, in that
 * of the base, which must outlive this one. Nobody may read this one meanwhile. */
void cube_thin(struct cube *cube, const struct cube *base);

/* First period held, and the last that holds a known figure; false when no figure
 * is known. */
bool cube_range(const struct cube *cube, struct period *first, struct period *last);
/* First and last period held: what a series of the cube spans; false when empty. */
bool cube_held(const struct cube *cube, struct period *first, struct period *last);
size_t cube_leaves(const struct cube *cube);
size_t cube_figures(const struct cube *cube); /* known leaf figures */

/* The series of a node, summed over everything below it in all three trees, from
 * the cube's first to its last held period, in the arena. All absent when nothing
 * is held. */
struct series cube_series(struct arena *arena, const struct cube *cube, struct key key);
/* The part of that series from one period to another, both included, as far as the cube
 * holds them: it takes as much less time. */
struct series cube_series_within(struct arena *arena, const struct cube *cube,
                                 struct key key, struct period first,
                                 struct period last);
/* One figure of that series; absent outside of it. */
struct figure cube_figure(const struct cube *cube, struct key key,
                          struct period period);
/* Does any leaf at or below the key exist? */
bool cube_holds(const struct cube *cube, struct key key);
/* Is the key itself a leaf, with a known figure? */
bool cube_knows(const struct cube *cube, struct key leaf);

/* The row of the file that first gave a figure to this leaf in the year of the period
 * (in a cube of years: in the same twelve years); false when there is none. */
bool cube_row(const struct cube *cube, struct key leaf, struct period period,
              size_t *row);

/* Visit every leaf in order of place, offence, measure. The series runs from the
 * cube's first to its last held period and lives during the call only. Return false
 * from visit to stop. */
void cube_each(const struct cube *cube,
               bool (*visit)(void *context, struct key key,
                             const struct series *series),
               void *context);

/* The same for the leaves of a place and of all within it; NO_INDEX is every place. */
void cube_each_in(const struct cube *cube, struct place_id place,
                  bool (*visit)(void *context, struct key key,
                                const struct series *series),
                  void *context);
/* How many those are. */
size_t cube_leaves_in(const struct cube *cube, struct place_id place);
/* Visit the leaves' keys alone, in order: that is cheap. */
void cube_each_key(const struct cube *cube,
                   void (*visit)(void *context, struct key key), void *context);

/* Do two sealed cubes of the same lists and step both have this leaf, with the same
 * figures in it, whether provisional or not? */
bool cube_same_leaf(const struct cube *a, const struct cube *b, struct key leaf);
/* Visit every leaf likewise that is not such a one in the other cube. */
void cube_each_unlike(const struct cube *cube, const struct cube *other,
                      bool (*visit)(void *context, struct key key,
                                    const struct series *series),
                      void *context);

/* Mark by index the places whose own leaves are not the same in both cubes: leaves,
 * figures, provisional ones as such, and the rows they came from. False where the two
 * span other periods, so that no place is the same. */
bool cube_unlike_places(const struct cube *a, const struct cube *b, bool *unlike);

/* Visit every leaf likewise, with the years in which it has a figure of any status:
 * held[i] is the i-th year from that of the cube's first held period on. */
void cube_each_year(const struct cube *cube,
                    bool (*visit)(void *context, struct key key, const bool *held),
                    void *context);

const struct lists *cube_lists(const struct cube *cube);
enum step cube_step(const struct cube *cube);

#endif
