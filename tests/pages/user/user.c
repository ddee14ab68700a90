#include "test.h"

#include <stdio.h>
#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/account/user_new.h"
#include "data/user/user.h"

static const struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static const struct fixture_user *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static const struct fixture_user *developer(struct fixture *f)
{
    return own(f, PERSONA_INDIVIDUAL_DEVELOPER);
}

/* "/users/ID" with a rest; several live at once. */
static const char *path_of(const struct fixture_user *user, const char *rest)
{
    static char paths[4][100];
    static int next;
    char *path = paths[next++ % 4];
    (void)snprintf(path, sizeof paths[0], "/users/%s%s", user->id_text, rest);
    return path;
}

static enum user_state state_of(struct fixture *f, const struct fixture_user *user)
{
    struct user found;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &f->command, &user->id, &found), ERR_NONE);
    return found.state;
}

static void create_prompt(struct fixture *f, const struct fixture_user *owner)
{
    struct prompt_draft draft = {.name = "owned",
                                 .description = "",
                                 .body = {"Text", 4},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    struct problem problem;
    struct record_saved saved;
    fixture_begin(f);
    assert_int_equal(prompt_create(f->db, &owner->actor, &draft, &saved, &problem), ERR_NONE);
}

static void an_admin_sees_all_fields(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, "/users");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Dana Dev of Northwind");
    fixture_assert_has(response, "dev@northwind.example");
    fixture_assert_has(response, "Invite user");
    fixture_assert_has_not(response, "Contoso");
    fixture_assert_has_not(response, "name=\"organization\"");
    response = fixture_get(f, path_of(developer(f), ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "dev@northwind.example");
    fixture_assert_has(response, "Password reset link");
    fixture_assert_has(response, "Deactivate");
}

static void others_see_names_only(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, developer(f));
    struct response *response = fixture_get(f, "/users");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Ada Admin of Northwind");
    fixture_assert_has_not(response, "@northwind.example");
    fixture_assert_has_not(response, "Customer Admin");
    fixture_assert_has_not(response, "Invite user");
    response = fixture_get(f, path_of(admin(f), ""));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Ada Admin of Northwind");
    fixture_assert_has_not(response, "@northwind.example");
    fixture_assert_has_not(response, "Deactivate");
    fixture_assert_has(fixture_get(f, path_of(developer(f), "")), "dev@northwind.example");
}

static void foreign_and_unknown_ids_answer_alike(void **state)
{
    struct fixture *f = *state;
    static const char *const rests[] = {"", "/edit", "/deactivate", "/hand-over"};
    struct fixture_user nobody = {.id_text = "01890a5d-ac96-774b-bcce-b302099a8057"};
    fixture_sign_in(f, admin(f));
    for (size_t i = 0; i < COUNT_OF(rests); i++) {
        char foreign[20000];
        struct response *response = fixture_get(f, path_of(&f->other.users[0], rests[i]));
        fixture_assert_status(response, 404);
        fixture_assert_has_not(response, "Contoso");
        const char *body = fixture_between(f, response, "<h1>", "Request");
        assert_non_null(body);
        (void)snprintf(foreign, sizeof foreign, "%s", body);
        response = fixture_get(f, path_of(&nobody, rests[i]));
        fixture_assert_status(response, 404);
        assert_string_equal(fixture_between(f, response, "<h1>", "Request"), foreign);
    }
    static const char *const posts[] = {"/edit", "/deactivate", "/activate", "/hand-over", "/link"};
    static const char *const forms[] = {"full_name=A&email=a%40b.example&version=1", "", "",
                                        "to_id=01890a5d-ac96-774b-bcce-b302099a8057", ""};
    for (size_t i = 0; i < COUNT_OF(posts); i++)
        fixture_assert_status(fixture_post(f, path_of(&f->other.users[0], posts[i]), forms[i]),
                              404);
}

static void searches_and_filters_stay_in_the_page(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, "/users?q=PETRA");
    fixture_assert_has(response, "Petra Product of Northwind");
    fixture_assert_has_not(response, "Dana Dev");
    fixture_assert_has(response, "value=\"PETRA\"");
    response = fixture_get(f, "/users?q=dev%40&persona=Individual+Developer&state=active");
    fixture_assert_has(response, "Dana Dev");
    fixture_assert_has(response, "value=\"Individual Developer\" selected");
    fixture_assert_has(response, "value=\"active\" selected");
    fixture_assert_has(response, "href=\"/users?q=dev%40&amp;state=active\"");
    response = fixture_get(f, "/users?q=%3Cscript%3E&state=inactive");
    fixture_assert_has(response, "No user matches");
    fixture_assert_has(response, "&lt;script&gt;");
    fixture_assert_has_not(response, "<script>");
    response = fixture_get(f, "/users?q=%22a%01%22");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "The search text has control characters. Remove them.");
    fixture_assert_has(response, "value=\"&quot;a");
    fixture_assert_has_not(response, "No user matches");
    fixture_assert_has_not(response, "Dana Dev");
    response = fixture_get(f, "/users?persona=nonsense&state=x&at=-1&from=zzz&newer=1");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Dana Dev");
}

static void lists_are_paged(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 60; i++) {
        struct problem problem;
        struct uuid id;
        fixture_begin(f);
        struct user_new user_new = {
            .organization_id = f->own.id,
            .email = arena_printf(f->arena, "p%02d@northwind.example", i),
            .full_name = arena_printf(f->arena, "Person %02d", i),
        };
        assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    }
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, "/users?q=person");
    fixture_assert_has(response, "Person 59");
    fixture_assert_has(response, "Person 35");
    fixture_assert_has_not(response, "Person 34");
    fixture_assert_has_not(response, "rel=\"prev\"");
    char url[400];
    for (int page = 0; page < 2; page++) {
        const char *older = fixture_between(f, response, "rel=\"next\" href=\"", "\"");
        assert_non_null(older);
        size_t len = 0; /* &amp; back to & */
        for (const char *p = older; *p != '\0'; p++) {
            url[len++] = *p;
            if (strncmp(p, "&amp;", 5) == 0)
                p += 4;
        }
        url[len] = '\0';
        assert_non_null(strstr(url, "q=person&at="));
        response = fixture_get(f, url);
    }
    fixture_assert_has(response, "Person 00");
    fixture_assert_has_not(response, "Person 10<");
    fixture_assert_has_not(response, "rel=\"next\"");
    fixture_assert_has(response, "rel=\"prev\"");
    fixture_assert_has(response, "newer=1");
}

/* The hand-made filter of another organization is no filter. */
static void the_list_is_of_the_organization_one_works_in(void **state)
{
    struct fixture *f = *state;
    char path[120];
    char id[UUID_TEXT_LEN];
    uuid_format(&f->other.id, id);
    (void)snprintf(path, sizeof path, "/users?organization=%s", id);
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_assert_has(fixture_get(f, path), "Dana Dev of Northwind");
    fixture_enter(f, &f->other);
    struct response *response = fixture_get(f, "/users");
    fixture_assert_has(response, "Dana Dev of Contoso");
    fixture_assert_has_not(response, "Dana Dev of Northwind");
}

#define INVITATION "full_name=New+Person&email=new%40northwind.example"

static void an_invitation_shows_its_link_once(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, "/users/new");
    fixture_assert_status(response, 200);
    fixture_assert_has_not(response, "is_superuser");
    fixture_assert_has_not(response, "Platform Admin");
    response = fixture_post(f, "/users/new", INVITATION "&user_persona=Product+Manager");
    fixture_assert_status(response, 200);
    const char *link = fixture_between(f, response, "value=\"http://127.0.0.1:8080", "\"");
    assert_non_null(link);
    assert_memory_equal(link, "/invite/", 8);
    char path[200];
    (void)snprintf(path, sizeof path, "%s", link);
    fixture_assert_has_not(fixture_get(f, "/users"), path);
    fixture_use_jar(f, 1);
    fixture_assert_has(fixture_get(f, path), "Join Northwind");
}

static void bad_invitations_keep_what_was_typed(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    static const char *const cases[][2] = {
        {INVITATION, "Choose a persona."},
        {INVITATION "&user_persona=", "Choose a persona."},
        {INVITATION "&user_persona=King", "user_persona-error"},
        {"full_name=New+Person&email=&user_persona=Product+Manager", "email-error"},
        {"full_name=New+Person&email=DEV%40northwind.example&user_persona=Product+Manager",
         "already here"},
        {"full_name=New+Person&email=nowhere&user_persona=Product+Manager", "email-error"},
        {INVITATION "&user_persona=Product+Manager&version=1", "no field named"},
        {INVITATION "&user_persona=Product+Manager&organization_id=zzz", "no field named"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct response *response = fixture_post(f, "/users/new", cases[i][0]);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, cases[i][1]);
        fixture_assert_has(response, "value=\"New Person\"");
    }
}

static void an_invitation_hands_out_no_more_than_one_has(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    fixture_assert_status(fixture_post(f, "/users/new", INVITATION "&user_persona=Platform+Admin"),
                          403);
    fixture_assert_status(
        fixture_post(f, "/users/new", INVITATION "&user_persona=Product+Manager&is_superuser=1"),
        422);
    fixture_sign_in(f, own(f, PERSONA_PLATFORM_ADMIN));
    fixture_enter(f, &f->other);
    struct response *response =
        fixture_post(f, "/users/new", INVITATION "&user_persona=Platform+Admin");
    fixture_assert_status(response, 403);
    fixture_assert_has(response, "Only people of this organization invite others into it");
    fixture_assert_has(response, "value=\"new@northwind.example\"");
    fixture_assert_has_not(fixture_get(f, "/users"), "new@northwind.example");
    assert_int_equal(fixture_count_events(f, "user.invite", "refusal"), 2);
    fixture_sign_in(f, developer(f));
    fixture_assert_status(fixture_get(f, "/users/new"), 403);
    fixture_assert_status(fixture_post(f, "/users/new", INVITATION "&user_persona=Product+Manager"),
                          403);
}

#define EDIT "full_name=Dana+Changed&email=dev%40northwind.example&version="

static void a_user_is_edited(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, path_of(developer(f), "/edit"));
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "value=\"Individual Developer\" selected");
    fixture_assert_has(response, "name=\"version\" value=\"1\"");
    fixture_assert_has_not(response, "is_superuser");
    fixture_assert_redirect(
        fixture_post(f, path_of(developer(f), "/edit"), EDIT "1&user_persona=DevOps+Engineer"),
        path_of(developer(f), ""));
    response = fixture_get(f, path_of(developer(f), ""));
    fixture_assert_has(response, "Dana Changed is saved.");
    fixture_assert_has(response, "DevOps Engineer");
}

static void a_stale_edit_shows_both(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    const char *path = path_of(developer(f), "/edit");
    fixture_assert_status(fixture_post(f, path, EDIT "1"), 303);
    struct response *response =
        fixture_post(f, path, "full_name=Typed+Later&email=dev%40northwind.example&version=1");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "Now saved: Dana Changed");
    fixture_assert_has(response, "value=\"Typed Later\"");
    fixture_assert_has(response, "name=\"version\" value=\"2\"");
}

static void new_rights_need_the_password(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    clock_travel(clock_now() + SESSION_REAUTH + CLOCK_MINUTE);
    const char *path = path_of(developer(f), "/edit");
    fixture_assert_has(fixture_get(f, path), "name=\"current_password\"");
    struct response *response =
        fixture_post(f, path, EDIT "1&user_persona=Product+Manager&current_password=");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "current_password-error");
    fixture_assert_has(response, "value=\"Product Manager\" selected");
    fixture_assert_redirect(fixture_post_patiently(f, path,
                                                   EDIT
                                                   "1&user_persona=Product+Manager"
                                                   "&current_password=gravel+lantern+52+orbit"),
                            path_of(developer(f), ""));
}

static void rights_beyond_ones_own_are_refused(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    const char *path = path_of(developer(f), "/edit");
    fixture_assert_status(fixture_post(f, path, EDIT "1&user_persona=Platform+Admin"), 403);
    fixture_assert_status(fixture_get(f, path_of(own(f, FIXTURE_SUPERUSER), "/edit")), 403);
    fixture_assert_status(fixture_get(f, path_of(own(f, PERSONA_PLATFORM_ADMIN), "/edit")), 403);
    fixture_assert_status(fixture_post(f, path_of(own(f, FIXTURE_SUPERUSER), "/link"), ""), 403);
    fixture_assert_status(fixture_post(f, path, EDIT "1&is_superuser=1"), 303); /* not heard */
    struct user user;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &f->command, &developer(f)->id, &user), ERR_NONE);
    assert_false(user.is_superuser);
    struct response *response = fixture_get(f, path_of(admin(f), "/edit"));
    fixture_assert_has(response, "You can't change your own");
    fixture_assert_has_not(response, "name=\"user_persona\"");
    fixture_assert_status(fixture_post(f, path_of(admin(f), "/edit"),
                                       "full_name=A&email=admin%40northwind.example&version=1"
                                       "&user_persona=Platform+Admin"),
                          403);
}

static void a_superuser_gives_no_flag_alone(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, own(f, FIXTURE_SUPERUSER));
    struct response *response = fixture_get(f, path_of(developer(f), "/edit"));
    fixture_assert_has_not(response, "is_superuser");
    fixture_assert_has(fixture_get(f, path_of(developer(f), "")), "/superuser\">Make superuser");
    fixture_assert_redirect(
        fixture_post(f, path_of(developer(f), "/edit"), EDIT "1&is_superuser=1"),
        path_of(developer(f), "")); /* not heard */
    struct user user;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &f->command, &developer(f)->id, &user), ERR_NONE);
    assert_false(user.is_superuser);
    fixture_assert_has(fixture_get(f, path_of(own(f, FIXTURE_SUPERUSER), "/edit")),
                       "name=\"is_superuser\" value=\"1\" checked");
}

static void the_last_superuser_stays(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *super = own(f, FIXTURE_SUPERUSER);
    fixture_sign_in(f, super);
    fixture_enter(f, &f->other);
    fixture_assert_status(
        fixture_post(f, path_of(&f->other.users[FIXTURE_SUPERUSER], "/deactivate"), ""), 303);
    fixture_leave(f);
    struct response *response = fixture_post(
        f, path_of(super, "/edit"), "full_name=Sam&email=super%40northwind.example&version=1");
    fixture_assert_status(response, 422);
    fixture_assert_has(response, "This is the last active superuser.");
    fixture_assert_status(fixture_post(f, path_of(super, "/deactivate"), ""), 403);
    assert_int_equal(state_of(f, super), USER_ACTIVE);
}

static void deactivating_offers_to_hand_over(void **state)
{
    struct fixture *f = *state;
    char form[100];
    create_prompt(f, developer(f));
    struct uuid agents[2] = {make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "One", AGENT_CONFIG),
                             make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "Two", AGENT_CONFIG)};
    (void)make_team(f, PERSONA_INDIVIDUAL_DEVELOPER, "Both", agents, NULL, 2);
    fixture_begin(f);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, developer(f));
    fixture_use_jar(f, 0);
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_get(f, path_of(developer(f), "/deactivate"));
    fixture_assert_has(response, "1 prompt</a>, <a href=\"/agents?state=all&amp;owner=");
    fixture_assert_has(response, "2 agents</a>, <a href=\"/teams?state=all&amp;owner=");
    fixture_assert_has(response, "1 team</a>. Choose");
    fixture_assert_has(fixture_get(f, path_of(developer(f), "")), "2 agents</a></h3>");
    fixture_assert_has(fixture_get(f, path_of(developer(f), "/hand-over")), "2 agents</a>, ");
    response = fixture_get(f, path_of(developer(f), "/deactivate"));
    fixture_assert_has(response, "Petra Product of Northwind</option>");
    fixture_assert_has_not(response, "Dana Dev of Northwind</option>");
    (void)snprintf(form, sizeof form, "to_id=%s", own(f, PERSONA_PRODUCT_MANAGER)->id_text);
    fixture_assert_redirect(fixture_post(f, path_of(developer(f), "/deactivate"), form),
                            path_of(developer(f), ""));
    response = fixture_get(f, path_of(developer(f), ""));
    fixture_assert_has(response, "Dana Dev of Northwind is deactivated.");
    fixture_assert_has(response, "No prompts, agents or teams.");
    fixture_assert_has(response, "Inactive");
    fixture_use_jar(f, 1);
    fixture_assert_redirect(fixture_get(f, "/account"), "/login?next=%2Faccount");
    fixture_use_jar(f, 0);
    fixture_assert_redirect(fixture_post(f, path_of(developer(f), "/activate"), ""),
                            path_of(developer(f), ""));
    assert_int_equal(state_of(f, developer(f)), USER_ACTIVE);
}

static void a_wrong_new_owner_changes_nothing(void **state)
{
    struct fixture *f = *state;
    char form[100];
    create_prompt(f, developer(f));
    fixture_sign_in(f, admin(f));
    const char *const wrong[] = {f->other.users[0].id_text, developer(f)->id_text,
                                 "01890a5d-ac96-774b-bcce-b302099a8057", "nobody"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        (void)snprintf(form, sizeof form, "to_id=%s", wrong[i]);
        struct response *response = fixture_post(f, path_of(developer(f), "/deactivate"), form);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "to_id-error");
        fixture_assert_status(fixture_post(f, path_of(developer(f), "/hand-over"), form), 422);
    }
    fixture_assert_status(fixture_post(f, path_of(developer(f), "/hand-over"), "to_id="), 422);
    assert_int_equal(state_of(f, developer(f)), USER_ACTIVE);
    struct user_owned owned;
    assert_int_equal(user_count_owned(f->db, &f->command, &developer(f)->id, &owned), ERR_NONE);
    assert_int_equal(owned.counts[RECORD_PROMPT], 1);
}

static void handing_over_names_the_new_owner(void **state)
{
    struct fixture *f = *state;
    char form[100];
    create_prompt(f, developer(f));
    fixture_sign_in(f, admin(f));
    fixture_assert_status(fixture_get(f, path_of(developer(f), "/hand-over")), 200);
    (void)snprintf(form, sizeof form, "to_id=%s", admin(f)->id_text);
    fixture_assert_redirect(fixture_post(f, path_of(developer(f), "/hand-over"), form),
                            path_of(developer(f), ""));
    fixture_assert_has(fixture_get(f, path_of(developer(f), "")),
                       "owned belongs to Ada Admin of Northwind now.");
    fixture_assert_has(fixture_get(f, path_of(developer(f), "/hand-over")), "Nothing to transfer");
}

static void a_link_is_made_for_another(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, admin(f));
    struct response *response = fixture_post(f, path_of(developer(f), "/link"), "");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "http://127.0.0.1:8080/reset/");
    /* the switch of colors leads back to a page that can be asked for */
    char back[120];
    (void)snprintf(back, sizeof back, "name=\"return\" value=\"%s\"", path_of(developer(f), ""));
    fixture_assert_has(response, back);
    fixture_assert_status(fixture_post(f, path_of(admin(f), "/link"), ""), 403);
    fixture_assert_status(fixture_post(f, path_of(developer(f), "/deactivate"), ""), 303);
    fixture_assert_redirect(fixture_post(f, path_of(developer(f), "/link"), ""),
                            path_of(developer(f), ""));
    fixture_assert_has(fixture_get(f, "/users"), "An inactive user can&#39;t get a link.");
}

static void buttons_from_elsewhere_are_offered_again(void **state)
{
    struct fixture *f = *state;
    static const char *const rests[] = {"/link", "/activate", "/deactivate", "/hand-over", "/edit"};
    fixture_sign_in(f, admin(f));
    for (size_t i = 0; i < COUNT_OF(rests); i++) {
        struct request_input input = {.method = "POST",
                                      .uri = path_of(developer(f), rests[i]),
                                      .content_length = "0",
                                      .sec_fetch_site = "cross-site"};
        struct response *response = fixture_serve(f, &input);
        fixture_assert_status(response, 403);
        fixture_assert_has(response, "sent from another page");
        fixture_assert_has_not(response, "/reset/");
    }
    assert_int_equal(state_of(f, developer(f)), USER_ACTIVE);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(an_admin_sees_all_fields),
        WITH(others_see_names_only),
        WITH(foreign_and_unknown_ids_answer_alike),
        WITH(searches_and_filters_stay_in_the_page),
        WITH(lists_are_paged),
        WITH(the_list_is_of_the_organization_one_works_in),
        WITH(an_invitation_shows_its_link_once),
        WITH(bad_invitations_keep_what_was_typed),
        WITH(an_invitation_hands_out_no_more_than_one_has),
        WITH(a_user_is_edited),
        WITH(a_stale_edit_shows_both),
        WITH(new_rights_need_the_password),
        WITH(rights_beyond_ones_own_are_refused),
        WITH(a_superuser_gives_no_flag_alone),
        WITH(the_last_superuser_stays),
        WITH(deactivating_offers_to_hand_over),
        WITH(a_wrong_new_owner_changes_nothing),
        WITH(handing_over_names_the_new_owner),
        WITH(a_link_is_made_for_another),
        WITH(buttons_from_elsewhere_are_offered_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
