#ifndef DATA_CHECK_H
#define DATA_CHECK_H

#include "data/db/db.h"
#include "domain/policy.h"

/* What the installation promises, looked at as it runs: each check says what it found, and what to
 * do where something is not as it should be. */

enum check_state { CHECK_OK, CHECK_WARNING, CHECK_FAILED };

enum { CHECKS_MAX = 40 };

struct check_item {
    const char *group; /* "Keys": items of a group follow each other */
    const char *title; /* "Master key" */
    enum check_state state;
    const char *finding; /* what was found, a sentence */
    const char *remedy;  /* what to do, a sentence; NULL if it is as it should be */
};

struct check_list {
    struct check_item items[CHECKS_MAX];
    int count;
    int counts[CHECK_FAILED + 1]; /* how many are in which state */
};

/* What only the program knows that serves. */
struct check_settings {
    const char *public_url;
    bool is_secure; /* public_url is https */
};

/* Runs every check for the actor's organization. ERR_DENIED for those who may not see it. */
MUST_USE enum err check_list(struct db *db, const struct actor *actor,
                             const struct check_settings *settings,
                             struct check_list *list) NONNULL;

#endif
