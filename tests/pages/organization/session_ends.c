#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/session/session.h"
#include "fixture.h"

/* When sessions end is the organization's choice, within bounds; and a browser that is new to a
 * person is marked. */

static const char settings[] = "/settings/organization/sessions";
static const char right[] = "email=dev%40northwind.example&password=gravel+lantern+52+orbit";

static const struct fixture_user *admin(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN];
}

static const struct fixture_user *developer(struct fixture *f)
{
    return &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER];
}

static struct response *choose(struct fixture *f, int idle, int hours, int admin_idle,
                               int admin_hours)
{
    char form[128];
    (void)snprintf(form, sizeof form,
                   "idle_minutes=%d&hours=%d&admin_idle_minutes=%d&admin_hours=%d", idle, hours,
                   admin_idle, admin_hours);
    return fixture_post(f, settings, form);
}

static bool is_signed_in(struct fixture *f)
{
    return fixture_get(f, "/account")->status == 200;
}

static void sessions_begin_with_the_usual_ends(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, settings);
    fixture_assert_status(response, 200);
    static const char *const values[] = {"name=\"idle_minutes\"", "value=\"120\"", "value=\"24\"",
                                         "value=\"30\"", "value=\"12\""};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        fixture_assert_has(response, values[i]);
    int64_t start = clock_now();
    clock_travel(start + SESSION_ADMIN_IDLE - CLOCK_MINUTE);
    assert_true(is_signed_in(f));
    clock_travel(clock_now() + SESSION_ADMIN_IDLE);
    assert_false(is_signed_in(f));
}

static void what_is_chosen_holds_for_sessions_that_are_there(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer(f));
    assert_true(is_signed_in(f));
    fixture_use_jar(f, 0);
    fixture_sign_in(f, admin(f));
    fixture_assert_redirect(choose(f, 10, 2, 5, 1), settings);
    assert_int_equal(fixture_count_events(f, "organization.session_ends", "success"), 1);
    int64_t start = clock_now();
    clock_travel(start + 6 * CLOCK_MINUTE);
    assert_false(is_signed_in(f)); /* the administrator */
    fixture_use_jar(f, 1);
    assert_true(is_signed_in(f));
    clock_travel(start + 15 * CLOCK_MINUTE);
    assert_true(is_signed_in(f)); /* was seen after 6 minutes */
    clock_travel(start + 26 * CLOCK_MINUTE);
    assert_false(is_signed_in(f));
}

static void a_session_ends_however_busy_it_is(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer(f));
    int64_t start = clock_now();
    fixture_use_jar(f, 0);
    fixture_sign_in(f, admin(f));
    fixture_assert_redirect(choose(f, 60, 1, 30, 1), settings);
    fixture_use_jar(f, 1);
    for (int64_t at = 20; at < 60; at += 20) {
        clock_travel(start + at * CLOCK_MINUTE);
        assert_true(is_signed_in(f));
    }
    clock_travel(start + CLOCK_HOUR + CLOCK_SECOND); /* though it was made for 24 hours */
    assert_false(is_signed_in(f));
}

static void what_is_out_of_bounds_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    static const struct {
        int values[4];
        const char *field;
    } cases[] = {
        {{4, 24, 30, 12}, "idle_minutes-error"},
        {{1441, 24, 30, 12}, "idle_minutes-error"},
        {{120, 0, 30, 12}, "hours-error"},
        {{120, 721, 30, 12}, "hours-error"},
        {{120, 1, 30, 1}, "idle_minutes-error"},
        {{120, 24, 4, 12}, "admin_idle_minutes-error"},
        {{600, 24, 121, 12}, "admin_idle_minutes-error"},
        {{120, 48, 30, 25}, "admin_hours-error"},
        {{20, 24, 30, 12}, "admin_idle_minutes-error"},
        {{60, 8, 30, 12}, "admin_hours-error"},
    };
    fixture_sign_in(f, admin(f));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const int *v = cases[i].values;
        struct response *response = choose(f, v[0], v[1], v[2], v[3]);
        char kept[32];
        char id[64];
        fixture_assert_status(response, 422);
        (void)snprintf(id, sizeof id, "id=\"%s\"", cases[i].field);
        fixture_assert_has(response, id);
        (void)snprintf(kept, sizeof kept, "value=\"%d\"", v[0]);
        fixture_assert_has(response, kept);
    }
    assert_int_equal(fixture_count_events(f, "organization.session_ends", "success"), 0);
}

static void the_other_organization_keeps_its_own(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    fixture_assert_redirect(choose(f, 5, 1, 5, 1), settings);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_INDIVIDUAL_DEVELOPER]);
    clock_travel(clock_now() + SESSION_IDLE - CLOCK_MINUTE);
    assert_true(is_signed_in(f));
}

static void a_browser_that_is_new_to_a_person_is_marked(void **state)
{
    struct fixture *f = *state;
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    fixture_assert_has(fixture_get(f, "/account/sessions"), "New device");
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    fixture_assert_has_not(fixture_get(f, "/account/sessions"), "New device");
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    fixture_use_jar(f, 0);
    fixture_assert_has(fixture_get(f, "/account/sessions"), "New device");
}

static void a_device_is_known_by_our_cookie_alone(void **state)
{
    struct fixture *f = *state;
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    for (int i = 0; i < f->jar->count; i++) {
        struct fixture_cookie *cookie = &f->jar->cookies[i];
        if (strcmp(cookie->name, "device") == 0)
            cookie->value[8] = cookie->value[8] == 'A' ? 'B' : 'A';
    }
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
    fixture_assert_status(fixture_post_patiently(f, "/login", right), 303);
    fixture_assert_has(fixture_get(f, "/account/sessions"), "New device");
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(sessions_begin_with_the_usual_ends),
        WITH_APP(what_is_chosen_holds_for_sessions_that_are_there),
        WITH_APP(a_session_ends_however_busy_it_is),
        WITH_APP(what_is_out_of_bounds_is_refused_at_its_field),
        WITH_APP(the_other_organization_keeps_its_own),
        WITH_APP(a_browser_that_is_new_to_a_person_is_marked),
        WITH_APP(a_device_is_known_by_our_cookie_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
