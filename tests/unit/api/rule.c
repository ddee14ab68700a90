#include "test.h"

#include <string.h>

#include "calls.h"
#include "evidences.h"
#include "fixture.h"
#include "overrides.h"
#include "prompts.h"

/* Rules of labels by the API, labels that are moved without their evidence, and reviews of that: as
 * by the pages, and for people and their own tokens alone. */

static struct response *send(struct fixture *f, const char *method, const char *secret,
                             const char *path, const char *body)
{
    return send_call(f, method, path, &(struct sent){.secret = secret, .body = body});
}

static const json_t *items_of(struct fixture *f, const struct response *answer)
{
    fixture_assert_status(answer, 200);
    return json_object_get(call_json(f, answer), "items");
}

static const char *member_of(const json_t *item, const char *key)
{
    const char *text = json_string_value(json_object_get(item, key));
    return text == NULL ? "" : text;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static const char a_rule[] = "{\"set\":\"cases\",\"min_pass\":\"99.5\",\"forbids_critical\":true,"
                             "\"max_age_days\":30,\"accepts_imported\":true}";

static void a_rule_is_set_read_changed_and_removed(void **state)
{
    struct fixture *f = *state;
    char admin[API_SECRET_LEN];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    (void)give_set(f, "cases", 1);
    fixture_begin(f);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_RULES | SCOPE_PROMPTS_READ, admin);
    const char *path = id_path("prompts", &prompt, "/rules/production");
    struct response *answer = send(f, "PUT", admin, path, a_rule);
    fixture_assert_status(answer, 200);
    fixture_assert_has(answer, "\"min_pass\":\"99.5\"");
    assert_string_equal(call_text(f, answer, "set_name"), "cases");
    fixture_assert_status(send(f, "PUT", admin, path, a_rule), 200); /* no change, no event */
    assert_int_equal(fixture_count_events(f, "label.rule", "success"), 1);
    const json_t *items = items_of(f, call_get(f, admin, id_path("prompts", &prompt, "/rules")));
    assert_int_equal(json_array_size(items), 1);
    assert_string_equal(member_of(json_array_get(items, 0), "label"), "production");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(items, 0), "max_age_days")),
                     30);
    assert_true(json_is_true(json_object_get(json_array_get(items, 0), "accepts_imported")));
    assert_true(json_is_false(json_object_get(json_array_get(items, 0), "forbids_worse")));
    answer = send(f, "PUT", admin, id_path("prompts", &prompt, "/rules/production"),
                  "{\"is_free\":true}");
    fixture_assert_has(answer, "\"needs\":\"nothing\"");
    fixture_assert_status(
        send(f, "DELETE", admin, id_path("prompts", &prompt, "/rules/production"), NULL), 204);
    items = items_of(f, call_get(f, admin, id_path("prompts", &prompt, "/rules")));
    assert_int_equal(json_array_size(items), 0);
    assert_int_equal(fixture_count_events(f, "label.rule", "success"), 3);
}

static void the_rule_of_a_kind_holds_for_its_records(void **state)
{
    struct fixture *f = *state;
    char admin[API_SECRET_LEN];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    make_token(f, PERSONA_CUSTOMER_ADMIN,
               SCOPE_RULES | SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ | SCOPE_LABELS_MOVE, admin);
    struct response *answer =
        send(f, "PUT", admin, "/api/v1/rules/prompts/production", "{\"min_pass\":\"95\"}");
    fixture_assert_status(answer, 200);
    assert_string_equal(call_text(f, answer, "kind"), "prompt");
    const json_t *items = items_of(f, call_get(f, admin, "/api/v1/rules"));
    assert_int_equal(json_array_size(items), 1);
    answer =
        send(f, "PUT", admin, id_path("prompts", &prompt, "/labels/production"), "{\"version\":1}");
    assert_problem(f, answer, 409);
    fixture_assert_has(answer, "95%");
    fixture_assert_status(send(f, "DELETE", admin, "/api/v1/rules/prompts/production", NULL), 204);
    fixture_assert_status(
        send(f, "PUT", admin, id_path("prompts", &prompt, "/labels/production"), "{\"version\":1}"),
        200);
}

static void bad_rules_are_refused_at_their_field(void **state)
{
    static const struct {
        const char *label, *body, *field;
    } wrong[] = {
        {"production", "{\"min_pass\":\"101\"}", "min_pass"},
        {"production", "{\"min_pass\":\"-1\"}", "min_pass"},
        {"production", "{\"min_pass\":\"99.55\"}", "min_pass"},
        {"production", "{\"max_age_days\":4000}", "max_age_days"},
        {"production", "{\"set\":\"gone\"}", "set"},
        {"production", "{\"set\":\"0190c7b2-0000-7000-8000-000000000000\"}", "set_id"},
        {"v2", "{\"min_pass\":\"90\"}", "label"},
        {"production", "{\"else\":1}", "else"},
    };
    struct fixture *f = *state;
    char admin[API_SECRET_LEN], rest[60];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_RULES | SCOPE_PROMPTS_READ, admin);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        (void)snprintf(rest, sizeof rest, "/rules/%s", wrong[i].label);
        struct response *answer =
            send(f, "PUT", admin, id_path("prompts", &prompt, rest), wrong[i].body);
        assert_problem(f, answer, 422);
        const json_t *errors = json_object_get(call_json(f, answer), "errors");
        assert_string_equal(member_of(json_array_get(errors, 0), "field"), wrong[i].field);
    }
    assert_int_equal(fixture_count_events(f, "label.rule", "success"), 0);
}

/* ---- who may -------------------------------------------------------------------------------- */

/* A token of an agent that a Customer Admin answers for. */
static void make_agent_token(struct fixture *f, char secret[API_SECRET_LEN])
{
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct api_token_new new = {.owner = TOKEN_OF_AGENT,
                                .owner_id = agent,
                                .name = "Bot",
                                .scopes = SCOPE_ALL,
                                .folder = "",
                                .days = 30};
    struct api_token_made made;
    struct problem problem = {0};
    fixture_begin(f);
    assert_int_equal(
        api_token_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &new, &made, &problem),
        ERR_NONE);
    memcpy(secret, made.secret, API_SECRET_LEN);
}

static void no_agent_says_what_its_labels_need(void **state)
{
    struct fixture *f = *state;
    char bot[API_SECRET_LEN], devops[API_SECRET_LEN], narrow[API_SECRET_LEN];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    override_rule(f, &prompt_store, &prompt, "production");
    make_agent_token(f, bot);
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, devops);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_WRITE | SCOPE_LABELS_MOVE, narrow);
    const char *const refused[] = {bot, devops, narrow};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_problem(f,
                       send(f, "PUT", refused[i], id_path("prompts", &prompt, "/rules/production"),
                            "{\"min_pass\":\"1\"}"),
                       403);
        assert_problem(
            f,
            send(f, "DELETE", refused[i], id_path("prompts", &prompt, "/rules/production"), NULL),
            403);
    }
    assert_problem(f,
                   send(f, "POST", bot, id_path("prompts", &prompt, "/labels/production/override"),
                        "{\"version\":1,\"reason\":\"I am sure\"}"),
                   403);
    assert_int_equal(fixture_count_events(f, "label.break_glass", "success"), 0);
}

/* ---- breaking the glass --------------------------------------------------------------------- */

static const char urgent[] = "{\"version\":1,\"reason\":\"Prices are wrong\"}";

static const char *open_override(struct fixture *f, const char *secret)
{
    static char id[UUID_TEXT_LEN];
    const json_t *items = items_of(f, call_get(f, secret, "/api/v1/overrides"));
    assert_int_equal(json_array_size(items), 1);
    const json_t *item = json_array_get(items, 0);
    assert_string_equal(member_of(item, "reason"), "Prices are wrong");
    assert_true(strlen(member_of(item, "missing")) > 0);
    (void)snprintf(id, sizeof id, "%s", member_of(item, "id"));
    return id;
}

static void a_label_moves_at_once_and_stays_marked(void **state)
{
    struct fixture *f = *state;
    char devops[API_SECRET_LEN], manager[API_SECRET_LEN], rest[100];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    override_rule(f, &prompt_store, &prompt, "production");
    make_token(f, PERSONA_DEVOPS_ENGINEER, SCOPE_ALL, devops);
    make_token(f, PERSONA_PRODUCT_MANAGER, SCOPE_ALL, manager);
    const char *path = id_path("prompts", &prompt, "/labels/production/override");
    assert_problem(f, send(f, "POST", devops, path, "{\"version\":1}"), 422);
    assert_problem(f, send(f, "POST", devops, path, "{\"version\":1,\"reason\":\" \"}"), 422);
    assert_problem(f, send(f, "POST", manager, path, urgent), 403);
    struct response *answer = send(f, "POST", devops, path, urgent);
    fixture_assert_status(answer, 200);
    fixture_assert_has(answer, "\"version\":1");
    assert_int_equal(fixture_count_events(f, "label.break_glass", "success"), 1);
    (void)snprintf(rest, sizeof rest, "/overrides/%s/review", open_override(f, manager));
    path = id_path("prompts", &prompt, rest);
    assert_problem(f, send(f, "POST", devops, path, "{\"review\":\"Fine\"}"), 403);
    assert_problem(f, send(f, "POST", manager, path, "{\"review\":\"\"}"), 422);
    answer = send(f, "POST", manager, path, "{\"review\":\"Prices were wrong indeed\"}");
    fixture_assert_status(answer, 200);
    assert_string_equal(call_text(f, answer, "review"), "Prices were wrong indeed");
    assert_problem(f, send(f, "POST", manager, path, "{\"review\":\"Again\"}"), 409);
    assert_int_equal(json_array_size(items_of(f, call_get(f, manager, "/api/v1/overrides"))), 0);
    const json_t *items =
        items_of(f, call_get(f, manager, id_path("prompts", &prompt, "/overrides")));
    assert_int_equal(json_array_size(items), 1);
    assert_int_equal(fixture_count_events(f, "label.review_override", "success"), 1);
}

/* Who reads one folder, or agents alone, is not told of what else there is. */
static void open_ones_are_told_to_who_may_see_them(void **state)
{
    struct fixture *f = *state;
    char inside[API_SECRET_LEN], agents[API_SECRET_LEN];
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "one");
    (void)override_make(f, &prompt_store, &prompt, "production", "Why");
    make_token_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], SCOPE_RULES | SCOPE_PROMPTS_READ,
                  "elsewhere", inside);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_RULES | SCOPE_AGENTS_READ, agents);
    assert_problem(f, call_get(f, inside, "/api/v1/overrides"), 403);
    assert_problem(f, call_get(f, agents, "/api/v1/overrides"), 403);
    assert_problem(f, call_get(f, agents, id_path("prompts", &prompt, "/overrides")), 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rule_is_set_read_changed_and_removed),
        TEST(the_rule_of_a_kind_holds_for_its_records),
        TEST(bad_rules_are_refused_at_their_field),
        TEST(no_agent_says_what_its_labels_need),
        TEST(a_label_moves_at_once_and_stays_marked),
        TEST(open_ones_are_told_to_who_may_see_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
