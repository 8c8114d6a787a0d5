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
    if (s[0] < 0x80)
        return 1;
    size_t length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
    if (strnlen(at, length) < length || !text_is_utf8((struct text){at, length}))
        return 0;
    bool noncharacter = s[0] == 0xef && s[1] == 0xbf && s[2] >= 0xbe;
    return noncharacter ? 0 : length;
}

void svg_escape(struct buffer *out, const char *string)
{
    const char *at = string == NULL ? "" : string;
    const char *run = at; /* of what stays as it is */
    while (*at != '\0') {
        size_t length = rune_length(at);
        const char *instead =
            length == 0 ? "\xef\xbf\xbd" : escape_of((unsigned char)*at);
        size_t step = length == 0 ? 1 : length;
        if (instead != NULL) {
            buffer_add(out, run, (size_t)(at - run));
            buffer_string(out, instead);
            run = at + step;
        }
        at += step;
    }
    buffer_add(out, run, (size_t)(at - run));
}

void svg_attribute(struct buffer *out, const char *name, const char *value)
{
    buffer_char(out, ' ');
    buffer_string(out, name);
    buffer_add(out, "=\"", 2);
    svg_escape(out, value);
    buffer_char(out, '"');
}

/* ---- numbers ----------------------------------------------------------- */

#define LENGTH_MAX 1e7

/* Rounded half away from zero. */
static long tenths(double length)
{
    if (!(length >= -LENGTH_MAX && length <= LENGTH_MAX))
        length = isfinite(length) ? copysign(LENGTH_MAX, length) : 0;
    double scaled = length * 10;
    long whole = (long)scaled;
    double rest = scaled - (double)whole;
    return whole + (rest >= 0.5) - (rest <= -0.5);
}

/* Room that one number takes at most, and one step of a path. */
enum { NUMBER_ROOM = 16, STEP_ROOM = 2 + 2 * NUMBER_ROOM };

/* The digits of a number below 1,000, without zeros in front; returns the place behind.
 */
static char *write_small(char *at, unsigned number)
{
    if (number >= 100)
        *at++ = (char)('0' + number / 100);
    if (number >= 10)
        *at++ = (char)('0' + number / 10 % 10);
    *at++ = (char)('0' + number % 10);
    return at;
}

static char *write_large(char *at, unsigned long number)
{
    char digits[NUMBER_ROOM];
    char *const end = digits + sizeof digits;
    char *first = end;
    for (; number > 0; number /= 10)
        *--first = (char)('0' + number % 10);
    memcpy(at, first, (size_t)(end - first));
    return at + (end - first);
}

/* Write at a place that has the room; returns the place behind. A page holds tens of
 * thousands of these numbers, so no printf: nearly all of them are below 1,000. "0.5"
 * is written ".5". */
static char *write_tenths(char *at, long value)
{
    unsigned long size = (unsigned long)labs(value), whole = size / 10;
    unsigned tenth = (unsigned)(size - 10 * whole);
    if (value < 0)
        *at++ = '-';
    if (whole >= 1000)
        at = write_large(at, whole);
    else if (whole > 0 || tenth == 0)
        at = write_small(at, (unsigned)whole);
    if (tenth > 0) {
        *at++ = '.';
        *at++ = (char)('0' + tenth);
    }
    return at;
}

void svg_number(struct buffer *out, double number)
{
    char *at = buffer_room(out, NUMBER_ROOM);
    if (at != NULL)
        out->length = (size_t)(write_tenths(at, tenths(number)) - out->at);
}

void svg_length(struct buffer *out, const char *name, double length)
{
    buffer_char(out, ' ');
    buffer_string(out, name);
    buffer_add(out, "=\"", 2);
    svg_number(out, length);
    buffer_char(out, '"');
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* A number inside path data, which begins with a letter: a space before it unless a
 * sign, a letter, or its own point after another parts it from the one before. */
static char *path_number(char *at, long value)
{
    bool behind_fraction = is_digit(at[-1]) && at[-2] == '.';
    bool parted = value < 0 || (value > 0 && value < 10 && behind_fraction);
    if (is_digit(at[-1]) && !parted)
        *at++ = ' ';
    return write_tenths(at, value);
}

/* A place in tenths. */
struct cell {
    long x, y;
};

static struct cell cell_of(struct spot spot)
{
    return (struct cell){tenths(spot.x), tenths(spot.y)};
}

/* Counted from where the path stands, or from the corner when that is nearer: smaller
 * numbers are shorter. Returns the letter in force: what follows an m is an l. */
static char path_move(struct buffer *out, struct svg_path *path, struct cell to)
{
    char *at = buffer_room(out, STEP_ROOM);
    bool nearer = path->begun &&
                  labs(to.x - path->x) + labs(to.y - path->y) < labs(to.x) + labs(to.y);
    struct cell from = {nearer ? path->x : 0, nearer ? path->y : 0};
    path->x = to.x;
    path->y = to.y;
    path->begun = true;
    if (at == NULL)
        return 'M';
    *at++ = nearer ? 'm' : 'M';
    at = path_number(at, to.x - from.x);
    at = path_number(at, to.y - from.y);
    out->length = (size_t)(at - out->at);
    return nearer ? 'l' : 'M';
}

/* command is the letter in force; returns the one now in force. */
static char path_to(struct buffer *out, struct svg_path *path, struct cell to,
                    char command)
{
    char *at = buffer_room(out, STEP_ROOM);
    long dx = to.x - path->x;
    long dy = to.y - path->y;
    char wanted = dy == 0 ? 'h' : dx == 0 ? 'v' : 'l';
    path->x = to.x;
    path->y = to.y;
    if (at == NULL)
        return wanted;
    if (wanted != command)
        *at++ = wanted;
    if (wanted != 'v')
        at = path_number(at, dx);
    if (wanted != 'h')
        at = path_number(at, dy);
    out->length = (size_t)(at - out->at);
    return wanted;
}

void svg_ring(struct buffer *out, struct svg_path *path, const struct spot *spots,
              size_t count, bool closed)
{
    if (count == 0)
        return;
    const struct cell first = cell_of(spots[0]);
    char command = path_move(out, path, first);
    bool moved = false;
    for (size_t i = 1; i < count; i++) {
        struct cell to = cell_of(spots[i]);
        if (to.x == path->x && to.y == path->y)
            continue;
        command = path_to(out, path, to, command);
        moved = true;
    }
    if (closed) { /* back to where the ring began */
        buffer_char(out, 'z');
        path->x = first.x;
        path->y = first.y;
    } else if (!moved) {
        buffer_string(out, "h0");
    }
}
