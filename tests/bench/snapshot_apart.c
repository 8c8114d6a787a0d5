/* Usage: snapshot_apart SOURCE FILE...
 *
 * Reads files of a source as cifra does with snapshots, in a process that is shut in,
 * and says the seconds from opening a file to its sealed cube, for all of them. What
 * that costs shows beside snapshot_to_cube, which reads them in its own process. */
#include "site/holdings_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool read_files(struct arena *arena, const struct holdings *holdings,
                       const char *id, char **file, size_t count, double *seconds,
                       struct error *err)
{
    const struct holding *holding;
    bool good = holdings_find(holdings, id, &holding, err);
    for (size_t i = 0; good && i < count; i++) {
        struct decoded decoded;
        struct cube *cube;
        struct day day = {YEAR_MAX, 12, 31};
        double start = now();
        good = holdings_read_cube(arena, holdings, holding->source, NO_TOTAL, file[i],
                                  day, &decoded, &cube, err);
        *seconds += now() - start;
        if (good)
            cube_free(cube);
    }
    return good;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct config config;
    struct holdings holdings = {0};
    double seconds = 0;
    bool good = count > 2 || fail(&err, ERROR_USAGE, "which source and file?");
    good = good && config_load(&arena, NULL, ".", &config, &err) &&
           holdings_open(&arena, &config, &holdings, &err) &&
           read_files(&arena, &holdings, words[1], words + 2, (size_t)count - 2,
                      &seconds, &err);
    if (good)
        printf("%.4f\n", seconds);
    else
        fprintf(stderr, "%s\n", err.message);
    holdings_close(&holdings);
    arena_free(&arena);
    return good ? 0 : 1;
}
