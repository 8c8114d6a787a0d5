/* Which stretches of a line chart have no line, and why. */
#include "render/line_layout.h"

enum cover { COVER_NOBODY, COVER_MISSING, COVER_KNOWN };

static enum cover cover_of(const struct series *series, struct period month)
{
    int32_t past = month.month - series->first.month;
    size_t index = past < 0 ? series->count : (size_t)past / (size_t)series->step;
    if (index >= series->count)
        return COVER_NOBODY;
    struct figure figure = series->figures[index];
    if (figure_known(figure))
        return COVER_KNOWN;
    return figure.status == STATUS_ABSENT ? COVER_NOBODY : COVER_MISSING;
}

/* A month is missing when a line in colour has it open, even where what it is
 * compared with goes on; nobody's when no series has anything. */
static enum cover month_cover(const struct line_chart *chart, struct period month)
{
    enum cover most = COVER_NOBODY;
    bool open = false;
    for (size_t i = 0; i < chart->count; i++) {
        const struct series *months = chart->series[i].months;
        enum cover cover = cover_of(&chart->series[i].series, month);
        enum cover behind = months ? cover_of(months, month) : COVER_NOBODY;
        if (cover > most)
            most = cover;
        if (behind > most)
            most = behind;
        open |= (cover == COVER_MISSING || behind == COVER_MISSING) &&
                chart->series[i].role != ROLE_CONTEXT;
    }
    return open ? COVER_MISSING : most;
}

void line_find_zones(struct line_layout *layout)
{
    layout->zones = 0;
    struct zone *open = NULL;
    for (int i = 0; i < layout->time.months; i++) {
        struct period month = period_after(layout->time.first, i);
        enum cover cover = month_cover(layout->chart, month);
        bool missing = cover == COVER_MISSING;
        if (cover == COVER_KNOWN) {
            open = NULL;
        } else if (open != NULL && open->missing == missing) {
            open->months++;
        } else if (layout->zones < ZONES_MAX) {
            open = &layout->zone[layout->zones++];
            *open = (struct zone){month, 1, missing};
        }
    }
}
