/* CSV and its relatives, from bytes to observations.
 *
 * A file is read in blocks that fit into a processor's cache; the record that a block
 * cuts in two is carried over to the next. A packed file flows through one reader,
 * while another thread unpacks it. A
 * large plain one is cut into stretches, one for each thread, which begin at the first
 * line break behind a mark set by size alone. Such a break may lie inside quotes, so a
 * stretch is a guess, and joining them checks it: each must begin where the one before
 * really ended.
 *
 * Nothing may depend on the number of threads, errors included. So when a guess was
 * wrong, or anything fails while several read, all is forgotten and one thread reads
 * from the beginning. And what sums up differently in another order (fractions) is read
 * by one from the start.
 *
 * The path of nearly every row touches no memory but the row's: see csv_quick.h for
 * files that repeat themselves, vocabulary.h and amount.h for the rest. */
#include "ingest/decode_csv.h"

#include "base/parallel.h"
#include "ingest/csv_header.h"
#include "ingest/csv_input.h"
#include "ingest/csv_quick.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 256 << 10,   /* bytes read at a time */
    BEGINNING = 1 << 20, /* in which the header must be */
    ROWS_MAX = 1 << 30,  /* of one file */
    PART_MIN = 2 << 20,  /* a smaller stretch is not worth a thread */
    PARTS_MAX = 64
};

size_t decode_csv_part_min = PART_MIN;
size_t decode_csv_block = BLOCK;

/* What all stretches of a file share. */
struct file {
    const struct source *source;
    struct stream *stream;
    struct plan plan;
    struct csv_header header;
    uint64_t body; /* offset of the first row */
};

/* Rows read one after another. */
struct reader {
    const struct file *file;
    struct arena arena;
    struct input input;
    struct csv_scan *scan;
    struct stretch stretch;
    struct quick *quick;
    size_t blank; /* the last blank line that was passed */
    bool ended;   /* a blank row has ended the data */
};

/* Records ------------------------------------------------------------------------- */

/* Blank lines are passed over, as a line end written twice makes one of every second
 * line; what follows them must be data all the same. */
static bool pass_blank(struct reader *reader)
{
    reader->ended |= reader->file->source->ends_at_blank;
    reader->blank = reader->stretch.row;
    return true;
}

/* Notes below the data are most often told from them by a blank line. */
static bool check_length(struct reader *reader, struct error *err)
{
    struct csv_scan *scan = reader->scan;
    struct error length = {0};
    if (stretch_check_length(&reader->stretch, scan->cell, &scan->count, &length))
        return true;
    if (reader->blank == 0 || reader->blank + 1 != reader->stretch.row)
        return fail(err, length.kind, "%s", length.message);
    return fail(err, length.kind,
                "row %zu is blank, and what follows it is no data: %s "
                "(\"ends_at_blank\" would end the data there)",
                reader->blank, length.message);
}

static bool take_data(struct reader *reader, struct error *err)
{
    struct stretch *stretch = &reader->stretch;
    struct csv_scan *scan = reader->scan;
    bool left = false, wanted;
    if (reader->file->source->fills > 0 &&
        !layout_is_header(&reader->file->plan.layout, scan->cell, scan->count))
        stretch_fill(stretch, scan->cell, scan->count);
    if (reader->file->source->filters > 0 &&
        !stretch_leaves(stretch, scan->cell, scan->count, &left, err))
        return false;
    if (!left && !check_length(reader, err))
        return false;
    if (scan->unterminated && !reader->file->source->open_end)
        return fail(err, ERROR_FORMAT,
                    "row %zu, the last, has no line end: the file was cut short, "
                    "unless its publisher ends it so (\"open_end\")",
                    stretch->row);
    if (!left && layout_is_header(&reader->file->plan.layout, scan->cell, scan->count))
        return true;
    stretch->rows++;
    if (left)
        return true;
    if (!stretch_take(stretch, scan->cell, &wanted, err))
        return false;
    if (wanted && reader->quick)
        quick_learn(reader->quick, stretch, scan);
    return true;
}

/* A record of the file: blank, the header again, or data. */
static bool take_record(struct reader *reader, struct error *err)
{
    const struct csv_scan *scan = reader->scan;
    reader->stretch.row++;
    if (reader->ended)
        return true;
    bool odd = scan->count != reader->file->plan.layout.columns;
    if ((odd || scan->cell[0].length == 0) && cells_are_blank(scan->cell, scan->count))
        return pass_blank(reader);
    return take_data(reader, err);
}

/* Take all whole records of the bytes held that begin before `until`. */
static bool take_records(struct reader *reader, const char *until, struct error *err)
{
    struct csv_scan *scan = reader->scan;
    while (scan->at < until) {
        if (reader->quick) {
            const char *at = quick_rows(reader->quick, &reader->stretch, scan->at,
                                        until, scan->end, err);
            if (!at)
                return false;
            if (at != scan->at)
                csv_seek(scan, at);
            if (at >= until)
                return true;
        }
        enum csv_found found = csv_next(scan);
        if (found == CSV_MORE || found == CSV_END)
            return true;
        if (found != CSV_RECORD)
            return csv_fail(found, reader->stretch.row + 1, err);
        if (reader->stretch.row >= ROWS_MAX)
            return fail(err, ERROR_LIMIT, "the file has more than %d rows", ROWS_MAX);
        if (!take_record(reader, err))
            return false;
    }
    return true;
}

/* Readers -------------------------------------------------------------------------- */

static void reader_open(struct reader *reader, const struct file *file,
                        struct sink *sink)
{
    reader->file = file;
    reader->scan = csv_scan_new(&reader->arena, file->header.delimiter);
    stretch_open(&reader->stretch, &file->plan, sink, file->header.encoding);
    if (!file->source->ends_at_blank && !file->source->fills && !sink->wants_rows)
        reader->quick = quick_new(&reader->arena, &file->plan, file->header.delimiter);
}

static void reader_close(struct reader *reader)
{
    quick_free(reader->quick);
    stretch_close(&reader->stretch);
    input_close(&reader->input);
    arena_free(&reader->arena);
    *reader = (struct reader){0};
}

/* Read from the byte at `at`, which is held, to the first record that begins at the
 * offset `until` or later; *reached is where that is. */
static bool read_until(struct reader *reader, const char *at, uint64_t until,
                       uint64_t *reached, struct error *err)
{
    struct input *input = &reader->input;
    struct csv_scan *scan = reader->scan;
    for (;;) {
        csv_feed(scan, at, input->bytes + input->length, input->ended);
        uint64_t held = input_offset(input, at);
        uint64_t ahead = until > held ? until - held : 0;
        bool inside = ahead < (uint64_t)(scan->end - at);
        if (!take_records(reader, inside ? at + ahead : scan->end, err))
            return false;
        *reached = input_offset(input, scan->at);
        if (*reached >= until || (scan->at == scan->end && input->ended))
            return true;
        if (!input_fill(input, scan->at, err))
            return false;
        at = input->bytes;
    }
}

/* The whole file, by one reader ------------------------------------------------------
 */

static bool begin(struct arena *arena, struct file *file, struct input *input,
                  size_t *body, struct error *err)
{
    size_t skip;
    encoding_of_name(file->source->encoding, &file->header.encoding);
    if (!input_fill(input, input->bytes, err) ||
        !encoding_begin((struct text){input->bytes, input->length},
                        &file->header.encoding, &skip, err))
        return false;
    struct text text = {input->bytes + skip, input->length - skip};
    if (!csv_find_header(arena, file->source, text, input->ended, &file->plan,
                         &file->header, err))
        return false;
    *body = (size_t)(file->header.body - input->bytes);
    file->body = *body;
    return true;
}

static bool read_alone(struct reader *reader, size_t body, struct decoded *out,
                       struct error *err)
{
    uint64_t reached;
    reader->stretch.row = reader->file->header.row;
    bool good =
        read_until(reader, reader->input.bytes + body, UINT64_MAX, &reached, err);
    out->rows = reader->stretch.rows;
    out->observations = reader->stretch.observed;
    out->last_row = reader->stretch.row;
    out->bytes = reader->input.offset;
    out->encoding = encoding_name(reader->stretch.encoding);
    return good;
}

/* The file in stretches
 * ---------------------------------------------------------------- */

struct part {
    struct reader reader;
    struct sink *sink; /* the file's own for the first part */
    uint64_t from, to; /* offsets: where to look for a line break, and where to stop */
    uint64_t begun, reached;
    bool failed;
};

struct parts {
    struct file *file;
    struct sink *sink;
    size_t count;
    struct part part[PARTS_MAX];
};

/* Behind the first line break of the bytes held; their end when there is none. */
static const char *behind_break(const struct input *input)
{
    const char *end = input->bytes + input->length;
    for (const char *at = input->bytes; at + 1 < end; at++)
        if (*at == '\n' || (*at == '\r' && at[1] != '\n'))
            return at + 1;
    return end;
}

/* The first byte behind a line break that ends at `from` or later, with the bytes from
 * there on held. */
static bool find_break(struct part *part, const char **at, struct error *err)
{
    struct input *input = &part->reader.input;
    input->offset = part->from - 1;
    do {
        if (!input_fill(input, input->bytes, err))
            return false;
        *at = behind_break(input);
    } while (*at == input->bytes + input->length && !input->ended &&
             input->length < CSV_RECORD_MAX);
    return true;
}

static bool read_part(struct part *part, const char *at, struct error *err)
{
    part->begun = input_offset(&part->reader.input, at);
    part->reached = part->begun;
    return part->begun >= part->to ||
           read_until(&part->reader, at, part->to, &part->reached, err);
}

static void part_open(struct part *part, const struct parts *parts)
{
    reader_open(&part->reader, parts->file, part->sink);
    input_open(&part->reader.input, parts->file->stream, decode_csv_block);
    part->reader.input.apart = true;
}

/* A part that fails does not stop the others from beginning: failing is rare, and what
 * is told comes from reading once more. */
static bool work_part(void *context, size_t index, struct error *err)
{
    struct parts *parts = context;
    struct part *part = &parts->part[index];
    const char *at;
    struct error ignored = {0};
    (void)err;
    part_open(part, parts);
    if (index == 0) {
        struct input *input = &part->reader.input;
        input->offset = part->from;
        part->reader.stretch.row = parts->file->header.row;
        part->failed = !input_fill(input, input->bytes, &ignored) ||
                       !read_part(part, input->bytes, &ignored);
    } else {
        part->failed =
            !find_break(part, &at, &ignored) || !read_part(part, at, &ignored);
    }
    input_close(&part->reader.input);
    return true;
}

/* What one reader would have carried over from part to part. */
struct carried {
    uint64_t reached;
    size_t row, rows, observed;
    enum encoding_kind encoding;
};

/* Would one reader have read the part the same way? */
static bool fits_on(const struct carried *carried, const struct part *part)
{
    enum encoding_kind encoding = part->reader.stretch.encoding;
    bool same = carried->encoding == encoding || carried->encoding == ENCODING_OPEN ||
                encoding == ENCODING_OPEN;
    return same && part->begun == carried->reached;
}

static void carry(struct carried *carried, const struct part *part)
{
    const struct reader *reader = &part->reader;
    if (carried->encoding == ENCODING_OPEN)
        carried->encoding = reader->stretch.encoding;
    carried->reached = part->reached;
    carried->row += reader->stretch.row;
    carried->rows += reader->stretch.rows;
    carried->observed += reader->stretch.observed;
}

/* Join all parts in order; false when one reader must read everything. */
static bool join_parts(struct parts *parts, struct carried *carried)
{
    struct error ignored = {0};
    for (size_t i = 0; i < parts->count; i++) {
        struct part *part = &parts->part[i];
        if (part->failed || !fits_on(carried, part))
            return false;
        size_t first_row = carried->row;
        carry(carried, part);
        struct sink *sink = part->sink;
        part->sink = NULL;
        if (i > 0 && !parts->sink->join(parts->sink, sink, first_row, &ignored))
            return false;
    }
    return true;
}

static void parts_close(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        reader_close(&parts->part[i].reader);
        if (i > 0 && parts->part[i].sink)
            parts->sink->drop(parts->part[i].sink);
    }
}

/* False when it did not work out, and one reader must tell why. */
static bool read_in_parts(struct file *file, struct sink *sink, size_t count,
                          struct decoded *out)
{
    struct parts *parts = memory_or_die(calloc(1, sizeof *parts));
    struct error ignored = {0};
    uint64_t size = stream_size(file->stream), body = size - file->body;
    struct carried carried = {.reached = file->body, .encoding = file->header.encoding};
    parts->file = file;
    parts->sink = sink;
    parts->count = count;
    for (size_t i = 0; i < count; i++) {
        parts->part[i].from = file->body + body / count * i;
        parts->part[i].to =
            i + 1 < count ? file->body + body / count * (i + 1) : UINT64_MAX;
        parts->part[i].sink = i == 0 ? sink : sink->split(sink);
    }
    bool good =
        parallel_each(count, work_part, parts, &ignored) && join_parts(parts, &carried);
    out->rows = carried.rows;
    out->observations = carried.observed;
    out->last_row = carried.row;
    out->bytes = size;
    out->encoding = encoding_name(carried.encoding);
    parts_close(parts);
    free(parts);
    return good;
}

/* How many stretches to cut the file into. */
static size_t count_parts(const struct file *file, const struct sink *sink)
{
    size_t width = parallel_width();
    uint64_t size = stream_size(file->stream);
    if (!sink->split || !sink->reset || !file->source->whole ||
        file->source->ends_at_blank || file->source->fills > 0 || size == 0)
        return 1;
    uint64_t most = (size - file->body) / decode_csv_part_min;
    width = most < width ? (size_t)most : width;
    return width < 1 ? 1 : width > PARTS_MAX ? PARTS_MAX : width;
}

static bool decode(struct arena *arena, struct file *file, struct sink *sink,
                   struct decoded *out, struct error *err)
{
    struct reader reader = {0};
    size_t body;
    input_open(&reader.input, file->stream, BEGINNING);
    bool good = begin(arena, file, &reader.input, &body, err);
    if (good) {
        size_t parts = count_parts(file, sink);
        if (parts > 1 && !read_in_parts(file, sink, parts, out)) {
            sink->reset(sink);
            parts = 1;
        }
        if (parts == 1) {
            input_read_ahead(&reader.input);
            reader_open(&reader, file, sink);
            good = read_alone(&reader, body, out, err);
        }
        if (good && out->rows == 0)
            good = fail(err, ERROR_FORMAT, "the file has a header and no rows");
    }
    reader_close(&reader);
    return good;
}

bool decode_csv(struct arena *arena, const struct source *source, struct stream *stream,
                struct sink *sink, struct decoded *out, struct error *err)
{
    struct file file = {.source = source, .stream = stream};
    bool good = decode(arena, &file, sink, out, err);
    out->delimiter = file.header.delimiter;
    return good;
}
