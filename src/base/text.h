#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Bytes with their length: the data is always followed by a NUL that len does not count. */
struct text {
    const char *data;
    size_t len; /* bytes */
};

struct text_list {
    const struct text *items;
    int count;
};

/* Text that came from outside: every function takes a length and reads no byte past it. */

/* True if the bytes are well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing past
 * U+10FFFF). NUL is well-formed; text_has_nul looks for it. */
bool text_is_utf8(const char *text, size_t len);
bool text_has_nul(const char *text, size_t len);

/* Characters (code points) in well-formed UTF-8. */
size_t text_count_chars(const char *text, size_t len);

/* The length of the longest beginning of well-formed UTF-8 that has at most `most` bytes and ends
 * with a whole character. */
size_t text_cut(const char *text, size_t len, size_t most);

/* Reads one code point of well-formed UTF-8 at *at and moves past it. */
uint32_t text_next_char(const char *text, size_t len, size_t *at) NONNULL;

/* True if there is a control character (U+0000..1F, U+007F..9F; with allow_lines, tab, LF and CR
 * pass), or one that makes text read otherwise than it is: an embedding, override or isolate of the
 * bidirectional algorithm (Unicode Standard Annex 9). The marks, which only settle a direction,
 * pass. The one check of what people write besides names (name.h) and what models read. */
bool text_has_control(const char *text, size_t len, bool allow_lines);

/* CRLF and lone CR become LF: the line breaks of a browser's form (HTML, "normalize newlines").
 * Owned by the arena; *out_len in bytes. */
MUST_USE char *text_to_lf(struct arena *arena, const char *text, size_t len,
                          size_t *out_len) NONNULL;

/* True for the white space of Unicode (property White_Space), for example U+00A0 and U+2028. */
bool text_char_is_space(uint32_t c);

/* Moves *text and *len past the Unicode white space at both ends of well-formed UTF-8. */
void text_trim_range(const char **text, size_t *len) NONNULL;

/* True if every byte is ASCII: such a text is in every normal form of Unicode. */
bool text_is_ascii(const char *text, size_t len);

/* Copies len bytes with the letters A to Z in lower case and everything else as it is, many bytes
 * at a time. Both may be the same place. */
void text_fold_ascii(char *to, const char *from, size_t len);

/* A copy without leading and trailing ASCII white space; and the same with ASCII in lower case. */
MUST_USE char *text_trim(struct arena *arena, const char *text) NONNULL;
MUST_USE char *text_lower_ascii(struct arena *arena, const char *text) NONNULL;

/* Percent-decoding (RFC 3986) of one segment or, with plus_is_space, of one form field (WHATWG URL,
 * application/x-www-form-urlencoded). ERR_INVALID for a malformed escape. Owned by the arena. */
MUST_USE enum err text_percent_decode(struct arena *arena, const char *text, size_t len,
                                      bool plus_is_space, char **out, size_t *out_len) NONNULL;

/* Percent-encoding of everything but the unreserved characters of RFC 3986. Owned by the arena. */
MUST_USE char *text_percent_encode(struct arena *arena, const char *text) NONNULL;

/* A number in decimal, faster than printf: lists print hundreds. Returns the length without the
 * NUL. */
enum { TEXT_NUMBER_LEN = 21 };
size_t text_format_int(int64_t number, char out[TEXT_NUMBER_LEN]);

/* A fast hash of bytes that nobody attacks: for ETags. */
uint64_t text_hash(const char *text, size_t len);

/* A counted noun whose plural ends in s: "3 versions", "1 version", "0 versions". Owned by the
 * arena. */
MUST_USE const char *text_counted(struct arena *arena, int64_t count, const char *noun) NONNULL;

bool text_starts_with(const char *text, const char *prefix) NONNULL;

/* NULL for "" and for NULL. */
const char *text_or_null(const char *text);

#endif
