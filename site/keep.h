/* What stays of an edition: its files become links in another folder. */
#ifndef CIFRA_SITE_KEEP_H
#define CIFRA_SITE_KEEP_H

#include "base/error.h"
#include "base/text.h"

/* Link SHA256SUMS and the files in it that chain_keeps() from one folder into another,
 * which exists. Where a file system has no more links to give, files are copied. */
bool keep_files(const char *from, const char *to, struct text sums, struct error *err);

/* Have the disk hold all that was written to the folder's file system. */
bool keep_durable(const char *folder, struct error *err);

#endif
