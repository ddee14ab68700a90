#ifndef DOMAIN_JSON_SCHEMA_H
#define DOMAIN_JSON_SCHEMA_H

#include "domain/agent/config_check.h"

/* The shape of a JSON Schema (2020-12, and the items and definitions of draft 7): the keywords that
 * are known have values of their kind, and schemas inside it are looked at in turn. Unknown
 * keywords pass, as the specification wants it. At the top it must be an object, inside true and
 * false are schemas too. A config_check_fn. */
void json_schema_check(const struct config_check *check, const struct json_path *path,
                       const json_t *value, const struct config_field *field)
    __attribute__((nonnull(1, 2)));

#endif
