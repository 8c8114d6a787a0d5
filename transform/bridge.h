/* The bridge over a change of method: where the lines of a new way of counting stood in
 * the one before.
 *
 * Rules are a file, transform/lists/bridge_rnid_2026.csv: rule, offence (a node counted
 * now), target (the node it was counted in before; empty: none, it cannot be bridged),
 * certain (1, 0), note_es, note_en (why, in words). A node with the same meaning in
 * both needs no row; one whose target is itself changed its name only. A bridged series
 * is an estimate by the publisher's own note: a measure of its own, never joined to the
 * series it continues. */
#ifndef CIFRA_TRANSFORM_BRIDGE_H
#define CIFRA_TRANSFORM_BRIDGE_H

#include "transform/cube.h"

struct bridge_rule {
    const char *id; /* "B1" */
    struct offence_id offence;
    struct offence_id target; /* .index NO_INDEX: cannot be bridged */
    bool certain;
    struct names note;
};

struct bridge {
    const struct lists *lists;
    size_t count;
    struct bridge_rule *rule;
    uint32_t *rule_of; /* by offence: its own rule or that of the nearest above it;
                          NO_INDEX when there is none */
};

/* Load the rules; ERROR_FORMAT names the row whose offence or target does not exist,
 * stands twice, or lies below another row's offence. Lives in the arena. */
bool bridge_load(struct arena *arena, const char *path, const struct lists *lists,
                 struct bridge *out, struct error *err);

/* Where an offence was counted before; itself without a rule; NO_INDEX: nowhere. */
struct offence_id bridge_image(const struct bridge *bridge, struct offence_id offence);

/* A new sealed cube in which each leaf of one measure stands at its image, as another
 * measure: nothing is lost but what cannot be bridged, nothing stands twice. The
 * caller frees it. provisional: as in cube_seal(). */
bool bridge_cube(const struct bridge *bridge, const struct cube *cube,
                 struct measure_id from, struct measure_id to, int provisional,
                 struct cube **out, struct error *err);

/* What a rule does to the bridged series of an offence. */
enum bridge_use {
    BRIDGE_UNUSED,
    BRIDGE_ADDS,   /* counted elsewhere now, and here before */
    BRIDGE_TAKES,  /* counted below it now, and elsewhere before */
    BRIDGE_WITHIN, /* moves between nodes below it, or only changed its name */
    BRIDGE_NEVER   /* a part of it that cannot be bridged */
};
enum bridge_use bridge_use(const struct bridge *bridge, const struct bridge_rule *rule,
                           struct offence_id offence);

/* The bridged series of a key, from a cube of bridge_cube(); used, when not NULL, has
 * room for bridge->count and receives what each rule did. */
struct series bridge_series(struct arena *arena, const struct bridge *bridge,
                            const struct cube *bridged, struct key key,
                            enum bridge_use *used);

#endif
