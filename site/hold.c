#include "site/hold.h"

#include "base/clock.h"
#include "base/file.h"
#include "site/release.h"

#include <errno.h>
#include <unistd.h>

enum { HOLD_MAX = 4096 };

static const char *hold_path(struct arena *arena, const char *releases)
{
    return path_join(arena, releases, ".held");
}

bool hold_read(struct arena *arena, const char *releases, struct hold *out)
{
    const char *path = hold_path(arena, releases);
    struct error ignored = {0};
    struct text bytes;
    *out = (struct hold){NULL, ""};
    if (!file_exists(path))
        return false;
    if (!file_read(arena, path, HOLD_MAX, &bytes, &ignored))
        return true;
    const char *before = arena_copy(arena, text_cut(&bytes, '\n')).at;
    struct text since = text_cut(&bytes, '\n');
    if (release_is_name(before))
        out->before = before;
    if (since.at && clock_read(since) != (time_t)-1)
        out->since = arena_copy(arena, since).at;
    return true;
}

bool hold_set(struct arena *arena, const char *releases, const char *before,
              struct error *err)
{
    struct hold there;
    if (hold_read(arena, releases, &there))
        return true;
    const char *lines = arena_format(arena, "%s\n%s\n", before, clock_iso(arena));
    return file_write(hold_path(arena, releases), text_of(lines), err);
}

bool hold_lift(struct arena *arena, const char *releases, struct error *err)
{
    const char *path = hold_path(arena, releases);
    if (unlink(path) != 0)
        return errno == ENOENT || fail_errno(err, "removing %s", path);
    return folder_sync(releases, err);
}
