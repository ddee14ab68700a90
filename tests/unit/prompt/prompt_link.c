#include "test.h"

#include "data/prompt/prompt_resolve.h"
#include "prompts.h"

static enum err try_body(struct fixture *f, const struct uuid *id, const char *body,
                         struct problem *problem)
{
    struct prompt_draft draft = draft_from(f, id);
    struct record_saved saved;
    draft.body = text_of(body);
    return prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, problem);
}

static enum err resolve(struct fixture *f, const struct uuid *id, int64_t version,
                        struct text *resolved, struct problem *problem)
{
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct prompt_version_key key = {*id, version};
    struct record_head head = {
        .store = &prompt_store, .id = *id, .organization_id = actor->organization_id};
    struct record_source source = {.head = &head, .number = version};
    struct prompt_resolved step_by_step = {.body = {NULL, 0}}, at_once = {.body = {NULL, 0}};
    struct problem other = {.field = NULL};
    struct prompt_reach reach;
    assert_int_equal(prompt_reach_load(f->db, &source, &reach), ERR_NONE);
    enum err err = prompt_resolve_body(f->db, actor, &key, NULL, &step_by_step, problem);
    assert_int_equal(prompt_resolve_body(f->db, actor, &key, &reach, &at_once, &other), err);
    *resolved = at_once.body;
    if (err == ERR_NONE)
        assert_string_equal(at_once.body.data, step_by_step.body.data);
    if (problem->message != NULL)
        assert_string_equal(other.message, problem->message);
    return err;
}

static void references_resolve_by_label_and_version(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct text resolved;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "first");
    save_body(f, &part, "second");
    save_body(f, &part, "third @");
    struct uuid whole = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole",
                                    "[@@@prompt:name=part@@@][@@@prompt:name=part|version=2@@@]"
                                    "[@@@prompt:name=part|label=latest@@@]{{x}}");
    assert_int_equal(resolve(f, &whole, 0, &resolved, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "body");
    assert_non_null(strstr(problem.message, "part"));
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &part, "production", 0, 1), ERR_NONE);
    assert_int_equal(resolve(f, &whole, 0, &resolved, &problem), ERR_NONE);
    assert_string_equal(resolved.data, "[first][second][third @]{{x}}");
    assert_int_equal(resolve(f, &whole, 2, &resolved, &problem), ERR_NOT_FOUND);
    struct prompt_version_key key = {whole, 0};
    struct prompt_resolved body;
    assert_int_equal(prompt_resolve_body(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &key, NULL,
                                         &body, &problem),
                     ERR_DENIED);
    assert_int_equal(prompt_resolve_body(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &key,
                                         NULL, &body, &problem),
                     ERR_NOT_FOUND);
}

/* Read in one question or one by one: a text that is too long for the first, one behind it, a label
 * that moved, the version that a label meant then. */
static void references_resolve_however_they_are_read(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct text resolved;
    char body[256];
    const size_t long_len = 70000;
    char *long_text = arena_alloc(f->arena, long_len + 64);
    struct uuid leaf = make_prompt(f, PERSONA_PRODUCT_MANAGER, "leaf", "one");
    memset(long_text, 'x', long_len);
    memcpy(long_text + long_len, "@@@prompt:name=leaf|label=latest@@@", 36);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "long", long_text);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "middle",
                      "<@@@prompt:name=LEAF|label=live@@@@@@prompt:name=leaf|version=1@@@>");
    (void)snprintf(body, sizeof body, "%s",
                   "@@@prompt:name=long|version=1@@@@@@prompt:name=middle|version=1@@@");
    struct uuid whole = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", body);
    assert_int_equal(resolve(f, &whole, 0, &resolved, &problem), ERR_INVALID);
    assert_non_null(strstr(problem.message, "live"));
    save_body(f, &leaf, "two");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &leaf, "live", 0, 2), ERR_NONE);
    save_body(f, &whole, "no references");
    for (int version = 0; version < 2; version++) {
        assert_int_equal(resolve(f, &whole, version, &resolved, &problem), ERR_NONE);
        assert_int_equal(resolved.len, version == 0 ? 13 : long_len + strlen("two<twoone>"));
    }
    assert_string_equal(resolved.data + long_len, "two<twoone>");
}

static void references_to_nothing_are_refused(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "w");
    assert_int_equal(try_body(f, &id, "@@@prompt:name=other@@@", &problem), ERR_INVALID);
    assert_non_null(strstr(problem.message, "other"));
    assert_int_equal(try_body(f, &id, "@@@prompt:name=part|version=2@@@", &problem), ERR_INVALID);
    assert_non_null(strstr(problem.message, "version 2"));
    assert_int_equal(try_body(f, &id, "@@@prompt:name=part|version=1@@@", &problem), ERR_NONE);
    assert_int_equal(try_body(f, &id, "@@@prompt:name=part|label=not-yet@@@", &problem), ERR_NONE);
}

/* A prompt of another organization with the same name is not meant. */
static void references_stay_in_the_organization(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft = draft_of("shared", "theirs");
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &draft,
                                   &saved, &problem),
                     ERR_NONE);
    struct uuid own = make_prompt(f, PERSONA_PRODUCT_MANAGER, "own", "x");
    assert_int_equal(try_body(f, &own, "@@@prompt:name=shared@@@", &problem), ERR_INVALID);
}

static void cycles_are_refused_with_their_path(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct prompt_draft draft = draft_of("self", "@@@prompt:name=self@@@");
    struct uuid a = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "plain");
    struct record_saved saved;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "b", "@@@prompt:name=a|label=latest@@@");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "c", "@@@prompt:name=b|label=latest@@@");
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_INVALID);
    assert_int_equal(try_body(f, &a, "@@@prompt:name=c|label=latest@@@", &problem), ERR_INVALID);
    assert_string_equal(problem.field, "body");
    assert_non_null(strstr(problem.message, "a → c → b → a"));
    assert_int_equal(get_prompt(f, &a).version, 1);
}

static void a_label_move_can_close_no_cycle(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid a = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "plain");
    struct uuid b = make_prompt(f, PERSONA_PRODUCT_MANAGER, "b", "@@@prompt:name=a|label=x@@@");
    assert_int_equal(try_body(f, &a, "@@@prompt:name=b|label=x@@@", &problem), ERR_NONE);
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &b, "x", 0, 1), ERR_NONE);
    struct label_change change = {a, "x", 0, 2, "", .accepts_uses = false};
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &change, &problem),
        ERR_INVALID);
    assert_string_equal(problem.field, "to_version");
    assert_non_null(strstr(problem.message, "a → b → a"));
    change.to_version = 1;
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &change, &problem),
        ERR_NONE);
}

static void depth_ends_at_five(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    struct text resolved;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "p0", "end");
    for (int i = 1; i <= 5; i++)
        id = make_prompt(f, PERSONA_PRODUCT_MANAGER, arena_printf(f->arena, "p%d", i),
                         arena_printf(f->arena, "%d @@@prompt:name=p%d|label=latest@@@", i, i - 1));
    assert_int_equal(resolve(f, &id, 0, &resolved, &problem), ERR_NONE);
    assert_string_equal(resolved.data, "5 4 3 2 1 end");
    struct prompt_draft draft = draft_of("p6", "@@@prompt:name=p5|label=latest@@@");
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_INVALID);
}

static void a_chat_resolves_in_its_contents(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft = draft_of(
        "chat", "[{\"role\":\"system\",\"content\":\"@@@prompt:name=part|label=latest@@@\"},"
                "{\"placeholder\":\"history\"}]");
    struct problem problem;
    struct text resolved;
    struct record_saved saved;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "say \"hi\"\n");
    draft.type = PROMPT_CHAT;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(resolve(f, &saved.id, 0, &resolved, &problem), ERR_NONE);
    assert_string_equal(resolved.data, "[{\"role\":\"system\",\"content\":\"say \\\"hi\\\"\\n\"},"
                                       "{\"placeholder\":\"history\"}]");
    draft = draft_of("text", "@@@prompt:name=chat|label=latest@@@");
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_INVALID);
    assert_non_null(strstr(problem.message, "chat"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(references_resolve_by_label_and_version),
        TEST(references_resolve_however_they_are_read),
        TEST(references_to_nothing_are_refused),
        TEST(references_stay_in_the_organization),
        TEST(cycles_are_refused_with_their_path),
        TEST(a_label_move_can_close_no_cycle),
        TEST(depth_ends_at_five),
        TEST(a_chat_resolves_in_its_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
