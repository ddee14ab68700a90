#include "test.h"

#include <string.h>

#include "data/audit/audit.h"
#include "data/endpoint/endpoint_check.h"
#include "endpoints.h"

/* Model endpoints: who may change them, what is refused, where a key may go. */

static const struct actor *actor_at(struct fixture *f, int index)
{
    return &f->own.users[index].actor;
}

static enum err create(struct fixture *f, int index, const struct endpoint_draft *draft,
                       struct problem *problem)
{
    struct uuid id;
    endpoints_begin(f);
    return endpoint_create(f->db, actor_at(f, index), draft, &id, problem);
}

static struct endpoint find(struct fixture *f, const struct uuid *id)
{
    struct endpoint endpoint;
    endpoints_begin(f);
    assert_int_equal(endpoint_find(f->db, &f->own.id, id, &endpoint), ERR_NONE);
    return endpoint;
}

static enum err update(struct fixture *f, const struct uuid *id, const struct endpoint_draft *draft,
                       struct problem *problem)
{
    endpoints_begin(f);
    return endpoint_update(f->db, endpoints_admin(f), id, draft, problem);
}

static struct turns no_turns = {.fd = -1};

static void only_customer_admins_and_superusers_have_them(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint_list list;
    struct endpoint endpoint;
    struct endpoint_checked checked;
    struct uuid id = endpoints_plant(f);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        struct endpoint_draft draft = endpoints_draft();
        const struct actor *actor = actor_at(f, i);
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == FIXTURE_SUPERUSER;
        enum err expected = may ? ERR_NONE : ERR_DENIED;
        draft.name = i == FIXTURE_SUPERUSER ? "Super" : "Other";
        assert_int_equal(create(f, i, &draft, &problem), expected);
        assert_int_equal(endpoint_list(f->db, actor, &list), expected);
        assert_int_equal(endpoint_get(f->db, actor, &id, &endpoint), expected);
        if (may)
            continue;
        const struct endpoint based_on = {.id = id, .revision = 1};
        assert_int_equal(endpoint_update(f->db, actor, &id, &draft, &problem), ERR_DENIED);
        assert_int_equal(endpoint_archive(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(endpoint_restore(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(endpoint_delete(f->db, actor, &id), ERR_DENIED);
        assert_int_equal(endpoint_check(f->db, actor, &id, &no_turns, &checked, &problem),
                         ERR_DENIED);
        assert_int_equal(
            endpoint_prices_set(f->db, actor, &based_on, (struct text){"", 0}, &problem),
            ERR_DENIED);
    }
    assert_int_equal(fixture_count_events(f, "endpoint.delete", "refusal"), 5);
    assert_int_equal(fixture_count_events(f, "endpoint.create", "success"), 3);
}

static void another_organization_has_none_of_it(void **state)
{
    struct fixture *f = *state;
    struct endpoint endpoint;
    struct endpoint_list list;
    struct endpoint_checked checked;
    struct problem problem;
    const struct actor *theirs = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    const struct endpoint_draft draft = endpoints_draft();
    struct uuid id = endpoints_plant(f), other;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(endpoint_get(f->db, theirs, &id, &endpoint), ERR_NOT_FOUND);
    assert_int_equal(endpoint_delete(f->db, theirs, &id), ERR_NOT_FOUND);
    assert_int_equal(endpoint_check(f->db, theirs, &id, &no_turns, &checked, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(endpoint_list(f->db, theirs, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
    /* a name is taken in one organization alone */
    assert_int_equal(endpoint_create(f->db, theirs, &draft, &other, &problem), ERR_NONE);
}

static void what_can_not_be_is_refused_at_its_field(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *field, *value;
    } rows[] = {
        {"name", ""},
        {"name", "\xe2\x80\x8b"},
        {"url", ""},
        {"url", "http://models.invalid/v1"}, /* not listed by that */
        {"url", "file:///etc/passwd"},
        {"url", "gopher://models.invalid/"},
        {"url", "https://user:pass@models.invalid/v1"},
        {"url", "https://user@models.invalid/v1"},
        {"url", "https://models.invalid/v1#x"},
        {"url", "https://models.invalid/v1?key=1"},
        {"url", "https://models.invalid/v 1"},
        {"url", "//models.invalid"},
        {"models", " \n \r\n"},
        {"models", "a b"},
        {"models", "a\nb,c"},
        {"models", "a\n\xc3\xa4"},
        {"currency", "DOLLAR"},
        {"currency", "U1"},
        {"secret", ""},
        {"secret", "with space"},
        {"secret", "line\nbreak"},
    };
    struct problem problem;
    endpoints_allow("public");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct endpoint_draft draft = endpoints_draft();
        const struct {
            const char *field, **value;
        } places[] = {{"name", &draft.name},
                      {"url", &draft.url},
                      {"models", &draft.models},
                      {"currency", &draft.currency},
                      {"secret", &draft.secret}};
        for (size_t j = 0; j < COUNT_OF(places); j++)
            if (strcmp(places[j].field, rows[i].field) == 0)
                *places[j].value = rows[i].value;
        assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
        assert_string_equal(problem.field, rows[i].field);
        assert_non_null(problem.message);
    }
    assert_int_equal(fixture_count_events(f, "endpoint.create", "success"), 0);
}

static void nothing_can_be_added_where_nothing_may_be_called(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct endpoint_draft draft = endpoints_draft();
    endpoints_allow("");
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "url");
    assert_non_null(strstr(problem.message, "model-hosts"));
}

static void it_is_stored_in_one_form(void **state)
{
    struct fixture *f = *state;
    struct endpoint_draft draft = endpoints_draft();
    draft.name = "  Cafe\xcc\x81 ";
    draft.url = "https://models.invalid/v1//";
    draft.models = "\r\n  gpt-5 \r\n\r\nsmall-1\t\ngpt-5";
    draft.currency = "eur";
    draft.context_tokens = 0;
    struct uuid id = endpoints_make(f, &draft);
    struct endpoint endpoint = find(f, &id);
    assert_string_equal(endpoint.name, "Caf\xc3\xa9");
    assert_string_equal(endpoint.url, "https://models.invalid/v1");
    assert_string_equal(endpoint.models, "gpt-5\nsmall-1");
    assert_string_equal(endpoint.currency, "EUR");
    assert_string_equal(endpoint.secret, "sk-planted-key");
    assert_int_equal(endpoint.context_tokens, 0);
    assert_int_equal(endpoint.timeout_s, 30);
    assert_int_equal(endpoint.revision, 1);
    assert_int_equal(endpoint.archived_at, 0);
    assert_int_equal(endpoint.checked_at, 0);
    struct endpoint shown;
    assert_int_equal(endpoint_get(f->db, endpoints_admin(f), &id, &shown), ERR_NONE);
    assert_string_equal(shown.secret, "");
}

static void a_name_is_taken_once(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint_draft draft = endpoints_draft();
    (void)endpoints_plant(f);
    draft.name = "MAIN";
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    draft.name = "Second";
    struct uuid id = endpoints_make(f, &draft);
    draft.name = "main";
    draft.revision = 1;
    assert_int_equal(update(f, &id, &draft, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    draft.name = "second";
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE);
}

static void an_organization_has_at_most_fifty(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint_draft draft = endpoints_draft();
    for (int i = 0; i < ENDPOINT_MAX; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "Number %d", i);
        draft.name = name;
        (void)endpoints_make(f, &draft);
    }
    draft.name = "One more";
    assert_int_equal(create(f, PERSONA_CUSTOMER_ADMIN, &draft, &problem), ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "50 endpoints"));
}

static void a_change_is_kept_and_a_stale_one_refused(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = endpoints_plant(f);
    struct endpoint_draft draft = endpoints_draft();
    draft.revision = 1;
    draft.secret = "";
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE); /* the same */
    assert_int_equal(fixture_count_events(f, "endpoint.update", "success"), 0);
    draft.models = "gpt-6";
    draft.data_class = ENDPOINT_CONFIDENTIAL;
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE);
    struct endpoint endpoint = find(f, &id);
    assert_string_equal(endpoint.models, "gpt-6");
    assert_int_equal(endpoint.data_class, ENDPOINT_CONFIDENTIAL);
    assert_string_equal(endpoint.secret, "sk-planted-key");
    assert_int_equal(endpoint.revision, 2);
    assert_int_equal(update(f, &id, &draft, &problem), ERR_STALE);
    assert_non_null(problem.message);
    assert_int_equal(fixture_count_events(f, "endpoint.update", "success"), 1);
}

/* An administrator who does not know the key can't have it sent to a host of theirs. */
static void a_key_goes_to_no_other_host(void **state)
{
    struct fixture *f = *state;
    static const char *const others[] = {"https://evil.invalid/v1",
                                         "https://models.invalid:8443/v1",
                                         "http://models.invalid/v1", "https://models.invalid.evil"};
    struct problem problem;
    struct uuid id = endpoints_plant(f);
    struct endpoint_draft draft = endpoints_draft();
    draft.revision = 1;
    draft.secret = "";
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        draft.url = others[i];
        assert_int_equal(update(f, &id, &draft, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "secret");
    }
    draft.url = "https://models.invalid/v2";
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE);
    draft.url = others[0];
    draft.secret = "sk-other";
    draft.revision = 2;
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE);
    assert_string_equal(find(f, &id).secret, "sk-other");
    draft.secret_kind = ENDPOINT_SECRET_NONE;
    draft.secret = "";
    draft.revision = 3;
    assert_int_equal(update(f, &id, &draft, &problem), ERR_NONE);
    assert_string_equal(find(f, &id).secret, "");
    draft.secret_kind = ENDPOINT_SECRET_OWN;
    draft.revision = 4;
    assert_int_equal(update(f, &id, &draft, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "secret");
}

static void prices_are_replaced_as_a_whole(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint_price_list list;
    struct uuid id = endpoints_plant(f);
    assert_int_equal(endpoints_price(f, &id, 1, "a,2026-01-01,1,2\nb,2026-01-01,3,4", &problem),
                     ERR_NONE);
    assert_int_equal(endpoints_price(f, &id, 1, "a,2026-01-01,1,2", &problem), ERR_STALE);
    assert_int_equal(endpoints_price(f, &id, 2, "a,2026-01-01,1,x", &problem), ERR_INVALID);
    assert_string_equal(problem.field, "prices");
    assert_int_equal(endpoints_price(f, &id, 2, "a,2026-01-01,1,2.5\na,2026-05-01,1,2\n", &problem),
                     ERR_NONE);
    assert_int_equal(endpoints_price(f, &id, 3, "a,2026-05-01,1,2\na,2026-01-01,1,2.50", &problem),
                     ERR_NONE); /* the same */
    endpoints_begin(f);
    assert_int_equal(endpoint_prices(f->db, &f->own.id, &id, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[1].model, "a");
    assert_int_equal(list.items[1].output_micros, 2500000);
    assert_int_equal(fixture_count_events(f, "endpoint.prices", "success"), 2);
    assert_int_equal(endpoints_price(f, &id, 3, "", &problem), ERR_NONE);
    endpoints_begin(f);
    assert_int_equal(endpoint_prices(f->db, &f->own.id, &id, &list), ERR_NONE);
    assert_int_equal(list.count, 0);
}

static void it_is_archived_restored_and_deleted(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint endpoint;
    const struct actor *admin = endpoints_admin(f);
    struct uuid id = endpoints_plant(f);
    assert_int_equal(endpoints_price(f, &id, 1, "a,2026-01-01,1,2", &problem), ERR_NONE);
    assert_int_equal(endpoint_archive(f->db, admin, &id), ERR_NONE);
    assert_int_equal(endpoint_archive(f->db, admin, &id), ERR_NONE);
    assert_true(find(f, &id).archived_at > 0);
    assert_int_equal(endpoint_restore(f->db, admin, &id), ERR_NONE);
    assert_int_equal(find(f, &id).archived_at, 0);
    assert_int_equal(endpoint_delete(f->db, admin, &id), ERR_NONE);
    assert_int_equal(endpoint_find(f->db, &f->own.id, &id, &endpoint), ERR_NOT_FOUND);
    assert_int_equal(endpoint_delete(f->db, admin, &id), ERR_NOT_FOUND);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM model_prices WHERE organization_id = $1",
                                   &f->own.id),
                     0);
    assert_int_equal(fixture_count_events(f, "endpoint.archive", "success"), 1);
    assert_int_equal(fixture_count_events(f, "endpoint.restore", "success"), 1);
    assert_int_equal(fixture_count_events(f, "endpoint.delete", "success"), 1);
}

/* What the operator took off the list since is not asked. */
static void a_test_is_noted(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct endpoint_checked checked;
    struct uuid id = endpoints_plant(f);
    endpoints_allow("");
    assert_int_equal(endpoint_check(f->db, endpoints_admin(f), &id, &no_turns, &checked, &problem),
                     ERR_NONE);
    assert_true(checked.outcome == ENDPOINT_FORBIDDEN || checked.outcome == ENDPOINT_UNKNOWN);
    struct endpoint endpoint = find(f, &id);
    assert_int_equal(endpoint.check_outcome, checked.outcome);
    assert_true(endpoint.checked_at > 0);
    assert_int_equal(endpoint.check_status, 0);
    assert_int_equal(endpoint.revision, 1);
    struct endpoint_draft draft = endpoints_draft();
    draft.name = "Operator's";
    draft.secret_kind = ENDPOINT_SECRET_OPERATOR;
    draft.secret = "";
    id = endpoints_make(f, &draft);
    assert_int_equal(endpoint_check(f->db, endpoints_admin(f), &id, &no_turns, &checked, &problem),
                     ERR_NONE);
    assert_int_equal(checked.outcome, ENDPOINT_NO_KEY);
    assert_int_equal(fixture_count_events(f, "endpoint.test", "success"), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_customer_admins_and_superusers_have_them),
        TEST(another_organization_has_none_of_it),
        TEST(what_can_not_be_is_refused_at_its_field),
        TEST(nothing_can_be_added_where_nothing_may_be_called),
        TEST(it_is_stored_in_one_form),
        TEST(a_name_is_taken_once),
        TEST(an_organization_has_at_most_fifty),
        TEST(a_change_is_kept_and_a_stale_one_refused),
        TEST(a_key_goes_to_no_other_host),
        TEST(prices_are_replaced_as_a_whole),
        TEST(it_is_archived_restored_and_deleted),
        TEST(a_test_is_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
