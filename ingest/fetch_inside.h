/* What the files of the fetcher share: a job, which is one fetch on its way, and the
 * answer that its request is getting. */
#ifndef CIFRA_INGEST_FETCH_INSIDE_H
#define CIFRA_INGEST_FETCH_INSIDE_H

#include "ingest/fetch.h"
#include "ingest/validators.h"

enum {
    REDIRECTS_MAX = 10,
    WORDS_MAX = 8192,  /* bytes of a refusal read for its words */
    HEADER_MAX = 1024, /* bytes of one header kept */
    FETCH_URL_MAX = 8192,
    PAGE_MAX = 256 << 20 /* bytes of one page of an API */
};

/* What the server says, header by header; a new one begins after each redirect. */
struct answer {
    struct arena arena;
    bool begun;  /* all headers are there, and it is known what to do with the body */
    long status; /* 0 for file:// */
    bool has_length, has_range;
    size_t length;
    struct content_range range;
    size_t headers;
    const char *header[SNAPSHOT_HEADERS_MAX][2]; /* those worth keeping */
    const char *etag, *modified, *disposition, *link, *retry_after, *location;
    const char *digest[3]; /* Repr-Digest, Digest, Content-MD5 */
    struct buffer words;   /* the body of a refusal */
};

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE };

struct job {
    const struct fetch *fetch;
    const struct fetch_session *session;
    struct arena *arena;
    struct fetched *out;
    void *curl; /* CURL *: no library's types in headers */
    void *list; /* struct curl_slist * */
    char words[256];
    enum job_state state;

    /* Where it is. */
    size_t mirror;   /* which of the fetch's addresses */
    const char *url; /* of the file, or page, being asked for */
    const char *hop; /* the same, or where redirects led */
    int redirects;
    bool at_links;        /* the address is a page of links */
    const char *found_on; /* what the links said, for the note; NULL */
    struct paging paging;
    size_t pages;
    const char *secret; /* the credential's value; NULL */

    /* When. */
    int64_t started, due, began, window;
    int failures;      /* of this address in a row */
    size_t furthest;   /* bytes ever held: to get further is no failure */
    const char *waits; /* why it waits, for progress; NULL */

    /* What has come. */
    int file;         /* -1 until there is something to write */
    const char *path; /* of the part */
    size_t base;      /* bytes of earlier pages */
    size_t held;      /* bytes in the file */
    size_t taken;     /* bytes of the wire, headers too: for the speed floor */
    size_t window_taken;
    double rate;
    int64_t rate_at;
    size_t rate_taken;
    bool ranged;      /* this request asked for the rest of a file */
    bool conditional; /* this request may be answered 304 */
    bool no_range;    /* the rest of it is not to be had: ask for all */
    struct part part; /* what is held, if it is known by what */
    struct answer answer;
    bool too_long, write_failed, slow;
    int write_error;      /* its errno */
    const char *mismatch; /* the rest does not fit what we hold; NULL */
    int64_t newest;       /* Last-Modified of what was taken; -1 */

    struct buffer failures_said; /* of the addresses tried, one after another */
    enum error_kind failed_kind;
};

/* Make the request that the job is at; false with the job's error when it cannot be
 * made. Sets job->curl up, from a fresh start. */
bool request_make(struct job *job, struct error *err);
/* After the end of it, however it ended. */
void request_end(struct job *job);
void job_close(struct job *job);

/* fetch_job.c: ask at job->mirror, from the start, or where an earlier run ended; false
 * with an error that rules it out. */
bool job_begin_address(struct job *job, struct error *err);
/* Ask for another address next: another page, or the file a page led to. */
void job_aim(struct job *job, const char *url);
/* Go on with what an earlier run left of this very file. */
void job_pick_up(struct job *job);
/* What is held is of no use. */
void job_drop_part(struct job *job);
/* Remember why this address did not do. A fault that passes outweighs one that does
 * not: it is worth coming back. */
void job_add_failure(struct job *job, const struct error *err);
/* All addresses were tried, or the trouble is ours. */
void job_give_up(struct job *job);
/* The job has ended so: its file is closed, its error says no secret. */
void job_finish(struct job *job, enum fetch_end end);

enum outcome {
    OUTCOME_DONE,  /* the job has ended */
    OUTCOME_ON,    /* on at once, or after the host's pause: nothing was wrong */
    OUTCOME_LATER, /* err may pass with time */
    OUTCOME_NEXT,  /* err will not: another address */
    OUTCOME_WRONG  /* err says that the bytes are not the data */
};

/* fetch_settle.c: what a request means that ended with this CURLcode. */
enum outcome settle(struct job *job, int code, struct error *err);

/* fetch_take.c: what came is a page of links, ... */
enum outcome take_links(struct job *job, struct error *err);
/* ... a page of the file, ... */
enum outcome take_page(struct job *job, struct error *err);
/* ... or the file. */
enum outcome take_file(struct job *job, struct error *err);
/* There are no further pages: together they are the file. */
enum outcome take_pages(struct job *job, struct error *err);
/* Bytes that are not the data are kept for whoever wants to know. */
void take_aside(struct job *job);

/* fetch_look.c: what came is looked at by the session's reader, or here. Is it what is
 * wanted; where does a page of links lead, or a page of the file; what does a refusal
 * say? An ERROR_UNREAD says that nobody knows. */
bool look_check(struct job *job, struct text beginning, bool whole, struct error *err);
bool look_links(struct job *job, struct text page, struct link *out, struct error *err);
bool look_page(struct job *job, struct text answer, struct error *err);
void look_words(struct job *job, struct buffer *out);

/* "https://host:port" of an address, in the arena; "" for none. */
const char *origin_of(struct arena *arena, const char *url);

/* Does what lies at path fit the digests the server gave? true when it gave none.
 * whole: the answer held all of the file. */
bool digest_check(const struct answer *answer, const char *path, bool whole,
                  struct error *err);

#endif
