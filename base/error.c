#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Messages quote foreign bytes: keep them on one line, and do not end inside a
 * UTF-8 sequence that was cut off. */
static void tidy(char *message)
{
    for (char *c = message; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    size_t length = strlen(message);
    if (length < ERROR_MESSAGE_MAX - 1)
        return;
    while (length > 0 && ((unsigned char)message[length - 1] & 0xc0) == 0x80)
        length--;
    if (length > 0 && (unsigned char)message[length - 1] >= 0xc0)
        length--;
    message[length] = '\0';
}

/* Put the sign and the text behind message, as far as there is room. */
static void append(char *message, const char *sign, const char *text)
{
    size_t length = strlen(message);
    (void)!snprintf(message + length, ERROR_MESSAGE_MAX - length, "%s%s", sign, text);
}

bool fail(struct error *err, enum error_kind kind, const char *format, ...)
{
    if (err->kind != ERROR_NONE)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    err->kind = kind;
    tidy(err->message);
    return false;
}

bool fail_errno(struct error *err, const char *format, ...)
{
    int number = errno;
    if (err->kind != ERROR_NONE)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    char words[128];
    append(err->message, ": ", strerror_r(number, words, sizeof words));
    err->kind = ERROR_SYSTEM;
    err->number = number;
    tidy(err->message);
    return false;
}

bool fail_while(struct error *err, const char *format, ...)
{
    char inner[ERROR_MESSAGE_MAX];
    memcpy(inner, err->message, sizeof inner);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    append(err->message, ": ", inner);
    tidy(err->message);
    return false;
}

bool fail_then(struct error *err, const char *format, ...)
{
    char more[ERROR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(more, sizeof more, format, arguments);
    va_end(arguments);
    append(err->message, "; ", more);
    tidy(err->message);
    return false;
}
