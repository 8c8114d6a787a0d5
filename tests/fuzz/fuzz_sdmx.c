/* SDMX-ML, with the columns that most of the corpus has. */
#include "ingest/decode_sdmx.h"
#include "tests/fuzz/fuzz.h"

static const struct source SOURCE = {
    .id = "fuzz",
    .decimal = '.',
    .place = {.count = 1, .column = {{2, {"REF_AREA", "CURRENCY"}}}},
    .offence = {.constant = "offence"},
    .measure = {.count = 1, .column = {{1, {"FREQ"}}}},
    .period = {.shape = PERIOD_DATE,
               .date = {1, {"TIME_PERIOD"}},
               .date_pattern = "%Y*",
               .step = STEP_YEAR},
    .values = 1,
    .value = {{1, {"OBS_VALUE"}}},
    .status_column = {1, {"OBS_STATUS"}},
    .statuses = 3,
    .status = {{"A", STATUS_REPORTED}, {"e", STATUS_PROVISIONAL}, {"P", STATUS_ABSENT}},
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_decode(bytes, size, &SOURCE, decode_sdmx);
    return 0;
}
