#include "domain/record/comment.h"

#include <string.h>

#include "base/text.h"
#include "base/unicode.h"
#include "domain/record/name.h"

/* Embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex 9):
 * they make a text read otherwise than it is. The marks, which only settle a direction, pass. */
static bool is_turn(uint32_t c)
{
    enum { EMBEDDING = 0x202a, OVERRIDE_END = 0x202e, ISOLATE = 0x2066, ISOLATE_END = 0x2069 };
    return (c >= EMBEDDING && c <= OVERRIDE_END) || (c >= ISOLATE && c <= ISOLATE_END);
}

static bool has_turn(const char *text, size_t len)
{
    for (size_t at = 0; at < len;)
        if (is_turn(text_next_char(text, len, &at)))
            return true;
    return false;
}

static const char *fault_of(struct arena *arena, const char *text, size_t len)
{
    if (name_is_blank(text, len))
        return "Write something.";
    size_t chars = text_count_chars(text, len);
    if (chars > COMMENT_MAX)
        return arena_printf(arena, "The comment is too long: %zu characters, at most %d fit.",
                            chars, COMMENT_MAX);
    if (text_has_control(text, len, true) || has_turn(text, len))
        return "The comment has characters that can't be used, such as invisible control "
               "characters.";
    return NULL;
}

enum err comment_parse(struct arena *arena, const char *typed, const char **body,
                       const char **problem)
{
    size_t len = 0;
    if (!text_is_utf8(typed, strlen(typed))) {
        *problem = "The comment has characters that can't be used: it is not valid UTF-8.";
        return ERR_INVALID;
    }
    const char *lines = text_to_lf(arena, typed, strlen(typed), &len);
    struct text made = unicode_nfc(arena, lines, len);
    text_trim_range(&made.data, &made.len);
    *problem = fault_of(arena, made.data, made.len);
    *body = arena_copy(arena, made.data, made.len);
    return *problem == NULL ? ERR_NONE : ERR_INVALID;
}
