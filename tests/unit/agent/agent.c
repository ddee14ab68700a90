#include "test.h"

#include <stdlib.h>

#include "agents.h"
#include "data/agent/agent_link.h"
#include "data/agent/agent_resolve.h"
#include "data/audit/audit.h"
#include "data/release/label_proposal.h"
#include "data/trail/audit_list.h"
#include "record_verbs.h"

/* ---- what holds for every record ---------------------------------------------------------- */

static enum err create(struct fixture *f, const struct actor *actor, const char *name,
                       struct uuid *id, struct problem *problem)
{
    struct agent_draft draft = agent_draft_of(f, name, AGENT_CONFIG);
    struct agent_problem refusal;
    struct record_saved saved;
    enum err err = agent_create(f->db, actor, &draft, &saved, &refusal);
    *problem = refusal.problem;
    *id = saved.id;
    return err;
}

static enum err find(struct fixture *f, const struct actor *actor, const char *name)
{
    struct agent agent;
    return agent_get_by_name(f->db, actor, name, &agent);
}

static enum err update(struct fixture *f, const struct actor *actor, const struct uuid *id,
                       const struct record_edit *edit, struct problem *problem)
{
    struct agent_draft draft = agent_draft_from(f, id);
    struct agent_problem refusal;
    struct record_saved saved;
    draft.based_on_revision = edit->based_on;
    draft.name = edit->name == NULL ? draft.name : edit->name;
    draft.description = edit->text;
    if (edit->name == NULL)
        draft.config =
            config_of(f, arena_printf(f->arena, "{\"model\":{\"name\":\"%s\"}}", edit->text));
    enum err err = agent_update(f->db, actor, &draft, &saved, &refusal);
    *problem = refusal.problem;
    return err;
}

const struct record_verbs record_verbs = {
    .store = &agent_store,
    .devops = ERR_NONE,
    .create = create,
    .find = find,
    .update = update,
};

/* ---- what agents are made of -------------------------------------------------------------- */

static enum err try_create(struct fixture *f, const struct actor *actor,
                           const struct agent_draft *draft, struct agent_problem *problem)
{
    struct record_saved saved;
    enum err err = agent_create(f->db, actor, draft, &saved, problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_DENIED)
        assert_non_null(problem->problem.message);
    return err;
}

static enum err try_config(struct fixture *f, const struct uuid *id, const char *config,
                           struct agent_problem *problem)
{
    struct agent_draft draft = agent_draft_from(f, id);
    struct record_saved saved;
    draft.config = config_of(f, config);
    return agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, problem);
}

static void a_new_one_has_its_fields_and_version_1(void **state)
{
    struct fixture *f = *state;
    struct agent_draft draft =
        agent_draft_of(f, "dach/Größe & Co", "{ \"model\" : {\"name\":\"claude\"} }");
    draft.description = "Answers\ncustomers.";
    draft.tags = " customer, draft ,Customer";
    draft.message = "First try";
    struct record_saved saved;
    struct agent_problem problem;
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    assert_int_equal(agent_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    struct uuid id = saved.id;
    assert_null(problem.problem.message);
    fixture_begin(f);
    struct agent agent, same;
    assert_int_equal(agent_get(f->db, actor, &id, &agent), ERR_NONE);
    assert_string_equal(agent.name, "dach/Größe & Co");
    assert_string_equal(agent.folder, "dach");
    assert_string_equal(agent.description, "Answers\ncustomers.");
    assert_int_equal(agent.tags.count, 2);
    assert_string_equal(agent.tags.tags[0], "customer");
    assert_string_equal(agent.tags.tags[1], "draft");
    assert_string_equal(agent.model, "claude");
    assert_int_equal(agent.version, 1);
    assert_int_equal(agent.version_count, 1);
    assert_int_equal(agent.revision, 1);
    assert_string_equal(agent.config.data, "{\"model\":{\"name\":\"claude\"}}");
    assert_string_equal(agent.message, "First try");
    assert_string_equal(agent.owner_name, "Ora Ops of Northwind");
    assert_string_equal(agent.author_name, "Ora Ops of Northwind");
    assert_int_equal(agent.archived_at, 0);
    assert_int_equal(agent.created_at, agent.updated_at);
    assert_int_equal(agent_get_by_name(f->db, actor, "dach/Größe & Co", &same), ERR_NONE);
    assert_true(uuid_equal(&same.id, &id));
    /* One name, however it is written. */
    assert_int_equal(agent_get_by_name(f->db, actor, "DACH/gro\u0308sse & co", &same), ERR_NONE);
    assert_int_equal(agent_get_by_name(f->db, actor, "dach/Größe", &same), ERR_NOT_FOUND);
}

/* Unknown keys, their order, numbers and characters that stores like to change. */
static void configs_stay_as_they_are(void **state)
{
    struct fixture *f = *state;
    static const char *const configs[] = {
        "{\"zeta\":[0.1,1.0,1e+300,-0.0,9007199254740993],\"model\":{\"name\":\"m\",\"a\":null}}",
        "{\"model\":{\"name\":\"m\"},\"instructions\":\"\\u0001 \\\"\\\\ \u2028 \U0001F469 "
        "e\u0301\\r\\n\"}",
        "{\"model\":{\"name\":\"m\"},\"metadata\":{\"\":{\"'); DROP TABLE agents; --\":\"%s\"}}}",
    };
    for (size_t i = 0; i < COUNT_OF(configs); i++) {
        struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER,
                                    arena_printf(f->arena, "config %zu", i), configs[i]);
        struct agent agent = get_agent(f, &id);
        assert_string_equal(agent.config.data, configs[i]);
        assert_int_equal(agent.config.len, strlen(configs[i]));
    }
}

struct refusal {
    const char *field;
    const char *value;
};

static void set_field(struct fixture *f, struct agent_draft *draft, const char *field,
                      const char *value)
{
    if (strcmp(field, "name") == 0)
        draft->name = value;
    else if (strcmp(field, "description") == 0)
        draft->description = value;
    else if (strcmp(field, "config") == 0)
        draft->config = config_of(f, value);
    else if (strcmp(field, "tags") == 0)
        draft->tags = value;
    else
        draft->message = value;
}

static void bad_fields_are_refused_by_name(void **state)
{
    struct fixture *f = *state;
    char *too_long = arena_alloc(f->arena, 3000);
    memset(too_long, 'x', 2999);
    const struct refusal refusals[] = {
        {"name", ""},
        {"name", " "},
        {"name", "a\nb"},
        {"name", "\xff"},
        {"name", too_long},
        {"description", too_long},
        {"description", "\001"},
        {"description", "\xff"},
        {"name", "a|b"},
        {"tags", "a\nb"},
        {"tags", too_long},
        {"config", "[]"},
        {"config", "{\"model\":{}}"},
        {"config", "{\"model\":{\"name\":\"m\"},\"x\":\"ghp_"
                   "0123456789abcdefghij\"}"},
        {"message", "two\nlines"},
        {"message", too_long},
    };
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        struct agent_draft draft = agent_draft_of(f, "fine", AGENT_CONFIG);
        struct agent_problem problem;
        set_field(f, &draft, refusals[i].field, refusals[i].value);
        assert_int_equal(try_create(f, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &problem),
                         ERR_INVALID);
        assert_string_equal(problem.problem.field, refusals[i].field);
        assert_int_equal(problem.config.count > 0, strcmp(refusals[i].field, "config") == 0);
    }
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM agents WHERE organization_id = $1", &f->own.id), 0);
}

static void contents_make_versions_and_properties_do_not(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "saved", AGENT_CONFIG);
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct agent_problem problem;
    struct record_saved saved;
    struct agent_draft draft = agent_draft_from(f, &id);
    assert_int_equal(agent_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_false(saved.is_changed);
    draft.config = config_of(f, "{ \"model\": {\"provider\": \"openai\",\n\"name\": \"gpt-4.1\"}}");
    assert_int_equal(agent_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_false(saved.is_changed); /* only its white space differs */
    assert_int_equal(saved.revision, 1);
    const struct {
        struct refusal change;
        int64_t version;
    } changes[] = {{{"message", "only a message"}, 2},
                   {{"description", "told"}, 2},
                   {{"tags", "a,b"}, 2},
                   {{"config", "{\"model\":{\"name\":\"other\"}}"}, 3},
                   {{"name", "renamed"}, 3}};
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        draft = agent_draft_from(f, &id);
        set_field(f, &draft, changes[i].change.field, changes[i].change.value);
        assert_int_equal(agent_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
        assert_int_equal(saved.version, changes[i].version);
        assert_int_equal(saved.revision, 2 + (int64_t)i);
        assert_true(saved.is_changed);
    }
    struct agent agent = get_agent(f, &id);
    assert_string_equal(agent.name, "renamed");
    assert_string_equal(agent.description, "told");
    assert_string_equal(tags_of(f, &agent.tags), "a,b,");
    assert_string_equal(agent.model, "other");
    assert_string_equal(agent.message, "");
    assert_int_equal(agent.version_count, 3);
    assert_true(agent.updated_at > agent.created_at);
    assert_string_equal(agent.owner_name, "Petra Product of Northwind");
    assert_string_equal(agent.author_name, "Terry Team of Northwind");
}

static int64_t count_model(struct fixture *f, const char *model)
{
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT record_count FROM record_counts WHERE organization_id = $1 "
                               "AND kind = 'agent' AND dimension = 'model' AND value = $2",
                               db_uuid(&f->own.id), db_text(model)),
                     ERR_NONE);
    return result.row_count == 0 ? 0 : db_get_int(&result, 0, 0);
}

static void of_writers_at_once_one_wins(void **state)
{
    struct fixture *f = *state;
    struct record_head head = verbs_race_to_save(f);
    assert_string_equal(get_agent(f, &head.id).model, head.description);
    assert_int_equal(count_model(f, head.description), 1);
    assert_int_equal(count_model(f, "gpt-4.1"), 0);
}

/* Restores version 1 over what the person saw. */
static enum err restore(struct fixture *f, const struct uuid *id, int64_t version,
                        int64_t based_on_revision, struct record_saved *saved,
                        struct problem *problem)
{
    struct record_restore_draft draft = {*id, version, based_on_revision};
    return record_restore_version(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &agent_store, &draft,
                                  saved, problem);
}

static void an_old_version_comes_back_as_a_new_one(void **state)
{
    struct fixture *f = *state;
    struct uuid id =
        make_agent(f, PERSONA_PRODUCT_MANAGER, "back", "{\"model\":{\"name\":\"m\"},\"kept\":1}");
    struct problem problem;
    struct record_saved saved;
    save_config(f, &id, AGENT_CONFIG);
    assert_int_equal(restore(f, &id, 1, 1, &saved, &problem), ERR_STALE);
    assert_int_equal(restore(f, &id, 1, 2, &saved, &problem), ERR_NONE);
    assert_int_equal(saved.version, 3);
    assert_int_equal(saved.revision, 3);
    struct agent agent = get_agent(f, &id);
    assert_string_equal(agent.config.data, "{\"model\":{\"name\":\"m\"},\"kept\":1}");
    assert_string_equal(agent.model, "m");
    assert_string_equal(agent.message, "Restored version 1");
    assert_int_equal(restore(f, &id, 9, 3, &saved, &problem), ERR_NOT_FOUND);
}

/* What an old version refers to may be gone. */
static void a_version_that_refers_to_nothing_does_not_come_back(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct record_saved saved;
    struct uuid prompt = make_prompt(f, PERSONA_PRODUCT_MANAGER, "gone", "x");
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "back",
                                "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"gone\"}}");
    save_config(f, &id, AGENT_CONFIG);
    assert_int_equal(record_delete(f->db, actor, &prompt_store, &prompt, "gone", &problem),
                     ERR_NONE);
    assert_int_equal(restore(f, &id, 1, 2, &saved, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "config");
    assert_non_null(strstr(problem.message, "prompt.name"));
    assert_int_equal(get_agent(f, &id).version, 2);
}

static enum err get_version(struct fixture *f, const struct actor *actor, const struct uuid *id,
                            int64_t number, struct record_version *version)
{
    struct agent agent;
    enum err err = agent_get(f->db, actor, id, &agent);
    return err == ERR_NONE ? record_version_get(f->db, actor, &agent.head, number, version) : err;
}

static void versions_are_listed_in_pages_and_read(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "many", AGENT_CONFIG);
    for (int i = 2; i <= RECORD_VERSION_LIMIT + 2; i++)
        save_config(f, &id, arena_printf(f->arena, "{\"model\":{\"name\":\"m%d\"}}", i));
    const struct actor *actor = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct record_version_list list;
    struct agent agent = get_agent(f, &id);
    assert_int_equal(record_version_list(f->db, &agent.head, 0, &list), ERR_NONE);
    assert_int_equal(list.count, RECORD_VERSION_LIMIT);
    assert_int_equal(list.versions[0].version, RECORD_VERSION_LIMIT + 2);
    assert_int_equal(list.versions[0].previous, RECORD_VERSION_LIMIT + 1);
    assert_null(agent_config_of(&list.versions[0].content).data);
    assert_string_equal(list.versions[0].author_name, "Ada Admin of Northwind");
    assert_int_equal(list.next_before, 3);
    assert_int_equal(record_version_list(f->db, &agent.head, list.next_before, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.next_before, 0);
    struct record_version version;
    assert_int_equal(get_version(f, actor, &id, 2, &version), ERR_NONE);
    assert_string_equal(agent_config_of(&version.content).data, "{\"model\":{\"name\":\"m2\"}}");
    assert_int_equal(version.previous, 1);
    assert_int_equal(version.next, 3);
    assert_int_equal(get_version(f, actor, &id, 0, &version), ERR_NONE);
    assert_int_equal(version.version, RECORD_VERSION_LIMIT + 2);
    assert_int_equal(get_version(f, actor, &id, 99, &version), ERR_NOT_FOUND);
}

static void labels_are_moved_and_proposed(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "labelled", AGENT_CONFIG);
    const struct actor *developer = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct problem problem = {0};
    struct uuid proposal;
    save_config(f, &id, "{\"model\":{\"name\":\"m2\"}}");
    struct label_change change = {id, "staging", 0, 2, "", false};
    assert_int_equal(label_move(f->db, developer, &agent_store, &change, &problem), ERR_NONE);
    change = (struct label_change){id, "production", 0, 2, "ready", false};
    assert_int_equal(label_move(f->db, developer, &agent_store, &change, &problem), ERR_DENIED);
    assert_int_equal(label_propose(f->db, developer, &agent_store, &change, &proposal, &problem),
                     ERR_NONE);
    assert_int_equal(
        label_proposal_approve(f->db, developer, &agent_store, &proposal, "", &problem),
        ERR_DENIED);
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_DEVOPS_ENGINEER),
                                            &agent_store, &proposal, "fine", &problem),
                     ERR_NONE);
    struct agent agent = get_agent(f, &id);
    struct record_label_list list;
    assert_int_equal(record_label_list(f->db, &agent.head, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.labels[0].label, "production");
    assert_int_equal(list.labels[0].version, 2);
    assert_true(list.labels[0].is_protected);
    assert_string_equal(list.labels[1].label, "staging");
    assert_false(list.labels[1].is_protected);
}

static void models_of_active_agents_are_counted(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct problem problem;
    struct uuid a = make_agent(f, PERSONA_PRODUCT_MANAGER, "a", "{\"model\":{\"name\":\"m\"}}");
    struct uuid b = make_agent(f, PERSONA_PRODUCT_MANAGER, "b", "{\"model\":{\"name\":\"m\"}}");
    assert_int_equal(count_model(f, "m"), 2);
    save_config(f, &a, "{\"model\":{\"name\":\"n\"}}");
    assert_int_equal(count_model(f, "m"), 1);
    assert_int_equal(count_model(f, "n"), 1);
    save_config(f, &a, "{\"model\":{\"name\":\"n\",\"top_p\":1}}");
    assert_int_equal(count_model(f, "n"), 1);
    assert_int_equal(archive_agent(f, actor, &b, &problem), ERR_NONE);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM record_counts WHERE organization_id = $1 "
                                   "AND kind = 'agent' AND dimension = 'model' "
                                   "AND record_count > 0",
                                   &f->own.id),
                     1);
    assert_int_equal(record_restore(f->db, actor, &agent_store, &b, &problem), ERR_NONE);
    assert_int_equal(count_model(f, "m"), 1);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "c", "{\"model\":{\"name\":\"n\"}}");
    assert_int_equal(archive_agent(f, actor, &a, &problem), ERR_NONE);
    assert_int_equal(record_delete(f->db, actor, &agent_store, &a, "a", &problem), ERR_NONE);
    assert_int_equal(count_model(f, "n"), 1); /* it was counted off when it was archived */
    assert_int_equal(record_delete(f->db, actor, &agent_store, &b, "b", &problem), ERR_NONE);
    assert_int_equal(count_model(f, "m"), 0);
}

static void deleting_needs_the_name(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "gone", AGENT_CONFIG);
    verbs_delete(f, &id);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM agent_versions WHERE record_id = $1", &id), 0);
}

static void another_organization_sees_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "secret", AGENT_CONFIG);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        const struct actor *actor = &f->other.users[persona].actor;
        const char *name = "secret";
        struct record_version version;
        struct uuid found;
        assert_int_equal(agent_find_names(f->db, actor, &name, 1, &found), ERR_NONE);
        assert_true(uuid_is_nil(&found));
        assert_int_equal(get_version(f, actor, &id, 1, &version), ERR_NOT_FOUND);
    }
    verbs_hide(f, &id);
}

static void platform_admins_see_metadata_alone(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "seen", AGENT_CONFIG);
    const struct fixture_organization *sides[] = {&f->own, &f->other};
    for (int i = 0; i < 2; i++) {
        struct actor inside = fixture_inside(&sides[i]->users[PERSONA_PLATFORM_ADMIN], &f->own);
        const struct actor *actor = &inside;
        struct agent agent;
        struct record_version version;
        struct agent_resolution resolution;
        assert_int_equal(agent_get(f->db, actor, &id, &agent), ERR_NONE);
        assert_string_equal(agent.name, "seen");
        assert_string_equal(agent.model, "gpt-4.1");
        assert_null(agent.config.data);
        assert_string_equal(agent.author_name, "Petra Product of Northwind");
        assert_int_equal(get_version(f, actor, &id, 1, &version), ERR_DENIED);
        assert_int_equal(
            agent_resolve(f->db, actor, json_keep(f->arena, json_object()), NULL, &resolution),
            ERR_DENIED);
    }
}

static const char *details_of_last(struct fixture *f, const struct uuid *id)
{
    struct audit_list log;
    struct audit_entry entry;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(audit_list_record(f->db, actor, &f->own.id, id, 10, &log), ERR_NONE);
    assert_true(log.count > 0);
    const struct audit_entry *last = &log.entries[log.count - 1];
    assert_int_equal(audit_get(f->db, actor, &f->own.id, &last->id, &entry), ERR_NONE);
    return entry.details;
}

static void events_have_before_and_after_by_path(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "told",
                                "{\"model\":{\"name\":\"m\",\"top_p\":1},\"a\":[1]}");
    struct agent_draft draft = agent_draft_from(f, &id);
    struct agent_problem problem;
    struct record_saved saved;
    draft.name = "told anew";
    draft.tags = "a, b";
    draft.message = "why";
    draft.config = config_of(f, "{\"model\":{\"name\":\"n\",\"temperature\":0.5},\"a\":[1]}");
    assert_int_equal(
        agent_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    const char *text = details_of_last(f, &id);
    json_t *details = json_loads(text, 0, NULL);
    json_t *expected = json_pack(
        "{s:{s:s, s:s}, s:{s:n, s:s}, s:{s:n, s:s}, s:{s:s, s:s}, s:{s:s, s:s}, s:{s:n, s:s}, "
        "s:{s:s, s:n}}",
        "name", "before", "told", "after", "told anew", "tags", "before", "after", "a, b",
        "message", "before", "after", "why", "version", "before", "1", "after", "2",
        "config.model.name", "before", "m", "after", "n", "config.model.temperature", "before",
        "after", "0.5", "config.model.top_p", "before", "1", "after");
    assert_non_null(expected);
    if (!json_equal(details, expected))
        fail_msg("%s", text);
    json_decref(details);
    json_decref(expected);
}

/* Long values are cut between characters, many changes are counted: the versions have them all. */
static void events_stay_small(void **state)
{
    struct fixture *f = *state;
    struct buf buf;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "large", AGENT_CONFIG);
    buf_init(&buf, f->arena);
    buf_add_text(&buf, "{\"model\":{\"name\":\"m\"},\"instructions\":\"x");
    for (int i = 0; i < 50000; i++)
        buf_add_text(&buf, "é");
    buf_add_text(&buf, "\"");
    for (int i = 0; i < 100; i++)
        buf_printf(&buf, ",\"key%d\":%d", i, i);
    buf_add_char(&buf, '}');
    save_config(f, &id, buf.data);
    const char *details = details_of_last(f, &id);
    assert_true(strlen(details) < 10000);
    assert_non_null(strstr(details, "é…\""));
    assert_non_null(strstr(details, "more changes"));
}

static enum err move_blob(struct fixture *f, const struct uuid *id)
{
    static const char copy_sql[] =
        "INSERT INTO agent_versions (id, organization_id, record_id, version, model, config, "
        "message, author_id, created_at) SELECT $2, organization_id, record_id, 2, model, config, "
        "message, author_id, created_at FROM agent_versions WHERE record_id = $1";
    struct uuid row_id = uuid_make();
    enum err err = db_begin(f->db);
    if (err == ERR_NONE)
        err = db_change(f->db, copy_sql, db_uuid(id), db_uuid(&row_id));
    if (err == ERR_NONE)
        err = audit_record(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                           &(struct audit_event){
                               .action = "agent.update", .record_type = "agent", .record_id = *id});
    return db_finish(f->db, err);
}

/* Someone who can write rows can't make one config pass for another. */
static void a_moved_config_does_not_open(void **state)
{
    struct fixture *f = *state;
    struct record_version version;
    struct uuid request = uuid_make();
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "sealed", AGENT_CONFIG);
    assert_int_equal(move_blob(f, &id), ERR_NONE);
    assert_int_equal(get_version(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id, 2, &version),
                     ERR_UNAVAILABLE);
    assert_int_equal(db_end_request(f->db), ERR_UNAVAILABLE);
    db_begin_request(f->db, f->arena, &request);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(get_version(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &id, 1, &version),
                     ERR_NONE);
}

static void configs_are_sealed_in_the_database(void **state)
{
    struct fixture *f = *state;
    struct db_result result;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "sealed",
                                "{\"model\":{\"name\":\"m\"},\"instructions\":\"planted words\"}");
    assert_int_equal(db_select(f->db, &result,
                               "SELECT config FROM agent_versions WHERE record_id = $1",
                               db_uuid(&id)),
                     ERR_NONE);
    struct text blob = db_get_bytes(&result, 0, 0);
    assert_true(blob.len > 0);
    assert_null(memmem(blob.data, blob.len, "planted", strlen("planted")));
    assert_null(memmem(blob.data, blob.len, "model", strlen("model")));
}

static void references_must_lead_somewhere(void **state)
{
    struct fixture *f = *state;
    struct agent_problem problem;
    struct uuid id = make_agent(f, PERSONA_PRODUCT_MANAGER, "refers", AGENT_CONFIG);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "there", AGENT_CONFIG);
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "lib/a", "x");
    static const struct {
        const char *members, *path;
    } cases[] = {
        {"\"prompt\":{\"name\":\"lib/b\"}", "prompt.name"},
        {"\"prompt\":{\"name\":\"lib/a\",\"version\":2}", "prompt.version"},
        {"\"handoffs\":[\"there\",\"nobody\"]", "handoffs[1]"},
        {"\"handoffs\":[\"refers\"]", "handoffs[0]"},
        {"\"prompt\":{\"name\":\"lib/a\",\"version\":1},\"handoffs\":[\"there\"]", NULL},
        {"\"prompt\":{\"name\":\"lib/a\",\"label\":\"not-yet\"}", NULL},
        {"\"prompt\":{\"name\":\"lib/a\"}", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum err err = try_config(
            f, &id, arena_printf(f->arena, "{\"model\":{\"name\":\"m\"},%s}", cases[i].members),
            &problem);
        assert_int_equal(err, cases[i].path == NULL ? ERR_NONE : ERR_INVALID);
        assert_int_equal(problem.config.count, cases[i].path == NULL ? 0 : 1);
        if (cases[i].path == NULL)
            continue;
        assert_string_equal(problem.problem.field, "config");
        assert_string_equal(problem.config.items[0].path, cases[i].path);
        assert_non_null(strstr(problem.problem.message, cases[i].path));
    }
    /* To itself under the name that it is about to have, or had. */
    struct agent_draft draft = agent_draft_from(f, &id);
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    draft.name = "renamed";
    draft.config = config_of(f, "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"renamed\"]}");
    assert_int_equal(agent_update(f->db, actor, &draft, &saved, &problem), ERR_INVALID);
    assert_non_null(strstr(problem.problem.message, "itself"));
    draft.config = config_of(f, "{\"model\":{\"name\":\"m\"},\"handoffs\":[\"refers\"]}");
    assert_int_equal(agent_update(f->db, actor, &draft, &saved, &problem), ERR_INVALID);
    assert_non_null(strstr(problem.problem.message, "itself"));
}

/* What another organization has by that name is not meant. */
static void references_stay_in_the_organization(void **state)
{
    struct fixture *f = *state;
    const struct actor *theirs = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct prompt_draft prompt = draft_of("theirs", "x");
    struct agent_draft agent = agent_draft_of(f, "theirs", AGENT_CONFIG);
    struct agent_problem problem;
    struct problem refusal;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, theirs, &prompt, &saved, &refusal), ERR_NONE);
    assert_int_equal(agent_create(f->db, theirs, &agent, &saved, &problem), ERR_NONE);
    struct agent_draft draft = agent_draft_of(
        f, "ours",
        "{\"model\":{\"name\":\"m\"},\"prompt\":{\"name\":\"theirs\"},\"handoffs\":[\"theirs\"]}");
    assert_int_equal(try_create(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &problem),
                     ERR_INVALID);
    assert_int_equal(problem.config.count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_one_has_its_fields_and_version_1),
        TEST(configs_stay_as_they_are),
        TEST(bad_fields_are_refused_by_name),
        TEST(a_name_is_taken_once_in_an_organization),
        TEST(contents_make_versions_and_properties_do_not),
        TEST(a_stale_save_is_refused_and_changes_nothing),
        TEST(of_writers_at_once_one_wins),
        TEST(of_equal_names_at_once_one_is_made),
        TEST(an_old_version_comes_back_as_a_new_one),
        TEST(a_version_that_refers_to_nothing_does_not_come_back),
        TEST(versions_are_listed_in_pages_and_read),
        TEST(labels_are_moved_and_proposed),
        TEST(models_of_active_agents_are_counted),
        TEST(an_archived_one_rests_until_it_is_restored),
        TEST(deleting_needs_the_name),
        TEST(only_active_users_of_the_organization_become_owners),
        TEST(rights_are_those_of_the_table),
        TEST(another_organization_sees_nothing),
        TEST(platform_admins_see_metadata_alone),
        TEST(a_superuser_of_another_organization_is_marked),
        TEST(a_command_can_own_nothing),
        TEST(events_have_before_and_after_by_path),
        TEST(events_stay_small),
        TEST(a_moved_config_does_not_open),
        TEST(configs_are_sealed_in_the_database),
        TEST(references_must_lead_somewhere),
        TEST(references_stay_in_the_organization),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
