#include "transform/shrink.h"

#include <math.h>
#include <stdbool.h>

static bool is_known(double count, double exposure)
{
    return !isnan(count) && exposure > 0;
}

void shrink_rates(const double *count, const double *exposure, size_t places,
                  double *shrunk)
{
    double cases = 0, people = 0, squares = 0, known = 0;
    for (size_t i = 0; i < places; i++)
        if (is_known(count[i], exposure[i])) {
            cases += count[i];
            people += exposure[i];
            known++;
        }
    double mean = cases / people;
    for (size_t i = 0; i < places; i++)
        if (is_known(count[i], exposure[i])) {
            double off = count[i] / exposure[i] - mean;
            squares += exposure[i] * off * off;
        }
    double risks = fmax(0, squares / people - mean / (people / known));
    for (size_t i = 0; i < places; i++) {
        double chance = mean / exposure[i];
        shrunk[i] = NAN;
        if (is_known(count[i], exposure[i]))
            shrunk[i] = mean + (risks > 0 ? risks / (risks + chance) : 0) *
                                   (count[i] / exposure[i] - mean);
    }
}

/* The place itself comes first. */
static double shrink_first(const double *count, const double *exposure, size_t places)
{
    double cases = 0, people = 0, squares = 0;
    for (size_t i = 0; i < places; i++) {
        cases += count[i];
        people += exposure[i];
    }
    double mean = cases / people;
    for (size_t i = 0; i < places; i++) {
        double off = count[i] / exposure[i] - mean;
        squares += exposure[i] * off * off;
    }
    double risks = fmax(0, squares / people - mean / (people / (double)places));
    double weight = risks > 0 ? risks / (risks + mean / exposure[0]) : 0;
    return mean + weight * (count[0] / exposure[0] - mean);
}

void shrink_rates_nearby(const double *count, const double *exposure,
                         const struct neighbours *neighbours, double *shrunk)
{
    struct arena scratch = {0};
    double *cases = arena_array(&scratch, neighbours->count + 1, sizeof *cases);
    double *people = arena_array(&scratch, neighbours->count + 1, sizeof *people);
    for (size_t i = 0; i < neighbours->count; i++) {
        size_t held = 1;
        cases[0] = count[i];
        people[0] = exposure[i];
        for (size_t j = neighbours->first[i]; j < neighbours->first[i + 1]; j++) {
            size_t who = neighbours->who[j];
            if (!is_known(count[who], exposure[who]))
                continue;
            cases[held] = count[who];
            people[held++] = exposure[who];
        }
        shrunk[i] = !is_known(count[i], exposure[i]) ? NAN
                    : held == 1                      ? count[i] / exposure[i]
                                : shrink_first(cases, people, held);
    }
    arena_free(&scratch);
}
