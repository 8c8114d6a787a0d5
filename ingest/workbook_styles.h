/* Which numbers of a workbook are dates, by the formats they are shown in, and how a
 * number becomes the text that a person sees. */
#ifndef CIFRA_INGEST_WORKBOOK_STYLES_H
#define CIFRA_INGEST_WORKBOOK_STYLES_H

#include "ingest/workbook.h"

/* Does a format code show dates or times: "dd/mm/yyyy", "[$-80A]mmm-yy;@"? */
bool format_is_date(struct text code);

/* Of the formats that every workbook has without writing them down. */
bool format_number_is_date(int64_t number);

/* Fill the workbook's styles from its styles part. */
bool styles_read(struct workbook *workbook, struct xml_reader *reader,
                 struct error *err);

/* A number as a cell of text: whole ones as they stand, others to the fifteen digits
 * that a spreadsheet shows, with this decimal sign. What is no number stays as it is.
 */
void number_show(struct buffer *out, struct text raw, char decimal);

/* A count of days as an ISO date ("2015-03-01"), with its time unless that is
 * midnight; a time alone when there is no day. Day 60 of the years from 1900 on is
 * 1900-02-29, which never was, as every spreadsheet has it. False outside 1900 to
 * 9999. */
bool date_show(struct buffer *out, struct text raw, bool from_1904);

#endif
