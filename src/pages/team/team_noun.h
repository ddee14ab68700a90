#ifndef PAGES_TEAM_NOUN_H
#define PAGES_TEAM_NOUN_H

#include "pages/record/record_noun.h"

extern const struct record_noun team_noun;

#endif
