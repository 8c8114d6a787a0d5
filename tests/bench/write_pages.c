/* Usage: write_pages TABLES-FOLDER COUNT TEMPLATES-FOLDER OUT
 *
 * Makes a page of each CSV table as an edition does: figures into cells, cells into
 * the frame that every page has, the page into a tree below OUT, by as many threads as
 * an edition. Prints the seconds from the start to the last page written, by the clock
 * and of processors. The tree is then published, which waits for the disk and is not
 * counted: Hugo does not wait. */
#include "base/csv.h"
#include "base/number.h"
#include "base/parallel.h"
#include "site/blocks.h"
#include "site/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct bench {
    const char *tables;
    struct site site;
};

static struct config config = {
    .title.in = {"Bench"}, .base_url = "", .contact = "", .languages = {1, {"en"}}};

static bool fill(struct page *page, const struct table *from, struct error *err)
{
    struct view *table = table_new(page, "tables", "Cases by month", "Month");
    static const char *const COLUMNS[] = {"Cases", "Rate", "Twelve months"};
    for (size_t i = 0; i < 3; i++)
        table_column_add(table, COLUMNS[i]);
    struct view *body = table_body(page, table, NULL, 3);
    for (size_t i = 0; i < from->rows; i++) {
        struct view *row =
            table_row(body, arena_copy(page->arena, table_cell(from, i, 0)).at, NULL);
        for (size_t j = 1; j < from->columns; j++) {
            struct figure figure = {0, STATUS_REPORTED};
            if (!number_parse(table_cell(from, i, j), 0, '.', &figure.value))
                return fail(err, ERROR_FORMAT, "%s: row %zu is no row", from->path, i);
            table_figure(page, row, figure, j == 2 ? 1 : 0);
        }
    }
    return true;
}

static bool make_page(void *context, size_t index, struct error *err)
{
    struct bench *bench = context;
    struct arena arena = {0};
    const char *folder = arena_format(&arena, "%05zu", index);
    struct page page = {.site = &bench->site,
                        .arena = &arena,
                        .catalogue = bench->site.catalogues[0],
                        .folders = &folder,
                        .folder = arena_format(&arena, "en/%s", folder),
                        .root = "../../",
                        .template_ = "table_page",
                        .view = view_new(&arena)};
    struct table table;
    const char *heading = arena_format(&arena, "Place %zu", index);
    page_title(&page, heading, "Cases recorded by month.");
    page_crumb(&page, heading, NULL);
    bool good =
        table_load(&arena, arena_format(&arena, "%s/%05zu.csv", bench->tables, index),
                   &table, err) &&
        fill(&page, &table, err) && page_write(&page, err);
    arena_free(&arena);
    return good;
}

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool make_pages(struct arena *arena, char **words, struct error *err)
{
    double start = now(CLOCK_MONOTONIC), start_busy = now(CLOCK_PROCESS_CPUTIME_ID);
    struct place country = {.code = "xx"};
    const struct lists lists = {.places = {1, &country, {0}}};
    bool has_page = true;
    struct bench bench = {.tables = words[1],
                          .site = {.config = &config,
                                   .lists = &lists,
                                   .place_page = &has_page,
                                   .inputs = "",
                                   .day = "2026-01-01"}};
    bench.site.datasets = datasets_new();
    struct published published;
    size_t count = strtoul(words[2], NULL, 10);
    const char *public_ = arena_format(arena, "%s/public", words[4]);
    if (!catalogues_load(arena, "site/messages", &config.languages,
                         &bench.site.catalogues, err) ||
        !templates_load(arena, words[3], &config.languages,
                        (struct catalogue *const *)bench.site.catalogues,
                        &bench.site.templates, err) ||
        !tree_open(arena_format(arena, "%s/releases", words[4]), public_,
                   &bench.site.tree, err))
        return false;
    bool good = parallel_each(count, make_page, &bench, err);
    if (good)
        printf("%.4f %.4f\n", now(CLOCK_MONOTONIC) - start,
               now(CLOCK_PROCESS_CPUTIME_ID) - start_busy);
    good =
        good && tree_publish(bench.site.tree, bench.site.day, "", 1, &published, err);
    tree_close(bench.site.tree);
    datasets_free(bench.site.datasets);
    return good;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    bool good = count == 5 && make_pages(&arena, words, &err);
    if (!good)
        fprintf(stderr, "%s\n",
                count == 5 ? err.message
                           : "write_pages TABLES-FOLDER COUNT TEMPLATES-FOLDER OUT");
    arena_free(&arena);
    return good ? 0 : 1;
}
