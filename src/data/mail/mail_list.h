#ifndef DATA_MAIL_LIST_H
#define DATA_MAIL_LIST_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/mail_kind.h"
#include "domain/policy.h"

/* What administrators see of the mail of their organization: whether it goes out, and what could
 * not be delivered. */

enum { MAIL_LIST_LIMIT = 50 };

/* A dead letter. Texts in the arena. */
struct mail_entry {
    struct uuid id;
    struct uuid user_id;
    enum mail_kind kind;
    const char *full_name; /* of the person; NULL for someone erased */
    const char *to;
    const char *reason;
    int64_t created_at, ended_at, expires_at;
    int64_t attempt_count;
};

struct mail_status {
    bool is_on;
    int64_t waiting_count; /* up to MAIL_COUNT_MAX, as is the next */
    int64_t dead_count;
    int64_t oldest_at;    /* of those that wait; 0: none does */
    int64_t last_sent_at; /* 0: none was, in 30 days */
    int64_t failed_at;    /* of the newest that did not go out, though it may later; 0: none */
    const char *failure;  /* what the server said; "" */
    struct mail_entry *items;
    int count;
};
enum { MAIL_COUNT_MAX = 1000 };

/* For who may change users. ERR_DENIED. */
MUST_USE enum err mail_status_get(struct db *db, const struct actor *actor,
                                  struct mail_status *status) NONNULL;

/* A dead letter is tried again from the beginning ("mail.send_again"), or deleted ("mail.discard").
 * ERR_NOT_FOUND; ERR_CONFLICT with a sentence if it is too old: its link does not work any more. */
MUST_USE enum err mail_send_again(struct db *db, const struct actor *actor, const struct uuid *id,
                                  struct problem *problem) NONNULL;
MUST_USE enum err mail_discard(struct db *db, const struct actor *actor,
                               const struct uuid *id) NONNULL;

/* Queues a test to the actor's own address ("mail.test"). ERR_CONFLICT without mail, and while
 * another one waits. */
MUST_USE enum err mail_send_test(struct db *db, const struct actor *actor,
                                 struct problem *problem) NONNULL;

#endif
