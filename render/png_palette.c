/* A PNG with a colour table, in three passes.
 *
 * Pixels are read once, as runs of equal ones (most neighbours are equal), and equal
 * rows as one; the table is chosen; runs are written as indexes and deflated.
 *
 * Choosing among too many colours is greedy: the most frequent one first, then again
 * and again the one whose pixels are farthest, in sum, from what the table has. Flat
 * colours are therefore exact, and the ramps of smooth edges get steps finer than an
 * eye can tell: with ROUGH_MAX, no pixel of our charts moves by more than 30 of 255,
 * and two of a thousand by more than 8. Ties go to the colour that comes first in the
 * picture.
 *
 * Rows are not filtered: deflate finds equal rows itself. */
#include "render/png_palette.h"

#include "base/arena.h"
#include "render/deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    TABLE_MAX = 256,       /* colours of an 8-bit image */
    TABLE_SMALL = 16,      /* of a 4-bit one */
    ROUGH_MAX = 64,        /* of one that had too many: fewer pack better */
    SLOTS_FIRST = 1 << 14, /* of the hash table; a power of two */
    SLOTS_A_COLOUR = 8,    /* so sparse that the first look nearly always hits */
    RUNS_FIRST = 1 << 15,
};

struct colour {
    uint32_t rgb;
    uint32_t nearest; /* squared distance to the table */
    uint64_t pixels;
    uint8_t index; /* in the table */
};

struct colours {
    struct arena *arena;
    struct colour *colour; /* in order of first sight */
    size_t count, slots;
    uint32_t *slot; /* 1 + the colour's place; 0: free */
};

struct run {
    uint32_t colour; /* its place in colours */
    uint32_t pixels;
};

/* A picture as runs. No run goes past its row's end, and equal rows are held once. */
struct runs {
    struct arena *arena;
    struct run *run;
    size_t count, capacity;
    size_t *equal; /* how many rows each held row stands for */
    size_t rows;   /* held */
};

/* ---- reading ----------------------------------------------------------- */

static size_t slot_of(const struct colours *all, uint32_t rgb)
{
    size_t at = (rgb * 2654435769u) >> 8 & (all->slots - 1);
    while (all->slot[at] != 0 && all->colour[all->slot[at] - 1].rgb != rgb)
        at = (at + 1) & (all->slots - 1);
    return at;
}

static void colours_grow(struct colours *all)
{
    all->slots = all->slots == 0 ? SLOTS_FIRST : 2 * all->slots;
    all->slot = arena_array(all->arena, all->slots, sizeof *all->slot);
    struct colour *colour =
        arena_uncleared(all->arena, all->slots / SLOTS_A_COLOUR, sizeof *all->colour);
    if (all->count > 0)
        memcpy(colour, all->colour, all->count * sizeof *colour);
    all->colour = colour;
    for (size_t i = 0; i < all->count; i++)
        all->slot[slot_of(all, colour[i].rgb)] = (uint32_t)i + 1;
}

/* The place of a colour, which may be new. */
static uint32_t colours_find(struct colours *all, uint32_t rgb)
{
    size_t at = slot_of(all, rgb);
    if (all->slot[at] == 0) {
        if (all->count == all->slots / SLOTS_A_COLOUR) {
            colours_grow(all);
            at = slot_of(all, rgb);
        }
        all->colour[all->count] = (struct colour){.rgb = rgb};
        all->slot[at] = (uint32_t)++all->count;
    }
    return all->slot[at] - 1;
}

/* Where the run of equal pixels that begins at a place ends. Four at a time: most of
 * a row is paper. */
static size_t run_end(const uint32_t *row, size_t at, size_t width)
{
    uint32_t first = row[at++];
    if (at == width || row[at] != first)
        return at;
    while (at + 4 <= width && ((row[at] ^ first) | (row[at + 1] ^ first) |
                               (row[at + 2] ^ first) | (row[at + 3] ^ first)) == 0)
        at += 4;
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

static void runs_grow(struct runs *runs)
{
    size_t capacity = runs->capacity == 0 ? RUNS_FIRST : 2 * runs->capacity;
    struct run *run = arena_uncleared(runs->arena, capacity, sizeof *run);
    if (runs->count > 0)
        memcpy(run, runs->run, runs->count * sizeof *run);
    runs->run = run;
    runs->capacity = capacity;
}

static void read_row(struct runs *runs, struct colours *all, const uint32_t *row,
                     size_t width, size_t equal)
{
    for (size_t x = 0, end; x < width; x = end) {
        end = run_end(row, x, width);
        uint32_t colour = colours_find(all, row[x] & 0xffffff);
        all->colour[colour].pixels += (end - x) * equal;
        if (runs->count == runs->capacity)
            runs_grow(runs);
        runs->run[runs->count++] = (struct run){colour, (uint32_t)(end - x)};
    }
}

static void read_pixels(struct runs *runs, struct colours *all,
                        const struct pixels *pixels)
{
    colours_grow(all);
    runs->equal = arena_uncleared(runs->arena, pixels->height, sizeof *runs->equal);
    for (size_t y = 0; y < pixels->height; y += runs->equal[runs->rows++]) {
        size_t equal = rows_equal(pixels, y);
        read_row(runs, all, row_of(pixels, y), pixels->width, equal);
        runs->equal[runs->rows] = equal;
    }
}

/* ---- choosing ---------------------------------------------------------- */

static uint32_t distance(uint32_t a, uint32_t b)
{
    int red = (int)(a >> 16) - (int)(b >> 16);
    int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
    int blue = (int)(a & 255) - (int)(b & 255);
    return (uint32_t)(red * red + green * green + blue * blue);
}

/* Tell every colour of a new one in the table; returns the one now missed most. */
static size_t colours_approach(struct colours *all, uint32_t rgb, uint8_t index)
{
    size_t missed = 0;
    uint64_t most = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct colour *colour = &all->colour[i];
        if (colour->nearest == 0)
            continue; /* it is in the table */
        uint32_t away = distance(colour->rgb, rgb);
        if (away < colour->nearest) {
            colour->nearest = away;
            colour->index = index;
        }
        uint64_t weight = colour->nearest * colour->pixels;
        if (weight > most) {
            most = weight;
            missed = i;
        }
    }
    return missed;
}

/* Returns how many are in the table. */
static size_t choose_table(struct colours *all, uint32_t table[TABLE_MAX])
{
    size_t next = 0;
    for (size_t i = 0; i < all->count; i++) {
        all->colour[i].nearest = UINT32_MAX;
        all->colour[i].index = (uint8_t)i;
        if (all->colour[i].pixels > all->colour[next].pixels)
            next = i;
    }
    bool exact = all->count <= TABLE_MAX;
    size_t count = exact ? all->count : ROUGH_MAX;
    for (size_t i = 0; i < count; i++) {
        table[i] = all->colour[exact ? i : next].rgb;
        if (!exact)
            next = colours_approach(all, table[i], (uint8_t)i);
    }
    return count;
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
    unsigned char bytes[3 * TABLE_MAX];
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

static void write_rows(const unsigned char *rows, size_t length, size_t height,
                       struct buffer *out)
{
    struct buffer packed = {0};
    deflate_rows(&packed, rows, length, length / height);
    write_chunk(out, "IDAT", packed.at, packed.length);
    out->failed |= packed.failed;
    buffer_free(&packed);
}

bool png_palette(const struct pixels *pixels, struct buffer *out, struct error *err)
{
    struct arena arena = {0};
    struct colours all = {.arena = &arena};
    struct runs runs = {.arena = &arena};
    uint32_t table[TABLE_MAX];
    read_pixels(&runs, &all, pixels);
    size_t count = choose_table(&all, table);
    int depth = count <= TABLE_SMALL ? 4 : 8;
    size_t length;
    unsigned char *rows = index_rows(&all, &runs, pixels, depth, &length);
    write_head(out, pixels, depth);
    write_table(out, table, count);
    write_rows(rows, length, pixels->height, out);
    write_chunk(out, "IEND", NULL, 0);
    free(rows);
    arena_free(&arena);
    return !out->failed ||
           fail(err, ERROR_LIMIT, "a PNG of %zu by %zu pixels is too large",
                pixels->width, pixels->height);
}
