#include "test.h"

#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/inbox/inbox.h"
#include "data/release/label_proposal.h"
#include "data/token/api_token.h"
#include "data/token/api_token_change.h"
#include "fixture.h"
#include "prompts.h"

/* How much waits for a decision: for each person exactly what they may decide about, in the number
 * of the navigation as in the list. */

enum {
    ASKS = PERSONA_INDIVIDUAL_DEVELOPER,
    OWNS = PERSONA_ENTERPRISE_TEAM,
    DEVOPS = PERSONA_DEVOPS_ENGINEER,
    PRODUCT = PERSONA_PRODUCT_MANAGER,
    ADMIN = PERSONA_CUSTOMER_ADMIN
};

static int counted(struct fixture *f, int who, enum inbox_source_id source)
{
    struct inbox_question question = {.answer = {.values = NULL}};
    const struct actor *actor = actor_of(f, who);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    inbox_ask_for(f->db, actor, &question);
    assert_int_equal(inbox_settle(f->db, actor, &question), ERR_NONE);
    return inbox_count_of(&question, actor, source);
}

static int listed(struct fixture *f, int who)
{
    const struct label_proposal_filter open_ones = {.is_open_only = true, .cursor = ""};
    struct label_proposal_list list;
    int count = 0;
    fixture_begin(f);
    assert_int_equal(label_proposal_list(f->db, actor_of(f, who), &open_ones, &list), ERR_NONE);
    for (int i = 0; i < list.count; i++)
        count += list.proposals[i].may_decide;
    return count;
}

static void assert_waits(struct fixture *f, int who, int count)
{
    if (counted(f, who, INBOX_REVIEW) != count)
        fail_msg("%s: %d instead of %d", persona_names[who], counted(f, who, INBOX_REVIEW), count);
    assert_int_equal(listed(f, who), count);
}

static void propose(struct fixture *f, const struct actor *actor, const struct record_store *store,
                    const struct uuid *id, int64_t from)
{
    struct problem problem = {.message = NULL};
    struct uuid proposal;
    const struct label_change change = {.record_id = *id,
                                        .label = "production",
                                        .from_version = from,
                                        .to_version = from + 1,
                                        .reason = "Better"};
    fixture_begin(f);
    enum err err = label_propose(f->db, actor, store, &change, &proposal, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s", err_name(err), problem.message);
    fixture_begin(f);
}

/* An agent whose version 2 may do no more than version 1, which is live. */
static struct uuid make_narrow(struct fixture *f)
{
    struct problem problem;
    struct record_saved saved;
    struct agent_problem agent_problem;
    struct uuid id = make_agent(f, OWNS, "bot", AGENT_CONFIG);
    struct agent_draft draft = agent_draft_from(f, &id);
    draft.config = config_of(f, "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},"
                                "\"limits\":{\"max_turns\":3}}");
    struct label_change change = {.record_id = id, .label = "production", .to_version = 1};
    assert_int_equal(agent_update(f->db, actor_of(f, OWNS), &draft, &saved, &agent_problem),
                     ERR_NONE);
    fixture_begin(f);
    change.reason = "";
    assert_int_equal(label_move(f->db, actor_of(f, ADMIN), &agent_store, &change, &problem),
                     ERR_NONE);
    return id;
}

/* One reset the password of the other. */
static void reset(struct fixture *f, int by, int of)
{
    struct uuid id = uuid_make();
    uint8_t hash[HASH_LEN] = {(uint8_t)by, (uint8_t)of};
    const struct audit_event event = {.action = "user.reset", .record_type = "user"};
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change(
        f->db,
        "INSERT INTO one_time_links (organization_id, id, user_id, purpose, token_hash, "
        "created_by, created_at, expires_at, used_at) "
        "VALUES ($1, $2, $3, 'password_reset', $4, $5, $6, $6, $6)",
        db_uuid(&f->own.id), db_uuid(&id), db_uuid(&actor_of(f, of)->user_id),
        db_bytes(hash, sizeof hash), db_uuid(&actor_of(f, by)->user_id), db_time(clock_now()));
    if (err == ERR_NONE)
        err = audit_record(f->db, actor_of(f, by), &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

/* What narrows an agent a colleague may decide, its owner too; not who proposes it, nor who sees
 * names alone. */
static void what_widens_nothing_waits_for_every_colleague(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_narrow(f);
    propose(f, actor_of(f, ASKS), &agent_store, &id, 1);
    static const int colleagues[] = {OWNS, DEVOPS, PRODUCT, ADMIN};
    for (size_t i = 0; i < COUNT_OF(colleagues); i++)
        assert_waits(f, colleagues[i], 1);
    assert_waits(f, ASKS, 0);
    assert_int_equal(counted(f, PERSONA_PLATFORM_ADMIN, INBOX_REVIEW), 0);
}

static void a_prompt_waits_for_who_may_approve_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, OWNS, "answer", "One");
    propose(f, actor_of(f, ASKS), &prompt_store, &id, 0);
    static const int approvers[] = {DEVOPS, PRODUCT, ADMIN};
    for (size_t i = 0; i < COUNT_OF(approvers); i++)
        assert_waits(f, approvers[i], 1);
    assert_waits(f, OWNS, 0);
    assert_waits(f, ASKS, 0);
}

/* Both ways. */
static void who_reset_the_password_of_the_other_is_no_second_person(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, OWNS, "answer", "One");
    propose(f, actor_of(f, ASKS), &prompt_store, &id, 0);
    reset(f, ASKS, ADMIN);
    assert_waits(f, ADMIN, 0);
    assert_waits(f, PRODUCT, 1);
    reset(f, PRODUCT, ASKS);
    assert_waits(f, PRODUCT, 0);
    assert_waits(f, DEVOPS, 1);
}

static void ones_own_token_is_ones_own_side(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, OWNS, "answer", "One");
    struct uuid bot = make_agent(f, PRODUCT, "bot", AGENT_CONFIG);
    struct api_token_new new = {.owner = TOKEN_OF_AGENT,
                                .owner_id = bot,
                                .name = "Bot",
                                .scopes = SCOPE_ALL,
                                .folder = "",
                                .days = 30};
    struct api_token_made made;
    struct api_caller caller;
    struct problem problem = {0};
    fixture_begin(f);
    assert_int_equal(api_token_create(f->db, actor_of(f, DEVOPS), &new, &made, &problem), ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(api_token_authenticate(f->db, NULL, made.secret, &caller), ERR_NONE);
    struct actor program = caller.actor;
    struct actor_token token = *program.token;
    token.name = "Bot";
    token.owner_name = "bot";
    program.token = &token;
    propose(f, &program, &prompt_store, &id, 0);
    assert_waits(f, DEVOPS, 0);  /* made the token */
    assert_waits(f, PRODUCT, 0); /* owns the agent */
    assert_waits(f, ADMIN, 1);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(what_widens_nothing_waits_for_every_colleague),
        WITH_DATA(a_prompt_waits_for_who_may_approve_it),
        WITH_DATA(who_reset_the_password_of_the_other_is_no_second_person),
        WITH_DATA(ones_own_token_is_ones_own_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
