#include "base/text.h"

#include <string.h>

/* The length of the well-formed sequence at p, or 0. Table 3-7 of the Unicode Standard. */
static size_t sequence_len(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    size_t len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (left < len)
        return 0;
    unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    return len;
}

bool text_is_utf8(const char *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t at = 0;
    while (at < len) {
        size_t step = sequence_len(p + at, len - at);
        if (step == 0)
            return false;
        at += step;
    }
    return true;
}

bool text_has_nul(const char *text, size_t len)
{
    return len > 0 && memchr(text, '\0', len) != NULL;
}

size_t text_count_chars(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            count++;
    return count;
}

size_t text_cut(const char *text, size_t len, size_t most)
{
    if (len <= most)
        return len;
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

uint32_t text_next_char(const char *text, size_t len, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text + *at;
    size_t step = sequence_len(p, len - *at);
    if (step == 0)
        die("a character was read from text that is not UTF-8");
    *at += step;
    if (step == 1)
        return p[0];
    uint32_t c = p[0] & (0x7fu >> step);
    for (size_t i = 1; i < step; i++)
        c = c << 6 | (p[i] & 0x3fu);
    return c;
}

/* The three bytes of an embedding, an override, an isolate or their ends: U+202A..2E and U+2066..69
 * (Unicode Standard Annex 9). */
static bool is_turn(const char *text, size_t left)
{
    const unsigned char *p = (const unsigned char *)text;
    if (left < 3 || p[0] != 0xe2)
        return false;
    return (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
           (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9);
}

bool text_has_control(const char *text, size_t len, bool allow_lines)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (allow_lines && (c == '\t' || c == '\n' || c == '\r'))
            continue;
        if (c < 0x20 || c == 0x7f || is_turn(text + i, len - i))
            return true;
        /* U+0080..9F are C2 80..9F in UTF-8 */
        if (c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] < 0xa0)
            return true;
    }
    return false;
}

char *text_to_lf(struct arena *arena, const char *text, size_t len, size_t *out_len)
{
    char *copy = arena_alloc(arena, len + 1);
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '\r') {
            copy[used++] = text[i];
            continue;
        }
        copy[used++] = '\n';
        if (i + 1 < len && text[i + 1] == '\n')
            i++;
    }
    *out_len = used;
    return copy;
}

bool text_char_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

void text_trim_range(const char **text, size_t *len)
{
    size_t start = 0;
    for (size_t at = 0; at < *len; start = at)
        if (!text_char_is_space(text_next_char(*text, *len, &at)))
            break;
    size_t end = *len;
    while (end > start) {
        size_t last = end - 1;
        while (last > start && ((unsigned char)(*text)[last] & 0xc0) == 0x80)
            last--;
        size_t at = last;
        if (!text_char_is_space(text_next_char(*text, end, &at)))
            break;
        end = last;
    }
    *text += start;
    *len = end - start;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *text_trim(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    while (len > 0 && is_space(*text)) {
        text++;
        len--;
    }
    while (len > 0 && is_space(text[len - 1]))
        len--;
    return arena_copy(arena, text, len);
}

/* Blocks of a fixed size, and no branch in them, so that the compiler does many bytes at a time. */
enum { BLOCK = 64 };

bool text_is_ascii(const char *text, size_t len)
{
    enum { CHUNK = 64 * BLOCK }; /* how far to go between two looks at the result */
    const unsigned char *bytes = (const unsigned char *)text;
    unsigned char all[BLOCK] = {0};
    unsigned char any = 0;
    size_t at = 0;
    for (; len - at >= BLOCK; at += BLOCK) {
        for (size_t i = 0; i < BLOCK; i++)
            all[i] |= bytes[at + i];
        if (at % CHUNK == 0)
            for (size_t i = 0; i < BLOCK; i++)
                any |= all[i];
        if (any >= 0x80)
            return false;
    }
    for (size_t i = 0; i < BLOCK; i++)
        any |= all[i];
    for (; at < len; at++)
        any |= bytes[at];
    return any < 0x80;
}

static char fold_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (char)(c + ((unsigned char)(c - 'A') < 26 ? 'a' - 'A' : 0));
}

void text_fold_ascii(char *to, const char *from, size_t len)
{
    size_t at = 0;
    for (; len - at >= BLOCK; at += BLOCK) {
        char block[BLOCK];
        memcpy(block, from + at, BLOCK);
        for (size_t i = 0; i < BLOCK; i++)
            block[i] = fold_byte(block[i]);
        memcpy(to + at, block, BLOCK);
    }
    for (; at < len; at++)
        to[at] = fold_byte(from[at]);
}

char *text_lower_ascii(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *p = copy; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum err text_percent_decode(struct arena *arena, const char *text, size_t len, bool plus_is_space,
                             char **out, size_t *out_len)
{
    char *copy = arena_alloc(arena, len + 1);
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            if (len - i < 3 || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
                return ERR_INVALID;
            c = (char)(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
            i += 2;
        }
        copy[used++] = c;
    }
    *out = copy;
    *out_len = used;
    return ERR_NONE;
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

char *text_percent_encode(struct arena *arena, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *encoded = arena_alloc(arena, strlen(text) * 3 + 1);
    char *at = encoded;
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (is_unreserved(*p)) {
            *at++ = (char)*p;
            continue;
        }
        *at++ = '%';
        *at++ = digits[*p >> 4];
        *at++ = digits[*p & 15];
    }
    return encoded;
}

size_t text_format_int(int64_t number, char out[TEXT_NUMBER_LEN])
{
    char reversed[TEXT_NUMBER_LEN];
    size_t count = 0;
    size_t len = 0;
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do
        reversed[count++] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        out[len++] = '-';
    while (count > 0)
        out[len++] = reversed[--count];
    out[len] = '\0';
    return len;
}

/* Four lanes, so that the multiplications do not wait for each other. */
uint64_t text_hash(const char *text, size_t len)
{
    enum { LANES = 4 };
    const uint64_t multiplier = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t lanes[LANES] = {len, 1, 2, 3};
    uint64_t words[LANES];
    for (; len >= sizeof words; text += sizeof words, len -= sizeof words) {
        memcpy(words, text, sizeof words);
        for (int i = 0; i < LANES; i++)
            lanes[i] = (lanes[i] ^ words[i]) * multiplier;
    }
    for (; len > 0; len--)
        lanes[0] = (lanes[0] ^ (unsigned char)*text++) * multiplier;
    uint64_t hash = 0;
    for (int i = 0; i < LANES; i++)
        hash = (hash ^ lanes[i] ^ lanes[i] >> 32) * multiplier;
    return hash ^ hash >> 29;
}

const char *text_counted(struct arena *arena, int64_t count, const char *noun)
{
    return arena_printf(arena, "%lld %s%s", (long long)count, noun, count == 1 ? "" : "s");
}

bool text_starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

const char *text_or_null(const char *text)
{
    return text == NULL || text[0] == '\0' ? NULL : text;
}
