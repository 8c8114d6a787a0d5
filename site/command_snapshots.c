/* cifra snapshots. */
#include "site/agreement.h"
#include "site/commands.h"
#include "site/printed.h"

#include <string.h>

static const char *state_of(struct program *program, const struct holding *holding,
                            const struct vintage *vintage)
{
    if (!vintage->cube)
        return arena_format(&program->arena, "not readable: %s", vintage->fault);
    if (vintage->fault)
        return arena_format(&program->arena, "kept back: %s", vintage->fault);
    return vintage == holding->current ? "current" : "good";
}

static const char *through(struct program *program, const struct vintage *vintage)
{
    struct period first, last;
    if (!vintage->cube || !cube_range(vintage->cube, &first, &last))
        return "-";
    return period_iso(&program->arena, last, cube_step(vintage->cube));
}

static void print_snapshots(struct program *program, const struct holding *holding)
{
    FILE *out = program->terminal.out;
    int digits = program->options.verbose ? SHA256_HEX : 12;
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct vintage *vintage = &holding->vintage[i];
        const struct provenance *from = &vintage->snapshot.provenance;
        fprintf(out, "%s  %-28s  %-7s  %10s  %13s  %.*s  %s  (%s)\n",
                printed_day(&program->arena, from->date), holding->source->id,
                through(program, vintage),
                printed_number(&program->arena, vintage->decoded.rows),
                printed_number(&program->arena, from->bytes), digits, from->sha256.hex,
                printed_words(&program->arena, *from->url ? from->url : from->file),
                printed_words(&program->arena, state_of(program, holding, vintage)));
    }
}

static bool has_vintages(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].vintages > 0)
            return true;
    return false;
}

/* Only those of one source need be read, if one is named, and of those it must agree
 * with: which of its snapshots is current may depend on them. */
static bool read_listed(struct program *program, struct error *err)
{
    const struct options *options = &program->options;
    struct progress progress = {terminal_step, &program->terminal};
    struct holdings *holdings = &program->holdings;
    const struct holding *only;
    if (options->arguments > 0) {
        if (!holdings_find(holdings, options->argument[0], &only, err))
            return false;
        for (size_t i = 0; i < holdings->count; i++)
            if (&holdings->holding[i] != only &&
                !agreement_declared(holdings->holding[i].source, only->source))
                holdings->holding[i].vintages = 0;
    }
    return holdings_read(&program->arena, holdings, &progress, err);
}

enum exit_code command_snapshots(struct program *program)
{
    FILE *out = program->terminal.out;
    struct error err = {0};
    if (!program_open(program, &err) || !read_listed(program, &err))
        return fail_setup(program, &err);
    terminal_clear(&program->terminal);
    if (has_vintages(&program->holdings) && !program->terminal.quiet)
        fprintf(out, "%-10s  %-28s  %-7s  %10s  %13s  %-*s  %s\n", "day", "source",
                "through", "rows", "bytes", program->options.verbose ? SHA256_HEX : 12,
                "sha-256", "from (state)");
    for (size_t i = 0; i < program->holdings.count; i++) {
        const struct holding *holding = &program->holdings.holding[i];
        if (program->options.arguments == 0 ||
            strcmp(program->options.argument[0], holding->source->id) == 0)
            print_snapshots(program, holding);
    }
    return EXIT_FINE;
}
