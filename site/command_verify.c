/* cifra verify. */
#include "site/commands.h"
#include "site/printed.h"
#include "site/signature.h"
#include "site/verify.h"

#include "ingest/address.h"

#include <stdlib.h>
#include <string.h>

enum { PEM_MAX = 4096, TOLD_MAX = 20 };

struct telling {
    struct program *program;
    size_t told;
};

static void tell_fault(void *context, const char *path, const char *sentence)
{
    struct telling *telling = context;
    struct arena *arena = &telling->program->arena;
    if (telling->told++ >= TOLD_MAX && !telling->program->options.verbose)
        return;
    terminal_clear(&telling->program->terminal);
    fprintf(telling->program->terminal.err, "cifra: %s: %s\n",
            printed_words(arena, path), printed_words(arena, sentence));
}

static void tell_step(void *context, const char *what, size_t done, size_t all)
{
    struct telling *telling = context;
    terminal_step(&telling->program->terminal, what, done, all);
}

static bool read_key(struct program *program, const char **hex, struct error *err)
{
    const char *path = program->options.key;
    struct text pem;
    *hex = NULL;
    return !path || (file_given(path, err) &&
                     file_read(&program->arena, path, PEM_MAX, &pem, err) &&
                     signature_key_read(&program->arena, pem, path, hex, err));
}

static void tell(struct program *program, const struct verified *verified)
{
    FILE *out = program->terminal.out;
    struct arena *arena = &program->arena;
    terminal_clear(&program->terminal);
    if (verified->faults > TOLD_MAX && !program->options.verbose)
        fprintf(program->terminal.err, "cifra: and %s more; --verbose shows all\n",
                printed_number(arena, verified->faults - TOLD_MAX));
    if (program->terminal.quiet)
        return;
    fprintf(out, "%s, %s with %s, %s\n", printed_count(arena, verified->files, "file"),
            printed_count(arena, verified->editions, "edition"),
            printed_count(arena, verified->kept, "file"),
            printed_count(arena, verified->signatures, "signature"));
    if (verified->packed > 0)
        fprintf(out, "%s beside them\n",
                printed_count(arena, verified->packed, "packed file"));
    if (verified->edition && verified->newest &&
        strcmp(verified->edition, verified->newest) != 0)
        fprintf(out, "the site shows edition %s; the newest is %s\n", verified->edition,
                verified->newest);
    if (verified->faults > 0)
        fprintf(out, "not as published: %s\n",
                printed_count(arena, verified->faults, "fault"));
    else
        fprintf(out, "edition %s is as it was published%s\n", verified->edition,
                verified->key && !program->options.key
                    ? "; signed, which only --key can judge"
                    : "");
}

static enum exit_code verify(struct program *program, const struct site_reader *reader,
                             const char *key)
{
    struct telling telling = {.program = program};
    struct verify_watch watch = {tell_fault, tell_step, &telling};
    struct verified verified;
    struct error err = {0};
    if (!verify_site(&program->arena, reader, key, &watch, &verified, &err))
        return fail_data(program, &err);
    tell(program, &verified);
    return verified.faults > 0 ? EXIT_DIFFERS : EXIT_FINE;
}

/* What is fetched lies in a folder of its own, which goes away. */
static enum exit_code verify_web(struct program *program, const char *address,
                                 const char *key)
{
    struct error err = {0};
    struct site_reader reader;
    const char *temporary = getenv("TMPDIR");
    char *scratch = arena_format(&program->arena, "%s/cifra-verify.XXXXXX",
                                 temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(scratch)) {
        fail_errno(&err, "making %s", scratch);
        return fail_setup(program, &err);
    }
    verify_address(&program->arena, address, scratch, program->config.authorities,
                   &reader);
    enum exit_code code = verify(program, &reader, key);
    return folder_remove(scratch, &err) ? code : fail_setup(program, &err);
}

enum exit_code command_verify(struct program *program)
{
    struct error err = {0};
    struct site_reader reader;
    const char *key;
    if (!program_configure(program, &err) || !read_key(program, &key, &err))
        return fail_setup(program, &err);
    const char *site = program->options.arguments > 0 ? program->options.argument[0]
                                                      : program->config.public_;
    if (address_is_web(text_of(site)))
        return verify_web(program, site, key);
    verify_folder(&program->arena, site, &reader);
    return verify(program, &reader, key);
}
