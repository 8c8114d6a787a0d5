/* One request: what is asked, and what libcurl's callbacks do with the answer. What to
 * do with the body is decided once, when the last header is there: 200 begins the file
 * again, 206 goes on with it if it fits, anything else is only read for its words.
 *
 * Redirects are followed by fetch_settle.c, a request each, because libcurl would send
 * headers of ours, and with them a token, to any host it is sent to. */
#include "ingest/fetch_inside.h"

#include "base/descriptor.h"
#include "base/version.h"
#include "ingest/address.h"
#include "ingest/encoding.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Headers worth keeping; cookies and the like are nobody's provenance. */
static const char *const KEPT[] = {"content-disposition",
                                   "content-encoding",
                                   "content-length",
                                   "content-md5",
                                   "content-range",
                                   "content-type",
                                   "date",
                                   "digest",
                                   "etag",
                                   "last-modified",
                                   "repr-digest"};

/* Addresses ------------------------------------------------------------------------ */

const char *origin_of(struct arena *arena, const char *url)
{
    const char *origin = "";
    char *scheme = NULL, *host = NULL, *port = NULL;
    CURLU *parts = memory_or_die(curl_url());
    if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK)
        origin = arena_format(arena, "%s://%s:%s", scheme, host, port);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(parts);
    return origin;
}

/* May the credential go there? To the address it is for, and nowhere else. */
static bool is_same_origin(const char *a, const char *b)
{
    struct arena arena = {0};
    const char *left = origin_of(&arena, a);
    bool same = *left && strcasecmp(left, origin_of(&arena, b)) == 0;
    arena_free(&arena);
    return same;
}

/* http is readable on the way, except within this machine. */
static bool is_private(struct arena *arena, const char *url)
{
    const char *origin = origin_of(arena, url);
    return strncmp(origin, "https://", 8) == 0 ||
           strncmp(origin, "http://127.0.0.1:", 17) == 0 ||
           strncmp(origin, "http://localhost:", 17) == 0 ||
           strncmp(origin, "http://[::1]:", 13) == 0;
}

/* The query without the parameter, as a copy of the address. */
static const char *without(struct arena *arena, const char *url, const char *key)
{
    struct buffer out = {0};
    struct text query = text_of(url);
    buffer_text(&out, text_cut(&query, '?'));
    char separator = '?';
    while (query.at) {
        struct text pair = text_cut(&query, '&'), value = pair;
        if (text_is(text_cut(&value, '='), key))
            continue;
        buffer_char(&out, separator);
        buffer_text(&out, pair);
        separator = '&';
    }
    const char *copy = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

static const char *with(struct arena *arena, const char *url, const char *key,
                        const char *value)
{
    char *escaped = memory_or_die(curl_easy_escape(NULL, value, 0));
    const char *out = arena_format(arena, "%s%c%s=%s", url,
                                   strchr(url, '?') ? '&' : '?', key, escaped);
    curl_free(escaped);
    return out;
}

/* The answer ------------------------------------------------------------------------
 */

static bool is_http(const struct job *job)
{
    return strncasecmp(job->hop, "http", 4) == 0;
}

static void forget_answer(struct answer *answer)
{
    struct answer fresh = {.arena = answer->arena, .words = answer->words};
    buffer_clear(&fresh.words);
    *answer = fresh;
}

static bool is_named(struct text name, const char *header)
{
    return name.length == strlen(header) &&
           strncasecmp(name.at, header, name.length) == 0;
}

static void keep_header(struct answer *answer, struct text name, struct text value)
{
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
        struct buffer shown = {0};
        if (!is_named(name, KEPT[i]) || answer->headers == SNAPSHOT_HEADERS_MAX)
            continue;
        encoding_show(&shown, value, HEADER_MAX);
        answer->header[answer->headers][0] = KEPT[i];
        answer->header[answer->headers++][1] =
            arena_copy(&answer->arena, buffer_all(&shown)).at;
        buffer_free(&shown);
    }
}

static bool read_length(struct text value, size_t *out)
{
    *out = 0;
    if (value.length == 0 || value.length > 18)
        return false;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        *out = *out * 10 + (size_t)(value.at[i] - '0');
    }
    return true;
}

/* The headers that decide something. */
static void note_header(struct answer *answer, struct text name, struct text value)
{
    struct {
        const char *name;
        const char **into;
    } wanted[] = {{"etag", &answer->etag},
                  {"last-modified", &answer->modified},
                  {"content-disposition", &answer->disposition},
                  {"link", &answer->link},
                  {"retry-after", &answer->retry_after},
                  {"location", &answer->location},
                  {"repr-digest", &answer->digest[0]},
                  {"digest", &answer->digest[1]},
                  {"content-md5", &answer->digest[2]}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (is_named(name, wanted[i].name) && value.length < FETCH_URL_MAX)
            *wanted[i].into = arena_copy(&answer->arena, value).at;
    if (is_named(name, "content-length"))
        answer->has_length = read_length(value, &answer->length);
    if (is_named(name, "content-range"))
        answer->has_range = content_range_read(value, &answer->range);
}

/* libcurl's calls come in between, so that errno is kept. */
static void note_writing(struct job *job, bool good)
{
    job->write_failed = !good;
    job->write_error = good ? 0 : errno;
}

/* The next byte of the body goes there. Only now is there anything to write: a file
 * that is unchanged leaves no trace. */
static void open_part(struct job *job, size_t at)
{
    if (job->file < 0)
        job->file = open(job->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    note_writing(job, job->file >= 0 && ftruncate(job->file, (off_t)at) == 0 &&
                          lseek(job->file, (off_t)at, SEEK_SET) >= 0);
}

/* Why the rest of a file does not fit what we hold; NULL when it does. */
static const char *misfit(const struct job *job)
{
    const struct answer *answer = &job->answer;
    if (!job->ranged)
        return "the server sends a part that nobody asked for";
    if (!answer->has_range || answer->range.first != job->held)
        return "the server sends another part than the one asked for";
    if (job->part.total && answer->range.total &&
        answer->range.total != job->part.total)
        return "the file has another size by now";
    if (answer->etag && *job->part.validators.etag &&
        strcmp(answer->etag, job->part.validators.etag) != 0)
        return "the file has another ETag by now";
    return NULL;
}

static void remember_part(struct job *job)
{
    struct error ignored = {0}; /* then it does not resume, that is all */
    struct answer *answer = &job->answer;
    job->part.validators =
        (struct validators){arena_copy(job->arena, text_of(answer->etag)).at,
                            arena_copy(job->arena, text_of(answer->modified)).at};
    job->part.total = answer->has_length ? answer->length : 0;
    if (!job->fetch->pages && !job->at_links && is_http(job) &&
        validators_strong(&job->part.validators))
        part_remember(job->path, &job->part, &ignored);
    else
        (void)unlink(arena_format(&answer->arena, "%s.json", job->path));
}

/* How many more bytes there may be. */
static size_t room(const struct job *job)
{
    size_t most = job->at_links ? LINKS_PAGE_MAX : job->fetch->bytes_max;
    if (job->fetch->pages && most > job->base + PAGE_MAX)
        most = job->base + PAGE_MAX;
    return most > job->held ? most - job->held : 0;
}

/* All headers are there. */
static void begin_answer(struct job *job)
{
    struct answer *answer = &job->answer;
    if (is_http(job))
        curl_easy_getinfo(job->curl, CURLINFO_RESPONSE_CODE, &answer->status);
    if (answer->status >= 100 && answer->status < 200)
        return;
    answer->begun = true;
    if (answer->status == 206) {
        job->mismatch = misfit(job);
        if (!job->mismatch)
            open_part(job, job->held);
    } else if (answer->status == 200 || answer->status == 0) {
        open_part(job, job->base);
        job->held = job->base;
        remember_part(job);
    } else
        return;
    job->too_long = answer->has_length && answer->length > room(job);
}

static size_t take_header(char *at, size_t size, size_t count, void *context)
{
    struct job *job = context;
    size_t length = size * count;
    struct text value = {at, length};
    job->taken += length;
    if (text_starts(value, TEXT("HTTP/"))) {
        forget_answer(&job->answer);
        return length;
    }
    if (text_trim(value).length == 0) {
        if (is_http(job) && !job->answer.begun)
            begin_answer(job);
        return job->too_long || job->mismatch || job->write_failed ? 0 : length;
    }
    struct text name = text_trim(text_cut(&value, ':'));
    value = text_trim(value);
    note_header(&job->answer, name, value);
    keep_header(&job->answer, name, value);
    return length;
}

/* Less than count tells libcurl to stop. */
static size_t take_body(char *at, size_t size, size_t count, void *context)
{
    struct job *job = context;
    struct answer *answer = &job->answer;
    size_t length = size * count;
    job->taken += length;
    if (!answer->begun)
        begin_answer(job);
    if (answer->status != 200 && answer->status != 206 && answer->status != 0) {
        size_t room = WORDS_MAX - answer->words.length;
        buffer_add(&answer->words, at, length < room ? length : room);
        return answer->words.length < WORDS_MAX ? length : 0;
    }
    job->too_long = job->too_long || length > room(job);
    if (job->too_long || job->mismatch || job->write_failed)
        return 0;
    note_writing(job, descriptor_write(job->file, at, length));
    job->held += length;
    return job->write_failed ? 0 : length;
}

/* The request ------------------------------------------------------------------------
 */

static void add_header(struct job *job, const char *name, const char *value)
{
    job->list = memory_or_die(curl_slist_append(
        job->list, arena_format(&job->answer.arena, "%s: %s", name, value)));
}

/* The newest snapshot of this address, so that an unchanged file costs one answer. */
static const struct provenance *known_of(struct job *job)
{
    const char *shown = address_public(&job->answer.arena, job->url);
    for (size_t i = job->fetch->known; i-- > 0;)
        if (strcmp(job->fetch->snapshot[i]->url, shown) == 0)
            return job->fetch->snapshot[i];
    return NULL;
}

static void add_conditions(struct job *job)
{
    const struct provenance *known = known_of(job);
    if (!known || job->fetch->pages || job->at_links || !is_http(job))
        return;
    struct validators validators = validators_of(known);
    if (*validators.etag)
        add_header(job, "If-None-Match", validators.etag);
    if (*validators.modified)
        add_header(job, "If-Modified-Since", validators.modified);
    job->conditional = *validators.etag || *validators.modified;
}

/* Ask for the rest of what we hold, if it can be known to be the rest of that. */
static bool add_range(struct job *job)
{
    const char *strong = validators_strong(&job->part.validators);
    if (job->held == 0 || job->fetch->pages || job->at_links || !strong ||
        job->no_range || !is_http(job))
        return false;
    curl_easy_setopt(job->curl, CURLOPT_RANGE,
                     arena_format(&job->answer.arena, "%zu-", job->held));
    add_header(job, "If-Range", strong);
    return true;
}

static bool add_credential(struct job *job, const char **url, struct error *err)
{
    const struct credential *credential = &job->fetch->credential;
    struct arena *arena = &job->answer.arena;
    if (!job->secret)
        return true;
    if (credential->query)
        *url = without(arena, *url, credential->query); /* a page may name it again */
    if (!is_same_origin(*url, job->fetch->url[job->mirror]))
        return true;
    if (!is_private(arena, *url))
        return fail(err, ERROR_USAGE,
                    "a credential is sent over https only, not over http");
    if (credential->header)
        add_header(job, credential->header,
                   arena_format(arena, "%s%s",
                                credential->prefix ? credential->prefix : "",
                                job->secret));
    if (credential->query)
        *url = with(arena, *url, credential->query, job->secret);
    return true;
}

static void set_limits(struct job *job, int64_t left)
{
    const struct fetch_limits *limits = &job->session->limits;
    int64_t attempt = limits->attempt < left ? limits->attempt : left;
    curl_easy_setopt(job->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(job->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)limits->connect);
    curl_easy_setopt(job->curl, CURLOPT_TIMEOUT_MS, (long)(attempt > 1 ? attempt : 1));
}

static void set_trust(struct job *job)
{
    CURL *curl = job->curl;
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     job->fetch->allow_file && job->redirects == 0 ? "https,http,file"
                                                                   : "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (job->session->authorities) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, job->session->authorities);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
}

static void set_callbacks(struct job *job)
{
    CURL *curl = job->curl;
    curl_easy_setopt(curl, CURLOPT_PRIVATE, job);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, job->words);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, job);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 256L << 10);
}

/* libcurl would wait at a pipe for ever, and take a folder for an empty file. */
static bool check_file(const char *url, struct error *err)
{
    struct stat found;
    char *path = NULL;
    CURLU *parts = memory_or_die(curl_url());
    bool other =
        strncasecmp(url, "file:", 5) == 0 &&
        curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
        curl_url_get(parts, CURLUPART_PATH, &path, CURLU_URLDECODE) == CURLUE_OK &&
        stat(path, &found) == 0 && !S_ISREG(found.st_mode);
    curl_free(path);
    curl_url_cleanup(parts);
    return !other || fail(err, ERROR_NETWORK, "it is not a file");
}

bool request_make(struct job *job, struct error *err)
{
    static const char agent[] = "cifra/" CIFRA_VERSION;
    const char *url = job->hop;
    if (!job->curl) {
        job->curl = memory_or_die(curl_easy_init());
        curl_easy_setopt(job->curl, CURLOPT_COOKIEFILE, ""); /* this job's, in memory */
    }
    curl_easy_setopt(job->curl, CURLOPT_RANGE, NULL);
    arena_free(&job->answer.arena);
    forget_answer(&job->answer);
    job->words[0] = '\0';
    job->mismatch = NULL;
    job->too_long = job->write_failed = job->slow = false;
    job->conditional = job->ranged = false;
    curl_easy_setopt(job->curl, CURLOPT_USERAGENT, agent);
    if (strlen(url) > FETCH_URL_MAX)
        return fail(err, ERROR_LIMIT, "an address of more than %d bytes",
                    FETCH_URL_MAX);
    for (size_t i = 0; i < job->fetch->headers; i++)
        add_header(job, job->fetch->header[i][0], job->fetch->header[i][1]);
    if (!check_file(url, err) || !add_credential(job, &url, err))
        return false;
    job->ranged = add_range(job);
    if (!job->ranged)
        add_conditions(job);
    curl_easy_setopt(job->curl, CURLOPT_URL, url);
    curl_easy_setopt(job->curl, CURLOPT_HTTPHEADER, job->list);
    set_trust(job);
    set_callbacks(job);
    set_limits(job, job->session->limits.total - (job->due - job->started));
    return true;
}

void request_end(struct job *job)
{
    curl_slist_free_all(job->list);
    job->list = NULL;
}

void job_close(struct job *job)
{
    request_end(job);
    if (job->curl)
        curl_easy_cleanup(job->curl);
    if (job->file >= 0)
        close(job->file);
    arena_free(&job->answer.arena);
    buffer_free(&job->answer.words);
    buffer_free(&job->failures_said);
    *job = (struct job){.file = -1};
}
