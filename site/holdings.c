/* A vintage is read by one thread into an arena of its own; only the few words that
 * outlive the reading are copied into the holdings' arena, under a lock. */
#include "site/holdings.h"

#include "base/file.h"
#include "base/parallel.h"
#include "site/agreement.h"
#include "site/command_line.h"
#include "transform/mapper.h"
#include "transform/vintage.h"
#include "transform/whole.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Opening ---------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct source *)a)->id, ((const struct source *)b)->id);
}

static struct source *source_of(struct source *sources, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i].id, id) == 0)
            return &sources[i];
    return NULL;
}

/* Ours, and the operator's in place of ours or beside them. */
static bool load_sources(struct arena *arena, struct holdings *out, struct error *err)
{
    const struct config *config = out->config;
    struct source *ours, *theirs = NULL;
    size_t count, further = 0;
    if (!sources_load(arena, path_join(arena, config->share, "ingest/sources"),
                      &config->languages, &ours, &count, err))
        return false;
    if (*config->sources && !sources_load(arena, config->sources, &config->languages,
                                          &theirs, &further, err))
        return false;
    struct source *all = arena_array(arena, count + further, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = ours[i];
    for (size_t i = 0; i < further; i++) {
        struct source *same = source_of(all, count, theirs[i].id);
        *(same ? same : &all[count++]) = theirs[i];
    }
    qsort(all, count, sizeof *all, by_id);
    out->source = all;
    out->sources = count;
    return true;
}

static bool fail_unknown(const struct holdings *holdings, const char *where,
                         const char *id, struct error *err)
{
    struct buffer known = {0};
    const char *best = holdings->sources == 0
                           ? NULL
                           : nearest(id, &holdings->source->id,
                                     sizeof *holdings->source, holdings->sources);
    if (best)
        return fail(err, ERROR_USAGE,
                    "%sthere is no source \"%s\"; did you mean \"%s\"?", where, id,
                    best);
    for (size_t i = 0; i < holdings->sources; i++)
        buffer_format(&known, "%s%s", i ? ", " : "", holdings->source[i].id);
    fail(err, ERROR_USAGE, "%sthere is no source \"%s\"; there are: %.*s", where, id,
         TEXT_ARGS(buffer_all(&known)));
    buffer_free(&known);
    return false;
}

/* Leave only the sources that the configuration wants. */
static bool choose(struct holdings *out, struct error *err)
{
    const struct config *config = out->config;
    for (size_t i = 0; i < config->urls; i++)
        if (!source_of(out->source, out->sources, config->url[i][0]))
            return fail_unknown(out, "\"urls\": ", config->url[i][0], err);
    for (size_t i = 0; i < config->wanted; i++)
        if (!source_of(out->source, out->sources, config->want[i]))
            return fail_unknown(out, "\"sources\": ", config->want[i], err);
    for (size_t i = 0; i < config->credentials; i++)
        if (!source_of(out->source, out->sources, config->credential[i].source))
            return fail_unknown(out, "\"credentials\": ", config->credential[i].source,
                                err);
    for (size_t i = 0; i < config->drops; i++)
        if (!source_of(out->source, out->sources, config->drop_folder[i][0]))
            return fail_unknown(out, "\"drop\": ", config->drop_folder[i][0], err);
    size_t kept = 0;
    for (size_t i = 0; i < out->sources; i++) {
        bool wanted = config->wanted == 0;
        for (size_t j = 0; j < config->wanted; j++)
            wanted = wanted || strcmp(config->want[j], out->source[i].id) == 0;
        if (wanted)
            out->source[kept++] = out->source[i];
    }
    out->sources = kept;
    return true;
}

static bool find_methodology(const struct lists *lists, struct holding *holding,
                             struct error *err)
{
    const struct source *source = holding->source;
    if (!source->methodology)
        return true; /* only population may be without one */
    holding->methodology = methodology_find(lists, source->methodology);
    return holding->methodology ||
           fail(err, ERROR_USAGE, "source %s: there is no methodology \"%s\"",
                source->id, source->methodology);
}

/* What a source's sums should be the figures of must be there, wanted or not. */
static bool check_agrees(const struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++) {
        const struct source *source = &holdings->source[i];
        if (source->agrees.with &&
            !source_of(holdings->source, holdings->sources, source->agrees.with))
            return fail_unknown(
                holdings, "\"agrees\" of a descriptor: ", source->agrees.with, err);
    }
    return true;
}

bool holdings_open(struct arena *arena, const struct config *config,
                   struct holdings *out, struct error *err)
{
    *out = (struct holdings){.config = config};
    out->lists = arena_take(arena, sizeof *out->lists);
    if (!lists_load(arena, path_join(arena, config->share, "transform/lists"),
                    &config->languages, out->lists, err) ||
        !load_sources(arena, out, err) || !check_agrees(out, err) || !choose(out, err))
        return false;
    out->holding = arena_array(arena, out->sources, sizeof *out->holding);
    for (size_t i = 0; i < out->sources; i++) {
        out->holding[i].source = &out->source[i];
        if (!find_methodology(out->lists, &out->holding[i], err))
            return false;
    }
    out->count = out->sources;
    return true;
}

bool holdings_find(const struct holdings *holdings, const char *source,
                   const struct holding **out, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++)
        if (strcmp(holdings->holding[i].source->id, source) == 0) {
            *out = &holdings->holding[i];
            return true;
        }
    fail_unknown(holdings, "", source, err);
    return false;
}

void holdings_close(struct holdings *holdings)
{
    for (size_t i = 0; holdings->holding && i < holdings->sources; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            cube_free(holdings->holding[i].vintage[j].cube);
            holdings->holding[i].vintage[j].cube = NULL;
        }
}

/* Listing ---------------------------------------------------------------------- */

/* An older vintage counts, too: revisions are figures of both. */
void holding_mark_synthetic(struct arena *arena, struct holding *holding)
{
    const char *id = holding->source->id;
    holding->synthetic = holding->source->synthetic;
    for (size_t i = 0; i < holding->vintages; i++)
        holding->synthetic |= holding->vintage[i].snapshot.provenance.synthetic;
    holding->cited = holding->synthetic ? arena_format(arena, "synthetic:%s", id) : id;
}

bool holdings_synthetic(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].vintages > 0 && holdings->holding[i].synthetic)
            return true;
    return false;
}

const char *holding_cited(const struct holding *holding)
{
    return holding->cited ? holding->cited : holding->source->id;
}

static bool list(struct arena *arena, const struct holdings *holdings,
                 struct holding *holding, struct error *err)
{
    const struct config *config = holdings->config;
    struct snapshot *snapshots;
    size_t count;
    if (!snapshot_list(arena, config->snapshots, holding->source->id, &snapshots,
                       &count, err))
        return false;
    holding->vintage = arena_array(arena, count, sizeof *holding->vintage);
    for (size_t i = 0; i < count; i++)
        holding->vintage[i] = (struct vintage){
            .snapshot = snapshots[i],
            .fault = snapshots[i].fault,
            .fault_kind = snapshots[i].fault ? ERROR_CONTRADICTION : ERROR_NONE,
            .torn = snapshots[i].fault != NULL};
    while (holdings->as_of.month && count > 0 &&
           day_compare(snapshots[count - 1].provenance.date, holdings->as_of) > 0)
        count--; /* they are in order of day */
    holding->vintages = count;
    holding_mark_synthetic(arena, holding);
    return true;
}

static bool is_named(const struct config *config, const char *source)
{
    for (size_t i = 0; i < config->wanted; i++)
        if (strcmp(config->want[i], source) == 0)
            return true;
    for (size_t i = 0; i < config->urls; i++)
        if (strcmp(config->url[i][0], source) == 0)
            return true;
    for (size_t i = 0; i < config->drops; i++)
        if (strcmp(config->drop_folder[i][0], source) == 0)
            return true;
    return false;
}

/* Does an edition tell of it? */
static bool is_told(const struct holdings *holdings, const struct holding *holding)
{
    return holding->vintages > 0 || is_named(holdings->config, holding->source->id);
}

/* Those that an edition tells of first, each in order of id. */
static void put_in_order(struct arena *arena, struct holdings *holdings)
{
    size_t count = holdings->sources, rest = 0;
    struct holding *each = arena_array(arena, count, sizeof *each);
    holdings->count = 0;
    for (size_t i = 0; i < count; i++) /* sources are in order of id */
        each[holdings->holding[i].source - holdings->source] = holdings->holding[i];
    for (size_t i = 0; i < count; i++)
        if (is_told(holdings, &each[i]))
            holdings->holding[holdings->count++] = each[i];
    for (size_t i = 0; i < count; i++)
        if (!is_told(holdings, &each[i]))
            holdings->holding[holdings->count + rest++] = each[i];
}

bool holdings_list(struct arena *arena, struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->sources; i++)
        if (!list(arena, holdings, &holdings->holding[i], err))
            return false;
    put_in_order(arena, holdings);
    return true;
}

/* Reading one file ------------------------------------------------------------- */

/* A crosswalk of the operator's own stands beside their descriptors. */
static const char *crosswalk_path(struct arena *arena, const struct config *config,
                                  const char *name)
{
    if (!name)
        return NULL;
    if (*config->sources) {
        const char *theirs = path_join(arena, config->sources, name);
        if (file_exists(theirs))
            return theirs;
    }
    return path_join(arena, path_join(arena, config->share, "transform/lists"), name);
}

bool holdings_crosswalks(struct arena *arena, const struct holdings *holdings,
                         const struct source *source, struct crosswalks *out,
                         struct error *err)
{
    const struct config *config = holdings->config;
    const struct lists *lists = holdings->lists;
    return (crosswalk_load(arena,
                           crosswalk_path(arena, config, source->place.crosswalk),
                           CROSSWALK_PLACES, lists, &out->places, err) &&
            crosswalk_load(arena,
                           crosswalk_path(arena, config, source->offence.crosswalk),
                           CROSSWALK_OFFENCES, lists, &out->offences, err) &&
            crosswalk_load(arena,
                           crosswalk_path(arena, config, source->measure.crosswalk),
                           CROSSWALK_MEASURES, lists, &out->measures, err)) ||
           fail_while(err, "source %s", source->id);
}

static enum place_kind level_of(const struct source *source)
{
    return strcmp(source->level, "country") == 0 ? PLACE_COUNTRY
           : strcmp(source->level, "state") == 0 ? PLACE_STATE
                                                 : PLACE_MUNICIPALITY;
}

static bool is_crime(const struct source *source)
{
    return strcmp(source->subject, "crime") == 0;
}

/* Nobody counts crimes that are still to come. */
static bool check_passed(const struct source *source, const struct cube *cube,
                         struct day date, struct error *err)
{
    struct period first, last;
    struct arena arena = {0};
    bool fine = !is_crime(source) || !cube_range(cube, &first, &last) ||
                last.month <= period_of(date.year, date.month).month;
    if (!fine)
        fail(err, ERROR_CONTRADICTION,
             "it is of %04d-%02d-%02d and has figures of %s, which was still to come",
             date.year, date.month, date.day,
             period_iso(&arena, last, source->period.step));
    arena_free(&arena);
    return fine;
}

/* What the source claims of its whole, and zeros that nobody counted. */
static bool make_whole(const struct source *source, struct day date, struct cube **cube,
                       struct error *err)
{
    bool whole =
        !source->complete || !source->grid || whole_check(*cube, level_of(source), err);
    if (!whole || !check_passed(source, *cube, date, err)) {
        cube_free(*cube);
        *cube = NULL;
        return false;
    }
    if (source->grid && is_crime(source))
        whole_blank_zeros(*cube);
    return true;
}

static bool read_cube(struct arena *arena, const struct lists *lists,
                      const struct source *source, const struct crosswalks *crosswalks,
                      const char *path, struct day date, struct decoded *decoded,
                      struct cube **cube, struct error *err)
{
    struct mapping mapping = {
        .lists = lists,
        .places = crosswalks->places,
        .offences = crosswalks->offences,
        .measures = crosswalks->measures,
        .step = source->period.step,
        .unique = source->unique,
        .grid = source->grid,
        .provisional = source->provisional,
    };
    struct mapper *mapper = mapper_new(&mapping);
    if (!decode_file(arena, source, path, mapper_sink(mapper), decoded, err)) {
        mapper_free(mapper);
        return false;
    }
    return mapper_finish(mapper, cube, err) && make_whole(source, date, cube, err);
}

/* Do the totals that stand in the file sum the rest of it? */
static bool check_totals(const struct lists *lists, const struct source *source,
                         const struct crosswalks *crosswalks, const char *path,
                         struct day date, const struct cube *cube, struct error *err)
{
    struct arena arena = {0};
    bool good = true;
    for (size_t i = 0; good && i < source->totals; i++) {
        struct source rows = agreement_total_rows(source, i);
        struct crosswalks words = *crosswalks;
        struct decoded ignored;
        struct cube *total = NULL;
        good = crosswalk_load(&arena, NULL, CROSSWALK_PLACES, lists, &words.places,
                              err) && /* our codes */
               read_cube(&arena, lists, &rows, &words, path, date, &ignored, &total,
                         err) &&
               agreement_with_total(total, cube, err);
        cube_free(total);
    }
    arena_free(&arena);
    return good;
}

/* Reading all ------------------------------------------------------------------ */

struct job {
    const struct source *source;
    const struct crosswalks *crosswalks;
    struct vintage *vintage;
};

struct reading {
    struct arena *arena; /* under the lock */
    pthread_mutex_t lock;
    const struct lists *lists;
    const struct progress *progress;
    struct job *job;
    size_t jobs, done;
};

static const char *copy(struct arena *arena, const char *string)
{
    return arena_copy(arena, text_of(string)).at;
}

/* The site shows it: the name the file had, not where it lies on this machine. */
static const char *fault_words(struct arena *arena, const struct snapshot *snapshot,
                               const char *message)
{
    size_t length = strlen(snapshot->path);
    if (strncmp(message, snapshot->path, length) != 0)
        return copy(arena, message);
    return arena_format(arena, "%s%s", snapshot->provenance.file, message + length);
}

static void settle(struct reading *reading, const struct job *job,
                   const struct decoded *decoded, const struct error *fault)
{
    struct vintage *vintage = job->vintage;
    pthread_mutex_lock(&reading->lock);
    vintage->decoded = *decoded;
    vintage->decoded.member = copy(reading->arena, decoded->member);
    vintage->decoded.encoding = copy(reading->arena, decoded->encoding);
    if (fault->kind != ERROR_NONE) {
        vintage->fault =
            fault_words(reading->arena, &vintage->snapshot, fault->message);
        vintage->fault_kind = fault->kind;
    }
    reading->done++;
    if (reading->progress)
        reading->progress->step(reading->progress->context, job->source->id,
                                reading->done, reading->jobs);
    pthread_mutex_unlock(&reading->lock);
}

static bool is_accepted(const struct vintage *vintage)
{
    const char *accepted = vintage->snapshot.provenance.accepted;
    return accepted && *accepted;
}

static bool read_one(void *context, size_t index, struct error *err)
{
    (void)err; /* a fault of a vintage is no failure of the reading */
    struct reading *reading = context;
    const struct job *job = &reading->job[index];
    const struct snapshot *snapshot = &job->vintage->snapshot;
    struct arena arena = {0};
    struct decoded decoded = {0};
    struct error fault = {0};
    struct cube *cube = NULL;
    job->vintage->torn = !snapshot_verify(snapshot, &fault);
    if (!job->vintage->torn &&
        read_cube(&arena, reading->lists, job->source, job->crosswalks, snapshot->path,
                  snapshot->provenance.date, &decoded, &cube, &fault)) {
        job->vintage->cube = cube;
        job->vintage->lost =
            !is_accepted(job->vintage) &&
            !check_totals(reading->lists, job->source, job->crosswalks, snapshot->path,
                          snapshot->provenance.date, cube, &fault);
    }
    settle(reading, job, &decoded, &fault);
    arena_free(&arena);
    return true;
}

static struct vintage *kept_back(const struct holding *holding)
{
    size_t count = holding->vintages;
    if (count > 0 && &holding->vintage[count - 1] != holding->current)
        return &holding->vintage[count - 1];
    for (size_t i = count; i-- > 0;)
        if (holding->vintage[i].torn)
            return &holding->vintage[i];
    return NULL;
}

/* In order of age, each good vintage is measured against the good one before it. */
static void decide(struct arena *arena, struct holding *holding)
{
    for (size_t i = 0; i < holding->vintages; i++) {
        struct vintage *vintage = &holding->vintage[i];
        struct error fault = {0};
        if (!vintage->cube || vintage->lost)
            continue;
        if (!holding->current || is_accepted(vintage) ||
            vintage_check(holding->current->cube, vintage->cube, &fault)) {
            holding->current = vintage;
            continue;
        }
        vintage->fault = copy(arena, fault.message);
        vintage->fault_kind = fault.kind;
        vintage->lost = true;
    }
}

struct vintage *holding_before(const struct holding *holding,
                               const struct vintage *vintage)
{
    for (size_t i = (size_t)(vintage - holding->vintage); i-- > 0;)
        if (holding->vintage[i].cube && !holding->vintage[i].fault)
            return &holding->vintage[i];
    return NULL;
}

/* The largest file first would be better; the newest is usually that. */
static bool add_jobs(struct arena *arena, const struct holdings *holdings,
                     const struct holding *holding, struct reading *reading,
                     struct error *err)
{
    if (holding->vintages == 0)
        return true;
    struct crosswalks *crosswalks = arena_take(arena, sizeof *crosswalks);
    if (!holdings_crosswalks(arena, holdings, holding->source, crosswalks, err))
        return false;
    for (size_t i = holding->vintages; i-- > 0;)
        if (!holding->vintage[i].fault)
            reading->job[reading->jobs++] =
                (struct job){holding->source, crosswalks, &holding->vintage[i]};
    return true;
}

bool holdings_read(struct arena *arena, struct holdings *holdings,
                   const struct progress *progress, struct error *err)
{
    struct reading reading = {.arena = arena,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .lists = holdings->lists,
                              .progress = progress};
    size_t vintages = 0;
    for (size_t i = 0; i < holdings->count; i++)
        vintages += holdings->holding[i].vintages;
    reading.job = arena_array(arena, vintages, sizeof *reading.job);
    for (size_t i = 0; i < holdings->count; i++)
        if (!add_jobs(arena, holdings, &holdings->holding[i], &reading, err))
            return false;
    bool good = parallel_each(reading.jobs, read_one, &reading, err);
    for (size_t i = 0; i < holdings->count; i++)
        decide(arena, &holdings->holding[i]);
    agreement_settle(arena, holdings);
    for (size_t i = 0; i < holdings->count; i++)
        holdings->holding[i].held_back = kept_back(&holdings->holding[i]);
    pthread_mutex_destroy(&reading.lock);
    return good;
}

/* Accepting a loss --------------------------------------------------------------- */

bool holdings_accepts(const struct holdings *holdings, const char *source)
{
    struct text rest = text_of(holdings->accept);
    while (rest.at)
        if (text_is(text_trim(text_cut(&rest, ',')), source))
            return true;
    return false;
}

bool holdings_accept(struct arena *arena, struct holdings *holdings, const char *source,
                     const char **sentence, struct error *err)
{
    const struct holding *found;
    *sentence = NULL;
    if (!holdings_find(holdings, source, &found, err))
        return false;
    struct holding *holding = &holdings->holding[found - holdings->holding];
    struct vintage *newest = holding->held_back;
    if (!newest || !newest->lost)
        return true;
    struct provenance *from = &newest->snapshot.provenance;
    from->accepted = newest->fault;
    if (!snapshot_amend(holdings->config->snapshots, from, err))
        return false;
    *sentence = copy(arena, from->accepted);
    newest->fault = NULL;
    newest->fault_kind = ERROR_NONE;
    newest->lost = false;
    holding->current = newest;
    holding->held_back = kept_back(holding);
    return true;
}

/* Checking one file ------------------------------------------------------------ */

/* A file on its way into the store. */
struct checking {
    struct arena *arena;
    const struct holdings *holdings;
    const struct holding *holding;
    const struct crosswalks *crosswalks;
    struct day date;
    struct sha256 sha256; /* of the file, whose own snapshot does not count */
};

/* The figures of a vintage; NULL when it is not to be had. The cube is the caller's
 * when *borrowed is false. */
static struct cube *cube_of(const struct checking *checking,
                            const struct vintage *vintage, bool *borrowed)
{
    const struct snapshot *snapshot = &vintage->snapshot;
    struct error ignored = {0};
    struct decoded decoded;
    struct cube *cube = NULL;
    if (vintage->fault ||
        strcmp(snapshot->provenance.sha256.hex, checking->sha256.hex) == 0)
        return NULL;
    *borrowed = vintage->cube != NULL;
    if (*borrowed)
        return vintage->cube;
    return read_cube(checking->arena, checking->holdings->lists,
                     checking->holding->source, checking->crosswalks, snapshot->path,
                     snapshot->provenance.date, &decoded, &cube, &ignored)
               ? cube
               : NULL;
}

/* The newest vintage that reads, not younger than the day; NULL when there is none. */
static const struct vintage *last_good(const struct checking *checking,
                                       struct cube **cube, bool *borrowed)
{
    for (size_t i = checking->holding->vintages; i-- > 0;) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) > 0)
            continue;
        *cube = cube_of(checking, vintage, borrowed);
        if (*cube)
            return vintage;
    }
    return NULL;
}

/* The oldest one that reads and is younger. */
static const struct vintage *next_good(const struct checking *checking,
                                       struct cube **cube, bool *borrowed)
{
    for (size_t i = 0; i < checking->holding->vintages; i++) {
        const struct vintage *vintage = &checking->holding->vintage[i];
        if (day_compare(vintage->snapshot.provenance.date, checking->date) <= 0)
            continue;
        *cube = cube_of(checking, vintage, borrowed);
        if (*cube)
            return vintage;
    }
    return NULL;
}

static bool check_against_last(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct cube *older;
    bool borrowed;
    const struct vintage *last = last_good(checking, &older, &borrowed);
    if (!last)
        return true;
    bool good = vintage_check(older, cube, err);
    struct day day = last->snapshot.provenance.date;
    if (!good)
        fail_while(
            err,
            "set against the snapshot of %04d-%02d-%02d (an older file needs its "
            "own day: --date)",
            day.year, day.month, day.day);
    if (!borrowed)
        cube_free(older);
    return good;
}

static bool check_against_next(const struct checking *checking, const struct cube *cube,
                               struct error *err)
{
    struct cube *newer;
    bool borrowed;
    const struct vintage *next = next_good(checking, &newer, &borrowed);
    if (!next ||
        (next->snapshot.provenance.accepted && *next->snapshot.provenance.accepted)) {
        if (next && !borrowed)
            cube_free(newer);
        return true;
    }
    bool good = vintage_check(cube, newer, err);
    struct day day = next->snapshot.provenance.date;
    if (!good)
        fail_while(err,
                   "the snapshot of %04d-%02d-%02d is younger (--date), and set "
                   "against this file",
                   day.year, day.month, day.day);
    if (!borrowed)
        cube_free(newer);
    return good;
}

bool holdings_last_good(struct arena *arena, const struct holdings *holdings,
                        const struct holding *holding, struct day date,
                        const struct vintage **out, struct cube **cube,
                        struct error *err)
{
    struct crosswalks crosswalks;
    struct checking checking = {.arena = arena,
                                .holdings = holdings,
                                .holding = holding,
                                .crosswalks = &crosswalks,
                                .date = date};
    bool borrowed;
    if (!holdings_crosswalks(arena, holdings, holding->source, &crosswalks, err))
        return false;
    *out = last_good(&checking, cube, &borrowed);
    return *out != NULL;
}

/* Some messages start with the file already. */
static bool fail_naming(const char *file, struct error *err)
{
    if (strncmp(err->message, file, strlen(file)) != 0)
        fail_while(err, "%s", file);
    return false;
}

/* Against the totals in it, its neighbours in the store and other sources; *accepted,
 * when not NULL, takes the loss. */
static bool check_neighbours(const struct checking *checking, const char *file,
                             const struct cube *cube, const char **accepted,
                             struct error *err)
{
    struct error loss = {0};
    if (!check_totals(checking->holdings->lists, checking->holding->source,
                      checking->crosswalks, file, checking->date, cube, &loss) ||
        !check_against_last(checking, cube, &loss) ||
        !agreement_check(checking->arena, checking->holdings, checking->holding, cube,
                         checking->date, &loss)) {
        if (!accepted)
            return fail(err, loss.kind, "%s", loss.message);
        *accepted = copy(checking->arena, loss.message);
    }
    return check_against_next(checking, cube, err);
}

/* accepted NULL: no loss is. */
static bool check_file(struct checking *checking, const char *source, const char *file,
                       const char **accepted, struct decoded *decoded,
                       struct cube **cube, struct error *err)
{
    struct arena *arena = checking->arena;
    const struct holdings *holdings = checking->holdings;
    struct crosswalks *crosswalks = arena_take(arena, sizeof *crosswalks);
    checking->crosswalks = crosswalks;
    if (!holdings_find(holdings, source, &checking->holding, err) ||
        !holdings_crosswalks(arena, holdings, checking->holding->source, crosswalks,
                             err) ||
        !sha256_of_file(file, &checking->sha256, err))
        return false;
    if (!read_cube(arena, holdings->lists, checking->holding->source, crosswalks, file,
                   checking->date, decoded, cube, err))
        return fail_naming(file, err);
    if (check_neighbours(checking, file, *cube, accepted, err))
        return true;
    cube_free(*cube);
    *cube = NULL;
    return fail_naming(file, err);
}

bool holdings_check(struct arena *arena, const struct holdings *holdings,
                    const char *source, const char *file, struct day date,
                    struct decoded *decoded, struct cube **cube, struct error *err)
{
    struct checking checking = {.arena = arena, .holdings = holdings, .date = date};
    struct decoded read = {0};
    struct cube *made = NULL;
    if (!check_file(&checking, source, file, NULL, &read, &made, err))
        return false;
    if (decoded)
        *decoded = read;
    if (cube)
        *cube = made;
    else
        cube_free(made);
    return true;
}

bool holdings_check_accepting(struct arena *arena, const struct holdings *holdings,
                              const char *source, const char *file, struct day date,
                              struct decoded *decoded, const char **accepted,
                              struct error *err)
{
    struct checking checking = {.arena = arena, .holdings = holdings, .date = date};
    struct cube *made = NULL;
    *accepted = NULL;
    bool good = check_file(&checking, source, file,
                           holdings_accepts(holdings, source) ? accepted : NULL,
                           decoded, &made, err);
    cube_free(made);
    return good;
}
