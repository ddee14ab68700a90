#include "test.h"

#include <string.h>

#include "base/err.h"
#include "domain/policy.h"

/* The table of rights once more, as prose would say it: what each persona may do to what they own,
 * to what someone else in the organization owns, and to what belongs to another organization. One
 * letter for each: '1' allowed, '0' not; personas in the order of persona_names. */
struct expectation {
    enum permission permission;
    const char *own[PERSONA_COUNT];
};

/* "own other-in-organization other-organization" */
#define NEVER      "000"
#define OWNED      "100"
#define INSIDE     "110"
#define EVERYWHERE "111"

static const struct expectation table[] = {
    {PERMISSION_SIGNED_IN, {OWNED, OWNED, OWNED, OWNED, OWNED, OWNED}},
    {PERMISSION_ACCOUNT, {OWNED, OWNED, OWNED, OWNED, OWNED, OWNED}},
    {PERMISSION_AGENT_SEE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_TEAM_SEE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_PROMPT_SEE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_SET_SEE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_SET_READ, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_SET_CREATE, {INSIDE, INSIDE, NEVER, INSIDE, INSIDE, NEVER}},
    {PERMISSION_SET_CHANGE, {OWNED, INSIDE, NEVER, INSIDE, INSIDE, NEVER}},
    {PERMISSION_SET_DELETE, {NEVER, NEVER, NEVER, OWNED, INSIDE, NEVER}},
    {PERMISSION_AGENT_READ, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_TEAM_READ, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_PROMPT_READ, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_AGENT_CREATE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_TEAM_CREATE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_PROMPT_CREATE, {INSIDE, INSIDE, NEVER, INSIDE, INSIDE, NEVER}},
    {PERMISSION_AGENT_CHANGE, {OWNED, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_TEAM_CHANGE, {OWNED, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_PROMPT_CHANGE, {OWNED, INSIDE, NEVER, INSIDE, INSIDE, NEVER}},
    {PERMISSION_AGENT_DELETE, {NEVER, NEVER, NEVER, OWNED, INSIDE, NEVER}},
    {PERMISSION_TEAM_DELETE, {NEVER, NEVER, NEVER, OWNED, INSIDE, NEVER}},
    {PERMISSION_PROMPT_DELETE, {NEVER, NEVER, NEVER, OWNED, INSIDE, NEVER}},
    {PERMISSION_LABEL_MOVE, {OWNED, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_LABEL_MOVE_PROTECTED, {NEVER, NEVER, INSIDE, NEVER, INSIDE, NEVER}},
    {PERMISSION_LABEL_PROPOSE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_LABEL_APPROVE, {NEVER, NEVER, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_LABEL_WIDEN, {NEVER, NEVER, NEVER, NEVER, INSIDE, NEVER}},
    {PERMISSION_LABEL_RULE, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_OVERRIDE_REVIEW, {NEVER, NEVER, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_TEST_RUN, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_COMMENT_ADD, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_COMMENT_DELETE, {OWNED, OWNED, OWNED, OWNED, INSIDE, NEVER}},
    {PERMISSION_IMPORT, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_EXPORT, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, NEVER}},
    {PERMISSION_USER_SEE, {INSIDE, INSIDE, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_USER_READ, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_USER_CHANGE, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_CHECK_SEE, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_SUPERUSER_GRANT, {NEVER, NEVER, NEVER, NEVER, NEVER, NEVER}},
    {PERMISSION_INVITATION_ASK, {INSIDE, INSIDE, INSIDE, INSIDE, NEVER, NEVER}},
    {PERMISSION_TOKEN_OWN, {OWNED, OWNED, OWNED, OWNED, OWNED, OWNED}},
    {PERMISSION_TOKEN_ORGANIZATION, {NEVER, NEVER, INSIDE, NEVER, INSIDE, NEVER}},
    {PERMISSION_AUDIT_SEE, {OWNED, OWNED, INSIDE, OWNED, INSIDE, INSIDE}},
    {PERMISSION_AUDIT_CONTENT, {NEVER, NEVER, INSIDE, INSIDE, INSIDE, INSIDE}},
    {PERMISSION_AUDIT_ALL, {NEVER, NEVER, INSIDE, NEVER, INSIDE, INSIDE}},
    {PERMISSION_AUDIT_EXPORT, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_WEBHOOK, {NEVER, NEVER, NEVER, NEVER, INSIDE, NEVER}},
    {PERMISSION_ENDPOINT, {NEVER, NEVER, NEVER, NEVER, INSIDE, NEVER}},
    {PERMISSION_RETENTION, {NEVER, NEVER, NEVER, NEVER, INSIDE, INSIDE}},
    {PERMISSION_ORGANIZATION_RENAME, {NEVER, NEVER, NEVER, NEVER, INSIDE, EVERYWHERE}},
    {PERMISSION_ORGANIZATION_CREATE, {NEVER, NEVER, NEVER, NEVER, NEVER, EVERYWHERE}},
    {PERMISSION_ORGANIZATION_SUSPEND, {NEVER, NEVER, NEVER, NEVER, NEVER, EVERYWHERE}},
    {PERMISSION_ORGANIZATION_ENTER, {NEVER, NEVER, NEVER, NEVER, NEVER, EVERYWHERE}},
};

static const struct uuid me = {{1}};
static const struct uuid home = {{3}};
static const struct uuid elsewhere = {{4}};

static struct actor actor_of(int persona)
{
    return (struct actor){.kind = ACTOR_USER,
                          .user_id = me,
                          .organization_id = home,
                          .home_organization_id = home,
                          .persona = (enum persona)persona,
                          .is_active = true};
}

static const struct policy_target targets[] = {
    {{{3}}, {{1}}, NULL}, /* mine */
    {{{3}}, {{2}}, NULL}, /* a colleague's */
    {{{4}}, {{2}}, NULL}, /* another organization's */
};

static void the_policy_allows_what_the_table_says(void **state)
{
    (void)state;
    for (size_t row = 0; row < COUNT_OF(table); row++) {
        for (int persona = 0; persona < PERSONA_COUNT; persona++) {
            struct actor actor = actor_of(persona);
            const char *expected = table[row].own[persona];
            for (size_t i = 0; i < COUNT_OF(targets); i++) {
                bool is_allowed = policy_allows(&actor, table[row].permission, &targets[i]);
                if (is_allowed != (expected[i] == '1'))
                    fail_msg("permission %d, %s, target %zu: %d", (int)table[row].permission,
                             persona_names[persona], i, is_allowed);
            }
            assert_int_equal(policy_allows_some(&actor, table[row].permission),
                             strcmp(expected, NEVER) != 0);
        }
    }
    /* every permission but "public" is in the table above */
    assert_int_equal(COUNT_OF(table), PERMISSION_COUNT - 1);
}

static void owning_a_record_opens_nothing_in_another_organization(void **state)
{
    (void)state;
    /* the owner's id alone opens nothing in another organization */
    struct policy_target target = {elsewhere, me, NULL};
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        struct actor actor = actor_of(persona);
        for (int permission = PERMISSION_SIGNED_IN; permission < PERMISSION_COUNT; permission++)
            assert_false(policy_allows(&actor, (enum permission)permission, &target));
    }
}

/* Rights that are not about what is in an organization. */
static bool is_about_none(enum permission permission)
{
    return permission == PERMISSION_PUBLIC || permission == PERMISSION_ORGANIZATION_CREATE ||
           permission == PERMISSION_ORGANIZATION_SUSPEND ||
           permission == PERMISSION_ORGANIZATION_RENAME ||
           permission == PERMISSION_ORGANIZATION_ENTER;
}

static void superusers_stay_inside_and_commands_do_not(void **state)
{
    (void)state;
    struct actor superuser = actor_of(PERSONA_INDIVIDUAL_DEVELOPER);
    superuser.is_superuser = true;
    struct actor command = {.kind = ACTOR_COMMAND, .is_active = true};
    for (int permission = 0; permission < PERMISSION_COUNT; permission++) {
        for (size_t i = 0; i < COUNT_OF(targets); i++) {
            bool is_here = uuid_equal(&targets[i].organization_id, &home);
            assert_int_equal(policy_allows(&superuser, (enum permission)permission, &targets[i]),
                             is_here || is_about_none((enum permission)permission));
            assert_true(policy_allows(&command, (enum permission)permission, &targets[i]));
        }
    }
    assert_true(policy_is_outside(&superuser, &elsewhere));
    assert_false(policy_is_outside(&superuser, &home));
    assert_false(policy_is_outside(&command, &home));
}

static void inactive_people_and_nobody_may_do_nothing(void **state)
{
    (void)state;
    struct actor actor = actor_of(PERSONA_PLATFORM_ADMIN);
    actor.is_superuser = true;
    actor.is_active = false;
    for (int permission = PERMISSION_SIGNED_IN; permission < PERMISSION_COUNT; permission++) {
        assert_false(policy_allows(&actor, (enum permission)permission, &targets[0]));
        assert_false(policy_allows_some(&actor, (enum permission)permission));
        assert_false(policy_allows_some(NULL, (enum permission)permission));
    }
    assert_true(policy_allows_some(NULL, PERMISSION_PUBLIC));
    assert_false(policy_allows_grant(&actor, PERSONA_INDIVIDUAL_DEVELOPER, false));
}

static void a_check_hides_what_cannot_be_seen(void **state)
{
    (void)state;
    struct actor developer = actor_of(PERSONA_INDIVIDUAL_DEVELOPER);
    assert_int_equal(
        policy_check(&developer, PERMISSION_PROMPT_CHANGE, PERMISSION_PROMPT_SEE, &targets[0]),
        ERR_NONE);
    assert_int_equal(
        policy_check(&developer, PERMISSION_PROMPT_CHANGE, PERMISSION_PROMPT_SEE, &targets[1]),
        ERR_DENIED);
    assert_int_equal(
        policy_check(&developer, PERMISSION_PROMPT_CHANGE, PERMISSION_PROMPT_SEE, &targets[2]),
        ERR_NOT_FOUND);
}

static void nobody_grants_more_than_they_have(void **state)
{
    (void)state;
    struct actor customer_admin = actor_of(PERSONA_CUSTOMER_ADMIN);
    struct actor platform_admin = actor_of(PERSONA_PLATFORM_ADMIN);
    struct actor superuser = actor_of(PERSONA_CUSTOMER_ADMIN);
    superuser.is_superuser = true;
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        bool is_platform = persona == PERSONA_PLATFORM_ADMIN;
        assert_int_equal(policy_allows_grant(&customer_admin, (enum persona)persona, false),
                         !is_platform);
        assert_true(policy_allows_grant(&platform_admin, (enum persona)persona, false));
        assert_false(policy_allows_grant(&customer_admin, (enum persona)persona, true));
        assert_false(policy_allows_grant(&platform_admin, (enum persona)persona, true));
        assert_true(policy_allows_grant(&superuser, (enum persona)persona, true));
    }
}

static void persona_names_are_parsed_exactly(void **state)
{
    (void)state;
    for (int i = 0; i < PERSONA_COUNT; i++) {
        enum persona persona = PERSONA_COUNT;
        assert_int_equal(persona_parse(persona_names[i], &persona), ERR_NONE);
        assert_int_equal(persona, i);
    }
    enum persona persona = PERSONA_COUNT;
    assert_int_equal(persona_parse("product manager", &persona), ERR_INVALID);
    assert_int_equal(persona_parse("", &persona), ERR_INVALID);
    assert_null(persona_names[PERSONA_COUNT]);
}

/* Whoever has entered another organization reaches all of it and nothing else, not even what is at
 * home; and creates nothing there, for want of an owner. */
static void whoever_entered_has_the_rights_of_their_persona(void **state)
{
    (void)state;
    struct actor inside[] = {actor_of(PERSONA_PLATFORM_ADMIN), actor_of(PERSONA_CUSTOMER_ADMIN)};
    inside[1].is_superuser = true;
    for (size_t i = 0; i < COUNT_OF(inside); i++) {
        inside[i].organization_id = elsewhere;
        const struct actor *actor = &inside[i];
        for (int permission = PERMISSION_SIGNED_IN; permission < PERMISSION_COUNT; permission++)
            assert_int_equal(policy_allows(actor, (enum permission)permission, &targets[0]),
                             is_about_none((enum permission)permission));
        assert_true(policy_allows(actor, PERMISSION_PROMPT_SEE, &targets[2]));
        assert_true(policy_allows(actor, PERMISSION_USER_CHANGE, &targets[2]));
        assert_int_equal(policy_allows(actor, PERMISSION_PROMPT_CHANGE, &targets[2]), i == 1);
        assert_int_equal(policy_allows(actor, PERMISSION_EXPORT, &targets[2]), i == 1);
        static const enum permission creations[] = {PERMISSION_PROMPT_CREATE,
                                                    PERMISSION_AGENT_CREATE, PERMISSION_TEAM_CREATE,
                                                    PERMISSION_IMPORT, PERMISSION_TEST_RUN};
        for (size_t j = 0; j < COUNT_OF(creations); j++) {
            assert_false(policy_allows(actor, creations[j], &targets[2]));
            assert_false(policy_allows_some(actor, creations[j]));
        }
        assert_true(policy_is_outside(actor, &elsewhere));
        assert_false(policy_is_outside(actor, &home));
    }
}

static void admins_have_short_sessions(void **state)
{
    (void)state;
    assert_true(persona_is_admin(PERSONA_CUSTOMER_ADMIN));
    assert_true(persona_is_admin(PERSONA_PLATFORM_ADMIN));
    assert_false(persona_is_admin(PERSONA_PRODUCT_MANAGER));
}

/* ---- tokens ------------------------------------------------------------------------------- */

/* Of each right the scopes that give it, in the order of token_scopes: prompts read and write,
 * labels, agents read and write, audit, import and export, runs, rules, provisioning. Every other
 * right is a person's. */
static const struct {
    enum permission permission;
    const char *scopes;
} scope_table[] = {
    {PERMISSION_SIGNED_IN, "xxxxxxxxx."},       {PERMISSION_USER_SEE, "xxxxxxxxxx"},
    {PERMISSION_USER_READ, ".........x"},       {PERMISSION_USER_CHANGE, ".........x"},
    {PERMISSION_PROMPT_SEE, "xx........"},      {PERMISSION_PROMPT_READ, "xx........"},
    {PERMISSION_PROMPT_CREATE, ".x........"},   {PERMISSION_PROMPT_CHANGE, ".x........"},
    {PERMISSION_PROMPT_DELETE, ".x........"},   {PERMISSION_SET_SEE, "xx........"},
    {PERMISSION_SET_READ, "xx........"},        {PERMISSION_SET_CREATE, ".x........"},
    {PERMISSION_SET_CHANGE, ".x........"},      {PERMISSION_SET_DELETE, ".x........"},
    {PERMISSION_AGENT_SEE, "...xx....."},       {PERMISSION_AGENT_READ, "...xx....."},
    {PERMISSION_AGENT_CREATE, "....x....."},    {PERMISSION_AGENT_CHANGE, "....x....."},
    {PERMISSION_AGENT_DELETE, "....x....."},    {PERMISSION_TEAM_SEE, "...xx....."},
    {PERMISSION_TEAM_READ, "...xx....."},       {PERMISSION_TEAM_CREATE, "....x....."},
    {PERMISSION_TEAM_CHANGE, "....x....."},     {PERMISSION_TEAM_DELETE, "....x....."},
    {PERMISSION_LABEL_MOVE, "..x......."},      {PERMISSION_LABEL_MOVE_PROTECTED, "..x......."},
    {PERMISSION_LABEL_PROPOSE, "..x......."},   {PERMISSION_COMMENT_ADD, ".x..x....."},
    {PERMISSION_COMMENT_DELETE, ".x..x....."},  {PERMISSION_IMPORT, "......x..."},
    {PERMISSION_EXPORT, "......x..."},          {PERMISSION_AUDIT_SEE, ".....x...."},
    {PERMISSION_AUDIT_CONTENT, ".....x...."},   {PERMISSION_AUDIT_ALL, ".....x...."},
    {PERMISSION_TEST_RUN, ".......x.."},        {PERMISSION_LABEL_RULE, "........x."},
    {PERMISSION_OVERRIDE_REVIEW, "........x."}, {PERMISSION_AUDIT_EXPORT, ".....x...."},
};

static bool gives(unsigned scope, enum permission permission)
{
    for (size_t i = 0; i < COUNT_OF(scope_table); i++)
        for (int at = 0; at < TOKEN_SCOPE_COUNT; at++)
            if (scope_table[i].permission == permission && token_scopes[at].scope == scope)
                return scope_table[i].scopes[at] == 'x';
    return false;
}

/* Each persona, scope, right and owner: what both give, and nothing besides. */
static void a_token_may_do_what_scope_and_persona_both_give(void **state)
{
    (void)state;
    for (int persona = 0; persona < PERSONA_COUNT; persona++)
        for (int at = 0; at < TOKEN_SCOPE_COUNT; at++)
            for (int p = PERMISSION_PUBLIC + 1; p < PERMISSION_COUNT; p++)
                for (size_t t = 0; t < COUNT_OF(targets); t++) {
                    struct actor_token token = {.name = "x", .scopes = token_scopes[at].scope};
                    struct actor person = actor_of(persona), program = person;
                    program.kind = ACTOR_TOKEN;
                    program.token = &token;
                    program.is_superuser = true; /* which no token is */
                    enum permission permission = (enum permission)p;
                    assert_int_equal(policy_allows(&program, permission, &targets[t]),
                                     gives(token.scopes, permission) &&
                                         policy_allows(&person, permission, &targets[t]));
                }
}

static void a_token_of_a_folder_reaches_nothing_else(void **state)
{
    (void)state;
    struct actor_token token = {.name = "x", .scopes = SCOPE_ALL, .folder = "support"};
    struct actor program = actor_of(PERSONA_CUSTOMER_ADMIN);
    program.kind = ACTOR_TOKEN;
    program.token = &token;
    static const char *const inside[] = {"support", "support/billing"};
    static const char *const outside[] = {"", "supporters", "sup", "other/support", NULL};
    for (int p = PERMISSION_PUBLIC + 1; p < PERMISSION_COUNT; p++) {
        enum permission permission = (enum permission)p;
        struct policy_target target = {home, me, NULL};
        bool is_of_records =
            permission != PERMISSION_SIGNED_IN && permission != PERMISSION_USER_SEE;
        for (size_t i = 0; i < COUNT_OF(outside) && is_of_records; i++) {
            target.folder = outside[i];
            assert_false(policy_allows(&program, permission, &target));
        }
        for (size_t i = 0; i < COUNT_OF(inside); i++) {
            target.folder = inside[i];
            assert_int_equal(policy_allows(&program, permission, &target),
                             policy_allows_some(&program, permission));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_policy_allows_what_the_table_says),
        cmocka_unit_test(owning_a_record_opens_nothing_in_another_organization),
        cmocka_unit_test(superusers_stay_inside_and_commands_do_not),
        cmocka_unit_test(inactive_people_and_nobody_may_do_nothing),
        cmocka_unit_test(a_check_hides_what_cannot_be_seen),
        cmocka_unit_test(nobody_grants_more_than_they_have),
        cmocka_unit_test(persona_names_are_parsed_exactly),
        cmocka_unit_test(whoever_entered_has_the_rights_of_their_persona),
        cmocka_unit_test(admins_have_short_sessions),
        cmocka_unit_test(a_token_may_do_what_scope_and_persona_both_give),
        cmocka_unit_test(a_token_of_a_folder_reaches_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
