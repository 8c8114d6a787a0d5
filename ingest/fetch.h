/* Transfers, with libcurl: https, http and file; several publishers at once, one
 * request at a time for each host, all from one thread.
 *
 * A fetch asks its addresses in order until one gives the file. Each request
 *   - asks only for what is new (If-None-Match, If-Modified-Since),
 *   - goes on where an interrupted one ended (Range, If-Range),
 *   - is tried again when what went wrong may pass with time (ingest/retry.h),
 *   - follows redirects within http and https, at most 10, never from https to http,
 *     and never with a credential to another host,
 *   - ends at limits of bytes, time and slowness,
 *   - and what comes is looked at before it counts (ingest/answer.h).
 * TLS is always verified. */
#ifndef CIFRA_INGEST_FETCH_H
#define CIFRA_INGEST_FETCH_H

#include "ingest/answer.h"
#include "ingest/credential.h"
#include "ingest/links.h"
#include "ingest/paging.h"
#include "ingest/retry.h"
#include "ingest/snapshot.h"

enum { FETCH_URLS_MAX = 8, FETCH_HEADERS_MAX = 8, FETCH_KNOWN_MAX = 64 };

/* One file wanted. */
struct fetch {
    const char *name; /* for messages and progress: a source's id */
    size_t urls;
    const char *url[FETCH_URLS_MAX]; /* in order of preference */
    const char *into; /* file to write; replaced. <into>.part and <into>.part.json
                         keep an interrupted transfer for the next run */
    size_t bytes_max;
    bool allow_file;                 /* may an address be file:// ? never a redirect */
    const struct link_rule *links;   /* the addresses are pages that link to the file */
    const struct paging_rule *pages; /* the file comes in pages */
    size_t headers;                  /* of each request: name, value */
    const char *header[FETCH_HEADERS_MAX][2];
    struct credential credential;
    size_t known; /* snapshots in the store, oldest first: unchanged ones stay there */
    const struct provenance *const *snapshot;
};

enum fetch_end {
    FETCH_FAILED,    /* err says why, for each address */
    FETCH_REFUSED,   /* as failed, and bytes that are not the data lie at <into> */
    FETCH_UNCHANGED, /* the server says that it is the snapshot we have */
    FETCH_ARRIVED    /* it lies at <into> */
};

struct fetched {
    enum fetch_end end;
    struct provenance provenance; /* ARRIVED, REFUSED: url, fetched, file name from
                                     Content-Disposition or the URL, headers, bytes,
                                     sha256, note; date of Last-Modified, else today.
                                     UNCHANGED: that of the snapshot */
    struct error err;
};

/* How one of them is getting on. */
struct fetch_progress {
    const char *name;
    size_t bytes, expected; /* of the file; 0: not known */
    double rate;            /* bytes a second, of late */
    size_t page;            /* 0 unless it comes in pages */
    double waiting;         /* seconds until it is tried again; 0 while it runs */
};

/* Milliseconds, bytes, numbers. */
struct fetch_limits {
    struct retry_rules retry;
    int64_t connect; /* until a connection stands */
    int64_t attempt; /* for one request */
    int64_t total;   /* for one file, with all addresses, waits and pages */
    int64_t slow;    /* fewer than slow_bytes in this time, and we give up */
    size_t slow_bytes;
    int64_t pause; /* between two requests to one host */
    size_t parallel;
};
extern const struct fetch_limits FETCH_LIMITS; /* the usual ones */

/* Time and chance, for tests; a zeroed one is the machine's. */
struct fetch_clock {
    void *context;
    int64_t (*now)(void *context); /* milliseconds, from any beginning */
    void (*sleep)(void *context, int64_t milliseconds);
    uint32_t (*random)(void *context);
};

struct link;        /* ingest/links.h */
struct paging_page; /* ingest/paging_page.h */

/* Who looks at what a server sent. Its bytes are foreign, so this may be done in a
 * process that is shut in; of a zeroed one, the fetcher does it itself. */
struct fetch_reader {
    void *context;
    /* links_newest() */
    bool (*newest_link)(void *context, const struct fetch *fetch, struct arena *arena,
                        struct text page, const char *base, struct link *out,
                        struct error *err);
    /* paging_page_read() */
    bool (*page)(void *context, const struct fetch *fetch, struct text answer,
                 struct paging_page *out, struct error *err);
    /* answer_check() */
    bool (*check)(void *context, const struct fetch *fetch, struct text beginning,
                  bool whole, enum answer_kind wanted, struct error *err);
    /* answer_words(); adds nothing when they cannot be had */
    void (*words)(void *context, const struct fetch *fetch, struct text body,
                  struct buffer *out);
};

struct fetch_session {
    struct fetch_limits limits;
    struct fetch_clock clock;
    const char *authorities; /* PEM file of certificate authorities to trust beside
                                none but these; NULL: the system's */
    void (*progress)(void *context, const struct fetch_progress *all, size_t count);
    void *context; /* of progress; called ten times a second at most */
    struct fetch_reader reader;
};

/* Fetch all of them. out has one place for each, which lives in the arena. */
void fetch_all(struct arena *arena, const struct fetch_session *session,
               const struct fetch *fetch, size_t count, struct fetched *out);

#endif
