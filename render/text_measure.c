/* How wide a text will be.
 *
 * Advance widths in 1/2048 em of Liberation Sans 1.07.4 (SIL Open Font License),
 * regular and bold, U+0020 to U+00FF, read once from the hmtx table of the font
 * files with fontTools. The font is metrically Arial; what a reader's system sans
 * takes instead may be wider, hence the allowance. */
#include "render/scene.h"

#include <string.h>

enum { EM = 2048, TABLE_FIRST = 0x20, TABLE_LAST = 0xff };

/* Regular and bold of DejaVu Sans, the widest sans in wide use as a system's own;
 * Segoe UI, Roboto, San Francisco and Noto Sans stay well within. */
static const double ALLOWANCE[2] = {1.14, 1.2};

static const uint16_t WIDTHS[2][TABLE_LAST - TABLE_FIRST + 1] = {
    {
        569,  569,  727,  1139, 1139, 1821, 1366, 391,  682,  682,  797,  1196, 569,
        682,  569,  569,  1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139,
        569,  569,  1196, 1196, 1196, 1139, 2079, 1366, 1366, 1479, 1479, 1366, 1251,
        1593, 1479, 569,  1024, 1366, 1139, 1706, 1479, 1593, 1366, 1593, 1479, 1366,
        1251, 1479, 1366, 1933, 1366, 1366, 1251, 569,  569,  569,  961,  1139, 682,
        1139, 1139, 1024, 1139, 1139, 569,  1139, 1139, 455,  455,  1024, 455,  1706,
        1139, 1139, 1139, 1139, 682,  1024, 569,  1139, 1024, 1479, 1024, 1024, 1024,
        684,  532,  684,  1196, 0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    569,  682,
        1139, 1139, 1139, 1139, 532,  1139, 682,  1509, 758,  1139, 1196, 682,  1509,
        1131, 819,  1124, 682,  682,  682,  1180, 1100, 569,  682,  682,  748,  1139,
        1708, 1708, 1708, 1251, 1366, 1366, 1366, 1366, 1366, 1366, 2048, 1479, 1366,
        1366, 1366, 1366, 569,  569,  569,  569,  1479, 1479, 1593, 1593, 1593, 1593,
        1593, 1196, 1593, 1479, 1479, 1479, 1479, 1366, 1366, 1251, 1139, 1139, 1139,
        1139, 1139, 1139, 1821, 1024, 1139, 1139, 1139, 1139, 569,  569,  569,  569,
        1139, 1139, 1139, 1139, 1139, 1139, 1139, 1124, 1251, 1139, 1139, 1139, 1139,
        1024, 1139, 1024,
    },
    {
        569,  682,  971,  1139, 1139, 1821, 1479, 487,  682,  682,  797,  1196, 569,
        682,  569,  569,  1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139,
        682,  682,  1196, 1196, 1196, 1251, 1997, 1479, 1479, 1479, 1479, 1366, 1251,
        1593, 1479, 569,  1139, 1479, 1251, 1706, 1479, 1593, 1366, 1593, 1479, 1366,
        1251, 1479, 1366, 1933, 1366, 1366, 1251, 682,  569,  682,  1196, 1139, 682,
        1139, 1251, 1139, 1251, 1139, 682,  1251, 1251, 569,  569,  1139, 569,  1821,
        1251, 1251, 1251, 1251, 797,  1139, 682,  1251, 1139, 1593, 1139, 1139, 1024,
        797,  573,  797,  1196, 0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    569,  682,
        1139, 1139, 1139, 1139, 573,  1139, 682,  1509, 758,  1139, 1196, 682,  1509,
        1131, 819,  1124, 682,  682,  682,  1180, 1139, 569,  682,  682,  748,  1139,
        1708, 1708, 1708, 1251, 1479, 1479, 1479, 1479, 1479, 1479, 2048, 1479, 1366,
        1366, 1366, 1366, 569,  569,  569,  569,  1479, 1479, 1593, 1593, 1593, 1593,
        1593, 1196, 1593, 1479, 1479, 1479, 1479, 1366, 1366, 1251, 1139, 1139, 1139,
        1139, 1139, 1139, 1821, 1139, 1139, 1139, 1139, 1139, 569,  569,  569,  569,
        1251, 1251, 1251, 1251, 1251, 1251, 1251, 1124, 1251, 1251, 1251, 1251, 1251,
        1139, 1251, 1139,
    },
};

/* Advances outside the table, of regular and bold alike; the wider is taken. */
static const struct {
    uint32_t first, last;
    int advance;
} BEYOND[] = {
    {0x0000, 0x001f, 0},    /* controls */
    {0x0100, 0x02ff, 1536}, /* Latin Extended, about as wide as it gets */
    {0x0300, 0x036f, 0},    /* combining marks */
    {0x2000, 0x200a, 1139}, /* spaces, thin ones included */
    {0x200b, 0x200f, 0},    /* zero-width */
    {0x2010, 0x2013, 1139}, /* hyphens, en dash */
    {0x2014, 0x2015, 2048}, /* em dash */
    {0x2018, 0x201b, 569},  /* single quotes */
    {0x201c, 0x201f, 1024}, /* double quotes */
    {0x2026, 0x2026, 2048}, /* ellipsis */
    {0x202f, 0x202f, 569},  /* narrow no-break space */
    {0x2212, 0x2212, 1196}, /* minus */
    {0x2e80, 0x10ffff, 2048},
};

/* Decode one code point and step over it; malformed bytes count one each. */
static uint32_t next_rune(const unsigned char **at)
{
    const unsigned char *s = *at;
    int more = s[0] < 0xc0 ? 0 : s[0] < 0xe0 ? 1 : s[0] < 0xf0 ? 2 : 3;
    uint32_t rune = more == 0 ? s[0] : s[0] & (0x3fu >> more);
    int taken = 1;
    for (; taken <= more && (s[taken] & 0xc0) == 0x80; taken++) {
        rune = (rune << 6) | (s[taken] & 0x3fu);
    }
    *at += taken;
    return rune;
}

static int rune_advance(uint32_t rune, bool bold)
{
    if (rune >= TABLE_FIRST && rune <= TABLE_LAST) {
        return WIDTHS[bold][rune - TABLE_FIRST];
    }
    for (size_t i = 0; i < sizeof BEYOND / sizeof *BEYOND; i++) {
        if (rune >= BEYOND[i].first && rune <= BEYOND[i].last) {
            return BEYOND[i].advance;
        }
    }
    return 1400;
}

static double span_width(struct text text, double size, bool bold)
{
    const unsigned char *at = (const unsigned char *)text.at;
    const unsigned char *end = at + text.length;
    double sum = 0;
    while (at < end) {
        sum += rune_advance(next_rune(&at), bold);
    }
    return sum / EM * size * ALLOWANCE[bold];
}

double text_width(const char *text, double size, bool bold)
{
    return text == NULL ? 0 : span_width(text_of(text), size, bold);
}

double text_allowance(bool bold) { return ALLOWANCE[bold]; }

/* ---- breaking ---------------------------------------------------------- */

/* The longest start of the text, at least one code point, that fits. */
static size_t fitting_start(struct text text, double size, bool bold, double width)
{
    const unsigned char *start = (const unsigned char *)text.at;
    const unsigned char *at = start;
    const unsigned char *end = start + text.length;
    size_t fits = 0;
    double sum = 0;
    while (at < end) {
        sum += rune_advance(next_rune(&at), bold) * size * ALLOWANCE[bold] / EM;
        if (fits > 0 && sum > width) {
            return fits;
        }
        fits = (size_t)(at - start);
    }
    return text.length;
}

/* Where to end a line that begins the text: at the last space before the width is
 * used up, or inside a word that is wider than a line by itself. */
static size_t line_end(struct text text, double size, bool bold, double width)
{
    size_t fits = fitting_start(text, size, bold, width);
    if (fits >= text.length || text.at[fits] == ' ') {
        return fits;
    }
    for (size_t i = fits; i > 0; i--) {
        if (text.at[i - 1] == ' ') {
            return i - 1;
        }
    }
    return fits;
}

static struct text skip_spaces(struct text text)
{
    while (text.length > 0 && *text.at == ' ') {
        text.at++;
        text.length--;
    }
    return text;
}

size_t text_wrap(struct arena *arena, const char *text, double size, bool bold,
                 double width, const char ***lines)
{
    struct text rest = skip_spaces(text_of(text));
    *lines = arena_array(arena, rest.length + 1, sizeof **lines);
    size_t count = 0;
    while (rest.length > 0) {
        size_t end = line_end(rest, size, bold, width);
        size_t length = end;
        while (length > 0 && rest.at[length - 1] == ' ') {
            length--;
        }
        (*lines)[count++] = arena_copy(arena, (struct text){rest.at, length}).at;
        rest = skip_spaces((struct text){rest.at + end, rest.length - end});
    }
    return count;
}

size_t text_wrap_even(struct arena *arena, const char *text, double size, bool bold,
                      double width, const char ***lines)
{
    static const double SHORT_LAST = 0.3;
    enum { STEPS = 6 };
    size_t count = text_wrap(arena, text, size, bold, width, lines);
    if (count < 2 || text_width((*lines)[count - 1], size, bold) > width * SHORT_LAST) {
        return count;
    }
    double narrow = width / 2;
    for (int i = 0; i < STEPS; i++) {
        const char **tried;
        double between = (narrow + width) / 2;
        if (text_wrap(arena, text, size, bold, between, &tried) > count) {
            narrow = between;
            continue;
        }
        width = between;
        *lines = tried;
    }
    return count;
}
