/* How the scanner works.
 *
 * For each block of sixty-four bytes one 64-bit word of marks says which of them
 * could end something: the delimiter, a quote, CR or LF. Everything else is never
 * looked at again. The loop takes the marks one by one; outside quotes a delimiter
 * or line end closes a cell, and a quote matters only as the first byte of a cell.
 * Inside quotes only quotes matter. The marks left over when a record ends are kept
 * for the next record, so every block is looked at once. */
#include "ingest/csv_scan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

#ifdef __SSE2__
static inline uint64_t marks_in_16(const char *at, __m128i delimiter)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter),
                                _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                 _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(ends, lines));
}

static inline uint64_t marks_in(const char *at, char delimiter)
{
    __m128i wide = _mm_set1_epi8(delimiter);
    return marks_in_16(at, wide) | marks_in_16(at + 16, wide) << 16 |
           marks_in_16(at + 32, wide) << 32 | marks_in_16(at + 48, wide) << 48;
}
#else
static inline uint64_t marks_in(const char *at, char delimiter)
{
    uint64_t marks = 0;
    for (int i = 0; i < BLOCK; i++) {
        bool mark =
            at[i] == delimiter || at[i] == '"' || at[i] == '\n' || at[i] == '\r';
        marks |= (uint64_t)mark << i;
    }
    return marks;
}
#endif

struct csv_scan *csv_scan_new(struct arena *arena, char delimiter)
{
    struct csv_scan *scan = arena_take(arena, sizeof *scan);
    scan->delimiter = delimiter;
    scan->cell = arena_array(arena, CSV_CELLS_MAX, sizeof *scan->cell);
    return scan;
}

void csv_feed(struct csv_scan *scan, const char *at, const char *end, bool final)
{
    scan->end = end;
    scan->final = final;
    csv_seek(scan, at);
}

void csv_seek(struct csv_scan *scan, const char *at)
{
    scan->at = at;
    scan->cursor.block = at;
    scan->cursor.marks = at < scan->end ? marks_in(at, scan->delimiter) : 0;
}

/* The next marked byte, or the end. Inlined, so that the loop over a record keeps its
 * cursor in registers. */
static inline __attribute__((always_inline)) const char *
next_mark(const struct csv_scan *scan, struct csv_cursor *cursor)
{
    while (cursor->marks == 0) {
        cursor->block += BLOCK;
        if (cursor->block >= scan->end)
            return scan->end;
        cursor->marks = marks_in(cursor->block, scan->delimiter);
    }
    const char *at = cursor->block + __builtin_ctzll(cursor->marks);
    cursor->marks &= cursor->marks - 1;
    return at < scan->end ? at : scan->end;
}

static bool ends_cell(const struct csv_scan *scan, const char *at)
{
    return *at == scan->delimiter || *at == '\n' || *at == '\r';
}

/* After an opening quote: the closing one in *close, or why there is none. */
static enum csv_found find_close(struct csv_scan *scan, const char **close,
                                 enum csv_quoting *quoting)
{
    *quoting = CSV_QUOTED;
    for (;;) {
        const char *at = next_mark(scan, &scan->cursor);
        if (at == scan->end)
            return scan->final ? CSV_UNCLOSED : CSV_MORE;
        if (*at != '"')
            continue;
        *close = at;
        if (at + 1 == scan->end)
            return scan->final ? CSV_RECORD : CSV_MORE;
        if (at[1] != '"')
            return ends_cell(scan, at + 1) ? CSV_RECORD : CSV_STRAY;
        *quoting = CSV_DOUBLED;
        next_mark(scan, &scan->cursor);
    }
}

/* A record ended at a line end: step over it. */
static enum csv_found end_record(struct csv_scan *scan, const char *at)
{
    const char *after = at + 1;
    if (*at == '\r') {
        if (after == scan->end && !scan->final)
            return CSV_MORE;
        if (after < scan->end && *after == '\n') {
            next_mark(scan, &scan->cursor);
            after++;
        }
    }
    if (after - scan->at > CSV_RECORD_MAX)
        return CSV_TOO_LONG;
    scan->at = after;
    return CSV_RECORD;
}

/* The input ended inside a record, or just after one. */
static enum csv_found end_input(struct csv_scan *scan)
{
    if (scan->end - scan->at > CSV_RECORD_MAX)
        return CSV_TOO_LONG;
    if (!scan->final)
        return CSV_MORE;
    scan->unterminated = true;
    scan->at = scan->end;
    return CSV_RECORD;
}

/* Inside quotes: on to the closing one, by the scanner's own cursor. */
static enum csv_found skip_quoted(struct csv_scan *scan, struct csv_cursor *cursor,
                                  const char **close, enum csv_quoting *quoting)
{
    scan->cursor = *cursor;
    enum csv_found found = find_close(scan, close, quoting);
    *cursor = scan->cursor;
    if (found == CSV_MORE && scan->end - scan->at > CSV_RECORD_MAX)
        return CSV_TOO_LONG;
    return found;
}

/* A record's cells up to its end; *at is the line end, or the end of what was fed. */
static enum csv_found take_cells(struct csv_scan *scan, const char **at)
{
    struct csv_cursor cursor = scan->cursor;
    const char *start = scan->at, *close = NULL;
    enum csv_quoting quoting = CSV_PLAIN;
    size_t count = 0;
    for (;;) {
        const char *mark = next_mark(scan, &cursor);
        if (mark < scan->end && *mark == '"') {
            if (mark != start)
                continue;
            struct csv_cursor inside = cursor;
            enum csv_found found = skip_quoted(scan, &inside, &close, &quoting);
            if (found != CSV_RECORD)
                return found;
            cursor = inside;
            continue;
        }
        if (count == CSV_CELLS_MAX)
            return CSV_TOO_MANY;
        bool plain = quoting == CSV_PLAIN;
        const char *first = plain ? start : start + 1;
        const char *last = plain ? mark : close;
        scan->cell[count++] =
            (struct csv_cell){first, (uint32_t)(last - first), quoting};
        quoting = CSV_PLAIN;
        start = mark + 1;
        if (mark == scan->end || *mark != scan->delimiter) {
            scan->cursor = cursor;
            scan->count = count;
            *at = mark;
            return CSV_RECORD;
        }
    }
}

enum csv_found csv_next(struct csv_scan *scan)
{
    const char *at;
    scan->count = 0;
    scan->unterminated = false;
    if (scan->at == scan->end)
        return scan->final ? CSV_END : CSV_MORE;
    enum csv_found found = take_cells(scan, &at);
    if (found != CSV_RECORD)
        return found;
    return at == scan->end ? end_input(scan) : end_record(scan, at);
}

struct text csv_cell_text(const struct csv_cell *cell, struct buffer *scratch)
{
    struct text text = {cell->at, cell->length};
    if (cell->quoting != CSV_DOUBLED)
        return text;
    buffer_clear(scratch);
    for (size_t i = 0; i < text.length; i++) {
        buffer_char(scratch, text.at[i]);
        if (text.at[i] == '"')
            i++;
    }
    return buffer_all(scratch);
}

struct text csv_raw(const struct csv_cell *first, const struct csv_cell *last)
{
    const char *from = first->quoting == CSV_PLAIN ? first->at : first->at - 1;
    const char *to = last->at + last->length;
    if (last->quoting != CSV_PLAIN)
        to++;
    return (struct text){from, (size_t)(to - from)};
}

/* The text from line number row on. */
static struct text from_line(struct text text, int row)
{
    bool quoted = false;
    size_t at = 0;
    for (int line = 1; at < text.length && line < row; at++) {
        char c = text.at[at];
        bool crlf = c == '\r' && at + 1 < text.length && text.at[at + 1] == '\n';
        quoted ^= c == '"';
        line += !quoted && (c == '\n' || c == '\r') && !crlf;
    }
    return (struct text){text.at + at, text.length - at};
}

char csv_sniff_delimiter(struct text text, int row)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    size_t seen[sizeof candidates] = {0};
    bool quoted = false;
    text = from_line(text, row);
    for (size_t at = 0; at < text.length; at++) {
        char c = text.at[at];
        quoted ^= c == '"';
        if (!quoted && (c == '\n' || c == '\r'))
            break;
        for (size_t i = 0; !quoted && i < sizeof candidates; i++)
            seen[i] += c == candidates[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++)
        best = seen[i] > seen[best] ? i : best;
    return candidates[best];
}
