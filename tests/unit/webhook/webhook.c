#include "test.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/webhook/webhook_delivery.h"
#include "webhooks.h"

/* The endpoints of webhooks: who may change them, what is refused, what is kept of a secret. */

static const struct actor *actor_at(struct fixture *f, int index)
{
    return &f->own.users[index].actor;
}

static enum err create(struct fixture *f, int index, const struct webhook_draft *draft,
                       struct problem *problem)
{
    struct webhook_made made;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return webhook_create(f->db, actor_at(f, index), draft, &made, problem);
}

static struct webhook get(struct fixture *f, const struct uuid *id)
{
    struct webhook webhook;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(webhook_get(f->db, webhooks_admin(f), id, &webhook), ERR_NONE);
    return webhook;
}

static void only_customer_admins_and_superusers_have_them(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct webhook_list list;
    struct webhook webhook;
    const struct webhook_draft draft = webhooks_draft();
    struct uuid id = webhooks_plant(f);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        const struct actor *actor = actor_at(f, i);
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == FIXTURE_SUPERUSER;
        enum err expected = may ? ERR_NONE : ERR_DENIED;
        assert_int_equal(create(f, i, &draft, &problem), expected);
        assert_int_equal(webhook_list(f->db, actor, &list), expected);
        assert_int_equal(webhook_get(f->db, actor, &id, &webhook), expected);
        if (may)
            continue;
        struct webhook_made made;
        assert_int_equal(webhook_update(f->db, actor, &id, &draft, &problem), ERR_DENIED);
        assert_int_equal(webhook_rotate(f->db, actor, &id, &made), ERR_DENIED);
        assert_int_equal(webhook_enable(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(webhook_disable(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(webhook_test(f->db, actor, &id, &problem), ERR_DENIED);
        assert_int_equal(webhook_resend(f->db, actor, &id, &id, &problem), ERR_DENIED);
        assert_int_equal(webhook_delete(f->db, actor, &id), ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "webhook.delete", "refusal"), 5);
    assert_int_equal(fixture_count_events(f, "webhook.create", "success"), 3);
}

static void another_organization_has_none_of_it(void **state)
{
    struct fixture *f = *state;
    struct webhook webhook;
    struct webhook_list list;
    struct problem problem;
    const struct actor *theirs = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct uuid id = webhooks_plant(f);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(webhook_get(f->db, theirs, &id, &webhook), ERR_NOT_FOUND);
    assert_int_equal(webhook_delete(f->db, theirs, &id), ERR_NOT_FOUND);
    assert_int_equal(webhook_test(f->db, theirs, &id, &problem), ERR_NOT_FOUND);
    assert_int_equal(webhook_list(f->db, theirs, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
}

static void what_can_not_be_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    static const char *const urls[] = {"",
                                       "http://example.org/",
                                       "https://a:b@example.org/",
                                       "https://example.org/#x",
                                       "ftp://example.org/",
                                       "/hooks"};
    struct problem problem;
    struct webhook_draft draft = webhooks_draft();
    for (size_t i = 0; i < COUNT_OF(urls); i++) {
        draft.url = urls[i];
        assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "url");
    }
    draft = webhooks_draft();
    draft.events = 0;
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "events");
    draft = webhooks_draft();
    draft.kinds = 0;
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "kinds");
    draft = webhooks_draft();
    draft.folder = "a//b";
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "folder");
    assert_non_null(problem.message);
}

static void an_organization_has_at_most_twenty(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct webhook_list list;
    const struct webhook_draft draft = webhooks_draft();
    for (int i = 0; i < WEBHOOK_MAX; i++)
        (void)webhooks_plant(f);
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_CONFLICT);
    assert_non_null(problem.message);
    assert_int_equal(webhook_list(f->db, webhooks_admin(f), &list), ERR_NONE);
    assert_int_equal(list.count, WEBHOOK_MAX);
}

static void a_change_is_kept_and_a_stale_one_refused(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct webhook_draft draft = webhooks_draft();
    struct uuid id = webhooks_plant(f);
    draft.url = "https://hooks.example.org/other";
    draft.folder = "support";
    draft.revision = get(f, &id).revision;
    assert_int_equal(webhook_update(f->db, webhooks_admin(f), &id, &draft, &problem), ERR_NONE);
    struct webhook now = get(f, &id);
    assert_string_equal(now.url, "https://hooks.example.org/other");
    assert_string_equal(now.folder, "support");
    assert_string_equal(now.description, "For the deploys");
    draft.folder = "";
    assert_int_equal(webhook_update(f->db, webhooks_admin(f), &id, &draft, &problem), ERR_STALE);
    assert_non_null(problem.message);
    draft.revision = now.revision;
    draft.folder = "support";
    assert_int_equal(webhook_update(f->db, webhooks_admin(f), &id, &draft, &problem), ERR_NONE);
    assert_int_equal(fixture_count_events(f, "webhook.update", "success"), 1);
}

static void a_secret_is_shown_by_its_first_characters_alone(void **state)
{
    struct fixture *f = *state;
    const struct webhook_draft draft = webhooks_draft();
    struct webhook_made made = webhooks_make(f, &draft);
    struct webhook seen = get(f, &made.id);
    assert_int_equal(strlen(seen.secret), WEBHOOK_PREFIX_LEN);
    assert_memory_equal(seen.secret, made.secret, WEBHOOK_PREFIX_LEN);
    assert_string_equal(seen.old_secret, "");
}

static void a_rotated_secret_signs_for_a_day(void **state)
{
    struct fixture *f = *state;
    const struct actor program = {.kind = ACTOR_COMMAND, .is_active = true};
    const struct webhook_draft draft = webhooks_draft();
    struct webhook_made made = webhooks_make(f, &draft);
    struct webhook_made fresh;
    struct webhook webhook;
    assert_int_equal(webhook_rotate(f->db, webhooks_admin(f), &made.id, &fresh), ERR_NONE);
    assert_string_not_equal(made.secret, fresh.secret);
    assert_int_equal(webhook_find(f->db, &f->own.id, &made.id, &webhook), ERR_NONE);
    assert_string_equal(webhook.secret, fresh.secret);
    assert_string_equal(webhook.old_secret, made.secret);
    int64_t left = webhook.old_secret_until - clock_now();
    assert_true(left > WEBHOOK_OVERLAP - CLOCK_MINUTE && left <= WEBHOOK_OVERLAP);
    fixture_begin(f);
    assert_int_equal(webhook_end_old_secret(f->db, &program), ERR_NOT_FOUND);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err =
        db_change(f->db, "UPDATE webhooks SET old_secret_until = $1 WHERE organization_id = $2",
                  db_time(clock_now() - CLOCK_SECOND), db_uuid(&f->own.id));
    struct audit_event event = {.action = "webhook.update", .record_type = "webhook"};
    if (err == ERR_NONE)
        err = audit_record(f->db, webhooks_admin(f), &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(webhook_find(f->db, &f->own.id, &made.id, &webhook), ERR_NONE);
    assert_string_equal(webhook.old_secret, "");
    fixture_begin(f);
    assert_int_equal(webhook_end_old_secret(f->db, &program), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM webhooks WHERE organization_id = $1 "
                                   "AND old_secret IS NULL",
                                   &f->own.id),
                     1);
    assert_int_equal(fixture_count_events(f, "webhook.secret_end", "success"), 1);
}

static void one_that_is_off_neither_hears_nor_sends(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = webhooks_plant(f);
    assert_int_equal(webhook_disable(f->db, webhooks_admin(f), &id), ERR_NONE);
    assert_int_equal(get(f, &id).off, WEBHOOK_OFF_BY_PERSON);
    assert_int_equal(webhook_test(f->db, webhooks_admin(f), &id, &problem), ERR_CONFLICT);
    assert_int_equal(webhook_disable(f->db, webhooks_admin(f), &id), ERR_NONE);
    assert_int_equal(webhook_enable(f->db, webhooks_admin(f), &id), ERR_NONE);
    assert_int_equal(get(f, &id).off, WEBHOOK_ON);
    assert_int_equal(webhook_test(f->db, webhooks_admin(f), &id, &problem), ERR_NONE);
    assert_int_equal(webhook_test(f->db, webhooks_admin(f), &id, &problem), ERR_CONFLICT);
    assert_string_equal(problem.message, "A test is waiting to be sent already.");
    assert_int_equal(fixture_count_events(f, "webhook.disable", "success"), 1);
    assert_int_equal(fixture_count_events(f, "webhook.enable", "success"), 1);
}

static void what_has_ended_can_be_sent_again(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct webhook_claimed claimed;
    struct uuid id = webhooks_plant(f);
    struct uuid message_id = webhooks_fail(f, &id);
    struct uuid nobodys = uuid_make();
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(webhook_resend(f->db, webhooks_admin(f), &id, &nobodys, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(webhook_resend(f->db, webhooks_admin(f), &id, &message_id, &problem),
                     ERR_NONE);
    assert_int_equal(webhook_resend(f->db, webhooks_admin(f), &id, &message_id, &problem),
                     ERR_CONFLICT);
    assert_int_equal(webhooks_claim(f, &claimed), ERR_NONE);
    assert_true(uuid_equal(&claimed.delivery.message_id, &message_id));
    assert_int_equal(claimed.delivery.attempt_count, 1);
}

static void deliveries_are_paged(void **state)
{
    struct fixture *f = *state;
    enum { MANY = WEBHOOK_DELIVERY_LIMIT + 7 };
    struct webhook_delivery_list list;
    struct uuid id = webhooks_plant(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = ERR_NONE;
    for (int i = 0; i < MANY && err == ERR_NONE; i++) {
        struct uuid message_id = uuid_make();
        err = db_change(f->db,
                        "INSERT INTO webhook_deliveries (organization_id, webhook_id, message_id, "
                        "event, actor_kind, state, created_at, due_at) "
                        "VALUES ($1, $2, $3, 'webhook.test', 'user', 'waiting', $4, $4)",
                        db_uuid(&f->own.id), db_uuid(&id), db_uuid(&message_id),
                        db_time(1700000000000000 + i / 2));
    }
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(webhook_delivery_list(f->db, webhooks_admin(f), &id, "", &list), ERR_NONE);
    assert_int_equal(list.count, WEBHOOK_DELIVERY_LIMIT);
    struct uuid last = list.items[list.count - 1].message_id;
    assert_non_null(list.next);
    assert_int_equal(webhook_delivery_list(f->db, webhooks_admin(f), &id, list.next, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 7);
    assert_null(list.next);
    assert_false(uuid_equal(&last, &list.items[0].message_id));
    assert_int_equal(webhook_delivery_list(f->db, webhooks_admin(f), &id, "x", &list), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_customer_admins_and_superusers_have_them),
        TEST(another_organization_has_none_of_it),
        TEST(what_can_not_be_is_refused_at_its_field),
        TEST(an_organization_has_at_most_twenty),
        TEST(a_change_is_kept_and_a_stale_one_refused),
        TEST(a_secret_is_shown_by_its_first_characters_alone),
        TEST(a_rotated_secret_signs_for_a_day),
        TEST(one_that_is_off_neither_hears_nor_sends),
        TEST(what_has_ended_can_be_sent_again),
        TEST(deliveries_are_paged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
