#include "site/program.h"

#include "base/clock.h"
#include "base/number.h"
#include "site/diff.h"
#include "site/intake.h"
#include "site/printed.h"
#include "site/share.h"

#include <string.h>

/* What is read here was published after this: an earlier --date is a slip. */
enum { DATE_YEAR_MIN = 1990 };

enum { LOCK_TIMEOUT_MAX = 24 * 60 * 60 };

enum exit_code fail_setup(struct program *program, const struct error *err)
{
    terminal_complain(&program->terminal, err);
    return err->kind == ERROR_SYSTEM ? EXIT_SYSTEM : EXIT_BAD_USAGE;
}

static enum exit_code code_of_data(enum error_kind kind)
{
    switch (kind) {
    case ERROR_USAGE:
        return EXIT_BAD_USAGE;
    case ERROR_SYSTEM:
        return EXIT_SYSTEM;
    case ERROR_NETWORK:
        return EXIT_UNREACHABLE;
    case ERROR_FORMAT:
    case ERROR_UNKNOWN_WORD:
    case ERROR_CONTRADICTION:
    case ERROR_LIMIT:
    case ERROR_UNREAD:
        return EXIT_REFUSED;
    case ERROR_NONE:
        break;
    }
    return EXIT_BUG;
}

enum exit_code fail_data(struct program *program, const struct error *err)
{
    terminal_complain(&program->terminal, err);
    return code_of_data(err->kind);
}

enum exit_code fail_build(struct program *program, const struct error *err)
{
    terminal_complain(&program->terminal, err);
    return err->kind == ERROR_SYSTEM  ? EXIT_SYSTEM
           : err->kind == ERROR_USAGE ? EXIT_BAD_USAGE
                                      : EXIT_BUG;
}

enum exit_code fail_lock(struct program *program, const struct error *err)
{
    terminal_complain(&program->terminal, err);
    return err->kind == ERROR_CONTRADICTION ? EXIT_LOCKED
           : err->kind == ERROR_USAGE       ? EXIT_BAD_USAGE
                                            : EXIT_SYSTEM;
}

enum exit_code graver(enum exit_code a, enum exit_code b)
{
    static const enum exit_code order[] = {EXIT_BUG,    EXIT_SYSTEM,  EXIT_BAD_USAGE,
                                           EXIT_LOCKED, EXIT_REFUSED, EXIT_UNREACHABLE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a != EXIT_FINE ? a : b;
}

static const char *config_path(const struct program *program)
{
    if (program->options.config)
        return program->options.config;
    return file_exists("cifra.json") ? "cifra.json" : NULL;
}

static bool read_as_of(const struct program *program, struct day *day,
                       struct error *err)
{
    const char *as_of = program->options.as_of;
    return !as_of || day_parse(text_of(as_of), day) ||
           fail(err, ERROR_USAGE, "--as-of must be like 2024-12-21, not \"%s\"", as_of);
}

static bool read_lock_timeout(struct program *program, struct error *err)
{
    const char *given = program->options.lock_timeout;
    double seconds = 0;
    if (given && (!number_parse(text_of(given), 0, '.', &seconds) || seconds < 0 ||
                  seconds > LOCK_TIMEOUT_MAX))
        return fail(err, ERROR_USAGE,
                    "--lock-timeout must be seconds, from 0 to %d, not \"%s\"",
                    LOCK_TIMEOUT_MAX, given);
    program->lock_timeout = seconds;
    return true;
}

const char *program_next_accepted(struct program *program, struct text *rest)
{
    while (rest->at) {
        struct text id = text_trim(text_cut(rest, ','));
        if (id.length > 0)
            return arena_copy(&program->arena, id).at;
    }
    return NULL;
}

static bool read_accept(struct program *program, struct error *err)
{
    struct text rest = text_of(program->options.accept);
    const struct holding *found;
    for (const char *id; (id = program_next_accepted(program, &rest));)
        if (!holdings_find(&program->holdings, id, &found, err))
            return fail_while(err, "--accept");
    program->holdings.accept = program->options.accept;
    return true;
}

bool program_configure(struct program *program, struct error *err)
{
    struct arena *arena = &program->arena;
    const char *share;
    return share_find(arena, program->options.share, &share, err) &&
           config_load(arena, config_path(program), share, &program->config, err);
}

bool program_open(struct program *program, struct error *err)
{
    struct arena *arena = &program->arena;
    if (!program_configure(program, err))
        return false;
    if (program->rehearsal)
        program->config.snapshots = program->rehearsal;
    return holdings_open(arena, &program->config, &program->holdings, err) &&
           read_as_of(program, &program->holdings.as_of, err) &&
           read_lock_timeout(program, err) && read_accept(program, err) &&
           holdings_list(arena, &program->holdings, err);
}

double program_seconds(const struct program *program)
{
    const struct timespec *then = &program->started;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

bool program_waits(struct program *program, struct error *err)
{
    static const struct timespec pause = {0, 200 * 1000 * 1000};
    if (err->kind != ERROR_CONTRADICTION ||
        program_seconds(program) >= program->lock_timeout)
        return false;
    *err = (struct error){0};
    nanosleep(&pause, NULL);
    return true;
}

bool program_date(const struct program *program, struct day *day, struct error *err)
{
    const char *date = program->options.date;
    *day = clock_day();
    struct day latest = *day;
    if (!date)
        return true;
    if (!day_parse(text_of(date), day))
        return fail(err, ERROR_USAGE, "--date must be like 2024-12-21, not \"%s\"",
                    date);
    if (day->year < DATE_YEAR_MIN)
        return fail(err, ERROR_USAGE, "--date %s is before %d", date, DATE_YEAR_MIN);
    return day_compare(*day, latest) <= 0 ||
           fail(err, ERROR_USAGE, "--date %s is still to come", date);
}

bool program_read(struct program *program, struct error *err)
{
    struct progress progress = {terminal_step, &program->terminal};
    struct holdings *holdings = &program->holdings;
    struct record *served = &program->served;
    if (!record_read(&program->arena, &program->config, served, err))
        return false;
    holdings->served = program->options.as_of ? NULL : served; /* the past is past */
    bool good = holdings_read(&program->arena, holdings, &progress, err);
    holdings->served = NULL;
    terminal_clear(&program->terminal);
    return good && holdings_are_read(holdings, err);
}

static void tell_vintage(struct program *program, const struct holding *holding,
                         const struct vintage *vintage)
{
    const struct decoded *decoded = &vintage->decoded;
    const char *day = printed_day(&program->arena, vintage->snapshot.provenance.date);
    if (vintage->fault)
        terminal_warn(&program->terminal,
                      "%s: the snapshot of %s (%.12s) is kept back: %s",
                      holding->source->id, day, vintage->snapshot.provenance.sha256.hex,
                      vintage->fault);
    else if (program->options.verbose)
        terminal_log(
            &program->terminal, "%s: the snapshot of %s: %s, %s, %s known",
            holding->source->id, day,
            printed_count(&program->arena, decoded->rows, "row"), decoded->encoding,
            printed_count(&program->arena, cube_figures(vintage->cube), "figure"));
}

void program_tell_vintages(struct program *program)
{
    terminal_clear(&program->terminal);
    for (size_t i = 0; i < program->holdings.count; i++) {
        struct holding *holding = &program->holdings.holding[i];
        for (size_t j = 0; j < holding->vintages; j++)
            if (program->options.verbose || &holding->vintage[j] == holding->held_back)
                tell_vintage(program, holding, &holding->vintage[j]);
        if (holding->waiting)
            tell_vintage(program, holding, holding->waiting);
    }
}

void program_print_lines(struct program *program, struct text lines)
{
    FILE *out = program->terminal.out;
    while (lines.length > 0) {
        struct text line = text_cut(&lines, '\n');
        fprintf(out, "%s\n",
                printed_words(&program->arena, arena_copy(&program->arena, line).at));
    }
}

bool program_tell_diff(struct program *program)
{
    struct buffer words = {0};
    struct diff diff = diff_of(&program->arena, &program->served, &program->holdings);
    if (program->options.json)
        diff_write_json(&words, &diff);
    else
        diff_write_words(&words, &diff);
    program_print_lines(program, buffer_all(&words));
    buffer_free(&words);
    return diff.changed > 0;
}
