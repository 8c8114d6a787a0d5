/* An entry is two files, and the provenance is the one that makes it count: the
 * bytes are written, synced and named first. A kill in between leaves bytes that no
 * listing shows and that the next keep of the same file completes; so does one that
 * finds the bytes of an entry gone or changed. Temporary files begin with a dot, which
 * folder_list() leaves out, have a name of their own for each keep, and are swept when
 * they are so old that nobody can be writing them. */
#include "ingest/snapshot.h"

#include "base/descriptor.h"
#include "ingest/provenance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    COPY_BLOCK = 1 << 20,
    PROVENANCE_MAX = 1 << 20,
    SNAPSHOTS_MAX = 100000,
    STALE = 3600, /* seconds after which a temporary file is nobody's */
    WITHDRAWN_MAX = 1000
};

/* The paths of one entry. */
struct entry {
    const char *folder;
    const char *bytes;
    const char *provenance;
    const char *temporary;
};

static struct entry entry_of(struct arena *arena, const char *store, const char *source,
                             const struct sha256 *sha256)
{
    static atomic_uint counter;
    struct entry entry = {.folder = path_join(arena, store, source)};
    entry.bytes = path_join(arena, entry.folder, sha256->hex);
    entry.provenance = arena_format(arena, "%s.json", entry.bytes);
    entry.temporary =
        arena_format(arena, "%s/.%s-%ld-%u.tmp", entry.folder, sha256->hex,
                     (long)getpid(), atomic_fetch_add(&counter, 1));
    return entry;
}

static bool is_source_id(const char *id)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return id && id[0] != '\0' && id[0] != '-' && id[strspn(id, allowed)] == '\0';
}

/* Writing ------------------------------------------------------------------------- */

static bool copy_bytes(int in, int out)
{
    char *block = memory_or_die(malloc(COPY_BLOCK));
    bool good = true;
    for (;;) {
        ssize_t got = read(in, block, COPY_BLOCK);
        if (got < 0 && errno == EINTR)
            continue;
        good = got >= 0 && descriptor_write(out, block, (size_t)got);
        if (!good || got == 0)
            break;
    }
    free(block);
    return good && fsync(out) == 0;
}

static bool copy_file(const char *from, const char *to, struct error *err)
{
    bool good = false;
    int out = -1;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        fail_errno(err, "opening %s", from);
        goto done;
    }
    out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    good = out >= 0 && copy_bytes(in, out);
    if (!good)
        fail_errno(err, "copying %s to %s", from, to);
done:
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0 && good)
        good = fail_errno(err, "copying %s to %s", from, to);
    return good;
}

static bool has_hash(const char *path, const struct sha256 *sha256)
{
    struct sha256 found;
    struct error ignored = {0};
    return sha256_of_file(path, &found, &ignored) &&
           strcmp(found.hex, sha256->hex) == 0;
}

static bool is_temporary(const char *name)
{
    return name[0] == '.' && text_ends(text_of(name), TEXT(".tmp"));
}

/* What keeps that were killed have left. */
static void sweep(const char *folder)
{
    DIR *names = opendir(folder);
    struct stat found;
    if (!names)
        return;
    for (struct dirent *entry; (entry = readdir(names));)
        if (is_temporary(entry->d_name) &&
            fstatat(dirfd(names), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(found.st_mode) && found.st_mtime < time(NULL) - STALE)
            (void)unlinkat(dirfd(names), entry->d_name, 0);
    closedir(names);
}

static bool check_copy(const char *copy, const char *file, const struct sha256 *sha256,
                       struct error *err)
{
    struct sha256 found;
    return sha256_of_file(copy, &found, err) &&
           (strcmp(found.hex, sha256->hex) == 0 ||
            fail(err, ERROR_CONTRADICTION, "%s changed while it was copied", file));
}

/* Put the bytes in place, unless an unfinished keep has done so before. */
static bool keep_bytes(const struct entry *entry, const char *file,
                       const struct sha256 *sha256, struct error *err)
{
    if (has_hash(entry->bytes, sha256))
        return true;
    if (!copy_file(file, entry->temporary, err)) {
        unlink(entry->temporary);
        return false;
    }
    if (!check_copy(entry->temporary, file, sha256, err)) {
        unlink(entry->temporary);
        return false;
    }
    if (rename(entry->temporary, entry->bytes) != 0) {
        fail_errno(err, "naming %s", entry->bytes);
        unlink(entry->temporary);
        return false;
    }
    return folder_sync(entry->folder, err);
}

static bool keep_provenance(const struct entry *entry, const struct provenance *from,
                            struct error *err)
{
    struct buffer json = {.limit = PROVENANCE_MAX};
    provenance_write(&json, from);
    bool good = json.failed
                    ? fail(err, ERROR_LIMIT, "the provenance is larger than %d bytes",
                           PROVENANCE_MAX)
                    : file_write(entry->provenance, buffer_all(&json), err);
    buffer_free(&json);
    return good;
}

static bool check_day(const struct provenance *from, struct error *err)
{
    if (from->date.month == 0)
        return fail(err, ERROR_USAGE, "a snapshot needs a date");
    return true;
}

/* What the file is, against what the caller says it is. */
static bool complete(const char *file, struct provenance *from, struct error *err)
{
    struct sha256 found;
    struct stat stated;
    if (!sha256_of_file(file, &found, err))
        return false;
    if (stat(file, &stated) != 0)
        return fail_errno(err, "opening %s", file);
    if (from->sha256.hex[0] && strcmp(from->sha256.hex, found.hex) != 0)
        return fail(err, ERROR_CONTRADICTION,
                    "%s is not the file that was received: %s", file, found.hex);
    from->sha256 = found;
    from->bytes = (size_t)stated.st_size;
    return true;
}

/* Reading ------------------------------------------------------------------------- */

static bool check_entry(const struct snapshot *snapshot, const char *source,
                        struct text name, struct error *err)
{
    const struct provenance *from = &snapshot->provenance;
    struct stat found;
    if (!text_is(text_of(from->source), source) || !text_is(name, from->sha256.hex))
        return fail(err, ERROR_CONTRADICTION, "snapshot %.*s says it is another one",
                    TEXT_ARGS(name));
    if (stat(snapshot->path, &found) != 0)
        return fail(err, ERROR_CONTRADICTION, "snapshot %s is torn: its bytes are gone",
                    from->sha256.hex);
    if ((uintmax_t)found.st_size != from->bytes)
        return fail(err, ERROR_CONTRADICTION,
                    "snapshot %s is torn: it has %jd bytes and should have %zu",
                    from->sha256.hex, (intmax_t)found.st_size, from->bytes);
    return true;
}

/* The hash in "<hash>.json"; empty for any other name. */
static struct text entry_name(struct text name)
{
    if (!text_ends(name, TEXT(".json")))
        return (struct text){0};
    struct text hash = {name.at, name.length - strlen(".json")};
    return is_sha256(hash) ? hash : (struct text){0};
}

static int by_date(const void *a, const void *b)
{
    const struct provenance *left = &((const struct snapshot *)a)->provenance;
    const struct provenance *right = &((const struct snapshot *)b)->provenance;
    int order = day_compare(left->date, right->date);
    return order ? order : strcmp(left->sha256.hex, right->sha256.hex);
}

/* All that is known of an entry whose provenance says nothing, or of another. */
static struct provenance bare(struct arena *arena, const char *source, struct text hash)
{
    struct provenance from = {.source = arena_copy(arena, text_of(source)).at,
                              .url = "",
                              .file = "",
                              .fetched = "",
                              .note = "",
                              .accepted = ""};
    if (hash.length >= SHA256_HEX)
        memcpy(from.sha256.hex, hash.at, SHA256_HEX);
    return from;
}

static bool is_of(const struct provenance *from, const char *source, struct text hash)
{
    return text_is(text_of(from->source), source) && text_is(hash, from->sha256.hex);
}

/* The site shows faults: not where the store lies on this machine. */
static const char *without(struct arena *arena, const char *message, const char *words)
{
    const char *found = strstr(message, words);
    return found ? arena_format(arena, "%.*s%s", (int)(found - message), message,
                                found + strlen(words))
                 : arena_copy(arena, text_of(message)).at;
}

static void read_entry(struct arena *arena, const char *folder, const char *source,
                       struct text name, struct snapshot *out)
{
    struct text hash = entry_name(name);
    struct error fault = {0};
    *out =
        (struct snapshot){.path = path_join(arena, folder, arena_copy(arena, hash).at)};
    const char *path = path_join(arena, folder, name.at);
    bool good = provenance_read(arena, path, &out->provenance, &fault) &&
                check_entry(out, source, hash, &fault);
    if (good)
        return;
    out->fault = without(arena, fault.message, arena_format(arena, "%s/", folder));
    if (!out->provenance.source || !is_of(&out->provenance, source, hash))
        out->provenance = bare(arena, source, hash);
}

bool snapshot_list(struct arena *arena, const char *store, const char *source,
                   struct snapshot **out, size_t *count, struct error *err)
{
    struct text *names;
    size_t files;
    *count = 0;
    *out = NULL;
    if (!is_source_id(source))
        return fail(err, ERROR_USAGE, "\"%s\" cannot be a source's id", source);
    const char *folder = path_join(arena, store, source);
    if (access(folder, F_OK) != 0)
        return errno == ENOENT || fail_errno(err, "opening the folder %s", folder);
    if (!folder_list(arena, folder, &names, &files, err))
        return false;
    struct snapshot *list = arena_array(arena, files + 1, sizeof *list);
    size_t found = 0;
    for (size_t i = 0; i < files; i++) {
        if (entry_name(names[i]).length == 0)
            continue;
        if (found == SNAPSHOTS_MAX)
            return fail(err, ERROR_LIMIT, "%s holds more than %d snapshots", folder,
                        SNAPSHOTS_MAX);
        read_entry(arena, folder, source, names[i], &list[found++]);
    }
    qsort(list, found, sizeof *list, by_date);
    *out = list;
    *count = found;
    return true;
}

bool snapshot_verify(const struct snapshot *snapshot, struct error *err)
{
    struct sha256 found;
    if (!sha256_of_file(snapshot->path, &found, err))
        return false;
    if (strcmp(found.hex, snapshot->provenance.sha256.hex) != 0)
        return fail(err, ERROR_CONTRADICTION, "snapshot %s no longer has its bytes: %s",
                    snapshot->provenance.sha256.hex, found.hex);
    return true;
}

/* Keeping ------------------------------------------------------------------------- */

/* Is there a provenance, and does it speak of this entry? */
static bool is_known(const struct entry *entry, const struct provenance *from)
{
    struct arena arena = {0};
    struct provenance found = {0};
    struct error ignored = {0};
    bool known = file_exists(entry->provenance) &&
                 provenance_read(&arena, entry->provenance, &found, &ignored) &&
                 found.source && strcmp(found.source, from->source) == 0 &&
                 strcmp(found.sha256.hex, from->sha256.hex) == 0 &&
                 found.bytes == from->bytes;
    arena_free(&arena);
    return known;
}

bool snapshot_keep(const char *store, const char *file, const struct provenance *from,
                   bool *is_new, struct error *err)
{
    struct arena arena = {0};
    struct provenance kept = *from;
    bool good = false;
    *is_new = false;
    if (!is_source_id(from->source)) {
        fail(err, ERROR_USAGE, "\"%s\" cannot be a source's id",
             from->source ? from->source : "");
        goto done;
    }
    if (!check_day(from, err) || !complete(file, &kept, err))
        goto done;
    struct entry entry = entry_of(&arena, store, from->source, &kept.sha256);
    bool listed = file_exists(entry.provenance), known = is_known(&entry, &kept);
    good = folder_make(entry.folder, err) &&
           keep_bytes(&entry, file, &kept.sha256, err) &&
           (known || keep_provenance(&entry, &kept, err));
    if (good)
        sweep(entry.folder);
    *is_new = good && !listed;
done:
    if (!good)
        fail_while(err, "keeping %s", file);
    arena_free(&arena);
    return good;
}

bool snapshot_amend(const char *store, const struct provenance *now, struct error *err)
{
    struct arena arena = {0};
    struct entry entry = entry_of(&arena, store, now->source, &now->sha256);
    bool good = check_day(now, err) && keep_provenance(&entry, now, err);
    arena_free(&arena);
    return good;
}

/* Withdrawing -----------------------------------------------------------------------
 */

/* Where an entry goes: a name that is free for bytes and provenance. */
static const char *free_place(struct arena *arena, const char *folder, const char *hash)
{
    for (int i = 0; i < WITHDRAWN_MAX; i++) {
        const char *place = i == 0 ? arena_format(arena, "%s/%s", folder, hash)
                                   : arena_format(arena, "%s/%s.%d", folder, hash, i);
        if (!file_exists(place) && !file_exists(arena_format(arena, "%s.json", place)))
            return place;
    }
    return NULL;
}

static bool move(const char *from, const char *to, struct error *err)
{
    return rename(from, to) == 0 || errno == ENOENT ||
           fail_errno(err, "moving %s to %s", from, to);
}

bool snapshot_withdraw(const char *store, const struct snapshot *snapshot,
                       struct error *err)
{
    struct arena arena = {0};
    const struct provenance *from = &snapshot->provenance;
    struct entry entry = entry_of(&arena, store, from->source, &from->sha256);
    const char *folder =
        path_join(&arena, path_join(&arena, store, ".withdrawn"), from->source);
    const char *place = free_place(&arena, folder, from->sha256.hex);
    bool good = (place || fail(err, ERROR_LIMIT, "%s was withdrawn %d times",
                               from->sha256.hex, WITHDRAWN_MAX)) &&
                folder_make(folder, err) &&
                move(entry.provenance, arena_format(&arena, "%s.json", place), err) &&
                move(entry.bytes, place, err) && folder_sync(folder, err) &&
                folder_sync(entry.folder, err);
    arena_free(&arena);
    return good;
}
