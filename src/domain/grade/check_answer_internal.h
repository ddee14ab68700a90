#ifndef DOMAIN_GRADE_CHECK_ANSWER_INTERNAL_H
#define DOMAIN_GRADE_CHECK_ANSWER_INTERNAL_H

#include "domain/grade/check_type.h"

/* Checks of what an answer is, which tools it calls, and what it took. */
check_fn check_is_json, check_json_schema, check_tool_call, check_max_duration, check_max_cost;

#endif
