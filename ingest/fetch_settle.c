/* What an ended request means: on with the file (a redirect, the next page, the rest of
 * it), again later, the next address, or the end. */
#include "ingest/fetch_inside.h"

#include "ingest/address.h"
#include "ingest/http_date.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

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
    const char *shown = address_public(job->arena, job->url);
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
    job_finish(job, FETCH_UNCHANGED);
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
    const char *shown = address_public(job->arena, to);
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
    look_words(job, &words);
    fail(err, ERROR_NETWORK, "the server answered %ld%s%.*s", job->answer.status,
         words.length ? ": " : "", TEXT_ARGS(buffer_all(&words)));
    buffer_free(&words);
}

static enum outcome settle_missing(struct job *job, struct error *err)
{
    if (!paging_missing(job->arena, &job->paging, err))
        return OUTCOME_NEXT;
    if (!job->paging.url)
        return take_pages(job, err);
    job_aim(job, job->paging.url);
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
    errno = job->write_error;
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
        job_drop_part(job);
    return job->slow ? OUTCOME_LATER : OUTCOME_NEXT;
}

enum outcome settle(struct job *job, int code, struct error *err)
{
    const struct answer *answer = &job->answer;
    bool file = answer->status == 200 || answer->status == 206 || answer->status == 0;
    if (job->write_failed || job->too_long || job->slow || job->mismatch)
        return settle_broken_off(job, err);
    if (!file && answer->begun)
        return settle_status(job, err);
    if (code == CURLE_OK)
        return settle_good(job, err);
    say_code(job, (CURLcode)code, err);
    return may_pass((CURLcode)code) ? OUTCOME_LATER : OUTCOME_NEXT;
}
