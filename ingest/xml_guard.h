/* A look at XML before libxml2 gets it, for what would cost it time without end.
 *
 * Its parser compares each attribute of a tag with all those before, and each that a
 * document declares with all that are declared, before anybody is shown the tag. So the
 * equals signs between two opening brackets are counted, and declarations of attributes
 * and entities are known by how they begin. NUL bytes are passed over: they are half of
 * UTF-16. Whatever is written so that it is not seen here costs its reader the time
 * that readers have, no more. */
#ifndef CIFRA_INGEST_XML_GUARD_H
#define CIFRA_INGEST_XML_GUARD_H

#include <stddef.h>

enum { XML_GUARD_EQUALS = 10000, XML_GUARD_START = 8 };

/* A zeroed one is at the beginning of a document. */
struct xml_guard {
    size_t equals;               /* since the last bracket */
    char start[XML_GUARD_START]; /* what followed it */
    size_t started;
};

enum xml_danger {
    XML_DANGER_NONE,
    XML_DANGER_ATTRIBUTES, /* more than XML_GUARD_EQUALS in one tag, or in one text */
    XML_DANGER_DECLARED    /* attributes or entities of the document's own */
};

/* The next bytes of the document. */
enum xml_danger xml_guard_look(struct xml_guard *guard, const char *bytes, size_t size);

#endif
