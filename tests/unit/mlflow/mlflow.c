#include "test.h"

#include <string.h>

#include "api/mlflow/mlflow_filter.h"
#include "base/clock.h"
#include "calls.h"
#include "prompts.h"

/* What clients of MLflow read: over app_serve. */

#define BASE "/api/2.0/mlflow"

static char secret[API_SECRET_LEN];

/* What is in the arena goes when a request begins. */
static struct response *get(struct fixture *f, const char *path)
{
    static char copy[1000];
    (void)snprintf(copy, sizeof copy, "%s", path);
    return call_get(f, secret, copy);
}

static json_t *ask(struct fixture *f, const char *path)
{
    struct response *response = get(f, path);
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "application/json");
    return call_json(f, response);
}

static void assert_refused(struct fixture *f, const char *path, int status, const char *code)
{
    struct response *response = get(f, path);
    fixture_assert_status(response, status);
    json_t *json = call_json(f, response);
    assert_string_equal(json_text(json, "error_code"), code);
    assert_true(json_text(json, "message")[0] != '\0');
    assert_int_equal(json_object_size(json), 2);
}

/* The value of a tag; NULL: there is none. */
static const char *tag_of(const json_t *json, const char *key)
{
    const json_t *tags = json_object_get(json, "tags");
    for (size_t i = 0; i < json_array_size(tags); i++)
        if (strcmp(json_text(json_array_get(tags, i), "key"), key) == 0)
            return json_text(json_array_get(tags, i), "value");
    return NULL;
}

static void a_version_is_read_by_number_and_alias(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "Hello {{name}}");
    (void)save_body(f, &id, "two");
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1);
    static const char *const paths[] = {BASE "/model-versions/get?name=greeting&version=1", BASE
                                        "/registered-models/alias?name=greeting&alias=production"};
    for (size_t i = 0; i < 2 * COUNT_OF(paths); i++) {
        json_t *version = json_object_get(ask(f, paths[i % COUNT_OF(paths)]), "model_version");
        assert_string_equal(json_text(version, "name"), "greeting");
        assert_string_equal(json_text(version, "version"), "1");
        assert_string_equal(json_text(version, "status"), "READY");
        assert_string_equal(json_text(version, "source"), "prompt-template");
        assert_string_equal(tag_of(version, "mlflow.prompt.is_prompt"), "true");
        assert_string_equal(tag_of(version, "mlflow.prompt.text"), "Hello {{name}}");
        assert_string_equal(tag_of(version, "_mlflow_prompt_type"), "text");
        json_t *aliases = json_object_get(version, "aliases");
        assert_int_equal(json_array_size(aliases), 1);
        assert_string_equal(json_string_value(json_array_get(aliases, 0)), "production");
    }
    json_t *latest = json_object_get(
        ask(f, BASE "/registered-models/alias?name=greeting&alias=latest"), "model_version");
    assert_string_equal(json_text(latest, "version"), "2");
    assert_int_equal(json_array_size(json_object_get(latest, "aliases")), 0);
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 1, 2);
    json_t *moved = json_object_get(ask(f, paths[1]), "model_version");
    assert_string_equal(tag_of(moved, "mlflow.prompt.text"), "two");
}

static void a_prompt_is_a_registered_model(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "x");
    (void)move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 1);
    json_t *model =
        json_object_get(ask(f, BASE "/registered-models/get?name=greeting"), "registered_model");
    assert_string_equal(json_text(model, "name"), "greeting");
    assert_string_equal(tag_of(model, "mlflow.prompt.is_prompt"), "true");
    json_t *alias = json_array_get(json_object_get(model, "aliases"), 0);
    assert_string_equal(json_text(alias, "alias"), "production");
    assert_string_equal(json_text(alias, "version"), "1");
    int64_t now_ms = clock_now() / 1000;
    int64_t created_ms = json_integer_value(json_object_get(model, "creation_timestamp"));
    assert_in_range(created_ms, now_ms - 600000, now_ms);
}

static void a_chat_is_the_json_of_its_messages(void **state)
{
    struct fixture *f = *state;
    static const char messages[] = "[{\"role\":\"user\",\"content\":\"Hi {{name}}\"}]";
    static const char with_placeholder[] =
        "[{\"role\":\"user\",\"content\":\"Hi\"},{\"placeholder\":\"history\"}]";
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    for (int i = 0; i < 2; i++) {
        struct prompt_draft draft =
            draft_of(i == 0 ? "chat" : "history", i == 0 ? messages : with_placeholder);
        struct problem problem;
        struct record_saved saved;
        draft.type = PROMPT_CHAT;
        draft.settings = "{\"temperature\":0.1}";
        assert_int_equal(
            prompt_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
            ERR_NONE);
    }
    json_t *version =
        json_object_get(ask(f, BASE "/model-versions/get?name=chat&version=1"), "model_version");
    assert_string_equal(tag_of(version, "mlflow.prompt.text"), messages);
    assert_string_equal(tag_of(version, "_mlflow_prompt_type"), "chat");
    assert_string_equal(tag_of(version, "_mlflow_prompt_model_config"), "{\"temperature\":0.1}");
    assert_refused(f, BASE "/model-versions/get?name=history&version=1", 400,
                   "INVALID_PARAMETER_VALUE");
}

static const char *names_of(struct fixture *f, const json_t *json)
{
    struct buf names;
    buf_init(&names, f->arena);
    const json_t *items = json_object_get(json, "registered_models");
    for (size_t i = 0; i < json_array_size(items); i++)
        buf_printf(&names, "%s%s", i == 0 ? "" : ",", json_text(json_array_get(items, i), "name"));
    return names.data;
}

static const char *find(struct fixture *f, const char *filter, const char *rest)
{
    return names_of(f, ask(f, arena_printf(f->arena, BASE "/registered-models/search?filter=%s%s",
                                           text_percent_encode(f->arena, filter), rest)));
}

static void prompts_are_found(void **state)
{
    struct fixture *f = *state;
    static const char is_prompt[] = "tags.`mlflow.prompt.is_prompt` = 'true'";
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    static const char *const names[] = {"a-one", "a-two", "b.one", "no/slashes", "no spaces"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        make_prompt(f, PERSONA_CUSTOMER_ADMIN, names[i], "x");
    assert_string_equal(find(f, is_prompt, ""), "a-one,a-two,b.one");
    assert_string_equal(find(f, "", ""), "a-one,a-two,b.one");
    assert_string_equal(find(f, "name = 'a-two'", ""), "a-two");
    assert_string_equal(find(f, "name = 'a-three'", ""), "");
    assert_string_equal(find(f, arena_printf(f->arena, "name LIKE 'a%%' AND %s", is_prompt), ""),
                        "a-one,a-two");
    assert_string_equal(find(f, "name ILIKE '%ONE'", ""), "a-one,b.one");
    assert_string_equal(find(f, "name LIKE '%ONE'", ""), "");
    assert_string_equal(find(f, "tags.team = 'x'", ""), "");
    assert_string_equal(find(f, "tags.`mlflow.prompt.is_prompt` != 'true'", ""), "");
    /* pages of one: those before it have none */
    assert_string_equal(find(f, "name LIKE 'b%'", "&max_results=1"), "b.one");
    json_t *page = ask(f, BASE "/registered-models/search?max_results=2");
    assert_string_equal(names_of(f, page), "a-one,a-two");
    const char *token = text_percent_encode(f->arena, json_text(page, "next_page_token"));
    page =
        ask(f, arena_printf(f->arena, BASE "/registered-models/search?max_results=2&page_token=%s",
                            token));
    assert_string_equal(names_of(f, page), "b.one");
}

static void versions_are_listed_newest_first(void **state)
{
    struct fixture *f = *state;
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "p", "1");
    for (int i = 2; i <= 60; i++)
        (void)save_body(f, &id, arena_printf(f->arena, "%d", i));
    static const char path[] = BASE "/model-versions/search?filter=name%20%3D%20'p'";
    json_t *page = ask(f, path);
    json_t *versions = json_object_get(page, "model_versions");
    assert_int_equal(json_array_size(versions), 50);
    assert_string_equal(json_text(json_array_get(versions, 0), "version"), "60");
    assert_string_equal(tag_of(json_array_get(versions, 0), "mlflow.prompt.text"), "60");
    page = ask(
        f, arena_printf(f->arena, "%s&page_token=%s", path, json_text(page, "next_page_token")));
    versions = json_object_get(page, "model_versions");
    assert_int_equal(json_array_size(versions), 10);
    assert_string_equal(json_text(json_array_get(versions, 9), "version"), "1");
    assert_null(json_object_get(page, "next_page_token"));
}

static void refusals_are_errors_of_mlflow(void **state)
{
    struct fixture *f = *state;
    char token[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_PROMPTS_READ, secret);
    make_prompt(f, PERSONA_CUSTOMER_ADMIN, "p", "x");
    assert_refused(f, BASE "/registered-models/get?name=none", 404, "RESOURCE_DOES_NOT_EXIST");
    assert_refused(f, BASE "/registered-models/get", 400, "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/model-versions/get?name=p&version=2", 404, "RESOURCE_DOES_NOT_EXIST");
    static const char *const bad[] = {"", "0", "-1", "x", "1.0", "99999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_refused(f,
                       arena_printf(f->arena, BASE "/model-versions/get?name=p&version=%s", bad[i]),
                       400, "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/registered-models/alias?name=p&alias=production", 404,
                   "RESOURCE_DOES_NOT_EXIST");
    assert_refused(f, BASE "/registered-models/alias?name=p", 400, "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/registered-models/search?filter=drop", 400, "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/registered-models/search?max_results=0", 400,
                   "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/registered-models/search?page_token=x", 400,
                   "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/model-versions/search", 400, "INVALID_PARAMETER_VALUE");
    assert_refused(f, BASE "/nothing", 404, "RESOURCE_DOES_NOT_EXIST");
    memcpy(token, secret, sizeof token);
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_AGENTS_READ, secret);
    assert_refused(f, BASE "/registered-models/get?name=p", 403, "PERMISSION_DENIED");
    make_token_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], SCOPE_PROMPTS_READ, "in", secret);
    assert_refused(f, BASE "/registered-models/get?name=p", 404, "RESOURCE_DOES_NOT_EXIST");
    make_token_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], SCOPE_ALL, NULL, secret);
    assert_refused(f, BASE "/registered-models/get?name=p", 404, "RESOURCE_DOES_NOT_EXIST");
    (void)snprintf(secret, sizeof secret, "nothing");
    assert_refused(f, BASE "/registered-models/get?name=p", 401, "UNAUTHENTICATED");
}

static void a_filter_has_conditions(void **state)
{
    struct fixture *f = *state;
    struct mlflow_filter filter;
    static const char *const bad[] = {"x",
                                      "name",
                                      "name =",
                                      "name = x",
                                      "name = 'x",
                                      "name = 'a' OR name = 'b'",
                                      "name = 'a' and",
                                      "name = 'a' name = 'b'",
                                      "name = 'a' AND name = 'b'",
                                      "tags. = 'a'",
                                      "tags.a",
                                      "tags.a = b",
                                      "'",
                                      "name LIKE",
                                      "name > 'a'"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (mlflow_filter_parse(f->arena, bad[i], &filter) != ERR_INVALID)
            fail_msg("%s", bad[i]);
    assert_int_equal(mlflow_filter_parse(f->arena, " name  LIKE  'a_%c' ", &filter), ERR_NONE);
    assert_true(mlflow_filter_has(&filter, "abc"));
    assert_true(mlflow_filter_has(&filter, "abcbc"));
    assert_false(mlflow_filter_has(&filter, "ac"));
    assert_false(mlflow_filter_has(&filter, "abcd"));
    assert_int_equal(mlflow_filter_parse(f->arena, "name like '%%%'", &filter), ERR_NONE);
    assert_true(mlflow_filter_has(&filter, ""));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_version_is_read_by_number_and_alias),
        TEST(a_prompt_is_a_registered_model),
        TEST(a_chat_is_the_json_of_its_messages),
        TEST(prompts_are_found),
        TEST(versions_are_listed_newest_first),
        TEST(refusals_are_errors_of_mlflow),
        TEST(a_filter_has_conditions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
