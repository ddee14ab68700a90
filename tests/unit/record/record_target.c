#include "test.h"

#include "data/reference/record_target.h"
#include "prompts.h"

/* What names in a content mean, found by its links or by the names themselves. */

enum { NAMES = 3 };

static struct uuid find(struct fixture *f, int persona, const struct record_source *source,
                        const char *name)
{
    const char *const names[NAMES] = {"nobody", name, "nobody else"};
    struct record_meant meant[NAMES];
    assert_int_equal(record_target_find(f->db, actor_of(f, persona), prompt_store.kind, source,
                                        names, NAMES, meant),
                     ERR_NONE);
    assert_true(uuid_is_nil(&meant[0].id));
    assert_true(uuid_is_nil(&meant[2].id));
    return meant[1].id;
}

/* With and without a source, which only saves questions. */
static void assert_means(struct fixture *f, const struct record_source *source, const char *name,
                         const struct uuid *expected)
{
    struct uuid linked = find(f, PERSONA_PRODUCT_MANAGER, source, name);
    struct uuid named = find(f, PERSONA_PRODUCT_MANAGER, NULL, name);
    assert_true(uuid_equal(&linked, expected));
    assert_true(uuid_equal(&named, expected));
}

static void rename_to(struct fixture *f, const struct uuid *id, const char *name)
{
    struct prompt_draft draft = draft_from(f, id);
    struct record_saved saved;
    struct problem problem;
    draft.name = name;
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
}

static void names_mean_what_has_them_now(void **state)
{
    struct fixture *f = *state;
    const struct uuid nobody = {{0}};
    struct problem problem;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "Part", "p");
    struct uuid whole =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "@@@prompt:name=part|version=1@@@");
    save_body(f, &whole, "without");
    struct record_head head = {.store = &prompt_store,
                               .id = whole,
                               .organization_id =
                                   actor_of(f, PERSONA_PRODUCT_MANAGER)->organization_id};
    struct record_source first = {.head = &head, .number = 1};
    struct record_source previous = {.head = &head, .is_previous = true};
    struct record_source current = {.head = &head};
    assert_means(f, &first, "part", &part);
    assert_means(f, &previous, "PART", &part);
    assert_means(f, &current, "part", &part);
    rename_to(f, &part, "other");
    assert_means(f, &first, "part", &nobody);
    assert_means(f, &first, "other", &part);
    struct uuid next = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "n");
    assert_means(f, &first, "part", &next);
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &part,
                                   "other", &problem),
                     ERR_NONE);
    assert_means(f, &previous, "other", &nobody);
}

static void names_of_another_organization_mean_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid whole =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "@@@prompt:name=part|version=1@@@");
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct record_head head = {
        .store = &prompt_store, .id = whole, .organization_id = stranger->organization_id};
    struct record_source source = {.head = &head};
    const char *const name = "part";
    struct record_meant meant = {.id = part};
    assert_int_equal(
        record_target_find(f->db, stranger, prompt_store.kind, &source, &name, 1, &meant),
        ERR_NONE);
    assert_true(uuid_is_nil(&meant.id));
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(names_mean_what_has_them_now),
        TEST(names_of_another_organization_mean_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
