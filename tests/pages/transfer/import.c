#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/transfer/import_start.h"
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

static int64_t count_prompts(struct fixture *f)
{
    fixture_begin(f);
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id);
}

static void an_import_is_undone_from_its_page(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, document);
    const char *undo = arena_printf(texts, "%s/undo", address);
    fixture_assert_status(fixture_post(f, undo, ""), 409);
    fixture_assert_redirect(fixture_post(f, arena_printf(texts, "%s/start", address), ""), address);
    struct response *done = fixture_get(f, address);
    fixture_assert_has(done, "Undo import");
    fixture_assert_has(done, "Not imported: 1 record");
    fixture_assert_redirect(fixture_post(f, undo, ""), address);
    done = fixture_get(f, address);
    fixture_assert_has(done, "Undone: 2 records");
    fixture_assert_has_not(done, "Undo import");
    assert_int_equal(count_prompts(f), 0);
    fixture_assert_status(fixture_post(f, undo, ""), 409);
}

/* One batch, as a worker leaves it that died behind it. */
static void begin_import(struct fixture *f, const char *address)
{
    struct problem problem;
    struct import import;
    struct uuid id;
    assert_int_equal(uuid_parse(address + strlen("/import/"), &id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        import_start(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &id, 0, &import, &problem),
        ERR_NONE);
    assert_int_equal(import.state, IMPORT_APPLYING);
}

/* Of 450 records, of which the first batch is done: the address of its page. */
static const char *begin_large_import(struct fixture *f)
{
    struct buf text;
    buf_init(&text, texts);
    for (int i = 0; i < 450; i++)
        buf_printf(&text, "%s{\"name\": \"p%d\", \"prompt\": \"x\"}", i == 0 ? "[" : ",", i);
    buf_add_text(&text, "]");
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    const char *address = upload(f, text.data);
    const char *check = arena_printf(texts, "%s/check", address);
    for (int i = 0; i < 100 && fixture_has(fixture_get(f, address), "Continue checking"); i++)
        fixture_assert_redirect(fixture_post(f, check, ""), address);
    begin_import(f, address);
    return address;
}

/* The page says how far it is, goes on by its button, and can be stopped. */
static void a_large_import_shows_how_far_it_is(void **state)
{
    struct fixture *f = *state;
    const char *address = begin_large_import(f);
    struct response *progress = fixture_get(f, address);
    fixture_assert_has(progress, "of 450 records imported");
    fixture_assert_has(progress, "data-continue");
    fixture_assert_has(progress, "Stop here");
    fixture_assert_has(fixture_get(f, "/import"), "import not finished");
    assert_true(count_prompts(f) > 0 && count_prompts(f) <= 200);
    fixture_assert_status(fixture_post(f, arena_printf(texts, "%s/discard", address), ""), 409);
    const char *start = arena_printf(texts, "%s/start", address);
    for (int i = 0; i < 100 && fixture_has(fixture_get(f, address), "Stop here"); i++)
        fixture_assert_redirect(fixture_post(f, start, ""), address);
    fixture_assert_has(fixture_get(f, address), "Done: 450 records imported");
    assert_int_equal(count_prompts(f), 450);
}

static void an_import_is_stopped_from_its_page(void **state)
{
    struct fixture *f = *state;
    const char *address = begin_large_import(f);
    int64_t count = count_prompts(f);
    fixture_assert_redirect(fixture_post(f, arena_printf(texts, "%s/stop", address), ""), address);
    fixture_assert_has(fixture_get(f, address), "Done: ");
    fixture_assert_has(fixture_get(f, address), "Skipped");
    assert_int_equal(count_prompts(f), count);
}

static void pasted_text_is_taken_and_kept_when_refused(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_PRODUCT_MANAGER);
    struct response *refused =
        fixture_post(f, "/import", "text=%7B%22a%22%3A+%22%3Cb%3E%22%7D&existing=skip");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "This document was not recognized.");
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
    struct response *refused = send_file(f, "x.json", "[no json", "version");
    fixture_assert_status(refused, 422);
    fixture_assert_has(refused, "id=\"document-error\"");
    fixture_assert_has(refused, "This is no JSON document.");
}

/* The transport did not read it to its end: what is said is the limit of this address. */
static void what_is_too_large_hears_the_limit_of_its_address(void **state)
{
    struct fixture *f = *state;
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    struct request_input input = {.method = "POST",
                                  .uri = "/import",
                                  .content_type = "multipart/form-data; boundary=" BOUNDARY,
                                  .origin = f->app.config.public_url,
                                  .is_body_too_large = true};
    struct response *refused = fixture_serve(f, &input);
    fixture_assert_status(refused, 413);
    fixture_assert_has(refused, "may have 16 MiB");
    fixture_assert_has_not(refused, "4 MiB");
    input.uri = "/prompts/new";
    refused = fixture_serve(f, &input);
    fixture_assert_status(refused, 413);
    fixture_assert_has(refused, "A form may hold 4 MiB");
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
    fixture_assert_has(refused, "Choose prompts, agents, teams or test sets.");
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

/* The engine takes no page more: the change fails whole, reads go on, and every page says why. */
static void a_full_disk_is_said_on_every_page(void **state)
{
    struct fixture *f = *state;
    if (f->is_postgres)
        return; /* its disk is of another machine */
    sign_in(f, PERSONA_CUSTOMER_ADMIN);
    fixture_assert_has_not(fixture_get(f, "/import"), "is full");
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_script(f->db, "PRAGMA max_page_count = 1"), ERR_NONE);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    int status = 0;
    for (int i = 0; i < 50 && status != 503; i++)
        status = send_file(f, "x.json", document, "version")->status;
    assert_int_equal(status, 503);
    struct response *page = fixture_get(f, "/import");
    fixture_assert_status(page, 200);
    fixture_assert_has(page, "The disk of this installation is full");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_becomes_a_plan_and_then_records),
        TEST(an_import_is_undone_from_its_page),
        TEST(a_large_import_shows_how_far_it_is),
        TEST(an_import_is_stopped_from_its_page),
        TEST(pasted_text_is_taken_and_kept_when_refused),
        TEST(a_bad_file_is_refused_at_its_field),
        TEST(what_is_too_large_hears_the_limit_of_its_address),
        TEST(an_import_is_discarded),
        TEST(imports_of_others_are_not_there),
        TEST(a_large_file_shows_its_progress),
        TEST(the_export_is_a_file),
        TEST(starters_are_created_once),
        TEST(a_full_disk_is_said_on_every_page),
    };
    texts = arena_create(64 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_destroy(texts);
    return failed;
}
