/* From the text of a template to its instructions, in one pass.
 *
 * Parts are compiled in place, so that rendering never looks anything up but values.
 * A literal behind a literal becomes one, unless a jump lands between them. Lines that
 * hold only quiet tags (sections, parts, notes) are taken whole, with their blanks and
 * their end, so that they leave no line behind. */
#include "site/template_program.h"

#include "site/template_html.h"
#include "site/template_view.h"

#include <string.h>

struct section {
    struct text name;
    struct html html; /* where it began */
    size_t start;     /* its instruction */
    size_t at;        /* in its source */
};

struct compiler {
    struct arena *arena;
    const struct templates *templates;
    const struct catalogue *catalogue;
    struct instruction *code;
    size_t count;
    size_t capacity;
    bool landing; /* a jump may land here: start a new literal */
    struct buffer literals;
    struct html html;
    struct section section[TEMPLATE_DEPTH_MAX];
    size_t depth;
    const struct source *open[TEMPLATE_DEPTH_MAX]; /* files, outermost first */
    size_t opened;
    struct error *err;
};

/* Where we read. Lines are counted as we go, so that it stays linear. */
struct reader {
    const struct source *source;
    struct text text; /* of the source, perhaps without its last line end */
    size_t at;
    size_t line; /* of the byte at counted */
    size_t counted;
    size_t sections; /* open when the file began */
    bool quiet;      /* on a line of quiet tags only */
};

/* {{kind name}}; kind 0 is a plain hole. */
struct tag {
    char kind;
    struct text name;
    size_t start;
    size_t end; /* behind the last brace */
};

static size_t line_at(struct reader *reader, size_t at)
{
    for (; reader->counted < at; reader->counted++)
        reader->line += reader->text.at[reader->counted] == '\n';
    return reader->line;
}

/* Fail with file, line and column (in characters) of an offset. */
static bool fail_at(struct compiler *compiler, const struct reader *reader, size_t at,
                    const char *why, struct text what)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < at; i++) {
        char c = reader->text.at[i];
        bool starts = ((unsigned char)c & 0xc0) != 0x80;
        line += c == '\n';
        column = c == '\n' ? 1 : column + starts;
    }
    int shown = what.length > TEMPLATE_NAME_MAX ? TEMPLATE_NAME_MAX : (int)what.length;
    return fail(compiler->err, ERROR_FORMAT, "%s:%zu:%zu: %s%s%.*s",
                reader->source->path, line, column, why, shown > 0 ? ": " : "", shown,
                shown > 0 ? what.at : "");
}

static struct text tag_text(const struct reader *reader, const struct tag *tag)
{
    return (struct text){reader->text.at + tag->start, tag->end - tag->start};
}

static bool refuse_tag(struct compiler *compiler, const struct reader *reader,
                       const struct tag *tag, const char *why)
{
    return fail_at(compiler, reader, tag->start, why, tag_text(reader, tag));
}

/* The next instruction, or NULL with a failure when there are too many. */
static struct instruction *emit(struct compiler *compiler, enum instruction_kind kind,
                                struct reader *reader, size_t at)
{
    if (compiler->count == TEMPLATE_INSTRUCTIONS_MAX) {
        fail(compiler->err, ERROR_LIMIT, "%s: more than %d holes and sections",
             compiler->open[0]->path, TEMPLATE_INSTRUCTIONS_MAX);
        return NULL;
    }
    if (compiler->count == compiler->capacity) {
        size_t capacity = compiler->capacity == 0 ? 64 : 2 * compiler->capacity;
        struct instruction *code = arena_array(compiler->arena, capacity, sizeof *code);
        if (compiler->count > 0)
            memcpy(code, compiler->code, compiler->count * sizeof *code);
        compiler->code = code;
        compiler->capacity = capacity;
    }
    struct instruction *next = &compiler->code[compiler->count++];
    *next = (struct instruction){
        .kind = kind, .source = reader->source, .line = line_at(reader, at)};
    return next;
}

/* A literal instruction whose text ends where the literals end; .target is where it
 * begins until finish() turns it into a text. */
static struct instruction *literal_here(struct compiler *compiler,
                                        struct reader *reader)
{
    if (compiler->count > 0 && !compiler->landing &&
        compiler->code[compiler->count - 1].kind == DO_LITERAL)
        return &compiler->code[compiler->count - 1];
    struct instruction *literal = emit(compiler, DO_LITERAL, reader, reader->at);
    if (literal != NULL)
        literal->target = compiler->literals.length;
    compiler->landing = false;
    return literal;
}

/* Take the source's bytes up to end as they are. */
static bool take_literal(struct compiler *compiler, struct reader *reader, size_t end)
{
    struct text text = {reader->text.at + reader->at, end - reader->at};
    if (text.length == 0)
        return true;
    size_t offset = 0;
    const char *why = NULL;
    if (!html_feed(&compiler->html, text, &offset, &why))
        return fail_at(compiler, reader, reader->at + offset, why, (struct text){0});
    struct instruction *literal = literal_here(compiler, reader);
    if (literal == NULL)
        return false;
    buffer_text(&compiler->literals, text);
    literal->text.length += text.length;
    reader->at = end;
    return true;
}

/* Offset of a string at or behind from; the text's length when it is not there. */
static size_t find(struct text text, size_t from, const char *string)
{
    const char *at = memmem(text.at + from, text.length - from, string, strlen(string));
    return at == NULL ? text.length : (size_t)(at - text.at);
}

static bool is_at(struct text text, size_t at, const char *string)
{
    size_t length = strlen(string);
    return text.length - at >= length && memcmp(text.at + at, string, length) == 0;
}

/* Cut the tag whose braces open at `at`; false when they never close. */
static bool cut_tag(struct text text, size_t at, struct tag *tag)
{
    const char *close = is_at(text, at, "{{!--") ? "--}}" : "}}";
    size_t inner = at + (close[0] == '-' ? 5 : 2);
    size_t end = inner <= text.length ? find(text, inner, close) : text.length;
    if (end >= text.length)
        return false;
    char kind = text.at[at + 2];
    if (kind == '\0' || strchr("#^/>@!{&", kind) == NULL)
        kind = 0;
    size_t name = kind == 0 || inner == at + 5 ? inner : inner + 1;
    *tag = (struct tag){kind, {0}, at, end + strlen(close)};
    if (end > name)
        tag->name = text_trim((struct text){text.at + name, end - name});
    return true;
}

static bool is_quiet(const struct tag *tag)
{
    return tag->kind != 0 && strchr("#^/>!", tag->kind) != NULL;
}

static size_t skip_blanks(struct text text, size_t at)
{
    while (at < text.length && strchr(" \t\r", text.at[at]) != NULL &&
           text.at[at] != '\0')
        at++;
    return at;
}

/* When the line at the reader holds only quiet tags, the offset behind it; else 0. */
static size_t quiet_line_end(const struct reader *reader)
{
    size_t tags = 0;
    size_t at = skip_blanks(reader->text, reader->at);
    struct tag tag;
    while (at < reader->text.length && is_at(reader->text, at, "{{") &&
           cut_tag(reader->text, at, &tag) && is_quiet(&tag)) {
        at = skip_blanks(reader->text, tag.end);
        tags++;
    }
    if (tags == 0 || (at < reader->text.length && reader->text.at[at] != '\n'))
        return 0;
    return at < reader->text.length ? at + 1 : at;
}

static bool is_name(struct text name, const char *others)
{
    if (name.length == 0 || name.length > TEMPLATE_NAME_MAX || name.at[0] == '-')
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!plain && (c == '\0' || strchr(others, c) == NULL))
            return false;
    }
    return true;
}

static void set_name(struct compiler *compiler, struct instruction *instruction,
                     struct text name)
{
    instruction->text = arena_copy(compiler->arena, name);
    instruction->key = name_key(instruction->text.at);
}

static bool compile_hole(struct compiler *compiler, struct reader *reader,
                         const struct tag *tag)
{
    const char *why = NULL;
    enum escape escape;
    if (!text_is(tag->name, ".") && !is_name(tag->name, ""))
        return refuse_tag(compiler, reader, tag, "not a name");
    if (!html_hole(&compiler->html, &escape, &why))
        return refuse_tag(compiler, reader, tag,
                          arena_format(compiler->arena, "no hole %s", why));
    struct instruction *hole = emit(compiler, DO_HOLE, reader, tag->start);
    if (hole == NULL)
        return false;
    hole->escape = escape;
    set_name(compiler, hole, tag->name);
    return true;
}

/* A sentence is known now, so it becomes part of the literal. */
static bool compile_sentence(struct compiler *compiler, struct reader *reader,
                             const struct tag *tag)
{
    const char *why = NULL;
    enum escape escape;
    if (!is_name(tag->name, "."))
        return refuse_tag(compiler, reader, tag, "not a key");
    const char *key = arena_copy(compiler->arena, tag->name).at;
    if (!catalogue_has(compiler->catalogue, key))
        return refuse_tag(compiler, reader, tag,
                          arena_format(compiler->arena, "no message in language %s",
                                       catalogue_tag(compiler->catalogue)));
    if (!catalogue_plain(compiler->catalogue, key))
        return refuse_tag(compiler, reader, tag, "a message with parts or forms");
    if (!html_hole(&compiler->html, &escape, &why))
        return refuse_tag(compiler, reader, tag,
                          arena_format(compiler->arena, "no sentence %s", why));
    struct instruction *literal = literal_here(compiler, reader);
    if (literal == NULL)
        return false;
    size_t before = compiler->literals.length;
    if (!escape_write(escape, &compiler->literals, word(compiler->catalogue, key)))
        return refuse_tag(compiler, reader, tag, "not an address we write");
    literal->text.length += compiler->literals.length - before;
    return true;
}

static bool open_section(struct compiler *compiler, struct reader *reader,
                         const struct tag *tag)
{
    const char *why = NULL;
    if (!is_name(tag->name, "") && !text_is(tag->name, "."))
        return refuse_tag(compiler, reader, tag, "not a name");
    if (compiler->depth == TEMPLATE_DEPTH_MAX)
        return refuse_tag(compiler, reader, tag, "sections too deep");
    if (!html_section(&compiler->html, &why))
        return refuse_tag(compiler, reader, tag,
                          arena_format(compiler->arena, "no section %s", why));
    struct section *section = &compiler->section[compiler->depth++];
    *section = (struct section){tag->name, compiler->html, compiler->count, tag->start};
    struct instruction *open =
        emit(compiler, tag->kind == '#' ? DO_OPEN : DO_ABSENT, reader, tag->start);
    if (open == NULL)
        return false;
    set_name(compiler, open, tag->name);
    return true;
}

static bool close_section(struct compiler *compiler, struct reader *reader,
                          const struct tag *tag)
{
    const char *why = NULL;
    if (compiler->depth == reader->sections)
        return refuse_tag(compiler, reader, tag, "closes nothing");
    const struct section *section = &compiler->section[--compiler->depth];
    if (!text_equal(section->name, tag->name))
        return refuse_tag(compiler, reader, tag,
                          arena_format(compiler->arena, "closes {{#%.*s}} of line %zu",
                                       TEXT_ARGS(section->name),
                                       compiler->code[section->start].line));
    if (!html_section(&compiler->html, &why) ||
        !html_rejoin(&compiler->html, &section->html))
        return fail_at(compiler, reader, section->at,
                       "begins in another place of the HTML than it ends",
                       section->name);
    if (compiler->code[section->start].kind == DO_OPEN) {
        struct instruction *close = emit(compiler, DO_CLOSE, reader, tag->start);
        if (close == NULL)
            return false;
        close->target = section->start + 1;
    }
    compiler->code[section->start].target = compiler->count;
    compiler->landing = true;
    return true;
}

static bool compile_file(struct compiler *compiler, const struct source *source,
                         bool in_line);

static bool compile_part(struct compiler *compiler, struct reader *reader,
                         const struct tag *tag)
{
    const struct template *part = template_find(compiler->templates, tag->name);
    if (part == NULL)
        return refuse_tag(compiler, reader, tag, "no such template");
    const struct source *source = part->source[catalogue_language(compiler->catalogue)];
    for (size_t i = 0; i < compiler->opened; i++) {
        if (compiler->open[i] == source)
            return refuse_tag(compiler, reader, tag, "a template inside itself");
    }
    if (compiler->opened == TEMPLATE_DEPTH_MAX)
        return refuse_tag(compiler, reader, tag, "templates too deep");
    if (compiler->html.state != HTML_TEXT)
        return refuse_tag(compiler, reader, tag, "a template outside element text");
    return compile_file(compiler, source, !reader->quiet);
}

static bool compile_tag(struct compiler *compiler, struct reader *reader,
                        const struct tag *tag)
{
    reader->at = tag->start;
    bool done = true;
    switch (tag->kind) {
    case '#':
    case '^':
        done = open_section(compiler, reader, tag);
        break;
    case '/':
        done = close_section(compiler, reader, tag);
        break;
    case '>':
        done = compile_part(compiler, reader, tag);
        break;
    case '@':
        done = compile_sentence(compiler, reader, tag);
        break;
    case '!':
        break;
    case '{':
    case '&':
        return refuse_tag(compiler, reader, tag, "there is no raw hole");
    default:
        done = compile_hole(compiler, reader, tag);
        break;
    }
    reader->at = tag->end;
    return done;
}

static bool compile_quiet_line(struct compiler *compiler, struct reader *reader,
                               size_t end)
{
    struct tag tag;
    reader->quiet = true;
    size_t at = skip_blanks(reader->text, reader->at);
    while (at < end && is_at(reader->text, at, "{{") &&
           cut_tag(reader->text, at, &tag)) {
        if (!compile_tag(compiler, reader, &tag))
            return false;
        at = skip_blanks(reader->text, tag.end);
    }
    reader->at = end;
    reader->quiet = false;
    return true;
}

/* Up to the next tag with that tag, or to the end of the line. */
static bool compile_stretch(struct compiler *compiler, struct reader *reader)
{
    size_t line_end = find(reader->text, reader->at, "\n");
    size_t braces = find((struct text){reader->text.at, line_end}, reader->at, "{{");
    if (braces == line_end)
        return take_literal(compiler, reader,
                            line_end < reader->text.length ? line_end + 1 : line_end);
    struct tag tag;
    if (!take_literal(compiler, reader, braces))
        return false;
    if (!cut_tag(reader->text, braces, &tag))
        return fail_at(compiler, reader, braces, "{{ is never closed",
                       (struct text){0});
    return compile_tag(compiler, reader, &tag);
}

static bool finish_file(struct compiler *compiler, struct reader *reader)
{
    if (compiler->depth > reader->sections) {
        const struct section *section = &compiler->section[compiler->depth - 1];
        return fail_at(compiler, reader, section->at, "a section is never closed",
                       section->name);
    }
    if (compiler->html.state != HTML_TEXT)
        return fail_at(compiler, reader, reader->text.length,
                       "the file ends inside a tag, comment, title, style or script",
                       (struct text){0});
    return true;
}

/* A part within a line comes without its own last line end. */
static bool compile_file(struct compiler *compiler, const struct source *source,
                         bool in_line)
{
    struct reader reader = {source, source->text, 0, 1, 0, compiler->depth, false};
    if (in_line && reader.text.length > 0 &&
        reader.text.at[reader.text.length - 1] == '\n')
        reader.text.length--;
    compiler->open[compiler->opened++] = source;
    while (reader.at < reader.text.length) {
        bool at_start = reader.at == 0 || reader.text.at[reader.at - 1] == '\n';
        size_t quiet = at_start ? quiet_line_end(&reader) : 0;
        bool done = quiet > 0 ? compile_quiet_line(compiler, &reader, quiet)
                              : compile_stretch(compiler, &reader);
        if (!done)
            return false;
    }
    compiler->opened--;
    return finish_file(compiler, &reader);
}

/* Give the literals their place in the arena. */
static bool finish(struct compiler *compiler, struct program *out)
{
    if (compiler->literals.failed)
        return fail(compiler->err, ERROR_LIMIT, "%s: more than %d bytes",
                    compiler->open[0]->path, TEMPLATE_LITERALS_MAX);
    struct text all = arena_copy(compiler->arena, buffer_all(&compiler->literals));
    for (size_t i = 0; i < compiler->count; i++) {
        struct instruction *literal = &compiler->code[i];
        if (literal->kind == DO_LITERAL)
            literal->text.at = all.at + literal->target;
    }
    *out = (struct program){compiler->count, compiler->code};
    return true;
}

bool template_compile(struct arena *arena, const struct templates *templates,
                      struct template *template, const struct catalogue *catalogue,
                      struct error *err)
{
    size_t language = catalogue_language(catalogue);
    struct compiler compiler = {.arena = arena,
                                .templates = templates,
                                .catalogue = catalogue,
                                .literals = {.limit = TEMPLATE_LITERALS_MAX},
                                .err = err};
    bool done = compile_file(&compiler, template->source[language], false) &&
                finish(&compiler, &template->program[language]);
    buffer_free(&compiler.literals);
    return done;
}
