/* Transfers against a server on this machine that misbehaves on purpose. Time is the
 * test's own: waiting costs nothing, and no assertion looks at a real clock. */
#include "tests/check.h"

#include "ingest/fetch.h"
#include "tests/ingest/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BODY = 200000 };

/* What the tests' server tells: by path, and what it was asked. */
struct story {
    struct server *server, *other;
    char *folder;
    char body[BODY + 1];
    char range[128], if_range[128], if_none[128], if_since[128], token[128], agent[128];
    char last[256];        /* path of the last request */
    char other_token[128]; /* what the other server was told */
    char other_last[256];
    struct arena arena;
    int64_t skew; /* of the tests' clock */
    size_t sleeps;
    int64_t slept;
};

static void hear(struct story *story, struct visit *visit)
{
    story->range[0] = story->if_range[0] = story->if_none[0] = story->if_since[0] =
        story->token[0] = story->agent[0] = '\0';
    server_header(visit, "Range", story->range, sizeof story->range);
    server_header(visit, "If-Range", story->if_range, sizeof story->if_range);
    server_header(visit, "If-None-Match", story->if_none, sizeof story->if_none);
    server_header(visit, "If-Modified-Since", story->if_since, sizeof story->if_since);
    server_header(visit, "X-App-Token", story->token, sizeof story->token);
    server_header(visit, "User-Agent", story->agent, sizeof story->agent);
    snprintf(story->last, sizeof story->last, "%.255s", visit->path);
}

static bool is_path(const struct visit *visit, const char *path)
{
    size_t length = strlen(path);
    return strncmp(visit->path, path, length) == 0 &&
           (visit->path[length] == '\0' || visit->path[length] == '?');
}

/* The body from a byte on, as a part that is said to be of `total`. */
static void send_part(struct story *story, struct visit *visit, size_t from,
                      size_t said, size_t total, const char *etag)
{
    server_say(visit,
               "HTTP/1.1 206 Partial Content\r\nContent-Length: %zu\r\n"
               "Content-Range: bytes %zu-%d/%zu\r\nETag: %s\r\n\r\n",
               (size_t)BODY - from, said, BODY - 1, total, etag);
    server_send(visit, story->body + from, BODY - from);
}

/* 100,000 of 200,000 bytes, and the line goes dead. */
static void send_half(struct story *story, struct visit *visit, const char *headers)
{
    server_say(visit, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n", BODY, headers);
    server_send(visit, story->body, BODY / 2);
}

static size_t asked_from(const struct story *story)
{
    return strtoul(story->range + strlen("bytes="), NULL, 10);
}

static void answer_resuming(struct story *story, struct visit *visit)
{
    bool asked = story->range[0] != '\0';
    if (is_path(visit, "/cut")) {
        if (asked)
            send_part(story, visit, asked_from(story), asked_from(story), BODY,
                      "\"v1\"");
        else
            send_half(story, visit, "ETag: \"v1\"\r\n");
    } else if (is_path(visit, "/changed")) {
        if (asked || visit->number > 1) /* If-Range does not hold: all of the new one */
            server_reply(visit, "200 OK", "ETag: \"v2\"\r\n", "new,file\n1,2\n");
        else
            send_half(story, visit, "ETag: \"v1\"\r\n");
    } else if (is_path(visit,
                       "/liar")) { /* sends a part of the new file all the same */
        if (asked)
            send_part(story, visit, asked_from(story), asked_from(story), BODY,
                      "\"v2\"");
        else if (visit->number > 1)
            server_reply(visit, "200 OK", "ETag: \"v2\"\r\n", "new,file\n1,2\n");
        else
            send_half(story, visit, "ETag: \"v1\"\r\n");
    } else if (is_path(visit, "/elsewhere")) { /* another part than asked for */
        if (asked)
            send_part(story, visit, asked_from(story), asked_from(story) + 5, BODY,
                      "\"v1\"");
        else if (visit->number > 1)
            server_reply(visit, "200 OK", "ETag: \"v1\"\r\n", "a,b\n");
        else
            send_half(story, visit, "ETag: \"v1\"\r\n");
    } else if (is_path(visit, "/weak")) { /* cannot be known again: never resumed */
        if (visit->number > 1)
            server_reply(visit, "200 OK", "", story->body);
        else
            send_half(story, visit, "ETag: W/\"v1\"\r\n");
    } else if (is_path(visit, "/range416")) {
        if (asked)
            server_reply(visit, "416 Range Not Satisfiable", "", "");
        else if (visit->number > 1)
            server_reply(visit, "200 OK", "", story->body);
        else
            send_half(story, visit, "ETag: \"v1\"\r\n");
    } else if (is_path(visit, "/unasked206"))
        send_part(story, visit, 0, 0, BODY, "\"v1\"");
    else if (is_path(visit, "/always-cut"))
        send_half(story, visit, "");
}

static void answer_badly(struct story *story, struct visit *visit)
{
    if (is_path(visit, "/busy"))
        visit->number < 3 ? server_reply(visit, "503 Busy", "", "later")
                          : server_reply(visit, "200 OK", "", "a,b\n1,2\n");
    else if (is_path(visit, "/throttled"))
        visit->number < 2
            ? server_reply(visit, "429 Too Many", "Retry-After: 7\r\n", "slow down")
            : server_reply(visit, "200 OK", "", "a,b\n1,2\n");
    else if (is_path(visit, "/away"))
        server_reply(visit, "503 Away", "Retry-After: 86400\r\n", "maintenance");
    else if (is_path(visit, "/silent"))
        server_reply(visit, "503 Unavailable", "", "");
    else if (is_path(visit, "/none"))
        server_reply(
            visit, "404 Not Found", "",
            "<html><title>No existe</title>\n<p>Archivo\x01 no encontrado</html>");
    else if (is_path(visit, "/binary"))
        server_reply(visit, "500 Oops", "", "\x01\x02\x03");
    else if (is_path(visit, "/stalled")) {
        server_say(visit, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\na,b\n");
        server_stall(visit);
    } else if (is_path(visit, "/mute"))
        server_stall(visit);
    else if (is_path(visit, "/drip")) {
        server_say(visit, "HTTP/1.1 200 OK\r\nX-Drip: ");
        server_stall(visit);
    } else if (is_path(visit, "/announced"))
        server_say(visit, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
    else if (is_path(visit, "/endless")) {
        server_say(visit, "HTTP/1.1 200 OK\r\n\r\n");
        for (int i = 0; i < 2000 && !server_is_left(visit); i++)
            server_send(visit, story->body, BODY);
    } else if (is_path(visit, "/unchanged"))
        server_say(visit, "HTTP/1.1 304 Not Modified\r\n\r\n");
    else if (is_path(visit, "/damaged"))
        server_reply(visit, "200 OK", "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\r\n",
                     "a,b\n1,2\n");
    else if (is_path(visit, "/digest"))
        server_reply(
            visit, "200 OK",
            "Repr-Digest: sha-256=:3T3lDJHuXm2JhWrL3vB1fpJL5WxmZK1Bx0rFTUdHOdQ=:"
            "\r\n",
            "a,b\n1,2\n");
}

static void answer_strangely(struct story *story, struct visit *visit)
{
    (void)story;
    if (is_path(visit, "/page"))
        server_reply(
            visit, "200 OK", "Content-Type: text/csv\r\n",
            "<!DOCTYPE html>\n<html><head><title>Servicio no disponible</title>"
            "</head><body>…</body></html>");
    else if (is_path(visit, "/login"))
        server_reply(visit, "200 OK", "",
                     "<html><title>Portal</title><form>"
                     "<input type=\"password\" name=p></form></html>");
    else if (is_path(visit, "/challenge"))
        server_reply(
            visit, "200 OK", "",
            "<html>\n<head><title>Challenge Validation</title>"
            "<script src=\"/_Incapsula_Resource?x=1\"></script></head></html>");
    else if (is_path(visit, "/error.json"))
        server_reply(visit, "200 OK", "",
                     "{\"error\": {\"code\": 400, \"message\": \"Invalid URL\","
                     " \"details\": []}}");
    else if (is_path(visit, "/empty"))
        server_reply(visit, "200 OK", "", "");
}

static void answer_elsewhere(struct story *story, struct visit *visit)
{
    if (is_path(visit, "/moved"))
        server_reply(visit, "302 Found",
                     "Location: /good?token=abc\r\nETag: \"old\"\r\n", "");
    else if (is_path(visit, "/inside"))
        server_reply(visit, "302 Found", "Location: file:///etc/hostname\r\n", "");
    else if (is_path(visit, "/circle"))
        server_reply(visit, "302 Found", "Location: /circle\r\n", "");
    else if (is_path(visit, "/nowhere"))
        server_reply(visit, "302 Found", "", "");
    else if (is_path(visit, "/away-with-it") && story->other) {
        char header[512];
        snprintf(header, sizeof header,
                 "Location: http://localhost:%d/taken?app_token=s3cret&x=1\r\n",
                 server_port(story->other));
        server_reply(visit, "302 Found", header, "");
    }
}

static void answer_pages(struct story *story, struct visit *visit)
{
    (void)story;
    if (is_path(visit, "/rows")) {
        if (strstr(visit->path, "offset=0"))
            server_reply(visit, "200 OK", "", "[{\"a\":1},{\"a\":2}]");
        else if (strstr(visit->path, "offset=2"))
            visit->number < 3 ? server_reply(visit, "502 Bad", "", "")
                              : server_reply(visit, "200 OK", "", "[{\"a\":3}]");
        else
            server_reply(visit, "200 OK", "", "[]");
    } else if (is_path(visit, "/landing"))
        server_reply(visit, "200 OK", "",
                     "<html><a href='/old.csv'>Cifras mayo 2026</a> "
                     "<a href='/good?newest'>Cifras junio 2026</a>"
                     "<a href='/none'>Otra cosa julio 2026</a></html>");
    else if (strncmp(visit->path, "/months/", 8) == 0) {
        char csv[64];
        snprintf(csv, sizeof csv, "a,b\n%.7s,1\n", visit->path + 8);
        if (strcmp(visit->path, "/months/2025-02.csv") == 0)
            server_reply(visit, "404 Not Found", "", "");
        else
            server_reply(visit, "200 OK", "", csv);
    } else if (strncmp(visit->path, "/zips/", 6) == 0)
        server_reply(visit, "200 OK", "", "PK\x03\x04...");
    else if (is_path(visit, "/echo"))
        server_reply(visit, "400 Bad", "", "the key s3cret is not known");
}

static void answer(void *context, struct visit *visit)
{
    struct story *story = context;
    char etag[64] = "";
    hear(story, visit);
    server_header(visit, "If-None-Match", etag, sizeof etag);
    if (is_path(visit, "/good") && strcmp(etag, "\"e1\"") == 0)
        server_say(visit, "HTTP/1.1 304 Not Modified\r\nETag: \"e1\"\r\n\r\n");
    else if (is_path(visit, "/good"))
        server_reply(visit, "200 OK",
                     "ETag: \"e1\"\r\nSet-Cookie: secret=1\r\n"
                     "Last-Modified: Sat, 21 Dec 2024 06:00:00 GMT\r\n"
                     "Content-Disposition: attachment; filename=\"V\xed"
                     "ctimas.csv\"\r\n",
                     "a,b\n1,2\n");
    else if (is_path(visit, "/packed"))
        server_reply(visit, "200 OK", "Content-Encoding: gzip\r\n", "\x1f\x8b\x08");
    answer_resuming(story, visit);
    answer_badly(story, visit);
    answer_strangely(story, visit);
    answer_elsewhere(story, visit);
    answer_pages(story, visit);
}

static void answer_other(void *context, struct visit *visit)
{
    struct story *story = context;
    story->other_token[0] = '\0';
    server_header(visit, "X-App-Token", story->other_token, sizeof story->other_token);
    snprintf(story->other_last, sizeof story->other_last, "%.255s", visit->path);
    server_reply(visit, "200 OK", "", "a,b\n1,2\n");
}

/* Fixture ---------------------------------------------------------------------------
 */

static int64_t now(void *context)
{
    struct story *story = context;
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000 + story->skew;
}

static void do_not_sleep(void *context, int64_t milliseconds)
{
    struct story *story = context;
    story->skew += milliseconds;
    story->slept += milliseconds;
    story->sleeps++;
}

static uint32_t no_chance(void *context)
{
    (void)context;
    return 0;
}

static int start(void **state)
{
    static struct story story;
    unsetenv("http_proxy"); /* this machine's, if any, is not asked */
    unsetenv("all_proxy");
    unsetenv("https_proxy");
    story = (struct story){.folder = temporary_folder()};
    for (size_t i = 0; i < BODY; i++)
        story.body[i] = i % 20 == 19 ? '\n' : (char)('0' + i % 10);
    story.server = server_start(false, answer, &story);
    *state = &story;
    return 0;
}

static int stop(void **state)
{
    struct story *story = *state;
    server_stop(story->server);
    if (story->other)
        server_stop(story->other);
    drop_folder(story->folder);
    arena_free(&story->arena);
    return 0;
}

static struct fetch_session session_of(struct story *story)
{
    struct fetch_session session = {.limits = FETCH_LIMITS,
                                    .clock = {story, now, do_not_sleep, no_chance}};
    session.limits.slow = 150;
    session.limits.slow_bytes = 100;
    return session;
}

static struct fetch fetch_of(struct story *story, const char *path)
{
    return (struct fetch){.name = "test",
                          .urls = 1,
                          .url = {arena_format(&story->arena, "%s%s",
                                               server_address(story->server), path)},
                          .into = path_join(&story->arena, story->folder, "fetched"),
                          .bytes_max = 1 << 20};
}

static struct fetched get(struct story *story, const struct fetch *fetch)
{
    struct fetch_session session = session_of(story);
    struct fetched out;
    fetch_all(&story->arena, &session, fetch, 1, &out);
    assert_int_equal(out.err.kind == ERROR_NONE,
                     out.end == FETCH_ARRIVED || out.end == FETCH_UNCHANGED);
    return out;
}

static void lacks(struct story *story, const struct fetch *fetch, enum error_kind kind,
                  const char *words)
{
    struct fetched out = get(story, fetch);
    check_error(&out.err, kind, words);
}

static struct fetched get_path(struct story *story, const char *path)
{
    struct fetch fetch = fetch_of(story, path);
    return get(story, &fetch);
}

static bool fetched_is(struct story *story, const char *bytes)
{
    return file_holds(path_join(&story->arena, story->folder, "fetched"),
                      text_of(bytes));
}

static bool part_is_there(struct story *story)
{
    return file_exists(path_join(&story->arena, story->folder, "fetched.part")) ||
           file_exists(path_join(&story->arena, story->folder, "fetched.part.json"));
}

static void arrives(void **state, const char *path, const char *bytes)
{
    struct fetched out = get_path(*state, path);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_true(fetched_is(*state, bytes));
    assert_false(part_is_there(*state));
    check_text(text_of(out.provenance.sha256.hex), sha256_of(text_of(bytes)).hex);
}

static const char *put(struct story *story, const char *name, struct text bytes)
{
    const char *path = path_join(&story->arena, story->folder, name);
    struct error err = {0};
    check_done(file_write(path, bytes, &err), &err);
    return path;
}

static void fails(void **state, const char *path, enum error_kind kind,
                  const char *words)
{
    struct story *story = *state;
    put(story, "fetched", TEXT("before"));
    struct fetched out = get_path(story, path);
    assert_int_equal(out.end, FETCH_FAILED);
    check_error(&out.err, kind, words);
    check_error(&out.err, kind, "fetching http://127.0.0.1:");
    assert_true(fetched_is(story, "before"));
}

/* Tests ------------------------------------------------------------------------------
 */

static void gets_a_file_and_says_where_from(void **state)
{
    struct story *story = *state;
    struct fetched out = get_path(story, "/good?share=abc&x=1");
    const struct provenance *from = &out.provenance;
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_true(fetched_is(story, "a,b\n1,2\n"));
    check_text(text_of(from->file), "V\xc3\xad"
                                    "ctimas.csv");
    check_text(text_of(strrchr(from->url, '/')), "/good?share=***&x=1");
    check_text(text_of(from->sha256.hex), sha256_of(TEXT("a,b\n1,2\n")).hex);
    assert_int_equal(from->bytes, 8);
    assert_int_equal(day_compare(from->date, (struct day){2024, 12, 21}), 0);
    assert_int_equal(strlen(from->fetched), strlen("2024-12-21T06:00:00Z"));
    for (size_t i = 0; i < from->headers; i++)
        assert_null(strstr(from->header[i][0], "cookie"));
    check_text(text_of(from->header[0][0]), "content-length");
    check_text(text_of(from->header[1][1]), "\"e1\"");
    assert_non_null(strstr(story->agent, "cifra/"));
    assert_false(part_is_there(story));
}

static void keeps_the_bytes_as_they_were_sent(void **state)
{
    arrives(state, "/packed", "\x1f\x8b\x08");
}

static void an_unchanged_file_costs_one_small_answer(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/good");
    struct fetched first = get(story, &fetch);
    first.provenance.source = "test";
    const struct provenance *known[] = {&first.provenance};
    fetch.known = 1;
    fetch.snapshot = known;
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_UNCHANGED, &out.err);
    check_text(text_of(story->if_none), "\"e1\"");
    check_text(text_of(story->if_since), "Sat, 21 Dec 2024 06:00:00 GMT");
    check_text(text_of(out.provenance.sha256.hex), first.provenance.sha256.hex);
    assert_int_equal(server_visits(story->server), 2);
    fetch.url[0] = arena_format(&story->arena, "%s?other", fetch.url[0]);
    out = get(story, &fetch); /* of another address nothing is known */
    assert_int_equal(out.end, FETCH_ARRIVED);
    check_text(text_of(story->if_none), "");
}

static void a_304_that_nobody_asked_for_is_no_file(void **state)
{
    fails(state, "/unchanged", ERROR_NETWORK, "the server answered 304");
}

static void goes_on_where_a_transfer_was_cut(void **state)
{
    struct story *story = *state;
    arrives(state, "/cut", story->body);
    check_text(text_of(story->range), "bytes=100000-");
    check_text(text_of(story->if_range), "\"v1\"");
    assert_int_equal(server_visits(story->server), 2);
}

static void goes_on_in_another_run(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/cut");
    struct fetch_session session = session_of(story);
    struct fetched out;
    session.limits.retry.attempts = 1;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    check_error(&out.err, ERROR_NETWORK, "cut short");
    assert_true(part_is_there(story));
    arrives(state, "/cut", story->body);
    check_text(text_of(story->range), "bytes=100000-");
    assert_int_equal(server_visits(story->server), 2);
}

static void a_part_of_another_address_is_not_gone_on_with(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/cut");
    struct fetch_session session = session_of(story);
    struct fetched out;
    session.limits.retry.attempts = 1;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    arrives(state, "/good", "a,b\n1,2\n");
    check_text(text_of(story->range), "");
}

static void a_file_that_changed_starts_again(void **state)
{
    arrives(state, "/changed", "new,file\n1,2\n");
}

static void a_part_of_a_changed_file_is_not_joined(void **state)
{
    arrives(state, "/liar", "new,file\n1,2\n");
}

static void a_part_that_was_not_asked_for_is_not_joined(void **state)
{
    arrives(state, "/elsewhere", "a,b\n");
    fails(state, "/unasked206", ERROR_NETWORK, "a part that nobody asked for");
}

static void what_cannot_be_known_again_starts_again(void **state)
{
    struct story *story = *state;
    arrives(state, "/weak", story->body);
    check_text(text_of(story->range), "");
}

static void a_range_that_is_refused_starts_again(void **state)
{
    struct story *story = *state;
    arrives(state, "/range416", story->body);
    assert_int_equal(server_visits(story->server), 3);
}

static void half_a_file_is_no_file(void **state)
{
    struct story *story = *state;
    fails(state, "/always-cut", ERROR_NETWORK, "the file was cut short");
    struct fetch fetch = fetch_of(story, "/always-cut");
    lacks(story, &fetch, ERROR_NETWORK, "(5 attempts)");
    fails(state, "/hangup", ERROR_NETWORK, "Empty reply");
}

static void tries_again_as_curl_does(void **state)
{
    struct story *story = *state;
    arrives(state, "/busy", "a,b\n1,2\n");
    assert_int_equal(server_visits(story->server), 3);
    assert_int_equal(story->sleeps, 2);
    assert_in_range(story->slept, 1500 - 50, 1500); /* half of 1 s and of 2 s */
}

static void waits_as_long_as_the_server_asks(void **state)
{
    struct story *story = *state;
    arrives(state, "/throttled", "a,b\n1,2\n");
    assert_in_range(story->slept, 7000 - 50, 7000);
}

static void does_not_wait_for_a_day(void **state)
{
    struct story *story = *state;
    fails(state, "/away", ERROR_NETWORK,
          "503: \"maintenance\"; it asks to be left alone for 86400 s, and we wait 300 "
          "s");
    assert_int_equal(server_visits(story->server), 1);
    assert_int_equal(story->sleeps, 0);
}

static void gives_up_in_the_end(void **state)
{
    struct story *story = *state;
    fails(state, "/silent", ERROR_NETWORK, "the server answered 503 (5 attempts)");
    assert_int_equal(server_visits(story->server), 5);
    fails(state, "/none", ERROR_NETWORK, "the server answered 404: \"No existe\"");
    assert_int_equal(server_visits(story->server), 6); /* that will not pass */
    fails(state, "/binary", ERROR_NETWORK, "the server answered 500");
}

static void there_is_an_end_to_all_waiting(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/silent");
    struct fetch_session session = session_of(story);
    struct fetched out;
    session.limits.retry.attempts = 1000;
    session.limits.total = 100000;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    check_error(&out.err, ERROR_NETWORK, "given up after ");
    assert_true(story->slept <= 100000);
}

static void nobody_listening_is_tried_again(void **state)
{
    struct story *story = *state;
    struct server *gone = server_start(false, answer_other, story);
    struct fetch fetch = fetch_of(story, "");
    fetch.url[0] = arena_format(&story->arena, "%s/x", server_address(gone));
    server_stop(gone);
    lacks(story, &fetch, ERROR_NETWORK, "(5 attempts)");
    assert_int_equal(story->sleeps, 4);
}

static void a_slow_server_is_left(void **state)
{
    struct story *story = *state;
    struct fetch_session session = session_of(story);
    static const char *const paths[] = {"/stalled", "/mute"};
    session.limits.retry.attempts = 1;
    for (size_t i = 0; i < 2; i++) {
        struct fetch fetch = fetch_of(story, paths[i]);
        struct fetched out;
        fetch_all(&story->arena, &session, &fetch, 1, &out);
        check_error(&out.err, ERROR_NETWORK, "fewer than 100 bytes in 0.15 s");
    }
}

static void slow_headers_are_slow_too(void **state)
{
    struct story *story = *state;
    struct fetch_session session = session_of(story);
    struct fetch fetch = fetch_of(story, "/drip");
    struct fetched out;
    session.limits.retry.attempts = 1;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    check_error(&out.err, ERROR_NETWORK, "fewer than 100 bytes in 0.15 s");
}

static void sizes_are_limited(void **state)
{
    fails(state, "/announced", ERROR_LIMIT, "larger than the 1048576 bytes");
    fails(state, "/endless", ERROR_LIMIT, "larger than the 1048576 bytes");
    assert_false(part_is_there(*state));
}

static void follows_redirects_within_http(void **state)
{
    struct story *story = *state;
    struct fetched out = get_path(story, "/moved");
    check_done(out.end == FETCH_ARRIVED, &out.err);
    check_text(text_of(out.provenance.header[1][1]), "\"e1\""); /* of the last answer */
    check_text(text_of(strrchr(out.provenance.url, '/')), "/moved");
    fails(state, "/inside", ERROR_NETWORK,
          "redirects to file:///etc/hostname: only https and http are followed");
    fails(state, "/circle", ERROR_NETWORK, "redirects more than 10 times");
    fails(state, "/nowhere", ERROR_NETWORK, "does not say where to");
}

static void a_damaged_file_is_noticed(void **state)
{
    fails(state, "/damaged", ERROR_NETWORK, "arrived damaged");
    fails(state, "/digest", ERROR_NETWORK, "arrived damaged");
}

static void pages_for_people_are_not_the_data(void **state)
{
    static const char *const cases[][2] = {
        {"/page",
         "the server sent a web page, not the data: \"Servicio no disponible\""},
        {"/login", "the server sent a login page, not the data: \"Portal\""},
        {"/challenge", "a challenge page, which only a browser passes, not the data: "
                       "\"Challenge Validation\""},
        {"/error.json", "the server sent an error, not the data: \"Invalid URL\""},
        {"/empty", "the server sent nothing"},
    };
    struct story *story = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fetched out = get_path(story, cases[i][0]);
        check_error(&out.err, ERROR_FORMAT, cases[i][1]);
        assert_int_equal(out.end, i == 4 ? FETCH_FAILED : FETCH_REFUSED);
    }
}

static void mirrors_are_asked_in_order(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/none");
    fetch.url[1] = fetch_of(story, "/page").url[0];
    fetch.url[2] = fetch_of(story, "/good").url[0];
    fetch.url[3] = fetch_of(story, "/packed").url[0];
    fetch.urls = 4;
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_true(fetched_is(story, "a,b\n1,2\n"));
    check_text(text_of(strrchr(out.provenance.url, '/')), "/good");
    fetch.urls = 2;
    out = get(story, &fetch);
    check_error(&out.err, ERROR_NETWORK, "none of 2 addresses gave it: fetching http");
    check_error(&out.err, ERROR_NETWORK, "/none: the server answered 404");
    check_error(&out.err, ERROR_NETWORK, "/page: the server sent a web page");
}

static void pages_become_one_file(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/rows");
    struct paging_rule rule = {.kind = PAGING_OFFSET,
                               .rows = "",
                               .offset = "offset",
                               .limit = "limit",
                               .size = 2,
                               .pages_max = 10};
    fetch.pages = &rule;
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    struct text bytes;
    struct error err = {0};
    check_done(file_read(&story->arena, fetch.into, 1000, &bytes, &err), &err);
    assert_true(text_starts(bytes, TEXT("[{\"a\":1},{\"a\":2}]\n[{\"a\":3}]\n")));
    check_text(text_of(strrchr(out.provenance.url, '/')), "/rows");
    assert_non_null(strstr(out.provenance.note, "pages"));
}

static void months_become_one_file(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/months/{year}-{month}.csv");
    struct paging_rule rule = {.kind = PAGING_MONTHS,
                               .from = period_of(2024, 11),
                               .to = period_of(2025, 2),
                               .pages_max = 10};
    fetch.pages = &rule;
    struct fetched out = get(story, &fetch); /* February is not out yet */
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_true(fetched_is(story, "a,b\n2024-11,1\n\na,b\n2024-12,1\n\n"
                                  "a,b\n2025-01,1\n\n"));
    check_text(text_of(out.provenance.note), "3 pages");
    assert_int_equal(server_visits(story->server), 4);
    fetch.url[0] = fetch_of(story, "/zips/{year}-{month}.zip").url[0];
    lacks(story, &fetch, ERROR_FORMAT, "archives cannot be put together");
}

static void a_page_leads_to_the_newest_file(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "/landing");
    struct link_rule rule = {.label = "Cifras*"};
    fetch.links = &rule;
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_true(fetched_is(story, "a,b\n1,2\n"));
    check_text(text_of(strrchr(out.provenance.url, '/')), "/good?newest");
    assert_non_null(strstr(out.provenance.note, "\"Cifras junio 2026\" on http"));
    rule.label = "Nada*";
    out = get(story, &fetch);
    assert_int_equal(out.end, FETCH_FAILED);
    assert_int_equal(out.err.kind, ERROR_FORMAT);
}

static struct fetch secret_of(struct story *story, const char *path)
{
    struct fetch fetch = fetch_of(story, path);
    setenv("CIFRA_TEST_TOKEN", "s3cret", 1);
    fetch.credential =
        (struct credential){"env:CIFRA_TEST_TOKEN", "X-App-Token", NULL, ""};
    return fetch;
}

static void a_token_goes_to_its_host_only(void **state)
{
    struct story *story = *state;
    struct fetch fetch = secret_of(story, "/away-with-it");
    story->other = server_start(false, answer_other, story);
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    check_text(text_of(story->token), "s3cret");
    check_text(text_of(story->other_token), "");
    fetch.credential =
        (struct credential){"env:CIFRA_TEST_TOKEN", NULL, "app_token", ""};
    out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_non_null(strstr(story->last, "app_token=s3cret"));
    check_text(text_of(story->other_last), "/taken?x=1");
    assert_null(strstr(out.provenance.url, "s3cret"));
}

static void secrets_stay_out_of_messages(void **state)
{
    struct story *story = *state;
    struct fetch fetch = secret_of(story, "/echo");
    struct fetched out = get(story, &fetch);
    check_error(&out.err, ERROR_NETWORK, "400: \"the key *** is not known\"");
    out = get_path(story, "/none?token=verysecret");
    assert_null(strstr(out.err.message, "verysecret"));
    fetch.credential.from = "env:CIFRA_TEST_NOBODY";
    out = get(story, &fetch);
    check_error(&out.err, ERROR_USAGE, "the environment has no CIFRA_TEST_NOBODY");
    fetch = secret_of(story, "/good");
    fetch.url[0] = "http://example.invalid/x";
    lacks(story, &fetch, ERROR_USAGE, "over https only");
}

static void a_token_file_is_its_owners_only(void **state)
{
    struct story *story = *state;
    struct fetch fetch = secret_of(story, "/good");
    const char *path = put(story, "token", TEXT("  s3cret\n"));
    fetch.credential.from = arena_format(&story->arena, "file:%s", path);
    assert_int_equal(chmod(path, 0644), 0);
    lacks(story, &fetch, ERROR_USAGE, "chmod 600");
    assert_int_equal(chmod(path, 0600), 0);
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    check_text(text_of(story->token), "s3cret");
}

static void only_certificates_that_are_trusted(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "");
    struct fetch_session session = session_of(story);
    struct fetched out;
    story->other = server_start(true, answer_other, story);
    fetch.url[0] = arena_format(&story->arena, "%s/x", server_address(story->other));
    out = get(story, &fetch);
    check_error(&out.err, ERROR_NETWORK, "certificate cannot be trusted");
    assert_int_equal(server_visits(story->other), 0);
    const char *path = path_join(&story->arena, story->folder, "authority.pem");
    server_certificate(story->other, path);
    session.authorities = path;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    assert_int_equal(server_visits(story->other), 1);
}

static void many_are_fetched_at_once(void **state)
{
    enum { MANY = 12 };
    struct story *story = *state;
    struct fetch fetch[MANY];
    struct fetched out[MANY];
    struct fetch_session session = session_of(story);
    story->other = server_start(false, answer_other, story);
    for (size_t i = 0; i < MANY; i++) {
        fetch[i] = fetch_of(story, i == 5 ? "/none" : "/good");
        if (i % 2)
            fetch[i].url[0] =
                arena_format(&story->arena, "%s/%zu", server_address(story->other), i);
        fetch[i].into = arena_format(&story->arena, "%s/%zu", story->folder, i);
    }
    fetch[4].url[0] = fetch_of(story, "/none").url[0];
    fetch_all(&story->arena, &session, fetch, MANY, out);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(out[i].end, i == 4 ? FETCH_FAILED : FETCH_ARRIVED);
    assert_int_equal(server_visits(story->server), MANY / 2);
    assert_true(story->slept >= 400 * 5); /* the pause between two to one host */
}

static void files_are_fetched_where_allowed(void **state)
{
    struct story *story = *state;
    struct fetch fetch = fetch_of(story, "");
    const char *path = put(story,
                           "V\xc3\xad"
                           "c.csv",
                           TEXT("a\n"));
    fetch.url[0] = arena_format(&story->arena, "file://%s", path);
    fetch.bytes_max = 100;
    fetch.allow_file = true;
    struct fetched out = get(story, &fetch);
    check_done(out.end == FETCH_ARRIVED, &out.err);
    check_text(text_of(out.provenance.file), "V\xc3\xad"
                                             "c.csv");
    assert_true(fetched_is(story, "a\n"));
    fetch.bytes_max = 1;
    lacks(story, &fetch, ERROR_LIMIT, "larger than the 1 bytes");
    const char *pipe = arena_format(&story->arena, "%s.pipe", path);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    fetch.url[0] = arena_format(&story->arena, "file://%s", pipe);
    lacks(story, &fetch, ERROR_NETWORK, "it is not a file");
    fetch.url[0] = "file:///tmp/";
    lacks(story, &fetch, ERROR_NETWORK, "it is not a file");
    fetch.url[0] = arena_format(&story->arena, "file://%s", path);
    fetch.allow_file = false;
    lacks(story, &fetch, ERROR_NETWORK, "only https and http");
}

static void note_progress(void *context, const struct fetch_progress *all, size_t count)
{
    struct fetch_progress *seen = context;
    assert_int_equal(count, 1);
    *seen = all[0];
}

static void progress_is_told(void **state)
{
    struct story *story = *state;
    struct fetch_progress seen = {0};
    struct fetch fetch = fetch_of(story, "/stalled");
    struct fetch_session session = session_of(story);
    struct fetched out;
    session.limits.retry.attempts = 1;
    session.limits.slow = 1000; /* a busy machine must have sent four bytes by then */
    session.progress = note_progress;
    session.context = &seen;
    fetch_all(&story->arena, &session, &fetch, 1, &out);
    check_text(text_of(seen.name), "test");
    assert_int_equal(seen.bytes, 4);
    assert_int_equal(seen.expected, 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(gets_a_file_and_says_where_from),
        TEST(keeps_the_bytes_as_they_were_sent),
        TEST(an_unchanged_file_costs_one_small_answer),
        TEST(a_304_that_nobody_asked_for_is_no_file),
        TEST(goes_on_where_a_transfer_was_cut),
        TEST(goes_on_in_another_run),
        TEST(a_part_of_another_address_is_not_gone_on_with),
        TEST(a_file_that_changed_starts_again),
        TEST(a_part_of_a_changed_file_is_not_joined),
        TEST(a_part_that_was_not_asked_for_is_not_joined),
        TEST(what_cannot_be_known_again_starts_again),
        TEST(a_range_that_is_refused_starts_again),
        TEST(half_a_file_is_no_file),
        TEST(tries_again_as_curl_does),
        TEST(waits_as_long_as_the_server_asks),
        TEST(does_not_wait_for_a_day),
        TEST(gives_up_in_the_end),
        TEST(there_is_an_end_to_all_waiting),
        TEST(nobody_listening_is_tried_again),
        TEST(a_slow_server_is_left),
        TEST(slow_headers_are_slow_too),
        TEST(sizes_are_limited),
        TEST(follows_redirects_within_http),
        TEST(a_damaged_file_is_noticed),
        TEST(pages_for_people_are_not_the_data),
        TEST(mirrors_are_asked_in_order),
        TEST(pages_become_one_file),
        TEST(months_become_one_file),
        TEST(a_page_leads_to_the_newest_file),
        TEST(a_token_goes_to_its_host_only),
        TEST(secrets_stay_out_of_messages),
        TEST(a_token_file_is_its_owners_only),
        TEST(only_certificates_that_are_trusted),
        TEST(many_are_fetched_at_once),
        TEST(files_are_fetched_where_allowed),
        TEST(progress_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
