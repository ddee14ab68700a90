#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

/* A byte string that grows in an arena. data is always NUL-terminated (and never NULL) after
 * buf_init; the old copy is left to the arena when it grows, which doubling keeps below 2 x len. */
struct buf {
    struct arena *arena;
    char *data;
    size_t len; /* bytes, without the NUL */
    size_t capacity;
};

void buf_init(struct buf *buf, struct arena *arena) NONNULL;
/* Makes room for more bytes and the NUL. */
void buf_reserve(struct buf *buf, size_t more) NONNULL;

/* Inline: a page is made of some thousand pieces. */
static inline __attribute__((nonnull(1))) void buf_add(struct buf *buf, const void *bytes,
                                                       size_t len)
{
    if (buf->capacity - buf->len <= len)
        buf_reserve(buf, len);
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void buf_add_text(struct buf *buf, const char *text) NONNULL;
void buf_add_char(struct buf *buf, char c) NONNULL;
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);

#endif
