#include "site/intake_inside.h"

#include "base/clock.h"
#include "base/parallel.h"
#include "ingest/address.h"
#include "ingest/bundle.h"

#include <string.h>
#include <sys/stat.h>

enum { NOTE_MAX = 1000 };

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

bool is_change(enum intake_result result)
{
    return result == INTAKE_NEW || result == INTAKE_MENDED || result == INTAKE_REDATED;
}

bool is_refusal(enum error_kind kind)
{
    return kind == ERROR_FORMAT || kind == ERROR_UNKNOWN_WORD ||
           kind == ERROR_CONTRADICTION || kind == ERROR_LIMIT || kind == ERROR_UNREAD;
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
    bool mark = out->provenance.synthetic && !before->synthetic;
    out->provenance = *before;
    out->provenance.synthetic |= mark;
    out->marked = mark;
    if (!certain || day_compare(before->date, date) == 0)
        return !mark ||
               snapshot_amend(holdings->config->snapshots, &out->provenance, err);
    out->provenance.date = date;
    return redate(arena, holdings, file, out, err);
}

bool intake_take(struct arena *arena, const struct holdings *holdings, const char *file,
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
        .fetched = clock_iso(arena),
        .date = brought->date.month ? brought->date : clock_day(),
        .bytes = (size_t)found.st_size,
        .note = brought->note,
        .synthetic = brought->synthetic,
    };
    return sha256_of_file(brought->file, &out->sha256, err);
}

bool intake_file(struct arena *arena, const struct holdings *holdings,
                 const struct brought *brought, struct intake *out, struct error *err)
{
    *out = (struct intake){0};
    if (!describe(arena, brought, &out->provenance, err))
        return false;
    return intake_take(arena, holdings, brought->file, brought->redate, out, err);
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
    intake_take(&bundle->entry_arena[index], bundle->holdings, entry->path, false,
                intake, fault);
    return true;
}

void settle_words(struct arena *arena, struct intake *intake)
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
