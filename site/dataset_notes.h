/* What a file says of itself, for those who have nothing but the file: what it is, who
 * says so, as of when, under which licence, what its words mean, how to cite it. */
#ifndef CIFRA_SITE_DATASET_NOTES_H
#define CIFRA_SITE_DATASET_NOTES_H

#include "site/dataset.h"

struct note {
    const char *label; /* "" goes on with the label before */
    const char *text;
};

struct notes {
    size_t count, room;
    struct note *note;
};

/* In one language, in the arena; columns of the table, when not NULL, are explained. */
struct notes notes_of(struct arena *arena, const struct site *site,
                      const struct dataset *dataset, const struct dataset_table *table,
                      size_t language);

/* One line that names publishers, the days of their files, the dataset and the site.
 * The edition is not in it, nor anywhere in a file, because then every file would be a
 * new one whenever any source is: the days of its own sources say as of when it is. */
const char *dataset_citation(struct arena *arena, const struct site *site,
                             const struct dataset *dataset, size_t language);

#endif
