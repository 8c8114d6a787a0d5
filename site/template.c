#include "site/template_program.h"

#include "base/file.h"
#include "site/template_view.h"

#include <stdlib.h>
#include <string.h>

static int compare_template(const void *a, const void *b)
{
    return strcmp(((const struct template *)a)->name,
                  ((const struct template *)b)->name);
}

struct template *template_find(const struct templates *templates, struct text name)
{
    size_t low = 0;
    size_t high = templates->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct template *template = &templates->template[middle];
        int order = text_compare(name, text_of(template->name));
        if (order == 0)
            return template;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* The template of that name, new at the end if need be. */
static struct template *template_named(struct arena *arena, struct templates *templates,
                                       struct text name)
{
    for (size_t i = 0; i < templates->count; i++) {
        if (text_is(name, templates->template[i].name))
            return &templates->template[i];
    }
    struct template *template = &templates->template[templates->count++];
    template->name = arena_copy(arena, name).at;
    return template;
}

static bool read_source(struct arena *arena, const char *path,
                        const struct source **out, struct error *err)
{
    struct source *source = arena_take(arena, sizeof *source);
    source->path = path;
    if (!file_read(arena, path, TEMPLATE_BYTES_MAX, &source->text, err))
        return false;
    if (!text_is_utf8(source->text))
        return fail(err, ERROR_FORMAT, "%s: not UTF-8", path);
    *out = source;
    return true;
}

/* "place.html" is the source of place where no language has its own;
 * "place.en.html" that of place in en. Other languages' are left alone. */
static bool load_file(struct arena *arena, const char *folder, struct text file,
                      const struct languages *languages, struct templates *templates,
                      struct error *err)
{
    struct text tag = {file.at, file.length - strlen(".html")};
    struct text name = text_cut(&tag, '.');
    size_t language = 0;
    while (tag.at != NULL && language < languages->count &&
           !text_is(tag, languages->tag[language]))
        language++;
    if (language == languages->count)
        return true;
    const struct source *source = NULL;
    const char *path = path_join(arena, folder, file.at);
    if (name.length > TEMPLATE_NAME_MAX)
        return fail(err, ERROR_LIMIT, "%s: a name longer than %d", path,
                    TEMPLATE_NAME_MAX);
    if (!read_source(arena, path, &source, err))
        return false;
    struct template *template = template_named(arena, templates, name);
    if (tag.at != NULL)
        template->source[language] = source;
    for (size_t i = 0; tag.at == NULL && i < languages->count; i++) {
        if (template->source[i] == NULL)
            template->source[i] = source;
    }
    return true;
}

static bool load_files(struct arena *arena, const char *folder,
                       const struct languages *languages, struct templates *templates,
                       struct error *err)
{
    struct text *names = NULL;
    size_t count = 0;
    if (!folder_list(arena, folder, &names, &count, err))
        return false;
    if (count > TEMPLATES_MAX)
        return fail(err, ERROR_LIMIT, "%s: more than %d files", folder, TEMPLATES_MAX);
    templates->template = arena_array(arena, count, sizeof *templates->template);
    for (size_t i = 0; i < count; i++) {
        if (text_ends(names[i], TEXT(".html")) &&
            !load_file(arena, folder, names[i], languages, templates, err))
            return false;
    }
    if (templates->count > 0)
        qsort(templates->template, templates->count, sizeof *templates->template,
              compare_template);
    return true;
}

/* The prose of a language that has none is that of the first one, and says so to those
 * who read aloud. */
static const struct source *borrow(struct arena *arena, const struct source *from,
                                   const char *tag)
{
    struct source *source = arena_take(arena, sizeof *source);
    source->path = from->path;
    source->text = text_of(
        arena_format(arena, "<div lang=\"%s\">%.*s</div>", tag, TEXT_ARGS(from->text)));
    return source;
}

static bool fill_sources(struct arena *arena, const char *folder,
                         const struct languages *languages, struct templates *templates,
                         struct error *err)
{
    for (size_t i = 0; i < templates->count; i++) {
        struct template *template = &templates->template[i];
        if (template->source[0] == NULL)
            return fail(err, ERROR_USAGE, "%s: neither %s.html nor %s.%s.html", folder,
                        template->name, template->name, languages->tag[0]);
        for (size_t j = 1; j < languages->count; j++)
            if (template->source[j] == NULL)
                template->source[j] =
                    borrow(arena, template->source[0], languages->tag[0]);
    }
    return true;
}

bool templates_load(struct arena *arena, const char *folder,
                    const struct languages *languages,
                    struct catalogue *const *catalogues, struct templates **out,
                    struct error *err)
{
    struct templates *templates = arena_take(arena, sizeof *templates);
    templates->languages = languages->count;
    if (!load_files(arena, folder, languages, templates, err) ||
        !fill_sources(arena, folder, languages, templates, err))
        return false;
    for (size_t i = 0; i < templates->count; i++) {
        for (size_t j = 0; j < languages->count; j++) {
            if (!template_compile(arena, templates, &templates->template[i],
                                  catalogues[j], err))
                return false;
        }
    }
    *out = templates;
    return true;
}

struct renderer {
    const struct view *scope[TEMPLATE_DEPTH_MAX + 1]; /* innermost last */
    size_t scopes;
    /* Of each open section the item shown; NULL where it brings no names. */
    const struct view *shown[TEMPLATE_DEPTH_MAX];
    size_t depth;
    struct buffer *out;
    struct error *err;
};

static const struct value *find_value(const struct renderer *renderer,
                                      const struct instruction *instruction)
{
    for (size_t i = renderer->scopes; i-- > 0;) {
        const struct value *value =
            view_find(renderer->scope[i], instruction->text.at, instruction->key);
        if (value != NULL)
            return value;
    }
    return NULL;
}

static bool fail_hole(struct renderer *renderer, const struct instruction *hole,
                      const char *why)
{
    return fail(renderer->err, ERROR_FORMAT, "%s:%zu: {{%s}} %s", hole->source->path,
                hole->line, hole->text.at, why);
}

static bool render_hole(struct renderer *renderer, const struct instruction *hole)
{
    const struct value *value = find_value(renderer, hole);
    if (value == NULL)
        return fail_hole(renderer, hole, "is a name the page does not give");
    if (value->kind == VALUE_SVG && hole->escape == ESCAPE_TEXT) {
        buffer_text(renderer->out, value->svg);
        return true;
    }
    if (value->kind == VALUE_SVG)
        return fail_hole(renderer, hole, "is a drawing outside element text");
    if (value->kind != VALUE_TEXT)
        return fail_hole(renderer, hole, "is no text; it wants a section");
    if (escape_write(hole->escape, renderer->out, value->text))
        return true;
    return fail(renderer->err, ERROR_FORMAT,
                "%s:%zu: {{%s}} is not an address we write: %.64s", hole->source->path,
                hole->line, hole->text.at, value->text);
}

/* Returns where to go on: next, or behind the section. */
static size_t open_section(struct renderer *renderer, const struct instruction *open,
                           size_t next)
{
    const struct value *value = find_value(renderer, open);
    if (value == NULL || !value_is_true(value))
        return open->target;
    bool scoped = value->kind == VALUE_LIST;
    renderer->shown[renderer->depth++] = scoped ? value->first : NULL;
    if (scoped)
        renderer->scope[renderer->scopes++] = value->first;
    return next;
}

static size_t close_section(struct renderer *renderer, const struct instruction *close,
                            size_t next)
{
    const struct view **shown = &renderer->shown[renderer->depth - 1];
    if (*shown != NULL && (*shown)->next != NULL) {
        *shown = (*shown)->next;
        renderer->scope[renderer->scopes - 1] = *shown;
        return close->target;
    }
    renderer->scopes -= *shown != NULL;
    renderer->depth--;
    return next;
}

static bool run(struct renderer *renderer, const struct program *program)
{
    size_t at = 0;
    while (at < program->count) {
        const struct instruction *now = &program->instruction[at++];
        const struct value *value;
        switch (now->kind) {
        case DO_LITERAL:
            buffer_text(renderer->out, now->text);
            break;
        case DO_HOLE:
            if (!render_hole(renderer, now))
                return false;
            break;
        case DO_OPEN:
            at = open_section(renderer, now, at);
            break;
        case DO_CLOSE:
            at = close_section(renderer, now, at);
            break;
        case DO_ABSENT:
            value = find_value(renderer, now);
            at = value != NULL && value_is_true(value) ? now->target : at;
            break;
        }
    }
    return true;
}

bool template_render(const struct templates *templates, const char *name,
                     const struct catalogue *catalogue, const struct view *view,
                     struct buffer *out, struct error *err)
{
    const struct template *template = template_find(templates, text_of(name));
    size_t language = catalogue_language(catalogue);
    if (template == NULL || language >= templates->languages)
        return fail(err, ERROR_USAGE, "there is no template %s in language %s", name,
                    catalogue_tag(catalogue));
    size_t before = out->length;
    struct renderer renderer = {.scope = {view}, .scopes = 1, .out = out, .err = err};
    bool done = run(&renderer, &template->program[language]);
    if (done && out->failed)
        done =
            fail(err, ERROR_LIMIT, "template %s makes a page that is too large", name);
    if (!done)
        out->length = before;
    return done;
}
