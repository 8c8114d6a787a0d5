/* The fetcher is a list of jobs and one loop: start what is due and allowed, let
 * libcurl work, settle what has ended, wait for the next thing to happen. A job that
 * waits (for its host, or before another try) costs nothing but its place in the list.
 *
 * What an ended request means is decided in settle(): on with the file (a redirect, the
 * next page, the rest of it), again later, the next address, or the end. */
#include "ingest/fetch.h"

#include "ingest/address.h"
#include "ingest/fetch_inside.h"
#include "ingest/http_date.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
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

/* The address at hand ---------------------------------------------------------------
 */

static struct day today_utc(void)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    gmtime_r(&now, &tm);
    return (struct day){(int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                        (int8_t)tm.tm_mday};
}

static const char *hash_of(struct arena *arena, const char *url)
{
    struct sha256 hash = sha256_of(text_of(url));
    return arena_copy(arena, text_of(hash.hex)).at;
}

/* Ask for another address next: another page, or the file a page led to. */
static void aim(struct job *job, const char *url)
{
    job->url = job->hop = url;
    job->redirects = 0;
    job->failures = 0;
    job->furthest = 0;
    job->no_range = false;
    job->part = (struct part){hash_of(job->arena, url), {"", ""}, 0};
    job->held = job->base;
}

/* What an earlier run left of this very file. */
static void pick_up(struct job *job)
{
    struct part part;
    struct stat found;
    if (job->fetch->pages || job->at_links ||
        !part_recall(job->arena, job->path, &part) ||
        strcmp(part.url, job->part.url) != 0 || stat(job->path, &found) != 0 ||
        (size_t)found.st_size > job->fetch->bytes_max)
        return;
    job->part = part;
    job->held = job->furthest = (size_t)found.st_size;
}

static bool begin_address(struct job *job, struct error *err)
{
    const char *url = job->fetch->url[job->mirror];
    job->base = 0;
    job->pages = 0;
    job->found_on = NULL;
    job->newest = -1;
    job->at_links = job->fetch->links != NULL;
    if (job->fetch->pages) {
        if (!paging_start(job->arena, job->fetch->pages, url, today_utc(), &job->paging,
                          err))
            return false;
        url = job->paging.url;
    }
    aim(job, url);
    pick_up(job);
    return true;
}

/* Ends -------------------------------------------------------------------------------
 */

static void finish(struct job *job, enum fetch_end end)
{
    job->state = JOB_DONE;
    job->out->end = end;
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    credential_mask(job->out->err.message, job->secret);
}

static const char *shown_url(struct job *job, const char *url)
{
    return address_public(job->arena, url);
}

/* All addresses were tried, or the trouble is ours. */
static void give_up(struct job *job)
{
    struct text said = buffer_all(&job->failures_said);
    if (job->fetch->urls > 1 && job->mirror > 0)
        fail(&job->out->err, job->failed_kind, "none of %zu addresses gave it: %.*s",
             job->fetch->urls, TEXT_ARGS(said));
    else
        fail(&job->out->err, job->failed_kind, "%.*s", TEXT_ARGS(said));
    finish(job, job->out->end == FETCH_REFUSED ? FETCH_REFUSED : FETCH_FAILED);
}

/* A fault that passes outweighs one that does not: it is worth coming back. */
static void add_failure(struct job *job, const struct error *err)
{
    const char *url = shown_url(job, job->fetch->url[job->mirror]);
    buffer_format(&job->failures_said, "%sfetching %s: %s", job->mirror ? "; " : "",
                  url, err->message);
    if (job->failed_kind == ERROR_NONE || err->kind == ERROR_NETWORK)
        job->failed_kind = err->kind;
}

/* This address is of no use: on to the next one. */
static void next_address(struct fetcher *fetcher, struct job *job, struct error *err)
{
    struct error further = *err;
    for (;;) {
        add_failure(job, &further);
        if (further.kind == ERROR_SYSTEM || job->mirror + 1 == job->fetch->urls) {
            give_up(job);
            return;
        }
        job->mirror++;
        further = (struct error){0};
        if (begin_address(job, &further))
            break;
    }
    fetcher->host[job - fetcher->job] = host_of(fetcher, job->fetch->url[job->mirror]);
    job->due = now_of(fetcher->session);
    job->state = JOB_WAITING;
    job->waits = NULL;
}

/* What is held is of no use. */
static void drop_part(struct job *job)
{
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    part_forget(job->path);
    job->part.validators = (struct validators){"", ""};
    job->held = job->base = 0;
}

/* What came
 * ---------------------------------------------------------------------------- */

static const char *masked(struct job *job, const char *value)
{
    struct text copy = arena_copy(job->arena, text_of(value));
    char *writable = arena_format(job->arena, "%.*s", TEXT_ARGS(copy));
    credential_mask(writable, job->secret);
    return writable;
}

/* Headers of the file as a whole: a part's length is not the file's. */
static void keep_headers(struct job *job, struct provenance *out)
{
    const struct answer *answer = &job->answer;
    for (size_t i = 0; i < answer->headers; i++) {
        const char *name = answer->header[i][0];
        if (answer->status == 206 && strcmp(name, "content-length") == 0)
            continue;
        out->header[out->headers][0] = name;
        out->header[out->headers++][1] = masked(job, answer->header[i][1]);
    }
}

/* The day of Last-Modified, else today. */
static void set_days(struct job *job, struct provenance *out)
{
    struct tm tm = {0};
    time_t now = time(NULL), modified = (time_t)job->newest;
    gmtime_r(&now, &tm);
    out->fetched =
        arena_format(job->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
                     tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
    if (modified > 0 && modified < now)
        gmtime_r(&modified, &tm);
    out->date = (struct day){(int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                             (int8_t)tm.tm_mday};
}

static const char *note_of(struct job *job)
{
    if (job->found_on)
        return masked(job, job->found_on);
    return job->pages > 1 ? arena_format(job->arena, "%zu pages", job->pages) : "";
}

static bool describe(struct job *job, struct error *err)
{
    struct provenance *out = &job->out->provenance;
    const char *url = job->fetch->links ? job->url : job->fetch->url[job->mirror];
    *out = (struct provenance){.url = masked(job, address_public(job->arena, url))};
    out->file = masked(job, address_file_name(job->arena, job->answer.disposition,
                                              job->fetch->pages ? url : job->hop));
    keep_headers(job, out);
    set_days(job, out);
    out->note = note_of(job);
    out->bytes = job->held;
    return sha256_of_file(job->path, &out->sha256, err);
}

/* The bytes become the file that was wanted. */
static bool hand_over(struct job *job, enum fetch_end end, struct error *err)
{
    if (!describe(job, err))
        return false;
    if (rename(job->path, job->fetch->into) != 0)
        return fail_errno(err, "writing %s", job->fetch->into);
    part_forget(job->path);
    job->out->end = end;
    return true;
}

static bool read_taken(struct job *job, size_t most, char **out, size_t *length,
                       struct error *err)
{
    *length = job->held - job->base < most ? job->held - job->base : most;
    *out = memory_or_die(malloc(*length + 1));
    ssize_t got = pread(job->file, *out, *length, (off_t)job->base);
    if (got == (ssize_t)*length)
        return true;
    free(*out);
    *out = NULL;
    return fail_errno(err, "reading %s", job->path);
}

/* Is what came, from .base on, what was wanted? */
static bool check_answer(struct job *job, struct error *err)
{
    enum answer_kind wanted = job->at_links ? ANSWER_PAGE : ANSWER_DATA;
    char *bytes;
    size_t length;
    if (!read_taken(job, ANSWER_LOOK, &bytes, &length, err))
        return false;
    bool good = answer_check((struct text){bytes, length},
                             length == job->held - job->base, wanted, err);
    free(bytes);
    return good;
}

/* Outcomes ----------------------------------------------------------------------------
 */

enum outcome {
    OUTCOME_DONE,  /* the job has ended */
    OUTCOME_ON,    /* on at once, or after the host's pause: nothing was wrong */
    OUTCOME_LATER, /* err may pass with time */
    OUTCOME_NEXT,  /* err will not: another address */
    OUTCOME_WRONG  /* err says that the bytes are not the data */
};

static enum outcome take_links(struct job *job, struct error *err)
{
    struct link link;
    char *bytes;
    size_t length;
    if (!check_answer(job, err) ||
        !read_taken(job, LINKS_PAGE_MAX, &bytes, &length, err))
        return OUTCOME_WRONG;
    bool found = links_newest(job->arena, (struct text){bytes, length}, job->hop,
                              job->fetch->links, &link, err);
    free(bytes);
    if (!found)
        return OUTCOME_WRONG;
    job->found_on = arena_format(job->arena, "\"%s\" on %s", link.label,
                                 shown_url(job, job->fetch->url[job->mirror]));
    job->at_links = false;
    aim(job, link.url);
    pick_up(job);
    return OUTCOME_ON;
}

static bool end_page(struct job *job, struct error *err)
{
    if (pwrite(job->file, "\n", 1, (off_t)job->held) != 1)
        return fail_errno(err, "writing %s", job->path);
    job->held++;
    job->base = job->held;
    job->pages++;
    return true;
}

static enum outcome hand_over_pages(struct job *job, struct error *err)
{
    if (job->pages == 0) {
        fail(err, ERROR_NETWORK, "the server has none of the pages");
        return OUTCOME_NEXT;
    }
    if (!hand_over(job, FETCH_ARRIVED, err))
        return OUTCOME_NEXT;
    finish(job, FETCH_ARRIVED);
    return OUTCOME_DONE;
}

/* Archives one after another are no archive. */
static bool check_joinable(struct text page, struct error *err)
{
    bool packed = text_starts(page, TEXT("PK\x03\x04")) ||
                  text_starts(page, TEXT("\x1f\x8b")) ||
                  text_starts(page, TEXT("BZh")) ||
                  text_starts(page, TEXT("\xfd"
                                         "7zXZ")) ||
                  text_starts(page, TEXT("\x28\xb5\x2f\xfd"));
    return !packed || fail(err, ERROR_FORMAT,
                           "a page is an archive, and archives cannot be put together");
}

static enum outcome take_page(struct job *job, struct error *err)
{
    char *bytes;
    size_t length;
    if (!check_answer(job, err))
        return OUTCOME_WRONG;
    if (!read_taken(job, PAGE_MAX, &bytes, &length, err))
        return OUTCOME_NEXT;
    struct text page = {bytes, length};
    bool good = check_joinable(page, err) &&
                paging_next(job->arena, &job->paging, page, job->answer.link, err);
    free(bytes);
    if (!good)
        return err->kind == ERROR_FORMAT ? OUTCOME_WRONG : OUTCOME_NEXT;
    if (!end_page(job, err))
        return OUTCOME_NEXT;
    if (!job->paging.url)
        return hand_over_pages(job, err);
    aim(job, job->paging.url);
    return OUTCOME_ON;
}

static enum outcome take_file(struct job *job, struct error *err)
{
    bool whole = job->answer.status != 206;
    if (!digest_check(&job->answer, job->path, whole, err)) {
        drop_part(job);
        return OUTCOME_LATER;
    }
    if (!check_answer(job, err))
        return OUTCOME_WRONG;
    if (!hand_over(job, FETCH_ARRIVED, err))
        return OUTCOME_NEXT;
    finish(job, FETCH_ARRIVED);
    return OUTCOME_DONE;
}

/* Is there more of the file than the server sent this time? */
static bool is_short(const struct job *job)
{
    const struct content_range *range = &job->answer.range;
    return job->answer.status == 206 && range->total > 0 && job->held < range->total;
}

/* Of pages, the youngest. */
static void note_modified(struct job *job)
{
    curl_off_t of_file = -1;
    int64_t modified = -1;
    curl_easy_getinfo(job->curl, CURLINFO_FILETIME_T, &of_file);
    if (!job->answer.modified ||
        !http_date_read(text_of(job->answer.modified), &modified))
        modified = of_file;
    if (modified > job->newest && !job->at_links)
        job->newest = modified;
}

static enum outcome settle_good(struct job *job, struct error *err)
{
    if (is_short(job)) {
        fail(err, ERROR_NETWORK, "the server sent %zu of %zu bytes", job->held,
             job->answer.range.total);
        return OUTCOME_LATER;
    }
    if (job->answer.status == 206 && job->answer.has_range &&
        job->held != job->answer.range.last + 1) {
        fail(err, ERROR_NETWORK, "the server sent another part than it said");
        job->no_range = true;
        return OUTCOME_LATER;
    }
    note_modified(job);
    return job->at_links       ? take_links(job, err)
           : job->fetch->pages ? take_page(job, err)
                               : take_file(job, err);
}

static enum outcome settle_unchanged(struct job *job, struct error *err)
{
    const char *shown = shown_url(job, job->url);
    if (!job->conditional) {
        fail(err, ERROR_NETWORK,
             "the server answered 304, not modified, and nobody had asked that");
        return OUTCOME_NEXT;
    }
    for (size_t i = job->fetch->known; i-- > 0;)
        if (strcmp(job->fetch->snapshot[i]->url, shown) == 0) {
            job->out->provenance = *job->fetch->snapshot[i];
            break;
        }
    part_forget(job->path);
    finish(job, FETCH_UNCHANGED);
    return OUTCOME_DONE;
}

static bool starts(const char *string, const char *prefix)
{
    return strncasecmp(string, prefix, strlen(prefix)) == 0;
}

static enum outcome settle_redirect(struct job *job, struct error *err)
{
    char *to = NULL;
    curl_easy_getinfo(job->curl, CURLINFO_REDIRECT_URL, &to);
    if (!to) {
        fail(err, ERROR_NETWORK, "the server answered %ld and does not say where to",
             job->answer.status);
        return OUTCOME_NEXT;
    }
    const char *shown = shown_url(job, to);
    if (!starts(to, "https://") && !starts(to, "http://"))
        fail(err, ERROR_NETWORK,
             "the server redirects to %s: only https and http are followed", shown);
    else if (starts(job->hop, "https://") && !starts(to, "https://"))
        fail(err, ERROR_NETWORK,
             "the server redirects to %s: from https no way leads to http", shown);
    else if (++job->redirects > REDIRECTS_MAX)
        fail(err, ERROR_NETWORK, "the server redirects more than %d times, last to %s",
             REDIRECTS_MAX, shown);
    if (err->kind != ERROR_NONE)
        return OUTCOME_NEXT;
    job->hop = arena_copy(job->arena, text_of(to)).at;
    return OUTCOME_ON;
}

static void say_status(struct job *job, struct error *err)
{
    struct buffer words = {0};
    answer_words(&words, buffer_all(&job->answer.words));
    fail(err, ERROR_NETWORK, "the server answered %ld%s%.*s", job->answer.status,
         words.length ? ": " : "", TEXT_ARGS(buffer_all(&words)));
    buffer_free(&words);
}

static enum outcome settle_missing(struct job *job, struct error *err)
{
    if (!paging_missing(job->arena, &job->paging, err))
        return OUTCOME_NEXT;
    if (!job->paging.url)
        return hand_over_pages(job, err);
    aim(job, job->paging.url);
    return OUTCOME_ON;
}

static enum outcome settle_status(struct job *job, struct error *err)
{
    long status = job->answer.status;
    if (status == 304)
        return settle_unchanged(job, err);
    if (status == 301 || status == 302 || status == 303 || status == 307 ||
        status == 308)
        return settle_redirect(job, err);
    if (status == 404 && job->fetch->pages && job->fetch->pages->kind == PAGING_MONTHS)
        return settle_missing(job, err);
    if (status == 416 && job->ranged) {
        job->no_range = true;
        return OUTCOME_ON;
    }
    say_status(job, err);
    return retry_fits_status(status) ? OUTCOME_LATER : OUTCOME_NEXT;
}

static bool may_pass(CURLcode code)
{
    switch ((int)code) { /* the rest will not */
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

static void say_code(struct job *job, CURLcode code, struct error *err)
{
    const char *words = job->words[0] ? job->words : curl_easy_strerror(code);
    switch ((int)code) { /* the rest have good words of their own */
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        fail(err, ERROR_NETWORK, "the server's certificate cannot be trusted: %s",
             words);
        break;
    case CURLE_UNSUPPORTED_PROTOCOL:
        fail(err, ERROR_NETWORK, "%s%s", words,
             starts(job->hop, "http") ? "" : ": only https and http are followed");
        break;
    case CURLE_PARTIAL_FILE:
        fail(err, ERROR_NETWORK, "the file was cut short: %s", words);
        break;
    default:
        fail(err, ERROR_NETWORK, "%s", words);
    }
}

/* What we broke off ourselves. */
static enum outcome settle_broken_off(struct job *job, struct error *err)
{
    if (job->write_failed)
        fail_errno(err, "writing %s", job->path);
    else if (job->too_long)
        fail(err, ERROR_LIMIT, "the file is larger than the %zu bytes allowed",
             job->at_links ? (size_t)LINKS_PAGE_MAX : job->fetch->bytes_max);
    else if (job->slow)
        fail(err, ERROR_NETWORK, "the server sent fewer than %zu bytes in %.3g s",
             job->session->limits.slow_bytes, (double)job->session->limits.slow / 1000);
    else if (job->ranged) {
        job->no_range = true; /* whatever we hold is of another file */
        return OUTCOME_ON;
    } else
        fail(err, ERROR_NETWORK, "%s", job->mismatch);
    if (job->too_long)
        drop_part(job);
    return job->slow ? OUTCOME_LATER : OUTCOME_NEXT;
}

static enum outcome settle(struct job *job, CURLcode code, struct error *err)
{
    const struct answer *answer = &job->answer;
    bool file = answer->status == 200 || answer->status == 206 || answer->status == 0;
    if (job->write_failed || job->too_long || job->slow || job->mismatch)
        return settle_broken_off(job, err);
    if (!file && answer->begun)
        return settle_status(job, err);
    if (code == CURLE_OK)
        return settle_good(job, err);
    say_code(job, code, err);
    return may_pass(code) ? OUTCOME_LATER : OUTCOME_NEXT;
}

/* Trying again ------------------------------------------------------------------------
 */

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
        fail(&final, err->kind, "%s (%d attempts)", err->message, job->failures);
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

/* Bytes that are not the data are kept for whoever wants to know. */
static void put_aside(struct job *job)
{
    struct error ignored = {0};
    if (!job->at_links && job->held > 0)
        hand_over(job, FETCH_REFUSED, &ignored);
    drop_part(job);
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
            put_aside(job);
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

static void end_job(struct fetcher *fetcher, struct job *job, CURLcode code)
{
    struct error err = {0};
    size_t index = (size_t)(job - fetcher->job);
    curl_multi_remove_handle(fetcher->multi, job->curl);
    fetcher->running--;
    release_host(fetcher, index);
    enum outcome outcome = settle(job, code, &err);
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
            finish(job, FETCH_FAILED);
        } else if (!begin_address(job, &err))
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
