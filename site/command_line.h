/* Reading a command line by a table of options. */
#ifndef CIFRA_SITE_COMMAND_LINE_H
#define CIFRA_SITE_COMMAND_LINE_H

#include "base/error.h"

#include <stddef.h>

struct option {
    const char *name;  /* "config": --config FILE, --config=FILE */
    const char *value; /* what its value is called; NULL: a flag */
    size_t offset;     /* of its const char * or bool in the caller's struct */
    char letter;       /* a flag's short form; 0: none */
    bool everywhere;   /* does every command take it? */
    const char *summary;
};

/* Read the option at words[*at] into the caller's struct; *at moves to the last word
 * read. An unknown one is ERROR_USAGE, with the one that may have been meant. Values
 * are borrowed from words. */
bool option_read(const struct option *options, size_t options_count, char **words,
                 int count, int *at, void *into, const struct option **found,
                 struct error *err);

/* Of `count` names, each `stride` bytes after the one before, the one that is at most
 * two letters away; NULL when none is. */
const char *nearest(const char *asked, const char *const *first, size_t stride,
                    size_t count);

#endif
