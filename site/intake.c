#include "site/intake.h"

#include "base/parallel.h"
#include "ingest/bundle.h"
#include "ingest/fetch.h"
#include "site/release.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NOTE_MAX = 1000 };

/* Clock ------------------------------------------------------------------------ */

static struct tm utc(void)
{
    time_t now = time(NULL);
    struct tm tm = {0};
    gmtime_r(&now, &tm);
    return tm;
}

struct day today(void)
{
    struct tm tm = utc();
    return (struct day){(int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                        (int8_t)tm.tm_mday};
}

static const char *now(struct arena *arena)
{
    struct tm tm = utc();
    return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Common ----------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The vintage that holds these bytes; NULL when none does. */
static const struct vintage *find_vintage(const struct holding *holding,
                                          const struct sha256 *sha256)
{
    for (size_t i = 0; i < holding->vintages; i++)
        if (strcmp(holding->vintage[i].snapshot.provenance.sha256.hex, sha256->hex) ==
            0)
            return &holding->vintage[i];
    return NULL;
}

/* Is it the file's fault, and not the disk's? */
static bool is_refusal(enum error_kind kind)
{
    return kind == ERROR_FORMAT || kind == ERROR_UNKNOWN_WORD ||
           kind == ERROR_CONTRADICTION || kind == ERROR_LIMIT;
}

/* Check a file whose provenance is known, and keep it. */
static bool take(struct arena *arena, const struct holdings *holdings, const char *file,
                 struct intake *out, struct error *err)
{
    const struct holding *holding;
    if (!holdings_find(holdings, out->provenance.source, &holding, err))
        return false;
    const struct vintage *known = find_vintage(holding, &out->provenance.sha256);
    if (known) {
        out->result = INTAKE_KNOWN;
        out->provenance = known->snapshot.provenance;
        return true;
    }
    if (!holdings_check(arena, holdings, out->provenance.source, file,
                        out->provenance.date, &out->decoded, NULL, err)) {
        if (is_refusal(err->kind))
            out->result = INTAKE_REFUSED;
        return false;
    }
    bool is_new;
    if (!snapshot_keep(holdings->config->snapshots, file, &out->provenance, &is_new,
                       err))
        return false;
    out->result = is_new ? INTAKE_NEW : INTAKE_KNOWN;
    return true;
}

/* By hand ---------------------------------------------------------------------- */

static bool describe(struct arena *arena, const struct brought *brought,
                     struct provenance *out, struct error *err)
{
    struct stat found;
    if (stat(brought->file, &found) != 0)
        return fail_errno(err, "opening %s", brought->file);
    if (!S_ISREG(found.st_mode))
        return fail(err, ERROR_USAGE, "%s is not a file", brought->file);
    if (strlen(brought->note) > NOTE_MAX || strlen(brought->url) > NOTE_MAX)
        return fail(err, ERROR_USAGE, "a note or an address has more than %d bytes",
                    NOTE_MAX);
    *out = (struct provenance){
        .source = brought->source,
        .url = brought->url,
        .file = base_name(brought->file),
        .fetched = now(arena),
        .date = brought->date.month ? brought->date : today(),
        .bytes = (size_t)found.st_size,
        .note = brought->note,
    };
    return sha256_of_file(brought->file, &out->sha256, err);
}

bool intake_file(struct arena *arena, const struct holdings *holdings,
                 const struct brought *brought, struct intake *out, struct error *err)
{
    *out = (struct intake){0};
    if (!describe(arena, brought, &out->provenance, err))
        return false;
    return take(arena, holdings, brought->file, out, err);
}

/* A folder of files ------------------------------------------------------------ */

struct bundle {
    const struct holdings *holdings;
    struct bundle_entry *entry;
    struct arena *entry_arena; /* one each: they are taken in by several threads */
    struct error *fault;
    struct intake *intake;
    size_t count;
};

static bool is_wanted(const struct holdings *holdings, const char *source)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (strcmp(source, holdings->holding[i].source->id) == 0)
            return true;
    return false;
}

/* A file that is refused stops none of the others. */
static bool take_entry(void *context, size_t index, struct error *err)
{
    (void)err;
    struct bundle *bundle = context;
    const struct bundle_entry *entry = &bundle->entry[index];
    struct intake *intake = &bundle->intake[index];
    struct error *fault = &bundle->fault[index];
    intake->provenance = entry->provenance;
    take(&bundle->entry_arena[index], bundle->holdings, entry->path, intake, fault);
    return true;
}

/* What of an intake points into its entry's arena is not told on. */
static bool settle(struct bundle *bundle, struct error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        struct intake *intake = &bundle->intake[i];
        intake->decoded.member = intake->decoded.encoding = "";
        arena_free(&bundle->entry_arena[i]);
        if (bundle->fault[i].kind != ERROR_NONE)
            fail(err, bundle->fault[i].kind, "%s", bundle->fault[i].message);
    }
    return err->kind == ERROR_NONE;
}

bool intake_bundle(struct arena *arena, const struct holdings *holdings,
                   const char *folder, struct intake **out, struct error **fault,
                   size_t *count, struct error *err)
{
    struct bundle bundle = {.holdings = holdings};
    size_t entries;
    if (!bundle_read(arena, folder, &bundle.entry, &entries, err))
        return false;
    for (size_t i = 0; i < entries; i++)
        if (is_wanted(holdings, bundle.entry[i].provenance.source))
            bundle.entry[bundle.count++] = bundle.entry[i];
    bundle.intake = arena_array(arena, bundle.count, sizeof *bundle.intake);
    bundle.entry_arena = arena_array(arena, bundle.count, sizeof *bundle.entry_arena);
    bundle.fault = arena_array(arena, bundle.count, sizeof *bundle.fault);
    bool good = parallel_each(bundle.count, take_entry, &bundle, err);
    good = settle(&bundle, err) && good;
    *out = bundle.intake;
    *fault = bundle.fault;
    *count = bundle.count;
    return good;
}

/* From the publisher ------------------------------------------------------------ */

static const char *operators_url(const struct config *config, const char *source)
{
    for (size_t i = 0; i < config->urls; i++)
        if (strcmp(config->url[i][0], source) == 0)
            return config->url[i][1];
    return NULL;
}

bool intake_can_fetch(const struct config *config, const struct source *source)
{
    return source->urls > 0 || operators_url(config, source->id);
}

static const char *incoming(struct arena *arena, const struct config *config)
{
    return path_join(arena, config->snapshots, ".incoming");
}

bool intake_lock(const struct config *config, int *fd, struct error *err)
{
    struct arena arena = {0};
    const char *folder = incoming(&arena, config);
    bool good = folder_make(folder, err) && releases_lock(folder, fd, err);
    arena_free(&arena);
    return good;
}

/* What is said of a transfer's temporary file is said of what it is a copy of. */
static const char *under_its_name(struct arena *arena, const char *file,
                                  const struct provenance *from,
                                  const struct error *reason)
{
    size_t length = strlen(file);
    if (!from->file || strncmp(reason->message, file, length) != 0)
        return reason->message;
    return arena_format(arena, "%s%s", from->file, reason->message + length);
}

/* Put refused bytes aside, with the reason, for whoever wants to know. */
static bool put_aside(struct arena *arena, const struct config *config,
                      const char *file, const struct intake *intake, const char *reason,
                      struct error *err)
{
    const struct provenance *from = &intake->provenance;
    const char *folder =
        path_join(arena, path_join(arena, config->snapshots, ".refused"), from->source);
    const char *path = path_join(arena, folder, from->sha256.hex);
    struct text words =
        text_of(arena_format(arena, "%s\n%s\n%s\n", from->fetched, from->url, reason));
    if (!folder_make(folder, err))
        return false;
    if (rename(file, path) != 0)
        return fail_errno(err, "moving %s to %s", file, path);
    return file_write(arena_format(arena, "%s.txt", path), words, err);
}

/* The first address that answers; the error is that of the first one. */
static bool transfer(struct arena *arena, const struct config *config,
                     const struct source *source, struct fetch *fetch,
                     struct provenance *out, struct error *err)
{
    const char *own = operators_url(config, source->id);
    size_t count = own ? 1 : source->urls;
    struct error first = {0};
    fetch->allow_file = own != NULL;
    for (size_t i = 0; i < count; i++) {
        struct error failure = {0};
        fetch->url = own ? own : source->url[i];
        if (fetch_file(arena, fetch, out, &failure))
            return true;
        if (i == 0)
            first = failure;
        if (failure.kind == ERROR_SYSTEM)
            break;
    }
    return fail(err, first.kind, "%s", first.message);
}

bool intake_fetch(struct arena *arena, const struct holdings *holdings,
                  const struct source *source,
                  void (*progress)(void *context, size_t bytes, size_t expected),
                  void *context, struct intake *out, struct error *err)
{
    const struct config *config = holdings->config;
    const char *file = path_join(arena, incoming(arena, config),
                                 arena_format(arena, "%s.part", source->id));
    struct fetch fetch = {.into = file,
                          .bytes_max = source->bytes_max,
                          .progress = progress,
                          .progress_context = context};
    struct error reason = {0}, trouble = {0};
    *out = (struct intake){0};
    bool arrived = transfer(arena, config, source, &fetch, &out->provenance, &reason);
    out->provenance.source = source->id;
    out->provenance.note = "";
    bool good = arrived && take(arena, holdings, file, out, &reason);
    if (!arrived && reason.kind != ERROR_SYSTEM)
        out->result = is_refusal(reason.kind) ? INTAKE_REFUSED : INTAKE_UNREACHABLE;
    else if (arrived && !good && out->result == INTAKE_REFUSED &&
             !put_aside(arena, config, file, out,
                        under_its_name(arena, file, &out->provenance, &reason),
                        &trouble))
        reason = trouble;
    (void)unlink(file);
    return good || fail(err, reason.kind, "%s: %s", source->id,
                        under_its_name(arena, file, &out->provenance, &reason));
}
