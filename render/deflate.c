/* Bytes become tokens, a literal or a match; a block of tokens is written with codes
 * of its own. */
#include "render/deflate.h"

#include "base/arena.h"
#include "render/huffman.h"

#include <endian.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_TOKENS = 1 << 15,
    MATCH_MIN = 3,
    MATCH_MAX = 258,
    ABOVE_MIN = 4, /* shorter matches cost more than what they stand for */
    SEEN_MIN = 5,
    NEAR_BONUS = 3, /* the bytes by which a match far away must be longer */
    REACH = 1 << 15,
    HASH_BITS = 13,
    LITERALS = 286,
    DISTANCES = 30,
    END = 256,
    FIRST_LENGTH = 257,
    LENGTH_CODES = 19, /* the alphabet that code lengths are written in */
    LENGTH_CODE_MAX = 7
};

/* A match has the highest bit, its length, and in 15 bits its distance less one. */
static const uint32_t IS_MATCH = 1u << 31;

/* Bits to be written at once, 28 at most. */
struct coded {
    uint32_t bits;
    int count;
};

struct packer {
    struct buffer *out;
    uint64_t bits; /* not yet written, first one lowest */
    int bit_count;
    const unsigned char *bytes;
    size_t length, row_length;
    uint32_t seen[1 << HASH_BITS]; /* 1 + where such bytes were last */
    uint32_t literal_count[LITERALS];
    uint32_t distance_count[DISTANCES];
    uint16_t length_symbol[MATCH_MAX + 1];
    size_t tokens;
    uint32_t token[BLOCK_TOKENS];
};

/* ---- bits -------------------------------------------------------------- */

/* At most 32 at a time. */
static void put_bits(struct packer *packer, uint32_t bits, int count)
{
    packer->bits |= (uint64_t)bits << packer->bit_count;
    packer->bit_count += count;
    if (packer->bit_count < 32)
        return;
    unsigned char four[4];
    for (int i = 0; i < 4; i++)
        four[i] = (unsigned char)(packer->bits >> 8 * i);
    buffer_add(packer->out, four, 4);
    packer->bits >>= 32;
    packer->bit_count -= 32;
}

static void flush_bits(struct packer *packer)
{
    for (; packer->bit_count > 0; packer->bit_count -= 8, packer->bits >>= 8)
        buffer_char(packer->out, (char)(packer->bits & 0xff));
    packer->bit_count = 0;
}

static void put_symbol(struct packer *packer, const struct huffman *code, size_t symbol)
{
    put_bits(packer, code->code[symbol], code->length[symbol]);
}

/* ---- lengths and distances --------------------------------------------- */

/* A symbol and the bits behind it. */
struct step {
    uint32_t symbol, extra;
    int extra_bits;
};

static int highest_bit(uint32_t number) { return 31 - __builtin_clz(number); }

static struct step length_step(uint32_t length)
{
    uint32_t past = length - MATCH_MIN;
    if (length == MATCH_MAX)
        return (struct step){LITERALS - 1, 0, 0};
    if (past < 8)
        return (struct step){FIRST_LENGTH + past, 0, 0};
    int extra = highest_bit(past) - 2;
    return (struct step){FIRST_LENGTH + 4 * (uint32_t)extra + (past >> extra),
                         past & ((1u << extra) - 1), extra};
}

/* past is the distance less one. */
static struct step distance_step(uint32_t past)
{
    if (past < 4)
        return (struct step){past, 0, 0};
    int extra = highest_bit(past) - 1;
    return (struct step){2 * (uint32_t)extra + (past >> extra),
                         past & ((1u << extra) - 1), extra};
}

static struct coded coded_step(const struct huffman *code, struct step step)
{
    int length = code->length[step.symbol];
    return (struct coded){code->code[step.symbol] | step.extra << length,
                          length + step.extra_bits};
}

static uint32_t token_length(uint32_t token) { return (token & ~IS_MATCH) >> 15; }
static uint32_t token_past(uint32_t token) { return token & (REACH - 1); }

/* ---- blocks ------------------------------------------------------------ */

/* Write code lengths, a run of zeros as one symbol where it is long enough. */
static size_t put_lengths(const uint8_t *length, size_t count, uint8_t *symbol,
                          uint8_t *extra)
{
    size_t written = 0;
    for (size_t i = 0, n; i < count; i += n) {
        n = 1;
        while (length[i] == 0 && i + n < count && length[i + n] == 0 && n < 138)
            n++;
        if (n < 3)
            n = 1;
        symbol[written] = n < 3 ? length[i] : n < 11 ? 17 : 18;
        extra[written++] = (uint8_t)(n < 3 ? 0 : n < 11 ? n - 3 : n - 11);
    }
    return written;
}

static void put_codes(struct packer *packer, const struct huffman *literals,
                      const struct huffman *distances)
{
    static const uint8_t order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t length[LITERALS + DISTANCES], symbol[LITERALS + DISTANCES],
        extra[LITERALS + DISTANCES];
    uint32_t counts[LENGTH_CODES] = {0};
    struct huffman code;
    memcpy(length, literals->length, LITERALS);
    memcpy(length + LITERALS, distances->length, DISTANCES);
    size_t written = put_lengths(length, LITERALS + DISTANCES, symbol, extra);
    for (size_t i = 0; i < written; i++)
        counts[symbol[i]]++;
    huffman_make(&code, counts, LENGTH_CODES, LENGTH_CODE_MAX);
    put_bits(packer, LITERALS - 257, 5);
    put_bits(packer, DISTANCES - 1, 5);
    put_bits(packer, LENGTH_CODES - 4, 4);
    for (size_t i = 0; i < LENGTH_CODES; i++)
        put_bits(packer, code.length[order[i]], 3);
    for (size_t i = 0; i < written; i++) {
        put_symbol(packer, &code, symbol[i]);
        if (symbol[i] >= 17)
            put_bits(packer, extra[i], symbol[i] == 17 ? 3 : 7);
    }
}

/* Lengths are few, so that each is coded once a block. */
static void put_tokens(struct packer *packer, const struct huffman *literals,
                       const struct huffman *distances)
{
    struct coded lengths[MATCH_MAX + 1];
    for (uint32_t i = MATCH_MIN; i <= MATCH_MAX; i++)
        lengths[i] = coded_step(literals, length_step(i));
    for (size_t i = 0; i < packer->tokens; i++) {
        uint32_t token = packer->token[i];
        if ((token & IS_MATCH) == 0) {
            put_symbol(packer, literals, token);
            continue;
        }
        struct coded length = lengths[token_length(token)];
        struct coded distance = coded_step(distances, distance_step(token_past(token)));
        put_bits(packer, length.bits, length.count);
        put_bits(packer, distance.bits, distance.count);
    }
}

static void put_block(struct packer *packer, bool last)
{
    struct huffman literals, distances;
    packer->literal_count[END]++;
    huffman_make(&literals, packer->literal_count, LITERALS, HUFFMAN_LENGTH_MAX);
    huffman_make(&distances, packer->distance_count, DISTANCES, HUFFMAN_LENGTH_MAX);
    put_bits(packer, last, 1);
    put_bits(packer, 2, 2);
    put_codes(packer, &literals, &distances);
    put_tokens(packer, &literals, &distances);
    put_symbol(packer, &literals, END);
    packer->tokens = 0;
    memset(packer->literal_count, 0, sizeof packer->literal_count);
    memset(packer->distance_count, 0, sizeof packer->distance_count);
}

/* Its symbols are counted afterwards: it may be the first of a new block. */
static void add_token(struct packer *packer, uint32_t token)
{
    if (packer->tokens == BLOCK_TOKENS)
        put_block(packer, false);
    packer->token[packer->tokens++] = token;
}

static void add_literal(struct packer *packer, unsigned char byte)
{
    add_token(packer, byte);
    packer->literal_count[byte]++;
}

/* In pieces, none of which is too short. */
static void add_match(struct packer *packer, size_t length, size_t distance)
{
    uint32_t past = (uint32_t)distance - 1, far = distance_step(past).symbol;
    while (length > 0) {
        uint32_t piece = length <= MATCH_MAX              ? (uint32_t)length
                         : length < MATCH_MAX + MATCH_MIN ? MATCH_MAX - MATCH_MIN
                                                          : MATCH_MAX;
        add_token(packer, IS_MATCH | piece << 15 | past);
        packer->literal_count[packer->length_symbol[piece]]++;
        packer->distance_count[far]++;
        length -= piece;
    }
}

/* ---- matching ---------------------------------------------------------- */

/* In which bits do eight bytes here and there differ? The first byte's are lowest. */
static uint64_t difference(const unsigned char *here, const unsigned char *there)
{
    uint64_t a, b;
    memcpy(&a, here, sizeof a);
    memcpy(&b, there, sizeof b);
    return le64toh(a ^ b);
}

/* How many bytes from here on are what stood a distance before; 32 at a time, as equal
 * rows are long. */
static size_t match_length(const struct packer *packer, size_t at, size_t distance)
{
    const unsigned char *here = packer->bytes + at, *there = here - distance;
    size_t left = packer->length - at, i = 0;
    uint64_t bits;
    while (i + 32 <= left &&
           (difference(here + i, there + i) | difference(here + i + 8, there + i + 8) |
            difference(here + i + 16, there + i + 16) |
            difference(here + i + 24, there + i + 24)) == 0)
        i += 32;
    for (; i + 8 <= left; i += 8)
        if ((bits = difference(here + i, there + i)) != 0)
            return i + (size_t)__builtin_ctzll(bits) / 8;
    while (i < left && here[i] == there[i])
        i++;
    return i;
}

/* Where the four bytes here were last, as a distance; 0 when not within reach. */
static size_t find_seen(struct packer *packer, size_t at)
{
    const unsigned char *here = packer->bytes + at;
    if (packer->length - at < 4)
        return 0;
    uint32_t four = here[0] | (uint32_t)here[1] << 8 | (uint32_t)here[2] << 16 |
                    (uint32_t)here[3] << 24;
    uint32_t *seen = &packer->seen[(four * 2654435761u) >> (32 - HASH_BITS)];
    size_t before = *seen;
    *seen = (uint32_t)at + 1;
    return before > 0 && at + 1 - before <= REACH ? at + 1 - before : 0;
}

struct match {
    size_t length, distance;
};

static void prefer(struct match *best, const struct packer *packer, size_t at,
                   size_t distance, size_t least)
{
    if (distance == 0 || distance > at || distance > REACH)
        return;
    size_t beaten = best->length + (best->length > 0 ? NEAR_BONUS : 0);
    const unsigned char *end = packer->bytes + at + beaten;
    /* The byte that a better match must have is looked at first: most have not. */
    if (beaten >= packer->length - at || *end != *(end - distance))
        return;
    size_t length = match_length(packer, at, distance);
    if (length >= least && length > beaten)
        *best = (struct match){length, distance};
}

static void find_tokens(struct packer *packer)
{
    for (size_t at = 0; at < packer->length;) {
        struct match best = {0, 0};
        size_t seen = find_seen(packer, at);
        prefer(&best, packer, at, 1, MATCH_MIN);
        prefer(&best, packer, at, packer->row_length, ABOVE_MIN);
        prefer(&best, packer, at, seen, SEEN_MIN);
        if (best.length == 0)
            add_literal(packer, packer->bytes[at]);
        else
            add_match(packer, best.length, best.distance);
        at += best.length == 0 ? 1 : best.length;
    }
}

struct packer *deflate_open(struct buffer *out, size_t row_length)
{
    struct packer *packer = memory_or_die(malloc(sizeof *packer));
    memset(packer, 0, offsetof(struct packer, token)); /* tokens are written first */
    packer->out = out;
    packer->row_length = row_length;
    for (uint32_t i = MATCH_MIN; i <= MATCH_MAX; i++)
        packer->length_symbol[i] = (uint16_t)length_step(i).symbol;
    return packer;
}

void deflate_add(struct packer *packer, const unsigned char *bytes, size_t length)
{
    packer->bytes = bytes;
    packer->length = length;
    memset(packer->seen, 0, sizeof packer->seen);
    find_tokens(packer);
}

void deflate_close(struct packer *packer)
{
    put_block(packer, true);
    flush_bits(packer);
    free(packer);
}

void deflate_rows(struct buffer *out, const unsigned char *bytes, size_t length,
                  size_t row_length, uint32_t adler)
{
    buffer_add(out, "\x78\x5e", 2); /* a window of 32 KiB, packed fast */
    struct packer *packer = deflate_open(out, row_length);
    deflate_add(packer, bytes, length);
    deflate_close(packer);
    for (int i = 3; i >= 0; i--)
        buffer_char(out, (char)(adler >> 8 * i & 0xff));
}
