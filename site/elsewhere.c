#include "site/elsewhere.h"

#include "base/file.h"
#include "site/chain.h"
#include "site/release.h"

#include <string.h>

enum { NOTE_MAX = 4096 };

/* What a target has when it has all: another one once the edition, the chain or the
 * target's configuration changed. A command sends the folder as it is: for it, also
 * once anything else in there changed, such as packed copies. */
static const char *note_of(struct arena *arena, const struct publish_target *target,
                           const struct shown *shown, const char *identity)
{
    struct error ignored = {0};
    struct sha256 chain = {""};
    const char *path =
        path_join(arena, shown->releases,
                  arena_format(arena, RELEASE_EDITIONS "/%s", RELEASE_CHAIN));
    sha256_of_file(path, &chain, &ignored); /* none: no edition has joined it */
    const char *note =
        arena_format(arena, "%s\n%s\n%s\n", shown->release, chain.hex, identity);
    struct sha256 folder = {""};
    if (target->endpoint || !release_fingerprint(shown->folder, &folder, &ignored))
        return note;
    return arena_format(arena, "%s%s\n", note, folder.hex);
}

static const char *identity_of(struct arena *arena, const struct publish_target *target)
{
    struct buffer words = {0};
    if (target->endpoint)
        buffer_format(&words, "s3 %s %s %s", target->endpoint, target->bucket,
                      target->prefix);
    for (const char **word = target->word; word && *word; word++)
        buffer_format(&words, "%s%c", *word, '\0');
    const char *hex = arena_copy(arena, text_of(sha256_of(buffer_all(&words)).hex)).at;
    buffer_free(&words);
    return hex;
}

static bool publish_to(struct arena *arena, struct terminal *terminal,
                       const struct publish_target *target, const struct shown *shown,
                       struct error *err)
{
    const char *said = "", *identity = identity_of(arena, target);
    const char *path = path_join(arena, shown->releases,
                                 arena_format(arena, ".elsewhere-%.12s", identity));
    struct text note = text_of(note_of(arena, target, shown, identity));
    if (file_holds(path, note))
        return true;
    if (!(target->endpoint
              ? elsewhere_s3(arena, target, shown, &said, err)
              : elsewhere_command(arena, target, shown, terminal, &said, err)) ||
        !file_write(path, note, err))
        return false;
    terminal_clear(terminal);
    if (!terminal->quiet)
        fprintf(terminal->out, "%s: edition %s: %s\n", target->name, shown->release,
                said);
    return true;
}

static bool find_shown(struct arena *arena, const struct config *config,
                       struct shown *out)
{
    struct error ignored = {0}; /* a run that could not publish has said why */
    *out = (struct shown){.releases = config->releases,
                          .authorities = config->authorities};
    if (!release_current(arena, config->public_, &out->folder, &ignored) ||
        !out->folder)
        return false;
    out->release = strrchr(out->folder, '/') + 1;
    return true;
}

bool elsewhere_publish(struct terminal *terminal, const struct config *config)
{
    struct arena arena = {0};
    struct shown shown;
    bool all = true;
    if (config->targets > 0 && find_shown(&arena, config, &shown))
        for (size_t i = 0; i < config->targets; i++) {
            struct error err = {0};
            if (publish_to(&arena, terminal, &config->target[i], &shown, &err))
                continue;
            fail_while(&err, "%s: edition %s is not there yet", config->target[i].name,
                       shown.release);
            terminal_clear(terminal);
            terminal_complain(terminal, &err);
            all = false;
        }
    arena_free(&arena);
    return all;
}
