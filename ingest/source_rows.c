#include "ingest/date.h"
#include "ingest/descriptor.h"

#include <regex.h>
#include <string.h>

enum { PAD_MAX = 16 };

static bool read_word_columns(struct descriptor *descriptor,
                              const struct json_node *object, const char *where,
                              struct source_word *out)
{
    const struct json_node *several = json_get(object, "columns");
    if (json_get(object, "column")) {
        out->count = 1;
        return descriptor_column(descriptor, object, where, "column", &out->column[0]);
    }
    const char *here = descriptor_where(descriptor, where, "columns");
    if (several &&
        (json_count(several) < 1 || json_count(several) > SOURCE_COLUMNS_MAX))
        return fail(descriptor->err, ERROR_USAGE, "%s must name 1 to %d columns", here,
                    SOURCE_COLUMNS_MAX);
    out->count = json_count(several);
    for (size_t i = 0; i < out->count; i++)
        if (!descriptor_spellings(descriptor, json_at(several, i), here,
                                  &out->column[i]))
            return false;
    return true;
}

/* How far to pad: a number for a single column, or one for each of several, which are
 * then the parts of one code. */
static bool read_pad(struct descriptor *descriptor, const struct json_node *object,
                     const char *where, struct source_word *out)
{
    const struct json_node *pad = json_get(object, "pad");
    enum json_kind kind = json_kind(pad);
    if (kind == JSON_KIND_NONE || kind == JSON_KIND_NUMBER)
        return descriptor_whole(descriptor, object, where, "pad", 0, 0, PAD_MAX,
                                &out->pad[0]);
    out->one_code = true;
    bool good = kind == JSON_KIND_ARRAY && json_count(pad) == out->count;
    for (size_t i = 0; i < json_count(pad) && good; i++) {
        double width = json_number_of(json_at(pad, i));
        good = width >= 1 && width <= PAD_MAX && width == (double)(int)width;
        out->pad[i] = good ? (int)width : 0;
    }
    return good || fail(descriptor->err, ERROR_USAGE,
                        "%s must be a whole number from 0 to %d, or an array of one "
                        "from 1 for each column",
                        descriptor_where(descriptor, where, "pad"), PAD_MAX);
}

static bool is_cut(const char *expression)
{
    regex_t compiled;
    if (regcomp(&compiled, expression, REG_EXTENDED) != 0)
        return false;
    bool grouped = compiled.re_nsub > 0;
    regfree(&compiled);
    return grouped;
}

static bool check_word(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const struct source_word *out)
{
    int ways = !!json_get(object, "column") + !!json_get(object, "columns") +
               !!json_get(object, "constant") + out->header;
    if (ways != 1)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must have one of \"column\", \"columns\", \"constant\" and "
                    "\"header\"",
                    where);
    bool code = out->count == 1 || out->one_code;
    if ((out->count != 1 && out->cut) || (!code && (out->pad[0] || out->prefix)))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"cut\", \"pad\" and \"prefix\" need a single \"column\", or "
                    "\"pad\" one width for each of the \"columns\" of a code",
                    where);
    if (out->cut && !is_cut(out->cut))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"cut\" must be a POSIX extended regular expression with a "
                    "group",
                    where);
    if (out->crosswalk && (strchr(out->crosswalk, '/') ||
                           !text_ends(text_of(out->crosswalk), TEXT(".csv"))))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"crosswalk\" must be the name of a CSV in transform/lists/",
                    where);
    return true;
}

static bool read_word(struct descriptor *descriptor, const struct json_node *rows,
                      const char *where, const char *key, struct source_word *out)
{
    static const char *const keys[] = {
        "column:*", "columns:a", "constant:s", "header:b",    "cut:s",
        "pad:*",    "prefix:s",  "drop:a",     "crosswalk:s", NULL};
    const struct json_node *object = json_get(rows, key);
    const char *here = descriptor_where(descriptor, where, key);
    out->header = json_truth(object, "header", false);
    return json_expect(object, here, keys, descriptor->err) &&
           descriptor_string(descriptor, object, here, "cut", &out->cut) &&
           read_word_columns(descriptor, object, here, out) &&
           descriptor_string(descriptor, object, here, "constant", &out->constant) &&
           read_pad(descriptor, object, here, out) &&
           descriptor_string(descriptor, object, here, "prefix", &out->prefix) &&
           descriptor_string(descriptor, object, here, "crosswalk", &out->crosswalk) &&
           descriptor_strings(descriptor, json_get(object, "drop"),
                              descriptor_where(descriptor, here, "drop"), &out->drop,
                              &out->drops) &&
           check_word(descriptor, object, here, out);
}

/* {"00": "mx"}: rows of that word are left out, as if they were in "drop". */
static bool read_totals(struct descriptor *descriptor, const struct json_node *object,
                        const char *where)
{
    struct source *out = descriptor->out;
    size_t count = json_count(object);
    if (json_kind(object) != JSON_KIND_OBJECT || count < 1 ||
        count > SOURCE_TOTALS_MAX || out->place.count != 1 ||
        out->filters == SOURCE_FILTERS_MAX)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must lead from 1 to %d words of a single column to places",
                    where, SOURCE_TOTALS_MAX);
    const char **drop =
        arena_array(descriptor->arena, out->place.drops + count, sizeof *drop);
    for (size_t i = 0; i < out->place.drops; i++)
        drop[i] = out->place.drop[i];
    for (size_t i = 0; i < count; i++) {
        struct text word;
        const struct json_node *place = json_entry(object, i, &word);
        out->total[i].word = arena_copy(descriptor->arena, word).at;
        if (!descriptor_is_string(
                descriptor, place,
                descriptor_where(descriptor, where, out->total[i].word)))
            return false;
        out->total[i].place = arena_copy(descriptor->arena, json_text_of(place)).at;
        drop[out->place.drops++] = out->total[i].word;
    }
    out->totals = count;
    out->place.drop = drop;
    return true;
}

static bool read_months(struct descriptor *descriptor, const struct json_node *months,
                        const char *where, struct source_period *out)
{
    if (json_count(months) != 12)
        return fail(descriptor->err, ERROR_USAGE, "%s must name twelve columns", where);
    for (size_t i = 0; i < 12; i++)
        if (!descriptor_spellings(descriptor, json_at(months, i), where,
                                  &out->month_columns[i]))
            return false;
    return true;
}

/* The shapes of period, and which keys each needs. */
static const char *const SHAPES[] = {"year-months", "wide-years",  "columns",
                                     "date",        "wide-months", NULL};
static const enum period_shape SHAPE_KINDS[] = {
    PERIOD_YEAR_MONTHS, PERIOD_WIDE, PERIOD_COLUMNS, PERIOD_DATE, PERIOD_WIDE};
static const char *const SHAPE_KEYS[][5] = {
    {"!shape:s", "!year:*", "!months:a", NULL},
    {"!shape:s", "pattern:s", NULL},
    {"!shape:s", "!year:*", "month:*", NULL},
    {"!shape:s", "!date:*", "!pattern:s", "step:s", NULL},
    {"!shape:s", "!pattern:s", NULL},
};

static bool read_period(struct descriptor *descriptor, const struct json_node *object,
                        const char *where)
{
    static const char *const steps[] = {"month", "year", NULL};
    struct source_period *out = &descriptor->out->period;
    int shape, step;
    if (json_kind(object) != JSON_KIND_OBJECT)
        return fail(descriptor->err, ERROR_USAGE, "%s must be an object", where);
    if (!descriptor_choice(descriptor, object, where, "shape", SHAPES, &shape) ||
        !json_expect(object, where, SHAPE_KEYS[shape], descriptor->err) ||
        !descriptor_column(descriptor, object, where, "year", &out->year) ||
        !descriptor_column(descriptor, object, where, "month", &out->month) ||
        !descriptor_column(descriptor, object, where, "date", &out->date) ||
        !descriptor_string(descriptor, object, where, "pattern", &out->date_pattern) ||
        !descriptor_choice(descriptor, object, where, "step", steps, &step))
        return false;
    out->shape = SHAPE_KINDS[shape];
    bool years = step == 1 || strcmp(SHAPES[shape], "wide-years") == 0 ||
                 (out->shape == PERIOD_COLUMNS && out->month.count == 0);
    out->step = years ? STEP_YEAR : STEP_MONTH;
    if (out->date_pattern && !date_pattern_fits(out->date_pattern, out->step))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must name the year and month by %%Y, %%m and the like",
                    descriptor_where(descriptor, where, "pattern"));
    return out->shape != PERIOD_YEAR_MONTHS ||
           read_months(descriptor, json_get(object, "months"),
                       descriptor_where(descriptor, where, "months"), out);
}

/* Words for what a cell means; which of them may be used where is said below. */
static const char *const MEANINGS[] = {"not reported", "suppressed", "absent",
                                       "zero",         "reported",   "provisional"};
static const enum status STATUSES[] = {STATUS_NOT_REPORTED, STATUS_SUPPRESSED,
                                       STATUS_ABSENT,       STATUS_REPORTED,
                                       STATUS_REPORTED,     STATUS_PROVISIONAL};

/* {"-1": "not reported", "NA": "absent"}. A cell of its own may mean zero; what stands
 * beside a number may leave it what it is. */
static bool read_meanings(struct descriptor *descriptor, const struct json_node *object,
                          const char *where, bool beside, struct source_cell *out,
                          size_t *count)
{
    const char *words[6] = {MEANINGS[0], MEANINGS[1], MEANINGS[2],
                            MEANINGS[beside ? 4 : 3], beside ? MEANINGS[5] : NULL};
    if (json_count(object) > SOURCE_CELLS_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s has more than %d entries", where,
                    SOURCE_CELLS_MAX);
    for (size_t i = 0; i < json_count(object); i++) {
        struct text key;
        int status;
        const struct json_node *word = json_entry(object, i, &key);
        const char *text = arena_copy(descriptor->arena, key).at;
        if (!descriptor_is_string(descriptor, word,
                                  descriptor_where(descriptor, where, text)) ||
            !descriptor_choice(descriptor, object, where, text, words, &status))
            return false;
        status += beside && status >= 3;
        out[(*count)++] = (struct source_cell){text, STATUSES[status]};
    }
    return true;
}

static bool read_status(struct descriptor *descriptor, const struct json_node *object,
                        const char *where)
{
    static const char *const keys[] = {"!column:*", "!values:o", NULL};
    struct source *out = descriptor->out;
    return !object || (json_expect(object, where, keys, descriptor->err) &&
                       descriptor_column(descriptor, object, where, "column",
                                         &out->status_column) &&
                       read_meanings(descriptor, json_get(object, "values"),
                                     descriptor_where(descriptor, where, "values"),
                                     true, out->status, &out->statuses));
}

static bool read_filter(struct descriptor *descriptor, const struct json_node *object,
                        const char *where, bool leave)
{
    static const char *const keys[] = {"!column:*", "!values:a", NULL};
    struct source *out = descriptor->out;
    if (out->filters == SOURCE_FILTERS_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s: more than %d filters", where,
                    SOURCE_FILTERS_MAX);
    struct source_filter *filter = &out->filter[out->filters++];
    filter->leave = leave;
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_column(descriptor, object, where, "column", &filter->column) ||
        !descriptor_strings(descriptor, json_get(object, "values"),
                            descriptor_where(descriptor, where, "values"),
                            &filter->value, &filter->count))
        return false;
    return filter->count > 0 ||
           fail(descriptor->err, ERROR_USAGE, "%s: \"values\" is empty", where);
}

/* One filter, or an array of them. */
static bool read_filters(struct descriptor *descriptor, const struct json_node *rows,
                         const char *where, const char *key, bool leave)
{
    const struct json_node *node = json_get(rows, key);
    const char *here = descriptor_where(descriptor, where, key);
    if (!node || json_kind(node) != JSON_KIND_ARRAY)
        return !node || read_filter(descriptor, node, here, leave);
    for (size_t i = 0; i < json_count(node); i++)
        if (!read_filter(descriptor, json_at(node, i), here, leave))
            return false;
    return true;
}

static bool read_values(struct descriptor *descriptor, const struct json_node *rows,
                        const char *where)
{
    struct source *out = descriptor->out;
    const struct json_node *one = json_get(rows, "value");
    const struct json_node *several = json_get(rows, "values");
    const char *here = descriptor_where(descriptor, where, "values");
    if (one && several)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"value\" and \"values\" exclude each other", where);
    out->values = one ? 1 : json_count(several);
    if (several && (out->values < 2 || out->values > SOURCE_SERIES_MAX))
        return fail(descriptor->err, ERROR_USAGE, "%s must name 2 to %d columns", here,
                    SOURCE_SERIES_MAX);
    if (one)
        return descriptor_column(descriptor, rows, where, "value", &out->value[0]);
    for (size_t i = 0; i < out->values; i++)
        if (!descriptor_spellings(descriptor, json_at(several, i), here,
                                  &out->value[i]))
            return false;
    return true;
}

static bool read_fill(struct descriptor *descriptor, const struct json_node *array,
                      const char *where)
{
    struct source *out = descriptor->out;
    out->fills = json_count(array);
    if (out->fills > SOURCE_COLUMNS_MAX)
        return fail(descriptor->err, ERROR_USAGE, "%s must name 1 to %d columns", where,
                    SOURCE_COLUMNS_MAX);
    for (size_t i = 0; i < out->fills; i++)
        if (!descriptor_spellings(descriptor, json_at(array, i), where, &out->fill[i]))
            return false;
    return true;
}

bool source_read_rows(struct descriptor *descriptor, const struct json_node *object,
                      const char *where)
{
    static const char *const keys[] = {
        "!place:o", "!offence:o", "!measure:o", "!period:o", "value:*",
        "values:a", "cells:o",    "marks:o",    "status:o",  "keep:*",
        "leave:*",  "totals:o",   "fill:a",     NULL};
    struct source *out = descriptor->out;
    return json_expect(object, where, keys, descriptor->err) &&
           read_word(descriptor, object, where, "place", &out->place) &&
           read_word(descriptor, object, where, "offence", &out->offence) &&
           read_word(descriptor, object, where, "measure", &out->measure) &&
           read_period(descriptor, json_get(object, "period"),
                       descriptor_where(descriptor, where, "period")) &&
           read_values(descriptor, object, where) &&
           read_meanings(descriptor, json_get(object, "cells"),
                         descriptor_where(descriptor, where, "cells"), false, out->cell,
                         &out->cells) &&
           read_meanings(descriptor, json_get(object, "marks"),
                         descriptor_where(descriptor, where, "marks"), true, out->mark,
                         &out->marks) &&
           read_status(descriptor, json_get(object, "status"),
                       descriptor_where(descriptor, where, "status")) &&
           read_fill(descriptor, json_get(object, "fill"),
                     descriptor_where(descriptor, where, "fill")) &&
           read_filters(descriptor, object, where, "keep", false) &&
           read_filters(descriptor, object, where, "leave", true) &&
           (!json_get(object, "totals") ||
            read_totals(descriptor, json_get(object, "totals"),
                        descriptor_where(descriptor, where, "totals")));
}
