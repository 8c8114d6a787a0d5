#include "site/block_receipts.h"

#include "site/prose.h"
#include "site/receipts.h"

#include <string.h>

/* A cell has room for no more. */
enum { ROWS_LENGTH_MAX = 40 };

const char *link_receipt(const struct page *page, const struct holding *holding,
                         struct place_id place, struct offence_id offence)
{
    if (has_receipt(page->site, holding, place))
        return arena_format(page->arena, "%s#%s",
                            link_receipts_of(page, holding, place),
                            offence_node(page->site->lists, offence)->code);
    return link_receipts_of(page, holding, (struct place_id){NO_INDEX});
}

bool has_rows(const struct page *page, const struct holding *holding,
              enum place_kind kind)
{
    return !tells_of_victims(page->site) && receipts_exact(holding) &&
           holding_reach(holding, kind) == 0;
}

const char *say_rows(const struct page *page, const struct holding *holding,
                     struct key key, int year)
{
    if (!has_rows(page, holding, place_node(page->site->lists, key.place)->kind))
        return "";
    const char *rows =
        receipts_of_key(page->arena, page->site->lists, holding, key, year);
    return strlen(rows) <= ROWS_LENGTH_MAX ? rows : "";
}

/* "2015–2024" */
static const char *years_of(const struct page *page, const struct strand *strand)
{
    int first = period_year(strand->series.first), last = period_year(strand->last);
    return first < last ? arena_format(page->arena, "%d–%d", first, last)
                        : arena_format(page->arena, "%d", last);
}

static void add_one(struct view *view, const char *link, const char *name)
{
    struct view *item = view_item(view, "receipts");
    view_text(item, "receipt", link);
    view_text(item, "receipt_name", name);
}

void receipts_add(const struct page *page, struct view *view,
                  const struct strand *strands, size_t count)
{
    view_flag(view, "has_receipts", count > 0);
    for (size_t i = 0; i < count; i++)
        add_one(view,
                link_receipt(page, strands[i].holding, strands[i].key.place,
                             strands[i].key.offence),
                years_of(page, &strands[i]));
}

void receipts_add_source(const struct page *page, struct view *view,
                         const struct holding *holding)
{
    view_flag(view, "has_receipts", true);
    add_one(view, link_receipts(page, holding),
            holding->current->snapshot.provenance.file);
}
