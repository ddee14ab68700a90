#ifndef DATA_PROMPT_LIST_H
#define DATA_PROMPT_LIST_H

#include "data/record/record_list.h"

/* The list of an organization's prompts: see record_list.h. */
MUST_USE record_list_verb prompt_list NONNULL;

#endif
