/* chain.txt is a list of what the edition.json say, no more: a line that is missing,
 * because a run was killed or somebody lost the file, follows from them. */
#include "site/chain.h"

#include "base/period.h"
#include "ingest/provenance.h"
#include "site/keep.h"
#include "site/release.h"
#include "site/signature.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHAIN_BYTES_MAX = 16 << 20, DAY_LENGTH = 10, CONTRACT = 1 };

#define NEW ".new" /* an edition being kept, or what a killed run left of one */
#define LINE_START "  " RELEASE_EDITIONS "/"
#define LINE_END "/" EDITION_JSON

bool chain_is_name(const char *name)
{
    struct day day;
    return release_is_name(name) ||
           (strlen(name) == DAY_LENGTH && day_parse(text_of(name), &day));
}

/* Reading ---------------------------------------------------------------------- */

static bool parse_line(struct arena *arena, struct text line, struct chain_link *out)
{
    struct text hash = {line.at, SHA256_HEX};
    size_t around = SHA256_HEX + strlen(LINE_START) + strlen(LINE_END);
    if (line.length <= around || !is_sha256(hash))
        return false;
    struct text rest = {line.at + SHA256_HEX, line.length - SHA256_HEX};
    if (!text_starts(rest, TEXT(LINE_START)) || !text_ends(rest, TEXT(LINE_END)))
        return false;
    struct text name = {rest.at + strlen(LINE_START), line.length - around};
    memcpy(out->sha256.hex, hash.at, SHA256_HEX);
    out->edition = arena_copy(arena, name).at;
    return strlen(out->edition) == name.length && chain_is_name(out->edition);
}

static const struct chain_link *find(const struct chain *chain, const char *edition)
{
    for (size_t i = 0; i < chain->count; i++)
        if (strcmp(chain->link[i].edition, edition) == 0)
            return &chain->link[i];
    return NULL;
}

bool chain_parse(struct arena *arena, struct text bytes, const char *name,
                 struct chain *out, struct error *err)
{
    *out = (struct chain){0, arena_array(arena, CHAIN_MAX, sizeof *out->link)};
    if (bytes.length > 0 && bytes.at[bytes.length - 1] != '\n')
        return fail(err, ERROR_FORMAT, "%s does not end with a whole line", name);
    while (bytes.length > 0) {
        struct chain_link *now = &out->link[out->count];
        if (out->count + 1 == CHAIN_MAX)
            return fail(err, ERROR_LIMIT, "%s has more than %d lines", name, CHAIN_MAX);
        if (!parse_line(arena, text_cut(&bytes, '\n'), now))
            return fail(err, ERROR_FORMAT,
                        "%s: line %zu is not a hash and an edition's file", name,
                        out->count + 1);
        if (find(out, now->edition))
            return fail(err, ERROR_FORMAT, "%s names %s twice", name, now->edition);
        out->count++;
    }
    return true;
}

static const char *editions_of(struct arena *arena, const char *releases)
{
    return path_join(arena, releases, RELEASE_EDITIONS);
}

bool chain_read(struct arena *arena, const char *releases, struct chain *out,
                struct error *err)
{
    struct text bytes = {0};
    const char *path = path_join(arena, editions_of(arena, releases), RELEASE_CHAIN);
    return (!file_exists(path) ||
            file_read(arena, path, CHAIN_BYTES_MAX, &bytes, err)) &&
           chain_parse(arena, bytes, path, out, err);
}

static const char *string_at(struct arena *arena, const struct json_node *node,
                             const char *key)
{
    return json_kind(json_get(node, key)) == JSON_KIND_STRING
               ? arena_copy(arena, json_text(node, key, "")).at
               : NULL;
}

static bool hash_at(const struct json_node *node, const char *key, struct sha256 *out)
{
    struct text hash = json_text(node, key, "");
    if (!is_sha256(hash))
        return false;
    memcpy(out->hex, hash.at, SHA256_HEX);
    return true;
}

bool edition_head_read(struct arena *arena, const struct json_node *root,
                       const char *name, struct edition_head *out, struct error *err)
{
    const struct json_node *previous = json_get(root, "previous");
    *out = (struct edition_head){.edition = string_at(arena, root, "edition"),
                                 .day = string_at(arena, root, "day"),
                                 .release = string_at(arena, root, "release"),
                                 .previous = string_at(arena, previous, "edition"),
                                 .key = string_at(arena, root, "key")};
    if (json_number(root, "contract", 0) != CONTRACT)
        return fail(err, ERROR_FORMAT,
                    "%s is not of the kind that this version of cifra reads", name);
    bool good = out->edition && chain_is_name(out->edition) && out->day &&
                out->release && release_is_name(out->release) &&
                hash_at(root, "sha256sums", &out->sums);
    if (out->previous)
        good = good && hash_at(previous, "sha256", &out->previous_sha256);
    return good || fail(err, ERROR_FORMAT, "%s does not name its edition", name);
}

/* An edition that lies in the folder. */
static bool look_at(struct arena *arena, const char *editions, const char *edition,
                    struct edition_head *out, struct sha256 *sha256, struct error *err)
{
    const char *path =
        path_join(arena, path_join(arena, editions, edition), EDITION_JSON);
    struct text bytes;
    if (!file_read(arena, path, EDITION_JSON_MAX, &bytes, err))
        return false;
    *sha256 = sha256_of(bytes);
    struct json_node *root = json_parse(bytes, path, err);
    bool good = root && edition_head_read(arena, root, path, out, err);
    json_close(root);
    return good;
}

/* Adding ----------------------------------------------------------------------- */

static bool write_chain(struct arena *arena, const char *editions,
                        const struct chain *chain, struct error *err)
{
    struct buffer out = {0};
    const char *path = path_join(arena, editions, RELEASE_CHAIN);
    for (size_t i = 0; i < chain->count; i++)
        buffer_format(&out, "%s" LINE_START "%s" LINE_END "\n",
                      chain->link[i].sha256.hex, chain->link[i].edition);
    bool good =
        file_holds(path, buffer_all(&out)) || file_write(path, buffer_all(&out), err);
    buffer_free(&out);
    return good;
}

/* Does it say that it follows on the last of the chain? */
static bool follows(const struct chain *chain, const struct edition_head *head)
{
    if (chain->count == 0)
        return head->previous == NULL;
    const struct chain_link *last = &chain->link[chain->count - 1];
    return head->previous && strcmp(head->previous, last->edition) == 0 &&
           strcmp(head->previous_sha256.hex, last->sha256.hex) == 0;
}

/* Give the folder's editions that no line names theirs, those that follow. */
static bool adopt(struct arena *arena, const char *editions, struct chain *chain,
                  struct error *err)
{
    struct text *names;
    size_t count;
    if (!folder_list(arena, editions, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct error unread = {0}; /* `cifra verify` says it */
        struct edition_head head;
        struct chain_link link = {.edition = names[i].at};
        if (!chain_is_name(link.edition) || find(chain, link.edition) ||
            !look_at(arena, editions, link.edition, &head, &link.sha256, &unread) ||
            !head.edition || strcmp(head.edition, link.edition) != 0 ||
            !follows(chain, &head) || chain->count + 2 >= CHAIN_MAX)
            continue;
        chain->link[chain->count++] = link;
        i = (size_t)-1; /* one that follows on it may have come before */
    }
    return true;
}

/* The edition with this SHA256SUMS; NULL: none. */
static const char *edition_of(struct arena *arena, const char *editions,
                              const struct chain *chain, const struct sha256 *sums)
{
    for (size_t i = chain->count; i-- > 0;) {
        struct error unread = {0};
        struct edition_head head;
        struct sha256 sha256;
        if (look_at(arena, editions, chain->link[i].edition, &head, &sha256, &unread) &&
            strcmp(head.sums.hex, sums->hex) == 0)
            return chain->link[i].edition;
    }
    return NULL;
}

static void write_head(struct buffer *out, const struct chain *chain,
                       const struct made *made, const char *edition, const char *key)
{
    buffer_format(out, "{\n  \"contract\": %d,\n  \"edition\": \"%s\",\n", CONTRACT,
                  edition);
    buffer_format(out, "  \"day\": \"%s\",\n  \"release\": \"%s\",\n", made->day,
                  made->release);
    buffer_format(out, "  \"sha256sums\": \"%s\",\n", sha256_of(made->sums).hex);
    if (chain->count == 0)
        buffer_string(out, "  \"previous\": null,\n");
    else
        buffer_format(out,
                      "  \"previous\": {\"edition\": \"%s\", \"sha256\": \"%s\"},\n",
                      chain->link[chain->count - 1].edition,
                      chain->link[chain->count - 1].sha256.hex);
    if (key)
        buffer_format(out, "  \"key\": \"%s\",\n", key);
    else
        buffer_string(out, "  \"key\": null,\n");
    buffer_format(out, "%s}\n", made->record);
}

static bool write_signed(struct arena *arena, const char *folder, const char *editions,
                         const struct signer *signer, struct text bytes,
                         struct error *err)
{
    struct signature signature;
    return file_write(path_join(arena, folder, EDITION_JSON), bytes, err) &&
           (!signer || (signer_sign(signer, bytes, &signature, err) &&
                        file_write(path_join(arena, folder, EDITION_SIGNATURE),
                                   (struct text){(const char *)signature.byte,
                                                 sizeof signature.byte},
                                   err) &&
                        file_write(path_join(arena, editions, EDITION_KEY),
                                   text_of(signer_pem(signer)), err)));
}

/* The folder is made under another name, so that it is whole or not there. */
static bool keep_edition(struct arena *arena, const char *editions,
                         const struct chain *chain, const struct made *made,
                         struct chain_link *link, struct error *err)
{
    const char *folder = path_join(arena, editions, NEW);
    struct signer *signer = NULL;
    struct buffer json = {0};
    if (made->key && !signer_open(made->key, &signer, err))
        return false;
    write_head(&json, chain, made, link->edition, signer ? signer_hex(signer) : NULL);
    link->sha256 = sha256_of(buffer_all(&json));
    const char *name = path_join(arena, editions, link->edition);
    bool good = folder_make(folder, err) &&
                keep_files(made->folder, folder, made->sums, err) &&
                write_signed(arena, folder, editions, signer, buffer_all(&json), err) &&
                keep_durable(folder, err);
    /* What bears the name and is in no chain was left by a kill or by hand. */
    good = good && folder_remove(name, err) &&
           (rename(folder, name) == 0 || fail_errno(err, "naming %s", name)) &&
           folder_sync(editions, err);
    buffer_free(&json);
    signer_close(signer);
    return good;
}

/* *edition becomes the name of the one made. */
static bool add(struct arena *arena, const char *editions, const struct made *made,
                struct chain *chain, const char **edition, struct error *err)
{
    struct sha256 sums = sha256_of(made->sums);
    *edition = edition_of(arena, editions, chain, &sums);
    if (*edition)
        return true;
    if (chain->count + 2 >= CHAIN_MAX)
        return fail(err, ERROR_LIMIT, "there are %zu editions, at most %d",
                    chain->count, CHAIN_MAX);
    struct chain_link *link = &chain->link[chain->count];
    *edition = link->edition = find(chain, made->day) ? made->release : made->day;
    if (find(chain, link->edition))
        return fail(err, ERROR_CONTRADICTION,
                    "the chain has an edition %s of other bytes", link->edition);
    if (!keep_edition(arena, editions, chain, made, link, err))
        return false;
    chain->count++;
    return true;
}

static bool make_link(const char *target, const char *path, struct error *err)
{
    char now[64];
    ssize_t length = readlink(path, now, sizeof now);
    if (length == (ssize_t)strlen(target) && memcmp(now, target, (size_t)length) == 0)
        return true;
    if (unlink(path) != 0 && errno != ENOENT)
        return fail_errno(err, "removing %s", path);
    return symlink(target, path) == 0 || fail_errno(err, "linking %s", path);
}

/* In its own folder an edition says which one it is. */
static bool name_edition(struct arena *arena, const struct made *made,
                         const char *edition, struct error *err)
{
    return make_link(arena_format(arena, RELEASE_EDITIONS "/%s/" EDITION_JSON, edition),
                     path_join(arena, made->folder, EDITION_JSON), err) &&
           folder_sync(made->folder, err);
}

bool chain_add(const char *releases, const struct made *made, struct error *err)
{
    struct arena arena = {0};
    struct chain chain;
    const char *edition, *editions = editions_of(&arena, releases);
    bool good = folder_make(editions, err) &&
                folder_remove(path_join(&arena, editions, NEW), err) &&
                chain_read(&arena, releases, &chain, err) &&
                adopt(&arena, editions, &chain, err) &&
                add(&arena, editions, made, &chain, &edition, err) &&
                write_chain(&arena, editions, &chain, err) &&
                name_edition(&arena, made, edition, err);
    arena_free(&arena);
    return good || fail_while(err, "adding to the chain of editions");
}

bool chain_show(const char *release, struct error *err)
{
    struct arena arena = {0};
    bool good = make_link("../" RELEASE_EDITIONS,
                          path_join(&arena, release, RELEASE_EDITIONS), err) &&
                make_link(RELEASE_EDITIONS "/" RELEASE_CHAIN,
                          path_join(&arena, release, RELEASE_CHAIN), err) &&
                folder_sync(release, err);
    arena_free(&arena);
    return good;
}
