/* The letters of SVG: escaping, numbers, path data. */
#include "render/svg_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- words ------------------------------------------------------------- */

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        /* XML 1.0 has no way to write the other controls. */
        return c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? "\xef\xbf\xbd" : NULL;
    }
}

/* How many bytes the code point at a place takes; 0 when XML cannot hold it. */
static size_t rune_length(const char *at)
{
    const unsigned char *s = (const unsigned char *)at;
    size_t length = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (strnlen(at, length) < length || !text_is_utf8((struct text){at, length}))
        return 0;
    bool noncharacter = s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe;
    return noncharacter ? 0 : length;
}

void svg_escape(struct buffer *out, const char *string)
{
    const char *at = string == NULL ? "" : string;
    while (*at != '\0') {
        size_t length = rune_length(at);
        const char *instead =
            length == 0 ? "\xef\xbf\xbd" : escape_of((unsigned char)*at);
        if (instead != NULL)
            buffer_string(out, instead);
        else
            buffer_add(out, at, length);
        at += length == 0 ? 1 : length;
    }
}

void svg_attribute(struct buffer *out, const char *name, const char *value)
{
    buffer_format(out, " %s=\"", name);
    svg_escape(out, value);
    buffer_char(out, '"');
}

/* ---- numbers ----------------------------------------------------------- */

static long tenths(double length)
{
    return isfinite(length) ? lround(fmax(fmin(length, 1e7), -1e7) * 10) : 0;
}

static void write_tenths(struct buffer *out, long value)
{
    long size = labs(value);
    if (value < 0)
        buffer_char(out, '-');
    if (size >= 10 || size == 0)
        buffer_format(out, "%ld", size / 10);
    if (size % 10 != 0)
        buffer_format(out, ".%ld", size % 10);
}

void svg_number(struct buffer *out, double number)
{
    write_tenths(out, tenths(number));
}

void svg_length(struct buffer *out, const char *name, double length)
{
    buffer_format(out, " %s=\"", name);
    svg_number(out, length);
    buffer_char(out, '"');
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* True when what was written ends in a number that has its decimal point. */
static bool ends_in_fraction(const struct buffer *out)
{
    return out->length > 1 && is_digit(out->at[out->length - 1]) &&
           out->at[out->length - 2] == '.';
}

/* A number inside path data: a space before it unless a sign, a letter, or its own
 * point parts it from the one before. */
static void path_number(struct buffer *out, long value)
{
    bool behind_number = out->length > 0 && is_digit(out->at[out->length - 1]);
    bool parted = value < 0 || (value > 0 && value < 10 && ends_in_fraction(out));
    if (behind_number && !parted)
        buffer_char(out, ' ');
    write_tenths(out, value);
}

static void path_move(struct buffer *out, struct svg_path *path, struct spot to)
{
    path->x = tenths(to.x);
    path->y = tenths(to.y);
    buffer_char(out, 'M');
    path_number(out, path->x);
    path_number(out, path->y);
}

/* command is the letter in force; returns the one now in force. */
static char path_to(struct buffer *out, struct svg_path *path, struct spot to,
                    char command)
{
    long dx = tenths(to.x) - path->x;
    long dy = tenths(to.y) - path->y;
    char wanted = dy == 0 ? 'h' : dx == 0 ? 'v' : 'l';
    if (wanted != command)
        buffer_char(out, wanted);
    if (wanted != 'v')
        path_number(out, dx);
    if (wanted != 'h')
        path_number(out, dy);
    path->x += dx;
    path->y += dy;
    return wanted;
}

void svg_ring(struct buffer *out, struct svg_path *path, const struct spot *spots,
              size_t count, bool closed)
{
    if (count == 0)
        return;
    path_move(out, path, spots[0]);
    char command = 'M';
    for (size_t i = 1; i < count; i++) {
        bool moved = tenths(spots[i].x) != path->x || tenths(spots[i].y) != path->y;
        if (moved)
            command = path_to(out, path, spots[i], command);
    }
    if (closed)
        buffer_char(out, 'z');
    else if (command == 'M')
        buffer_string(out, "h0");
}
