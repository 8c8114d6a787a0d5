/* What the writers of metadata share. */
#ifndef CIFRA_SITE_METADATA_INSIDE_H
#define CIFRA_SITE_METADATA_INSIDE_H

#include "base/json_writer.h"
#include "site/site.h"

/* An edition's datasets, while metadata is written about them. */
struct metadata {
    struct site *site;
    struct arena *arena;
    size_t count;
    const struct dataset **dataset; /* by slug */
};

/* Where a file of the tree is, for a reader of a file at the tree's root. */
const char *metadata_address(const struct metadata *metadata, const char *path);
/* The page of a dataset in a language; NULL when it has none. */
const char *metadata_page(const struct metadata *metadata,
                          const struct dataset *dataset, size_t language);
/* Who publishes the site. */
const char *metadata_publisher(const struct metadata *metadata, size_t language);
/* "2015-01", "2015-01-01" or the last day for .whole_days; NULL for undated extents. */
const char *metadata_first(const struct metadata *metadata, const struct extent *extent,
                           bool whole_days);
const char *metadata_last(const struct metadata *metadata, const struct extent *extent,
                          bool whole_days);
/* The days of the newest of its sources' vintages; "" when none has a day. */
const char *metadata_modified(const struct metadata *metadata,
                              const struct dataset *dataset);
/* The terms of its sources, each once: the count, and by index. */
struct terms {
    const char *name, *address;
};
struct terms *metadata_terms(const struct metadata *metadata,
                             const struct dataset *dataset, size_t *count);
/* Of all datasets. */
struct terms *metadata_all_terms(const struct metadata *metadata, size_t *count);
/* A day of a vintage, "" for none. */
const char *metadata_day(const struct metadata *metadata, struct day day);

/* "title": "…", "title@en": "…": the first language plain, the others marked. */
void metadata_put_names(struct json_writer *writer, const struct metadata *metadata,
                        const char *key, const struct names *names);
/* "title": {"es": "…", "en": "…"} */
void metadata_put_by_language(struct json_writer *writer,
                              const struct metadata *metadata, const char *key,
                              const struct names *names);
/* "dc:title": [{"@value": "…", "@language": "es"}, …] */
void metadata_put_literals(struct json_writer *writer, const struct metadata *metadata,
                           const char *key, const struct names *names);
/* All languages of about, with warnings. */
struct names metadata_abouts(const struct metadata *metadata,
                             const struct dataset *dataset);

/* Put what a writer wrote; frees the buffer. */
bool metadata_put_file(const struct metadata *metadata, const char *path,
                       struct buffer *out, struct error *err);

enum { SHARED_TABLES_MAX = 8 };

/* Every folder with files of datasets, and the topmost, in order. */
struct text *metadata_folders(const struct metadata *metadata, size_t *count);
/* The tables that files of pages in a folder come as, SHARED_TABLES_MAX at most. */
size_t metadata_shared_tables(const struct metadata *metadata, struct text folder,
                              const struct dataset_table *tables[]);

/* The folder of a path in the tree: "data/mx" of "data/mx/guanajuato.csv". */
struct text metadata_folder(const char *path);

/* The columns of a table: as Table Schema of Data Package 2.0, with foreign keys when
 * the package holds the code lists; and as a schema of CSV on the Web, which without a
 * key is a document of its own. */
void table_put_package_schema(struct json_writer *writer,
                              const struct metadata *metadata, const char *key,
                              const struct dataset_table *table, bool with_lists);
void table_put_web_schema(struct json_writer *writer, const struct metadata *metadata,
                          const char *key, const struct dataset_table *table);
/* A resource's name in a package: "sources_mx-estatal-2015.csv". */
const char *package_resource_name(struct arena *arena, const char *path);

/* The writers, each of its own files. */
bool packages_put(const struct metadata *metadata, struct error *err);
bool csv_on_the_web_put(const struct metadata *metadata, struct error *err);
bool catalog_us_put(const struct metadata *metadata, struct error *err);
bool catalog_ap_put(const struct metadata *metadata, struct error *err);
bool crate_put(const struct metadata *metadata, struct error *err);
bool citation_put(const struct metadata *metadata, struct error *err);

#endif
