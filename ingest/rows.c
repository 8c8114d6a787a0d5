/* The cells of a row are laid end to end in one buffer, so that a word made of
 * neighbouring columns is one slice of bytes, as in a CSV file. No cell with a
 * separator in it can pass for two: words refuse control characters. */
#include "ingest/rows.h"

#include "base/buffer.h"
#include "ingest/stretch.h"

#include <stdlib.h>

struct rows {
    struct plan plan;
    struct stretch stretch;
    struct buffer bytes;
    struct csv_cell *cell;
    size_t room; /* cells */
    bool ended;  /* a blank row has ended the data */
};

static void make_room(struct rows *rows, size_t cells)
{
    if (cells <= rows->room)
        return;
    rows->room = cells + cells / 2;
    rows->cell = memory_or_die(realloc(rows->cell, rows->room * sizeof *rows->cell));
}

struct rows *rows_open(struct arena *arena, const struct source *source,
                       const struct text *header, size_t count, struct sink *sink,
                       struct error *err)
{
    struct rows *rows = memory_or_die(calloc(1, sizeof *rows));
    if (!plan_open(&rows->plan, arena, source, header, count, err)) {
        rows_free(rows);
        return NULL;
    }
    stretch_open(&rows->stretch, &rows->plan, sink, ENCODING_UTF8);
    make_room(rows, count + 1);
    return rows;
}

static void lay_out(struct rows *rows, const struct text *cells, size_t count)
{
    make_room(rows,
              count > rows->plan.layout.columns ? count : rows->plan.layout.columns);
    buffer_clear(&rows->bytes);
    for (size_t i = 0; i < count; i++) {
        buffer_text(&rows->bytes, cells[i]);
        buffer_char(&rows->bytes, WORD_JOIN);
    }
    const char *at = rows->bytes.at;
    for (size_t i = 0; i < count; i++) {
        rows->cell[i] = (struct csv_cell){at, (uint32_t)cells[i].length, CSV_PLAIN};
        at += cells[i].length + 1;
    }
}

/* Is it the header once more? */
static bool is_header(const struct rows *rows, const struct text *cells, size_t count)
{
    const struct layout *layout = &rows->plan.layout;
    if (count != layout->columns)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!text_equal(text_trim(cells[i]), layout->header[i]))
            return false;
    return true;
}

bool rows_take(struct rows *rows, const struct text *cells, size_t count, size_t row,
               struct error *err)
{
    struct stretch *stretch = &rows->stretch;
    bool left, wanted;
    stretch->row = row;
    lay_out(rows, cells, count);
    if (rows->bytes.failed)
        return fail(err, ERROR_LIMIT, "row %zu is too long", row);
    if (cells_are_blank(rows->cell, count)) {
        rows->ended |= stretch->plan->source->ends_at_blank;
        return true;
    }
    if (rows->ended || is_header(rows, cells, count))
        return true;
    stretch_fill(stretch, rows->cell, count);
    if (!stretch_leaves(stretch, rows->cell, count, &left, err))
        return false;
    if (!left && !stretch_check_length(stretch, rows->cell, &count, err))
        return false;
    stretch->rows++;
    return left || stretch_take(stretch, rows->cell, &wanted, err);
}

bool rows_finish(struct rows *rows, struct decoded *out, struct error *err)
{
    out->rows = rows->stretch.rows;
    out->last_row = rows->stretch.row;
    out->observations = rows->stretch.observed;
    return out->rows > 0 ||
           fail(err, ERROR_FORMAT, "the file has a header and no rows");
}

void rows_free(struct rows *rows)
{
    if (!rows)
        return;
    stretch_close(&rows->stretch);
    buffer_free(&rows->bytes);
    free(rows->cell);
    free(rows);
}
