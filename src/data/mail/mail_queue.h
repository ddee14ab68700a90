#ifndef DATA_MAIL_QUEUE_H
#define DATA_MAIL_QUEUE_H

#include "base/json.h"
#include "data/db/db.h"
#include "domain/mail_kind.h"

/* What is to be sent to people, in the database until `rostrum mail` sends it (mail_outbox.h). Its
 * content is sealed under the person's key, so it goes with them. */

/* Is a server set up? From here on this connection queues mail, or does not any more: then links
 * are handed over by administrators, as it is from the beginning. */
void mail_switch(struct db *db, bool is_on) NONNULL;
bool mail_is_on(struct db *db) NONNULL;

struct mail_draft {
    struct uuid organization_id;
    struct uuid user_id;
    enum mail_kind kind;
    const char *to;     /* NULL: the address that the person has when it is sent */
    json_t *facts;      /* as mail_kind.h says, NULL for none; the reference is taken over */
    int64_t expires_at; /* 0: as long as its kind */
};

/* Queues a mail inside the open write transaction, of db_begin or db_begin_alone, in the scope of
 * its organization. Does nothing if no mail is set up, or if the person was erased. */
MUST_USE enum err mail_queue(struct db *db, const struct mail_draft *draft) NONNULL;

/* The same for a security notice, which the person can't turn off: a device, password, factor or
 * token of theirs changed. what and where: its facts of that name (mail_kind.h), or NULL. The verb
 * that makes the change calls it beside its event. */
MUST_USE enum err notice_queue(struct db *db, const struct uuid *organization_id,
                               const struct uuid *user_id, enum mail_kind kind, const char *what,
                               const char *where) __attribute__((nonnull(1, 2, 3)));

/* For the room: where the content and the reason of a mail are sealed. */
struct seal_place;
struct seal_place mail_place(const char *column, const struct uuid *organization_id,
                             const struct uuid *id) NONNULL;

#endif
