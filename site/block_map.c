/* Maps of states and of towns, shaded by rate. */

#include "site/drawing.h"
#include "site/prose.h"

/* How high a map may be, as a share of its picture's width: a state that is long from
 * north to south would fill two screens. */
static const double HIGH_NARROW = 1.3, HIGH_WIDE = 0.95;
/* Square pixels: what an outline may lose on a page, and in a file of its own. */
static const double MAP_DETAIL = 20, FRAMED_DETAIL = 5;
/* With more towns than these a map's page has no room for a link in each of them. */
enum { LINKED_MAX = 50 };
/* A map of towns has many lines, and its page much else. */
static double detail_of(enum place_kind kind, double width, size_t places)
{
    if (width == CHART_FRAMED)
        return FRAMED_DETAIL;
    if (kind == PLACE_STATE)
        return MAP_DETAIL;
    if (places > 2 * TWICE_MAX)
        return 400;
    return width == CHART_WIDE ? 170 : 100;
}

/* What the places of a map lie in. */
static struct place_id within_what(const struct page *page, struct place_id place)
{
    uint32_t parent = place_node(page->site->lists, place)->parent;
    return parent == NO_INDEX ? place : (struct place_id){parent};
}

/* Whose residents rates are of; NULL without any. */
static const struct holding *people_of(const struct page *page)
{
    const struct holding *people = NULL;
    population_of(page->site->holdings, page->site->country, 2020, &people);
    return people;
}

/* Who counted cases, who residents; as under a chart, the first of the files that all
 * say the same of what is shown. */
static const char *source_line(const struct page *page, const struct holding *source,
                               struct place_id shown)
{
    const struct catalogue *c = page->catalogue;
    const struct holding *people = people_of(page);
    const struct vintage *since = unchanged_since(page->site, source, shown);
    return say_if_synthetic(
        page, say(page->arena, c, "chart.map_source", 0,
                  (struct part[]){
                      {"publisher", source->source->publisher},
                      {"day", say_day(page->arena, c, since->snapshot.provenance.date)},
                      {"population", people ? people->source->publisher : ""},
                      {"site", in_language(page, &page->site->config->title)},
                      {0}}));
}

/* The outline's rings as a chart wants them. */
static void area_rings(struct arena *arena, struct area *area,
                       const struct outline *outline)
{
    size_t *counts = arena_array(arena, outline->rings, sizeof *counts);
    const struct spot **rings = arena_array(arena, outline->rings, sizeof *rings);
    for (size_t i = 0; i < outline->rings; i++) {
        const struct ring *ring = &outline->ring[i];
        struct spot *spots = arena_array(arena, ring->count, sizeof *spots);
        for (size_t j = 0; j < ring->count; j++)
            spots[j] = (struct spot){ring->point[j].x, ring->point[j].y};
        counts[i] = ring->count;
        rings[i] = spots;
    }
    area->rings = outline->rings;
    area->ring_count = counts;
    area->ring = rings;
}

bool fit_states(struct arena *arena, struct site *site, struct error *err)
{
    static const double WIDTHS[CHART_WIDTHS] = {CHART_NARROW, CHART_WIDE, CHART_FRAMED};
    const struct places *places = &site->lists->places;
    struct place_id *states = arena_array(arena, places->count, sizeof *states);
    size_t count = 0;
    for (uint32_t i = 0; i < places->count; i++)
        if (places->node[i].kind == PLACE_STATE)
            states[count++] = (struct place_id){i};
    site->fitted = arena_array(arena, CHART_WIDTHS, sizeof *site->fitted);
    for (size_t i = 0; i < CHART_WIDTHS; i++) {
        struct fitted *fitted = &site->fitted[i];
        fitted->width = WIDTHS[i];
        if (!outlines_fit(arena, site->states, states, count, WIDTHS[i],
                          detail_of(PLACE_STATE, WIDTHS[i], count), &fitted->outline,
                          &fitted->count, &fitted->height, err))
            return false;
    }
    return true;
}

/* The outlines of the places asked for, so far across in a picture of that width:
 * states are at hand, towns are fitted anew. */
static bool fit_places(const struct drawing *drawing, size_t count, double width,
                       double across, struct fitted *out, struct error *err)
{
    const struct site *site = drawing->page->site;
    enum place_kind kind = place_node(site->lists, drawing->places[0].place)->kind;
    bool states = kind == PLACE_STATE;
    if (states && across == width)
        for (size_t i = 0; i < CHART_WIDTHS; i++)
            if (site->fitted[i].width == width) {
                *out = site->fitted[i];
                return true;
            }
    struct place_id *ids = arena_array(drawing->page->arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = drawing->places[i].place;
    return outlines_fit(drawing->page->arena,
                        states ? site->states : site->municipalities, ids, count,
                        across, detail_of(kind, width, count), &out->outline,
                        &out->count, &out->height, err);
}

/* On a phone a town is smaller than a finger, and where there are many, everywhere; the
 * table beside the map and the index have links. */
static bool too_small_to_touch(const struct drawing *drawing, double width,
                               size_t towns)
{
    return place_node(drawing->page->site->lists, drawing->places[0].place)->kind ==
               PLACE_MUNICIPALITY &&
           (width == CHART_NARROW || (width == CHART_WIDE && towns > LINKED_MAX));
}

static bool fit_areas(const struct drawing *drawing, struct map_chart *chart,
                      double width, struct error *err)
{
    struct page *page = drawing->page;
    struct fitted fitted;
    double across = width;
    if (!fit_places(drawing, chart->count, width, across, &fitted, err))
        return false;
    double most = width * (width == CHART_NARROW ? HIGH_NARROW : HIGH_WIDE);
    if (fitted.height > most) {
        across *= most / fitted.height;
        if (!fit_places(drawing, chart->count, width, across, &fitted, err))
            return false;
    }
    struct area *areas = arena_array(page->arena, fitted.count, sizeof *areas);
    for (size_t i = 0; i < fitted.count; i++)
        for (size_t j = 0; j < chart->count; j++)
            if (drawing->places[j].place.index == fitted.outline[i].place.index) {
                areas[i] = chart->area[j];
                if (too_small_to_touch(drawing, width, chart->count))
                    areas[i].link = areas[i].label = NULL;
                area_rings(page->arena, &areas[i], &fitted.outline[i]);
            }
    chart->area = areas;
    chart->count = fitted.count;
    chart->map_width = across;
    chart->map_height = fitted.height;
    return true;
}

bool draw_map(const struct drawing *drawing, double width, struct scene *scene,
              struct error *err)
{
    struct map_chart chart = *(const struct map_chart *)drawing->chart;
    chart.frame = *drawing->frame;
    return fit_areas(drawing, &chart, width, err) &&
           chart_map(drawing->page->arena, &chart, scene, err);
}

static enum area_sign sign_of(enum cluster_kind kind)
{
    return kind == CLUSTER_HIGH  ? AREA_UP
           : kind == CLUSTER_LOW ? AREA_DOWN
                                 : AREA_PLAIN;
}

/* Is there anything to draw: rates, and an outline of one of the places? */
static bool can_draw(const struct page *page, const struct map_place *places,
                     size_t count)
{
    const struct site *site = page->site;
    bool drawn = false;
    for (size_t i = 0; i < count && !drawn && people_of(page); i++) {
        enum place_kind kind = place_node(site->lists, places[i].place)->kind;
        drawn = outlines_have(kind == PLACE_STATE ? site->states : site->municipalities,
                              &places[i].place, 1);
    }
    return drawn;
}

bool block_map(struct page *page, const char *list, const char *name,
               const struct map_place *places, size_t count, struct place_id strong,
               const char *title, const char *subtitle, const char *rule,
               const struct holding *source, int decimals, struct error *err)
{
    if (!can_draw(page, places, count))
        return true;
    struct area *areas = arena_array(page->arena, count, sizeof *areas);
    bool layer = false;
    for (size_t i = 0; i < count; i++) {
        areas[i] = (struct area){.figure = places[i].figure,
                                 .label = name_place(page, places[i].place),
                                 .note = places[i].note,
                                 .few = places[i].note != NULL,
                                 .link = link_place(page, places[i].place),
                                 .strong = places[i].place.index == strong.index,
                                 .sign = sign_of(places[i].cluster)};
        layer |= areas[i].sign != AREA_PLAIN;
    }
    struct map_chart chart = {
        .frame = {.title = title,
                  .subtitle = subtitle,
                  .source =
                      source_line(page, source, within_what(page, places[0].place))},
        .count = count,
        .area = areas,
        .decimals = decimals,
        .rule = rule,
        .few = word(page->catalogue, "map.few"),
    };
    struct drawing drawing = {.page = page,
                              .frame = &chart.frame,
                              .chart = &chart,
                              .source = source,
                              .places = places,
                              .place_count = count,
                              .once = count > TWICE_MAX,
                              .layer =
                                  layer ? word(page->catalogue, "clusters.layer") : ""};
    return add_drawing(&drawing, list, name, err) || fail_while(err, "map “%s”", title);
}
