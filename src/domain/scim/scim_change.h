#ifndef DOMAIN_SCIM_CHANGE_H
#define DOMAIN_SCIM_CHANGE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/* What a request of SCIM 2.0 says of a person: a whole resource (RFC 7643, 4.1), or the operations
 * of a PATCH (RFC 7644, 3.5.2) in the spellings of Okta and Entra ID. What Rostrum does not keep of
 * people is left out. */

enum scim_attribute {
    SCIM_USER_NAME,
    SCIM_EMAIL, /* the one for work, or the primary one */
    SCIM_FORMATTED,
    SCIM_GIVEN_NAME,
    SCIM_FAMILY_NAME,
    SCIM_DISPLAY_NAME,
    SCIM_EXTERNAL_ID,
    SCIM_USER_TYPE,
    SCIM_ROLE,   /* the primary one */
    SCIM_ACTIVE, /* "true" or "false" */
    SCIM_ATTRIBUTE_COUNT
};

struct scim_change {
    bool is_given[SCIM_ATTRIBUTE_COUNT];
    const char *values[SCIM_ATTRIBUTE_COUNT]; /* NULL where it is to have none */
};

/* Why a request is refused: the keyword of RFC 7644, 3.12 and a sentence. */
struct scim_problem {
    const char *type;
    const char *detail;
};

enum { SCIM_OPERATIONS_MAX = 100 };

/* Reads a resource. ERR_INVALID with its problem. Texts live as long as the value. */
MUST_USE enum err scim_resource_read(struct arena *arena, const json_t *body,
                                     struct scim_change *change, struct scim_problem *problem)
    __attribute__((nonnull(1, 3, 4)));

/* Reads the operations of a PATCH, one after the other: what all of them come to. Likewise. */
MUST_USE enum err scim_patch_read(struct arena *arena, const json_t *body,
                                  struct scim_change *change, struct scim_problem *problem)
    __attribute__((nonnull(1, 3, 4)));

#endif
