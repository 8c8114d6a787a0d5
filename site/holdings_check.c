/* A file on its way into the store, set beside the vintages before and after it. */
#include "site/holdings_inside.h"

#include "base/file.h"
#include "site/agreement.h"
#include "transform/vintage.h"

#include <string.h>

/* A file on its way into the store. */
struct checking {
    struct arena *arena;
    const struct holdings *holdings;
    const struct holding *holding;
    struct day date;
    struct sha256 sha256; /* of the file, whose own snapshot does not count */
};

/* A vintage that a file is set against. */
struct neighbour {
    const struct vintage *vintage; /* NULL: there is none */
    struct cube *cube;
    bool borrowed; /* the cube is the vintage's */
};

static void let_go(struct neighbour *neighbour)
{
    if (!neighbour->borrowed)
        cube_free(neighbour->cube);
    neighbour->cube = NULL;
}

/* Bytes that are no good are passed over. Fails when they might read another time: a
 * check must not be left out for want of memory. */
static bool try_vintage(const struct checking *checking, const struct vintage *vintage,
                        struct neighbour *out, struct error *err)
{
    const struct snapshot *snapshot = &vintage->snapshot;
    struct error fault = {0};
    struct decoded decoded;
    struct day day = snapshot->provenance.date;
    if (vintage->fault ||
        strcmp(snapshot->provenance.sha256.hex, checking->sha256.hex) == 0)
        return true;
    *out = (struct neighbour){vintage, vintage->cube, vintage->cube != NULL};
    if (out->cube || holdings_read_cube(
                         checking->arena, checking->holdings, checking->holding->source,
                         NO_TOTAL, snapshot->path, day, &decoded, &out->cube, &fault))
        return true;
    *out = (struct neighbour){0};
    return !error_is_passing(&fault) ||
           fail(err, fault.kind,
                "it cannot be set against the snapshot of %04d-%02d-%02d of %s: %s",
                day.year, day.month, day.day, checking->holding->source->id,
                fault.message);
}

/* The newest vintage that reads, not younger than the day. */
static bool last_good(const struct checking *checking, struct neighbour *out,
                      struct error *err)
{
    *out = (struct neighbour){0};
    for (size_t i = checking->holding->vintages; i-- > 0 && !out->vintage;) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) <= 0 &&
            !try_vintage(checking, vintage, out, err))
            return false;
    }
    return true;
}

/* The oldest one that reads and is younger. */
static bool next_good(const struct checking *checking, struct neighbour *out,
                      struct error *err)
{
    *out = (struct neighbour){0};
    for (size_t i = 0; i < checking->holding->vintages && !out->vintage; i++) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) > 0 &&
            !try_vintage(checking, vintage, out, err))
            return false;
    }
    return true;
}

static bool check_against_last(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct neighbour last;
    if (!last_good(checking, &last, err))
        return false;
    if (!last.vintage)
        return true;
    bool good = vintage_check(last.cube, cube, err);
    struct day day = last.vintage->snapshot.provenance.date;
    if (!good)
        fail_while(err,
                   "set against the snapshot of %04d-%02d-%02d (--accept %s is for a "
                   "loss that "
                   "is meant, --date for an older file)",
                   day.year, day.month, day.day, checking->holding->source->id);
    let_go(&last);
    return good;
}

static bool check_against_next(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct neighbour next;
    if (!next_good(checking, &next, err))
        return false;
    if (!next.vintage)
        return true;
    const struct provenance *from = &next.vintage->snapshot.provenance;
    bool good =
        (from->accepted && *from->accepted) || vintage_check(cube, next.cube, err);
    if (!good)
        fail_while(err,
                   "the snapshot of %04d-%02d-%02d is younger (--date), and set "
                   "against this file",
                   from->date.year, from->date.month, from->date.day);
    let_go(&next);
    return good;
}

bool holdings_last_good(struct arena *arena, const struct holdings *holdings,
                        const struct holding *holding, struct day date,
                        const struct vintage **out, struct cube **cube,
                        struct error *err)
{
    struct crosswalks crosswalks;
    struct checking checking = {
        .arena = arena, .holdings = holdings, .holding = holding, .date = date};
    struct neighbour last;
    if (!holdings_crosswalks(arena, holdings, holding->source, &crosswalks, err) ||
        !last_good(&checking, &last, err))
        return false;
    *out = last.vintage;
    *cube = last.cube;
    return *out != NULL;
}

/* Some messages start with the file already. */
static bool fail_naming(const char *file, struct error *err)
{
    if (strncmp(err->message, file, strlen(file)) != 0)
        fail_while(err, "%s", file);
    return false;
}

/* Against the totals in it, its neighbours in the store and other sources; *accepted,
 * when not NULL, takes the loss. A check that could not be made is no loss. */
static bool check_neighbours(const struct checking *checking, const char *file,
                             const struct cube *cube, const char **accepted,
                             struct error *err)
{
    struct error loss = {0};
    if (!holdings_check_totals(checking->holdings, checking->holding->source, file,
                               checking->date, cube, &loss) ||
        !check_against_last(checking, cube, &loss) ||
        !agreement_check(checking->arena, checking->holdings, checking->holding, cube,
                         checking->date, &loss)) {
        if (!accepted || error_is_passing(&loss))
            return fail(err, loss.kind, "%s", loss.message);
        *accepted = arena_copy(checking->arena, text_of(loss.message)).at;
    }
    return check_against_next(checking, cube, err);
}

/* accepted NULL: no loss is. */
static bool check_file(struct checking *checking, const char *source, const char *file,
                       const char **accepted, struct decoded *decoded,
                       struct cube **cube, struct error *err)
{
    struct arena *arena = checking->arena;
    const struct holdings *holdings = checking->holdings;
    struct crosswalks crosswalks;
    if (!holdings_find(holdings, source, &checking->holding, err) ||
        !holdings_crosswalks(arena, holdings, checking->holding->source, &crosswalks,
                             err))
        return false;
    if (!holdings_read_cube(arena, holdings, checking->holding->source, NO_TOTAL, file,
                            checking->date, decoded, cube, err))
        return fail_naming(file, err);
    /* only now: what is refused may be much larger than anything that is taken */
    if (sha256_of_file(file, &checking->sha256, err) &&
        check_neighbours(checking, file, *cube, accepted, err))
        return true;
    cube_free(*cube);
    *cube = NULL;
    return fail_naming(file, err);
}

bool holdings_check(struct arena *arena, const struct holdings *holdings,
                    const char *source, const char *file, struct day date,
                    struct decoded *decoded, struct cube **cube, struct error *err)
{
    struct checking checking = {.arena = arena, .holdings = holdings, .date = date};
    struct decoded read = {0};
    struct cube *made = NULL;
    if (!check_file(&checking, source, file, NULL, &read, &made, err))
        return false;
    if (decoded)
        *decoded = read;
    if (cube)
        *cube = made;
    else
        cube_free(made);
    return true;
}

bool holdings_check_accepting(struct arena *arena, const struct holdings *holdings,
                              const char *source, const char *file, struct day date,
                              struct decoded *decoded, const char **accepted,
                              struct error *err)
{
    struct checking checking = {.arena = arena, .holdings = holdings, .date = date};
    struct cube *made = NULL;
    *accepted = NULL;
    bool good = check_file(&checking, source, file,
                           holdings_accepts(holdings, source) ? accepted : NULL,
                           decoded, &made, err);
    cube_free(made);
    return good;
}
