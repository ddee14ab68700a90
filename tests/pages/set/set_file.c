#include "pages/record/kinds.h"

#include <stdio.h>

#include "data/set/set_content.h"

/* Cases from and to files: what an import would do, saving it, what is refused, and every export.
 */

enum { BODY_LEN = 64 * 1024 };

static struct uuid make(struct fixture *f)
{
    sign_in_as(f, PERSONA_PRODUCT_MANAGER);
    struct uuid id =
        make_set(f, PERSONA_PRODUCT_MANAGER, "desk/Refunds",
                 "[{\"id\":\"c1\",\"name\":\"Late\",\"variables\":{\"q\":\"a\"},"
                 "\"origin\":\"incident\"},{\"id\":\"c2\",\"variables\":{\"q\":\"=b\"}}]",
                 "{}");
    fixture_begin(f);
    return id;
}

/* As a browser sends a chosen file. */
static struct response *upload(struct fixture *f, const struct uuid *id, const char *bytes)
{
    const char *csrf = fixture_csrf(f);
    char *body = arena_alloc(f->page_arena, BODY_LEN);
    int len = snprintf(body, BODY_LEN,
                       "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
                       "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                       "Content-Type: application/octet-stream\r\n\r\n%s\r\n--cut--\r\n",
                       csrf, bytes);
    struct request_input input = {.method = "POST",
                                  .uri = kinds_path(RECORD_SET, id, "/import"),
                                  .content_type = "multipart/form-data; boundary=cut",
                                  .content_length = arena_printf(f->page_arena, "%d", len),
                                  .sec_fetch_site = "same-origin",
                                  .body = body,
                                  .body_len = (size_t)len};
    return fixture_serve(f, &input);
}

static struct response *save(struct fixture *f, const struct uuid *id, int revision,
                             const char *cases)
{
    (void)fixture_csrf(f); /* the form lives in the arena of the last page */
    return fixture_post(f, kinds_path(RECORD_SET, id, "/import"),
                        arena_printf(f->page_arena, "revision=%d&message=From+a+file&cases=%s",
                                     revision, text_percent_encode(f->page_arena, cases)));
}

static struct set load(struct fixture *f, const struct uuid *id)
{
    struct set set;
    assert_int_equal(set_get(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), id, &set), ERR_NONE);
    return set;
}

static void an_import_is_shown_before_it_is_saved(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    struct response *response =
        upload(f, &id, "id,q,odd one\nc1,changed,x\nc2,'=b,\n,new,\nc9,\"[\",\n");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "2 new, 1 changed, 1 unchanged");
    fixture_assert_has(response, "read as CSV. Nothing is saved yet.");
    fixture_assert_has(response, "column “odd one”");
    fixture_assert_has(response, "value=\"Imported: 2 new, 1 changed\"");
    fixture_assert_has(response, "<input type=\"hidden\" name=\"revision\" value=\"1\">");
    fixture_assert_has(response,
                       "value=\"[{&quot;id&quot;:&quot;c1&quot;,&quot;name&quot;:&quot;&quot;,"
                       "&quot;variables&quot;:{&quot;q&quot;:&quot;changed&quot;}");
    fixture_begin(f);
    assert_int_equal(load(f, &id).version, 1);
}

static void an_import_becomes_a_version(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    struct response *response =
        save(f, &id, 1, "[{\"id\":\"c1\",\"variables\":{\"q\":\"changed\"}},{\"name\":\"New\"}]");
    fixture_assert_status(response, 303);
    fixture_begin(f);
    struct set set = load(f, &id);
    assert_int_equal(set.version, 2);
    assert_string_equal(
        set.cases.data,
        "[{\"id\":\"c1\",\"name\":\"\",\"variables\":{\"q\":\"changed\"},\"checks\":"
        "[],\"origin\":\"incident\"},{\"id\":\"c2\",\"name\":\"\",\"variables\":"
        "{\"q\":\"=b\"},\"checks\":[],\"origin\":\"typed\"},{\"id\":\"c3\",\"name\":"
        "\"New\",\"checks\":[],\"origin\":\"imported\"}]");
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, "/versions"), "From a file");
    /* The same once more changes nothing. */
    response = save(f, &id, 2, "[{\"id\":\"c1\",\"variables\":{\"q\":\"changed\"}}]");
    fixture_assert_status(response, 303);
}

static void who_was_overtaken_sees_what_would_happen_now(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    kinds_save(f, RECORD_SET, &id, 2);
    fixture_begin(f);
    struct response *response = save(f, &id, 1, "[{\"id\":\"c1\",\"name\":\"Mine\"}]");
    fixture_assert_status(response, 409);
    fixture_assert_has(response, "This test set was changed meanwhile");
    fixture_assert_has(response, "1 changed");
    fixture_assert_has(response, "name=\"revision\" value=\"2\"");
    fixture_assert_has(response, "&quot;Mine&quot;");
}

static void bad_cases_are_refused_one_by_one(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    struct response *response = upload(
        f, &id,
        "{\"checks\":[{\"type\":\"similar\"}]}\n{\"name\":\"good\"}\n{\"name\":1}\nnot JSON\n");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "1 new, 3 refused");
    fixture_assert_has(response, "checks[0].type: there is no check “similar”.");
    fixture_assert_has(response, "name: must be a text.");
    fixture_assert_has(response, "Line 4");
    fixture_assert_has(response, "It is not JSON");
    /* Nothing good: nothing to save. */
    response = upload(f, &id, "{\"name\":1}\n");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "There is nothing to save.");
    fixture_assert_has_not(response, "Save as a new version");
}

static void bad_files_come_back_with_their_reason(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    static const char *const refused[][2] = {
        {"", "Choose a file, or paste its text."},
        {"hello", "There are no test cases in this file."},
        {"tests:\n  - &a {vars: {b: c}}\n  - *a\n", "aliases"},
        {"id,id\n1,2\n", "The column “id” is there twice."},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        static char body[256];
        fixture_begin(f);
        (void)snprintf(body, sizeof body, "text=%s", text_percent_encode(f->arena, refused[i][0]));
        struct response *response = fixture_post(f, kinds_path(RECORD_SET, &id, "/import"), body);
        fixture_assert_status(response, 422);
        fixture_assert_has(response, refused[i][1]);
    }
    fixture_assert_has(fixture_post(f, kinds_path(RECORD_SET, &id, "/import"), "text=hello"),
                       "hello</textarea>");
    fixture_assert_status(upload(f, &id, "\xff\xfe"), 422);
    fixture_begin(f);
    assert_int_equal(load(f, &id).version, 1);
}

static void every_format_is_exported(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    static const char *const formats[][3] = {
        {"csv", "text/csv; charset=utf-8", "\"'=b\""},
        {"jsonl", "application/x-ndjson", "{\"id\":\"c1\",\"name\":\"Late\""},
        {"promptfoo-yaml", "application/yaml", "- \"description\": \"Late\""},
        {"promptfoo-json", "application/json", "\"description\": \"Late\""},
        {"langfuse", "application/x-ndjson", "\"datasetName\":\"desk/Refunds\",\"id\":\"c1\""},
    };
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        char link[32], path[64];
        (void)snprintf(link, sizeof link, "?format=%s\"", formats[i][0]);
        (void)snprintf(path, sizeof path, "/exports/file?format=%s", formats[i][0]);
        fixture_assert_has(kinds_get(f, RECORD_SET, &id, "/exports"), link);
        struct response *file = kinds_get(f, RECORD_SET, &id, path);
        fixture_assert_status(file, 200);
        assert_string_equal(file->content_type, formats[i][1]);
        fixture_assert_has(file, formats[i][2]);
        /* And read again: nothing new. */
        struct response *review = upload(f, &id, file->body.data);
        fixture_assert_status(review, 200);
        fixture_assert_has(review, "2 unchanged");
    }
    fixture_assert_status(kinds_get(f, RECORD_SET, &id, "/exports/file?format=xlsx"), 404);
}

static void who_may_only_read_exports_and_imports_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make(f);
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, ""), kinds_path(RECORD_SET, &id, "/import"));
    sign_in_as(f, PERSONA_DEVOPS_ENGINEER);
    fixture_assert_has_not(kinds_get(f, RECORD_SET, &id, ""),
                           kinds_path(RECORD_SET, &id, "/import"));
    fixture_assert_has(kinds_get(f, RECORD_SET, &id, ""), kinds_path(RECORD_SET, &id, "/exports"));
    fixture_assert_status(kinds_get(f, RECORD_SET, &id, "/exports/file?format=csv"), 200);
    fixture_assert_status(kinds_get(f, RECORD_SET, &id, "/import"), 403);
    fixture_assert_status(save(f, &id, 1, "[{}]"), 403);
    sign_in_as(f, PERSONA_PLATFORM_ADMIN);
    fixture_assert_status(kinds_get(f, RECORD_SET, &id, "/exports/file?format=csv"), 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_import_is_shown_before_it_is_saved),         TEST(an_import_becomes_a_version),
        TEST(who_was_overtaken_sees_what_would_happen_now),  TEST(bad_cases_are_refused_one_by_one),
        TEST(bad_files_come_back_with_their_reason),         TEST(every_format_is_exported),
        TEST(who_may_only_read_exports_and_imports_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
