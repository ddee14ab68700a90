#ifndef DATA_SECURITY_NOTICE_H
#define DATA_SECURITY_NOTICE_H

#include "data/session/session.h"

/* What lately changed in how somebody signs in, and what acts for them: the same that mail tells
 * them at once (data/mail/mail_queue.h), for those whose installation has none. */

#define SECURITY_NOTICES_SHOWN (30 * CLOCK_DAY) /* so long */
enum { SECURITY_NOTICES_MAX = 20 };

struct security_notice {
    const char *action; /* the event's name; "session.new_device" for a sign-in from a new one */
    int64_t at;
    bool is_own;         /* the person did it, or somebody who signed in as them */
    const char *by_name; /* else who did; NULL: a command on the server, or someone erased */
};

struct security_notice_list {
    struct security_notice items[SECURITY_NOTICES_MAX]; /* the newest first */
    int count;
};

/* Of the session's person, at home. */
MUST_USE enum err security_notice_list(struct db *db, const struct session *session,
                                       struct security_notice_list *list) NONNULL;

#endif
