/* Plural rules of CLDR 44 for cardinal numbers. A new family is one function, a new
 * language one row. "many" of Spanish, French, Italian and Portuguese (whole millions:
 * "un millón de delitos") falls back to "other" where a message does not have it. */
#include "site/catalogue_inside.h"

#include <math.h>
#include <string.h>

const char *const plural_words[PLURALS] = {"zero", "one",  "two",
                                           "few",  "many", "other"};

static bool is_million(double n) { return n != 0 && fmod(n, 1e6) == 0; }

/* English, German: one thing, written without decimals. */
static enum plural one_only(double n) { return n == 1 ? PLURAL_ONE : PLURAL_OTHER; }

static enum plural one_and_millions(double n)
{
    if (n == 1)
        return PLURAL_ONE;
    return is_million(n) ? PLURAL_MANY : PLURAL_OTHER;
}

/* French, Portuguese: all that begins with 0 or 1. */
static enum plural below_two(double n)
{
    if (fabs(n) < 2)
        return PLURAL_ONE;
    return is_million(n) ? PLURAL_MANY : PLURAL_OTHER;
}

enum { ONE = 1 << PLURAL_ONE, MANY = 1 << PLURAL_MANY };

struct plural_rule {
    const char *tag;
    enum plural (*of)(double n);
    unsigned used; /* besides "other" */
};

/* The whole tag before its language alone; English at the end for all others. */
static const struct plural_rule rules[] = {
    {"es", one_and_millions, ONE | MANY},
    {"en", one_only, ONE},
    {"fr", below_two, ONE | MANY},
    {"pt-PT", one_and_millions, ONE | MANY},
    {"pt", below_two, ONE | MANY},
    {"de", one_only, ONE},
    {"it", one_and_millions, ONE | MANY},
    {"ca", one_and_millions, ONE | MANY},
    {"nl", one_only, ONE},
};

static bool rule_fits(const struct plural_rule *rule, const char *tag)
{
    size_t length = strlen(rule->tag);
    return strncmp(rule->tag, tag, length) == 0 &&
           (tag[length] == '\0' || tag[length] == '-');
}

static const struct plural_rule *rule_of(const char *tag)
{
    static const struct plural_rule english = {"", one_only, ONE};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (rule_fits(&rules[i], tag))
            return &rules[i];
    }
    return &english;
}

enum plural plural_of(const char *tag, double n) { return rule_of(tag)->of(n); }

/* "zero" is any language's to use: "sin delitos" reads better than "0 delitos". */
bool plural_is_used(const char *tag, enum plural plural)
{
    return plural == PLURAL_OTHER || plural == PLURAL_ZERO ||
           (rule_of(tag)->used >> plural & 1) != 0;
}
