#include "domain/text_match.h"

#include <locale.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"

/* The C library's tables of letters. "C.UTF-8" has all; without it only ASCII is folded. */
static locale_t letters(void)
{
    static locale_t locale;
    static bool is_known;
    if (!is_known)
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    is_known = true;
    return locale;
}

/* Without a branch, so that the compiler does many at a time. */
static unsigned char fold_ascii(unsigned char c)
{
    return (unsigned char)(c + ((unsigned char)(c - 'A') < 26 ? 'a' - 'A' : 0));
}

/* Up and down again: so the final sigma and the long s meet their capitals. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return fold_ascii((unsigned char)c);
    locale_t locale = letters();
    if (locale == (locale_t)0)
        return c;
    return (uint32_t)towlower_l(towupper_l((wint_t)c, locale), locale);
}

void text_needle_make(struct arena *arena, const char *text, struct text_needle *needle)
{
    size_t len = strlen(text);
    uint32_t *chars = arena_array(arena, len + 1, sizeof *chars);
    char *ascii = arena_alloc(arena, len + 1);
    bool is_ascii = true;
    *needle = (struct text_needle){.chars = chars};
    for (size_t at = 0; at < len;) {
        uint32_t c = fold(text_next_char(text, len, &at));
        is_ascii = is_ascii && c < 0x80;
        ascii[needle->char_count] = (char)c;
        chars[needle->char_count++] = c;
    }
    needle->ascii = is_ascii ? ascii : NULL;
}

/* A piece of the text is folded at a time, and searched with the fast search for bytes. */
enum { PIECE = 4096, STEP = 64 };

static void fold_piece(unsigned char piece[PIECE], const char *text, size_t len)
{
    memcpy(piece, text, len);
    for (size_t from = 0; from < len; from += STEP)
        for (size_t i = 0; i < STEP; i++)
            piece[from + i] = fold_ascii(piece[from + i]);
}

static bool find_ascii(const struct text_needle *needle, const char *text, size_t len,
                       struct text_span *span)
{
    unsigned char piece[PIECE] = {0};
    size_t needle_len = needle->char_count;
    if (needle_len > PIECE / 2)
        return false;
    for (size_t from = 0; from + needle_len <= len; from += PIECE - needle_len + 1) {
        size_t piece_len = len - from < PIECE ? len - from : PIECE;
        fold_piece(piece, text + from, piece_len);
        const unsigned char *found = memmem(piece, piece_len, needle->ascii, needle_len);
        if (found != NULL) {
            *span = (struct text_span){from + (size_t)(found - piece), needle_len};
            return true;
        }
    }
    return false;
}

static bool matches_at(const struct text_needle *needle, const char *text, size_t len, size_t *at)
{
    for (size_t i = 0; i < needle->char_count; i++)
        if (*at >= len || fold(text_next_char(text, len, at)) != needle->chars[i])
            return false;
    return true;
}

bool text_needle_find(const struct text_needle *needle, const char *text, size_t len,
                      struct text_span *span)
{
    *span = (struct text_span){0, 0};
    if (needle->char_count == 0)
        return true;
    if (needle->ascii != NULL)
        return find_ascii(needle, text, len, span);
    uint32_t first = needle->chars[0];
    for (size_t start = 0; start < len;) {
        size_t next = start + 1;
        uint32_t c = (unsigned char)text[start];
        size_t end = start;
        if (c >= 0x80) {
            next = start;
            c = text_next_char(text, len, &next);
        }
        if (fold(c) == first && matches_at(needle, text, len, &end)) {
            *span = (struct text_span){start, end - start};
            return true;
        }
        start = next;
    }
    return false;
}

static void add_char(struct buf *buf, const char *text, size_t at, size_t next, uint32_t c)
{
    if (!text_char_is_space(c) && c >= 0x20)
        buf_add(buf, text + at, next - at);
    else if (buf->len == 0 || buf->data[buf->len - 1] != ' ')
        buf_add_char(buf, ' ');
}

/* The bytes from … to with one space for each run of white space. */
static struct buf squeeze(struct arena *arena, const char *text, size_t from, size_t to)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t at = from; at < to;) {
        size_t next = at;
        uint32_t c = text_next_char(text, to, &next);
        add_char(&buf, text, at, next, c);
        at = next;
    }
    return buf;
}

static bool is_inside_char(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) == 0x80;
}

/* Where the excerpt begins and ends: at the end of a word if there is one near. */
static size_t find_start(const char *text, size_t start)
{
    enum { BEFORE = 60, NEAR = 16 };
    if (start <= BEFORE)
        return 0;
    size_t from = start - BEFORE;
    while (is_inside_char(text, from))
        from++;
    for (size_t at = from; at < from + NEAR && at < start; at++)
        if (text[at] == ' ' || text[at] == '\n')
            return at + 1;
    return from;
}

static size_t find_end(struct text text, size_t end)
{
    enum { AFTER = 120, NEAR = 16 };
    if (text.len - end <= AFTER)
        return text.len;
    size_t to = end + AFTER;
    while (is_inside_char(text.data, to))
        to--;
    for (size_t at = to; at > to - NEAR && at > end; at--)
        if (text.data[at] == ' ' || text.data[at] == '\n')
            return at;
    return to;
}

struct text_excerpt text_excerpt_make(struct arena *arena, struct text text,
                                      const struct text_span *span, bool is_whole)
{
    size_t end = span->start + span->len;
    size_t from = is_whole ? 0 : find_start(text.data, span->start);
    size_t to = is_whole ? text.len : find_end(text, end);
    struct buf before = squeeze(arena, text.data, from, span->start);
    struct buf after = squeeze(arena, text.data, end, to);
    if (to < text.len)
        buf_add_text(&after, "…");
    return (struct text_excerpt){
        .before = from > 0 ? arena_printf(arena, "…%s", before.data) : before.data,
        .match = squeeze(arena, text.data, span->start, end).data,
        .after = after.data,
    };
}
