/* The fetcher is a list of jobs and one loop: start what is due and allowed, let
 * libcurl work, settle what has ended, wait for the next thing to happen. A job that
 * waits (for its host, or before another try) costs nothing but its place in the list.
 *
 * settle() (fetch_settle.c) says what an ended request means, decide() does it. */
#include "ingest/fetch.h"

#include "ingest/fetch_inside.h"
#include "ingest/http_date.h"

#include <curl/curl.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

const struct fetch_limits FETCH_LIMITS = {
    .retry = {.attempts = 5, .first = 1000, .longest = 60000, .after_max = 300000},
    .connect = 30000,
    .attempt = 1800000,
    .total = 3600000,
    .slow = 60000,
    .slow_bytes = 60 << 10,
    .pause = 500,
    .parallel = 4,
};

enum { POLL_MAX = 1000, POLL_SHOWN = 100, FURTHER = 1 << 16 };

/* A host, by its origin: one request at a time, and a pause between two. */
struct host {
    const char *origin;
    bool busy;
    int64_t free_at;
};

struct fetcher {
    const struct fetch_session *session;
    struct arena *arena;
    CURLM *multi;
    struct job *job;
    struct host **host; /* of each job's address */
    size_t count, running;
    struct host *hosts;
    size_t hosts_count;
    int64_t shown;
    struct fetch_progress *progress;
};

/* Time and chance ------------------------------------------------------------------ */

static int64_t now_of(const struct fetch_session *session)
{
    struct timespec now;
    if (session->clock.now)
        return session->clock.now(session->clock.context);
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_for(const struct fetch_session *session, int64_t milliseconds)
{
    if (session->clock.sleep) {
        session->clock.sleep(session->clock.context, milliseconds);
        return;
    }
    struct timespec wait = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&wait, NULL);
}

static uint32_t random_of(const struct fetch_session *session)
{
    struct timespec now;
    if (session->clock.random)
        return session->clock.random(session->clock.context);
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint32_t)now.tv_nsec * 2654435761u ^ (uint32_t)getpid();
}

static struct host *host_of(struct fetcher *fetcher, const char *url)
{
    const char *origin = origin_of(fetcher->arena, url);
    for (size_t i = 0; i < fetcher->hosts_count; i++)
        if (strcasecmp(fetcher->hosts[i].origin, origin) == 0)
            return &fetcher->hosts[i];
    struct host *host = &fetcher->hosts[fetcher->hosts_count++];
    host->origin = origin;
    return host;
}

/* Trying again ------------------------------------------------------------------------
 */

/* This address is of no use: on to the next one. */
static void next_address(struct fetcher *fetcher, struct job *job, struct error *err)
{
    struct error further = *err;
    for (;;) {
        job_add_failure(job, &further);
        if (further.kind == ERROR_SYSTEM || job->mirror + 1 == job->fetch->urls) {
            job_give_up(job);
            return;
        }
        job->mirror++;
        further = (struct error){0};
        if (job_begin_address(job, &further))
            break;
    }
    fetcher->host[job - fetcher->job] = host_of(fetcher, job->fetch->url[job->mirror]);
    job->due = now_of(fetcher->session);
    job->state = JOB_WAITING;
    job->waits = NULL;
}

/* How long the server asks us to stay away; -1 when it does not. */
static int64_t asked_wait(const struct job *job)
{
    int64_t wait;
    if (job->answer.retry_after &&
        retry_after_read(text_of(job->answer.retry_after), time(NULL), &wait))
        return wait;
    return -1;
}

/* A try that got further than any before is none that failed. */
static void count_failure(struct job *job)
{
    job->failures++;
    if (job->held >= job->furthest + FURTHER && !job->fetch->pages)
        job->failures = 1;
    if (job->held > job->furthest)
        job->furthest = job->held;
}

static void try_later(struct fetcher *fetcher, struct job *job, struct error *err)
{
    const struct fetch_limits *limits = &fetcher->session->limits;
    int64_t now = now_of(fetcher->session);
    int64_t asked = asked_wait(job);
    struct error final = {0};
    count_failure(job);
    int64_t wait = asked >= 0 ? asked
                              : retry_wait(&limits->retry, job->failures,
                                           random_of(fetcher->session));
    if (asked > limits->retry.after_max)
        fail(&final, err->kind,
             "%s; it asks to be left alone for %lld s, and we wait %lld s at most",
             err->message, (long long)asked / 1000,
             (long long)limits->retry.after_max / 1000);
    else if (job->failures >= limits->retry.attempts)
        fail(&final, err->kind, "%s (%d attempt%s)", err->message, job->failures,
             job->failures == 1 ? "" : "s");
    else if (now + wait - job->started > limits->total)
        fail(&final, err->kind, "%s (given up after %lld s)", err->message,
             (long long)(now - job->started) / 1000);
    if (final.kind != ERROR_NONE) {
        next_address(fetcher, job, &final);
        return;
    }
    job->hop = job->url; /* a redirect may lead elsewhere by then */
    job->redirects = 0;
    job->due = now + wait;
    job->state = JOB_WAITING;
    job->waits = "again";
}

static void decide(struct fetcher *fetcher, struct job *job, enum outcome outcome,
                   struct error *err)
{
    switch (outcome) {
    case OUTCOME_DONE:
        return;
    case OUTCOME_ON:
        job->state = JOB_WAITING;
        job->due = now_of(fetcher->session);
        job->waits = NULL;
        return;
    case OUTCOME_LATER:
        try_later(fetcher, job, err);
        return;
    case OUTCOME_WRONG:
        if (err->kind != ERROR_SYSTEM)
            take_aside(job);
        next_address(fetcher, job, err);
        return;
    case OUTCOME_NEXT:
        next_address(fetcher, job, err);
        return;
    }
}

/* The loop
 * ----------------------------------------------------------------------------- */

/* When a job may start, as far as time is concerned. */
static int64_t start_of(const struct fetcher *fetcher, size_t index)
{
    const struct job *job = &fetcher->job[index];
    const struct host *host = fetcher->host[index];
    return host->free_at > job->due ? host->free_at : job->due;
}

static void release_host(struct fetcher *fetcher, size_t index)
{
    struct host *host = fetcher->host[index];
    host->busy = false;
    host->free_at = now_of(fetcher->session) + fetcher->session->limits.pause;
}

static void start_job(struct fetcher *fetcher, size_t index, int64_t now)
{
    struct job *job = &fetcher->job[index];
    struct error err = {0};
    job->due = now;
    if (!request_make(job, &err)) {
        request_end(job);
        next_address(fetcher, job, &err);
        return;
    }
    job->state = JOB_RUNNING;
    job->began = job->window = now;
    job->window_taken = job->taken;
    fetcher->host[index]->busy = true;
    fetcher->running++;
    curl_multi_add_handle(fetcher->multi, job->curl);
}

/* While one answer was looked at, nobody listened to the others: that they sent nothing
 * is not their slowness. */
static void forgive(struct fetcher *fetcher, int64_t since)
{
    int64_t passed = now_of(fetcher->session) - since;
    for (size_t i = 0; i < fetcher->count; i++)
        if (fetcher->job[i].state == JOB_RUNNING)
            fetcher->job[i].window += passed;
}

static void end_job(struct fetcher *fetcher, struct job *job, CURLcode code)
{
    struct error err = {0};
    size_t index = (size_t)(job - fetcher->job);
    curl_multi_remove_handle(fetcher->multi, job->curl);
    fetcher->running--;
    release_host(fetcher, index);
    int64_t since = now_of(fetcher->session);
    enum outcome outcome = settle(job, (int)code, &err);
    forgive(fetcher, since);
    request_end(job);
    decide(fetcher, job, outcome, &err);
}

/* Only redirects and files, which nobody pauses for, go on at once. */
static bool is_allowed(const struct fetcher *fetcher, size_t index, int64_t now)
{
    const struct job *job = &fetcher->job[index];
    return job->state == JOB_WAITING && !fetcher->host[index]->busy &&
           fetcher->running < fetcher->session->limits.parallel &&
           (job->redirects > 0 ? job->due : start_of(fetcher, index)) <= now;
}

static void start_what_is_due(struct fetcher *fetcher)
{
    int64_t now = now_of(fetcher->session);
    for (size_t i = 0; i < fetcher->count; i++)
        if (is_allowed(fetcher, i, now))
            start_job(fetcher, i, now);
}

/* Our own floor of speed: libcurl's counts whole seconds, and only bytes of bodies. */
static void end_what_is_slow(struct fetcher *fetcher)
{
    const struct fetch_limits *limits = &fetcher->session->limits;
    int64_t now = now_of(fetcher->session);
    for (size_t i = 0; i < fetcher->count; i++) {
        struct job *job = &fetcher->job[i];
        if (job->state != JOB_RUNNING || now - job->window < limits->slow)
            continue;
        job->slow = job->taken - job->window_taken < limits->slow_bytes;
        if (job->slow) {
            end_job(fetcher, job, CURLE_OPERATION_TIMEDOUT);
            continue;
        }
        job->window = now;
        job->window_taken = job->taken;
    }
}

static void take_ended(struct fetcher *fetcher)
{
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(fetcher->multi, &left))) {
        struct job *job = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&job);
        end_job(fetcher, job, code);
    }
}

/* Milliseconds until something is to be done; -1 when all is done. */
static int64_t until_next(const struct fetcher *fetcher)
{
    int64_t now = now_of(fetcher->session), next = -1;
    for (size_t i = 0; i < fetcher->count; i++) {
        const struct job *job = &fetcher->job[i];
        int64_t at = job->state == JOB_RUNNING
                         ? job->window + fetcher->session->limits.slow
                         : start_of(fetcher, i);
        bool blocked = job->state == JOB_WAITING &&
                       (fetcher->host[i]->busy ||
                        fetcher->running >= fetcher->session->limits.parallel);
        if (job->state == JOB_DONE || blocked)
            continue;
        at = at > now ? at - now : 0;
        next = next < 0 || at < next ? at : next;
    }
    return next;
}

static void wait_for_something(struct fetcher *fetcher)
{
    int64_t wait = until_next(fetcher);
    int64_t most = fetcher->session->progress ? POLL_SHOWN : POLL_MAX;
    if (fetcher->running > 0) {
        wait = wait < 1 ? 1 : wait;
        curl_multi_poll(fetcher->multi, NULL, 0, (int)(wait < most ? wait : most),
                        NULL);
    } else if (wait > 0) {
        bool real = !fetcher->session->clock.sleep;
        sleep_for(fetcher->session, real && wait > most ? most : wait);
    }
}

static size_t expected_of(const struct job *job)
{
    const struct answer *answer = &job->answer;
    if (job->fetch->pages || job->at_links || !answer->begun)
        return job->part.total;
    return answer->has_range && answer->range.total ? answer->range.total
                                                    : job->part.total;
}

/* Bytes a second over the last second or so. */
static double rate_of(struct job *job, int64_t now)
{
    int64_t passed = now - job->rate_at;
    if (passed < 1000)
        return job->rate;
    job->rate = (double)(job->taken - job->rate_taken) * 1000 / (double)passed;
    job->rate_at = now;
    job->rate_taken = job->taken;
    return job->rate;
}

static void show(struct fetcher *fetcher)
{
    int64_t now = now_of(fetcher->session);
    size_t shown = 0;
    if (!fetcher->session->progress || now - fetcher->shown < POLL_SHOWN)
        return;
    fetcher->shown = now;
    for (size_t i = 0; i < fetcher->count; i++) {
        struct job *job = &fetcher->job[i];
        bool waits = job->state == JOB_WAITING && job->waits && job->due > now;
        if (job->state != JOB_RUNNING && !waits)
            continue;
        fetcher->progress[shown++] = (struct fetch_progress){
            .name = job->fetch->name,
            .bytes = job->held,
            .expected = expected_of(job),
            .rate = rate_of(job, now),
            .page = job->fetch->pages ? job->pages + 1 : 0,
            .waiting = waits ? (double)(job->due - now) / 1000 : 0};
    }
    if (shown > 0)
        fetcher->session->progress(fetcher->session->context, fetcher->progress, shown);
}

static bool is_any_left(const struct fetcher *fetcher)
{
    for (size_t i = 0; i < fetcher->count; i++)
        if (fetcher->job[i].state != JOB_DONE)
            return true;
    return false;
}

static void run(struct fetcher *fetcher)
{
    while (is_any_left(fetcher)) {
        int still;
        start_what_is_due(fetcher);
        curl_multi_perform(fetcher->multi, &still);
        take_ended(fetcher);
        end_what_is_slow(fetcher);
        show(fetcher);
        if (is_any_left(fetcher))
            wait_for_something(fetcher);
    }
}

/* Beginning and end
 * ---------------------------------------------------------------------- */

static bool open_job(struct job *job, struct error *err)
{
    const struct fetch *fetch = job->fetch;
    job->path = arena_format(job->arena, "%s.part", fetch->into);
    if (fetch->urls == 0)
        return fail(err, ERROR_USAGE, "there is no address to fetch from");
    if (fetch->credential.from &&
        !credential_read(job->arena, &fetch->credential, &job->secret, err))
        return fail_while(err, "its credential");
    return true;
}

static void open_jobs(struct fetcher *fetcher, const struct fetch *fetch,
                      struct fetched *out)
{
    int64_t now = now_of(fetcher->session);
    for (size_t i = 0; i < fetcher->count; i++) {
        struct job *job = &fetcher->job[i];
        struct error err = {0};
        out[i] = (struct fetched){0};
        *job = (struct job){.fetch = &fetch[i],
                            .session = fetcher->session,
                            .arena = fetcher->arena,
                            .out = &out[i],
                            .file = -1,
                            .started = now,
                            .due = now,
                            .rate_at = now,
                            .newest = -1};
        fetcher->host[i] = host_of(fetcher, fetch[i].urls ? fetch[i].url[0] : "");
        if (!open_job(job, &err)) {
            out[i].err = err;
            job_finish(job, FETCH_FAILED);
        } else if (!job_begin_address(job, &err))
            next_address(fetcher, job, &err);
    }
}

void fetch_all(struct arena *arena, const struct fetch_session *session,
               const struct fetch *fetch, size_t count, struct fetched *out)
{
    struct fetcher fetcher = {.session = session, .arena = arena, .count = count};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        for (size_t i = 0; i < count; i++) {
            out[i] = (struct fetched){0};
            fail(&out[i].err, ERROR_SYSTEM, "libcurl cannot start");
        }
        return;
    }
    fetcher.multi = memory_or_die(curl_multi_init());
    fetcher.job = arena_array(arena, count + 1, sizeof *fetcher.job);
    fetcher.host = arena_array(arena, count + 1, sizeof *fetcher.host);
    fetcher.hosts =
        arena_array(arena, count * FETCH_URLS_MAX + 1, sizeof *fetcher.hosts);
    fetcher.progress = arena_array(arena, count + 1, sizeof *fetcher.progress);
    open_jobs(&fetcher, fetch, out);
    run(&fetcher);
    for (size_t i = 0; i < count; i++)
        job_close(&fetcher.job[i]);
    curl_multi_cleanup(fetcher.multi);
    curl_global_cleanup();
}
