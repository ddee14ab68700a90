#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fixture.h"

/* What someone without an account is refused can't flood the audit log. */

enum { FLOOD = 1000 };

static void forge(struct fixture *f, const char *path, int count)
{
    static char body[] = "csrf=forged&email=nobody%40example.com&password=x";
    char len[24];
    (void)snprintf(len, sizeof len, "%zu", sizeof body - 1);
    for (int i = 0; i < count; i++) {
        struct request_input input = {.method = "POST",
                                      .uri = path,
                                      .content_type = "application/x-www-form-urlencoded",
                                      .content_length = len,
                                      .sec_fetch_site = "same-origin",
                                      .remote_addr = "198.51.100.9",
                                      .body = body,
                                      .body_len = sizeof body - 1};
        fixture_assert_status(fixture_serve(f, &input), 403);
    }
}

static int64_t count_events(struct fixture *f)
{
    static const struct uuid nil;
    return fixture_count(
        f, "SELECT count(*) FROM audit_events WHERE action = 'request.csrf_refuse' OR id = $1",
        &nil);
}

static void a_thousand_forged_sign_ins_are_a_line_in_the_log(void **state)
{
    struct fixture *f = *state;
    forge(f, "/login", FLOOD);
    assert_in_range(count_events(f), 1, 2); /* a minute may end meanwhile */
    assert_int_equal(fixture_count_events(f, "request.csrf_refuse", "refusal"), FLOOD);
}

static void forged_forms_of_a_person_are_a_line_each(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    forge(f, "/prompts/new", 5);
    assert_int_equal(count_events(f), 5);
}

static void the_log_says_how_often(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    char form[200];
    (void)snprintf(form, sizeof form, "email=%s&password=wrong", user->email);
    clock_travel((clock_now() / CLOCK_MINUTE + 1) * CLOCK_MINUTE);
    for (int i = 0; i < 3; i++)
        fixture_assert_status(fixture_post_patiently(f, "/login", form), 422);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response = fixture_get(f, "/audit?action=session.");
    fixture_assert_has(response, "3 times in a minute");
    const char *link = strstr(response->body.data, "3 times in a minute");
    while (strncmp(link, "/audit/", 7) != 0)
        link--;
    char path[64];
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(link, "\""), link);
    response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<dt>Times</dt><dd>3, within this minute");
    response = fixture_post(f, "/audit/export", "action=session.&format=jsonl");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "\"times\":3}");
    fixture_assert_has(response, "\"times\":1}");
}

#define WITH_APP(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_APP(a_thousand_forged_sign_ins_are_a_line_in_the_log),
        WITH_APP(forged_forms_of_a_person_are_a_line_each),
        WITH_APP(the_log_says_how_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
