#ifndef PAGES_PROMPT_FORM_SHAPE_H
#define PAGES_PROMPT_FORM_SHAPE_H

#include "base/text.h"

enum { PROMPT_VALUES_MAX = 50 };

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
    /* The rail beside the text: see prompt_rail.h. */
    const char *ref_q; /* what references are looked for, and what was before */
    const char *ref_q_before;
    const char *reference;                      /* that was picked */
    int64_t ref_into;                           /* the message that it goes into, from 1 */
    const char *value_names[PROMPT_VALUES_MAX]; /* of variables, and what fills them in */
    struct text values[PROMPT_VALUES_MAX];
    int value_count;
};

#endif
