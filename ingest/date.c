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

/* In one day, or 0 when the pattern is another one. */
static int64_t epoch_units(const char *pattern)
{
    if (strcmp(pattern, "epoch ms") == 0)
        return 86400000;
    return strcmp(pattern, "epoch s") == 0 ? 86400 : 0;
}

/* The year and month of a day counted from 1970-01-01: Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms", civil_from_days. Years begin in March there. */
static struct period period_of_days(int64_t days)
{
    days += 719468; /* from 0000-03-01 */
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day = days - era * 146097; /* of 400 years */
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t march = (5 * of_year + 2) / 153; /* months since March */
    return period_of((int)(year + era * 400 + (march >= 10)),
                     (int)(march < 10 ? march + 3 : march - 9));
}

static bool epoch_read(struct text text, int64_t units, enum step step,
                       struct period *period)
{
    bool before = text.length > 0 && text.at[0] == '-';
    int64_t count;
    if (units == 0 ||
        !number_whole((struct text){text.at + before, text.length - before}, &count))
        return false;
    count = before ? -count : count;
    int64_t days = count / units - (count % units < 0);
    if (days < -100000 || days > 100000) /* 1696 to 2243 */
        return false;
    *period = period_of_days(days);
    int year = period_year(*period);
    if (step == STEP_YEAR)
        *period = period_of(year, 1);
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

bool date_pattern_fits(const char *pattern, enum step step)
{
    if (epoch_units(pattern) > 0)
        return true;
    for (const char *at = pattern; *at; at++) {
        if (*at == '*' && at[1] != '\0')
            return false;
        if (*at == '%' && (at[1] == '\0' || !strchr("YymbdHIMSfp", at[1])))
            return false;
        at += *at == '%';
    }
    return (names_field(pattern, 'Y') || names_field(pattern, 'y')) &&
           (step == STEP_YEAR || names_field(pattern, 'm') ||
            names_field(pattern, 'b'));
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

/* Or a part of one, as in março. */
static bool is_letter(unsigned char c)
{
    return c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A month's name, up to the first character that is no letter. */
static int take_month(struct text *text)
{
    size_t length = 0;
    while (length < text->length && is_letter((unsigned char)text->at[length]))
        length++;
    int month = length > 0 ? month_read((struct text){text->at, length}) : 0;
    text->at += length;
    text->length -= length;
    return month;
}

static bool take_half(struct text *text)
{
    bool half = text->length >= 2 && strchr("aApP", text->at[0]) && text->at[0] &&
                (text->at[1] | 0x20) == 'm';
    text->at += half ? 2 : 0;
    text->length -= half ? 2 : 0;
    return half;
}

/* Years of two digits are 1969 to 2068, as in POSIX. */
static int take_short_year(struct text *text)
{
    int year = take_digits(text, 2, 2);
    return year < 0 ? year : year + (year < 69 ? 2000 : 1900);
}

/* What a date says, as far as its pattern has it. */
struct date {
    int year, month, day;
};

/* The time of day is checked and forgotten. */
static bool take_field(struct text *text, char field, struct date *date)
{
    int number;
    switch (field) {
    case 'Y':
        return (date->year = take_digits(text, 4, 4)) >= YEAR_MIN &&
               date->year <= YEAR_MAX;
    case 'y':
        return (date->year = take_short_year(text)) >= 0;
    case 'm':
        return (date->month = take_digits(text, 1, 2)) >= 1 && date->month <= 12;
    case 'b':
        return (date->month = take_month(text)) >= 1;
    case 'd':
        return (date->day = take_digits(text, 1, 2)) >= 1 && date->day <= 31;
    case 'H':
        return (number = take_digits(text, 1, 2)) >= 0 && number <= 24;
    case 'I':
        return (number = take_digits(text, 1, 2)) >= 1 && number <= 12;
    case 'M':
    case 'S':
        return (number = take_digits(text, 1, 2)) >= 0 && number <= 60;
    case 'f':
        return take_digits(text, 1, 9) >= 0;
    default:
        return take_half(text);
    }
}

bool date_read(struct text text, const char *pattern, enum step step,
               struct period *period)
{
    struct date date = {0, 1, 1};
    if (*pattern == 'e' && epoch_units(pattern) > 0)
        return epoch_read(text, epoch_units(pattern), step, period);
    for (; *pattern && *pattern != '*'; pattern++) {
        if (*pattern == '%') {
            if (!take_field(&text, *++pattern, &date))
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
    *period = period_of(date.year, step == STEP_YEAR ? 1 : date.month);
    return date.day <= period_days(period_of(date.year, date.month), STEP_MONTH);
}

int month_read(struct text text)
{
    static const char *const names[12][3] = {{"enero", "january", "janeiro"},
                                             {"febrero", "february", "fevereiro"},
                                             {"marzo", "march", "marco"},
                                             {"abril", "april", "abril"},
                                             {"mayo", "may", "maio"},
                                             {"junio", "june", "junho"},
                                             {"julio", "july", "julho"},
                                             {"agosto", "august", "agosto"},
                                             {"septiembre", "september", "setembro"},
                                             {"octubre", "october", "outubro"},
                                             {"noviembre", "november", "novembro"},
                                             {"diciembre", "december", "dezembro"}};
    int64_t number;
    if (number_whole(text, &number))
        return number >= 1 && number <= 12 ? (int)number : 0;
    struct arena arena = {0};
    struct text folded = text_fold(&arena, text);
    int month = 0;
    for (int i = 0; i < 36 && month == 0; i++) {
        struct text name = text_of(names[i / 3][i % 3]);
        if (folded.length >= 3 && text_starts(name, folded))
            month = i / 3 + 1;
    }
    arena_free(&arena);
    return month;
}
