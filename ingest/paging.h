/* From one page of an API's answer to the address of the next.
 *
 * Nothing here touches the network: a rule comes from a descriptor, a page's bytes
 * from whoever fetched it, and out comes an address or the end. A snapshot of a paged
 * source is its pages one after another, each followed by a line end.
 *
 *   paging_start(arena, rule, url, today, &paging, err);
 *   while (paging.url) { fetch it; paging_next(arena, &paging, answer, link, err); }
 */
#ifndef CIFRA_INGEST_PAGING_H
#define CIFRA_INGEST_PAGING_H

#include "base/arena.h"
#include "base/error.h"
#include "base/period.h"
#include "base/text.h"

struct json_node;
struct paging_page; /* ingest/paging_page.h */

enum { PAGES_MAX = 20000, PAGE_SIZE_MAX = 1000000 };

enum paging_kind {
    PAGING_NONE, /* a zeroed rule: one answer is all */
    PAGING_OFFSET, /* ?offset=…&limit=…, until the total is there or a page is empty */
    PAGING_PAGE, /* ?page=…, until the answer's number of pages or a page is empty */
    PAGING_NEXT, /* the answer, or its Link header, says where the next page is */
    PAGING_ARCGIS, /* ?resultOffset=…, while exceededTransferLimit */
    PAGING_MONTHS  /* one address for each month: …/{year}-{month}.zip */
};

struct paging_rule {
    enum paging_kind kind;
    const char *rows;   /* JSON pointer to a page's rows; NULL: the descriptor's own */
    const char *offset; /* parameter's name: "$offset"; of PAGING_PAGE "page" */
    const char *limit;  /* parameter's name: "$limit"; NULL: none is sent */
    size_t size;        /* rows asked for in one page; 0: as many as the server likes */
    size_t first;       /* number of the first page */
    const char *total;  /* JSON pointer to the number of rows, or of pages; NULL */
    const char *next;   /* JSON pointer to the next address; NULL: the Link header */
    struct period from; /* PAGING_MONTHS: the first month … */
    struct period to;   /* … and the last; month 0: the month before this one */
    bool gaps;          /* may months before the newest be missing? */
    size_t pages_max;   /* more are an error */
};

/* Read a descriptor's object "pages"; a NULL node gives PAGING_NONE. ERROR_USAGE names
 * the field. Lives in the arena. */
bool paging_read(struct arena *arena, const struct json_node *object,
                 struct paging_rule *out, struct error *err);

/* Where a run over the pages stands. */
struct paging {
    const struct paging_rule *rule;
    const char *base; /* the descriptor's address */
    const char *url;  /* of the page to get now; NULL: there are no more */
    size_t pages;     /* taken so far */
    size_t rows;      /* taken so far */
    size_t total;     /* as the answers say; SIZE_MAX: they do not */
    uint64_t *hash;   /* of each page's rows, to know one that comes again */
    size_t hashes;
    struct period month, last; /* PAGING_MONTHS */
    size_t missing;            /* months in a row that are not there */
};

/* The first page. ERROR_USAGE when the address has a paging parameter already, or
 * lacks {year} and {month}. */
bool paging_start(struct arena *arena, const struct paging_rule *rule, const char *url,
                  struct day today, struct paging *out, struct error *err);

/* A page came: on to the next. link is the value of the answer's Link header, or NULL.
 * ERROR_FORMAT for an answer that is no JSON or has no rows where they should be, with
 * the server's own words when it sent any; ERROR_CONTRADICTION for a page that came
 * before, a total that moves, or an empty page before the total; ERROR_LIMIT past
 * pages_max. The answer is not looked at for PAGING_NONE and PAGING_MONTHS. */
bool paging_next(struct arena *arena, struct paging *paging, struct text answer,
                 const char *link, struct error *err);

/* paging_next() in two steps, for whoever has the answer looked at elsewhere: does it
 * need to be looked at, by paging_page_read(); and on to the next by what it said. */
bool paging_is_read(const struct paging_rule *rule);
bool paging_take(struct arena *arena, struct paging *paging,
                 const struct paging_page *page, const char *link, struct error *err);

/* The server says that this page does not exist (404): for PAGING_MONTHS on to the
 * next, for the newest months may not be out yet; an error for any other. A month that
 * is there after one that is not is ERROR_CONTRADICTION, unless the rule allows it. */
bool paging_missing(struct arena *arena, struct paging *paging, struct error *err);

#endif
