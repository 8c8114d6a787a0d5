#include "tests/site/site_folder.h"

#include "base/file.h"
#include "site/signature.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct signer *new_signer(void **state, const char *name)
{
    struct error err = {0};
    struct signer *signer;
    const char *path = path_join(&arena, *state, name);
    check_done(signer_make(path, &err), &err);
    check_done(signer_open(path, &signer, &err), &err);
    return signer;
}

static struct text text_in(const struct signature *signature)
{
    return (struct text){(const char *)signature->byte, SIGNATURE_BYTES};
}

static void what_was_signed_holds_and_nothing_else_does(void **state)
{
    struct error err = {0};
    struct signer *signer = new_signer(state, "key"), *other = new_signer(state, "two");
    struct signature signature;
    check_done(signer_sign(signer, TEXT("an edition"), &signature, &err), &err);
    struct text made = text_in(&signature);
    assert_true(signature_holds(signer_hex(signer), TEXT("an edition"), made));
    assert_false(signature_holds(signer_hex(signer), TEXT("an Edition"), made));
    assert_false(signature_holds(signer_hex(other), TEXT("an edition"), made));
    made.length--;
    assert_false(signature_holds(signer_hex(signer), TEXT("an edition"), made));
    for (size_t bit = 0; bit < 8 * SIGNATURE_BYTES; bit++) {
        struct signature turned = signature;
        turned.byte[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_false(
            signature_holds(signer_hex(signer), TEXT("an edition"), text_in(&turned)));
    }
    signer_close(signer);
    signer_close(other);
}

static unsigned char nibble(char digit)
{
    return (unsigned char)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* RFC 8032, 7.1, test 2: the message is one byte, 0x72. */
static void it_is_the_signature_of_the_standard(void **state)
{
    static const char key[] =
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    static const char hex[] =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    struct signature signature;
    (void)state;
    for (size_t i = 0; i < SIGNATURE_BYTES; i++)
        signature.byte[i] =
            (unsigned char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    assert_true(signature_holds(key, TEXT("\x72"), text_in(&signature)));
    assert_false(signature_holds(key, TEXT("\x73"), text_in(&signature)));
    assert_false(signature_holds("3d4017", TEXT("\x72"), text_in(&signature)));
    assert_false(signature_holds("not hexadecimal", TEXT("\x72"), text_in(&signature)));
}

static void a_public_key_goes_to_pem_and_back(void **state)
{
    struct error err = {0};
    struct signer *signer = new_signer(state, "key");
    const char *hex;
    check_done(
        signature_key_read(&arena, text_of(signer_pem(signer)), "key.pub", &hex, &err),
        &err);
    assert_string_equal(hex, signer_hex(signer));
    assert_int_equal(strlen(hex), KEY_HEX);
    assert_string_equal(signature_key_pem(&arena, hex), signer_pem(signer));
    assert_null(signature_key_pem(&arena, "00ff"));
    assert_false(signature_key_read(&arena, TEXT("-----BEGIN"), "key.pub", &hex, &err));
    check_error(&err, ERROR_USAGE, "key.pub");
    signer_close(signer);
}

static void a_key_is_the_owners_alone(void **state)
{
    struct error err = {0};
    struct signer *signer = new_signer(state, "key");
    const char *path = path_join(&arena, *state, "key");
    signer_close(signer);
    assert_false(signer_make(path, &err));
    check_error(&err, ERROR_USAGE, "is there already");
    err = (struct error){0};
    assert_int_equal(chmod(path, 0640), 0);
    assert_false(signer_open(path, &signer, &err));
    check_error(&err, ERROR_USAGE, "others");
    signer_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(what_was_signed_holds_and_nothing_else_does),
        cmocka_unit_test(it_is_the_signature_of_the_standard),
        with_folder(a_public_key_goes_to_pem_and_back),
        with_folder(a_key_is_the_owners_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
