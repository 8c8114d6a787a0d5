#include "ingest/fetch_inside.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, BASE64_MAX = 128 };

/* Base64 of a file's digest; false when the file cannot be read. */
static bool digest_of(const char *path, const EVP_MD *kind, char *out)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    ssize_t got = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    char *block = memory_or_die(malloc(BLOCK));
    EVP_MD_CTX *context = memory_or_die(EVP_MD_CTX_new());
    bool good = EVP_DigestInit_ex(context, kind, NULL) == 1;
    while (good && (got = read(file, block, BLOCK)) > 0)
        good = EVP_DigestUpdate(context, block, (size_t)got) == 1;
    good = good && got == 0 && EVP_DigestFinal_ex(context, digest, &length) == 1;
    EVP_MD_CTX_free(context);
    free(block);
    close(file);
    if (good)
        EVP_EncodeBlock((unsigned char *)out, digest, (int)length);
    return good;
}

/* The value of a name in "sha-256=:…:, md5=…"; empty when it is not there. RFC 9530
 * puts colons around it, RFC 3230 does not. */
static struct text value_of(const char *header, const char *name)
{
    struct text rest = text_of(header);
    while (rest.at) {
        struct text value = text_trim(text_cut(&rest, ','));
        struct text key = text_cut(&value, '=');
        if (key.length != strlen(name) || strncasecmp(key.at, name, key.length) != 0)
            continue;
        if (text_starts(value, TEXT(":")) && text_ends(value, TEXT(":")) &&
            value.length > 1)
            value = (struct text){value.at + 1, value.length - 2};
        return value;
    }
    return (struct text){0};
}

static bool compare(struct text said, const char *path, const EVP_MD *kind,
                    struct error *err)
{
    char found[BASE64_MAX];
    if (said.length == 0)
        return true;
    if (!digest_of(path, kind, found))
        return fail_errno(err, "reading %s", path);
    return text_is(said, found) ||
           fail(err, ERROR_NETWORK,
                "the file arrived damaged: its digest is %s, the server says %.*s",
                found, TEXT_ARGS(said));
}

bool digest_check(const struct answer *answer, const char *path, bool whole,
                  struct error *err)
{
    for (size_t i = 0; i < 2; i++)
        if (answer->digest[i] &&
            (!compare(value_of(answer->digest[i], "sha-256"), path, EVP_sha256(),
                      err) ||
             !compare(value_of(answer->digest[i], "sha-512"), path, EVP_sha512(), err)))
            return false;
    return !whole || compare(text_of(answer->digest[2]), path, EVP_md5(), err);
}
