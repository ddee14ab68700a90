#ifndef DOMAIN_SCIM_FILTER_H
#define DOMAIN_SCIM_FILTER_H

#include <stdbool.h>

#include "base/arena.h"

/* Filters of SCIM 2.0 (RFC 7644, 3.4.2.2): "ATTRIBUTE eq VALUE" and nothing else, which is what
 * identity providers send. */

enum { SCIM_ATTRIBUTE_MAX = 64, SCIM_FILTER_MAX = 1000 /* bytes */ };

struct scim_filter {
    char attribute[SCIM_ATTRIBUTE_MAX]; /* in lower case, without its schema: "username" */
    const char *text;                   /* a string, or "true" or "false"; in the arena */
    bool is_boolean;                    /* the value is no string */
};

/* ERR_INVALID for any other filter. */
MUST_USE enum err scim_filter_parse(struct arena *arena, const char *filter,
                                    struct scim_filter *out) NONNULL;

/* True and false as booleans, and as identity providers write them: "True", "False". ERR_INVALID
 * for other texts. */
MUST_USE enum err scim_boolean_parse(const char *text, bool *out) NONNULL;

/* What follows the schema of users that an attribute may begin with (RFC 7644, 3.10), of the core
 * or of enterprise users: "userName" of "urn:ietf:params:scim:schemas:core:2.0:User:userName". */
const char *scim_without_schema(const char *attribute) NONNULL;

#endif
