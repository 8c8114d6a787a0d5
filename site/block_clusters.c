#include "site/block_clusters.h"

#include "site/prose.h"

#include <math.h>

void clusters_mark(const struct clustering *clustering, int year,
                   struct map_place *places, size_t count)
{
    if (!clustering || clustering->within.year != year)
        return;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < clustering->within.count; j++)
            if (clustering->within.place[j].index == places[i].place.index)
                places[i].cluster = clustering->cluster[j].kind;
}

static const char *say_answer(const struct page *page,
                              const struct clustering *clustering)
{
    const struct clusters *found = &clustering->found;
    size_t touching = found->known - found->alone;
    struct part parts[] = {
        {"tested", say_count(page, (double)found->tested)},
        {"least", say_count(page, CLUSTER_PLACES_MIN)},
        {"year", arena_format(page->arena, "%d", clustering->within.year)},
        {0}};
    switch (found->answer) {
    case CLUSTERS_TOO_FEW:
        return say(page->arena, page->catalogue, "clusters.too_few", (double)touching,
                   parts);
    case CLUSTERS_SAME:
        return say(page->arena, page->catalogue, "clusters.same", 0, parts);
    case CLUSTERS_NONE:
        return say(page->arena, page->catalogue, "clusters.none", 0, parts);
    case CLUSTERS_SOME:
        break;
    }
    return say(page->arena, page->catalogue, "clusters.some",
               (double)(found->high + found->low), parts);
}

/* 0.008; below a thousandth "< 0.001". */
static const char *say_p(const struct page *page, double p)
{
    if (p >= 0.0005)
        return say_number(page->arena, page->catalogue, p, 3);
    return arena_format(page->arena, "< %s",
                        say_number(page->arena, page->catalogue, 0.001, 3));
}

static void add_table(struct page *page, const struct clustering *clustering)
{
    const struct catalogue *c = page->catalogue;
    struct view *table = table_new(page, "cluster_tables", word(c, "clusters.caption"),
                                   word(c, "table.place"));
    table_column_add(table, word(c, "clusters.kind"));
    table_column_add(table, word(c, "table.rate"));
    table_column_add(table, word(c, "clusters.around"));
    table_column_add(table, word(c, "clusters.p"));
    struct view *body = table_body(page, table, NULL, 4);
    for (size_t i = 0; i < clustering->within.count; i++) {
        const struct cluster *cluster = &clustering->cluster[i];
        if (cluster->kind == CLUSTER_NONE)
            continue;
        struct place_id place = clustering->within.place[i];
        struct view *row =
            table_row(body, name_place(page, place), link_place(page, place));
        table_text(row, word(c, cluster->kind == CLUSTER_HIGH ? "clusters.high"
                                                              : "clusters.low"));
        table_number(row, say_rate_value(page, &clustering->within.rate[i]));
        table_number(row, say_number(page->arena, c, cluster->around, 1));
        table_number(row, say_p(page, cluster->p_adjusted));
    }
}

void block_clusters(struct page *page, const struct clustering *clustering)
{
    if (!clustering)
        return;
    const struct clusters *found = &clustering->found;
    struct view *item = view_item(page->view, "clusters");
    view_text(item, "cluster_sentence", say_answer(page, clustering));
    view_text(item, "cluster_alone",
              found->alone && found->tested
                  ? say(page->arena, page->catalogue, "clusters.alone",
                        (double)found->alone, NULL)
                  : "");
    view_flag(item, "has_clusters", found->answer == CLUSTERS_SOME);
    view_text(item, "clusters_file", link_file(page, "data/clusters.csv"));
    view_text(item, "clusters_methods",
              arena_format(page->arena, "%s#%s",
                           link_to(page, word(page->catalogue, "path.methods")),
                           word(page->catalogue, "clusters.anchor")));
    if (found->answer == CLUSTERS_SOME)
        add_table(page, clustering);
}
