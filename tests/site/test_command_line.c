#include "tests/check.h"

#include "site/command_line.h"

struct answers {
    const char *file;
    bool loud;
};

static const struct option OPTIONS[] = {
    {"file", "FILE", offsetof(struct answers, file), 0, true, "a file"},
    {"loud", NULL, offsetof(struct answers, loud), 'l', true, "say more"},
};

/* Read the first word of two; how many were read, 0 for none. */
static int read_words(const char *one, const char *two, struct answers *out,
                      struct error *err)
{
    char *words[] = {(char *)one, (char *)two};
    const struct option *found;
    int at = 0;
    *out = (struct answers){0};
    *err = (struct error){0};
    return option_read(OPTIONS, 2, words, two ? 2 : 1, &at, out, &found, err) ? at + 1
                                                                              : 0;
}

static void reads_options(void **state)
{
    (void)state;
    struct answers answers;
    struct error err;
    assert_int_equal(read_words("--file", "x", &answers, &err), 2);
    assert_string_equal(answers.file, "x");
    assert_int_equal(read_words("--file=y=z", "x", &answers, &err), 1);
    assert_string_equal(answers.file, "y=z");
    assert_int_equal(read_words("--file=", "x", &answers, &err), 1);
    assert_string_equal(answers.file, "");
    assert_int_equal(read_words("--loud", "x", &answers, &err), 1);
    assert_true(answers.loud);
    assert_int_equal(read_words("-l", NULL, &answers, &err), 1);
    assert_true(answers.loud);
}

static void refuses_others(void **state)
{
    (void)state;
    static const struct {
        const char *word, *says;
    } cases[] = {
        {"--lous", "there is no option --lous; did you mean --loud?"},
        {"--flie", "did you mean --file?"},
        {"--weather", "there is no option --weather; see cifra help"},
        {"-x", "there is no option -x"},
        {"-ll", "there is no option -ll"},
        {"--loud=1", "--loud takes no value"},
        {"--file", "--file needs its FILE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answers answers;
        struct error err;
        assert_int_equal(read_words(cases[i].word, NULL, &answers, &err), 0);
        check_error(&err, ERROR_USAGE, cases[i].says);
    }
}

static void finds_the_nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"run", "fetch", "import", "build"};
    const size_t step = sizeof *names;
    assert_string_equal(nearest("ferch", names, step, 4), "fetch");
    assert_string_equal(nearest("imprt", names, step, 4), "import");
    assert_string_equal(nearest("run", names, step, 4), "run");
    assert_null(nearest("weather", names, step, 4));
    assert_null(nearest("x", names, step, 4)); /* not everything short is near */
    assert_null(nearest("", names, step, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_options),
        cmocka_unit_test(refuses_others),
        cmocka_unit_test(finds_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
