#include "pages/record/record.h"

#include "data/account/user_new.h"
#include "rich.h"

/* Every page by a worker that has just begun, in an organization with more of everything than a
 * list shows: how often it waits for the server, and whether it asks anything row by row. */

/* A statement may run once for each step from a record to those that use it, and once for each
 * starter: there are eight of them. */
enum { MANY = 30, REPEATS_MAX = 4, STARTERS = 8 };

/* People of their own, so that every row has another owner. */
static struct actor make_owner(struct fixture *f, int number)
{
    char name[32];
    char email[64];
    struct problem problem;
    struct user_invitation invitation;
    (void)snprintf(name, sizeof name, "Owner %d", number);
    (void)snprintf(email, sizeof email, "owner-%d@northwind.example", number);
    struct user_new user_new = {.organization_id = f->own.id,
                                .full_name = name,
                                .email = email,
                                .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(
        user_invite(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &user_new, &invitation, &problem),
        ERR_NONE);
    struct actor actor = *actor_of(f, PERSONA_PRODUCT_MANAGER);
    actor.user_id = invitation.user_id;
    return actor;
}

/* One of each kind, in a folder of its own; the agents use the rich prompt, the teams the rich
 * agent; the test sets are for the rich prompt. */
static void make_one(struct fixture *f, const struct rich *rich, int number)
{
    struct actor owner = make_owner(f, number);
    char name[64];
    struct record_saved saved;
    struct problem problem;
    (void)snprintf(name, sizeof name, "Folder %d/item %d", number, number);
    struct prompt_draft prompt = draft_of(name, rich_text);
    prompt.tags = "fine";
    assert_int_equal(prompt_create(f->db, &owner, &prompt, &saved, &problem), ERR_NONE);
    (void)snprintf(name, sizeof name, "Folder %d/uses %d", number, number);
    prompt.body = text_of("@@@prompt:name=Rich/answer@@@");
    assert_int_equal(prompt_create(f->db, &owner, &prompt, &saved, &problem), ERR_NONE);
    struct agent_problem agent_problem;
    struct agent_draft agent = agent_draft_of(f, name, rich_config);
    assert_int_equal(agent_create(f->db, &owner, &agent, &saved, &agent_problem), ERR_NONE);
    struct team_member member = {rich->ids[RECORD_AGENT], TEAM_WORKER, 0, NULL};
    struct team_draft team = {.name = name,
                              .description = "",
                              .tags = "",
                              .message = "",
                              .plan = {.kind = TEAM_ROUND_ROBIN,
                                       .members = &member,
                                       .member_count = 1,
                                       .termination = {.max_turns = 9, .text = ""}}};
    struct team_problem team_problem;
    assert_int_equal(team_create(f->db, &owner, &team, &saved, &team_problem), ERR_NONE);
    struct set_draft set = set_draft_of(f, name, rich_cases, rich_settings);
    assert_int_equal(set_create(f->db, &owner, &set, &saved, &problem), ERR_NONE);
}

static void make_many(struct fixture *f, struct rich *rich)
{
    rich_make(f, rich);
    for (int i = 0; i < MANY; i++) {
        make_one(f, rich, i);
        fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
        fixture_begin(f);
    }
    char body[64];
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(body, sizeof body, "Answer {{question}}, %d.", i);
        (void)save_body(f, &rich->ids[RECORD_PROMPT], body);
        fixture_begin(f);
    }
    (void)save_body(f, &rich->ids[RECORD_PROMPT], rich_text);
    fixture_begin(f);
}

/* A page of a worker that has not unwrapped a key and knows no text. */
static bool is_too_much(struct fixture *f, const char *address, int trips)
{
    fixture_restart_app(f);
    int status = fixture_get(f, address)->status;
    const struct db_work *work = &f->work;
    if (status != 200 && status != 303 && status != 404) /* of tokens that lead nowhere */
        fail_msg("%s: status %d", address, status);
    int repeats = strcmp(address, "/starters") == 0 ? STARTERS : REPEATS_MAX;
    if (work->trips <= trips && work->repeats <= repeats)
        return false;
    print_error("%s: %d round trips, its route says %d; %d statements, the same one %d times: %s\n",
                address, (int)work->trips, trips, work->statements, work->repeats,
                work->repeated_sql);
    return true;
}

static void no_page_waits_more_often_than_its_route_says(void **state)
{
    struct fixture *f = *state;
    struct rich rich;
    int too_many = 0;
    make_many(f, &rich);
    sign_in_as(f, FIXTURE_SUPERUSER);
    for (int i = 0; i < route_count; i++) {
        const struct route *route = &routes[i];
        if (route->method != HTTP_GET)
            continue;
        too_many += is_too_much(f, rich_address(f, &rich, route->pattern), route->trips);
    }
    assert_int_equal(too_many, 0);
}

static void lists_wait_as_often_with_every_owner_and_filter(void **state)
{
    static const char *const queries[] = {"?sort=name", "?state=all", "?folder=Rich", "?tag=fine",
                                          "?filters=1"};
    struct fixture *f = *state;
    struct rich rich;
    int too_many = 0;
    make_many(f, &rich);
    sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        for (size_t i = 0; i < COUNT_OF(queries); i++) {
            char address[128];
            (void)snprintf(address, sizeof address, "%s%s", record_kinds[kind].path, queries[i]);
            too_many += is_too_much(f, address, 4);
        }
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        char address[128];
        (void)snprintf(address, sizeof address, "%s/folder?folder=Rich&to=Poor",
                       record_kinds[kind].path);
        too_many += is_too_much(f, address, 4);
    }
    assert_int_equal(too_many, 0);
}

/* Versions that refer to others, a chat, and any two versions; of records with a proposal that
 * waits, whose sides take one more. */
static void records_wait_as_often_whatever_they_refer_to(void **state)
{
    static const char *const rests[RECORD_KIND_COUNT][5] = {
        [RECORD_PROMPT] = {"/versions/1", "/preview?version=1", "/diff?from=1&to=3", "/diff?to=1"},
        [RECORD_AGENT] = {"/versions/1", "/diff?from=4&to=2", "/diff?to=1"},
        [RECORD_TEAM] = {"/versions/1", "/diff?from=1&to=2", "/diff?from=2&to=1", "/diff?to=1"}};
    struct fixture *f = *state;
    struct rich rich;
    int too_many = 0;
    char address[128], id[UUID_TEXT_LEN];
    make_many(f, &rich);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        for (int i = 0; rests[kind][i] != NULL; i++) {
            uuid_format(&rich.ids[kind], id);
            (void)snprintf(address, sizeof address, "%s/%s%s", record_kinds[kind].path, id,
                           rests[kind][i]);
            too_many += is_too_much(f, address, strstr(address, "/preview") == NULL ? 3 : 4);
        }
    uuid_format(&rich.chat_id, id);
    (void)snprintf(address, sizeof address, "/prompts/%s", id);
    too_many += is_too_much(f, address, 3);
    (void)snprintf(address, sizeof address, "/prompts/%s/preview", id);
    too_many += is_too_much(f, address, 4);
    assert_int_equal(too_many, 0);
}

/* What was deleted is looked for by name, many at once: another record may have the name now. */
static void broken_references_are_not_looked_for_one_by_one(void **state)
{
    enum { BROKEN = 14 };
    struct fixture *f = *state;
    struct uuid parts[BROKEN];
    char name[32], body[BROKEN * 64] = "", address[128], id[UUID_TEXT_LEN];
    for (int i = 0; i < BROKEN; i++) {
        (void)snprintf(name, sizeof name, "part %d", i);
        parts[i] = make_prompt(f, PERSONA_PRODUCT_MANAGER, name, "p");
        size_t len = strlen(body);
        (void)snprintf(body + len, sizeof body - len, "@@@prompt:name=%s|version=1@@@", name);
    }
    struct uuid whole = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", body);
    (void)save_body(f, &whole, "without");
    for (int i = 0; i < BROKEN; i++) {
        struct problem problem;
        (void)snprintf(name, sizeof name, "part %d", i);
        fixture_begin(f);
        assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store,
                                       &parts[i], name, &problem),
                         ERR_NONE);
    }
    put_label(f, &prompt_store, &whole, "production", 0, 1);
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    uuid_format(&whole, id);
    (void)snprintf(address, sizeof address, "/prompts/%s/activity", id);
    fixture_restart_app(f);
    fixture_assert_has(fixture_get(f, address), "14 broken references");
    assert_in_range(f->work.trips, 0, 3);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(no_page_waits_more_often_than_its_route_says),
        TEST(records_wait_as_often_whatever_they_refer_to),
        TEST(lists_wait_as_often_with_every_owner_and_filter),
        TEST(broken_references_are_not_looked_for_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
