#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "fixture.h"

/* The pages of import, export and starters, as a browser uses them. */

#define BOUNDARY "----rostrumtest"

static const char document[] =
    "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
    "{\"name\": \"desk/style\", \"body\": \"Be <b>plain</b>.\"},"
    "{\"name\": \"desk/lost\", \"body\": \"@@@prompt:name=nowhere@@@\"}],"
    "\"agents\": [{\"name\": \"Helper\", \"config\": {\"model\": {\"name\": \"m\"},"
    "\"prompt\": {\"name\": \"desk/style\", \"label\": \"latest\"}}}]}";

static struct arena *texts; /* what outlives a request */

static void sign_in(struct fixture *f, int persona)
{
    fixture_sign_in(f, &f->own.users[persona]);
}

static void add_part(struct buf *body, const char *disposition, const char *content, size_t len)
{
    buf_printf(body, "--" BOUNDARY "\r\nContent-Disposition: form-data; %s\r\n\r\n", disposition);
    buf_add(body, content, len);
    buf_add_text(body, "\r\n");
}

/* Sends the form of /import as a browser does. */
static struct response *send_file(struct fixture *f, const char *name, const char *bytes,
                                  const char *existing)
{
    struct buf body;
    const char *csrf = fixture_csrf(f);
    buf_init(&body, texts);
    add_part(&body, "name=\"csrf\"", csrf, strlen(csrf));
    add_part(&body, arena_printf(texts, "name=\"document\"; filename=\"%s\"", name), bytes,
             strlen(bytes));
    add_part(&body, "name=\"text\"", "", 0);
    add_part(&body, "name=\"existing\"", existing, strlen(existing));
    buf_add_text(&body, "--" BOUNDARY "--\r\n");
    struct request_input input = {
        .method = "POST",
        .uri = "/import",
        .content_type = "multipart/form-data; boundary=" BOUNDARY,
        .content_length = arena_printf(texts, "%zu", body.len),
        .origin = f->app.config.public_url,
        .body = body.data,
        .body_len = body.len,
    };
    return fixture_serve(f, &input);
}

/* The address of the import that was just uploaded, in the arena of the data verbs. */
static const char *upload(struct fixture *f, const char *bytes)
{
    struct response *response = send_file(f, "folder/acme.json", bytes, "version");
    fixture_assert_status(response, 303);
    return arena_strdup(texts, fixture_header(response, "Location"));
}

static void a_file_becomes_a_plan_and_then_records(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has(fixture_get(f, "/import"), "enctype=\"multipart/form-data\"");
    const char *address = upload(f, document);
    struct response *plan = fixture_get(f, address);
    fixture_assert_status(plan, 200);
    fixture_assert_has(plan, "<h1>acme.json</h1>");
    fixture_assert_has(plan, "Import 2 records");
    fixture_assert_has(plan, "1 record can't be imported");
    fixture_assert_has(plan, "There is no prompt “nowhere”");
    fixture_assert_has(plan, "prompts[1].body");
    plan = fixture_get(f, arena_printf(texts, "%s?show=refused", address));
    fixture_assert_has(plan, "desk/lost");
    fixture_assert_has_not(plan, "desk/style");
    fixture_assert_has_not(fixture_get(f, "/prompts"), "desk/style");
    const char *start = arena_printf(texts, "%s/start", address);
    fixture_assert_redirect(fixture_post(f, start, ""), address);
    struct response *done = fixture_get(f, address);
    fixture_assert_has(done, "Done: 2 records imported");
    fixture_assert_has_not(done, "/start");
    fixture_assert_has(done, "href=\"/agents/");
    fixture_assert_has(fixture_get(f, "/prompts"), "style");
    struct response *again = fixture_post(f, start, "");
    fixture_assert_status(again, 409);
    fixture_assert_has(again, "carried out already");
}

static void pasted_text_is_taken_and_kept_when_refused(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    struct response *refused =
        fixture_post(f, "/import", "text=%7B%22a%22%3A+%22%3Cb%3E%22%7D&existing=skip");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "neither an export of Rostrum nor prompts of Langfuse");
    fixture_assert_has(refused, "&quot;&lt;b&gt;&quot;");
    fixture_assert_has(refused, "value=\"skip\" checked");
    refused = fixture_post(f, "/import", "text=&existing=version");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "Choose a file, or paste its text.");
    struct response *taken = fixture_post(
        f, "/import",
        "text=%5B%7B%22name%22%3A%22x%22%2C%22prompt%22%3A%22Hi%22%7D%5D&existing=version");
    fixture_assert_status(taken, 303);
    fixture_assert_has(fixture_get(f, "/import"), "pasted text");
}

static void a_bad_file_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *refused = send_file(f, "x.json", "no json", "version");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "id=\"document-error\"");
    fixture_assert_has(refused, "This is no JSON document.");
}

static void an_import_is_discarded(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, document);
    fixture_assert_redirect(fixture_post(f, arena_printf(texts, "%s/discard", address), ""),
                            "/import");
    fixture_assert_status(fixture_get(f, address), 404);
}

static void imports_of_others_are_not_there(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, document);
    fixture_use_jar(f, 1);
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    fixture_assert_status(fixture_get(f, address), 404);
    fixture_assert_status(fixture_post(f, arena_printf(texts, "%s/start", address), ""), 404);
    fixture_assert_status(fixture_post(f, arena_printf(texts, "%s/check", address), ""), 404);
    fixture_assert_status(fixture_post(f, arena_printf(texts, "%s/discard", address), ""), 404);
}

/* Enough records that one answer does not get through them. */
static void a_large_file_shows_its_progress(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = arena_create(64 << 20);
    struct buf text;
    buf_init(&text, arena);
    buf_add_text(&text, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": [");
    for (int i = 0; i < 4500; i++)
        buf_printf(&text, "%s{\"name\": \"p%d\", \"body\": \"x\"}", i == 0 ? "" : ",", i);
    buf_add_text(&text, "]}");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, text.data);
    arena_destroy(arena);
    const char *check = arena_printf(texts, "%s/check", address);
    struct response *progress = fixture_get(f, address);
    fixture_assert_status(progress, 200);
    const char *checked =
        arena_strdup(texts, fixture_between(f, progress, "<label for=\"progress\">", "</label>"));
    assert_null(strstr(checked, "4500 of"));
    fixture_assert_has(progress, arena_printf(texts, "action=\"%s\"", check));
    fixture_assert_has(progress, "Continue checking");
    fixture_assert_has(fixture_get(f, "/import"), "check not finished");
    /* Looking again goes on with nothing. */
    fixture_assert_has(fixture_get(f, address), checked);
    fixture_assert_redirect(fixture_post(f, check, ""), address);
    progress = fixture_get(f, address);
    fixture_assert_has_not(progress, checked);
    for (int i = 0; i < 100 && fixture_has(progress, "<progress"); i++) {
        fixture_assert_redirect(fixture_post(f, check, ""), address);
        progress = fixture_get(f, address);
    }
    fixture_assert_has(progress, "Import 4500 records");
    fixture_assert_has(progress, "?after=100");
    progress = fixture_get(f, arena_printf(texts, "%s?after=4400", address));
    fixture_assert_has_not(progress, "More lines");
}

static void the_export_is_a_file(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, document);
    (void)fixture_get(f, address);
    (void)fixture_post(f, arena_printf(texts, "%s/start", address), "");
    fixture_assert_status(fixture_get(f, "/export"), 200);
    struct response *file = fixture_post(f, "/export", "prompts=on&agents=on&history=on");
    fixture_assert_status(file, 200);
    assert_string_equal(file->content_type, "application/json");
    assert_non_null(strstr(fixture_header(file, "Content-Disposition"), "attachment; filename="));
    fixture_assert_has(file, "\"name\":\"desk/style\"");
    fixture_assert_has(file, "\"name\":\"Helper\"");
    fixture_assert_has(file, "\"teams\": []");
    assert_int_equal(fixture_count_events(f, "organization.export", "success"), 1);
    struct response *refused = fixture_post(f, "/export", "history=on");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "Choose prompts, agents or teams.");
}

static void starters_are_created_once(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct response *page = fixture_get(f, "/starters");
    fixture_assert_status(page, 200);
    static const char *const names[] = {"Support agent",        "Research agent",
                                        "Code review agent",    "Data analyst",
                                        "Release notes writer", "Product discovery interviewer",
                                        "Release crew",         "Customer insight"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        fixture_assert_has(page, names[i]);
    fixture_assert_status(fixture_post(f, "/starters", ""), 422);
    fixture_assert_status(fixture_post(f, "/starters", "names=Nobody"), 422);
    fixture_assert_status(fixture_post(f, "/starters", "names=Release+crew"), 303);
    fixture_assert_has(fixture_get(f, "/agents"), "Release notes writer");
    fixture_assert_has(fixture_get(f, "/agents"), "Release reviewer");
    fixture_assert_has_not(fixture_get(f, "/agents"), "Support agent");
    fixture_assert_has(fixture_get(f, "/teams"), "Release crew");
    page = fixture_get(f, "/starters");
    fixture_assert_has(page, "Already added");
    struct response *rest =
        fixture_post(f, "/starters", "names=Release+crew&names=Support+agent&names=Data+analyst");
    fixture_assert_status(rest, 303);
    struct response *done = fixture_get(f, fixture_header(rest, "Location"));
    fixture_assert_has(done, "Skipped");
    fixture_assert_has(done, "Support agent");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_becomes_a_plan_and_then_records),
        TEST(pasted_text_is_taken_and_kept_when_refused),
        TEST(a_bad_file_is_refused_at_its_field),
        TEST(an_import_is_discarded),
        TEST(imports_of_others_are_not_there),
        TEST(a_large_file_shows_its_progress),
        TEST(the_export_is_a_file),
        TEST(starters_are_created_once),
    };
    texts = arena_create(64 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
