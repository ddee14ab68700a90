#include "test.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/privacy/erasure_request.h"
#include "data/privacy/erasure_run.h"
#include "fixture.h"

/* The privacy desk: a person's data, and their erasure. */

enum { FIRST, SECOND, PERSON }; /* jars */

static void use(struct fixture *f, int jar)
{
    fixture_use_jar(f, jar);
}

static const struct fixture_user *person(struct fixture *f)
{
    return &f->own.users[PERSONA_PRODUCT_MANAGER];
}

static void sign_in_all(struct fixture *f)
{
    use(f, PERSON);
    fixture_sign_in(f, person(f));
    use(f, SECOND);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    use(f, FIRST);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
}

static const char *path_of(struct fixture *f, const char *rest)
{
    static char path[128];
    (void)snprintf(path, sizeof path, "/users/%s%s", person(f)->id_text, rest);
    return path;
}

static struct erasure_case find(struct fixture *f)
{
    struct erasure_list list;
    fixture_begin(f);
    assert_int_equal(erasure_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &list),
                     ERR_NONE);
    assert_true(list.count > 0);
    return list.items[0];
}

static const char *case_path(struct fixture *f, const char *rest)
{
    static char path[128];
    char id[UUID_TEXT_LEN];
    struct erasure_case erasure = find(f);
    uuid_format(&erasure.id, id);
    (void)snprintf(path, sizeof path, "/settings/erasure/%s%s", id, rest);
    fixture_begin(f);
    return path;
}

static const char *approval_path(struct fixture *f, const char *rest)
{
    static char path[128];
    char id[UUID_TEXT_LEN];
    struct erasure_case erasure = find(f);
    uuid_format(&erasure.approval_id, id);
    (void)snprintf(path, sizeof path, "/approvals/%s%s", id, rest);
    fixture_begin(f);
    return path;
}

static void a_person_gets_their_data(void **state)
{
    struct fixture *f = *state;
    sign_in_all(f);
    use(f, PERSON);
    fixture_assert_has(fixture_get(f, "/account/data"), "Download</button>");
    struct response *response = fixture_post(f, "/account/data", "");
    fixture_assert_status(response, 200);
    assert_string_equal(fixture_header(response, "Content-Type"),
                        "application/json; charset=utf-8");
    json_t *root = json_loads(response->body.data, 0, NULL);
    assert_non_null(root);
    json_t *data = json_object_get(root, "data");
    json_t *profile = json_array_get(json_object_get(data, "users"), 0);
    assert_string_equal(json_string_value(json_object_get(profile, "email")), person(f)->email);
    assert_string_equal(json_string_value(json_object_get(profile, "full_name")),
                        person(f)->full_name);
    assert_null(json_object_get(profile, "hashed_password"));
    assert_int_equal(json_array_size(json_object_get(data, "users")), 1);
    assert_true(json_array_size(json_object_get(data, "sessions")) > 0);
    assert_true(json_array_size(json_object_get(data, "audit_events")) > 0);
    assert_true(json_array_size(json_object_get(root, "manifest")) > 5);
    json_decref(root);
    assert_null(strstr(response->body.data, f->own.users[PERSONA_CUSTOMER_ADMIN].email));
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "user.export", "success"), 1);
    use(f, FIRST);
    fixture_assert_status(fixture_post(f, path_of(f, "/data"), ""), 200);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "user.export", "success"), 2);
    use(f, PERSON);
    fixture_assert_status(fixture_post(f, path_of(f, "/data"), ""), 403);
}

static void a_person_is_erased_from_beginning_to_end(void **state)
{
    struct fixture *f = *state;
    sign_in_all(f);
    use(f, PERSON);
    fixture_assert_status(fixture_post(f, "/account/data/erase", ""), 303);
    fixture_assert_has(fixture_get(f, "/account/data"), "Asked for by the person");
    use(f, FIRST);
    fixture_assert_has(fixture_get(f, "/settings/erasure"), "Asked for by the person");
    fixture_assert_has(fixture_get(f, case_path(f, "")), "Take it up");
    fixture_assert_has(fixture_get(f, path_of(f, "")), "/erase\">Erase this person");
    fixture_assert_status(fixture_get(f, path_of(f, "/erase")), 200);
    fixture_assert_status(fixture_post(f, path_of(f, "/erase"), "reason="), 422);
    fixture_assert_status(fixture_post(f, path_of(f, "/erase"), "reason=By+letter"), 303);
    while (find(f).scan_ended_at == 0)
        fixture_assert_status(fixture_post(f, case_path(f, "/search"), ""), 303);
    fixture_assert_has(fixture_get(f, case_path(f, "")), "Everything was searched");
    fixture_assert_status(fixture_post(f, approval_path(f, "/approve"), ""), 403);
    use(f, SECOND);
    fixture_assert_status(fixture_post(f, approval_path(f, "/approve"), ""), 303);
    fixture_assert_has(fixture_get(f, case_path(f, "")), "Can be undone until");
    fixture_assert_has_not(fixture_get(f, case_path(f, "")), "Erase now");
    fixture_assert_status(fixture_post(f, "/settings/erasure", "days=91"), 422);
    fixture_assert_status(fixture_post(f, "/settings/erasure", "days=0"), 303);
    fixture_assert_has(fixture_get(f, case_path(f, "")), "Erase now");
    fixture_assert_status(fixture_post(f, case_path(f, "/erase"), ""), 303);
    struct response *response = fixture_get(f, case_path(f, ""));
    fixture_assert_has(response, "Erasure of an erased user");
    fixture_assert_has(response, "rostrum erasure 1");
    fixture_assert_has(fixture_get(f, case_path(f, "/certificate")), "\xE2\x80\x94 rostrum/");
    fixture_assert_has(fixture_get(f, path_of(f, "")), "<h1>Erased user</h1>");
    static const char *const pages[] = {"/users", "/audit", "/settings/erasure", "/approvals", "/"};
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        fixture_assert_has_not(fixture_get(f, pages[i]), person(f)->full_name);
    use(f, PERSON);
    assert_int_not_equal(fixture_get(f, "/account/data")->status, 200);
}

/* By another process than the one whose memory has the pages. */
static void erase_elsewhere(struct fixture *f)
{
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct erasure_draft draft = {.user_id = person(f)->id, .reason = "By letter"};
    struct problem problem;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(erasure_grace_set(f->db, admin, 0), ERR_NONE);
    assert_int_equal(erasure_request(f->db, admin, &draft, &id, &problem), ERR_NONE);
    struct uuid approval_id = find(f).approval_id;
    assert_int_equal(
        approval_approve(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &approval_id, "", &problem),
        ERR_NONE);
    fixture_begin(f);
    const char *ledger = arena_printf(f->arena, "%s/erasures.jsonl", f->dir);
    assert_int_equal(erasure_carry_out(f->db, admin, &id, ledger, &problem), ERR_NONE);
    fixture_begin(f);
}

static void what_a_worker_kept_does_not_name_the_person_any_more(void **state)
{
    struct fixture *f = *state;
    static const char *const pages[] = {"/users", "/users?persona=Product+Manager", "/audit"};
    use(f, FIRST);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    for (int twice = 0; twice < 2; twice++)
        fixture_assert_has(fixture_get(f, pages[0]), person(f)->full_name);
    for (size_t i = 1; i < COUNT_OF(pages); i++)
        (void)fixture_get(f, pages[i]);
    erase_elsewhere(f);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        fixture_assert_status(fixture_get(f, pages[i]), 200);
        fixture_assert_has_not(fixture_get(f, pages[i]), person(f)->full_name);
        fixture_assert_has_not(fixture_get(f, pages[i]), person(f)->email);
    }
}

static void an_erasure_is_undone(void **state)
{
    struct fixture *f = *state;
    sign_in_all(f);
    fixture_assert_status(fixture_post(f, path_of(f, "/erase"), "reason=By+letter"), 303);
    fixture_assert_status(fixture_post(f, case_path(f, "/cancel"), ""), 303);
    fixture_assert_has(fixture_get(f, case_path(f, "")), "Undone");
    fixture_assert_has(fixture_get(f, path_of(f, "")), person(f)->full_name);
    use(f, PERSON);
    fixture_assert_status(fixture_post(f, "/account/data/erase", ""), 303);
    fixture_assert_status(fixture_post(f, "/account/data/keep", ""), 303);
    fixture_assert_has(fixture_get(f, "/account/data"), "Ask to be erased");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_person_gets_their_data),
        EACH(a_person_is_erased_from_beginning_to_end),
        EACH(what_a_worker_kept_does_not_name_the_person_any_more),
        EACH(an_erasure_is_undone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
