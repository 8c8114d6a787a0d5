#include "tests/check.h"

#include "site/meter.h"

#include <string.h>

static void says_how_far_it_is(void **state)
{
    (void)state;
    struct fetch_progress progress = {.name = "mx-municipal-2015",
                                      .bytes = 69100000,
                                      .expected = 132300000,
                                      .rate = 4200000};
    struct buffer out = {0};
    meter_line(&out, &progress);
    check_text(buffer_all(&out),
               "fetching mx-municipal-2015: 69.1 of 132.3 MB, 4.2 MB/s");
    buffer_clear(&out);
    meter_bar(&out, &progress, 100);
    buffer_char(&out, '\0');
    assert_non_null(strstr(out.at, " 52%  69.1 of 132.3 MB  4.2 MB/s  0:16 left"));
    buffer_clear(&out);
    progress = (struct fetch_progress){
        .name = "x", .bytes = 1000000, .rate = 20000, .page = 3};
    meter_line(&out, &progress);
    check_text(buffer_all(&out), "fetching x: 1.0 MB, page 3, 20 kB/s");
    buffer_clear(&out);
    progress.waiting = 4;
    meter_line(&out, &progress);
    check_text(buffer_all(&out), "fetching x: trying again in 4 s");
    buffer_free(&out);
}

/* Columns of a line of UTF-8. */
static int width_of(const struct buffer *line)
{
    int width = 0;
    for (size_t i = 0; i < line->length; i++)
        width += ((unsigned char)line->at[i] & 0xC0) != 0x80;
    return width;
}

static void never_wraps(void **state)
{
    (void)state;
    struct fetch_progress progress = {.name =
                                          "a-source-with-quite-a-long-name-for-an-id",
                                      .bytes = 69100000,
                                      .expected = 132300000,
                                      .rate = 4200000};
    for (int columns = 1; columns < 300; columns++) {
        struct buffer out = {0};
        meter_bar(&out, &progress, columns);
        if (columns >= 28)
            assert_true(width_of(&out) <= columns);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_how_far_it_is),
        cmocka_unit_test(never_wraps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
