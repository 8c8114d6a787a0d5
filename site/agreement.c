#include "site/agreement.h"

#include "transform/sums_agree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double MONTHS_APART = 3;

static bool declares(const struct source *parts, const struct source *whole)
{
    return parts->agrees.with && strcmp(parts->agrees.with, whole->id) == 0;
}

bool agreement_declared(const struct source *a, const struct source *b)
{
    return declares(a, b) || declares(b, a);
}

struct source agreement_total_rows(const struct source *source, size_t i)
{
    struct source rows = *source;
    struct source_filter *filter = &rows.filter[rows.filters++];
    *filter = (struct source_filter){.column = source->place.column[0], .count = 1};
    filter->value = (const char **)(uintptr_t)&source->total[i].word;
    rows.place = (struct source_word){.constant = source->total[i].place};
    rows.totals = 0;
    rows.complete = rows.grid = false; /* it is one place */
    return rows;
}

bool agreement_with_total(const struct cube *total, const struct cube *cube,
                          struct error *err)
{
    const struct sums_tolerance exact = {.same_cut = true};
    return sums_agree(total, cube, &exact, "the total in the same file", NULL, err);
}

static int last_month(const struct cube *cube)
{
    struct period first, last;
    return cube_range(cube, &first, &last) ? last.month : 0;
}

/* 1 for files of one quarter, and more in proportion. */
static double patience_between(struct day a, struct day b)
{
    int months = abs((a.year - b.year) * 12 + a.month - b.month);
    return fmax(1, months / MONTHS_APART);
}

/* One side of a comparison. */
struct side {
    const struct source *source;
    const struct cube *cube;
    struct day day;
};

static bool sides_agree(struct side whole, struct side parts, struct error *err)
{
    const struct source_agrees *agrees = &parts.source->agrees;
    struct sums_tolerance tolerance = {
        .cases = agrees->cases,
        .share = agrees->percent / 100.0 * patience_between(whole.day, parts.day),
        .same_cut = last_month(whole.cube) == last_month(parts.cube)};
    if (cube_step(whole.cube) != cube_step(parts.cube) ||
        sums_agree(whole.cube, parts.cube, &tolerance, whole.source->id, NULL, err))
        return true;
    return fail_while(err, "the sums of %s and %s", parts.source->id, whole.source->id);
}

static struct side side_of(const struct holding *holding, const struct vintage *vintage,
                           const struct cube *cube)
{
    return (struct side){holding->source, cube, vintage->snapshot.provenance.date};
}

static bool is_accepted(const struct vintage *vintage)
{
    return vintage->snapshot.provenance.accepted &&
           *vintage->snapshot.provenance.accepted;
}

/* A file on its way in ------------------------------------------------------------- */

static bool agrees_with(struct arena *arena, const struct holdings *holdings,
                        struct side own, const struct holding *other, struct error *err)
{
    static const struct day NEWEST = {YEAR_MAX, 12, 31};
    const struct vintage *vintage;
    struct cube *cube = NULL;
    struct error fault = {0}; /* none: it has no vintage to agree with */
    if (!holdings_last_good(arena, holdings, other, NEWEST, &vintage, &cube, &fault))
        return !error_is_passing(&fault) || fail(err, fault.kind, "%s", fault.message);
    struct side theirs = side_of(other, vintage, cube);
    bool finer = declares(own.source, other->source);
    bool good = day_compare(own.day, theirs.day) < (finer ? 0 : 1) ||
                is_accepted(vintage) ||
                (finer ? sides_agree(theirs, own, err) : sides_agree(own, theirs, err));
    if (cube != vintage->cube)
        cube_free(cube);
    return good;
}

bool agreement_check(struct arena *arena, const struct holdings *holdings,
                     const struct holding *own, const struct cube *cube,
                     struct day date, struct error *err)
{
    if (own->vintages > 0 &&
        day_compare(own->vintage[own->vintages - 1].snapshot.provenance.date, date) > 0)
        return true; /* it is not the one that will be published */
    for (size_t i = 0; i < holdings->sources; i++) {
        const struct holding *other = &holdings->holding[i];
        if (agreement_declared(own->source, other->source) &&
            !agrees_with(arena, holdings, (struct side){own->source, cube, date}, other,
                         err))
            return false;
    }
    return true;
}

/* What is in the store ------------------------------------------------------------- */

static bool current_agree(const struct holding *whole, const struct holding *parts,
                          struct error *err)
{
    const struct vintage *a = whole->current, *b = parts->current;
    return !a || !b || is_accepted(a) || is_accepted(b) ||
           sides_agree(side_of(whole, a, a->cube), side_of(parts, b, b->cube), err);
}

static void settle(struct arena *arena, struct holding *whole, struct holding *parts)
{
    for (;;) {
        struct error err = {0};
        if (current_agree(whole, parts, &err))
            return;
        bool newer_parts = day_compare(parts->current->snapshot.provenance.date,
                                       whole->current->snapshot.provenance.date) >= 0;
        struct holding *younger = newer_parts ? parts : whole;
        struct vintage *vintage = younger->current;
        vintage->fault = arena_copy(arena, text_of(err.message)).at;
        vintage->fault_kind = err.kind;
        vintage->lost = true;
        younger->current = holding_before(younger, vintage);
    }
}

void agreement_settle(struct arena *arena, struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->count; j++)
            if (declares(holdings->holding[i].source, holdings->holding[j].source))
                settle(arena, &holdings->holding[j], &holdings->holding[i]);
}
