#include "tests/check.h"

#include "base/file.h"
#include "ingest/xml_path.h"
#include "tests/ingest/marred.h"

#include <string.h>

/* The World Bank's two kinds of XML. */
static struct source download(void)
{
    return (struct source){
        .id = "test",
        .format = "xml",
        .decimal = '.',
        .pointer = "/Root/data/record",
        .place = {.count = 1, .column = {{1, {"field[@name='Country or Area']/@key"}}}},
        .offence = {.count = 1, .column = {{1, {"field[@name='Item']/@key"}}}},
        .measure = {.constant = "rate"},
        .period = {.shape = PERIOD_COLUMNS,
                   .year = {1, {"field[@name='Year']"}},
                   .step = STEP_YEAR},
        .values = 1,
        .value = {{1, {"field[@name='Value']"}}},
    };
}

static struct source api(void)
{
    struct source source = download();
    source.pointer = "/data/{http://www.worldbank.org}data";
    source.place.column[0] =
        (struct source_column){2, {"country_code", "countryiso3code"}};
    source.offence.column[0] = (struct source_column){1, {"indicator/@id"}};
    source.period.year = (struct source_column){1, {"date"}};
    source.value[0] = (struct source_column){1, {"value"}};
    return source;
}

static struct text read_corpus(struct arena *arena, const char *name)
{
    return bytes_of(arena, path_join(arena, "tests/fuzz/corpus/xml", name));
}

static void check_read(const char *folder, const struct source *source,
                       struct text bytes, const char *lines)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(false);
    check_done(decode_text(&arena, source, folder, bytes, &recorder, &decoded, &err),
               &err);
    check_text(buffer_all(&recorder.lines), lines);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void check_refused(const char *folder, const struct source *source,
                          struct text bytes, enum error_kind kind, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    assert_false(decode_text(&arena, source, folder, bytes, &recorder, &decoded, &err));
    check_error(&err, kind, words);
    arena_free(&arena);
}

static void world_bank_is_read(void **state)
{
    struct arena arena = {0};
    struct source source = download();
    check_read(*state, &source, read_corpus(&arena, "world_bank_download.xml"),
               "1 MEX | VC.IHR.PSRC.P5 | rate 2007: 8\n"
               "2 MEX | VC.IHR.PSRC.P5 | rate 2020: 28\n"
               "3 AFE | VC.IHR.PSRC.P5 | rate 1960: .\n");
    source = api();
    check_read(*state, &source, read_corpus(&arena, "world_bank_api.xml"),
               "1 MEX | VC.IHR.PSRC.P5 | rate 2020: 28\n"
               "2 MEX | VC.IHR.PSRC.P5 | rate 2021: .\n");
    check_refused(*state, &source, read_corpus(&arena, "world_bank_error.xml"),
                  ERROR_FORMAT,
                  "the XML has no /data/{http://www.worldbank.org}data; its root is "
                  "error, and says \"The provided parameter value is not valid\"");
    arena_free(&arena);
}

/* Attributes around the rows and of the row, CDATA, entities that XML has. */
static void texts_are_whole(void **state)
{
    struct source source = download();
    source.pointer = "/*/year/row";
    source.period.year = (struct source_column){1, {"../@of"}};
    source.place.column[0] = (struct source_column){1, {"@id"}};
    source.offence.column[0] = (struct source_column){2, {"a/b/@c", "a/b"}};
    source.value[0] = (struct source_column){1, {"n"}};
    check_read(*state, &source,
               TEXT("<all><year of='2015'><row id='x'><n> 1 </n><a><b> R&amp;D </b></a>"
                    "</row><!-- no --><row id='y'><a><b><![CDATA[<b>]]></b></a><n>2</n>"
                    "</row></year><?pi?><year of='2016'><row id='z'><n>3</n><a><b>c"
                    "<i>d</i></b></a></row></year></all>"),
               "1 x | R&D | rate 2015: 1\n2 y | <b> | rate 2015: 2\n"
               "3 z | cd | rate 2016: 3\n");
}

static void encodings_are_those_of_the_file(void **state)
{
    struct source source = download();
    source.pointer = "/r/d";
    source.place.column[0] = (struct source_column){1, {"p"}};
    source.offence = (struct source_word){.constant = "o"};
    source.period.year = (struct source_column){1, {"y"}};
    source.value[0] = (struct source_column){1, {"v"}};
    check_read(*state, &source,
               TEXT("<?xml version='1.0' encoding='ISO-8859-1'?><r><d><p>Le\xF3n</p>"
                    "<y>2015</y><v>1</v></d></r>"),
               "1 León | o | rate 2015: 1\n");
    check_refused(*state, &source,
                  TEXT("<r><d><p>Le\xF3n</p><y>2015</y><v>1</v></d></r>"), ERROR_FORMAT,
                  "line 1 of the XML: Input is not proper UTF-8");
}

static void what_is_not_rows_is_refused(void **state)
{
    struct source source = download();
    check_refused(*state, &source, TEXT("<html><body>Wait</body></html>"), ERROR_FORMAT,
                  "the file is a web page");
    check_refused(*state, &source, TEXT("<Root><data><record>"), ERROR_FORMAT,
                  "line 1 of the XML: ");
    check_refused(*state, &source, TEXT("<Root><data/></Root>"), ERROR_FORMAT,
                  "the XML has no /Root/data/record; its root is Root");
    check_refused(*state, &source,
                  TEXT("<Root><data><record><field name='Year'>2015</field>"
                       "<field name='Year'>2016</field></record></data></Root>"),
                  ERROR_FORMAT, "row 1: \"field[@name='Year']\" stands twice");
    check_refused(*state, &source,
                  TEXT("<Root><data><record><field name='Year'>2015</field>"
                       "</record></data></Root>"),
                  ERROR_FORMAT, "field[@name='");
}

/* Attacks
 * -------------------------------------------------------------------------------- */

static void entities_and_depth_are_refused(void **state)
{
    struct arena arena = {0};
    struct buffer deep = {0};
    struct source source = download();
    check_refused(*state, &source, read_corpus(&arena, "entities.xml"), ERROR_FORMAT,
                  "it declares entities or attributes of its own");
    check_refused(*state, &source,
                  TEXT("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&x;</a>"),
                  ERROR_FORMAT, "of the XML: ");
    check_refused(*state, &source,
                  TEXT("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                       "<a>&x;</a>"),
                  ERROR_FORMAT, "it declares entities or attributes of its own");
    for (size_t i = 0; i < 100; i++)
        buffer_string(&deep, "<a>");
    check_refused(*state, &source, buffer_all(&deep), ERROR_LIMIT,
                  "elements stand too deep in each other (64)");
    buffer_clear(&deep);
    buffer_string(&deep, "<a ");
    for (size_t i = 0; i < 300; i++)
        buffer_format(&deep, "a%zu='' ", i);
    buffer_string(&deep, "/>");
    check_refused(*state, &source, buffer_all(&deep), ERROR_LIMIT,
                  "too many attributes (256)");
    buffer_clear(&deep);
    buffer_string(&deep, "<a>");
    memset(buffer_room(&deep, 2 << 20), 'x', 2 << 20);
    deep.length += 2 << 20;
    buffer_string(&deep, "</a>");
    check_refused(*state, &source, buffer_all(&deep), ERROR_LIMIT,
                  "a text is too long");
    buffer_free(&deep);
    arena_free(&arena);
}

/* As UTF-16 with the low byte first. */
static void widen(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        buffer_char(out, text.at[i]);
        buffer_char(out, '\0');
    }
}

/* libxml2 takes a time that grows with the square of these, before it shows anything.
 */
static void attributes_without_end_are_refused(void **state)
{
    struct buffer many = {0}, wide = {0};
    struct source source = download();
    const char *words = "a tag has more than 10000 attributes";
    buffer_string(&many, "<a>\n<b ");
    for (size_t i = 0; i < 200000; i++)
        buffer_format(&many, "a%zu='' ", i);
    buffer_string(&many, "/></a>");
    check_refused(*state, &source, buffer_all(&many), ERROR_LIMIT, words);
    buffer_string(&wide, "\xff\xfe");
    widen(&wide, buffer_all(&many));
    check_refused(*state, &source, buffer_all(&wide), ERROR_LIMIT, words);
    buffer_clear(&many);
    buffer_string(&many, "<!DOCTYPE a [<!ATTLIST b ");
    for (size_t i = 0; i < 200000; i++)
        buffer_format(&many, "a%zu CDATA '' ", i);
    buffer_string(&many, ">]><a><b/></a>");
    words = "line 1 of the XML: it declares entities or attributes of its own";
    check_refused(*state, &source, buffer_all(&many), ERROR_FORMAT, words);
    buffer_clear(&wide);
    buffer_string(&wide, "\xff\xfe");
    widen(&wide, buffer_all(&many));
    check_refused(*state, &source, buffer_all(&wide), ERROR_FORMAT, words);
    /* Signs that are spread over a document's texts are no attributes. */
    buffer_clear(&many);
    buffer_string(&many, "<Root><data>");
    for (size_t i = 0; i < 3000; i++)
        buffer_string(&many, "<x y='='>= = =</x>");
    buffer_string(&many, "</data></Root>");
    check_refused(*state, &source, buffer_all(&many), ERROR_FORMAT,
                  "the XML has no /Root/data/record");
    buffer_free(&many);
    buffer_free(&wide);
}

static void marred_files_are_survived(void **state)
{
    struct arena arena = {0};
    struct source source = download();
    struct text bytes = text_trim(read_corpus(&arena, "world_bank_download.xml"));
    struct marred cut = decode_cut(&source, *state, bytes, 1);
    assert_int_equal(cut.refused, bytes.length);
    struct marred changed = decode_changed(&source, *state, bytes, 1);
    assert_true(changed.refused > bytes.length / 4);
    arena_free(&arena);
}

/* Paths
 * ------------------------------------------------------------------------------------
 */

static void paths_are_read(void **state)
{
    struct xml_path path;
    struct error err = {0};
    (void)state;
    check_done(xml_path_read(TEXT("{http://a/b}c/d[@e=\"f/g\"]/@h"), &path, &err),
               &err);
    assert_int_equal(path.steps, 2);
    check_text(path.step[0].space, "http://a/b");
    check_text(path.step[0].name, "c");
    check_text(path.step[1].name, "d");
    check_text(path.step[1].attribute, "e");
    check_text(path.step[1].value, "f/g");
    check_text(path.attribute, "h");
    check_done(xml_path_read(TEXT("../../@x"), &path, &err), &err);
    assert_int_equal(path.up, 2);
}

static void wrong_paths_are_refused(void **state)
{
    static const char *const paths[] = {
        "",        "a//b", "@a/b", "../b",     "..",       "a[b]",
        "a[@b=c]", "a[@b", "{x",   "[@a='b']", "a[@='b']", "a/b/c/d/e/f/g/h/i"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct error err = {0};
        struct xml_path path;
        assert_false(xml_path_read(text_of(paths[i]), &path, &err));
        check_error(&err, ERROR_USAGE, "the XML path \"");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(world_bank_is_read),
        in_folder(texts_are_whole),
        in_folder(encodings_are_those_of_the_file),
        in_folder(what_is_not_rows_is_refused),
        in_folder(entities_and_depth_are_refused),
        in_folder(attributes_without_end_are_refused),
        in_folder(marred_files_are_survived),
        cmocka_unit_test(paths_are_read),
        cmocka_unit_test(wrong_paths_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
