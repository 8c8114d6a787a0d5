/* What Datasette shows beside the SQLite files: "metadata.json", and queries to start
 * from, which the data page shows, too. */
#ifndef CIFRA_SITE_DATASETTE_H
#define CIFRA_SITE_DATASETTE_H

#include "site/site.h"

enum { EXAMPLES = 2 };

/* A query to the file of all states. */
struct example {
    const char *name;  /* in Datasette's addresses; the language's tag follows */
    const char *title; /* key of a message */
    const char *sql;
    const char *offence, *place; /* codes that it asks for; NULL: none */
};

/* Are there the offence and the place that it asks for? */
bool example_fits(const struct site *site, size_t index);
/* In the words of one language, in the arena. */
struct example example_query(struct arena *arena, size_t index, const char *tag);

/* Write it and register it, once all databases are registered. */
bool datasette_export(const struct site *site, struct error *err);

#endif
