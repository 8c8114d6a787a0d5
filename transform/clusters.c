#include "transform/clusters.h"

#include "transform/comparison.h"
#include "transform/shrink.h"

#include <math.h>

const double CLUSTER_LEVEL = 0.05;

void local_g(const double *value, const struct neighbours *neighbours, double *z)
{
    size_t places = neighbours->count;
    double n = (double)places, sum = 0, squares = 0;
    for (size_t i = 0; i < places; i++)
        sum += value[i];
    double mean = sum / n;
    for (size_t i = 0; i < places; i++)
        squares += (value[i] - mean) * (value[i] - mean);
    double spread = sqrt(squares / n);
    for (size_t i = 0; i < places; i++) {
        double here = value[i] - mean, k = 1 + (double)neighbours_count(neighbours, i);
        for (size_t j = neighbours->first[i]; j < neighbours->first[i + 1]; j++)
            here += value[neighbours->who[j]] - mean;
        bool alone = k < 2 || k >= n || !(spread > 1e-12 * fabs(mean));
        z[i] = alone ? NAN : here / (spread * sqrt((n * k - k * k) / (n - 1)));
    }
}

/* The values of those kept, side by side. */
static double *pick(struct arena *arena, const double *all, const bool *kept,
                    size_t count)
{
    double *out = arena_array(arena, count + 1, sizeof *out);
    size_t held = 0;
    for (size_t i = 0; i < count; i++)
        if (kept[i])
            out[held++] = all[i];
    return out;
}

static bool *find_known(struct arena *arena, const double *count,
                        const double *exposure, size_t places)
{
    bool *known = arena_array(arena, places + 1, sizeof *known);
    for (size_t i = 0; i < places; i++)
        known[i] = !isnan(count[i]) && exposure[i] > 0;
    return known;
}

/* Of a place and its neighbours, each as much as the other. */
static double mean_around(const double *value, const struct neighbours *neighbours,
                          size_t place)
{
    double sum = value[place];
    for (size_t j = neighbours->first[place]; j < neighbours->first[place + 1]; j++)
        sum += value[neighbours->who[j]];
    return sum / (1 + (double)neighbours_count(neighbours, place));
}

static const struct cluster UNKNOWN = {NAN, NAN, NAN, NAN, NAN, NAN, CLUSTER_NONE};

static void judge(struct clusters *found, struct cluster *out, const double *z,
                  struct arena *arena)
{
    double *p = arena_array(arena, found->known + 1, sizeof *p);
    for (size_t i = 0; i < found->known; i++) {
        out[i].z = z[i];
        out[i].p = p[i] = isnan(z[i]) ? NAN : erfc(fabs(z[i]) / sqrt(2));
        found->tested += isnan(z[i]) ? 0 : 1;
    }
    adjust_for_many(p, found->known);
    for (size_t i = 0; i < found->known; i++) {
        out[i].p_adjusted = p[i];
        if (!(p[i] <= CLUSTER_LEVEL))
            continue;
        out[i].kind = z[i] > 0 ? CLUSTER_HIGH : CLUSTER_LOW;
        *(z[i] > 0 ? &found->high : &found->low) += 1;
    }
    found->answer = found->tested == 0              ? CLUSTERS_SAME
                    : found->high + found->low == 0 ? CLUSTERS_NONE
                                                    : CLUSTERS_SOME;
}

/* Among places that are all known. */
static struct clusters find_among(struct arena *arena, const double *count,
                                  const double *exposure,
                                  const struct neighbours *neighbours,
                                  struct cluster *out)
{
    struct clusters found = {.known = neighbours->count};
    double *smoothed = arena_array(arena, found.known + 1, sizeof *smoothed);
    double *nearby = arena_array(arena, found.known + 1, sizeof *nearby);
    double *z = arena_array(arena, found.known + 1, sizeof *z);
    shrink_rates(count, exposure, found.known, smoothed);
    shrink_rates_nearby(count, exposure, neighbours, nearby);
    for (size_t i = 0; i < found.known; i++) {
        found.alone += neighbours_count(neighbours, i) == 0;
        out[i] = UNKNOWN;
        out[i].smoothed = smoothed[i];
        out[i].nearby = nearby[i];
        out[i].around = mean_around(smoothed, neighbours, i);
    }
    if (found.known - found.alone < CLUSTER_PLACES_MIN)
        return found;
    local_g(smoothed, neighbours, z);
    judge(&found, out, z, arena);
    return found;
}

struct clusters clusters_find(const double *count, const double *exposure,
                              const struct neighbours *neighbours, struct cluster *out)
{
    struct arena scratch = {0};
    size_t places = neighbours->count, at = 0;
    bool *known = find_known(&scratch, count, exposure, places);
    struct neighbours among = neighbours_among(&scratch, neighbours, known);
    struct cluster *packed = arena_array(&scratch, among.count + 1, sizeof *packed);
    struct clusters found =
        find_among(&scratch, pick(&scratch, count, known, places),
                   pick(&scratch, exposure, known, places), &among, packed);
    for (size_t i = 0; i < places; i++)
        out[i] = known[i] ? packed[at++] : UNKNOWN;
    arena_free(&scratch);
    return found;
}
