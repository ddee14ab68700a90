#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"
#include "base/time_zone.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "factors.h"
#include "tokens.h"

/* The page of everyone's access, signing a review of it, and taking access back. */

static const struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static const struct actor *admin(struct fixture *f)
{
    return &own(f, PERSONA_CUSTOMER_ADMIN)->actor;
}

static struct response *page_of(struct fixture *f, const char *path)
{
    struct response *response = fixture_get(f, path);
    fixture_assert_status(response, 200);
    return response;
}

/* The row of a person. */
static const char *row_of(struct fixture *f, const struct response *response,
                          const struct fixture_user *user)
{
    const char *link = arena_printf(f->page_arena, "/users/%s\" dir=\"auto\">", user->id_text);
    const char *start = strstr(response->body.data, link);
    assert_non_null(start);
    const char *end = strstr(start, "</tr>");
    assert_non_null(end);
    return arena_copy(f->page_arena, start, (size_t)(end - start));
}

static bool has_row(struct fixture *f, const struct response *response,
                    const struct fixture_user *user)
{
    return strstr(response->body.data,
                  arena_printf(f->page_arena, "/users/%s\" dir=\"auto\">", user->id_text)) != NULL;
}

static void assert_in(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in: %s", part, text);
}

static void assert_not_in(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" is in: %s", part, text);
}

/* Where the answer leads, until the next time. */
static const char *location_of(const struct response *response)
{
    static char path[96];
    fixture_assert_status(response, 303);
    (void)snprintf(path, sizeof path, "%s", fixture_header(response, "Location"));
    assert_in(path, "/settings/access/");
    return path;
}

/* Prepares one; where it is. */
static const char *prepare(struct fixture *f)
{
    (void)page_of(f, "/settings/access");
    return location_of(fixture_post(f, "/settings/access/prepare", ""));
}

static const char *under(const char *path, const char *rest)
{
    static char whole[128];
    (void)snprintf(whole, sizeof whole, "%s%s", path, rest);
    return whole;
}

static void a_row_says_what_a_person_has_and_how_to_take_it_back(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    (void)tokens_make(f, &developer->actor, "one", NULL, "support");
    fixture_begin(f);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = page_of(f, "/settings/access");
    const char *row = row_of(f, response, developer);
    assert_in(row, developer->full_name);
    assert_in(row, developer->email);
    assert_in(row, "<span class=\"chip persona\">Individual Developer</span>");
    assert_in(row, ">1 token</div>");
    assert_in(row, "Read prompts");
    assert_in(row, "<td data-label=\"Second factor\">None</td>");
    assert_in(row,
              arena_printf(f->page_arena, "href=\"/users/%s/deactivate\"", developer->id_text));
    assert_in(row, arena_printf(f->page_arena, "href=\"/users/%s/edit\"", developer->id_text));
    assert_in(row, arena_printf(f->page_arena, "href=\"/users/%s#access\"", developer->id_text));
    const char *self = row_of(f, response, own(f, PERSONA_CUSTOMER_ADMIN));
    assert_in(self, "Administrator without a second factor");
    assert_not_in(self, "/deactivate");
    assert_not_in(row_of(f, response, own(f, PERSONA_PLATFORM_ADMIN)), "/deactivate");
    /* the three who need a look are first */
    assert_true(strstr(response->body.data, own(f, FIXTURE_SUPERUSER)->email) <
                strstr(response->body.data, developer->email));
    response = page_of(f, "/settings/access?show=tokens");
    assert_true(has_row(f, response, developer));
    assert_false(has_row(f, response, own(f, PERSONA_CUSTOMER_ADMIN)));
    fixture_assert_has(response, "aria-current=\"true\">With API tokens <small>1</small>");
    fixture_assert_status(fixture_get(f, "/settings/access?show=unseen"), 200);
    fixture_assert_has(fixture_get(f, "/settings/access?show=unseen"), "Show everyone");
}

static void pages_go_on_where_the_last_one_ended(void **state)
{
    struct fixture *f = *state;
    enum { MORE = 30 };
    for (int i = 0; i < MORE; i++) {
        struct problem problem;
        struct uuid id;
        fixture_begin(f);
        struct user_new user_new = {.organization_id = f->own.id,
                                    .email = arena_printf(f->arena, "p%d@northwind.example", i),
                                    .full_name = arena_printf(f->arena, "Person %d", i),
                                    .persona = PERSONA_ENTERPRISE_TEAM};
        assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    }
    fixture_begin(f);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = page_of(f, "/settings/access");
    fixture_assert_has(response, "Everyone <small>37</small>");
    fixture_assert_has_not(response, "p29@northwind.example");
    const char *next = fixture_between(f, response, "rel=\"next\" href=\"", "\"");
    assert_non_null(next);
    char path[256];
    size_t len = 0;
    for (; *next != '\0' && len < sizeof path - 1; next++) {
        path[len++] = *next;
        if (strncmp(next, "&amp;", 5) == 0)
            next += 4;
    }
    path[len] = '\0';
    response = page_of(f, path);
    fixture_assert_has(response, "p29@northwind.example");
    fixture_assert_has(response, ">First page</a>");
    fixture_assert_has_not(response, "rel=\"next\"");
}

static void a_review_is_prepared_looked_at_and_signed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    fixture_assert_has(page_of(f, "/settings/access"), "None was signed yet.");
    const char *path = prepare(f);
    struct response *response = page_of(f, path);
    fixture_assert_has(response, "<dt>People</dt><dd>7, of them 3 administrators</dd>");
    fixture_assert_has(response, ">Sign the review</button>");
    char hash[65];
    const char *shown =
        fixture_between(f, response, "<dt>SHA-256 of the file</dt><dd class=\"mono\">", "</dd>");
    assert_int_equal(strlen(shown), 64);
    (void)snprintf(hash, sizeof hash, "%s", shown);
    response = fixture_post(f, under(path, "/sign"), "note=All+of+them+%3Cb%3E");
    fixture_assert_redirect(response, "/settings/access#reviews");
    response = page_of(f, "/settings/access");
    fixture_assert_has(response, "<bdi>All of them &lt;b&gt;</bdi>");
    fixture_assert_has(response, hash);
    fixture_assert_has(response, "<h2>Since the last review</h2>");
    fixture_assert_has(response, "<p class=\"muted\">Nothing.</p>");
    response = page_of(f, path);
    fixture_assert_has(response, "<span class=\"chip state\">Signed</span>");
    fixture_assert_has_not(response, ">Sign the review</button>");
    /* and not twice */
    response = fixture_post(f, under(path, "/sign"), "note=Again");
    fixture_assert_redirect(response, path);
    assert_int_equal(fixture_count_events(f, "access.review", "success"), 1);
    response = page_of(f, under(path, "/csv"));
    assert_in(fixture_header(response, "Content-Disposition"), "attachment; filename=\"access-");
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_has(page_of(f, "/audit"), "Signed an access review");
}

/* In a zone where it is another day than in UTC. */
static void a_review_is_of_the_readers_day(void **state)
{
    struct fixture *f = *state;
    bool is_late = clock_local(TIME_ZONE_UTC, clock_now()).hour >= 12;
    const char *zone = is_late ? "Pacific/Kiritimati" : "Pacific/Pago_Pago"; /* 14 h and -11 h */
    char day[CLOCK_DAY_LEN];
    fixture_set_time_zone(f, own(f, PERSONA_CUSTOMER_ADMIN), zone);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    const char *path = prepare(f);
    clock_format_day(clock_local_day(zone, clock_now()), day);
    char heading[64];
    (void)snprintf(heading, sizeof heading, "<h1>Access review of %s</h1>", day);
    fixture_assert_has(page_of(f, path), heading);
}

static void a_change_before_signing_is_shown_and_the_note_kept(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    const char *path = prepare(f);
    (void)page_of(f, path);
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, admin(f), &devops->id), ERR_NONE);
    fixture_begin(f);
    struct response *response = fixture_post(f, under(path, "/sign"), "note=My+findings");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "Access changed since this was prepared: it is not signed.");
    fixture_assert_has(response, "My findings</textarea>");
    fixture_assert_has(response, ">Prepare it again</button>");
    fixture_assert_has_not(response, ">Sign the review</button>");
    fixture_assert_has(response, "<span class=\"chip state off\">Removed</span>");
    fixture_assert_has(response, devops->full_name);
    assert_int_equal(fixture_count_events(f, "access.review", "success"), 0);
    response = fixture_post(f, "/settings/access/prepare", "note=My+findings");
    path = location_of(response);
    response = page_of(f, path);
    fixture_assert_has(response, "My findings</textarea>");
    response = fixture_post(f, under(path, "/sign"), "note=My+findings");
    fixture_assert_status(response, 303);
    assert_int_equal(fixture_count_events(f, "access.review", "success"), 1);
}

static void what_changed_since_the_last_review_is_on_the_page(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *manager = own(f, PERSONA_PRODUCT_MANAGER);
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    const char *path = prepare(f);
    fixture_assert_status(fixture_post(f, under(path, "/sign"), "note="), 303);
    fixture_begin(f);
    (void)tokens_make(f, &developer->actor, "one", NULL, "");
    fixture_begin(f);
    char form[300], to[80];
    (void)snprintf(form, sizeof form,
                   "version=1&full_name=%s&email=%s&user_persona=Enterprise+Team",
                   text_percent_encode(f->arena, manager->full_name), manager->email);
    (void)snprintf(to, sizeof to, "/users/%s/edit", manager->id_text);
    fixture_assert_status(fixture_post(f, to, form), 303);
    struct response *response = page_of(f, "/settings/access");
    const char *since =
        fixture_between(f, response, "<h2>Since the last review</h2>", "</section>");
    assert_in(since, "<span class=\"chip\">Product Manager → Enterprise Team</span>");
    assert_in(since, "<span class=\"chip\">1 API token made</span>");
    assert_not_in(since, "Removed");
}

static void the_inbox_reminds_until_a_review_is_signed(void **state)
{
    struct fixture *f = *state;
    clock_travel(clock_now() + 91 * CLOCK_DAY);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    fixture_assert_has(page_of(f, "/inbox"), "Access has not been reviewed yet");
    fixture_assert_has(page_of(f, "/settings/access"),
                       "Access has not been reviewed yet.</div>");
    fixture_assert_status(fixture_post(f, "/settings/access/remind", "days=365"), 303);
    fixture_assert_has_not(page_of(f, "/inbox"), "Access has not been reviewed yet");
    fixture_assert_status(fixture_post(f, "/settings/access/remind", "days=90"), 303);
    const char *path = prepare(f);
    fixture_assert_status(fixture_post(f, under(path, "/sign"), "note="), 303);
    fixture_assert_has_not(page_of(f, "/inbox"), "Access review");
    fixture_assert_status(fixture_post(f, "/settings/access/remind", "days=7"), 422);
    fixture_sign_in(f, own(f, PERSONA_PRODUCT_MANAGER));
    fixture_assert_has_not(page_of(f, "/inbox"), "Access review");
    clock_travel(0);
}

static void sessions_and_tokens_are_taken_back_on_the_persons_page(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    char path[80], back[96];
    (void)snprintf(path, sizeof path, "/users/%s", developer->id_text);
    (void)snprintf(back, sizeof back, "%s#access", path);
    (void)tokens_make(f, &developer->actor, "Night job", NULL, "");
    fixture_begin(f);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    struct response *response = page_of(f, path);
    const char *access = fixture_between(f, response, "<h2>Access</h2>", "</section>");
    assert_in(access, "1 open session, 1 API token");
    assert_in(access, "Night job");
    assert_in(access, "/settings/tokens/");
    fixture_assert_redirect(fixture_post(f, under(path, "/sessions/end"), ""), back);
    fixture_assert_redirect(fixture_post(f, under(path, "/tokens/revoke"), ""), back);
    access = fixture_between(f, page_of(f, path), "<h2>Access</h2>", "</section>");
    assert_in(access, "0 open sessions, 0 API tokens");
    assert_not_in(access, "End all sessions");
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, "/prompts"), 303);
    fixture_use_jar(f, 0);
    /* one's own are on one's own pages */
    (void)snprintf(path, sizeof path, "/users/%s", own(f, PERSONA_CUSTOMER_ADMIN)->id_text);
    fixture_assert_has_not(page_of(f, path), "<h2>Access</h2>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_says_what_a_person_has_and_how_to_take_it_back,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(pages_go_on_where_the_last_one_ended, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_review_is_prepared_looked_at_and_signed, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_review_is_of_the_readers_day, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_change_before_signing_is_shown_and_the_note_kept,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(what_changed_since_the_last_review_is_on_the_page,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(the_inbox_reminds_until_a_review_is_signed,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(sessions_and_tokens_are_taken_back_on_the_persons_page,
                                        fixture_open_app, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
