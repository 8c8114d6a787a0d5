/* All of a holding, or of a place in it, as one file. */
#include "site/export_csv.h"

enum { FLUSH_BYTES = 1 << 20 };

struct exporting {
    struct csv_rows *rows;
    const struct holding *holding;
    struct tree_file *file;
    struct error *err;
    bool good;
};

static bool flush(struct exporting *export)
{
    struct text out = csv_rows_take(export->rows);
    if (export->good)
        export->good = tree_file_add(export->file, out, export->err);
    csv_rows_clear(export->rows);
    return export->good;
}

static bool visit(void *context, struct key key, const struct series *series)
{
    struct exporting *export = context;
    csv_rows_add(export->rows, export->holding, key, series);
    return csv_rows_take(export->rows).length < FLUSH_BYTES || flush(export);
}

bool export_csv(struct tree *tree, const char *path, const struct lists *lists,
                const struct holding *holding, struct place_id place,
                enum csv_shape shape, size_t *rows, struct extent *extent,
                struct error *err)
{
    struct exporting export = {.holding = holding, .err = err, .good = true};
    if (!tree_file_open(tree, path, &export.file, err))
        return fail_while(err, "writing %s", path);
    export.rows = csv_rows_new(lists, shape);
    if (holding->current)
        cube_each_in(holding->current->cube, place, visit, &export);
    flush(&export);
    if (rows)
        *rows = csv_rows_count(export.rows);
    if (extent)
        *extent = csv_rows_extent(export.rows);
    csv_rows_free(export.rows);
    bool closed = tree_file_close(export.file, err);
    return (export.good && closed) || fail_while(err, "writing %s", path);
}
