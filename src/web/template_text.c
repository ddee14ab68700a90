#include "web/template_text.h"

#include <stdbool.h>
#include <string.h>

static const char first_line[] = "{{%AUTOESCAPE context=\"HTML\"}}\n";

static bool holds(const char *tag, size_t len, const char *piece)
{
    return memmem(tag, len, piece, strlen(piece)) != NULL;
}

/* tag is what stands between the braces. */
static const char *check_tag(const char *tag, size_t len)
{
    if (holds(tag, len, ":none"))
        return ":none turns escaping off";
    if (holds(tag, len, ":x-"))
        return "modifiers of our own are not used";
    return tag[0] == '=' ? "delimiters must not change" : NULL;
}

const char *template_text_check(const char *text)
{
    if (strncmp(text, first_line, strlen(first_line)) != 0)
        return "it does not begin with the AUTOESCAPE line";
    for (const char *at = strstr(text, "{{"); at != NULL; at = strstr(at, "{{")) {
        const char *end = strstr(at, "}}");
        const char *line_end = strchr(at, '\n');
        bool is_comment = at[2] == '!'; /* the only tag that may have many lines */
        if (end == NULL || (!is_comment && line_end != NULL && line_end < end))
            return "a tag does not end on its line";
        const char *problem = check_tag(at + 2, (size_t)(end - at) - 2);
        if (problem != NULL)
            return problem;
        at = end + 2;
    }
    return NULL;
}

size_t template_text_strip(char *text)
{
    char *to = text;
    bool is_line_start = true;
    for (const char *from = text; *from != '\0'; from++) {
        if (is_line_start && (*from == ' ' || *from == '\t'))
            continue;
        *to++ = *from;
        is_line_start = *from == '\n';
    }
    return (size_t)(to - text);
}
