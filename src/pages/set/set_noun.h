#ifndef PAGES_SET_NOUN_H
#define PAGES_SET_NOUN_H

#include "pages/record/record_noun.h"

extern const struct record_noun set_noun;

#endif
