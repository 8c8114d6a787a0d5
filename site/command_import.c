/* cifra import. */
#include "site/commands.h"
#include "site/printed.h"
#include "site/take_in.h"

static enum exit_code import_file(struct program *program)
{
    const struct options *options = &program->options;
    struct brought brought = {.source = options->source,
                              .file = options->argument[0],
                              .url = options->url ? options->url : "",
                              .note = options->note ? options->note : "",
                              .synthetic = options->synthetic,
                              .redate = options->date != NULL};
    struct intake intake;
    struct error err = {0};
    if (!program_date(program, &brought.date, &err))
        return fail_setup(program, &err);
    if (!intake_file(&program->arena, &program->holdings, &brought, &intake, &err))
        return fail_data(program, &err);
    if (intake.result == INTAKE_KNOWN)
        terminal_log(
            &program->terminal, "%s: in the store already, as the snapshot of %s%s",
            options->source, printed_day(&program->arena, intake.provenance.date),
            intake.provenance.synthetic && !intake.marked
                ? ", which is marked as made up"
                : "");
    take_in_tell(program, &intake);
    return EXIT_FINE;
}

static bool check_import_usage(const struct options *options, struct error *err)
{
    bool by_hand = options->source || options->date || options->url || options->note ||
                   options->synthetic || options->arguments > 0;
    if (options->bundle && by_hand)
        return fail(err, ERROR_USAGE, "--bundle stands alone: its list says the rest");
    if (!options->bundle && (options->arguments == 0 || !options->source))
        return fail(err, ERROR_USAGE,
                    "import needs a file and --source ID; cifra sources lists the ids");
    return true;
}

enum exit_code command_import(struct program *program)
{
    struct error err = {0};
    if (!check_import_usage(&program->options, &err) || !program_open(program, &err))
        return fail_setup(program, &err);
    return program->options.bundle ? take_in_bundle(program) : import_file(program);
}
