/* One file of a source, from its bytes to a sealed cube. */
#include "site/holdings_apart.h"

#include "base/file.h"
#include "site/agreement.h"
#include "transform/whole.h"

#include <string.h>

const char *holdings_crosswalk_path(struct arena *arena, const struct config *config,
                                    const char *name)
{
    if (!name)
        return NULL;
    if (*config->sources) {
        const char *theirs = path_join(arena, config->sources, name);
        if (file_exists(theirs))
            return theirs;
    }
    return path_join(arena, path_join(arena, config->share, "transform/lists"), name);
}

/* The operator's descriptor stands in for ours of the same name. */
static const char *descriptor_path(struct arena *arena, const struct config *config,
                                   const struct source *source)
{
    const char *name = arena_format(arena, "%s.json", source->id);
    const char *theirs = path_join(arena, config->sources, name);
    return *config->sources && file_exists(theirs)
               ? theirs
               : path_join(arena, path_join(arena, config->share, "ingest/sources"),
                           name);
}

bool holdings_crosswalks_there(struct arena *arena, const struct config *config,
                               const struct source *source, struct error *err)
{
    const struct {
        const char *key, *file;
    } named[] = {{"place", source->place.crosswalk},
                 {"offence", source->offence.crosswalk},
                 {"measure", source->measure.crosswalk}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const char *file = named[i].file;
        if (!file || file_exists(holdings_crosswalk_path(arena, config, file)))
            continue;
        return fail(err, ERROR_USAGE,
                    "%s: \"rows\": \"%s\": there is no crosswalk \"%s\" in %s%s%s",
                    descriptor_path(arena, config, source), named[i].key, file,
                    config->sources, *config->sources ? ", nor in " : "",
                    path_join(arena, config->share, "transform/lists"));
    }
    return true;
}

bool holdings_crosswalks(struct arena *arena, const struct holdings *holdings,
                         const struct source *source, struct crosswalks *out,
                         struct error *err)
{
    const struct config *config = holdings->config;
    const struct lists *lists = holdings->lists;
    return (crosswalk_load(
                arena, holdings_crosswalk_path(arena, config, source->place.crosswalk),
                CROSSWALK_PLACES, lists, &out->places, err) &&
            crosswalk_load(
                arena,
                holdings_crosswalk_path(arena, config, source->offence.crosswalk),
                CROSSWALK_OFFENCES, lists, &out->offences, err) &&
            crosswalk_load(
                arena,
                holdings_crosswalk_path(arena, config, source->measure.crosswalk),
                CROSSWALK_MEASURES, lists, &out->measures, err)) ||
           fail_while(err, "source %s", source->id);
}

static enum place_kind level_of(const struct source *source)
{
    return strcmp(source->level, "country") == 0 ? PLACE_COUNTRY
           : strcmp(source->level, "state") == 0 ? PLACE_STATE
                                                 : PLACE_MUNICIPALITY;
}

static bool is_crime(const struct source *source)
{
    return strcmp(source->subject, "crime") == 0;
}

/* Nobody counts crimes that are still to come. */
static bool check_passed(const struct source *source, const struct cube *cube,
                         struct day date, struct error *err)
{
    struct period first, last;
    struct arena arena = {0};
    bool fine = !is_crime(source) || !cube_range(cube, &first, &last) ||
                last.month <= period_of(date.year, date.month).month;
    if (!fine)
        fail(err, ERROR_CONTRADICTION,
             "it is of %04d-%02d-%02d and has figures of %s, which was still to come",
             date.year, date.month, date.day,
             period_iso(&arena, last, source->period.step));
    arena_free(&arena);
    return fine;
}

/* Of a series that has ended nothing more was published: later months are another's. */
static bool check_ended(const struct source *source, const struct cube *cube,
                        struct error *err)
{
    struct period first, last;
    struct arena arena = {0};
    bool fine = source->until.month == 0 || cube_step(cube) != STEP_MONTH ||
                !cube_range(cube, &first, &last) || last.month <= source->until.month;
    if (!fine)
        fail(err, ERROR_CONTRADICTION,
             "it has figures of %s, and %s was the last month of %s (\"until\")",
             period_iso(&arena, last, STEP_MONTH),
             period_iso(&arena, source->until, STEP_MONTH), source->id);
    arena_free(&arena);
    return fine;
}

/* What the source claims of its whole, and zeros that nobody counted. */
static bool make_whole(const struct source *source, struct day date, struct cube **cube,
                       struct error *err)
{
    bool whole =
        !source->complete || !source->grid || whole_check(*cube, level_of(source), err);
    if (!whole || !check_passed(source, *cube, date, err) ||
        !check_ended(source, *cube, err)) {
        cube_free(*cube);
        *cube = NULL;
        return false;
    }
    if (source->grid && is_crime(source))
        whole_blank_zeros(*cube);
    return true;
}

bool holdings_read_here(struct arena *arena, const struct lists *lists,
                        const struct source *source,
                        const struct crosswalks *crosswalks, const char *path,
                        struct day date, struct decoded *decoded, struct cube **cube,
                        struct error *err)
{
    struct mapping mapping = {
        .lists = lists,
        .places = crosswalks->places,
        .offences = crosswalks->offences,
        .measures = crosswalks->measures,
        .step = source->period.step,
        .unique = source->unique,
        .grid = source->grid,
        .lists_all = source->lists_all,
        .provisional = source->provisional,
    };
    struct mapper *mapper = mapper_new(&mapping);
    if (!decode_file(arena, source, path, mapper_sink(mapper), decoded, err)) {
        mapper_free(mapper);
        return false;
    }
    return mapper_finish(mapper, cube, err) && make_whole(source, date, cube, err);
}

/* Where no process can be shut in. */
static bool read_cube_here(struct arena *arena, const struct holdings *holdings,
                           const struct source *source, int total, const char *path,
                           struct day date, struct decoded *decoded, struct cube **cube,
                           struct error *err)
{
    struct source rows = *source;
    struct crosswalks crosswalks;
    if (total != NO_TOTAL)
        rows = agreement_total_rows(source, (size_t)total);
    return holdings_crosswalks(arena, holdings, &rows, &crosswalks, err) &&
           holdings_read_here(arena, holdings->lists, &rows, &crosswalks, path, date,
                              decoded, cube, err);
}

bool holdings_read_cube(struct arena *arena, const struct holdings *holdings,
                        const struct source *source, int total, const char *path,
                        struct day date, struct decoded *decoded, struct cube **cube,
                        struct error *err)
{
    return (holdings->apart ? holdings_read_apart : read_cube_here)(
        arena, holdings, source, total, path, date, decoded, cube, err);
}

bool holdings_check_totals(const struct holdings *holdings, const struct source *source,
                           const char *path, struct day date, const struct cube *cube,
                           struct error *err)
{
    struct arena arena = {0};
    bool good = true;
    for (size_t i = 0; good && i < source->totals; i++) {
        struct decoded ignored;
        struct cube *total = NULL;
        good = holdings_read_cube(&arena, holdings, source, (int)i, path, date,
                                  &ignored, &total, err) &&
               agreement_with_total(total, cube, err);
        cube_free(total);
    }
    arena_free(&arena);
    return good;
}
