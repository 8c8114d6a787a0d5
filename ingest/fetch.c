/* One transfer is one struct transfer, which every callback of libcurl is given. The
 * bytes go to "<into>.part" and take the name only when all of them are there. What
 * an answer other than 200 says is never written, only quoted. */
#include "ingest/fetch.h"

#include "base/version.h"

#include "ingest/address.h"
#include "ingest/encoding.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

enum {
    REDIRECTS_MAX = 10,
    CONNECT_SECONDS = 30,
    TOTAL_SECONDS = 600,
    SLOW_BYTES = 1024, /* a second, over … */
    SLOW_SECONDS = 60, /* … so many seconds, and we give up */
    WORDS_MAX = 4096,  /* bytes of a refusal read for its words */
    WORDS_SHOWN = 200,
    HEADER_MAX = 1024, /* bytes of one header kept */
    URL_MAX = 8192
};

struct transfer {
    struct arena *arena;
    const struct fetch *fetch;
    CURL *curl;
    FILE *file;
    const char *part; /* path of the file */
    size_t bytes;
    bool too_long;
    bool write_failed;
    struct buffer words; /* of an answer other than 200 */
    const char *disposition;
    struct provenance out;
};

/* Headers worth keeping; cookies and the like are nobody's provenance. */
static const char *const KEPT[] = {"content-disposition",
                                   "content-encoding",
                                   "content-length",
                                   "content-type",
                                   "date",
                                   "etag",
                                   "last-modified"};

static void keep_header(struct transfer *transfer, const char *name, struct text value)
{
    struct provenance *out = &transfer->out;
    struct buffer shown = {0};
    if (out->headers == SNAPSHOT_HEADERS_MAX)
        return;
    encoding_show(&shown, value, HEADER_MAX);
    const char *copy = arena_copy(transfer->arena, buffer_all(&shown)).at;
    buffer_free(&shown);
    out->header[out->headers][0] = name;
    out->header[out->headers++][1] = copy;
}

/* A new answer begins, after a redirect or the first: forget what the last one said. */
static void forget_answer(struct transfer *transfer)
{
    transfer->out.headers = 0;
    transfer->disposition = NULL;
    buffer_clear(&transfer->words);
}

static size_t take_header(char *at, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct text value = {at, size * count};
    if (text_starts(value, TEXT("HTTP/")))
        forget_answer(transfer);
    struct text name = text_trim(text_cut(&value, ':'));
    value = text_trim(value);
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++) {
        if (name.length != strlen(KEPT[i]) ||
            strncasecmp(name.at, KEPT[i], name.length) != 0)
            continue;
        if (i == 0)
            transfer->disposition = arena_copy(transfer->arena, value).at;
        keep_header(transfer, KEPT[i], value);
    }
    return size * count;
}

static bool is_http(CURL *curl)
{
    const char *scheme = NULL;
    curl_easy_getinfo(curl, CURLINFO_SCHEME, &scheme);
    return scheme && strncasecmp(scheme, "http", 4) == 0;
}

static long status_of(CURL *curl)
{
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static bool is_refused(CURL *curl) { return is_http(curl) && status_of(curl) != 200; }

/* Less than count tells libcurl to stop. */
static size_t take_body(char *at, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t length = size * count;
    if (is_refused(transfer->curl)) {
        size_t room = WORDS_MAX - transfer->words.length;
        buffer_add(&transfer->words, at, length < room ? length : room);
        return transfer->words.length < WORDS_MAX ? length : 0;
    }
    transfer->too_long = length > transfer->fetch->bytes_max - transfer->bytes;
    if (transfer->too_long)
        return 0;
    transfer->write_failed = fwrite(at, 1, length, transfer->file) != length;
    transfer->bytes += length;
    return transfer->write_failed ? 0 : length;
}

static int take_progress(void *context, curl_off_t expected, curl_off_t got,
                         curl_off_t up_expected, curl_off_t up)
{
    struct transfer *transfer = context;
    const struct fetch *fetch = transfer->fetch;
    (void)up_expected;
    (void)up;
    if (fetch->progress && got > 0)
        fetch->progress(fetch->progress_context, transfer->bytes, (size_t)expected);
    return 0;
}

/* Setting up ---------------------------------------------------------------------- */

static void set_where(struct transfer *transfer)
{
    CURL *curl = transfer->curl;
    curl_easy_setopt(curl, CURLOPT_URL, transfer->fetch->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     transfer->fetch->allow_file ? "https,http,file" : "https,http");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "cifra/" CIFRA_VERSION);
    curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
}

static void set_limits(struct transfer *transfer)
{
    CURL *curl = transfer->curl;
    const struct fetch *fetch = transfer->fetch;
    long seconds = fetch->seconds_max > 0 ? fetch->seconds_max : TOTAL_SECONDS;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)fetch->bytes_max);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
}

static void set_callbacks(struct transfer *transfer, char *words)
{
    CURL *curl = transfer->curl;
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, take_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

/* What came ------------------------------------------------------------------------ */

static bool fail_status(struct transfer *transfer, struct error *err)
{
    struct buffer shown = {0};
    struct text words = buffer_all(&transfer->words);
    bool text = words.length > 0 && !memchr(words.at, 0, words.length);
    if (text)
        encoding_show(&shown, words, WORDS_SHOWN);
    fail(err, ERROR_NETWORK, "the server answered %ld%s%.*s%s",
         status_of(transfer->curl), shown.length ? ": \"" : "",
         TEXT_ARGS(buffer_all(&shown)), shown.length ? "\"" : "");
    buffer_free(&shown);
    return false;
}

static bool fail_transfer(struct transfer *transfer, CURLcode code, const char *words,
                          struct error *err)
{
    if (transfer->write_failed)
        return fail_errno(err, "writing %s", transfer->part);
    if (transfer->too_long || code == CURLE_FILESIZE_EXCEEDED)
        return fail(err, ERROR_LIMIT, "the file is larger than the %zu bytes allowed",
                    transfer->fetch->bytes_max);
    if (is_refused(transfer->curl) &&
        (status_of(transfer->curl) >= 400 || code == CURLE_WRITE_ERROR))
        return fail_status(transfer, err);
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
        return fail(err, ERROR_NETWORK, "%s: only https and http are followed", words);
    return fail(err, ERROR_NETWORK, "%s", words[0] ? words : curl_easy_strerror(code));
}

static bool perform(struct transfer *transfer, struct error *err)
{
    char words[CURL_ERROR_SIZE] = "";
    set_where(transfer);
    set_limits(transfer);
    set_callbacks(transfer, words);
    CURLcode code = curl_easy_perform(transfer->curl);
    if (code != CURLE_OK)
        return fail_transfer(transfer, code, words, err);
    if (is_refused(transfer->curl))
        return fail_status(transfer, err);
    return true;
}

static struct tm day_of(time_t seconds)
{
    struct tm tm = {0};
    gmtime_r(&seconds, &tm);
    return tm;
}

/* The day of Last-Modified, else today. */
static void set_days(struct transfer *transfer)
{
    struct provenance *out = &transfer->out;
    curl_off_t modified = -1;
    time_t now = time(NULL);
    struct tm tm = day_of(now);
    out->fetched = arena_format(transfer->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
                                tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                                tm.tm_hour, tm.tm_min, tm.tm_sec);
    curl_easy_getinfo(transfer->curl, CURLINFO_FILETIME_T, &modified);
    if (modified > 0 && modified < now)
        tm = day_of((time_t)modified);
    out->date = (struct day){(int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                             (int8_t)tm.tm_mday};
}

static bool describe(struct transfer *transfer, struct error *err)
{
    struct provenance *out = &transfer->out;
    const char *effective = transfer->fetch->url;
    curl_easy_getinfo(transfer->curl, CURLINFO_EFFECTIVE_URL, &effective);
    out->url = address_public(transfer->arena, transfer->fetch->url);
    out->file = address_file_name(transfer->arena, transfer->disposition, effective);
    out->note = "";
    out->bytes = transfer->bytes;
    set_days(transfer);
    return sha256_of_file(transfer->part, &out->sha256, err);
}

static bool open_part(struct transfer *transfer, struct error *err)
{
    int fd = open(transfer->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                  0644);
    transfer->file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (transfer->file)
        return true;
    fail_errno(err, "writing %s", transfer->part);
    if (fd >= 0)
        close(fd);
    return false;
}

static bool close_part(struct transfer *transfer, struct error *err)
{
    int result = fclose(transfer->file);
    transfer->file = NULL;
    return result == 0 || fail_errno(err, "writing %s", transfer->part);
}

static bool move_part(struct transfer *transfer, struct error *err)
{
    const char *into = transfer->fetch->into;
    return rename(transfer->part, into) == 0 || fail_errno(err, "writing %s", into);
}

static bool transfer_all(struct transfer *transfer, struct error *err)
{
    if (!open_part(transfer, err))
        return false;
    bool good = perform(transfer, err);
    good = close_part(transfer, err) && good;
    good = good && describe(transfer, err) && move_part(transfer, err);
    if (!good)
        unlink(transfer->part);
    return good;
}

bool fetch_file(struct arena *arena, const struct fetch *fetch, struct provenance *out,
                struct error *err)
{
    struct transfer transfer = {.arena = arena, .fetch = fetch};
    const char *shown = address_public(arena, fetch->url);
    if (strlen(fetch->url) > URL_MAX)
        return fail(err, ERROR_LIMIT, "an address of more than %d bytes", URL_MAX);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fail(err, ERROR_SYSTEM, "libcurl cannot start");
    transfer.curl = memory_or_die(curl_easy_init());
    transfer.part = arena_format(arena, "%s.part", fetch->into);
    bool good = transfer_all(&transfer, err);
    curl_easy_cleanup(transfer.curl);
    curl_global_cleanup();
    buffer_free(&transfer.words);
    if (!good)
        return fail_while(err, "fetching %s", shown);
    *out = transfer.out;
    return true;
}
