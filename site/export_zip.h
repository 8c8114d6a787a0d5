/* All tables in one ZIP, with what somebody who has nothing else needs to know of them:
 * what this is, who says so, as of when, what changed, how to cite it. */
#ifndef CIFRA_SITE_EXPORT_ZIP_H
#define CIFRA_SITE_EXPORT_ZIP_H

#include "base/buffer.h"
#include "site/dataset.h"
#include "site/site.h"

/* Write "data/cifra.zip" of the tables registered so far that are no page's, and
 * register it. Where a source comes both ways, the one with a year in each row is
 * taken: a twelfth of the rows. */
bool zip_export(struct site *site, struct error *err);

/* A file that goes into it. */
struct zip_entry {
    const char *name; /* in the ZIP */
    const struct dataset *dataset;
    const struct dataset_file *file;
};

/* Append what the ZIP says of itself in one language: plain text in lines that end as
 * Windows wants them. */
void zip_readme(struct buffer *out, const struct site *site, size_t language,
                const struct zip_entry *entries, size_t count);

#endif
