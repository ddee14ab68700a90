#include "domain/record/comment.h"

#include <string.h>

#include "base/text.h"
#include "domain/record/name.h"
#include "domain/typed_lines.h"

static const char *fault_of(struct arena *arena, const char *text, size_t len)
{
    if (name_is_blank(text, len))
        return "Write something.";
    size_t chars = text_count_chars(text, len);
    if (chars > COMMENT_MAX)
        return arena_printf(arena, "The comment is too long: %zu characters, at most %d fit.",
                            chars, COMMENT_MAX);
    if (text_has_control(text, len, true))
        return "The comment has characters that can't be used, such as invisible control "
               "characters.";
    return NULL;
}

enum err comment_parse(struct arena *arena, const char *typed, const char **body,
                       const char **problem)
{
    if (!text_is_utf8(typed, strlen(typed))) {
        *problem = "The comment has characters that can't be used: it is not valid UTF-8.";
        return ERR_INVALID;
    }
    struct text made = typed_lines(arena, typed);
    *problem = fault_of(arena, made.data, made.len);
    *body = made.data;
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}
