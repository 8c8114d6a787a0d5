/* What the pages of an offence share, whether the country has figures of it or only
 * places within. */
#ifndef CIFRA_SITE_PAGE_OFFENCE_H
#define CIFRA_SITE_PAGE_OFFENCE_H

#include "site/page.h"

/* From the list of offences down the tree to it. */
void offence_crumbs(struct page *page, struct offence_id offence);

/* What it is, in the lists' words and in other classifications. */
void offence_about(struct page *page, struct offence_id offence);

/* Its parts that have pages, as links. */
void offence_family(struct page *page, struct offence_id offence);

#endif
