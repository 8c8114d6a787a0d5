/* Which bytes are these: UTF-8, windows-1252, or no table at all?
 *
 * ASCII is common to both encodings, so only words with high bytes decide, and
 * they decide when they are first met: a first megabyte of plain ASCII proves
 * nothing about the second. The rule: a byte order mark is UTF-8; a first word
 * with high bytes that is valid UTF-8 makes the file UTF-8; one that is not makes
 * it windows-1252. UTF-8 that later turns out invalid is an error, for a file in
 * two encodings must not be guessed at. */
#ifndef CIFRA_INGEST_ENCODING_H
#define CIFRA_INGEST_ENCODING_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"

enum encoding_kind {
    ENCODING_OPEN, /* ASCII so far */
    ENCODING_UTF8,
    ENCODING_CP1252
};

/* "utf-8" or "windows-1252"; ASCII is UTF-8 too. */
const char *encoding_name(enum encoding_kind kind);

/* The kind a descriptor names; ENCODING_OPEN for NULL. False for another name. */
bool encoding_of_name(const char *name, enum encoding_kind *kind);

/* Look at the beginning of a file before any of it is parsed: refuse what is empty,
 * UTF-16, a web page, JSON, PDF, a workbook or other binary data, in words a person
 * can act on. *skip is the length of a byte order mark, which settles *kind. */
bool encoding_begin(struct text beginning, enum encoding_kind *kind, size_t *skip,
                    struct error *err);

/* The bytes as UTF-8, settling *kind if they can. The result is the bytes
 * themselves or lies in scratch. row is for the message. */
bool encoding_decode(enum encoding_kind *kind, struct text bytes, size_t row,
                     struct buffer *scratch, struct text *out, struct error *err);

/* What can be shown of foreign bytes in one line of a message: tags dropped, white
 * space made single, at most so many bytes of printable UTF-8. */
void encoding_show(struct buffer *out, struct text bytes, size_t most);

#endif
