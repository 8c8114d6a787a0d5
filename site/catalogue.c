#include "site/catalogue_inside.h"

#include "base/file.h"
#include "base/json.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static int compare_message(const void *a, const void *b)
{
    return strcmp(((const struct message *)a)->key, ((const struct message *)b)->key);
}

const struct message *catalogue_find(const struct catalogue *catalogue, const char *key)
{
    struct message wanted = {.key = key};
    return bsearch(&wanted, catalogue->message, catalogue->count,
                   sizeof *catalogue->message, compare_message);
}

static bool is_part_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '_';
        if (!plain)
            return false;
    }
    return name.length > 0;
}

/* {Place} asks for the part place, with a capital. */
static struct piece part_piece(struct arena *arena, struct text name)
{
    bool capital = name.at[0] >= 'A' && name.at[0] <= 'Z';
    char *lower = arena_take(arena, name.length + 1);
    memcpy(lower, name.at, name.length);
    if (capital)
        lower[0] = (char)(lower[0] - 'A' + 'a');
    return (struct piece){{lower, name.length}, true, capital};
}

/* What one message of one file is called in failures. */
struct origin {
    struct arena *arena;
    const char *path;
    const char *tag;
    const char *key;
    struct error *err;
};

static bool fail_message(const struct origin *origin, const char *why)
{
    return fail(origin->err, ERROR_FORMAT, "%s: message \"%s\" %s", origin->path,
                origin->key, why);
}

/* Cut a message at its braces. The pieces point into the form's text. */
static bool cut_pieces(const struct origin *origin, struct form *form)
{
    struct piece pieces[CATALOGUE_PARTS_MAX];
    struct text rest = text_of(form->text);
    while (rest.length > 0) {
        if (form->count + 2 > CATALOGUE_PARTS_MAX)
            return fail_message(origin, "has too many parts");
        size_t plain = strcspn(rest.at, "{}");
        if (plain > 0)
            pieces[form->count++] = (struct piece){{rest.at, plain}, false, false};
        rest = (struct text){rest.at + plain, rest.length - plain};
        if (rest.length == 0)
            break;
        size_t inner = strcspn(rest.at + 1, "{}");
        struct text name = {rest.at + 1, inner};
        if (rest.at[0] != '{' || rest.at[1 + inner] != '}' || !is_part_name(name))
            return fail_message(origin, "has braces that hold no name");
        pieces[form->count++] = part_piece(origin->arena, name);
        rest = (struct text){rest.at + inner + 2, rest.length - inner - 2};
    }
    struct piece *kept = arena_array(origin->arena, form->count, sizeof *kept);
    if (form->count > 0)
        memcpy(kept, pieces, form->count * sizeof *kept);
    form->piece = kept;
    return true;
}

static bool read_form(const struct origin *origin, const struct json_node *node,
                      struct form *form)
{
    struct text text = json_text_of(node);
    if (json_kind(node) != JSON_KIND_STRING)
        return fail_message(origin, "is neither a text nor plural forms");
    if (text.length > CATALOGUE_MESSAGE_MAX || memchr(text.at, '\0', text.length))
        return fail_message(origin, "is too long or holds a zero byte");
    form->text = arena_copy(origin->arena, text).at;
    return cut_pieces(origin, form);
}

static enum plural plural_named(struct text name)
{
    enum plural plural = PLURAL_ZERO;
    while (plural < PLURALS && !text_is(name, plural_words[plural]))
        plural++;
    return plural;
}

static bool read_forms(const struct origin *origin, const struct json_node *node,
                       struct message *message)
{
    message->has_forms = true;
    for (size_t i = 0; i < json_count(node); i++) {
        struct text name;
        const struct json_node *value = json_entry(node, i, &name);
        enum plural plural = plural_named(name);
        if (plural == PLURALS || !plural_is_used(origin->tag, plural))
            return fail(origin->err, ERROR_FORMAT,
                        "%s: message \"%s\" has a plural form \"%.*s\", which language "
                        "%s does not use",
                        origin->path, origin->key, TEXT_ARGS(name), origin->tag);
        if (!read_form(origin, value, &message->form[plural]))
            return false;
    }
    if (message->form[PLURAL_OTHER].text == NULL)
        return fail_message(origin, "lacks the plural form \"other\"");
    return true;
}

static bool read_message(const struct origin *origin, const struct json_node *node,
                         struct message *message)
{
    message->key = origin->key;
    if (json_kind(node) == JSON_KIND_OBJECT)
        return read_forms(origin, node, message);
    return read_form(origin, node, &message->form[PLURAL_OTHER]);
}

/* All but the lists of months, which read_months() takes. */
static bool read_messages(struct origin *origin, const struct json_node *root,
                          struct catalogue *catalogue)
{
    size_t count = json_count(root);
    catalogue->message = arena_array(origin->arena, count, sizeof(struct message));
    for (size_t i = 0; i < count; i++) {
        struct text key;
        const struct json_node *node = json_entry(root, i, &key);
        origin->key = arena_copy(origin->arena, key).at;
        if (key.length > CATALOGUE_KEY_MAX)
            return fail_message(origin, "has too long a key");
        if (json_kind(node) == JSON_KIND_ARRAY && text_starts(key, TEXT("_")))
            continue;
        if (!read_message(origin, node, &catalogue->message[catalogue->count++]))
            return false;
    }
    qsort(catalogue->message, catalogue->count, sizeof *catalogue->message,
          compare_message);
    return true;
}

static bool read_months(struct origin *origin, const struct json_node *root,
                        const char *key, const char *months[12])
{
    const struct json_node *list = json_get(root, key);
    origin->key = key;
    if (json_kind(list) != JSON_KIND_ARRAY || json_count(list) != 12)
        return fail_message(origin, "is not a list of twelve months");
    for (size_t i = 0; i < 12; i++) {
        struct text month = json_text_of(json_at(list, i));
        if (month.length == 0)
            return fail_message(origin, "has a month that is no text");
        months[i] = arena_copy(origin->arena, month).at;
    }
    return true;
}

/* What every catalogue must hold for numbers, months, days, lists and charts: key,
 * parts, and where chart_words keeps its text. */
struct needed {
    const char *key;
    const char *parts[3];
    size_t offset;
};

enum { NOWHERE = 1 << 20 };
#define AT(member) offsetof(struct chart_words, member)

static const struct needed needed[] = {
    {"_locale", {0}, NOWHERE},
    {"_group", {0}, AT(numerals.group)},
    {"_decimal", {0}, AT(numerals.decimal)},
    {"_minus", {0}, AT(numerals.minus)},
    {"_month_year", {"month", "year"}, AT(month_year)},
    {"_span_months_same_year", {"from", "to", "year"}, NOWHERE},
    {"_span_months", {"from", "to"}, NOWHERE},
    {"_span_years", {"from", "to"}, NOWHERE},
    {"_day", {"day", "month", "year"}, NOWHERE},
    {"_list_comma", {0}, NOWHERE},
    {"_list_and", {0}, NOWHERE},
    {"_chart.not_reported", {0}, AT(not_reported)},
    {"_chart.withheld", {0}, AT(withheld)},
    {"_chart.not_held", {0}, AT(not_held)},
    {"_chart.provisional", {0}, AT(provisional)},
    {"_chart.partial", {0}, AT(partial)},
    {"_chart.zero", {0}, AT(zero)},
    {"_chart.one_place", {0}, AT(one_place)},
    {"_chart.other_places", {"count"}, AT(other_places)},
    {"_chart.thousand", {0}, AT(thousand)},
    {"_chart.million", {0}, AT(million)},
};

static bool take_needed(struct origin *origin, const struct needed *need,
                        struct catalogue *catalogue)
{
    const struct message *message = catalogue_find(catalogue, need->key);
    origin->key = need->key;
    if (message == NULL || message->has_forms)
        return fail_message(origin, "is missing, or has plural forms");
    for (size_t i = 0; i < 3 && need->parts[i] != NULL; i++) {
        if (!message_has_part(message, text_of(need->parts[i])))
            return fail(origin->err, ERROR_FORMAT, "%s: message \"%s\" lacks {%s}",
                        origin->path, need->key, need->parts[i]);
    }
    if (need->offset != NOWHERE)
        *(const char **)(void *)((char *)&catalogue->words + need->offset) =
            message->form[PLURAL_OTHER].text;
    return true;
}

static bool read_words(struct origin *origin, const struct json_node *root,
                       struct catalogue *catalogue)
{
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!take_needed(origin, &needed[i], catalogue))
            return false;
    }
    return read_months(origin, root, "_months_long", catalogue->words.month_long) &&
           read_months(origin, root, "_months_short", catalogue->words.month_short) &&
           read_months(origin, root, "_months_initial", catalogue->words.month_initial);
}

static bool read_catalogue(struct arena *arena, struct catalogue *catalogue,
                           struct error *err)
{
    struct text bytes;
    if (!file_read(arena, catalogue->path, CATALOGUE_BYTES_MAX, &bytes, err))
        return false;
    struct json_node *root = json_parse(bytes, catalogue->path, err);
    if (root == NULL)
        return false;
    struct origin origin = {arena, catalogue->path, catalogue->tag, "", err};
    bool done = json_kind(root) == JSON_KIND_OBJECT
                    ? read_messages(&origin, root, catalogue) &&
                          read_words(&origin, root, catalogue) &&
                          catalogue_countries_fit(catalogue, err)
                    : fail(err, ERROR_FORMAT, "%s: not an object", catalogue->path);
    json_close(root);
    return done;
}

bool catalogues_load(struct arena *arena, const char *folder,
                     const struct languages *languages, struct catalogue ***out,
                     struct error *err)
{
    struct catalogue **catalogues =
        arena_array(arena, languages->count, sizeof(struct catalogue *));
    for (size_t i = 0; i < languages->count; i++) {
        struct catalogue *catalogue = arena_take(arena, sizeof *catalogue);
        catalogue->language = i;
        catalogue->tag = arena_copy(arena, text_of(languages->tag[i])).at;
        catalogue->path =
            path_join(arena, folder, arena_format(arena, "%s.json", catalogue->tag));
        catalogue->missing = arena_take(arena, sizeof *catalogue->missing);
        catalogues[i] = catalogue;
        if (!read_catalogue(arena, catalogue, err))
            return false;
    }
    if (!catalogues_agree(catalogues, languages->count, err))
        return false;
    *out = catalogues;
    return true;
}

size_t catalogue_language(const struct catalogue *catalogue)
{
    return catalogue->language;
}

const char *catalogue_tag(const struct catalogue *catalogue) { return catalogue->tag; }

const char *catalogue_locale(const struct catalogue *catalogue)
{
    return word(catalogue, "_locale");
}

const struct numerals *catalogue_numerals(const struct catalogue *catalogue)
{
    return &catalogue->words.numerals;
}

const struct chart_words *catalogue_chart_words(const struct catalogue *catalogue)
{
    return &catalogue->words;
}
