#include "ingest/json_lexis.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Strings ----------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hexadecimal digits; -1 when they are not. */
static int32_t hex_four(const char *at, const char *end)
{
    int32_t unit = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* After \u: the code point; -1 for one that is wrong, half or NUL. */
static int32_t take_rune(char **at, const char *end)
{
    int32_t rune = hex_four(*at, end);
    if (rune <= 0 || (rune >= 0xDC00 && rune < 0xE000))
        return -1;
    *at += 4;
    if (rune < 0xD800 || rune >= 0xE000)
        return rune;
    if (end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return -1;
    int32_t low = hex_four(*at + 2, end);
    if (low < 0xDC00 || low >= 0xE000)
        return -1;
    *at += 6;
    return 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
}

static char *put_rune(char *to, uint32_t rune)
{
    if (rune < 0x80) {
        *to++ = (char)rune;
        return to;
    }
    if (rune < 0x800) {
        *to++ = (char)(0xC0 | rune >> 6);
    } else {
        if (rune < 0x10000) {
            *to++ = (char)(0xE0 | rune >> 12);
        } else {
            *to++ = (char)(0xF0 | rune >> 18);
            *to++ = (char)(0x80 | (rune >> 12 & 0x3F));
        }
        *to++ = (char)(0x80 | (rune >> 6 & 0x3F));
    }
    *to++ = (char)(0x80 | (rune & 0x3F));
    return to;
}

char *json_unescape(char *from, const char *end)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char *to = from;
    while (from < end) {
        if (*from != '\\') {
            *to++ = *from++;
            continue;
        }
        char name = from[1];
        from += 2;
        if (name == 'u') {
            int32_t rune = take_rune(&from, end);
            if (rune < 0)
                return NULL;
            to = put_rune(to, (uint32_t)rune);
        } else {
            const char *found = name ? strchr(names, name) : NULL;
            if (!found)
                return NULL;
            *to++ = meant[found - names];
        }
    }
    return to;
}

/* Numbers ----------------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static const char *step_digits(const char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

const char *json_number_end(const char *at)
{
    at += *at == '-';
    if (!is_digit(*at))
        return NULL;
    at = *at == '0' ? at + 1 : step_digits(at);
    if (*at == '.') {
        if (!is_digit(*++at))
            return NULL;
        at = step_digits(at);
    }
    if (*at == 'e' || *at == 'E') {
        at++;
        at += *at == '+' || *at == '-';
        if (!is_digit(*at))
            return NULL;
        at = step_digits(at);
    }
    return at;
}
