#ifndef PAGES_PROMPT_FORM_SHAPE_H
#define PAGES_PROMPT_FORM_SHAPE_H

#include "base/text.h"

/* What is typed into the editor of a prompt: see prompt_form.h. */
struct prompt_form {
    const char *name;
    struct text description;
    int type; /* enum prompt_type */
    struct text body;
    struct text_list roles;
    struct text_list contents; /* of a placeholder its name */
    const char *tags;
    const char *message;
    struct text settings;
    int64_t revision; /* what it was based on; 0 in a new prompt */
    const char *action;
};

#endif
