#include "ingest/workbook.h"

#include "ingest/encoding.h"
#include "ingest/workbook_styles.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    STRINGS_MAX = 1 << 24,
    NAME_BYTES = 255, /* of a sheet's name, an id, a part's name */
    SHOWN_NAMES = 1000,
    SHOWN_NAME = 60
};

/* What a relationship of a part to another is, by the end of its type. */
struct relation {
    const char *id;
    const char *type; /* "worksheet", "styles", … */
    const char *target;
};

struct relations {
    size_t count;
    struct relation relation[WORKBOOK_SHEETS_MAX + 64];
};

/* Both editions, ECMA-376 transitional and ISO 29500 strict. */
bool workbook_is(const struct xml_reader *reader, const char *name)
{
    if (!text_is(xml_name(reader), name))
        return false;
    struct text space = xml_space(reader);
    return text_is(space,
                   "http://schemas.openxmlformats.org/spreadsheetml/2006/main") ||
           text_is(space, "http://purl.oclc.org/ooxml/spreadsheetml/main");
}

/* Reading a part ---------------------------------------------------------------------
 */

static bool with_part(struct workbook *workbook, const struct workbook_part *part,
                      bool (*read)(void *context, struct xml_reader *reader,
                                   struct error *err),
                      void *context, struct error *err)
{
    struct part_stream *stream = part_open(workbook, part, err);
    struct xml_reader *reader = NULL;
    if (stream)
        reader = xml_open((struct xml_input){stream, part_read}, err);
    bool good = reader && read(context, reader, err);
    if (!good)
        fail_while(err, "reading the workbook's %s", part->name);
    xml_close(reader);
    part_close(stream);
    return good;
}

static const char *keep(struct arena *arena, struct text text)
{
    return arena_copy(arena, xml_cut(text, NAME_BYTES)).at;
}

/* Relationships
 * ------------------------------------------------------------------------ */

struct relations_reading {
    struct arena *arena;
    struct relations *out;
    const char *base; /* folder of the part whose relations they are, "xl/" */
};

/* "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "../x.xml" */
static const char *resolve(struct arena *arena, const char *base, struct text target)
{
    if (target.length > 0 && target.at[0] == '/')
        return keep(arena, (struct text){target.at + 1, target.length - 1});
    struct text folder = text_of(base);
    while (text_starts(target, TEXT("../")) || text_starts(target, TEXT("./"))) {
        bool up = target.at[1] == '.';
        target.at += up ? 3 : 2;
        target.length -= up ? 3 : 2;
        folder.length -= up && folder.length > 0;
        while (up && folder.length > 0 && folder.at[folder.length - 1] != '/')
            folder.length--;
    }
    return arena_format(arena, "%.*s%s", TEXT_ARGS(folder), keep(arena, target));
}

static bool read_relations(void *context, struct xml_reader *reader, struct error *err)
{
    struct relations_reading *reading = context;
    struct relations *out = reading->out;
    enum xml_event event;
    while (xml_next(reader, &event, err)) {
        if (event == XML_EVENT_END)
            return true;
        if (event != XML_EVENT_OPEN || !text_is(xml_name(reader), "Relationship"))
            continue;
        struct text id, type, target, mode;
        xml_attribute(reader, "Id", &id);
        xml_attribute(reader, "Type", &type);
        xml_attribute(reader, "Target", &target);
        xml_attribute(reader, "TargetMode", &mode);
        if (text_is(mode, "External"))
            continue;
        if (out->count == sizeof out->relation / sizeof *out->relation)
            return fail(err, ERROR_LIMIT, "the workbook has too many relationships");
        struct text rest = type;
        while (rest.at)
            type = text_cut(&rest, '/');
        out->relation[out->count++] =
            (struct relation){keep(reading->arena, id), keep(reading->arena, type),
                              resolve(reading->arena, reading->base, target)};
    }
    return false;
}

static bool fail_lost(const char *part, struct error *err)
{
    return fail(err, ERROR_FORMAT, "the workbook has lost its part \"%s\"", part);
}

/* Those of a part; none, if there is no list of them. */
static bool relations_of(struct workbook *workbook, const char *part,
                         struct relations *out, struct error *err)
{
    const char *slash = strrchr(part, '/');
    struct text folder = {part, slash ? (size_t)(slash + 1 - part) : 0};
    const char *base = arena_copy(workbook->arena, folder).at;
    const char *name = arena_format(workbook->arena, "%s_rels/%s.rels", base,
                                    slash ? slash + 1 : part);
    const struct workbook_part *found = part_find(workbook, name);
    struct relations_reading reading = {workbook->arena, out, base};
    *out = (struct relations){0};
    return !found || with_part(workbook, found, read_relations, &reading, err);
}

/* The part that a relation of this type leads to: NULL when there is no such relation,
 * an error when there is one and no part, for then something is lost. */
static bool target_of(const struct workbook *workbook,
                      const struct relations *relations, const char *type,
                      const struct workbook_part **out, struct error *err)
{
    *out = NULL;
    for (size_t i = 0; i < relations->count; i++) {
        if (strcmp(relations->relation[i].type, type) != 0)
            continue;
        *out = part_find(workbook, relations->relation[i].target);
        return *out || fail_lost(relations->relation[i].target, err);
    }
    return true;
}

/* Sheets
 * ------------------------------------------------------------------------------- */

/* r:id, whatever its prefix: the only id in a relationships namespace. */
static struct text relation_id(const struct xml_reader *reader)
{
    size_t count;
    const struct xml_attribute *attribute = xml_attributes(reader, &count);
    for (size_t i = 0; i < count; i++)
        if (text_is(attribute[i].name, "id") &&
            text_ends(attribute[i].space, TEXT("/relationships")))
            return attribute[i].value;
    return TEXT("");
}

/* A name as one line, which no terminal obeys. */
static const char *shown_name(struct arena *arena, struct text name)
{
    struct buffer line = {0};
    text_printable(&line, name);
    const char *shown = keep(arena, buffer_all(&line));
    buffer_free(&line);
    return shown;
}

static bool add_sheet(struct workbook *workbook, const struct xml_reader *reader,
                      struct error *err)
{
    struct text name, state;
    if (workbook->sheets == WORKBOOK_SHEETS_MAX)
        return fail(err, ERROR_LIMIT, "the workbook has more than %d sheets",
                    WORKBOOK_SHEETS_MAX);
    xml_attribute(reader, "name", &name);
    xml_attribute(reader, "state", &state);
    workbook->sheet[workbook->sheets++] = (struct workbook_sheet){
        .name = shown_name(workbook->arena, name),
        .id = keep(workbook->arena, relation_id(reader)),
        .hidden = state.length > 0 && !text_is(state, "visible")};
    return true;
}

static bool read_sheets(void *context, struct xml_reader *reader, struct error *err)
{
    struct workbook *workbook = context;
    enum xml_event event;
    bool good = true;
    workbook->sheet =
        arena_array(workbook->arena, WORKBOOK_SHEETS_MAX, sizeof *workbook->sheet);
    while (good && (good = xml_next(reader, &event, err)) && event != XML_EVENT_END) {
        struct text from_1904;
        if (event == XML_EVENT_OPEN && workbook_is(reader, "sheet"))
            good = add_sheet(workbook, reader, err);
        else if (event == XML_EVENT_OPEN && workbook_is(reader, "workbookPr") &&
                 xml_attribute(reader, "date1904", &from_1904))
            workbook->from_1904 = text_is(from_1904, "1") || text_is(from_1904, "true");
    }
    return good;
}

static bool place_sheet(const struct workbook *workbook, struct workbook_sheet *sheet,
                        const struct relations *relations, struct error *err)
{
    for (size_t i = 0; i < relations->count; i++) {
        const struct relation *relation = &relations->relation[i];
        if (strcmp(relation->id, sheet->id) != 0)
            continue;
        if (strcmp(relation->type, "worksheet") != 0)
            return true;
        sheet->part = part_find(workbook, relation->target);
        return sheet->part || fail_lost(relation->target, err);
    }
    return fail(err, ERROR_FORMAT, "the workbook has lost its sheet \"%s\"",
                sheet->name);
}

static bool place_sheets(struct workbook *workbook, const struct relations *relations,
                         struct error *err)
{
    for (size_t i = 0; i < workbook->sheets; i++)
        if (!place_sheet(workbook, &workbook->sheet[i], relations, err))
            return false;
    return true;
}

/* Shared strings
 * ------------------------------------------------------------------------ */

static bool end_string(struct workbook *workbook, struct error *err)
{
    if (workbook->strings.failed)
        return fail(err, ERROR_LIMIT,
                    "the workbook's shared strings are longer than %d MiB",
                    WORKBOOK_STRINGS_BYTES >> 20);
    if (workbook->string_count == STRINGS_MAX)
        return fail(err, ERROR_LIMIT, "the workbook has more than %d shared strings",
                    STRINGS_MAX);
    if (workbook->string_count == workbook->string_room) {
        size_t room = workbook->string_room ? 2 * workbook->string_room : 1024;
        workbook->string_end = memory_or_die(
            realloc(workbook->string_end, room * sizeof *workbook->string_end));
        workbook->string_room = room;
    }
    workbook->string_end[workbook->string_count++] = (uint32_t)workbook->strings.length;
    return true;
}

/* <si><t>…</t></si>, or <si><r><t>…</t></r>…</si>; what a word sounds like (rPh) is
 * no part of it. */
static bool read_strings(void *context, struct xml_reader *reader, struct error *err)
{
    struct workbook *workbook = context;
    enum xml_event event;
    bool in_string = false, in_text = false, good = true;
    workbook->strings.limit = WORKBOOK_STRINGS_BYTES;
    while (good && (good = xml_next(reader, &event, err)) && event != XML_EVENT_END) {
        bool open = event == XML_EVENT_OPEN;
        if (event == XML_EVENT_TEXT) {
            if (in_string && in_text)
                workbook_text(&workbook->strings, xml_text(reader));
        } else if (workbook_is(reader, "t")) {
            in_text = open;
        } else if (open && workbook_is(reader, "rPh")) {
            good = xml_skip(reader, err);
        } else if (workbook_is(reader, "si")) {
            in_string = open;
            good = open || end_string(workbook, err);
        }
    }
    return good;
}

bool workbook_string(const struct workbook *workbook, size_t number, struct text *out)
{
    if (number >= workbook->string_count)
        return false;
    size_t start = number > 0 ? workbook->string_end[number - 1] : 0;
    const char *at = workbook->strings.at ? workbook->strings.at : "";
    *out = (struct text){at + start, workbook->string_end[number] - start};
    return true;
}

/* Hexadecimal of "_x000D_" at the front of a text; -1 for anything else. */
static int escaped_rune(struct text text)
{
    int rune = 0;
    if (text.length < 7 || text.at[0] != '_' || text.at[1] != 'x' || text.at[6] != '_')
        return -1;
    for (size_t i = 2; i < 6; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *digit = text.at[i]
                                ? strchr(digits, text.at[i] >= 'A' && text.at[i] <= 'F'
                                                     ? text.at[i] | 0x20
                                                     : text.at[i])
                                : NULL;
        if (!digit)
            return -1;
        rune = 16 * rune + (int)(digit - digits);
    }
    return rune;
}

void workbook_text(struct buffer *out, struct text text)
{
    for (const char *at; (at = memchr(text.at, '_', text.length)) != NULL;) {
        struct text rest = {at, text.length - (size_t)(at - text.at)};
        int rune = escaped_rune(rest);
        size_t length = rune >= 0 ? 7 : 1;
        buffer_add(out, text.at, (size_t)(at - text.at));
        if (rune >= 0)
            buffer_rune(out, rune >= 0xD800 && rune < 0xE000 ? 0xFFFD : (uint32_t)rune);
        else
            buffer_char(out, '_');
        text = (struct text){rest.at + length, rest.length - length};
        if (text.length == 0)
            return;
    }
    buffer_text(out, text);
}

/* The workbook
 * ------------------------------------------------------------------------- */

static bool read_styles(void *context, struct xml_reader *reader, struct error *err)
{
    return styles_read(context, reader, err);
}

static bool fail_other(const struct workbook *workbook, struct error *err)
{
    if (part_find(workbook, "xl/workbook.bin"))
        return fail(err, ERROR_FORMAT,
                    "the file is a binary Excel workbook (.xlsb), which is not read; "
                    "save it as .xlsx");
    if (part_find(workbook, "content.xml"))
        return fail(err, ERROR_FORMAT,
                    "the file is an OpenDocument spreadsheet, which is not read; save "
                    "it as .xlsx or CSV");
    return fail(err, ERROR_FORMAT, "the file is a zip, and no Excel workbook");
}

static bool read_frame(struct workbook *workbook, const struct workbook_part *main,
                       struct error *err)
{
    struct relations *relations = arena_take(workbook->arena, sizeof *relations);
    const struct workbook_part *strings, *styles;
    if (!with_part(workbook, main, read_sheets, workbook, err) ||
        !relations_of(workbook, main->name, relations, err) ||
        !place_sheets(workbook, relations, err) ||
        !target_of(workbook, relations, "sharedStrings", &strings, err) ||
        !target_of(workbook, relations, "styles", &styles, err))
        return false;
    return (!strings || with_part(workbook, strings, read_strings, workbook, err)) &&
           (!styles || with_part(workbook, styles, read_styles, workbook, err));
}

bool workbook_open(struct arena *arena, struct text bytes, struct workbook *out,
                   struct error *err)
{
    *out = (struct workbook){.arena = arena, .bytes = bytes};
    struct relations *relations = arena_take(arena, sizeof *relations);
    if (text_starts(bytes, TEXT("\xD0\xCF\x11\xE0")))
        return fail(err, ERROR_FORMAT,
                    "the file is an old Excel workbook (.xls), or one with a password; "
                    "save it as .xlsx without one");
    if (!text_starts(bytes, TEXT("PK")))
        return fail(err, ERROR_FORMAT, "the file is no Excel workbook (.xlsx)");
    if (!parts_list(arena, bytes, &out->part, &out->parts, err) ||
        !relations_of(out, "", relations, err))
        return false;
    const struct workbook_part *main;
    if (!target_of(out, relations, "officeDocument", &main, err))
        return false;
    if (!main)
        main = part_find(out, "xl/workbook.xml");
    if (!main || text_ends(text_of(main->name), TEXT(".bin")) ||
        !part_find(out, "[Content_Types].xml"))
        return fail_other(out, err);
    return read_frame(out, main, err);
}

void workbook_close(struct workbook *workbook)
{
    buffer_free(&workbook->strings);
    free(workbook->string_end);
    workbook->string_end = NULL;
    workbook->string_count = 0;
}

/* Choosing
 * ----------------------------------------------------------------------------- */

static bool fits(struct arena *arena, const char *pattern, const char *name, bool glob)
{
    struct text wanted = text_fold(arena, text_of(pattern));
    struct text found = text_fold(arena, text_of(name));
    if (!glob)
        return text_equal(wanted, found);
    return fnmatch(arena_copy(arena, wanted).at, arena_copy(arena, found).at, 0) == 0;
}

bool workbook_wants(const struct workbook *workbook, const struct workbook_sheet *sheet,
                    const char *pattern)
{
    return sheet->part && !sheet->hidden &&
           (!pattern || fits(workbook->arena, pattern, sheet->name, true));
}

static const struct workbook_sheet *largest(const struct workbook *workbook,
                                            const char *pattern, bool glob, bool hidden)
{
    const struct workbook_sheet *best = NULL;
    for (size_t i = 0; i < workbook->sheets; i++) {
        const struct workbook_sheet *sheet = &workbook->sheet[i];
        if (!sheet->part || (sheet->hidden && !hidden) ||
            (pattern && !fits(workbook->arena, pattern, sheet->name, glob)))
            continue;
        if (!best || sheet->part->size > best->part->size)
            best = sheet;
    }
    return best;
}

static bool fail_choice(const struct workbook *workbook, const char *pattern,
                        struct error *err)
{
    struct buffer names = {0};
    for (size_t i = 0; i < workbook->sheets && names.length < SHOWN_NAMES; i++) {
        buffer_string(&names, i > 0 ? ", \"" : "\"");
        encoding_show(&names, text_of(workbook->sheet[i].name),
                      names.length + SHOWN_NAME);
        buffer_char(&names, '"');
    }
    if (workbook->sheets == 0)
        fail(err, ERROR_FORMAT, "the workbook has no sheets");
    else if (pattern)
        fail(err, ERROR_FORMAT, "the workbook has no sheet \"%s\"; it has %.*s",
             pattern, TEXT_ARGS(buffer_all(&names)));
    else
        fail(err, ERROR_FORMAT, "the workbook has no sheet of cells; it has %.*s",
             TEXT_ARGS(buffer_all(&names)));
    buffer_free(&names);
    return false;
}

bool workbook_choose(const struct workbook *workbook, const char *pattern,
                     const struct workbook_sheet **out, struct error *err)
{
    *out = largest(workbook, pattern, false, pattern != NULL);
    if (!*out && pattern)
        *out = largest(workbook, pattern, true, true);
    if (!*out && !pattern)
        *out = largest(workbook, NULL, false, true);
    return *out || fail_choice(workbook, pattern, err);
}
