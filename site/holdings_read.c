/* All vintages, several at once, and which one of a source is published.
 *
 * A vintage is read by one thread into an arena of its own; only the few words that
 * outlive the reading are copied into the holdings' arena, under a lock. */
#include "site/holdings_inside.h"

#include "base/file.h"
#include "base/parallel.h"
#include "site/agreement.h"
#include "site/record.h"
#include "transform/vintage.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct job {
    const struct source *source;
    struct vintage *vintage;
    const struct cube **first; /* of the source, that was read; under the lock */
};

struct reading {
    struct arena *arena; /* under the lock */
    pthread_mutex_t lock;
    const struct holdings *holdings;
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

/* The disk or the memory did not obey: no word on the file. It counts as torn, however
 * old it is, until a run can read it. */
static void put_off(struct vintage *vintage)
{
    cube_free(vintage->cube);
    vintage->cube = NULL;
    vintage->lost = false;
    vintage->torn = true;
}

/* Files of one source are alike but for their newest months: what they have in common
 * is kept once, with the one that was read first, so that memory does not grow with
 * each month that an operator keeps. */
static void share_memory(struct reading *reading, const struct job *job)
{
    pthread_mutex_lock(&reading->lock);
    const struct cube *first = *job->first;
    if (!first)
        *job->first = job->vintage->cube;
    pthread_mutex_unlock(&reading->lock);
    if (first)
        cube_thin(job->vintage->cube, first);
}

/* Are its bytes those that were kept? It is found out while they are read; what was
 * read of others is thrown away. */
struct proof {
    const struct snapshot *snapshot;
    bool whole, apart; /* apart: by a thread of its own */
    struct error fault;
    pthread_t thread;
};

static void *prove(void *argument)
{
    struct proof *proof = argument;
    proof->whole = snapshot_verify(proof->snapshot, &proof->fault);
    return NULL;
}

static void proof_start(struct proof *proof, const struct snapshot *snapshot)
{
    *proof = (struct proof){.snapshot = snapshot};
    proof->apart = pthread_create(&proof->thread, NULL, prove, proof) == 0;
    if (!proof->apart)
        prove(proof);
}

static bool proof_end(struct proof *proof)
{
    if (proof->apart)
        pthread_join(proof->thread, NULL);
    return proof->whole;
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
    struct proof proof;
    proof_start(&proof, snapshot);
    bool is_read = holdings_read_cube(&arena, reading->holdings, job->source, NO_TOTAL,
                                      snapshot->path, snapshot->provenance.date,
                                      &decoded, &cube, &fault);
    job->vintage->torn = !proof_end(&proof);
    if (job->vintage->torn) {
        cube_free(cube);
        decoded = (struct decoded){0};
        fault = proof.fault;
    } else if (is_read) {
        job->vintage->cube = cube;
        job->vintage->lost =
            !is_accepted(job->vintage) &&
            !holdings_check_totals(reading->holdings, job->source, snapshot->path,
                                   snapshot->provenance.date, cube, &fault);
    }
    if (fault.kind == ERROR_SYSTEM && !job->vintage->torn)
        fault.kind = ERROR_UNREAD; /* its bytes are fine: more than a disk's matter */
    if (error_is_passing(&fault))
        put_off(job->vintage);
    if (job->vintage->cube)
        share_memory(reading, job);
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

static bool is_used(const struct vintage *vintage, const struct used *used)
{
    return strcmp(vintage->snapshot.provenance.sha256.hex, used->sha256.hex) == 0;
}

/* A reader that came to no verdict on the newest files costs their source this update,
 * and the others nothing: as long as the one that is published reads, it is as if they
 * had not come yet. */
static void leave_waiting(const struct holdings *holdings, struct holding *holding)
{
    const struct used *used =
        holdings->served ? record_find(holdings->served, holding->source->id) : NULL;
    size_t count = holding->vintages;
    bool stays = false;
    holding->waiting = NULL;
    while (used && count > 0 &&
           holding->vintage[count - 1].fault_kind == ERROR_UNREAD &&
           !is_used(&holding->vintage[count - 1], used))
        count--;
    for (size_t i = 0; used && i < count; i++)
        stays |= holding->vintage[i].cube && is_used(&holding->vintage[i], used);
    if (!stays || count == holding->vintages)
        return;
    holding->waiting = &holding->vintage[holding->vintages - 1];
    holding->vintages = count;
}

bool holdings_wait(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].waiting)
            return true;
    return false;
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
    struct crosswalks crosswalks; /* a fault in ours is no fault of a snapshot's */
    if (!holdings_crosswalks(arena, holdings, holding->source, &crosswalks, err))
        return false;
    const struct cube **first = arena_take(arena, sizeof *first);
    *first = NULL;
    for (size_t i = holding->vintages; i-- > 0;)
        if (!holding->vintage[i].fault)
            reading->job[reading->jobs++] =
                (struct job){holding->source, &holding->vintage[i], first};
    return true;
}

bool holdings_read(struct arena *arena, struct holdings *holdings,
                   const struct progress *progress, struct error *err)
{
    struct reading reading = {.arena = arena,
                              .lock = PTHREAD_MUTEX_INITIALIZER,
                              .holdings = holdings,
                              .progress = progress};
    size_t vintages = 0;
    for (size_t i = 0; i < holdings->count; i++)
        vintages += holdings->holding[i].vintages;
    reading.job = arena_array(arena, vintages, sizeof *reading.job);
    for (size_t i = 0; i < holdings->count; i++)
        if (!add_jobs(arena, holdings, &holdings->holding[i], &reading, err))
            return false;
    bool good = parallel_each(reading.jobs, read_one, &reading, err);
    for (size_t i = 0; i < holdings->count; i++) {
        leave_waiting(holdings, &holdings->holding[i]);
        decide(arena, &holdings->holding[i]);
    }
    agreement_settle(arena, holdings);
    for (size_t i = 0; i < holdings->count; i++)
        holdings->holding[i].held_back = kept_back(&holdings->holding[i]);
    pthread_mutex_destroy(&reading.lock);
    return good;
}

bool holdings_are_read(const struct holdings *holdings, struct error *err)
{
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            const struct vintage *vintage = &holdings->holding[i].vintage[j];
            struct day day = vintage->snapshot.provenance.date;
            if (vintage->fault_kind == ERROR_UNREAD)
                return fail(err, ERROR_SYSTEM,
                            "%s: the snapshot of %04d-%02d-%02d (%.12s) could not be "
                            "read this time, and without it the figures would be "
                            "others: %s",
                            holdings->holding[i].source->id, day.year, day.month,
                            day.day, vintage->snapshot.provenance.sha256.hex,
                            vintage->fault);
        }
    return true;
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
