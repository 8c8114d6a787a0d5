/* What went wrong, in one line a person can act on.
 *
 * Every function that can fail returns bool and takes a `struct error *` last.
 * The first failure wins; callers add what they were doing, so that a failure
 * reads from the outside in: "publishing es/mx/jalisco: reading snapshot 4f1c:
 * row 1204 has 18 cells, header has 19".
 */
#ifndef CIFRA_BASE_ERROR_H
#define CIFRA_BASE_ERROR_H

#include <stdbool.h>

enum error_kind {
    ERROR_NONE,
    ERROR_USAGE,         /* what the operator asked for or configured is off */
    ERROR_SYSTEM,        /* a file, folder, clock or thread did not obey */
    ERROR_NETWORK,       /* a transfer failed; the same call may work later */
    ERROR_FORMAT,        /* the bytes are not what their descriptor says */
    ERROR_UNKNOWN_WORD,  /* a word that no crosswalk knows */
    ERROR_CONTRADICTION, /* well-formed, and yet it cannot be true */
    ERROR_LIMIT,         /* larger, deeper or longer than we accept */
    ERROR_UNREAD         /* a process that reads came to no verdict on the bytes: out of
                            time or memory, or ended from outside */
};

enum { ERROR_MESSAGE_MAX = 4096 };

struct error {
    enum error_kind kind;
    int number; /* the errno that fail_errno() met; 0 */
    char message[ERROR_MESSAGE_MAX];
};

/* Is it the machine that did not obey, perhaps, and would the same bytes do another
 * time? Nothing that is kept for good may follow from such a failure. */
static inline bool error_is_passing(const struct error *err)
{
    return err->kind == ERROR_SYSTEM || err->kind == ERROR_UNREAD;
}

/* Record a failure, unless one is recorded already, and return false. */
bool fail(struct error *err, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As fail(), with ": " and the words for the current errno behind it. */
bool fail_errno(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put what was being done, and ": ", before the recorded message; returns false. */
bool fail_while(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "; " and what else there is to say behind the recorded message; returns false. */
bool fail_then(struct error *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
