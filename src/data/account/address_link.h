#ifndef DATA_ADDRESS_LINK_H
#define DATA_ADDRESS_LINK_H

#include "data/account/address_change.h"

/* The links of a change of address (address_change.h), used by whoever reads the mail of the new
 * address or of the old one: no session is needed. */

/* The new address answers ("user.confirm_address"). ERR_NOT_FOUND as above; ERR_CONFLICT if it
 * became someone else's meanwhile. */
MUST_USE enum err address_change_confirm(struct db *db, const char *token,
                                         struct address_change *change) NONNULL;

/* The old address takes it back ("user.undo_address"): it holds again, all sessions end, and
 * reset_token is for a new password at once; "" if nothing had been confirmed. ERR_NOT_FOUND;
 * ERR_CONFLICT if the old address is someone else's now. */
MUST_USE enum err address_change_undo(struct db *db, const char *token,
                                      char reset_token[TOKEN_TEXT_LEN]) NONNULL;

#endif
