#include "site/export_xlsx.h"

#include "base/number_put.h"
#include "site/site.h"

#include <string.h>

/* One cell of a CSV that csv_write() wrote, unquoted into the buffer; what follows it
 * is cut off too. */
static void take_cell(struct text *csv, struct buffer *out, bool *last)
{
    size_t i = 0;
    bool quoted = csv->length > 0 && csv->at[0] == '"';
    buffer_clear(out);
    for (i = quoted; i < csv->length; i++) {
        char c = csv->at[i];
        bool twice = quoted && c == '"' && i + 1 < csv->length && csv->at[i + 1] == '"';
        if (quoted ? c == '"' && !twice : c == ',' || c == '\r')
            break;
        buffer_char(out, c);
        i += twice;
    }
    i += quoted;
    *last = i >= csv->length || csv->at[i] == '\r';
    i += *last ? 2 : 1;
    i = i < csv->length ? i : csv->length;
    csv->at += i;
    csv->length -= i;
}

/* A workbook runs no text, so the apostrophe that CSV needs is not wanted here. */
static struct text undefused(struct text cell)
{
    static const char STARTS[] = "=+-@\t\r";
    if (cell.length > 1 && cell.at[0] == '\'' && strchr(STARTS, cell.at[1])) {
        cell.at++;
        cell.length--;
    }
    return cell;
}

static void add_cell(struct book *book, const struct dataset_column *column,
                     struct text cell)
{
    double number;
    bool counts = column->type == COLUMN_COUNT || column->type == COLUMN_NUMBER;
    if (counts && number_parse(cell, 0, '.', &number))
        cell_digits(book, cell, CELL_PLAIN);
    else
        cell_text(book, undefused(cell), CELL_PLAIN);
}

static void add_rows(struct book *book, const struct dataset_table *table,
                     struct text csv)
{
    struct buffer cell = {0};
    bool header = true;
    while (csv.length > 0) {
        bool last = false;
        if (!header)
            book_row_start(book);
        for (size_t i = 0; !last; i++) {
            take_cell(&csv, &cell, &last);
            if (!header && i < table->columns)
                add_cell(book, &table->column[i], buffer_all(&cell));
        }
        if (!header)
            book_row_end(book);
        header = false;
    }
    buffer_free(&cell);
}

bool export_xlsx_table(const struct site *site, const struct dataset *dataset,
                       struct text csv, const char *path, struct error *err)
{
    struct book *book = book_new();
    xlsx_start(book, word(site->catalogues[0], "sheet.rows"), dataset->table,
               STEP_YEAR);
    add_rows(book, dataset->table, csv);
    sheet_end(book);
    xlsx_notes(book, site, dataset, dataset->table);
    return book_put(book, site->tree, path, err);
}
