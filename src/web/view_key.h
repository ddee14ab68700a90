#ifndef WEB_VIEW_KEY_H
#define WEB_VIEW_KEY_H

#include <stdint.h>
#include <string.h>

/* Keys are string literals; their hash is folded at compile time. */
static inline uint32_t view_hash(const char *key, size_t len)
{
    if (len == 0)
        return 0;
    return (uint32_t)len | (uint32_t)(unsigned char)key[0] << 8 |
           (uint32_t)(unsigned char)key[len / 2] << 16 |
           (uint32_t)(unsigned char)key[len - 1] << 24;
}

struct view_key {
    const char *name;
    size_t len;
    uint32_t hash;
};

static inline struct view_key view_key(const char *name)
{
    size_t len = strlen(name);
    struct view_key key = {name, len, view_hash(name, len)};
    return key;
}

#endif
