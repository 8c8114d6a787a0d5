#include "ingest/ping.h"

#include "base/arena.h"
#include "base/version.h"

#include <curl/curl.h>
#include <time.h>

enum { TRIES = 3, SECONDS = 10, REDIRECTS_MAX = 3 };

static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static void set_up(CURL *curl, const char *url, struct text body,
                   const char *authorities)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(curl, CURLOPT_POSTREDIR, CURL_REDIR_POST_ALL);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "cifra/" CIFRA_VERSION);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.length ? body.at : "");
    if (authorities)
        curl_easy_setopt(curl, CURLOPT_CAINFO, authorities);
}

static bool try_once(CURL *curl, struct error *err)
{
    long status = 0;
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return fail(err, ERROR_NETWORK, "the ping did not arrive: %s",
                    curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return (status >= 200 && status < 300) ||
           fail(err, ERROR_NETWORK, "the ping was answered by %ld", status);
}

bool ping_send(const char *url, const char *ending, struct text body,
               const char *authorities, struct error *err)
{
    struct arena arena = {0};
    const char *address = arena_format(&arena, "%s%s", url, ending);
    CURL *curl =
        curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    struct curl_slist *headers =
        curl_slist_append(NULL, "Content-Type: text/plain; charset=utf-8");
    bool good = false;
    if (body.length > PING_BODY_MAX)
        body = (struct text){body.at + body.length - PING_BODY_MAX, PING_BODY_MAX};
    if (curl) {
        set_up(curl, address, body, authorities);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    }
    for (int i = 0; curl && !good && i < TRIES; i++) {
        const struct timespec pause = {i, 0};
        nanosleep(&pause, NULL);
        *err = (struct error){0};
        good = try_once(curl, err);
    }
    if (!curl)
        fail(err, ERROR_SYSTEM, "libcurl does not start");
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    arena_free(&arena);
    return good;
}
