/* From a cell to a figure: fast for the few digits that nearly every cell holds,
 * strict about everything else. */
#ifndef CIFRA_INGEST_AMOUNT_H
#define CIFRA_INGEST_AMOUNT_H

#include "base/figure.h"
#include "ingest/csv_scan.h"
#include "ingest/source.h"

struct amount_rules {
    const struct source *source;
    bool plain_digits;                /* no rule gives a number another meaning */
    enum status blank;                /* what an empty cell means */
    bool is_number[SOURCE_CELLS_MAX]; /* the rule's text is a number … */
    double number[SOURCE_CELLS_MAX];  /* … of this value: "-1" fits "-1.0" too */
};

void amount_rules_open(struct amount_rules *rules, const struct source *source);

/* Where a cell stands, for messages. */
struct cell_place {
    size_t row;
    struct text column;
};

/* Read a cell the slow and strict way. ERROR_FORMAT names row and column, what
 * was found and what was expected. */
bool amount_read(const struct amount_rules *rules, const struct csv_cell *cell,
                 struct cell_place at, struct figure *out, struct error *err);

/* The quick way: true when the cell is one to six plain digits. */
static inline bool amount_quick(const struct csv_cell *cell, struct figure *out)
{
    if (cell->length - 1u > 5u)
        return false;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < cell->length; i++) {
        uint32_t digit = (uint32_t)(unsigned char)cell->at[i] - '0';
        if (digit > 9)
            return false;
        sum = sum * 10 + digit;
    }
    *out = (struct figure){sum, STATUS_REPORTED};
    return true;
}

/* ERROR_FORMAT for a cell that is not what it should be. */
bool amount_fail(const struct csv_cell *cell, struct cell_place at,
                 const char *expected, struct error *err);

#endif
