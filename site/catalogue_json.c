#include "site/catalogue_inside.h"

#include "base/json.h"

#include <string.h>

static void add_forms(struct buffer *out, const struct message *message)
{
    bool any = false;
    buffer_char(out, '{');
    for (size_t i = 0; i < PLURALS; i++) {
        if (!message->form[i].text)
            continue;
        buffer_format(out, "%s\"%s\":", any ? "," : "", plural_words[i]);
        json_write_string(out, text_of(message->form[i].text));
        any = true;
    }
    buffer_char(out, '}');
}

void catalogue_json(const struct catalogue *catalogue, const char *prefix,
                    struct buffer *out)
{
    size_t length = strlen(prefix);
    bool any = false;
    buffer_char(out, '{');
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct message *message = &catalogue->message[i];
        if (strncmp(message->key, prefix, length) != 0)
            continue;
        buffer_string(out, any ? "," : "");
        json_write_string(out, text_of(message->key + length));
        buffer_char(out, ':');
        if (message->has_forms)
            add_forms(out, message);
        else
            json_write_string(out, text_of(message->form[PLURAL_OTHER].text));
        any = true;
    }
    buffer_char(out, '}');
}
