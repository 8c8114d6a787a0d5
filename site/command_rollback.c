/* cifra rollback. */
#include "site/chain.h"
#include "site/commands.h"
#include "site/hold.h"
#include "site/release.h"
#include "site/tree.h"

#include <string.h>

/* What the chain knows of an edition, and whether its pages are still there. */
struct kept {
    struct edition_head head;
    bool pages;
};

static bool look_at(struct program *program, const char *edition, struct kept *out,
                    struct error *err)
{
    struct arena *arena = &program->arena;
    const char *releases = program->config.releases;
    const char *path = arena_format(arena, "%s/" RELEASE_EDITIONS "/%s/" EDITION_JSON,
                                    releases, edition);
    struct json_node *root = json_open(path, err);
    bool good = root && edition_head_read(arena, root, path, &out->head, err);
    json_close(root);
    out->pages =
        good && release_is_name(out->head.release) &&
        file_exists(path_join(arena, path_join(arena, releases, out->head.release),
                              RELEASE_SUMS));
    return good;
}

/* The release of an edition that the operator named. */
static bool find_named(struct program *program, const struct chain *chain,
                       const char *name, const char **release, struct error *err)
{
    for (size_t i = chain->count; i-- > 0;) {
        struct kept kept;
        if (!look_at(program, chain->link[i].edition, &kept, err))
            return false;
        if (strcmp(kept.head.edition, name) != 0 &&
            strcmp(kept.head.release, name) != 0)
            continue;
        *release = kept.head.release;
        return kept.pages ||
               fail(err, ERROR_USAGE,
                    "the pages of edition %s are gone; cifra rebuild %s makes them "
                    "again, in a folder of their own",
                    name, name);
    }
    return fail(err, ERROR_USAGE,
                "there is no edition %s; cifra editions lists those there are", name);
}

/* The newest one with pages that came before the one that is shown. */
static bool find_former(struct program *program, const struct chain *chain,
                        const char *shown, const char **release, struct error *err)
{
    bool past = false;
    for (size_t i = chain->count; i-- > 0;) {
        struct kept kept;
        if (!look_at(program, chain->link[i].edition, &kept, err))
            return false;
        *release = kept.head.release;
        if (past && kept.pages)
            return true;
        past = past || strcmp(kept.head.release, shown) == 0;
    }
    return fail(err, ERROR_USAGE,
                "no edition before the one in place has its pages; cifra editions "
                "lists those there are");
}

static const char *base_name(const char *path) { return strrchr(path, '/') + 1; }

/* The hold comes first: killed between the two, a run says that public is held, and
 * undoes nothing. */
static bool roll_back(struct program *program, const char *shown, const char **release,
                      struct error *err)
{
    struct arena *arena = &program->arena;
    const struct config *config = &program->config;
    struct chain chain;
    if (!chain_read(arena, config->releases, &chain, err))
        return false;
    return (program->options.arguments > 0
                ? find_named(program, &chain, program->options.argument[0], release,
                             err)
                : find_former(program, &chain, shown, release, err)) &&
           hold_set(arena, config->releases, shown, err) &&
           release_switch(arena, config->releases, config->public_, *release, err);
}

/* The hold goes last, for the same reason. */
static bool undo(struct program *program, const char *shown, const char **release,
                 struct error *err)
{
    struct arena *arena = &program->arena;
    const struct config *config = &program->config;
    struct hold hold;
    if (program->options.arguments > 0)
        return fail(err, ERROR_USAGE, "--undo takes no edition");
    if (!hold_read(arena, config->releases, &hold))
        return fail(err, ERROR_USAGE, "nothing was rolled back");
    *release = shown;
    if (hold.before &&
        file_exists(path_join(arena, path_join(arena, config->releases, hold.before),
                              RELEASE_SUMS))) {
        *release = hold.before;
        if (!release_switch(arena, config->releases, config->public_, hold.before, err))
            return false;
    }
    return hold_lift(arena, config->releases, err);
}

static bool find_shown(struct program *program, const char **shown, struct error *err)
{
    const struct config *config = &program->config;
    if (!release_current(&program->arena, config->public_, shown, err))
        return false;
    if (!*shown)
        return fail(err, ERROR_USAGE, "there is no edition in %s yet", config->public_);
    *shown = base_name(*shown);
    return true;
}

static void tell(struct program *program, const char *release)
{
    FILE *out = program->terminal.out;
    const char *public_ = program->config.public_;
    if (program->terminal.quiet)
        return;
    if (program->options.undo)
        fprintf(out, "%s/ is edition %s again; the next run publishes\n", public_,
                release);
    else
        fprintf(out, "%s/ is edition %s, and stays so until cifra rollback --undo\n",
                public_, release);
}

enum exit_code command_rollback(struct program *program)
{
    struct error err = {0};
    const char *shown, *release = NULL;
    struct tree *tree;
    if (!program_open(program, &err) || !find_shown(program, &shown, &err))
        return fail_setup(program, &err);
    while (!tree_open(program->config.releases, program->config.public_, &tree, &err))
        if (!program_waits(program, &err))
            return fail_lock(program, &err);
    bool good = find_shown(program, &shown, &err) && /* a run may just have ended */
                (program->options.undo ? undo(program, shown, &release, &err)
                                       : roll_back(program, shown, &release, &err));
    tree_close(tree);
    if (!good)
        return err.kind == ERROR_FORMAT ? fail_data(program, &err)
                                        : fail_setup(program, &err);
    tell(program, release);
    return EXIT_FINE;
}
