#include "site/export_sdmx.h"

const char *sdmx_status(enum status status)
{
    static const char *const CODES[] = {
        [STATUS_ABSENT] = "M",  [STATUS_REPORTED] = "A",     [STATUS_PROVISIONAL] = "P",
        [STATUS_PARTIAL] = "U", [STATUS_NOT_REPORTED] = "O", [STATUS_SUPPRESSED] = "Q"};
    return CODES[status];
}

/* "_Z": does not apply. */
static void add_code(struct buffer *out, struct text code)
{
    if (code.length == 0)
        buffer_string(out, "_Z");
    for (size_t i = 0; i < code.length; i++)
        buffer_char(out, code.at[i] == '.' || code.at[i] == ':' ? '_' : code.at[i]);
}

static void add_cell(struct buffer *out, const char *code)
{
    add_code(out, text_of(code));
    buffer_char(out, ',');
}

void sdmx_prefix(struct buffer *out, const struct lists *lists,
                 const struct holding *holding, struct key key, enum step step)
{
    buffer_string(out, "datastructure," SDMX_STRUCTURE ",I,");
    buffer_string(out, step == STEP_YEAR ? "A," : "M,");
    add_cell(out,
             key.place.index == NO_INDEX ? "" : place_node(lists, key.place)->code);
    add_cell(out, key.offence.index == NO_INDEX
                      ? ""
                      : offence_node(lists, key.offence)->code);
    add_cell(out, key.measure.index == NO_INDEX
                      ? ""
                      : measure_node(lists, key.measure)->code);
    add_cell(out, holding->methodology ? holding->methodology->code : "");
    add_cell(out, holding_cited(holding));
}

/* A measure counts in units of the measure it is a part of. */
static struct text unit_of(const struct lists *lists, struct measure_id id)
{
    struct text code =
        text_of(id.index == NO_INDEX ? "" : measure_node(lists, id)->code);
    return text_cut(&code, '.');
}

void sdmx_suffix(struct buffer *out, const struct lists *lists, struct key key,
                 enum status status)
{
    buffer_char(out, ',');
    buffer_string(out, sdmx_status(status));
    buffer_char(out, ',');
    add_code(out, unit_of(lists, key.measure));
    buffer_string(out, "\r\n");
}
