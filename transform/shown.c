#include "transform/shown.h"

#include "base/buffer.h"
#include "base/observation.h"

enum { SHOWN_MAX = 120 }; /* bytes of a word that a message repeats */

static bool begins(struct text text, size_t at, const char *bytes)
{
    struct text rest = {text.at + at, text.length - at};
    return text_starts(rest, text_of(bytes));
}

/* How many bytes from here on must not reach a terminal or a page as they are: C0
 * and C1 controls, line and paragraph separators, bidirectional embeddings and
 * isolates, a byte order mark. */
static size_t unseen(struct text text, size_t at)
{
    static const char *const marks[] = {
        "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028",
        "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
        "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff"};
    unsigned char byte = (unsigned char)text.at[at];
    if (byte < ' ' || byte == 0x7f)
        return 1;
    if (byte == 0xc2 && at + 1 < text.length && (unsigned char)text.at[at + 1] < 0xa0)
        return 2;
    for (size_t i = 0; byte >= 0xe2 && i < sizeof marks / sizeof *marks; i++)
        if (begins(text, at, marks[i]))
            return 3;
    return 0;
}

static void add_escaped(struct buffer *out, struct text text, size_t at, size_t count)
{
    for (size_t i = at; i < at + count; i++)
        buffer_format(out, "\\x%02x", (unsigned)(unsigned char)text.at[i]);
}

const char *word_shown(struct arena *arena, struct text word)
{
    struct buffer out = {0};
    bool utf8 = text_is_utf8(word);
    for (size_t i = 0; i < word.length;) {
        unsigned char byte = (unsigned char)word.at[i];
        bool starts_rune = !utf8 || (byte & 0xc0) != 0x80;
        if (out.length >= SHOWN_MAX && starts_rune) {
            buffer_string(&out, "…");
            break;
        }
        size_t hidden = !utf8 && byte >= 0x80 ? 1 : unseen(word, i);
        if (byte == WORD_JOIN)
            buffer_string(&out, " › ");
        else if (hidden)
            add_escaped(&out, word, i, hidden);
        else
            buffer_char(&out, word.at[i]);
        i += hidden ? hidden : 1;
    }
    const char *shown = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return shown;
}
