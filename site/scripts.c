#include "site/scripts.h"

#include "base/file.h"
#include "base/json.h"
#include "site/page.h"
#include "site/search_index.h"

enum { SCRIPT_BYTES_MAX = 1 << 20, PARTS_MAX = 6 };

/* A published script, and the files it is put together of. */
static const struct script {
    const char *path;
    const char *part[PARTS_MAX];
} SCRIPTS[] = {
    {"late.js", {"late.js"}},
    {"pin.js", {"pin.js"}},
    {"find.js", {"fold.js", "combobox.js", "find.js"}},
    {"explore.js",
     {"figures.js", "interval.js", "explore_chart.js", "explore_table.js",
      "explore_choice.js", "explore.js"}},
};

static bool put_script(struct site *site, const struct script *script,
                       struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    bool ok = true;
    const char *folder = path_join(&arena, site->config->share, "site/assets");
    for (size_t i = 0; ok && i < PARTS_MAX && script->part[i]; i++) {
        struct text bytes;
        ok = file_read(&arena, path_join(&arena, folder, script->part[i]),
                       SCRIPT_BYTES_MAX, &bytes, err);
        if (ok)
            buffer_text(&out, bytes);
    }
    ok = ok && tree_put(site->tree, script->path, buffer_all(&out), err);
    buffer_free(&out);
    arena_free(&arena);
    return ok;
}

static bool put_index(struct site *site, size_t language, struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    search_index_write(site, language, &out);
    bool ok = tree_put(site->tree,
                       arena_format(&arena, "search-index.%s.js",
                                    site->config->languages.tag[language]),
                       buffer_all(&out), err);
    buffer_free(&out);
    arena_free(&arena);
    return ok;
}

static void add_months(struct buffer *out, const char *name, const char *const *months)
{
    buffer_format(out, "\"%s\":[", name);
    for (int i = 0; i < 12; i++) {
        buffer_string(out, i ? "," : "");
        json_write_string(out, text_of(months[i]));
    }
    buffer_string(out, "],\n");
}

/* Each way of counting: its code, label, and the month it came into force. */
static void add_methodologies(const struct site *site, size_t language,
                              struct buffer *out)
{
    const struct methodologies *all = &site->lists->methodologies;
    buffer_string(out, "\"methodologies\":[");
    for (size_t i = 0; i < all->count; i++) {
        struct arena arena = {0};
        buffer_string(out, i ? ",\n[" : "\n[");
        json_write_string(out, text_of(all->node[i].code));
        buffer_char(out, ',');
        json_write_string(out, text_of(all->node[i].label.in[language]));
        buffer_format(out, ",\"%s\"]",
                      period_iso(&arena, all->node[i].first, STEP_MONTH));
        arena_free(&arena);
    }
    buffer_string(out, "\n]");
}

static bool put_words(struct site *site, size_t language, struct error *err)
{
    struct arena arena = {0};
    struct buffer out = {0};
    const struct catalogue *catalogue = site->catalogues[language];
    const struct chart_words *words = catalogue_chart_words(catalogue);
    buffer_string(&out, "cifra.words({\"words\":");
    catalogue_json(catalogue, "script.explore.", &out);
    buffer_string(&out, ",\n");
    add_months(&out, "short", words->month_short);
    add_months(&out, "long", words->month_long);
    add_methodologies(site, language, &out);
    buffer_string(&out, "\n});\n");
    bool ok = tree_put(site->tree,
                       arena_format(&arena, "explore-words.%s.js",
                                    site->config->languages.tag[language]),
                       buffer_all(&out), err);
    buffer_free(&out);
    arena_free(&arena);
    return ok;
}

bool scripts_put(struct site *site, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        ok = put_script(site, &SCRIPTS[i], err);
    for (size_t i = 0; ok && i < site->config->languages.count; i++)
        ok = put_index(site, i, err) && put_words(site, i, err);
    return ok;
}
