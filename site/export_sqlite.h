/* Figures as an SQLite file: what the tidy CSV tells, with each word told once.
 *
 *   figures     one figure a row: series, period, value, status
 *   series      what a line of figures is of: source, place, offence, measure
 *   periods, places, offences, measures, statuses, methodologies, sources
 *               what their keys stand for, with labels in every language
 *   metadata    what the file is, who says so, as of when
 *   figures_es, figures_en    the same columns as the CSV, labels in that language
 *   years_es, years_en        the same by calendar years
 *
 * In trees (places, offences, measures) a node and all within it are the ids from its
 * own to its last one. */
#ifndef CIFRA_SITE_EXPORT_SQLITE_H
#define CIFRA_SITE_EXPORT_SQLITE_H

#include "site/database.h"
#include "site/site.h"

enum { SQLITE_SHAPE = 1 }; /* PRAGMA user_version: another one, other tables */

/* What goes into a file. */
struct selection {
    size_t holdings;
    const struct holding **holding; /* each with a current vintage */
    struct place_id place;          /* NO_INDEX: all places */
    struct names title;
};

/* Write it; *rows receives how many figures it holds. */
bool export_sqlite(const struct site *site, const char *path,
                   const struct selection *selection, size_t *rows, struct error *err);

/* SQL with a language's tag in place of every %s, in the arena. */
const char *sqlite_in(struct arena *arena, const char *sql, const char *tag);

/* For export_sqlite() ------------------------------------------------------------ */

/* The tables, without indices and views. */
void sqlite_tables(struct database *database, const struct languages *languages);
/* The indices and views over what is there. */
void sqlite_views(struct database *database, const struct languages *languages);

/* Which nodes of the lists a file needs: its own and those above. */
struct needed {
    bool *place, *offence, *measure;
};

void sqlite_lists(struct database *database, const struct site *site,
                  const struct needed *needed);
void sqlite_sources(struct database *database, const struct site *site,
                    const struct selection *selection);
void sqlite_metadata(struct database *database, const struct site *site,
                     const struct selection *selection);

/* Of all that the file is made from: snapshots of its sources, and what is beside them.
 */
struct sha256 sqlite_inputs(const struct site *site, const struct selection *selection);

#endif
