#ifndef DATA_ADDRESS_CHANGE_H
#define DATA_ADDRESS_CHANGE_H

#include "base/problem.h"
#include "crypt/token.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* A person asks for another address. It changes when the new address confirms it, the old one hears
 * of it, and can take it back for some days. Whether the new address is someone else's already is
 * never told to whoever asks: then the mail to it says that somebody tried, and nothing changes.
 * All of it needs mail (mail_queue.h). */

#define ADDRESS_CONFIRM_LIFETIME CLOCK_DAY
#define ADDRESS_UNDO_LIFETIME    (7 * CLOCK_DAY) /* after the confirmation */
enum { ADDRESS_CHANGES_PER_DAY = 5 };            /* of one person */

/* For the actor ("user.ask_address"); whoever shows the form has asked for the password. The same
 * answer whether or not the address is taken. ERR_INVALID (no address: field "email"), ERR_CONFLICT
 * (asked too often today, or no mail; field "email"). The one before ends. */
MUST_USE enum err address_change_ask(struct db *db, const struct actor *actor, const char *email,
                                     struct problem *problem) NONNULL;

/* What waits for its confirmation. ERR_NOT_FOUND. */
struct address_change {
    struct uuid organization_id;
    struct uuid id;
    struct uuid user_id;
    const char *new_email; /* in the arena, as are the next */
    const char *old_email;
    int64_t created_at;
    int64_t expires_at;
    int64_t confirmed_at; /* 0: not yet */
};
MUST_USE enum err address_change_waiting(struct db *db, const struct actor *actor,
                                         struct address_change *change) NONNULL;

/* The actor does not want it any more ("user.cancel_address"); without one it is ERR_NONE. */
MUST_USE enum err address_change_cancel(struct db *db, const struct actor *actor) NONNULL;

/* The change that a link is for: of the new address, or of the old one. ERR_NOT_FOUND if it does
 * not work any more. The scope is that of its organization from here on. */
enum address_link { ADDRESS_CONFIRM, ADDRESS_UNDO };
MUST_USE enum err address_change_find(struct db *db, enum address_link link, const char *token,
                                      struct address_change *change) NONNULL;

/* For user_change.c, inside the open write transaction: ends those of a person whose address an
 * administrator changes, and tells the old address. */
MUST_USE enum err address_change_overrule(struct db *db, const struct uuid *organization_id,
                                          const struct uuid *user_id, const char *old_email,
                                          const char *new_email) NONNULL;

#endif
