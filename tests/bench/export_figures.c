/* Usage: export_figures OUT
 *
 * Writes made-up counts of national size (every municipality, 40 offences, ten years)
 * as CSV and as JSON-stat into a tree below OUT, and beside them plain bytes of the
 * same number, so that what the tree takes for hashing and writing is seen. Prints for
 * each the megabytes a second of one processor. */
#include "base/file.h"
#include "site/exporters.h"
#include "site/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OFFENCES = 40, MONTHS = 120, CHUNK = 1 << 20 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Most months of most towns have none or a few. */
static struct cube *fill(const struct lists *lists, struct measure_id measure,
                         struct error *err)
{
    struct cube *cube = cube_new(lists, STEP_MONTH);
    struct figure told[MONTHS];
    uint64_t random = 88172645463325252U;
    for (uint32_t i = 0; i < lists->places.count; i++)
        for (uint32_t j = 0; lists->places.node[i].kind == PLACE_MUNICIPALITY &&
                             j < OFFENCES && j < lists->offences.count;
             j++) {
            for (size_t k = 0; k < MONTHS; k++) {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                uint64_t drawn = random >> 40;
                told[k] = (struct figure){
                    (double)(drawn % 8 == 0 ? drawn % 5000 : drawn % 12),
                    STATUS_REPORTED};
            }
            if (!cube_add(cube, (struct key){{i}, {j}, measure}, period_of(2015, 1),
                          MONTHS, told, 0, true, err)) {
                cube_free(cube);
                return NULL;
            }
        }
    cube_seal(cube, 3);
    return cube;
}

static void tell(const char *what, size_t bytes, double seconds)
{
    printf("%-10s %6.0f MB, %5.0f MB a second of one processor\n", what,
           (double)bytes / 1e6, (double)bytes / 1e6 / seconds);
}

/* What the tree takes for so many bytes, whatever they are. */
static bool write_plain(struct tree *tree, size_t bytes, struct error *err)
{
    struct tree_file *file;
    char *chunk = memory_or_die(calloc(1, CHUNK));
    double start = now();
    bool good = tree_file_open(tree, "data/plain", &file, err);
    for (size_t i = 0; good && i < bytes / CHUNK; i++)
        good = tree_file_add(file, (struct text){chunk, CHUNK}, err);
    good = good && tree_file_close(file, err);
    tell("plain", bytes / CHUNK * CHUNK, now() - start);
    free(chunk);
    return good;
}

static bool measure(const struct exporting *what, const char *format, size_t *bytes,
                    struct error *err)
{
    struct arena arena = {0};
    struct dataset_file file;
    double start = now();
    bool good = exporter_write(&arena, exporter_find(format), what, NULL, &file, err);
    if (good) {
        tell(format, file.bytes, now() - start);
        *bytes = file.bytes;
    }
    arena_free(&arena);
    return good;
}

static bool measure_all(struct site *site, struct error *err)
{
    struct source source = {.id = "bench", .name.in = {"Bench"}, .publisher = "Nobody"};
    struct vintage vintage = {0};
    struct holding holding = {.source = &source, .current = &vintage};
    vintage.cube =
        fill(site->lists, measure_find(site->lists, TEXT("investigations")), err);
    if (!vintage.cube)
        return false;
    struct figures figures =
        figures_held(site->lists, &holding, (struct place_id){NO_INDEX});
    struct dataset dataset = {.slug = "bench", .title.in = {"Bench"}};
    struct survey survey;
    size_t bytes;
    figures_survey(&figures, &survey);
    dataset.sources = 1;
    dataset.source = survey.source;
    const struct exporting what = {site, &dataset, &figures, &survey};
    bool good = measure(&what, "json-stat", &bytes, err) &&
                measure(&what, "csv", &bytes, err) &&
                write_plain(site->tree, bytes, err);
    survey_free(&survey);
    cube_free(vintage.cube);
    return good;
}

int main(int count, char **words)
{
    static struct config config = {.title.in = {"Bench"}, .languages = {1, {"es"}}};
    struct arena arena = {0};
    struct lists lists;
    struct error err = {0};
    struct site site = {.config = &config, .lists = &lists};
    if (count != 2) {
        fputs("usage: export_figures OUT\n", stderr);
        return 64;
    }
    bool good =
        lists_load(&arena, "transform/lists", &config.languages, &lists, &err) &&
        catalogues_load(&arena, "site/messages", &config.languages, &site.catalogues,
                        &err) &&
        tree_open(path_join(&arena, words[1], "releases"),
                  path_join(&arena, words[1], "public"), &site.tree, &err) &&
        measure_all(&site, &err);
    if (!good)
        fprintf(stderr, "export_figures: %s\n", err.message);
    tree_close(site.tree);
    arena_free(&arena);
    return good ? 0 : 1;
}
