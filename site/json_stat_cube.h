/* The cube that a JSON-stat file is: which sources, places, offences, measures and
 * periods occur, and where in the list of values a figure stands. */
#ifndef CIFRA_SITE_JSON_STAT_CUBE_H
#define CIFRA_SITE_JSON_STAT_CUBE_H

#include "site/exporting.h"

/* A dimension: the indices that occur, ascending, and for each index its position. */
struct dimension {
    size_t count;
    uint32_t *index;
    uint32_t *position; /* NO_INDEX where it does not occur */
};

/* Positions run slowest over sources, then places, offences, measures, periods. */
struct json_stat_cube {
    size_t sources;
    const struct holding **source;            /* by id */
    struct dimension place, offence, measure; /* the last index of a list stands for
                                                 none: population has no offence */
    size_t periods;
    struct period *period; /* ascending; a year before its months */
    enum step *step;
    uint32_t *year_at, *month_at; /* positions, from .first on */
    struct period first;
    bool monthly; /* nothing but months, none missing */
    size_t rows;  /* of one line of periods each */
};

/* In the arena. */
void json_stat_cube_of(struct arena *arena, const struct lists *lists,
                       const struct survey *survey, struct json_stat_cube *out);

/* Which row the series of a key is part of. */
size_t json_stat_row(const struct json_stat_cube *cube, const struct lists *lists,
                     const struct holding *holding, struct key key);
/* The position of a period in its row. */
size_t json_stat_column(const struct json_stat_cube *cube, struct period period,
                        enum step step);

/* Do the figures of a series stand as a whole line of the cube? */
bool json_stat_is_line(const struct json_stat_cube *cube, const struct series *series);

/* Everything of the file before its values, up to a comma. */
void json_stat_head(struct buffer *out, const struct exporting *what,
                    const struct json_stat_cube *cube);

#endif
