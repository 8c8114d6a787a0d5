/* Which of a picture's colours its table keeps. */
#ifndef CIFRA_RENDER_COLOUR_TABLE_H
#define CIFRA_RENDER_COLOUR_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum { COLOUR_TABLE_MAX = 256 };

/* A colour of a picture; each is there once. */
struct colour {
    uint32_t rgb;
    uint8_t index; /* in the table, once it is chosen */
    uint64_t pixels;
};

/* Choose the table and give each colour its nearest entry; returns how many entries
 * there are. Up to COLOUR_TABLE_MAX colours stay as they are, in their order. */
size_t colour_table(struct colour *colour, size_t count,
                    uint32_t table[COLOUR_TABLE_MAX]);

#endif
