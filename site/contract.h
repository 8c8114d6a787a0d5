/* What whoever builds on a site may rely on: addresses, columns and codes, under a
 * version number of their own, "major.minor.patch".
 *
 *   major   a column, a word or an address is gone or means something else
 *   minor   there is more: a column behind the others, a word, a table, a file
 *   patch   the same, said better
 *
 * tests/program/contract/<version>.json remembers the shape of each version: to change
 * the shape without the number fails the tests. */
#ifndef CIFRA_SITE_CONTRACT_H
#define CIFRA_SITE_CONTRACT_H

#include "site/site.h"

struct contract_change {
    const char *version;
    const char *day;
    const char *about; /* key of a message */
};

/* Newest first; *count of them. The first is the version that holds. */
const struct contract_change *contract_changes(size_t *count);

/* The tables of datasets; *count of them. */
const struct dataset_table *const *contract_tables(size_t *count);

/* Put api.json, and the dictionary as data/dictionary.csv and data/dictionary.json.
 * After datasets_measure(). */
bool contract_put(const struct site *site, struct error *err);

#endif
