#include "data/search/search_text.h"

#include <string.h>

bool search_text_look(struct text_match *match, const char *text, size_t len,
                      struct record_match_place *found)
{
    struct text_span span;
    if (text_match_look(match, text, len, &span))
        *found = (struct record_match_place){{text, len}, span};
    return match->missing == 0;
}

bool search_marks_look(struct text_match *match, const char *marks,
                       struct record_match_place *found)
{
    for (const char *at = marks; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        const char *word = at[0] == '#' ? at + 1 : at;
        const char *space = memchr(word, ' ', len - (size_t)(word - at));
        if (at[0] >= '0' && at[0] <= '9' && space != NULL && at[len] == '\n')
            word = space + 1; /* "VERSION label" */
        if (search_text_look(match, word, len - (size_t)(word - at), found))
            return true;
        at += len + (at[len] == '\n');
    }
    return false;
}
