/* What the search field looks through: one small script file for each language.
 *
 *   cifra.index({"tag": …, "paths": …, "words": …, "places": …, "offences": …,
 *                "themes": …});
 *
 * A script and no JSON file, because a page opened from a folder may not fetch. places
 * has one row for a country or state: name, folder, size, whether it has figures of its
 * own (1 or 0), its towns' names with "|" between, and their sizes; last, only if there
 * are any, the names of its towns without a page, which the page from A to Z lists. A
 * town's folder is its name without accents and capitals; where that is not so, "/" and
 * the folder follow the name. A size is one digit to base 36 that grows with the
 * residents. offences and themes have name, code, and names in the other languages. */
#ifndef CIFRA_SITE_SEARCH_INDEX_H
#define CIFRA_SITE_SEARCH_INDEX_H

#include "base/buffer.h"
#include "site/site.h"

/* Append the index in a language. */
void search_index_write(const struct site *site, size_t language, struct buffer *out);

#endif
