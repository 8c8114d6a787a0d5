/* cifra editions: those of the chain. */
#include "site/chain.h"
#include "site/commands.h"
#include "site/printed.h"
#include "site/release.h"

#include <string.h>

/* Is it the one that public shows? */
static bool is_shown(struct program *program, const struct edition_head *head)
{
    struct error ignored = {0};
    const char *folder;
    return release_current(&program->arena, program->config.public_, &folder,
                           &ignored) &&
           folder && strcmp(strrchr(folder, '/') + 1, head->release) == 0;
}

static bool tell(struct program *program, const struct chain_link *link,
                 struct error *err)
{
    struct arena *arena = &program->arena;
    struct edition_head head;
    const char *path = arena_format(arena, "%s/" RELEASE_EDITIONS "/%s/" EDITION_JSON,
                                    program->config.releases, link->edition);
    struct json_node *root = json_open(path, err);
    bool good = root && edition_head_read(arena, root, path, &head, err);
    json_close(root);
    if (!good)
        return false;
    bool pages = file_exists(path_join(arena, program->config.releases, head.release));
    fprintf(program->terminal.out, "%-23s  %s  %.*s  %-8s  %-9s  %s\n", head.edition,
            head.day, program->options.verbose ? SHA256_HEX : 12, link->sha256.hex,
            head.key ? "signed" : "unsigned", pages ? "pages" : "no pages",
            is_shown(program, &head) ? "shown" : "");
    return true;
}

enum exit_code command_editions(struct program *program)
{
    struct error err = {0};
    struct chain chain;
    if (!program_configure(program, &err))
        return fail_setup(program, &err);
    if (!chain_read(&program->arena, program->config.releases, &chain, &err))
        return fail_data(program, &err);
    for (size_t i = 0; i < chain.count; i++)
        if (!tell(program, &chain.link[i], &err))
            return fail_data(program, &err);
    return EXIT_FINE;
}
