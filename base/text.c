#include "base/text.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <string.h>

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || !memcmp(a.at, b.at, a.length));
}

bool text_is(struct text text, const char *string)
{
    return text_equal(text, text_of(string));
}

int text_compare(struct text a, struct text b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static struct text text_part(struct text text, size_t start, size_t length)
{
    return (struct text){length ? text.at + start : text.at, length};
}

bool text_starts(struct text text, struct text prefix)
{
    return text.length >= prefix.length &&
           text_equal(text_part(text, 0, prefix.length), prefix);
}

bool text_ends(struct text text, struct text suffix)
{
    return text.length >= suffix.length &&
           text_equal(text_part(text, text.length - suffix.length, suffix.length),
                      suffix);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Spaces that do not break, or have no width: a byte order mark in the middle of a file
 * that was put together of several is one. */
static const char *const UNSEEN[] = {"\u00a0", "\u200b", "\u202f", "\ufeff"};

static size_t unseen_in(struct text text,
                        bool (*where)(struct text text, struct text part))
{
    for (size_t i = 0; i < sizeof UNSEEN / sizeof *UNSEEN; i++)
        if (where(text, text_of(UNSEEN[i])))
            return strlen(UNSEEN[i]);
    return 0;
}

static size_t space_at_start(struct text text)
{
    if (text.length == 0 || is_space(text.at[0]))
        return text.length > 0;
    return (unsigned char)text.at[0] < 0x80 ? 0 : unseen_in(text, text_starts);
}

static size_t space_at_end(struct text text)
{
    if (text.length == 0 || is_space(text.at[text.length - 1]))
        return text.length > 0;
    bool plain = (unsigned char)text.at[text.length - 1] < 0x80;
    return plain ? 0 : unseen_in(text, text_ends);
}

struct text text_trim(struct text text)
{
    for (size_t n; (n = space_at_start(text)) > 0; text.length -= n)
        text.at += n;
    for (size_t n; (n = space_at_end(text)) > 0;)
        text.length -= n;
    return text;
}

struct text text_cut(struct text *rest, char separator)
{
    struct text all = *rest;
    const char *end = all.length ? memchr(all.at, separator, all.length) : NULL;
    if (!end) {
        *rest = (struct text){0};
        return all;
    }
    size_t length = (size_t)(end - all.at);
    *rest = (struct text){end + 1, all.length - length - 1};
    return (struct text){all.at, length};
}

uint64_t text_hash(struct text text)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3;
    return hash;
}

/* UTF-8 ------------------------------------------------------------------ */

static bool is_tail(unsigned char byte) { return (byte & 0xc0) == 0x80; }

/* The second byte decides on overlongs, surrogates and what is past U+10FFFF:
 * RFC 3629, section 4. */
static bool second_fits(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= 0x9f;
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return is_tail(second);
    }
}

static size_t length_by_lead(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Bytes of the well-formed sequence at the start of text; 0 if there is none. */
static size_t rune_length(const unsigned char *at, size_t available)
{
    size_t length = available ? length_by_lead(at[0]) : 0;
    if (length < 2)
        return length;
    if (length > available || !second_fits(at[0], at[1]))
        return 0;
    for (size_t i = 2; i < length; i++)
        if (!is_tail(at[i]))
            return 0;
    return length;
}

static uint32_t rune_value(const unsigned char *at, size_t length)
{
    static const unsigned char mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t rune = at[0] & mask[length];
    for (size_t i = 1; i < length; i++)
        rune = rune << 6 | (at[i] & 0x3fu);
    return rune;
}

/* Most files are nearly all ASCII: look at eight bytes at once. */
static size_t ascii_run(const unsigned char *at, size_t length)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= length; i += sizeof word) {
        memcpy(&word, at + i, sizeof word);
        if (word & 0x8080808080808080)
            break;
    }
    while (i < length && at[i] < 0x80)
        i++;
    return i;
}

bool text_is_utf8(struct text text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.length;) {
        i += ascii_run(at + i, text.length - i);
        if (i == text.length)
            break;
        size_t length = rune_length(at + i, text.length - i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

/* Does a terminal obey it, or does it turn the order of what stands around it? */
static bool is_unprintable(uint32_t rune)
{
    return rune < ' ' || (rune >= 0x7f && rune < 0xa0) || rune == 0x61c ||
           (rune >= 0x200e && rune <= 0x200f) || (rune >= 0x2028 && rune <= 0x202e) ||
           (rune >= 0x2066 && rune <= 0x2069) || rune == 0xfeff;
}

static void write_fit(struct buffer *out, struct text text, bool printable)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.length;) {
        size_t length = rune_length(at + i, text.length - i);
        if (length == 0 || (printable && is_unprintable(rune_value(at + i, length))))
            buffer_rune(out, 0xfffd);
        else
            buffer_add(out, at + i, length);
        i += length ? length : 1;
    }
}

void text_mend(struct buffer *out, struct text text) { write_fit(out, text, false); }

void text_printable(struct buffer *out, struct text text)
{
    write_fit(out, text, true);
}

void text_from_cp1252(struct buffer *out, struct text bytes)
{
    /* 0x80 to 0x9f; the rest is Latin-1. */
    static const uint16_t upper[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
        0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
        0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    const unsigned char *at = (const unsigned char *)bytes.at;
    for (size_t i = 0; i < bytes.length;) {
        size_t run = ascii_run(at + i, bytes.length - i);
        buffer_add(out, at + i, run);
        i += run;
        if (i == bytes.length)
            break;
        unsigned char byte = at[i++];
        buffer_rune(out, byte < 0xa0 ? upper[byte - 0x80] : byte);
    }
}

/* Folding ----------------------------------------------------------------- */

/* Lower case without accents for U+00C0 to U+017F; "" keeps the rune. No entry is
 * longer than the two bytes it replaces. */
static const char FOLDED[0x180 - 0xc0][3] = {
    /* U+00C0 */ "a", "a",  "a",  "a",  "a", "a", "ae", "c",
    /* U+00C8 */ "e", "e",  "e",  "e",  "i", "i", "i",  "i",
    /* U+00D0 */ "d", "n",  "o",  "o",  "o", "o", "o",  "",
    /* U+00D8 */ "o", "u",  "u",  "u",  "u", "y", "th", "ss",
    /* U+00E0 */ "a", "a",  "a",  "a",  "a", "a", "ae", "c",
    /* U+00E8 */ "e", "e",  "e",  "e",  "i", "i", "i",  "i",
    /* U+00F0 */ "d", "n",  "o",  "o",  "o", "o", "o",  "",
    /* U+00F8 */ "o", "u",  "u",  "u",  "u", "y", "th", "y",
    /* U+0100 */ "a", "a",  "a",  "a",  "a", "a", "c",  "c",
    /* U+0108 */ "c", "c",  "c",  "c",  "c", "c", "d",  "d",
    /* U+0110 */ "d", "d",  "e",  "e",  "e", "e", "e",  "e",
    /* U+0118 */ "e", "e",  "e",  "e",  "g", "g", "g",  "g",
    /* U+0120 */ "g", "g",  "g",  "g",  "h", "h", "h",  "h",
    /* U+0128 */ "i", "i",  "i",  "i",  "i", "i", "i",  "i",
    /* U+0130 */ "i", "i",  "ij", "ij", "j", "j", "k",  "k",
    /* U+0138 */ "k", "l",  "l",  "l",  "l", "l", "l",  "l",
    /* U+0140 */ "l", "l",  "l",  "n",  "n", "n", "n",  "n",
    /* U+0148 */ "n", "'n", "n",  "n",  "o", "o", "o",  "o",
    /* U+0150 */ "o", "o",  "oe", "oe", "r", "r", "r",  "r",
    /* U+0158 */ "r", "r",  "s",  "s",  "s", "s", "s",  "s",
    /* U+0160 */ "s", "s",  "t",  "t",  "t", "t", "t",  "t",
    /* U+0168 */ "u", "u",  "u",  "u",  "u", "u", "u",  "u",
    /* U+0170 */ "u", "u",  "u",  "u",  "w", "w", "y",  "y",
    /* U+0178 */ "y", "z",  "z",  "z",  "z", "z", "z",  "s"};

static bool is_wide_space(uint32_t rune)
{
    return (rune >= 0x09 && rune <= 0x0d) || rune == 0x20 || rune == 0x85 ||
           rune == 0xa0 || rune == 0x1680 || (rune >= 0x2000 && rune <= 0x200a) ||
           rune == 0x2028 || rune == 0x2029 || rune == 0x202f || rune == 0x205f ||
           rune == 0x3000;
}

static bool is_combining(uint32_t rune) { return rune >= 0x300 && rune <= 0x36f; }

/* Soft hyphen, joiners and marks of direction, byte order mark. */
static bool is_unseen(uint32_t rune)
{
    return rune == 0xad || (rune >= 0x200b && rune <= 0x200f) || rune == 0xfeff;
}

/* What stands for the rune, at most as long as it was; "" keeps its bytes. */
static const char *fold_of(uint32_t rune)
{
    if (rune == 0xaa)
        return "a";
    if (rune == 0xba)
        return "o";
    return rune >= 0xc0 && rune < 0x180 ? FOLDED[rune - 0xc0] : "";
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static size_t fold_rune(char *out, const char *at, size_t length, uint32_t rune)
{
    struct text folded = text_of(fold_of(rune));
    if (folded.length == 0)
        folded = (struct text){at, length};
    for (size_t i = 0; i < folded.length; i++)
        out[i] = lower(folded.at[i]);
    return folded.length;
}

struct text text_fold(struct arena *arena, struct text text)
{
    char *out = arena_take(arena, text.length + 1);
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0, length; i < text.length; i += length) {
        const unsigned char *at = (const unsigned char *)text.at + i;
        length = rune_length(at, text.length - i);
        uint32_t rune = length ? rune_value(at, length) : 0xfffd;
        length = length ? length : 1; /* a stray byte stays what it is */
        if (is_combining(rune) || is_unseen(rune))
            continue;
        if (is_wide_space(rune)) {
            gap = used > 0;
            continue;
        }
        if (gap)
            out[used++] = ' ';
        gap = false;
        used += fold_rune(out + used, text.at + i, length, rune);
    }
    out[used] = '\0';
    return (struct text){out, used};
}

struct text text_slug(struct arena *arena, struct text text)
{
    struct text folded = text_fold(arena, text);
    char *out = arena_take(arena, folded.length + 1);
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0; i < folded.length; i++) {
        char c = folded.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            gap = used > 0;
            continue;
        }
        if (gap)
            out[used++] = '-';
        gap = false;
        out[used++] = c;
    }
    return (struct text){out, used};
}
