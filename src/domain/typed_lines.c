#include "domain/typed_lines.h"

#include <string.h>

#include "base/unicode.h"

struct text typed_lines(struct arena *arena, const char *typed)
{
    size_t len = 0;
    const char *lines = text_to_lf(arena, typed, strlen(typed), &len);
    struct text made = unicode_nfc(arena, lines, len);
    text_trim_range(&made.data, &made.len);
    return (struct text){arena_copy(arena, made.data, made.len), made.len};
}
