/* cifra sources. */
#include "site/commands.h"
#include "site/intake.h"
#include "site/printed.h"

enum exit_code command_sources(struct program *program)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    struct error err = {0};
    if (!program_open(program, &err))
        return fail_setup(program, &err);
    for (size_t i = 0; i < program->holdings.sources; i++) {
        const struct source *source = &program->holdings.source[i];
        const struct holding *holding;
        const char *newest = "-";
        if (!holdings_find(&program->holdings, source->id, &holding, &err))
            return fail_setup(program, &err);
        if (holding->vintages > 0)
            newest = printed_day(
                arena,
                holding->vintage[holding->vintages - 1].snapshot.provenance.date);
        fprintf(out, "%-28s %3zu  %-10s  %-6s  %s\n", source->id, holding->vintages,
                newest, intake_can_fetch(&program->config, source) ? "fetch" : "import",
                printed_words(&program->arena, source->name.in[0]));
    }
    return EXIT_FINE;
}
