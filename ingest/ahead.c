/* Two buffers go round: one is being filled while the other is emptied. */
#include "ingest/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFERS = 2, BYTES = 512 << 10 };

struct filling {
    size_t length, taken;
    bool full; /* filled, and not yet emptied */
    bool last; /* nothing follows but, perhaps, the failure */
    char bytes[BYTES];
};

struct ahead {
    struct stream *stream;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool closed;
    struct error failure;
    size_t next; /* to be emptied */
    struct filling filling[BUFFERS];
};

/* Wait until the buffer is, or is no longer, full; false when there is no more need. */
static bool wait_until(struct ahead *ahead, const struct filling *filling, bool full)
{
    pthread_mutex_lock(&ahead->lock);
    while (filling->full != full && !ahead->closed)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    bool needed = !ahead->closed;
    pthread_mutex_unlock(&ahead->lock);
    return needed;
}

static void set_full(struct ahead *ahead, struct filling *filling, bool full)
{
    pthread_mutex_lock(&ahead->lock);
    filling->full = full;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static void fill(struct ahead *ahead, struct filling *filling)
{
    size_t got = 1;
    filling->length = filling->taken = 0;
    while (filling->length < BYTES && got > 0 && !filling->last) {
        filling->last = !stream_read(ahead->stream, filling->bytes + filling->length,
                                     BYTES - filling->length, &got, &ahead->failure);
        filling->length += got;
    }
    filling->last |= got == 0;
}

static void *work(void *argument)
{
    struct ahead *ahead = argument;
    for (size_t i = 0;; i = (i + 1) % BUFFERS) {
        struct filling *filling = &ahead->filling[i];
        if (!wait_until(ahead, filling, false))
            return NULL;
        fill(ahead, filling);
        bool last = filling->last;
        set_full(ahead, filling, true);
        if (last)
            return NULL;
    }
}

struct ahead *ahead_open(struct stream *stream)
{
    struct ahead *ahead = memory_or_die(calloc(1, sizeof *ahead));
    ahead->stream = stream;
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    if (pthread_create(&ahead->thread, NULL, work, ahead) == 0)
        return ahead;
    pthread_mutex_destroy(&ahead->lock);
    pthread_cond_destroy(&ahead->changed);
    free(ahead);
    return NULL;
}

bool ahead_read(struct ahead *ahead, void *into, size_t size, size_t *got,
                struct error *err)
{
    struct filling *filling = &ahead->filling[ahead->next];
    wait_until(ahead, filling, true);
    size_t left = filling->length - filling->taken;
    *got = size < left ? size : left;
    memcpy(into, filling->bytes + filling->taken, *got);
    filling->taken += *got;
    if (left == 0 && ahead->failure.kind != ERROR_NONE)
        return fail(err, ahead->failure.kind, "%s", ahead->failure.message);
    if (*got == left && !filling->last) {
        ahead->next = (ahead->next + 1) % BUFFERS;
        set_full(ahead, filling, false);
    }
    return true;
}

void ahead_close(struct ahead *ahead)
{
    if (!ahead)
        return;
    pthread_mutex_lock(&ahead->lock);
    ahead->closed = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    pthread_join(ahead->thread, NULL);
    pthread_mutex_destroy(&ahead->lock);
    pthread_cond_destroy(&ahead->changed);
    free(ahead);
}
