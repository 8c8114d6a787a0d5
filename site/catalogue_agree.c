/* Every language says the same things: the same messages, with the same parts. What
 * disagrees is gathered, so that a translator sees all of it at once. */
#include "site/catalogue_inside.h"

#include "base/buffer.h"

#include <string.h>

enum { DISAGREEMENTS_SHOWN = 12 };

struct disagreements {
    struct buffer list;
    size_t count;
};

static bool is_exempt(const struct message *message) { return message->key[0] == '_'; }

static bool form_has_part(const struct form *form, struct text part)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->piece[i].is_part && text_equal(form->piece[i].text, part))
            return true;
    }
    return false;
}

bool message_has_part(const struct message *message, struct text part)
{
    for (size_t i = 0; i < PLURALS; i++) {
        if (form_has_part(&message->form[i], part))
            return true;
    }
    return false;
}

static bool begin(struct disagreements *found)
{
    found->count++;
    if (found->count > 1 && found->count <= DISAGREEMENTS_SHOWN)
        buffer_string(&found->list, "; ");
    return found->count <= DISAGREEMENTS_SHOWN;
}

static void note_part(struct disagreements *found, const char *path, const char *key,
                      struct text part, const char *other)
{
    if (begin(found))
        buffer_format(&found->list, "%s: message \"%s\" lacks {%.*s}, which %s has",
                      path, key, TEXT_ARGS(part), other);
}

/* "one" and "zero" may spell their number out, or leave it out. */
static bool may_omit(size_t plural, struct text part)
{
    return (plural == PLURAL_ONE || plural == PLURAL_ZERO) && text_is(part, "n");
}

/* Each form of one message has all parts that any of them has. */
static void compare_forms(struct disagreements *found,
                          const struct catalogue *catalogue,
                          const struct message *message, const struct form *from)
{
    for (size_t i = 0; i < from->count; i++) {
        for (size_t j = 0; j < PLURALS && from->piece[i].is_part; j++) {
            struct text part = from->piece[i].text;
            if (message->form[j].text != NULL && !may_omit(j, part) &&
                !form_has_part(&message->form[j], part))
                note_part(found, catalogue->path, message->key, part,
                          "another of its forms");
        }
    }
}

/* All parts of one language's message are in the other's. */
static void compare_parts(struct disagreements *found, const struct catalogue *has,
                          const struct message *message, const struct catalogue *lacks,
                          const struct message *other)
{
    for (size_t i = 0; i < PLURALS; i++) {
        const struct form *form = &message->form[i];
        for (size_t j = 0; j < form->count; j++) {
            if (form->piece[j].is_part && !message_has_part(other, form->piece[j].text))
                note_part(found, lacks->path, other->key, form->piece[j].text,
                          has->path);
        }
    }
}

static void compare_one_way(struct disagreements *found, const struct catalogue *has,
                            const struct catalogue *lacks)
{
    for (size_t i = 0; i < has->count; i++) {
        const struct message *message = &has->message[i];
        const struct message *other = catalogue_find(lacks, message->key);
        if (is_exempt(message))
            continue;
        if (other != NULL)
            compare_parts(found, has, message, lacks, other);
        else if (begin(found))
            buffer_format(&found->list, "%s: no message \"%s\", which %s has",
                          lacks->path, message->key, has->path);
    }
}

static void compare_own(struct disagreements *found, const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct message *message = &catalogue->message[i];
        for (size_t j = 0; j < PLURALS; j++)
            compare_forms(found, catalogue, message, &message->form[j]);
    }
}

bool catalogues_agree(struct catalogue *const *catalogues, size_t count,
                      struct error *err)
{
    struct disagreements found = {0};
    for (size_t i = 0; i < count; i++) {
        compare_own(&found, catalogues[i]);
        if (i > 0) {
            compare_one_way(&found, catalogues[0], catalogues[i]);
            compare_one_way(&found, catalogues[i], catalogues[0]);
        }
    }
    if (found.count > 0)
        fail(err, ERROR_CONTRADICTION, "%.*s%s", TEXT_ARGS(buffer_all(&found.list)),
             found.count > DISAGREEMENTS_SHOWN ? "; and more" : "");
    buffer_free(&found.list);
    return found.count == 0;
}
