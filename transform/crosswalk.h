/* From a publisher's words to our codes.
 *
 * A crosswalk is a CSV in transform/lists/: one or more columns of the publisher's
 * words, then `code`; further columns (iccs, confidence, note) are for readers. The
 * parts of a word are matched by text_fold() after joining, so case and accents do
 * not matter and spelling does. */
#ifndef CIFRA_TRANSFORM_CROSSWALK_H
#define CIFRA_TRANSFORM_CROSSWALK_H

#include "base/observation.h"
#include "transform/lists.h"

struct crosswalk;

enum crosswalk_list { CROSSWALK_PLACES, CROSSWALK_OFFENCES, CROSSWALK_MEASURES };

/* Load a crosswalk into a list; every code must be in the list, every word once. A
 * path of NULL gives the crosswalk whose words are our codes. Lives in the arena. */
bool crosswalk_load(struct arena *arena, const char *path, enum crosswalk_list list,
                    const struct lists *lists, struct crosswalk **out,
                    struct error *err);

/* The file in which a row would make a word known, without its folder: the crosswalk's,
 * or, where the words are our codes, the list's. */
const char *crosswalk_file(const struct crosswalk *crosswalk);

/* The index in the list, NO_INDEX for an unknown word. */
uint32_t crosswalk_find(const struct crosswalk *crosswalk, struct text word);

/* The line of the file in which the word stands; 0 for an unknown word, or where the
 * words are our codes. */
size_t crosswalk_line(const struct crosswalk *crosswalk, struct text word);

/* The known word that an unknown one may have been meant to be, folded; empty when none
 * is near. One with other digits is another thing, and not what was meant: "mx-11007"
 * for "mx-11047". Lives as long as the crosswalk. */
struct text crosswalk_nearest(const struct crosswalk *crosswalk, struct text word);

#endif
