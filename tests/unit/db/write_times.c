#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_hand_over.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/edit/record_tag_many.h"
#include "data/organization/organization.h"
#include "data/release/label_proposal.h"
#include "data/release/protected_label.h"
#include "data/session/session_touch.h"
#include "data/sign_in/user_password.h"
#include "data/transfer/import_check.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_undo.h"
#include "data/transfer/import_upload.h"
#include "domain/prompt/prompt_reference.h"
#include "writes.h"

/* The rule: nothing whose size a person chooses is computed between db_begin and the commit. It
 * fails here for a verb that opens, formats or seals a content inside: memory that is made there
 * grows with the content, by 1 MiB and more. Verbs that still do are named in is_known().
 *
 * And how long each verb holds the one write lock of SQLite at the limits of what it takes: from
 * getting the lock to giving it back, in db.c. Nobody waits longer than 200 ms for another.
 * One verb has no limit of what it takes, and is measured with much:
 * deleting a record takes some 4 ms for each MiB of its versions. Other programs may have the
 * processors: what takes too long is measured again, and the shortest counts. */

enum {
    SMALL_VERSIONS = 1000, /* of one prompt, of 4 KiB */
    LARGE_VERSIONS = 24,   /* of another, of 1 MiB */
    SESSIONS = 1000,
    OWNED = 2500, /* records of one person */
    DESCRIPTION = 2000,
};

static const char *letters(struct fixture *f, size_t len, char letter)
{
    char *text = arena_alloc(f->arena, len + 1);
    memset(text, letter, len);
    text[len] = '\0';
    return text;
}

/* As many as one record may have. */
static const char *all_tags(struct fixture *f)
{
    struct buf tags;
    buf_init(&tags, f->arena);
    for (int i = 0; i < TAG_LIST_MAX; i++)
        buf_printf(&tags, "tag-%04d-%s,", i, "abcdefghijklmnopqrstuvwxyz");
    return tags.data;
}

/* A body of a length that refers to as many other prompts as it may. */
static struct text long_body(struct fixture *f, size_t len, char letter)
{
    struct buf body;
    buf_init(&body, f->arena);
    for (int i = 0; i < PROMPT_REFERENCES_MAX; i++)
        buf_printf(&body, "{{> limit/part-%d}}\n", i);
    while (body.len < len)
        buf_add(&body, &letter, 1);
    return (struct text){body.data, body.len};
}

static void make_parts(struct fixture *f)
{
    for (int i = 0; i < PROMPT_REFERENCES_MAX; i++)
        (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "limit/part-%d", i),
                          "part");
}

static struct uuid create_largest_prompt(struct fixture *f)
{
    struct problem problem;
    struct record_saved saved;
    next(f);
    struct prompt_draft draft = draft_of("limit/largest", "");
    draft.body = long_body(f, PROMPT_BODY_MAX, 'a');
    draft.description = letters(f, DESCRIPTION, 'd');
    draft.tags = all_tags(f);
    took(f, "prompt_create, 1 MiB, 200 references, 50 tags",
         prompt_create(f->db, admin(f), &draft, &saved, &problem));
    return saved.id;
}

static void change_largest_prompt(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    struct record_saved saved;
    fixture_begin(f);
    struct prompt_draft draft = draft_from(f, id);
    draft.body = long_body(f, PROMPT_BODY_MAX, 'b');
    draft.tags = "";
    draft.name = "limit/renamed";
    (void)db_take_longest_write(f->db);
    (void)db_take_largest_write(f->db);
    took(f, "prompt_update, 1 MiB, 200 references, another name, 50 tags less",
         prompt_update(f->db, admin(f), &draft, &saved, &problem));
    next(f);
    struct record_restore_draft restore = {*id, 1, saved.revision};
    took(f, "record_restore_version, 1 MiB",
         record_restore_version(f->db, admin(f), &prompt_store, &restore, &saved, &problem));
}

static void move_labels(struct fixture *f, const struct uuid *id)
{
    struct problem problem;
    struct uuid proposal;
    next(f);
    struct label_change change = {*id, "staging", 0, 1, letters(f, 500, 'r'), .accepts_uses = true};
    took(f, "label_move", label_move(f->db, admin(f), &prompt_store, &change, &problem));
    change = (struct label_change){*id, "staging", 1, 0, "", .accepts_uses = true};
    next(f);
    took(f, "label_move, away", label_move(f->db, admin(f), &prompt_store, &change, &problem));
    for (int i = 0; i < 3; i++) {
        const struct actor *proposer = actor_of(f, PERSONA_ENTERPRISE_TEAM);
        change = (struct label_change){*id, "production", 0, 1, "", .accepts_uses = true};
        next(f);
        took(f, "label_propose",
             label_propose(f->db, proposer, &prompt_store, &change, &proposal, &problem));
        next(f);
        if (i == 0)
            took(f, "label_proposal_withdraw",
                 label_proposal_withdraw(f->db, proposer, &prompt_store, &proposal, &problem));
        else if (i == 1)
            took(f, "label_proposal_reject",
                 label_proposal_reject(f->db, admin(f), &prompt_store, &proposal, "", &problem));
        else
            took(f, "label_proposal_approve",
                 label_proposal_approve(f->db, admin(f), &prompt_store, &proposal, "", &problem));
    }
}

static void move_and_delete(struct fixture *f, const struct uuid *id, const char *what)
{
    struct problem problem;
    struct record_archive_draft archive = {*id, true};
    const struct uuid *owner_id = &f->own.users[PERSONA_PRODUCT_MANAGER].id;
    next(f);
    took(f, arena_printf(f->arena, "record_transfer, %s", what),
         record_transfer(f->db, admin(f), &prompt_store, id, owner_id, &problem));
    next(f);
    took(f, arena_printf(f->arena, "record_archive, %s", what),
         record_archive(f->db, admin(f), &prompt_store, &archive, &problem));
    next(f);
    took(f, arena_printf(f->arena, "record_restore, %s", what),
         record_restore(f->db, admin(f), &prompt_store, id, &problem));
    next(f);
    const char *name = get_prompt(f, id).name;
    took(f, arena_printf(f->arena, "record_delete, %s", what),
         record_delete(f->db, admin(f), &prompt_store, id, name, &problem));
}

static struct uuid make_versions(struct fixture *f, const char *name, int count, size_t len)
{
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, "first");
    for (int i = 1; i < count; i++) {
        fixture_begin(f);
        (void)save_body(f, &id, letters(f, len - 1 - (size_t)i % 2, 'v'));
    }
    return id;
}

static void run_prompts(struct fixture *f)
{
    make_parts(f);
    struct uuid id = create_largest_prompt(f);
    change_largest_prompt(f, &id);
    move_labels(f, &id);
    move_and_delete(f, &id, "3 versions of 1 MiB");
    id = make_versions(f, "limit/many", SMALL_VERSIONS, 4096);
    move_and_delete(f, &id, "1000 versions of 4 KiB");
    id = make_versions(f, "limit/large", LARGE_VERSIONS, PROMPT_BODY_MAX);
    move_and_delete(f, &id, "24 versions of 1 MiB");
}

static void prompts_at_their_limits(void **state)
{
    measure(*state, "prompts", run_prompts);
    assert_small(1);
    assert_true(is_short());
}

/* As long as a config may be, with as many handoffs. */
static const char *long_config(struct fixture *f, char letter)
{
    enum { REST = 4096 };
    struct buf config;
    buf_init(&config, f->arena);
    buf_add_text(&config, "{\"model\":{\"name\":\"m\"},\"handoffs\":[");
    for (int i = 0; i < AGENT_CONFIG_HANDOFFS_MAX; i++)
        buf_printf(&config, "%s\"member %d\"", i == 0 ? "" : ",", i);
    buf_add_text(&config, "],\"instructions\":\"");
    while (config.len < AGENT_CONFIG_MAX - REST)
        buf_add(&config, &letter, 1);
    buf_add_text(&config, "\"}");
    return config.data;
}

static void save_largest_agent(struct fixture *f)
{
    struct agent_problem problem;
    struct record_saved saved;
    next(f);
    struct agent_draft draft = agent_draft_of(f, "largest", long_config(f, 'a'));
    draft.tags = all_tags(f);
    took(f, "agent_create, 256 KiB, 100 handoffs, 50 tags",
         agent_create(f->db, admin(f), &draft, &saved, &problem));
    fixture_begin(f);
    draft = agent_draft_from(f, &saved.id);
    draft.config = config_of(f, long_config(f, 'b'));
    (void)db_take_longest_write(f->db);
    (void)db_take_largest_write(f->db);
    took(f, "agent_update, 256 KiB, 100 handoffs",
         agent_update(f->db, admin(f), &draft, &saved, &problem));
}

/* As many members, and edges with conditions as settings may hold. */
static void save_largest_team(struct fixture *f, const struct uuid *agents)
{
    struct team_member members[TEAM_MEMBERS_MAX];
    struct team_edge edges[TEAM_EDGES_MAX];
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++)
        members[i] = (struct team_member){agents[i], TEAM_WORKER, 0, NULL};
    for (int i = 0; i < TEAM_EDGES_MAX; i++)
        edges[i] = (struct team_edge){agents[i / 10], agents[50 + i % 10], ""};
    struct team_draft draft = {.name = "largest",
                               .description = "",
                               .tags = "",
                               .message = "",
                               .plan = {.kind = TEAM_GRAPH,
                                        .members = members,
                                        .member_count = TEAM_MEMBERS_MAX,
                                        .edges = edges,
                                        .edge_count = TEAM_EDGES_MAX,
                                        .termination = {.max_turns = 10, .text = ""}}};
    draft.plan.members[0].role = TEAM_LEAD;
    struct team_problem problem = {.problem = {.message = ""}};
    struct record_saved saved;
    next(f);
    took(f, "team_create, 100 members, 500 edges",
         team_create(f->db, admin(f), &draft, &saved, &problem));
    draft.id = saved.id;
    draft.based_on_revision = saved.revision;
    draft.plan.termination.max_turns = 11;
    next(f);
    took(f, "team_update, 100 members, 500 edges",
         team_update(f->db, admin(f), &draft, &saved, &problem));
}

static void run_agents_and_teams(struct fixture *f)
{
    struct uuid agents[TEAM_MEMBERS_MAX];
    for (int i = 0; i < TEAM_MEMBERS_MAX; i++)
        agents[i] = make_agent(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "member %d", i),
                               AGENT_CONFIG);
    save_largest_agent(f);
    save_largest_team(f, agents);
}

static void agents_and_teams_at_their_limits(void **state)
{
    measure(*state, "agents and teams", run_agents_and_teams);
    assert_small(1);
    assert_true(is_short());
}

static void run_selections(struct fixture *f)
{
    struct uuid ids[RECORD_BULK_MAX];
    struct record_selection selection = {ids, RECORD_BULK_MAX};
    struct record_bulk_result result;
    struct record_tag_change change = {&prompt_store, "many", true};
    for (int i = 0; i < RECORD_BULK_MAX; i++)
        ids[i] = make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "bulk/%d", i), "x");
    next(f);
    took(f, "record_tag_many, 100 prompts",
         record_tag_many(f->db, admin(f), &change, &selection, &result));
    assert_int_equal(result.changed_count, RECORD_BULK_MAX);
    next(f);
    took(f, "record_archive_many, 100 prompts",
         record_archive_many(f->db, admin(f), &prompt_store, &selection, &result));
    assert_int_equal(result.changed_count, RECORD_BULK_MAX);
}

static void selections_at_their_limits(void **state)
{
    measure(*state, "selections", run_selections);
    assert_small(RECORD_BULK_MAX);
    assert_true(is_short());
}

static struct session make_session(struct fixture *f, const struct uuid *user_id)
{
    static const struct session_client client = {.address = "192.0.2.7", .agent = "Times/1.0"};
    char token[TOKEN_TEXT_LEN];
    struct session session;
    must(db_begin_alone(f->db));
    must(db_finish(f->db, session_create(f->db, &f->own.id, user_id, &client, token)));
    must(session_find(f->db, token, &session));
    return session;
}

static void change_sessions(struct fixture *f)
{
    const struct uuid *id = &f->own.users[PERSONA_PRODUCT_MANAGER].id;
    int ended_count = 0;
    for (int i = 0; i < SESSIONS; i++)
        (void)make_session(f, id);
    next(f);
    struct session session = make_session(f, id);
    took(f, "session_create", ERR_NONE);
    clock_travel(session.last_seen_at + 2 * CLOCK_MINUTE);
    session_touch(f->db, &session);
    took(f, "session_touch", ERR_NONE);
    took(f, "session_revoke_others, 1000 sessions",
         session_revoke_others(f->db, &session.actor, &session.id, &ended_count));
    assert_int_equal(ended_count, SESSIONS);
    took(f, "session_sign_out", session_sign_out(f->db, &session));
    struct audit_event refusal = {
        .action = "request.refuse", .record_type = "request", .outcome = AUDIT_REFUSAL};
    took(f, "audit_record_alone", audit_record_alone(f->db, admin(f), &refusal));
}

static void change_people(struct fixture *f)
{
    struct problem problem;
    struct user_link link;
    struct user_invitation invitation;
    const struct uuid *id = &f->own.users[PERSONA_PRODUCT_MANAGER].id;
    struct user_new user_new = {.email = "new@northwind.example",
                                .full_name = letters(f, NAME_MAX_CHARS, 'n'),
                                .persona = PERSONA_PRODUCT_MANAGER};
    took(f, "user_invite", user_invite(f->db, admin(f), &user_new, &invitation, &problem));
    took(f, "user_link", user_link(f->db, admin(f), id, &link));
    struct user_change change = {.id = *id,
                                 .version = 1,
                                 .full_name = "Another Name",
                                 .email = "other@northwind.example",
                                 .persona = PERSONA_DEVOPS_ENGINEER};
    for (int i = 0; i < SESSIONS; i++)
        (void)make_session(f, id);
    next(f);
    took(f, "user_update, another persona, 1000 sessions",
         user_update(f->db, admin(f), &change, &problem));
    for (int i = 0; i < SESSIONS; i++)
        (void)make_session(f, id);
    next(f);
    took(f, "user_deactivate, 1000 sessions", user_deactivate(f->db, admin(f), id));
    took(f, "user_activate", user_activate(f->db, admin(f), id));
    took(f, "protected_label_set", protected_label_set(f->db, admin(f), "staging", true, &problem));
    took(f, "organization_rename",
         organization_rename(f->db, admin(f), &f->own.id, "Another organization"));
}

static void hand_over(struct fixture *f)
{
    int64_t moved_count = 0;
    const struct fixture_user *from = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    struct user_hand_over over = {from->id, f->own.users[PERSONA_CUSTOMER_ADMIN].id, true};
    for (int i = 0; i < OWNED; i++) {
        fixture_begin(f);
        (void)make_prompt(f, PERSONA_INDIVIDUAL_DEVELOPER, arena_printf(f->arena, "owned/%d", i),
                          "x");
    }
    next(f);
    took(f, "user_hand_over, 2500 prompts", user_hand_over(f->db, admin(f), &over, &moved_count));
    assert_int_equal(moved_count, OWNED);
}

static void run_people(struct fixture *f)
{
    change_sessions(f);
    change_people(f);
    hand_over(f);
}

static void people_at_their_limits(void **state)
{
    measure(*state, "people and sessions", run_people);
    assert_small(200);
    assert_true(is_short());
}

/* A document of many prompts: each step takes the lock for a batch at a time. */
static void run_imports(struct fixture *f)
{
    enum { PROMPTS = 2000, SECOND = 1000 * 1000 };
    struct problem problem;
    struct import import = {.state = IMPORT_CHECKING};
    struct buf document;
    struct uuid id;
    next(f);
    buf_init(&document, f->arena);
    buf_add_text(&document, "[");
    for (int i = 0; i < PROMPTS; i++)
        buf_printf(&document, "%s{\"name\": \"many/%d\", \"prompt\": \"Hello %d\"}",
                   i == 0 ? "" : ",", i, i);
    buf_add_text(&document, "]");
    struct import_draft draft = {"large.json", {document.data, document.len}, false};
    took(f, "import_create, 2000 prompts", import_create(f->db, admin(f), &draft, &id, &problem));
    next(f);
    while (import.state == IMPORT_CHECKING)
        must(import_check(f->db, admin(f), &id, SECOND, &import));
    took(f, "import_check, 2000 prompts, for 1 s", ERR_NONE);
    next(f);
    import.state = IMPORT_APPLYING;
    while (import.state == IMPORT_APPLYING)
        must(import_start(f->db, admin(f), &id, SECOND, &import, &problem));
    took(f, "import_start, 2000 prompts", ERR_NONE);
    next(f);
    import.state = IMPORT_UNDOING;
    while (import.state == IMPORT_UNDOING)
        must(import_undo(f->db, admin(f), &id, SECOND, &import, &problem));
    took(f, "import_undo, 2000 prompts", ERR_NONE);
}

static void imports_at_their_limits(void **state)
{
    measure(*state, "imports", run_imports);
    assert_small(200);
    assert_true(is_short());
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_keep, NULL)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(prompts_at_their_limits),    TEST(agents_and_teams_at_their_limits),
        TEST(selections_at_their_limits), TEST(people_at_their_limits),
        TEST(imports_at_their_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
