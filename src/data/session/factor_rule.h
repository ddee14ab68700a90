#ifndef DATA_FACTOR_RULE_H
#define DATA_FACTOR_RULE_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Who of an organization must have a second factor. Whoever has none is led to setting one up at
 * sign-in, which may be skipped until the days of grace are over; a session that begins later shows
 * nothing else. */

enum factor_who { FACTOR_WHO_NOBODY, FACTOR_WHO_ADMINS, FACTOR_WHO_ALL, FACTOR_WHO_COUNT };
extern const char *const factor_who_names[FACTOR_WHO_COUNT + 1]; /* in forms and events */

enum { FACTOR_MISSING_MAX = 500 };

struct factor_rule {
    enum factor_who who;
    int64_t grace_days; /* since set_at, or since the person was invited, whichever is later */
    int64_t set_at;     /* 0: there is none */
};

/* The rule of an organization, of two columns of a query that joins it as r, from `first` on; and
 * by itself. */
#define FACTOR_RULE_COLUMNS(r)  #r ".is_for_all, " #r ".grace_days, " #r ".set_at"
#define FACTOR_RULE_JOIN(r, id) " LEFT JOIN factor_rules " #r " ON " #r ".organization_id = " id " "
enum { FACTOR_RULE_COLUMN_COUNT = 3 };
struct factor_rule factor_rule_read(const struct db_result *result, int row, int first) NONNULL;
MUST_USE enum err factor_rule_find(struct db *db, const struct uuid *organization_id,
                                   struct factor_rule *rule) NONNULL;

/* Until when a person who came at a time may do without; 0: for ever. */
int64_t factor_rule_due(const struct factor_rule *rule, const struct actor *person,
                        int64_t created_at) NONNULL;

/* The rule of the actor's organization, for those who may set it ("organization.factor_rule").
 * set_at is ignored, and becomes now if the rule changes. ERR_INVALID for too many days. */
MUST_USE enum err factor_rule_get(struct db *db, const struct actor *actor,
                                  struct factor_rule *rule) NONNULL;
MUST_USE enum err factor_rule_set(struct db *db, const struct actor *actor,
                                  const struct factor_rule *rule) NONNULL;

/* The active people of the actor's organization who have no second factor, administrators first, at
 * most FACTOR_MISSING_MAX; and how many people there are. */
struct factor_missing_person {
    struct uuid id;
    const char *full_name;
    enum persona persona;
    bool is_admin;
    int64_t due_at; /* 0: they need none */
};
struct factor_missing {
    struct factor_missing_person *people;
    int count;
    int64_t person_count;
    int64_t admin_count;
};
MUST_USE enum err factor_rule_missing(struct db *db, const struct actor *actor,
                                      const struct factor_rule *rule,
                                      struct factor_missing *missing) NONNULL;

#endif
