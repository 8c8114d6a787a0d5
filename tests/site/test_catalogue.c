#include "tests/check.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/parallel.h"
#include "site/catalogue.h"

#include <math.h>
#include <string.h>

static const struct languages both = {2, {"es", "en"}};

struct fixture {
    struct arena arena;
    struct catalogue **catalogues;
    const struct catalogue *es;
    const struct catalogue *en;
};

static int start(void **state)
{
    static struct fixture fixture;
    struct error err = {0};
    fixture = (struct fixture){0};
    check_done(catalogues_load(&fixture.arena, "tests/site/data/messages", &both,
                               &fixture.catalogues, &err),
               &err);
    fixture.es = fixture.catalogues[0];
    fixture.en = fixture.catalogues[1];
    *state = &fixture;
    return 0;
}

static int stop(void **state)
{
    arena_free(&((struct fixture *)*state)->arena);
    return 0;
}

static void knows_itself(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(catalogue_language(f->en), 1);
    assert_string_equal(catalogue_tag(f->en), "en");
    assert_string_equal(catalogue_locale(f->es), "es-MX");
    assert_string_equal(catalogue_numerals(f->es)->group, ",");
    const struct chart_words *words = catalogue_chart_words(f->es);
    assert_string_equal(words->month_short[11], "dic");
    assert_string_equal(words->month_initial[0], "E");
    assert_string_equal(words->month_year, "{month} de {year}");
    assert_string_equal(words->other_places, "{count} lugares");
    assert_string_equal(words->million, " M");
    assert_true(catalogue_has(f->es, "greeting"));
    assert_false(catalogue_has(f->es, "greetin"));
    assert_true(catalogue_plain(f->es, "title"));
    assert_false(catalogue_plain(f->es, "greeting"));
    assert_false(catalogue_plain(f->es, "unit.months"));
    assert_false(catalogue_plain(f->es, "nothing"));
}

static void fills_parts(void **state)
{
    struct fixture *f = *state;
    struct part name[] = {{"name", "<b>{name}"}, {0}};
    assert_string_equal(say(&f->arena, f->es, "greeting", 0, name), "Hola, <b>{name}");
    struct part place[] = {{"count", "12"}, {"place", "ávila"}, {"unused", "x"}, {0}};
    assert_string_equal(say(&f->arena, f->es, "place.sentence", 0, place),
                        "Ávila tiene 12 carpetas");
    assert_string_equal(word(f->en, "title"), "Figures, plain & true");
    assert_null(catalogue_missing(f->es));
}

static void chooses_forms(void **state)
{
    struct fixture *f = *state;
    struct part place[] = {{"place", "León"}, {0}};
    const char *key = "crimes";
    assert_string_equal(say(&f->arena, f->es, key, 0, place), "ningún delito en León");
    assert_string_equal(say(&f->arena, f->es, key, 1, place), "un delito en León");
    assert_string_equal(say(&f->arena, f->es, key, 1.5, place), "1.5 delitos en León");
    assert_string_equal(say(&f->arena, f->es, key, 25290, place),
                        "25,290 delitos en León");
    assert_string_equal(say(&f->arena, f->es, key, 2e6, place),
                        "2,000,000 de delitos en León");
    assert_string_equal(say(&f->arena, f->en, key, 0, place), "0 crimes in León");
    assert_string_equal(say(&f->arena, f->en, key, 1, place), "one crime in León");
    struct part n[] = {{"n", "tres"}, {0}};
    assert_string_equal(say(&f->arena, f->es, "unit.months", 3, n), "tres meses");
    assert_string_equal(say(&f->arena, f->es, "unit.months", 1, NULL), "1 mes");
    assert_string_equal(say(&f->arena, f->es, "unit.months", 1e6, NULL),
                        "1,000,000 meses"); /* no form "many" */
}

static void shows_what_is_missing(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(say(&f->arena, f->es, "no.such", 0, NULL), "⟦no.such⟧");
    assert_string_equal(catalogue_missing(f->es), "no.such");
    assert_string_equal(word(f->es, "no.such"), "⟦no.such⟧");
    assert_string_equal(word(f->es, "nor.this"), "⟦…⟧");
    assert_string_equal(catalogue_missing(f->es), "no.such");
    assert_string_equal(say(&f->arena, f->en, "greeting", 0, NULL), "Hello, ⟦name⟧");
    assert_string_equal(catalogue_missing(f->en), "greeting {name}");
}

static void counts_a_word_with_parts_as_missing(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(word(f->es, "greeting"), "Hola, {name}");
    assert_string_equal(catalogue_missing(f->es), "greeting {?}");
}

static bool ask(void *context, size_t index, struct error *err)
{
    (void)err;
    struct arena arena = {0};
    const struct catalogue *catalogue = context;
    say(&arena, catalogue, arena_format(&arena, "lost.%zu", index), 0, NULL);
    const char *what = catalogue_missing(catalogue);
    bool fine = what == NULL || strncmp(what, "lost.", 5) == 0;
    arena_free(&arena);
    return fine;
}

static void is_asked_by_many_threads(void **state)
{
    struct fixture *f = *state;
    struct error err = {0};
    check_done(parallel_each(500, ask, f->catalogues[0], &err), &err);
    assert_non_null(catalogue_missing(f->es));
}

static void says_numbers(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(say_number(&f->arena, f->es, 25290, 0), "25,290");
    assert_string_equal(say_number(&f->arena, f->es, -3.25, 1), "−3.3");
    assert_string_equal(say_number(&f->arena, f->es, 0, 0), "0");
}

static void says_periods(void **state)
{
    struct fixture *f = *state;
    struct arena *a = &f->arena;
    struct period march = period_of(2026, 3);
    struct period november = period_of(2025, 11);
    struct period january = period_of(2026, 1);
    assert_string_equal(say_period(a, f->es, march, STEP_MONTH), "marzo de 2026");
    assert_string_equal(say_period(a, f->en, march, STEP_MONTH), "March 2026");
    assert_string_equal(say_period(a, f->es, january, STEP_YEAR), "2026");
    assert_string_equal(say_span(a, f->es, january, march, STEP_MONTH),
                        "enero a marzo de 2026");
    assert_string_equal(say_span(a, f->en, january, march, STEP_MONTH),
                        "January to March 2026");
    assert_string_equal(say_span(a, f->es, november, march, STEP_MONTH),
                        "noviembre de 2025 a marzo de 2026");
    assert_string_equal(say_span(a, f->es, march, march, STEP_MONTH), "marzo de 2026");
    assert_string_equal(
        say_span(a, f->es, period_of(2015, 1), period_of(2025, 1), STEP_YEAR),
        "2015–2025");
    assert_string_equal(say_span(a, f->es, january, january, STEP_YEAR), "2026");
    assert_string_equal(say_day(a, f->es, (struct day){2024, 12, 21}),
                        "21 de diciembre de 2024");
    assert_string_equal(say_day(a, f->en, (struct day){2024, 12, 1}),
                        "1 December 2024");
    assert_string_equal(say_day(a, f->en, (struct day){0}), "");
}

static const char *list_of(struct fixture *f, const struct catalogue *catalogue,
                           const char *a, const char *b, const char *c)
{
    const char *items[] = {a, b, c};
    size_t count = a == NULL ? 0 : b == NULL ? 1 : c == NULL ? 2 : 3;
    return say_list(&f->arena, catalogue, items, count);
}

static void says_lists(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(list_of(f, f->es, NULL, NULL, NULL), "");
    assert_string_equal(list_of(f, f->es, "a", NULL, NULL), "a");
    assert_string_equal(list_of(f, f->es, "a", "b", NULL), "a y b");
    assert_string_equal(list_of(f, f->es, "a", "b", "c"), "a, b y c");
    assert_string_equal(list_of(f, f->en, "a", "b", "c"), "a, b and c");
    assert_string_equal(list_of(f, f->es, "Puebla", "Hidalgo", NULL),
                        "Puebla e Hidalgo");
    assert_string_equal(list_of(f, f->en, "Puebla", "Hidalgo", NULL),
                        "Puebla and Hidalgo");
    assert_string_equal(list_of(f, f->es, "a", "Íñigo", NULL), "a e Íñigo");
    assert_string_equal(list_of(f, f->es, "oro", "hierro", NULL), "oro y hierro");
    assert_string_equal(list_of(f, f->es, "Campeche", "Yucatán", NULL),
                        "Campeche y Yucatán");
    assert_string_equal(list_of(f, f->es, "Hidalgo", "Puebla", NULL),
                        "Hidalgo y Puebla");
    assert_string_equal(list_of(f, f->es, "a", "", NULL), "a y ");
}

static void capitalises(void **state)
{
    struct fixture *f = *state;
    static const char *const pairs[][2] = {
        {"en el año", "En el año"},
        {"ñandú", "Ñandú"},
        {"ÿ", "Ÿ"},
        {"żółć", "Żółć"},
        {"¿qué?", "¿Qué?"},
        {"(a", "(A"},
        {"Ya", "Ya"},
        {"", ""},
        {"12 delitos", "12 delitos"},
        {"÷", "÷"},
        {"¿", "¿"},
        {"\xc3", "\xc3"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(say_capital(&f->arena, pairs[i][0]), pairs[i][1]);
}

/* Loading with other messages behind the required ones. */

static void write_catalogue(const char *folder, const char *tag, const char *more)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text model;
    check_done(file_read(&arena,
                         arena_format(&arena, "tests/site/data/messages/%s.json",
                                      strcmp(tag, "es") == 0 ? "es" : "en"),
                         1 << 20, &model, &err),
               &err);
    const char *end = strstr(model.at, ",\n  \"greeting\"");
    assert_non_null(end);
    struct buffer out = {0};
    buffer_add(&out, model.at, (size_t)(end - model.at));
    buffer_format(&out, "%s%s}\n", more[0] == '\0' ? "" : ",\n", more);
    const char *path = arena_format(&arena, "%s/%s.json", folder, tag);
    check_done(file_write(path, buffer_all(&out), &err), &err);
    buffer_free(&out);
    arena_free(&arena);
}

static void load(const struct languages *languages, const char *const *more,
                 struct error *err)
{
    struct arena arena = {0};
    struct catalogue **catalogues = NULL;
    char *folder = temporary_folder();
    *err = (struct error){0};
    for (size_t i = 0; i < languages->count; i++)
        write_catalogue(folder, languages->tag[i], more[i]);
    bool done = catalogues_load(&arena, folder, languages, &catalogues, err);
    assert_int_equal(done, err->kind == ERROR_NONE);
    drop_folder(folder);
    arena_free(&arena);
}

static void languages_agree(void **state)
{
    (void)state;
    static const struct {
        const char *es, *en, *first, *second;
    } cases[] = {
        {"\"a\": \"x\"", "", "en.json: no message \"a\", which ", "es.json has"},
        {"", "\"a\": \"x\"", "es.json: no message \"a\", which ", "en.json has"},
        {"\"a\": \"{x}\"", "\"a\": \"x\"", "en.json: message \"a\" lacks {x}, which ",
         "es.json has"},
        {"\"a\": \"x\"", "\"a\": \"{x}\"", "es.json: message \"a\" lacks {x}, which ",
         "en.json has"},
        {"\"a\": {\"one\": \"1\", \"other\": \"{n} {x}\"}", "\"a\": \"{n} {x}\"",
         "es.json: message \"a\" lacks {x}, which ", "another of its forms"},
        {"\"a\": \"1\", \"b\": \"2\"", "\"c\": \"3\"", "no message \"a\"",
         "no message \"c\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err;
        load(&both, (const char *[]){cases[i].es, cases[i].en}, &err);
        check_error(&err, ERROR_CONTRADICTION, cases[i].first);
        check_error(&err, ERROR_CONTRADICTION, cases[i].second);
    }
}

static void forms_may_differ(void **state)
{
    (void)state;
    struct error err;
    load(&both,
         (const char *[]){
             "\"a\": {\"zero\": \"nada\", \"one\": \"uno\", \"other\": \"{n}\"}, "
             "\"p\": \"{Place}\", \"_own\": \"x\"",
             "\"a\": \"{n}\", \"p\": \"{place}\""},
         &err);
    assert_int_equal(err.kind, ERROR_NONE);
}

static void refuses_messages(void **state)
{
    (void)state;
    static const struct {
        const char *es, *words;
    } cases[] = {
        {"\"a\": \"{x\"", "message \"a\" has braces"},
        {"\"a\": \"x}\"", "message \"a\" has braces"},
        {"\"a\": \"{}\"", "message \"a\" has braces"},
        {"\"a\": \"{x y}\"", "message \"a\" has braces"},
        {"\"a\": \"{{x}}\"", "message \"a\" has braces"},
        {"\"a\": 1", "neither a text nor plural forms"},
        {"\"a@mx\": \"x\"", "message \"a@mx\" is a country's"},
        {"\"a\": [\"x\"]", "neither a text nor plural forms"},
        {"\"a\": {\"one\": \"x\"}", "lacks the plural form \"other\""},
        {"\"a\": {\"few\": \"x\", \"other\": \"y\"}", "\"few\", which language es"},
        {"\"a\": {\"others\": \"x\"}", "\"others\", which language es"},
        {"\"a\": {\"other\": 1}", "neither a text nor plural forms"},
        {"\"a\": \"1\", \"a\": \"2\"", "es.json:"},
        {"\"_day\": \"{day}\"", "es.json:"},
        {"nonsense", "es.json:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err;
        load(&(struct languages){1, {"es"}}, (const char *[]){cases[i].es}, &err);
        check_error(&err, ERROR_FORMAT, cases[i].words);
    }
}

static void keeps_limits(void **state)
{
    (void)state;
    static const struct {
        const char *before, *again;
        int times;
        const char *after, *words;
    } cases[] = {
        {"\"a\": \"", "{x}", 70, "\"", "message \"a\" has too many parts"},
        {"\"a\": \"", "x", 20000, "\"", "message \"a\" is too long"},
        {"\"", "k", 100, "\": \"x\"", "has too long a key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer more = {0};
        struct error err;
        buffer_string(&more, cases[i].before);
        for (int j = 0; j < cases[i].times; j++)
            buffer_string(&more, cases[i].again);
        buffer_add(&more, cases[i].after, strlen(cases[i].after) + 1);
        load(&(struct languages){1, {"es"}}, (const char *[]){more.at}, &err);
        check_error(&err, ERROR_FORMAT, cases[i].words);
        buffer_free(&more);
    }
}

/* Takes one required message away, or changes it. */
static void spoil(const char *from, const char *to, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text model;
    struct catalogue **catalogues = NULL;
    struct buffer out = {0};
    char *folder = temporary_folder();
    check_done(
        file_read(&arena, "tests/site/data/messages/es.json", 1 << 20, &model, &err),
        &err);
    const char *at = strstr(model.at, from);
    assert_non_null(at);
    buffer_add(&out, model.at, (size_t)(at - model.at));
    buffer_string(&out, to);
    buffer_string(&out, at + strlen(from));
    check_done(file_write(path_join(&arena, folder, "es.json"), buffer_all(&out), &err),
               &err);
    assert_false(catalogues_load(&arena, folder, &(struct languages){1, {"es"}},
                                 &catalogues, &err));
    check_error(&err, ERROR_FORMAT, words);
    buffer_free(&out);
    drop_folder(folder);
    arena_free(&arena);
}

static void wants_its_own_words(void **state)
{
    (void)state;
    spoil("\"_day\"", "\"_dia\"", "message \"_day\" is missing");
    spoil("{day} de", "de", "message \"_day\" lacks {day}");
    spoil("\"enero\", ", "", "message \"_months_long\" is not a list of twelve");
    spoil("\"enero\"", "1", "message \"_months_long\" has a month");
    spoil("\"_months_short\"", "\"_months\"", "\"_months_short\" is not a list");
    spoil("\"_list_and\": \" y \"", "\"_list_and\": {\"other\": \" y \"}",
          "message \"_list_and\" is missing, or has plural forms");
}

static void fails_without_a_file(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    struct catalogue **catalogues = NULL;
    assert_false(catalogues_load(&arena, "tests/site/data/messages",
                                 &(struct languages){1, {"xx"}}, &catalogues, &err));
    check_error(&err, ERROR_SYSTEM, "xx.json");
    assert_null(catalogues);
    arena_free(&arena);
}

/* One form for each number, by language. */
static void knows_the_rules(void **state)
{
    (void)state;
    static const char forms[] =
        "\"a\": {\"one\": \"one\", \"many\": \"many\", \"other\": \"other\"}";
    static const char english[] = "\"a\": {\"one\": \"one\", \"other\": \"other\"}";
    static const struct {
        const char *tag, *more;
        double n;
        const char *form;
    } cases[] = {
        {"fr", forms, 0, "one"},       {"fr", forms, 1.9, "one"},
        {"fr", forms, 2, "other"},     {"fr", forms, 3e6, "many"},
        {"pt", forms, 0, "one"},       {"pt-BR", forms, 0, "one"},
        {"pt-PT", forms, 0, "other"},  {"pt-PT", forms, 1, "one"},
        {"it", forms, 1, "one"},       {"it", forms, 1e6, "many"},
        {"de", english, 1, "one"},     {"de", english, 1e6, "other"},
        {"eo", english, 1, "one"},     {"eo", english, 0, "other"},
        {"en", english, NAN, "other"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct catalogue **catalogues = NULL;
        struct languages one = {1, {cases[i].tag}};
        char *folder = temporary_folder();
        write_catalogue(folder, cases[i].tag, cases[i].more);
        check_done(catalogues_load(&arena, folder, &one, &catalogues, &err), &err);
        assert_string_equal(say(&arena, catalogues[0], "a", cases[i].n, NULL),
                            cases[i].form);
        drop_folder(folder);
        arena_free(&arena);
    }
}

/* A country's own message stands in for the general one, there alone; and, for both,
 * that of what is counted. */
static void suits_a_country(void **state)
{
    (void)state;
    static const char *const wanted[][3] = {
        {"mx", "carpetas", NULL}, {"qq", "casos", NULL}, {"mx", "víctimas", "victims"}};
    for (size_t i = 0; i < 3; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct buffer out = {0};
        struct catalogue **catalogues = NULL;
        struct languages one = {1, {"es"}};
        char *folder = temporary_folder();
        write_catalogue(folder, "es",
                        "\"s.a\": \"casos\", \"s.a@mx\": \"carpetas\", "
                        "\"s.a@zz\": \"faltas\", \"s.a@victims\": \"víctimas\"");
        check_done(catalogues_load(&arena, folder, &one, &catalogues, &err), &err);
        catalogues_suit(catalogues, 1, wanted[i][0], wanted[i][2]);
        assert_string_equal(word(catalogues[0], "s.a"), wanted[i][1]);
        catalogue_json(catalogues[0], "s.", &out);
        assert_true(text_is(buffer_all(&out),
                            arena_format(&arena, "{\"a\":\"%s\"}", wanted[i][1])));
        buffer_free(&out);
        drop_folder(folder);
        arena_free(&arena);
    }
}

/* The catalogues we publish with. */
static void ours_agree(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error err = {0};
    struct catalogue **catalogues = NULL;
    check_done(catalogues_load(&arena, "site/messages", &both, &catalogues, &err),
               &err);
    arena_free(&arena);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(knows_itself),
        WITH_FIXTURE(fills_parts),
        WITH_FIXTURE(chooses_forms),
        WITH_FIXTURE(shows_what_is_missing),
        WITH_FIXTURE(counts_a_word_with_parts_as_missing),
        WITH_FIXTURE(is_asked_by_many_threads),
        WITH_FIXTURE(says_numbers),
        WITH_FIXTURE(says_periods),
        WITH_FIXTURE(says_lists),
        WITH_FIXTURE(capitalises),
        cmocka_unit_test(languages_agree),
        cmocka_unit_test(forms_may_differ),
        cmocka_unit_test(refuses_messages),
        cmocka_unit_test(keeps_limits),
        cmocka_unit_test(wants_its_own_words),
        cmocka_unit_test(fails_without_a_file),
        cmocka_unit_test(knows_the_rules),
        cmocka_unit_test(suits_a_country),
        cmocka_unit_test(ours_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
