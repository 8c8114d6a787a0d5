#include "ingest/member_name.h"

#include "base/buffer.h"

/* Old zip programs write names in code page 437 or 850; its letters for Spanish. */
static uint32_t dos_letter(unsigned char byte)
{
    static const struct {
        unsigned char byte;
        uint16_t rune;
    } letters[] = {{0xA0, 0xE1}, {0x82, 0xE9}, {0xA1, 0xED}, {0xA2, 0xF3}, {0xA3, 0xFA},
                   {0xA4, 0xF1}, {0x81, 0xFC}, {0xA5, 0xD1}, {0xB5, 0xC1}, {0x90, 0xC9},
                   {0xD6, 0xCD}, {0xE0, 0xD3}, {0xE9, 0xDA}, {0x9A, 0xDC}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].byte == byte)
            return letters[i].rune;
    return 0xFFFD;
}

static void name_from_dos(struct buffer *out, struct text bytes)
{
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        buffer_rune(out, byte < 0x80 ? byte : dos_letter(byte));
    }
}

struct text member_name(struct arena *arena, struct text bytes)
{
    struct buffer converted = {0}, line = {0};
    if (text_is_utf8(bytes))
        buffer_text(&converted, bytes);
    else
        name_from_dos(&converted, bytes);
    text_printable(&line, buffer_all(&converted));
    struct text name = arena_copy(arena, buffer_all(&line));
    buffer_free(&converted);
    buffer_free(&line);
    return name;
}

struct text member_base(struct text path)
{
    for (size_t i = path.length; i > 0; i--)
        if (path.at[i - 1] == '/' || path.at[i - 1] == '\\')
            return (struct text){path.at + i, path.length - i};
    return path;
}

bool member_is_shadow(struct text path)
{
    return text_starts(path, TEXT("__MACOSX/")) ||
           text_starts(member_base(path), TEXT("._"));
}
