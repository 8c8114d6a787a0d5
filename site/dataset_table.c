#include "site/dataset_table.h"

#include "base/csv.h"

#include <string.h>

static const char OFFENCES[] = "data/codes/offences.csv";
static const char PLACES[] = "data/codes/places.csv";

static const char *const STATUSES[] = {"reported",     "provisional", "partial",
                                       "not_reported", "suppressed",  NULL};
static const char *const REVISIONS[] = {"changed", "appeared", "vanished", NULL};
static const char *const LEARNT_FROM[] = {"place", "pool", NULL};
static const char *const FREQUENCIES[] = {"M", "A", NULL};
static const char *const OBS_STATUSES[] = {"A", "P", "U", "O", "Q", NULL};
static const char *const CONFIDENCES[] = {"H", "M", "L", NULL};
static const char *const NAME_STATUSES[] = {"verified", "unverified", NULL};
static const char *const CLUSTERS[] = {"high", "low", "none", "not_tested", NULL};

/* One column a line. */
/* clang-format off */

#define COLUMNS(list) .columns = sizeof(list) / sizeof *(list), .column = (list)

/* Columns that several tables share. Population has no offence. */
#define PLACE_CODE {"place_code", "dictionary.place_code", .type = COLUMN_CODE, .list = PLACES, \
                    .required = true, .key = true}
#define PLACE {"place", "dictionary.place", .type = COLUMN_TEXT, .required = true}
#define OFFENCE_CODE {"offence_code", "dictionary.offence_code", .type = COLUMN_CODE, \
                      .list = OFFENCES, .key = true}
#define OFFENCE {"offence", "dictionary.offence", .type = COLUMN_TEXT, .list = NULL}
#define MEASURE {"measure", "dictionary.measure", .type = COLUMN_CODE, .required = true, .key = true}
#define METHODOLOGY {"methodology", "dictionary.methodology", .type = COLUMN_CODE, .key = true}
#define SOURCE {"source", "dictionary.source", .type = COLUMN_CODE, .required = true, .key = true}
#define STATUS {"status", "dictionary.status", .type = COLUMN_CODE, .words = STATUSES, .required = true}
#define PERIOD(name) {#name, "dictionary." #name, .type = COLUMN_PERIOD, .required = true, .key = true}
#define MONTH(name) {#name, "dictionary.m01", .type = COLUMN_NUMBER, .positive = true}
#define COUNT(name, of) {#name, "dictionary." #name, .type = COLUMN_COUNT, .unit = (of), \
                         .required = true, .positive = true}
#define NUMBER(name, of) {#name, "dictionary." #name, .type = COLUMN_NUMBER, .unit = (of), .positive = true}

static const struct dataset_column FIGURES[] = {
    PLACE_CODE,     PLACE,
    OFFENCE_CODE,   OFFENCE,
    MEASURE,        METHODOLOGY,
    PERIOD(period), {"value", "dictionary.value", .type = COLUMN_NUMBER, .positive = true},
    STATUS,         {"unit", "dictionary.unit", .type = COLUMN_TEXT, .unit = NULL},
    SOURCE,
};
const struct dataset_table TABLE_FIGURES = {"figures", COLUMNS(FIGURES)};

static const struct dataset_column YEARS[] = {
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    METHODOLOGY,
    {"year", "dictionary.year", .type = COLUMN_YEAR, .required = true, .key = true},
    {"value", "dictionary.value", .type = COLUMN_NUMBER, .positive = true},
    MONTH(m01), MONTH(m02), MONTH(m03), MONTH(m04), MONTH(m05), MONTH(m06),
    MONTH(m07), MONTH(m08), MONTH(m09), MONTH(m10), MONTH(m11), MONTH(m12),
    {"status", "dictionary.status", .type = COLUMN_TEXT, .required = true},
    {"unit", "dictionary.unit", .type = COLUMN_TEXT, .unit = NULL},
    SOURCE,
};
const struct dataset_table TABLE_YEARS = {"years", COLUMNS(YEARS)};

static const struct dataset_column SDMX[] = {
    {"STRUCTURE", "dictionary.structure", .type = COLUMN_CODE, .required = true},
    {"STRUCTURE_ID", "dictionary.structure_id", .type = COLUMN_CODE, .required = true},
    {"ACTION", "dictionary.action", .type = COLUMN_CODE, .required = true},
    {"FREQ", "dictionary.freq", .type = COLUMN_CODE, .words = FREQUENCIES, .required = true, .key = true},
    {"REF_AREA", "dictionary.place_code", .type = COLUMN_CODE, .list = PLACES, .required = true, .key = true},
    {"OFFENCE", "dictionary.sdmx_code", .type = COLUMN_CODE, .required = true, .key = true},
    {"MEASURE", "dictionary.sdmx_code", .type = COLUMN_CODE, .required = true, .key = true},
    {"METHODOLOGY", "dictionary.methodology", .type = COLUMN_CODE, .required = true, .key = true},
    {"SOURCE", "dictionary.source", .type = COLUMN_CODE, .required = true, .key = true},
    {"TIME_PERIOD", "dictionary.period", .type = COLUMN_PERIOD, .required = true, .key = true},
    {"OBS_VALUE", "dictionary.value", .type = COLUMN_NUMBER, .positive = true},
    {"OBS_STATUS", "dictionary.obs_status", .type = COLUMN_CODE, .words = OBS_STATUSES, .required = true},
    {"UNIT_MEASURE", "dictionary.unit_measure", .type = COLUMN_CODE, .required = true},
};
const struct dataset_table TABLE_SDMX = {"sdmx", COLUMNS(SDMX)};

static const struct dataset_column REVISED[] = {
    SOURCE,
    {"vintage_before", "dictionary.vintage_before", .type = COLUMN_DAY, .required = true,
     .key = true},
    {"vintage_after", "dictionary.vintage_after", .type = COLUMN_DAY, .required = true,
     .key = true},
    {"kind", "dictionary.kind", .type = COLUMN_CODE, .words = REVISIONS, .required = true},
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    PERIOD(period),
    {"before", "dictionary.before", .type = COLUMN_NUMBER, .positive = true},
    {"after", "dictionary.after", .type = COLUMN_NUMBER, .positive = true},
};
const struct dataset_table TABLE_REVISIONS = {"revisions", COLUMNS(REVISED)};

static const struct dataset_column TRIANGLES[] = {
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    PERIOD(period),
    {"vintage", "dictionary.vintage", .type = COLUMN_DAY, .required = true, .key = true},
    {"value", "dictionary.value", .type = COLUMN_NUMBER, .required = true, .positive = true},
    STATUS,
};
const struct dataset_table TABLE_TRIANGLES = {"triangles", COLUMNS(TRIANGLES)};

static const struct dataset_column FIRST_FIGURES[] = {
    SOURCE,
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    PERIOD(period),
    {"value", "dictionary.value", .type = COLUMN_NUMBER, .required = true, .positive = true},
    {"low", "dictionary.low", .type = COLUMN_NUMBER, .required = true, .positive = true},
    {"high", "dictionary.high", .type = COLUMN_NUMBER, .required = true, .positive = true},
    {"learnt_from", "dictionary.learnt_from", .type = COLUMN_CODE, .words = LEARNT_FROM,
     .required = true},
    {"pairs", "dictionary.pairs", .type = COLUMN_COUNT, .required = true, .positive = true},
    COUNT(months_later_least, "unit.months_later"),
    COUNT(months_later_most, "unit.months_later"),
};
const struct dataset_table TABLE_FIRST_FIGURES = {"first-figures", COLUMNS(FIRST_FIGURES)};

static const struct dataset_column TIPS[] = {
    {"rank", "dictionary.rank", .type = COLUMN_COUNT, .required = true, .key = true,
     .positive = true},
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    METHODOLOGY,
    SOURCE,
    PERIOD(first),
    PERIOD(last),
    COUNT(later, "unit.cases"),
    COUNT(earlier, "unit.cases"),
    NUMBER(ratio, NULL),
    NUMBER(ratio_low, NULL),
    NUMBER(ratio_high, NULL),
    NUMBER(dispersion, NULL),
    NUMBER(p, NULL),
    NUMBER(p_adjusted, NULL),
    {"extreme_since", "dictionary.extreme_since", .type = COLUMN_TEXT, .unit = NULL},
    {"caveats", "dictionary.caveats", .type = COLUMN_TEXT, .unit = NULL},
};
const struct dataset_table TABLE_TIPS = {"tips", COLUMNS(TIPS)};

static const struct dataset_column RESIDUAL_SHARES[] = {
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    OFFENCE,
    MEASURE,
    METHODOLOGY,
    SOURCE,
    PERIOD(first),
    PERIOD(last),
    COUNT(later, "unit.cases"),
    COUNT(later_total, "unit.cases"),
    COUNT(earlier, "unit.cases"),
    COUNT(earlier_total, "unit.cases"),
    {"points", "dictionary.points", .type = COLUMN_NUMBER, .unit = "unit.points",
     .required = true},
};
const struct dataset_table TABLE_RESIDUAL_SHARES = {"residual-shares",
                                                    COLUMNS(RESIDUAL_SHARES)};

static const struct dataset_column ICCS[] = {
    {"iccs_code", "dictionary.iccs_code", .type = COLUMN_CODE, .key = true},
    {"iccs_name", "dictionary.iccs_name", .type = COLUMN_TEXT, .required = true},
    {"name_status", "dictionary.name_status", .type = COLUMN_CODE, .words = NAME_STATUSES},
    METHODOLOGY,
    PERIOD(first),
    PERIOD(last),
    {"confidence", "dictionary.confidence", .type = COLUMN_CODE, .words = CONFIDENCES,
     .required = true, .key = true},
    {"declared", "dictionary.declared", .type = COLUMN_COUNT, .unit = "unit.cases",
     .positive = true},
    {"declared_status", "dictionary.declared_status", .type = COLUMN_CODE, .unit = NULL},
    {"declared_within", "dictionary.declared_within", .type = COLUMN_COUNT,
     .unit = "unit.cases", .positive = true},
    {"declared_within_status", "dictionary.declared_status", .type = COLUMN_CODE, .unit = NULL},
    SOURCE,
};
const struct dataset_table TABLE_ICCS = {"iccs", COLUMNS(ICCS)};

static const struct dataset_column CLUSTER[] = {
    {"within", "dictionary.within", .type = COLUMN_CODE, .list = PLACES, .required = true,
     .key = true},
    PLACE_CODE,
    PLACE,
    OFFENCE_CODE,
    METHODOLOGY,
    SOURCE,
    {"year", "dictionary.year_counted", .type = COLUMN_YEAR, .required = true, .key = true},
    COUNT(count, "unit.cases"),
    NUMBER(rate, "unit.rate"),
    NUMBER(rate_smoothed, "unit.rate"),
    NUMBER(rate_smoothed_nearby, "unit.rate"),
    NUMBER(rate_around, "unit.rate"),
    COUNT(neighbours, "unit.places"),
    {"z", "dictionary.z", .type = COLUMN_NUMBER, .unit = NULL},
    NUMBER(p, NULL),
    NUMBER(p_adjusted, NULL),
    {"cluster", "dictionary.cluster", .type = COLUMN_CODE, .words = CLUSTERS, .required = true},
};
const struct dataset_table TABLE_CLUSTERS = {"clusters", COLUMNS(CLUSTER)};

/* clang-format on */

void table_header(struct buffer *out, const struct dataset_table *table)
{
    for (size_t i = 0; i < table->columns; i++) {
        if (i > 0)
            buffer_char(out, ',');
        csv_write(out, text_of(table->column[i].name));
    }
    buffer_string(out, "\r\n");
}

const struct dataset_column *table_find(const struct dataset_table *table,
                                        const char *name)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->column[i].name, name) == 0)
            return &table->column[i];
    return NULL;
}
