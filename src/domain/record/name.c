#include "domain/record/name.h"

#include <string.h>

#include "base/text.h"

enum err name_check(const char *name, const char **problem)
{
    size_t len = strlen(name);
    const char *trimmed = name;
    size_t trimmed_len = len;
    if (!text_is_utf8(name, len) || text_has_control(name, len, false)) {
        *problem = "The name has characters that can't be used, such as line breaks.";
        return ERR_INVALID;
    }
    text_trim_range(&trimmed, &trimmed_len);
    if (trimmed_len == 0) {
        *problem = "Enter a name.";
        return ERR_INVALID;
    }
    if (text_count_chars(name, len) > NAME_MAX_CHARS) {
        *problem = "The name is longer than 120 characters.";
        return ERR_INVALID;
    }
    return ERR_NONE;
}
