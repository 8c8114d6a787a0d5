#include "site/search_index.h"

#include "base/json.h"
#include "site/page.h"
#include "site/untold.h"

#include <math.h>
#include <string.h>

struct index {
    const struct site *site;
    size_t language;
    struct buffer *out;
};

/* Four digits for each power of ten; 0 where the residents are not known. */
static char size_of(const struct site *site, uint32_t place)
{
    static const char DIGITS[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    double residents = site->residents[place];
    double size = residents >= 1 ? floor(4 * log10(residents)) : 0;
    return DIGITS[(int)fmin(size, 35)];
}

static void add_string(struct index *index, const char *string)
{
    json_write_string(index->out, text_of(string));
}

/* A town's name, and its folder where that does not follow from it. */
static void add_town(const struct index *index, const struct place *town,
                     struct buffer *names)
{
    struct arena arena = {0};
    const char *name = town->name.in[index->language];
    buffer_string(names, names->length ? "|" : "");
    buffer_string(names, name);
    if (strchr(name, '/') || !text_is(text_slug(&arena, text_of(name)), town->slug))
        buffer_format(names, "/%s", town->slug);
    arena_free(&arena);
}

/* The names of its towns without a page, where others have one. */
static void add_untold(struct index *index, struct place_id group)
{
    struct buffer names = {0};
    for (struct place_id at = group; untold_next(index->site, group, &at);) {
        buffer_string(&names, names.length ? "|" : "");
        buffer_string(&names,
                      place_node(index->site->lists, at)->name.in[index->language]);
    }
    if (names.length) {
        buffer_char(index->out, ',');
        json_write_string(index->out, buffer_all(&names));
    }
    buffer_free(&names);
}

static bool is_group(const struct place *place)
{
    return place->kind == PLACE_COUNTRY || place->kind == PLACE_STATE;
}

/* A country or state, and the towns that lie directly in it. */
static bool add_group(struct index *index, uint32_t group, bool first)
{
    const struct site *site = index->site;
    const struct place *nodes = site->lists->places.node;
    struct buffer names = {0}, sizes = {0};
    for (uint32_t i = group + 1; i < group + nodes[group].span; i++)
        if (nodes[i].parent == group && site->place_page[i] && !is_group(&nodes[i])) {
            add_town(index, &nodes[i], &names);
            buffer_char(&sizes, size_of(site, i));
        }
    if (site->place_page[group]) {
        buffer_string(index->out, first ? "\n[" : ",\n[");
        add_string(index, nodes[group].name.in[index->language]);
        buffer_char(index->out, ',');
        add_string(index, nodes[group].path);
        buffer_format(index->out, ",\"%c\",%d,", size_of(site, group),
                      site->place_figures[group]);
        json_write_string(index->out, buffer_all(&names));
        buffer_format(index->out, ",\"%.*s\"", TEXT_ARGS(buffer_all(&sizes)));
        add_untold(index, (struct place_id){group});
        buffer_char(index->out, ']');
    }
    buffer_free(&names);
    buffer_free(&sizes);
    return site->place_page[group];
}

static void add_places(struct index *index)
{
    const struct places *places = &index->site->lists->places;
    bool first = true;
    buffer_string(index->out, "\"places\":[");
    for (uint32_t i = 0; i < places->count; i++)
        if (is_group(&places->node[i]) && add_group(index, i, first))
            first = false;
    buffer_string(index->out, "\n],\n");
}

/* A code under its names, that of the page's language first. */
static void add_named(struct index *index, const struct names *names, const char *code,
                      bool first)
{
    const char *own = names->in[index->language];
    buffer_string(index->out, first ? "\n[" : ",\n[");
    add_string(index, own);
    buffer_char(index->out, ',');
    add_string(index, code);
    for (size_t i = 0; i < index->site->config->languages.count; i++)
        if (i != index->language && strcmp(names->in[i], own) != 0) {
            buffer_char(index->out, ',');
            add_string(index, names->in[i]);
        }
    buffer_char(index->out, ']');
}

static void add_offences(struct index *index)
{
    const struct offences *offences = &index->site->lists->offences;
    bool first = true;
    buffer_string(index->out, "\"offences\":[");
    for (uint32_t i = 0; i < offences->count; i++)
        if (index->site->offence_page[i]) {
            add_named(index, &offences->node[i].name, offences->node[i].code, first);
            first = false;
        }
    buffer_string(index->out, "\n],\n");
}

static void add_themes(struct index *index)
{
    const struct themes *themes = &index->site->lists->themes;
    buffer_string(index->out, "\"themes\":[");
    for (size_t i = 0; i < themes->count; i++)
        add_named(index, &themes->node[i].name, themes->node[i].code, i == 0);
    buffer_string(index->out, "\n]");
}

void search_index_write(const struct site *site, size_t language, struct buffer *out)
{
    struct index index = {site, language, out};
    const struct catalogue *catalogue = site->catalogues[language];
    static const char *const PATHS[] = {"offences", "themes", "find"};
    buffer_string(out, "cifra.index({\"tag\":");
    add_string(&index, catalogue_tag(catalogue));
    buffer_string(out, ",\n\"paths\":{");
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        struct arena arena = {0};
        buffer_format(out, "%s\"%s\":", i ? "," : "", PATHS[i]);
        add_string(&index, word(catalogue, arena_format(&arena, "path.%s", PATHS[i])));
        arena_free(&arena);
    }
    buffer_string(out, "},\n\"words\":");
    catalogue_json(catalogue, "script.find.", out);
    buffer_string(out, ",\n");
    add_places(&index);
    add_offences(&index);
    add_themes(&index);
    buffer_string(out, "\n});\n");
}
