/* JSON rows by each kind of descriptor, and the same bytes as a page of an answer. */
#include "ingest/decode_json.h"
#include "ingest/paging.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define SHAPE(...)                                                                     \
    {                                                                                  \
        .id = "fuzz", .format = "json", .decimal = '.',                                \
        .place = {.count = 1,                                                          \
                  .column = {{5,                                                       \
                              {"district", "attributes/DISTRICT", "@state",            \
                               "country/id", "Suburb - Incident"}}}},                  \
        .offence = {.count = 1,                                                        \
                    .column = {{5,                                                     \
                                {"primary_type", "category", "@kind", "indicator/id",  \
                                 "attributes/OFFENSE"}}}},                             \
        .measure = {.constant = "incidents"},                                          \
        .period = {.shape = PERIOD_DATE,                                               \
                   .date = {4, {"date", "month", "@month", "attributes/REPORT_DAT"}},  \
                   .date_pattern = "%Y-%m*",                                           \
                   .step = STEP_MONTH},                                                \
        __VA_ARGS__                                                                    \
    }

static const struct source SOURCES[] = {
    SHAPE(.pointer = NULL),
    SHAPE(.pointer = "/result/records", .values = 1, .value = {{1, {"Offence count"}}}),
    SHAPE(.pointer = "/features", .json = {.lacks = 1, .may_lack = {"district"}}),
    SHAPE(.pointer = "/1", .values = 1, .value = {{1, {"value"}}}),
    SHAPE(.json = {.lines = true}),
    SHAPE(.pointer = "/offenses", .values = 1, .value = {{1, {"@value"}}},
          .json = {.levels = 3, .level = {"@kind", "@state", "@month"}}),
    SHAPE(.pointer = "/data", .json = {.has_names = true,
                                       .names = {"/columns", 1, {{"columns", 7}}},
                                       .name = "name"}),
    SHAPE(.json = {.has_names = true, .names = {"/0", 1, {{"0", 1}}}}),
};

static const struct paging_rule RULES[] = {
    {.kind = PAGING_OFFSET,
     .rows = "/result/records",
     .total = "/result/total",
     .offset = "offset",
     .pages_max = 3},
    {.kind = PAGING_NEXT, .rows = "/data", .next = "/next", .pages_max = 3},
    {.kind = PAGING_ARCGIS,
     .rows = "/features",
     .offset = "resultOffset",
     .pages_max = 3},
    {.kind = PAGING_PAGE,
     .rows = "/1",
     .total = "/0/pages",
     .offset = "page",
     .pages_max = 3},
};

/* Is the pointer's first part in the bytes? To try the others would be slow. */
static bool may_lead(const char *pointer, const uint8_t *bytes, size_t size)
{
    if (!pointer || strcmp(pointer, "/1") == 0)
        return size > 0;
    size_t length = strcspn(pointer + 1, "/");
    return size > 0 && memmem(bytes, size, pointer + 1, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < sizeof SOURCES / sizeof *SOURCES; i++)
        if (may_lead(SOURCES[i].pointer, bytes, size))
            fuzz_decode(bytes, size, &SOURCES[i], decode_json);
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        if (!may_lead(RULES[i].rows, bytes, size))
            continue;
        struct arena arena = {0};
        struct error err = {0};
        struct paging paging;
        struct text answer = {(const char *)bytes, size};
        if (paging_start(&arena, &RULES[i], "https://example.org/api?a=1",
                         (struct day){2026, 11, 23}, &paging, &err) &&
            paging_next(&arena, &paging, answer, NULL, &err) && paging.url)
            paging_next(&arena, &paging, answer, "<b>; rel=\"next\"", &err);
        arena_free(&arena);
    }
    return 0;
}
