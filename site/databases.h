/* The datasets as SQLite: a file beside each CSV of a source, one of all that is told
 * of countries and states, and what Datasette should say of them. */
#ifndef CIFRA_SITE_DATABASES_H
#define CIFRA_SITE_DATABASES_H

#include "site/site.h"

/* Of the dataset of all: its files are "data/cifra.sqlite" and what else holds all. */
#define SLUG_ALL "cifra"

/* Write them and register them, after sources_export(). */
bool databases_export(struct site *site, struct error *err);

#endif
