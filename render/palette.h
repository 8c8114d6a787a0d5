/* What each role looks like: the one table both painters read.
 *
 * Contrast on paper: text roles at least 4.5, data lines at least 3. */
#ifndef CIFRA_RENDER_PALETTE_H
#define CIFRA_RENDER_PALETTE_H

#include "render/scene.h"

/* X(role, short name for classes, light, dark) */
#define PALETTE_ROLES(X)                                                               \
    X(ROLE_PAPER, "paper", "#fcfbf8", "#14171a")                                       \
    X(ROLE_INK, "ink", "#1c2024", "#eceae4")                                           \
    X(ROLE_QUIET, "quiet", "#5a6169", "#a9afb6")                                       \
    X(ROLE_RULE, "rule", "#8b9198", "#6f767d")                                         \
    X(ROLE_GRID, "grid", "#e5e2db", "#2c3136")                                         \
    X(ROLE_DATA_1, "1", "#a8301c", "#f2836b")                                          \
    X(ROLE_DATA_2, "2", "#1f5f8b", "#6db3e0")                                          \
    X(ROLE_DATA_3, "3", "#8a6100", "#d9a741")                                          \
    X(ROLE_DATA_4, "4", "#1d6f62", "#5cc0ae")                                          \
    X(ROLE_DATA_5, "5", "#7a3f7d", "#c792ca")                                          \
    X(ROLE_CONTEXT, "context", "#8b9198", "#7c838a")                                   \
    X(ROLE_FAINT_1, "faint", "#dcaea4", "#6b3f37")                                     \
    X(ROLE_MAP_1, "m1", "#fbe6d8", "#3a2420")                                          \
    X(ROLE_MAP_2, "m2", "#f3c0a3", "#63342a")                                          \
    X(ROLE_MAP_3, "m3", "#e5936e", "#934635")                                          \
    X(ROLE_MAP_4, "m4", "#cf6443", "#c25d45")                                          \
    X(ROLE_MAP_5, "m5", "#a8301c", "#ea8a6f")                                          \
    X(ROLE_MAP_6, "m6", "#6e1410", "#fbc7b3")                                          \
    /* of the lines of hatches: */                                                     \
    X(ROLE_MISSING, "missing", "#a3a8ad", "#60676e")                                   \
    X(ROLE_WITHHELD, "withheld", "#868c93", "#7c838a")

/* A hatch: lines at 45 degrees, this far apart and this thick; what is withheld has as
 * many across them, so that no colour is needed to tell the two apart. */
#define HATCH_STEP 6.0
#define HATCH_LINE 1.2

/* Dots on a fill, in the middle of squares: the colour stays what it is, and no line is
 * near that could be taken for a hatch. Where paper would not show they are darker. */
#define TONE_STEP 5.0
#define TONE_RADIUS 1.05
#define TONE_DOT(fill)                                                                 \
    ((fill) == ROLE_PAPER                           ? ROLE_RULE                        \
     : (fill) == ROLE_MAP_1 || (fill) == ROLE_MAP_2 ? ROLE_MAP_4                       \
                                                    : ROLE_PAPER)

/* What a dash looks like; both painters. */
#define DASH_BRIDGED_ON 5.0
#define DASH_BRIDGED_OFF 3.5
#define DASH_DOTTED_ON 1.5
#define DASH_DOTTED_OFF 3.0

#define PALE_STRENGTH 0.5
#define HALO_WIDTH 3.5

#endif
