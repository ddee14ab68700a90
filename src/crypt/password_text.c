#include "crypt/password_text.h"

#include <string.h>

#include "base/unicode.h"

struct password_text password_text_make(const char *password)
{
    enum { ARENA_LEN = 1024 * 1024, FOR_EACH = 16 };
    size_t len = strlen(password);
    struct password_text made = {NULL, {password, len}};
    if (text_is_ascii(password, len) || !text_is_utf8(password, len))
        return made;
    made.arena = arena_create(ARENA_LEN + len * FOR_EACH);
    made.text = unicode_nfc(made.arena, password, len);
    return made;
}

void password_text_end(struct password_text *made)
{
    if (made->arena != NULL)
        arena_destroy(made->arena);
}
