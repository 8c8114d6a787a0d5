/* Ed25519 signatures (RFC 8032) of the operator, who alone has the key: a file of 32
 * bytes as PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it, that
 * nobody but its owner may read. */
#ifndef CIFRA_SITE_SIGNATURE_H
#define CIFRA_SITE_SIGNATURE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum { SIGNATURE_BYTES = 64, KEY_BYTES = 32, KEY_HEX = 2 * KEY_BYTES };

struct signature {
    unsigned char byte[SIGNATURE_BYTES];
};

struct signer;

/* Make a new key, in a file that is not there yet. */
bool signer_make(const char *path, struct error *err);

/* Read a key; ERROR_USAGE when it is none, or others may read it. */
bool signer_open(const char *path, struct signer **out, struct error *err);
void signer_close(struct signer *signer); /* NULL is fine */

/* Sign bytes; fails only when the library does. */
bool signer_sign(const struct signer *signer, struct text bytes, struct signature *out,
                 struct error *err);

/* The public key: in hexadecimal, and as PEM. They live as long as the signer. */
const char *signer_hex(const struct signer *signer);
const char *signer_pem(const struct signer *signer);

/* Is it the signature of these bytes by the public key, in hexadecimal? */
bool signature_holds(const char *key_hex, struct text bytes, struct text signature);

/* The public key that a PEM holds, in hexadecimal, in the arena; ERROR_USAGE. name is
 * what messages call it. */
bool signature_key_read(struct arena *arena, struct text pem, const char *name,
                        const char **hex, struct error *err);

/* The PEM of a public key, in the arena; NULL when it is none. */
const char *signature_key_pem(struct arena *arena, const char *hex);

#endif
