/* A slice of somebody else's bytes: pointer and length, not NUL-terminated.
 *
 * It lives as long as what it points into. Bytes are UTF-8 everywhere above the
 * decoders. A zeroed text is the empty text. */
#ifndef CIFRA_BASE_TEXT_H
#define CIFRA_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct buffer;

struct text {
    const char *at;
    size_t length;
};

/* A text constant: TEXT("abc"). */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})
/* For printf("%.*s"): TEXT_ARGS(text). */
#define TEXT_ARGS(text) (int)(text).length, (text).at

/* The text of a NUL-terminated string; NULL gives the empty text. Inline: the length
 * of a constant is then known to the compiler. */
static inline struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

bool text_equal(struct text a, struct text b);
bool text_is(struct text text, const char *string);
/* Byte order, as memcmp, the shorter first; for qsort and binary search. */
int text_compare(struct text a, struct text b);
bool text_starts(struct text text, struct text prefix);
bool text_ends(struct text text, struct text suffix);
/* Without spaces, tabs, CR, LF, no-break spaces and ones without width at both ends. */
struct text text_trim(struct text text);
/* Cut off and return what stands before the first separator; when there is
 * none, all of it, leaving rest->at NULL. */
struct text text_cut(struct text *rest, char separator);

/* Is it well-formed UTF-8 (RFC 3629: no overlongs, no surrogates)? */
bool text_is_utf8(struct text text);

/* Write the text, with U+FFFD for each byte that is not UTF-8. */
void text_mend(struct buffer *out, struct text text);
/* As text_mend(), with U+FFFD also for what a terminal obeys or that turns the order of
 * what stands around it: control characters, line separators, directional marks. */
void text_printable(struct buffer *out, struct text text);

/* Write the windows-1252 bytes as UTF-8. The five bytes that windows-1252
 * leaves undefined become U+FFFD. */
void text_from_cp1252(struct buffer *out, struct text bytes);

/* Lower case without accents and what has no width, runs of white space as one space,
 * trimmed:
 * "  LEÓN  de los\tAldama" gives "leon de los aldama". For matching words whose
 * spelling varies in case and accent only. */
struct text text_fold(struct arena *arena, struct text text);

/* The fold, with every run of other characters than a-z 0-9 as one hyphen:
 * a stable name for addresses. "Homicidio doloso (2015)" gives
 * "homicidio-doloso-2015". */
struct text text_slug(struct arena *arena, struct text text);

/* FNV-1a, 64 bits: for tables, never for security. */
uint64_t text_hash(struct text text);

#endif
