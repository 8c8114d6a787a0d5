/* The datasets of an edition: one description of each, from which pages, dictionary
 * and metadata are made.
 *
 * Whoever writes a dataset registers it, from any thread; once all are written they
 * are read in order of their slugs. A dataset's files lie at "data/<slug>.<ending>" in
 * the tree, so that all formats of it have the same slug. */
#ifndef CIFRA_SITE_DATASET_H
#define CIFRA_SITE_DATASET_H

#include "base/file.h"
#include "base/language.h"
#include "site/dataset_table.h"
#include "site/extent.h"
#include "site/holdings.h"
#include "site/tree.h"

struct site;
struct page;

enum dataset_kind {
    DATASET_FIGURES,       /* everything of a source: "sources/mx-estatal-2015" */
    DATASET_PAGE,          /* what a page shows: "mx/guanajuato" */
    DATASET_REVISIONS,     /* "revisions/mx-estatal-2015" */
    DATASET_TRIANGLES,     /* "triangles/mx-estatal-2015" */
    DATASET_FIRST_FIGURES, /* "first-figures/mx-estatal-2015" */
    DATASET_BRIDGE,
    DATASET_TIPS,
    DATASET_RESIDUAL_SHARES,
    DATASET_ICCS,
    DATASET_CLUSTERS,
    DATASET_CODES, /* a list of codes: "codes/places" */
    DATASET_ALL    /* of all states: "cifra" */
};

/* One file of a dataset. */
struct dataset_file {
    const char *path;   /* in the tree */
    const char *format; /* "csv", "csv-years", "xlsx", "json-stat", … */
    const char *part;   /* code of the state it is of; NULL: all */
    const char *media;  /* "text/csv; charset=utf-8" */
    const struct dataset_table *table; /* of a file that is one table; NULL */
    size_t rows;                       /* 0: not told */
    size_t bytes;                      /* from here on: after datasets_measure() */
    struct sha256 sha256;
};

struct dataset {
    const char *slug;
    enum dataset_kind kind;
    struct names title, about;
    struct names
        page; /* folder of the page it belongs to, without the language; NULL */
    const struct dataset_table *table; /* of its tidy CSV */
    size_t rows;                       /* of the same */
    struct extent extent;
    size_t sources; /* whose figures are in it: publisher, licence, vintage */
    const struct holding **source;
    size_t files;
    struct dataset_file *file;
};

struct datasets;

struct datasets *datasets_new(void);
void datasets_free(struct datasets *datasets); /* NULL is fine */

/* Remember a description with its files; everything but holdings and tables is copied.
 * ERROR_CONTRADICTION when the slug is taken. */
bool datasets_add(struct datasets *datasets, const struct dataset *dataset,
                  struct error *err);
/* Remember one more file of a dataset that was added, or will be. */
void datasets_add_file(struct datasets *datasets, const char *slug,
                       const struct dataset_file *file);
/* All its files are there, registered by whichever thread was first: from now on they
 * stand in the order of their paths. While nobody reads them. */
void datasets_settle(struct datasets *datasets, const char *slug);
/* Remember title, description and page in one language, likewise. */
void datasets_name(struct datasets *datasets, const char *slug, size_t language,
                   const char *title, const char *about, const char *page);

/* Look up size and hash of a file that was put; ERROR_CONTRADICTION when it is not in
 * the tree. */
bool dataset_file_measure(struct tree *tree, struct dataset_file *file,
                          struct error *err);

/* Look up size and hash of every file that has none yet; ERROR_CONTRADICTION for one
 * that is not in the tree. While nobody else registers or reads. */
bool datasets_measure(struct datasets *datasets, struct tree *tree, struct error *err);

/* NULL when there is none. It and its files live as long as the registry; not while
 * somebody registers files of this one. */
const struct dataset *datasets_find(struct datasets *datasets, const char *slug);
/* The file of a format; NULL. */
const struct dataset_file *dataset_format(const struct dataset *dataset,
                                          const char *format);

size_t datasets_count(struct datasets *datasets);
/* Those whose files lie beside pages, by slug, files by path; in the arena. Pages may
 * be registering theirs meanwhile. */
const struct dataset **datasets_beside(struct arena *arena, struct datasets *datasets,
                                       size_t *count);
/* All of them, while nobody registers. */
const struct dataset **datasets_list(struct arena *arena, struct datasets *datasets,
                                     size_t *count);

/* For those who register --------------------------------------------------------- */

/* A tidy CSV at "data/<slug>.csv". */
struct dataset_file dataset_csv(struct arena *arena, const char *slug,
                                const struct dataset_table *table, size_t rows);
/* A message in every language; name, when not NULL, is its {name}. */
struct names dataset_words(struct arena *arena, const struct site *site,
                           const char *key, const struct names *name);
/* Put a finished table at "data/<slug>.csv", and register it with its description,
 * whose title and about are the messages "dataset.<table>.title" and ".about" unless
 * set. Frees the buffer. */
bool dataset_put(const struct site *site, const struct dataset *dataset,
                 struct buffer *csv, struct error *err);
/* The same for what was derived from one source: slug "<table>/<source>", {name} in the
 * title is the source's, page the message that is the folder of its page. Frees the
 * extent too. */
bool dataset_put_of(const struct site *site, const struct holding *holding,
                    const struct dataset *dataset, struct buffer *csv,
                    struct extent_gatherer *extent, const char *page,
                    struct error *err);

#endif
