#include "test.h"

#include "data/trial/trial_class.h"
#include "data/trial/trial_request.h"
#include "prompts.h"

/* How sensitive what is sent is, and who says so. */

static enum err set_class(struct fixture *f, int persona, const struct uuid *id, const char *name)
{
    struct problem problem;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return trial_class_set(f->db, actor_of(f, persona), get_head(f, &prompt_store, id), name,
                           &problem);
}

static enum endpoint_class class_of(struct fixture *f, const struct uuid *id)
{
    struct trial_content content;
    struct problem problem;
    const struct trial_input input = {.store = &prompt_store, .record_id = *id};
    assert_int_equal(
        trial_load(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &input, &content, &problem),
        ERR_NONE);
    return content.data_class;
}

static void what_a_prompt_uses_counts_as_well(void **state)
{
    struct fixture *f = *state;
    struct uuid part = make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "x");
    struct uuid id =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "@@@prompt:name=part|version=1@@@");
    assert_int_equal(class_of(f, &id), ENDPOINT_INTERNAL);
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &part, "restricted"), ERR_NONE);
    assert_int_equal(class_of(f, &part), ENDPOINT_RESTRICTED);
    assert_int_equal(class_of(f, &id), ENDPOINT_RESTRICTED);
    assert_int_equal(set_class(f, PERSONA_CUSTOMER_ADMIN, &part, "public"), ERR_NONE);
    assert_int_equal(class_of(f, &part), ENDPOINT_PUBLIC);
    assert_int_equal(class_of(f, &id), ENDPOINT_INTERNAL);
    assert_int_equal(fixture_count_events(f, "prompt.classify", "success"), 2);
}

static void only_administrators_lower_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "x");
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &id, "public"), ERR_DENIED);
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &id, "confidential"), ERR_NONE);
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &id, "confidential"), ERR_NONE);
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &id, ""), ERR_DENIED);
    assert_int_equal(set_class(f, PERSONA_DEVOPS_ENGINEER, &id, "restricted"), ERR_DENIED);
    assert_int_equal(set_class(f, PERSONA_PRODUCT_MANAGER, &id, "secret"), ERR_INVALID);
    assert_int_equal(class_of(f, &id), ENDPOINT_CONFIDENTIAL);
    assert_int_equal(set_class(f, PERSONA_CUSTOMER_ADMIN, &id, ""), ERR_NONE);
    assert_int_equal(class_of(f, &id), ENDPOINT_INTERNAL);
    assert_int_equal(fixture_count_events(f, "prompt.classify", "success"), 2);
}

static void the_organization_has_a_usual_one(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    enum endpoint_class usual;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a", "x");
    assert_int_equal(
        trial_class_set_usual(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), "public", &problem),
        ERR_DENIED);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    assert_int_equal(
        trial_class_set_usual(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), "confidential", &problem),
        ERR_NONE);
    assert_int_equal(trial_class_usual(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &usual),
                     ERR_NONE);
    assert_int_equal(usual, ENDPOINT_CONFIDENTIAL);
    assert_int_equal(class_of(f, &id), ENDPOINT_CONFIDENTIAL);
    assert_int_equal(fixture_count_events(f, "organization.classify", "success"), 1);
}

static void an_endpoint_for_less_is_refused(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a/b", "x");
    struct trial_content content;
    struct problem problem;
    const char *why = NULL;
    const struct trial_input input = {.store = &prompt_store, .record_id = id};
    assert_int_equal(
        trial_load(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &input, &content, &problem),
        ERR_NONE);
    assert_int_equal(trial_may_send(f->arena, &content, ENDPOINT_INTERNAL, &why), ERR_NONE);
    assert_null(why);
    assert_int_equal(trial_may_send(f->arena, &content, ENDPOINT_PUBLIC, &why), ERR_DENIED);
    assert_string_equal(why, "The data of “a/b” is internal, and this endpoint may be sent public "
                             "data at most. Choose an endpoint for internal data.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(what_a_prompt_uses_counts_as_well),
        TEST(only_administrators_lower_it),
        TEST(the_organization_has_a_usual_one),
        TEST(an_endpoint_for_less_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
