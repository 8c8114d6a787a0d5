#include "site/verify.h"

#include "site/chain.h"
#include "site/release.h"
#include "site/signature.h"
#include "site/sums.h"

#include <stdlib.h>
#include <string.h>

enum { CHAIN_BYTES_MAX = 16 << 20, PEM_MAX = 4096, BATCH = 200 };

/* One verification. */
struct verification {
    struct arena *arena;
    const struct site_reader *reader;
    const struct verify_watch *watch;
    struct verified *out;
    const char *key; /* the one that must have signed; NULL */
    struct chain chain;
    struct sha256 sums; /* of the site's SHA256SUMS */
    bool newest_signed;
};

static void blame(struct verification *now, const char *path, const char *sentence)
{
    now->out->faults++;
    now->watch->fault(now->watch->context, path, sentence);
}

static bool read_text(struct verification *now, const char *path, size_t limit,
                      struct text *out)
{
    struct error err = {0};
    if (now->reader->read(now->reader->context, now->arena, path, limit, out, &err))
        return true;
    blame(now, path, err.message);
    return false;
}

/* Files ------------------------------------------------------------------------ */

static bool check_batch(struct verification *now, const char *folder,
                        const struct summed *file, size_t count, struct error *err)
{
    struct arena arena = {0};
    const char **paths = arena_array(&arena, count, sizeof *paths);
    struct looked *looked = arena_array(&arena, count, sizeof *looked);
    for (size_t i = 0; i < count; i++)
        paths[i] = path_join(&arena, folder, file[i].path);
    bool good =
        now->reader->hash(now->reader->context, &arena, paths, count, looked, err);
    for (size_t i = 0; good && i < count; i++)
        if (!looked[i].found)
            blame(now, paths[i], looked[i].why);
        else if (strcmp(looked[i].sha256.hex, file[i].sha256.hex) != 0)
            blame(now, paths[i], "has other bytes than its edition says");
    arena_free(&arena);
    return good;
}

static bool check_files(struct verification *now, const char *folder,
                        const struct summed *file, size_t count, struct error *err)
{
    for (size_t at = 0; at < count; at += BATCH) {
        size_t some = count - at < BATCH ? count - at : BATCH;
        now->watch->step(now->watch->context, *folder ? folder : "files", at, count);
        if (!check_batch(now, folder, file + at, some, err))
            return false;
    }
    return true;
}

static int by_path(const void *path, const void *file)
{
    return strcmp(path, ((const struct summed *)file)->path);
}

static bool is_listed(const struct summed *file, size_t count, const char *path)
{
    return bsearch(path, file, count, sizeof *file, by_path) != NULL;
}

/* What is in no list because it tells of one; NULL behind the last. */
static const char *const OF_SITE[] = {RELEASE_SUMS, RELEASE_CHAIN, EDITION_JSON, NULL};
static const char *const OF_EDITION[] = {RELEASE_SUMS, EDITION_JSON, NULL};
static const char *const OF_SIGNED[] = {RELEASE_SUMS, EDITION_JSON, EDITION_SIGNATURE,
                                        NULL};

static bool is_among(const char *const *names, const char *path)
{
    while (*names && strcmp(*names, path) != 0)
        names++;
    return *names != NULL;
}

/* A packed copy of a file that is listed is in no list: it is right when it unpacks to
 * that file. */
static bool is_packed(struct verification *now, struct arena *arena,
                      const struct summed *file, size_t count, const char *path)
{
    const char *why, *dot = strrchr(path, '.');
    enum packing packing;
    if (!dot || !packing_find(text_of(dot + 1), &packing))
        return false;
    const char *plain = arena_format(arena, "%.*s", (int)(dot - path), path);
    if (!is_listed(file, count, plain))
        return false;
    now->out->packed++;
    if (!now->reader->unpacks(now->reader->context, arena, path, plain, packing, &why))
        blame(now, path, why);
    return true;
}

/* Files that no list names, nor are they those ones. */
static bool check_strangers(struct verification *now, const char *folder,
                            const char *const *ours, const struct summed *file,
                            size_t count, struct error *err)
{
    struct arena arena = {0};
    const char *const *paths;
    size_t found;
    if (!now->reader->list)
        return true;
    bool good =
        now->reader->list(now->reader->context, &arena, folder, &paths, &found, err);
    for (size_t i = 0; good && i < found; i++)
        if (!is_among(ours, paths[i]) && !is_listed(file, count, paths[i]) &&
            (*folder || !is_packed(now, &arena, file, count, paths[i])))
            blame(now, path_join(&arena, folder, paths[i]), "belongs to no edition");
    arena_free(&arena);
    return good;
}

/* The site as it is shown. */
static bool check_shown(struct verification *now, struct error *err)
{
    struct text bytes;
    struct summed *file;
    size_t count;
    if (!now->reader->read(now->reader->context, now->arena, RELEASE_SUMS, SUMS_MAX,
                           &bytes, err))
        return false;
    now->sums = sha256_of(bytes);
    struct error wrong = {0};
    if (!sums_read(now->arena, bytes, RELEASE_SUMS, &file, &count, &wrong)) {
        blame(now, RELEASE_SUMS, wrong.message);
        return true;
    }
    now->out->files = count;
    return check_files(now, "", file, count, err) &&
           check_strangers(now, "", OF_SITE, file, count, err);
}

/* Editions --------------------------------------------------------------------- */

static const char *in_edition(struct verification *now, const char *edition,
                              const char *name)
{
    return arena_format(now->arena, RELEASE_EDITIONS "/%s/%s", edition, name);
}

static bool check_kept(struct verification *now, const struct edition_head *head,
                       struct error *err)
{
    struct text bytes;
    struct summed *file;
    size_t count, kept = 0;
    struct error wrong = {0};
    const char *path = in_edition(now, head->edition, RELEASE_SUMS);
    if (!read_text(now, path, SUMS_MAX, &bytes))
        return true;
    if (strcmp(sha256_of(bytes).hex, head->sums.hex) != 0) {
        blame(now, path, "has other bytes than its edition says");
        return true;
    }
    if (!sums_read(now->arena, bytes, path, &file, &count, &wrong)) {
        blame(now, path, wrong.message);
        return true;
    }
    for (size_t i = 0; i < count; i++)
        if (chain_keeps(file[i].path))
            file[kept++] = file[i];
    now->out->kept += kept;
    const char *folder =
        arena_format(now->arena, RELEASE_EDITIONS "/%s", head->edition);
    return check_files(now, folder, file, kept, err) &&
           check_strangers(now, folder, head->key ? OF_SIGNED : OF_EDITION, file, kept,
                           err);
}

static void check_signature(struct verification *now, const struct edition_head *head,
                            struct text json)
{
    struct text signature;
    const char *path = in_edition(now, head->edition, EDITION_SIGNATURE);
    if (!head->key || !read_text(now, path, SIGNATURE_BYTES, &signature))
        return;
    now->out->signatures++;
    if (!signature_holds(head->key, json, signature))
        blame(now, path, "is not the signature of its edition");
    else if (now->key && strcmp(now->key, head->key) != 0)
        blame(now, path, "is the signature of another key");
}

/* Does it name the edition before it? */
static void check_place(struct verification *now, size_t index,
                        const struct edition_head *head)
{
    const struct chain_link *own = &now->chain.link[index];
    const char *path = in_edition(now, own->edition, EDITION_JSON);
    if (strcmp(head->edition, own->edition) != 0)
        blame(now, path, "is of another edition than its folder");
    if (index == 0 ? head->previous != NULL
                   : !head->previous || strcmp(head->previous, own[-1].edition) != 0 ||
                         strcmp(head->previous_sha256.hex, own[-1].sha256.hex) != 0)
        blame(now, path, "does not follow on the edition before it");
}

static bool read_head(struct verification *now, size_t index, struct text *json,
                      struct edition_head *head)
{
    const struct chain_link *own = &now->chain.link[index];
    const char *path = in_edition(now, own->edition, EDITION_JSON);
    struct error wrong = {0};
    if (!read_text(now, path, EDITION_JSON_MAX, json))
        return false;
    if (strcmp(sha256_of(*json).hex, own->sha256.hex) != 0) {
        blame(now, path, "has other bytes than the chain says");
        return false;
    }
    struct json_node *root = json_parse(*json, path, &wrong);
    bool good = root && edition_head_read(now->arena, root, path, head, &wrong);
    json_close(root);
    if (!good)
        blame(now, path, wrong.message);
    return good;
}

static bool check_edition(struct verification *now, size_t index, struct error *err)
{
    struct text json;
    struct edition_head head;
    now->out->editions++;
    if (!read_head(now, index, &json, &head))
        return true;
    check_place(now, index, &head);
    check_signature(now, &head, json);
    if (strcmp(head.sums.hex, now->sums.hex) == 0)
        now->out->edition = head.edition;
    now->out->newest = head.edition;
    now->newest_signed = head.key != NULL;
    if (head.key)
        now->out->key = head.key;
    return check_kept(now, &head, err);
}

/* The key that is published is that of the newest signed edition. */
static void check_key(struct verification *now)
{
    struct text pem;
    const char *path = RELEASE_EDITIONS "/" EDITION_KEY;
    if (now->out->key && read_text(now, path, PEM_MAX, &pem) &&
        !text_equal(pem, text_of(signature_key_pem(now->arena, now->out->key))))
        blame(now, path, "is not the key of the newest signed edition");
    if (now->key && !now->newest_signed)
        blame(now, RELEASE_CHAIN, "ends with an edition that is not signed");
}

/* A site that was published before there was such a file has none. */
static void check_own_name(struct verification *now)
{
    struct error none = {0};
    struct text json;
    if (!now->reader->read(now->reader->context, now->arena, EDITION_JSON,
                           EDITION_JSON_MAX, &json, &none))
        return;
    for (size_t i = 0; i < now->chain.count; i++)
        if (strcmp(now->chain.link[i].edition, now->out->edition) == 0 &&
            strcmp(now->chain.link[i].sha256.hex, sha256_of(json).hex) == 0)
            return;
    blame(now, EDITION_JSON, "is not that of the edition that is shown");
}

/* Folders of editions that the chain does not name. */
static bool check_editions_folder(struct verification *now, struct error *err)
{
    struct arena arena = {0};
    const char *const *paths;
    size_t found;
    if (!now->reader->list)
        return true;
    bool good = now->reader->list(now->reader->context, &arena, RELEASE_EDITIONS,
                                  &paths, &found, err);
    for (size_t i = 0; good && i < found; i++) {
        struct text rest = text_of(paths[i]), folder = text_cut(&rest, '/');
        bool known =
            !rest.at && (strcmp(paths[i], RELEASE_CHAIN) == 0 ||
                         (now->out->key && strcmp(paths[i], EDITION_KEY) == 0));
        for (size_t j = 0; rest.at && !known && j < now->chain.count; j++)
            known = text_is(folder, now->chain.link[j].edition);
        if (!known)
            blame(now, arena_format(&arena, RELEASE_EDITIONS "/%s", paths[i]),
                  "belongs to no edition of the chain");
    }
    arena_free(&arena);
    return good;
}

static bool check_chain(struct verification *now, struct error *err)
{
    struct text bytes;
    struct error wrong = {0};
    if (!read_text(now, RELEASE_CHAIN, CHAIN_BYTES_MAX, &bytes))
        return true;
    if (!chain_parse(now->arena, bytes, RELEASE_CHAIN, &now->chain, &wrong)) {
        blame(now, RELEASE_CHAIN, wrong.message);
        return true;
    }
    for (size_t i = 0; i < now->chain.count; i++)
        if (!check_edition(now, i, err))
            return false;
    if (now->out->edition)
        check_own_name(now);
    else
        blame(now, RELEASE_SUMS, "is that of no edition in the chain");
    check_key(now);
    return check_editions_folder(now, err);
}

bool verify_site(struct arena *arena, const struct site_reader *reader, const char *key,
                 const struct verify_watch *watch, struct verified *out,
                 struct error *err)
{
    *out = (struct verified){0};
    struct verification now = {
        .arena = arena, .reader = reader, .watch = watch, .out = out, .key = key};
    return check_shown(&now, err) && check_chain(&now, err);
}
