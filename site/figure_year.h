/* A year of months in one row. */
#ifndef CIFRA_SITE_FIGURE_YEAR_H
#define CIFRA_SITE_FIGURE_YEAR_H

#include "base/buffer.h"
#include "base/figure.h"

enum { YEAR_MONTHS = 12 };

/* The twelve months of a calendar year; what lies outside the series is absent. False
 * when all are. */
bool year_months(const struct series *series, int year,
                 struct figure months[YEAR_MONTHS]);

/* The status that every month has that is not absent; false when they differ. */
bool year_status(const struct figure months[YEAR_MONTHS], enum status *out);
/* Its word; or, where they differ, twelve words. */
void year_status_write(struct buffer *out, const struct figure months[YEAR_MONTHS]);

#endif
