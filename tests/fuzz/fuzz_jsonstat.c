#include "ingest/decode_jsonstat.h"
#include "tests/fuzz/fuzz.h"

static const struct source SOURCE = {
    .id = "fuzz",
    .decimal = '.',
    .place = {.count = 1, .column = {{3, {"region", "geo", "Tiedot"}}}},
    .offence = {.count = 1,
                .column = {{3, {"region/label", "geo/label", "Tiedot/label"}}}},
    .measure = {.constant = "rate"},
    .period = {.shape = PERIOD_DATE,
               .date = {2, {"time", "Vuosi"}},
               .date_pattern = "%Y*",
               .step = STEP_YEAR},
    .values = 1,
    .value = {{1, {"value"}}},
    .status_column = {1, {"status"}},
    .statuses = 1,
    .status = {{"c", STATUS_SUPPRESSED}},
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    fuzz_decode(bytes, size, &SOURCE, decode_jsonstat);
    return 0;
}
