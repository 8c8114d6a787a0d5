#include "site/template_view.h"

#include <string.h>

enum { VALUES_FIRST = 4 };

struct view *view_new(struct arena *arena)
{
    struct view *view = arena_take(arena, sizeof *view);
    view->arena = arena;
    return view;
}

uint64_t name_key(const char *name)
{
    uint64_t key = 0;
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (i == sizeof key)
            return text_hash(text_of(name)) | KEY_IS_HASH;
        key = key << 8 | (unsigned char)name[i];
    }
    return key;
}

const struct value *view_find(const struct view *view, const char *name, uint64_t key)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct value *value = &view->values[i];
        if (value->key == key &&
            ((key & KEY_IS_HASH) == 0 || strcmp(value->name, name) == 0))
            return value;
    }
    return NULL;
}

static void grow(struct view *view)
{
    size_t capacity = view->capacity == 0 ? VALUES_FIRST : 2 * view->capacity;
    struct value *values = arena_array(view->arena, capacity, sizeof *values);
    if (view->count > 0)
        memcpy(values, view->values, view->count * sizeof *values);
    view->values = values;
    view->capacity = capacity;
}

/* The value of this name, old or new. */
static struct value *slot(struct view *view, const char *name)
{
    uint64_t key = name_key(name);
    struct value *value = (struct value *)view_find(view, name, key);
    if (value != NULL)
        return value;
    if (view->count == view->capacity)
        grow(view);
    value = &view->values[view->count++];
    *value = (struct value){.name = name, .key = key, .kind = VALUE_FLAG};
    return value;
}

/* The value of this name, emptied. */
static struct value *put(struct view *view, const char *name, enum value_kind kind)
{
    struct value *value = slot(view, name);
    *value = (struct value){.name = value->name, .key = value->key, .kind = kind};
    return value;
}

/* The value of this name, kept when it is of the kind already. */
static struct value *keep(struct view *view, const char *name, enum value_kind kind)
{
    struct value *value = slot(view, name);
    return value->kind == kind ? value : put(view, name, kind);
}

void view_text(struct view *view, const char *name, const char *text)
{
    put(view, name, VALUE_TEXT)->text = text == NULL ? "" : text;
}

void view_flag(struct view *view, const char *name, bool flag)
{
    put(view, name, VALUE_FLAG)->flag = flag;
}

void view_svg(struct view *view, const char *name, struct svg svg)
{
    put(view, name, VALUE_SVG)->svg = svg.text;
}

struct view *view_item(struct view *view, const char *list)
{
    struct value *value = keep(view, list, VALUE_LIST);
    struct view *item = view_new(view->arena);
    if (value->last == NULL)
        value->first = item;
    else
        value->last->next = item;
    value->last = item;
    return item;
}

void view_list_text(struct view *view, const char *list, const char *text)
{
    view_text(view_item(view, list), ".", text);
}

bool value_is_true(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
        return value->text[0] != '\0';
    case VALUE_FLAG:
        return value->flag;
    case VALUE_SVG:
        return value->svg.length > 0;
    case VALUE_LIST:
        return value->first != NULL;
    }
    return false;
}
