/* An answer that is all there: is it what was wanted, and what becomes of it? */
#include "ingest/fetch_inside.h"

#include "base/clock.h"
#include "ingest/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    time_t now = clock_seconds(), modified = (time_t)job->newest;
    out->fetched = clock_write(job->arena, now);
    if (modified <= 0 || modified > now)
        modified = now;
    day_parse((struct text){clock_write(job->arena, modified), 10}, &out->date);
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
    ssize_t got = *length > 0 ? pread(job->file, *out, *length, (off_t)job->base) : 0;
    if (got == (ssize_t)*length)
        return true;
    free(*out);
    *out = NULL;
    return fail_errno(err, "reading %s", job->path);
}

/* Is what came, from .base on, what was wanted? */
static bool check_answer(struct job *job, struct error *err)
{
    char *bytes;
    size_t length;
    if (!read_taken(job, ANSWER_LOOK, &bytes, &length, err))
        return false;
    bool good = look_check(job, (struct text){bytes, length},
                           length == job->held - job->base, err);
    free(bytes);
    return good;
}

enum outcome take_links(struct job *job, struct error *err)
{
    struct link link;
    char *bytes;
    size_t length;
    if (!check_answer(job, err) ||
        !read_taken(job, LINKS_PAGE_MAX, &bytes, &length, err))
        return OUTCOME_WRONG;
    bool found = look_links(job, (struct text){bytes, length}, &link, err);
    free(bytes);
    if (!found)
        return OUTCOME_WRONG;
    job->found_on =
        arena_format(job->arena, "\"%s\" on %s", link.label,
                     address_public(job->arena, job->fetch->url[job->mirror]));
    job->at_links = false;
    job_aim(job, link.url);
    job_pick_up(job);
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

enum outcome take_pages(struct job *job, struct error *err)
{
    if (job->pages == 0) {
        fail(err, ERROR_NETWORK, "the server has none of the pages");
        return OUTCOME_NEXT;
    }
    if (!hand_over(job, FETCH_ARRIVED, err))
        return OUTCOME_NEXT;
    job_finish(job, FETCH_ARRIVED);
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

enum outcome take_page(struct job *job, struct error *err)
{
    char *bytes;
    size_t length;
    if (!check_answer(job, err))
        return OUTCOME_WRONG;
    if (!read_taken(job, PAGE_MAX, &bytes, &length, err))
        return OUTCOME_NEXT;
    struct text page = {bytes, length};
    bool good = check_joinable(page, err) && look_page(job, page, err);
    free(bytes);
    if (!good)
        return err->kind == ERROR_FORMAT || err->kind == ERROR_UNREAD ? OUTCOME_WRONG
                                                                      : OUTCOME_NEXT;
    if (!end_page(job, err))
        return OUTCOME_NEXT;
    if (!job->paging.url)
        return take_pages(job, err);
    job_aim(job, job->paging.url);
    return OUTCOME_ON;
}

enum outcome take_file(struct job *job, struct error *err)
{
    bool whole = job->answer.status != 206;
    if (!digest_check(&job->answer, job->path, whole, err)) {
        job_drop_part(job);
        return OUTCOME_LATER;
    }
    if (!check_answer(job, err))
        return OUTCOME_WRONG;
    if (!hand_over(job, FETCH_ARRIVED, err))
        return OUTCOME_NEXT;
    job_finish(job, FETCH_ARRIVED);
    return OUTCOME_DONE;
}

void take_aside(struct job *job)
{
    struct error ignored = {0};
    if (!job->at_links && job->held > 0)
        hand_over(job, FETCH_REFUSED, &ignored);
    job_drop_part(job);
}
