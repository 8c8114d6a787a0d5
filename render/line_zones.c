/* Which stretches of a line chart have no line, and why. */
#include "render/line_layout.h"

/* In this order of what most can be said of a month of several series: where one is
 * withheld and another not reported, what is true of both is that they are not known.
 */
enum cover { COVER_NOBODY, COVER_WITHHELD, COVER_MISSING, COVER_KNOWN };

static enum cover cover_of(const struct series *series, struct period month)
{
    int32_t past = month.month - series->first.month;
    size_t index = past < 0 ? series->count : (size_t)past / (size_t)series->step;
    if (index >= series->count)
        return COVER_NOBODY;
    struct figure figure = series->figures[index];
    if (figure_known(figure))
        return COVER_KNOWN;
    return figure.status == STATUS_ABSENT       ? COVER_NOBODY
           : figure.status == STATUS_SUPPRESSED ? COVER_WITHHELD
                                                : COVER_MISSING;
}

static enum cover more(enum cover a, enum cover b) { return a > b ? a : b; }

static enum cover open_only(enum cover cover)
{
    return cover == COVER_KNOWN ? COVER_NOBODY : cover;
}

/* A month is missing or withheld when a line in colour has it so, even where what it is
 * compared with goes on; nobody's when no series has anything. */
static enum cover month_cover(const struct line_chart *chart, struct period month)
{
    enum cover most = COVER_NOBODY, open = COVER_NOBODY;
    for (size_t i = 0; i < chart->count; i++) {
        const struct series *months = chart->series[i].months;
        enum cover cover = cover_of(&chart->series[i].series, month);
        enum cover behind = months ? cover_of(months, month) : COVER_NOBODY;
        most = more(most, more(cover, behind));
        if (chart->series[i].role != ROLE_CONTEXT)
            open = more(open, more(open_only(cover), open_only(behind)));
    }
    return open > COVER_NOBODY ? open : most;
}

void line_find_zones(struct line_layout *layout)
{
    layout->zones = 0;
    struct zone *open = NULL;
    for (int i = 0; i < layout->time.months; i++) {
        struct period month = period_after(layout->time.first, i);
        enum cover cover = month_cover(layout->chart, month);
        enum role ground = cover == COVER_WITHHELD  ? ROLE_WITHHELD
                           : cover == COVER_MISSING ? ROLE_MISSING
                                                    : ROLE_GRID;
        if (cover == COVER_KNOWN) {
            open = NULL;
        } else if (open != NULL && open->ground == ground) {
            open->months++;
        } else if (layout->zones < ZONES_MAX) {
            open = &layout->zone[layout->zones++];
            *open = (struct zone){month, 1, ground};
        }
    }
}
