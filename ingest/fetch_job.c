/* A job's way through its addresses, and its end. */
#include "ingest/fetch_inside.h"

#include "base/clock.h"
#include "ingest/address.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *hash_of(struct arena *arena, const char *url)
{
    struct sha256 hash = sha256_of(text_of(url));
    return arena_copy(arena, text_of(hash.hex)).at;
}

void job_aim(struct job *job, const char *url)
{
    job->url = job->hop = url;
    job->redirects = 0;
    job->failures = 0;
    job->furthest = 0;
    job->no_range = false;
    job->part = (struct part){hash_of(job->arena, url), {"", ""}, 0};
    job->held = job->base;
}

void job_pick_up(struct job *job)
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

bool job_begin_address(struct job *job, struct error *err)
{
    const char *url = job->fetch->url[job->mirror];
    job->base = 0;
    job->pages = 0;
    job->found_on = NULL;
    job->newest = -1;
    job->at_links = job->fetch->links != NULL;
    if (job->fetch->pages) {
        if (!paging_start(job->arena, job->fetch->pages, url, clock_day(), &job->paging,
                          err))
            return false;
        url = job->paging.url;
    }
    job_aim(job, url);
    job_pick_up(job);
    return true;
}

void job_finish(struct job *job, enum fetch_end end)
{
    job->state = JOB_DONE;
    job->out->end = end;
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    credential_mask(job->out->err.message, job->secret);
}

void job_give_up(struct job *job)
{
    struct text said = buffer_all(&job->failures_said);
    if (job->fetch->urls > 1 && job->mirror > 0)
        fail(&job->out->err, job->failed_kind, "none of %zu addresses gave it: %.*s",
             job->fetch->urls, TEXT_ARGS(said));
    else
        fail(&job->out->err, job->failed_kind, "%.*s", TEXT_ARGS(said));
    job_finish(job, job->out->end == FETCH_REFUSED ? FETCH_REFUSED : FETCH_FAILED);
}

void job_add_failure(struct job *job, const struct error *err)
{
    const char *url = address_public(job->arena, job->fetch->url[job->mirror]);
    buffer_format(&job->failures_said, "%sfetching %s: %s", job->mirror ? "; " : "",
                  url, err->message);
    if (job->failed_kind == ERROR_NONE || err->kind == ERROR_NETWORK)
        job->failed_kind = err->kind;
}

void job_drop_part(struct job *job)
{
    if (job->file >= 0)
        close(job->file);
    job->file = -1;
    part_forget(job->path);
    job->part.validators = (struct validators){"", ""};
    job->held = job->base = 0;
}
