#include "test.h"

#include <string.h>

#include "data/identity/user.h"
#include "data/identity/user_change.h"
#include "data/prompt/prompt.h"
#include "data/record/record_list.h"
#include "fixture.h"

/* Names that are kept for lists are never older than the last change, whoever made it. */

static void make_prompt(struct fixture *f)
{
    struct prompt_draft draft = {.name = "named",
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = {"body", 4},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, &draft,
                                   &saved, &problem),
                     ERR_NONE);
}

static const char *shown_owner(struct fixture *f)
{
    struct record_filter filter = {.state = RECORD_ALL};
    struct record_list list;
    fixture_begin(f);
    assert_int_equal(record_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                 prompt_store.kind, &filter, &list),
                     ERR_NONE);
    assert_int_equal(list.count, 1);
    return list.rows[0].owner_name;
}

static enum err rename_owner(struct fixture *f, int index, void *name)
{
    (void)index;
    const struct fixture_user *owner = &f->own.users[PERSONA_PRODUCT_MANAGER];
    struct user user;
    enum err err = user_get(f->db, &owner->actor, &owner->id, &user);
    if (err != ERR_NONE)
        return err;
    struct user_change change = {.id = owner->id,
                                 .version = user.version,
                                 .full_name = name,
                                 .email = user.email,
                                 .persona = user.persona,
                                 .is_superuser = user.is_superuser};
    struct problem problem;
    return user_update(f->db, &owner->actor, &change, &problem);
}

static void a_new_name_is_shown_at_once(void **state)
{
    struct fixture *f = *state;
    make_prompt(f);
    for (int i = 0; i < 3; i++) /* opened, then kept */
        assert_string_equal(shown_owner(f), f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
    assert_int_equal(rename_owner(f, 0, "Renamed Here"), ERR_NONE);
    assert_string_equal(shown_owner(f), "Renamed Here");
    assert_string_equal(shown_owner(f), "Renamed Here");

    enum err result = ERR_UNAVAILABLE;
    fixture_begin(f);
    fixture_race(f, 1, rename_owner, "Renamed Elsewhere", &result); /* another process */
    assert_int_equal(result, ERR_NONE);
    assert_string_equal(shown_owner(f), "Renamed Elsewhere");
}

static void a_long_name_is_shown_whole(void **state)
{
    struct fixture *f = *state;
    char name[4 * USER_NAME_MAX + 1] = "";
    for (int i = 0; i < USER_NAME_MAX; i++)
        memcpy(name + 4 * i, "\xf0\x9f\xa4\x96", 5); /* four bytes each */
    make_prompt(f);
    assert_int_equal(rename_owner(f, 0, name), ERR_NONE);
    for (int i = 0; i < 2; i++)
        assert_string_equal(shown_owner(f), name);
}

static void kept_names_of_organizations_do_not_mix(void **state)
{
    struct fixture *f = *state;
    make_prompt(f);
    struct record_list list;
    for (int i = 0; i < 2; i++) {
        assert_string_equal(shown_owner(f), f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
        fixture_begin(f);
        assert_int_equal(record_list(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor,
                                     prompt_store.kind, &(struct record_filter){.limit = 0}, &list),
                         ERR_NONE);
        assert_int_equal(list.count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_name_is_shown_at_once, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_long_name_is_shown_whole, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(kept_names_of_organizations_do_not_mix, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
