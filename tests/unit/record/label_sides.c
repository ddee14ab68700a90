#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/audit/audit.h"
#include "data/edit/record_state.h"
#include "data/record/record_load.h"
#include "data/release/label_proposal.h"
#include "data/release/widening_rule.h"
#include "data/stop/stop_resume.h"
#include "data/token/api_token.h"
#include "kinds.h"
#include "tokens.h"

/* Nobody approves what their own side asks for: each way in which two accounts are one side, for a
 * proposal of a prompt and of an agent, and for a request. */

enum {
    AUTHOR = PERSONA_ENTERPRISE_TEAM,
    ASKS = PERSONA_DEVOPS_ENGINEER,
    TIED = PERSONA_CUSTOMER_ADMIN,
    OTHER = PERSONA_PRODUCT_MANAGER
};

static const char narrow[] = "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":5}}";
static const char wide[] = "{\"model\":{\"name\":\"m\"},\"limits\":{\"max_turns\":9},\"tools\":"
                           "[{\"name\":\"refund\"}]}";

/* ---- what is asked for ---------------------------------------------------------------------- */

enum act { ACT_PROMPT, ACT_AGENT, ACT_RESUME, ACT_COUNT };

/* A case on its way. */
struct side {
    struct fixture *f;
    enum act act;
    struct uuid record_id; /* of what is released, or stopped */
    struct uuid stop_id;
    struct uuid account_id; /* that asks, if one does */
    struct uuid agent_id;   /* likewise */
    struct api_token_made token;
};

static void move(struct fixture *f, int who, const struct uuid *id, int64_t from, int64_t to,
                 enum err expected)
{
    struct problem problem;
    struct label_change change = {*id, "production", from, to, "", .accepts_uses = false};
    fixture_begin(f);
    assert_int_equal(label_move(f->db, actor_of(f, who), &agent_store, &change, &problem),
                     expected);
    fixture_begin(f);
}

static void save(struct fixture *f, const struct uuid *id, const char *config)
{
    struct agent_draft draft = agent_draft_from(f, id);
    struct agent_problem problem;
    struct record_saved saved;
    draft.config = config_of(f, config);
    assert_int_equal(agent_update(f->db, actor_of(f, AUTHOR), &draft, &saved, &problem), ERR_NONE);
}

static struct uuid steps_of(struct fixture *f, const char *name)
{
    struct uuid id = make_agent(f, AUTHOR, name, narrow);
    save(f, &id, wide);
    save(f, &id, narrow);
    return id;
}

/* A prompt whose version 1 is not released yet, and an agent whose version 3 may do what 1 may. */
static void make_record(struct side *side)
{
    struct fixture *f = side->f;
    struct problem problem;
    const char *name = arena_printf(f->arena, "case %lld", (long long)clock_now());
    if (side->act == ACT_PROMPT) {
        side->record_id = make_prompt(f, AUTHOR, name, "One");
        return;
    }
    side->record_id = steps_of(f, name);
    move(f, TIED, &side->record_id, 0, 1, ERR_NONE);
    if (side->act == ACT_RESUME)
        assert_int_equal(stop_begin(f->db, actor_of(f, TIED), &agent_store,
                                    &(struct stop_draft){side->record_id, 0, "Wrong refunds"},
                                    &side->stop_id, &problem),
                         ERR_NONE);
    fixture_begin(f);
}

static const struct record_store *store_of(const struct side *side)
{
    return side->act == ACT_PROMPT ? &prompt_store : &agent_store;
}

static struct uuid ask(const struct side *side, const struct actor *actor)
{
    struct fixture *f = side->f;
    struct problem problem = {.message = NULL};
    struct uuid id = {{0}};
    struct approval approval;
    struct label_change change = {side->record_id,
                                  "production",
                                  side->act == ACT_PROMPT ? 0 : 1,
                                  side->act == ACT_PROMPT ? 1 : 3,
                                  "",
                                  .accepts_uses = false};
    enum err err =
        side->act == ACT_RESUME
            ? stop_ask_resume(f->db, actor, &agent_store, &side->stop_id, "Mended", &problem)
            : label_propose(f->db, actor, store_of(side), &change, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("asking: %d %s", (int)err, problem.message == NULL ? "" : problem.message);
    fixture_begin(f);
    if (side->act != ACT_RESUME)
        return id;
    assert_int_equal(
        approval_find(f->db, actor_of(f, TIED), APPROVAL_RESUME, &side->stop_id, &approval),
        ERR_NONE);
    return approval.id;
}

/* Whether lists offer it: exactly to those of another side. */
static bool is_listed(const struct side *side, const struct actor *actor, const struct uuid *id)
{
    struct fixture *f = side->f;
    const struct label_proposal_filter open_ones = {.is_open_only = true, .cursor = ""};
    const struct approval_filter live = {.is_live_only = true, .cursor = ""};
    struct label_proposal_list proposals = {.count = 0};
    struct approval_list approvals = {.count = 0};
    fixture_begin(f);
    if (side->act == ACT_RESUME)
        assert_int_equal(approval_list(f->db, actor, &live, &approvals), ERR_NONE);
    else
        assert_int_equal(label_proposal_list(f->db, actor, &open_ones, &proposals), ERR_NONE);
    for (int i = 0; i < approvals.count; i++)
        if (uuid_equal(&approvals.items[i].id, id))
            return approvals.items[i].may_decide;
    for (int i = 0; i < proposals.count; i++)
        if (uuid_equal(&proposals.proposals[i].id, id))
            return proposals.proposals[i].may_decide;
    fail_msg("it is not listed");
    return false;
}

static bool was_listed; /* before approve() was called */

/* What the page would say, and then what approving comes to. */
static enum err approve(const struct side *side, int who, const struct uuid *id, bool *was_offered,
                        const char **words)
{
    struct fixture *f = side->f;
    const struct actor *actor = actor_of(f, who);
    struct problem problem = {.message = NULL};
    struct label_proposal proposal = {.objection = NULL};
    struct approval approval = {.objection = NULL};
    enum err err = ERR_NONE;
    was_listed = is_listed(side, actor, id);
    fixture_begin(f);
    if (side->act == ACT_RESUME) {
        assert_int_equal(approval_get(f->db, actor, id, &approval), ERR_NONE);
        err = approval_approve(f->db, actor, id, "", &problem);
    } else {
        assert_int_equal(label_proposal_get(f->db, actor, store_of(side), id, &proposal), ERR_NONE);
        err = label_proposal_approve(f->db, actor, store_of(side), id, "", &problem);
    }
    bool is_request = side->act == ACT_RESUME;
    const char *objection = is_request ? approval.objection : proposal.objection;
    *was_offered = is_request ? approval.may_approve : proposal.may_approve;
    if (objection != NULL)
        assert_string_equal(objection, problem.message);
    assert_true(was_listed || !*was_offered);
    static char kept[300];
    (void)snprintf(kept, sizeof kept, "%s", problem.message == NULL ? "" : problem.message);
    *words = kept;
    fixture_begin(f);
    return err;
}

/* ---- ties ------------------------------------------------------------------------------------ */

static struct actor token_actor(struct fixture *f, const struct api_token_made *made)
{
    struct api_caller caller;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(api_token_authenticate(f->db, NULL, made->secret, &caller), ERR_NONE);
    return caller.actor;
}

static struct api_token_made token_of(struct side *side, int maker, enum token_owner owner,
                                      const struct uuid *owner_id)
{
    struct api_token_made made;
    struct problem problem = {.message = NULL};
    struct api_token_new token_new = {.owner = owner,
                                      .owner_id = *owner_id,
                                      .name = "CI",
                                      .scopes = SCOPE_ALL,
                                      .folder = "",
                                      .days = 20};
    fixture_begin(side->f);
    enum err err =
        api_token_create(side->f->db, actor_of(side->f, maker), &token_new, &made, &problem);
    if (err != ERR_NONE)
        fail_msg("a token: %d %s", (int)err, problem.message == NULL ? "" : problem.message);
    return made;
}

static void account_of(struct side *side, int maker)
{
    struct fixture *f = side->f;
    struct problem problem;
    fixture_begin(f);
    struct service_account_new account_new = {
        arena_printf(f->arena, "account %lld", (long long)clock_now()), PERSONA_DEVOPS_ENGINEER,
        actor_of(f, ASKS)->user_id};
    enum err err = service_account_create(f->db, actor_of(f, maker), &account_new,
                                          &side->account_id, &problem);
    if (err != ERR_NONE)
        fail_msg("an account: %d %s", (int)err, problem.message);
}

static void made_account(struct side *side)
{
    account_of(side, TIED);
    side->token = token_of(side, ASKS, TOKEN_OF_ACCOUNT, &side->account_id);
}

static void made_token(struct side *side)
{
    account_of(side, ASKS);
    side->token = token_of(side, TIED, TOKEN_OF_ACCOUNT, &side->account_id);
}

static void others_token(struct side *side)
{
    account_of(side, ASKS);
    side->token = token_of(side, ASKS, TOKEN_OF_ACCOUNT, &side->account_id);
}

static void shared_before(struct side *side)
{
    others_token(side);
    (void)token_of(side, TIED, TOKEN_OF_ACCOUNT, &side->account_id);
}

static void shares_after(struct side *side)
{
    (void)token_of(side, TIED, TOKEN_OF_ACCOUNT, &side->account_id);
}

static void rotated(struct side *side)
{
    struct fixture *f = side->f;
    struct problem problem;
    struct db_result secret;
    others_token(side);
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &secret,
                               "SELECT id FROM api_token_secrets WHERE organization_id = $1 "
                               "AND token_id = $2",
                               db_uuid(&f->own.id), db_uuid(&side->token.id)),
                     ERR_NONE);
    struct api_token_rotation rotation = {side->token.id, db_get_uuid(&secret, 0, 0), 0, 20};
    assert_int_equal(api_token_rotate(f->db, actor_of(f, TIED), &rotation, &side->token, &problem),
                     ERR_NONE);
}

static void answers_after(struct side *side)
{
    struct problem problem;
    fixture_begin(side->f);
    assert_int_equal(service_account_appoint(side->f->db, actor_of(side->f, ASKS),
                                             &side->account_id, &actor_of(side->f, TIED)->user_id,
                                             &problem),
                     ERR_NONE);
}

static void owned_agent(struct side *side)
{
    struct fixture *f = side->f;
    side->agent_id =
        make_agent(f, TIED, arena_printf(f->arena, "agent %lld", (long long)clock_now()), narrow);
    side->token = token_of(side, ASKS, TOKEN_OF_AGENT, &side->agent_id);
}

static void gives_agent_away(struct side *side)
{
    struct fixture *f = side->f;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(record_transfer(f->db, actor_of(f, TIED), &agent_store, &side->agent_id,
                                     &actor_of(f, AUTHOR)->user_id, &problem),
                     ERR_NONE);
}

static void write_row(struct fixture *f, const char *sql, int by, int on, const struct uuid *other)
{
    struct uuid id = uuid_make();
    const struct audit_event event = {.action = "user.update", .record_type = "user"};
    fixture_begin(f);
    const char *name = arena_printf(f->arena, "hash %lld", (long long)clock_now());
    (void)tokens_make(f, actor_of(f, ASKS), name, NULL, "");
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change(
        f->db, sql, db_uuid(&f->own.id), db_uuid(&id), db_uuid(&actor_of(f, on)->user_id),
        other == NULL ? db_uuid(&actor_of(f, by)->user_id) : db_uuid(other), db_time(clock_now()));
    if (err == ERR_NONE)
        err = audit_record(f->db, actor_of(f, by), &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    fixture_begin(f);
}

#define LINK(purpose, used)                                                                        \
    "INSERT INTO one_time_links (organization_id, id, user_id, purpose, token_hash, created_by, "  \
    "created_at, expires_at, used_at) SELECT $1, $2, $3, '" purpose                                \
    "', secret_hash, $4, $5, $5, " used " FROM api_token_secrets ORDER BY id DESC LIMIT 1"
#define CHANGE(kind, column)                                                                       \
    "INSERT INTO account_changes (organization_id, id, user_id, kind, " column ", changed_at) "    \
    "VALUES ($1, $2, $3, '" kind "', $4, $5)"

/* What one did to the account of the other. */
static const struct deed {
    const char *sql;
    const char *to; /* how the refusal begins if who asks did it */
    const char *by; /* … if who approves did it */
} deeds[] = {
    {LINK("invitation", "$5"), "Whoever asks invited you", "You invited whoever asks"},
    {LINK("password_reset", "NULL"), "Whoever asks made a link", "You made a link"},
    {LINK("password_reset", "$5"), "Whoever asks reset your password", "You reset the password"},
    {"INSERT INTO factor_removals (organization_id, id, user_id, removed_by, removed_at) "
     "VALUES ($1, $2, $3, $4, $5)",
     "Whoever asks removed your second factor", "You removed the second factor"},
    {CHANGE("address", "changed_by"), "Whoever asks changed your address",
     "You changed the address"},
    {CHANGE("provision", "changed_by"), "A token of whoever asks made", "Your token made"},
};

/* What lets nobody into the account of the other. */
static const char *const harmless[] = {
    LINK("invitation", "NULL"), /* nobody used it */
    "INSERT INTO one_time_links (organization_id, id, user_id, purpose, token_hash, created_by, "
    "created_at, expires_at, used_at, is_shown) SELECT $1, $2, $3, 'invitation', secret_hash, $4, "
    "$5, $5, $5, FALSE FROM api_token_secrets ORDER BY id DESC LIMIT 1", /* it went by mail alone */
};

/* ---- the table ------------------------------------------------------------------------------- */

typedef void prepare(struct side *side);

static const struct row {
    prepare *before;    /* who asks gets a token */
    prepare *after;     /* it was asked; may be NULL */
    const char *begins; /* the refusal of TIED; NULL: there is none */
} rows[] = {
    {others_token, NULL, NULL},
    {made_account, NULL, "A service account asks for this that you made"},
    {made_token, NULL, "A token that you made"},
    {shared_before, NULL, "A service account asks for this"},
    {others_token, shares_after, "A service account asks for this"},
    {rotated, NULL, "A token that you made, or gave a secret"},
    {others_token, answers_after, "A "},
    {owned_agent, NULL, "An agent asks for this that you own"},
    {owned_agent, gives_agent_away, "An agent asks for this that you own"},
};

static void check(const struct side *side, const struct uuid *id, const char *begins)
{
    bool was_offered = true;
    const char *words = NULL;
    enum err err = approve(side, TIED, id, &was_offered, &words);
    if (begins == NULL) {
        if (err != ERR_NONE)
            fail_msg("act %d: %s", (int)side->act, words);
        assert_true(was_offered);
        return;
    }
    assert_int_equal(err, ERR_DENIED);
    assert_false(was_offered || was_listed);
    if (strncmp(words, begins, strlen(begins)) != 0)
        fail_msg("“%s” instead of “%s…”", words, begins);
    assert_int_equal(approve(side, OTHER, id, &was_offered, &words), ERR_NONE);
    assert_true(was_offered);
}

static void a_token_is_of_the_side_of_everybody_behind_it(void **state)
{
    for (int act = 0; act < ACT_COUNT; act++) {
        for (size_t i = 0; i < COUNT_OF(rows); i++) {
            struct side side = {.f = *state, .act = (enum act)act};
            make_record(&side);
            rows[i].before(&side);
            struct actor actor = token_actor(side.f, &side.token);
            struct uuid id = ask(&side, &actor);
            if (rows[i].after != NULL)
                rows[i].after(&side);
            check(&side, &id, rows[i].begins);
        }
    }
}

/* In both directions, and for a week. */
static void who_could_act_as_the_other_is_one_side(void **state)
{
    struct fixture *f = *state;
    for (int act = 0; act < ACT_COUNT; act++) {
        for (size_t i = 0; i < 2 * COUNT_OF(deeds); i++) {
            const struct deed *deed = &deeds[i / 2];
            bool is_by_tied = i % 2 == 1;
            struct side side = {.f = f, .act = (enum act)act};
            make_record(&side);
            struct uuid id = ask(&side, actor_of(f, ASKS));
            write_row(f, deed->sql, is_by_tied ? TIED : ASKS, is_by_tied ? ASKS : TIED, NULL);
            check(&side, &id, is_by_tied ? deed->by : deed->to);
            clock_travel(clock_now() + (APPROVAL_SIDE_DAYS + 1) * CLOCK_DAY);
            struct side later = {.f = f, .act = (enum act)act};
            make_record(&later);
            id = ask(&later, actor_of(f, ASKS));
            check(&later, &id, NULL);
        }
    }
}

static void an_invitation_that_nobody_else_could_use_ties_nobody(void **state)
{
    struct fixture *f = *state;
    for (int act = 0; act < ACT_COUNT; act++) {
        for (size_t i = 0; i < 2 * COUNT_OF(harmless); i++) {
            struct side side = {.f = f, .act = (enum act)act};
            bool is_by_tied = i % 2 == 1;
            make_record(&side);
            struct uuid id = ask(&side, actor_of(f, ASKS));
            write_row(f, harmless[i / 2], is_by_tied ? TIED : ASKS, is_by_tied ? ASKS : TIED, NULL);
            check(&side, &id, NULL);
        }
    }
}

static void the_token_of_a_service_is_of_its_makers_side(void **state)
{
    struct fixture *f = *state;
    struct side side = {.f = f, .act = ACT_PROMPT};
    make_record(&side);
    others_token(&side);
    struct uuid id = ask(&side, actor_of(f, ASKS));
    write_row(f, CHANGE("provision", "token_id"), ASKS, TIED, &side.token.id);
    check(&side, &id, "A token of whoever asks made your account");
}

static void what_others_did_to_each_other_does_not_count(void **state)
{
    struct fixture *f = *state;
    struct side side = {.f = f, .act = ACT_AGENT};
    make_record(&side);
    struct uuid id = ask(&side, actor_of(f, ASKS));
    write_row(f, deeds[3].sql, ASKS, OTHER, NULL);
    write_row(f, deeds[3].sql, TIED, OTHER, NULL);
    check(&side, &id, NULL);
}

/* Whoever wrote it and lets a program propose it has looked at it alone. */
static void the_author_of_what_a_program_proposes_does_not_approve_it(void **state)
{
    struct fixture *f = *state;
    struct side side = {.f = f, .act = ACT_PROMPT};
    bool was_offered = true;
    const char *words = NULL;
    side.record_id = make_prompt(f, OTHER, "by program", "One");
    others_token(&side);
    struct actor actor = token_actor(f, &side.token);
    struct uuid id = ask(&side, &actor);
    assert_int_equal(approve(&side, OTHER, &id, &was_offered, &words), ERR_DENIED);
    assert_false(was_offered);
    assert_string_equal(words, "You wrote this version, and a program proposes it: another person "
                               "must decide about it.");
    assert_int_equal(approve(&side, TIED, &id, &was_offered, &words), ERR_NONE);
    side.record_id = make_prompt(f, OTHER, "by person", "One");
    id = ask(&side, actor_of(f, ASKS));
    assert_int_equal(approve(&side, OTHER, &id, &was_offered, &words), ERR_NONE);
}

/* ---- what widens ------------------------------------------------------------------------------
 */

static struct uuid propose(struct fixture *f, int who, const struct uuid *id, int64_t from,
                           int64_t to)
{
    struct uuid proposal_id;
    struct problem problem;
    struct label_change change = {*id, "production", from, to, "", .accepts_uses = false};
    fixture_begin(f);
    assert_int_equal(
        label_propose(f->db, actor_of(f, who), &agent_store, &change, &proposal_id, &problem),
        ERR_NONE);
    return proposal_id;
}

static void who_approves_what_widens_is_the_organizations_to_say(void **state)
{
    static const bool may[WIDENING_COUNT][PERSONA_COUNT] = {
        [WIDENING_MOVERS] = {[PERSONA_DEVOPS_ENGINEER] = true, [PERSONA_CUSTOMER_ADMIN] = true},
        [WIDENING_APPROVERS] = {[PERSONA_DEVOPS_ENGINEER] = true,
                                [PERSONA_PRODUCT_MANAGER] = true,
                                [PERSONA_CUSTOMER_ADMIN] = true},
        [WIDENING_ADMINS] = {[PERSONA_CUSTOMER_ADMIN] = true},
    };
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int rule = 0; rule < WIDENING_COUNT; rule++) {
        fixture_begin(f);
        assert_int_equal(widening_rule_set(f->db, admin, (enum widening)rule), ERR_NONE);
        for (int who = 0; who < PERSONA_COUNT; who++) {
            struct side side = {.f = f, .act = ACT_AGENT};
            bool was_offered = false;
            const char *words = NULL;
            side.record_id = steps_of(f, arena_printf(f->arena, "rule %d of %d", rule, who));
            struct uuid id = propose(f, PERSONA_INDIVIDUAL_DEVELOPER, &side.record_id, 0, 2);
            if (who == PERSONA_INDIVIDUAL_DEVELOPER || who == PERSONA_PLATFORM_ADMIN)
                continue;
            enum err err = approve(&side, who, &id, &was_offered, &words);
            assert_int_equal(err, may[rule][who] ? ERR_NONE : ERR_DENIED);
            assert_int_equal(was_offered, may[rule][who]);
            if (who == PERSONA_PRODUCT_MANAGER && !may[rule][who])
                assert_string_equal(words, arena_printf(f->arena, "Only %s may approve this.",
                                                        widening_rules[rule].people));
        }
    }
    assert_int_equal(fixture_count_events(f, "organization.widening", "success"), 2);
}

static void one_colleague_is_enough_for_what_does_not_widen(void **state)
{
    struct fixture *f = *state;
    static const int64_t moves[][2] = {{2, 3}, {1, 3}};
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        struct side side = {.f = f, .act = ACT_AGENT};
        bool was_offered = false;
        const char *words = NULL;
        side.record_id = steps_of(f, arena_printf(f->arena, "narrower %zu", i));
        move(f, TIED, &side.record_id, 0, moves[i][0], ERR_NONE);
        struct uuid id = propose(f, PERSONA_INDIVIDUAL_DEVELOPER, &side.record_id, moves[i][0], 3);
        assert_int_equal(approve(&side, PERSONA_INDIVIDUAL_DEVELOPER, &id, &was_offered, &words),
                         ERR_DENIED);
        assert_false(was_offered);
        assert_int_equal(approve(&side, PERSONA_ENTERPRISE_TEAM, &id, &was_offered, &words),
                         ERR_NONE);
        assert_true(was_offered);
    }
}

/* Who moves it themselves needs the right as well. */
static void nobody_goes_around_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id = steps_of(f, "around");
    fixture_begin(f);
    assert_int_equal(
        widening_rule_set(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER), WIDENING_ADMINS),
        ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(widening_rule_set(f->db, actor_of(f, TIED), WIDENING_ADMINS), ERR_NONE);
    move(f, PERSONA_DEVOPS_ENGINEER, &id, 0, 2, ERR_DENIED);
    move(f, TIED, &id, 0, 2, ERR_NONE);
    move(f, PERSONA_DEVOPS_ENGINEER, &id, 2, 3, ERR_NONE);
    move(f, PERSONA_DEVOPS_ENGINEER, &id, 3, 2, ERR_DENIED);
    assert_int_equal(fixture_count_events(f, "label.move", "refusal"), 2);
}

#define WITH_DATA(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATA(a_token_is_of_the_side_of_everybody_behind_it),
        WITH_DATA(who_could_act_as_the_other_is_one_side),
        WITH_DATA(an_invitation_that_nobody_else_could_use_ties_nobody),
        WITH_DATA(the_token_of_a_service_is_of_its_makers_side),
        WITH_DATA(what_others_did_to_each_other_does_not_count),
        WITH_DATA(the_author_of_what_a_program_proposes_does_not_approve_it),
        WITH_DATA(who_approves_what_widens_is_the_organizations_to_say),
        WITH_DATA(one_colleague_is_enough_for_what_does_not_widen),
        WITH_DATA(nobody_goes_around_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
