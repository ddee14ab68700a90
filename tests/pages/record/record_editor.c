#include "pages/record/kinds.h"
#include "pages/record/sent_form.h"

/* What the editors of all kinds have in common: the bar with the buttons, and the properties. */

static const char *const nouns[] = {"prompt", "agent", "team", "test set"};
static const char *const names[] = {"a prompt", "an agent", "a team", "a set"};

/* A value of the content, as the form sends it, and another one. */
#define CASES(step)                                                                                \
    "[{\"id\":\"c1\",\"name\":\"\",\"variables\":{\"a\":\"step " step                              \
    "\"},\"checks\":[],\"origin\":\"typed\"}]"
static const char *const contents[][2] = {
    {"step 1", "step 2"}, {"step-1", "step-2"}, {"10", "12"}, {CASES("1"), CASES("2")}};

/* The same form, sent by another button than the first. */
static const char *with_button(struct fixture *f, const char *form, const char *button)
{
    return arena_printf(f->page_arena, "%s&do=%s", form, button);
}

static struct response *open(struct fixture *f, int persona, enum record_kind_id kind,
                             const struct uuid *id)
{
    sign_in_as(f, persona);
    struct response *response = kinds_get(f, kind, id, "/edit");
    fixture_assert_status(response, 200);
    return response;
}

static void the_bar_is_the_end_of_every_editor(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, names[kind]);
        struct response *response = open(f, PERSONA_PRODUCT_MANAGER, kind, &id);
        const char *bar =
            piece_with(f, response, "<div class=\"editor-bar\">", "data-save", "</form>");
        assert_in(bar, "<label for=\"message\">Change message");
        assert_in(bar, arena_printf(f->page_arena, "data-save>Save %s</button>", nouns[kind]));
        assert_in(bar, "value=\"release\">Save and propose</button>");
        assert_in(bar,
                  arena_printf(f->page_arena, "href=\"%s\">Cancel</a>", kinds_path(kind, &id, "")));
        assert_true(strstr(response->body.data, "id=\"part-properties\"") <
                    strstr(response->body.data, "class=\"editor-bar\""));
        fixture_assert_has(response, "Changing these makes no new version");
        response = open(f, PERSONA_CUSTOMER_ADMIN, kind, &id);
        fixture_assert_has(response, "value=\"release\">Save and release</button>");
        response = fixture_get(f, arena_printf(f->page_arena, "%s/new", record_kinds[kind].path));
        fixture_assert_has(
            response, arena_printf(f->page_arena, "data-save>Create %s</button>", nouns[kind]));
        fixture_assert_has(response, "value=\"release\">Create and release</button>");
        fixture_assert_has_not(response, "makes no new version");
    }
}

/* Nothing moves unseen: the save leads to the page that shows what a release changes. */
static void save_and_propose_leads_to_the_release(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, names[kind]);
        struct response *response = open(f, PERSONA_PRODUCT_MANAGER, kind, &id);
        const char *form = form_of(f, response, contents[kind][0], contents[kind][1]);
        response = kinds_post(f, kind, &id, "/edit", with_button(f, form, "release"));
        const char *release =
            kinds_path(kind, &id, "/releases/change?label=production&to_version=2");
        fixture_assert_redirect(response, release);
        response = fixture_get(f, release);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "Saved as version 2.");
        fixture_assert_has(response, "Propose v2");
        fixture_assert_has(kinds_get(f, kind, &id, ""), "Nothing released yet");
    }
}

static void what_is_only_a_property_makes_no_version(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, names[kind]);
        struct response *response = open(f, PERSONA_PRODUCT_MANAGER, kind, &id);
        const char *form =
            form_of(f, response, names[kind], arena_printf(f->page_arena, "other %d", kind));
        fixture_assert_redirect(kinds_post(f, kind, &id, "/edit", with_button(f, form, "release")),
                                kinds_path(kind, &id, ""));
        response = kinds_get(f, kind, &id, "");
        fixture_assert_has(response, "The content is the same, so there is no new version.");
        fixture_assert_has(response, arena_printf(f->page_arena, "<h1>other %d</h1>", kind));
    }
}

static void a_new_record_may_be_proposed_at_once(void **state)
{
    struct fixture *f = *state;
    static const char *const forms[][2] = {
        {"/prompts/new", "name=new&body=x&do=release"},
        {"/agents/new",
         "name=new&config=%7B%22model%22%3A%7B%22name%22%3A%22m%22%7D%7D&do=release"}};
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        char release[128];
        struct response *response = fixture_post(f, forms[i][0], forms[i][1]);
        fixture_assert_status(response, 303);
        (void)snprintf(release, sizeof release, "%s", fixture_header(response, "Location"));
        assert_non_null(strstr(release, "/releases/change?label=production&to_version=1"));
        response = fixture_get(f, release);
        fixture_assert_has(response, "created. This is its version 1.");
        fixture_assert_has(response, "Propose v1");
    }
}

static void a_refused_form_keeps_the_message(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, names[kind]);
        struct response *response = open(f, PERSONA_PRODUCT_MANAGER, kind, &id);
        const char *form = form_of(f, response, names[kind], "a//b");
        char *message = strstr((char *)(uintptr_t)form, "message=");
        assert_non_null(message);
        response =
            kinds_post(f, kind, &id, "/edit",
                       arena_printf(f->page_arena, "%.*smessage=why%s", (int)(message - form), form,
                                    message + strlen("message=")));
        fixture_assert_status(response, 422);
        fixture_assert_has(response, "name=\"message\" value=\"why\"");
        fixture_assert_has(response, "name=\"name\" value=\"a//b\"");
        fixture_assert_has(response, "id=\"name-error\"");
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(the_bar_is_the_end_of_every_editor),       TEST(save_and_propose_leads_to_the_release),
        TEST(what_is_only_a_property_makes_no_version), TEST(a_new_record_may_be_proposed_at_once),
        TEST(a_refused_form_keeps_the_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
