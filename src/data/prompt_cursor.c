#include "data/prompt_cursor.h"

#include "domain/prompt_name.h"

static const char sort_letters[] = {
    [PROMPT_SORT_UPDATED] = 'u', [PROMPT_SORT_CREATED] = 'c', [PROMPT_SORT_NAME] = 'm'};

struct prompt_cursor prompt_cursor_first(void)
{
    return (struct prompt_cursor){.place = cursor_newest(), .name = ""};
}

const char *prompt_cursor_format(struct arena *arena, enum prompt_sort sort,
                                 const struct prompt_cursor *cursor)
{
    return arena_printf(arena, "%c%c%s", cursor->is_backward ? 'p' : 'n', sort_letters[sort],
                        sort == PROMPT_SORT_NAME ? cursor->name
                                                 : cursor_format(arena, &cursor->place));
}

enum err prompt_cursor_parse(const char *text, enum prompt_sort sort, struct prompt_cursor *cursor)
{
    *cursor = prompt_cursor_first();
    if ((text[0] != 'n' && text[0] != 'p') || text[1] != sort_letters[sort])
        return ERR_INVALID;
    cursor->is_backward = text[0] == 'p';
    if (sort != PROMPT_SORT_NAME)
        return cursor_parse(text + 2, &cursor->place);
    const char *problem = NULL;
    cursor->name = text + 2;
    return prompt_name_check(cursor->name, &problem);
}
