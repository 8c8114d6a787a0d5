/* A site on a web server: each file is fetched, hashed and forgotten. Pages for people
 * are what is wanted here, so that nobody looks at what comes. */
#include "site/verify.h"

#include "ingest/fetch.h"

#include <string.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 30, ATTEMPTS = 3 };

struct address {
    const char *base;
    const char *scratch;
    const char *authorities;
};

static struct fetch fetch_of(struct arena *arena, const struct address *address,
                             const char *path, size_t index, size_t limit)
{
    struct fetch fetch = {.name = path,
                          .urls = 1,
                          .into =
                              arena_format(arena, "%s/%zu", address->scratch, index),
                          .bytes_max = limit};
    fetch.url[0] = arena_format(arena, "%s%s", address->base, path);
    return fetch;
}

static bool take_any(void *context, const struct fetch *fetch, struct text beginning,
                     bool whole, enum answer_kind wanted, struct error *err)
{
    (void)context;
    (void)fetch;
    (void)beginning;
    (void)whole;
    (void)wanted;
    (void)err;
    return true;
}

static void say_nothing(void *context, const struct fetch *fetch, struct text body,
                        struct buffer *out)
{
    (void)context;
    (void)fetch;
    (void)body;
    (void)out;
}

static void transfer(struct arena *arena, const struct address *address,
                     const struct fetch *fetch, size_t count, struct fetched *out)
{
    struct fetch_session session = {
        .limits = FETCH_LIMITS, .reader = {.check = take_any, .words = say_nothing}};
    session.limits.pause = 0;
    session.limits.retry.attempts = ATTEMPTS;
    session.authorities = address->authorities;
    fetch_all(arena, &session, fetch, count, out);
}

static bool is_there(const struct fetched *fetched)
{
    return fetched->end == FETCH_ARRIVED;
}

static bool hash(void *context, struct arena *arena, const char *const *paths,
                 size_t count, struct looked *out, struct error *err)
{
    const struct address *address = context;
    struct fetch *fetch = arena_array(arena, count, sizeof *fetch);
    struct fetched *fetched = arena_array(arena, count, sizeof *fetched);
    (void)err;
    for (size_t i = 0; i < count; i++)
        fetch[i] = fetch_of(arena, address, paths[i], i, FILE_MAX);
    transfer(arena, address, fetch, count, fetched);
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct looked){.found = is_there(&fetched[i]),
                                 .sha256 = fetched[i].provenance.sha256,
                                 .why = fetched[i].err.message};
        unlink(fetch[i].into);
    }
    return true;
}

static bool read_file(void *context, struct arena *arena, const char *path,
                      size_t limit, struct text *out, struct error *err)
{
    const struct address *address = context;
    struct fetch fetch = fetch_of(arena, address, path, 0, limit);
    struct fetched *fetched = arena_take(arena, sizeof *fetched);
    transfer(arena, address, &fetch, 1, fetched);
    bool good = is_there(fetched)
                    ? file_read(arena, fetch.into, limit, out, err)
                    : fail(err, fetched->err.kind, "%s", fetched->err.message);
    unlink(fetch.into);
    return good;
}

void verify_address(struct arena *arena, const char *base, const char *scratch,
                    const char *authorities, struct site_reader *out)
{
    struct address *address = arena_take(arena, sizeof *address);
    struct text text = text_of(base);
    address->base =
        arena_format(arena, "%s%s", base, text_ends(text, TEXT("/")) ? "" : "/");
    address->scratch = arena_copy(arena, text_of(scratch)).at;
    address->authorities = authorities && *authorities ? authorities : NULL;
    *out = (struct site_reader){address, hash, read_file, NULL, NULL};
}
