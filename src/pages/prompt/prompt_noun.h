#ifndef PAGES_PROMPT_NOUN_H
#define PAGES_PROMPT_NOUN_H

#include "pages/record/record_noun.h"

extern const struct record_noun prompt_noun;

#endif
