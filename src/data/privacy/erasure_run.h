#ifndef DATA_ERASURE_RUN_H
#define DATA_ERASURE_RUN_H

#include "base/problem.h"
#include "data/privacy/erasure_list.h"

/* Carries an erasure out once its grace period is over ("user.erase"): what the person owns goes to
 * whom it was promised, then one transaction destroys the person's key, address, sessions and links
 * (data/user/user_erase.h) and what only concerned them, notes it in the ledger outside the
 * database, and keeps a signed certificate. ledger_path as erasure_ledger.h says.
 * ERR_CONFLICT before it is due, without an approval, under a legal hold (an event), or while
 * something is owned; ERR_DENIED, ERR_NOT_FOUND. */
MUST_USE enum err erasure_carry_out(struct db *db, const struct actor *actor, const struct uuid *id,
                                    const char *ledger_path, struct problem *problem) NONNULL;

#endif
