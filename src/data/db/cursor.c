#include "data/db/cursor.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

struct cursor cursor_newest(void)
{
    /* The last microsecond of the year 9999: every engine can compare with it. */
    struct cursor cursor = {.time = number_limits[NUMBER_MOMENT].to};
    memset(cursor.id.bytes, 0xff, sizeof cursor.id.bytes);
    return cursor;
}

char *cursor_format(struct arena *arena, const struct cursor *cursor)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&cursor->id, id);
    return arena_printf(arena, "%" PRId64 ".%s", cursor->time, id);
}

enum err cursor_parse(const char *text, struct cursor *cursor)
{
    enum { DIGITS_MAX = 18 };
    char digits[DIGITS_MAX + 1];
    size_t len = strcspn(text, ".");
    if (len > DIGITS_MAX || text[len] != '.')
        return ERR_INVALID;
    memcpy(digits, text, len);
    digits[len] = '\0';
    if (number_parse(NUMBER_MOMENT, digits, &cursor->time) != ERR_NONE)
        return ERR_INVALID;
    return uuid_parse(text + len + 1, &cursor->id);
}
