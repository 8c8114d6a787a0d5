#include "site/stamp.h"
#include "site/record.h"
#include "site/tree.h"

#include <string.h>

#define STAMP_COMPLETE " complete\n"
#define STAMP_KEPT_BACK " kept-back\n"
#define STAMP_UNREAD " unread\n"

/* Was there a snapshot in the list that could not be read? Another try may go better,
 * and what is wrong with it is not in the list that stamps are made of. */
static bool is_unread(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++)
            if (holdings->holding[i].vintage[j].torn &&
                !holdings->holding[i].vintage[j].snapshot.fault)
                return true;
    return false;
}

bool stamp_is_complete(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].held_back)
            return false;
    return true;
}

/* What of the store an edition depends on, beside bytes and days. */
static void add_states(struct buffer *sum, const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            const struct snapshot *snapshot = &holdings->holding[i].vintage[j].snapshot;
            const char *fault = snapshot->fault;
            const char *accepted = snapshot->provenance.accepted;
            buffer_format(sum, " %s %s%s", fault ? fault : "", accepted ? accepted : "",
                          snapshot->provenance.synthetic ? " synthetic" : "");
        }
}

/* Copies are no part of an edition, and yet one without them is to get them. */
static void add_packings(struct buffer *sum, const struct config *config)
{
    for (enum packing i = 0; i < PACKINGS; i++)
        if (config->precompress[i])
            buffer_format(sum, " .%s", packing_name(i));
}

bool stamp_make(struct arena *arena, const struct holdings *holdings,
                const char *inputs, const char **out, struct error *err)
{
    struct sha256 executable;
    struct buffer sum = {0};
    if (!sha256_of_file("/proc/self/exe", &executable, err))
        return false;
    buffer_format(&sum, "%s %s", inputs, executable.hex);
    add_states(&sum, holdings);
    add_packings(&sum, holdings->config);
    struct sha256 stamp = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    *out = arena_copy(arena, text_of(stamp.hex)).at;
    return true;
}

bool stamp_is_published(const char *found, const char *stamp, bool *complete)
{
    if (!found || strncmp(found, stamp, SHA256_HEX) != 0)
        return false;
    struct text state = text_of(found + SHA256_HEX);
    *complete = text_starts(state, TEXT(STAMP_COMPLETE));
    return *complete || text_starts(state, TEXT(STAMP_KEPT_BACK));
}

const char *stamp_write(struct arena *arena, const struct holdings *holdings,
                        const char *stamp)
{
    struct buffer full = {0};
    buffer_string(&full, stamp);
    buffer_string(&full, is_unread(holdings)           ? STAMP_UNREAD
                         : stamp_is_complete(holdings) ? STAMP_COMPLETE
                                                       : STAMP_KEPT_BACK);
    record_write(&full, holdings);
    const char *copy = arena_copy(arena, buffer_all(&full)).at;
    buffer_free(&full);
    return copy;
}
