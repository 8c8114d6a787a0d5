/* Usage: snapshot_to_cube SOURCE.json FILE...
 *
 * Reads files by a descriptor, each into a sealed cube, as cifra does with a snapshot.
 * One line for all: seconds, peak of memory in KiB, rows, known figures, their sum.
 * The clock runs from opening a file to the sealed cube; lists and crosswalks are
 * loaded before, as they are once for all sources in a run. */
#include "base/file.h"
#include "ingest/decode.h"
#include "transform/crosswalk.h"
#include "transform/mapper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const struct languages LANGUAGES = {2, {"es", "en"}};

struct totals {
    double seconds, sum;
    size_t rows, figures;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Of all threads; steadier than the clock where others work on the same processors. */
static double busy(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool add_up(void *context, struct key key, const struct series *series)
{
    double *sum = context;
    (void)key;
    for (size_t i = 0; i < series->count; i++)
        *sum += series->figures[i].value;
    return true;
}

static bool load_crosswalk(struct arena *arena, const struct lists *lists,
                           const char *name, enum crosswalk_list list,
                           const struct crosswalk **out, struct error *err)
{
    struct crosswalk *crosswalk;
    const char *path = name ? path_join(arena, "transform/lists", name) : NULL;
    if (!crosswalk_load(arena, path, list, lists, &crosswalk, err))
        return false;
    *out = crosswalk;
    return true;
}

static bool load(struct arena *arena, const char *path, struct source *source,
                 struct lists *lists, struct mapping *out, struct error *err)
{
    if (!source_load(arena, path, &LANGUAGES, source, err) ||
        !lists_load(arena, "transform/lists", &LANGUAGES, lists, err))
        return false;
    *out = (struct mapping){.lists = lists,
                            .step = source->period.step,
                            .unique = source->unique,
                            .grid = source->grid,
                            .provisional = source->provisional};
    return load_crosswalk(arena, lists, source->place.crosswalk, CROSSWALK_PLACES,
                          &out->places, err) &&
           load_crosswalk(arena, lists, source->offence.crosswalk, CROSSWALK_OFFENCES,
                          &out->offences, err) &&
           load_crosswalk(arena, lists, source->measure.crosswalk, CROSSWALK_MEASURES,
                          &out->measures, err);
}

static bool read_file(struct arena *arena, const struct source *source,
                      const struct mapping *mapping, const char *path,
                      struct totals *totals, struct error *err)
{
    struct decoded decoded;
    struct cube *cube;
    double start = now(), start_busy = busy();
    struct mapper *mapper = mapper_new(mapping);
    if (!decode_file(arena, source, path, mapper_sink(mapper), &decoded, err)) {
        mapper_free(mapper);
        return false;
    }
    double middle = now(), middle_busy = busy();
    if (!mapper_finish(mapper, &cube, err))
        return false;
    double end = now();
    totals->seconds += end - start;
    if (getenv("BENCH_PHASES"))
        fprintf(stderr, "decoding %.4f (busy %.4f), sealing %.4f (busy %.4f)\n",
                middle - start, middle_busy - start_busy, end - middle,
                busy() - middle_busy);
    totals->rows += decoded.rows;
    totals->figures += cube_figures(cube);
    if (!getenv("BENCH_PHASES"))
        cube_each(cube, add_up, &totals->sum);
    cube_free(cube);
    return true;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct source source;
    struct lists lists;
    struct mapping mapping;
    struct totals totals = {0};
    bool good = count > 2 || fail(&err, ERROR_USAGE, "which source and file?");
    good = good && load(&arena, words[1], &source, &lists, &mapping, &err);
    for (int i = 2; good && i < count; i++)
        good = read_file(&arena, &source, &mapping, words[i], &totals, &err);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (good)
        printf("%.4f %ld %zu %zu %.0f\n", totals.seconds, usage.ru_maxrss, totals.rows,
               totals.figures, totals.sum);
    else
        fprintf(stderr, "%s\n", err.message);
    arena_free(&arena);
    return good ? 0 : 1;
}
