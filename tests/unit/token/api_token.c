#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/organization_state.h"
#include "data/account/user_change.h"
#include "data/account/user_hand_over.h"
#include "data/listing/record_list.h"
#include "data/token/api_token_change.h"
#include "data/token/api_token_use.h"
#include "data/token/service_account.h"
#include "data/user/user.h"
#include "fixture.h"
#include "records.h"

/* A secret is good for what its scopes and its owner's persona both allow, until anything ends it:
 * at the next request. */

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

static const struct fixture_user *engineer(struct fixture *f)
{
    return &f->own.users[PERSONA_DEVOPS_ENGINEER];
}

static enum err try_make(struct fixture *f, const struct actor *actor,
                         const struct api_token_new *token_new, struct api_token_made *made)
{
    struct problem problem;
    fixture_begin(f);
    return api_token_create(f->db, actor, token_new, made, &problem);
}

static struct api_token_made make(struct fixture *f, const struct fixture_user *user,
                                  unsigned scopes)
{
    struct api_token_made made;
    struct api_token_new token_new = {.name = "laptop", .scopes = scopes, .folder = "", .days = 30};
    assert_int_equal(try_make(f, &user->actor, &token_new, &made), ERR_NONE);
    return made;
}

static enum err present(struct fixture *f, const char *public_key, const char *secret,
                        struct api_caller *caller)
{
    fixture_begin(f);
    return api_token_authenticate(f->db, public_key, secret, caller);
}

static void assert_good(struct fixture *f, const struct api_token_made *made)
{
    struct api_caller caller;
    assert_int_equal(present(f, NULL, made->secret, &caller), ERR_NONE);
}

static void assert_refused(struct fixture *f, const struct api_token_made *made)
{
    struct api_caller caller;
    assert_int_equal(present(f, NULL, made->secret, &caller), ERR_NOT_FOUND);
}

static struct uuid make_account(struct fixture *f, enum persona persona)
{
    struct uuid id;
    struct problem problem;
    struct service_account_new account = {
        .name = "deploy bot", .persona = persona, .responsible_id = engineer(f)->id};
    fixture_begin(f);
    assert_int_equal(service_account_create(f->db, &admin(f)->actor, &account, &id, &problem),
                     ERR_NONE);
    return id;
}

static struct api_token_made make_for(struct fixture *f, const struct fixture_user *user,
                                      enum token_owner owner, const struct uuid *owner_id)
{
    struct api_token_made made;
    struct api_token_new token_new = {.owner = owner,
                                      .owner_id = *owner_id,
                                      .name = "production",
                                      .scopes = SCOPE_PROMPTS_READ | SCOPE_PROMPTS_WRITE,
                                      .folder = "",
                                      .days = 30};
    assert_int_equal(try_make(f, &user->actor, &token_new, &made), ERR_NONE);
    return made;
}

static struct uuid make_agent(struct fixture *f)
{
    fixture_begin(f);
    return records_make(
        f, &record_kinds[RECORD_AGENT],
        &(struct record_made){.persona = PERSONA_CUSTOMER_ADMIN, .name = "support/triage"});
}

/* ---- who is it ---------------------------------------------------------------------------- */

static void a_secret_is_its_owner_with_its_scopes(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    assert_int_equal(strlen(made.secret), 91);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    assert_true(caller.actor.kind == ACTOR_TOKEN && caller.actor.is_active);
    assert_true(uuid_equal(&caller.actor.user_id, &developer(f)->id));
    assert_true(uuid_equal(&caller.actor.organization_id, &f->own.id));
    assert_true(uuid_equal(&caller.actor.token->id, &made.id));
    assert_string_equal(caller.actor.token->name, "laptop");
    assert_string_equal(caller.organization_name, f->own.name);
    assert_int_equal(caller.actor.token->scopes, SCOPE_PROMPTS_READ);
    assert_true(policy_allows_some(&caller.actor, PERMISSION_PROMPT_READ));
    assert_false(policy_allows_some(&caller.actor, PERMISSION_PROMPT_CHANGE));
    assert_false(policy_allows_some(&caller.actor, PERMISSION_AGENT_SEE));
    assert_false(policy_allows_some(&caller.actor, PERMISSION_ACCOUNT));
    assert_int_equal(present(f, made.public_key, made.secret, &caller), ERR_NONE);
}

static void a_public_key_must_be_of_the_same_token(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct api_token_made one = make(f, developer(f), SCOPE_PROMPTS_READ);
    struct api_token_made two = make(f, developer(f), SCOPE_PROMPTS_READ);
    struct api_token_made other = make(f, &f->other.users[0], SCOPE_PROMPTS_READ);
    assert_int_equal(present(f, two.public_key, one.secret, &caller), ERR_NOT_FOUND);
    assert_int_equal(present(f, other.public_key, one.secret, &caller), ERR_NOT_FOUND);
    assert_int_equal(present(f, one.secret, one.secret, &caller), ERR_NOT_FOUND);
    assert_int_equal(present(f, "", one.secret, &caller), ERR_NOT_FOUND);
}

static void hostile_secrets_find_nothing(void **state)
{
    struct fixture *f = *state;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    struct api_token_made other = make(f, &f->other.users[0], SCOPE_PROMPTS_READ);
    struct api_token_made changed = made;
    for (size_t i = 0; i < strlen(made.secret); i++) { /* each character changed */
        changed.secret[i] = made.secret[i] == 'a' ? 'b' : 'a';
        assert_refused(f, &changed);
        changed.secret[i] = made.secret[i];
    }
    for (size_t len = 0; len < strlen(made.secret); len += 7) { /* truncated */
        changed = made;
        changed.secret[len] = '\0';
        assert_refused(f, &changed);
    }
    changed = made; /* another organization's id, with its own check */
    memcpy(changed.secret, other.secret, 40);
    assert_refused(f, &changed);
    struct api_caller caller;
    char *huge = arena_alloc(f->arena, 100000);
    memset(huge, 'a', 99999);
    memcpy(huge, made.secret, strlen(made.secret));
    huge[99999] = '\0';
    assert_int_equal(api_token_authenticate(f->db, NULL, huge, &caller), ERR_NOT_FOUND);
    assert_good(f, &made);
}

static void a_secret_is_stored_as_a_keyed_hash(void **state)
{
    struct fixture *f = *state;
    struct db_result row;
    uint8_t plain[HASH_LEN];
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    sha256(made.secret, strlen(made.secret), plain);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(db_select(f->db, &row,
                               "SELECT secret_hash, prefix FROM api_token_secrets "
                               "WHERE token_id = $1",
                               db_uuid(&made.id)),
                     ERR_NONE);
    struct text hash = db_get_bytes(&row, 0, 0);
    assert_int_equal(hash.len, HASH_LEN);
    assert_memory_not_equal(hash.data, plain, HASH_LEN);
    assert_null(memmem(hash.data, hash.len, made.secret + 40, 8));
    assert_string_equal(db_get_text(&row, 0, 1), arena_copy(f->arena, made.secret + 40, 6));
}

/* ---- what ends it ------------------------------------------------------------------------- */

static void a_revoked_token_is_refused_and_counted(void **state)
{
    struct fixture *f = *state;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    assert_good(f, &made);
    assert_int_equal(api_token_revoke(f->db, &developer(f)->actor, &made.id), ERR_NONE);
    assert_int_equal(api_token_revoke(f->db, &developer(f)->actor, &made.id), ERR_NONE);
    clock_travel(clock_now() / CLOCK_MINUTE * CLOCK_MINUTE);
    for (int i = 0; i < 5; i++)
        assert_refused(f, &made);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "token.revoke", "success"), 1);
    assert_int_equal(fixture_count_events(f, "token.refuse", "refusal"), 5);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE record_id = $1 "
                                   "AND action = 'token.refuse'",
                                   &made.id),
                     1);
    clock_travel(0);
}

static void a_token_expires(void **state)
{
    struct fixture *f = *state;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    int64_t now = clock_now();
    clock_travel(now + 30 * CLOCK_DAY - CLOCK_MINUTE);
    assert_good(f, &made);
    clock_travel(now + 30 * CLOCK_DAY + CLOCK_MINUTE);
    assert_refused(f, &made);
    clock_travel(0);
}

static void a_change_of_the_owner_ends_it(void **state)
{
    struct fixture *f = *state;
    struct user user;
    struct problem problem;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    assert_int_equal(user_get(f->db, &admin(f)->actor, &developer(f)->id, &user), ERR_NONE);
    struct user_change change = {.id = user.id,
                                 .version = user.version,
                                 .full_name = user.full_name,
                                 .email = developer(f)->email,
                                 .persona = PERSONA_ENTERPRISE_TEAM};
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_NONE);
    assert_refused(f, &made);
    struct api_token_made again = make(f, developer(f), SCOPE_PROMPTS_READ);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_refused(f, &again);
    fixture_begin(f);
    assert_int_equal(user_activate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_refused(f, &again);
}

static void suspend(struct fixture *f)
{
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change(f->db, "UPDATE organizations SET suspended_at = $1 WHERE id = $2",
                               db_time(clock_now()), db_uuid(&f->own.id)),
                     ERR_NONE);
    struct audit_event event = {.action = "organization.suspend",
                                .record_type = "organization",
                                .organization_id = f->own.id};
    assert_int_equal(db_finish(f->db, audit_record(f->db, &f->command, &event)), ERR_NONE);
}

static void a_suspended_organization_is_said(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    suspend(f);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_DENIED);
}

/* ---- rotation ----------------------------------------------------------------------------- */

static enum err rotate(struct fixture *f, const struct actor *actor, const struct uuid *id,
                       int64_t overlap, struct api_token_made *made)
{
    struct api_token token;
    struct problem problem;
    fixture_begin(f);
    enum err err = api_token_get(f->db, actor, id, &token);
    struct api_token_rotation rotation = {*id, token.secret_id, overlap, 90};
    return err == ERR_NONE ? api_token_rotate(f->db, actor, &rotation, made, &problem) : err;
}

static void two_secrets_are_good_for_the_overlap(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = &developer(f)->actor;
    struct api_token_made old = make(f, developer(f), SCOPE_PROMPTS_READ);
    struct api_token_made young;
    struct api_token_made youngest;
    int64_t now = clock_now();
    assert_int_equal(rotate(f, actor, &old.id, CLOCK_HOUR, &young), ERR_NONE);
    assert_string_equal(old.public_key, young.public_key);
    assert_good(f, &old);
    assert_good(f, &young);
    clock_travel(now + CLOCK_HOUR + CLOCK_MINUTE);
    assert_refused(f, &old);
    assert_good(f, &young);
    clock_travel(now + 60 * CLOCK_DAY); /* it has a later end */
    assert_good(f, &young);
    assert_int_equal(rotate(f, actor, &old.id, 0, &youngest), ERR_NONE);
    assert_refused(f, &young);
    assert_good(f, &youngest);
    clock_travel(0);
}

static void a_stopped_token_takes_its_old_secret_along(void **state)
{
    struct fixture *f = *state;
    struct api_token_made young;
    struct api_token_made old = make(f, developer(f), SCOPE_PROMPTS_READ);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(user_activate(f->db, &admin(f)->actor, &developer(f)->id), ERR_NONE);
    assert_refused(f, &old);
    assert_int_equal(rotate(f, &developer(f)->actor, &old.id, CLOCK_DAY, &young), ERR_NONE);
    assert_good(f, &young);
    assert_refused(f, &old);
}

static enum err rotate_at_once(struct fixture *f, int index, void *context)
{
    const struct api_token_rotation *rotation = context;
    struct api_token_made made;
    struct problem problem;
    (void)index;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return api_token_rotate(f->db, &developer(f)->actor, rotation, &made, &problem);
}

static void of_many_rotations_at_once_one_wins(void **state)
{
    enum { COUNT = 4 };
    struct fixture *f = *state;
    enum err results[COUNT];
    struct api_token token;
    int won = 0;
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    assert_int_equal(api_token_get(f->db, &developer(f)->actor, &made.id, &token), ERR_NONE);
    struct api_token_rotation rotation = {made.id, token.secret_id, CLOCK_DAY, 90};
    fixture_race(f, COUNT, rotate_at_once, &rotation, results);
    for (int i = 0; i < COUNT; i++)
        won += results[i] == ERR_NONE;
    assert_int_equal(won, 1);
    fixture_begin(f);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM api_token_secrets WHERE token_id = $1", &made.id),
        2);
}

/* ---- owners ------------------------------------------------------------------------------- */

static void a_service_account_has_its_own_persona(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct uuid id = make_account(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct api_token_made made = make_for(f, admin(f), TOKEN_OF_ACCOUNT, &id);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    assert_int_equal(caller.actor.persona, PERSONA_INDIVIDUAL_DEVELOPER);
    assert_string_equal(caller.actor.token->owner_name, "deploy bot");
    assert_true(uuid_equal(&caller.actor.user_id, &engineer(f)->id)); /* who answers for it */
    /* who may not create prompts gets no secret of one that may */
    struct api_token_made stolen;
    struct api_token_new token_new = {.owner = TOKEN_OF_ACCOUNT,
                                      .owner_id = id,
                                      .name = "x",
                                      .scopes = SCOPE_PROMPTS_WRITE,
                                      .folder = "",
                                      .days = 1};
    assert_int_equal(try_make(f, &engineer(f)->actor, &token_new, &stolen), ERR_DENIED);
    assert_int_equal(rotate(f, &engineer(f)->actor, &made.id, 0, &stolen), ERR_DENIED);
    assert_int_equal(try_make(f, &developer(f)->actor, &token_new, &stolen), ERR_NOT_FOUND);
    /* the person leaves: it goes on, and another one answers for it */
    fixture_begin(f);
    int64_t moved = 0;
    struct user_hand_over move = {engineer(f)->id, admin(f)->id, true};
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &move, &moved), ERR_NONE);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    assert_true(uuid_equal(&caller.actor.user_id, &admin(f)->id));
    assert_int_equal(service_account_deactivate(f->db, &admin(f)->actor, &id), ERR_NONE);
    assert_refused(f, &made);
}

static void an_agent_may_do_what_its_person_may(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct uuid id = make_agent(f);
    struct api_token_made made = make_for(f, engineer(f), TOKEN_OF_AGENT, &id);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    assert_int_equal(caller.actor.persona, PERSONA_DEVOPS_ENGINEER);
    assert_string_equal(caller.actor.token->owner_name, "support/triage");
    records_archive(f, &record_kinds[RECORD_AGENT], &id);
    assert_refused(f, &made);
}

static void the_person_of_an_agent_leaves(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f);
    struct api_token_made made = make_for(f, engineer(f), TOKEN_OF_AGENT, &id);
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &engineer(f)->id), ERR_NONE);
    assert_refused(f, &made);
}

/* ---- lists -------------------------------------------------------------------------------- */

static int list_count(struct fixture *f, const struct fixture_user *user, enum token_filter_by by)
{
    struct api_token_list list;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, user->actor.organization_id});
    enum err err = api_token_list(f->db, &user->actor,
                                  &(struct api_token_filter){.by = by, .cursor = ""}, &list);
    return err == ERR_NONE ? list.count : -1;
}

static void each_sees_the_tokens_that_they_may_manage(void **state)
{
    struct fixture *f = *state;
    struct uuid account = make_account(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct api_token_made own = make(f, developer(f), SCOPE_PROMPTS_READ);
    struct api_token_made bot = make_for(f, admin(f), TOKEN_OF_ACCOUNT, &account);
    assert_int_equal(list_count(f, developer(f), TOKENS_OWN), 1);
    assert_int_equal(list_count(f, developer(f), TOKENS_ORGANIZATION), -1);
    assert_int_equal(list_count(f, engineer(f), TOKENS_OWN), 1); /* that they answer for */
    assert_int_equal(list_count(f, engineer(f), TOKENS_ORGANIZATION), 1);
    assert_int_equal(list_count(f, admin(f), TOKENS_ORGANIZATION), 2);
    assert_int_equal(list_count(f, &f->other.users[PERSONA_CUSTOMER_ADMIN], TOKENS_ORGANIZATION),
                     0);
    const struct actor *stranger = &f->own.users[PERSONA_PRODUCT_MANAGER].actor;
    fixture_begin(f);
    assert_int_equal(api_token_revoke(f->db, stranger, &own.id), ERR_NOT_FOUND);
    assert_int_equal(api_token_revoke(f->db, stranger, &bot.id), ERR_NOT_FOUND);
    assert_int_equal(api_token_revoke(f->db, &engineer(f)->actor, &own.id), ERR_NOT_FOUND);
    assert_int_equal(
        api_token_revoke(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &own.id),
        ERR_NOT_FOUND);
    assert_int_equal(api_token_revoke(f->db, &admin(f)->actor, &own.id), ERR_NONE);
    assert_refused(f, &own);
    assert_good(f, &bot);
}

static void what_ends_soon_is_for_owner_and_responsible(void **state)
{
    struct fixture *f = *state;
    struct uuid account = make_account(f, PERSONA_INDIVIDUAL_DEVELOPER);
    (void)make(f, developer(f), SCOPE_PROMPTS_READ);
    (void)make_for(f, admin(f), TOKEN_OF_ACCOUNT, &account);
    assert_int_equal(list_count(f, developer(f), TOKENS_ENDING), 0);
    clock_travel(clock_now() + 17 * CLOCK_DAY);
    assert_int_equal(list_count(f, developer(f), TOKENS_ENDING), 1);
    assert_int_equal(list_count(f, engineer(f), TOKENS_ENDING), 1);
    assert_int_equal(list_count(f, admin(f), TOKENS_ENDING), 0);
    clock_travel(0);
}

static void use_is_written_once_a_minute(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct api_token token;
    struct api_token_uses *uses = api_token_uses_create();
    struct api_token_made made = make(f, developer(f), SCOPE_PROMPTS_READ);
    int64_t now = clock_now();
    clock_travel(now);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    assert_false(api_token_uses_due(uses));
    api_token_uses_note(uses, &caller);
    assert_true(api_token_uses_due(uses));
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    api_token_uses_write(uses, f->db, f->arena);
    fixture_begin(f);
    assert_int_equal(api_token_get(f->db, &developer(f)->actor, &made.id, &token), ERR_NONE);
    assert_in_range(token.last_used_at, now, now + CLOCK_MINUTE / 2);
    clock_travel(now + CLOCK_MINUTE / 2);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    api_token_uses_note(uses, &caller);
    assert_false(api_token_uses_due(uses)); /* within the minute */
    clock_travel(now + 2 * CLOCK_MINUTE);
    assert_true(api_token_uses_due(uses));
    clock_travel(0);
}

/* ---- folders ------------------------------------------------------------------------------ */

#define OUTSIDE "@@@prompt:name=supporters/other@@@"

static void a_folder_is_all_that_a_token_of_it_sees(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct prompt prompt;
    struct record_list list;
    struct record_saved saved;
    struct problem problem;
    const struct record_kind *kind = &record_kinds[RECORD_PROMPT];
    fixture_begin(f);
    struct uuid in =
        records_make(f, kind, &(struct record_made){.persona = 0, .name = "support/refund"});
    struct uuid out =
        records_make(f, kind, &(struct record_made){.persona = 0, .name = "supporters/other"});
    struct api_token_made made;
    struct api_token_new token_new = {.name = "support",
                                      .scopes = SCOPE_PROMPTS_READ | SCOPE_PROMPTS_WRITE,
                                      .folder = "support",
                                      .days = 30};
    assert_int_equal(try_make(f, &developer(f)->actor, &token_new, &made), ERR_NONE);
    assert_int_equal(present(f, NULL, made.secret, &caller), ERR_NONE);
    const struct actor *bot = &caller.actor;
    assert_int_equal(
        record_load(f->db, bot, &prompt_store, &in, PERMISSION_PROMPT_READ, RECORD_WHOLE, &prompt),
        ERR_NONE);
    assert_int_equal(
        record_load(f->db, bot, &prompt_store, &out, PERMISSION_PROMPT_READ, RECORD_WHOLE, &prompt),
        ERR_NOT_FOUND);
    assert_int_equal(prompt_get_by_name(f->db, bot, "supporters/other", &prompt), ERR_NOT_FOUND);
    assert_int_equal(prompt_get_by_name(f->db, bot, "support/refund", &prompt), ERR_NONE);
    struct record_filter filter = {.limit = 10};
    assert_int_equal(record_list(f->db, bot, kind, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    filter.folder = "supporters";
    assert_int_equal(record_list(f->db, bot, kind, &filter, &list), ERR_NOT_FOUND);
    struct prompt_draft draft = {.body = {"hello", 5}, .settings = ""};
    draft.name = "elsewhere/new";
    draft.description = draft.tags = draft.message = "";
    assert_int_equal(prompt_create(f->db, bot, &draft, &saved, &problem), ERR_DENIED);
    draft.name = "support/new";
    assert_int_equal(prompt_create(f->db, bot, &draft, &saved, &problem), ERR_NONE);
    draft.id = saved.id;
    draft.based_on_revision = saved.revision;
    draft.name = "elsewhere/new";
    assert_int_equal(prompt_update(f->db, bot, &draft, &saved, &problem), ERR_DENIED);
    draft.name = "support/new"; /* what it uses would be read with it */
    draft.body = (struct text){OUTSIDE, strlen(OUTSIDE)};
    assert_int_equal(prompt_update(f->db, bot, &draft, &saved, &problem), ERR_DENIED);
    draft.body = (struct text){"hello", 5};
    draft.name = "support/below/new";
    assert_int_equal(prompt_update(f->db, bot, &draft, &saved, &problem), ERR_NONE);
    token_new.scopes |= SCOPE_AUDIT_READ;
    assert_int_equal(try_make(f, &developer(f)->actor, &token_new, &made), ERR_INVALID);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_secret_is_its_owner_with_its_scopes),
        WITH(a_public_key_must_be_of_the_same_token),
        WITH(hostile_secrets_find_nothing),
        WITH(a_secret_is_stored_as_a_keyed_hash),
        WITH(a_revoked_token_is_refused_and_counted),
        WITH(a_token_expires),
        WITH(a_change_of_the_owner_ends_it),
        WITH(a_suspended_organization_is_said),
        WITH(two_secrets_are_good_for_the_overlap),
        WITH(a_stopped_token_takes_its_old_secret_along),
        WITH(of_many_rotations_at_once_one_wins),
        WITH(a_service_account_has_its_own_persona),
        WITH(an_agent_may_do_what_its_person_may),
        WITH(the_person_of_an_agent_leaves),
        WITH(each_sees_the_tokens_that_they_may_manage),
        WITH(what_ends_soon_is_for_owner_and_responsible),
        WITH(use_is_written_once_a_minute),
        WITH(a_folder_is_all_that_a_token_of_it_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
