#ifndef PAGES_AGENT_NOUN_H
#define PAGES_AGENT_NOUN_H

#include "pages/record/record_noun.h"

extern const struct record_noun agent_noun;

#endif
