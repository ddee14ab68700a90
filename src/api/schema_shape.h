#ifndef API_SCHEMA_SHAPE_H
#define API_SCHEMA_SHAPE_H

#include "api/operation.h"

/* What the answers of the API are made of, where no table of fields says it: for schema.c. */

/* What a value may be, in JSON Schema. Every one is valid JSON, checked by a test. */
#define UUID_SCHEMA   "{\"type\":\"string\",\"format\":\"uuid\"}"
#define TIME_SCHEMA   "{\"type\":\"string\",\"format\":\"date-time\"}"
#define OR_NULL(type) "{\"type\":[\"" type "\",\"null\"]}"
#define ID_OR_NULL    "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}"
#define TIME_OR_NULL  "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}"
#define TEXT_OR_NULL  OR_NULL("string")
#define TEXT_SCHEMA   "{\"type\":\"string\"}"
#define COUNT_SCHEMA  "{\"type\":\"integer\",\"minimum\":0}"
#define TRUTH_SCHEMA  "{\"type\":\"boolean\"}"

/* What is not in a table of fields: each property, and whether it is always there. */
struct property {
    const char *name;
    const char *schema;
    bool is_optional;
};

struct property_table {
    const struct property *items;
    int count;
};
extern const struct property_table schema_problem, schema_message, schema_member, schema_hit;

/* Names in the description. Of a list, what its items are; of what a kind has its own of, use. */
struct shape {
    const char *name;
    enum api_use use; /* of a kind's table of fields; 0: the properties */
    enum api_shape item;
    const struct property *properties;
    int count;
};
extern const struct shape schema_shapes[SHAPE_COUNT];

#endif
