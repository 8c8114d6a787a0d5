/* SDMX-CSV 2.0: one observation a row, all of it in codes.
 *
 *   STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,OFFENCE,MEASURE,METHODOLOGY,SOURCE,
 *   TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE
 *
 * Our codes hold points, which SDMX allows in no id: they are written as underscores,
 * that ours never hold. Statuses are those of CL_OBS_STATUS 2.2. */
#ifndef CIFRA_SITE_EXPORT_SDMX_H
#define CIFRA_SITE_EXPORT_SDMX_H

#include "site/exporting.h"

/* The structure's id; its version moves when a column does. */
#define SDMX_STRUCTURE "CIFRA:CRIME_FIGURES(1.0.0)"

/* What CL_OBS_STATUS has for a status: "A", "P", "U", "O", "Q". A sum of which a part
 * is not known is of low reliability (U); the code list has no other word for it. */
const char *sdmx_status(enum status status);

/* The cells before a series' periods, and those behind a value of a status. */
void sdmx_prefix(struct buffer *out, const struct lists *lists,
                 const struct holding *holding, struct key key, enum step step);
void sdmx_suffix(struct buffer *out, const struct lists *lists, struct key key,
                 enum status status);

#endif
