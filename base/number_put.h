/* Writing very many counts quickly: what number_write() would write without grouping.
 */
#ifndef CIFRA_BASE_NUMBER_PUT_H
#define CIFRA_BASE_NUMBER_PUT_H

#include "base/buffer.h"
#include "base/number.h"

#include <math.h>

enum { NUMBER_PUT_BYTES = 32 }; /* room that a whole number takes at most */

static inline bool number_is_whole(double value)
{
    return fabs(value) <= NUMBER_EXACT_MAX && value == trunc(value);
}

/* The digits of a whole number; returns where they end. */
char *number_put_whole(char *at, double value);

/* Any number as the publisher wrote it: the shortest decimal that reads back. */
void number_put(struct buffer *out, double value);

#endif
