/* A web server on this machine for tests, which does exactly what a test tells it to:
 * also what no server should. One thread, one visitor at a time, no fixed port. */
#ifndef CIFRA_TESTS_INGEST_SERVER_H
#define CIFRA_TESTS_INGEST_SERVER_H

#include "tests/check.h"

struct server;

/* One request being answered. */
struct visit {
    struct server *server;
    size_t number;     /* of all requests to this server, from 1 */
    const char *path;  /* with its query */
    const char *whole; /* the request as it came */
};

typedef void (*server_answer)(void *context, struct visit *visit);

/* Answers every request by calling answer, from the server's thread. tls: with a
 * certificate of its own for 127.0.0.1 and localhost, which nobody signed. */
struct server *server_start(bool tls, server_answer answer, void *context);
void server_stop(struct server *server);

const char *server_address(const struct server *server); /* "http://127.0.0.1:4711" */
int server_port(const struct server *server);
size_t server_visits(struct server *server);
/* Write its certificate, for those who choose to trust it. */
void server_certificate(const struct server *server, const char *path);

/* Send these bytes; the connection closes when the answer returns. */
void server_send(struct visit *visit, const void *bytes, size_t length);
void server_say(struct visit *visit, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An answer with a length: headers without the empty line, each ended by CRLF. */
void server_reply(struct visit *visit, const char *status, const char *headers,
                  const char *body);
/* Say nothing until the visitor has gone. */
void server_stall(struct visit *visit);
/* Has the visitor gone? */
bool server_is_left(struct visit *visit);
/* The value of a header of the request, in the caller's room; false without it. */
bool server_header(const struct visit *visit, const char *name, char *out, size_t room);

#endif
