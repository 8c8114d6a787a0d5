#include "tests/check.h"

#include "base/file.h"
#include "tests/ingest/marred.h"

#include <string.h>

/* Rows of an exchange rate, a population, whatever has these dimensions. */
static struct source source_with(const char *place, const char *offence,
                                 const char *pattern, enum step step)
{
    return (struct source){
        .id = "test",
        .format = "sdmx",
        .decimal = '.',
        .place = {.count = 1, .column = {{1, {place}}}},
        .offence = {.count = 1, .column = {{1, {offence}}}},
        .measure = {.count = 1, .column = {{1, {"FREQ"}}}},
        .period = {.shape = PERIOD_DATE,
                   .date = {1, {"TIME_PERIOD"}},
                   .date_pattern = pattern,
                   .step = step},
        .values = 1,
        .value = {{1, {"OBS_VALUE"}}},
    };
}

static struct source monthly_rates(void)
{
    return source_with("CURRENCY", "EXR_TYPE", "%Y-%m", STEP_MONTH);
}

static const char *data(struct arena *arena, const char *name)
{
    return path_join(arena, "tests/ingest/data/sdmx", name);
}

static const char *corpus(struct arena *arena, const char *name)
{
    return path_join(arena, "tests/fuzz/corpus/sdmx", name);
}

/* Real messages
 * ------------------------------------------------------------------------ */

static struct recorder read_file(struct arena *arena, const struct source *source,
                                 const char *path)
{
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    check_done(decode_file(arena, source, path, &recorder.sink, &decoded, &err), &err);
    assert_int_equal(decoded.observations, recorder.observations);
    return recorder;
}

/* On paper: `grep -c "<generic:Obs>"`; 1.16078 is the first rate, of January
 * 1999; all add up to 302.97890…. */
static void generic_data_are_read(void **state)
{
    struct arena arena = {0};
    struct source source = monthly_rates();
    (void)state;
    struct recorder recorder =
        read_file(&arena, &source, data(&arena, "ECB_EXR_1_M.USD.EUR.SP00.A.xml.xz"));
    assert_int_equal(recorder.observations, 252);
    assert_true(text_starts(buffer_all(&recorder.lines),
                            TEXT("1 USD | SP00 | M 1999-01: 1\n")));
    assert_true(recorder.sum > 302.9789 && recorder.sum < 302.979);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void yearly_data_are_read(void **state)
{
    struct arena arena = {0};
    struct source source =
        source_with("REF_AREA", "HOLDER_SECTOR_PUBPRIV", "%Y", STEP_YEAR);
    (void)state;
    struct recorder recorder =
        read_file(&arena, &source, corpus(&arena, "recorded_nsiws_GenericData.xml"));
    assert_int_equal(recorder.observations, 22);
    recorder_free(&recorder);
    source = source_with("REF_AREA", "SEX", "%Y", STEP_YEAR);
    source.status_column = (struct source_column){1, {"OBS_STATUS"}};
    source.statuses = 1;
    source.status[0] = (struct source_cell){"e", STATUS_NOT_REPORTED};
    recorder = read_file(&arena, &source, corpus(&arena, "ISTAT_22_289.xml"));
    check_text(buffer_all(&recorder.lines),
               "1 IT | 1 | A 2019: 29131195\n2 IT | 1 | A 2020: 29050096\n"
               "3 IT | 1 | A 2021: 28866226\n4 IT | 1 | A 2022: .\n"
               "5 IT | 2 | A 2019: 30685478\n6 IT | 2 | A 2020: 30591392\n"
               "7 IT | 2 | A 2021: 30369987\n8 IT | 2 | A 2022: .\n");
    recorder_free(&recorder);
    arena_free(&arena);
}

/* The same twelve rates, as their publisher shows the three ways to write them. */
static void all_layouts_say_the_same(void **state)
{
    static const char *const names[] = {"ECB_EXR_ng-ts.xml", "ECB_EXR_ng-ts-ss.xml",
                                        "ECB_EXR_ng-flat-ss.xml"};
    struct arena arena = {0};
    struct source source = monthly_rates();
    (void)state;
    source.status_column = (struct source_column){1, {"OBS_STATUS"}};
    source.statuses = 1;
    source.status[0] = (struct source_cell){"A", STATUS_REPORTED};
    for (size_t i = 0; i < 3; i++) {
        struct recorder recorder = read_file(&arena, &source, corpus(&arena, names[i]));
        check_golden("ingest/golden/sdmx_ecb.txt", buffer_all(&recorder.lines));
        recorder_free(&recorder);
    }
    arena_free(&arena);
}

static void version_2_0_is_read(void **state)
{
    static const char *const names[] = {"generic_2_0.xml", "compact_2_0.xml"};
    static const char *const lines[] = {
        "1 MX | homicide | A 2015: 16121\n2 MX | homicide | A 2016: 20149\n",
        "1 MX | homicide | A 2015: 16121\n2 MX | homicide | A 2016: .\n"};
    struct arena arena = {0};
    struct source source = source_with("REF_AREA", "", "%Y", STEP_YEAR);
    (void)state;
    source.offence = (struct source_word){.constant = "homicide"};
    for (size_t i = 0; i < 2; i++) {
        struct recorder recorder = read_file(&arena, &source, corpus(&arena, names[i]));
        check_text(buffer_all(&recorder.lines), lines[i]);
        recorder_free(&recorder);
    }
    arena_free(&arena);
}

/* Refusals
 * ------------------------------------------------------------------------------- */

static void refuse_file(const struct source *source, const char *path,
                        const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    assert_false(decode_file(&arena, source, path, &recorder.sink, &decoded, &err));
    check_error(&err, ERROR_FORMAT, words);
    arena_free(&arena);
}

static void publishers_are_quoted(void **state)
{
    struct arena arena = {0};
    struct source source = monthly_rates();
    (void)state;
    refuse_file(&source, corpus(&arena, "ESTAT_footer.xml"),
                "a message instead of data: code 413: Due to the large query the "
                "response will be written to a file");
    refuse_file(&source, data(&arena, "ESTAT_GOV_10Q_GGNFA.xml.xz"),
                "an SDMX Structure message: it describes data, and holds none");
    arena_free(&arena);
}

#define MESSAGE "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"

static void refuse_text(const char *folder, const struct source *source,
                        const char *words, const char *expected)
{
    struct arena arena = {0};
    const char *path = write_in(&arena, folder, "message.xml", text_of(words));
    refuse_file(source, path, expected);
    arena_free(&arena);
}

static void what_is_no_data_is_said(void **state)
{
    struct source source = monthly_rates();
    refuse_text(
        *state, &source,
        "<m:Error xmlns:m='" MESSAGE "'><m:ErrorMessage code='100'>"
        "<c:Text xmlns:c='x'>No Results Found</c:Text></m:ErrorMessage></m:Error>",
        "code 100: No Results Found");
    refuse_text(*state, &source, "<GenericData xmlns='" MESSAGE "'/>",
                "holds no observation");
    refuse_text(*state, &source, "<GenericData/>", "its root is GenericData");
    refuse_text(*state, &source, "<html xmlns='urn:x'/>",
                "not SDMX-ML data: its root is html of urn:x");
    refuse_text(*state, &source, "<CrossSectionalData xmlns='" MESSAGE "'/>",
                "CrossSectionalData, which is not read");
    refuse_text(*state, &source, "not XML", "line 1 of the XML: ");
}

#define SPECIFIC(inside)                                                               \
    "<m:StructureSpecificData xmlns:m='" MESSAGE "'><m:DataSet>" inside                \
    "</m:DataSet></m:StructureSpecificData>"
#define SERIES "<Series CURRENCY='USD' EXR_TYPE='SP00' FREQ='M'>"

static void missing_dimensions_are_named(void **state)
{
    struct source source = monthly_rates();
    refuse_text(*state, &source,
                SPECIFIC("<Series CURRENCY='USD' FREQ='M'><Obs TIME_PERIOD='2015-01' "
                         "OBS_VALUE='1'/></Series>"),
                "\"EXR_TYPE\"");
    refuse_text(*state, &source,
                SPECIFIC(SERIES "<Obs TIME_PERIOD='2015-Q1' OBS_VALUE='1'/></Series>"),
                "row 1, column \"TIME_PERIOD\"");
    refuse_text(*state, &source,
                SPECIFIC(SERIES "<Obs TIME_PERIOD='2015-01'/></Series>"),
                "no row has \"OBS_VALUE\"; they have \"CURRENCY\", \"EXR_TYPE\", "
                "\"FREQ\", \"TIME_PERIOD\"");
    refuse_text(*state, &source, SPECIFIC("<Series><Obs><Obs/></Obs></Series>"),
                "an observation stands in another");
}

static void check_text_read(const char *folder, const struct source *source,
                            const char *words, const char *lines)
{
    struct arena arena = {0};
    const char *path = write_in(&arena, folder, "message.xml", text_of(words));
    struct recorder recorder = read_file(&arena, source, path);
    check_text(buffer_all(&recorder.lines), lines);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void values_may_be_missing_or_said_of_the_whole(void **state)
{
    struct source source = monthly_rates();
    check_text_read(*state, &source,
                    SPECIFIC(SERIES "<Obs TIME_PERIOD='2015-01' OBS_VALUE='NaN'/>"
                                    "<Obs TIME_PERIOD='2015-02'/></Series>"),
                    "1 USD | SP00 | M 2015-01: .\n2 USD | SP00 | M 2015-02: .\n");
    /* The observation's own word goes before its series', that before the set's. */
    check_text_read(*state, &source,
                    "<m:StructureSpecificData xmlns:m='" MESSAGE
                    "'><m:DataSet FREQ='M' EXR_TYPE='A'><Series CURRENCY='USD' "
                    "EXR_TYPE='B'><Obs TIME_PERIOD='2015-01' OBS_VALUE='1'/>"
                    "<Obs EXR_TYPE='C' TIME_PERIOD='2015-02' OBS_VALUE='2'/></Series>"
                    "<Series CURRENCY='MXN'><Obs TIME_PERIOD='2015-03' OBS_VALUE='3'/>"
                    "</Series></m:DataSet></m:StructureSpecificData>",
                    "1 USD | B | M 2015-01: 1\n2 USD | C | M 2015-02: 2\n"
                    "3 MXN | A | M 2015-03: 3\n");
    source.decimal = ',';
    source.group = '.';
    check_text_read(*state, &source,
                    SPECIFIC(SERIES "<Obs TIME_PERIOD='2015-01' OBS_VALUE='1.123'/>"
                                    "</Series>"),
                    "1 USD | SP00 | M 2015-01: 1\n"); /* not 1123 */
    source = monthly_rates();
    source.period.date_pattern = "%Y-M%m";
    check_text_read(*state, &source,
                    SPECIFIC(SERIES "<Obs TIME_PERIOD='2015-M03' OBS_VALUE='7'/>"
                                    "</Series>"),
                    "1 USD | SP00 | M 2015-03: 7\n");
}

#define GENERIC "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"

/* By observations alone; and with another dimension than time at them. */
static void generic_data_may_be_flat_or_across(void **state)
{
    struct source source = monthly_rates();
    check_text_read(
        *state, &source,
        "<GenericData xmlns='" MESSAGE "' xmlns:g='" GENERIC "'><Header>"
        "<Structure structureID='a' dimensionAtObservation='AllDimensions'/></Header>"
        "<DataSet structureRef='a'><g:Obs><g:ObsKey><g:Value id='CURRENCY' "
        "value='USD'/>"
        "<g:Value id='EXR_TYPE' value='SP00'/><g:Value id='FREQ' value='M'/>"
        "<g:Value id='TIME_PERIOD' value='2015-01'/></g:ObsKey><g:ObsValue value='3'/>"
        "</g:Obs></DataSet></GenericData>",
        "1 USD | SP00 | M 2015-01: 3\n");
    check_text_read(
        *state, &source,
        "<GenericData xmlns='" MESSAGE "' xmlns:g='" GENERIC "'><Header>"
        "<Structure structureID='a' dimensionAtObservation='TIME_PERIOD'/>"
        "<Structure structureID='b' dimensionAtObservation='CURRENCY'/></Header>"
        "<DataSet structureRef='b'><g:Group><g:Attributes>"
        "<g:Value id='FREQ' value='X'/></g:Attributes></g:Group><g:Series><g:SeriesKey>"
        "<g:Value id='EXR_TYPE' value='SP00'/><g:Value id='FREQ' value='M'/>"
        "<g:Value id='TIME_PERIOD' value='2015-01'/></g:SeriesKey>"
        "<g:Obs><g:ObsDimension value='USD'/><g:ObsValue value='3'/></g:Obs>"
        "<g:Obs><g:ObsDimension id='CURRENCY' value='MXN'/><g:ObsValue value='4'/>"
        "</g:Obs></g:Series></DataSet></GenericData>",
        "1 USD | SP00 | M 2015-01: 3\n2 MXN | SP00 | M 2015-01: 4\n");
}

/* A remark beside data is no error; a warning is. */
static void footers_beside_data_are_weighed(void **state)
{
    static const char whole[] =
        "<m:StructureSpecificData xmlns:m='" MESSAGE "' xmlns:f='" MESSAGE
        "/footer'><m:DataSet>" SERIES "<Obs TIME_PERIOD='2015-01' OBS_VALUE='1'/>"
        "</Series></m:DataSet><f:Footer><f:Message code='110' severity='%s'>"
        "<c:Text xmlns:c='c'>Response size</c:Text></f:Message></f:Footer>"
        "</m:StructureSpecificData>";
    struct arena arena = {0};
    struct source source = monthly_rates();
    check_text_read(*state, &source, arena_format(&arena, whole, "Information"),
                    "1 USD | SP00 | M 2015-01: 1\n");
    refuse_text(*state, &source, arena_format(&arena, whole, "Warning"),
                "code 110: Response size");
    arena_free(&arena);
}

/* Some figure may become another, as in any file of text; none may be lost unsaid. */
static void marred_messages_are_survived(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text bytes;
    struct source source = monthly_rates();
    check_done(file_read(&arena, corpus(&arena, "ECB_EXR_ng-ts-ss.xml"), 1 << 20,
                         &bytes, &err),
               &err);
    bytes = text_trim(bytes);
    struct marred cut = decode_cut(&source, *state, bytes, 1);
    assert_int_equal(cut.refused, bytes.length);
    struct marred changed = decode_changed(&source, *state, bytes, 1);
    assert_true(changed.refused > bytes.length / 4);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generic_data_are_read),
        cmocka_unit_test(yearly_data_are_read),
        cmocka_unit_test(all_layouts_say_the_same),
        cmocka_unit_test(version_2_0_is_read),
        cmocka_unit_test(publishers_are_quoted),
        in_folder(what_is_no_data_is_said),
        in_folder(missing_dimensions_are_named),
        in_folder(values_may_be_missing_or_said_of_the_whole),
        in_folder(generic_data_may_be_flat_or_across),
        in_folder(footers_beside_data_are_weighed),
        in_folder(marred_messages_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
