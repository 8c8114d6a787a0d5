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
    int file;
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

/* May the credential go there? To the address it is for, and nowhere else. */
bool is_same_origin(const char *a, const char *b);
/* "https://host:port" of an address, in the arena; "" for none. */
const char *origin_of(struct arena *arena, const char *url);

/* Does what lies at path fit the digests the server gave? true when it gave none.
 * whole: the answer held all of the file. */
bool digest_check(const struct answer *answer, const char *path, bool whole,
                  struct error *err);

#endif
