#ifndef DATA_WORK_CHECK_H
#define DATA_WORK_CHECK_H

#include "data/record/work.h"

/* The rules for what all records have. ERR_INVALID for the field: one line from a person (a
 * message, a reason), a description, a new owner, who must be an active user of the organization.
 */
enum { WORK_LINE_MAX = 500, WORK_DESCRIPTION_MAX = 2000 }; /* characters */
MUST_USE enum err work_check_line(const struct work *work, const char *field,
                                  const char *line) NONNULL;
MUST_USE enum err work_check_description(const struct work *work, const char *description) NONNULL;
MUST_USE enum err work_check_owner(const struct work *work, const struct uuid *organization_id,
                                   const struct uuid *owner_id) NONNULL;

#endif
