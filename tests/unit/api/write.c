#include "test.h"

#include "base/clock.h"
#include "calls.h"
#include "data/token/idempotency.h"
#include "slow_settle.h"
#include "teams.h"

/* Programs change records: over app_serve. */

static char secret[API_SECRET_LEN];
static char tag[60]; /* the ETag of the last record */
static struct uuid id;

static struct response *post(struct fixture *f, const char *path, const char *body)
{
    return send_call(f, "POST", path, &(struct sent){.secret = secret, .body = body});
}

/* Keeps what the next change needs of an answer. */
static void note(struct fixture *f, const struct response *response)
{
    (void)snprintf(tag, sizeof tag, "%s", fixture_header(response, "ETag"));
    assert_int_equal(uuid_parse(call_text(f, response, "id"), &id), ERR_NONE);
}

static struct response *patch(struct fixture *f, const char *kind, const char *match,
                              const char *body)
{
    return send_call(f, "PATCH", id_path(kind, &id, ""),
                     &(struct sent){.secret = secret, .body = body, .if_match = match});
}

static void a_prompt_is_created_and_changed(void **state)
{
    struct fixture *f = *state;
    char location[300], old[60];
    make_token(f, PERSONA_PRODUCT_MANAGER, SCOPE_ALL, secret);
    struct response *response = post(f, "/api/v1/prompts",
                                     "{\"name\":\"support/refund\",\"body\":\"Hi {{name}}\","
                                     "\"tags\":[\"a\",\"b\"],\"settings\":{\"temperature\":0}}");
    fixture_assert_status(response, 201);
    note(f, response);
    (void)snprintf(location, sizeof location, "http://127.0.0.1:8080%s",
                   id_path("prompts", &id, ""));
    assert_string_equal(fixture_header(response, "Location"), location);
    assert_string_equal(call_text(f, response, "body"), "Hi {{name}}");
    (void)snprintf(old, sizeof old, "%s", tag);
    response = patch(f, "prompts", tag, "{\"body\":\"Bye\",\"message\":\"shorter\"}");
    fixture_assert_status(response, 200);
    note(f, response);
    json_t *prompt = call_json(f, response);
    assert_int_equal(json_integer_value(json_object_get(prompt, "version")), 2);
    assert_int_equal(json_array_size(json_object_get(prompt, "tags")), 2);
    assert_int_equal(json_object_size(json_object_get(prompt, "settings")), 1);
    assert_problem(f, patch(f, "prompts", old, "{\"body\":\"late\"}"), 412);
    assert_problem(f, patch(f, "prompts", NULL, "{\"body\":\"late\"}"), 428);
    assert_problem(f, patch(f, "prompts", "W/\"2\"", "{\"body\":\"weak\"}"), 412);
    fixture_assert_status(patch(f, "prompts", "\"2\"", "{\"tags\":[]}"), 200);
    response = call_get(f, secret, id_path("prompts", &id, ""));
    assert_string_equal(call_text(f, response, "body"), "Bye");
    assert_int_equal(json_array_size(json_object_get(call_json(f, response), "tags")), 0);
}

static void assert_field(struct fixture *f, const struct response *response, const char *field)
{
    assert_problem(f, response, 422);
    json_t *errors = json_object_get(call_json(f, response), "errors");
    const char *found = json_string_value(json_object_get(json_array_get(errors, 0), "field"));
    if (found == NULL || strcmp(found, field) != 0)
        fail_msg("%s: %s", field, response->body.data);
}

static void what_is_wrong_is_said_at_its_field(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_PRODUCT_MANAGER, SCOPE_ALL, secret);
    assert_problem(f, post(f, "/api/v1/prompts", "{\"name\":"), 400);
    assert_problem(f, post(f, "/api/v1/prompts", "[]"), 400);
    assert_problem(f, post(f, "/api/v1/prompts", "{\"name\":\"a\",\"name\":\"b\"}"), 400);
    assert_field(f, post(f, "/api/v1/prompts", "{\"name\":\"a\"}"), "body");
    assert_field(f, post(f, "/api/v1/prompts", "{\"name\":3,\"body\":\"\"}"), "name");
    assert_field(f, post(f, "/api/v1/prompts", "{\"name\":\"a\",\"body\":\"b\",\"version\":2}"),
                 "version");
    assert_field(f, post(f, "/api/v1/prompts", "{\"name\":\"a|b\",\"body\":\"b\"}"), "name");
    assert_field(f,
                 post(f, "/api/v1/prompts",
                      "{\"name\":\"a\",\"body\":[{\"role\":\"user\",\"content\":\"x\"}]}"),
                 "body");
    assert_field(f,
                 post(f, "/api/v1/prompts", "{\"name\":\"a\",\"body\":\"b\",\"tags\":[\"x,y\"]}"),
                 "tags");
    assert_field(f, post(f, "/api/v1/agents", "{\"name\":\"a\",\"config\":{\"model\":7}}"),
                 "config.model");
    assert_field(f, post(f, "/api/v1/teams", "{\"name\":\"a\",\"kind\":\"crowd\"}"), "kind");
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "taken", "one");
    assert_problem(f, post(f, "/api/v1/prompts", "{\"name\":\"taken\",\"body\":\"b\"}"), 409);
    struct request_input input = {.method = "POST",
                                  .uri = "/api/v1/prompts",
                                  .cookie = "",
                                  .content_type = "text/plain",
                                  .content_length = "2",
                                  .body = "{}",
                                  .body_len = 2};
    assert_problem(f, fixture_serve(f, &input), 415);
}

static void chats_keep_their_messages(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_PRODUCT_MANAGER, SCOPE_ALL, secret);
    struct response *response =
        post(f, "/api/v1/prompts",
             "{\"name\":\"chat\",\"type\":\"chat\",\"body\":[{\"role\":\"system\",\"content\":"
             "\"Be kind\"},{\"placeholder\":\"history\"}]}");
    fixture_assert_status(response, 201);
    json_t *body = json_object_get(call_json(f, response), "body");
    assert_int_equal(json_array_size(body), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(body, 1), "placeholder")),
                        "history");
}

static void agents_and_teams_are_changed_alike(void **state)
{
    struct fixture *f = *state;
    char body[400], agent[UUID_TEXT_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct response *response = post(
        f, "/api/v1/agents",
        "{\"name\":\"Triage\",\"config\":{\"model\":{\"provider\":\"openai\",\"name\":\"m\"}}}");
    fixture_assert_status(response, 201);
    note(f, response);
    uuid_format(&id, agent);
    response = patch(f, "agents", tag, "{\"description\":\"Sorts\"}");
    fixture_assert_status(response, 200);
    assert_true(json_is_object(json_object_get(call_json(f, response), "config")));
    (void)snprintf(body, sizeof body,
                   "{\"name\":\"Desk\",\"kind\":\"round_robin\",\"members\":[\"%s\"],\"settings\":"
                   "{\"termination\":{\"max_turns\":4}}}",
                   agent);
    response = post(f, "/api/v1/teams", body);
    fixture_assert_status(response, 201);
    note(f, response);
    (void)snprintf(body, sizeof body,
                   "{\"member_details\":[{\"agent_id\":\"%s\",\"role\":\"lead\","
                   "\"agent_version\":1}],\"kind\":\"hierarchical\"}",
                   agent);
    response = patch(f, "teams", tag, body);
    fixture_assert_status(response, 200);
    json_t *team = call_json(f, response);
    json_t *member = json_array_get(json_object_get(team, "member_details"), 0);
    assert_string_equal(json_string_value(json_object_get(member, "role")), "lead");
    assert_int_equal(json_integer_value(json_object_get(member, "agent_version")), 1);
    note(f, response);
    (void)snprintf(body, sizeof body, "{\"members\":[\"%s\",\"%s\"]}", agent, agent);
    assert_problem(f, patch(f, "teams", tag, body), 422);
}

static void labels_are_moved_and_removed(void **state)
{
    struct fixture *f = *state;
    char path[PATH_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    save_body(f, &id, "two");
    (void)snprintf(path, sizeof path, "%s", id_path("prompts", &id, "/labels/staging"));
    struct sent sent = {.secret = secret, .body = "{\"version\":1}"};
    struct response *response = send_call(f, "PUT", path, &sent);
    fixture_assert_status(response, 200);
    assert_int_equal(json_integer_value(json_object_get(call_json(f, response), "version")), 1);
    sent.body = "{\"version\":2,\"from_version\":2}";
    assert_problem(f, send_call(f, "PUT", path, &sent), 412);
    sent.body = "{\"version\":7}";
    assert_problem(f, send_call(f, "PUT", path, &sent), 422);
    sent.body = NULL;
    fixture_assert_status(send_call(f, "DELETE", path, &sent), 204);
    assert_problem(f, send_call(f, "DELETE", path, &sent), 404);
}

/* Who may not release proposes; a person decides, on a page. */
static void a_label_is_proposed_and_withdrawn(void **state)
{
    struct fixture *f = *state;
    char path[PATH_LEN + 50], place[PATH_LEN];
    make_token(f, PERSONA_ENTERPRISE_TEAM, SCOPE_ALL, secret);
    id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    struct sent sent = {.secret = secret, .body = "{\"version\":1}"};
    assert_problem(f, send_call(f, "PUT", id_path("prompts", &id, "/labels/production"), &sent),
                   403);
    (void)snprintf(place, sizeof place, "%s", id_path("prompts", &id, "/proposals"));
    static const char body[] = "{\"label\":\"production\",\"version\":1,\"reason\":\"Good\"}";
    struct response *response = post(f, place, body);
    fixture_assert_status(response, 201);
    assert_string_equal(call_text(f, response, "state"), "open");
    (void)snprintf(path, sizeof path, "%s/%s", place, call_text(f, response, "id"));
    assert_problem(f, post(f, place, body), 409);
    assert_string_equal(call_text(f, call_get(f, secret, path), "reason"), "Good");
    response = call_get(f, secret, place);
    assert_int_equal(json_array_size(json_object_get(call_json(f, response), "items")), 1);
    (void)strcat(path, "/withdraw");
    response = post(f, path, NULL);
    fixture_assert_status(response, 200);
    assert_string_equal(call_text(f, response, "state"), "withdrawn");
    assert_problem(f, post(f, path, NULL), 409);
}

static void records_are_archived_restored_and_deleted(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    struct response *response = post(f, id_path("prompts", &id, "/archive"), NULL);
    fixture_assert_status(response, 200);
    assert_true(strlen(call_text(f, response, "archived_at")) > 0);
    note(f, response);
    assert_problem(f, patch(f, "prompts", tag, "{\"body\":\"x\"}"), 409);
    response = post(f, id_path("prompts", &id, "/restore"), NULL);
    fixture_assert_status(response, 200);
    note(f, response);
    save_body(f, &id, "two");
    struct sent sent = {.secret = secret, .if_match = tag};
    assert_problem(f, send_call(f, "POST", id_path("prompts", &id, "/versions/1/restore"), &sent),
                   412);
    note(f, call_get(f, secret, id_path("prompts", &id, "")));
    response = send_call(f, "POST", id_path("prompts", &id, "/versions/1/restore"), &sent);
    fixture_assert_status(response, 200);
    assert_string_equal(call_text(f, response, "body"), "one");
    assert_problem(f, send_call(f, "DELETE", id_path("prompts", &id, ""), &sent), 412);
    note(f, call_get(f, secret, id_path("prompts", &id, "")));
    fixture_assert_status(send_call(f, "DELETE", id_path("prompts", &id, ""), &sent), 204);
    assert_problem(f, call_get(f, secret, id_path("prompts", &id, "")), 404);
}

/* What is refused for its right is an event; who may read only can't write. */
static void a_token_writes_what_it_is_for(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/refund", "one");
    assert_problem(f, post(f, "/api/v1/prompts", "{\"name\":\"a\",\"body\":\"b\"}"), 403);
    assert_problem(f, patch(f, "prompts", "*", "{\"body\":\"b\"}"), 403);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "request.refuse", "refusal"), 2);
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_ALL, secret);
    assert_problem(f, patch(f, "prompts", "*", "{\"body\":\"b\"}"), 403);
}

/* ---- sent again --------------------------------------------------------------------------- */

static const char created[] = "{\"name\":\"sent\",\"body\":\"one\"}";

/* The answer was lost, and the program asks again. */
static void a_request_with_a_key_is_carried_out_once(void **state)
{
    struct fixture *f = *state;
    char location[300], body[2000];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct sent sent = {.secret = secret, .body = created, .key = "4f1c"};
    struct response *response = send_call(f, "POST", "/api/v1/prompts", &sent);
    fixture_assert_status(response, 201);
    (void)snprintf(location, sizeof location, "%s", fixture_header(response, "Location"));
    (void)snprintf(body, sizeof body, "%s", response->body.data);
    response = send_call(f, "POST", "/api/v1/prompts", &sent);
    fixture_assert_status(response, 201);
    assert_string_equal(fixture_header(response, "Idempotency-Replayed"), "true");
    assert_string_equal(fixture_header(response, "Location"), location);
    assert_string_equal(response->body.data, body);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), 1);
    sent.body = "{\"name\":\"other\",\"body\":\"one\"}";
    assert_problem(f, send_call(f, "POST", "/api/v1/prompts", &sent), 422);
    sent.body = created;
    sent.key = "another";
    assert_problem(f, send_call(f, "POST", "/api/v1/prompts", &sent), 409);
    char other[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, other);
    sent = (struct sent){
        .secret = other, .body = "{\"name\":\"third\",\"body\":\"one\"}", .key = "4f1c"};
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    sent.key = "a b";
    assert_problem(f, send_call(f, "POST", "/api/v1/prompts", &sent), 400);
}

/* What the first one did can be seen, and may still be lost: the program must ask once more. */
static void what_may_still_be_lost_is_not_answered_again(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct sent sent = {.secret = secret, .body = created, .key = "4f1c"};
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    slow_settle_begin(f);
    fixture_restart_app(f);
    assert_problem(f, send_call(f, "POST", "/api/v1/prompts", &sent), 503);
    slow_settle_end(f);
    fixture_restart_app(f);
    struct response *response = send_call(f, "POST", "/api/v1/prompts", &sent);
    fixture_assert_status(response, 201);
    assert_string_equal(fixture_header(response, "Idempotency-Replayed"), "true");
}

/* What was refused changed nothing, and may be asked anew. */
static void a_refusal_is_not_kept(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "sent", "one");
    struct sent sent = {.secret = secret, .body = created, .key = "4f1c"};
    assert_problem(f, send_call(f, "POST", "/api/v1/prompts", &sent), 409);
    note(f, call_get(f, secret, id_path("prompts", &id, "")));
    struct sent gone = {.secret = secret, .if_match = tag};
    fixture_assert_status(send_call(f, "DELETE", id_path("prompts", &id, ""), &gone), 204);
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
}

static void a_key_is_forgotten_after_a_day(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct sent sent = {.secret = secret, .body = created, .key = "4f1c"};
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    clock_travel(clock_now() + CLOCK_DAY + CLOCK_MINUTE);
    struct response *response = send_call(f, "POST", "/api/v1/prompts", &sent);
    clock_travel(0);
    assert_problem(f, response, 409); /* the name is taken */
    sent.key = "next";
    sent.body = "{\"name\":\"other\",\"body\":\"one\"}";
    clock_travel(clock_now() + CLOCK_DAY + CLOCK_MINUTE);
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    clock_travel(0);
    fixture_begin(f);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM idempotency_keys "
                                   "WHERE organization_id = $1",
                                   &f->own.id),
                     1);
}

static int64_t count_keys(struct fixture *f, const struct fixture_organization *organization)
{
    return fixture_count(f, "SELECT count(*) FROM idempotency_keys WHERE organization_id = $1",
                         &organization->id);
}

/* A timer forgets them too, where no program writes any more: its organization's, that are over. */
static void a_timer_forgets_keys(void **state)
{
    struct fixture *f = *state;
    char path[40], other[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, other);
    int64_t now = clock_now();
    for (int i = 0; i < 3; i++) {
        clock_travel(i == 2 ? now + CLOCK_DAY - CLOCK_MINUTE : now);
        (void)snprintf(path, sizeof path, "{\"name\":\"kept-%d\",\"body\":\"x\"}", i);
        struct sent sent = {.secret = i == 1 ? other : secret, .body = path, .key = "one"};
        if (i == 2)
            sent.key = "two";
        fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    }
    clock_travel(now + CLOCK_DAY + CLOCK_MINUTE);
    struct actor timer = f->command;
    timer.organization_id = timer.home_organization_id = f->own.id;
    fixture_begin(f);
    assert_int_equal(count_keys(f, &f->own), 2);
    assert_int_equal(idempotency_forget(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor),
                     ERR_DENIED);
    assert_int_equal(idempotency_forget(f->db, &timer), ERR_NONE);
    assert_int_equal(count_keys(f, &f->own), 1);
    assert_int_equal(count_keys(f, &f->other), 1);
    clock_travel(0);
}

/* The worker died between the change and the answer: it is not made twice. */
static void a_change_whose_answer_was_lost_is_not_made_again(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct sent sent = {.secret = secret, .body = created, .key = "4f1c"};
    fixture_assert_status(send_call(f, "POST", "/api/v1/prompts", &sent), 201);
    fixture_script(f, "UPDATE idempotency_keys SET answer = NULL",
                   "SET rostrum.scope = 'all'; UPDATE idempotency_keys SET answer = NULL");
    struct response *response = send_call(f, "POST", "/api/v1/prompts", &sent);
    assert_problem(f, response, 409);
    assert_string_equal(fixture_header(response, "Idempotency-Replayed"), "true");
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), 1);
}

static void a_token_that_asks_too_often_waits(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    f->app.rates.limit = 2;
    clock_stand(clock_now());
    struct response *response = call_get(f, secret, "/api/v1/prompts");
    assert_string_equal(fixture_header(response, "RateLimit-Policy"), "\"token\";q=2;w=60");
    assert_int_equal(strncmp(fixture_header(response, "RateLimit"), "\"token\";r=1;t=", 14), 0);
    fixture_assert_status(call_get(f, secret, "/api/v1/prompts"), 200);
    response = call_get(f, secret, "/api/v1/prompts");
    assert_problem(f, response, 429);
    assert_non_null(fixture_header(response, "Retry-After"));
    char other[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, other);
    fixture_assert_status(call_get(f, other, "/api/v1/prompts"), 200);
    clock_stand(clock_now() + CLOCK_MINUTE);
    fixture_assert_status(call_get(f, secret, "/api/v1/prompts"), 200);
    clock_travel(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_is_created_and_changed),
        TEST(what_is_wrong_is_said_at_its_field),
        TEST(chats_keep_their_messages),
        TEST(agents_and_teams_are_changed_alike),
        TEST(labels_are_moved_and_removed),
        TEST(a_label_is_proposed_and_withdrawn),
        TEST(records_are_archived_restored_and_deleted),
        TEST(a_token_writes_what_it_is_for),
        TEST(a_request_with_a_key_is_carried_out_once),
        cmocka_unit_test_prestate_setup_teardown(what_may_still_be_lost_is_not_answered_again,
                                                 fixture_open_app, fixture_close,
                                                 (void *)(uintptr_t)fixture_postgres),
        TEST(a_refusal_is_not_kept),
        TEST(a_key_is_forgotten_after_a_day),
        TEST(a_timer_forgets_keys),
        TEST(a_change_whose_answer_was_lost_is_not_made_again),
        TEST(a_token_that_asks_too_often_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
