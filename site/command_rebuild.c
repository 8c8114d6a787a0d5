/* cifra rebuild: an old edition from its snapshots, beside what is published. */
#include "site/chain.h"
#include "site/commands.h"
#include "site/edition.h"
#include "site/edition_record.h"
#include "site/printed.h"
#include "site/release.h"
#include "site/sums.h"

#include "base/version.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

/* An edition being built again. */
struct rebuilding {
    struct program *program;
    const char *json;            /* path of its edition.json */
    const char *into, *workshop; /* without a slash at the end */
    struct edition_head head;
    struct edition_record record;
};

/* Which edition --------------------------------------------------------------- */

static const char *json_of(struct program *program, const char *edition)
{
    return arena_format(&program->arena, "%s/" RELEASE_EDITIONS "/%s/" EDITION_JSON,
                        program->config.releases, edition);
}

/* Named by its edition, by its release, or by its file. */
static bool find_json(struct rebuilding *now, const char *named, struct error *err)
{
    struct program *program = now->program;
    struct chain chain;
    if (!chain_is_name(named)) {
        now->json = named;
        return file_given(named, err);
    }
    if (!chain_read(&program->arena, program->config.releases, &chain, err))
        return false;
    for (size_t i = 0; i < chain.count; i++)
        if (strcmp(chain.link[i].edition, named) == 0) {
            now->json = json_of(program, named);
            return true;
        }
    return fail(err, ERROR_USAGE,
                "there is no edition %s; cifra editions lists them, and the path of an "
                "edition.json will do",
                named);
}

static bool read_json(struct rebuilding *now, struct error *err)
{
    struct program *program = now->program;
    struct json_node *root = json_open(now->json, err);
    bool good = root &&
                edition_head_read(&program->arena, root, now->json, &now->head, err) &&
                edition_record_read(&program->arena, root, now->json, &now->record,
                                    &program->config, err);
    json_close(root);
    return good;
}

/* Another program makes another edition. */
static bool check_program(struct rebuilding *now, struct error *err)
{
    struct program *program = now->program;
    struct sha256 lists;
    if (program->options.anyway)
        return true;
    if (strcmp(now->record.version, CIFRA_VERSION) != 0)
        return fail(err, ERROR_CONTRADICTION,
                    "edition %s was made by cifra %s, and this is %s; --anyway builds "
                    "it all the same",
                    now->head.edition, now->record.version, CIFRA_VERSION);
    if (!edition_lists(&program->arena, &program->config, &lists, err))
        return false;
    const char *own = program->config.sources;
    return strcmp(lists.hex, now->record.lists.hex) == 0 ||
           fail(err, ERROR_CONTRADICTION,
                "edition %s was made with other lists, templates or messages than "
                "those in %s%s%s; --share names those of then, and --anyway builds it "
                "all the same",
                now->head.edition, program->config.share,
                *own ? ", or other descriptors than those in " : "", own);
}

/* Where to ---------------------------------------------------------------------- */

/* Names in a folder, but for those of what a rebuild works with if they are no matter.
 */
static bool count_names(const char *path, bool but_ours, size_t *count,
                        struct error *err)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    *count = 0;
    if (!folder)
        return errno == ENOENT || fail_errno(err, "opening %s", path);
    while ((entry = readdir(folder)) != NULL) {
        const char *name = entry->d_name;
        bool ours = strcmp(name, ".staging") == 0 || strcmp(name, ".lock") == 0;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !(but_ours && ours))
            ++*count;
    }
    closedir(folder);
    return true;
}

/* The workshop is beside the folder and goes away in the end: it may hold what a killed
 * rebuild left, and nothing of anybody else's. */
static bool check_into(struct rebuilding *now, struct error *err)
{
    size_t names;
    if (!count_names(now->into, false, &names, err))
        return false;
    if (names > 0)
        return fail(err, ERROR_USAGE, "%s is not empty; nothing was touched",
                    now->into);
    return count_names(now->workshop, true, &names, err) &&
           (names == 0 ||
            fail(err, ERROR_USAGE,
                 "%s, where the edition would be made, holds something else; nothing "
                 "was touched",
                 now->workshop));
}

static void name_folders(struct rebuilding *now)
{
    struct program *program = now->program;
    const char *into =
        program->options.into ? program->options.into : now->head.edition;
    size_t length = strlen(into);
    while (length > 1 && into[length - 1] == '/')
        length--;
    now->into = arena_format(&program->arena, "%.*s", (int)length, into);
    now->workshop = arena_format(&program->arena, "%s.making", now->into);
}

static bool make_above(struct arena *arena, const char *into, struct error *err)
{
    const char *slash = strrchr(into, '/');
    return !slash || slash == into ||
           folder_make(arena_format(arena, "%.*s", (int)(slash - into), into), err);
}

/* Building ---------------------------------------------------------------------- */

static bool read_holdings(struct rebuilding *now, struct error *err)
{
    struct program *program = now->program;
    struct arena *arena = &program->arena;
    struct progress progress = {terminal_step, &program->terminal};
    return holdings_open(arena, &program->config, &program->holdings, err) &&
           holdings_list(arena, &program->holdings, err) &&
           edition_record_apply(arena, &now->record, &program->holdings, err) &&
           holdings_read(arena, &program->holdings, &progress, err) &&
           holdings_are_read(&program->holdings, err);
}

static bool build(struct rebuilding *now, struct sha256 *sums, struct error *err)
{
    struct program *program = now->program;
    struct arena *arena = &program->arena;
    struct progress progress = {terminal_step, &program->terminal};
    struct edition_counts counts = {0};
    const char *workshop = now->workshop;
    const char *inputs;
    struct tree *tree;
    if (!make_above(arena, now->into, err) ||
        !edition_inputs(arena, &program->holdings, &inputs, err) ||
        !tree_open(workshop, path_join(arena, workshop, "public"), &tree, err))
        return false;
    bool good =
        edition_build(&program->holdings, inputs, tree, &progress, &counts, err) &&
        tree_hand_over(tree, now->into, sums, err);
    tree_close(tree);
    struct error left = {0};
    return folder_remove(workshop, good ? err : &left) && good;
}

/* Telling ----------------------------------------------------------------------- */

static bool read_sums(struct arena *arena, const char *path, struct summed **out,
                      size_t *count)
{
    struct error ignored = {0}; /* then only that they differ is known */
    struct text bytes;
    return file_exists(path) && file_read(arena, path, SUMS_MAX, &bytes, &ignored) &&
           sums_read(arena, bytes, path, out, count, &ignored);
}

/* Name the files that are not as they were; of each list those the other lacks. */
static void tell_differences(struct rebuilding *now)
{
    struct program *program = now->program;
    struct arena *arena = &program->arena;
    struct summed *was, *is;
    size_t all = 0, then = 0, i = 0, j = 0, differ = 0;
    const char *first = NULL;
    const char *old =
        arena_format(arena, "%.*s" RELEASE_SUMS,
                     (int)(strlen(now->json) - strlen(EDITION_JSON)), now->json);
    if (!text_ends(text_of(now->json), TEXT(EDITION_JSON)) ||
        !read_sums(arena, old, &was, &then) ||
        !read_sums(arena, path_join(arena, now->into, RELEASE_SUMS), &is, &all))
        return;
    while (i < then || j < all) {
        int order = i == then ? 1 : j == all ? -1 : strcmp(was[i].path, is[j].path);
        bool same = order == 0 && strcmp(was[i].sha256.hex, is[j].sha256.hex) == 0;
        if (!same && differ++ == 0)
            first = order <= 0 ? was[i].path : is[j].path;
        i += order <= 0;
        j += order >= 0;
    }
    if (first)
        fprintf(program->terminal.err, "cifra: %s, the first is %s\n",
                printed_count(arena, differ, "file"), first);
}

static enum exit_code tell(struct rebuilding *now, const struct sha256 *sums)
{
    struct program *program = now->program;
    bool same = strcmp(sums->hex, now->head.sums.hex) == 0;
    terminal_clear(&program->terminal);
    if (!same) {
        fprintf(program->terminal.err,
                "cifra: %s is not edition %s: its SHA256SUMS is %.12s, and was %.12s\n",
                now->into, now->head.edition, sums->hex, now->head.sums.hex);
        tell_differences(now);
        return EXIT_DIFFERS;
    }
    if (!program->terminal.quiet)
        fprintf(program->terminal.out, "%s/ is edition %s, byte for byte (%.12s)\n",
                now->into, now->head.edition, sums->hex);
    return EXIT_FINE;
}

enum exit_code command_rebuild(struct program *program)
{
    struct rebuilding now = {.program = program};
    struct error err = {0};
    struct sha256 sums;
    if (!program_configure(program, &err) ||
        !find_json(&now, program->options.argument[0], &err))
        return fail_setup(program, &err);
    if (!read_json(&now, &err))
        return fail_data(program, &err);
    name_folders(&now);
    if (!check_into(&now, &err))
        return fail_setup(program, &err);
    if (!check_program(&now, &err) || !read_holdings(&now, &err))
        return fail_data(program, &err);
    if (!build(&now, &sums, &err))
        return fail_build(program, &err);
    return tell(&now, &sums);
}
