#ifndef DATA_MAIL_OUTBOX_H
#define DATA_MAIL_OUTBOX_H

#include "base/json.h"
#include "base/mail.h"
#include "data/db/db.h"
#include "domain/mail_kind.h"

/* The sender's side of the queue, for a command in the scope of all: it claims a mail, sends it
 * outside of any transaction, and says what became of it. Of several senders one gets a mail. A
 * sender that dies in between has its mail sent once more when its claim runs out; if that one dies
 * as well, the mail is dead: nobody gets the same mail again and again. */

#define MAIL_CLAIM         (3 * CLOCK_MINUTE) /* longer than sending takes (NUMBER_MAIL_TIMEOUT) */
#define MAIL_FIRST_PAUSE   (30 * CLOCK_SECOND)
#define MAIL_LONGEST_PAUSE CLOCK_HOUR
#define MAIL_KEPT          (30 * CLOCK_DAY) /* what became of it */

/* A mail that is ours to send. Texts in the arena. */
struct mail_claimed {
    struct uuid organization_id;
    struct uuid id;
    struct uuid user_id;
    struct uuid data_key_id;
    enum mail_kind kind;
    int64_t attempt_count; /* with this one */
    int64_t created_at, expires_at;
    int64_t claimed_until;
    const char *to;
    bool is_to_person; /* and not to an address that may be anyone's */
    const char *full_name;
    const char *organization;
    const char *time_zone;
    const json_t *facts;
};

/* The one that is due longest. ERR_NOT_FOUND if none is. Those that are too old, or lost twice, or
 * whose person is gone, become dead on the way. */
MUST_USE enum err mail_claim(struct db *db, struct mail_claimed *mail) NONNULL;

/* What became of it: sent; to be tried again after a pause that doubles each time, by a random part
 * of it, unless it would be too old by then; or dead. ERR_NOT_FOUND if the claim ran out. */
MUST_USE enum err mail_report(struct db *db, const struct mail_claimed *mail,
                              enum mail_outcome outcome, const char *reason) NONNULL;

/* Deletes what ended more than MAIL_KEPT ago, and requests for resets of more than a day ago: some
 * of them. */
MUST_USE enum err mail_forget_old(struct db *db) NONNULL;

#endif
