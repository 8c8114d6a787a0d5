/* A PNG with a colour table, in three passes.
 *
 * Pixels are read once, as runs of equal ones (most neighbours are equal), and equal
 * rows as one; the table is chosen; runs are written as indexes and deflated.
 *
 * Rows are not filtered: deflate finds equal rows itself. */
#include "render/png_palette.h"

#include "base/arena.h"
#include "render/colour_table.h"
#include "render/deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    TABLE_SMALL = 16,      /* colours of a 4-bit image */
    SLOTS_FIRST = 1 << 14, /* of the hash table; a power of two */
    SLOTS_A_COLOUR = 8,    /* so sparse that the first look nearly always hits */
    RUNS_FIRST = 1 << 15,
};

/* Where a colour lies, by its hash. */
struct slot {
    uint32_t rgb;
    uint32_t place; /* 1 + its place in colours; 0: free */
};

struct colours {
    struct colour *colour; /* in order of first sight */
    size_t count, slots;
    struct slot *slot;
};

struct run {
    uint32_t colour; /* its place in colours */
    uint32_t pixels;
};

/* A picture as runs. No run goes past its row's end, and equal rows are held once. */
struct runs {
    struct run *run;
    size_t count, capacity;
    size_t *equal; /* how many rows each held row stands for */
    size_t rows;   /* held */
};

/* ---- reading ----------------------------------------------------------- */

static struct slot *slot_of(const struct colours *all, uint32_t rgb)
{
    size_t at = (rgb * 2654435769u) >> 8 & (all->slots - 1);
    while (all->slot[at].place != 0 && all->slot[at].rgb != rgb)
        at = (at + 1) & (all->slots - 1);
    return &all->slot[at];
}

static void colours_grow(struct colours *all)
{
    free(all->slot);
    all->slots = all->slots == 0 ? SLOTS_FIRST : 2 * all->slots;
    all->slot = memory_or_die(calloc(all->slots, sizeof *all->slot));
    all->colour = memory_or_die(
        realloc(all->colour, all->slots / SLOTS_A_COLOUR * sizeof *all->colour));
    for (size_t i = 0; i < all->count; i++)
        *slot_of(all, all->colour[i].rgb) =
            (struct slot){all->colour[i].rgb, (uint32_t)i + 1};
}

/* The place of a colour, which may be new. */
static uint32_t colours_find(struct colours *all, uint32_t rgb)
{
    struct slot *slot = slot_of(all, rgb);
    if (slot->place == 0) {
        if (all->count == all->slots / SLOTS_A_COLOUR) {
            colours_grow(all);
            slot = slot_of(all, rgb);
        }
        all->colour[all->count] = (struct colour){.rgb = rgb};
        *slot = (struct slot){rgb, (uint32_t)++all->count};
    }
    return slot->place - 1;
}

/* Two pixels. */
static uint64_t pair_at(const uint32_t *row)
{
    uint64_t pair;
    memcpy(&pair, row, sizeof pair);
    return pair;
}

/* Where the run of equal pixels that begins at a place ends. Eight at a time: most of
 * a row is paper. */
static size_t run_end(const uint32_t *row, size_t at, size_t width)
{
    uint32_t first = row[at++];
    if (at == width || row[at] != first)
        return at;
    const uint64_t pair = (uint64_t)first << 32 | first;
    while (at + 8 <= width &&
           ((pair_at(row + at) ^ pair) | (pair_at(row + at + 2) ^ pair) |
            (pair_at(row + at + 4) ^ pair) | (pair_at(row + at + 6) ^ pair)) == 0)
        at += 8;
    while (at < width && row[at] == first)
        at++;
    return at;
}

static const uint32_t *row_of(const struct pixels *pixels, size_t y)
{
    return pixels->at + y * pixels->stride;
}

/* How many rows from this one on are equal. */
static size_t rows_equal(const struct pixels *pixels, size_t y)
{
    size_t count = 1;
    while (y + count < pixels->height &&
           memcmp(row_of(pixels, y), row_of(pixels, y + count),
                  pixels->width * sizeof(uint32_t)) == 0)
        count++;
    return count;
}

/* Room for a row's runs, which are no more than its pixels. */
static void runs_reserve(struct runs *runs, size_t more)
{
    if (runs->capacity - runs->count >= more)
        return;
    runs->capacity = 2 * runs->capacity + RUNS_FIRST + more;
    runs->run = memory_or_die(realloc(runs->run, runs->capacity * sizeof *runs->run));
}

static void read_row(struct runs *runs, struct colours *all, const uint32_t *row,
                     size_t width, size_t equal)
{
    runs_reserve(runs, width);
    struct run *run = runs->run + runs->count;
    for (size_t x = 0, end; x < width; x = end) {
        end = run_end(row, x, width);
        uint32_t colour = colours_find(all, row[x] & 0xffffff);
        all->colour[colour].pixels += (end - x) * equal;
        *run++ = (struct run){colour, (uint32_t)(end - x)};
    }
    runs->count = (size_t)(run - runs->run);
}

static void read_pixels(struct runs *runs, struct colours *all,
                        const struct pixels *pixels)
{
    colours_grow(all);
    runs->equal = memory_or_die(malloc(pixels->height * sizeof *runs->equal));
    for (size_t y = 0; y < pixels->height; y += runs->equal[runs->rows++]) {
        size_t equal = rows_equal(pixels, y);
        read_row(runs, all, row_of(pixels, y), pixels->width, equal);
        runs->equal[runs->rows] = equal;
    }
}

/* ---- writing ----------------------------------------------------------- */

static void put_number(unsigned char *at, size_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* type: four letters. */
static void write_chunk(struct buffer *out, const char *type, const void *bytes,
                        size_t length)
{
    unsigned char number[4];
    put_number(number, length);
    buffer_add(out, number, 4);
    buffer_add(out, type, 4);
    buffer_add(out, bytes, length);
    uLong sum = crc32_z(0, (const Bytef *)type, 4);
    if (length > 0)
        sum = crc32_z(sum, bytes, length);
    put_number(number, sum);
    buffer_add(out, number, 4);
}

static void write_head(struct buffer *out, const struct pixels *pixels, int depth)
{
    unsigned char head[13] = {0}; /* deflated, unfiltered rows, not interlaced */
    put_number(head, pixels->width);
    put_number(head + 4, pixels->height);
    head[8] = (unsigned char)depth;
    head[9] = 3; /* by index */
    buffer_add(out, "\x89PNG\r\n\x1a\n", 8);
    write_chunk(out, "IHDR", head, sizeof head);
}

static void write_table(struct buffer *out, const uint32_t *table, size_t count)
{
    unsigned char bytes[3 * COLOUR_TABLE_MAX];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 3; j++)
            bytes[3 * i + j] = (unsigned char)(table[i] >> (16 - 8 * j));
    write_chunk(out, "PLTE", bytes, 3 * count);
}

/* Two indexes a byte, in place, the first one high. The row has a spare byte. */
static void pack_row(unsigned char *row, size_t width)
{
    row[width] = 0;
    for (size_t x = 0; x < width; x += 2)
        row[x / 2] = (unsigned char)(row[x] << 4 | row[x + 1]);
}

/* Returns the run behind the row. */
static const struct run *index_row(const struct colours *all, const struct run *run,
                                   size_t width, unsigned char *out)
{
    for (size_t x = 0; x < width; x += run++->pixels) {
        uint8_t index = all->colour[run->colour].index;
        if (run->pixels == 1)
            out[x] = index;
        else
            memset(out + x, index, run->pixels);
    }
    return run;
}

/* All rows, each behind the byte that names its filter: none. To be freed. */
static unsigned char *index_rows(const struct colours *all, const struct runs *runs,
                                 const struct pixels *pixels, int depth, size_t *length)
{
    size_t row_length = 1 + (depth == 4 ? (pixels->width + 1) / 2 : pixels->width);
    *length = row_length * pixels->height;
    unsigned char *rows = memory_or_die(malloc(*length + pixels->width + 2));
    unsigned char *row = rows;
    const struct run *run = runs->run;
    for (size_t i = 0; i < runs->rows; i++) {
        run = index_row(all, run, pixels->width, row + 1);
        if (depth == 4)
            pack_row(row + 1, pixels->width);
        row[0] = 0;
        for (size_t j = 1; j < runs->equal[i]; j++)
            memcpy(row + j * row_length, row, row_length);
        row += runs->equal[i] * row_length;
    }
    return rows;
}

/* The Adler-32 of all rows (RFC 1950): as its parts grow with each byte, those of a run
 * of equal ones are had at once. */
static uint32_t sum_runs(const struct colours *all, const struct runs *runs,
                         size_t width)
{
    enum { BASE = 65521 };
    uint64_t low = 1, high = 0;
    const struct run *run = runs->run, *next = run;
    for (size_t i = 0; i < runs->rows; i++, run = next)
        for (size_t j = 0; j < runs->equal[i]; j++) {
            high += low; /* the filter's byte is zero */
            next = run;
            for (size_t x = 0; x < width; x += next++->pixels) {
                uint64_t n = next->pixels, byte = all->colour[next->colour].index;
                high += n * low + byte * (n * (n + 1) / 2);
                low += n * byte;
            }
            low %= BASE;
            high %= BASE;
        }
    return (uint32_t)(high << 16 | low);
}

static void write_rows(const unsigned char *rows, size_t length, size_t height,
                       uint32_t adler, struct buffer *out)
{
    struct buffer packed = {0};
    deflate_rows(&packed, rows, length, length / height, adler);
    write_chunk(out, "IDAT", packed.at, packed.length);
    out->failed |= packed.failed;
    buffer_free(&packed);
}

bool png_palette(const struct pixels *pixels, struct buffer *out, struct error *err)
{
    struct colours all = {0};
    struct runs runs = {0};
    uint32_t table[COLOUR_TABLE_MAX];
    read_pixels(&runs, &all, pixels);
    size_t count = colour_table(all.colour, all.count, table);
    int depth = count <= TABLE_SMALL ? 4 : 8;
    size_t length;
    unsigned char *rows = index_rows(&all, &runs, pixels, depth, &length);
    write_head(out, pixels, depth);
    write_table(out, table, count);
    uint32_t adler = depth == 8 ? sum_runs(&all, &runs, pixels->width)
                                : (uint32_t)adler32_z(1, rows, length);
    write_rows(rows, length, pixels->height, adler, out);
    write_chunk(out, "IEND", NULL, 0);
    free(rows);
    free(runs.run);
    free(runs.equal);
    free(all.colour);
    free(all.slot);
    return !out->failed ||
           fail(err, ERROR_LIMIT, "a PNG of %zu by %zu pixels is too large",
                pixels->width, pixels->height);
}
