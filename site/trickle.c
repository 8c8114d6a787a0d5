#include "site/trickle.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct trickle {
    int fd;
    bool ends; /* under the lock */
    pthread_mutex_t lock;
    pthread_cond_t ending;
    pthread_t thread;
};

/* Returns true when it ends. */
static bool wait_a_second(struct trickle *trickle)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec++;
    pthread_mutex_lock(&trickle->lock);
    int waited = 0;
    while (!trickle->ends && waited == 0)
        waited = pthread_cond_clockwait(&trickle->ending, &trickle->lock,
                                        CLOCK_MONOTONIC, &until);
    bool ends = trickle->ends;
    pthread_mutex_unlock(&trickle->lock);
    return ends;
}

static void *trickle_on(void *argument)
{
    struct trickle *trickle = argument;
    while (!wait_a_second(trickle))
        (void)!syncfs(trickle->fd);
    return NULL;
}

struct trickle *trickle_open(const char *folder)
{
    struct trickle *trickle = calloc(1, sizeof *trickle);
    if (!trickle)
        return NULL;
    *trickle = (struct trickle){.fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
                                .lock = PTHREAD_MUTEX_INITIALIZER,
                                .ending = PTHREAD_COND_INITIALIZER};
    if (trickle->fd >= 0 &&
        pthread_create(&trickle->thread, NULL, trickle_on, trickle) == 0)
        return trickle;
    if (trickle->fd >= 0)
        close(trickle->fd);
    free(trickle);
    return NULL;
}

void trickle_close(struct trickle *trickle)
{
    if (!trickle)
        return;
    pthread_mutex_lock(&trickle->lock);
    trickle->ends = true;
    pthread_cond_signal(&trickle->ending);
    pthread_mutex_unlock(&trickle->lock);
    pthread_join(trickle->thread, NULL);
    close(trickle->fd);
    free(trickle);
}
