#include "tests/check.h"

#include "ingest/csv_scan.h"

#include <string.h>

/* What the scanner finds, written down: cells in <>, q and d for quoted and doubled,
 * records by line, the reason it stopped last. */
static void show_record(struct buffer *out, const struct csv_scan *scan)
{
    static const char *const signs[] = {"", "q", "d"};
    struct buffer scratch = {0};
    for (size_t i = 0; i < scan->count; i++)
        buffer_format(out, "%s<%.*s>", signs[scan->cell[i].quoting],
                      TEXT_ARGS(csv_cell_text(&scan->cell[i], &scratch)));
    buffer_string(out, scan->unterminated ? "!\n" : "\n");
    buffer_free(&scratch);
}

/* Fed in stretches of so many bytes, as a reader would; 0: all at once. */
static void scan_all(struct buffer *out, struct text text, size_t stretch)
{
    static const char *const ends[] = {"",      "more", "end", "unclosed",
                                       "stray", "long", "many"};
    struct arena arena = {0};
    struct csv_scan *scan = csv_scan_new(&arena, ',');
    size_t from = 0, to = stretch ? 0 : text.length;
    enum csv_found found;
    for (;;) {
        /* Bytes of their own for each stretch: nothing behind may be looked at. */
        char *bytes = arena_take(&arena, to - from + CSV_PADDING);
        memcpy(bytes, text.at + from, to - from);
        memset(bytes + (to - from), '"', CSV_PADDING);
        csv_feed(scan, bytes, bytes + (to - from), to == text.length);
        while ((found = csv_next(scan)) == CSV_RECORD)
            show_record(out, scan);
        from += (size_t)(scan->at - bytes);
        if (found != CSV_MORE || to == text.length)
            break;
        to = to + stretch < text.length ? to + stretch : text.length;
    }
    buffer_string(out, ends[found]);
    arena_free(&arena);
}

static void check_scan(const char *text, const char *expected)
{
    struct buffer out = {0};
    scan_all(&out, text_of(text), 0);
    check_text(buffer_all(&out), expected);
    buffer_free(&out);
}

static void cuts_records(void **state)
{
    (void)state;
    check_scan("", "end");
    check_scan("a,b\n", "<a><b>\nend");
    check_scan("a,b\r\nc,\r\n", "<a><b>\n<c><>\nend");
    check_scan("a\rb\r", "<a>\n<b>\nend");
    check_scan("a,b", "<a><b>!\nend");
    check_scan(",\n", "<><>\nend");
    check_scan("a,", "<a><>!\nend");
    check_scan("\n\na\n", "<>\n<>\n<a>\nend");
}

static void understands_quotes(void **state)
{
    (void)state;
    check_scan("\"a\",\"b,c\"\n", "q<a>q<b,c>\nend");
    check_scan("\"a\r\nb\",c\r\n", "q<a\r\nb><c>\nend");
    check_scan("\"say \"\"no\"\"\",\"\"\"\"\n", "d<say \"no\">d<\">\nend");
    check_scan("\"\",x\n", "q<><x>\nend");
    check_scan("5\" pipe,b\n", "<5\" pipe><b>\nend");
    check_scan("\"a\"", "q<a>!\nend");
}

static void says_why_it_stopped(void **state)
{
    (void)state;
    check_scan("a\n\"b", "<a>\nunclosed");
    check_scan("a\n\"b\"\"", "<a>\nunclosed");
    check_scan("a\n\"b\"c\n", "<a>\nstray");
}

static void any_stretches_give_the_same(void **state)
{
    static const char text[] =
        "\"A\xf1o\",Clave_Ent,\"Tipo, de \"\"delito\"\"\"\r\n2015,1,\"\"\r\n\r\n"
        "2016,,\"Robo de cables, tubos y otros objetos destinados a servicios con un "
        "texto de m\xe1s de sesenta y cuatro bytes\"\n2017,2,x\"y\r2018,3,last";
    struct buffer whole = {0}, parts = {0};
    (void)state;
    scan_all(&whole, TEXT(text), 0);
    for (size_t stretch = 1; stretch < sizeof text + 1; stretch++) {
        buffer_clear(&parts);
        scan_all(&parts, TEXT(text), stretch);
        assert_true(text_equal(buffer_all(&whole), buffer_all(&parts)));
    }
    buffer_free(&whole);
    buffer_free(&parts);
}

/* All short texts over the characters that matter: never a crash, and the same
 * however they are cut. */
static void every_short_text_scans(void **state)
{
    static const char letters[] = "a,\"\n\r";
    char text[6];
    struct buffer whole = {0}, parts = {0};
    (void)state;
    for (size_t number = 0; number < 15625; number++) {
        size_t rest = number;
        for (size_t i = 0; i < sizeof text; i++, rest /= 5)
            text[i] = letters[rest % 5];
        buffer_clear(&whole);
        buffer_clear(&parts);
        scan_all(&whole, (struct text){text, sizeof text}, 0);
        scan_all(&parts, (struct text){text, sizeof text}, 1);
        if (!text_equal(buffer_all(&whole), buffer_all(&parts)))
            fail_msg("number %zu", number);
    }
    buffer_free(&whole);
    buffer_free(&parts);
}

static void check_limit(char fill, size_t length, const char *expected)
{
    struct buffer text = {0}, out = {0};
    memset(buffer_room(&text, length), fill, length);
    text.length = length;
    buffer_char(&text, '\n');
    scan_all(&out, buffer_all(&text), 1 << 18);
    check_text(buffer_all(&out), expected);
    buffer_free(&text);
    buffer_free(&out);
}

static void has_limits(void **state)
{
    (void)state;
    check_limit('x', CSV_RECORD_MAX, "long");
    check_limit('"', CSV_RECORD_MAX + (1 << 18) + 1, "long");
    check_limit(',', CSV_CELLS_MAX, "many");
}

static void raw_keeps_the_quotes(void **state)
{
    struct arena arena = {0};
    struct csv_scan *scan = csv_scan_new(&arena, ';');
    const size_t length = 11;
    char *text = arena_take(&arena, length + CSV_PADDING);
    (void)state;
    memcpy(text, "a;\"b;\";c;d\n", length);
    csv_feed(scan, text, text + length, true);
    assert_int_equal(csv_next(scan), CSV_RECORD);
    check_text(csv_raw(&scan->cell[1], &scan->cell[2]), "\"b;\";c");
    check_text(csv_raw(&scan->cell[0], &scan->cell[1]), "a;\"b;\"");
    arena_free(&arena);
}

static void sniffs_the_delimiter(void **state)
{
    (void)state;
    assert_int_equal(csv_sniff_delimiter(TEXT("a,b;c,d\n1;2;3;4;5\n"), 1), ',');
    assert_int_equal(csv_sniff_delimiter(TEXT("a;b;\"c,d,e,f\"\n"), 1), ';');
    assert_int_equal(csv_sniff_delimiter(TEXT("a\tb\r\n"), 1), '\t');
    assert_int_equal(csv_sniff_delimiter(TEXT("a|b"), 1), '|');
    assert_int_equal(csv_sniff_delimiter(TEXT("a"), 1), ',');
    assert_int_equal(csv_sniff_delimiter(TEXT("t,,\r\n\r\na;b\r\n"), 3), ';');
    assert_int_equal(csv_sniff_delimiter(TEXT("t\n"), 3), ',');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_records),
        cmocka_unit_test(understands_quotes),
        cmocka_unit_test(says_why_it_stopped),
        cmocka_unit_test(any_stretches_give_the_same),
        cmocka_unit_test(every_short_text_scans),
        cmocka_unit_test(has_limits),
        cmocka_unit_test(raw_keeps_the_quotes),
        cmocka_unit_test(sniffs_the_delimiter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
