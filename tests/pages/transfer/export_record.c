#include "pages/record/kinds.h"

#include "base/json.h"

/* One record as a file, and as a copy: the same for every kind. */

static struct arena *texts; /* what outlives a request */

static json_t *parse(struct fixture *f, const char *text)
{
    json_t *json = NULL;
    const char *problem = NULL;
    assert_int_equal(json_parse(f->page_arena, text, strlen(text), &json, &problem), ERR_NONE);
    return json;
}

static const char *string_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static int64_t number_at(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* Of three versions the first is live: it and the newest are in the file, and nothing else is. */
static void a_record_is_exported_with_what_its_labels_name(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "desk/First answer", 3);
        put_label(f, record_nouns[kind]->store, &id, "production", 0, 1);
        fixture_begin(f);
        sign_in_as(f, PERSONA_INDIVIDUAL_DEVELOPER);
        struct response *response = kinds_get(f, kind, &id, "/export");
        fixture_assert_status(response, 200);
        assert_string_equal(response->content_type, "application/json");
        char expected[96];
        (void)snprintf(expected, sizeof expected,
                       "attachment; filename=\"%s-desk-First-answer.json\"",
                       record_kinds[kind].name);
        assert_string_equal(fixture_header(response, "Content-Disposition"), expected);
        const json_t *json = parse(f, response->body.data);
        assert_int_equal(number_at(json, "rostrum"), 1);
        const json_t *list = json_object_get(json, record_kinds[kind].plural);
        assert_int_equal(json_array_size(list), 1);
        const json_t *record = json_array_get(list, 0);
        assert_string_equal(string_at(record, "name"), "desk/First answer");
        assert_int_equal(number_at(json_object_get(record, "labels"), "production"), 1);
        const json_t *versions = json_object_get(record, "versions");
        assert_int_equal(json_array_size(versions), 2);
        assert_int_equal(number_at(json_array_get(versions, 0), "version"), 1);
        assert_int_equal(number_at(json_array_get(versions, 1), "version"), 3);
        for (int other = 0; other < RECORD_KIND_COUNT; other++)
            if (other != (int)kind)
                assert_null(json_object_get(json, record_kinds[other].plural));
    }
}

/* Sends the text to the import; the address of its plan. */
static const char *import(struct fixture *f, const char *document)
{
    const char *form =
        arena_printf(texts, "existing=version&text=%s", text_percent_encode(texts, document));
    struct response *response = fixture_post(f, "/import", form);
    fixture_assert_status(response, 303);
    return arena_strdup(texts, fixture_header(response, "Location"));
}

/* Under another name, so that it is a new record; under its own there is nothing to do. */
static void what_was_exported_is_read_by_the_import(void **state)
{
    struct fixture *f = *state;
    texts = arena_create(8 << 20);
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "Travels", 2);
        sign_in_as(f, PERSONA_CUSTOMER_ADMIN);
        char *document = arena_strdup(texts, kinds_get(f, kind, &id, "/export")->body.data);
        struct response *plan = fixture_get(f, import(f, document));
        fixture_assert_has(plan, "There is nothing to import");
        memcpy(strstr(document, "\"Travels\""), "\"Arrives\"", strlen("\"Arrives\""));
        const char *address = import(f, document);
        plan = fixture_get(f, address);
        fixture_assert_has(plan, "Import 1 record");
        fixture_assert_has_not(plan, "not kept");
        fixture_assert_redirect(fixture_post(f, arena_printf(texts, "%s/start", address), ""),
                                address);
        fixture_assert_has(fixture_get(f, record_kinds[kind].path), ">Arrives</a>");
    }
    arena_destroy(texts);
}

static void only_those_who_may_read_export(void **state)
{
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make(f, kind, "Closed");
        sign_in_as(f, PERSONA_PLATFORM_ADMIN);
        fixture_assert_has_not(kinds_get(f, kind, &id, ""), "/export\"");
        fixture_assert_status(kinds_get(f, kind, &id, "/export"), 403);
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(kinds_get(f, kind, &id, "/export"), 404);
    }
}

/* The menu of a record leads to a form that has everything but the name. */
static void a_copy_is_a_filled_in_form(void **state)
{
    static const char *const contents[RECORD_KIND_COUNT] = {[RECORD_PROMPT] = "step 2</textarea>",
                                                            [RECORD_AGENT] = "value=\"step-2\"",
                                                            [RECORD_TEAM] =
                                                                "name=\"members\" value=\"",
                                                            [RECORD_SET] = "step 2&quot;"};
    struct fixture *f = *state;
    for (enum record_kind_id kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kinds_make_versions(f, kind, "desk/One", 2);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        const char *path = kinds_path(kind, &id, "");
        char from[96];
        (void)snprintf(from, sizeof from, "%s/new?from=%s", record_kinds[kind].path,
                       path + strlen(record_kinds[kind].path) + 1);
        fixture_assert_has(kinds_get(f, kind, &id, ""), from);
        struct response *response = fixture_get(f, from);
        fixture_assert_status(response, 200);
        fixture_assert_has(response, "value=\"desk/Copy of One\"");
        fixture_assert_has(response, "A copy of <bdi>desk/One</bdi>.");
        fixture_assert_has(response, contents[kind]);
        sign_in_as(f, PERSONA_PLATFORM_ADMIN);
        fixture_assert_status(fixture_get(f, from), 403);
        fixture_sign_in(f, &f->other.users[PERSONA_CUSTOMER_ADMIN]);
        fixture_assert_status(fixture_get(f, from), 404);
        sign_in_as(f, PERSONA_PRODUCT_MANAGER);
        (void)snprintf(from, sizeof from, "%s/new?from=nothing", record_kinds[kind].path);
        fixture_assert_status(fixture_get(f, from), 404);
    }
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_exported_with_what_its_labels_name),
        TEST(what_was_exported_is_read_by_the_import),
        TEST(only_those_who_may_read_export),
        TEST(a_copy_is_a_filled_in_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
