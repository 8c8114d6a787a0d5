/* Inside a view, for the engine only. */
#ifndef CIFRA_SITE_TEMPLATE_VIEW_H
#define CIFRA_SITE_TEMPLATE_VIEW_H

#include "site/template.h"

#include <stdint.h>

enum value_kind { VALUE_TEXT, VALUE_FLAG, VALUE_SVG, VALUE_LIST };

struct value {
    const char *name;
    uint64_t key; /* name_key() */
    enum value_kind kind;
    union {
        struct text svg; /* the largest comes first: all of it starts zeroed */
        bool flag;
        const char *text;
        struct {
            struct view *first; /* of a list */
            struct view *last;
        };
    };
};

struct view {
    struct arena *arena;
    struct view *next; /* item of the same list */
    size_t count;
    size_t capacity;
    struct value *values;
};

/* What names are told apart by first: a short name is its own key, a longer one's is a
 * hash with the highest bit set, which settles nothing alone. */
#define KEY_IS_HASH (UINT64_C(1) << 63)
uint64_t name_key(const char *name);

/* NULL when the view has no such name. */
const struct value *view_find(const struct view *view, const char *name, uint64_t key);
/* Does a section over it show? An empty text, drawing or list does not. */
bool value_is_true(const struct value *value);

#endif
