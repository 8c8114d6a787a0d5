/* XML rows of the World Bank's shape; the paths themselves are fuzzed too. */
#include "ingest/decode_xml.h"
#include "ingest/xml_path.h"
#include "tests/fuzz/fuzz.h"

static const struct source SOURCE = {
    .id = "fuzz",
    .decimal = '.',
    .pointer = "/*/data/*",
    .place = {.count = 1,
              .column = {{3,
                          {"countryiso3code", "country/@id",
                           "field[@name='Country or Area']/@key"}}}},
    .offence = {.count = 1, .column = {{2, {"@id", "../@id"}}}},
    .measure = {.constant = "rate"},
    .period = {.shape = PERIOD_DATE,
               .date = {2, {"{http://www.worldbank.org}date", "field[@name='Year']"}},
               .date_pattern = "%Y",
               .step = STEP_YEAR},
    .values = 1,
    .value = {{2, {"value", "field[@name=\"Value\"]"}}},
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct xml_path path;
    struct error err = {0};
    xml_path_read((struct text){(const char *)bytes, size < 200 ? size : 200}, &path,
                  &err);
    fuzz_decode(bytes, size, &SOURCE, decode_xml);
    return 0;
}
