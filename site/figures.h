/* The figures of a dataset, whichever way they come: gathered series by series while a
 * page is made, or all that a source holds within a place, out of its cube. */
#ifndef CIFRA_SITE_FIGURES_H
#define CIFRA_SITE_FIGURES_H

#include "site/extent.h"
#include "site/holdings.h"

struct gathered {
    const struct holding *holding;
    struct key key;
    struct series series;
};

struct figures {
    const struct lists *lists;
    const struct holding *holding; /* of a cube; NULL: gathered ones */
    struct place_id place;         /* within; NO_INDEX: everywhere */
    size_t count, room;
    struct gathered *gathered; /* in the order they were added */
    struct arena arena;
};

/* Of a holding's current vintage, within a place or all of it (NO_INDEX). The lists
 * must outlive all figures. */
struct figures figures_held(const struct lists *lists, const struct holding *holding,
                            struct place_id place);
/* None yet; belongs to one thread at a time. */
struct figures figures_none(const struct lists *lists);
void figures_free(struct figures *figures);

/* Add the series of a key as this holding has it; its figures are copied. An index of
 * NO_INDEX is none. What was added before, key and step, is not added again. */
void figures_add(struct figures *figures, const struct holding *holding, struct key key,
                 const struct series *series);

/* Visit every series: gathered ones in the order of adding; those of a cube by place,
 * offence, measure. A series ends where its source's file ends, because later months
 * are not even missing; none is empty. Stops where visit returns false. */
typedef bool visit_figures(void *context, const struct holding *holding, struct key key,
                           const struct series *series);
void figures_each(const struct figures *figures, visit_figures *visit, void *context);

/* What is in them. */
enum { SURVEY_SOURCES_MAX = 64, SURVEY_MONTHS = 12 * (YEAR_MAX - YEAR_MIN + 1) };
struct survey {
    size_t figures; /* that are not absent */
    size_t years;   /* rows of a year each: years of a series with any such */
    bool monthly, yearly;
    struct extent extent;
    size_t sources; /* each once, as they came */
    const struct holding *source[SURVEY_SOURCES_MAX];

    /* Which occur: by index, where the last of each is NO_INDEX; by month since
     * January of YEAR_MIN. */
    bool *place, *offence, *measure;
    bool month[SURVEY_MONTHS], year[SURVEY_MONTHS];
};
void figures_survey(const struct figures *figures, struct survey *out);
void survey_free(struct survey *survey);

#endif
