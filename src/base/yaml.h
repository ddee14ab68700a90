#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/json.h"

/* YAML (1.2, core schema) by libyaml, as the JSON value that it stands for. Only what configuration
 * files need is read: one document of at most YAML_MAX bytes, YAML_NODES_MAX values and JSON_DEPTH
 * levels, with texts as keys. Aliases are refused (a few lines of them can stand for gigabytes),
 * and so are tags, duplicate keys and \0. */

enum { YAML_MAX = 1024 * 1024, YAML_NODES_MAX = 100000 };

/* ERR_INVALID: *problem says what and where ("Line 3: aliases are not read."), owned by the arena;
 * nothing of the text is in it. */
MUST_USE enum err yaml_parse(struct arena *arena, struct text text, json_t **json,
                             const char **problem) NONNULL;

#endif
