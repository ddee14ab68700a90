#include "test.h"

#include "calls.h"
#include "data/reference/record_use.h"
#include "evidences.h"
#include "prompts.h"

/* What clients of Langfuse get: shapes, refusals, events; over app_serve. */

#define PROMPTS "/api/public/v2/prompts"

static char secret[API_SECRET_LEN];

static struct response *post(struct fixture *f, const char *body)
{
    return send_call(f, "POST", PROMPTS, &(struct sent){.secret = secret, .body = body});
}

static struct response *put_labels(struct fixture *f, const char *rest, const char *body)
{
    char path[200];
    (void)snprintf(path, sizeof path, PROMPTS "/%s", rest);
    return send_call(f, "PATCH", path, &(struct sent){.secret = secret, .body = body});
}

static void assert_fields(json_t *json, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (json_object_get(json, names[i]) == NULL)
            fail_msg("%s is missing", names[i]);
    assert_int_equal(json_object_size(json), count);
}

static void assert_prompt(json_t *json)
{
    static const char *const names[] = {
        "id",     "projectId", "createdBy",     "createdAt", "updatedAt",
        "name",   "version",   "type",          "prompt",    "config",
        "labels", "tags",      "commitMessage", "isActive",  "resolutionGraph"};
    assert_fields(json, names, COUNT_OF(names));
}

static void assert_strings(const json_t *array, const char *const *wanted, size_t count)
{
    assert_int_equal(json_array_size(array), count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(json_string_value(json_array_get(array, i)), wanted[i]);
}

static void assert_refusal(struct fixture *f, const struct response *response, int status,
                           const char *message, const char *error)
{
    fixture_assert_status(response, status);
    assert_string_equal(response->content_type, "application/json");
    json_t *json = call_json(f, response);
    assert_int_equal(json_object_size(json), 2);
    const char *said = json_string_value(json_object_get(json, "message"));
    if (strstr(said, message) == NULL)
        fail_msg("%s", said);
    if (error != NULL)
        assert_string_equal(json_string_value(json_object_get(json, "error")), error);
}

static void check_critic(struct fixture *f, const struct response *response, int status)
{
    static const char *const labels[] = {"production", "latest"};
    static const char *const tags[] = {"film", "b"};
    char organization_id[UUID_TEXT_LEN];
    fixture_assert_status(response, status);
    json_t *json = call_json(f, response);
    uuid_format(&f->own.id, organization_id);
    assert_prompt(json);
    assert_string_equal(json_text(json, "name"), "films/critic");
    assert_string_equal(json_text(json, "type"), "text");
    assert_string_equal(json_text(json, "prompt"), "Hi {{x}}");
    assert_string_equal(json_text(json, "commitMessage"), "Why");
    assert_string_equal(json_text(json, "projectId"), organization_id);
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    assert_true(json_is_true(json_object_get(json, "isActive")));
    assert_true(json_is_null(json_object_get(json, "resolutionGraph")));
    assert_strings(json_object_get(json, "labels"), labels, 2);
    assert_strings(json_object_get(json, "tags"), tags, 2);
    assert_non_null(strstr(response->body.data, "\"config\":{\"n\":1.0}"));
}

static void a_prompt_has_all_fields_when_made_and_when_read(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct response *made =
        post(f, "{\"name\":\"films/critic\",\"prompt\":\"Hi {{x}}\",\"labels\":[\"production\","
                "\"production\",\"latest\"],\"tags\":[\"film\",\"b\"],\"config\":{\"n\":1.0},"
                "\"commitMessage\":\"Why\",\"isActive\":false,\"more\":[1]}");
    check_critic(f, made, 201);
    check_critic(f, call_get(f, secret, PROMPTS "/films%2Fcritic"), 200);
}

static void what_was_written_on_a_page_is_served(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "Desk/Greeting", "one");
    struct response *response = call_get(f, secret, PROMPTS "/Desk%2FGreeting");
    assert_refusal(f, response, 404, "Prompt not found: 'Desk/Greeting' with label 'production'",
                   "LangfuseNotFoundError");
    move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1);
    save_body(f, &id, "two");
    response = call_get(f, secret, PROMPTS "/Desk%2FGreeting");
    fixture_assert_status(response, 200);
    assert_string_equal(call_text(f, response, "prompt"), "one");
    assert_true(json_object_size(json_object_get(call_json(f, response), "config")) == 0);
    response = call_get(f, secret, PROMPTS "/desk%2Fgreeting?label=latest");
    assert_string_equal(call_text(f, response, "prompt"), "two");
    response = call_get(f, secret, PROMPTS "/Desk%2FGreeting?version=3");
    assert_refusal(f, response, 404, "with version 3", "LangfuseNotFoundError");
}

static void a_chat_comes_back_in_its_spelling(void **state)
{
    struct fixture *f = *state;
    static const char messages[] =
        "[{\"type\":\"chatmessage\",\"role\":\"system\",\"content\":\"a \\u0001 b\"},"
        "{\"type\":\"placeholder\",\"name\":\"history\"},"
        "{\"type\":\"chatmessage\",\"role\":\"user\",\"content\":\"{{x}}\"}]";
    char body[500];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    (void)snprintf(body, sizeof body, "{\"name\":\"chat\",\"type\":\"chat\",\"prompt\":%s}",
                   messages);
    struct response *response = post(f, body);
    fixture_assert_status(response, 201);
    assert_non_null(strstr(response->body.data, messages));
    response = call_get(f, secret, PROMPTS "/chat?label=latest");
    assert_non_null(strstr(response->body.data, messages));
    response = post(f, "{\"name\":\"chat\",\"prompt\":\"now a text\"}");
    assert_refusal(f, response, 400, "keeps its type", NULL);
}

static void a_version_and_its_labels_are_one_change(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_INDIVIDUAL_DEVELOPER, SCOPE_ALL, secret);
    fixture_assert_status(post(f, "{\"name\":\"mine\",\"prompt\":\"one\",\"labels\":[\"dev\"]}"),
                          201);
    int64_t creates = fixture_count_events(f, "prompt.create", "success");
    int64_t moves = fixture_count_events(f, "label.move", "success");
    struct response *response =
        post(f, "{\"name\":\"mine\",\"prompt\":\"two\",\"labels\":[\"dev\",\"production\"]}");
    assert_refusal(f, response, 403, "You may not move the label “production”", "ForbiddenError");
    response = call_get(f, secret, PROMPTS "/mine?label=dev");
    assert_string_equal(call_text(f, response, "prompt"), "one");
    assert_int_equal(fixture_count_events(f, "label.move", "success"), moves);
    response = post(f, "{\"name\":\"other\",\"prompt\":\"x\",\"labels\":[\"production\"]}");
    fixture_assert_status(response, 403);
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), creates);
    response = call_get(f, secret, PROMPTS "/other?label=latest");
    fixture_assert_status(response, 404);
    response = put_labels(f, "mine/versions/1", "{\"newLabels\":[\"a\",\"production\",\"b\"]}");
    fixture_assert_status(response, 403);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), moves);
    response = put_labels(f, "mine/versions/1", "{\"newLabels\":[\"a\",\"dev\",\"b\"]}");
    fixture_assert_status(response, 200);
    assert_int_equal(fixture_count_events(f, "label.move", "success"), moves + 2);
}

/* With a label that needs evidence: refused without it, with what to do; what says what a run
 * proved is published with it. */
static void a_ruled_label_is_published_with_what_was_tested(void **state)
{
    static const char tested[] = "{\"name\":\"p\",\"prompt\":\"1\",\"labels\":[\"production\"]}";
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "p", "1");
    struct uuid set = give_set(f, "cases", 1);
    struct evidence_rule_draft rule = rule_of(&prompt_store, &id, &set);
    fixture_begin(f);
    set_rule(f, &rule);
    fixture_begin(f);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct response *response = post(f, tested);
    assert_refusal(f, response, 409,
                   "v2 has none. Publish without the label, run the tests, then move it.",
                   "LangfuseConflictError");
    fixture_begin(f);
    struct given_run run = {
        .store = &prompt_store, .record_id = id, .version = 1, .set_id = set, .pass_count = 20};
    (void)give_run(f, &run);
    response = post(f, "{\"name\":\"p\",\"prompt\":\"other\",\"labels\":[\"production\"]}");
    fixture_assert_status(response, 409);
    fixture_assert_status(post(f, tested), 201);
    response = call_get(f, secret, PROMPTS "/p?label=production");
    assert_int_equal(json_integer_value(json_object_get(call_json(f, response), "version")), 2);
    fixture_assert_status(post(f, "{\"name\":\"p\",\"prompt\":\"other\",\"labels\":[]}"), 201);
}

static void a_label_leaves_its_version_and_is_added_to_another(void **state)
{
    struct fixture *f = *state;
    static const char *const first[] = {"b"};
    static const char *const second[] = {"a", "latest"};
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    fixture_assert_status(post(f, "{\"name\":\"p\",\"prompt\":\"1\",\"labels\":[\"a\",\"b\"]}"),
                          201);
    fixture_assert_status(post(f, "{\"name\":\"p\",\"prompt\":\"2\"}"), 201);
    struct response *response = put_labels(f, "p/versions/2", "{\"newLabels\":[\"a\"]}");
    fixture_assert_status(response, 200);
    assert_strings(json_object_get(call_json(f, response), "labels"), second, 2);
    response = call_get(f, secret, PROMPTS "/p?version=1");
    assert_strings(json_object_get(call_json(f, response), "labels"), first, 1);
}

static void references_in_either_spelling_are_known(void **state)
{
    struct fixture *f = *state;
    struct record_use_list uses;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct uuid part = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "part", "kind");
    fixture_assert_status(post(f, "{\"name\":\"whole\",\"prompt\":\"Be "
                                  "@@@langfusePrompt:name=part|version=1@@@.\"}"),
                          201);
    struct response *response = call_get(f, secret, PROMPTS "/whole?label=latest");
    assert_string_equal(call_text(f, response, "prompt"), "Be kind.");
    fixture_begin(f);
    struct record_head head = {
        .store = &prompt_store, .id = part, .organization_id = f->own.id, .name = "part"};
    assert_int_equal(record_use_list(f->db, &head, 1, &uses), ERR_NONE);
    assert_int_equal(uses.count, 1);
    assert_string_equal(uses.uses[0].name, "whole");
    response = send_call(f, "DELETE", PROMPTS "/part", &(struct sent){.secret = secret});
    assert_refusal(f, response, 409, "whole", "LangfuseConflictError");
}

static void a_reference_that_leads_nowhere_is_a_conflict(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    struct uuid part = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "part", "kind");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &part, "tmp", 0, 1), ERR_NONE);
    fixture_assert_status(
        post(f, "{\"name\":\"whole\",\"prompt\":\"@@@langfusePrompt:name=part|label=tmp@@@\"}"),
        201);
    struct response *response = put_labels(f, "whole/versions/1", "{\"newLabels\":[\"old\"]}");
    fixture_assert_status(response, 200);
    fixture_assert_status(post(f, "{\"name\":\"whole\",\"prompt\":\"without\"}"), 201);
    struct label_change away = {
        .record_id = part, .label = "tmp", .from_version = 1, .reason = "", .accepts_uses = true};
    fixture_begin(f);
    assert_int_equal(label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &away,
                                &(struct problem){0}),
                     ERR_NONE);
    response = call_get(f, secret, PROMPTS "/whole?label=old");
    assert_refusal(f, response, 409, "part", "LangfuseConflictError");
    response = call_get(f, secret, PROMPTS "/whole?label=old&resolve=false");
    fixture_assert_status(response, 200);
}

/* Whoever gets a 5xx tries again: then nothing may have been stored. */
static void a_failure_stores_nothing(void **state)
{
    struct fixture *f = *state;
    static const char away[] = "ALTER TABLE label_moves RENAME TO moves_gone";
    static const char back[] = "ALTER TABLE moves_gone RENAME TO label_moves";
    static const char body[] = "{\"name\":\"p\",\"prompt\":\"1\",\"labels\":[\"a\"]}";
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    fixture_script(f, away, away);
    struct response *response = post(f, body);
    assert_refusal(f, response, 503, "Nothing was changed", "ServiceUnavailableError");
    assert_string_equal(fixture_header(response, "Retry-After"), "5");
    fixture_script(f, back, back);
    assert_refusal(f, call_get(f, secret, PROMPTS "/p?label=latest"), 404, "", NULL);
    response = post(f, body);
    fixture_assert_status(response, 201);
    assert_int_equal(json_integer_value(json_object_get(call_json(f, response), "version")), 1);
}

static void a_list_has_its_numbers(void **state)
{
    struct fixture *f = *state;
    static const char *const fields[] = {"name",   "type", "versions",     "lastConfig",
                                         "labels", "tags", "lastUpdatedAt"};
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    for (int i = 0; i < 3; i++) {
        char body[100];
        (void)snprintf(body, sizeof body, "{\"name\":\"p%d\",\"prompt\":\"x\"}", i);
        fixture_assert_status(post(f, body), 201);
    }
    struct response *response = call_get(f, secret, PROMPTS "?limit=2&page=2");
    fixture_assert_status(response, 200);
    json_t *json = call_json(f, response);
    json_t *data = json_object_get(json, "data");
    assert_int_equal(json_array_size(data), 1);
    assert_fields(json_array_get(data, 0), fields, COUNT_OF(fields));
    json_t *meta = json_object_get(json, "meta");
    assert_int_equal(json_integer_value(json_object_get(meta, "totalItems")), 3);
    assert_int_equal(json_integer_value(json_object_get(meta, "totalPages")), 2);
    assert_true(json_equal(meta, json_object_get(json, "pagination")));
}

/* What is counted as records are written is believed: so many are quickly made. */
static void pages_end_where_they_would_cost_too_much(void **state)
{
    struct fixture *f = *state;
#define MANY                                                                                       \
    "UPDATE record_counts SET record_count = 20000 WHERE kind = 'prompt' AND dimension = 'folder'"
    char path[200];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    fixture_assert_status(
        post(f, "{\"name\":\"p\",\"prompt\":\"x\",\"labels\":[\"live\"],\"tags\":[\"t\"]}"), 201);
    fixture_assert_status(call_get(f, secret, PROMPTS "?limit=100&page=101"),
                          200); /* past the end */
    fixture_script(f, MANY, "SET rostrum.scope = 'all'; " MANY);
    fixture_restart_app(f);
    struct response *response = call_get(f, secret, PROMPTS "?limit=100&page=100");
    fixture_assert_status(response, 200);
    json_t *meta = json_object_get(call_json(f, response), "meta");
    assert_int_equal(json_integer_value(json_object_get(meta, "totalItems")), 20000);
    assert_int_equal(json_integer_value(json_object_get(meta, "totalPages")), 200);
    response = call_get(f, secret, PROMPTS "?limit=100&page=101");
    assert_refusal(f, response, 400, "query", NULL);
    fixture_assert_has(response, "Pages end after 10,000 prompts");
    fixture_assert_status(call_get(f, secret, PROMPTS "?limit=1&page=10000"), 200);
    fixture_assert_status(call_get(f, secret, PROMPTS "?limit=1&page=10001"), 400);
    static const char *const filters[] = {"label=live",       "tag=t",
                                          "label=live&tag=t", "name=p",
                                          "label=latest",     "fromUpdatedAt=2020-01-01T00:00:00Z"};
    for (size_t i = 0; i < COUNT_OF(filters); i++) { /* counted for themselves */
        (void)snprintf(path, sizeof path, PROMPTS "?%s", filters[i]);
        response = call_get(f, secret, path);
        fixture_assert_status(response, 200);
        json_t *json = call_json(f, response);
        meta = json_object_get(json, "meta");
        bool is_whole = strcmp(filters[i], "label=latest") == 0;
        assert_int_equal(json_integer_value(json_object_get(meta, "totalItems")),
                         is_whole ? 20000 : 1);
        assert_int_equal(json_array_size(json_object_get(json, "data")), 1);
    }
}

/* The numbers of a page, and on it the first of a prompt's versions, and how many it has. */
static json_t *list_of(struct fixture *f, const char *query, int total, int count)
{
    char path[200];
    (void)snprintf(path, sizeof path, PROMPTS "?%s", query);
    struct response *response = call_get(f, secret, path);
    fixture_assert_status(response, 200);
    json_t *json = call_json(f, response);
    int64_t said = json_integer_value(json_object_get(json_object_get(json, "meta"), "totalItems"));
    json_t *data = json_object_get(json, "data");
    if (said != total || (int)json_array_size(data) != count)
        fail_msg("%s: %d of %lld", query, (int)json_array_size(data), (long long)said);
    return data;
}

enum { MANY_PROMPTS = 70 };

/* By name p00 to p69, all with the tag t and the third of them with u; every second one with the
 * label live, which the last one gets long after the rest was changed. */
static void make_many(struct fixture *f)
{
#define LONG_AGO(table) "UPDATE " table " SET updated_at = "
#define SQLITE_AGO      "1000000000000000;"
#define POSTGRES_AGO    "'2001-09-09 01:46:40+00';"
#define ARCHIVE         "UPDATE prompts SET archived_at = updated_at WHERE name IN ('p04', 'p05');"
    char body[200];
    for (int i = 0; i < MANY_PROMPTS; i++) {
        (void)snprintf(body, sizeof body,
                       "{\"name\":\"p%02d\",\"prompt\":\"x\",\"tags\":[\"t\"%s],\"labels\":[%s]}",
                       i, i % 3 == 0 ? ",\"u\"" : "", i % 2 == 0 ? "\"live\"" : "");
        fixture_assert_status(post(f, body), 201);
    }
    fixture_script(f, LONG_AGO("prompts") SQLITE_AGO LONG_AGO("prompt_labels") SQLITE_AGO ARCHIVE,
                   "SET rostrum.scope = 'all';" LONG_AGO("prompts")
                       POSTGRES_AGO LONG_AGO("prompt_labels") POSTGRES_AGO ARCHIVE);
    fixture_restart_app(f);
    fixture_assert_status(put_labels(f, "p69/versions/1", "{\"newLabels\":[\"live\"]}"), 200);
    fixture_assert_status(post(f, "{\"name\":\"p68\",\"prompt\":\"y\"}"), 201);
}

static void filters_find_and_count(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    make_many(f);
    json_t *all = list_of(f, "tag=t&limit=100", 68, 68); /* two are archived */
    json_t *versions = json_object_get(json_array_get(all, 66), "versions");
    assert_int_equal(json_array_size(versions), 2); /* of p68, far down the page */
    assert_int_equal(json_integer_value(json_array_get(versions, 1)), 2);
    assert_int_equal(json_array_size(json_object_get(json_array_get(all, 67), "versions")), 1);
    (void)list_of(f, "label=live", 35, 10); /* without p04 */
    (void)list_of(f, "label=live&page=4", 35, 5);
    (void)list_of(f, "label=live&tag=u&limit=100", 13, 13);
    (void)list_of(f, "label=live&tag=no", 0, 0);
    (void)list_of(f, "fromUpdatedAt=2002-01-01T00:00:00Z", 2, 2);
    json_t *moved = list_of(f, "fromUpdatedAt=2002-01-01T00:00:00Z&label=live", 2, 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(moved, 1), "name")),
                        "p69");
    (void)list_of(f, "toUpdatedAt=2002-01-01T00:00:00Z&limit=100", 66, 66);
    (void)list_of(f, "toUpdatedAt=2002-01-01T00:00:00Z&tag=u&limit=100", 23, 23);
    (void)list_of(f, "toUpdatedAt=2001-01-01T00:00:00Z", 0, 0);
}

static void refusals_have_their_names(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, secret);
    assert_refusal(f, call_get(f, NULL, PROMPTS), 401, "token", "UnauthorizedError");
    assert_refusal(f, call_get(f, secret, "/api/public/v3"), 404, "", "LangfuseNotFoundError");
    struct sent empty = {.secret = secret, .body = "{}"};
    struct response *response = send_call(f, "PUT", PROMPTS "/x", &empty);
    assert_refusal(f, response, 405, "", "MethodNotAllowedError");
    response = post(f, "{\"name\":\"x\",\"prompt\":5,\"labels\":7}");
    assert_refusal(f, response, 400, "prompt: ", NULL);
    json_t *issues = json_object_get(call_json(f, response), "error");
    assert_int_equal(json_array_size(issues), 2);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(json_array_get(issues, 0), "path"), 0)),
        "prompt");
    fixture_assert_status(call_get(f, NULL, "/api/public/health"), 200);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_prompt_has_all_fields_when_made_and_when_read),
        TEST(what_was_written_on_a_page_is_served),
        TEST(a_chat_comes_back_in_its_spelling),
        TEST(a_version_and_its_labels_are_one_change),
        TEST(a_ruled_label_is_published_with_what_was_tested),
        TEST(a_label_leaves_its_version_and_is_added_to_another),
        TEST(references_in_either_spelling_are_known),
        TEST(a_reference_that_leads_nowhere_is_a_conflict),
        TEST(a_failure_stores_nothing),
        TEST(a_list_has_its_numbers),
        TEST(filters_find_and_count),
        TEST(pages_end_where_they_would_cost_too_much),
        TEST(refusals_have_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
