/* What one page of an API's answer says about paging: paging.c's look at its bytes. */
#ifndef CIFRA_INGEST_PAGING_PAGE_H
#define CIFRA_INGEST_PAGING_PAGE_H

#include "base/buffer.h"
#include "ingest/paging.h"

enum { PAGING_NEXT_MAX = 8192 }; /* bytes of an address */

struct paging_page {
    size_t rows;
    uint64_t hash;      /* of the rows, but for white space */
    size_t total;       /* SIZE_MAX: it says nothing */
    bool more;          /* exceededTransferLimit */
    struct buffer next; /* an address as it is written; empty: none */
};

/* Read one JSON document. ERROR_FORMAT when it is none, or without rows. Free .next. */
bool paging_page_read(const struct paging_rule *rule, struct text answer,
                      struct paging_page *out, struct error *err);

#endif
