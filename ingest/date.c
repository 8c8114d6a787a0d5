#include "ingest/date.h"

#include "base/arena.h"
#include "base/number.h"

#include <string.h>

static bool names_field(const char *pattern, char field)
{
    for (const char *at = pattern; (at = strchr(at, '%')); at++)
        if (at[1] == field)
            return true;
    return false;
}

bool date_pattern_fits(const char *pattern, enum step step)
{
    for (const char *at = pattern; *at; at++) {
        if (*at == '*' && at[1] != '\0')
            return false;
        if (*at == '%' && (at[1] == '\0' || !strchr("Ymd", at[1])))
            return false;
    }
    return names_field(pattern, 'Y') &&
           (step == STEP_YEAR || names_field(pattern, 'm'));
}

/* Between least and most digits off the front of text; -1 when they are not there. */
static int take_digits(struct text *text, size_t least, size_t most)
{
    size_t length = 0;
    int number = 0;
    while (length < most && length < text->length && text->at[length] >= '0' &&
           text->at[length] <= '9')
        number = 10 * number + (text->at[length++] - '0');
    text->at += length;
    text->length -= length;
    return length >= least ? number : -1;
}

static bool take_field(struct text *text, char field, int *year, int *month, int *day)
{
    if (field == 'Y')
        return (*year = take_digits(text, 4, 4)) >= YEAR_MIN && *year <= YEAR_MAX;
    if (field == 'm')
        return (*month = take_digits(text, 1, 2)) >= 1 && *month <= 12;
    return (*day = take_digits(text, 1, 2)) >= 1 && *day <= 31;
}

bool date_read(struct text text, const char *pattern, enum step step,
               struct period *period)
{
    int year = 0, month = 1, day = 1;
    for (; *pattern && *pattern != '*'; pattern++) {
        if (*pattern == '%') {
            if (!take_field(&text, *++pattern, &year, &month, &day))
                return false;
        } else {
            if (text.length == 0 || *text.at != *pattern)
                return false;
            text.at++;
            text.length--;
        }
    }
    if (*pattern == '\0' && text.length > 0)
        return false;
    *period = period_of(year, step == STEP_YEAR ? 1 : month);
    return day <= period_days(period_of(year, month), STEP_MONTH);
}

int month_read(struct text text)
{
    static const char *const names[12][2] = {
        {"enero", "january"},   {"febrero", "february"},   {"marzo", "march"},
        {"abril", "april"},     {"mayo", "may"},           {"junio", "june"},
        {"julio", "july"},      {"agosto", "august"},      {"septiembre", "september"},
        {"octubre", "october"}, {"noviembre", "november"}, {"diciembre", "december"}};
    int64_t number;
    if (number_whole(text, &number))
        return number >= 1 && number <= 12 ? (int)number : 0;
    struct arena arena = {0};
    struct text folded = text_fold(&arena, text);
    int month = 0;
    for (int i = 0; i < 24 && month == 0; i++) {
        struct text name = text_of(names[i / 2][i % 2]);
        struct text start = {name.at, 3};
        if (text_equal(folded, name) || text_equal(folded, start))
            month = i / 2 + 1;
    }
    arena_free(&arena);
    return month;
}
