/* A template, compiled: a flat list of instructions with everything decided. */
#ifndef CIFRA_SITE_TEMPLATE_PROGRAM_H
#define CIFRA_SITE_TEMPLATE_PROGRAM_H

#include "site/template.h"
#include "site/template_escape.h"

#include <stdint.h>

enum {
    TEMPLATE_BYTES_MAX = 1 << 20,
    TEMPLATE_DEPTH_MAX = 32, /* sections in sections; parts in parts */
    TEMPLATES_MAX = 512,
    TEMPLATE_NAME_MAX = 64,
    TEMPLATE_INSTRUCTIONS_MAX = 1 << 16, /* with all parts inside */
    TEMPLATE_LITERALS_MAX = 16 << 20     /* bytes, likewise */
};

/* One file. */
struct source {
    const char *path; /* for messages */
    struct text text;
};

enum instruction_kind {
    DO_LITERAL, /* append text */
    DO_HOLE,    /* append the value of name, escaped */
    DO_OPEN,    /* enter the section, or go to target behind its close */
    DO_CLOSE,   /* next item at target, or leave */
    DO_ABSENT   /* go to target unless there is nothing */
};

struct instruction {
    enum instruction_kind kind;
    enum escape escape;
    const struct source *source;
    size_t line;
    struct text text; /* the literal; a name, NUL-terminated */
    uint64_t key;     /* of the name; name_key() */
    size_t target;
};

struct program {
    size_t count;
    const struct instruction *instruction;
};

/* One name with what stands for it in each language. */
struct template
{
    const char *name;
    const struct source *source[LANGUAGES_MAX];
    struct program program[LANGUAGES_MAX];
};

/* Sorted by name. */
struct templates {
    size_t languages;
    size_t count;
    struct template *template;
};

/* NULL when there is none of that name. */
struct template *template_find(const struct templates *templates, struct text name);

/* Fill in the program of one template in the catalogue's language. */
bool template_compile(struct arena *arena, const struct templates *templates,
                      struct template *template, const struct catalogue *catalogue,
                      struct error *err);

#endif
