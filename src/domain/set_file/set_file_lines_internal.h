#ifndef DOMAIN_SET_FILE_LINES_INTERNAL_H
#define DOMAIN_SET_FILE_LINES_INTERNAL_H

#include "base/buf.h"
#include "domain/set_file/set_file_build_internal.h"

/* Cases as they are stored, one a line (JSON Lines), or in an array. */

void set_file_lines_read(struct set_file_builder *builder, struct text text) NONNULL;
void set_file_lines_read_array(struct set_file_builder *builder, const json_t *array) NONNULL;
void set_file_lines_write(struct buf *buf, const struct set_cases *cases) NONNULL;

/* Calls read with each line that is not empty, as a value; what is no JSON is refused. */
typedef void set_file_line_fn(struct set_file_builder *builder, const char *place, json_t *json);
void set_file_lines_each(struct set_file_builder *builder, struct text text,
                         set_file_line_fn *read) NONNULL;

#endif
