#include "tests/check.h"

#include "site/site_files.h"

static void files_are_called_what_they_are(void **state)
{
    static const char *const cases[][2] = {
        {"es/index.html", "text/html; charset=utf-8"},
        {"data/mx.csv", "text/csv; charset=utf-8"},
        {"data/mx/SHA256SUMS", "text/plain; charset=utf-8"},
        {"data/datapackage.json", "application/json"},
        {"data/dcat.jsonld", "application/ld+json"},
        {"data/CITATION.bib", "application/x-bibtex"},
        {"data/CITATION.cff", "application/yaml"},
        {"v/2026-04-18/edition.json.sig", "application/octet-stream"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(site_file_type(cases[i][0]), cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_called_what_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
