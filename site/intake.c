#include "site/intake.h"

#include "base/parallel.h"
#include "ingest/address.h"
#include "ingest/bundle.h"
#include "site/drop.h"
#include "site/release.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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

static bool is_change(enum intake_result result)
{
    return result == INTAKE_NEW || result == INTAKE_MENDED || result == INTAKE_REDATED;
}

/* Is it the file's fault, and not the disk's? */
static bool is_refusal(enum error_kind kind)
{
    return kind == ERROR_FORMAT || kind == ERROR_UNKNOWN_WORD ||
           kind == ERROR_CONTRADICTION || kind == ERROR_LIMIT;
}

static bool check(struct arena *arena, const struct holdings *holdings,
                  const char *file, struct intake *out, struct error *err)
{
    const char *accepted;
    bool good =
        holdings_check_accepting(arena, holdings, out->provenance.source, file,
                                 out->provenance.date, &out->decoded, &accepted, err);
    if (!good && is_refusal(err->kind))
        out->result = INTAKE_REFUSED;
    if (accepted)
        out->provenance.accepted = accepted;
    return good;
}

/* The bytes are in the store under another day. */
static bool redate(struct arena *arena, const struct holdings *holdings,
                   const char *file, struct intake *out, struct error *err)
{
    if (!check(arena, holdings, file, out, err) ||
        !snapshot_amend(holdings->config->snapshots, &out->provenance, err))
        return false;
    out->result = INTAKE_REDATED;
    return true;
}

/* The store holds these bytes, or says so: whole, torn, or under another day. */
static bool take_known(struct arena *arena, const struct holdings *holdings,
                       const char *file, const struct vintage *known, bool certain,
                       struct intake *out, struct error *err)
{
    const struct provenance *before = &known->snapshot.provenance;
    struct error ignored = {0};
    bool is_new, dated = before->date.month != 0;
    bool whole = !known->snapshot.fault && snapshot_verify(&known->snapshot, &ignored);
    struct day date = out->provenance.date;
    if (!dated && !check(arena, holdings, file, out, err))
        return false;
    if (!whole && !snapshot_keep(holdings->config->snapshots, file, &out->provenance,
                                 &is_new, err))
        return false;
    out->result = whole ? INTAKE_KNOWN : INTAKE_MENDED;
    if (!dated)
        return true;
    out->provenance = *before;
    if (!certain || day_compare(before->date, date) == 0)
        return true;
    out->provenance.date = date;
    return redate(arena, holdings, file, out, err);
}

/* Check a file whose provenance is known, and keep it; certain: whatever day the store
 * has for it, this one is right. */
static bool take(struct arena *arena, const struct holdings *holdings, const char *file,
                 bool certain, struct intake *out, struct error *err)
{
    const struct holding *holding;
    if (!holdings_find(holdings, out->provenance.source, &holding, err))
        return false;
    const struct vintage *known = find_vintage(holding, &out->provenance.sha256);
    if (known)
        return take_known(arena, holdings, file, known, certain, out, err);
    if (!check(arena, holdings, file, out, err))
        return false;
    bool is_new;
    if (!snapshot_keep(holdings->config->snapshots, file, &out->provenance, &is_new,
                       err))
        return false;
    out->result = is_new ? INTAKE_NEW : INTAKE_KNOWN;
    return true;
}

/* By hand ---------------------------------------------------------------------- */

static bool check_words(const struct brought *brought, struct error *err)
{
    if (strlen(brought->note) > NOTE_MAX || strlen(brought->url) > NOTE_MAX)
        return fail(err, ERROR_USAGE, "a note or an address has more than %d bytes",
                    NOTE_MAX);
    if (!text_is_utf8(text_of(brought->note)))
        return fail(err, ERROR_USAGE, "the note is not UTF-8");
    return brought->url[0] == '\0' || address_is_web(text_of(brought->url)) ||
           fail(err, ERROR_USAGE,
                "the address of a file must be like https://example.org/file.csv, "
                "without user and password");
}

static bool describe(struct arena *arena, const struct brought *brought,
                     struct provenance *out, struct error *err)
{
    struct stat found;
    if (!file_given(brought->file, err) || !check_words(brought, err))
        return false;
    if (stat(brought->file, &found) != 0)
        return fail_errno(err, "opening %s", brought->file);
    *out = (struct provenance){
        .source = brought->source,
        .url = brought->url,
        .file = address_given_name(arena, base_name(brought->file)),
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
    return take(arena, holdings, brought->file, brought->redate, out, err);
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
    for (size_t i = 0; i < holdings->sources; i++)
        if (strcmp(source, holdings->source[i].id) == 0)
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
    take(&bundle->entry_arena[index], bundle->holdings, entry->path, false, intake,
         fault);
    return true;
}

/* What of an intake points into its entry's arena is not told on. */
static void settle_words(struct arena *arena, struct intake *intake)
{
    const char *accepted = intake->provenance.accepted;
    intake->decoded.member = intake->decoded.encoding = "";
    intake->provenance.accepted =
        accepted ? arena_copy(arena, text_of(accepted)).at : "";
}

static bool settle(struct arena *arena, struct bundle *bundle, struct error *err)
{
    for (size_t i = 0; i < bundle->count; i++) {
        struct intake *intake = &bundle->intake[i];
        settle_words(arena, intake);
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
    if (!file_given(path_join(arena, folder, "bundle.json"), err) ||
        !bundle_read(arena, folder, &bundle.entry, &entries, err))
        return false;
    for (size_t i = 0; i < entries; i++)
        if (is_wanted(holdings, bundle.entry[i].provenance.source))
            bundle.entry[bundle.count++] = bundle.entry[i];
    bundle.intake = arena_array(arena, bundle.count, sizeof *bundle.intake);
    bundle.entry_arena = arena_array(arena, bundle.count, sizeof *bundle.entry_arena);
    bundle.fault = arena_array(arena, bundle.count, sizeof *bundle.fault);
    bool good = parallel_each(bundle.count, take_entry, &bundle, err);
    good = settle(arena, &bundle, err) && good;
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

/* The operator's folder for this source, the descriptor's, or the operator's folder for
 * all, as far as names tell files of different sources apart there. */
static const char *drop_folder(struct arena *arena, const struct config *config,
                               const struct source *source)
{
    for (size_t i = 0; i < config->drops; i++)
        if (strcmp(config->drop_folder[i][0], source->id) == 0)
            return config->drop_folder[i][1];
    if (source->folder)
        return path_join(arena, config->folder, source->folder);
    return *config->drop && source->names > 0 ? config->drop : NULL;
}

static bool has_address(const struct config *config, const struct source *source)
{
    return source->urls > 0 || operators_url(config, source->id);
}

bool intake_can_fetch(const struct config *config, const struct source *source)
{
    struct arena arena = {0};
    bool can =
        has_address(config, source) || drop_folder(&arena, config, source) != NULL;
    arena_free(&arena);
    return can;
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

struct refused {
    const char *words; /* path of the reason */
    struct timespec when;
};

static int newest_first(const void *a, const void *b)
{
    const struct refused *left = a, *right = b;
    if (left->when.tv_sec != right->when.tv_sec)
        return left->when.tv_sec < right->when.tv_sec ? 1 : -1;
    if (left->when.tv_nsec != right->when.tv_nsec)
        return left->when.tv_nsec < right->when.tv_nsec ? 1 : -1;
    return strcmp(left->words, right->words);
}

/* A publisher that sends nonsense every night shall not fill the disk. */
static bool drop_oldest_refused(struct arena *arena, const char *folder,
                                struct error *err)
{
    struct text *names;
    size_t files, count = 0;
    if (!folder_list(arena, folder, &names, &files, err))
        return false;
    struct refused *all = arena_array(arena, files + 1, sizeof *all);
    for (size_t i = 0; i < files; i++) {
        struct stat found;
        const char *path = path_join(arena, folder, names[i].at);
        if (text_ends(names[i], TEXT(".txt")) && stat(path, &found) == 0)
            all[count++] = (struct refused){path, found.st_mtim};
    }
    qsort(all, count, sizeof *all, newest_first);
    for (size_t i = REFUSED_KEPT; i < count; i++) {
        size_t length = strlen(all[i].words) - strlen(".txt");
        (void)unlink(arena_format(arena, "%.*s", (int)length, all[i].words));
        (void)unlink(all[i].words);
    }
    return true;
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
    return file_write(arena_format(arena, "%s.txt", path), words, err) &&
           drop_oldest_refused(arena, folder, err);
}

/* Sources being fetched, and what comes of each. */
struct batch {
    struct arena *arena;
    struct holdings *holdings;
    const struct source *const *source; /* of each fetch */
    size_t fetches;
    struct fetch *fetch;
    struct fetched *fetched;
    struct arena *entry_arena; /* one each: they are checked by several threads */
    struct intake *intake;     /* of each fetch, then of each file dropped */
    struct error *fault;
    size_t count, room;
    bool any_new;
};

static struct credential credential_of(const struct config *config, const char *source)
{
    for (size_t i = 0; i < config->credentials; i++)
        if (strcmp(config->credential[i].source, source) == 0)
            return config->credential[i].credential;
    return (struct credential){0};
}

static void add_known(struct batch *batch, const char *source, struct fetch *fetch)
{
    const struct holding *holding;
    struct error ignored = {0};
    if (!holdings_find(batch->holdings, source, &holding, &ignored))
        return;
    const struct provenance **known =
        arena_array(batch->arena, holding->vintages + 1, sizeof *known);
    for (size_t i = 0; i < holding->vintages; i++)
        if (!holding->vintage[i].snapshot.fault) /* else its bytes are wanted again */
            known[fetch->known++] = &holding->vintage[i].snapshot.provenance;
    fetch->snapshot = known;
}

/* How the source's own pointer to its rows helps to see the end of its pages. */
static const struct paging_rule *pages_of(struct arena *arena,
                                          const struct source *source)
{
    if (!source->pages || source->pages->kind == PAGING_NONE)
        return NULL;
    struct paging_rule *rule = arena_take(arena, sizeof *rule);
    *rule = *source->pages;
    if (!rule->rows)
        rule->rows = source->pointer;
    return rule;
}

static void add_addresses(struct batch *batch, const struct source *source,
                          struct fetch *fetch)
{
    const char *own = operators_url(batch->holdings->config, source->id);
    fetch->allow_file = own != NULL;
    if (own)
        fetch->url[fetch->urls++] = own;
    for (size_t i = 0; !own && i < source->urls; i++)
        fetch->url[fetch->urls++] = source->url[i];
}

static struct fetch fetch_of(struct batch *batch, const struct source *source)
{
    const struct config *config = batch->holdings->config;
    bool own = operators_url(config, source->id) != NULL;
    struct fetch fetch = {
        .name = source->id,
        .into = path_join(batch->arena, incoming(batch->arena, config), source->id),
        .bytes_max = source->bytes_max,
        .links = own ? NULL : source->links, /* theirs is the file itself */
        .pages = pages_of(batch->arena, source),
        .credential = credential_of(config, source->id),
        .headers = source->request_headers};
    for (size_t i = 0; i < source->request_headers; i++)
        for (size_t part = 0; part < 2; part++)
            fetch.header[i][part] = source->request_header[i][part];
    add_addresses(batch, source, &fetch);
    add_known(batch, source->id, &fetch);
    return fetch;
}

static void transfer(struct batch *batch, const struct intake_watch *watch)
{
    const struct config *config = batch->holdings->config;
    struct fetch_session session = {.limits = FETCH_LIMITS};
    session.limits.retry.attempts = config->attempts;
    session.authorities = *config->authorities ? config->authorities : NULL;
    if (watch) {
        session.progress = watch->progress;
        session.context = watch->context;
        session.limits = watch->limits ? *watch->limits : session.limits;
        session.clock = watch->clock ? *watch->clock : session.clock;
    }
    fetch_all(batch->arena, &session, batch->fetch, batch->fetches, batch->fetched);
}

static bool is_refused_network(enum error_kind kind)
{
    return kind != ERROR_SYSTEM && kind != ERROR_USAGE;
}

/* Check what arrived. A file that is refused stops none of the others. */
static bool take_fetched(void *context, size_t index, struct error *err)
{
    (void)err;
    struct batch *batch = context;
    struct fetched *fetched = &batch->fetched[index];
    struct intake *intake = &batch->intake[index];
    struct error *fault = &batch->fault[index];
    intake->provenance = fetched->provenance;
    intake->provenance.source = batch->source[index]->id;
    if (!intake->provenance.note)
        intake->provenance.note = "";
    if (fetched->end == FETCH_ARRIVED)
        take(&batch->entry_arena[index], batch->holdings, batch->fetch[index].into,
             false, intake, fault);
    else if (fetched->end == FETCH_UNCHANGED)
        intake->result = INTAKE_KNOWN;
    else {
        *fault = fetched->err;
        if (is_refused_network(fault->kind))
            intake->result =
                is_refusal(fault->kind) ? INTAKE_REFUSED : INTAKE_UNREACHABLE;
    }
    return true;
}

/* After the checks: refused bytes aside, errors under the source's name. */
static void settle_fetched(struct batch *batch, size_t index)
{
    const char *file = batch->fetch[index].into;
    struct intake *intake = &batch->intake[index];
    struct error *fault = &batch->fault[index];
    bool aside = batch->fetched[index].end == FETCH_REFUSED ||
                 (fault->kind != ERROR_NONE && intake->result == INTAKE_REFUSED &&
                  batch->fetched[index].end == FETCH_ARRIVED);
    settle_words(batch->arena, intake);
    if (fault->kind != ERROR_NONE) {
        const char *reason =
            under_its_name(batch->arena, file, &intake->provenance, fault);
        struct error trouble = {0}, named = {0};
        if (aside && !put_aside(batch->arena, batch->holdings->config, file, intake,
                                reason, &trouble))
            reason = trouble.message;
        fail(&named, trouble.kind ? trouble.kind : fault->kind, "%s: %s",
             intake->provenance.source, reason);
        *fault = named;
    }
    batch->any_new |= is_change(intake->result);
    (void)unlink(file);
    arena_free(&batch->entry_arena[index]);
}

static bool fetch_batch(struct batch *batch, const struct intake_watch *watch,
                        struct error *err)
{
    transfer(batch, watch);
    bool good = parallel_each(batch->fetches, take_fetched, batch, err);
    for (size_t i = 0; i < batch->fetches; i++)
        settle_fetched(batch, i);
    batch->count = batch->fetches;
    return good;
}

/* From a drop folder -------------------------------------------------------------- */

static void make_room(struct batch *batch)
{
    if (batch->count < batch->room)
        return;
    size_t room = batch->room * 2 + 8;
    struct intake *intake = arena_array(batch->arena, room, sizeof *intake);
    struct error *fault = arena_array(batch->arena, room, sizeof *fault);
    for (size_t i = 0; i < batch->count; i++) {
        intake[i] = batch->intake[i];
        fault[i] = batch->fault[i];
    }
    batch->intake = intake;
    batch->fault = fault;
    batch->room = room;
}

static bool list_anew(struct batch *batch, struct error *err)
{
    return !batch->any_new || holdings_list(batch->arena, batch->holdings, err);
}

/* What was just taken in is what the next one is measured against. */
static void take_dropped(struct batch *batch, const struct source *source,
                         const struct dropped *dropped)
{
    struct brought brought = {.source = source->id,
                              .file = dropped->path,
                              .date = dropped->date,
                              .url = "",
                              .note = "from a drop folder"};
    struct error err = {0};
    make_room(batch);
    struct intake *intake = &batch->intake[batch->count];
    struct error *fault = &batch->fault[batch->count++];
    *fault = (struct error){0};
    if (!list_anew(batch, fault) ||
        !intake_file(batch->arena, batch->holdings, &brought, intake, &err)) {
        intake->provenance.source = source->id;
        fail(fault, err.kind, "%s: %s", source->id, err.message);
    }
    batch->any_new |= is_change(intake->result);
}

static void take_folder(struct batch *batch, const struct source *source)
{
    const char *folder = drop_folder(batch->arena, batch->holdings->config, source);
    struct dropped *dropped;
    struct error err = {0};
    size_t count;
    if (!folder)
        return;
    if (!dropped_list(batch->arena, folder, source->name_pattern, source->names,
                      today(), &dropped, &count, &err)) {
        make_room(batch);
        batch->intake[batch->count] =
            (struct intake){.provenance = {.source = source->id}};
        fail(&batch->fault[batch->count++], err.kind, "%s: %s", source->id,
             err.message);
        return;
    }
    for (size_t i = 0; i < count; i++)
        take_dropped(batch, source, &dropped[i]);
}

/* All of it ------------------------------------------------------------------------ */

static void prepare(struct batch *batch, const struct source *const *sources,
                    size_t count)
{
    const struct source **fetched =
        arena_array(batch->arena, count + 1, sizeof *fetched);
    batch->source = fetched;
    batch->fetch = arena_array(batch->arena, count + 1, sizeof *batch->fetch);
    batch->fetched = arena_array(batch->arena, count + 1, sizeof *batch->fetched);
    batch->entry_arena =
        arena_array(batch->arena, count + 1, sizeof *batch->entry_arena);
    batch->intake = arena_array(batch->arena, count + 1, sizeof *batch->intake);
    batch->fault = arena_array(batch->arena, count + 1, sizeof *batch->fault);
    batch->room = count + 1;
    for (size_t i = 0; i < count; i++)
        if (has_address(batch->holdings->config, sources[i])) {
            fetched[batch->fetches] = sources[i];
            batch->fetch[batch->fetches++] = fetch_of(batch, sources[i]);
        }
}

bool intake_fetch(struct arena *arena, struct holdings *holdings,
                  const struct source *const *sources, size_t sources_count,
                  const struct intake_watch *watch, struct intake **out,
                  struct error **fault, size_t *count, struct error *err)
{
    struct batch batch = {.arena = arena, .holdings = holdings};
    prepare(&batch, sources, sources_count);
    bool good = fetch_batch(&batch, watch, err);
    for (size_t i = 0; i < sources_count; i++)
        take_folder(&batch, sources[i]);
    good = list_anew(&batch, err) && good;
    for (size_t i = 0; i < batch.count; i++)
        if (batch.fault[i].kind != ERROR_NONE)
            good = fail(err, batch.fault[i].kind, "%s", batch.fault[i].message);
    *out = batch.intake;
    *fault = batch.fault;
    *count = batch.count;
    return good;
}
