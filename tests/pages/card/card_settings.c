#include "pages/record/kinds.h"

#include <stdio.h>

#include "cards.h"
#include "data/card/card_key_change.h"
#include "data/card/card_serve.h"

/* The cards of an organization and their key: replacing it, and how long the one before stays. */

static const char path[] = "/settings/agent-cards";

static void publish(struct fixture *f)
{
    (void)make_carded_agent(f, "Support/Helper", &(struct card_choice){"helper", true, true});
    fixture_begin(f);
}

static struct card_key_list keys_of(struct fixture *f)
{
    struct card_key_list keys;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(card_key_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &keys), ERR_NONE);
    return keys;
}

/* As programs get them. */
static int published(struct fixture *f)
{
    json_t *set = NULL;
    fixture_begin(f);
    assert_int_equal(card_find_keys(f->db, "northwind", &set), ERR_NONE);
    json_keep(f->arena, set);
    return (int)json_array_size(json_object_get(set, "keys"));
}

static struct response *replace(struct fixture *f, const char *kid)
{
    char form[200];
    (void)snprintf(form, sizeof form, "kid=%s&current_password=" FIXTURE_PASSWORD, kid);
    return fixture_post_patiently(f, "/settings/agent-cards/key", form);
}

static void the_key_is_replaced_and_the_old_one_stays_for_thirty_days(void **state)
{
    struct fixture *f = *state;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "No card is signed yet");
    fixture_assert_has(response, "No agent or team has a card yet.");
    fixture_assert_status(replace(f, ""), 404);
    publish(f);
    char kid[100];
    (void)snprintf(kid, sizeof kid, "%s", keys_of(f).items[0].kid);
    response = fixture_get(f, path);
    fixture_assert_has(response, kid);
    fixture_assert_has(response, "<span class=\"path\">Support/</span>Helper");
    fixture_assert_redirect(replace(f, kid), path);
    struct card_key_list keys = keys_of(f);
    assert_int_equal(keys.count, 2);
    assert_string_not_equal(keys.items[0].kid, kid);
    assert_string_equal(keys.items[1].kid, kid);
    assert_int_equal(published(f), 2);
    assert_int_equal(fixture_count_events(f, "organization.card_key", "success"), 1);
    /* whoever saw the one before is late */
    response = replace(f, kid);
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Someone else replaced the key meanwhile.");
    assert_int_equal(keys_of(f).count, 2);
    int64_t now = clock_now();
    clock_travel(now + (CARD_KEY_DAYS - 1) * CLOCK_DAY);
    assert_int_equal(published(f), 2);
    clock_travel(now + (CARD_KEY_DAYS + 1) * CLOCK_DAY);
    assert_int_equal(published(f), 1);
    clock_travel(0);
}

static const char *withdraw_path(const struct card_key *key)
{
    static char text[120];
    char id[UUID_TEXT_LEN];
    uuid_format(&key->id, id);
    (void)snprintf(text, sizeof text, "%s/keys/%s/withdraw", path, id);
    return text;
}

/* Also one that a later one was replaced by is published no longer than its own time. */
static void an_old_key_is_withdrawn(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    publish(f);
    int64_t now = clock_now();
    assert_int_equal(card_key_replace(f->db, admin, "", &problem), ERR_NONE);
    clock_travel(now + 20 * CLOCK_DAY);
    assert_int_equal(card_key_replace(f->db, admin, "", &problem), ERR_NONE);
    clock_travel(now + 21 * CLOCK_DAY);
    struct card_key_list keys = keys_of(f);
    assert_int_equal(keys.count, 3);
    const struct card_key signs = keys.items[0], middle = keys.items[1];
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_status(
        fixture_post_patiently(f, withdraw_path(&signs), "current_password=" FIXTURE_PASSWORD),
        409);
    fixture_assert_redirect(
        fixture_post_patiently(f, withdraw_path(&middle), "current_password=" FIXTURE_PASSWORD),
        path);
    fixture_assert_status(fixture_post(f, withdraw_path(&middle), ""), 404);
    assert_int_equal(published(f), 2);
    clock_travel(now + 31 * CLOCK_DAY);
    assert_int_equal(published(f), 1); /* the first one was replaced on the first day */
    clock_travel(0);
    assert_int_equal(fixture_count_events(f, "organization.card_key_withdraw", "success"), 1);
}

static void only_ten_are_published(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    publish(f);
    for (int i = 1; i < CARD_KEYS_MAX; i++)
        assert_int_equal(card_key_replace(f->db, admin, "", &problem), ERR_NONE);
    assert_int_equal(card_key_replace(f->db, admin, "", &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "10 keys"));
    clock_travel(clock_now() + 31 * CLOCK_DAY);
    assert_int_equal(card_key_replace(f->db, admin, "", &problem), ERR_NONE);
    clock_travel(0);
}

static void few_may_replace_it(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    publish(f);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == FIXTURE_SUPERUSER;
        if (i == PERSONA_PLATFORM_ADMIN) /* who enters for it: policy_walk.c */
            continue;
        assert_int_equal(card_key_replace(f->db, actor_of(f, i), "", &problem),
                         may ? ERR_NONE : ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "organization.card_key", "refusal"), 4);
    struct actor other = f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(card_key_replace(f->db, &other, "", &problem), ERR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_key_is_replaced_and_the_old_one_stays_for_thirty_days),
        TEST(an_old_key_is_withdrawn),
        TEST(only_ten_are_published),
        TEST(few_may_replace_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
