#include "ingest/encoding.h"

#include <string.h>
#include <strings.h>

enum {
    BINARY_LOOK = 4096, /* bytes in which a NUL gives binary data away */
    SHOWN = 120         /* bytes of foreign text quoted in a message */
};

const char *encoding_name(enum encoding_kind kind)
{
    return kind == ENCODING_CP1252 ? "windows-1252" : "utf-8";
}

bool encoding_of_name(const char *name, enum encoding_kind *kind)
{
    *kind = ENCODING_OPEN;
    if (!name)
        return true;
    if (strcmp(name, "utf-8") == 0)
        *kind = ENCODING_UTF8;
    else if (strcmp(name, "windows-1252") == 0)
        *kind = ENCODING_CP1252;
    return *kind != ENCODING_OPEN;
}

/* How files that are not data begin. */
static const struct {
    const char *start;
    const char *what;
} STRANGERS[] = {
    {"PK\x03\x04", "a zip archive inside the file"},
    {"%PDF", "a PDF document"},
    {"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls); save it as CSV"},
    {"Rar!", "a RAR archive"},
    {"7z\xBC\xAF", "a 7-Zip archive"},
    {"SQLite format 3", "an SQLite database"},
    {"\x89PNG", "a PNG picture"},
    {"{\\rtf", "a rich text document"},
    {"version https://git-lfs", "a Git LFS pointer; the data lie elsewhere"},
    {"{", "JSON"},
    {"[", "JSON"},
};

static bool starts_folded(struct text text, const char *lower)
{
    size_t length = strlen(lower);
    return text.length >= length && strncasecmp(text.at, lower, length) == 0;
}

static bool fail_as(struct error *err, const char *what, struct text bytes)
{
    struct buffer shown = {0};
    encoding_show(&shown, bytes, SHOWN);
    struct text text = buffer_all(&shown);
    fail(err, ERROR_FORMAT, "the file is %s, not data: it begins \"%.*s\"", what,
         TEXT_ARGS(text));
    buffer_free(&shown);
    return false;
}

/* The text of <title>, else the page from its start. */
static struct text page_words(struct text page)
{
    for (size_t i = 0; i + 7 < page.length; i++)
        if (starts_folded((struct text){page.at + i, page.length - i}, "<title>"))
            return (struct text){page.at + i, page.length - i};
    return page;
}

static bool refuse_markup(struct text text, struct error *err)
{
    if (starts_folded(text, "<?xml"))
        return fail_as(err, "an XML document", text);
    return fail_as(err, "a web page", page_words(text));
}

static bool refuse_wide(struct text text, struct error *err)
{
    bool marked = text.length >= 2 && (memcmp(text.at, "\xFF\xFE", 2) == 0 ||
                                       memcmp(text.at, "\xFE\xFF", 2) == 0);
    bool spaced = text.length >= 4 && (text.at[0] == 0) != (text.at[1] == 0) &&
                  (text.at[0] == 0) == (text.at[2] == 0) &&
                  (text.at[1] == 0) == (text.at[3] == 0);
    if (!marked && !spaced)
        return true;
    return fail(err, ERROR_FORMAT,
                "the file was saved as Unicode text (UTF-16); save it as CSV UTF-8, or "
                "keep the file as its publisher sent it");
}

static bool refuse_binary(struct text text, struct error *err)
{
    size_t look = text.length < BINARY_LOOK ? text.length : BINARY_LOOK;
    if (look == 0 || !memchr(text.at, 0, look))
        return true;
    return fail_as(err, "binary", text);
}

bool encoding_begin(struct text beginning, enum encoding_kind *kind, size_t *skip,
                    struct error *err)
{
    *skip = 0;
    if (!refuse_wide(beginning, err))
        return false;
    if (text_starts(beginning, TEXT("\xEF\xBB\xBF"))) {
        *kind = ENCODING_UTF8;
        *skip = 3;
    }
    struct text rest = {beginning.at + *skip, beginning.length - *skip};
    struct text text = text_trim(rest);
    if (text.length == 0)
        return fail(err, ERROR_FORMAT, "the file is empty");
    for (size_t i = 0; i < sizeof STRANGERS / sizeof *STRANGERS; i++)
        if (text_starts(text, text_of(STRANGERS[i].start)))
            return fail_as(err, STRANGERS[i].what, text);
    if (text.at[0] == '<')
        return refuse_markup(text, err);
    return refuse_binary(rest, err);
}

static bool is_ascii(struct text bytes)
{
    unsigned char all = 0;
    for (size_t i = 0; i < bytes.length; i++)
        all |= (unsigned char)bytes.at[i];
    return all < 0x80;
}

bool encoding_decode(enum encoding_kind *kind, struct text bytes, size_t row,
                     struct buffer *scratch, struct text *out, struct error *err)
{
    *out = bytes;
    if (is_ascii(bytes))
        return true;
    if (*kind == ENCODING_OPEN)
        *kind = text_is_utf8(bytes) ? ENCODING_UTF8 : ENCODING_CP1252;
    if (*kind == ENCODING_CP1252) {
        buffer_clear(scratch);
        text_from_cp1252(scratch, bytes);
        *out = buffer_all(scratch);
        return true;
    }
    if (text_is_utf8(bytes))
        return true;
    struct buffer shown = {0};
    encoding_show(&shown, bytes, SHOWN);
    struct text text = buffer_all(&shown);
    fail(
        err, ERROR_FORMAT,
        "row %zu holds \"%.*s\", which is not UTF-8, in a file that is UTF-8 before it",
        row, TEXT_ARGS(text));
    buffer_free(&shown);
    return false;
}

static void show_char(struct buffer *out, unsigned char c)
{
    bool space = c <= ' ' || c == 0x7F;
    bool after_space = out->length == 0 || out->at[out->length - 1] == ' ';
    if (!space)
        buffer_char(out, (char)c);
    else if (!after_space)
        buffer_char(out, ' ');
}

/* No part of a character at the end. */
static void trim_cut(struct buffer *out)
{
    while (out->length > 0 && !text_is_utf8(buffer_all(out)))
        out->length--;
    while (out->length > 0 && out->at[out->length - 1] == ' ')
        out->length--;
}

void encoding_show(struct buffer *out, struct text bytes, size_t most)
{
    struct buffer utf8 = {0};
    bool whole = bytes.length <= 8 * most;
    struct text head = {bytes.at, whole ? bytes.length : 8 * most};
    bool valid = text_is_utf8(head);
    for (size_t cut = 1; !whole && !valid && cut < 4; cut++)
        valid = text_is_utf8((struct text){head.at, head.length - cut});
    if (valid)
        buffer_text(&utf8, head);
    else
        text_from_cp1252(&utf8, head);
    bool tag = false;
    for (size_t i = 0; i < utf8.length && out->length < most; i++) {
        tag |= utf8.at[i] == '<';
        if (!tag)
            show_char(out, (unsigned char)utf8.at[i]);
        if (tag && utf8.at[i] == '>') {
            tag = false;
            show_char(out, ' ');
        }
    }
    trim_cut(out);
    buffer_free(&utf8);
}
