#include "test.h"

#include <ctype.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/one_time_link.h"
#include "data/audit/audit.h"
#include "fixture.h"

/* Makes a link for a developer, with the event that its transaction needs. */
static void make(struct fixture *f, enum link_purpose purpose, char token[TOKEN_TEXT_LEN])
{
    const struct fixture_user *user = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
    struct one_time_link link = {
        .organization_id = f->own.id, .user_id = user->id, .purpose = purpose};
    struct audit_event event = {.action = "user.link", .record_type = "user"};
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = one_time_link_create(f->db, &link, &f->command.user_id, token);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command, &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

static enum err use(struct fixture *f, const struct one_time_link *link)
{
    struct audit_event event = {.action = "user.accept", .record_type = "user"};
    enum err err = db_begin(f->db);
    if (err != ERR_NONE)
        return err;
    err = one_time_link_use(f->db, link);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command, &event);
    return db_finish(f->db, err);
}

static enum err find(struct fixture *f, enum link_purpose purpose, const char *token)
{
    struct one_time_link link;
    fixture_begin(f);
    return one_time_link_find(f->db, purpose, token, &link);
}

static void a_link_is_good_for_one_use(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    struct one_time_link link;
    make(f, LINK_INVITATION, token);
    assert_int_equal(strlen(token), TOKEN_TEXT_LEN - 1);
    assert_int_equal(one_time_link_find(f->db, LINK_INVITATION, token, &link), ERR_NONE);
    assert_true(uuid_equal(&link.user_id, &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id));
    assert_true(uuid_equal(&link.organization_id, &f->own.id));
    assert_int_equal(use(f, &link), ERR_NONE);
    assert_int_equal(use(f, &link), ERR_NOT_FOUND);
    assert_int_equal(find(f, LINK_INVITATION, token), ERR_NOT_FOUND);
}

static void purposes_do_not_mix(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    make(f, LINK_INVITATION, token);
    assert_int_equal(find(f, LINK_PASSWORD_RESET, token), ERR_NOT_FOUND);
    assert_int_equal(find(f, LINK_INVITATION, token), ERR_NONE);
}

static void hostile_tokens_find_nothing(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    char huge[4001];
    memset(huge, 'x', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    make(f, LINK_INVITATION, token);
    const char *const tokens[] = {"", " ", "' OR 1=1 --", "\xff\xfe", "%", huge};
    for (size_t i = 0; i < COUNT_OF(tokens); i++)
        for (int purpose = LINK_INVITATION; purpose <= LINK_PASSWORD_RESET; purpose++)
            assert_int_equal(find(f, (enum link_purpose)purpose, tokens[i]), ERR_NOT_FOUND);
}

static void links_expire(void **state)
{
    struct fixture *f = *state;
    static const struct {
        enum link_purpose purpose;
        int64_t lifetime;
    } cases[] = {{LINK_INVITATION, LINK_INVITATION_LIFETIME},
                 {LINK_PASSWORD_RESET, LINK_RESET_LIFETIME}};
    assert_true(LINK_INVITATION_LIFETIME == 7 * CLOCK_DAY);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char token[TOKEN_TEXT_LEN];
        struct one_time_link link;
        clock_travel(0);
        make(f, cases[i].purpose, token);
        assert_int_equal(one_time_link_find(f->db, cases[i].purpose, token, &link), ERR_NONE);
        clock_stand(link.expires_at - CLOCK_SECOND);
        assert_int_equal(find(f, cases[i].purpose, token), ERR_NONE);
        clock_stand(link.expires_at);
        assert_int_equal(find(f, cases[i].purpose, token), ERR_NOT_FOUND);
        assert_int_equal(use(f, &link), ERR_NOT_FOUND);
        assert_true(link.expires_at - cases[i].lifetime <= clock_now());
    }
}

static void a_new_link_ends_the_older_ones(void **state)
{
    struct fixture *f = *state;
    char first[TOKEN_TEXT_LEN];
    char second[TOKEN_TEXT_LEN];
    make(f, LINK_INVITATION, first);
    make(f, LINK_PASSWORD_RESET, second);
    assert_string_not_equal(first, second);
    assert_int_equal(find(f, LINK_INVITATION, first), ERR_NOT_FOUND);
    assert_int_equal(find(f, LINK_PASSWORD_RESET, second), ERR_NONE);
}

static void tokens_are_stored_as_hashes(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    make(f, LINK_INVITATION, token);
    fixture_begin(f);
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT token_hash FROM one_time_links WHERE user_id = $1",
                               db_uuid(&f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id)),
                     ERR_NONE);
    struct text hash = db_get_bytes(&result, 0, 0);
    assert_int_equal(hash.len, HASH_LEN);
    assert_null(memmem(hash.data, hash.len, token, 8));
}

static enum err use_in_race(struct fixture *f, int index, void *context)
{
    (void)index;
    return use(f, context);
}

static void of_many_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    enum { RUNNERS = 6 };
    char token[TOKEN_TEXT_LEN];
    struct one_time_link link;
    enum err results[RUNNERS];
    make(f, LINK_INVITATION, token);
    assert_int_equal(one_time_link_find(f->db, LINK_INVITATION, token, &link), ERR_NONE);
    fixture_race(f, RUNNERS, use_in_race, &link, results);
    int won = 0;
    for (int i = 0; i < RUNNERS; i++) {
        won += results[i] == ERR_NONE;
        assert_true(results[i] == ERR_NONE || results[i] == ERR_NOT_FOUND);
    }
    assert_int_equal(won, 1);
}

/* The organization in a token is part of what is hashed: another one's opens nothing, there or
 * here.
 */
static void a_token_with_another_organization_finds_nothing(void **state)
{
    struct fixture *f = *state;
    char token[TOKEN_TEXT_LEN];
    make(f, LINK_INVITATION, token);
    char id[UUID_TEXT_LEN];
    uuid_format(&f->other.id, id);
    memcpy(token, id, UUID_TEXT_LEN - 1);
    assert_int_equal(find(f, LINK_INVITATION, token), ERR_NOT_FOUND);
    uuid_format(&f->own.id, id);
    memcpy(token, id, UUID_TEXT_LEN - 1);
    assert_int_equal(find(f, LINK_INVITATION, token), ERR_NONE);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_link_is_good_for_one_use),     WITH(purposes_do_not_mix),
        WITH(hostile_tokens_find_nothing),    WITH(links_expire),
        WITH(a_new_link_ends_the_older_ones), WITH(tokens_are_stored_as_hashes),
        WITH(of_many_at_once_one_wins),       WITH(a_token_with_another_organization_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
