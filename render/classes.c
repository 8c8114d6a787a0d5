#include "render/classes.h"

#include "base/buffer.h"
#include "render/hatch.h"
#include "render/words.h"

#include <math.h>
#include <stdlib.h>

static double unit_of(int decimals) { return pow(10, -decimals); }

/* A figure rounded as number_write() rounds it, which multiplying does not. */
static double as_written(double value, int decimals)
{
    struct buffer buffer = {0};
    double written = value;
    number_write(&buffer, value, decimals, &NUMERALS_PLAIN);
    number_parse(buffer_all(&buffer), 0, '.', &written);
    buffer_free(&buffer);
    return written;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The roundest number above one figure and not above the next. */
static double round_between(double below, double above, double unit)
{
    static const double steps[] = {5, 2.5, 2, 1};
    int places = (int)floor(log10(fmax(fabs(above) / unit, 1)));
    for (int place = places; place >= 0; place--) {
        for (int i = 0; i < 4; i++) {
            double step = steps[i] * pow(10, place) * unit;
            if (fmod(step / unit, 1) > 1e-6 && fmod(step / unit, 1) < 1 - 1e-6)
                continue;
            double candidate = floor(above / step + 1e-9) * step;
            if (candidate > below + unit / 2)
                return candidate;
        }
    }
    return above;
}

/* Figures on both sides of a cut may lie close; look a little around the quantile
 * for a number that is rounder. */
static double cut_at(const double *sorted, size_t count, size_t rank, double unit)
{
    size_t around = count >= 24 ? 1 + count / 40 : 0;
    size_t low = rank > around ? rank - around : 1;
    size_t high = rank + around < count ? rank + around : count - 1;
    return round_between(sorted[low > 0 ? low - 1 : 0], sorted[high], unit);
}

static size_t classes_wanted(size_t count)
{
    size_t wanted = count / 4;
    return wanted > CLASSES_MAX ? CLASSES_MAX : wanted < 2 ? 2 : wanted;
}

static void fill_classes(struct classes *classes, const double *sorted, size_t count)
{
    if (count == 0)
        return;
    double unit = unit_of(classes->decimals);
    size_t wanted = classes_wanted(count);
    double cut[CLASSES_MAX + 1] = {sorted[0]};
    size_t cuts = 1;
    for (size_t k = 1; k < wanted; k++) {
        size_t rank = k * count / wanted;
        if (rank == 0 || rank >= count)
            continue;
        double at = cut_at(sorted, count, rank, unit);
        if (at > cut[cuts - 1] + unit / 2 && at <= sorted[count - 1])
            cut[cuts++] = at;
    }
    for (size_t i = 0; i < cuts; i++) {
        classes->from[i] = cut[i];
        classes->to[i] = i + 1 < cuts ? cut[i + 1] - unit : sorted[count - 1];
    }
    classes->count = cuts;
}

static size_t class_of(const struct classes *classes, double value)
{
    size_t i = classes->count;
    double half = unit_of(classes->decimals) / 2;
    while (i > 1 && value < classes->from[i - 1] - half)
        i--;
    return i == 0 ? 0 : i - 1;
}

static void count_unknown(struct classes *classes, enum status status)
{
    if (status == STATUS_SUPPRESSED)
        classes->withheld++;
    else
        classes->missing++;
}

struct classes classes_cut(struct arena *arena, const struct figure *figure,
                           size_t count, int decimals)
{
    struct classes classes = {.decimals = decimals};
    double *known = arena_array(arena, count + 1, sizeof *known);
    size_t knowns = 0;
    for (size_t i = 0; i < count; i++) {
        if (figure_known(figure[i]))
            known[knowns++] = as_written(figure[i].value, decimals);
        else
            count_unknown(&classes, figure[i].status);
    }
    qsort(known, knowns, sizeof *known, by_value);
    size_t zeros = 0;
    for (size_t i = 0; i < knowns; i++)
        zeros += known[i] == 0;
    classes.zero_apart =
        zeros > 0 && knowns > 0 && known[0] == 0 && zeros * 8 >= knowns;
    classes.zeros = zeros;
    size_t skipped = classes.zero_apart ? zeros : 0;
    fill_classes(&classes, known + skipped, knowns - skipped);
    for (size_t i = skipped; i < knowns; i++)
        classes.members[class_of(&classes, known[i])]++;
    return classes;
}

enum role classes_fill(const struct classes *classes, size_t index)
{
    /* Few classes are spread over the ramp, from its second tone up. */
    static const enum role ramps[CLASSES_MAX][CLASSES_MAX] = {
        {ROLE_MAP_3},
        {ROLE_MAP_2, ROLE_MAP_5},
        {ROLE_MAP_1, ROLE_MAP_3, ROLE_MAP_5},
        {ROLE_MAP_1, ROLE_MAP_2, ROLE_MAP_4, ROLE_MAP_5},
        {ROLE_MAP_1, ROLE_MAP_2, ROLE_MAP_3, ROLE_MAP_4, ROLE_MAP_5},
        {ROLE_MAP_1, ROLE_MAP_2, ROLE_MAP_3, ROLE_MAP_4, ROLE_MAP_5, ROLE_MAP_6}};
    return classes->count == 0 ? ROLE_NONE : ramps[classes->count - 1][index];
}

enum role classes_role(const struct classes *classes, struct figure figure)
{
    if (!figure_known(figure))
        return hatch_of(figure.status);
    double value = as_written(figure.value, classes->decimals);
    if (classes->zero_apart && value == 0)
        return ROLE_PAPER;
    return classes_fill(classes, class_of(classes, value));
}

char *classes_words(struct arena *arena, const struct classes *classes, size_t index,
                    const struct chart_words *words)
{
    int decimals = classes->decimals;
    const char *from = words_number(arena, words, classes->from[index], decimals);
    const char *to = words_number(arena, words, classes->to[index], decimals);
    bool single = classes->to[index] - classes->from[index] < unit_of(decimals) / 2;
    return single ? arena_format(arena, "%s", from)
                  : arena_format(arena, "%s–%s", from, to);
}
