/* Transfers, with libcurl: https, http and file. */
#ifndef CIFRA_INGEST_FETCH_H
#define CIFRA_INGEST_FETCH_H

#include "ingest/snapshot.h"

struct fetch {
    const char *url;
    const char *into; /* file to write; replaced */
    size_t bytes_max;
    long seconds_max; /* 0: 600 */
    bool allow_file;  /* may the URL be file:// ? never after a redirect */
    /* Called now and then with bytes so far and bytes expected (0: unknown). */
    void (*progress)(void *context, size_t bytes, size_t expected);
    void *progress_context;
};

/* Get one file. On success *out says where it came from (url, fetched, file name
 * from Content-Disposition or the URL, headers, bytes, sha256; the date is that of
 * Last-Modified, else today's), living in the arena. TLS is verified, redirects
 * are followed within http(s) only and at most 10 times; an answer that is not
 * 200 is ERROR_NETWORK with the server's words. */
bool fetch_file(struct arena *arena, const struct fetch *fetch, struct provenance *out,
                struct error *err);

#endif
