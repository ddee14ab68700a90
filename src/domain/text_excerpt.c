#include "domain/text_excerpt.h"

#include "base/buf.h"

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
