/* The parts pages are put together from: charts, maps, tables, figures, sources. */
#ifndef CIFRA_SITE_BLOCKS_H
#define CIFRA_SITE_BLOCKS_H

#include "site/dataset.h"
#include "site/page.h"
#include "site/strand_stats.h"
#include "transform/clusters.h"

/* Any chart: its struct begins with a struct chart_frame. */
typedef bool draw_function(struct arena *arena, const void *chart, struct scene *out,
                           struct error *err);
bool draw_line(struct arena *, const void *, struct scene *, struct error *);
bool draw_columns(struct arena *, const void *, struct scene *, struct error *);
bool draw_bars(struct arena *, const void *, struct scene *, struct error *);
bool draw_heat(struct arena *, const void *, struct scene *, struct error *);

/* A chart that is told and not yet laid out, and who takes it where a page draws none
 * itself: blocks that draw hand theirs to page->taker, under their name. It lives until
 * take() returns; what was laid out of it lives in the page's arena. */
struct drawing;
struct picture_taker {
    bool (*take)(void *context, const char *name, const struct drawing *drawing,
                 struct error *err);
    void *context;
};
/* Its words: title, subtitle, source line, as they would stand around it. */
const struct chart_frame *drawing_words(const struct drawing *drawing);
/* Lay it out for print at a page's width, without its words. */
bool drawing_bare(const struct drawing *drawing, double width, struct scene *out,
                  struct error *err);
/* Lay it out with its words, and a line below them, as a picture of that shape: of that
 * size where it fits, else of a larger one, to be painted smaller. */
bool drawing_framed(const struct drawing *drawing, const char *source, double width,
                    double height, struct scene *out, struct error *err);

/* Draw a chart for phone and desk into a new item of the page's list. With a name,
 * also as <name>.png, .svg and .pdf beside the page, title and source included. It
 * leads to the receipts of the strand; NULL: it shows none. */
bool block_chart(struct page *page, const char *list, const char *name,
                 draw_function *draw, struct chart_frame *frame,
                 const struct strand *strand, struct error *err);

/* The strands of one offence in one place over time, with the breaks between them. */
bool block_trend(struct page *page, const char *list, const char *name,
                 const struct strand *strands, size_t count, const char *title,
                 struct error *err);
/* One strand's years as columns, the number on each; a year of which not every month
 * is known is hollow, and its label says so. Nothing for under two years. */
bool block_columns(struct page *page, const char *list, const char *name,
                   const struct strand *strand, const char *title, struct error *err);
/* One strand's months by year; nothing for under two years. */
bool block_months(struct page *page, const char *list, const struct strand *strand,
                  const char *title, struct error *err);
/* All three, "trends", "years" and "months", as a page of an offence somewhere has
 * them; parts are {offence} and {in_place}. The columns are called columns, or NULL. */
bool block_charts(struct page *page, const char *columns, const struct strand *strands,
                  size_t count, struct part *parts, struct error *err);

/* Fit the outlines of all states once, for every page's maps; in the arena. */
bool fit_states(struct arena *arena, struct site *site, struct error *err);

/* One place of a map, its figure, and what to know about it; NULL. Clusters are marked
 * on a layer that the reader switches on. */
struct map_place {
    struct place_id place;
    struct figure figure;
    const char *note; /* of say_few(): the map dots the place */
    enum cluster_kind cluster;
};
/* A map of places that lie in one country (states) or state (municipalities); source is
 * where the cases come from. */
bool block_map(struct page *page, const char *list, const char *name,
               const struct map_place *places, size_t count, struct place_id strong,
               const char *title, const char *subtitle, const char *rule,
               const struct holding *source, int decimals, struct error *err);

/* The places directly within a place, as links. */
void block_children(struct page *page, struct place_id place);

/* The municipalities within a place that have most residents, however deep they lie:
 * the same figures as a table. */
void block_towns(struct page *page, struct place_id place, struct offence_id offence);

/* The places within a place that have figures: a map of the rates of one offence in
 * their newest whole year, and with `table` the figures as a table, into
 * "place_tables"; in municipalities with smoothed rates beside the raw ones. Nothing
 * for under two. */
bool block_places(struct page *page, struct place_id place, struct offence_id offence,
                  bool table, struct error *err);
/* "2 casos: muy pocos para comparar", for a rate too small to be; NULL otherwise. */
const char *say_few(const struct page *page, const struct rate *rate);
/* " En 3 de 32 lugares hay tan pocos casos que …"; "" for none. */
const char *say_too_few(const struct page *page, size_t few, size_t all);

/* The line under a chart that says where one strand comes from. */
const char *block_source_line(const struct page *page, const struct strand *strand);

/* The first sentences about the newest of the strands, which a chart below draws:
 * "lead", "comparison", "earlier", "jumps". Returns the first, for the page's title. */
const char *block_answer(struct page *page, const struct strand *strands, size_t count);

/* A headline figure of a strand: number, what it is, what to know about it, and its
 * receipt. */
void block_stat(struct page *page, const struct strand *strand, const char *value,
                const char *label, const char *period, const char *note);

/* The newest whole year of the newest strand that has one, as a headline figure; NULL
 * when none has. */
const struct strand *block_stat_year(struct page *page, const struct strand *strands,
                                     size_t count, const char *label,
                                     struct tally *year);
/* A stretch's rate with its interval and population; nothing where it is not known. */
void block_stat_rate(struct page *page, const struct strand *strand,
                     const struct tally *stretch);

/* Links to the files of a whole dataset, with their sizes: "files". */
void block_files(struct page *page, struct view *item, const struct dataset *dataset);
/* The same, and to those of its parts: "parts". */
void block_dataset(struct page *page, struct view *item, const struct dataset *dataset);

/* Tables: bodies of rows, each body under a group's name or under none (NULL). A row
 * has as many cells as the table has columns. Columns may stand under a heading that
 * spans several of them. */
struct view *table_new(struct page *page, const char *list, const char *caption,
                       const char *first_column);
void table_column_add(struct view *table, const char *name);
/* A column of one stretch of time, marked where its months are provisional … */
void table_column_of(const struct page *page, struct view *table,
                     const struct tally *stretch);
void table_span_add(struct page *page, struct view *table, const char *name,
                    size_t columns);
struct view *table_body(struct page *page, struct view *table, const char *group,
                        size_t columns);
struct view *table_row(struct view *body, const char *name, const char *link);
/* Status shows in the cell's class and mark, never in colour alone. */
void table_figure(const struct page *page, struct view *row, struct figure figure,
                  int decimals);
/* … so that its cells need no mark of their own. */
void table_figure_plain(const struct page *page, struct view *row, struct figure figure,
                        int decimals);
/* A figure with a small note below it. */
void table_figure_beside(const struct page *page, struct view *row,
                         struct figure figure, int decimals, const char *beside);
/* A number that is written already; words stand on the left. */
void table_number(struct view *row, const char *number);
/* The same with a small note below it. */
void table_number_beside(struct view *row, const char *number, const char *beside);
void table_text(struct view *row, const char *text);
/* A rate above its interval, marked where it is too small to be compared. */
void table_rate(const struct page *page, struct view *row, const struct rate *rate);
/* The rows that a figure of a year is the sum of; of another place than the page's, a
 * link to its receipts. Empty where there are none to tell. */
void table_rows(const struct page *page, struct view *row,
                const struct holding *holding, struct key key, int year);
/* One more sentence of the catalogue below the table. */
void table_legend_add(const struct page *page, struct view *table, const char *key);

/* Years of an offence in a place: one row a year and methodology, the newest first. */
void block_years(struct page *page, const struct strand *strands, size_t count,
                 const struct strand *victims, size_t victim_count,
                 const char *caption);

/* Where the figures come from: publisher, licence, notes; once on a page. */
void block_source(struct page *page, const struct holding *holding);
/* … and file, day and hash of the vintage that each of the page's sources is named by,
 * when all that the page shows is known. */
void sources_date(struct page *page);
/* block_source() for each strand's. */
void block_sources(struct page *page, const struct strand *strands, size_t count);

/* block_source() of the country's population. */
void block_population_source(struct page *page);

/* Put a strand into the page's download, and where it comes from among its sources. */
void download_add(struct page *page, const struct strand *strand);

/* What the figures do not tell: the catalogue's keys "limits.1" to "limits.9"; how many
 * there are. None where no crime of the country is counted. */
enum { LIMITS_MAX = 9 };
size_t say_limits(const struct page *page, const char *out[LIMITS_MAX]);
void block_limits(struct page *page);

/* A line below a picture. Pictures travel alone: those of made-up figures say so there.
 */
const char *say_if_synthetic(const struct page *page, const char *line);

/* The page's picture for messages and networks: what it is about, its sentence, and the
 * line of a strand; strand NULL: larger words and no line. */
bool block_card(struct page *page, const char *name, const char *sentence,
                const struct strand *strand, struct error *err);
/* … that of a place's own page. */
void block_card_of(struct page *page, struct place_id place);
/* … of a place's page; that of a municipality points to its state's. */
bool block_card_place(struct page *page, struct place_id place, const char *sentence,
                      const struct strand *strand, struct error *err);

#endif
