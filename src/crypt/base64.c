#include "crypt/base64.h"

#include <sodium.h>
#include <string.h>

enum {
    URL = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
    USUAL = sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
};

static enum err open_as(struct arena *arena, int variant, const char *text, size_t size,
                        struct text *bytes)
{
    size_t len = 0;
    char *out = arena_alloc(arena, size + 1);
    if (sodium_base642bin((uint8_t *)out, size, text, size, NULL, &len, NULL, variant) != 0)
        return ERR_INVALID;
    out[len] = '\0';
    *bytes = (struct text){out, len};
    return ERR_NONE;
}

enum err base64url_open(struct arena *arena, const char *text, struct text *bytes)
{
    return open_as(arena, URL, text, strlen(text), bytes);
}

const char *base64url_make(struct arena *arena, struct text bytes)
{
    size_t size = sodium_base64_encoded_len(bytes.len, URL);
    char *out = arena_alloc(arena, size);
    return sodium_bin2base64(out, size, (const uint8_t *)bytes.data, bytes.len, URL);
}

enum err base64_open(struct arena *arena, const char *text, struct text *bytes)
{
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '=')
        size--;
    return open_as(arena, USUAL, text, size, bytes);
}
