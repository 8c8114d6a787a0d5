/* cifra withdraw. */
#include "site/commands.h"
#include "site/intake.h"
#include "site/lock.h"
#include "site/printed.h"
#include "site/record.h"

#include <string.h>
#include <strings.h>

enum { HASH_DIGITS_MIN = 6 };

static bool find_snapshot(const struct holding *holding, const char *digits,
                          const struct snapshot **out, struct error *err)
{
    size_t found = 0, length = strlen(digits);
    if (length < HASH_DIGITS_MIN || length > SHA256_HEX)
        return fail(err, ERROR_USAGE, "a hash has %d to %d digits", HASH_DIGITS_MIN,
                    SHA256_HEX);
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct snapshot *snapshot = &holding->vintage[i].snapshot;
        if (strncasecmp(snapshot->provenance.sha256.hex, digits, length) != 0)
            continue;
        *out = snapshot;
        found++;
    }
    if (found > 1)
        return fail(err, ERROR_USAGE, "%zu snapshots of %s begin with %s", found,
                    holding->source->id, digits);
    return found == 1 ||
           fail(err, ERROR_USAGE,
                "there is no snapshot %s of %s; cifra snapshots lists them", digits,
                holding->source->id);
}

static void tell_withdrawn(struct program *program, const struct record *record,
                           const struct provenance *from)
{
    const struct used *used = record_find(record, from->source);
    terminal_log(&program->terminal,
                 "%s: the snapshot of %s (%.12s) lies in %s/.withdrawn/%s now",
                 from->source, printed_day(&program->arena, from->date),
                 from->sha256.hex, program->config.snapshots, from->source);
    if (used && strcmp(used->sha256.hex, from->sha256.hex) == 0)
        terminal_log(&program->terminal,
                     "%s: the edition in place is made from it; the next one needs "
                     "--accept %s",
                     from->source, from->source);
}

enum exit_code command_withdraw(struct program *program)
{
    const struct options *options = &program->options;
    const struct holding *holding;
    const struct snapshot *snapshot = NULL;
    struct record record;
    struct error err = {0};
    int lock;
    if (!program_open(program, &err) ||
        !holdings_find(&program->holdings, options->argument[0], &holding, &err) ||
        !find_snapshot(holding, options->argument[1], &snapshot, &err) || !snapshot)
        return fail_setup(program, &err);
    while (!intake_lock(&program->config, &lock, &err))
        if (!program_waits(program, &err))
            return fail_lock(program, &err);
    bool good = record_read(&program->arena, &program->config, &record, &err) &&
                snapshot_withdraw(program->config.snapshots, snapshot, &err);
    lock_release(lock);
    if (!good)
        return fail_data(program, &err);
    tell_withdrawn(program, &record, &snapshot->provenance);
    return EXIT_FINE;
}
