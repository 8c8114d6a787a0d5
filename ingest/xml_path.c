#include "ingest/xml_path.h"

#include <string.h>

static bool fail_path(struct text words, const char *why, struct error *err)
{
    return fail(err, ERROR_USAGE, "the XML path \"%.*s\" %s", TEXT_ARGS(words), why);
}

/* Up to the next slash that is not in brackets, braces or quotes. */
static struct text take_step(struct text *rest)
{
    char closing = '\0';
    size_t length = 0;
    for (; length < rest->length; length++) {
        char c = rest->at[length];
        if (closing) {
            closing = c == closing ? '\0' : closing;
            continue;
        }
        if (c == '/')
            break;
        closing = c == '{' ? '}' : c == '\'' || c == '"' ? c : '\0';
    }
    struct text step = {rest->at, length};
    bool more = length < rest->length;
    rest->at += length + more;
    rest->length -= length + more;
    if (!more)
        rest->at = NULL;
    return step;
}

/* [@name='value'] at the end of a step. */
static bool read_condition(struct text *step, struct xml_step *out)
{
    const char *open = memchr(step->at, '[', step->length);
    if (!open)
        return true;
    struct text inner = {open + 1, step->length - (size_t)(open + 1 - step->at)};
    step->length = (size_t)(open - step->at);
    if (inner.length < 2 || inner.at[0] != '@' || inner.at[inner.length - 1] != ']')
        return false;
    inner = (struct text){inner.at + 1, inner.length - 2};
    out->attribute = text_cut(&inner, '=');
    if (!inner.at || inner.length < 2 || !strchr("'\"", inner.at[0]) ||
        inner.at[inner.length - 1] != inner.at[0])
        return false;
    out->value = (struct text){inner.at + 1, inner.length - 2};
    return out->attribute.length > 0;
}

static bool read_step(struct text step, struct xml_step *out)
{
    *out = (struct xml_step){0};
    if (step.length > 0 && step.at[0] == '{') {
        const char *end = memchr(step.at, '}', step.length);
        if (!end)
            return false;
        out->space = (struct text){step.at + 1, (size_t)(end - step.at) - 1};
        step.length -= (size_t)(end + 1 - step.at);
        step.at = end + 1;
    }
    if (step.length == 0 || !read_condition(&step, out))
        return false;
    out->name = step;
    return step.length > 0;
}

bool xml_path_read(struct text words, struct xml_path *out, struct error *err)
{
    struct text rest = words;
    *out = (struct xml_path){0};
    if (words.length == 0)
        return fail_path(words, "is empty", err);
    while (rest.at) {
        struct text step = take_step(&rest);
        if (out->attribute.length > 0)
            return fail_path(words, "goes on behind an attribute", err);
        if (text_is(step, ".."))
            out->up++;
        else if (step.length > 1 && step.at[0] == '@')
            out->attribute = (struct text){step.at + 1, step.length - 1};
        else if (text_is(step, "."))
            continue;
        else if (out->steps == XML_STEPS_MAX)
            return fail_path(words, "has too many parts", err);
        else if (!read_step(step, &out->step[out->steps++]))
            return fail_path(words, "is not made of names, @names and conditions", err);
    }
    if (out->up > 0 && (out->steps > 0 || out->attribute.length == 0))
        return fail_path(words, "may lead to attributes only, once it has \"..\"", err);
    return true;
}

bool xml_step_fits(const struct xml_step *step, const struct xml_reader *reader)
{
    if (!text_equal(step->name, xml_name(reader)) && !text_is(step->name, "*"))
        return false;
    if (step->space.at && !text_equal(step->space, xml_space(reader)))
        return false;
    size_t count;
    const struct xml_attribute *attribute = xml_attributes(reader, &count);
    for (size_t i = 0; step->attribute.length > 0 && i < count; i++)
        if (text_equal(attribute[i].name, step->attribute))
            return text_equal(attribute[i].value, step->value);
    return step->attribute.length == 0;
}
