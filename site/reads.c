#include "site/reads.h"

#include "site/block_similar.h"

static bool have(const struct reads *reads, struct place_id place)
{
    for (size_t i = 0; i < reads->count; i++)
        if (reads->place[i].index == place.index)
            return true;
    return false;
}

static void add(struct reads *reads, struct place_id place)
{
    if (reads->count < READS_MAX && !have(reads, place))
        reads->place[reads->count++] = place;
}

struct reads reads_of_town(const struct site *site, struct place_id town)
{
    struct reads reads = {0};
    struct place_id peers[SIMILAR_MAX];
    size_t count = peers_of(site, town, peers);
    for (uint32_t up = town.index; up != NO_INDEX;
         up = site->lists->places.node[up].parent)
        add(&reads, (struct place_id){up});
    for (size_t i = 0; i < count; i++)
        add(&reads, peers[i]);
    return reads;
}

void reads_note(struct reads *reads, struct place_id place)
{
    reads->beyond |= !have(reads, place);
}

const struct vintage *reads_since(const struct site *site, const struct reads *reads,
                                  const struct holding *holding)
{
    const struct vintage *newest = NULL;
    for (size_t i = 0; i < reads->count && !reads->beyond; i++) {
        struct place_id place = reads->place[i];
        if (holding_reach(holding, place_node(site->lists, place)->kind) < 0)
            continue;
        const struct vintage *since = unchanged_since(site, holding, place);
        if (!newest || since > newest) /* older ones come first */
            newest = since;
    }
    return newest && !reads->beyond ? newest : holding->current;
}
