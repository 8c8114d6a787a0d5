/* Prefix codes of least length, as deflate wants them (RFC 1951, 3.2.2): canonical, no
 * longer than a limit, the same for the same counts. */
#ifndef CIFRA_RENDER_HUFFMAN_H
#define CIFRA_RENDER_HUFFMAN_H

#include <stddef.h>
#include <stdint.h>

enum { HUFFMAN_SYMBOLS_MAX = 288, HUFFMAN_LENGTH_MAX = 15 };

struct huffman {
    uint8_t length[HUFFMAN_SYMBOLS_MAX]; /* bits; 0 for a symbol that never comes */
    uint16_t code[HUFFMAN_SYMBOLS_MAX];  /* its first bit lowest */
};

/* A code for symbols 0 to symbols - 1, at least two, by how often each comes. At least
 * two get a code, so that it is always a complete one. limit is at most
 * HUFFMAN_LENGTH_MAX. */
void huffman_make(struct huffman *out, const uint32_t *counts, size_t symbols,
                  int limit);

#endif
