#include "site/bucket.h"

#include "base/buffer.h"
#include "base/version.h"
#include "ingest/retry.h"

#include <curl/curl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    HANDLES = 64, /* as many threads as there may be */
    ANSWER_MAX = 64 << 10,
    MD5_HEX = 32,
    CONNECT_SECONDS = 30,
    STATUS_MISSING = 404
};

/* The hash of no bytes: every request says what it sends. */
#define NO_BYTES "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct retry_rules RULES = {
    .attempts = 5, .first = 1000, .longest = 30000, .after_max = 60000};

struct bucket {
    struct arena arena;
    const char *start; /* of every address */
    const char *provider, *key_id, *secret, *token, *authorities;
    int timeout;
    pthread_mutex_t lock;
    CURL *idle[HANDLES]; /* handles keep their connection */
    size_t idles;
};

/* One request, over all its attempts. */
struct request {
    const char *method; /* NULL: PUT of `object` */
    const char *path;
    const struct object *object;
    FILE *body;
    EVP_MD_CTX *md5;
    struct buffer answer;
    long status;
    curl_off_t length; /* Content-Length of the answer; -1 */
    char etag[MD5_HEX + 1], sha256[SHA256_HEX + 1];
    bool sealed; /* encrypted by a key of the store's: the ETag is no MD5 then */
    char why[CURL_ERROR_SIZE];
};

bool bucket_open(const struct publish_target *target, const char *authorities,
                 struct bucket **out, struct error *err)
{
    struct bucket *bucket = memory_or_die(calloc(1, sizeof *bucket));
    struct arena *arena = &bucket->arena;
    pthread_mutex_init(&bucket->lock, NULL);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    bucket->start = arena_format(arena, "%s/%s/%s", target->endpoint, target->bucket,
                                 target->prefix);
    bucket->provider = arena_format(arena, "aws:amz:%s:s3", target->region);
    bucket->authorities =
        *authorities ? arena_copy(arena, text_of(authorities)).at : NULL;
    bucket->timeout = target->timeout;
    bool good = credential_read(arena, &target->key_id, &bucket->key_id, err) &&
                credential_read(arena, &target->secret_key, &bucket->secret, err) &&
                (!target->session_token.from ||
                 credential_read(arena, &target->session_token, &bucket->token, err));
    if (good)
        *out = bucket;
    else
        bucket_close(bucket);
    return good;
}

void bucket_close(struct bucket *bucket)
{
    if (!bucket)
        return;
    for (size_t i = 0; i < bucket->idles; i++)
        curl_easy_cleanup(bucket->idle[i]);
    pthread_mutex_destroy(&bucket->lock);
    arena_free(&bucket->arena);
    free(bucket);
    curl_global_cleanup();
}

static CURL *take_handle(struct bucket *bucket)
{
    CURL *curl = NULL;
    pthread_mutex_lock(&bucket->lock);
    if (bucket->idles > 0)
        curl = bucket->idle[--bucket->idles];
    pthread_mutex_unlock(&bucket->lock);
    return curl ? curl : memory_or_die(curl_easy_init());
}

static void give_back(struct bucket *bucket, CURL *curl)
{
    curl_easy_reset(curl);
    pthread_mutex_lock(&bucket->lock);
    bool room = bucket->idles < HANDLES;
    if (room)
        bucket->idle[bucket->idles++] = curl;
    pthread_mutex_unlock(&bucket->lock);
    if (!room)
        curl_easy_cleanup(curl);
}

/* One attempt -------------------------------------------------------------------- */

static size_t on_read(char *room, size_t size, size_t count, void *context)
{
    struct request *request = context;
    size_t got = fread(room, 1, size * count, request->body);
    if (ferror(request->body) || EVP_DigestUpdate(request->md5, room, got) != 1)
        return CURL_READFUNC_ABORT;
    return got;
}

static bool start_body(struct request *request)
{
    return fseeko(request->body, 0, SEEK_SET) == 0 &&
           EVP_DigestInit_ex(request->md5, EVP_md5(), NULL) == 1;
}

/* libcurl goes back to the start when a connection it kept turns out to be closed. */
static int on_seek(void *context, curl_off_t offset, int origin)
{
    return offset == 0 && origin == SEEK_SET && start_body(context)
               ? CURL_SEEKFUNC_OK
               : CURL_SEEKFUNC_FAIL;
}

static size_t on_write(char *bytes, size_t size, size_t count, void *context)
{
    struct request *request = context;
    buffer_add(&request->answer, bytes, size * count);
    return request->answer.failed ? 0 : size * count;
}

static struct curl_slist *add_header(struct curl_slist *list, const char *name,
                                     const char *value)
{
    struct buffer line = {0};
    buffer_format(&line, "%s: %s", name, value);
    buffer_char(&line, '\0');
    struct curl_slist *longer = memory_or_die(curl_slist_append(list, line.at));
    buffer_free(&line);
    return longer;
}

/* Every header here is signed and must be sent: libcurl 7.88 signs even an "Expect:"
 * that is there to take one away. */
static struct curl_slist *headers_of(const struct bucket *bucket,
                                     const struct request *request)
{
    struct curl_slist *list = NULL;
    if (bucket->token)
        list = add_header(list, "x-amz-security-token", bucket->token);
    if (request->method)
        return add_header(list, "x-amz-content-sha256", NO_BYTES);
    list = add_header(list, "x-amz-content-sha256", request->object->sha256.hex);
    list = add_header(list, "x-amz-meta-sha256", request->object->sha256.hex);
    list = add_header(list, "Content-Type", request->object->type);
    return add_header(list, "Cache-Control", request->object->cache);
}

static bool set_upload(CURL *curl, struct request *request)
{
    struct stat found;
    curl_off_t length = (curl_off_t)request->object->bytes.length;
    if (request->object->file) {
        if (fstat(fileno(request->body), &found) != 0)
            return false;
        length = found.st_size;
    }
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, length);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, request);
    curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, on_seek);
    curl_easy_setopt(curl, CURLOPT_SEEKDATA, request);
    return start_body(request);
}

static void set_request(const struct bucket *bucket, CURL *curl,
                        struct request *request)
{
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, bucket->provider);
    curl_easy_setopt(curl, CURLOPT_USERNAME, bucket->key_id);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, bucket->secret);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "cifra/" CIFRA_VERSION);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)bucket->timeout);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, request->why);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_write);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, request);
    if (bucket->authorities)
        curl_easy_setopt(curl, CURLOPT_CAINFO, bucket->authorities);
    if (request->method && strcmp(request->method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else if (request->method)
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static struct text header_of(CURL *curl, const char *name)
{
    struct curl_header *header;
    if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return (struct text){0};
    return text_trim(text_of(header->value));
}

static void keep_hex(struct text from, char *to, size_t length)
{
    if (from.length >= 2 && from.at[0] == '"' && from.at[from.length - 1] == '"')
        from = (struct text){from.at + 1, from.length - 2};
    to[0] = '\0';
    if (from.length != length)
        return;
    memcpy(to, from.at, length);
    to[length] = '\0';
    if (to[strspn(to, "0123456789abcdefABCDEF")] != '\0')
        to[0] = '\0';
}

static void read_answer(CURL *curl, struct request *request)
{
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &request->status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &request->length);
    keep_hex(header_of(curl, "etag"), request->etag, MD5_HEX);
    keep_hex(header_of(curl, "x-amz-meta-sha256"), request->sha256, SHA256_HEX);
    request->sealed =
        text_starts(header_of(curl, "x-amz-server-side-encryption"), TEXT("aws:kms")) ||
        header_of(curl, "x-amz-server-side-encryption-customer-algorithm").length > 0;
}

/* An answer, whatever its status; false when none came. */
static bool attempt(const struct bucket *bucket, CURL *curl, struct request *request)
{
    struct buffer url = {0};
    struct curl_slist *headers = headers_of(bucket, request);
    buffer_clear(&request->answer);
    request->status = 0;
    request->why[0] = '\0';
    curl_easy_reset(curl);
    buffer_format(&url, "%s%s", bucket->start, request->path);
    buffer_char(&url, '\0');
    curl_easy_setopt(curl, CURLOPT_URL, url.at);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    set_request(bucket, curl, request);
    CURLcode code = CURLE_READ_ERROR;
    if (request->method || set_upload(curl, request))
        code = curl_easy_perform(curl);
    if (code == CURLE_OK)
        read_answer(curl, request);
    else if (!request->why[0])
        snprintf(request->why, sizeof request->why, "%s", curl_easy_strerror(code));
    curl_slist_free_all(headers);
    buffer_free(&url);
    return code == CURLE_OK;
}

/* All attempts --------------------------------------------------------------------- */

static void pause_before(int failures)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t wait = retry_wait(&RULES, failures, (uint32_t)now.tv_nsec);
    const struct timespec pause = {wait / 1000, wait % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* What the store calls its reason: <Code>NoSuchBucket</Code>. */
static struct text reason_of(const struct buffer *answer)
{
    struct text rest = buffer_all(answer);
    while (rest.length > 0) {
        text_cut(&rest, '<');
        if (text_starts(rest, TEXT("Code>"))) {
            text_cut(&rest, '>');
            return text_cut(&rest, '<');
        }
    }
    return (struct text){0};
}

static bool is_plain(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if ((word.at[i] < 'a' || word.at[i] > 'z') &&
            (word.at[i] < 'A' || word.at[i] > 'Z'))
            return false;
    return word.length > 0 && word.length < 80;
}

static bool say_status(const struct request *request, struct error *err)
{
    struct text reason = reason_of(&request->answer);
    const char *what = request->method ? request->method : "PUT";
    if (!is_plain(reason))
        return fail(err, ERROR_NETWORK, "%s of %s is answered with %ld", what,
                    request->path, request->status);
    return fail(err, ERROR_NETWORK, "%s of %s is answered with %ld %.*s", what,
                request->path, request->status, TEXT_ARGS(reason));
}

/* True with any answer below 300, and 404. */
static bool ask(struct bucket *bucket, struct request *request, struct error *err)
{
    CURL *curl = take_handle(bucket);
    bool answered = false;
    request->answer.limit = request->answer.limit ? request->answer.limit : ANSWER_MAX;
    for (int failures = 1;; failures++) {
        answered = attempt(bucket, curl, request);
        if ((answered && !retry_fits_status(request->status)) ||
            failures == RULES.attempts)
            break;
        pause_before(failures);
    }
    give_back(bucket, curl);
    if (!answered)
        return fail(err, ERROR_NETWORK, "%s: %s", request->path, request->why);
    return (request->status >= 200 && request->status < 300) ||
           (request->method && request->status == STATUS_MISSING) ||
           say_status(request, err);
}

static bool check_md5(struct request *request, struct error *err)
{
    unsigned char md5[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char hex[2 * EVP_MAX_MD_SIZE + 1] = "";
    if (EVP_DigestFinal_ex(request->md5, md5, &length) != 1)
        return fail(err, ERROR_SYSTEM, "MD5 is not to be had");
    for (unsigned i = 0; i < length; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned)md5[i]);
    return request->sealed || !request->etag[0] ||
           strcasecmp(hex, request->etag) == 0 ||
           fail(err, ERROR_NETWORK, "%s was stored with other bytes than were sent",
                request->path);
}

bool bucket_put(struct bucket *bucket, const struct object *object, struct error *err)
{
    struct request request = {.path = object->path, .object = object};
    request.body =
        object->file ? fopen(object->file, "rbe")
        : object->bytes.length == 0
            ? fopen("/dev/null", "rbe")
            : fmemopen((void *)(uintptr_t)object->bytes.at, object->bytes.length, "rb");
    if (!request.body)
        return fail_errno(err, "opening %s",
                          object->file ? object->file : object->path);
    request.md5 = memory_or_die(EVP_MD_CTX_new());
    bool good = ask(bucket, &request, err) && check_md5(&request, err);
    EVP_MD_CTX_free(request.md5);
    fclose(request.body);
    buffer_free(&request.answer);
    return good;
}

bool bucket_has(struct bucket *bucket, const struct object *object, bool *has,
                struct error *err)
{
    struct request request = {.path = object->path, .method = "HEAD", .object = object};
    struct stat found = {.st_size = (off_t)object->bytes.length};
    if (object->file && stat(object->file, &found) != 0)
        return fail_errno(err, "looking at %s", object->file);
    bool good = ask(bucket, &request, err);
    *has = good && request.status != STATUS_MISSING &&
           request.length == (curl_off_t)found.st_size &&
           strcmp(request.sha256, object->sha256.hex) == 0;
    buffer_free(&request.answer);
    return good;
}

bool bucket_get(struct arena *arena, struct bucket *bucket, const char *path,
                size_t limit, struct text *out, struct error *err)
{
    struct request request = {
        .path = path, .method = "GET", .answer = {.limit = limit}};
    bool good = ask(bucket, &request, err);
    *out = (struct text){0};
    if (good && request.status != STATUS_MISSING)
        *out = arena_copy(arena, buffer_all(&request.answer));
    buffer_free(&request.answer);
    return good;
}

bool bucket_delete(struct bucket *bucket, const char *path, struct error *err)
{
    struct request request = {.path = path, .method = "DELETE"};
    bool good = ask(bucket, &request, err);
    buffer_free(&request.answer);
    return good;
}
