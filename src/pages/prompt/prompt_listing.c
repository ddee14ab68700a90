#include "pages/prompt/prompt_listing.h"

#include "data/prompt/prompt.h"

static const char *facet_words(const char *facet)
{
    enum prompt_type type;
    if (prompt_type_parse(facet, &type) != ERR_NONE)
        return facet;
    return type == PROMPT_CHAT ? "Chat" : "Text";
}

const struct record_listing prompt_listing = {
    .contents = "bodies",
    .facet_title = "Type",
    .facet_words = facet_words,
    .empty_file = "prompt/empty.tpl",
};
