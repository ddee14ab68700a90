#ifndef TESTS_WEBHOOKS_H
#define TESTS_WEBHOOKS_H

#include "base/clock.h"
#include "data/webhook/webhook_outbox.h"
#include "data/webhook/webhook_state.h"
#include "fixture.h"

/* Webhooks of the fixture's own organization. */

#define WEBHOOK_EVERY_EVENT (WEBHOOK_BIT(WEBHOOK_CHOICES) - 1)
#define WEBHOOK_EVERY_KIND  (WEBHOOK_BIT(RECORD_KIND_COUNT) - 1)

static inline struct webhook_draft webhooks_draft(void)
{
    return (struct webhook_draft){.url = "https://hooks.example.org/in?key=planted",
                                  .description = "For the deploys",
                                  .events = WEBHOOK_EVERY_EVENT,
                                  .kinds = WEBHOOK_EVERY_KIND,
                                  .folder = ""};
}

static inline const struct actor *webhooks_admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static inline struct webhook_made webhooks_make(struct fixture *f,
                                                const struct webhook_draft *draft)
{
    struct webhook_made made;
    struct problem problem;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(webhook_create(f->db, webhooks_admin(f), draft, &made, &problem), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return made;
}

/* One that hears of everything; gives its id. */
static inline struct uuid webhooks_plant(struct fixture *f)
{
    const struct webhook_draft draft = webhooks_draft();
    return webhooks_make(f, &draft).id;
}

/* Queues a test to it. */
static inline void webhooks_test(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(webhook_test(f->db, webhooks_admin(f), id, &problem), ERR_NONE);
}

/* As a sender does. */
static inline enum err webhooks_claim(struct fixture *f, struct webhook_claimed *claimed)
{
    fixture_begin(f);
    return webhook_claim(f->db, claimed);
}

static inline enum err webhooks_report(struct fixture *f, const struct webhook_claimed *claimed,
                                       int status)
{
    const struct actor program = {.kind = ACTOR_COMMAND, .is_active = true};
    return webhook_report(
        f->db, &program, claimed,
        &(struct webhook_attempt){
            .outcome = status == 0 ? FETCH_SLOW : FETCH_DONE, .status = status, .duration_ms = 12});
}

/* Claims what is due, and reports what it was answered; 0: nothing in time. */
static inline struct webhook_claimed webhooks_attempt(struct fixture *f, int status)
{
    struct webhook_claimed claimed;
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NONE);
    assert_int_equal(webhooks_report(f, &claimed, status), ERR_NONE);
    return claimed;
}

/* A delivery to it that failed for good; gives its message. */
static inline struct uuid webhooks_fail(struct fixture *f, const struct uuid *id)
{
    webhooks_test(f, id);
    struct uuid message_id = webhooks_attempt(f, 500).delivery.message_id;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change(f->db,
                                                "UPDATE webhook_deliveries SET state = 'failed', "
                                                "ended_at = tried_at WHERE organization_id = $1",
                                                db_uuid(&f->own.id))),
                     ERR_NONE);
    return message_id;
}

#endif
