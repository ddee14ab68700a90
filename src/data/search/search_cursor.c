#include "data/search/search_cursor.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

enum err search_cursor_parse(struct arena *arena, const char *text, int step_count,
                             struct search_cursor *cursor)
{
    int64_t step = 0;
    size_t step_len = strcspn(text, ".");
    *cursor = (struct search_cursor){.place = cursor_newest()};
    if (text[0] == '\0')
        return ERR_NONE;
    if (text[step_len] == '\0')
        return ERR_INVALID;
    const char *rest = text + step_len + 1;
    size_t count_len = strcspn(rest, ".");
    if (rest[count_len] == '\0' ||
        number_parse(NUMBER_PLACE, arena_copy(arena, text, step_len), &step) != ERR_NONE ||
        step >= step_count ||
        number_parse(NUMBER_PLACE, arena_copy(arena, rest, count_len), &cursor->looked_at) !=
            ERR_NONE)
        return ERR_INVALID;
    cursor->step = (int)step;
    return cursor_parse(rest + count_len + 1, &cursor->place);
}

const char *search_cursor_format(struct arena *arena, const struct search_cursor *cursor)
{
    return arena_printf(arena, "%d.%lld.%s", cursor->step, (long long)cursor->looked_at,
                        cursor_format(arena, &cursor->place));
}
