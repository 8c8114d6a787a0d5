#include "site/export_zip.h"

#include "base/number.h"
#include "base/parallel.h"
#include "base/program.h"
#include "site/databases.h"
#include "site/zip.h"

#include <stdlib.h>
#include <string.h>

static const char ROOT[] = "data/";
static const char PATH[] = "data/" SLUG_ALL ".zip";

/* The format that a dataset's tables are taken in. */
static const char *format_of(const struct dataset *dataset)
{
    return dataset_format(dataset, "csv-years") ? "csv-years" : "csv";
}

static bool is_table(const struct dataset *dataset, const struct dataset_file *file)
{
    return strcmp(file->format, format_of(dataset)) == 0;
}

static struct zip_entry *choose(struct arena *arena, const struct site *site,
                                size_t *entries)
{
    size_t count, most = 0;
    const struct dataset **all = datasets_beside(arena, site->datasets, &count);
    for (size_t i = 0; i < count; i++)
        most += all[i]->files;
    struct zip_entry *entry = arena_array(arena, most, sizeof *entry);
    *entries = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < all[i]->files; j++)
            if (is_table(all[i], &all[i]->file[j]))
                entry[(*entries)++] = (struct zip_entry){
                    all[i]->file[j].path + strlen(ROOT), all[i], &all[i]->file[j]};
    return entry;
}

static void add_readmes(struct zip *zip, const struct site *site,
                        const struct zip_entry *entry, size_t entries)
{
    struct buffer out = {0};
    for (size_t i = 0; i < site->config->languages.count; i++) {
        buffer_clear(&out);
        zip_readme(&out, site, i, entry, entries);
        zip_add(zip, word(site->catalogues[i], "zip.readme"), buffer_all(&out));
    }
    buffer_free(&out);
}

/* Packing again ------------------------------------------------------------ */

/* A table as the archive of the edition before has it: of which bytes, and where it
 * stands packed. */
struct kept {
    struct text name, sha256;
    uint32_t check;
    uint64_t length;
    size_t from, packed;
};

/* Sorted by name. */
struct kept_tables {
    struct kept *table;
    size_t count;
};

/* Who packs decides what comes of it. */
static struct sha256 packer_of(void)
{
    struct arena arena = {0};
    struct sha256 made_of =
        sha256_of(text_of(arena_format(&arena, "zip %s", program_identity())));
    arena_free(&arena);
    return made_of;
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct kept *)a)->name, ((const struct kept *)b)->name);
}

static bool cut_number(struct text *line, int64_t most, int64_t *out)
{
    return number_whole(text_cut(line, ' '), out) && *out <= most;
}

static bool read_kept(struct text line, struct kept *out)
{
    int64_t check, length, from, packed;
    out->sha256 = text_cut(&line, ' ');
    if (out->sha256.length != SHA256_HEX || !cut_number(&line, UINT32_MAX, &check) ||
        !cut_number(&line, UINT32_MAX, &length) ||
        !cut_number(&line, UINT32_MAX, &from) ||
        !cut_number(&line, UINT32_MAX, &packed))
        return false;
    out->check = (uint32_t)check;
    out->length = (uint64_t)length;
    out->from = (size_t)from;
    out->packed = (size_t)packed;
    out->name = line;
    return true;
}

static struct kept_tables kept_tables(struct arena *arena, const struct site *site)
{
    struct kept_tables kept = {0};
    struct sha256 made_of = packer_of();
    struct text said;
    if (!*program_identity() || !tree_group_find(site->tree, PATH, &made_of, &said))
        return kept;
    size_t lines = 0;
    for (size_t i = 0; i < said.length; i++)
        lines += said.at[i] == '\n';
    kept.table = arena_array(arena, lines + 1, sizeof *kept.table);
    while (said.length > 0 && kept.count < lines)
        kept.count += read_kept(text_cut(&said, '\n'), &kept.table[kept.count]);
    if (kept.count > 0)
        qsort(kept.table, kept.count, sizeof *kept.table, by_name);
    return kept;
}

/* Has the archive before a table of this name and of the same bytes? They are packed
 * already. */
static bool take_packed(const struct site *site, const struct kept_tables *kept,
                        const struct zip_entry *entry, struct zip_packed *out)
{
    const struct kept wanted = {.name = text_of(entry->name)};
    const struct kept *found =
        kept->count ? bsearch(&wanted, kept->table, kept->count, sizeof wanted, by_name)
                    : NULL;
    size_t bytes;
    struct sha256 sha256;
    *out = (struct zip_packed){0};
    if (!found || !tree_find(site->tree, entry->file->path, &bytes, &sha256) ||
        !text_is(found->sha256, sha256.hex) || found->length != bytes ||
        !tree_read_old(site->tree, PATH, found->from, found->packed, &out->bytes))
        return false;
    out->check = found->check;
    out->length = found->length;
    return true;
}

/* Packing ------------------------------------------------------------------ */

struct table_work {
    const struct site *site;
    const struct zip_entry *entry;
    struct kept_tables kept;
    struct zip_packed *packed;
};

static void pack_piece(void *context, struct text piece)
{
    zip_pack_add(context, piece);
}

static bool pack_table(void *context, size_t index, struct error *err)
{
    const struct table_work *work = context;
    const struct zip_entry *entry = &work->entry[index];
    struct zip_packed *packed = &work->packed[index];
    if (take_packed(work->site, &work->kept, entry, packed))
        return true;
    buffer_free(&packed->bytes);
    zip_pack_start(packed);
    bool good =
        tree_each_piece(work->site->tree, entry->file->path, pack_piece, packed, err);
    zip_pack_end(packed);
    return good;
}

/* For the next edition: which bytes stand where, packed. */
static void note_table(struct buffer *said, const struct site *site,
                       const struct zip_entry *entry, const struct kept *packed)
{
    size_t bytes;
    struct sha256 sha256;
    if (tree_find(site->tree, entry->file->path, &bytes, &sha256))
        buffer_format(said, "%s %u %llu %zu %zu %s\n", sha256.hex, packed->check,
                      (unsigned long long)packed->length, packed->from, packed->packed,
                      entry->name);
}

/* Packed by all threads, put in order. */
static bool add_tables(struct zip *zip, const struct site *site,
                       const struct zip_entry *entry, size_t entries,
                       struct buffer *said, struct error *err)
{
    struct arena arena = {0};
    struct table_work work = {site, entry, kept_tables(&arena, site),
                              arena_array(&arena, entries, sizeof *work.packed)};
    bool good = parallel_each(entries, pack_table, &work, err);
    for (size_t i = 0; i < entries; i++) {
        struct kept packed = {.check = work.packed[i].check,
                              .length = work.packed[i].length,
                              .packed = work.packed[i].bytes.length};
        zip_put(zip, entry[i].name, &work.packed[i]);
        packed.from = zip->out.length - packed.packed;
        note_table(said, site, &entry[i], &packed);
    }
    arena_free(&arena);
    return good;
}

/* The archive is a group of its own, of which is said what stands in it. */
static bool put_zip(const struct site *site, struct text bytes,
                    const struct buffer *said, struct error *err)
{
    struct sha256 made_of = packer_of();
    tree_group_begin();
    bool good = tree_put(site->tree, PATH, bytes, err);
    tree_group_end(site->tree, PATH,
                   good && *program_identity() && !said->failed ? &made_of : NULL,
                   buffer_all(said));
    return good;
}

bool zip_export(struct site *site, struct error *err)
{
    struct arena arena = {0};
    struct zip zip = {0};
    struct buffer said = {0};
    size_t entries;
    const struct zip_entry *entry = choose(&arena, site, &entries);
    const struct dataset_file file = {
        .path = PATH, .format = "zip", .media = "application/zip"};
    add_readmes(&zip, site, entry, entries);
    bool good = add_tables(&zip, site, entry, entries, &said, err);
    const struct buffer *whole = zip_finish(&zip);
    good = good &&
           (!whole->failed ||
            fail(err, ERROR_LIMIT, "%s would be too large", file.path)) &&
           put_zip(site, buffer_all(whole), &said, err);
    if (good)
        datasets_add_file(site->datasets, SLUG_ALL, &file);
    zip_free(&zip);
    buffer_free(&said);
    arena_free(&arena);
    return good;
}
