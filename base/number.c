/* Reading: short plain digits, nearly all cells of all files, are added up here;
 * anything longer is brought into the C form and handed to strtod_l(), which
 * rounds correctly.
 *
 * Writing: what people check a rounding against is the number they see, 1234.565,
 * and not the double below it. So the shortest decimal that reads back as the
 * same double is rounded, by hand, half away from zero. */
#include "base/number.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NUMBER_LENGTH_MAX = 64,
    DIGITS_EXACT = 15, /* so many always fit a double, and a double fits 17 */
    DIGITS_MAX = 17,
    WHOLE_DIGITS_MAX = 18,
    DECIMALS_MAX = 17,
    QUICK_DECIMALS_MAX = 6,
    SEPARATOR_MAX = 4, /* bytes of a separator that is written quickly */
    QUICK_ROOM = 64    /* 13 digits, 5 separators */
};

/* Below the first, in the last decimal wanted, the second is far above what doubles
 * can be off: two units of 2^-52, of 2^40. */
#define QUICK_MAX 1099511627776.0
#define QUICK_TIE 1e-3

const struct numerals NUMERALS_PLAIN = {"", ".", "-"};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digit_run(struct text text)
{
    size_t i = 0;
    while (i < text.length && is_digit(text.at[i]))
        i++;
    return i;
}

static int64_t add_up(struct text digits)
{
    int64_t number = 0;
    for (size_t i = 0; i < digits.length; i++)
        number = 10 * number + (digits.at[i] - '0');
    return number;
}

bool number_whole(struct text text, int64_t *number)
{
    if (text.length == 0 || text.length > WHOLE_DIGITS_MAX ||
        digit_run(text) != text.length)
        return false;
    *number = add_up(text);
    return true;
}

/* A number on its way into the C form. */
struct reading {
    struct text rest;
    char plain[NUMBER_LENGTH_MAX + 1];
    size_t length;
};

static char peek(const struct reading *reading)
{
    return reading->rest.length ? reading->rest.at[0] : '\0';
}

static void skip(struct reading *reading, size_t count)
{
    reading->rest.at += count;
    reading->rest.length -= count;
}

static void keep(struct reading *reading, size_t count)
{
    memcpy(reading->plain + reading->length, reading->rest.at, count);
    reading->length += count;
    skip(reading, count);
}

static size_t read_digits(struct reading *reading)
{
    size_t count = digit_run(reading->rest);
    keep(reading, count);
    return count;
}

static void read_sign(struct reading *reading)
{
    if (peek(reading) == '-')
        keep(reading, 1);
    else if (peek(reading) == '+')
        skip(reading, 1);
}

/* Either no separator at all, or one before each three digits: "0,123" and
 * "1,12" are more likely somebody's decimals. */
static bool read_whole_part(struct reading *reading, char group, size_t *count)
{
    bool leading_zero = peek(reading) == '0';
    *count = read_digits(reading);
    if (group == 0 || peek(reading) != group)
        return true;
    if (*count == 0 || *count > 3 || leading_zero)
        return false;
    while (peek(reading) == group) {
        skip(reading, 1);
        if (read_digits(reading) != 3)
            return false;
    }
    return true;
}

static void read_decimals(struct reading *reading, char decimal, size_t *count)
{
    if (decimal == 0 || peek(reading) != decimal)
        return;
    skip(reading, 1);
    reading->plain[reading->length++] = '.';
    *count += read_digits(reading);
}

static bool read_exponent(struct reading *reading)
{
    if (peek(reading) != 'e' && peek(reading) != 'E')
        return true;
    keep(reading, 1);
    read_sign(reading);
    return read_digits(reading) > 0;
}

/* So few digits are exact in a double, and so is their power of ten: one division
 * rounds correctly. */
static bool convert_short(const char *plain, double *number)
{
    static const double powers[] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = *plain == '-', behind_point = false;
    int64_t whole = 0;
    int digits = 0, decimals = 0;
    for (plain += negative; *plain != '\0'; plain++) {
        if (*plain == '.') {
            behind_point = true;
            continue;
        }
        if (!is_digit(*plain) || ++digits > DIGITS_EXACT)
            return false;
        whole = 10 * whole + (*plain - '0');
        decimals += behind_point;
    }
    double size = (double)whole / powers[decimals];
    *number = negative ? -size : size;
    return true;
}

/* newlocale() of "C" costs nothing in glibc, and this is the rare path. */
static bool convert(const char *plain, double *number)
{
    if (convert_short(plain, number))
        return true;
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!c)
        return false;
    double value = strtod_l(plain, NULL, c);
    freelocale(c);
    if (!isfinite(value))
        return false;
    *number = value;
    return true;
}

bool number_parse(struct text text, char group, char decimal, double *number)
{
    if (text.length == 0 || text.length > NUMBER_LENGTH_MAX)
        return false;
    if (text.length <= DIGITS_EXACT && digit_run(text) == text.length) {
        *number = (double)add_up(text);
        return true;
    }
    struct reading reading = {.rest = text};
    size_t count;
    read_sign(&reading);
    if (!read_whole_part(&reading, group, &count))
        return false;
    read_decimals(&reading, decimal, &count);
    if (count == 0 || !read_exponent(&reading) || reading.rest.length > 0)
        return false;
    return convert(reading.plain, number);
}

/* 0.d1d2d3... times ten to the power of point. */
struct decimal {
    char digits[DIGITS_MAX + 1];
    int count;
    int point;
};

/* The digits of printf's "d.ddde+xx", whatever the locale put for the point. */
static struct decimal decimal_read(const char *printed)
{
    struct decimal decimal = {.count = 0};
    for (; *printed && *printed != 'e'; printed++)
        if (is_digit(*printed) && decimal.count < DIGITS_MAX)
            decimal.digits[decimal.count++] = *printed;
    decimal.point = (int)strtol(printed + 1, NULL, 10) + 1;
    return decimal;
}

static struct decimal decimal_shortest(double number)
{
    char printed[64];
    for (int digits = DIGITS_EXACT; digits <= DIGITS_MAX; digits++) {
        snprintf(printed, sizeof printed, "%.*e", digits - 1, number);
        if (strtod(printed, NULL) == number)
            break;
    }
    return decimal_read(printed);
}

/* Nines become zeros, which need not be kept. */
static void round_up(struct decimal *decimal)
{
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '9')
        decimal->count--;
    if (decimal->count > 0) {
        decimal->digits[decimal->count - 1]++;
        return;
    }
    decimal->digits[decimal->count++] = '1';
    decimal->point++;
}

static void round_to(struct decimal *decimal, int decimals)
{
    int kept = decimal->point + decimals;
    if (kept >= decimal->count)
        return;
    bool up = kept >= 0 && decimal->digits[kept] >= '5';
    decimal->count = kept > 0 ? kept : 0;
    if (kept < 0)
        return;
    if (up)
        round_up(decimal);
}

static bool is_zero(const struct decimal *decimal)
{
    for (int i = 0; i < decimal->count; i++)
        if (decimal->digits[i] != '0')
            return false;
    return true;
}

/* The digit worth ten to the power of place. */
static char digit_worth(const struct decimal *decimal, int place)
{
    int i = decimal->point - 1 - place;
    return i >= 0 && i < decimal->count ? decimal->digits[i] : '0';
}

static void write_decimal(struct buffer *out, const struct decimal *decimal,
                          int decimals, const struct numerals *numerals)
{
    int highest = decimal->point > 1 && !is_zero(decimal) ? decimal->point - 1 : 0;
    for (int place = highest; place >= 0; place--) {
        buffer_char(out, digit_worth(decimal, place));
        if (place > 0 && place % 3 == 0)
            buffer_string(out, numerals->group);
    }
    if (decimals > 0)
        buffer_string(out, numerals->decimal);
    for (int place = -1; place >= -decimals; place--)
        buffer_char(out, digit_worth(decimal, place));
}

/* Where digits are written from the last one on. */
struct backwards {
    char bytes[QUICK_ROOM];
    size_t first;
};

static void put_before(struct backwards *out, const char *string)
{
    size_t length = strlen(string);
    out->first -= length;
    memcpy(out->bytes + out->first, string, length);
}

static void put_whole(struct backwards *out, uint64_t whole, int decimals,
                      const struct numerals *numerals)
{
    for (int i = 0; i < decimals; i++, whole /= 10)
        out->bytes[--out->first] = (char)('0' + whole % 10);
    if (decimals > 0)
        put_before(out, numerals->decimal);
    for (int i = 0; i == 0 || whole > 0; i++, whole /= 10) {
        if (i > 0 && i % 3 == 0)
            put_before(out, numerals->group);
        out->bytes[--out->first] = (char)('0' + whole % 10);
    }
}

static bool are_short(const struct numerals *numerals)
{
    return strlen(numerals->group) <= SEPARATOR_MAX &&
           strlen(numerals->decimal) <= SEPARATOR_MAX &&
           strlen(numerals->minus) <= SEPARATOR_MAX;
}

/* Round by arithmetic what is small and no near tie, as nearly all numbers are: there
 * the shortest decimal, less than a unit in the last place away, rounds the same way.
 * Scaling is off by at most another such unit. */
static bool put_quickly(struct backwards *out, double number, int decimals,
                        const struct numerals *numerals)
{
    static const double powers[QUICK_DECIMALS_MAX + 1] = {1,   1e1, 1e2, 1e3,
                                                          1e4, 1e5, 1e6};
    if (decimals < 0 || decimals > QUICK_DECIMALS_MAX || !are_short(numerals))
        return false;
    double scaled = fabs(number) * powers[decimals];
    if (!(scaled < QUICK_MAX)) /* nor for what is not finite */
        return false;
    uint64_t whole = (uint64_t)scaled;
    double rest = scaled - (double)whole;
    if (fabs(rest - 0.5) < QUICK_TIE)
        return false;
    whole += rest > 0.5;
    out->first = QUICK_ROOM;
    put_whole(out, whole, decimals, numerals);
    if (number < 0 && whole > 0)
        put_before(out, numerals->minus);
    return true;
}

static struct text written(const struct backwards *out)
{
    return (struct text){out->bytes + out->first, QUICK_ROOM - out->first};
}

void number_write(struct buffer *out, double number, int decimals,
                  const struct numerals *numerals)
{
    if (!isfinite(number) || decimals < 0 || decimals > DECIMALS_MAX) {
        out->failed = true; /* nothing wrong may be published as a zero */
        return;
    }
    struct backwards quick;
    if (put_quickly(&quick, number, decimals, numerals)) {
        buffer_text(out, written(&quick));
        return;
    }
    struct decimal decimal = decimal_shortest(fabs(number));
    round_to(&decimal, decimals);
    if (number < 0 && !is_zero(&decimal))
        buffer_string(out, numerals->minus);
    write_decimal(out, &decimal, decimals, numerals);
}

char *number_string(struct arena *arena, double number, int decimals,
                    const struct numerals *numerals)
{
    struct backwards quick;
    if (put_quickly(&quick, number, decimals, numerals))
        return (char *)arena_copy(arena, written(&quick)).at;
    struct buffer out = {0};
    number_write(&out, number, decimals, numerals);
    char *string = (char *)arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return string;
}
