#include "domain/grade/check_type.h"

#include <string.h>

#include "domain/grade/check_answer_internal.h"
#include "domain/grade/check_text_internal.h"

/* clang-format off */
const struct check_type check_types[CHECK_TYPE_COUNT] = {
    {"equals", "Equals", "The whole answer. White space at both ends does not count.",
     CHECK_ANY_TEXT, true, false, check_equals},
    {"contains", "Contains", "A text that is somewhere in the answer.",
     CHECK_TEXT, true, false, check_contains},
    {"contains_any", "Contains any of", "Texts, of which at least one is in the answer.",
     CHECK_TEXTS, true, false, check_contains_any},
    {"contains_all", "Contains all of", "Texts that are all in the answer.",
     CHECK_TEXTS, true, false, check_contains_all},
    {"contains_not", "Does not contain", "A text that is nowhere in the answer.",
     CHECK_TEXT, true, false, check_contains_not},
    {"matches", "Matches pattern", "A regular expression (PCRE2) that is found in the answer.",
     CHECK_PATTERN, true, false, check_matches},
    {"starts_with", "Starts with", "How the answer begins. White space before it does not count.",
     CHECK_TEXT, true, false, check_starts_with},
    {"is_json", "Is JSON", "The whole answer is one value of JSON.",
     CHECK_NOTHING, false, false, check_is_json},
    {"json_schema", "Matches JSON schema", "A JSON Schema that the whole answer satisfies.",
     CHECK_SCHEMA, false, false, check_json_schema},
    {"tool_call", "Calls a tool",
     "A JSON Schema for the arguments; without one, the schema in the tool's definition.",
     CHECK_SCHEMA_OR_NOTHING, false, true, check_tool_call},
    {"max_duration_ms", "Longest time", "Milliseconds from the request to the whole answer.",
     CHECK_DURATION, false, false, check_max_duration},
    {"max_cost", "Highest cost", "An amount in the currency of the endpoint's prices.",
     CHECK_COST, false, false, check_max_cost},
};
/* clang-format on */

const struct check_type *check_type_find(const char *name)
{
    for (int i = 0; i < CHECK_TYPE_COUNT; i++)
        if (strcmp(check_types[i].name, name) == 0)
            return &check_types[i];
    return NULL;
}
