#include "base/number_put.h"

#include <string.h>

static char *put_digits(char *at, uint64_t rest)
{
    char digits[NUMBER_PUT_BYTES];
    size_t used = sizeof digits;
    do {
        digits[--used] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    memcpy(at, digits + used, sizeof digits - used);
    return at + sizeof digits - used;
}

/* Most counts have few digits, whose places are known beforehand. */
static char *put_few(char *at, unsigned count)
{
    if (count >= 1000)
        *at++ = (char)('0' + count / 1000);
    if (count >= 100)
        *at++ = (char)('0' + count / 100 % 10);
    if (count >= 10)
        *at++ = (char)('0' + count / 10 % 10);
    *at++ = (char)('0' + count % 10);
    return at;
}

char *number_put_whole(char *at, double value)
{
    if (value < 0)
        *at++ = '-';
    uint64_t count = (uint64_t)fabs(value);
    return count < 10000 ? put_few(at, (unsigned)count) : put_digits(at, count);
}

static void put_decimal(struct buffer *out, double value)
{
    size_t before = out->length;
    number_write(out, value, 17, &NUMERALS_PLAIN);
    while (out->length > before && out->at[out->length - 1] == '0')
        out->length--;
}

void number_put(struct buffer *out, double value)
{
    char *at = NULL;
    if (!number_is_whole(value))
        put_decimal(out, value);
    else
        at = buffer_room(out, NUMBER_PUT_BYTES);
    if (at)
        out->length += (size_t)(number_put_whole(at, value) - at);
}
