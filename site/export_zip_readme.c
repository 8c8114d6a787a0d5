#include "site/export_zip.h"

#include "base/version.h"
#include "site/prose.h"

#include <string.h>

struct readme {
    struct buffer *out;
    struct arena arena;
    const struct site *site;
    const struct catalogue *catalogue;
    size_t language;
};

static void line(struct readme *readme, const char *text)
{
    buffer_string(readme->out, text);
    buffer_string(readme->out, "\r\n");
}

/* "Label: text"; nothing when there is no text. */
static void told(struct readme *readme, const char *label, const char *text)
{
    const char *name = word(readme->catalogue, label);
    size_t length = strlen(name);
    if (text && *text)
        line(readme,
             arena_format(&readme->arena, "%s%s %s", name,
                          length > 0 && name[length - 1] == ':' ? "" : ":", text));
}

static void heading(struct readme *readme, const char *key)
{
    const char *text = word(readme->catalogue, key);
    line(readme, "");
    line(readme, text);
    for (size_t i = 0; text[i]; i++)
        if ((text[i] & 0xc0) != 0x80) /* once for each letter, not for its bytes */
            buffer_char(readme->out, '-');
    line(readme, "");
}

static const char *sentence(struct readme *readme, const char *key,
                            const struct part *parts)
{
    return say(&readme->arena, readme->catalogue, key, 0, parts);
}

static const char *day_of(struct readme *readme, const struct vintage *vintage)
{
    return say_day(&readme->arena, readme->catalogue,
                   vintage->snapshot.provenance.date);
}

static const char *edition_of(struct readme *readme)
{
    struct day day = {0};
    day_parse(text_of(readme->site->day), &day);
    return say_day(&readme->arena, readme->catalogue, day);
}

static const char *site_name(const struct readme *readme)
{
    return readme->site->config->title.in[readme->language];
}

/* What this is, as of when ------------------------------------------------------- */

static void add_start(struct readme *readme)
{
    const struct config *config = readme->site->config;
    struct part parts[] = {
        {"site", site_name(readme)}, {"day", edition_of(readme)}, {0}};
    line(readme, site_name(readme));
    line(readme, "");
    if (readme->site->synthetic)
        line(readme, word(readme->catalogue, "synthetic.banner"));
    line(readme, sentence(readme, "zip.what", parts));
    line(readme, sentence(readme, "zip.as_of", parts));
    line(readme, word(readme->catalogue, "zip.read"));
    told(readme, "about.operator", config->operator_name.in[readme->language]);
    told(readme, "about.contact", config->contact);
    told(readme, "zip.address", config->base_url);
    told(readme, "about.inputs", readme->site->inputs);
    told(readme, "zip.program", "cifra " CIFRA_VERSION);
}

/* From the first to the last month or year with a figure. */
static const char *span_of(struct readme *readme, const struct cube *cube)
{
    struct period first, last;
    return cube_range(cube, &first, &last) ? say_span(&readme->arena, readme->catalogue,
                                                      first, last, cube_step(cube))
                                           : NULL;
}

/* Who says so -------------------------------------------------------------------- */

static void add_source(struct readme *readme, const struct holding *holding)
{
    const struct source *source = holding->source;
    const struct provenance *from = &holding->current->snapshot.provenance;
    const struct methodology *methodology = holding->methodology;
    line(readme, "");
    line(readme,
         arena_format(&readme->arena, "%s (%s)", source->name.in[readme->language],
                      holding_cited(holding)));
    told(readme, "source.publisher", source->publisher);
    told(readme, "source.landing", source->landing);
    told(readme, "source.licence_label",
         arena_format(&readme->arena, "%s %s", source->licence,
                      source->licence_url ? source->licence_url : ""));
    told(readme, "zip.span", span_of(readme, holding->current->cube));
    told(readme, "source.snapshot", day_of(readme, holding->current));
    told(readme, "zip.file_name", from->file);
    told(readme, "zip.hash", from->sha256.hex);
    if (methodology)
        told(readme, "source.methodology", methodology->name.in[readme->language]);
    if (source->note.in[readme->language] && *source->note.in[readme->language])
        line(readme, source->note.in[readme->language]);
}

static void add_sources(struct readme *readme)
{
    const struct holdings *holdings = readme->site->holdings;
    heading(readme, "zip.sources");
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            add_source(readme, &holdings->holding[i]);
}

/* What changed ------------------------------------------------------------------- */

static void add_change(struct readme *readme, const struct holding *holding,
                       const struct revisions *revisions)
{
    const struct catalogue *c = readme->catalogue;
    struct arena *arena = &readme->arena;
    struct part source[] = {{"source", holding->source->name.in[readme->language]},
                            {0}};
    if (revisions->steps == 0) {
        line(readme, sentence(readme, "zip.single", source));
        return;
    }
    const struct edition_step *step = &revisions->step[0];
    const struct revised *all = &step->ledger.all;
    const char *cells = say_number(arena, c, (double)all->changed, 0);
    struct part parts[] = {source[0],
                           {"before", day_of(readme, step->older)},
                           {"after", day_of(readme, step->newer)},
                           {"cells", cells},
                           {"gross", say_number(arena, c, all->gross, 0)},
                           {"net", arena_format(arena, "%s%s", all->net > 0 ? "+" : "",
                                                say_number(arena, c, all->net, 0))},
                           {"n", cells},
                           {0}};
    bool any = all->changed + all->appeared + all->vanished > 0;
    line(readme,
         arena_format(arena, "%s. %s", sentence(readme, "revisions.step", parts),
                      say(arena, c, any ? "revisions.sentence" : "revisions.nothing",
                          (double)all->changed, parts)));
}

static void add_changes(struct readme *readme)
{
    const struct holdings *holdings = readme->site->holdings;
    heading(readme, "zip.changed");
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].current)
            add_change(readme, &holdings->holding[i], &readme->site->revisions[i]);
}

/* How to cite -------------------------------------------------------------------- */

static void add_citations(struct readme *readme)
{
    const struct holdings *holdings = readme->site->holdings;
    const char *address = readme->site->config->base_url;
    heading(readme, "cite.title");
    line(readme, word(readme->catalogue, "zip.cite_how"));
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current)
            continue;
        struct part parts[] = {{"publisher", holding->source->publisher},
                               {"source", holding->source->name.in[readme->language]},
                               {"day", day_of(readme, holding->current)},
                               {"site", site_name(readme)},
                               {"edition", readme->site->day},
                               {0}};
        line(readme,
             arena_format(&readme->arena, "- %s%s%s",
                          sentence(readme, "zip.cite", parts),
                          address && *address ? " " : "", address ? address : ""));
    }
}

/* What is in it ------------------------------------------------------------------ */

static const char *title_of(const struct readme *readme, const struct zip_entry *entry)
{
    const char *title = entry->dataset->title.in[readme->language];
    return title ? title : entry->dataset->slug;
}

static void add_files(struct readme *readme, const struct zip_entry *entries,
                      size_t count)
{
    heading(readme, "zip.files");
    for (size_t i = 0; i < count; i++) {
        const char *rows = say_number(&readme->arena, readme->catalogue,
                                      (double)entries[i].file->rows, 0);
        line(readme, arena_format(&readme->arena, "%s: %s. %s %s.", entries[i].name,
                                  title_of(readme, &entries[i]), rows,
                                  word(readme->catalogue, "data.figures")));
    }
    line(readme, word(readme->catalogue, "zip.codes"));
}

static bool was_said(const struct zip_entry *entries, size_t count, const char *column)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].file->table && table_find(entries[i].file->table, column))
            return true;
    return false;
}

/* Every column that any of the files has, once. */
static void add_columns(struct readme *readme, const struct zip_entry *entries,
                        size_t count)
{
    heading(readme, "dictionary.columns");
    for (size_t i = 0; i < count; i++) {
        const struct dataset_table *table = entries[i].file->table;
        for (size_t j = 0; table && j < table->columns; j++) {
            const struct dataset_column *column = &table->column[j];
            if (!was_said(entries, i, column->name))
                line(readme, arena_format(&readme->arena, "%s: %s", column->name,
                                          word(readme->catalogue, column->about)));
        }
    }
    heading(readme, "dictionary.statuses");
    for (enum status status = STATUS_REPORTED; status <= STATUS_SUPPRESSED; status++) {
        const char *code = status_word(status);
        line(readme,
             arena_format(&readme->arena, "%s: %s", code,
                          word(readme->catalogue,
                               arena_format(&readme->arena, "dictionary.%s", code))));
    }
}

void zip_readme(struct buffer *out, const struct site *site, size_t language,
                const struct zip_entry *entries, size_t count)
{
    struct readme readme = {.out = out,
                            .site = site,
                            .catalogue = site->catalogues[language],
                            .language = language};
    add_start(&readme);
    add_sources(&readme);
    add_changes(&readme);
    add_citations(&readme);
    add_files(&readme, entries, count);
    add_columns(&readme, entries, count);
    arena_free(&readme.arena);
}
