/* The page of every version of the newest months. The files are small enough to add up
 * by hand: homicides with firearms, and with blades, of one state. */
#include "tests/site/small_site.h"

#include "base/file.h"
#include "site/pages.h"

#include <string.h>

/* The subjects there are pages for. */
struct subjects {
    size_t count;
    struct subject one[8];
};

static void add_subject(void *list, struct subject subject)
{
    struct subjects *subjects = list;
    assert_true(subjects->count < 8);
    subjects->one[subjects->count++] = subject;
}

static struct subjects all_subjects(void)
{
    struct subjects subjects = {0};
    versions_each(&site, add_subject, &subjects);
    return subjects;
}

/* Guanajuato's page in a language, as it is written. */
static const char *page_in(size_t language)
{
    struct error err = {0};
    struct text bytes;
    struct subjects subjects = all_subjects();
    assert_int_equal(subjects.count, 1);
    const char *folders[LANGUAGES_MAX];
    struct page page = page_unwritten(&arena, &site, language);
    for (size_t i = 0; i < config.languages.count; i++)
        folders[i] =
            versions_folder(&arena, &site, site.catalogues[i], subjects.one[0]);
    page.folders = folders;
    page.folder = arena_format(&arena, "%s/%s", config.languages.tag[language],
                               folders[language]);
    page.template_ = "versions";
    page.subject = &subjects.one[0];
    site.tree = open_tree();
    check_done(versions_fill(&page, subjects.one[0], &err), &err);
    check_done(page_write(&page, &err), &err);
    bytes = bytes_put(site.tree, arena_format(&arena, "%s/index.html", page.folder));
    tree_close(site.tree);
    assert_null(catalogue_missing(page.catalogue));
    return bytes.at;
}

/* What stands in a row of the first table of an offence: cells with a bar between, what
 * is small in brackets. */
static const char *row_of(const char *html, const char *caption, const char *month)
{
    struct buffer out = {0};
    const char *table = strstr(html, arena_format(&arena, ">%s</caption>", caption));
    assert_non_null(table);
    const char *end = strstr(table, "</table>");
    const char *row =
        strstr(table, arena_format(&arena, "<th scope=\"row\">%s</th>", month));
    if (!row || row > end)
        return NULL;
    for (const char *at = strstr(row, "<td"); strncmp(at, "</tr>", 5) != 0; at++)
        if (*at != '<') {
            buffer_char(&out, *at);
        } else {
            buffer_string(&out, strncmp(at, "</td>", 5) == 0      ? "|"
                                : strncmp(at, "<small>", 7) == 0  ? " ("
                                : strncmp(at, "</small>", 8) == 0 ? ")"
                                                                  : "");
            at = strchr(at, '>');
        }
    const char *cells = arena_copy(&arena, buffer_all(&out)).at;
    buffer_free(&out);
    return cells;
}

static void keep_three(void **state)
{
    keep_months(state, "2020-03-20", 2, (double[]){10, 20}, (double[]){1, 2});
    keep_months(state, "2020-04-20", 3, (double[]){10, 25, 30}, (double[]){1, 1, 3});
    keep_months(state, "2020-05-20", 4, (double[]){12, 25, 28, 40},
                (double[]){1, 1, 3, 0});
    open_site();
}

/* January was 11 in two files and is 13 now; February 22, then 26; April is in the
 * newest file alone, and provisional. */
static void each_file_is_a_column(void **state)
{
    keep_three(state);
    const char *html = page_in(0);
    const char *caption = "Homicidio doloso en Guanajuato";
    assert_string_equal(row_of(html, caption, "enero de 2020"), "11|11|13 (+2)|");
    assert_string_equal(row_of(html, caption, "febrero de 2020"), "22p|26 (+4)|26|");
    assert_string_equal(row_of(html, caption, "marzo de 2020"), "–|33p|31 (−2)|");
    assert_string_equal(row_of(html, caption, "abril de 2020"), "–|–|40p|");
    assert_null(row_of(html, caption, "mayo de 2020"));
}

/* All offences come before the one of a kind, and no offence comes twice. */
static void each_offence_is_told_once(void **state)
{
    keep_three(state);
    const char *html = page_in(1);
    struct page page = page_unwritten(&arena, &site, 1);
    const char *total = name_offence(&page, offence("fuero-comun"));
    const char *all = strstr(html, arena_format(&arena, ">%s in Guanajuato<", total));
    const char *one = strstr(html, ">Intentional homicide in Guanajuato<");
    assert_non_null(all);
    assert_non_null(one);
    assert_true(all < one);
    assert_null(strstr(one + 1, ">Intentional homicide in Guanajuato<"));
    assert_null(strstr(html, "With a firearm"));
}

/* The newest file changed January and March of one row: 2 up, 2 down. */
static void the_lead_counts_what_changed(void **state)
{
    keep_three(state);
    assert_non_null(
        strstr(page_in(1),
               "The file of 20 May 2020 changed 2 figures in Guanajuato already "
               "published in that of 20 April 2020: rises and falls add up to 4."));
}

static void the_lead_says_that_nothing_changed(void **state)
{
    keep_months(state, "2020-04-20", 2, (double[]){10, 20}, (double[]){1, 2});
    keep_months(state, "2020-05-20", 3, (double[]){10, 20, 30}, (double[]){1, 2, 3});
    open_site();
    assert_non_null(strstr(page_in(0),
                           "El archivo del 20 de mayo de 2020 no cambió ninguna cifra "
                           "en Guanajuato que ya estuviera publicada en el del 20 de "
                           "abril de 2020."));
}

/* One file has nothing to be set against: no page, and nothing links to one. */
static void one_file_has_no_page(void **state)
{
    keep_months(state, "2020-05-20", 2, (double[]){10, 20}, (double[]){1, 2});
    open_site();
    struct page page = page_unwritten(&arena, &site, 0);
    assert_int_equal(all_subjects().count, 0);
    assert_string_equal(link_versions(&page, &holdings.holding[0], guanajuato()), "");
}

static void only_places_with_a_page_have_one(void **state)
{
    keep_three(state);
    struct page page = page_unwritten(&arena, &site, 0);
    const struct holding *holding = &holdings.holding[0];
    assert_string_equal(link_versions(&page, holding, guanajuato()),
                        "revisiones/small/mx/guanajuato/index.html");
    assert_string_equal(
        link_versions(&page, holding, place_find(site.lists, TEXT("mx-14"))), "");
    site.place_page[guanajuato().index] = false;
    assert_string_equal(link_versions(&page, holding, guanajuato()), "");
    assert_int_equal(all_subjects().count, 0);
}

/* Eight files: the newest six are columns. */
static void six_files_at_most(void **state)
{
    double firearm[8], blade[8] = {0};
    for (size_t i = 0; i < 8; i++)
        firearm[i] = 100 + (double)i;
    for (size_t i = 1; i <= 8; i++)
        keep_months(state, arena_format(&arena, "2020-%02zu-20", i + 1), i, firearm,
                    blade);
    open_site();
    const char *html = page_in(1);
    const char *caption = "Intentional homicide in Guanajuato";
    assert_string_equal(row_of(html, caption, "January 2020"),
                        "100|100|100|100|100|100|");
    assert_string_equal(row_of(html, caption, "July 2020"), "–|–|–|–|106p|106|");
    assert_null(strstr(html, "20 March 2020"));
    assert_non_null(strstr(html, "20 April 2020"));
    assert_non_null(strstr(html, "in the 6 most recent files of: Small"));
}

/* Ten a month from January 2020 on. */
static void keep_tens(void **state, const char *day, size_t months)
{
    struct buffer csv = {0};
    struct error err = {0};
    const char *path = path_join(&arena, *state, day);
    buffer_string(&csv, "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\n");
    for (size_t year = 0; 12 * year < months; year++) {
        buffer_format(&csv, "mx-11,homicidio-doloso.con-arma-de-fuego,%zu",
                      2020 + year);
        for (size_t m = 12 * year; m < 12 * (year + 1); m++)
            buffer_string(&csv, m < months ? ",10" : ",");
        buffer_char(&csv, '\n');
    }
    check_done(file_write(path, buffer_all(&csv), &err), &err);
    buffer_free(&csv);
    small_keep(path, day);
}

/* The rows are April 2020 to April 2021: a file that ends in January has nothing of
 * them. */
static void a_file_that_ends_earlier_is_no_column(void **state)
{
    keep_tens(state, "2020-02-20", 1);
    keep_tens(state, "2021-04-20", 15);
    keep_tens(state, "2021-05-20", 16);
    open_site();
    const char *html = page_in(1);
    const char *caption = "Intentional homicide in Guanajuato";
    assert_string_equal(row_of(html, caption, "April 2020"), "10|10|");
    assert_string_equal(row_of(html, caption, "April 2021"), "–|10p|");
    assert_null(row_of(html, caption, "March 2020"));
    assert_null(strstr(html, "20 February 2020"));
    assert_non_null(strstr(html, "in the 2 most recent files"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_small_site(each_file_is_a_column),
        with_small_site(each_offence_is_told_once),
        with_small_site(the_lead_counts_what_changed),
        with_small_site(the_lead_says_that_nothing_changed),
        with_small_site(one_file_has_no_page),
        with_small_site(only_places_with_a_page_have_one),
        with_small_site(six_files_at_most),
        with_small_site(a_file_that_ends_earlier_is_no_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
