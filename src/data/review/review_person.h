#ifndef DATA_REVIEW_PERSON_H
#define DATA_REVIEW_PERSON_H

#include "data/user/user_shape.h"

/* Who can do what: each person of the organization with what an access review looks at. Tokens are
 * those that work now: the person's own, and those of service accounts and agents that they answer
 * for. */

#define REVIEW_UNUSED (90 * CLOCK_DAY) /* for so long not seen, or not used */
#define REVIEW_WAITED (7 * CLOCK_DAY)  /* an invitation lives no longer */

/* What is true of a person: the first four deserve a look, in this order. */
enum review_mark {
    REVIEW_NO_ADMIN_FACTOR = 1 << 0, /* an administrator or superuser without a second factor */
    REVIEW_NOT_SEEN = 1 << 1,        /* for REVIEW_UNUSED, or never since they came */
    REVIEW_IDLE_TOKEN = 1 << 2,      /* a token that nobody used for as long */
    REVIEW_NOT_ACCEPTED = 1 << 3,    /* invited longer ago than REVIEW_WAITED */
    REVIEW_LOOK = (1 << 4) - 1,
    REVIEW_ADMIN = 1 << 4,
    REVIEW_NO_FACTOR = 1 << 5,
    REVIEW_HAS_TOKEN = 1 << 6,
    REVIEW_INACTIVE = 1 << 7,
    REVIEW_ALL = (1 << 9) - 1 /* everyone has the last one */
};
enum { REVIEW_MARK_COUNT = 8 };

struct review_person {
    struct uuid id;
    struct uuid data_key_id;
    const char *full_name;
    const char *email;
    enum persona persona;
    bool is_superuser;
    enum user_state state;
    bool has_app;
    int64_t passkey_count;
    int64_t last_seen_at; /* 0: never */
    int64_t session_count;
    int64_t token_count;
    unsigned token_scopes;
    int64_t token_ends_at;  /* the soonest; 0: no token */
    const char *accounts;   /* names of the service accounts that they answer for; "" */
    int64_t created_at;     /* invited, or made */
    bool has_inviter;       /* false: a command, or nobody knows */
    const char *invited_by; /* NULL: erased */
    unsigned marks;         /* enum review_mark */
};

enum { REVIEW_LIST_MAX = 500 };

struct review_filter {
    unsigned marks; /* who has one of them; REVIEW_ALL: everyone */
    bool is_by_id;  /* everyone in the order of ids; else those who deserve a look first */
    int64_t rank;   /* from here on, exclusive; 0 and a nil id: from the beginning */
    struct uuid id;
    int limit; /* at most REVIEW_LIST_MAX */
};

struct review_list {
    struct review_person *items;
    int count;
    bool has_more;
    int64_t next_rank; /* of the last one, for the next page */
    struct uuid next_id;
};

/* People who were not erased, as they are at the time `now`. ERR_DENIED without the right to change
 * users. */
MUST_USE enum err review_list(struct db *db, const struct actor *actor,
                              const struct review_filter *filter, int64_t now,
                              struct review_list *list) NONNULL;

/* How many there are: everyone, those who deserve a look, and those with each mark. */
struct review_counts {
    int64_t people;
    int64_t looks;
    int64_t marks[REVIEW_MARK_COUNT];
};
MUST_USE enum err review_count(struct db *db, const struct actor *actor, int64_t now,
                               struct review_counts *counts) NONNULL;

#endif
