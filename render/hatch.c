#include "render/hatch.h"

enum role hatch_of(enum status status)
{
    return status == STATUS_SUPPRESSED ? ROLE_WITHHELD : ROLE_MISSING;
}

enum status series_silence(const struct series *series)
{
    bool withheld = false;
    for (size_t i = 0; i < series->count; i++) {
        if (series->figures[i].status == STATUS_NOT_REPORTED)
            return STATUS_NOT_REPORTED;
        withheld |= series->figures[i].status == STATUS_SUPPRESSED;
    }
    return withheld ? STATUS_SUPPRESSED : STATUS_NOT_REPORTED;
}
