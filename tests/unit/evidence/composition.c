#include "test.h"

#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/bom/bom.h"
#include "data/evidence/composition.h"
#include "fixture.h"

/* What a version was made of at a moment, whatever changed since. */

static struct composition compose(struct fixture *f, const struct record_store *store,
                                  const struct uuid *id, int64_t version, int64_t time)
{
    struct composition composition;
    fixture_begin(f);
    struct record_head *head = get_head(f, store, id);
    assert_int_equal(composition_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), head, version,
                                     time, &composition),
                     ERR_NONE);
    return composition;
}

static void assert_part(const struct composition *composition, int index, const char *name,
                        int64_t version, const char *content)
{
    char hash[SHA256_HEX_LEN];
    assert_true(index < composition->count);
    const struct composition_part *part = &composition->parts[index];
    assert_string_equal(part->name, name);
    assert_int_equal(part->version, version);
    sha256_hex(content, strlen(content), hash);
    assert_string_equal(part->hashes[0], content[0] == '\0' ? "" : hash);
}

static void a_label_is_resolved_as_it_was_then(void **state)
{
    struct fixture *f = *state;
    struct uuid tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &tone, "production", 0, 1), ERR_NONE);
    struct uuid answer = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                                     "Be @@@prompt:name=tone|label=production@@@.");
    int64_t before = clock_now();
    (void)save_body(f, &tone, "strict");
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &tone, "production", 1, 2), ERR_NONE);

    struct composition then = compose(f, &prompt_store, &answer, 1, before);
    assert_int_equal(then.count, 2);
    assert_part(&then, 0, "answer", 1, "Be @@@prompt:name=tone|label=production@@@.");
    assert_part(&then, 1, "tone", 1, "friendly");
    assert_string_equal(then.parts[1].label, "production");
    struct composition now = compose(f, &prompt_store, &answer, 1, clock_now());
    assert_part(&now, 1, "tone", 2, "strict");
}

static void a_label_that_was_nowhere_is_shown_as_such(void **state)
{
    struct fixture *f = *state;
    struct uuid tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &tone, "production", 0, 1), ERR_NONE);
    struct uuid answer = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                                     "Be @@@prompt:name=tone|label=production@@@.");
    struct composition composition = compose(f, &prompt_store, &answer, 1, 1);
    assert_int_equal(composition.count, 2);
    assert_part(&composition, 1, "tone", 0, "");
}

static void an_agent_brings_its_prompt_and_what_that_uses(void **state)
{
    struct fixture *f = *state;
    static const char config[] = "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},"
                                 "\"prompt\":{\"name\":\"answer\",\"version\":1}}";
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer", "Be @@@prompt:name=tone|version=1@@@.");
    struct uuid agent = make_agent(f, PERSONA_ENTERPRISE_TEAM, "Support", config);
    struct composition composition = compose(f, &agent_store, &agent, 1, clock_now());
    assert_int_equal(composition.count, 3);
    assert_string_equal(composition.parts[0].facet, "gpt-4.1");
    assert_part(&composition, 1, "answer", 1, "Be @@@prompt:name=tone|version=1@@@.");
    assert_string_equal(composition.parts[1].sort, "prompt");
    assert_part(&composition, 2, "tone", 1, "friendly");
    assert_int_equal(composition.parts[2].parent, 1);
    assert_int_equal(composition.parts[2].depth, 2);
    assert_null(composition.parts[2].label);
}

static void agents_that_hand_over_to_each_other_end(void **state)
{
    struct fixture *f = *state;
    static const char to_one[] = "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"One\"]}";
    static const char to_two[] = "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"Two\"]}";
    struct uuid one = make_agent(f, PERSONA_ENTERPRISE_TEAM, "One", "{\"model\":{\"name\":\"m\"}}");
    (void)make_agent(f, PERSONA_ENTERPRISE_TEAM, "Two", to_one);
    struct agent_draft draft = agent_draft_from(f, &one);
    draft.config = config_of(f, to_two);
    struct agent_problem problem;
    struct record_saved saved;
    assert_int_equal(
        agent_update(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &draft, &saved, &problem),
        ERR_NONE);
    struct composition composition = compose(f, &agent_store, &one, 2, clock_now());
    assert_int_equal(composition.count, 3);
    assert_string_equal(composition.parts[1].name, "Two");
    assert_string_equal(composition.parts[2].name, "One");
    assert_false(composition.is_cut);
}

/* The certificate and the bill of materials of the same moment: the same versions. */
static void a_bill_of_materials_says_the_same(void **state)
{
    struct fixture *f = *state;
    static const char config[] = "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"answer\","
                                 "\"label\":\"latest\"}}";
    struct uuid tone = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    assert_int_equal(move_label(f, PERSONA_DEVOPS_ENGINEER, &tone, "production", 0, 1), ERR_NONE);
    struct uuid answer = make_prompt(f, PERSONA_PRODUCT_MANAGER, "answer",
                                     "Be @@@prompt:name=tone|label=production@@@.");
    struct uuid agent = make_agent(f, PERSONA_ENTERPRISE_TEAM, "Support", config);
    int64_t moments[] = {clock_now(), 0};
    (void)save_body(f, &tone, "strict");
    (void)save_body(f, &answer, "Be @@@prompt:name=tone|label=latest@@@.");
    moments[1] = clock_now();
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        struct composition composition = compose(f, &agent_store, &agent, 1, moments[i]);
        struct bom bom;
        struct bom_of of = {&agent_store, agent, 1, moments[i]};
        assert_int_equal(bom_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &of, &bom), ERR_NONE);
        int at = 0;
        for (int j = 0; j < bom.count; j++) {
            if (bom.items[j].kind == NULL)
                continue;
            assert_true(uuid_equal(&bom.items[j].id, &composition.parts[at].id));
            assert_int_equal(bom.items[j].version, composition.parts[at].version);
            assert_int_equal(bom.items[j].version, at == 0 ? 1 : (int)i + 1);
            at++;
        }
        assert_int_equal(at, 3);
        assert_int_equal(composition.count, 3);
    }
}

static void who_may_not_read_gets_none(void **state)
{
    struct fixture *f = *state;
    struct composition composition;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "tone", "friendly");
    fixture_begin(f);
    struct record_head *head = get_head(f, &prompt_store, &id);
    assert_int_equal(composition_get(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), head, 1,
                                     clock_now(), &composition),
                     ERR_DENIED);
    assert_int_equal(composition_get(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), head, 7,
                                     clock_now(), &composition),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
        TEST(a_label_is_resolved_as_it_was_then),
        TEST(a_label_that_was_nowhere_is_shown_as_such),
        TEST(an_agent_brings_its_prompt_and_what_that_uses),
        TEST(agents_that_hand_over_to_each_other_end),
        TEST(a_bill_of_materials_says_the_same),
        TEST(who_may_not_read_gets_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
