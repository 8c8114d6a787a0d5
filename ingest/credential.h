/* Keys and tokens: from the environment or from a file that only its owner can read,
 * and from nowhere else. They go into a request and into nothing that is kept or said.
 */
#ifndef CIFRA_INGEST_CREDENTIAL_H
#define CIFRA_INGEST_CREDENTIAL_H

#include "base/arena.h"
#include "base/error.h"

enum { CREDENTIAL_MAX = 4096 };

/* Where a credential goes: into a header, or into a parameter of the query. */
struct credential {
    const char *from;   /* "env:NAME" or "file:PATH"; NULL: there is none */
    const char *header; /* "X-App-Token"; NULL */
    const char *query;  /* "api_key"; NULL */
    const char *prefix; /* before the value: "Bearer "; "" */
};

/* The value, in the arena. ERROR_USAGE when the variable is not set, when others than
 * the owner may read the file, or when the value could not stand in a header. */
bool credential_read(struct arena *arena, const struct credential *credential,
                     const char **out, struct error *err);

/* The message without the value: each place where it stands becomes ***. */
void credential_mask(char *message, const char *value);

#endif
