/* A page being made: who reads it, where it stands, what it holds so far.
 *
 * Links and addresses are relative to the page, ending in index.html, so that the
 * site works from a folder, from any sub-path, from any server. */
#ifndef CIFRA_SITE_PAGE_H
#define CIFRA_SITE_PAGE_H

#include "site/figures.h"
#include "site/reads.h"
#include "site/site.h"
#include "site/strand_store.h"

struct subject;

struct page {
    struct site *site;
    struct arena *arena;
    const struct subject *subject; /* NULL: none */
    size_t language;
    const struct catalogue *catalogue;
    const char *folder;         /* in the tree, with the language: "es/mx/guanajuato" */
    const char *const *folders; /* without it, for each language of the edition */
    const char *root;           /* from the page to the tree's root: "../../../" */
    const char *template_;
    struct view *view;
    struct strand_store *strands;  /* of the subject, in all languages; NULL: none */
    const char *heading, *summary; /* after page_title() */
    struct figures *figures;       /* the download of what is shown; NULL: another
                                      language's page writes it */
    size_t charts_drawn, tables;
    size_t charts; /* of those drawn, the ones that stand as charts: not beside words */
    const struct picture_taker *taker; /* charts are handed to it; NULL: they are drawn
                                          on the page */
    struct day newest; /* of the files that its figures come from; zeroed: none told */
    struct view *
        *said; /* by holding: what stands among the page's sources; NULL: none */
    struct reads *reads; /* all it may be made from; NULL: anything */
    bool one_of_many;    /* of a town, of which there are thousands: lighter files */
};

/* What a page is about; the fields that its kind needs are set. */
struct subject {
    struct place_id place;
    struct offence_id offence;
    const struct theme *theme;
    const struct holding *holding;
};

/* A kind of page: one row of the page list in edition_pages.c. */
struct page_kind {
    const char *template_;
    /* Call add(…) for each subject there is a page for. */
    void (*each)(struct site *site, void (*add)(void *list, struct subject subject),
                 void *list);
    /* The folder in a language, without it: "mx/guanajuato", "delitos/secuestro". */
    const char *(*folder)(struct arena *arena, const struct site *site,
                          const struct catalogue *catalogue, struct subject subject);
    bool (*fill)(struct page *page, struct subject subject, struct error *err);
    /* Its pages tell of the files beside pages, or put one of those. */
    bool after_files;
};

/* strands_of() for the page. */
size_t page_strands(const struct page *page, struct place_id place,
                    struct offence_id offence, struct measure_id measure,
                    struct strand strands[STRANDS_MAX]);

/* Those of the victims, beside investigations; none where all is victims. */
size_t page_victims(const struct page *page, struct place_id place,
                    struct offence_id offence, struct strand strands[STRANDS_MAX]);

/* Addresses, relative to the page. */
const char *link_to(const struct page *page, const char *folder);
const char *link_place(const struct page *page, struct place_id place);
const char *link_offence(const struct page *page, struct offence_id offence);
const char *link_theme(const struct page *page, const struct theme *theme);
const char *link_source(const struct page *page, const struct source *source);
/* A file of the tree that all languages share: "data/mx.csv". */
const char *link_file(const struct page *page, const char *path);

/* Folders without the language. */
const char *folder_place(const struct site *site, struct place_id place);
const char *folder_offence(struct arena *arena, const struct site *site,
                           const struct catalogue *catalogue,
                           struct offence_id offence);
const char *folder_theme(struct arena *arena, const struct catalogue *catalogue,
                         const struct theme *theme);
const char *folder_source(struct arena *arena, const struct catalogue *catalogue,
                          const struct source *source);

/* Is there a page of it? No index, no page. */
bool has_page_place(const struct site *site, struct place_id place);
bool has_page_offence(const struct site *site, struct offence_id offence);
/* Are there crime figures of the place itself? Else its page leads to places within. */
bool has_figures_place(const struct site *site, struct place_id place);
/* How many places have, from this one down. */
size_t figures_within(const struct site *site, struct place_id place);

/* Names in the page's language. */
const char *in_language(const struct page *page, const struct names *names);
const char *name_place(const struct page *page, struct place_id place);
const char *name_offence(const struct page *page, struct offence_id offence);
/* … where figures are told of up to a month, or of one source: the name it had then. */
const char *name_offence_until(const struct page *page, struct offence_id offence,
                               struct period last);
const char *name_offence_in(const struct page *page, struct offence_id offence,
                            const struct holding *holding);
/* "d1", "d2" or "d3": a step in for each that holds it below its group and has a page.
 */
const char *depth_offence(const struct page *page, struct offence_id offence);
const char *name_methodology(const struct page *page, const struct methodology *m);

/* The frame every page has: title, description for search engines, heading. */
void page_title(struct page *page, const char *heading, const char *summary);
/* One step of the breadcrumb; link NULL for the page itself. */
void page_crumb(struct page *page, const char *name, const char *link);
void page_crumbs_place(struct page *page, struct place_id place);
/* … of a page within a place's. */
void page_crumbs_within(struct page *page, struct place_id place, const char *name);

/* The vintage of a source that the page names: since which all that it shows stands. */
const struct vintage *page_vintage(const struct page *page,
                                   const struct holding *holding);
/* Its figures come from this vintage, among others: how new they are. */
void page_from(struct page *page, const struct vintage *vintage);

/* A page of a language that is never written: what says sentences and draws charts
 * wants one. */
struct page page_unwritten(struct arena *arena, struct site *site, size_t language);

/* Render and put it into the tree, with its download. */
bool page_write(struct page *page, struct error *err);

#endif
