/* Delimited text cut into records and cells, sixty-four bytes at a time.
 *
 * A cell is pointer + length + how it was quoted: nothing is copied. The scanner
 * works on whatever stretch of bytes it is fed, returns only whole records, and
 * says where the first unfinished one begins, so that the caller can read on:
 *
 *   csv_feed(scan, at, end, false);
 *   while ((found = csv_next(scan)) == CSV_RECORD) use(scan->cell, scan->count);
 *   if (found == CSV_MORE) carry scan->at .. end over to the next stretch
 */
#ifndef CIFRA_INGEST_CSV_SCAN_H
#define CIFRA_INGEST_CSV_SCAN_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

enum {
    CSV_RECORD_MAX = 1 << 20, /* bytes of one record */
    CSV_CELLS_MAX = 4096,     /* cells of one record */
    CSV_PADDING = 64          /* readable bytes that must follow what is fed */
};

enum csv_quoting {
    CSV_PLAIN,
    CSV_QUOTED, /* .at and .length are what stands between the quotes */
    CSV_DOUBLED /* the same, and quotes inside are still written twice */
};

struct csv_cell {
    const char *at;
    uint32_t length;
    enum csv_quoting quoting;
};

enum csv_found {
    CSV_RECORD,
    CSV_MORE,     /* what is left is the beginning of a record */
    CSV_END,      /* nothing is left */
    CSV_UNCLOSED, /* the input ends inside quotes */
    CSV_STRAY,    /* text between a closing quote and the next delimiter */
    CSV_TOO_LONG, /* a record of more than CSV_RECORD_MAX bytes */
    CSV_TOO_MANY  /* a record of more than CSV_CELLS_MAX cells */
};

/* Sixty-four bytes being looked at, and those not yet used that may end a cell. */
struct csv_cursor {
    const char *block;
    uint64_t marks;
};

struct csv_scan {
    char delimiter;
    bool final;     /* nothing follows .end */
    const char *at; /* first byte not yet returned in a record */
    const char *end;
    bool unterminated; /* the record just returned had no line end: the very last */
    size_t count;
    struct csv_cell *cell; /* of the record just returned, living in the fed bytes */
    struct csv_cursor cursor;
};

/* A scanner whose cell table lives in the arena. */
struct csv_scan *csv_scan_new(struct arena *arena, char delimiter);

/* Go on with the bytes from at to end; CSV_PADDING readable bytes must follow. */
void csv_feed(struct csv_scan *scan, const char *at, const char *end, bool final);

/* Go on at another place in what was fed, where a record begins. */
void csv_seek(struct csv_scan *scan, const char *at);

/* The next whole record. Lines end in LF, CRLF or CR; an empty line is a record of
 * one empty cell. A quote inside an unquoted cell is a character like any other. */
enum csv_found csv_next(struct csv_scan *scan);

/* The cell's text, with doubled quotes made single in scratch, where the result
 * may live until the next use of scratch. */
struct text csv_cell_text(const struct csv_cell *cell, struct buffer *scratch);

/* The bytes of a run of cells as they stand in the file, quotes included. */
struct text csv_raw(const struct csv_cell *first, const struct csv_cell *last);

/* The delimiter among , ; tab | that line number `row` (from 1) of the text holds
 * most often outside quotes; a comma when it holds none. */
char csv_sniff_delimiter(struct text text, int row);

#endif
