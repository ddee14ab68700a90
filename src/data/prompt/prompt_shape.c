#include "data/prompt/prompt_shape.h"

#include <string.h>

static const char *const type_names[] = {"text", "chat"};

const char *prompt_type_name(enum prompt_type type)
{
    return type_names[type];
}

enum err prompt_type_parse(const char *name, enum prompt_type *type)
{
    for (size_t i = 0; i < COUNT_OF(type_names); i++) {
        if (strcmp(name, type_names[i]) == 0) {
            *type = (enum prompt_type)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

struct prompt_content prompt_content(const struct record_content *content)
{
    struct prompt_content own = {.body = content->parts[PROMPT_PART_BODY]};
    if (prompt_type_parse(content->facet, &own.type) != ERR_NONE)
        die("an unknown type of prompt");
    own.settings = content->parts[PROMPT_PART_SETTINGS].data;
    if (own.settings == NULL && own.body.data != NULL)
        own.settings = "";
    return own;
}
