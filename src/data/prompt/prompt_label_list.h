#ifndef DATA_PROMPT_LABEL_LIST_H
#define DATA_PROMPT_LABEL_LIST_H

#include "data/listing/record_list_shape.h"
#include "data/prompt/prompt_shape.h"
#include "domain/prompt/prompt_inputs.h"

/* The prompts that carry a label, with what a program fills in of that version. */

struct prompt_label_entry {
    const struct record_row *row;
    int64_t version; /* that has the label */
    struct prompt_inputs inputs;
};
struct prompt_label_list {
    struct prompt_label_entry *entries; /* by name */
    int count;
    const char *next; /* cursor, or NULL */
};

/* A page of the active prompts of the actor's organization that have the label, by keyset: what is
 * saved between two pages neither loses nor repeats one. A page is cut short where its bodies are
 * long. Whose references can't be resolved is listed with the inputs of its own body. ERR_INVALID
 * for a cursor that is none of ours, ERR_DENIED for who may not read prompts. */
enum { PROMPT_LABEL_PAGE = 250 };
MUST_USE enum err prompt_label_list(struct db *db, const struct actor *actor, const char *label,
                                    const char *cursor, struct prompt_label_list *list) NONNULL;

#endif
