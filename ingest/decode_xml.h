/* The decoder for XML of the plain row kind: one element, again and again, whose
 * children and attributes are the columns. */
#ifndef CIFRA_INGEST_DECODE_XML_H
#define CIFRA_INGEST_DECODE_XML_H

#include "ingest/decode.h"

/* A row of the decoder list. The descriptor's path to the rows is one of element names
 * from the root, "/Root/data/record"; a column is a short path from there, as
 * ingest/sources/README.md has it. Rows are numbered as the document has them. */
bool decode_xml(struct arena *arena, const struct source *source, struct stream *stream,
                struct sink *sink, struct decoded *out, struct error *err);

#endif
