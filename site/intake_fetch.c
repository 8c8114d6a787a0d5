/* What publishers have that is new: fetched from an address, or dropped into a
 * folder. */
#include "site/intake_inside.h"

#include "base/clock.h"
#include "base/parallel.h"
#include "site/answers_apart.h"
#include "site/drop.h"
#include "site/lock.h"

#include <string.h>
#include <unistd.h>

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
    const char *folder = incoming(&arena, config), *former;
    bool good = folder_make(folder, err) && lock_take(&arena, folder, fd, &former, err);
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
        .pages = source_paging(batch->arena, source),
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
    struct fetch_session session = {.limits = FETCH_LIMITS,
                                    .reader = answers_apart(batch->holdings)};
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
        intake_take(&batch->entry_arena[index], batch->holdings,
                    batch->fetch[index].into, false, intake, fault);
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
                      clock_day(), &dropped, &count, &err)) {
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
