/* Transfers against a small server on this machine that misbehaves on purpose. */
#include "tests/check.h"

#include "ingest/fetch.h"
#include "tests/ingest/recorder.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the server says to each path. */
static const struct {
    const char *path;
    const char *answer;
} ANSWERS[] = {
    {"/good", "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nETag: \"e1\"\r\n"
              "Set-Cookie: secret=1\r\nLast-Modified: Sat, 21 Dec 2024 06:00:00 GMT\r\n"
              "Content-Disposition: attachment; filename=\"V\xed"
              "ctimas.csv\"\r\n\r\n"
              "a,b\n1,2\n"},
    {"/packed", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\n"
                "\x1f\x8b\x08"},
    {"/none", "HTTP/1.1 404 Not Found\r\nContent-Length: 62\r\n\r\n"
              "<html><title>No existe</title>\n<p>Archivo\x01 no encontrado</html>"},
    {"/silent", "HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n"},
    {"/binary", "HTTP/1.1 500 Oops\r\nContent-Length: 3\r\n\r\n\x01\x02\x03"},
    {"/part", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na,b\n"},
    {"/moved", "HTTP/1.1 302 Found\r\nLocation: /good?token=abc\r\nETag: \"old\"\r\n"
               "Content-Length: 0\r\n\r\n"},
    {"/inside", "HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\n"
                "Content-Length: 0\r\n\r\n"},
    {"/circle", "HTTP/1.1 302 Found\r\nLocation: /circle\r\nContent-Length: 0\r\n\r\n"},
    {"/announced", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"},
    {"/endless", "HTTP/1.1 200 OK\r\n\r\n"},
    {"/unchanged", "HTTP/1.1 304 Not Modified\r\n\r\n"},
};

struct server {
    int socket;
    pthread_t thread;
    char address[64];
};

static void send_all(int peer, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(peer, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* At most 64 MiB: the client should have gone long before. */
static void send_endlessly(int peer)
{
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 1024; i++)
        send_all(peer, block, sizeof block);
}

static void answer(int peer, const char *request)
{
    for (size_t i = 0; i < sizeof ANSWERS / sizeof *ANSWERS; i++) {
        size_t length = strlen(ANSWERS[i].path);
        if (strncmp(request + 4, ANSWERS[i].path, length) != 0 ||
            !strchr(" ?", request[4 + length]))
            continue;
        send_all(peer, ANSWERS[i].answer, strlen(ANSWERS[i].answer));
        if (strcmp(ANSWERS[i].path, "/endless") == 0)
            send_endlessly(peer);
    }
}

static void *serve(void *context)
{
    struct server *server = context;
    for (;;) {
        int peer = accept(server->socket, NULL, NULL);
        if (peer < 0)
            return NULL;
        char request[4096] = "";
        ssize_t got = recv(peer, request, sizeof request - 1, 0);
        if (got > 4)
            answer(peer, request);
        shutdown(peer, SHUT_WR);
        close(peer);
    }
}

static struct server *server_start(void)
{
    static struct server server;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof at;
    server.socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server.socket, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server.socket, 8), 0);
    getsockname(server.socket, (struct sockaddr *)&at, &length);
    snprintf(server.address, sizeof server.address, "http://127.0.0.1:%d",
             ntohs(at.sin_port));
    assert_int_equal(pthread_create(&server.thread, NULL, serve, &server), 0);
    return &server;
}

struct fixture {
    struct server *server;
    char *folder;
};

static int start(void **state)
{
    static struct fixture fixture;
    unsetenv("http_proxy"); /* this machine's, if any, is not asked */
    unsetenv("all_proxy");
    fixture = (struct fixture){server_start(), temporary_folder()};
    *state = &fixture;
    return 0;
}

static int stop(void **state)
{
    struct fixture *fixture = *state;
    shutdown(fixture->server->socket, SHUT_RDWR);
    pthread_join(fixture->server->thread, NULL);
    close(fixture->server->socket);
    drop_folder(fixture->folder);
    return 0;
}

static bool fetch_path(struct fixture *fixture, struct arena *arena, const char *path,
                       struct provenance *out, struct error *err)
{
    struct fetch fetch = {
        .url = arena_format(arena, "%s%s", fixture->server->address, path),
        .into = path_join(arena, fixture->folder, "fetched"),
        .bytes_max = 1 << 20,
        .seconds_max = 10};
    return fetch_file(arena, &fetch, out, err);
}

static void check_refused(void **state, const char *path, enum error_kind kind,
                          const char *words)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    const char *into = write_in(&arena, fixture->folder, "fetched", TEXT("before"));
    assert_false(fetch_path(fixture, &arena, path, &out, &err));
    check_error(&err, kind, words);
    check_error(&err, kind, "fetching http://127.0.0.1:");
    assert_true(
        file_holds(into, TEXT("before"))); /* untouched, and nothing beside it */
    assert_false(file_exists(arena_format(&arena, "%s.part", into)));
    arena_free(&arena);
}

static void gets_a_file_and_says_where_from(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    check_done(fetch_path(fixture, &arena, "/good?share=abc&x=1", &out, &err), &err);
    assert_true(
        file_holds(path_join(&arena, fixture->folder, "fetched"), TEXT("a,b\n1,2\n")));
    check_text(text_of(out.file), "V\xc3\xad"
                                  "ctimas.csv");
    check_text(text_of(strrchr(out.url, '/')), "/good?share=***&x=1");
    check_text(text_of(out.sha256.hex), sha256_of(TEXT("a,b\n1,2\n")).hex);
    assert_int_equal(out.bytes, 8);
    assert_int_equal(day_compare(out.date, (struct day){2024, 12, 21}), 0);
    assert_int_equal(strlen(out.fetched), strlen("2024-12-21T06:00:00Z"));
    for (size_t i = 0; i < out.headers; i++)
        assert_null(strstr(out.header[i][0], "cookie"));
    check_text(text_of(out.header[0][0]), "content-length");
    check_text(text_of(out.header[1][1]), "\"e1\"");
    arena_free(&arena);
}

static void keeps_the_bytes_as_they_were_sent(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    check_done(fetch_path(fixture, &arena, "/packed", &out, &err), &err);
    assert_true(file_holds(path_join(&arena, fixture->folder, "fetched"),
                           TEXT("\x1f\x8b\x08")));
    arena_free(&arena);
}

static void follows_redirects_within_http(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    check_done(fetch_path(fixture, &arena, "/moved", &out, &err), &err);
    assert_int_equal(out.bytes, 8);
    check_text(text_of(out.header[1][1]), "\"e1\""); /* of the last answer only */
    check_text(text_of(strrchr(out.url, '/')), "/moved");
    arena_free(&arena);
    check_refused(state, "/inside", ERROR_NETWORK, "only https and http are followed");
    check_refused(state, "/circle", ERROR_NETWORK, "Maximum (10) redirects");
}

static void quotes_what_the_server_says(void **state)
{
    check_refused(state, "/none", ERROR_NETWORK,
                  "the server answered 404: \"No existe Archivo no encontrado\"");
    check_refused(state, "/silent", ERROR_NETWORK, "the server answered 503");
    check_refused(state, "/binary", ERROR_NETWORK, "the server answered 500");
    check_refused(state, "/unchanged", ERROR_NETWORK, "the server answered 304");
}

static void nothing_is_kept_of_half_a_file(void **state)
{
    check_refused(state, "/part", ERROR_NETWORK, "fetching ");
    check_refused(state, "/hangup", ERROR_NETWORK, "Empty reply");
}

static void sizes_are_limited(void **state)
{
    check_refused(state, "/announced", ERROR_LIMIT, "larger than the 1048576 bytes");
    check_refused(state, "/endless", ERROR_LIMIT, "larger than the 1048576 bytes");
}

static void secrets_stay_out_of_messages(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    assert_false(fetch_path(fixture, &arena, "/none?token=verysecret", &out, &err));
    assert_null(strstr(err.message, "verysecret"));
    arena_free(&arena);
}

static void files_are_fetched_where_allowed(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    const char *path = write_in(&arena, fixture->folder,
                                "V\xc3\xad"
                                "c.csv",
                                TEXT("a\n"));
    struct fetch fetch = {.url = arena_format(&arena, "file://%s", path),
                          .into = path_join(&arena, fixture->folder, "fetched"),
                          .bytes_max = 100,
                          .allow_file = true};
    check_done(fetch_file(&arena, &fetch, &out, &err), &err);
    check_text(text_of(out.file), "V\xc3\xad"
                                  "c.csv");
    assert_true(file_holds(fetch.into, TEXT("a\n")));
    fetch.bytes_max = 1;
    assert_false(fetch_file(&arena, &fetch, &out, &err));
    check_error(&err, ERROR_LIMIT, "larger than the 1 bytes");
    err = (struct error){0};
    fetch.allow_file = false;
    assert_false(fetch_file(&arena, &fetch, &out, &err));
    check_error(&err, ERROR_NETWORK, "only https and http");
    arena_free(&arena);
}

static void count_progress(void *context, size_t bytes, size_t expected)
{
    size_t *seen = context;
    seen[0] = bytes;
    seen[1] = expected;
}

static void progress_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct error err = {0};
    struct provenance out = {0};
    size_t seen[2] = {0};
    struct fetch fetch = {.url =
                              arena_format(&arena, "%s/good", fixture->server->address),
                          .into = path_join(&arena, fixture->folder, "fetched"),
                          .bytes_max = 100,
                          .progress = count_progress,
                          .progress_context = seen};
    check_done(fetch_file(&arena, &fetch, &out, &err), &err);
    assert_int_equal(seen[0], 8);
    assert_int_equal(seen[1], 8);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gets_a_file_and_says_where_from),
        cmocka_unit_test(keeps_the_bytes_as_they_were_sent),
        cmocka_unit_test(follows_redirects_within_http),
        cmocka_unit_test(quotes_what_the_server_says),
        cmocka_unit_test(nothing_is_kept_of_half_a_file),
        cmocka_unit_test(sizes_are_limited),
        cmocka_unit_test(secrets_stay_out_of_messages),
        cmocka_unit_test(files_are_fetched_where_allowed),
        cmocka_unit_test(progress_is_told),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
