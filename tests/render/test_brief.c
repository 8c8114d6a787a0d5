/* Breaking a printed brief into pages, and what its PDF says of itself. */
#include "render/brief.h"
#include "render/pdf_language.h"
#include "tests/check.h"

#include <string.h>

static const struct brief_facts FACTS = {.title = "Título",
                                         .author = "Cifra",
                                         .language = "es-MX",
                                         .day = "2026-04-18",
                                         .foot = "Cifra · edición 2026-04-18",
                                         .page = "Página {page} de {pages}"};

static const char *const LONG =
    "Una frase que dice algo de las cifras y que ocupa más de un renglón cuando se "
    "imprime, para que haya algo que cortar en dos páginas, o en tres, según cuántas "
    "veces se repita en el mismo párrafo, que aquí termina después de muchas palabras "
    "que no dicen gran cosa pero que llenan cinco renglones, que es lo que hace falta.";

static bool sheets_hold(const struct brief_sheet *sheet, size_t sheets)
{
    for (size_t i = 0; i < sheets; i++)
        for (size_t j = 0; j < sheet[i].count; j++)
            for (size_t k = 0; k < sheet[i].piece[j].parts; k++) {
                const struct brief_part *part = &sheet[i].piece[j].part[k];
                double bottom = part->at.y + part->scene->height * part->scale;
                double right = part->at.x + part->scene->width * part->scale;
                if (part->at.y < SHEET_TOP || bottom > SHEET_BOTTOM + 0.01 ||
                    part->at.x < SHEET_MARGIN ||
                    right > SHEET_WIDTH - SHEET_MARGIN + 0.01)
                    return false;
            }
    return true;
}

static void nothing_leaves_the_page(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct brief brief;
    struct brief_sheet *sheet;
    static const double SHARES[2] = {0.5, 0.5};
    const char *const cells[2] = {LONG, LONG};
    brief_start(&brief, &arena, &FACTS);
    for (int i = 0; i < 40; i++) {
        brief_heading(&brief, 1 + i % 3, "Encabezado");
        brief_text(&brief, BRIEF_PARAGRAPH, LONG);
        brief_item(&brief, "1", LONG, LONG);
        brief_row(&brief, i % 2 == 0, 2, cells, SHARES);
    }
    size_t sheets = brief_layout(&brief, &sheet);
    assert_in_range(sheets, 5, 40);
    assert_true(sheets_hold(sheet, sheets));
    arena_free(&arena);
}

/* A heading that would be a page's last line goes over to the next, and of a paragraph
 * no single line stays behind or goes over. */
static void headings_and_lines_are_never_alone(void **state)
{
    (void)state;
    for (size_t before = 40; before < 52; before++) {
        struct arena arena = {0};
        struct brief brief;
        struct brief_sheet *sheet;
        brief_start(&brief, &arena, &FACTS);
        for (size_t i = 0; i < before; i++)
            brief_text(&brief, BRIEF_QUIET, "Un renglón.");
        brief_heading(&brief, 2, "Encabezado");
        brief_text(&brief, BRIEF_PARAGRAPH, LONG);
        size_t sheets = brief_layout(&brief, &sheet);
        for (size_t i = 0; i < sheets; i++) {
            const struct brief_piece *last = &sheet[i].piece[sheet[i].count - 1];
            const struct brief_piece *first = &sheet[i].piece[0];
            assert_string_not_equal(last->part[0].tag, "H2");
            if (i + 1 == sheets && strcmp(first->part[0].tag, "P") == 0 &&
                first->part[0].scene->mark[0].size > 9)
                assert_true(sheet[i].count > 1 || first->part[0].scene->count > 1);
        }
        arena_free(&arena);
    }
}

static void a_list_is_not_torn_from_what_it_is_of(void **state)
{
    (void)state;
    for (size_t before = 40; before < 60; before++) {
        struct arena arena = {0};
        struct brief brief;
        struct brief_sheet *sheet;
        brief_start(&brief, &arena, &FACTS);
        for (size_t i = 0; i < before; i++)
            brief_text(&brief, BRIEF_QUIET, "Un renglón.");
        brief_text(&brief, BRIEF_QUIET, "Lo que sigue:");
        brief_item(&brief, "1", LONG, LONG);
        size_t sheets = brief_layout(&brief, &sheet);
        const struct brief_sheet *last = &sheet[sheets - 1];
        assert_in_range(last->count, 2, 99);
        assert_string_equal(last->piece[last->count - 1].group, "L");
        arena_free(&arena);
    }
}

static bool holds(const struct buffer *bytes, const char *what)
{
    return memmem(bytes->at, bytes->length, what, strlen(what)) != NULL;
}

static void says_language_day_and_that_it_is_tagged(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct brief brief;
    struct buffer once = {0}, again = {0};
    struct error err = {0};
    brief_start(&brief, &arena, &FACTS);
    brief_heading(&brief, 1, "Año ñandú");
    assert_true(brief_paint(&brief, &once, &err));
    assert_true(brief_paint(&brief, &again, &err));
    assert_int_equal(once.length, again.length);
    assert_memory_equal(once.at, again.at, once.length);
    assert_true(holds(&once, "/Lang (es-MX)"));
    assert_true(holds(&once, "/MarkInfo << /Marked true >>"));
    assert_true(holds(&once, "(20260418000000Z)"));
    buffer_free(&once);
    buffer_free(&again);
    arena_free(&arena);
}

static void what_is_no_pdf_is_refused(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct error err = {0};
    assert_false(pdf_language(TEXT("%PDF-1.5\ntrailer\n<< /Root x 0 R >>\n"), "es-MX",
                              &out, &err));
    assert_int_equal(err.kind, ERROR_FORMAT);
    assert_false(pdf_language(TEXT(""), "es-MX", &out, &err));
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_leaves_the_page),
        cmocka_unit_test(headings_and_lines_are_never_alone),
        cmocka_unit_test(a_list_is_not_torn_from_what_it_is_of),
        cmocka_unit_test(says_language_day_and_that_it_is_tagged),
        cmocka_unit_test(what_is_no_pdf_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
