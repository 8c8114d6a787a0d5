/* The International Classification of Crime for Statistical Purposes (UNODC, 2015), and
 * what of a publisher's lines is declared to belong to it.
 *
 * Codes nest by their digits: 0101 lies in 01. A crosswalk's columns iccs and
 * confidence say where each line belongs and how surely: H, M or L. Only H and M are
 * ever summed, apart; L and lines without a code are left out, and their share said. A
 * line with several codes (05023|05011) stands at the longest code that holds them all.
 * Every line is counted at one code, so that femicide is in 0101 once. */
#ifndef CIFRA_TRANSFORM_ICCS_H
#define CIFRA_TRANSFORM_ICCS_H

#include "transform/cube.h"

struct iccs_code {
    const char *code;
    int level;
    struct names name;            /* as UNODC has it */
    bool verified[LANGUAGES_MAX]; /* by language: its name was read in a publication */
};

struct iccs {
    size_t count;
    struct iccs_code *code; /* in the file's order: each before what it holds */
    struct lookup codes;
};

enum iccs_confidence { ICCS_LEFT_OUT, ICCS_MEDIUM, ICCS_HIGH, ICCS_CONFIDENCES };

/* Where each offence belongs by one crosswalk. */
struct iccs_map {
    bool declares;  /* has the crosswalk the two columns at all? */
    uint32_t *code; /* by offence; NO_INDEX: none */
    enum iccs_confidence *confidence;
};

/* Both live in the arena. */
bool iccs_load(struct arena *arena, const char *folder,
               const struct languages *languages, struct iccs *out, struct error *err);
bool iccs_map_load(struct arena *arena, const char *crosswalk, const struct iccs *iccs,
                   const struct lists *lists, struct iccs_map *out, struct error *err);

/* What a cube holds of a measure in a stretch of months, over all its places. */
struct iccs_sums {
    /* By code: declared at this very code; and at it or at one that it holds. */
    struct figure (*own)[ICCS_CONFIDENCES];
    struct figure (*within)[ICCS_CONFIDENCES];
    struct figure all[ICCS_CONFIDENCES]; /* every line once */
};
void iccs_sum(struct arena *arena, const struct iccs *iccs, const struct iccs_map *map,
              const struct cube *cube, struct measure_id measure, struct period first,
              struct period last, struct iccs_sums *out);

#endif
