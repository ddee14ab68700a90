#ifndef TESTS_RUNNERS_H
#define TESTS_RUNNERS_H

#include "crypt/runner_key.h"
#include "data/runner/runner_change.h"
#include "endpoints.h"

/* A runner of the fixture's own organization. */

/* In a request that has begun, as the texts of the draft may be its. */
static inline enum err runners_try(struct fixture *f, const struct actor *actor,
                                   const struct runner_draft *draft, struct problem *problem)
{
    struct uuid id;
    return runner_register(f->db, actor, draft, &id, problem);
}

/* Registers a key of its own, for data of every class. */
static inline struct uuid runners_plant(struct fixture *f, const char *name, struct runner_key *key)
{
    struct uuid id;
    struct problem problem;
    runner_key_make(key);
    endpoints_begin(f);
    const struct runner_draft draft = {name, runner_public_text(f->arena, &key->public),
                                       ENDPOINT_RESTRICTED};
    assert_int_equal(runner_register(f->db, endpoints_admin(f), &draft, &id, &problem), ERR_NONE);
    endpoints_begin(f);
    return id;
}

#endif
