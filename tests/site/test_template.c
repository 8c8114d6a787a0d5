#include "tests/check.h"

#include "base/file.h"
#include "site/template.h"

#include <string.h>

static const struct languages both = {2, {"es", "en"}};

/* A folder of templates, and what they are rendered with. */
struct bench {
    struct arena arena;
    char *folder;
    struct catalogue **catalogues;
    struct templates *templates;
    struct view *view;
    struct buffer out;
    struct error err;
};

static int start(void **state)
{
    static struct bench bench;
    bench = (struct bench){.folder = temporary_folder()};
    check_done(catalogues_load(&bench.arena, "tests/site/data/messages", &both,
                               &bench.catalogues, &bench.err),
               &bench.err);
    bench.view = view_new(&bench.arena);
    *state = &bench;
    return 0;
}

static int stop(void **state)
{
    struct bench *bench = *state;
    buffer_free(&bench->out);
    arena_free(&bench->arena);
    drop_folder(bench->folder);
    return 0;
}

static void put(struct bench *bench, const char *file, struct text text)
{
    struct error err = {0};
    check_done(file_write(path_join(&bench->arena, bench->folder, file), text, &err),
               &err);
}

static bool load(struct bench *bench)
{
    bench->err = (struct error){0};
    return templates_load(&bench->arena, bench->folder, &both, bench->catalogues,
                          &bench->templates, &bench->err);
}

static bool render(struct bench *bench, const char *name, size_t language)
{
    buffer_clear(&bench->out);
    bench->err = (struct error){0};
    return template_render(bench->templates, name, bench->catalogues[language],
                           bench->view, &bench->out, &bench->err);
}

/* page.html with this text gives exactly that. */
static void check_page(struct bench *bench, const char *template, const char *expected)
{
    put(bench, "page.html", text_of(template));
    check_done(load(bench), &bench->err);
    check_done(render(bench, "page", 0), &bench->err);
    check_text(buffer_all(&bench->out), expected);
}

/* page.html with this text is refused with these words. */
static void check_refused(struct bench *bench, const char *template, const char *words)
{
    put(bench, "page.html", text_of(template));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_FORMAT, words);
}

static void escapes_by_place(void **state)
{
    struct bench *bench = *state;
    struct view *view = bench->view;
    view_text(view, "end", "</script><b>");
    view_text(view, "quotes", "\"a\" & 'b'");
    view_text(view, "query", "a b&c=d/é?");
    view_text(view, "path", "León/Ñ ñ&x:y\"");
    view_text(view, "broken", "a\x01\xc3(\xed\xa0\x80\xef\xbf\xbf\r");
    check_page(bench, "<p>{{end}}</p>", "<p>&lt;/script&gt;&lt;b&gt;</p>");
    check_page(bench, "<p>{{quotes}}</p>", "<p>\"a\" &amp; 'b'</p>");
    check_page(bench, "<p title=\"{{quotes}}\"/>",
               "<p title=\"&quot;a&quot; &amp; &#39;b&#39;\"/>");
    check_page(bench, "<p title='{{quotes}}'/>",
               "<p title='&quot;a&quot; &amp; &#39;b&#39;'/>");
    check_page(bench, "<title>{{end}}</title>",
               "<title>&lt;/script&gt;&lt;b&gt;</title>");
    check_page(bench, "<textarea>{{end}}</textarea>",
               "<textarea>&lt;/script&gt;&lt;b&gt;</textarea>");
    check_page(bench, "<a href=\"/x/{{path}}\"/>",
               "<a href=\"/x/Le%C3%B3n/%C3%91%20%C3%B1%26x%3Ay%22\"/>");
    check_page(bench, "<a href=\"/x?q={{query}}\"/>",
               "<a href=\"/x?q=a%20b%26c%3Dd%2F%C3%A9%3F\"/>");
    check_page(bench, "<a href=\"#{{query}}\"/>",
               "<a href=\"#a%20b%26c%3Dd%2F%C3%A9%3F\"/>");
    check_page(bench, "<p>{{broken}}</p>",
               "<p>a\ufffd\ufffd(\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd&#13;</p>");
    check_page(bench, "<p data-x=\"{{path}}\" class=\"a {{end}} b\"/>",
               "<p data-x=\"León/Ñ ñ&amp;x:y&quot;\" "
               "class=\"a &lt;/script&gt;&lt;b&gt; b\"/>");
}

static void writes_linked_data(void **state)
{
    struct bench *bench = *state;
    view_text(bench->view, "json", "{\"a\": \"</script>&\xff ñ'\"}");
    check_page(bench,
               "<p/>{{#json}}<script type=\"application/ld+json\">{{json}}</script>"
               "{{/json}}",
               "<p/><script type=\"application/ld+json\">{\"a\": "
               "\"\\u003c/script\\u003e\\u0026\ufffd ñ'\"}</script>");
    check_page(bench, "<script type=\"application/ld+json\">{{json}}</script><p/>",
               "<script type=\"application/ld+json\">{\"a\": "
               "\"\\u003c/script\\u003e\\u0026\ufffd ñ'\"}</script><p/>");
    check_refused(bench,
                  "<script type=\"text/javascript\" type=\"application/ld+json\">"
                  "{{json}}</script>",
                  "page.html:1:59: no hole in a script: {{json}}");
    check_refused(bench, "<script type=\"application/json\">{{json}}</script>",
                  "in a script");
    check_refused(bench,
                  "<script{{#a}} type=\"application/ld+json\"{{/a}}>{{json}}</script>",
                  "in a script");
    check_refused(bench, "<p type=\"application/ld+json\"/><script>{{json}}</script>",
                  "in a script");
}

static const struct {
    const char *address, *written;
} addresses[] = {
    {"", ""},
    {"#a", "#a"},
    {"../x/é b.html?a=1&b='2'#c", "../x/%C3%A9%20b.html?a=1&amp;b=%272%27#c"},
    {"/mx/le%C3%B3n/50%", "/mx/le%C3%B3n/50%25"},
    {"https://x.mx:8080/a:b", "https://x.mx:8080/a:b"},
    {"HTTP://x.mx", "HTTP://x.mx"},
    {"mailto:a@x.mx", "mailto:a@x.mx"},
    {"x/y:z", "x/y:z"},
    {"a\"><b>\\", "a%22%3E%3Cb%3E%5C"},
    {"javascript:alert(1)", NULL},
    {"JavaScript:alert(1)", NULL},
    {" javascript:alert(1)", NULL},
    {"java\nscript:alert(1)", NULL},
    {"\x01javascript:alert(1)", NULL},
    {"data:text/html,x", NULL},
    {"vbscript:x", NULL},
    {"//evil.example/x", NULL},
    {"/\\evil.example", NULL},
    {"\\\\evil.example", NULL},
    {":x", NULL},
};

static void checks_whole_addresses(void **state)
{
    struct bench *bench = *state;
    put(bench, "page.html", TEXT("<a href=\"{{it}}\"/>"));
    check_done(load(bench), &bench->err);
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        view_text(bench->view, "it", addresses[i].address);
        if (addresses[i].written == NULL) {
            assert_false(render(bench, "page", 0));
            check_error(&bench->err, ERROR_FORMAT,
                        "page.html:1: {{it}} is not an address we write: ");
            assert_int_equal(bench->out.length, 0);
            continue;
        }
        check_done(render(bench, "page", 0), &bench->err);
        check_text(
            buffer_all(&bench->out),
            arena_format(&bench->arena, "<a href=\"%s\"/>", addresses[i].written));
    }
}

static void joins_addresses(void **state)
{
    struct bench *bench = *state;
    struct view *view = bench->view;
    view_text(view, "root", "../../");
    view_text(view, "empty", "");
    view_text(view, "slash", "/");
    view_text(view, "evil", "//evil.example");
    view_text(view, "script", "javascript:alert(1)");
    check_page(bench, "<a href=\"{{root}}mx/x.html\"/>",
               "<a href=\"../../mx/x.html\"/>");
    check_page(bench, "<a href=\"{{empty}}{{script}}\"/>",
               "<a href=\"javascript%3Aalert%281%29\"/>");
    check_page(bench, "<a href=\"{{empty}}{{evil}}\"/>",
               "<a href=\"/%2Fevil.example\"/>");
    check_page(bench, "<a href=\"/{{evil}}\"/>", "<a href=\"/%2F/evil.example\"/>");
    check_page(bench, "<a href=\"{{slash}}{{slash}}x\"/>", "<a href=\"/%2Fx\"/>");
    check_page(bench,
               "<a href=\"x{{#empty}}/y{{/empty}}{{^empty}}?{{root}}{{/empty}}\"/>",
               "<a href=\"x?..%2F..%2F\"/>");
    check_page(bench, "<a href=\"https://x.mx/{{root}}\" title=\"a:{{root}}\"/>",
               "<a href=\"https://x.mx/../../\" title=\"a:../../\"/>");
    check_page(bench, "<img src=\"{{root}}a.png\" srcset=\"a.png 2x\"/>",
               "<img src=\"../../a.png\" srcset=\"a.png 2x\"/>");
    check_page(bench, "<a href=\"javascript:void(0)\" onclick=\"x()\" style=\"a:b\"/>",
               "<a href=\"javascript:void(0)\" onclick=\"x()\" style=\"a:b\"/>");
}

static void refuses_places(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *template, *words;
    } cases[] = {
        {"<p>\n<script>\n  ñ {{x}}</script>",
         "page.html:3:5: no hole in a script: {{x}}"},
        {"<style>{{x}}</style>", "page.html:1:8: no hole in a style sheet"},
        {"<STYLE>{{x}}</STYLE>", "no hole in a style sheet"},
        {"<iframe>{{x}}</iframe>", "raw text"},
        {"<script src=\"a\"/>{{x}}", "no hole in a script"},
        {"<script></scriptx>{{x}}", "no hole in a script"},
        {"<script><!-- <script> </script>{{x}}</script>", "1:10: <! in a script"},
        {"<!-- {{x}} -->", "1:6: no hole in a comment"},
        {"<!-- -- {{x}} -->", "no hole in a comment"},
        {"<!-- --!> -->", "1:8: --! in a comment"},
        {"<!doctype {{x}}>", "no hole in a declaration"},
        {"<?x {{x}}>", "no hole in a declaration"},
        {"<{{x}}>", "no hole in a tag's name"},
        {"<p{{x}}>", "no hole in a tag's name"},
        {"</{{x}}>", "no hole in an end tag"},
        {"</p {{x}}>", "no hole in an end tag"},
        {"<p {{x}}>", "no hole in an attribute's name"},
        {"<p a{{x}}=\"\">", "no hole in an attribute's name"},
        {"<p a {{x}}=\"\">", "no hole in an attribute's name"},
        {"<p a={{x}}>", "1:6: no hole in an attribute value without quotes"},
        {"<p a= {{x}}>", "no hole in an attribute value without quotes"},
        {"<p a=\"\"{{x}}>", "no hole in an attribute's name"},
        {"<p a=b>", "1:6: an attribute value without quotes"},
        {"<p a>", "1:5: an attribute without a value"},
        {"<p a b=\"\">", "1:6: an attribute without a value"},
        {"<p a=\"1\"b=\"2\">", "1:9: a space is missing"},
        {"<p =\"\">", "not the start of an attribute"},
        {"<p a\"=\"\">", "a quote or < in an attribute's name"},
        {"<p onclick=\"{{x}}\">", "1:13: no hole in an attribute that runs"},
        {"<p ONCLICK='a{{x}}'>", "no hole in an attribute that runs"},
        {"<p style=\"a:{{x}}\">", "no hole in an attribute that runs, styles"},
        {"<img srcset=\"{{x}}\">", "or is no plain address"},
        {"<iframe srcdoc=\"{{x}}\">", "or is no plain address"},
        {"<a href=\"javascript:{{x}}\">", "no plain address"},
        {"<a href=\"data:{{x}}\">", "no plain address"},
        {"<a href=\"{{x}}:{{y}}\">", "1:15: a hole before a colon"},
        {"<a href=\"x{{x}}:\">", "a hole before a colon"},
        {"<title></ti{{x}}", "in an end tag"},
        {"<title><{{x}}</title>", "behind a <"},
        {"<title>a<b></title>", "1:10: a < in a title"},
        {"<title></b></title>", "1:11: a < in a title"},
        {"<title><{{#a}}{{/a}}</title>", "no section behind a <"},
        {"a < b", "1:4: a < that begins no tag"},
        {"<![CDATA[ ]]>", "1:3: <!["},
        {"<p", "1:3: the file ends inside"},
        {"<!-- ", "the file ends inside"},
        {"<p a=\"", "the file ends inside"},
        {"<title>", "the file ends inside"},
        {"<script>\n", "2:1: the file ends inside"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(bench, cases[i].template, cases[i].words);
}

static void refuses_tags(void **state)
{
    struct bench *bench = *state;
    static const struct {
        const char *template, *words;
    } cases[] = {
        {"{{", "1:1: {{ is never closed"},
        {"a\n {{x", "2:2: {{ is never closed"},
        {"{{!-- x }}", "{{ is never closed"},
        {"{{}}", "not a name: {{}}"},
        {"{{#}}{{/}}", "not a name"},
        {"{{a b}}", "not a name"},
        {"{{a\n}}b{{é}}", "not a name: {{é}}"},
        {"{{a.b}}", "not a name"},
        {"{{{a}}}", "there is no raw hole"},
        {"{{&a}}", "there is no raw hole"},
        {"<p>{{#x}}</p>", "1:4: a section is never closed: x"},
        {"<p>{{^x}}</p>", "1:4: a section is never closed: x"},
        {"<p>{{/x}}</p>", "1:4: closes nothing: {{/x}}"},
        {"{{#a}}\n{{#b}}{{/a}}", "2:7: closes {{#b}} of line 2: {{/a}}"},
        {"{{#a}}<p {{/a}}>", "1:1: begins in another place of the HTML"},
        {"<p {{#a}}>{{/a}}", "1:4: begins in another place"},
        {"<p a=\"{{#a}}\">{{/a}}", "begins in another place"},
        {"<a href=\"{{#a}}/x{{/a}}\"/>", "begins in another place"},
        {"<b {{#a}}></b><i {{/a}}></i>", "begins in another place"},
        {"{{#a}}<title>{{/a}}</title>", "begins in another place"},
        {"<script>{{#a}}{{/a}}</script>", "no section in a script"},
        {"<!--{{#a}}{{/a}}-->", "no section in a comment"},
        {"<{{#a}}p{{/a}}>", "no section in a tag's name"},
        {"<p{{#a}} a=\"\"{{/a}}b=\"\"/>", "a space is missing"},
        {"<p a{{#a}}=\"\"{{/a}}>", "no section in an attribute's name"},
        {"{{>nothing}}", "1:1: no such template: {{>nothing}}"},
        {"a {{>page}}", "1:3: a template inside itself: {{>page}}"},
        {"{{@nothing}}", "1:1: no message in language es: {{@nothing}}"},
        {"{{@greeting}}", "1:1: a message with parts or forms"},
        {"{{@unit.months}}", "a message with parts or forms"},
        {"{{@}}", "not a key"},
        {"<script>{{@title}}</script>", "no sentence in a script"},
        {"<a href=\"{{@bad.address}}\"/>", "not an address we write"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_refused(bench, cases[i].template, cases[i].words);
}

static void repeats_sections(void **state)
{
    struct bench *bench = *state;
    struct view *view = bench->view;
    view_text(view, "outer", "o");
    view_text(view, "name", "root");
    view_flag(view, "yes", true);
    view_flag(view, "no", false);
    view_text(view, "words", "w");
    view_text(view, "blank", "");
    view_text(view, "nothing", NULL);
    view_text(view_item(view, "rows"), "name", "1");
    view_item(view, "rows");
    view_text(view_item(view, "rows"), "name", "3");
    view_list_text(view, "list", "a");
    view_list_text(view, "list", "<b>");
    check_page(bench, "{{#rows}}{{name}}{{outer}},{{/rows}}", "1o,rooto,3o,");
    check_page(bench, "{{#list}}[{{.}}]{{/list}}", "[a][&lt;b&gt;]");
    check_page(bench,
               "{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}N{{/no}}{{^yes}}Y{{/yes}}",
               "yN");
    check_page(bench,
               "{{#words}}{{words}}{{/words}}{{#blank}}x{{/blank}}"
               "{{^blank}}B{{/blank}}{{^nothing}}0{{/nothing}}",
               "wB0");
    check_page(bench, "{{#gone}}x{{/gone}}{{^gone}}y{{/gone}}{{^rows}}z{{/rows}}", "y");
    check_page(bench, "{{#rows}}{{#list}}{{name}}{{.}} {{/list}}{{/rows}}",
               "1a 1&lt;b&gt; roota root&lt;b&gt; 3a 3&lt;b&gt; ");
    check_page(bench, "a{{^gone}}{{/gone}}b{{#yes}}{{/yes}}c", "abc");
    check_page(bench, "{{^yes}}a{{/yes}}b{{^yes}}c{{/yes}}d", "bd");
    check_page(bench, "{{ outer }}", "o");
}

static void puts_sections_between_attributes(void **state)
{
    struct bench *bench = *state;
    view_flag(bench->view, "yes", true);
    check_page(bench,
               "<option{{#yes}} selected=\"selected\"{{/yes}} a=\"{{#yes}}b{{/yes}}\">"
               "</option><p {{#no}}id=\"x\"{{/no}}></p><br{{#yes}} id=\"y\"{{/yes}}/>",
               "<option selected=\"selected\" a=\"b\"></option><p ></p><br id=\"y\"/>");
}

static void names_what_is_missing(void **state)
{
    struct bench *bench = *state;
    view_flag(bench->view, "flag", true);
    view_item(bench->view, "list");
    view_svg(bench->view, "svg", (struct svg){TEXT("<svg/>")});
    static const struct {
        const char *template, *words;
    } cases[] = {
        {"<p>\n{{gone}}</p>", "page.html:2: {{gone}} is a name the page does not give"},
        {"{{#list}}{{.}}{{/list}}", "page.html:1: {{.}} is a name"},
        {"{{flag}}", "page.html:1: {{flag}} is no text"},
        {"{{list}}", "page.html:1: {{list}} is no text"},
        {"<p title=\"{{svg}}\"/>", "{{svg}} is a drawing outside element text"},
        {"<title>{{svg}}</title>", "{{svg}} is a drawing outside element text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(bench, "page.html", text_of(cases[i].template));
        check_done(load(bench), &bench->err);
        assert_false(render(bench, "page", 0));
        check_error(&bench->err, ERROR_FORMAT, cases[i].words);
        assert_int_equal(bench->out.length, 0);
    }
    assert_false(render(bench, "absent", 1));
    check_error(&bench->err, ERROR_USAGE, "no template absent in language en");
}

static void draws(void **state)
{
    struct bench *bench = *state;
    view_svg(bench->view, "svg", (struct svg){TEXT("<svg><g/></svg>")});
    view_svg(bench->view, "empty", (struct svg){{0}});
    check_page(bench, "<p>{{#svg}}{{svg}}{{/svg}}{{#empty}}x{{/empty}}</p>",
               "<p><svg><g/></svg></p>");
}

static void replaces_values(void **state)
{
    struct bench *bench = *state;
    struct view *view = bench->view;
    view_item(view, "x");
    view_text(view, "x", "1");
    view_text(view, "x", "2");
    for (int i = 0; i < 40; i++)
        view_text(view, arena_format(&bench->arena, "n%d", i), "n");
    check_page(bench, "{{x}}{{n0}}{{n39}}", "2nn");
    view_list_text(view, "x", "3");
    check_page(bench, "{{#x}}{{.}}{{/x}}", "3");
}

static void leaves_no_blank_lines(void **state)
{
    struct bench *bench = *state;
    view_flag(bench->view, "yes", true);
    view_list_text(bench->view, "list", "1");
    view_list_text(bench->view, "list", "2");
    put(bench, "line.html", TEXT("<i>\n</i>\n"));
    check_page(bench, "<ul>\n  {{#list}}\n  <li>{{.}}</li>\n  {{/list}}\n</ul>\n",
               "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n");
    check_page(bench, "a\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\nc\r\n", "a\r\nb\r\nc\r\n");
    check_page(bench, "a\n{{!-- note }} --}}\nb\n{{! note }}\nc", "a\nb\nc");
    check_page(bench, "a\n {{!-- two\n lines --}}\t\nb", "a\nb");
    check_page(bench, "a\n {{!-- two\n lines --}} x\nb", "a\n  x\nb");
    check_page(bench, "a {{! note }} b\n", "a  b\n");
    check_page(bench, "{{#yes}}\n{{/yes}}", "");
    check_page(bench, "  {{#yes}} {{#list}}\nx\n {{/list}} {{/yes}}", "x\nx\n");
    check_page(bench, "a\n  {{>line}}\nb\n", "a\n<i>\n</i>\nb\n");
    check_page(bench, "<b>{{>line}}</b>\n", "<b><i>\n</i></b>\n");
    check_page(bench, "{{#no}}{{>line}}{{/no}}\n{{#yes}}{{>line}}{{/yes}}\nz",
               "<i>\n</i>\nz");
    check_page(bench, "\n\n{{#yes}}a{{/yes}}\n\n", "\n\na\n\n");
}

static void stands_in_by_language(void **state)
{
    struct bench *bench = *state;
    put(bench, "page.html", TEXT("{{@title}} <b title=\"{{@title}}\"/>{{>foot}}"));
    put(bench, "foot.html", TEXT("pie\n"));
    put(bench, "foot.en.html", TEXT("foot\n"));
    put(bench, "foot.fr.html", TEXT("{{# not compiled"));
    put(bench, "only.es.html", TEXT("solo"));
    put(bench, "only.en.html", TEXT("only <a href=\"{{@source.address}}\"/>"));
    put(bench, "notes.txt", TEXT("{{"));
    check_done(load(bench), &bench->err);
    check_done(render(bench, "page", 0), &bench->err);
    check_text(buffer_all(&bench->out),
               "Cifras &lt;claras&gt; &amp; \"ciertas\" "
               "<b title=\"Cifras &lt;claras&gt; &amp; &quot;ciertas&quot;\"/>pie");
    check_done(render(bench, "page", 1), &bench->err);
    check_text(buffer_all(&bench->out), "Figures, plain &amp; true "
                                        "<b title=\"Figures, plain &amp; true\"/>foot");
    check_done(render(bench, "only", 1), &bench->err);
    check_text(buffer_all(&bench->out),
               "only <a href=\"https://example.org/a?b=c&amp;d=e\"/>");
    put(bench, "spanish.es.html", TEXT("<p>{{@title}}</p>"));
    check_done(load(bench), &bench->err);
    check_done(render(bench, "spanish", 1), &bench->err);
    check_text(buffer_all(&bench->out),
               "<div lang=\"es\"><p>Figures, plain &amp; true</p></div>");
    put(bench, "half.en.html", TEXT(""));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_USAGE, "neither half.html nor half.es.html");
}

static void compiles_parts_in_place(void **state)
{
    struct bench *bench = *state;
    view_text(view_item(bench->view, "rows"), "name", "1");
    view_text(view_item(bench->view, "rows"), "name", "2");
    put(bench, "head.html", TEXT("<main>"));
    put(bench, "foot.html", TEXT("</main>"));
    put(bench, "row.html", TEXT("{{name}}{{gone}}"));
    put(bench, "ping.html", TEXT(""));
    check_page(bench, "{{>head}}{{#rows}}<i>{{name}}</i>{{/rows}}{{>foot}}",
               "<main><i>1</i><i>2</i></main>");
    put(bench, "page.html", TEXT("{{#rows}}\n{{>row}}{{/rows}}"));
    check_done(load(bench), &bench->err);
    assert_false(render(bench, "page", 0));
    check_error(&bench->err, ERROR_FORMAT, "row.html:1: {{gone}}");
    check_refused(bench, "<p title=\"{{>foot}}\"/>", "1:11: a template outside");
    check_refused(bench, "<title>{{>foot}}</title>", "a template outside");
    put(bench, "ping.html", TEXT("{{>pong}}"));
    put(bench, "pong.html", TEXT("\n{{>ping}}"));
    check_refused(bench, "", "pong.html:2:1: a template inside itself: {{>ping}}");
    put(bench, "ping.html", TEXT("{{/rows}}"));
    check_refused(bench, "{{#rows}}{{>ping}}{{/rows}}",
                  "ping.html:1:1: closes nothing");
}

static void keeps_limits(void **state)
{
    struct bench *bench = *state;
    struct buffer text = {0};
    for (int i = 0; i < 33; i++)
        buffer_string(&text, "{{#a}}");
    for (int i = 0; i < 33; i++)
        buffer_string(&text, "{{/a}}");
    put(bench, "page.html", buffer_all(&text));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_FORMAT, "1:193: sections too deep");
    buffer_clear(&text);
    for (int i = 0; i < (1 << 16) + 1; i++)
        buffer_string(&text, "{{a}}");
    put(bench, "page.html", buffer_all(&text));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_LIMIT, "more than 65536 holes and sections");
    buffer_clear(&text);
    for (int i = 0; i < (1 << 20) + 1; i++)
        buffer_char(&text, 'a');
    put(bench, "page.html", buffer_all(&text));
    assert_false(load(bench));
    assert_int_equal(bench->err.kind, ERROR_LIMIT);
    put(bench, "page.html", TEXT("\xff"));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_FORMAT, "not UTF-8");
    put(bench, "page.html", TEXT("a"));
    for (int i = 0; i < 40; i++)
        put(bench, arena_format(&bench->arena, "d%d.html", i),
            text_of(arena_format(&bench->arena, i < 39 ? "{{>d%d}}" : "", i + 1)));
    assert_false(load(bench));
    check_error(&bench->err, ERROR_FORMAT, "templates too deep");
    buffer_free(&text);
}

static void stops_at_a_full_buffer(void **state)
{
    struct bench *bench = *state;
    check_page(bench, "<p>1234567890</p>", "<p>1234567890</p>");
    bench->out.limit = 12;
    buffer_free(&bench->out);
    bench->out = (struct buffer){.limit = 12};
    assert_false(render(bench, "page", 0));
    check_error(&bench->err, ERROR_LIMIT,
                "template page makes a page that is too large");
    bench->out.limit = 0;
}

#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BENCH(escapes_by_place),       ON_BENCH(writes_linked_data),
        ON_BENCH(checks_whole_addresses), ON_BENCH(joins_addresses),
        ON_BENCH(refuses_places),         ON_BENCH(refuses_tags),
        ON_BENCH(repeats_sections),       ON_BENCH(puts_sections_between_attributes),
        ON_BENCH(names_what_is_missing),  ON_BENCH(draws),
        ON_BENCH(replaces_values),        ON_BENCH(leaves_no_blank_lines),
        ON_BENCH(stands_in_by_language),  ON_BENCH(compiles_parts_in_place),
        ON_BENCH(keeps_limits),           ON_BENCH(stops_at_a_full_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
