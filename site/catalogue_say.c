#include "site/catalogue_inside.h"

#include "base/buffer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What word() gives for a key that is missing while another one is remembered. */
static const char missing_word[] = "⟦…⟧";

/* The first one asked for is kept; the build fails on it whichever it is. */
static void remember(const struct catalogue *catalogue, const char *key,
                     struct text part)
{
    struct missing *missing = catalogue->missing;
    int expected = MISSING_NOTHING;
    if (!atomic_compare_exchange_strong(&missing->state, &expected,
                                        MISSING_BEING_WRITTEN))
        return;
    if (part.length > 0)
        snprintf(missing->what, sizeof missing->what, "%s {%.*s}", key,
                 TEXT_ARGS(part));
    else
        snprintf(missing->what, sizeof missing->what, "%s", key);
    snprintf(missing->shown, sizeof missing->shown, "⟦%s⟧", key);
    atomic_store(&missing->state, MISSING_KNOWN);
}

const char *catalogue_missing(const struct catalogue *catalogue)
{
    bool known = atomic_load(&catalogue->missing->state) == MISSING_KNOWN;
    return known ? catalogue->missing->what : NULL;
}

bool catalogue_has(const struct catalogue *catalogue, const char *key)
{
    return catalogue_find(catalogue, key) != NULL;
}

static bool is_plain(const struct message *message)
{
    const struct form *form = &message->form[PLURAL_OTHER];
    return !message->has_forms &&
           (form->count == 0 || (form->count == 1 && !form->piece[0].is_part));
}

bool catalogue_plain(const struct catalogue *catalogue, const char *key)
{
    const struct message *message = catalogue_find(catalogue, key);
    return message != NULL && is_plain(message);
}

const char *word(const struct catalogue *catalogue, const char *key)
{
    const struct message *message = catalogue_find(catalogue, key);
    if (message != NULL && is_plain(message))
        return message->form[PLURAL_OTHER].text;
    remember(catalogue, key, text_of(message == NULL ? "" : "?"));
    if (message != NULL)
        return message->form[PLURAL_OTHER].text;
    const char *what = catalogue_missing(catalogue);
    return what != NULL && strcmp(what, key) == 0 ? catalogue->missing->shown
                                                  : missing_word;
}

static const struct form *form_for(const struct catalogue *catalogue,
                                   const struct message *message, double n)
{
    const struct form *zero = &message->form[PLURAL_ZERO];
    const struct form *form = &message->form[plural_of(catalogue->tag, n)];
    if (n == 0 && zero->text != NULL)
        return zero;
    return form->text != NULL ? form : &message->form[PLURAL_OTHER];
}

static const char *part_value(const struct part *parts, struct text name)
{
    for (; parts != NULL && parts->name != NULL; parts++) {
        if (text_is(name, parts->name))
            return parts->value;
    }
    return NULL;
}

/* {n} that nobody gives is the number that chose the form. */
static struct text fill(struct arena *arena, const struct catalogue *catalogue,
                        const struct message *message, const struct piece *piece,
                        double n, const struct part *parts)
{
    if (!piece->is_part)
        return piece->text;
    const char *value = part_value(parts, piece->text);
    if (value == NULL && text_is(piece->text, "n"))
        value = say_number(arena, catalogue, n, fmod(n, 1) == 0 ? 0 : 1);
    if (value == NULL) {
        remember(catalogue, message->key, piece->text);
        value = arena_format(arena, "⟦%.*s⟧", TEXT_ARGS(piece->text));
    }
    return text_of(piece->is_capital ? say_capital(arena, value) : value);
}

static const char *join(struct arena *arena, const struct text *texts, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += texts[i].length;
    char *sentence = arena_take(arena, length + 1);
    char *end = sentence;
    for (size_t i = 0; i < count; i++) {
        if (texts[i].length > 0)
            memcpy(end, texts[i].at, texts[i].length);
        end += texts[i].length;
    }
    return sentence;
}

const char *say(struct arena *arena, const struct catalogue *catalogue, const char *key,
                double n, const struct part *parts)
{
    const struct message *message = catalogue_find(catalogue, key);
    if (message == NULL) {
        remember(catalogue, key, (struct text){0});
        return arena_format(arena, "⟦%s⟧", key);
    }
    const struct form *form = form_for(catalogue, message, n);
    struct text texts[CATALOGUE_PARTS_MAX];
    for (size_t i = 0; i < form->count; i++)
        texts[i] = fill(arena, catalogue, message, &form->piece[i], n, parts);
    return join(arena, texts, form->count);
}

const char *say_number(struct arena *arena, const struct catalogue *catalogue,
                       double number, int decimals)
{
    return number_string(arena, number, decimals, &catalogue->words.numerals);
}

static const char *month_of(const struct catalogue *catalogue, struct period period)
{
    return catalogue->words.month_long[period_month(period) - 1];
}

static const char *year_of(struct arena *arena, struct period period)
{
    return arena_format(arena, "%d", period_year(period));
}

const char *say_period(struct arena *arena, const struct catalogue *catalogue,
                       struct period period, enum step step)
{
    if (step == STEP_YEAR)
        return year_of(arena, period);
    return say(arena, catalogue, "_month_year", 1,
               (struct part[]){{"month", month_of(catalogue, period)},
                               {"year", year_of(arena, period)},
                               {0}});
}

const char *say_span(struct arena *arena, const struct catalogue *catalogue,
                     struct period first, struct period last, enum step step)
{
    bool same_year = period_year(first) == period_year(last);
    if (first.month == last.month || (same_year && step == STEP_YEAR))
        return say_period(arena, catalogue, first, step);
    if (!same_year || step == STEP_YEAR)
        return say(arena, catalogue, step == STEP_YEAR ? "_span_years" : "_span_months",
                   1,
                   (struct part[]){{"from", say_period(arena, catalogue, first, step)},
                                   {"to", say_period(arena, catalogue, last, step)},
                                   {0}});
    return say(arena, catalogue, "_span_months_same_year", 1,
               (struct part[]){{"from", month_of(catalogue, first)},
                               {"to", month_of(catalogue, last)},
                               {"year", year_of(arena, last)},
                               {0}});
}

const char *say_day(struct arena *arena, const struct catalogue *catalogue,
                    struct day day)
{
    if (day.month < 1 || day.month > 12)
        return "";
    return say(arena, catalogue, "_day", 1,
               (struct part[]){{"day", arena_format(arena, "%d", day.day)},
                               {"month", catalogue->words.month_long[day.month - 1]},
                               {"year", arena_format(arena, "%d", day.year)},
                               {0}});
}

static bool is_vowel(char c) { return c != '\0' && strchr("aeiou", c) != NULL; }

/* Does it begin with the sound of an i: Iztapalapa, Hidalgo, Ydígoras; but not with
 * hie, hia, hio, ia, io, as in hierro? Then Spanish says "e" for "y" (RAE). */
static bool sounds_i(struct arena *arena, const char *item)
{
    struct text fold = text_fold(arena, text_of(item));
    char letters[3] = {0};
    size_t skip = fold.length > 0 && fold.at[0] == 'h' ? 1 : 0;
    for (size_t i = 0; i < 2 && skip + i < fold.length; i++)
        letters[i] = fold.at[skip + i];
    bool before_vowel = is_vowel(letters[1]);
    return !before_vowel && (letters[0] == 'i' || (letters[0] == 'y' && skip == 0));
}

static const char *last_joint(struct arena *arena, const struct catalogue *catalogue,
                              const char *item)
{
    static const char before_i[] = "_list_and_before_i";
    if (catalogue_has(catalogue, before_i) && sounds_i(arena, item))
        return word(catalogue, before_i);
    return word(catalogue, "_list_and");
}

const char *say_list(struct arena *arena, const struct catalogue *catalogue,
                     const char *const *items, size_t count)
{
    if (count == 0)
        return "";
    struct text *texts = arena_array(arena, 2 * count, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        texts[2 * i] = text_of(items[i]);
        if (i + 2 < count)
            texts[2 * i + 1] = text_of(word(catalogue, "_list_comma"));
        else if (i + 2 == count)
            texts[2 * i + 1] = text_of(last_joint(arena, catalogue, items[i + 1]));
    }
    return join(arena, texts, 2 * count - 1);
}

/* The capital of a letter of Latin-1 or Latin Extended-A; itself for all else. */
static uint32_t capital_of(uint32_t rune)
{
    if (rune >= 'a' && rune <= 'z')
        return rune - 32;
    if (rune >= 0xe0 && rune <= 0xfe && rune != 0xf7)
        return rune - 32;
    if (rune == 0xff)
        return 0x178;
    bool odd_small = (rune >= 0x100 && rune <= 0x137 && rune != 0x131) ||
                     (rune >= 0x14a && rune <= 0x177);
    bool even_small =
        (rune >= 0x139 && rune <= 0x148) || (rune >= 0x179 && rune <= 0x17e);
    if ((odd_small && rune % 2 == 1) || (even_small && rune % 2 == 0))
        return rune - 1;
    return rune;
}

/* Bytes of the quotes, brackets and opening marks a sentence may begin with. */
static size_t opening_length(const char *sentence)
{
    static const char *const marks[] = {"¿", "¡", "«", "“", "‘", "\"", "'", "(", "["};
    size_t length = 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (text_starts(text_of(sentence + length), text_of(marks[i]))) {
            length += strlen(marks[i]);
            i = (size_t)-1;
        }
    }
    return length;
}

const char *say_capital(struct arena *arena, const char *sentence)
{
    size_t before = opening_length(sentence);
    const unsigned char *at = (const unsigned char *)sentence + before;
    bool two_bytes = at[0] >= 0xc2 && at[0] <= 0xdf && (at[1] & 0xc0) == 0x80;
    uint32_t rune = two_bytes ? (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu) : at[0];
    if (at[0] == '\0' || capital_of(rune) == rune)
        return sentence;
    struct buffer out = {0};
    buffer_add(&out, sentence, before);
    buffer_rune(&out, capital_of(rune));
    buffer_string(&out, (const char *)at + (two_bytes ? 2 : 1));
    const char *said = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return said;
}
