/* Indices are handed out in order, under one lock. When index i fails, all below
 * it have been started and will end, so the lowest failure is known for sure and
 * is the same for any number of threads. */
#include "base/parallel.h"

#include "base/number.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS_MAX = 64 };

struct share {
    pthread_mutex_t lock;
    bool (*work)(void *context, size_t index, struct error *err);
    void *context;
    size_t count;
    size_t next;
    bool failed;
    size_t lowest; /* failing index, when failed */
    struct error err;
};

static size_t processors(void)
{
#ifdef CPU_COUNT
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (size_t)CPU_COUNT(&set);
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (size_t)online : 1;
}

size_t parallel_width(void)
{
    int64_t asked;
    if (number_whole(text_of(getenv("CIFRA_THREADS")), &asked) && asked >= 1 &&
        asked <= THREADS_MAX)
        return (size_t)asked;
    size_t found = processors();
    return found < THREADS_MAX ? found : THREADS_MAX;
}

static bool claim(struct share *share, size_t *index)
{
    pthread_mutex_lock(&share->lock);
    bool claimed = !share->failed && share->next < share->count;
    if (claimed)
        *index = share->next++;
    pthread_mutex_unlock(&share->lock);
    return claimed;
}

static void report(struct share *share, size_t index, const struct error *err)
{
    pthread_mutex_lock(&share->lock);
    if (!share->failed || index < share->lowest) {
        share->failed = true;
        share->lowest = index;
        share->err = *err;
    }
    pthread_mutex_unlock(&share->lock);
}

static void *take_part(void *argument)
{
    struct share *share = argument;
    struct error err = {0};
    for (size_t index; claim(share, &index);) {
        err.kind = ERROR_NONE;
        if (!share->work(share->context, index, &err)) {
            report(share, index, &err);
            break;
        }
    }
    return NULL;
}

/* The caller takes part too: where no thread can be had, it does all the work. */
static void run(struct share *share, size_t width)
{
    pthread_t threads[THREADS_MAX];
    size_t started = 0;
    while (started + 1 < width &&
           pthread_create(&threads[started], NULL, take_part, share) == 0)
        started++;
    take_part(share);
    while (started > 0)
        pthread_join(threads[--started], NULL);
}

bool parallel_each(size_t count,
                   bool (*work)(void *context, size_t index, struct error *err),
                   void *context, struct error *err)
{
    struct share share = {.lock = PTHREAD_MUTEX_INITIALIZER,
                          .work = work,
                          .context = context,
                          .count = count};
    size_t width = parallel_width();
    run(&share, width < count ? width : count);
    pthread_mutex_destroy(&share.lock);
    if (share.failed && err->kind == ERROR_NONE)
        *err = share.err;
    return !share.failed;
}
