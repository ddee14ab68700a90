#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/account/one_time_link.h"
#include "data/account/organization_state.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"
#include "data/sign_in/user_password.h"
#include "data/user/user.h"
#include "fixture.h"

static const struct actor *actor_of(struct fixture *f, int index)
{
    return &f->own.users[index].actor;
}

static void a_new_one_has_key_slug_and_protected_label(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct organization made;
    assert_int_equal(organization_create(f->db, &f->command, "  Ärzte & Söhne GmbH  ", &id),
                     ERR_NONE);
    assert_int_equal(organization_get(f->db, &f->command, &id, &made), ERR_NONE);
    assert_string_equal(made.name, "Ärzte & Söhne GmbH");
    assert_string_equal(made.slug, "rzte-s-hne-gmbh");
    assert_false(uuid_is_nil(&made.data_key_id));
    assert_int_equal(made.suspended_at, 0);
    assert_int_equal(
        fixture_count(f,
                      "SELECT count(*) FROM protected_labels WHERE organization_id = $1 "
                      "AND label = 'production'",
                      &id),
        1);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM data_keys WHERE organization_id = $1", &id), 1);
}

static void equal_names_get_different_slugs(void **state)
{
    struct fixture *f = *state;
    struct uuid ids[3];
    struct organization made[3];
    static const char *const names[] = {"Same", "same!", "SAME"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(organization_create(f->db, &f->command, names[i], &ids[i]), ERR_NONE);
        assert_int_equal(organization_get(f->db, &f->command, &ids[i], &made[i]), ERR_NONE);
    }
    assert_string_equal(made[0].slug, "same");
    assert_true(text_starts_with(made[1].slug, "same-"));
    assert_true(text_starts_with(made[2].slug, "same-"));
    assert_string_not_equal(made[1].slug, made[2].slug);
}

static void a_name_without_letters_still_gets_a_slug(void **state)
{
    struct fixture *f = *state;
    struct uuid id;
    struct organization made;
    assert_int_equal(organization_create(f->db, &f->command, "日本", &id), ERR_NONE);
    assert_int_equal(organization_get(f->db, &f->command, &id, &made), ERR_NONE);
    assert_string_equal(made.slug, "organization");
}

static void names_are_checked(void **state)
{
    (void)state;
    char longest[ORGANIZATION_NAME_MAX * 2 + 1];
    char too_long[ORGANIZATION_NAME_MAX * 2 + 3];
    for (int i = 0; i < ORGANIZATION_NAME_MAX; i++)
        memcpy(longest + i * 2, "é", 2);
    longest[ORGANIZATION_NAME_MAX * 2] = '\0';
    strcpy(too_long, longest);
    strcat(too_long, "é");
    const char *problem = NULL;
    assert_int_equal(organization_check_name(longest, &problem), ERR_NONE);
    assert_null(problem);
    const char *const bad[] = {"", "   ", "\xc2\xa0", "a\nb", "a\x7f", "\xff\xfe", too_long};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        problem = NULL;
        assert_int_equal(organization_check_name(bad[i], &problem), ERR_INVALID);
        assert_non_null(problem);
    }
}

static void only_who_may_create_does(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        struct uuid id;
        bool may = i == PERSONA_PLATFORM_ADMIN || i == FIXTURE_SUPERUSER;
        assert_int_equal(organization_create(f->db, actor_of(f, i), "Another", &id),
                         may ? ERR_NONE : ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "organization.create", "refusal"), 5);
    struct actor inactive = f->own.users[FIXTURE_SUPERUSER].actor;
    inactive.is_active = false;
    struct uuid id;
    assert_int_equal(organization_create(f->db, &inactive, "Another", &id), ERR_DENIED);
}

static void a_bad_name_creates_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = {{0}};
    int64_t before = fixture_count_events(f, "organization.create", "success");
    assert_int_equal(organization_create(f->db, &f->command, "", &id), ERR_INVALID);
    assert_int_equal(organization_create(f->db, &f->command, "a\tb", &id), ERR_INVALID);
    assert_int_equal(fixture_count_events(f, "organization.create", "success"), before);
}

static void others_are_invisible(void **state)
{
    struct fixture *f = *state;
    struct organization organization;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        assert_int_equal(organization_get(f->db, actor_of(f, i), &f->own.id, &organization),
                         ERR_NONE);
        assert_string_equal(organization.name, "Northwind");
        assert_int_equal(organization_get(f->db, actor_of(f, i), &f->other.id, &organization),
                         ERR_NOT_FOUND);
    }
    struct uuid nobody = uuid_make();
    assert_int_equal(organization_get(f->db, &f->command, &nobody, &organization), ERR_NOT_FOUND);
}

static void renaming_follows_the_policy(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        bool may = i >= PERSONA_CUSTOMER_ADMIN; /* and Platform Admin, and superuser */
        assert_int_equal(organization_rename(f->db, actor_of(f, i), &f->own.id, "Northwind Two"),
                         may ? ERR_NONE : ERR_DENIED);
        bool may_anywhere = i >= PERSONA_PLATFORM_ADMIN;
        assert_int_equal(organization_rename(f->db, actor_of(f, i), &f->other.id, "Contoso Two"),
                         may_anywhere ? ERR_NONE : ERR_NOT_FOUND);
    }
    struct organization organization;
    assert_int_equal(organization_get(f->db, &f->command, &f->own.id, &organization), ERR_NONE);
    assert_string_equal(organization.name, "Northwind Two");
    assert_string_equal(organization.slug, "northwind");
    assert_int_equal(fixture_count_events(f, "organization.rename", "refusal"), 4);
    assert_int_equal(fixture_count_events(f, "organization.rename", "success"), 5);
}

static void a_rename_by_a_superuser_inside_is_marked(void **state)
{
    struct fixture *f = *state;
    const struct actor *super = actor_of(f, FIXTURE_SUPERUSER);
    struct actor inside = fixture_inside(&f->own.users[FIXTURE_SUPERUSER], &f->other);
    assert_int_equal(organization_rename(f->db, &inside, &f->other.id, "Contoso Two"), ERR_NONE);
    assert_int_equal(organization_rename(f->db, super, &f->own.id, "Northwind Two"), ERR_NONE);
    static const char sql[] = "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                              "AND action = 'organization.rename' AND is_outside";
    assert_int_equal(fixture_count(f, sql, &f->other.id), 1);
    assert_int_equal(fixture_count(f, sql, &f->own.id), 0);
}

static void an_empty_database_needs_set_up(void **state)
{
    struct fixture *f = *state;
    bool is_empty = false;
    assert_int_equal(organization_is_empty(f->db, &is_empty), ERR_NONE);
    assert_true(is_empty);
    struct uuid id;
    assert_int_equal(organization_create(f->db, &f->command, "Only a name", &id), ERR_NONE);
    assert_int_equal(organization_is_empty(f->db, &is_empty), ERR_NONE);
    assert_false(is_empty);
}

static enum err suspend(struct fixture *f, int who, const struct uuid *id, const char *reason)
{
    struct problem problem;
    fixture_begin(f);
    return organization_suspend(f->db, actor_of(f, who), id, reason, &problem);
}

static enum err resume(struct fixture *f, int who, const struct uuid *id)
{
    struct problem problem;
    fixture_begin(f);
    return organization_resume(f->db, actor_of(f, who), id, &problem);
}

static void suspending_and_resuming_follow_the_policy(void **state)
{
    struct fixture *f = *state;
    struct uuid nothing = uuid_make();
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        bool may = i >= PERSONA_PLATFORM_ADMIN;
        assert_int_equal(suspend(f, i, &f->other.id, "Unpaid"), may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(suspend(f, i, &f->other.id, "Unpaid"), may ? ERR_CONFLICT : ERR_DENIED);
        assert_int_equal(resume(f, i, &f->other.id), may ? ERR_NONE : ERR_DENIED);
        assert_int_equal(resume(f, i, &f->other.id), may ? ERR_CONFLICT : ERR_DENIED);
        assert_int_equal(suspend(f, i, &nothing, "Unpaid"), may ? ERR_NOT_FOUND : ERR_DENIED);
        assert_int_equal(suspend(f, i, &f->own.id, "Unpaid"), may ? ERR_CONFLICT : ERR_DENIED);
        assert_int_equal(suspend(f, i, &f->other.id, "  "), ERR_INVALID);
    }
    assert_int_equal(fixture_count_events(f, "organization.suspend", "success"), 2);
    assert_int_equal(fixture_count_events(f, "organization.resume", "success"), 2);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                   "AND action = 'organization.suspend' AND is_outside",
                                   &f->other.id),
                     2);
}

/* Nobody would be left to resume it, nor to do what only superusers may. */
static void the_superusers_are_not_suspended_all_at_once(void **state)
{
    struct fixture *f = *state;
    struct actor super = *actor_of(f, FIXTURE_SUPERUSER);
    assert_int_equal(suspend(f, PERSONA_PLATFORM_ADMIN, &f->other.id, "Unpaid"), ERR_NONE);
    super.organization_id = super.home_organization_id = uuid_make(); /* of a third */
    struct problem problem;
    assert_int_equal(organization_suspend(f->db, &super, &f->own.id, "All", &problem),
                     ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "All superusers"));
    assert_int_equal(resume(f, PERSONA_PLATFORM_ADMIN, &f->other.id), ERR_NONE);
    assert_int_equal(organization_suspend(f->db, &super, &f->own.id, "All", &problem), ERR_NONE);
}

static void a_new_one_comes_with_its_first_administrator_or_not_at_all(void **state)
{
    struct fixture *f = *state;
    const struct actor *platform = actor_of(f, PERSONA_PLATFORM_ADMIN);
    struct user_new admin = {.full_name = "Ada First", .email = "ada@fabrikam.example"};
    struct user_invitation invitation;
    struct problem problem;
    for (int i = 0; i < PERSONA_PLATFORM_ADMIN; i++)
        assert_int_equal(
            user_invite_first(f->db, actor_of(f, i), "Fabrikam", &admin, &invitation, &problem),
            ERR_DENIED);
    assert_int_equal(user_invite_first(f->db, platform, "Fabrikam", &admin, &invitation, &problem),
                     ERR_NONE);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE organization_id = $1 AND "
                                   "user_persona = 'Customer Admin' AND hashed_password IS NULL",
                                   &invitation.organization_id),
                     1);
    struct user user;
    assert_int_equal(user_get_by_link(f->db, LINK_INVITATION, invitation.token, &user), ERR_NONE);
    assert_string_equal(user.full_name, "Ada First");
    assert_string_equal(user.organization_name, "Fabrikam");
    int64_t before = fixture_count_events(f, "organization.create", "success");
    assert_int_equal(user_invite_first(f->db, platform, "Again", &admin, &invitation, &problem),
                     ERR_CONFLICT);
    assert_string_equal(problem.field, "email");
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "organization.create", "success"), before);
}

#define WITH(test)  cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
#define EMPTY(test) cmocka_unit_test_setup_teardown(test, fixture_open_empty, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EMPTY(a_new_one_has_key_slug_and_protected_label),
        EMPTY(equal_names_get_different_slugs),
        EMPTY(a_name_without_letters_still_gets_a_slug),
        cmocka_unit_test(names_are_checked),
        WITH(only_who_may_create_does),
        WITH(a_bad_name_creates_nothing),
        WITH(others_are_invisible),
        WITH(renaming_follows_the_policy),
        WITH(a_rename_by_a_superuser_inside_is_marked),
        WITH(suspending_and_resuming_follow_the_policy),
        WITH(the_superusers_are_not_suspended_all_at_once),
        WITH(a_new_one_comes_with_its_first_administrator_or_not_at_all),
        EMPTY(an_empty_database_needs_set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
