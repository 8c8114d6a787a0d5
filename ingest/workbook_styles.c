#include "ingest/workbook_styles.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    FORMATS_MAX = 4096,
    SHOWN_DIGITS = 15,
    DAYS_MAX = 2958465, /* 9999-12-31, counted from 1900 */
    DAY_SECONDS = 86400,
    DAYS_1970_FROM_1900 = 25569, /* past the day that never was */
    DAYS_1904_FROM_1900 = 1462
};

/* Formats -----------------------------------------------------------------------------
 */

/* [h] and [mm] are elapsed times; [Red], [$-80A] and [>100] say nothing of dates. */
static bool bracket_is_time(struct text inner)
{
    for (size_t i = 0; i < inner.length; i++)
        if (!strchr("hHmMsS", inner.at[i]))
            return false;
    return inner.length > 0;
}

bool format_is_date(struct text code)
{
    for (size_t i = 0; i < code.length; i++) {
        char c = code.at[i];
        const char *close = NULL;
        if (c == ';')
            return false; /* only what is shown of positive numbers */
        if (c == '\\' || c == '_' || c == '*') {
            i++;
            continue;
        }
        if (c == '"' || c == '[')
            close = memchr(code.at + i + 1, c == '[' ? ']' : '"', code.length - i - 1);
        if (c == '"' && !close)
            return false;
        if (close) {
            struct text inner = {code.at + i + 1, (size_t)(close - code.at) - i - 1};
            if (c == '[' && bracket_is_time(inner))
                return true;
            i += inner.length + 1;
            continue;
        }
        if (i + 7 <= code.length && strncasecmp(code.at + i, "General", 7) == 0)
            i += 6;
        else if (strchr("dDmMyYhHsS", c) && c)
            return true;
    }
    return false;
}

bool format_number_is_date(int64_t number)
{
    return (number >= 14 && number <= 22) || (number >= 27 && number <= 36) ||
           (number >= 45 && number <= 47) || (number >= 50 && number <= 58);
}

/* A number format that the workbook writes down. */
struct format {
    int64_t number;
    bool date;
};

struct formats {
    size_t count;
    struct format *format;
};

static int64_t number_attribute(const struct xml_reader *reader, const char *name)
{
    struct text text;
    int64_t number;
    if (!xml_attribute(reader, name, &text) || !number_whole(text, &number))
        return 0;
    return number;
}

static bool add_format(struct formats *formats, const struct xml_reader *reader,
                       struct error *err)
{
    struct text code;
    if (formats->count == FORMATS_MAX)
        return fail(err, ERROR_LIMIT, "the workbook has more than %d number formats",
                    FORMATS_MAX);
    xml_attribute(reader, "formatCode", &code);
    formats->format[formats->count++] =
        (struct format){number_attribute(reader, "numFmtId"), format_is_date(code)};
    return true;
}

static enum number_kind kind_of(const struct formats *formats, int64_t number)
{
    for (size_t i = 0; i < formats->count; i++)
        if (formats->format[i].number == number)
            return formats->format[i].date ? NUMBER_DATE : NUMBER_PLAIN;
    return format_number_is_date(number) ? NUMBER_DATE : NUMBER_PLAIN;
}

static bool add_style(struct workbook *workbook, const struct formats *formats,
                      const struct xml_reader *reader, struct error *err)
{
    if (workbook->styles == WORKBOOK_STYLES_MAX)
        return fail(err, ERROR_LIMIT, "the workbook has more than %d cell styles",
                    WORKBOOK_STYLES_MAX);
    workbook->style[workbook->styles++] =
        (unsigned char)kind_of(formats, number_attribute(reader, "numFmtId"));
    return true;
}

bool styles_read(struct workbook *workbook, struct xml_reader *reader,
                 struct error *err)
{
    struct formats formats = {
        .format = arena_array(workbook->arena, FORMATS_MAX, sizeof *formats.format)};
    enum xml_event event;
    bool in_styles = false, good = true;
    workbook->style = arena_array(workbook->arena, WORKBOOK_STYLES_MAX, 1);
    while (good && (good = xml_next(reader, &event, err)) && event != XML_EVENT_END) {
        if (event == XML_EVENT_TEXT)
            continue;
        if (workbook_is(reader, "cellXfs"))
            in_styles = event == XML_EVENT_OPEN;
        else if (event == XML_EVENT_OPEN && workbook_is(reader, "numFmt"))
            good = add_format(&formats, reader, err);
        else if (event == XML_EVENT_OPEN && in_styles && workbook_is(reader, "xf"))
            good = add_style(workbook, &formats, reader, err);
    }
    return good;
}

/* Numbers -----------------------------------------------------------------------------
 */

/* Is it digits with a sign at most, short enough to be a number as it stands? */
static bool is_plain_whole(struct text raw)
{
    size_t i = raw.length > 0 && raw.at[0] == '-';
    size_t start = i;
    while (i < raw.length && raw.at[i] >= '0' && raw.at[i] <= '9')
        i++;
    return i == raw.length && i > start;
}

/* How many digits of it count. */
static size_t digits_of(struct text raw)
{
    size_t digits = 0;
    for (size_t i = 0; i < raw.length && (raw.at[i] | 0x20) != 'e'; i++)
        digits += raw.at[i] >= '0' && raw.at[i] <= '9' && (digits || raw.at[i] != '0');
    return digits;
}

void number_show(struct buffer *out, struct text raw, char decimal)
{
    char shown[64];
    double number;
    struct text text = raw;
    bool exponent = memchr(raw.at, 'e', raw.length) || memchr(raw.at, 'E', raw.length);
    if (!is_plain_whole(raw) && (exponent || digits_of(raw) > SHOWN_DIGITS) &&
        number_parse(raw, 0, '.', &number)) {
        bool whole = fabs(number) < 1e15 && number == trunc(number);
        int length = snprintf(shown, sizeof shown, whole ? "%.0f" : "%.15g", number);
        text = (struct text){shown, (size_t)length};
    }
    if (!number_parse(text, 0, '.', &number))
        decimal = '.';
    for (size_t i = 0; i < text.length; i++)
        buffer_char(out, text.at[i] == '.' && decimal ? decimal : text.at[i]);
}

/* Dates -------------------------------------------------------------------------------
 */

/* Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-compatible
 * low-level date algorithms", civil_from_days). */
static void day_of_count(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year =
        of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153; /* 0 is March */
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static void show_day(struct buffer *out, int64_t count)
{
    int year = 1900, month = 2, day = 29;
    if (count != 60)
        day_of_count(count - DAYS_1970_FROM_1900 + (count < 60), &year, &month, &day);
    buffer_format(out, "%04d-%02d-%02d", year, month, day);
}

bool date_show(struct buffer *out, struct text raw, bool from_1904)
{
    double number;
    if (!number_parse(raw, 0, '.', &number) || !(number >= 0 && number < DAYS_MAX + 1))
        return false;
    int64_t seconds = (int64_t)floor(number * DAY_SECONDS + 0.5);
    int64_t days = seconds / DAY_SECONDS, second = seconds % DAY_SECONDS;
    bool time_alone = days == 0 && (second > 0 || !from_1904);
    if (from_1904)
        days += DAYS_1904_FROM_1900;
    if (days > DAYS_MAX)
        return false;
    if (!time_alone)
        show_day(out, days);
    if (time_alone || second > 0)
        buffer_format(out, "%s%02d:%02d:%02d", time_alone ? "" : "T",
                      (int)(second / 3600), (int)(second / 60 % 60),
                      (int)(second % 60));
    return true;
}
