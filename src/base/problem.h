#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H

#include "base/err.h"

/* Why a verb refused, for the person: the form's field ("name", "body", "owner_id" …; "" for the
 * form as a whole) and a sentence, static or in the arena. Every verb that takes one sets both for
 * ERR_INVALID, ERR_CONFLICT and ERR_DENIED, and the message to NULL otherwise. */
struct problem {
    const char *field;
    const char *message;
    const char *record_path; /* of what stands in the way, "/prompts/ID"; NULL for nothing */
    const char *record_name; /* likewise */
};

/* Says why, and gives err back. message may be NULL. */
enum err problem_refuse(struct problem *problem, enum err err, const char *field,
                        const char *message) __attribute__((nonnull(1, 3)));

#endif
