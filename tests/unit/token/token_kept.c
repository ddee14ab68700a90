#include "test.h"

#include "data/account/organization_state.h"
#include "data/account/user_change.h"
#include "data/token/api_token_change.h"
#include "data/token/service_account.h"
#include "data/user/user.h"
#include "fixture.h"
#include "records.h"

/* Whose token it is, is kept under the version of the content: a second use costs one small
 * question, and whatever ends a token on one node ends it on the others at the next use. */

struct nodes {
    struct fixture *f;
    struct db *other; /* as another process has it */
    struct arena *arena;
    struct api_token_made made;
    struct uuid owner_id; /* the service account or the agent */
};

static const struct fixture_user *user(const struct nodes *nodes, enum persona persona)
{
    return &nodes->f->own.users[persona];
}

static const struct actor *admin(const struct nodes *nodes)
{
    return &user(nodes, PERSONA_CUSTOMER_ADMIN)->actor;
}

static void open_nodes(struct nodes *nodes, struct fixture *f)
{
    const struct db_config config = {.url = f->database_url, .keyring = f->keyring};
    *nodes = (struct nodes){.f = f, .arena = arena_create(64 << 20)};
    assert_int_equal(db_open(&config, &nodes->other), ERR_NONE);
}

static void close_nodes(struct nodes *nodes)
{
    db_close(nodes->other);
    arena_destroy(nodes->arena);
}

static void make(struct nodes *nodes, enum token_owner owner, enum persona persona)
{
    struct problem problem;
    struct api_token_new token_new = {.owner = owner,
                                      .owner_id = nodes->owner_id,
                                      .name = "node",
                                      .scopes = SCOPE_PROMPTS_READ,
                                      .folder = "",
                                      .days = 30};
    fixture_begin(nodes->f);
    assert_int_equal(api_token_create(nodes->f->db, &user(nodes, persona)->actor, &token_new,
                                      &nodes->made, &problem),
                     ERR_NONE);
}

/* On the other node, in a request of its own. */
static enum err use(struct nodes *nodes, struct db_work *work)
{
    struct api_caller caller;
    struct uuid request_id = uuid_make();
    arena_reset(nodes->arena);
    db_begin_request(nodes->other, nodes->arena, &request_id);
    enum err err = api_token_authenticate(nodes->other, NULL, nodes->made.secret, &caller);
    *work = db_work(nodes->other);
    assert_int_equal(db_end_request(nodes->other), ERR_NONE);
    return err;
}

/* It is kept there from now on. */
static void use_twice(struct nodes *nodes)
{
    struct db_work work;
    assert_int_equal(use(nodes, &work), ERR_NONE);
    assert_int_equal(use(nodes, &work), ERR_NONE);
    assert_int_equal(work.statements, 1);
    assert_int_equal(work.trips, nodes->f->is_postgres ? 1 : 0);
    fixture_begin(nodes->f);
}

static void assert_ended(struct nodes *nodes, enum err expected)
{
    struct db_work work;
    assert_int_equal(use(nodes, &work), expected);
}

static void a_second_use_asks_for_the_version_alone(void **state)
{
    struct nodes nodes;
    struct db_work work;
    open_nodes(&nodes, *state);
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    nodes.made.secret[60] = nodes.made.secret[60] == 'a' ? 'b' : 'a';
    assert_int_equal(use(&nodes, &work), ERR_NOT_FOUND); /* each secret for itself */
    close_nodes(&nodes);
}

static void a_revocation_is_seen_at_once(void **state)
{
    struct nodes nodes;
    open_nodes(&nodes, *state);
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    assert_int_equal(api_token_revoke(nodes.f->db, admin(&nodes), &nodes.made.id), ERR_NONE);
    assert_ended(&nodes, ERR_NOT_FOUND);
    close_nodes(&nodes);
}

static void a_rotation_is_seen_at_once(void **state)
{
    struct nodes nodes;
    struct api_token token;
    struct api_token_made young;
    struct problem problem;
    open_nodes(&nodes, *state);
    const struct actor *owner = &user(&nodes, PERSONA_INDIVIDUAL_DEVELOPER)->actor;
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    assert_int_equal(api_token_get(nodes.f->db, owner, &nodes.made.id, &token), ERR_NONE);
    struct api_token_rotation rotation = {nodes.made.id, token.secret_id, 0, 90};
    assert_int_equal(api_token_rotate(nodes.f->db, owner, &rotation, &young, &problem), ERR_NONE);
    assert_ended(&nodes, ERR_NOT_FOUND);
    close_nodes(&nodes);
}

static void what_ends_the_owner_is_seen_at_once(void **state)
{
    struct nodes nodes;
    struct user found;
    struct problem problem;
    open_nodes(&nodes, *state);
    const struct fixture_user *owner = user(&nodes, PERSONA_INDIVIDUAL_DEVELOPER);
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    assert_int_equal(user_get(nodes.f->db, admin(&nodes), &owner->id, &found), ERR_NONE);
    struct user_change change = {.id = found.id,
                                 .version = found.version,
                                 .full_name = found.full_name,
                                 .email = owner->email,
                                 .persona = PERSONA_ENTERPRISE_TEAM};
    assert_int_equal(user_update(nodes.f->db, admin(&nodes), &change, &problem), ERR_NONE);
    assert_ended(&nodes, ERR_NOT_FOUND);
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    assert_int_equal(user_deactivate(nodes.f->db, admin(&nodes), &owner->id), ERR_NONE);
    assert_ended(&nodes, ERR_NOT_FOUND);
    close_nodes(&nodes);
}

static void what_ends_a_service_account_is_seen_at_once(void **state)
{
    struct nodes nodes;
    struct problem problem;
    open_nodes(&nodes, *state);
    struct service_account_new account = {.name = "deploy bot",
                                          .persona = PERSONA_INDIVIDUAL_DEVELOPER,
                                          .responsible_id =
                                              user(&nodes, PERSONA_DEVOPS_ENGINEER)->id};
    fixture_begin(nodes.f);
    assert_int_equal(
        service_account_create(nodes.f->db, admin(&nodes), &account, &nodes.owner_id, &problem),
        ERR_NONE);
    make(&nodes, TOKEN_OF_ACCOUNT, PERSONA_CUSTOMER_ADMIN);
    use_twice(&nodes);
    assert_int_equal(service_account_deactivate(nodes.f->db, admin(&nodes), &nodes.owner_id),
                     ERR_NONE);
    assert_ended(&nodes, ERR_NOT_FOUND);
    close_nodes(&nodes);
}

static void archiving_an_agent_is_seen_at_once(void **state)
{
    struct nodes nodes;
    const struct record_kind *kind = &record_kinds[RECORD_AGENT];
    open_nodes(&nodes, *state);
    fixture_begin(nodes.f);
    nodes.owner_id = records_make(
        nodes.f, kind,
        &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = "support/triage"});
    make(&nodes, TOKEN_OF_AGENT, PERSONA_DEVOPS_ENGINEER);
    use_twice(&nodes);
    records_archive(nodes.f, kind, &nodes.owner_id);
    assert_ended(&nodes, ERR_NOT_FOUND);
    close_nodes(&nodes);
}

/* By who works in another organization: whose log has the event decides whose version moves. */
static void a_suspension_is_seen_at_once(void **state)
{
    struct nodes nodes;
    struct problem problem;
    open_nodes(&nodes, *state);
    make(&nodes, TOKEN_OF_USER, PERSONA_INDIVIDUAL_DEVELOPER);
    use_twice(&nodes);
    const struct fixture_user *superuser = &nodes.f->other.users[FIXTURE_SUPERUSER];
    assert_int_equal(
        organization_suspend(nodes.f->db, &superuser->actor, &nodes.f->own.id, "unpaid", &problem),
        ERR_NONE);
    assert_ended(&nodes, ERR_DENIED);
    close_nodes(&nodes);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_second_use_asks_for_the_version_alone),
        WITH(a_revocation_is_seen_at_once),
        WITH(a_rotation_is_seen_at_once),
        WITH(what_ends_the_owner_is_seen_at_once),
        WITH(what_ends_a_service_account_is_seen_at_once),
        WITH(archiving_an_agent_is_seen_at_once),
        WITH(a_suspension_is_seen_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
