#ifndef DATA_INBOX_MAIL_H
#define DATA_INBOX_MAIL_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Mail about what waits in an inbox: each person chooses how often. Whoever has not chosen gets it
 * daily. */

enum inbox_mail_choice { INBOX_MAIL_AT_ONCE, INBOX_MAIL_DAILY, INBOX_MAIL_NEVER };
extern const char *const inbox_mail_choices[4]; /* as they are stored; NULL at the end */

#define INBOX_MAIL_PAUSE (2 * CLOCK_MINUTE) /* between two looks for those who hear at once */
enum { INBOX_MAIL_HOUR = 7 };               /* of the person's day, for daily ones */

/* The actor's own, at home. */
MUST_USE enum err inbox_mail_choice_get(struct db *db, const struct actor *actor,
                                        enum inbox_mail_choice *choice) NONNULL;
/* "user.choose_mail" */
MUST_USE enum err inbox_mail_choose(struct db *db, const struct actor *actor,
                                    enum inbox_mail_choice choice) NONNULL;

/* For a command in the scope of all: looks into the inbox of one person whose time has come, and
 * queues a mail if something waits: daily whatever it is, at once if there is more than when they
 * were last told. ERR_NOT_FOUND if it is nobody's time. Of several senders one does it. */
MUST_USE enum err inbox_mail_look(struct db *db) NONNULL;

#endif
