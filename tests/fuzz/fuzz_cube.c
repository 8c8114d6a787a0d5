/* The file of a cube, which a process that foreign bytes have taken over may write:
 * whatever it holds, what is read of it stays within the lists and the file. */
#include "tests/fuzz/fuzz.h"
#include "transform/cube_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PLACES = 4, OFFENCES = 3, MEASURES = 2 };

static struct place place[PLACES] = {{.parent = NO_INDEX, .span = 4},
                                     {.span = 2},
                                     {.parent = 1, .span = 1},
                                     {.span = 1}};
static struct offence offence[OFFENCES] = {
    {.parent = NO_INDEX, .span = 3}, {.span = 1}, {.span = 1}};
static struct measure measure[MEASURES] = {{.parent = NO_INDEX, .span = 2},
                                           {.span = 1}};
static const struct lists LISTS = {.places = {PLACES, place, {0}},
                                   .offences = {OFFENCES, offence, {0}},
                                   .measures = {MEASURES, measure, {0}}};

static void promise(bool held)
{
    if (!held)
        abort();
}

struct looking {
    const struct cube *cube;
    size_t leaves;
};

static bool look(void *context, struct key key, const struct series *series)
{
    struct looking *looking = context;
    size_t row;
    looking->leaves++;
    promise(key.place.index < PLACES && key.offence.index < OFFENCES &&
            key.measure.index < MEASURES);
    for (size_t i = 0; i < series->count; i++) {
        struct period period = period_after(series->first, (int)i * (int)series->step);
        promise(period_year(period) >= YEAR_MIN && period_year(period) <= YEAR_MAX);
        promise(isfinite(series->figures[i].value) &&
                series->figures[i].status <= STATUS_SUPPRESSED);
        cube_row(looking->cube, key, period, &row);
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct error err = {0};
    struct cube *cube;
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    promise(file >= 0 && write(file, bytes, size) == (ssize_t)size);
    bool good = cube_file_read(&LISTS, file, NULL, &cube, &err);
    close(file);
    promise(good == (err.kind == ERROR_NONE));
    if (!good)
        return 0;
    struct arena arena = {0};
    struct period first, last;
    struct looking looking = {cube, 0};
    cube_each(cube, look, &looking);
    promise(looking.leaves == (cube_held(cube, &first, &last) ? cube_leaves(cube) : 0));
    for (uint32_t i = 0; i < PLACES; i++)
        for (uint32_t j = 0; j < OFFENCES; j++)
            for (uint32_t k = 0; k < MEASURES; k++) {
                cube_series(&arena, cube, (struct key){{i}, {j}, {k}});
                cube_knows(cube, (struct key){{i}, {j}, {k}});
            }
    arena_free(&arena);
    cube_free(cube);
    return 0;
}
