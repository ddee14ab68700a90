#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/prompt/prompt.h"
#include "data/session/session.h"
#include "fixture.h"
#include "prompts.h"

/* The list of organizations, entering one and leaving it, and what every page says meanwhile. */

static const struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static const char *enter_path(const struct fixture_organization *organization)
{
    static char path[80];
    char id[UUID_TEXT_LEN];
    uuid_format(&organization->id, id);
    (void)snprintf(path, sizeof path, "/organizations/%s/enter", id);
    return path;
}

static const char banner[] = "You are working in <strong>Contoso</strong>";

static void the_list_offers_to_enter_the_others(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    struct response *response = fixture_get(f, "/organizations");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "<strong>Contoso</strong>");
    fixture_assert_has(response, "<strong>Northwind</strong></a><span class=\"chip\">Your own");
    fixture_assert_has(response, enter_path(&f->other));
    fixture_assert_has_not(response, enter_path(&f->own));
    fixture_assert_has_not(response, "class=\"callout warning inside\"");
    response = fixture_get(f, "/organizations?q=NORTH");
    fixture_assert_has(response, "<strong>Northwind</strong>");
    fixture_assert_has_not(response, "<strong>Contoso</strong>");
    fixture_assert_has(fixture_get(f, "/organizations?q=nowhere"), "No organization matches");
}

static void every_page_says_where_one_is(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"/",          "/prompts",     "/users",         "/audit",
                                        "/help",      "/account",     "/organizations", "/search",
                                        "/users/new", "/no-such-page"};
    static const int admins[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(admins); i++) {
        fixture_sign_in(f, own(f, admins[i]));
        fixture_assert_has_not(fixture_get(f, "/"), banner);
        fixture_enter(f, &f->other);
        for (size_t j = 0; j < COUNT_OF(pages); j++) {
            struct response *response = fixture_get(f, pages[j]);
            fixture_assert_has(response, banner);
            fixture_assert_has(response, "action=\"/organizations/leave\"");
        }
        fixture_assert_has(fixture_get(f, "/organizations"), "You are here");
        fixture_leave(f);
        for (size_t j = 0; j < COUNT_OF(pages); j++)
            fixture_assert_has_not(fixture_get(f, pages[j]), "inside\"");
    }
}

/* The password is asked for again, and the form says so; afterwards the way is open. */
static void an_old_sign_in_needs_the_password(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    (void)fixture_get(f, "/");
    clock_travel(clock_now() + SESSION_REAUTH + CLOCK_SECOND);
    struct response *response = fixture_post(f, enter_path(&f->other), "");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "<h1>Confirm your password</h1>");
    fixture_assert_has(response, "name=\"current_password\"");
    response = fixture_post_patiently(f, enter_path(&f->other), "current_password=wrong");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This is not your password.");
    fixture_assert_has_not(fixture_get(f, "/"), banner);
    assert_int_equal(fixture_count_events(f, "organization.enter", "success"), 0);
    response = fixture_post_patiently(f, enter_path(&f->other),
                                      "current_password=gravel+lantern+52+orbit");
    fixture_assert_redirect(response, "/");
    fixture_assert_has(fixture_get(f, "/"), banner);
    assert_int_equal(fixture_count_events(f, "organization.enter", "success"), 2);
}

static void others_find_no_organizations(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < PERSONA_PLATFORM_ADMIN; i++) {
        fixture_sign_in(f, own(f, i));
        fixture_assert_has_not(fixture_get(f, "/"), "href=\"/organizations\"");
        fixture_assert_status(fixture_get(f, "/organizations"), 403);
        fixture_assert_status(fixture_post(f, "/organizations/new", "name=Mine"), 403);
        fixture_assert_status(fixture_post(f, enter_path(&f->other), ""), 403);
        fixture_assert_status(fixture_post(f, "/organizations/leave", ""), 403);
    }
}

static void what_is_not_there_is_not_entered(void **state)
{
    struct fixture *f = *state;
    struct fixture_organization nowhere = {.id = uuid_make()};
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_status(fixture_post(f, enter_path(&nowhere), ""), 404);
    fixture_assert_redirect(fixture_post(f, enter_path(&f->own), ""), "/organizations");
    fixture_assert_redirect(fixture_post(f, "/organizations/leave", ""), "/organizations");
}

/* The account is at home: its pages work while one is elsewhere, on one's own record. */
static void the_own_account_works_from_inside(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *admin = own(f, PERSONA_PLATFORM_ADMIN);
    fixture_sign_in(f, admin);
    fixture_enter(f, &f->other);
    struct response *response = fixture_get(f, "/account");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, admin->email);
    fixture_assert_has(response, banner);
    fixture_assert_redirect(
        fixture_post(f, "/account",
                     "full_name=Pat+Renamed&email=platform%40northwind.example&version=1"),
        "/account");
    fixture_assert_has(fixture_get(f, "/account"), "value=\"Pat Renamed\"");
    fixture_assert_has(fixture_get(f, "/account/sessions"), "192.0.2.7");
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                                   "AND action = 'user.update' AND NOT is_outside",
                                   &f->own.id),
                     1);
    response = fixture_post_patiently(f, "/account/password",
                                      "current_password=gravel+lantern+52+orbit"
                                      "&password=velvet+harbor+91+tunnel");
    fixture_assert_redirect(response, "/account");
    fixture_assert_has_not(fixture_get(f, "/"), banner); /* a new session begins at home */
}

/* A form that was opened at home in another tab is not carried out where one is meanwhile: it comes
 * back as it was typed, and says where it would be sent to. */
static void a_form_stays_in_the_organization_it_was_opened_in(void **state)
{
    struct fixture *f = *state;
    char at_home[96];
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    (void)fixture_get(f, "/users/new");
    (void)snprintf(at_home, sizeof at_home, "%s", f->jar->csrf);
    for (int i = 0; i < 2; i++) { /* into the other organization, and back */
        char opened_here[96];
        (void)snprintf(opened_here, sizeof opened_here, "%s", fixture_csrf(f));
        if (i == 0)
            fixture_enter(f, &f->other);
        else
            fixture_leave(f);
        (void)snprintf(f->jar->csrf, sizeof f->jar->csrf, "%s", opened_here);
        struct response *response =
            fixture_post(f, "/users/new",
                         "full_name=New+Person&email=new%40northwind.example"
                         "&user_persona=Product+Manager");
        fixture_assert_status(response, 403);
        fixture_assert_has(response, "value=\"New Person\"");
        if (i == 0)
            fixture_assert_has(response, banner);
    }
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 0);
    (void)snprintf(f->jar->csrf, sizeof f->jar->csrf, "%s", at_home);
    fixture_assert_status(fixture_post(f, "/users/new",
                                       "full_name=New+Person&email=new%40northwind.example"
                                       "&user_persona=Product+Manager"),
                          200);
}

static void signing_out_works_from_inside(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, FIXTURE_SUPERUSER));
    fixture_enter(f, &f->other);
    fixture_assert_redirect(fixture_post(f, "/logout", ""), "/login");
    fixture_assert_status(fixture_get(f, "/"), 303);
}

static void a_new_organization_can_be_entered(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_status(fixture_get(f, "/organizations/new"), 200);
    struct response *response = fixture_post(f, "/organizations/new", "name=");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "id=\"name-error\"");
    fixture_assert_has(response, "id=\"email-error\"");
    response =
        fixture_post(f, "/organizations/new",
                     "name=Fabrikam+%26+Co&full_name=Ada+First&email=ada%40fabrikam.example");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "/invite/");
    fixture_assert_has(response, "Fabrikam &amp; Co");
    response = fixture_get(f, "/organizations?q=fabri");
    fixture_assert_has(response, "<strong>Fabrikam &amp; Co</strong>");
    const char *path =
        fixture_between(f, response, "method=\"post\" action=\"/organizations/", "\"");
    char enter[96];
    (void)snprintf(enter, sizeof enter, "/organizations/%s", path);
    fixture_assert_redirect(fixture_post(f, enter, ""), "/");
    response = fixture_get(f, "/users");
    fixture_assert_has(response, "You are working in <strong>Fabrikam &amp; Co</strong>");
    fixture_assert_has_not(response, "Dana Dev of Northwind");
    response = fixture_post(f, "/users/new",
                            "full_name=First+Admin&email=first%40fabrikam.example"
                            "&user_persona=Customer+Admin");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "/invite/");
    fixture_assert_has(fixture_get(f, "/users"), "Ada First");
    fixture_assert_has(fixture_get(f, "/users"), "First Admin");
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE organization_id <> $1 "
                                   "AND action IN ('user.invite', 'organization.create', "
                                   "'organization.enter') AND is_outside",
                                   &f->own.id),
                     4);
}

/* With the session of one organization, the ids of another answer what ids of nothing answer, in
 * every place where an id can stand. */
static void hand_made_ids_of_another_organization_open_nothing(void **state)
{
    struct fixture *f = *state;
    static const char *const patterns[] = {"/prompts/%s",
                                           "/prompts/%s/versions",
                                           "/prompts/%s/releases",
                                           "/prompts/%s/used-by",
                                           "/prompts/%s/activity",
                                           "/users/%s",
                                           "/agents/%s",
                                           "/teams/%s",
                                           "/import/%s"};
    struct prompt_draft draft = draft_of("theirs", "Secret");
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, &draft,
                                   &saved, &problem),
                     ERR_NONE);
    struct uuid ids[] = {saved.id, f->other.users[0].id, f->other.id};
    struct uuid nothing = uuid_make();
    static const int people[] = {PERSONA_CUSTOMER_ADMIN, FIXTURE_SUPERUSER};
    for (size_t p = 0; p < COUNT_OF(people) * COUNT_OF(patterns) * COUNT_OF(ids); p++) {
        const char *pattern = patterns[p % COUNT_OF(patterns)];
        const struct uuid *id = &ids[p / COUNT_OF(patterns) % COUNT_OF(ids)];
        static char bodies[2][64 * 1024];
        fixture_sign_in(f, own(f, people[p / COUNT_OF(patterns) / COUNT_OF(ids)]));
        for (int i = 0; i < 2; i++) {
            char path[96], text[UUID_TEXT_LEN];
            uuid_format(i == 0 ? id : &nothing, text);
            (void)snprintf(path, sizeof path, pattern, text);
            struct request_input input = {
                .method = "GET", .uri = path, .request_id = "0123456789abcdef0123456789abcdef"};
            struct response *response = fixture_serve(f, &input);
            fixture_assert_status(response, 404);
            (void)snprintf(bodies[i], sizeof bodies[i], "%s", response->body.data);
            fixture_blank_tokens(bodies[i]);
            for (char *at = strstr(bodies[i], text); at != NULL; at = strstr(at, text))
                memset(at, '0', strlen(text)); /* the address itself */
        }
        assert_string_equal(bodies[0], bodies[1]);
    }
}

static const char *platform_path(const struct fixture_organization *organization, const char *end)
{
    static char paths[2][96]; /* for two in one call */
    static int turn;
    char *path = paths[turn ^= 1];
    char id[UUID_TEXT_LEN];
    uuid_format(&organization->id, id);
    (void)snprintf(path, sizeof paths[0], "/organizations/%s%s", id, end);
    return path;
}

static void a_customer_is_renamed_from_outside(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    struct response *response = fixture_get(f, platform_path(&f->other, ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, ">Contoso</h1>");
    response = fixture_post(f, platform_path(&f->other, "/rename"), "new_name=+");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "new_name-error");
    fixture_assert_redirect(
        fixture_post(f, platform_path(&f->other, "/rename"), "new_name=Contoso+Ltd"),
        platform_path(&f->other, ""));
    fixture_assert_has(fixture_get(f, platform_path(&f->other, "")), ">Contoso Ltd</h1>");
    struct fixture_organization nowhere = {.id = uuid_make()};
    fixture_assert_status(fixture_get(f, platform_path(&nowhere, "")), 404);
    fixture_assert_status(fixture_post(f, platform_path(&nowhere, "/rename"), "new_name=X"), 404);
    fixture_sign_in(f, own(f, PERSONA_CUSTOMER_ADMIN));
    fixture_assert_status(fixture_get(f, platform_path(&f->own, "")), 403);
    fixture_assert_status(fixture_post(f, platform_path(&f->own, "/rename"), "new_name=X"), 403);
}

/* Its people see why, whatever they ask for, and nothing else; nobody else notices. */
static void a_suspended_customer_waits(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"/", "/prompts", "/audit", "/account", "/inbox"};
    static const char words[] = "Your organization is suspended";
    char sign_in[160];
    (void)snprintf(sign_in, sizeof sign_in, "email=%s&password=gravel+lantern+52+orbit",
                   f->other.users[PERSONA_CUSTOMER_ADMIN].email);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_status(fixture_post(f, platform_path(&f->other, "/suspend"), "reason="), 422);
    fixture_assert_redirect(fixture_post(f, platform_path(&f->other, "/suspend"), "reason=Unpaid"),
                            platform_path(&f->other, ""));
    fixture_assert_has(fixture_get(f, platform_path(&f->other, "")), "Suspended");
    fixture_assert_has(fixture_get(f, "/organizations"), "Suspended");
    fixture_use_jar(f, 1);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct response *response = fixture_get(f, pages[i]);
        fixture_assert_status(response, 403);
        fixture_assert_has(response, words);
        fixture_assert_has_not(response, "Contoso");
        fixture_assert_has_not(response, "href=\"/prompts\"");
    }
    fixture_assert_status(fixture_post(f, "/prompts/new", "name=x&body=y"), 403);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->other.id),
        0);
    fixture_use_jar(f, 2);
    struct response *response = fixture_post_patiently(f, "/login", sign_in);
    fixture_assert_status(response, 422);
    fixture_assert_has(response, words);
    (void)snprintf(sign_in, sizeof sign_in, "email=%s&password=wrong",
                   f->other.users[PERSONA_CUSTOMER_ADMIN].email);
    response = fixture_post_patiently(f, "/login", sign_in);
    fixture_assert_has(response, "Wrong email or password.");
    fixture_assert_has_not(response, words);
    fixture_use_jar(f, 0);
    fixture_assert_redirect(fixture_post(f, platform_path(&f->other, "/resume"), ""),
                            platform_path(&f->other, ""));
    fixture_assert_status(fixture_post(f, platform_path(&f->other, "/resume"), ""), 409);
    fixture_assert_status(fixture_post(f, platform_path(&f->own, "/suspend"), "reason=Me"), 409);
    fixture_use_jar(f, 1);
    fixture_assert_status(fixture_get(f, "/prompts"), 200); /* as if nothing had been */
}

static int64_t looks(struct fixture *f)
{
    fixture_begin(f);
    return fixture_count(f,
                         "SELECT count(*) FROM audit_events WHERE organization_id = $1 "
                         "AND action = 'organization.look' AND is_outside",
                         &f->other.id);
}

/* Each page leaves one event in the log of those whose page it is, and they can tell which. */
static void every_look_from_outside_is_told(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"/",      "/prompts", "/agents",
                                        "/users", "/audit",   "/settings/organization"};
    struct prompt_draft draft = draft_of("theirs/secret", "Body");
    struct problem problem;
    struct record_saved saved;
    char path[80], id[UUID_TEXT_LEN];
    assert_int_equal(prompt_create(f->db, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, &draft,
                                   &saved, &problem),
                     ERR_NONE);
    uuid_format(&saved.id, id);
    (void)snprintf(path, sizeof path, "/prompts/%s", id);
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        fixture_assert_status(fixture_get(f, pages[i]), 200);
    assert_int_equal(looks(f), 0); /* at home nobody is told */
    fixture_assert_status(fixture_get(f, platform_path(&f->other, "")), 200);
    assert_int_equal(looks(f), 1);
    fixture_enter(f, &f->other);
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        fixture_assert_status(fixture_get(f, pages[i]), 200);
    fixture_assert_status(fixture_get(f, path), 200);
    fixture_assert_status(fixture_get(f, path), 200);
    int64_t expected = 1 + (int64_t)COUNT_OF(pages) + 2;
    assert_int_equal(looks(f), expected);
    fixture_assert_status(fixture_get(f, "/organizations"), 200); /* about nobody in particular */
    fixture_assert_status(fixture_get(f, "/account"), 200);       /* one's own */
    fixture_assert_status(fixture_get(f, "/prompts/new"), 403);   /* refused, an event itself */
    assert_int_equal(looks(f), expected);
    fixture_leave(f);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    struct response *response = fixture_get(f, "/audit");
    fixture_assert_has(response, "By platform administrators");
    response = fixture_get(f, "/audit?outside=1");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Looked at prompt</a>");
    fixture_assert_has(response, "theirs/secret");
    fixture_assert_has(response, "Looked at the list of prompts</a>");
    fixture_assert_has(response, "Looked at the organization&#39;s names and numbers</a>");
    fixture_assert_has(response, "Platform administrator ");
    fixture_assert_has_not(response, "Created prompt"); /* a member's */
    response = fixture_get(f, "/settings/organization");
    fixture_assert_has(response, "12 events in 30 days"); /* with coming, going and the refusal */
    (void)snprintf(path, sizeof path, "/prompts/%s/activity", id);
    fixture_assert_has_not(fixture_get(f, path), "Looked at"); /* it changed nothing */
}

/* Its administrators hear of a limit before it is reached, the others only when it is. */
static void limits_are_seen_before_they_are_reached(void **state)
{
    struct fixture *f = *state;
    static const char banner_text[] = "% of the people it may have";
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_status(
        fixture_post(f, platform_path(&f->other, "/limits"), "records=x&megabytes=0&people="), 422);
    fixture_assert_redirect(
        fixture_post(f, platform_path(&f->other, "/limits"), "records=1&megabytes=5&people=8"),
        platform_path(&f->other, ""));
    struct response *response = fixture_get(f, platform_path(&f->other, ""));
    fixture_assert_has(response, "name=\"megabytes\" inputmode=\"numeric\" value=\"5\"");
    fixture_assert_has(response, "7 of 8 ");
    fixture_assert_has(response, "Nearly full");
    fixture_assert_has(fixture_get(f, "/organizations"), "People 87%");
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has(fixture_get(f, "/prompts"), banner_text);
    response = fixture_get(f, "/settings/organization");
    fixture_assert_has(response, "7 of 8 ");
    fixture_assert_has(response, "0.0 MB of 5.0 MB");
    fixture_assert_status(
        fixture_post(f, "/users/new",
                     "full_name=A&email=a%40contoso.example&user_persona=Product+Manager"),
        200);
    response = fixture_post(f, "/users/new",
                            "full_name=B&email=b%40contoso.example&user_persona=Product+Manager");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "may have 8 people and has 8");
    fixture_assert_has(response, "value=\"b@contoso.example\"");
    fixture_use_jar(f, 2);
    fixture_sign_in(f, &f->other.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_has_not(fixture_get(f, "/prompts"), banner_text);
    (void)fixture_post(f, "/prompts/new", "name=one&type=text&body=1&description=&tags=&message=");
    response = fixture_post(f, "/prompts/new",
                            "name=two&type=text&body=typed&description=&tags=&message=");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "may have 1 records and has 1");
    fixture_assert_has(response, "typed</textarea>");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(the_list_offers_to_enter_the_others),
        WITH(every_page_says_where_one_is),
        WITH(an_old_sign_in_needs_the_password),
        WITH(others_find_no_organizations),
        WITH(what_is_not_there_is_not_entered),
        WITH(the_own_account_works_from_inside),
        WITH(a_form_stays_in_the_organization_it_was_opened_in),
        WITH(signing_out_works_from_inside),
        WITH(a_new_organization_can_be_entered),
        WITH(a_customer_is_renamed_from_outside),
        WITH(a_suspended_customer_waits),
        WITH(every_look_from_outside_is_told),
        WITH(limits_are_seen_before_they_are_reached),
        WITH(hand_made_ids_of_another_organization_open_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
