/* Workbooks, either as they are or as the text of their parts, which a fuzzer can
 * change without breaking the zip around them. */
#include "ingest/decode_xlsx.h"
#include "ingest/workbook_styles.h"
#include "tests/fuzz/fuzz.h"
#include "tests/ingest/packed.h"

static const struct source SOURCE = {
    .id = "fuzz",
    .decimal = '.',
    .place = {.count = 1, .column = {{2, {"Clave_Ent", "a"}}}},
    .offence = {.count = 1, .column = {{2, {"Modalidad", "b"}}}},
    .measure = {.constant = "investigations"},
    .period = {.shape = PERIOD_COLUMNS, .year = {2, {"Año", "c"}}, .step = STEP_YEAR},
    .values = 1,
    .value = {{2, {"Enero", "d"}}},
    .cells = 1,
    .cell = {{"#N/A", STATUS_NOT_REPORTED}},
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = {0};
    struct text words = {(const char *)bytes, size};
    struct buffer shown = {0};
    number_show(&shown, size < 100 ? words : (struct text){words.at, 100}, ',');
    date_show(&shown, size < 100 ? words : (struct text){words.at, 100}, false);
    buffer_free(&shown);
    if (text_starts(words, TEXT("===")))
        words = zip_of(&arena, words);
    fuzz_decode((const uint8_t *)words.at, words.length, &SOURCE, decode_xlsx);
    arena_free(&arena);
    return 0;
}
