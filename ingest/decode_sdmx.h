/* The decoder for SDMX-ML, the statistical offices' XML: versions 2.0 and 2.1, as
 * GenericData, GenericTimeSeriesData, StructureSpecificData (by series and flat) and
 * CompactData. Each observation is a row, numbered as the document has them. */
#ifndef CIFRA_INGEST_DECODE_SDMX_H
#define CIFRA_INGEST_DECODE_SDMX_H

#include "ingest/decode.h"

/* A row of the decoder list. Columns are the ids of dimensions and attributes, of the
 * observation, its series or its data set; OBS_VALUE; and TIME_PERIOD, or whatever
 * dimension stands at the observation. A value NaN, which SDMX has for "missing", is a
 * blank cell. What the publisher says in the message's footer, or in an Error message,
 * is an error that quotes it, unless it is mere information beside observations. */
bool decode_sdmx(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err);

#endif
