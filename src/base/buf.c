#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

void buf_init(struct buf *buf, struct arena *arena)
{
    buf->arena = arena;
    buf->len = 0;
    buf->capacity = FIRST_CAPACITY;
    buf->data = arena_alloc(arena, FIRST_CAPACITY);
}

void buf_reserve(struct buf *buf, size_t more)
{
    size_t needed = buf->len + more + 1;
    if (needed <= buf->capacity)
        return;
    size_t capacity = buf->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    char *data = arena_alloc(buf->arena, capacity);
    memcpy(data, buf->data, buf->len);
    buf->data = data;
    buf->capacity = capacity;
}

void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    size_t room = buf->capacity - buf->len;
    va_start(args, format);
    int len = vsnprintf(buf->data + buf->len, room, format, args);
    va_end(args);
    if (len < 0)
        die("a format that cannot be printed: %s", format);
    if ((size_t)len >= room) {
        buf_reserve(buf, (size_t)len);
        va_start(args, format);
        (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
        va_end(args);
    }
    buf->len += (size_t)len;
}
