/* An Excel workbook (.xlsx, .xlsm): a zip of XML parts. This is its frame: which
 * sheets there are, the strings they share, which number formats are dates. Sheets
 * themselves are read by sheet.h. */
#ifndef CIFRA_INGEST_WORKBOOK_H
#define CIFRA_INGEST_WORKBOOK_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "ingest/xml_reader.h"

enum {
    WORKBOOK_BYTES_MAX = 512 << 20, /* packed */
    WORKBOOK_SHEETS_MAX = 1024,
    WORKBOOK_STRINGS_BYTES = 64 << 20,
    WORKBOOK_STYLES_MAX = 1 << 16
};

/* A file in the zip. */
struct workbook_part {
    const char *name; /* without a slash in front */
    uint64_t size;    /* unpacked */
    size_t index;     /* from 1 on */
};

struct workbook_sheet {
    const char *name;
    const char *id;                   /* of its relationship */
    const struct workbook_part *part; /* NULL: a chart, a macro */
    bool hidden;
};

/* How a number format shows a number. */
enum number_kind { NUMBER_PLAIN, NUMBER_DATE };

struct workbook {
    struct arena *arena;
    struct text bytes; /* packed; borrowed */
    size_t parts;
    struct workbook_part *part;
    size_t sheets;
    struct workbook_sheet *sheet;
    bool from_1904; /* day 0 of its dates is 1904-01-01 */
    size_t styles;
    unsigned char *style;  /* enum number_kind of each cell style */
    struct buffer strings; /* end to end */
    uint32_t *string_end;
    size_t string_count, string_room;
};

/* Read the frame. Lives in the arena, but for what workbook_close() frees. Whatever
 * is no workbook is ERROR_FORMAT that says what it is instead. */
bool workbook_open(struct arena *arena, struct text bytes, struct workbook *out,
                   struct error *err);
void workbook_close(struct workbook *workbook);

/* The sheet of that name, or the largest that fits it as a glob (fnmatch, case and
 * accents folded); NULL: the largest that is not hidden. ERROR_FORMAT names all. */
bool workbook_choose(const struct workbook *workbook, const char *pattern,
                     const struct workbook_sheet **out, struct error *err);

/* Is it one that is read when all are: cells, in sight, and of a name that fits; NULL:
 * of any name. */
bool workbook_wants(const struct workbook *workbook, const struct workbook_sheet *sheet,
                    const char *pattern);

/* A shared string by its number; false when there is none. */
bool workbook_string(const struct workbook *workbook, size_t number, struct text *out);

/* Add a text of a cell as it is meant: "_x000D_" stands for the character 000D. */
void workbook_text(struct buffer *out, struct text text);

/* Is the element that opens or closes one of SpreadsheetML, of either edition? */
bool workbook_is(const struct xml_reader *reader, const char *name);

/* Parts ------------------------------------------------------------------------- */

struct part_stream;

/* The list of a zip's parts; ERROR_FORMAT when two have one name. */
bool parts_list(struct arena *arena, struct text bytes, struct workbook_part **out,
                size_t *count, struct error *err);
/* NULL when there is none; case aside, as the format has it. */
const struct workbook_part *part_find(const struct workbook *workbook,
                                      const char *name);
/* A part's bytes, unpacked as they are asked for, bounded, and checked at the end. */
struct part_stream *part_open(const struct workbook *workbook,
                              const struct workbook_part *part, struct error *err);
bool part_read(void *part_stream, void *into, size_t size, size_t *got,
               struct error *err);
void part_close(struct part_stream *part); /* NULL is fine */

#endif
