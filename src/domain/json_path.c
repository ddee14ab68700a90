#include "domain/json_path.h"

#include <string.h>

#include "base/buf.h"

enum { KEY_SHOWN = 100 /* bytes */ };

static bool is_plain(const char *key)
{
    size_t len = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$");
    return len > 0 && key[len] == '\0' && (key[0] < '0' || key[0] > '9') && key[0] != '-';
}

static void add_quoted(struct buf *buf, const char *key)
{
    json_t *name = json_keep(buf->arena, json_string(key));
    struct text quoted = json_format(buf->arena, name, JSON_LINE);
    buf_add_char(buf, '[');
    buf_add(buf, quoted.data, quoted.len);
    buf_add_char(buf, ']');
}

static void add_key(struct buf *buf, const char *key)
{
    size_t len = strlen(key);
    if (len > KEY_SHOWN) {
        len = KEY_SHOWN;
        while (len > 0 && ((unsigned char)key[len] & 0xc0) == 0x80)
            len--;
        const char *start = arena_copy(buf->arena, key, len);
        add_quoted(buf, arena_printf(buf->arena, "%s…", start));
    } else if (!is_plain(key)) {
        add_quoted(buf, key);
    } else {
        if (buf->len > 0)
            buf_add_char(buf, '.');
        buf_add(buf, key, len);
    }
}

/* As deep as JSON that was accepted: JSON_DEPTH and a few. */
static void add_path(struct buf *buf, const struct json_path *path)
{
    if (path->parent == NULL)
        return;
    add_path(buf, path->parent);
    if (path->key != NULL)
        add_key(buf, path->key);
    else
        buf_printf(buf, "[%zu]", path->index);
}

const char *json_path_format(struct arena *arena, const struct json_path *path)
{
    struct buf buf;
    buf_init(&buf, arena);
    add_path(&buf, path);
    return buf.data;
}
