#include "render/huffman.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64 }; /* counts of 32 bits cannot build a deeper tree */

struct leaf {
    uint32_t count;
    uint16_t symbol;
};

static int compare_leaves(const void *a, const void *b)
{
    const struct leaf *one = a, *two = b;
    if (one->count != two->count)
        return one->count < two->count ? -1 : 1;
    return one->symbol - two->symbol;
}

/* Symbols that come, the rarest first. */
static size_t find_leaves(struct leaf *leaf, const uint32_t *counts, size_t symbols)
{
    size_t leaves = 0;
    for (size_t i = 0; i < symbols; i++)
        if (counts[i] > 0)
            leaf[leaves++] = (struct leaf){counts[i], (uint16_t)i};
    for (size_t i = 0; leaves < 2; i++)
        if (counts[i] == 0)
            leaf[leaves++] = (struct leaf){1, (uint16_t)i};
    qsort(leaf, leaves, sizeof *leaf, compare_leaves);
    return leaves;
}

/* How many leaves lie how deep when again and again the two rarest are joined. Nodes
 * come into being in order of their counts, so the rarest node is the next leaf or the
 * oldest node not yet joined. */
static void find_depths(const struct leaf *leaf, size_t leaves,
                        uint16_t at_depth[DEPTH_MAX])
{
    uint64_t count[HUFFMAN_SYMBOLS_MAX] = {0};
    size_t parent[2 * HUFFMAN_SYMBOLS_MAX] = {0}; /* leaves first, then nodes */
    uint8_t depth[HUFFMAN_SYMBOLS_MAX] = {0};
    size_t next_leaf = 0, next_node = 0, nodes = leaves - 1;
    for (size_t i = 0; i < nodes; i++) {
        for (int j = 0; j < 2; j++) {
            bool is_leaf =
                next_leaf < leaves &&
                (next_node >= i || leaf[next_leaf].count <= count[next_node]);
            count[i] += is_leaf ? leaf[next_leaf].count : count[next_node];
            parent[is_leaf ? next_leaf++ : leaves + next_node++] = i;
        }
    }
    depth[nodes - 1] = 0;
    for (size_t i = nodes - 1; i-- > 0;)
        depth[i] = (uint8_t)(depth[parent[leaves + i]] + 1);
    for (size_t i = 0; i < leaves; i++)
        at_depth[depth[parent[i]] + 1]++;
}

/* Lift what is too deep: two leaves from the bottom go, one of them to the place of
 * their parent, the other beside a leaf that moves down for it (ITU-T T.81, K.2). */
static void limit_depths(uint16_t at_depth[DEPTH_MAX], int limit)
{
    for (int deep = DEPTH_MAX - 1; deep > limit; deep--)
        while (at_depth[deep] > 0) {
            int above = deep - 2;
            while (at_depth[above] == 0)
                above--;
            at_depth[deep] = (uint16_t)(at_depth[deep] - 2);
            at_depth[deep - 1]++;
            at_depth[above + 1] = (uint16_t)(at_depth[above + 1] + 2);
            at_depth[above]--;
        }
}

static uint16_t turned(uint32_t code, int length)
{
    uint32_t out = 0;
    for (int i = 0; i < length; i++)
        out |= (code >> i & 1) << (length - 1 - i);
    return (uint16_t)out;
}

static void number_codes(struct huffman *out, const uint16_t at_depth[DEPTH_MAX],
                         size_t symbols)
{
    uint32_t next[HUFFMAN_LENGTH_MAX + 1] = {0};
    for (int i = 1; i < HUFFMAN_LENGTH_MAX; i++)
        next[i + 1] = (next[i] + at_depth[i]) << 1;
    for (size_t i = 0; i < symbols; i++)
        if (out->length[i] > 0)
            out->code[i] = turned(next[out->length[i]]++, out->length[i]);
}

void huffman_make(struct huffman *out, const uint32_t *counts, size_t symbols,
                  int limit)
{
    struct leaf leaf[HUFFMAN_SYMBOLS_MAX];
    uint16_t at_depth[DEPTH_MAX] = {0};
    size_t leaves = find_leaves(leaf, counts, symbols), next = 0;
    find_depths(leaf, leaves, at_depth);
    limit_depths(at_depth, limit);
    memset(out, 0, sizeof *out);
    for (int length = limit; length > 0; length--)
        for (uint16_t i = 0; i < at_depth[length]; i++)
            out->length[leaf[next++].symbol] = (uint8_t)length;
    number_codes(out, at_depth, symbols);
}
