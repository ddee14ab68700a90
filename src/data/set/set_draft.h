#ifndef DATA_SET_DRAFT_H
#define DATA_SET_DRAFT_H

#include "data/reference/record_link.h"
#include "data/set/set_shape.h"

/* Inside the data module: the rules for what a test set is made of. */

/* For set_store. Checks a draft, and makes the content of it. before is the set as it is, NULL for
 * a new one: a new case never gets the id of a case that goes with the same save. */
MUST_USE enum err set_draft_prepare(const struct work *work, const void *before,
                                    struct record_fields *fields) __attribute__((nonnull(1, 3)));

/* For set_store. What the content refers to: the record that it is for, and the judge's prompt. */
MUST_USE enum err set_draft_check(const struct work *work, const struct record_head *head,
                                  const struct record_fields *fields,
                                  struct record_links *links) NONNULL;

/* The content of cases and settings, as a version keeps it; the same for an import. ERR_INVALID
 * (field "cases" or "settings"). highest_before: cases that get an id get one above those. */
MUST_USE enum err set_draft_content(const struct work *work, const json_t *cases,
                                    const json_t *settings, const struct set_cases *before,
                                    struct record_content *content) __attribute__((nonnull(1, 5)));

#endif
