#include "site/metrics.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/number.h"

enum { SECONDS_OF_DAY = 24 * 60 * 60 };

static void begin(struct buffer *out, const char *name, const char *help)
{
    buffer_format(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void gauge(struct buffer *out, const char *name, const char *help, double value)
{
    begin(out, name, help);
    buffer_format(out, "%s ", name);
    number_write(out, value, value == (double)(long)value ? 0 : 3, &NUMERALS_PLAIN);
    buffer_char(out, '\n');
}

/* Of what has not happened yet there is no time, and no line. */
static void moment(struct buffer *out, const char *name, const char *help,
                   const char *when)
{
    time_t seconds = clock_read(text_of(when));
    if (seconds >= 0)
        gauge(out, name, help, (double)seconds);
}

/* Ids are letters, digits and hyphens: nothing to escape. */
static void of_source(struct buffer *out, const char *name,
                      const struct source_status *status, double value)
{
    buffer_format(out, "%s{source=\"%s\"} ", name, status->source->id);
    number_write(out, value, 0, &NUMERALS_PLAIN);
    buffer_char(out, '\n');
}

static void write_ages(struct buffer *out, const struct statuses *statuses)
{
    begin(out, "cifra_source_age_seconds",
          "Age of the newest file that is published, by its publisher's day.");
    for (size_t i = 0; i < statuses->count; i++)
        if (statuses->of[i].used)
            of_source(out, "cifra_source_age_seconds", &statuses->of[i],
                      (double)statuses->of[i].age * SECONDS_OF_DAY);
    begin(out, "cifra_source_tolerance_seconds",
          "Age from which the source is late; none for one that never is.");
    for (size_t i = 0; i < statuses->count; i++)
        if (statuses->of[i].expected.last_grace.month)
            of_source(out, "cifra_source_tolerance_seconds", &statuses->of[i],
                      (double)statuses->of[i].source->max_age_days * SECONDS_OF_DAY);
}

static void write_states(struct buffer *out, const struct statuses *statuses)
{
    begin(out, "cifra_source_late", "1 when the source is older than tolerated.");
    for (size_t i = 0; i < statuses->count; i++)
        of_source(out, "cifra_source_late", &statuses->of[i], statuses->of[i].late);
    begin(out, "cifra_source_kept_back",
          "1 when the newest file of the source is kept back.");
    for (size_t i = 0; i < statuses->count; i++) {
        const struct source_night *night = statuses->of[i].night;
        of_source(out, "cifra_source_kept_back", &statuses->of[i],
                  night && *night->kept_back);
    }
}

static size_t revised(const struct night *night)
{
    size_t cells = 0;
    for (size_t i = 0; i < night->changes; i++)
        cells += night->change[i].changed + night->change[i].gone;
    return cells;
}

void metrics_write(struct buffer *out, const struct night *night,
                   const struct statuses *statuses)
{
    moment(out, "cifra_last_run_timestamp_seconds", "When the last run ended.",
           night->ended);
    moment(out, "cifra_last_success_timestamp_seconds",
           "When the last run ended with which all was well.", night->succeeded);
    moment(out, "cifra_last_published_timestamp_seconds",
           "When the newest edition was published.", night->published);
    gauge(out, "cifra_run_duration_seconds", "How long the last run took.",
          night->seconds);
    gauge(out, "cifra_exit_code", "Exit code of the last run.", night->code);
    gauge(out, "cifra_snapshots", "Snapshots read for the newest edition.",
          (double)night->snapshots);
    gauge(out, "cifra_rows", "Rows read for the newest edition.", (double)night->rows);
    gauge(out, "cifra_figures", "Figures held by the newest edition.",
          (double)night->figures);
    gauge(out, "cifra_revised_cells",
          "Figures that the newest edition changed or dropped against the one before.",
          (double)revised(night));
    write_ages(out, statuses);
    write_states(out, statuses);
}
