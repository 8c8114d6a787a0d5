#include "tests/check.h"

#include "base/file.h"
#include "ingest/links.h"

#include <string.h>

static const char BASE[] = "https://www.example.org/datos/pagina.html?x=1";

static struct text read_page(struct arena *arena)
{
    struct error err = {0};
    struct text bytes;
    check_done(
        file_read(arena, "tests/fuzz/corpus/links/sesnsp.html", 1 << 20, &bytes, &err),
        &err);
    return bytes;
}

static void links_of_a_page_are_read(void **state)
{
    static const struct {
        const char *url, *label, *name;
        struct day date;
    } expected[] = {
        {"https://example.org/a/Estatal-Delitos-2015-2026_may2026.zip",
         "Cifras de Incidencia Delictiva Estatal, 2015 - mayo 2026",
         "Estatal-Delitos-2015-2026_may2026.zip",
         {2026, 5, 0}},
        {"https://www.example.org/sesnsp/docs/"
         "Estatal-Delitos-2015-2026_jun2026.zip?download=1",
         "Cifras de Incidencia Delictiva Estatal, 2015 - junio de 2026",
         "Estatal-Delitos-2015-2026_jun2026.zip",
         {2026, 6, 0}},
        {"https://www.example.org/sesnsp/docs/Municipal-Delitos_20260721.zip",
         "Municipal",
         "Municipal-Delitos_20260721.zip",
         {2026, 7, 21}},
        {"https://cdn.example.org/V%C3%ADctimas_ene25.xlsx",
         "Víctimas 21/06/2026",
         "Víctimas_ene25.xlsx",
         {2026, 6, 21}},
        {"https://www.example.org/sesnsp/docs/IDEFF_jul25.csv",
         "",
         "IDEFF_jul25.csv",
         {2025, 7, 0}},
    };
    struct arena arena = {0};
    struct error err = {0};
    struct link *link;
    size_t count;
    (void)state;
    check_done(links_read(&arena, read_page(&arena), BASE, &link, &count, &err), &err);
    /* #menu is an address within the page, and nothing else is left out but mail and
     * scripts. */
    size_t most = sizeof expected / sizeof *expected;
    assert_int_equal(count, most);
    for (size_t i = 0; i < most; i++) {
        assert_string_equal(link[i].url, expected[i].url);
        assert_string_equal(link[i].label, expected[i].label);
        assert_string_equal(link[i].name, expected[i].name);
        assert_int_equal(day_compare(link[i].date, expected[i].date), 0);
    }
    arena_free(&arena);
}

static void check_newest(const char *page, const char *label, const char *name,
                         const char *url)
{
    struct arena arena = {0};
    struct error err = {0};
    struct link link;
    struct link_rule rule = {label, name};
    check_done(links_newest(&arena, text_of(page), BASE, &rule, &link, &err), &err);
    assert_string_equal(link.url, url);
    arena_free(&arena);
}

static void the_newest_link_is_found(void **state)
{
    struct arena arena = {0};
    const char *page = arena_copy(&arena, read_page(&arena)).at;
    (void)state;
    check_newest(page, "*INCIDENCIA*estatal*", NULL,
                 "https://www.example.org/sesnsp/docs/"
                 "Estatal-Delitos-2015-2026_jun2026.zip?download=1");
    check_newest(page, NULL, "*victimas*.xlsx",
                 "https://cdn.example.org/V%C3%ADctimas_ene25.xlsx");
    check_newest(page, NULL, "*/docs/*.csv",
                 "https://www.example.org/sesnsp/docs/IDEFF_jul25.csv");
    /* The first among equals, and none dated: the first. */
    check_newest("<a href=a>x</a><a href=b>x</a>", NULL, NULL,
                 "https://www.example.org/datos/a");
    check_newest("<a href=a>2024</a><a href=b>2024</a><a href=c>x</a>", "*", "*",
                 "https://www.example.org/datos/a");
    check_newest("<a href=a>x</a><a href=b>2019</a>", NULL, NULL,
                 "https://www.example.org/datos/b");
    arena_free(&arena);
}

static void that_nothing_fits_is_said(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct link link;
    struct link_rule rule = {"*Municipal*", "*.xlsx"};
    (void)state;
    assert_false(links_newest(&arena, read_page(&arena), BASE, &rule, &link, &err));
    check_error(&err, ERROR_FORMAT,
                "none of the page's 5 links has label \"*Municipal*\" and name "
                "\"*.xlsx\"; they are: \"Cifras de");
    err = (struct error){0};
    assert_false(links_newest(&arena, TEXT("<p>Wait"), BASE, &rule, &link, &err));
    check_error(&err, ERROR_FORMAT, "the page has no links");
    err = (struct error){0};
    assert_false(links_newest(&arena, TEXT(""), BASE, &rule, &link, &err));
    check_error(&err, ERROR_FORMAT, "the page is empty");
    err = (struct error){0};
    struct text large = {arena_take(&arena, LINKS_PAGE_MAX + 1), LINKS_PAGE_MAX + 1};
    assert_false(links_newest(&arena, large, BASE, &rule, &link, &err));
    check_error(&err, ERROR_LIMIT, "larger than 4 MiB");
    arena_free(&arena);
}

static void dates_are_found_in_words(void **state)
{
    static const struct {
        const char *words;
        struct day day;
    } cases[] = {
        {"jun2026", {2026, 6, 0}},
        {"2026-06", {2026, 6, 0}},
        {"2026_06_21", {2026, 6, 21}},
        {"junio 2026", {2026, 6, 0}},
        {"Actualizado al 21 de junio de 2026", {2026, 6, 21}},
        {"June 21, 2026", {2026, 6, 21}},
        {"20260621", {2026, 6, 21}},
        {"202606", {2026, 6, 0}},
        {"21/06/2026", {2026, 6, 21}},
        {"06/21/2026", {2026, 6, 21}},
        {"06-2026", {2026, 6, 0}},
        {"IDVFC_NM_ene25.zip", {2025, 1, 0}},
        {"Municipal-Delitos-2015-2025_dic2025.zip", {2025, 12, 0}},
        {"IDE-1997-2017.csv", {2017, 0, 0}},
        {"sept2024", {2024, 9, 0}},
        {"Septiembre del 2024", {2024, 9, 0}},
        {"2026 Abril", {2026, 4, 0}},
        {"31/02/2026", {2026, 2, 0}},
        {"99999999", {0, 0, 0}},
        {"mayo", {0, 0, 0}},
        {"may 25", {0, 0, 0}},
        {"12345", {0, 0, 0}},
        {"", {0, 0, 0}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct day day;
        assert_int_equal(link_date(text_of(cases[i].words), &day),
                         cases[i].day.year > 0);
        if (day_compare(day, cases[i].day) != 0)
            fail_msg("%s: %d-%d-%d", cases[i].words, day.year, day.month, day.day);
    }
}

static void tags_without_end_are_refused(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct buffer page = {0};
    struct link *link;
    size_t count;
    (void)state;
    /* Spaces within quotes, in texts and over many tags are no attributes. */
    buffer_string(&page, "<svg><path d='");
    for (size_t i = 0; i < 30000; i++)
        buffer_string(&page, "L 1 ");
    buffer_string(&page, "'/></svg><p>");
    for (size_t i = 0; i < 30000; i++)
        buffer_string(&page, "a b <br />");
    buffer_string(&page, "</p><a href='x.csv'>x</a><a href='y.csv' ");
    check_done(links_read(&arena, buffer_all(&page), BASE, &link, &count, &err), &err);
    for (size_t i = 0; i < 300000; i++)
        buffer_format(&page, i % 2 ? "a%zx " : "a%zx='>'\n", i);
    buffer_string(&page, ">y</a>");
    assert_true(page.length < LINKS_PAGE_MAX);
    assert_false(links_read(&arena, buffer_all(&page), BASE, &link, &count, &err));
    check_error(&err, ERROR_LIMIT, "a tag of the page has more than 20000 attributes");
    buffer_free(&page);
    arena_free(&arena);
}

static void marred_pages_are_survived(void **state)
{
    struct arena arena = {0};
    struct text page = read_page(&arena);
    char *changed = arena_take(&arena, page.length);
    (void)state;
    memcpy(changed, page.at, page.length);
    for (size_t i = 0; i < page.length; i++) {
        struct arena once = {0};
        struct error err = {0};
        struct link *link;
        size_t count;
        struct text cut = {page.at, i};
        struct text whole = {changed, page.length};
        assert_int_equal(links_read(&once, cut, BASE, &link, &count, &err), i > 0);
        changed[i] = (char)(page.at[i] ^ (1 << i % 8));
        err = (struct error){0};
        check_done(links_read(&once, whole, BASE, &link, &count, &err), &err);
        changed[i] = page.at[i];
        arena_free(&once);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_of_a_page_are_read),
        cmocka_unit_test(the_newest_link_is_found),
        cmocka_unit_test(that_nothing_fits_is_said),
        cmocka_unit_test(dates_are_found_in_words),
        cmocka_unit_test(tags_without_end_are_refused),
        cmocka_unit_test(marred_pages_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
