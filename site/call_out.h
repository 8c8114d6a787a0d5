/* Running a command of the operator's, with something to read for it. */
#ifndef CIFRA_SITE_CALL_OUT_H
#define CIFRA_SITE_CALL_OUT_H

#include "base/error.h"
#include "base/text.h"

/* Run words[0], looked for in PATH, with the words behind it as arguments, NULL last;
 * `input` is what it reads, and what it prints goes where ours does. No shell is in
 * between. environment: "NAME=value" strings to add, NULL last. It has so many seconds:
 * then it and what it started are killed. An error unless it ends with 0. */
bool call_out(const char *const *words, const char *const *environment,
              struct text input, int seconds, struct error *err);

#endif
