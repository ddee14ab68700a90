#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/user/user_shape.h"
#include "fixture.h"

/* Inviting people from a list. */

#define LIST                                                                                       \
    "list=name%2Cemail%2Cpersona%0A"                                                               \
    "Nora+New%2Cnora%40new.example%2CProduct+Manager%0A"                                           \
    "Nora+Again%2CNORA%40new.example%2CProduct+Manager%0A"                                         \
    "Paul+Plain%2Cpaul%40new.example%2C%0A"                                                        \
    "Wrong+One%2Cwrong.example%2CProduct+Manager%0A"                                               \
    "Odd+Role%2Codd%40new.example%2CBoss%0A"                                                       \
    "Power%2Cpower%40new.example%2CPlatform+Admin%0A"

static int64_t people(struct fixture *f)
{
    fixture_begin(f);
    return fixture_count(f, "SELECT count(*) FROM users WHERE organization_id = $1", &f->own.id);
}

/* The row of the table that names this address. */
static const char *row_of(struct fixture *f, const struct response *response, const char *email)
{
    const char *found = strstr(response->body.data, email);
    assert_non_null(found);
    const char *begin = found;
    while (strncmp(begin, "<tr>", 4) != 0)
        begin--;
    return arena_copy(f->page_arena, begin, (size_t)(strstr(found, "</tr>") - begin));
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("not there: %s\n%s", part, text);
}

static void each_line_says_what_it_will_do_before_anybody_is_invited(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    int64_t before = people(f);
    struct response *response = fixture_post(f, "/users/many", LIST "&user_persona=");
    fixture_assert_status(response, 200);
    assert_has(response->body.data, "<h1>Invite 1 person?</h1>");
    assert_has(response->body.data, "5 lines will be left out.");
    assert_has(row_of(f, response, "nora@new.example"), ">Product Manager<");
    assert_has(row_of(f, response, "NORA@new.example"), "This address is in the list already.");
    assert_has(row_of(f, response, "paul@new.example"), "choose the one for such lines");
    assert_has(row_of(f, response, "wrong.example"), "Left out");
    assert_has(row_of(f, response, "odd@new.example"), "There is no persona “Boss”.");
    assert_has(row_of(f, response, "power@new.example"), "more rights than you may give");
    assert_int_equal(people(f), before);
    /* the page sends the list on as it came, line by line */
    assert_has(response->body.data, "\nname,email,persona\nNora New,nora@new.example,Product "
                                    "Manager\nNora Again,");
    response = fixture_post(f, "/users/many", LIST "&user_persona=DevOps+Engineer");
    assert_has(response->body.data, "<h1>Invite 2 people?</h1>");
    assert_has(row_of(f, response, "paul@new.example"), ">DevOps Engineer<");
}

/* The path of the link in a row. */
static const char *link_in(struct fixture *f, const char *row)
{
    const char *begin = strstr(row, "/invite/");
    assert_non_null(begin);
    return arena_copy(f->page_arena, begin, strcspn(begin, "\""));
}

static void those_of_the_plan_are_invited_and_get_a_link_each(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    int64_t before = people(f);
    struct response *response =
        fixture_post(f, "/users/many", LIST "&user_persona=DevOps+Engineer&act=invite");
    fixture_assert_status(response, 200);
    assert_has(response->body.data, "<h1>2 people invited</h1>");
    assert_int_equal(people(f), before + 2);
    char link[FIXTURE_URL_LEN];
    (void)snprintf(link, sizeof link, "%s", link_in(f, row_of(f, response, "paul@new.example")));
    assert_has(row_of(f, response, "odd@new.example"), "There is no persona “Boss”.");
    /* once more: they are known, and nobody is invited twice */
    response = fixture_post(f, "/users/many", LIST "&user_persona=DevOps+Engineer&act=invite");
    assert_has(response->body.data, "<h1>Nobody to invite</h1>");
    assert_has(row_of(f, response, "nora@new.example"), "Is one of your people already.");
    assert_has(row_of(f, response, "nora@new.example"), "<a href=\"/users/");
    assert_int_equal(people(f), before + 2);
    fixture_use_jar(f, 2);
    response = fixture_get(f, link);
    fixture_assert_status(response, 200);
    assert_has(response->body.data, "Paul Plain");
}

static void a_name_that_is_too_long_is_left_out(void **state)
{
    struct fixture *f = *state;
    char list[300] = "user_persona=Product+Manager&list=long%40x.example%2C";
    size_t len = strlen(list);
    memset(list + len, 'n', USER_NAME_MAX + 1);
    list[len + USER_NAME_MAX + 1] = '\0';
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response = fixture_post(f, "/users/many", list);
    assert_has(row_of(f, response, "long@x.example"), "120 characters");
    list[len + USER_NAME_MAX] = '\0';
    response = fixture_post(f, "/users/many", list);
    assert_has(response->body.data, "<h1>Invite 1 person?</h1>");
}

static void an_address_of_another_customer_is_not_told_before(void **state)
{
    struct fixture *f = *state;
    char list[300];
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    (void)snprintf(list, sizeof list, "list=%s&user_persona=Product+Manager",
                   f->other.users[PERSONA_PRODUCT_MANAGER].email);
    struct response *response = fixture_post(f, "/users/many", list);
    assert_has(response->body.data, "<h1>Invite 1 person?</h1>");
}

static void a_list_that_cannot_be_read_comes_back_as_it_was_typed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response =
        fixture_post(f, "/users/many", "list=%22Ada%2Cada%40x.example&user_persona=");
    fixture_assert_status(response, 422);
    assert_has(response->body.data, "Line 1: a quotation mark has no other one.");
    assert_has(response->body.data, "\n&quot;Ada,ada@x.example</textarea>");
    response = fixture_post(f, "/users/many", "list=&user_persona=");
    fixture_assert_status(response, 422);
    response = fixture_post(f, "/users/many",
                            "list=a%40x.example&user_persona=Product+Manager&act=change");
    fixture_assert_status(response, 200);
    assert_has(response->body.data, "\na@x.example</textarea>");
    assert_has(response->body.data, "<option value=\"Product Manager\" selected>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_line_says_what_it_will_do_before_anybody_is_invited,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(those_of_the_plan_are_invited_and_get_a_link_each,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_name_that_is_too_long_is_left_out, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(an_address_of_another_customer_is_not_told_before,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_list_that_cannot_be_read_comes_back_as_it_was_typed,
                                        fixture_open_app, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
