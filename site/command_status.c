/* cifra status. */
#include "base/clock.h"
#include "base/confine.h"
#include "site/commands.h"
#include "site/json_line.h"
#include "site/outcome.h"
#include "site/printed.h"
#include "site/source_status.h"

static const char *day_or_empty(struct arena *arena, struct day day)
{
    return day.month ? printed_day(arena, day) : "";
}

/* For people
 * ---------------------------------------------------------------------------- */

static void tell_run(struct program *program)
{
    FILE *out = program->terminal.out;
    const struct night *night = &program->night;
    if (night->damaged) {
        fprintf(out,
                "the record of the last run is damaged, and how it went is not known: "
                "%s; the next run writes a new one\n",
                printed_words(&program->arena, night->damaged));
        return;
    }
    if (!*night->ended) {
        fprintf(out, "no run is on record in %s\n", program->config.state);
        return;
    }
    fprintf(out, "last run: cifra %s, ended %s after %.1f s: %s (exit %d)\n",
            printed_words(&program->arena, night->command), night->ended,
            night->seconds, outcome_of(night->code, night->changed).sentence,
            night->code);
    fprintf(out, "last good run: %s\n", *night->succeeded ? night->succeeded : "none");
    if (*night->edition)
        fprintf(out, "edition: %s, published %s\n", night->edition,
                *night->published ? night->published : "before there was a record");
    for (size_t i = 0; i < night->changes; i++)
        fprintf(out, "  it changed %s: %s new, %s changed, %s gone\n",
                printed_words(&program->arena, night->change[i].source),
                printed_count(&program->arena, night->change[i].added, "figure"),
                printed_number(&program->arena, night->change[i].changed),
                printed_number(&program->arena, night->change[i].gone));
    for (size_t i = 0; i < night->lines; i++)
        fprintf(out, "  | %s\n", printed_words(&program->arena, night->line[i]));
}

static void tell_source(struct program *program, const struct source_status *status)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    const struct source_night *night = status->night;
    const char *next = day_or_empty(arena, status->expected.next);
    bool overdue = *next && day_compare(status->expected.next, clock_day()) < 0;
    fprintf(out, "%s: ", status->source->id);
    if (!status->used)
        fprintf(out, "nothing of it is published\n");
    else {
        fprintf(out, "%s, %ld days old", printed_day(arena, status->used->date),
                status->age);
        if (status->expected.last_grace.month)
            fprintf(out, " of %d: %s", status->source->max_age_days,
                    status->late ? "LATE" : "in time");
        fprintf(out, "; %s%s\n",
                overdue ? "more was expected around "
                : *next ? "more expected around "
                        : "no more is expected",
                next);
    }
    if (night && *night->asked)
        fprintf(out, "  asked %s: %s%s%s\n", night->asked,
                printed_words(arena, night->answer), *night->why ? ": " : "",
                printed_words(arena, night->why));
    if (night && *night->kept_back)
        fprintf(out, "  kept back: %s\n", printed_words(arena, night->kept_back));
}

static void tell_words(struct program *program, const struct statuses *statuses)
{
    tell_run(program);
    fprintf(program->terminal.out, "files are read %s\n",
            confine_words(confine_offered()));
    for (size_t i = 0; i < statuses->count; i++)
        tell_source(program, &statuses->of[i]);
}

/* For programs
 * --------------------------------------------------------------------------- */

static void write_source(struct arena *arena, struct buffer *out,
                         const struct source_status *status)
{
    const struct used *used = status->used;
    const struct source_night *night = status->night;
    json_line_open(out);
    json_line_text(out, "source", status->source->id);
    json_line_text(out, "date", used ? day_or_empty(arena, used->date) : "");
    json_line_text(out, "sha256", used ? used->sha256.hex : "");
    if (used)
        json_line_number(out, "age_days", (double)status->age, 0);
    if (status->source->max_age_days > 0)
        json_line_number(out, "max_age_days", status->source->max_age_days, 0);
    json_line_truth(out, "late", status->late);
    json_line_text(out, "expected", day_or_empty(arena, status->expected.next));
    json_line_text(out, "late_after", day_or_empty(arena, status->expected.last_grace));
    json_line_text(out, "asked", night ? night->asked : "");
    json_line_text(out, "answer", night ? night->answer : "");
    json_line_text(out, "why", night ? night->why : "");
    json_line_text(out, "kept_back", night ? night->kept_back : "");
    json_line_close(out);
}

static void write_json(struct program *program, const struct statuses *statuses)
{
    struct confinement offered = confine_offered();
    struct buffer out = {0};
    json_line_open(&out);
    if (*program->night.ended) {
        json_line_object(&out, "run");
        night_write_fields(&out, &program->night);
        json_line_close(&out);
    } else
        json_line_text(&out, "run", NULL);
    if (program->night.damaged)
        json_line_text(&out, "damaged", program->night.damaged);
    json_line_object(&out, "isolation");
    json_line_truth(&out, "process", offered.apart);
    json_line_number(&out, "landlock", offered.landlock, 0);
    json_line_truth(&out, "seccomp", offered.seccomp);
    json_line_close(&out);
    json_line_list(&out, "sources");
    for (size_t i = 0; i < statuses->count; i++) {
        buffer_string(&out, i ? ",\n" : "\n");
        write_source(&program->arena, &out, &statuses->of[i]);
    }
    buffer_string(&out, "\n]}\n");
    fwrite(out.at, 1, out.length, program->terminal.out);
    buffer_free(&out);
}

enum exit_code command_status(struct program *program)
{
    struct arena *arena = &program->arena;
    struct error err = {0};
    struct record record;
    if (!program_open(program, &err) ||
        !record_read(arena, &program->config, &record, &err))
        return fail_setup(program, &err);
    night_read(arena, &program->config, &program->night);
    struct statuses statuses =
        statuses_of(arena, &program->holdings, &record, &program->night, clock_day());
    if (program->options.json)
        write_json(program, &statuses);
    else
        tell_words(program, &statuses);
    return program->night.damaged   ? EXIT_SYSTEM
           : statuses.kept_back > 0 ? EXIT_KEPT_BACK
           : statuses.late > 0      ? EXIT_LATE
                                    : EXIT_FINE;
}
