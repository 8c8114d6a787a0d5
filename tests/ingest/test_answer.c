#include "tests/check.h"

#include "ingest/answer.h"

/* What answers say, and what is made of it; NULL: they pass. */
static const struct {
    const char *answer, *words;
} ANSWERS[] = {
    {"a,b\n1,2\n", NULL},
    {"\xEF\xBB\xBF"
     "A\xc3\xb1o,b\n",
     NULL},
    {"PK\x03\x04", NULL},
    {"[{\"a\": 1}]", NULL},
    {"[]", NULL},
    {"{\"data\": [], \"error\": null}", NULL},
    {"{\"data\": [], \"error\": false}", NULL},
    {"{\"success\": true, \"result\": {\"records\": []}}", NULL},
    {"{\"message\": \"x\", \"rows\": [1]}", NULL},
    {"<?xml version=\"1.0\"?><wb:data xmlns:wb=\"x\"/>", NULL},
    {"", "the server sent nothing"},
    {" \r\n", "the server sent nothing"},
    {"<!DOCTYPE html><html><head><TITLE>No hay\n servicio</TITLE></head></html>",
     "a web page, not the data: \"No hay servicio\""},
    {"<!-- x -->\n<html><body><h1>Error</h1></body></html>",
     "a web page, not the data: \"Error\""},
    {"<?xml version='1.0'?><!DOCTYPE html PUBLIC \"x\"><html><p>Adi\xf3s</p></html>",
     "not the data: \"Adi\xc3\xb3s\""},
    {"<html><head>\n<script src=\"/_Incapsula_Resource?x\"></script></head></html>",
     "a challenge page, which only a browser passes"},
    {"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Reference #18 "
     "https://errors.edgesuite.net/18</BODY></HTML>",
     "a challenge page, which only a browser passes, not the data: \"Access Denied\""},
    {"<html><title>Sign in to your account</title></html>", "a login page"},
    {"<html><input type=\"password\"></html>", "a login page"},
    {"{\"error\": true, \"message\": \"Query timeout\"}", "an error, not the data: "
                                                          "\"Query timeout\""},
    {"{\"error\":{\"code\":400,\"message\":\"Invalid URL\",\"details\":[]}}",
     "\"Invalid URL\""},
    {"{\"success\": false, \"error\": {\"message\": \"Not found: x\"}}",
     "\"Not found: x\""},
    {"[{\"message\":[{\"id\":\"120\",\"key\":\"Invalid value\",\"value\":\"The "
     "provided "
     "parameter value is not valid\"}]}]",
     "\"The provided parameter value is not valid\""},
    {"{\"message\": \"Missing Authentication Token\"}", "\"Missing Authentication"},
    {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access "
     "Denied</Message></Error>",
     "an error, not the data: \"Access Denied\""},
};

static void tells_data_from_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++) {
        struct error err = {0};
        bool good = answer_check(text_of(ANSWERS[i].answer), true, ANSWER_DATA, &err);
        if (good != (ANSWERS[i].words == NULL))
            fail_msg("%s: %s", ANSWERS[i].answer, err.message);
        if (!good)
            check_error(&err, ERROR_FORMAT, ANSWERS[i].words);
    }
}

static void pages_pass_where_they_are_wanted(void **state)
{
    (void)state;
    struct error err = {0};
    struct text page = TEXT("<html><title>Datos</title><a href=x>y</a></html>");
    assert_true(answer_check(page, true, ANSWER_PAGE, &err));
    page = TEXT("<html><title>Challenge Validation</title></html>");
    assert_false(answer_check(page, true, ANSWER_PAGE, &err));
    check_error(&err, ERROR_FORMAT, "a challenge page");
}

static void survives_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++) {
        struct text answer = text_of(ANSWERS[i].answer);
        for (size_t length = 0; length <= answer.length; length++) {
            struct error err = {0};
            struct buffer copy = {0}, words = {0};
            buffer_add(&copy, answer.at, length); /* for the sanitizer */
            answer_check((struct text){copy.at, length}, false, ANSWER_DATA, &err);
            answer_words(&words, (struct text){copy.at, length});
            buffer_free(&words);
            buffer_free(&copy);
        }
    }
}

static void quotes_refusals(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"slow  down\n", "\"slow down\""},
        {"{\"detail\": \"throttled\"}", "\"throttled\""},
        {"<html><title>403</title><script>_Incapsula_Resource</script></html>",
         "a challenge page, which only a browser passes, \"403\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer words = {0};
        answer_words(&words, text_of(cases[i][0]));
        check_text(buffer_all(&words), cases[i][1]);
        buffer_free(&words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_data_from_words),
        cmocka_unit_test(pages_pass_where_they_are_wanted),
        cmocka_unit_test(survives_every_cut),
        cmocka_unit_test(quotes_refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
