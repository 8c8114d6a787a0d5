/* The sentences of one language: site/messages/<tag>.json.
 *
 *   "place.sentence": "{Place}: {count} carpetas …"
 *   "unit.months": {"one": "{n} mes", "other": "{n} meses"}
 *
 * A message holds named parts in braces; {Place} is the part place with a capital.
 * One with forms is an object whose keys are the language's plural categories (CLDR:
 * one two few many other), chosen by the argument `n`; "zero" is for 0 in any language.
 * A form that is not there gives way to "other". {n} that nobody gives is that number,
 * written out. Every language of an edition must hold the same keys with the same
 * parts: catalogues_load() checks it, for all but the language's own ways, whose keys
 * begin with "_"; "one" and "zero" need not say {n}.
 *
 * What is true of one country alone has a message of its own: "limits.1@mx" stands in
 * for "limits.1" in a site of that country, and "limits.1@victims" in one whose files
 * count nothing but victims, see catalogues_suit().
 */
#ifndef CIFRA_SITE_CATALOGUE_H
#define CIFRA_SITE_CATALOGUE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/language.h"
#include "base/number.h"
#include "base/period.h"
#include "render/chart.h"

struct catalogue;

/* One catalogue for each language, by its index. */
bool catalogues_load(struct arena *arena, const char *folder,
                     const struct languages *languages, struct catalogue ***out,
                     struct error *err);

/* Let a country's own messages ("limits.1@mx") stand in for the general ones, and those
 * of what is counted, where it is not what the others speak of ("limits.1@victims";
 * NULL: it is), for both; drop those of all others. Once, before any is asked for. */
void catalogues_suit(struct catalogue *const *catalogues, size_t count,
                     const char *country, const char *counted);

/* The language's index in the edition, its tag ("es"), and its full tag ("es-MX"). */
size_t catalogue_language(const struct catalogue *catalogue);
const char *catalogue_tag(const struct catalogue *catalogue);
const char *catalogue_locale(const struct catalogue *catalogue);

/* A part of a message: name and what stands for it. */
struct part {
    const char *name;
    const char *value;
};

/* The message with its parts filled in, in the arena: say(arena, catalogue,
 * "place.count", 2.0, (struct part[]){{"place", name}, {"count", "2"}, {0}}). n
 * chooses the plural form; parts end with a zeroed one, NULL is none. A key or part
 * the catalogue lacks ends up visible as "⟦key⟧" and is counted by
 * catalogue_missing(), which the build turns into a failure. */
const char *say(struct arena *arena, const struct catalogue *catalogue, const char *key,
                double n, const struct part *parts);
/* say() without parts; borrowed from the catalogue. */
const char *word(const struct catalogue *catalogue, const char *key);
bool catalogue_has(const struct catalogue *catalogue, const char *key);
/* Is it there, with neither parts nor forms? Such a one fits {{@key}}. */
bool catalogue_plain(const struct catalogue *catalogue, const char *key);
/* The first key asked for that was not there; NULL when all were. */
const char *catalogue_missing(const struct catalogue *catalogue);

/* Append the messages whose keys begin so, as a JSON object without that beginning and
 * as they are written, for scripts to fill in: {"count":{"one":"…","other":"…"}}. */
void catalogue_json(const struct catalogue *catalogue, const char *prefix,
                    struct buffer *out);

/* The language's way with numbers, months and days: "25,290"; "marzo de 2026",
 * "enero a marzo de 2026", "noviembre de 2025 a marzo de 2026"; "21 de diciembre de
 * 2024". All in the arena. */
const struct numerals *catalogue_numerals(const struct catalogue *catalogue);
const char *say_number(struct arena *arena, const struct catalogue *catalogue,
                       double number, int decimals);
const char *say_period(struct arena *arena, const struct catalogue *catalogue,
                       struct period period, enum step step);
const char *say_span(struct arena *arena, const struct catalogue *catalogue,
                     struct period first, struct period last, enum step step);
const char *say_day(struct arena *arena, const struct catalogue *catalogue,
                    struct day day);
/* "a, b y c" */
const char *say_list(struct arena *arena, const struct catalogue *catalogue,
                     const char *const *items, size_t count);
/* First letter as a capital (UTF-8). */
const char *say_capital(struct arena *arena, const char *sentence);
/* The words charts need. */
const struct chart_words *catalogue_chart_words(const struct catalogue *catalogue);

#endif
