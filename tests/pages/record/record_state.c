#include "pages/record/kinds.h"

/* Archive, restore, delete and transfer of records of every kind. */

static void what_is_archived_leaves_the_lists_until_it_is_restored(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const char *list = record_kinds[kind].path;
        struct uuid id = kinds_make(f, kind, "One");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_redirect(kinds_post(f, kind, &id, "/archive", ""),
                                kinds_path(kind, &id, ""));
        struct response *response = fixture_get(f, list);
        assert_in(piece_with(f, response, "<div class=\"flash success\" role=\"status\">",
                             "lists no longer show it.", "</form>"),
                  arena_printf(f->page_arena,
                               "<form class=\"inline\" method=\"post\" action=\"%s\">",
                               kinds_path(kind, &id, "/restore")));
        fixture_assert_has_not(response, ">One</a>");
        response = kinds_get(f, kind, &id, "");
        assert_in(piece_with(f, response, "<ul class=\"strip\">", "Nothing released", "</ul>"),
                  "<span class=\"chip state off\">Archived</span>");
        fixture_assert_has_not(response, "/edit\"");
        fixture_assert_redirect(kinds_post(f, kind, &id, "/restore", ""),
                                kinds_path(kind, &id, ""));
        response = fixture_get(f, list);
        fixture_assert_has(response, "Restored. Lists show it again.");
        fixture_assert_has(response, ">One</a>");
        fixture_assert_has(kinds_get(f, kind, &id, ""), "/edit\"");
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", "extra=1"), 422);
        fixture_assert_status(kinds_get(f, kind, &id, "/archive"), 405);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", ""), 403);
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", ""), 404);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_has(fixture_get(f, list), ">One</a>");
    }
}

/* What makes or renames a record under the name: by a form, and by the form of a copy. */
static void assert_led_to(struct fixture *f, const struct response *response,
                          enum record_kind_id kind, const struct uuid *id)
{
    fixture_assert_status(response, 409);
    fixture_assert_has(response, arena_printf(f->arena, "An archived %s has this name. Restore it",
                                              record_kinds[kind].noun));
    fixture_assert_has(
        response, arena_printf(f->arena, "href=\"%s\">Open One</a>", kinds_path(kind, id, "")));
}

static void a_name_that_an_archived_record_has_leads_to_it(void **state)
{
    static const char *const contents[RECORD_KIND_COUNT] = {
        [RECORD_PROMPT] = "type=text&body=x&do=save",
        [RECORD_AGENT] = "model_name=m&source=instructions&do=save",
        [RECORD_TEAM] = "kind=sequential&do=save",
        [RECORD_SET] = "draft=%5B%5D&do=save"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "One");
        struct uuid other = kinds_make(f, kind, "Two");
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", ""), 303);
        char content[512];
        char member[96] = "";
        if (kind == RECORD_TEAM) {
            char text[UUID_TEXT_LEN];
            struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "Third", AGENT_CONFIG);
            uuid_format(&agent, text);
            (void)snprintf(member, sizeof member, "&members=%s&role=worker&pin=", text);
        }
        (void)snprintf(content, sizeof content, "name=one&description=&tags=&%s%s", contents[kind],
                       member);
        char path[64];
        (void)snprintf(path, sizeof path, "%s/new", record_kinds[kind].path);
        assert_led_to(f, fixture_post(f, path, content), kind, &id);
        (void)snprintf(content, sizeof content,
                       "name=ONE&description=&tags=&revision=1&message=&%s%s", contents[kind],
                       member);
        assert_led_to(f, kinds_post(f, kind, &other, "/edit", content), kind, &id);
    }
}

/* DevOps Engineers change agents and teams of others, but no prompts. */
static void devops_engineers_archive_what_they_may_change(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "One");
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", ""),
                              kind == RECORD_PROMPT ? 403 : 303);
    }
}

/* A prompt or agent that another agent and a team use; no kind uses teams. */
static struct uuid make_used(struct fixture *f, enum record_kind_id kind)
{
    struct uuid id = kinds_make(f, kind, "Used");
    static const char *const configs[] = {
        "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"Used\",\"version\":1}}",
        "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"Used\"]}"};
    static const char *const givers[] = {"Giver of a prompt", "Giver of an agent"};
    static const char *const teams[] = {"Night shift", "Day shift"};
    struct uuid user = make_agent(f, PERSONA_PRODUCT_MANAGER, givers[kind], configs[kind]);
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, teams[kind], &user, NULL, 1);
    fixture_begin(f);
    return id;
}

static void archiving_what_is_used_asks_first(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = RECORD_PROMPT; kind <= RECORD_AGENT; kind++) {
        const char *list = record_kinds[kind].path;
        struct uuid id = make_used(f, kind);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_post(f, kind, &id, "/archive", "");
        fixture_assert_status(response, 409);
        assert_in(piece_with(f, response, "<div class=\"callout warning\"", "Giver of a", "</div>"),
                  record_kinds[kind].name);
        const char *uses = piece_with(
            f, response, "<section aria-labelledby=\"used-title\"><h2 id=\"used-title\">Used by",
            ">Giver of a", "</section>");
        assert_in(uses, " shift</a>");
        assert_in(uses, ": <strong>keeps working, and shows that it refers to something archived");
        assert_in(strstr(uses, "<p>through Giver of a"), ": <strong>keeps working</strong>");
        const char *form =
            piece_with(f, response, "<form class=\"form\"", "Archive anyway</button>", "</form>");
        assert_in(form, kinds_path(kind, &id, "/archive\""));
        assert_in(form, "name=\"accept\" value=\"1\"");
        fixture_assert_has(fixture_get(f, list), ">Used</a>");
        fixture_assert_redirect(kinds_post(f, kind, &id, "/archive", "accept=1"),
                                kinds_path(kind, &id, ""));
        fixture_assert_has(kinds_get(f, kind, &id, ""), "<span>Archived by ");
        fixture_assert_has_not(fixture_get(f, list), ">Used</a>");
    }
}

/* Nobody in Rostrum uses it, but programs may read what is live. */
static void archiving_what_is_live_asks_first(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Live");
        put_label(f, record_nouns[kind]->store, &id, "staging", 0, 1);
        put_label(f, record_nouns[kind]->store, &id, LABEL_PRODUCTION, 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_post(f, kind, &id, "/archive", "");
        fixture_assert_status(response, 409);
        assert_in(piece_with(f, response, "<div class=\"callout warning\"", "is live.", "</div>"),
                  "Version 1 of this ");
        fixture_assert_has(response, "Nothing uses this ");
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), ">Archived</span>");
        char bulk[64];
        (void)snprintf(bulk, sizeof bulk, "%s/bulk", record_kinds[kind].path);
        struct response *many = post_bulk(f, bulk, &id, 1, "do=archive&tag=");
        fixture_assert_status(many, 303);
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), ">Archived</span>");
        fixture_assert_status(kinds_post(f, kind, &id, "/archive", "accept=1"), 303);
        fixture_assert_has(kinds_get(f, kind, &id, ""), ">Archived</span>");
    }
}

/* An active team keeps its members, whoever insists; an archived one comes back with them alone. */
static void a_team_is_never_active_with_an_archived_member(void **state)
{
    static const char *const forms[] = {"", "accept=1"};
    struct fixture *f = *state;
    struct uuid agent = kinds_make(f, RECORD_AGENT, "Member");
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "Night shift", &agent, NULL, 1);
    struct response *response = NULL;
    sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        response = kinds_post(f, RECORD_AGENT, &agent, "/archive", forms[i]);
        fixture_assert_status(response, 409);
        assert_in(piece_with(f, response, "<div class=\"callout warning\"",
                             "Remove it there first.", "</div>"),
                  "Night shift");
        fixture_assert_has_not(response, "Archive anyway"); /* it would be refused */
        fixture_assert_has_not(kinds_get(f, RECORD_AGENT, &agent, ""), ">Archived</span>");
    }
    fixture_assert_status(kinds_post(f, RECORD_TEAM, &team, "/archive", ""), 303);
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &agent, "/archive", "accept=1"), 303);
    fixture_assert_has(kinds_get(f, RECORD_AGENT, &agent, ""), "<span>Archived by ");
    fixture_assert_redirect(kinds_post(f, RECORD_TEAM, &team, "/restore", ""),
                            kinds_path(RECORD_TEAM, &team, ""));
    response = kinds_get(f, RECORD_TEAM, &team, "");
    fixture_assert_has(response, "class=\"flash error\"");
    fixture_assert_has(response, "Members of this team are archived: Member.");
    fixture_assert_has(response, "<span>Archived by ");
    fixture_assert_status(kinds_post(f, RECORD_AGENT, &agent, "/restore", ""), 303);
    fixture_assert_status(kinds_post(f, RECORD_TEAM, &team, "/restore", ""), 303);
    fixture_assert_has_not(kinds_get(f, RECORD_TEAM, &team, ""), ">Archived</span>");
}

static void deleting_what_is_used_is_refused(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = RECORD_PROMPT; kind <= RECORD_AGENT; kind++) {
        struct uuid id = make_used(f, kind);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/delete");
        fixture_assert_status(response, 200);
        const char *uses = piece_with(
            f, response, "<section aria-labelledby=\"used-title\"><h2 id=\"used-title\">Used by",
            ">Giver of a", "</section>");
        assert_in(uses, ": <strong>must stop using it first</strong>");
        fixture_assert_has(response, "It can't be deleted while others use it.");
        fixture_assert_has_not(response, "Delete permanently</button>");
        assert_in(uses, "<a href=\"/agents/");
        assert_in(uses, "<a href=\"/teams/");
        assert_in(uses, " shift</a>");
        response = kinds_post(f, kind, &id, "/delete", "name=Used");
        fixture_assert_status(response, 409);
        fixture_assert_has_not(response, "Delete permanently</button>"); /* it would be refused */
        fixture_assert_has(response,
                           arena_printf(f->page_arena, "Others still use this %s: Giver of a",
                                        record_kinds[kind].name));
        fixture_assert_status(kinds_get(f, kind, &id, ""), 200);
    }
}

static void deleting_wants_the_name_typed_and_is_final(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "One & \"us\"", 2);
        put_label(f, record_nouns[kind]->store, &id, LABEL_PRODUCTION, 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
        fixture_assert_status(kinds_get(f, kind, &id, "/delete"), 403);
        sign_in_as(f, PERSONA_ENTERPRISE_TEAM);
        fixture_assert_status(kinds_get(f, kind, &id, "/delete"), 403);
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), "/delete\"");
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        struct response *response = kinds_get(f, kind, &id, "/delete");
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "<title>Delete One &amp; &quot;us&quot; ");
        fixture_assert_has(response, "Type <strong>One &amp; &quot;us&quot;</strong> to confirm.");
        assert_in(
            piece_with(f, response, "<div class=\"callout error\"", "undone.</strong> ", "</div>"),
            "Its 2 versions");
        assert_in(
            piece_with(f, response, "<div class=\"callout error\"", "undone.</strong> ", "</div>"),
            "Version 1 is live: programs that read it find nothing afterwards.");
        fixture_assert_has(response, "Nothing uses this ");
        fixture_assert_has(response, ">Delete permanently</button>");
        const char *path = kinds_path(kind, &id, "/delete");
        response = fixture_post(f, path, "name=One+us");
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "id=\"name-error\"");
        fixture_assert_has(response, "value=\"One us\"");
        fixture_assert_status(fixture_post(f, path, "name="), 422);
        fixture_assert_status(fixture_post(f, path, "name=One+%26+%22us%22&extra=1"), 422);
        response = fixture_post(f, path, "name=One+%26+%22us%22");
        fixture_assert_redirect(response, record_kinds[kind].path);
        fixture_assert_has(fixture_get(f, record_kinds[kind].path), "Deleted permanently.");
        fixture_assert_status(fixture_get(f, path), 404);
        fixture_begin(f);
        assert_int_equal(fixture_count_events(f, record_kinds[kind].event.remove, "success"), 1);
    }
}

/* Product Managers delete what they own, and nothing else. */
static void product_managers_delete_only_what_they_own(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Mine");
        char form[64];
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(kinds_get(f, kind, &id, "/delete"), 200);
        (void)snprintf(form, sizeof form, "owner_id=%s",
                       f->own.users[PERSONA_ENTERPRISE_TEAM].id_text);
        fixture_assert_status(kinds_post(f, kind, &id, "/transfer", form), 303);
        fixture_assert_status(kinds_get(f, kind, &id, "/delete"), 403);
        fixture_assert_status(kinds_post(f, kind, &id, "/delete", "name=Mine"), 403);
    }
}

static void a_record_is_handed_over_within_the_organization(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "One");
        const struct fixture_user *heir = &f->own.users[PERSONA_DEVOPS_ENGINEER];
        char path[256];
        char form[64];
        (void)snprintf(path, sizeof path, "%s", kinds_path(kind, &id, "/transfer"));
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        fixture_assert_status(fixture_get(f, path), 403);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        struct response *response = fixture_get(f, path);
        fixture_assert_status(response, 200);
        const char *owners = piece_with(f, response, "<select", heir->id_text, "</select>");
        assert_in(owners, heir->full_name);
        assert_not_in(owners, f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
        assert_not_in(owners, f->other.users[PERSONA_DEVOPS_ENGINEER].id_text);
        fixture_assert_status(fixture_post(f, path, "owner_id="), 422);
        (void)snprintf(form, sizeof form, "owner_id=%s",
                       f->other.users[PERSONA_DEVOPS_ENGINEER].id_text);
        response = fixture_post(f, path, form);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "id=\"owner_id-error\"");
        (void)snprintf(form, sizeof form, "owner_id=%s", heir->id_text);
        fixture_assert_redirect(fixture_post(f, path, form), kinds_path(kind, &id, ""));
        response = kinds_get(f, kind, &id, "");
        fixture_assert_has(response, "has a new owner.");
        assert_in(piece_with(f, response, "<dl", "<dt>Owner</dt>", "</dl>"),
                  arena_printf(f->page_arena, "<dt>Owner</dt><dd>%s</dd>", heir->full_name));
    }
}

/* What one owns and hands over is no longer theirs to change. */
static void a_transfer_ends_the_rights_of_the_owner(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "One");
        char form[64];
        (void)snprintf(form, sizeof form, "owner_id=%s",
                       f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id_text);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        fixture_assert_status(kinds_post(f, kind, &id, "/transfer", form), 303);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        fixture_assert_status(kinds_get(f, kind, &id, "/transfer"), 200);
        (void)snprintf(form, sizeof form, "owner_id=%s",
                       f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
        fixture_assert_status(kinds_post(f, kind, &id, "/transfer", form), 303);
        fixture_assert_status(kinds_get(f, kind, &id, "/transfer"), 403);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(what_is_archived_leaves_the_lists_until_it_is_restored),
        TEST(a_name_that_an_archived_record_has_leads_to_it),
        TEST(devops_engineers_archive_what_they_may_change),
        TEST(archiving_what_is_used_asks_first),
        TEST(archiving_what_is_live_asks_first),
        TEST(a_team_is_never_active_with_an_archived_member),
        TEST(deleting_what_is_used_is_refused),
        TEST(deleting_wants_the_name_typed_and_is_final),
        TEST(product_managers_delete_only_what_they_own),
        TEST(a_record_is_handed_over_within_the_organization),
        TEST(a_transfer_ends_the_rights_of_the_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
