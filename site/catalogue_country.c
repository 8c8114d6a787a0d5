#include "site/catalogue_inside.h"

#include <string.h>

static bool is_of_country(const struct message *message)
{
    return strchr(message->key, CATALOGUE_COUNTRY) != NULL;
}

/* The message that this one of a country stands in for. */
static struct message *stands_for(struct catalogue *catalogue,
                                  const struct message *message)
{
    char key[CATALOGUE_KEY_MAX + 1] = "";
    memcpy(key, message->key, strcspn(message->key, (char[]){CATALOGUE_COUNTRY, 0}));
    return (struct message *)catalogue_find(catalogue, key);
}

bool catalogue_countries_fit(struct catalogue *catalogue, struct error *err)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct message *message = &catalogue->message[i];
        if (is_of_country(message) && !stands_for(catalogue, message))
            return fail(err, ERROR_FORMAT,
                        "%s: message \"%s\" is a country's, and there is none for the "
                        "others",
                        catalogue->path, message->key);
    }
    return true;
}

static void stand_in(struct catalogue *catalogue, const char *whose)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct message *own = &catalogue->message[i];
        struct message *general =
            is_of_country(own) ? stands_for(catalogue, own) : NULL;
        if (!general || strcmp(strchr(own->key, CATALOGUE_COUNTRY) + 1, whose) != 0)
            continue;
        const char *key = general->key;
        *general = *own;
        general->key = key;
    }
}

static void drop_others(struct catalogue *catalogue)
{
    size_t kept = 0;
    for (size_t i = 0; i < catalogue->count; i++) {
        if (!is_of_country(&catalogue->message[i]))
            catalogue->message[kept++] = catalogue->message[i];
    }
    catalogue->count = kept;
}

void catalogues_suit(struct catalogue *const *catalogues, size_t count,
                     const char *country, const char *counted)
{
    for (size_t i = 0; i < count; i++) {
        stand_in(catalogues[i], country);
        if (counted)
            stand_in(catalogues[i], counted);
        drop_others(catalogues[i]);
    }
}
