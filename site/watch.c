#include "site/watch.h"

#include "base/clock.h"
#include "ingest/ping.h"
#include "site/call_out.h"
#include "site/json_line.h"
#include "site/metrics.h"
#include "site/outcome.h"
#include "site/printed.h"
#include "site/release.h"

#include <string.h>

enum { ON_FAILURE_SECONDS = 60 };

static void keep_line(void *context, const char *line)
{
    struct program *program = context;
    night_line(&program->arena, &program->night, line);
}

static bool is_past(const struct program *program)
{
    return program->options.as_of != NULL;
}

/* Is it the nightly job, of which others are told? */
static bool is_nightly(const struct program *program)
{
    return strcmp(program->night.command, "run") == 0 && !is_past(program);
}

void watch_begin(struct program *program, const char *command)
{
    struct night *night = &program->night;
    night_read(&program->arena, &program->config, night);
    night->command = command;
    night->started = clock_iso(&program->arena);
    night->changed = false;
    night->lines = 0;
    program->terminal.keep = keep_line;
    program->terminal.context = program;
    if (night->damaged)
        terminal_warn(&program->terminal,
                      "the record of the run before is damaged, and made anew: %s",
                      night->damaged);
}

/* Pings
 * --------------------------------------------------------------------------------- */

static void ping(struct program *program, const char *ending, struct text body)
{
    const struct config *config = &program->config;
    struct error err = {0};
    if (!*config->ping_url || !is_nightly(program))
        return;
    if (!ping_send(config->ping_url, ending, body,
                   *config->authorities ? config->authorities : NULL, &err))
        terminal_complain(&program->terminal, &err);
}

void watch_start(struct program *program) { ping(program, "/start", (struct text){0}); }

/* Being late
 * ------------------------------------------------------------------------------ */

static void tell_late(struct program *program, const struct source_status *status,
                      bool counts)
{
    const char *words = arena_format(
        &program->arena,
        "%s is late: its newest file is of %s, %ld days old, and %d are usual",
        status->source->id, printed_day(&program->arena, status->used->date),
        status->age, status->source->max_age_days);
    if (counts)
        terminal_warn(&program->terminal, "%s", words);
    else
        terminal_log(&program->terminal, "%s", words);
}

static enum exit_code look_for_late(struct program *program,
                                    const struct statuses *statuses,
                                    enum exit_code code)
{
    bool counts = is_nightly(program) && !program->options.bundle;
    for (size_t i = 0; i < statuses->count; i++)
        if (statuses->of[i].late)
            tell_late(program, &statuses->of[i], counts);
    return code == EXIT_FINE && counts && statuses->late > 0 ? EXIT_LATE : code;
}

/* Record and metrics
 * ------------------------------------------------------------------------ */

static void set_edition(struct program *program)
{
    struct arena *arena = &program->arena;
    struct error ignored = {0};
    const char *folder;
    if (release_current(arena, program->config.public_, &folder, &ignored) && folder)
        program->night.edition = strrchr(folder, '/') + 1;
    if (program->night.changed)
        program->night.published = clock_iso(arena);
}

static void write_metrics(struct program *program, const struct statuses *statuses)
{
    struct buffer words = {0};
    struct error err = {0};
    if (!*program->config.metrics)
        return;
    metrics_write(&words, &program->night, statuses);
    if (!file_sweep(program->config.metrics, &err) ||
        !file_write(program->config.metrics, buffer_all(&words), &err)) {
        fail_while(&err, "metrics");
        terminal_complain(&program->terminal, &err);
    }
    buffer_free(&words);
}

static void write_all(struct program *program, const struct statuses *statuses)
{
    struct error err = {0};
    if (!night_write(&program->arena, &program->config, &program->night, &err)) {
        fail_while(&err, "the record of this run");
        terminal_complain(&program->terminal, &err);
    }
    write_metrics(program, statuses);
}

static void set_end(struct program *program, enum exit_code code)
{
    struct night *night = &program->night;
    struct outcome outcome = outcome_of((int)code, night->changed);
    night->ended = clock_iso(&program->arena);
    night->seconds = program_seconds(program);
    night->code = (int)code;
    night->result = outcome.word;
    if (outcome.good)
        night->succeeded = night->ended;
}

/* Of none, when nobody knows what the edition in place was made from; a run that the
 * system failed already may have said so. */
static struct statuses read_statuses(struct program *program, enum exit_code *code)
{
    struct arena *arena = &program->arena;
    struct record record;
    struct error err = {0};
    if (record_read(arena, &program->config, &record, &err))
        return statuses_of(arena, &program->holdings, &record, &program->night,
                           clock_day());
    if (*code != EXIT_SYSTEM)
        terminal_complain(&program->terminal, &err);
    *code = graver(*code, EXIT_SYSTEM);
    return (struct statuses){0};
}

enum exit_code watch_settle(struct program *program, enum exit_code code, bool changed)
{
    program->night.changed = changed;
    set_edition(program);
    if (is_past(program))
        return code;
    struct statuses statuses = read_statuses(program, &code);
    code = look_for_late(program, &statuses, code);
    if (code == EXIT_FINE && !changed && program->options.detailed)
        code = EXIT_NOTHING_NEW;
    set_end(program, code);
    write_all(program, &statuses);
    program->settled = true;
    return code;
}

/* The last word
 * ------------------------------------------------------------------------------ */

static const char *summary(struct program *program, enum exit_code code)
{
    const struct night *night = &program->night;
    return arena_format(&program->arena, "%s: %s%s%s; %.1f s; exit %d", night->command,
                        outcome_of((int)code, night->changed).sentence,
                        *night->edition ? "; edition " : "", night->edition,
                        program_seconds(program), (int)code);
}

/* The record, as the last line of the log. */
static void tell_json(struct program *program)
{
    struct buffer line = {0};
    json_line_open(&line);
    json_line_text(&line, "time", clock_iso(&program->arena));
    json_line_text(&line, "level", "summary");
    night_write_fields(&line, &program->night);
    json_line_close(&line);
    buffer_char(&line, '\n');
    fwrite(line.at, 1, line.length, program->terminal.err);
    buffer_free(&line);
}

static void tell_summary(struct program *program, const char *words)
{
    struct terminal *terminal = &program->terminal;
    if (terminal->quiet)
        return;
    terminal_clear(terminal);
    if (terminal->json)
        tell_json(program);
    else
        fprintf(terminal->out, "%s\n", words);
}

static struct text last_lines(struct program *program, const char *summary_words)
{
    struct buffer lines = {0};
    for (size_t i = 0; i < program->night.lines; i++)
        buffer_format(&lines, "%s\n", program->night.line[i]);
    buffer_format(&lines, "%s\n", summary_words);
    struct text all = arena_copy(&program->arena, buffer_all(&lines));
    buffer_free(&lines);
    return all;
}

static void call_on_failure(struct program *program, enum exit_code code,
                            struct text lines)
{
    struct arena *arena = &program->arena;
    struct error err = {0};
    const char *environment[] = {
        arena_format(arena, "CIFRA_EXIT=%d", (int)code),
        arena_format(arena, "CIFRA_RESULT=%s", program->night.result), NULL};
    if (program->config.on_failure && is_nightly(program) &&
        !call_out(program->config.on_failure, environment, lines, ON_FAILURE_SECONDS,
                  &err)) {
        fail_while(&err, "on_failure");
        terminal_complain(&program->terminal, &err);
    }
}

enum exit_code watch_end(struct program *program, enum exit_code code)
{
    struct statuses none = {0};
    bool good = outcome_of((int)code, program->night.changed).good;
    if (!program->settled) {
        set_end(program, code);
        if (code != EXIT_LOCKED && !is_past(program)) /* the other run has its own */
            write_all(program, &none);
    }
    const char *words = summary(program, code);
    struct text lines = last_lines(program, words);
    tell_summary(program, words);
    if (good)
        ping(program, "", lines);
    else if (code != EXIT_LOCKED)
        ping(program, "/fail", lines);
    if (!good)
        call_on_failure(program, code, lines);
    return code;
}
