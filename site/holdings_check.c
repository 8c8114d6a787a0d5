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

/* The figures of a vintage; NULL when it is not to be had. The cube is the caller's
 * when *borrowed is false. */
static struct cube *cube_of(const struct checking *checking,
                            const struct vintage *vintage, bool *borrowed)
{
    const struct snapshot *snapshot = &vintage->snapshot;
    struct error ignored = {0};
    struct decoded decoded;
    struct cube *cube = NULL;
    if (vintage->fault ||
        strcmp(snapshot->provenance.sha256.hex, checking->sha256.hex) == 0)
        return NULL;
    *borrowed = vintage->cube != NULL;
    if (*borrowed)
        return vintage->cube;
    return holdings_read_cube(checking->arena, checking->holdings,
                              checking->holding->source, NO_TOTAL, snapshot->path,
                              snapshot->provenance.date, &decoded, &cube, &ignored)
               ? cube
               : NULL;
}

/* The newest vintage that reads, not younger than the day; NULL when there is none. */
static const struct vintage *last_good(const struct checking *checking,
                                       struct cube **cube, bool *borrowed)
{
    for (size_t i = checking->holding->vintages; i-- > 0;) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) > 0)
            continue;
        *cube = cube_of(checking, vintage, borrowed);
        if (*cube)
            return vintage;
    }
    return NULL;
}

/* The oldest one that reads and is younger. */
static const struct vintage *next_good(const struct checking *checking,
                                       struct cube **cube, bool *borrowed)
{
    for (size_t i = 0; i < checking->holding->vintages; i++) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) <= 0)
            continue;
        *cube = cube_of(checking, vintage, borrowed);
        if (*cube)
            return vintage;
    }
    return NULL;
}

static bool check_against_last(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct cube *older;
    bool borrowed;
    const struct vintage *last = last_good(checking, &older, &borrowed);
    if (!last)
        return true;
    bool good = vintage_check(older, cube, err);
    struct day day = last->snapshot.provenance.date;
    if (!good)
        fail_while(err,
                   "set against the snapshot of %04d-%02d-%02d (--accept %s is for a "
                   "loss that "
                   "is meant, --date for an older file)",
                   day.year, day.month, day.day, checking->holding->source->id);
    if (!borrowed)
        cube_free(older);
    return good;
}

static bool check_against_next(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct cube *newer;
    bool borrowed;
    const struct vintage *next = next_good(checking, &newer, &borrowed);
    if (!next ||
        (next->snapshot.provenance.accepted && *next->snapshot.provenance.accepted)) {
        if (next && !borrowed)
            cube_free(newer);
        return true;
    }
    bool good = vintage_check(cube, newer, err);
    struct day day = next->snapshot.provenance.date;
    if (!good)
        fail_while(err,
                   "the snapshot of %04d-%02d-%02d is younger (--date), and set "
                   "against this file",
                   day.year, day.month, day.day);
    if (!borrowed)
        cube_free(newer);
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
    bool borrowed;
    if (!holdings_crosswalks(arena, holdings, holding->source, &crosswalks, err))
        return false;
    *out = last_good(&checking, cube, &borrowed);
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
 * when not NULL, takes the loss. */
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
        if (!accepted)
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
