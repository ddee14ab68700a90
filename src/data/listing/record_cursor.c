#include "data/listing/record_cursor.h"

#include <string.h>

static const char sort_letters[] = {
    [RECORD_SORT_UPDATED] = 'u', [RECORD_SORT_CREATED] = 'c', [RECORD_SORT_NAME] = 'm'};

struct record_cursor record_cursor_first(void)
{
    return (struct record_cursor){.place = cursor_newest(), .name = ""};
}

struct record_cursor record_cursor_last(void)
{
    return (struct record_cursor){.is_backward = true, .is_end = true, .name = ""};
}

/* The direction, in a list by words also the part of it. */
static char format_way(const struct record_cursor *cursor)
{
    if (cursor->is_rest)
        return cursor->is_backward ? 'P' : 'N';
    return cursor->is_backward ? 'p' : 'n';
}

/* The name, not its sort key: that may hold what no address can. */
static const char *format_name(struct arena *arena, const struct record_cursor *cursor)
{
    char id[UUID_TEXT_LEN];
    uuid_format(&cursor->place.id, id);
    return arena_printf(arena, "%s.%s", id, cursor->name);
}

const char *record_cursor_format(struct arena *arena, enum record_sort sort,
                                 const struct record_cursor *cursor)
{
    return arena_printf(arena, "%c%c%s", format_way(cursor), sort_letters[sort],
                        sort == RECORD_SORT_NAME ? format_name(arena, cursor)
                                                 : cursor_format(arena, &cursor->place));
}

static enum err parse_name(struct arena *arena, const char *text, struct record_cursor *cursor)
{
    enum { NAME_BYTES_MAX = 800, ID_LEN = UUID_TEXT_LEN - 1 };
    if (strnlen(text, ID_LEN) < ID_LEN || text[ID_LEN] != '.')
        return ERR_INVALID;
    cursor->name = text + ID_LEN + 1;
    size_t len = strlen(cursor->name);
    if (len == 0 || len > NAME_BYTES_MAX || !text_is_utf8(cursor->name, len))
        return ERR_INVALID;
    return uuid_parse(arena_copy(arena, text, ID_LEN), &cursor->place.id);
}

enum err record_cursor_parse(struct arena *arena, const char *text, enum record_sort sort,
                             struct record_cursor *cursor)
{
    *cursor = record_cursor_first();
    if (text[0] == '\0' || strchr("npNP", text[0]) == NULL || text[1] != sort_letters[sort])
        return ERR_INVALID;
    cursor->is_backward = text[0] == 'p' || text[0] == 'P';
    cursor->is_rest = text[0] == 'N' || text[0] == 'P';
    return sort == RECORD_SORT_NAME ? parse_name(arena, text + 2, cursor)
                                    : cursor_parse(text + 2, &cursor->place);
}
