#ifndef DOMAIN_GRADE_SUBJECT_H
#define DOMAIN_GRADE_SUBJECT_H

#include "base/json.h"

/* What a model answered, as checks look at it. */
struct grade_subject {
    const char *output;              /* UTF-8; "" if there are tool calls alone */
    json_t *tool_calls;              /* as /chat/completions gives them; NULL: none */
    json_t *tools;                   /* the definitions, of an agent or of a request; NULL: none */
    int64_t duration_ms, cost_nanos; /* billionths of the endpoint's currency; -1: not known */
};

#endif
