#include "data/record/record_cursor.h"

#include <string.h>

static const char sort_letters[] = {
    [RECORD_SORT_UPDATED] = 'u', [RECORD_SORT_CREATED] = 'c', [RECORD_SORT_NAME] = 'm'};

struct record_cursor record_cursor_first(void)
{
    return (struct record_cursor){.place = cursor_newest(), .name = ""};
}

const char *record_cursor_format(struct arena *arena, enum record_sort sort,
                                 const struct record_cursor *cursor)
{
    return arena_printf(arena, "%c%c%s", cursor->is_backward ? 'p' : 'n', sort_letters[sort],
                        sort == RECORD_SORT_NAME ? cursor->name
                                                 : cursor_format(arena, &cursor->place));
}

enum err record_cursor_parse(const char *text, enum record_sort sort, struct record_cursor *cursor)
{
    enum { NAME_BYTES_MAX = 800 };
    *cursor = record_cursor_first();
    if ((text[0] != 'n' && text[0] != 'p') || text[1] != sort_letters[sort])
        return ERR_INVALID;
    cursor->is_backward = text[0] == 'p';
    if (sort != RECORD_SORT_NAME)
        return cursor_parse(text + 2, &cursor->place);
    cursor->name = text + 2;
    size_t len = strlen(cursor->name);
    bool is_name = len > 0 && len <= NAME_BYTES_MAX && text_is_utf8(cursor->name, len);
    return is_name ? ERR_NONE : ERR_INVALID;
}
