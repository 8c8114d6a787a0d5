/* cifra key. */
#include "site/commands.h"
#include "site/printed.h"
#include "site/signature.h"

static bool make(const char *path, const char *beside, struct error *err)
{
    struct signer *signer;
    if (file_exists(beside))
        return fail(err, ERROR_USAGE, "%s is there already; nothing was touched",
                    beside);
    if (!signer_make(path, err) || !signer_open(path, &signer, err))
        return false;
    bool good = file_write(beside, text_of(signer_pem(signer)), err);
    signer_close(signer);
    return good;
}

enum exit_code command_key(struct program *program)
{
    struct error err = {0};
    struct arena *arena = &program->arena;
    const char *path = program->options.argument[0];
    const char *beside = arena_format(arena, "%s.pub", path);
    if (!make(path, beside, &err))
        return fail_setup(program, &err);
    if (!program->terminal.quiet)
        fprintf(program->terminal.out,
                "the key is in %s, its public part in %s\n"
                "\"signing_key\": \"%s\" in the configuration signs what comes\n",
                path, beside, path);
    return EXIT_FINE;
}
