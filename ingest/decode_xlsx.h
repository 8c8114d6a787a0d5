/* The decoder for Excel workbooks (.xlsx, .xlsm). */
#ifndef CIFRA_INGEST_DECODE_XLSX_H
#define CIFRA_INGEST_DECODE_XLSX_H

#include "ingest/decode.h"

/* A row of the decoder list. Cells are what a person sees in them: shared or inline
 * text, numbers with the descriptor's decimal sign, TRUE and FALSE, errors such as
 * #N/A, dates as 2015-03-01. Rows are numbered as the spreadsheet shows them; blank
 * ones and the header again are passed over. */
bool decode_xlsx(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err);

#endif
