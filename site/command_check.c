/* cifra check: everything that taking in looks at, and nothing kept. */
#include "site/commands.h"
#include "site/printed.h"
#include "transform/compare.h"

#include <string.h>

/* What is being checked: a file that somebody brings, or a snapshot. */
struct checking {
    const struct holding *holding;
    const char *file;
    struct day date;
    struct decoded decoded;
    struct cube *cube;
};

static const char *delimiter_words(struct program *program, char delimiter)
{
    if (delimiter == '\0')
        return "";
    return delimiter == '\t'
               ? ", tabs between cells"
               : arena_format(&program->arena, ", \"%c\" between cells", delimiter);
}

static bool add_up(void *context, struct key key, const struct series *series)
{
    double *sum = context;
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            sum[key.measure.index] += series->figures[i].value;
    return true;
}

static void tell_totals(struct program *program, const struct cube *cube)
{
    FILE *out = program->terminal.out;
    const struct measures *measures = &program->holdings.lists->measures;
    double *sum = arena_array(&program->arena, measures->count, sizeof *sum);
    cube_each(cube, add_up, sum);
    for (size_t i = 0; i < measures->count; i++)
        if (sum[i] > 0)
            fprintf(out, "%s in all: %s\n", measures->node[i].code,
                    printed_number(&program->arena, (size_t)(sum[i] + 0.5)));
}

/* In three numbers, what it would change. */
static void tell_changes(struct program *program, const struct checking *checking)
{
    FILE *out = program->terminal.out;
    const struct vintage *last = NULL;
    struct cube *older;
    struct error fault = {0};
    if (!holdings_last_good(&program->arena, &program->holdings, checking->holding,
                            checking->date, &last, &older, &fault)) {
        fprintf(out, "%s\n",
                error_is_passing(&fault) ? printed_words(&program->arena, fault.message)
                                         : "there is no snapshot to set it against");
        return;
    }
    struct difference difference = cube_compare(older, checking->cube);
    fprintf(out,
            "set against the snapshot of %s: %s new, %s changed (net %+.0f), %s gone\n",
            printed_day(&program->arena, last->snapshot.provenance.date),
            printed_count(&program->arena, difference.added, "figure"),
            printed_number(&program->arena, difference.changed), difference.net,
            printed_number(&program->arena, difference.gone));
    if (last->cube != older)
        cube_free(older);
}

static void tell_check(struct program *program, const struct checking *checking)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    const struct decoded *decoded = &checking->decoded;
    enum step step = checking->holding->source->period.step;
    struct period first, last;
    fprintf(out, "%s, %s kept, %s%s%s%s\n",
            printed_count(&program->arena, decoded->rows, "row"),
            printed_number(&program->arena, decoded->observations),
            printed_words(&program->arena, decoded->encoding),
            delimiter_words(program, decoded->delimiter),
            *decoded->member ? ", from " : "",
            printed_words(&program->arena, decoded->member));
    if (cube_range(checking->cube, &first, &last))
        fprintf(out, "%s known, %s to %s\n",
                printed_count(&program->arena, cube_figures(checking->cube), "figure"),
                period_iso(arena, first, step), period_iso(arena, last, step));
    tell_totals(program, checking->cube);
    tell_changes(program, checking);
    fprintf(out, "nothing speaks against it\n");
}

static enum exit_code check_one(struct program *program, struct checking *checking)
{
    struct error err = {0};
    if (!holdings_check(&program->arena, &program->holdings,
                        checking->holding->source->id, checking->file, checking->date,
                        &checking->decoded, &checking->cube, &err))
        return fail_data(program, &err);
    if (!program->terminal.quiet)
        tell_check(program, checking);
    cube_free(checking->cube);
    return EXIT_FINE;
}

/* The newest snapshot, set against those before it. */
static enum exit_code check_newest(struct program *program, struct holding *holding)
{
    FILE *out = program->terminal.out;
    if (holding->vintages == 0) {
        terminal_log(
            &program->terminal,
            "%s: nothing speaks against its descriptor; there is no snapshot yet",
            holding->source->id);
        return EXIT_FINE;
    }
    const struct snapshot *newest = &holding->vintage[--holding->vintages].snapshot;
    struct checking checking = {
        .holding = holding, .file = newest->path, .date = newest->provenance.date};
    struct error err = {0};
    if (!program->terminal.quiet)
        fprintf(out, "the snapshot of %s, %.12s, %s\n",
                printed_day(&program->arena, newest->provenance.date),
                newest->provenance.sha256.hex,
                printed_words(&program->arena, newest->provenance.file));
    if (newest->fault)
        fail(&err, ERROR_CONTRADICTION, "%s: %s", holding->source->id, newest->fault);
    if (newest->fault || !snapshot_verify(newest, &err))
        return fail_data(program, &err);
    return check_one(program, &checking);
}

/* Only a source, or a file and its source. */
static bool find_checked(struct program *program, const char **file,
                         struct holding **holding, struct error *err)
{
    const struct options *options = &program->options;
    const char *source = options->source ? options->source : options->argument[0];
    const struct holding *found;
    *file = options->source ? options->argument[0] : NULL;
    if (!options->source && file_exists(source) && strpbrk(source, "/."))
        return fail(err, ERROR_USAGE,
                    "check FILE needs --source ID; cifra sources lists the ids");
    if (!holdings_find(&program->holdings, source, &found, err) ||
        (*file && !file_given(*file, err)))
        return false;
    *holding = &program->holdings.holding[found - program->holdings.holding];
    return true;
}

enum exit_code command_check(struct program *program)
{
    struct checking checking = {0};
    struct holding *holding = NULL;
    struct error err = {0};
    if (!program_date(program, &checking.date, &err) || !program_open(program, &err) ||
        !find_checked(program, &checking.file, &holding, &err) || !holding)
        return fail_setup(program, &err);
    checking.holding = holding;
    return checking.file ? check_one(program, &checking)
                         : check_newest(program, holding);
}
