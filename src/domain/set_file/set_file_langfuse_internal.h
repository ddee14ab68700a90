#ifndef DOMAIN_SET_FILE_LANGFUSE_INTERNAL_H
#define DOMAIN_SET_FILE_LANGFUSE_INTERNAL_H

#include "base/buf.h"
#include "domain/set_file/set_file_build_internal.h"

/* Items of a dataset of Langfuse, as its API gives and takes them: {"id", "input",
 * "expectedOutput", "metadata", "status", …}, in an array, in {"data": […]} or {"items": […]}, or
 * one a line. An input of messages is the messages of a case, an object its variables, and a text
 * the variable "input". What Rostrum has besides is in metadata.rostrum. */

/* Is it such an item? */
bool set_file_langfuse_is(const json_t *json);

void set_file_langfuse_read_item(struct set_file_builder *builder, const char *place,
                                 json_t *json) NONNULL;
void set_file_langfuse_read(struct set_file_builder *builder, const json_t *items) NONNULL;

/* One a line. dataset: its name. */
void set_file_langfuse_write(struct buf *buf, const struct set_cases *cases,
                             const char *dataset) NONNULL;

#endif
