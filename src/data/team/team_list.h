#ifndef DATA_TEAM_LIST_H
#define DATA_TEAM_LIST_H

#include "data/record/record_list.h"

/* The list of an organization's teams: see record_list.h. */
MUST_USE record_list_verb team_list NONNULL;

#endif
