#include "tests/ingest/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_MAX = 16384, GONE_MS = 10000 };

struct server {
    int socket, peer, port;
    pthread_t thread;
    pthread_mutex_t lock;
    char address[64];
    server_answer answer;
    void *context;
    size_t visits;
    SSL_CTX *tls;
    SSL *session;
    X509 *certificate;
    EVP_PKEY *key;
};

/* TLS ------------------------------------------------------------------------------ */

static void sign_itself(struct server *server)
{
    X509 *certificate = X509_new();
    server->key = EVP_EC_gen("P-256");
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, server->key);
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name,
                                                "DNS:localhost,IP:127.0.0.1");
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
    assert_true(X509_sign(certificate, server->key, EVP_sha256()) > 0);
    server->certificate = certificate;
}

static void open_tls(struct server *server)
{
    sign_itself(server);
    server->tls = SSL_CTX_new(TLS_server_method());
    SSL_CTX_use_certificate(server->tls, server->certificate);
    SSL_CTX_use_PrivateKey(server->tls, server->key);
}

void server_certificate(const struct server *server, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    PEM_write_X509(file, server->certificate);
    fclose(file);
}

/* Answering ---------------------------------------------------------------------------
 */

void server_send(struct visit *visit, const void *bytes, size_t length)
{
    struct server *server = visit->server;
    const char *at = bytes;
    while (length > 0) {
        ssize_t sent =
            server->session
                ? SSL_write(server->session, at, (int)(length < 16384 ? length : 16384))
                : send(server->peer, at, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        at += sent;
        length -= (size_t)sent;
    }
}

void server_say(struct visit *visit, const char *format, ...)
{
    char text[REQUEST_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    server_send(visit, text, (size_t)length);
}

void server_reply(struct visit *visit, const char *status, const char *headers,
                  const char *body)
{
    server_say(visit,
               "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n%s\r\n",
               status, strlen(body), headers);
    server_send(visit, body, strlen(body));
}

bool server_is_left(struct visit *visit)
{
    struct pollfd waits = {.fd = visit->server->peer, .events = POLLIN};
    char one;
    return poll(&waits, 1, 0) > 0 &&
           recv(visit->server->peer, &one, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

void server_stall(struct visit *visit)
{
    struct pollfd waits = {.fd = visit->server->peer, .events = POLLIN};
    poll(&waits, 1, GONE_MS);
}

bool server_header(const struct visit *visit, const char *name, char *out, size_t room)
{
    const char *line = strstr(visit->whole, "\r\n");
    size_t length = strlen(name);
    for (; line && line[2] != '\r'; line = strstr(line + 2, "\r\n")) {
        const char *at = line + 2;
        if (strncasecmp(at, name, length) != 0 || at[length] != ':')
            continue;
        at += length + 1 + strspn(at + length + 1, " ");
        snprintf(out, room, "%.*s", (int)strcspn(at, "\r"), at);
        return true;
    }
    return false;
}

/* The thread
 * ---------------------------------------------------------------------------- */

static bool read_request(struct server *server, char *request)
{
    size_t length = 0;
    while (!strstr(request, "\r\n\r\n") && length + 1 < REQUEST_MAX) {
        ssize_t got = server->session ? SSL_read(server->session, request + length,
                                                 (int)(REQUEST_MAX - 1 - length))
                                      : recv(server->peer, request + length,
                                             REQUEST_MAX - 1 - length, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        request[length] = '\0';
    }
    return true;
}

static void answer_request(struct server *server, char *request)
{
    char path[REQUEST_MAX] = "";
    sscanf(request, "%*s %16383s", path);
    pthread_mutex_lock(&server->lock);
    struct visit visit = {server, ++server->visits, path, request};
    pthread_mutex_unlock(&server->lock);
    server->answer(server->context, &visit);
}

static bool greet(struct server *server)
{
    if (!server->tls)
        return true;
    server->session = SSL_new(server->tls);
    SSL_set_fd(server->session, server->peer);
    return SSL_accept(server->session) == 1;
}

static void part(struct server *server)
{
    if (server->session) {
        SSL_shutdown(server->session);
        SSL_free(server->session);
        server->session = NULL;
    }
    shutdown(server->peer, SHUT_WR);
    close(server->peer);
}

static void *serve(void *context)
{
    struct server *server = context;
    for (;;) {
        static _Thread_local char request[REQUEST_MAX];
        request[0] = '\0';
        server->peer = accept(server->socket, NULL, NULL);
        if (server->peer < 0)
            return NULL;
        if (greet(server) && read_request(server, request))
            answer_request(server, request);
        part(server);
    }
}

struct server *server_start(bool tls, server_answer answer, void *context)
{
    struct server *server = calloc(1, sizeof *server);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof at;
    signal(SIGPIPE, SIG_IGN); /* visitors leave without a word */
    server->answer = answer;
    server->context = context;
    pthread_mutex_init(&server->lock, NULL);
    if (tls)
        open_tls(server);
    server->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->socket, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server->socket, 64), 0);
    getsockname(server->socket, (struct sockaddr *)&at, &length);
    server->port = ntohs(at.sin_port);
    snprintf(server->address, sizeof server->address, "http%s://127.0.0.1:%d",
             tls ? "s" : "", server->port);
    assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
    return server;
}

void server_stop(struct server *server)
{
    shutdown(server->socket, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->socket);
    SSL_CTX_free(server->tls);
    X509_free(server->certificate);
    EVP_PKEY_free(server->key);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

const char *server_address(const struct server *server) { return server->address; }

int server_port(const struct server *server) { return server->port; }

size_t server_visits(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t visits = server->visits;
    pthread_mutex_unlock(&server->lock);
    return visits;
}
