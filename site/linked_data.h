/* A page's dataset in the words of schema.org, for search engines: a block of data in
 * the page's head, which never runs. */
#ifndef CIFRA_SITE_LINKED_DATA_H
#define CIFRA_SITE_LINKED_DATA_H

#include "site/page.h"

/* Say of the page that it is this dataset's; NULL says nothing. It tells no edition,
 * which would make every page a new one each time. After page_title(). */
void linked_data_add(struct page *page, const struct dataset *dataset);

#endif
