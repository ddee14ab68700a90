#ifndef DATA_REVIEW_LINE_H
#define DATA_REVIEW_LINE_H

#include "base/buf.h"
#include "data/review/review_person.h"

/* The file of an access review: a line for each person (base/csv.h). */

/* The line of the titles. */
void review_line_begin(struct buf *buf) NONNULL;
void review_line_add(struct buf *buf, struct arena *arena,
                     const struct review_person *person) NONNULL;

/* A mark that deserves a look in words: "Administrator without a second factor". at: 0 to 3, in the
 * order of enum review_mark. */
enum { REVIEW_LOOK_COUNT = 4 };
extern const char *const review_look_words[REVIEW_LOOK_COUNT];

/* "Authenticator app, 2 passkeys", "None". In the arena. */
const char *review_factor_words(struct arena *arena, const struct review_person *person) NONNULL;

#endif
