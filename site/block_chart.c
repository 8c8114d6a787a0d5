/* Charts on pages: the months of a place, its years, its seasons. */

#include "site/drawing.h"
#include "site/prose.h"

enum { MONTHS_MIN = 24 }; /* fewer show no season */

bool block_chart(struct page *page, const char *list, const char *name,
                 draw_function *draw, struct chart_frame *frame,
                 const struct strand *strand, struct error *err)
{
    struct drawing drawing = {.page = page,
                              .frame = frame,
                              .draw = draw,
                              .chart = frame,
                              .strands = strand,
                              .strand_count = strand != NULL};
    return add_drawing(&drawing, list, name, err) ||
           fail_while(err, "chart “%s”", frame->title);
}

const char *say_if_synthetic(const struct page *page, const char *line)
{
    if (!page->site->synthetic)
        return line;
    return arena_format(page->arena, "%s %s", word(page->catalogue, "synthetic.line"),
                        line);
}

/* The first of the files that all say the same of a strand's place, the newest one the
 * last: one that changes nothing there leaves chart and line as they are. */
static const char *file_line(const struct page *page, const struct strand *strand)
{
    const struct vintage *since =
        unchanged_since(page->site, strand->holding, strand->key.place);
    return say(page->arena, page->catalogue, "chart.source_file", 0,
               (struct part[]){{"day", say_day(page->arena, page->catalogue,
                                               since->snapshot.provenance.date)},
                               {0}});
}

/* Who publishes, and since which day's file: the line under a chart. */
static const char *source_line(const struct page *page, const struct strand *strands,
                               size_t count)
{
    const struct catalogue *c = page->catalogue;
    const char *files[STRANDS_MAX];
    for (size_t i = 0; i < count; i++)
        files[i] = file_line(page, &strands[i]);
    return say_if_synthetic(
        page, say(page->arena, c, "chart.source", 0,
                  (struct part[]){
                      {"publisher", strands[count - 1].holding->source->publisher},
                      {"files", say_list(page->arena, c, files, count)},
                      {"site", in_language(page, &page->site->config->title)},
                      {0}}));
}

const char *block_source_line(const struct page *page, const struct strand *strand)
{
    return source_line(page, strand, 1);
}

static enum role role_of_strand(size_t index, size_t count)
{
    static const enum role OLDER[] = {ROLE_DATA_2, ROLE_DATA_4, ROLE_DATA_3};
    size_t age = count - 1 - index;
    return age == 0 ? ROLE_DATA_1 : OLDER[(age - 1) % 3];
}

/* Between two ways of counting, and through the months that neither file holds. */
static const char *gap_note(const struct page *page, const struct strand *strands,
                            size_t count)
{
    if (count < 2)
        return NULL;
    struct period from = period_after(strands[count - 2].last, 1);
    struct period to = period_after(strands[count - 1].series.first, -1);
    if (to.month < from.month)
        return NULL;
    return word(page->catalogue, "chart.gap");
}

/* From the first figure that is held to the last one until then. What is blank at the
 * file's end is to come, and no gap. */
static struct series told_until(const struct series *series, struct period end)
{
    struct series span = *series;
    int32_t steps = (end.month - span.first.month) / (int)span.step + 1;
    if (steps < (int32_t)span.count)
        span.count = steps > 0 ? (size_t)steps : 0;
    while (span.count && span.figures[0].status == STATUS_ABSENT) {
        span.figures++;
        span.count--;
        span.first = period_after(span.first, (int)span.step);
    }
    return span;
}

/* What of a strand is over: up to its last figure, or to the last that is withheld; of
 * the newest also what is missing where its file goes on, with a row or without. */
static struct series told_span(const struct page *page, const struct strand *strand,
                               bool newest)
{
    struct unsaid unsaid;
    if (strand->bridged || !strand_unsaid(strand, &unsaid))
        return told_until(&strand->series, strand->last);
    struct period last = newest ? unsaid.last : unsaid.withheld;
    struct series span = told_until(&strand->series, last.month ? last : strand->last);
    struct figure *figures = arena_array(page->arena, span.count, sizeof *figures);
    for (size_t i = 0; i < span.count; i++) {
        struct period at = period_after(span.first, (int)i * (int)span.step);
        figures[i] = span.figures[i];
        if (at.month > strand->last.month && figures[i].status == STATUS_ABSENT)
            figures[i].status = STATUS_NOT_REPORTED;
    }
    span.figures = figures;
    return span;
}

/* Up to the last figure that is known. */
static struct series known_span(const struct series *series)
{
    struct period last = period_after(series->first, -1);
    series_last_known(series, &last);
    return told_until(series, last);
}

/* "nov 2024" */
static const char *short_month(const struct page *page, struct period period)
{
    return arena_format(
        page->arena, "%s %d",
        catalogue_chart_words(page->catalogue)->month_short[period_month(period) - 1],
        period_year(period));
}

/* The rolling mean with its months behind it; the months alone where they are few. */
static struct chart_series trend_series(const struct page *page,
                                        const struct strand *strand, enum role role,
                                        bool newest)
{
    struct chart_series line = {.role = role, .bridged = strand->bridged};
    struct series *months = arena_take(page->arena, sizeof *months);
    *months = told_span(page, strand, newest);
    struct series mean = rolling_mean(page->arena, months);
    line.series = known_span(&mean);
    if (line.series.count)
        line.months = months;
    else
        line.series = *months;
    block_band(page, strand, &line);
    /* What the number at the line's end is: a mean of twelve months, or one month. */
    line.label =
        say(page->arena, page->catalogue,
            line.bridged  ? "chart.label_bridged"
            : line.months ? "chart.label_rolling"
                          : "chart.label_months",
            0, (struct part[]){{"month", short_month(page, strand->last)}, {0}});
    return line;
}

/* "Promedio a noviembre de 2024: entre 1,350 y 2,490; al final, 2,131." */
static const char *describe_line(const struct page *page,
                                 const struct chart_series *line)
{
    double low = 0, high = 0, last = 0;
    bool any = false;
    for (size_t i = 0; i < line->series.count; i++) {
        if (!figure_known(line->series.figures[i]))
            continue;
        last = line->series.figures[i].value;
        low = !any || last < low ? last : low;
        high = !any || last > high ? last : high;
        any = true;
    }
    return say(page->arena, page->catalogue, "chart.description_line", 0,
               (struct part[]){{"label", line->label},
                               {"low", say_count(page, low)},
                               {"high", say_count(page, high)},
                               {"last", say_count(page, last)},
                               {0}});
}

static const char *describe_trend(const struct page *page,
                                  const struct chart_series *lines, size_t count)
{
    struct buffer words = {0};
    struct period first =
        lines[0].months ? lines[0].months->first : lines[0].series.first;
    const struct series *end = &lines[count - 1].series;
    for (size_t i = 0; i < count; i++) {
        buffer_string(&words, i ? " " : "");
        buffer_string(&words, describe_line(page, &lines[i]));
    }
    const char *all = arena_copy(page->arena, buffer_all(&words)).at;
    buffer_free(&words);
    return say(
        page->arena, page->catalogue, "chart.description", 0,
        (struct part[]){{"span", say_span(page->arena, page->catalogue, first,
                                          period_after(end->first, (int)end->count - 1),
                                          STEP_MONTH)},
                        {"lines", all},
                        {0}});
}

/* Where a strand takes the place of the one before it, and where its level jumps. */
static size_t add_breaks(const struct page *page, const struct strand *strands,
                         size_t at, struct chart_break *out)
{
    const struct breaks *breaks = page->site->breaks;
    const struct strand *strand = &strands[at];
    const struct methodology *own = strand->holding->methodology;
    size_t count = 0, from = 0;
    if (at > 0) {
        const struct break_in *method =
            break_of_method(breaks, strands[at - 1].holding->methodology, own);
        out[count++] =
            method
                ? (struct chart_break){method->date, in_language(page, &method->reason)}
                : (struct chart_break){own->first, in_language(page, &own->label)};
    }
    for (const struct break_in *jump; (jump = strand_jump(breaks, strand, &from));)
        out[count++] =
            (struct chart_break){jump->date, in_language(page, &jump->reason)};
    return count;
}

static const char *subtitle_of(const struct page *page, const struct strand *strand,
                               const char *key)
{
    return say(
        page->arena, page->catalogue, key, 0,
        (struct part[]){{"unit", say_unit(page, strand->holding->methodology)}, {0}});
}

/* " De 1997 a 2017: averiguaciones previas …": lines that count something else than the
 * newest; "" for none. */
static const char *say_earlier_units(const struct page *page,
                                     const struct strand *strands, size_t count)
{
    const char *all = "";
    for (size_t i = 0; i + 1 < count; i++) {
        const struct methodology *m = strands[i].holding->methodology;
        const char *unit = in_language(page, &m->unit);
        if (*unit)
            all = arena_format(
                page->arena, "%s %s", all,
                say(page->arena, page->catalogue, "chart.unit_of", 0,
                    (struct part[]){
                        {"label", in_language(page, &m->label)}, {"unit", unit}, {0}}));
    }
    return all;
}

bool block_trend(struct page *page, const char *list, const char *name,
                 const struct strand *strands, size_t count, const char *title,
                 struct error *err)
{
    struct chart_series *series = arena_array(page->arena, count, sizeof *series);
    struct chart_break *breaks = arena_array(
        page->arena, count * (1 + page->site->breaks->count), sizeof *breaks);
    size_t break_count = 0;
    bool rolling = false, banded = false;
    for (size_t i = 0; i < count; i++) {
        const struct strand *strand = &strands[i];
        series[i] =
            trend_series(page, strand, role_of_strand(i, count), i + 1 == count);
        rolling |= series[i].months != NULL;
        banded |= series[i].band != NULL;
        break_count += add_breaks(page, strands, i, breaks + break_count);
    }
    struct band_note note = band_note_of(page, &strands[count - 1]);
    const char *subtitle =
        subtitle_of(page, &strands[count - 1],
                    strands[count - 1].bridged ? "chart.bridge_subtitle"
                    : rolling                  ? "chart.trend_subtitle"
                                               : "chart.trend_short");
    subtitle = arena_format(page->arena, "%s%s", subtitle,
                            say_earlier_units(page, strands, count));
    if (banded)
        subtitle = arena_format(page->arena, "%s %s", subtitle,
                                word(page->catalogue, "chart.band_subtitle"));
    struct line_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle,
                  .description = describe_trend(page, series, count),
                  .source = source_line(page, strands, count)},
        .count = count,
        .series = series,
        .breaks = break_count,
        .break_ = breaks,
        .gap_note = gap_note(page, strands, count),
    };
    struct drawing drawing = {.page = page,
                              .frame = &chart.frame,
                              .draw = draw_line,
                              .chart = &chart,
                              .once = strands[count - 1].bridged,
                              .note = &note,
                              .strands = strands,
                              .strand_count = count};
    return add_drawing(&drawing, list, name, err) ||
           fail_while(err, "chart “%s”", title);
}

/* "2024", or "2024*" where months are missing. */
static const char **year_labels(struct arena *arena, const struct series *years,
                                const int *months)
{
    const char **labels = arena_array(arena, years->count, sizeof *labels);
    for (size_t i = 0; i < years->count; i++)
        labels[i] = arena_format(arena, "%d%s", period_year(years->first) + (int)i,
                                 months[i] < 12 ? "*" : "");
    return labels;
}

bool block_columns(struct page *page, const char *list, const char *name,
                   const struct strand *strand, const char *title, struct error *err)
{
    int *months = NULL;
    struct series years = series_by_year(page->arena, &strand->series, &months);
    if (years.count < 2 || strand->series.step != STEP_MONTH)
        return true;
    bool partial = false;
    for (size_t i = 0; i < years.count; i++)
        partial |= months[i] < 12;
    struct column_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle_of(page, strand,
                                          partial ? "chart.years_partial"
                                                  : "chart.years_subtitle"),
                  .source = source_line(page, strand, 1)},
        .series = years,
        .months_known = months,
        .labels = year_labels(page->arena, &years, months),
    };
    return block_chart(page, list, name, draw_columns, &chart.frame, strand, err);
}

/* A drawing of nothing but zeros says less than the sentence above it. */
static bool any_case(const struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]) && series->figures[i].value > 0)
            return true;
    return false;
}

bool block_months(struct page *page, const char *list, const struct strand *strand,
                  const char *title, struct error *err)
{
    struct series months = told_span(page, strand, true);
    if (months.count < MONTHS_MIN || months.step != STEP_MONTH || !any_case(&months))
        return true;
    struct heat_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle_of(page, strand, "chart.months_subtitle"),
                  .source = source_line(page, strand, 1)},
        .series = months,
    };
    return block_chart(page, list, NULL, draw_heat, &chart.frame, strand, err);
}

bool block_charts(struct page *page, const char *columns, const struct strand *strands,
                  size_t count, struct part *parts, struct error *err)
{
    const struct catalogue *c = page->catalogue;
    const struct strand *main = strand_main(strands, count);
    return block_trend(page, "trends", "grafica", strands, count,
                       say_finding(page, strands, count,
                                   say(page->arena, c, "chart.trend_title", 0, parts)),
                       err) &&
           block_columns(page, "years", columns, main,
                         say(page->arena, c, "chart.years_title", 0, parts), err) &&
           block_months(page, "months", main,
                        say(page->arena, c, "chart.months_title", 0, parts), err);
}
