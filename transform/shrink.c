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
