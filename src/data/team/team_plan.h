#ifndef DATA_TEAM_PLAN_H
#define DATA_TEAM_PLAN_H

#include "data/team/team_shape.h"

/* The plan of a content, with settings read. Texts point into it. */
MUST_USE enum err team_plan_read(struct arena *arena, const struct record_content *content,
                                 struct team_plan *plan) NONNULL;

#endif
