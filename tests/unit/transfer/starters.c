#include "test.h"

#include <string.h>

#include "agents.h"
#include "data/agent/agent_resolve.h"
#include "data/transfer/import.h"
#include "data/transfer/starters.h"

/* The names of all starters. */
static struct text_list all_names(struct fixture *f, const struct actor *actor)
{
    struct starter_list list;
    assert_int_equal(starter_list(f->db, actor, &list), ERR_NONE);
    struct text *names = arena_array(f->arena, (size_t)list.count, sizeof *names);
    for (int i = 0; i < list.count; i++)
        names[i] = (struct text){list.items[i].name, strlen(list.items[i].name)};
    return (struct text_list){names, list.count};
}

static void create_all(struct fixture *f, const struct actor *actor, struct import *import)
{
    struct problem problem = {.field = ""};
    struct uuid id;
    fixture_begin(f);
    struct text_list names = all_names(f, actor);
    enum err err = starter_create(f->db, actor, &names, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s", problem.message);
    assert_int_equal(import_get(f->db, actor, &id, import), ERR_NONE);
}

/* What the config of an agent means: a prompt with everything it refers to. */
static void assert_resolves(struct fixture *f, const struct actor *actor, const char *name)
{
    struct agent agent;
    struct agent_resolution resolution;
    json_t *config = NULL;
    const char *problem = NULL;
    assert_int_equal(agent_get_by_name(f->db, actor, name, &agent), ERR_NONE);
    assert_int_equal(json_parse(f->arena, agent.config.data, agent.config.len, &config, &problem),
                     ERR_NONE);
    assert_int_equal(agent_resolve(f->db, actor, config, NULL, &resolution), ERR_NONE);
    assert_true(resolution.has_prompt);
    if (resolution.body.data == NULL)
        fail_msg("%s: %s", name, resolution.problem);
    assert_null(strstr(resolution.body.data, "@@@"));
}

static void everything_refers_to_everything(void **state)
{
    struct fixture *f = *state;
    static const int personas[] = {PERSONA_CUSTOMER_ADMIN, PERSONA_PRODUCT_MANAGER};
    /* A product manager may not set the label production. */
    const struct actor *actor = actor_of(f, personas[f->is_postgres ? 1 : 0]);
    struct import import;
    struct starter_list list;
    struct team team;
    create_all(f, actor, &import);
    assert_int_equal(import_outcome_count(&import, IMPORT_REFUSED), 0);
    assert_int_equal(import.totals[RECORD_TEAM][IMPORT_CREATED], 2);
    assert_true(import.totals[RECORD_AGENT][IMPORT_CREATED] >= 6);
    assert_int_equal(starter_list(f->db, actor, &list), ERR_NONE);
    for (int i = 0; i < list.count; i++) {
        assert_false(uuid_is_nil(&list.items[i].record_id));
        assert_true(list.items[i].brings.count > 0);
        if (list.items[i].kind == RECORD_AGENT)
            assert_resolves(f, actor, list.items[i].name);
    }
    assert_int_equal(team_get_by_name(f->db, actor, "Customer insight", &team), ERR_NONE);
    assert_int_equal(team.kind, TEAM_HIERARCHICAL);
    assert_int_equal(team.members[0].role, TEAM_LEAD);
}

static void without_the_right_for_production_the_latest_counts(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct agent agent;
    struct import import;
    create_all(f, actor, &import);
    assert_resolves(f, actor, "Support agent");
    assert_int_equal(agent_get_by_name(f->db, actor, "Support agent", &agent), ERR_NONE);
    assert_non_null(strstr(agent.config.data, "\"label\":\"latest\""));
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM prompt_labels WHERE organization_id = $1",
                                   &f->own.id),
                     0);
}

static void what_is_there_is_left_alone(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    fixture_begin(f);
    struct agent_draft draft = {.name = "Data analyst",
                                .description = "Ours",
                                .tags = "",
                                .config = config_of(f, "{\"model\": {\"name\": \"own\"}}"),
                                .message = ""};
    struct agent_problem problem;
    struct import import;
    struct agent agent;
    struct record_saved saved;
    assert_int_equal(agent_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    create_all(f, actor, &import);
    assert_int_equal(import_outcome_count(&import, IMPORT_SKIPPED), 1);
    assert_int_equal(agent_get(f->db, actor, &saved.id, &agent), ERR_NONE);
    assert_int_equal(agent.version, 1);
    assert_string_equal(agent.description, "Ours");
    create_all(f, actor, &import);
    assert_int_equal(import_change_count(&import), 0);
}

static void some_come_with_what_they_need(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct text names[] = {{"Release crew", 12}};
    struct problem problem;
    struct import import;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(starter_create(f->db, actor, &(struct text_list){names, 1}, &id, &problem),
                     ERR_NONE);
    assert_int_equal(import_get(f->db, actor, &id, &import), ERR_NONE);
    assert_int_equal(import.totals[RECORD_TEAM][IMPORT_CREATED], 1);
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_CREATED], 2);
    assert_int_equal(import.totals[RECORD_PROMPT][IMPORT_CREATED], 3);
    names[0] = (struct text){"Nobody", 6};
    assert_int_equal(starter_create(f->db, actor, &(struct text_list){names, 1}, &id, &problem),
                     ERR_INVALID);
    assert_int_equal(starter_create(f->db, actor, &(struct text_list){NULL, 0}, &id, &problem),
                     ERR_INVALID);
    assert_string_equal(problem.field, "names");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_refers_to_everything),
        TEST(without_the_right_for_production_the_latest_counts),
        TEST(what_is_there_is_left_alone),
        TEST(some_come_with_what_they_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
