#include "site/signature.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEM_MAX = 4096 };

struct signer {
    struct arena arena;
    EVP_PKEY *key;
    const char *hex, *pem;
};

/* The public half -------------------------------------------------------------- */

static const char *hex_of(struct arena *arena, const EVP_PKEY *key)
{
    unsigned char raw[KEY_BYTES];
    size_t length = sizeof raw;
    char hex[KEY_HEX + 1];
    if (EVP_PKEY_get_raw_public_key(key, raw, &length) != 1 || length != sizeof raw)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = "0123456789abcdef"[raw[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[raw[i] & 15];
    }
    return arena_copy(arena, (struct text){hex, KEY_HEX}).at;
}

static const char *pem_of(struct arena *arena, const EVP_PKEY *key)
{
    BIO *bio = memory_or_die(BIO_new(BIO_s_mem()));
    const char *pem = NULL;
    char *bytes;
    if (PEM_write_bio_PUBKEY(bio, key) == 1) {
        long length = BIO_get_mem_data(bio, &bytes);
        pem = arena_copy(arena, (struct text){bytes, (size_t)length}).at;
    }
    BIO_free(bio);
    return pem;
}

static int digit(char c)
{
    const char *found = c ? strchr("0123456789abcdef", c) : NULL;
    return found ? (int)(found - "0123456789abcdef") : -1;
}

/* NULL when it is no key. */
static EVP_PKEY *key_of(const char *hex)
{
    unsigned char raw[KEY_BYTES];
    if (strlen(hex) != KEY_HEX)
        return NULL;
    for (size_t i = 0; i < KEY_BYTES; i++) {
        int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return NULL;
        raw[i] = (unsigned char)(high << 4 | low);
    }
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw, sizeof raw);
}

const char *signature_key_pem(struct arena *arena, const char *hex)
{
    EVP_PKEY *key = key_of(hex);
    const char *pem = key ? pem_of(arena, key) : NULL;
    EVP_PKEY_free(key);
    return pem;
}

bool signature_key_read(struct arena *arena, struct text pem, const char *name,
                        const char **hex, struct error *err)
{
    BIO *bio = memory_or_die(BIO_new_mem_buf(pem.at, (int)pem.length));
    EVP_PKEY *key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
    *hex = key && EVP_PKEY_id(key) == EVP_PKEY_ED25519 ? hex_of(arena, key) : NULL;
    EVP_PKEY_free(key);
    BIO_free(bio);
    return *hex ||
           fail(err, ERROR_USAGE, "%s is not a public Ed25519 key in PEM", name);
}

bool signature_holds(const char *key_hex, struct text bytes, struct text signature)
{
    EVP_PKEY *key = key_of(key_hex);
    EVP_MD_CTX *context = memory_or_die(EVP_MD_CTX_new());
    bool holds =
        key && signature.length == SIGNATURE_BYTES &&
        EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestVerify(context, (const unsigned char *)signature.at, signature.length,
                         (const unsigned char *)bytes.at, bytes.length) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return holds;
}

/* The private half ------------------------------------------------------------- */

static bool write_private(EVP_PKEY *key, const char *path, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return fail(err, ERROR_USAGE, "%s is there already; nothing was touched", path);
    if (fd < 0)
        return fail_errno(err, "making %s", path);
    FILE *file = memory_or_die(fdopen(fd, "w"));
    bool good = PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1 &&
                fflush(file) == 0 && fsync(fd) == 0;
    if (fclose(file) != 0 || !good)
        return fail_errno(err, "writing %s", path);
    return true;
}

bool signer_make(const char *path, struct error *err)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    bool good = key ? write_private(key, path, err)
                    : fail(err, ERROR_SYSTEM, "no key could be made");
    EVP_PKEY_free(key);
    return good;
}

static bool check_private(const char *path, struct error *err)
{
    struct stat found;
    if (!file_given(path, err))
        return false;
    if (stat(path, &found) != 0)
        return fail_errno(err, "looking at %s", path);
    return (found.st_mode & (S_IRWXG | S_IRWXO)) == 0 ||
           fail(err, ERROR_USAGE,
                "%s may be read by others: chmod 600 keeps the key to its owner", path);
}

static EVP_PKEY *read_private(struct arena *arena, const char *path, struct error *err)
{
    struct text pem;
    if (!file_read(arena, path, PEM_MAX, &pem, err))
        return NULL;
    BIO *bio = memory_or_die(BIO_new_mem_buf(pem.at, (int)pem.length));
    /* A password would be asked for at the terminal; there is none at night. */
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)(uintptr_t) "");
    BIO_free(bio);
    return key;
}

bool signer_open(const char *path, struct signer **out, struct error *err)
{
    if (!check_private(path, err))
        return false;
    struct signer *signer = memory_or_die(calloc(1, sizeof *signer));
    signer->key = read_private(&signer->arena, path, err);
    if (signer->key && EVP_PKEY_id(signer->key) == EVP_PKEY_ED25519) {
        signer->hex = hex_of(&signer->arena, signer->key);
        signer->pem = pem_of(&signer->arena, signer->key);
    }
    if (!signer->hex || !signer->pem) {
        signer_close(signer);
        return fail(err, ERROR_USAGE,
                    "%s is not an Ed25519 key in PEM without a password", path);
    }
    *out = signer;
    return true;
}

void signer_close(struct signer *signer)
{
    if (!signer)
        return;
    EVP_PKEY_free(signer->key);
    arena_free(&signer->arena);
    free(signer);
}

bool signer_sign(const struct signer *signer, struct text bytes, struct signature *out,
                 struct error *err)
{
    EVP_MD_CTX *context = memory_or_die(EVP_MD_CTX_new());
    size_t length = sizeof out->byte;
    bool good = EVP_DigestSignInit(context, NULL, NULL, NULL, signer->key) == 1 &&
                EVP_DigestSign(context, out->byte, &length,
                               (const unsigned char *)bytes.at, bytes.length) == 1 &&
                length == sizeof out->byte;
    EVP_MD_CTX_free(context);
    return good || fail(err, ERROR_SYSTEM, "the key does not sign");
}

const char *signer_hex(const struct signer *signer) { return signer->hex; }

const char *signer_pem(const struct signer *signer) { return signer->pem; }
