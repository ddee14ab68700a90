#include "test.h"

#include <stdlib.h>

#include "base/clock.h"
#include "calls.h"
#include "crypt/offline_check.h"
#include "data/db/db_work.h"
#include "data/offline/offline.h"
#include "data/vault/signing_key.h"
#include "teams.h"

/* A signed set of records: what is in it, for whom, and that whoever changes it is found out. */

static char secret[API_SECRET_LEN];

struct made {
    struct uuid style, greeting, clerk, porter, desk;
};

/* greeting in production says style at production; clerk, in production, says greeting and hands
 * over to porter, of whom v1 is in production and v2 is newer; desk has clerk. Nothing else has the
 * label. */
static struct made make(struct fixture *f)
{
    struct made made;
    made.style = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "lib/style", "Be plain.");
    put_label(f, &prompt_store, &made.style, "production", 0, 1);
    (void)save_body(f, &made.style, "Be rich.");
    made.greeting = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "support/greeting",
                                "Hi {{name}} @@@prompt:name=lib/style|label=production@@@");
    put_label(f, &prompt_store, &made.greeting, "production", 0, 1);
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "unreleased", "x");
    made.porter =
        make_agent(f, PERSONA_CUSTOMER_ADMIN, "support/porter", "{\"model\":{\"name\":\"first\"}}");
    put_label(f, &agent_store, &made.porter, "production", 0, 1);
    (void)save_config(f, &made.porter, "{\"model\":{\"name\":\"second\"}}");
    made.clerk = make_agent(f, PERSONA_CUSTOMER_ADMIN, "support/clerk",
                            "{\"model\":{\"name\":\"gpt\"},\"prompt\":{\"name\":"
                            "\"support/greeting\"},\"handoffs\":[\"support/porter\"]}");
    put_label(f, &agent_store, &made.clerk, "production", 0, 1);
    made.desk = make_team(f, PERSONA_CUSTOMER_ADMIN, "support/desk", &made.clerk, NULL, 1);
    put_label(f, &team_store, &made.desk, "production", 0, 1);
    fixture_begin(f);
    return made;
}

static const char *ask_as(struct fixture *f, const struct actor *actor, const char *label,
                          const char *pins)
{
    struct offline_made made;
    struct problem problem = {0};
    struct offline_ask ask = {label, pins};
    enum err err = offline_make(f->db, actor, &ask, &made, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    assert_int_equal(strlen(made.note.data), made.note.len);
    return made.note.data;
}

static const char *ask(struct fixture *f, const char *label, const char *pins)
{
    return ask_as(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), label, pins);
}

static json_t *json_of(struct fixture *f, const char *note)
{
    json_t *json = NULL;
    const char *problem = NULL;
    struct text text = {note, (size_t)(strstr(note, "\n\n") - note) + 1};
    if (json_parse_deep(f->arena, text, OFFLINE_DEPTH, &json, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    return json;
}

/* "support/clerk 1, support/porter 1" */
static const char *names_of(struct fixture *f, const json_t *json, const char *kind)
{
    const json_t *list = json_object_get(json, kind);
    const char *names = "";
    for (size_t i = 0; i < json_array_size(list); i++)
        names = arena_printf(
            f->arena, "%s%s%s %d", names, i == 0 ? "" : ", ",
            json_text(json_array_get(list, i), "name"),
            (int)json_integer_value(json_object_get(json_array_get(list, i), "version")));
    return names;
}

static enum err check(struct fixture *f, const char *note, struct offline_report *report,
                      const char **problem)
{
    struct note_key *keys = NULL;
    int count = 0;
    assert_int_equal(signing_key_list(f->db, &keys, &count), ERR_NONE);
    return offline_check(f->arena, text_of(note), keys, count, report, problem);
}

static void what_has_the_label_is_in_it_with_all_it_refers_to(void **state)
{
    struct fixture *f = *state;
    (void)make(f);
    struct offline_report report;
    const char *problem = NULL;
    const char *note = ask(f, "production", "");
    json_t *json = json_of(f, note);
    assert_string_equal(names_of(f, json, "prompts"), "lib/style 1, support/greeting 1");
    assert_string_equal(names_of(f, json, "agents"), "support/clerk 1, support/porter 1");
    assert_string_equal(names_of(f, json, "teams"), "support/desk 1");
    assert_int_equal(json_array_size(json_object_get(json, "problems")), 0);
    json_t *greeting = json_array_get(json_object_get(json, "prompts"), 1);
    assert_string_equal(json_text(greeting, "prompt"), "Hi {{name}} Be plain.");
    json_t *clerk = json_array_get(json_object_get(json, "agents"), 0);
    assert_string_equal(json_text(clerk, "instructions"), "Hi {{name}} Be plain.");
    char hash[SHA256_HEX_LEN];
    const char *content = json_string_value(json_array_get(json_object_get(clerk, "content"), 0));
    sha256_hex(content, strlen(content), hash);
    assert_string_equal(json_text(clerk, "sha256"), hash);
    json_t *member = json_array_get(
        json_object_get(json_array_get(json_object_get(json, "teams"), 0), "members"), 0);
    assert_string_equal(json_format(f->arena, member, JSON_LINE).data,
                        "{\"agent\":\"support/clerk\",\"version\":1,\"role\":\"worker\"}");
    if (check(f, note, &report, &problem) != ERR_NONE)
        fail_msg("%s", problem);
    assert_string_equal(report.records, "prompts: 2, agents: 2, teams: 1, sets: 0");
    assert_true(report.is_pinned);
    assert_string_equal(report.organization,
                        json_text(json_object_get(json, "organization"), "name"));
}

static void pins_go_before_labels(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    struct offline_made made;
    (void)make(f);
    json_t *json = json_of(f, ask(f, "production", "agent:support/porter@2\r\n"));
    assert_string_equal(names_of(f, json, "agents"), "support/clerk 1, support/porter 2");
    json = json_of(f, ask(f, "", "prompt:lib/style@2\n\nteam:support/desk@1"));
    assert_string_equal(names_of(f, json, "prompts"),
                        "lib/style 1, lib/style 2, support/greeting 1");
    assert_string_equal(names_of(f, json, "agents"), "support/clerk 1, support/porter 2");
    json = json_of(f, ask(f, "latest", ""));
    assert_string_equal(names_of(f, json, "prompts"),
                        "lib/style 1, lib/style 2, support/greeting 1, unreleased 1");
    static const char *const bad[] = {"agent:support/porter@3",
                                      "agent:nobody@1",
                                      "robot:support/porter@1",
                                      "support/porter@1",
                                      "agent:support/porter",
                                      "agent:support/porter@0",
                                      "agent:support/porter@1\nagent:support/porter@2"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        fixture_begin(f);
        enum err err = offline_make(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                    &(struct offline_ask){"", bad[i]}, &made, &problem);
        if (err != ERR_INVALID)
            fail_msg("%s: %s", bad[i], err_name(err));
        assert_string_equal(problem.field, "pins");
    }
    assert_int_equal(offline_make(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                  &(struct offline_ask){"No Label", ""}, &made, &problem),
                     ERR_INVALID);
    assert_string_equal(problem.field, "label");
}

static void the_same_content_gives_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    char *before = strdup(ask(f, "production", ""));
    fixture_begin(f);
    assert_string_equal(ask(f, "production", ""), before);
    (void)save_body(f, &made.style, "Be short.");
    fixture_begin(f);
    assert_string_equal(ask(f, "production", ""), before);
    put_label(f, &prompt_store, &made.style, "production", 1, 3);
    fixture_begin(f);
    const char *after = ask(f, "production", "");
    assert_string_not_equal(after, before);
    assert_non_null(strstr(after, "Hi {{name}} Be short."));
    free(before);
}

/* What is missing is said, and nothing of it shows. */
static void what_cannot_be_resolved_is_a_problem(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    struct label_change change = {made.style, "production", 1, 0, "", .accepts_uses = true};
    struct problem problem = {0};
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &change, &problem),
        ERR_NONE);
    fixture_begin(f);
    json_t *json = json_of(f, ask(f, "production", ""));
    const json_t *problems = json_object_get(json, "problems");
    assert_true(json_array_size(problems) >= 2);
    assert_non_null(strstr(json_format(f->arena, problems, JSON_LINE).data, "support/greeting"));
    assert_non_null(strstr(json_format(f->arena, problems, JSON_LINE).data, "support/clerk"));
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(json, "prompts"), 0), "prompt")));
}

/* Twenty at a time: ROSTRUM_MANY says how many there are, to be measured. */
static void many_are_read_in_few_questions(void **state)
{
    struct fixture *f = *state;
    const char *wanted = getenv("ROSTRUM_MANY");
    int count = wanted == NULL ? 60 : atoi(wanted);
    for (int i = 0; i < count; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "many/%d", i);
        struct uuid id = i % 2 == 0 ? make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "Be plain.")
                                    : make_agent(f, PERSONA_CUSTOMER_ADMIN, name, AGENT_CONFIG);
        put_label(f, i % 2 == 0 ? &prompt_store : &agent_store, &id, "production", 0, 1);
        fixture_begin(f);
    }
    int64_t began = clock_monotonic();
    json_t *json = json_of(f, ask(f, "production", ""));
    struct db_work work = db_work(f->db);
    if (wanted != NULL)
        print_message("%d records: %d statements, %d ms\n", count, work.statements,
                      (int)((clock_monotonic() - began) / 1000));
    assert_int_equal(json_array_size(json_object_get(json, "prompts")), (count + 1) / 2);
    assert_int_equal(json_array_size(json_object_get(json, "agents")), count / 2);
    assert_in_range(work.statements, 1, 20 + count / 5);
}

static void a_token_gets_what_its_scopes_and_folder_give(void **state)
{
    struct fixture *f = *state;
    (void)make(f);
    static const struct {
        unsigned scopes;
        const char *folder;
        const char *prompts, *agents;
    } rows[] = {
        {SCOPE_PROMPTS_READ, NULL, "lib/style 1, support/greeting 1", ""},
        {SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ, NULL, "lib/style 1, support/greeting 1",
         "support/clerk 1, support/porter 1"},
        {SCOPE_PROMPTS_READ, "lib", "lib/style 1", ""},
        {SCOPE_PROMPTS_READ, "li", "", ""},
        {SCOPE_AGENTS_READ, NULL, "", "support/clerk 1, support/porter 1"},
        {SCOPE_AUDIT_READ, NULL, "", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        fixture_begin(f);
        make_token_in(f, &f->own.users[PERSONA_ENTERPRISE_TEAM], rows[i].scopes, rows[i].folder,
                      secret);
        struct response *response = call_get(f, secret, "/api/v1/bundle");
        fixture_assert_status(response, 200);
        json_t *json = json_of(f, response->body.data);
        assert_string_equal(names_of(f, json, "prompts"), rows[i].prompts);
        assert_string_equal(names_of(f, json, "agents"), rows[i].agents);
        bool may_read_prompts = (rows[i].scopes & SCOPE_PROMPTS_READ) != 0;
        if (!may_read_prompts) {
            assert_null(strstr(response->body.data, "Be plain."));
            assert_int_equal(json_array_size(json_object_get(json, "problems")) > 0,
                             rows[i].agents[0] != '\0');
        }
    }
    make_token_in(f, &f->own.users[PERSONA_PLATFORM_ADMIN], SCOPE_ALL, NULL, secret);
    struct response *response = call_get(f, secret, "/api/v1/bundle");
    fixture_assert_status(response, 200);
    assert_null(strstr(response->body.data, "support/"));
}

static void programs_ask_with_the_tag_they_have(void **state)
{
    struct fixture *f = *state;
    struct made made = make(f);
    char tag[60];
    make_token(f, PERSONA_ENTERPRISE_TEAM, SCOPE_PROMPTS_READ | SCOPE_AGENTS_READ, secret);
    struct response *response = call_get(f, secret, "/api/v1/bundle?label=production");
    fixture_assert_status(response, 200);
    assert_string_equal(response->content_type, "text/plain; charset=utf-8");
    (void)snprintf(tag, sizeof tag, "%s", fixture_header(response, "ETag"));
    struct sent sent = {.secret = secret, .if_none_match = tag};
    response = send_call(f, "GET", "/api/v1/bundle?label=production", &sent);
    fixture_assert_status(response, 304);
    assert_int_equal(response->body.len, 0);
    put_label(f, &prompt_store, &made.style, "production", 1, 2);
    response = send_call(f, "GET", "/api/v1/bundle?label=production", &sent);
    fixture_assert_status(response, 200);
    assert_problem(f, call_get(f, secret, "/api/v1/bundle?pins=nonsense"), 422);
    assert_problem(f, call_get(f, secret, "/api/v1/bundle?label=A%20B"), 422);
    assert_problem(f, call_get(f, secret, "/api/v1/bundle?label=%FF"), 400);
    response = call_get(f, secret, "/api/v1/bundle?pins=agent:support/porter%402");
    assert_string_equal(names_of(f, json_of(f, response->body.data), "agents"), "support/porter 2");
}

/* ---- forged ------------------------------------------------------------------------------- */

static void every_changed_byte_is_found(void **state)
{
    struct fixture *f = *state;
    (void)make(f);
    struct offline_report report;
    const char *problem = NULL;
    struct note_key *keys = NULL;
    int count = 0;
    char *note = strdup(ask(f, "production", ""));
    size_t len = strlen(note);
    assert_int_equal(signing_key_list(f->db, &keys, &count), ERR_NONE);
    struct arena *arena = arena_create(64 << 20);
    for (size_t i = 0; i < len; i++) {
        for (unsigned bit = 1; bit < 256; bit <<= i % 7 == 0 || i + 120 > len ? 1 : 4) {
            char was = note[i];
            note[i] = (char)((unsigned char)note[i] ^ bit);
            enum err err =
                offline_check(arena, (struct text){note, len}, keys, count, &report, &problem);
            if (err == ERR_NONE || problem == NULL)
                fail_msg("byte %zu of %zu, bit %u: %s, \"%s\"", i, len, bit, err_name(err),
                         problem);
            note[i] = was;
            arena_reset(arena);
        }
    }
    assert_int_equal(offline_check(arena, (struct text){note, len}, keys, count, &report, &problem),
                     ERR_NONE);
    for (size_t cut = 0; cut < len; cut++) {
        char *part = arena_copy(arena, note, cut);
        if (offline_check(arena, (struct text){part, cut}, keys, count, &report, &problem) ==
            ERR_NONE)
            fail_msg("cut to %zu it passes", cut);
        arena_reset(arena);
    }
    arena_destroy(arena);
    free(note);
}

/* Signed by the right key, and wrong in itself. */
static void what_is_signed_must_be_sound(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"bundle\":2,\"prompts\":[],\"agents\":[],\"teams\":[]}",
        "{\"bundle\":1,\"keys\":[],\"problems\":[]}",
        "{\"bundle\":1,\"prompts\":[{}],\"agents\":[],\"teams\":[]}",
        "{\"bundle\":1,\"prompts\":[{\"content\":[1],\"sha256\":\"\"}],\"agents\":[],\"teams\":[]}",
        "{\"bundle\":1,\"prompts\":[{\"content\":[\"a\"],\"sha256\":\"00\"}],\"agents\":[],"
        "\"teams\":[]}",
        "{\"certificate\":\"what was live\"}",
    };
    struct fixture *f = *state;
    struct offline_report report;
    const char *problem = NULL;
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        json_t *json = json_loads(texts[i], 0, NULL);
        const char *note = signed_note_make_json(f->keyring, f->arena, json);
        json_decref(json);
        if (check(f, note, &report, &problem) != ERR_INVALID)
            fail_msg("%s", texts[i]);
        assert_non_null(problem);
    }
}

static void another_key_is_not_believed(void **state)
{
    struct fixture *f = *state;
    (void)make(f);
    struct offline_report report;
    const char *problem = NULL;
    struct note_key other = {.name = ""};
    const uint8_t bytes[NOTE_KEY_LEN] = {1, 2, 3};
    note_key_set(&other, "00000000", bytes);
    const char *note = ask(f, "production", "");
    assert_int_equal(offline_check(f->arena, text_of(note), &other, 1, &report, &problem),
                     ERR_INVALID);
    assert_string_equal(problem, "the signature is wrong, or of another key");
    /* Without any, it is checked with what it names itself, and that is said. */
    assert_int_equal(offline_check(f->arena, text_of(note), NULL, 0, &report, &problem), ERR_NONE);
    assert_false(report.is_pinned);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_has_the_label_is_in_it_with_all_it_refers_to),
        TEST(pins_go_before_labels),
        TEST(the_same_content_gives_the_same_bytes),
        TEST(what_cannot_be_resolved_is_a_problem),
        TEST(many_are_read_in_few_questions),
        TEST(a_token_gets_what_its_scopes_and_folder_give),
        TEST(programs_ask_with_the_tag_they_have),
        TEST(every_changed_byte_is_found),
        TEST(what_is_signed_must_be_sound),
        TEST(another_key_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
