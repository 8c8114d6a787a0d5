/* Addresses and names that come from outside, made fit to keep and to show. */
#ifndef CIFRA_INGEST_ADDRESS_H
#define CIFRA_INGEST_ADDRESS_H

#include "base/arena.h"
#include "base/text.h"

/* The address without user, password and fragment, and with *** for the value of
 * each query parameter whose name speaks of a secret: share, token, key, sig, pass,
 * secret, auth, credential. */
const char *address_public(struct arena *arena, const char *url);

/* The file name that a Content-Disposition proposes (RFC 6266, filename* before
 * filename), else the last part of the address's path, else "download": UTF-8, one
 * name without folders, no control characters, no leading dots, at most 200 bytes. */
const char *address_file_name(struct arena *arena, const char *disposition,
                              const char *url);

/* The file name that somebody gives, made as harmless; "file" when nothing is left. */
const char *address_given_name(struct arena *arena, const char *name);

/* Does it lead to a host over http or https, without user and password, and without a
 * character that an address must not hold bare? */
bool address_is_web(struct text url);

#endif
