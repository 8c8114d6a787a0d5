/* The order of a tree kept in a CSV file: parents first, each subtree in one run,
 * siblings as they stand in the file. */
#ifndef CIFRA_TRANSFORM_LIST_TREE_H
#define CIFRA_TRANSFORM_LIST_TREE_H

#include "transform/list_file.h"
#include "transform/lookup.h"

/* One node, at its place in the order. */
struct tree_node {
    size_t row;      /* of the table */
    uint32_t parent; /* NO_INDEX for a root */
    uint32_t span;   /* nodes in the subtree, itself included */
    const char *code;
};

struct tree {
    size_t count;
    struct tree_node *node;
    struct lookup codes; /* to the index in the order */
};

/* Sort the rows of a file by their columns `code` and `parent`. Fails with file and
 * row for a code that is none or stands twice, a parent that does not exist, and a
 * cycle. Lives in the file's arena. */
bool tree_load(const struct list_file *file, struct tree *out, struct error *err);

#endif
