#include "render/pdf_language.h"

#include <stdlib.h>
#include <string.h>

/* What stands between two marks, the last pair of them; false when there is none. */
static bool between(struct text pdf, const char *from, const char *to, struct text *out)
{
    size_t mark = strlen(from);
    for (size_t i = pdf.length >= mark ? pdf.length - mark + 1 : 0; i > 0; i--) {
        if (memcmp(pdf.at + i - 1, from, mark) != 0)
            continue;
        const char *start = pdf.at + i - 1 + mark;
        const char *stop =
            memmem(start, (size_t)(pdf.at + pdf.length - start), to, strlen(to));
        if (!stop)
            return false;
        *out = (struct text){start, (size_t)(stop - start)};
        return true;
    }
    return false;
}

static bool number_of(struct text digits, size_t *out)
{
    size_t value = 0;
    digits = text_trim(digits);
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || i > 9)
            return false;
        value = 10 * value + (size_t)(digits.at[i] - '0');
    }
    *out = value;
    return digits.length > 0;
}

bool pdf_language(struct text pdf, const char *language, struct buffer *out,
                  struct error *err)
{
    struct text digits, facts, trailer;
    size_t catalogue, before, size;
    if (!between(pdf, "/Root ", " 0 R", &digits) || !number_of(digits, &catalogue) ||
        !between(pdf, "startxref\n", "%%EOF", &digits) || !number_of(digits, &before) ||
        !between(pdf, "/Size ", "\n", &digits) || !number_of(digits, &size) ||
        !between(pdf, "/Type /Catalog", "\nendobj", &facts) ||
        !between(pdf, "trailer\n<<", ">>", &trailer))
        return fail(err, ERROR_FORMAT, "a PDF without a catalogue of the usual form");
    size_t start = out->length;
    buffer_text(out, pdf);
    buffer_char(out, '\n');
    size_t object = out->length - start;
    buffer_format(out, "%zu 0 obj\n<< /Type /Catalog /Lang (%s)\n", catalogue,
                  language);
    buffer_string(out, "   /MarkInfo << /Marked true >>\n"
                       "   /ViewerPreferences << /DisplayDocTitle true >>");
    buffer_text(out, facts);
    buffer_string(out, "\nendobj\n");
    size_t table = out->length - start;
    buffer_format(out, "xref\n%zu 1\n%010zu 00000 n \n", catalogue, object);
    buffer_string(out, "trailer\n<<");
    buffer_text(out, trailer);
    buffer_format(out, "/Prev %zu\n>>\nstartxref\n%zu\n%%%%EOF\n", before, table);
    return true;
}
