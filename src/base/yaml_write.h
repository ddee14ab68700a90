#ifndef BASE_YAML_WRITE_H
#define BASE_YAML_WRITE_H

#include "base/buf.h"
#include "base/json.h"

/* Adds a value as a YAML document (1.2) that yaml_parse and others read back as the same value:
 * objects and arrays in blocks, two spaces a level; texts in double quotes, on one line. */
void yaml_write(struct buf *buf, const json_t *json) NONNULL;

#endif
