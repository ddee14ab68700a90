#ifndef DATA_PERSON_NAMES_H
#define DATA_PERSON_NAMES_H

#include "data/user/user_record.h"
#include "domain/person_match.h"

/* What a person is and was called: their name and address, and those of before, as the audit log
 * has them. In the arena of the database. ERR_CONFLICT for who is erased. */
MUST_USE enum err person_names(struct db *db, const struct user_record *person,
                               struct person_words *words) NONNULL;

#endif
