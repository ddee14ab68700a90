#ifndef DATA_SETUP_CODE_H
#define DATA_SETUP_CODE_H

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* The code with which the first person of a new database proves that they may be the first. It
 * belongs to no organization: its keyed hash is in `installation`. At most one works. */

#define SETUP_CODE_LIFETIME (7 * CLOCK_DAY)

/* Makes the code; an older one dies ("organization.setup_code"). ERR_CONFLICT if there is an
 * organization already, ERR_DENIED for anyone but a command. */
MUST_USE enum err setup_code_create(struct db *db, const struct actor *actor,
                                    char code[CODE_TEXT_LEN]) NONNULL;

/* ERR_NOT_FOUND for a code that is wrong, was used, has expired or was replaced. */
MUST_USE enum err setup_code_check(struct db *db, const char *code) NONNULL;

/* Uses it up inside the open write transaction. ERR_NOT_FOUND as above, or if someone was faster.
 */
MUST_USE enum err setup_code_use(struct db *db, const char *code) NONNULL;

#endif
