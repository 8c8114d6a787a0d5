#include "ingest/date.h"
#include "ingest/descriptor.h"

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

static bool check_word(struct descriptor *descriptor, const struct json_node *object,
                       const char *where, const struct source_word *out)
{
    int ways = !!json_get(object, "column") + !!json_get(object, "columns") +
               !!json_get(object, "constant");
    if (ways != 1)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must have one of \"column\", \"columns\" and \"constant\"",
                    where);
    if (out->count != 1 && (out->pad || out->prefix))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"pad\" and \"prefix\" need a single \"column\"", where);
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
    static const char *const keys[] = {"column:*", "columns:a",   "constant:s", "pad:n",
                                       "prefix:s", "crosswalk:s", "drop:a",     NULL};
    const struct json_node *object = json_get(rows, key);
    const char *here = descriptor_where(descriptor, where, key);
    return json_expect(object, here, keys, descriptor->err) &&
           read_word_columns(descriptor, object, here, out) &&
           descriptor_string(descriptor, object, here, "constant", &out->constant) &&
           descriptor_whole(descriptor, object, here, "pad", 0, 0, PAD_MAX,
                            &out->pad) &&
           descriptor_string(descriptor, object, here, "prefix", &out->prefix) &&
           descriptor_string(descriptor, object, here, "crosswalk", &out->crosswalk) &&
           descriptor_strings(descriptor, json_get(object, "drop"),
                              descriptor_where(descriptor, here, "drop"), &out->drop,
                              &out->drops) &&
           check_word(descriptor, object, here, out);
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

/* Which keys each shape of period needs, in the order of enum period_shape. */
static const char *const SHAPES[] = {"year-months", "wide-years", "columns", "date",
                                     NULL};
static const char *const SHAPE_KEYS[][5] = {
    {"!shape:s", "!year:*", "!months:a", NULL},
    {"!shape:s", NULL},
    {"!shape:s", "!year:*", "month:*", NULL},
    {"!shape:s", "!date:*", "!pattern:s", "step:s", NULL},
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
    out->shape = (enum period_shape)shape;
    bool years = step == 1 || out->shape == PERIOD_WIDE_YEARS ||
                 (out->shape == PERIOD_COLUMNS && out->month.count == 0);
    out->step = years ? STEP_YEAR : STEP_MONTH;
    if (out->date_pattern && !date_pattern_fits(out->date_pattern, out->step))
        return fail(descriptor->err, ERROR_USAGE,
                    "%s must be made of %%Y, %%m, %%d and fixed characters",
                    descriptor_where(descriptor, where, "pattern"));
    return out->shape != PERIOD_YEAR_MONTHS ||
           read_months(descriptor, json_get(object, "months"),
                       descriptor_where(descriptor, where, "months"), out);
}

/* {"-1": "not reported", "NA": "absent"} */
static bool read_cells(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    static const char *const words[] = {"not reported", "suppressed", "absent", NULL};
    static const enum status statuses[] = {STATUS_NOT_REPORTED, STATUS_SUPPRESSED,
                                           STATUS_ABSENT};
    struct source *out = descriptor->out;
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
        out->cell[out->cells++] = (struct source_cell){text, statuses[status]};
    }
    return true;
}

static bool read_keep(struct descriptor *descriptor, const struct json_node *object,
                      const char *where)
{
    static const char *const keys[] = {"!column:*", "!values:a", NULL};
    struct source *out = descriptor->out;
    const char **values;
    if (!object)
        return true;
    if (!json_expect(object, where, keys, descriptor->err) ||
        !descriptor_column(descriptor, object, where, "column", &out->keep_column) ||
        !descriptor_strings(descriptor, json_get(object, "values"),
                            descriptor_where(descriptor, where, "values"), &values,
                            &out->keep_count))
        return false;
    if (out->keep_count == 0)
        return fail(descriptor->err, ERROR_USAGE, "%s keeps no value", where);
    memcpy(out->keep_value, values, out->keep_count * sizeof *values);
    return true;
}

bool source_read_rows(struct descriptor *descriptor, const struct json_node *object,
                      const char *where)
{
    static const char *const keys[] = {"!place:o",  "!offence:o", "!measure:o",
                                       "!period:o", "value:*",    "cells:o",
                                       "keep:o",    NULL};
    struct source *out = descriptor->out;
    return json_expect(object, where, keys, descriptor->err) &&
           read_word(descriptor, object, where, "place", &out->place) &&
           read_word(descriptor, object, where, "offence", &out->offence) &&
           read_word(descriptor, object, where, "measure", &out->measure) &&
           read_period(descriptor, json_get(object, "period"),
                       descriptor_where(descriptor, where, "period")) &&
           descriptor_column(descriptor, object, where, "value", &out->value) &&
           read_cells(descriptor, json_get(object, "cells"),
                      descriptor_where(descriptor, where, "cells")) &&
           read_keep(descriptor, json_get(object, "keep"),
                     descriptor_where(descriptor, where, "keep"));
}
