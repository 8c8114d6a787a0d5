/* cifra run, cifra build: from the store to a published edition. */
#include "site/commands.h"
#include "site/diff.h"
#include "site/edition.h"
#include "site/edition_record.h"
#include "site/elsewhere.h"
#include "site/hold.h"
#include "site/lock.h"
#include "site/printed.h"
#include "site/rehearsal.h"
#include "site/release.h"
#include "site/signature.h"
#include "site/stamp.h"
#include "site/take_in.h"
#include "site/watch.h"

#include <string.h>
#include <time.h>

static enum exit_code code_of_edition(bool complete)
{
    return complete ? EXIT_FINE : EXIT_KEPT_BACK;
}

/* Is there anything to publish? */
static bool check_any(const struct program *program, struct error *err)
{
    const char *unread = NULL;
    for (size_t i = 0; i < program->holdings.count; i++) {
        const struct holding *holding = &program->holdings.holding[i];
        if (holding->current)
            return true;
        if (holding->vintages > 0)
            unread = holding->source->id;
    }
    if (unread)
        return fail(err, ERROR_CONTRADICTION,
                    "nothing is published: of %s no snapshot can be read", unread);
    return fail(err, ERROR_USAGE,
                "nothing is published: there is no snapshot in %s yet; see cifra help "
                "import",
                program->config.snapshots);
}

/* No edition may lose a source that the one in place has, nor go back in time with it,
 * unless it is meant to. */
static bool check_complete(struct program *program, struct error *err)
{
    struct holdings *holdings = &program->holdings;
    const char *source, *loss;
    size_t at = 0;
    while (!holdings->as_of.month && record_loss(&program->arena, &program->served,
                                                 holdings, &at, &source, &loss)) {
        if (!holdings_accepts(holdings, source))
            return fail(err, ERROR_CONTRADICTION,
                        "nothing is published: %s; --accept %s lets that through", loss,
                        source);
        terminal_log(&program->terminal, "%s: accepted: %s", source, loss);
    }
    return check_any(program, err);
}

/* Let through what --accept is for; *any: a snapshot's provenance says so now. */
static bool accept_losses(struct program *program, bool *any, struct error *err)
{
    struct text rest = text_of(program->options.accept);
    *any = false;
    for (const char *id; (id = program_next_accepted(program, &rest));) {
        const char *sentence;
        if (!holdings_accept(&program->arena, &program->holdings, id, &sentence, err))
            return false;
        if (!sentence)
            continue;
        terminal_log(&program->terminal, "%s: accepted: %s", id, sentence);
        *any = true;
    }
    return true;
}

/* What is published stays; with a refused file or without an answer from a publisher
 * nobody knows whether there is anything new. */
static void tell_nothing_new(struct program *program, enum exit_code intake,
                             bool complete)
{
    FILE *out = program->terminal.out;
    struct error ignored = {0};
    const char *folder;
    if (program->terminal.quiet || program->terminal.json ||
        !release_current(&program->arena, program->config.public_, &folder, &ignored) ||
        !folder)
        return;
    terminal_clear(&program->terminal);
    fprintf(out, "%s%s/ is edition %s and stays as it is%s\n",
            intake == EXIT_FINE ? "nothing new: " : "", program->config.public_,
            strrchr(folder, '/') + 1, complete ? "" : "; a source is still kept back");
}

static void tell_read(struct program *program)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    const struct night *night = &program->night;
    size_t known = 0;
    for (size_t i = 0; i < program->holdings.count; i++)
        known += program->holdings.holding[i].current != NULL;
    fprintf(out, "%s, %s, %s read\n", printed_count(arena, known, "source"),
            printed_count(arena, night->snapshots, "snapshot"),
            printed_count(arena, night->rows, "row"));
    fprintf(out, "%s held\n", printed_count(arena, night->figures, "figure"));
}

static void tell_published(struct program *program, const struct edition_counts *counts,
                           const struct published *published)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    const struct config *config = &program->config;
    if (program->terminal.quiet || program->terminal.json)
        return;
    terminal_clear(&program->terminal);
    tell_read(program);
    fprintf(out, "%s, %s, %s\n", printed_count(arena, counts->pages, "page"),
            printed_count(arena, counts->charts, "chart"),
            printed_count(arena, counts->datasets, "dataset"));
    fprintf(out, "published %s in %.1f s (%s: %s written, %s unchanged)\n",
            published->release, program_seconds(program),
            printed_count(arena, published->files, "file"),
            printed_number(arena, published->written),
            printed_number(arena, published->linked));
    if (published->packed > 0)
        fprintf(out, "%s beside them\n",
                printed_count(arena, published->packed, "packed file"));
    fprintf(out, "open %s/%s/index.html\n", config->public_, config->languages.tag[0]);
}

/* For its edition.json. A key that does not sign is found before anything is built. */
static bool describe(struct program *program, struct tree *tree, struct error *err)
{
    const char *record, *key = program->config.signing_key;
    struct signer *signer = NULL;
    bool good = (!*key || signer_open(key, &signer, err)) &&
                edition_record_write(&program->arena, &program->holdings, &record, err);
    signer_close(signer);
    if (!good)
        return false;
    tree_describe(tree, record, *key ? key : NULL);
    tree_keep_monthly(tree, program->config.keep_monthly);
    return true;
}

static enum exit_code publish(struct program *program, struct tree *tree,
                              const char *inputs, const char *stamp,
                              enum exit_code intake, bool *changed)
{
    struct arena *arena = &program->arena;
    struct holdings *holdings = &program->holdings;
    struct progress progress = {terminal_step, &program->terminal};
    struct edition_counts counts = {0};
    struct published published;
    struct error err = {0};
    struct diff diff = diff_of(arena, &program->served, holdings);
    const char *full = stamp_write(arena, holdings, stamp);
    if (!describe(program, tree, &err) ||
        !edition_build(holdings, inputs, tree, &progress, &counts, &err) ||
        !tree_pack(tree, program->config.precompress, &err) ||
        !tree_publish(tree, edition_day(arena, holdings), full,
                      program->config.keep_releases, &published, &err)) {
        tree_tell_room(tree, &err);
        return fail_build(program, &err);
    }
    bool complete = stamp_is_complete(holdings) && !holdings_wait(holdings);
    *changed = published.changed;
    if (published.changed)
        night_changes(arena, &program->night, &diff);
    if (published.changed)
        tell_published(program, &counts, &published);
    else
        tell_nothing_new(program, intake, complete);
    return code_of_edition(complete);
}

static enum exit_code read_and_publish(struct program *program, struct tree *tree,
                                       enum exit_code intake, bool *changed)
{
    struct arena *arena = &program->arena;
    struct holdings *holdings = &program->holdings;
    const char *inputs, *stamp;
    struct error err = {0};
    bool complete, accepted;
    if (!holdings_list(arena, holdings, &err))
        return fail_data(program, &err);
    if (!edition_inputs(arena, holdings, &inputs, &err) ||
        !stamp_make(arena, holdings, inputs, &stamp, &err))
        return fail_build(program, &err);
    if (!program->options.accept &&
        stamp_is_published(tree_opened_stamp(tree), stamp, &complete)) {
        tell_nothing_new(program, intake, complete);
        return code_of_edition(complete);
    }
    if (!program_read(program, &err))
        return fail_setup(program, &err);
    if (!accept_losses(program, &accepted, &err) ||
        (holdings_wait(holdings) && !edition_inputs(arena, holdings, &inputs, &err)))
        return fail_build(program, &err);
    program_tell_vintages(program);
    night_holdings(arena, &program->night, holdings);
    if (!check_complete(program, &err))
        return fail_data(program, &err);
    if ((accepted || holdings_wait(holdings)) &&
        !stamp_make(arena, holdings, inputs, &stamp, &err))
        return fail_build(program, &err);
    return publish(program, tree, inputs, stamp, intake, changed);
}

/* What a night comes to: intake is how taking in went, code how publishing went. */
static enum exit_code sum_up(enum exit_code intake, enum exit_code code, bool changed)
{
    if (intake == EXIT_FINE || (code != EXIT_FINE && code != EXIT_KEPT_BACK))
        return code;
    return changed || code == EXIT_KEPT_BACK ? EXIT_KEPT_BACK : intake;
}

/* After a rollback, what is shown is a person's business. */
static enum exit_code tell_held(struct program *program, const struct hold *hold)
{
    struct error ignored = {0};
    const char *folder;
    bool shown =
        release_current(&program->arena, program->config.public_, &folder, &ignored) &&
        folder;
    terminal_log(&program->terminal,
                 "nothing is published: %s/ was rolled back to edition %s%s%s; cifra "
                 "rollback --undo ends that",
                 program->config.public_, shown ? strrchr(folder, '/') + 1 : "(none)",
                 *hold->since ? " on " : "", hold->since);
    return EXIT_HELD;
}

/* Was no snapshot ever taken in? */
static bool is_empty(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].vintages > 0)
            return false;
    return true;
}

static enum exit_code run_locked(struct program *program, struct tree *tree,
                                 bool fetching, bool *changed)
{
    enum exit_code intake = EXIT_FINE;
    struct hold hold;
    if (program->options.bundle)
        intake = take_in_bundle(program);
    if (fetching && take_in_can_fetch(program))
        intake = graver(intake, take_in_fetched(program));
    if (intake == EXIT_LOCKED || intake == EXIT_SYSTEM || intake == EXIT_BAD_USAGE)
        return intake;
    if (hold_read(&program->arena, program->config.releases, &hold))
        return graver(tell_held(program, &hold), intake);
    enum exit_code code = read_and_publish(program, tree, intake, changed);
    if (is_empty(&program->holdings) && intake != EXIT_FINE)
        return intake; /* it is the publishers' doing, not the command line's */
    return sum_up(intake, code, *changed);
}

static enum exit_code run_watched(struct program *program, bool fetching)
{
    struct error err = {0};
    struct tree *tree;
    bool changed = false;
    if (!program_open(program, &err))
        return fail_setup(program, &err);
    while (!tree_open(program->config.releases, program->config.public_, &tree, &err))
        if (!program_waits(program, &err))
            return fail_lock(program, &err);
    if (tree_former(tree))
        terminal_log(&program->terminal,
                     "the run before was cut short (%s); what it left is swept up",
                     tree_former(tree));
    watch_start(program);
    enum exit_code code = run_locked(program, tree, fetching, &changed);
    if (!elsewhere_publish(&program->terminal, &program->config) &&
        (code == EXIT_FINE || code == EXIT_NOTHING_NEW))
        code = EXIT_NOT_ELSEWHERE;
    code = watch_settle(program, code, changed);
    tree_close(tree);
    return code;
}

static enum exit_code run_or_build(struct program *program, const char *command,
                                   bool fetching)
{
    struct error err = {0};
    if (!program_configure(program, &err))
        return fail_setup(program, &err);
    watch_begin(program, command);
    return watch_end(program, run_watched(program, fetching));
}

/* Would a run build, though no source changes: because the configuration or the program
 * is another, or somebody touched what is published? What comes of it may be the same.
 */
static bool tell_built_anyway(struct program *program, struct error *err)
{
    struct holdings *holdings = &program->holdings;
    const char *inputs, *stamp;
    const struct config *config = &program->config;
    bool complete;
    if (!edition_inputs(&program->arena, holdings, &inputs, err) ||
        !stamp_make(&program->arena, holdings, inputs, &stamp, err))
        return false;
    if (!program->options.json &&
        !stamp_is_published(
            tree_stamp(&program->arena, config->releases, config->public_), stamp,
            &complete))
        program_print_lines(
            program, TEXT("an edition would be built all the same: the "
                          "configuration, the program or the published files are "
                          "not those of the last one\n"));
    return true;
}

/* Everything that a run does, up to publishing. */
static enum exit_code rehearse(struct program *program)
{
    struct holdings *holdings = &program->holdings;
    enum exit_code intake = EXIT_FINE;
    struct error err = {0};
    bool accepted;
    if (!program_open(program, &err))
        return fail_setup(program, &err);
    if (program->options.bundle)
        intake = take_in_bundle(program);
    if (!program->options.as_of && take_in_can_fetch(program))
        intake = graver(intake, take_in_fetched(program));
    if (!holdings_list(&program->arena, holdings, &err) || !program_read(program, &err))
        return fail_setup(program, &err);
    if (!accept_losses(program, &accepted, &err))
        return fail_build(program, &err);
    program_tell_vintages(program);
    bool changed = program_tell_diff(program);
    if (!check_complete(program, &err))
        return fail_data(program, &err);
    if (!changed && !tell_built_anyway(program, &err))
        return fail_build(program, &err);
    bool complete = stamp_is_complete(holdings) && !holdings_wait(holdings);
    return sum_up(intake, code_of_edition(complete), changed);
}

/* In a copy of the store, and one at a time. */
static enum exit_code run_dry(struct program *program)
{
    struct arena *arena = &program->arena;
    struct error err = {0};
    const char *former;
    int lock;
    if (!program_configure(program, &err))
        return fail_setup(program, &err);
    const char *state = program->config.state, *store = program->config.snapshots;
    if (!folder_make(state, &err))
        return fail_setup(program, &err);
    if (!lock_take(arena, state, &lock, &former, &err))
        return fail_lock(program, &err);
    enum exit_code code = rehearsal_open(arena, store, state, &program->rehearsal, &err)
                              ? rehearse(program)
                              : fail_setup(program, &err);
    rehearsal_close(program->rehearsal);
    lock_release(lock);
    return code;
}

enum exit_code command_run(struct program *program)
{
    struct error err = {0};
    if (program->options.dry_run)
        return run_dry(program);
    if (program->options.json) {
        fail(&err, ERROR_USAGE,
             "run takes --json with --dry-run only; for a log as "
             "JSON there is --log-format=json");
        return fail_setup(program, &err);
    }
    return run_or_build(program, "run", program->options.as_of == NULL);
}

enum exit_code command_build(struct program *program)
{
    return run_or_build(program, "build", false);
}
