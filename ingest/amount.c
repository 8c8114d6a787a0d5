#include "ingest/amount.h"

#include "base/number.h"
#include "ingest/encoding.h"

#include <math.h>
#include <string.h>

enum {
    SHOWN_CELL = 60, /* bytes of a cell quoted in a message */
    SYMBOL_MAX = 6   /* bytes of "n.d.", "null" */
};

void amount_rules_open(struct amount_rules *rules, const struct source *source)
{
    *rules = (struct amount_rules){
        .source = source, .plain_digits = true, .blank = STATUS_NOT_REPORTED};
    for (size_t i = 0; i < source->cells; i++) {
        struct text text = text_of(source->cell[i].text);
        rules->is_number[i] =
            number_parse(text, source->group, source->decimal, &rules->number[i]);
        if (rules->is_number[i] && rules->number[i] >= 0)
            rules->plain_digits = false;
        if (text.length == 0)
            rules->blank = source->cell[i].status;
    }
}

bool amount_fail(const struct csv_cell *cell, struct cell_place at,
                 const char *expected, struct error *err)
{
    struct buffer shown = {0};
    encoding_show(&shown, (struct text){cell->at, cell->length}, SHOWN_CELL);
    fail(err, ERROR_FORMAT, "row %zu, column \"%.*s\": \"%.*s\" is not %s", at.row,
         TEXT_ARGS(at.column), TEXT_ARGS(buffer_all(&shown)), expected);
    buffer_free(&shown);
    return false;
}

/* Does a rule of the source give this cell a meaning of its own? */
static bool by_rule(const struct amount_rules *rules, struct text text, bool is_number,
                    double number, struct figure *out)
{
    const struct source *source = rules->source;
    for (size_t i = 0; i < source->cells; i++) {
        bool fits = is_number ? rules->is_number[i] && rules->number[i] == number
                              : text_is(text, source->cell[i].text);
        if (fits) {
            *out = (struct figure){0, source->cell[i].status};
            return true;
        }
    }
    return false;
}

/* A number, or a word with a meaning, and a mark behind it: "1,234 [p]", ": c". Of two
 * that fit, such as "p" and "bp", the longer one is meant. */
static bool by_mark(const struct amount_rules *rules, struct text text,
                    struct text *bare, enum status *status)
{
    const struct source *source = rules->source;
    size_t longest = 0;
    for (size_t i = 0; i < source->marks; i++) {
        struct text mark = text_of(source->mark[i].text);
        if (mark.length <= longest || !text_ends(text, mark))
            continue;
        longest = mark.length;
        *bare = text_trim((struct text){text.at, text.length - mark.length});
        *status = source->mark[i].status;
    }
    return longest > 0;
}

/* "1.000" is one to some and a thousand to others; "1.0" is one to all. */
static bool may_be_thousands(struct text text, char decimal)
{
    if (text.length < 5 || text.at[text.length - 4] != (decimal ? decimal : '.'))
        return false;
    return memcmp(text.at + text.length - 3, "000", 3) == 0;
}

/* "NA", "-", "n.d.": a publisher's word for what is no number. */
static bool is_symbol(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            return false;
    return text.length <= SYMBOL_MAX;
}

/* A cell in UTF-8, and the spaces and apostrophes that typographers put between
 * thousands as the plain ones that a descriptor names. */
static void make_plain(struct buffer *out, struct text text, char group)
{
    static const struct {
        const char *sign;
        char plain;
    } SIGNS[] = {{"\u00a0", ' '},
                 {"\u202f", ' '},
                 {"\u2009", ' '},
                 {"\u2007", ' '},
                 {"\u2019", '\''}};
    struct buffer decoded = {0};
    if (text_is_utf8(text))
        buffer_text(&decoded, text);
    else
        text_from_cp1252(&decoded, text);
    struct text rest = text_trim(buffer_all(&decoded));
    while (rest.length > 0) {
        size_t taken = 1;
        char c = *rest.at;
        for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
            if (SIGNS[i].plain == group && text_starts(rest, text_of(SIGNS[i].sign))) {
                c = SIGNS[i].plain;
                taken = strlen(SIGNS[i].sign);
            }
        buffer_char(out, c);
        rest = (struct text){rest.at + taken, rest.length - taken};
    }
    buffer_free(&decoded);
}

static bool is_plain(const struct csv_cell *cell)
{
    for (size_t i = 0; i < cell->length; i++)
        if ((unsigned char)cell->at[i] >= 0x80)
            return false;
    return true;
}

/* The cell's text, trimmed, is what is read; the cell itself is what is quoted. */
static bool read_text(const struct amount_rules *rules, const struct csv_cell *cell,
                      struct text text, struct cell_place at, struct figure *out,
                      struct error *err)
{
    const struct source *source = rules->source;
    double number = 0;
    if (text.length == 0) {
        *out = (struct figure){0, rules->blank};
        return true;
    }
    bool is_number = number_parse(text, source->group, source->decimal, &number);
    if (by_rule(rules, text, is_number, number, out))
        return true;
    enum status status = STATUS_REPORTED;
    if (!is_number && by_mark(rules, text, &text, &status)) {
        is_number = number_parse(text, source->group, source->decimal, &number);
        bool kept = status == STATUS_REPORTED || status == STATUS_PROVISIONAL;
        bool explained = text.length == 0 || is_number;
        *out = (struct figure){0, rules->blank};
        explained |= by_rule(rules, text, is_number, number, out);
        if (!kept && explained) {
            *out = (struct figure){0, status};
            return true;
        }
        if (explained && !is_number)
            return true;
    }
    if (!is_number)
        return amount_fail(cell, at,
                           is_symbol(text)
                               ? "a number, nor a blank cell, and \"cells\" of the "
                                 "descriptor does not say what it stands for"
                               : "a number, nor a blank cell",
                           err);
    if (number < 0)
        return amount_fail(cell, at, "possible: no count is below zero", err);
    if (source->whole && number != floor(number))
        return amount_fail(cell, at, "a whole number", err);
    if (source->whole && number > NUMBER_EXACT_MAX)
        return amount_fail(cell, at, "possible: no count is so large", err);
    if (source->whole && may_be_thousands(text, source->decimal))
        return amount_fail(cell, at, "a whole number that cannot be read in two ways",
                           err);
    *out = (struct figure){number, status};
    return true;
}

bool amount_read(const struct amount_rules *rules, const struct csv_cell *cell,
                 struct cell_place at, struct figure *out, struct error *err)
{
    struct text text = text_trim((struct text){cell->at, cell->length});
    if (is_plain(cell))
        return read_text(rules, cell, text, at, out, err);
    struct buffer plain = {0};
    make_plain(&plain, text, rules->source->group);
    bool good = read_text(rules, cell, buffer_all(&plain), at, out, err);
    buffer_free(&plain);
    return good;
}
