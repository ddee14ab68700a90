#include "domain/text_unescape.h"

#include <ctype.h>
#include <string.h>

enum { HIGH_FIRST = 0xD800, LOW_FIRST = 0xDC00, LOW_LAST = 0xDFFF, ASCII_END = 0x80 };

/* The number that `digits` hexadecimal digits are; -1 if there are fewer. */
static long read_hex(const char *at, const char *end, int digits)
{
    long number = 0;
    if (end - at < digits)
        return -1;
    for (int i = 0; i < digits; i++) {
        char c = at[i];
        if (isxdigit((unsigned char)c) == 0)
            return -1;
        number = number * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return number;
}

static size_t write_utf8(long code, char *out)
{
    if (code < 0x80) {
        out[0] = code == 0 ? ' ' : (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | (code >> 6));
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    size_t len = code < 0x10000 ? 3 : 4;
    out[0] = (char)(len == 3 ? 0xE0 | (code >> 12) : 0xF0 | (code >> 18));
    for (size_t i = 1; i < len; i++)
        out[i] = (char)(0x80 | ((code >> (6 * (len - 1 - i))) & 0x3F));
    return len;
}

/* How long the escape is that begins here; 0: none. *code is what it stands for. */
static size_t read_escape(const char *at, const char *end, long *code)
{
    enum { ESCAPE = 2, PERCENT = 3, UNICODE = 6 };
    static const char *const letters = "nrtbf\"\\/";
    *code = at[0] == '%' ? read_hex(at + 1, end, PERCENT - 1) : -1;
    if (*code >= 0)
        return *code < ASCII_END ? PERCENT : 0;
    if (at[0] != '\\' || end - at < ESCAPE)
        return 0;
    const char *letter = strchr(letters, at[1]);
    if (letter != NULL && *letter != '\0') {
        *code = letter - letters < 5 ? ' ' : *letter;
        return ESCAPE;
    }
    *code = at[1] == 'u' ? read_hex(at + ESCAPE, end, UNICODE - ESCAPE) : -1;
    if (*code < HIGH_FIRST || *code > LOW_LAST)
        return *code < 0 ? 0 : UNICODE;
    long low = end - at >= 2 * UNICODE && at[UNICODE] == '\\' && at[UNICODE + 1] == 'u'
                   ? read_hex(at + UNICODE + ESCAPE, end, UNICODE - ESCAPE)
                   : -1;
    bool is_pair = *code < LOW_FIRST && low >= LOW_FIRST && low <= LOW_LAST;
    *code = 0x10000 + ((*code - HIGH_FIRST) << 10) + (low - LOW_FIRST);
    return is_pair ? 2 * UNICODE : 0;
}

/* No escape is shorter than what it stands for. */
bool text_unescape(struct arena *arena, struct text *text)
{
    if (memchr(text->data, '\\', text->len) == NULL && memchr(text->data, '%', text->len) == NULL)
        return false;
    const char *end = text->data + text->len;
    char *out = arena_alloc(arena, text->len + 1);
    size_t len = 0;
    bool has_some = false;
    for (const char *at = text->data; at < end;) {
        long code = 0;
        size_t escape = read_escape(at, end, &code);
        has_some = has_some || escape > 0;
        if (escape > 0)
            len += write_utf8(code, out + len);
        else
            out[len++] = *at;
        at += escape > 0 ? escape : 1;
    }
    out[len] = '\0';
    if (has_some)
        *text = (struct text){out, len};
    return has_some;
}
