/* What no single example shows: templates of random bytes never crash the compiler;
 * no value changes the elements and attributes of a page; every page is XML; and what
 * an XML reader finds there is the value that went in. */
#include "tests/check.h"

#include "site/template_program.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 6000, PIECES = 24 };

/* The same sequence on every machine. */
static uint64_t seed;

static size_t below(size_t limit)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed >> 11) % limit;
}

struct bench {
    struct arena arena; /* of the catalogues */
    struct catalogue **catalogues;
};

static void quiet(void *context, const char *message, ...)
{
    (void)context;
    (void)message;
}

static int start(void **state)
{
    static struct bench bench;
    struct error err = {0};
    seed = 88172645463325252u;
    bench = (struct bench){0};
    xmlSetGenericErrorFunc(NULL, quiet);
    check_done(catalogues_load(&bench.arena, "tests/site/data/messages",
                               &(struct languages){1, {"es"}}, &bench.catalogues, &err),
               &err);
    *state = &bench;
    return 0;
}

static int stop(void **state)
{
    arena_free(&((struct bench *)*state)->arena);
    xmlCleanupParser();
    return 0;
}

/* A set of two templates, "page" and "part", made from memory. */
static bool compile(struct arena *arena, const struct bench *bench, struct text page,
                    struct text part, struct templates **out, struct error *err)
{
    struct templates *templates = arena_take(arena, sizeof *templates);
    struct source *sources = arena_array(arena, 2, sizeof *sources);
    templates->template = arena_array(arena, 2, sizeof *templates->template);
    templates->languages = 1;
    templates->count = 2;
    sources[0] = (struct source){"page.html", page};
    sources[1] = (struct source){"part.html", part};
    for (size_t i = 0; i < 2; i++) {
        templates->template[i].name = i == 0 ? "page" : "part";
        templates->template[i].source[0] = &sources[i];
    }
    *out = templates;
    return template_compile(arena, templates, &templates->template[0],
                            bench -> catalogues[0], err);
}

static const char *const tokens[] = {
    "<p>",
    "</p>",
    "<p",
    ">",
    "/>",
    "<a href=\"",
    "<b title='",
    "\"",
    "'",
    " ",
    "{{x}}",
    "{{x}}",
    "{{x}}",
    "{{#list}}",
    "{{/list}}",
    "{{#x}}",
    "{{/x}}",
    "{{^gone}}",
    "{{/gone}}",
    "{{.}}",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea",
    "<script",
    "</script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    " class=\"a ",
    " href=\"",
    " src='/x/",
    "?q=",
    "#",
    "http:",
    "/",
    "\n",
    "{{>part}}",
    "{{@title}}",
    "{{!-- n --}}",
    " type=\"application/ld+json\"",
    "abc",
    "&amp;",
    " onclick=\"",
    "{{",
    "}}",
    "=",
    "-",
    "!",
};

static struct text random_template(struct arena *arena)
{
    struct buffer out = {0};
    size_t pieces = below(PIECES);
    for (size_t i = 0; i < pieces; i++) {
        if (below(40) == 0)
            buffer_char(&out, (char)below(256));
        else
            buffer_string(&out, tokens[below(sizeof tokens / sizeof *tokens)]);
    }
    struct text text = arena_copy(arena, buffer_all(&out));
    buffer_free(&out);
    return text;
}

static const char *const evil[] = {
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "--><b>",
    "</title></textarea></style><i>",
    "javascript:alert(1)",
    "//evil.example/",
    "` <![CDATA[ <?x ?> ]]> &lt;b&gt; &#60;",
    "{{x}}{{#list}}",
    "\xc0\xbc script \xed\xa0\xbc \xff",
};

/* Elements and attributes, in order, without any value. */
static void write_shape(struct buffer *out, const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        buffer_format(out, "<%s", (const char *)node->name);
        for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
            buffer_format(out, " %s", (const char *)a->name);
        write_shape(out, node->children);
        buffer_string(out, ">");
    }
}

static void shape_of(struct text page, struct buffer *out)
{
    htmlDocPtr doc = htmlReadMemory(page.at, (int)page.length, NULL, "UTF-8",
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    buffer_clear(out);
    if (doc != NULL)
        write_shape(out, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

static bool render(struct arena *arena, const struct bench *bench,
                   const struct templates *templates, const char *value,
                   struct buffer *out, struct error *err)
{
    struct view *view = view_new(arena);
    view_text(view, "x", value);
    view_text(view, ".", value);
    view_list_text(view, "list", value);
    view_list_text(view, "list", value);
    buffer_clear(out);
    return template_render(templates, "page", bench->catalogues[0], view, out, err);
}

static void compare_shapes(struct arena *arena, const struct bench *bench,
                           const struct templates *templates, struct text source)
{
    struct buffer page = {0}, harmless = {0}, shape = {0};
    struct error err = {0};
    if (!render(arena, bench, templates, "a", &page, &err)) {
        check_error(&err, ERROR_FORMAT, "is a name the page does not give");
        buffer_free(&page);
        return;
    }
    shape_of(buffer_all(&page), &harmless);
    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        struct error refused = {0};
        if (!render(arena, bench, templates, evil[i], &page, &refused))
            continue; /* no address */
        shape_of(buffer_all(&page), &shape);
        if (!text_equal(buffer_all(&shape), buffer_all(&harmless)))
            fail_msg("\"%s\" changes the page of %.*s\nto %.*s", evil[i],
                     TEXT_ARGS(source), TEXT_ARGS(buffer_all(&page)));
    }
    buffer_free(&page);
    buffer_free(&harmless);
    buffer_free(&shape);
}

static void survives_random_templates(void **state)
{
    struct bench *bench = *state;
    size_t compiled = 0;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct templates *templates = NULL;
        struct text page = random_template(&arena);
        if (compile(&arena, bench, page, TEXT("<i>{{x}}</i>\n"), &templates, &err)) {
            compiled++;
            compare_shapes(&arena, bench, templates, page);
        } else {
            assert_true(err.kind == ERROR_FORMAT);
            assert_non_null(strstr(err.message, ".html:"));
        }
        arena_free(&arena);
    }
    assert_true(compiled > ROUNDS / 100);
}

static void survives_random_bytes(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct templates *templates = NULL;
        char bytes[64];
        size_t length = below(sizeof bytes);
        static const char favourites[] = "{{{}}}#^/>!-@.<>\"'= \nax";
        for (size_t j = 0; j < length; j++)
            bytes[j] = below(4) == 0 ? (char)below(256)
                                     : favourites[below(sizeof favourites - 1)];
        struct text page = arena_copy(&arena, (struct text){bytes, length});
        compile(&arena, bench, page, (struct text){bytes, length}, &templates, &err);
        arena_free(&arena);
    }
}

/* Every place that takes a value, in well-formed XML. */
static const char everywhere[] =
    "<html lang=\"{{x}}\">\n<head><title>{{x}}</title>"
    "<script type=\"application/ld+json\">{{x}}</script></head>\n"
    "<body class='a {{x}}'>{{#x}}\n<p title=\"{{x}}\">{{x}}</p>\n"
    "<a href=\"/a/{{x}}?b={{x}}#{{x}}\">{{x}} {{x}}</a>\n"
    "<textarea>{{x}}</textarea>{{>part}}{{/x}}<i>{{x}}</i>\n</body>\n</html>\n";

static char *random_value(struct arena *arena)
{
    size_t length = 1 + below(40);
    char *value = arena_take(arena, length + 1);
    size_t range = below(3);
    for (size_t i = 0; i < length; i++)
        value[i] = range == 0   ? (char)(1 + below(255))
                   : range == 1 ? (char)(1 + below(127))
                                : "<>&\"'/{}\r\n\t]-\xc3\xb1\xef\xbf"[below(17)];
    return value;
}

static void always_writes_xml(void **state)
{
    struct bench *bench = *state;
    struct templates *templates = NULL;
    struct error err = {0};
    struct buffer page = {0};
    check_done(compile(&bench->arena, bench, text_of(everywhere),
                       TEXT("<i>{{x}}</i>\n"), &templates, &err),
               &err);
    for (size_t i = 0; i < ROUNDS; i++) {
        struct arena arena = {0};
        const char *value = random_value(&arena);
        check_done(render(&arena, bench, templates, value, &page, &err), &err);
        xmlDocPtr doc =
            xmlReadMemory(page.at, (int)page.length, NULL, "UTF-8",
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
        if (doc == NULL)
            fail_msg("not XML: %.*s", TEXT_ARGS(buffer_all(&page)));
        xmlFreeDoc(doc);
        arena_free(&arena);
    }
    buffer_free(&page);
}

/* "{{x}}" in these places reads back as the value. */
static void check_return(struct bench *bench, const char *template, const char *value)
{
    struct arena arena = {0};
    struct templates *templates = NULL;
    struct error err = {0};
    struct buffer page = {0};
    check_done(compile(&arena, bench, text_of(template), TEXT(""), &templates, &err),
               &err);
    check_done(render(&arena, bench, templates, value, &page, &err), &err);
    xmlDocPtr doc = xmlReadMemory(page.at, (int)page.length, NULL, "UTF-8", 0);
    assert_non_null(doc);
    xmlNodePtr root = xmlDocGetRootElement(doc);
    xmlChar *back = root->properties != NULL ? xmlGetProp(root, root->properties->name)
                                             : xmlNodeGetContent(root);
    assert_string_equal((const char *)back, value);
    xmlFree(back);
    xmlFreeDoc(doc);
    buffer_free(&page);
    arena_free(&arena);
}

static void gives_values_back(void **state)
{
    struct bench *bench = *state;
    static const char *const values[] = {
        "a", "<&>\"'", "ñandú — 😀", "</p>", "&amp;", "]]>", "  two  spaces  ", "\r",
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        check_return(bench, "<p>{{x}}</p>", values[i]);
        check_return(bench, "<textarea>{{x}}</textarea>", values[i]);
        check_return(bench, "<p title=\"{{x}}\"/>", values[i]);
        check_return(bench, "<p title='{{x}}'/>", values[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_random_templates, start, stop),
        cmocka_unit_test_setup_teardown(survives_random_bytes, start, stop),
        cmocka_unit_test_setup_teardown(always_writes_xml, start, stop),
        cmocka_unit_test_setup_teardown(gives_values_back, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
