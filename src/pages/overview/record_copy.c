#include "pages/overview/record_copy.h"

#include <string.h>

#include "base/text.h"
#include "domain/record/record_name.h"

const char *record_copy_name(struct arena *arena, const char *name)
{
    static const char copy_of[] = "Copy of ";
    const char *leaf = record_name_leaf(name);
    size_t folder_len = (size_t)(leaf - name);
    size_t len = strlen(name);
    size_t chars = sizeof copy_of - 1;
    size_t at = 0;
    for (; at < folder_len; chars++)
        (void)text_next_char(name, len, &at);
    for (; chars < RECORD_NAME_MAX && at < len; chars++)
        (void)text_next_char(name, len, &at);
    size_t leaf_len = at - folder_len;
    return arena_printf(arena, "%.*s%s%.*s", (int)folder_len, name, copy_of, (int)leaf_len, leaf);
}
