#ifndef TESTS_ANSWERS_H
#define TESTS_ANSWERS_H

#include <string.h>

#include "data/audit/audit.h"
#include "data/token/idempotency.h"
#include "fixture.h"

/* Is the answer that is kept of a token's request found and opened? */
static inline enum err find_answer(struct fixture *f, const struct actor *owner,
                                   const struct uuid *token_id)
{
    struct actor_token token = {.id = *token_id, .name = "", .scopes = 1};
    struct actor actor = *owner;
    struct idempotency idempotency;
    actor.kind = ACTOR_TOKEN;
    actor.token = &token;
    return idempotency_begin(f->db, &actor, "key", (struct text){"", 0}, &idempotency);
}

/* A change under a key of a program's token, whose answer is kept. */
static inline void keep_answer(struct fixture *f, const struct actor *owner,
                               const struct uuid *token_id, const char *answer)
{
    struct actor_token token = {.id = *token_id, .name = "", .scopes = 1};
    struct actor actor = *owner;
    struct idempotency idempotency;
    struct audit_event event = {.action = "prompt.update", .record_type = "prompt"};
    actor.kind = ACTOR_TOKEN;
    actor.token = &token;
    assert_int_equal(idempotency_begin(f->db, &actor, "key", (struct text){"", 0}, &idempotency),
                     ERR_NONE);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, audit_record(f->db, &actor, &event)), ERR_NONE);
    assert_int_equal(idempotency_keep(&idempotency, (struct text){answer, strlen(answer)}),
                     ERR_NONE);
}

#endif
