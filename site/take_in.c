#include "site/take_in.h"
#include "site/lock.h"
#include "site/printed.h"

#include <string.h>

void take_in_tell(struct program *program, const struct intake *intake)
{
    struct arena *arena = &program->arena;
    const struct provenance *from = &intake->provenance;
    if (intake->result == INTAKE_KNOWN && program->options.verbose)
        terminal_log(&program->terminal,
                     "%s: in the store since %s, as the snapshot of %s", from->source,
                     from->fetched, printed_day(arena, from->date));
    if (intake->result == INTAKE_MENDED)
        terminal_log(
            &program->terminal,
            "%s: the snapshot of %s was damaged in the store, and is whole again",
            from->source, printed_day(arena, from->date));
    if (intake->result == INTAKE_REDATED)
        terminal_log(&program->terminal,
                     "%s: in the store already, and from now on the snapshot of %s",
                     from->source, printed_day(arena, from->date));
    if (intake->marked)
        terminal_log(
            &program->terminal,
            "%s: the snapshot of %s is marked as made up from now on, for good",
            from->source, printed_day(arena, from->date));
    if (intake->result != INTAKE_KNOWN && from->accepted && *from->accepted)
        terminal_log(&program->terminal, "%s: accepted: %s", from->source,
                     from->accepted);
    if (intake->result == INTAKE_NEW)
        terminal_log(&program->terminal, "%s: new snapshot of %s, %s, %s", from->source,
                     printed_day(arena, from->date),
                     printed_count(arena, intake->decoded.rows, "row"),
                     printed_count(arena, from->bytes, "byte"));
}

/* Why it was refused, and where the bytes are for whoever wants to look; a rehearsal
 * keeps none. */
static enum exit_code tell_refused(struct program *program, const struct intake *intake,
                                   struct error fault)
{
    if (intake->aside && !program->rehearsal)
        fail_then(&fault, "the file is put aside as %s", intake->aside);
    if (intake->aside_gone > 0 && !program->rehearsal)
        fail_then(&fault, "%s put aside before %s removed",
                  printed_count(&program->arena, intake->aside_gone, "file"),
                  intake->aside_gone == 1 ? "is" : "are");
    return fail_data(program, &fault);
}

/* Each has an error of its own. */
static enum exit_code tell_each(struct program *program, const struct intake *intake,
                                const struct error *fault, size_t count)
{
    enum exit_code worst = EXIT_FINE;
    for (size_t i = 0; i < count; i++) {
        if (fault[i].kind == ERROR_NONE)
            take_in_tell(program, &intake[i]);
        else
            worst = graver(worst, tell_refused(program, &intake[i], fault[i]));
    }
    return worst;
}

enum exit_code take_in_bundle(struct program *program)
{
    struct intake *intake;
    struct error *fault, err = {0};
    size_t count = 0;
    intake_bundle(&program->arena, &program->holdings, program->options.bundle, &intake,
                  &fault, &count, &err);
    enum exit_code worst = tell_each(program, intake, fault, count);
    return worst == EXIT_FINE && err.kind != ERROR_NONE ? fail_data(program, &err)
                                                        : worst;
}

static bool is_used(const struct holdings *holdings, const struct source *source)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (strcmp(holdings->holding[i].source->id, source->id) == 0)
            return true;
    return false;
}

/* No arguments: all that have an address, of those that are held already or that the
 * configuration names. The rest of the world is not fetched unasked. */
static bool is_asked_for(const struct program *program, const struct source *source)
{
    const struct options *options = &program->options;
    for (size_t i = 0; i < options->arguments; i++)
        if (strcmp(options->argument[i], source->id) == 0)
            return true;
    return options->arguments == 0 && is_used(&program->holdings, source) &&
           intake_can_fetch(&program->config, source);
}

bool take_in_can_fetch(const struct program *program)
{
    for (size_t i = 0; i < program->holdings.sources; i++)
        if (is_asked_for(program, &program->holdings.source[i]))
            return true;
    return false;
}

/* The sources to fetch, in order of id. */
static const struct source *const *sources_asked_for(struct program *program,
                                                     size_t *count)
{
    const struct holdings *holdings = &program->holdings;
    const struct source **asked =
        arena_array(&program->arena, holdings->sources + 1, sizeof *asked);
    *count = 0;
    for (size_t i = 0; i < holdings->sources; i++)
        if (is_asked_for(program, &holdings->source[i]))
            asked[(*count)++] = &holdings->source[i];
    return asked;
}

enum exit_code take_in_fetched(struct program *program)
{
    struct intake_watch watch = {.progress = terminal_transfers,
                                 .context = &program->terminal};
    struct intake *intake;
    struct error *fault, err = {0}, ignored = {0};
    size_t asked, count = 0;
    int lock;
    const struct source *const *sources = sources_asked_for(program, &asked);
    while (!intake_lock(&program->config, &lock, &err))
        if (!program_waits(program, &err))
            return fail_lock(program, &err);
    intake_fetch(&program->arena, &program->holdings, sources, asked, &watch, &intake,
                 &fault, &count, &ignored);
    lock_release(lock);
    for (size_t i = 0; i < count; i++)
        night_answer(&program->arena, &program->night, &intake[i], &fault[i]);
    return tell_each(program, intake, fault, count);
}
