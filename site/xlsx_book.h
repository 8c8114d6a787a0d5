/* A workbook in the format of Excel (ECMA-376), written sheet after sheet.
 *
 * Cells are texts, kept once and named by number, or numbers; a text is never run as a
 * formula, whatever it begins with. The first row of a sheet stays in sight. */
#ifndef CIFRA_SITE_XLSX_BOOK_H
#define CIFRA_SITE_XLSX_BOOK_H

#include "base/buffer.h"
#include "site/tree.h"

enum {
    SHEET_ROWS_MAX = 1048576, /* Excel has no more, the header included */
    SHEET_NAME_MAX = 31
};

/* How a cell looks; of figures, so that what they are is seen. */
enum cell_style {
    CELL_PLAIN,
    CELL_HEADER,
    CELL_PROVISIONAL,
    CELL_PARTIAL,
    CELL_NOT_REPORTED,
    CELL_SUPPRESSED,
    CELL_WRAPPED
};

struct book;

struct book *book_new(void);
/* Put the finished workbook into the tree, and free it; ERROR_LIMIT past what a buffer
 * holds. */
bool book_put(struct book *book, struct tree *tree, const char *path,
              struct error *err);

/* One sheet at a time. Widths are in characters, one for each column. */
void sheet_start(struct book *book, const char *name, const int *widths,
                 size_t columns);
void sheet_end(struct book *book);

void book_row_start(struct book *book);
void book_row_end(struct book *book);
void cell_text(struct book *book, struct text text, enum cell_style style);
void cell_number(struct book *book, double number, enum cell_style style);
/* Digits as they stand in a file of ours. */
void cell_digits(struct book *book, struct text digits, enum cell_style style);
void cell_empty(struct book *book, enum cell_style style);

/* The quick way: cells made once as cell_text() would, to be put into many rows. */
void cell_make(struct book *book, struct buffer *out, struct text text);
void cells_add(struct book *book, struct text cells);

#endif
