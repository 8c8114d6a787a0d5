#include "transform/list_tree.h"
#include "transform/lists_load.h"

#include "transform/shown.h"

/* Where each column of places.csv stands. */
struct place_columns {
    size_t kind, slug, iso;
    struct list_names name;
    struct list_names in;
    struct list_names of;
};

/* What stands before a name when the list does not say: "en León", "of León". */
static const struct preposition {
    const char *language;
    const char *in;
    const char *of;
} PREPOSITIONS[] = {{"es", "en ", "de "}, {"en", "in ", "of "}};

static const struct preposition *preposition_of(const char *language)
{
    for (size_t i = 0; i < sizeof PREPOSITIONS / sizeof *PREPOSITIONS; i++)
        if (text_is(text_of(PREPOSITIONS[i].language), language))
            return &PREPOSITIONS[i];
    return NULL;
}

static bool columns_find(const struct list_file *file, struct place_columns *out,
                         struct error *err)
{
    out->iso = table_column(&file->table, "iso");
    return table_need(&file->table, "kind", &out->kind, err) &&
           table_need(&file->table, "slug", &out->slug, err) &&
           list_names_find(file, "name", &out->name, err) &&
           list_names_find(file, "in", &out->in, err) &&
           list_names_find(file, "of", &out->of, err);
}

static bool kind_read(const struct list_file *file, size_t row, size_t column,
                      enum place_kind *out, struct error *err)
{
    static const char *const words[] = {[PLACE_COUNTRY] = "country",
                                        [PLACE_STATE] = "state",
                                        [PLACE_MUNICIPALITY] = "municipality",
                                        [PLACE_UNALLOCATED] = "unallocated",
                                        [PLACE_ABROAD] = "abroad"};
    struct text word = text_trim(table_cell(&file->table, row, column));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!text_is(word, words[i]))
            continue;
        *out = (enum place_kind)i;
        return true;
    }
    return list_fail(file, row, err,
                     "\"%s\" is no kind of place (country, state, municipality, "
                     "unallocated, abroad)",
                     word_shown(file->arena, word));
}

/* Names that the list leaves empty take their preposition; a language that has no
 * name column of its own takes all from the first language. */
static void prepositions_fill(const struct list_file *file,
                              const struct place_columns *columns, struct place *place)
{
    for (size_t i = 0; i < file->languages->count; i++) {
        const char *name = place->name.in[i];
        const struct preposition *before = preposition_of(file->languages->tag[i]);
        if (i > 0 && columns->name.column[i] == TABLE_NONE) {
            place->in.in[i] = place->in.in[0];
            place->of.in[i] = place->of.in[0];
            continue;
        }
        if (columns->in.column[i] == TABLE_NONE || *place->in.in[i] == '\0')
            place->in.in[i] =
                before ? arena_format(file->arena, "%s%s", before->in, name) : name;
        if (columns->of.column[i] == TABLE_NONE || *place->of.in[i] == '\0')
            place->of.in[i] =
                before ? arena_format(file->arena, "%s%s", before->of, name) : name;
    }
}

static bool slug_read(const struct list_file *file, size_t row, size_t column,
                      const char **out, struct error *err)
{
    struct text slug = text_trim(table_cell(&file->table, row, column));
    if (slug.length == 0 || !text_equal(slug, text_slug(file->arena, slug)))
        return list_fail(file, row, err, "slug \"%s\" is none (a-z 0-9 -)",
                         word_shown(file->arena, slug));
    *out = arena_copy(file->arena, slug).at;
    return true;
}

static bool place_read(const struct list_file *file, const struct tree_node *node,
                       const struct place_columns *columns, struct place *out,
                       struct error *err)
{
    *out = (struct place){.code = node->code,
                          .parent = node->parent,
                          .span = node->span,
                          .region = "",
                          .iso = list_cell(file, node->row, columns->iso)};
    if (!kind_read(file, node->row, columns->kind, &out->kind, err) ||
        !slug_read(file, node->row, columns->slug, &out->slug, err) ||
        !list_names_read(file, node->row, &columns->name, false, &out->name, err) ||
        !list_names_read(file, node->row, &columns->in, true, &out->in, err) ||
        !list_names_read(file, node->row, &columns->of, true, &out->of, err))
        return false;
    prepositions_fill(file, columns, out);
    return true;
}

/* Parents come first in the tree, so theirs is there. */
static bool path_make(const struct list_file *file, const struct tree *tree,
                      size_t index, struct places *out, struct lookup *paths,
                      struct error *err)
{
    struct place *place = &out->node[index];
    place->path = place->slug;
    if (place->parent != NO_INDEX)
        place->path = arena_format(file->arena, "%s/%s", out->node[place->parent].path,
                                   place->slug);
    uint32_t earlier =
        lookup_put(file->arena, paths, text_of(place->path), (uint32_t)index);
    if (earlier == NO_INDEX)
        return true;
    return list_fail(file, tree->node[index].row, err,
                     "path \"%s\" is that of row %zu already", place->path,
                     tree->node[earlier].row + 2);
}

bool places_load(const struct list_source *source, struct places *out,
                 struct error *err)
{
    struct list_file file;
    struct tree tree;
    struct place_columns columns;
    struct lookup paths = {0};
    if (!list_open(source->arena, source->folder, "places.csv", source->languages,
                   &file, err) ||
        !columns_find(&file, &columns, err) || !tree_load(&file, &tree, err))
        return false;
    *out = (struct places){
        .count = tree.count,
        .node = arena_array(source->arena, tree.count, sizeof *out->node),
        .codes = tree.codes};
    for (size_t i = 0; i < tree.count; i++)
        if (!place_read(&file, &tree.node[i], &columns, &out->node[i], err) ||
            !path_make(&file, &tree, i, out, &paths, err))
            return false;
    return true;
}
