/* Each member is read into a part of the sink. Parts are joined in the order of
 * members, as soon as all before them are; so only a few exist at a time. As with
 * stretches of one file (decode_csv.c), whatever fails while several are read is
 * forgotten, and one thread reads from the beginning to say what it is. */
#include "ingest/decode_members.h"

#include "base/parallel.h"

#include <pthread.h>
#include <string.h>

enum { OPEN_MAX = 64 }; /* streams of one archive at the same time */

/* What has become of a member. */
struct outcome {
    bool done;
    struct sink *part;
    struct decoded decoded;
};

struct work {
    const struct source *source;
    const char *path;
    decode_stream_fn *decode;
    struct sink *sink;
    const struct member *member;
    size_t count;
    struct decoded total;
    size_t last_row;

    /* Under the lock, but for each worker's own outcome. */
    pthread_mutex_t lock;
    struct outcome *outcome;
    size_t joined;
    bool failed;
    size_t streams; /* not in use just now */
    struct stream *stream[OPEN_MAX];
    struct arena *arena; /* of streams */
};

static void add_up(struct work *work, const struct decoded *decoded)
{
    struct decoded *total = &work->total;
    total->rows += decoded->rows;
    total->observations += decoded->observations;
    total->bytes += decoded->bytes;
    total->delimiter = decoded->delimiter;
    if (!total->encoding || strcmp(total->encoding, "windows-1252") != 0)
        total->encoding = decoded->encoding;
    work->last_row += decoded->last_row > 0 ? decoded->last_row : decoded->rows;
}

/* One after another ------------------------------------------------------------------
 */

static bool read_into(struct work *work, struct stream *stream, size_t index,
                      struct sink *sink, struct decoded *decoded, struct error *err)
{
    struct arena arena = {0};
    sink->member = work->member[index].name;
    bool good = stream_go(stream, &work->member[index], err) &&
                work->decode(&arena, work->source, stream, sink, decoded, err);
    arena_free(&arena);
    return good || fail_while(err, "reading %s", work->member[index].name);
}

static bool read_one(struct work *work, struct stream *stream, size_t index,
                     struct error *err)
{
    struct decoded decoded = {.encoding = ""};
    struct sink *part = work->sink->split ? work->sink->split(work->sink) : work->sink;
    if (!read_into(work, stream, index, part, &decoded, err)) {
        if (part != work->sink)
            work->sink->drop(part);
        return false;
    }
    size_t first_row = work->last_row;
    add_up(work, &decoded);
    return part == work->sink || work->sink->join(work->sink, part, first_row, err);
}

static bool read_in_turn(struct work *work, struct error *err)
{
    struct stream *stream = stream_open_all(work->arena, work->path, err);
    bool good = stream != NULL;
    for (size_t i = 0; i < work->count && good; i++)
        good = read_one(work, stream, i, err);
    stream_close(stream);
    return good;
}

/* At the same time -------------------------------------------------------------------
 */

/* Members are handed out in order, so a stream that was put back is never too far. */
static struct stream *take_stream(struct work *work)
{
    struct error ignored = {0};
    pthread_mutex_lock(&work->lock);
    struct stream *stream = work->streams > 0
                                ? work->stream[--work->streams]
                                : stream_open_all(work->arena, work->path, &ignored);
    pthread_mutex_unlock(&work->lock);
    return stream;
}

/* Join all that are next in order. */
static void join_ready(struct work *work)
{
    struct error ignored = {0};
    while (!work->failed && work->joined < work->count &&
           work->outcome[work->joined].done) {
        struct outcome *outcome = &work->outcome[work->joined++];
        size_t first_row = work->last_row;
        add_up(work, &outcome->decoded);
        struct sink *part = outcome->part;
        outcome->part = NULL;
        if (!work->sink->join(work->sink, part, first_row, &ignored))
            work->failed = true;
    }
}

static bool work_member(void *context, size_t index, struct error *err)
{
    struct work *work = context;
    struct outcome *outcome = &work->outcome[index];
    struct stream *stream = take_stream(work);
    bool good = stream != NULL;
    if (good) {
        outcome->part = work->sink->split(work->sink);
        good = read_into(work, stream, index, outcome->part, &outcome->decoded, err);
    }
    pthread_mutex_lock(&work->lock);
    outcome->done = good;
    work->failed |= !good;
    if (stream)
        work->stream[work->streams++] = stream;
    join_ready(work);
    pthread_mutex_unlock(&work->lock);
    return good;
}

static bool read_together(struct work *work)
{
    struct error ignored = {0};
    work->outcome = arena_array(work->arena, work->count, sizeof *work->outcome);
    pthread_mutex_init(&work->lock, NULL);
    bool good =
        parallel_each(work->count, work_member, work, &ignored) && !work->failed;
    for (size_t i = 0; i < work->streams; i++)
        stream_close(work->stream[i]);
    for (size_t i = 0; i < work->count; i++)
        if (work->outcome[i].part)
            work->sink->drop(work->outcome[i].part);
    pthread_mutex_destroy(&work->lock);
    return good;
}

/* What is no archive. */
static bool read_only(struct arena *arena, const struct source *source,
                      const char *path, const char *suffix, decode_stream_fn *decode,
                      struct sink *sink, struct decoded *out, struct error *err)
{
    struct stream *stream = stream_open(arena, path, source->member, suffix, err);
    bool good = stream && decode(arena, source, stream, sink, out, err);
    stream_close(stream);
    return good;
}

bool decode_members(struct arena *arena, const struct source *source, const char *path,
                    const char *suffix, decode_stream_fn *decode, struct sink *sink,
                    struct decoded *out, struct error *err)
{
    struct member *member;
    bool apart;
    struct work work = {
        .source = source, .path = path, .decode = decode, .sink = sink, .arena = arena};
    if (!stream_members(arena, path, source->member, suffix, &member, &work.count,
                        &apart, err))
        return false;
    if (!member[0].name[0])
        return read_only(arena, source, path, suffix, decode, sink, out, err);
    work.member = member;
    apart &= work.count > 1 && parallel_width() > 1 && sink->split && sink->reset &&
             source->whole;
    bool good = apart && read_together(&work);
    if (!good) {
        if (apart)
            sink->reset(sink);
        work.total = (struct decoded){0};
        work.last_row = 0;
        good = read_in_turn(&work, err);
    }
    *out = work.total;
    out->encoding = out->encoding ? out->encoding : "";
    out->last_row = work.last_row;
    out->member = member[0].name;
    if (work.count > 1)
        out->member =
            arena_format(arena, "%s and %zu more", member[0].name, work.count - 1);
    return good;
}
