/* The language of a PDF, and that it is tagged, which cairo has no way to say.
 *
 * Its catalogue is written once more behind the end, with the language in it, as an
 * incremental update (ISO 32000-1, 7.5.6): readers take the last one. */
#ifndef CIFRA_RENDER_PDF_LANGUAGE_H
#define CIFRA_RENDER_PDF_LANGUAGE_H

#include "base/buffer.h"
#include "base/error.h"

/* Append the document to out with its language, "es-MX", the mark of one that is
 * tagged, and its title, not its
 * file's name, as what a window shows. ERROR_FORMAT when it is no PDF of cairo's. */
bool pdf_language(struct text pdf, const char *language, struct buffer *out,
                  struct error *err);

#endif
