/* Short paths to elements and attributes, as descriptors write them:
 *
 *   country                   the text of a child
 *   country/@id               an attribute of a child
 *   field[@name='Year']       the text of the child with that attribute
 *   @id   .   ../@year        the row's attribute, its text, an attribute around it
 *   {http://…}country         in that namespace only; else in any
 *   *                         a child of any name */
#ifndef CIFRA_INGEST_XML_PATH_H
#define CIFRA_INGEST_XML_PATH_H

#include "ingest/xml_reader.h"

enum { XML_STEPS_MAX = 8 };

struct xml_step {
    struct text space; /* with .at NULL: any */
    struct text name;
    struct text attribute, value; /* it must have; .attribute empty: nothing */
};

struct xml_path {
    size_t up; /* so many ".." in front */
    size_t steps;
    struct xml_step step[XML_STEPS_MAX];
    struct text attribute; /* empty: the element's text */
};

/* Read a path; its texts point into the words. ERROR_USAGE names what is wrong. */
bool xml_path_read(struct text words, struct xml_path *out, struct error *err);

/* Is the element that opens one of this step? */
bool xml_step_fits(const struct xml_step *step, const struct xml_reader *reader);

#endif
