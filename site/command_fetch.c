/* cifra fetch. */
#include "site/commands.h"
#include "site/intake.h"
#include "site/take_in.h"

/* Each source that was named must be there, and have an address. */
static bool check_fetchable(const struct program *program, struct error *err)
{
    const struct options *options = &program->options;
    for (size_t i = 0; i < options->arguments; i++) {
        const struct holding *holding;
        if (!holdings_find(&program->holdings, options->argument[i], &holding, err))
            return false;
        if (!intake_can_fetch(&program->config, holding->source))
            return fail(
                err, ERROR_USAGE,
                "%s has no address to fetch from and no drop folder: get it at %s "
                "and take it in with cifra import",
                holding->source->id,
                holding->source->landing ? holding->source->landing : "");
    }
    return true;
}

enum exit_code command_fetch(struct program *program)
{
    struct error err = {0};
    if (!program_open(program, &err) || !check_fetchable(program, &err))
        return fail_setup(program, &err);
    if (take_in_can_fetch(program))
        return take_in_fetched(program);
    terminal_log(&program->terminal, "no source has an address to fetch from");
    return EXIT_FINE;
}
