#ifndef DATA_ADDRESS_CHANGE_INTERNAL_H
#define DATA_ADDRESS_CHANGE_INTERNAL_H

#include "base/json.h"
#include "data/mail/mail_queue.h"
#include "data/user/user_record.h"

/* What address_change.c and address_link.c share, inside the open write transaction. */

/* What is stored of a token; in the arena. */
struct db_value address_change_hash(struct db *db, const char *token) NONNULL;

/* The facts of a mail: its link, and an address under a name. A new reference. */
json_t *address_change_facts(struct db *db, const char *prefix, const char *token, const char *name,
                             const char *email) NONNULL;

/* Queues it to an address; facts may be NULL. */
MUST_USE enum err address_change_send(struct db *db, const struct user_record *record,
                                      enum mail_kind kind, const char *to, json_t *facts)
    __attribute__((nonnull(1, 2, 4)));

/* The event. */
MUST_USE enum err address_change_record(struct db *db, const struct actor *actor,
                                        const struct user_record *record, const char *action,
                                        const char *before, const char *after)
    __attribute__((nonnull(1, 2, 3, 4)));

#endif
