#include "pages/record/kinds.h"

#include <stdio.h>

#include "cards.h"

/* The page of an agent's card, and the rules of publishing one. */

#define FORM "slug=helper&provider_url=&is_public=1&is_signed=1&revision=0"

static struct card card_of(struct fixture *f, const struct uuid *id)
{
    struct agent agent = get_agent(f, id);
    struct card card = {.revision = 0};
    enum err err = card_get(f->db, &agent.head, &card);
    assert_true(err == ERR_NONE || err == ERR_NOT_FOUND);
    return card;
}

static struct response *post(struct fixture *f, const struct uuid *id, const char *rest,
                             const char *form)
{
    char path[40];
    (void)snprintf(path, sizeof path, "/card%s", rest);
    return kinds_post(f, RECORD_AGENT, id, path, form);
}

static void a_card_is_published_changed_and_taken_away(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Support/Helper é", CARD_CONFIG);
    fixture_begin(f);
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "/card");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, "Not published");
    assert_in(response->body.data, "No version is in production: release one.");
    assert_in(response->body.data, "value=\"support-helper\"");
    put_label(f, &agent_store, &id, "production", 0, 1);
    fixture_assert_status(post(f, &id, "/publish", FORM), 303);
    response = kinds_get(f, RECORD_AGENT, &id, "/card");
    assert_in(response->body.data, "/a2a/northwind/agents/helper/.well-known/agent-card.json");
    assert_in(response->body.data, "/a2a/northwind/.well-known/jwks.json");
    assert_in(response->body.data, "&quot;supportedInterfaces&quot;");
    assert_in(response->body.data, "&quot;preferredTransport&quot;");
    assert_in(response->body.data, "&quot;signatures&quot;");
    assert_null(strstr(response->body.data, "recipe"));
    fixture_begin(f);
    struct card card = card_of(f, &id);
    assert_true(card.is_public && card.is_signed);
    assert_int_equal(fixture_count_events(f, "card.publish", "success"), 1);

    /* another address has to be accepted */
    response = post(f, &id, "/publish", "slug=other&provider_url=&revision=1");
    fixture_assert_status(response, 409);
    assert_in(response->body.data, "name=\"accept\"");
    assert_in(response->body.data, "with “helper” won’t find");
    fixture_assert_status(post(f, &id, "/publish",
                               "slug=other&provider_url=https%3A%2F%2Fexample.com&"
                               "revision=1&accept=1"),
                          303);
    fixture_begin(f);
    card = card_of(f, &id);
    assert_string_equal(card.slug, "other");
    assert_false(card.is_public || card.is_signed);
    assert_int_equal(fixture_count_events(f, "card.update", "success"), 1);
    /* by then it is stale */
    fixture_assert_status(post(f, &id, "/publish", "slug=other&provider_url=&revision=1"), 409);
    fixture_assert_status(post(f, &id, "/publish",
                               "slug=other&provider_url=https%3A%2F%2Fexample.com&"
                               "revision=2"),
                          303); /* nothing differs */
    fixture_begin(f);
    assert_int_equal(card_of(f, &id).revision, 2);

    response = kinds_get(f, RECORD_AGENT, &id, "/card/remove");
    fixture_assert_status(response, 200);
    assert_in(response->body.data, "/a2a/northwind/agents/other/");
    fixture_assert_status(post(f, &id, "/remove", ""), 303);
    fixture_begin(f);
    assert_int_equal(card_of(f, &id).revision, 0);
    assert_int_equal(fixture_count_events(f, "card.remove", "success"), 1);
    fixture_assert_status(kinds_get(f, RECORD_AGENT, &id, "/card/remove"), 404);
}

static void what_is_wrong_is_said_at_its_field(void **state)
{
    static const char *const wrong[][2] = {
        {"slug=Helper&provider_url=&revision=0", "slug-error"},
        {"slug=-a&provider_url=&revision=0", "slug-error"},
        {"slug=a%2Fb&provider_url=&revision=0", "slug-error"},
        {"slug=&provider_url=&revision=0", "slug-error"},
        {"slug=taken&provider_url=&revision=0", "slug-error"},
        {"slug=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&provider_url="
         "&revision=0",
         "slug-error"},
        {"slug=a&provider_url=http%3A%2F%2Flocalhost%2F&revision=0", "provider_url-error"},
        {"slug=a&provider_url=ftp%3A%2F%2Fexample.com&revision=0", "provider_url-error"},
        {"slug=a&provider_url=https%3A%2F%2Fa%3Ab%40example.com&revision=0", "provider_url-error"},
    };
    struct fixture *f = *state;
    (void)make_carded_agent(f, "taker", &(struct card_choice){"taken", true, false});
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "Taken", CARD_CONFIG);
    fixture_begin(f);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    assert_in(kinds_get(f, RECORD_AGENT, &id, "/card")->body.data, "value=\"taken-2\"");
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct response *response = post(f, &id, "/publish", wrong[i][0]);
        assert_true(response->status == 422 || response->status == 409);
        assert_in(response->body.data, wrong[i][1]);
    }
    fixture_begin(f);
    assert_int_equal(card_of(f, &id).revision, 0);
    assert_int_equal(fixture_count_events(f, "card.publish", "success"), 1);
}

static void publishing_needs_the_rights_of_a_release(void **state)
{
    static const struct {
        int persona;
        int seen;
        int published;
    } people[] = {
        {PERSONA_INDIVIDUAL_DEVELOPER, 200, 403}, {PERSONA_ENTERPRISE_TEAM, 200, 403},
        {PERSONA_PRODUCT_MANAGER, 200, 403},      {PERSONA_PLATFORM_ADMIN, 403, 403},
        {PERSONA_DEVOPS_ENGINEER, 200, 303},
    };
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "helper", CARD_CONFIG);
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        fixture_begin(f);
        sign_in_as(f, people[i].persona);
        struct response *response = kinds_get(f, RECORD_AGENT, &id, "/card");
        fixture_assert_status(response, people[i].seen);
        if (people[i].published == 403)
            assert_null(strstr(response->body.data, "Publish card</button>"));
        fixture_assert_status(post(f, &id, "/publish", FORM), people[i].published);
    }
    fixture_begin(f);
    struct problem problem = {0};
    assert_int_equal(
        card_remove(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &agent_store, &id, &problem),
        ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "card.remove", "refusal"), 1);
    struct actor other = f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(card_remove(f->db, &other, &agent_store, &id, &problem), ERR_NOT_FOUND);
}

static void an_archived_agent_is_not_published(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "helper", CARD_CONFIG);
    assert_int_equal(archive_agent(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id, &problem),
                     ERR_NONE);
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    struct response *response = kinds_get(f, RECORD_AGENT, &id, "/card");
    assert_in(response->body.data, "has to be restored first");
    fixture_assert_status(post(f, &id, "/publish", FORM), 409);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_card_is_published_changed_and_taken_away),
        TEST(what_is_wrong_is_said_at_its_field),
        TEST(publishing_needs_the_rights_of_a_release),
        TEST(an_archived_agent_is_not_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
