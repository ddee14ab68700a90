#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "bundles.h"
#include "data/agent/agent.h"
#include "data/edit/record_state.h"
#include "data/evidence/evidence_rule_set.h"
#include "data/prompt/prompt.h"
#include "data/record/record_version.h"
#include "data/reference/record_use.h"
#include "data/register/register.h"
#include "data/release/record_label.h"
#include "data/team/team.h"
#include "data/transfer/import_line.h"
#include "fixture.h"
#include "imports.h"
#include "words.h"

/* Everything that refers to everything: prompts out of order, agents that hand over in a circle. */
static const char whole[] =
    "{\"rostrum\": 1, \"kind\": \"organization\", \"organization\": {\"name\": \"Acme\"},"
    " \"prompts\": ["
    "  {\"name\": \"desk/answer\", \"description\": \"How we answer\", \"tags\": [\"desk\", "
    "\"de\"],"
    "   \"labels\": {\"production\": 2, \"old\": 1}, \"versions\": ["
    "    {\"version\": 1, \"body\": \"Hello {{name}}\", \"message\": \"first\"},"
    "    {\"version\": 2, \"body\": \"Hi {{name}} @@@prompt:name=desk/style|label=latest@@@\","
    "     \"settings\": {\"temperature\": 0.2}}]},"
    "  {\"name\": \"desk/style\", \"body\": \"Be plain.\"},"
    "  {\"name\": \"desk/chat\", \"messages\": [{\"role\": \"system\", \"content\": \"Hi\"},"
    "   {\"placeholder\": \"history\"}]}],"
    " \"agents\": ["
    "  {\"name\": \"Triage\", \"description\": \"Sorts\", \"config\": {\"model\": {\"name\": "
    "\"m\"},"
    "   \"prompt\": {\"name\": \"desk/answer\", \"version\": 2}, \"handoffs\": [\"Billing\"]}},"
    "  {\"name\": \"Billing\", \"versions\": ["
    "   {\"version\": 3, \"config\": {\"model\": {\"name\": \"a\"}}, \"message\": \"three\"},"
    "   {\"version\": 5, \"config\": {\"model\": {\"name\": \"b\"}, \"handoffs\": "
    "[\"Triage\"]}}]}],"
    " \"teams\": ["
    "  {\"name\": \"Desk\", \"kind\": \"graph\", \"member_details\": ["
    "    {\"agent\": \"Triage\", \"role\": \"lead\"},"
    "    {\"agent\": \"Billing\", \"role\": \"worker\", \"agent_version\": 3}],"
    "   \"settings\": {\"edges\": [{\"from\": \"Triage\", \"to\": \"Billing\"}]}}]}";

static void import_whole(struct fixture *f, const char *document)
{
    struct problem problem;
    struct uuid id = upload(f, document, false);
    struct import import = check_all(f, &id);
    if (import_outcome_count(&import, IMPORT_REFUSED) != 0) {
        struct import_line_filter filter = {id, IMPORT_REFUSED, 0, NULL};
        struct import_line_list list;
        assert_int_equal(import_line_list(f->db, manager(f), &filter, &list), ERR_NONE);
        fail_msg("%s: %s: %s", list.lines[0].name, list.lines[0].notes[0].path,
                 list.lines[0].notes[0].message);
    }
    enum err err = start(f, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s", problem.message);
    words_check(f, &f->own.id);
}

static int64_t count_records(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id) +
           fixture_count(f, "SELECT count(*) FROM agents WHERE organization_id = $1", &f->own.id) +
           fixture_count(f, "SELECT count(*) FROM teams WHERE organization_id = $1", &f->own.id);
}

static void nothing_happens_before_the_start(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = upload(f, whole, false);
    assert_int_equal(start(f, &id, &problem), ERR_CONFLICT); /* not checked yet */
    struct import import = check_all(f, &id);
    assert_int_equal(import.record_count, 6);
    assert_int_equal(import_change_count(&import), 6);
    assert_int_equal(import.totals[RECORD_PROMPT][IMPORT_CREATED], 3);
    assert_int_equal(count_records(f), 0);
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 6);
    assert_int_equal(start(f, &id, &problem), ERR_CONFLICT); /* a double click */
    assert_int_equal(count_records(f), 6);
    assert_int_equal(fixture_count_events(f, "import.apply", "success"), 1);
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), 3);
    assert_int_equal(fixture_count_events(f, "agent.create", "success"), 2);
    assert_int_equal(fixture_count_events(f, "agent.update", "success"), 0);
    assert_int_equal(fixture_count_events(f, "team.create", "success"), 1);
    fixture_begin(f);
    assert_int_equal(import_get(f->db, manager(f), &id, &import), ERR_NONE);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_true(import.duration_us > 0);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM imports WHERE document IS NULL "
                                   "AND organization_id = $1",
                                   &f->own.id),
                     1);
}

/* The one agent that uses a record directly. */
static const char *agent_using(struct fixture *f, const struct record_head *head)
{
    struct record_use_list uses;
    const char *name = "";
    assert_int_equal(record_use_list(f->db, head, 1, &uses), ERR_NONE);
    assert_int_equal(uses.kind_counts[RECORD_AGENT], 1);
    for (int i = 0; i < uses.count; i++)
        if (uses.uses[i].kind == &record_kinds[RECORD_AGENT])
            name = uses.uses[i].name;
    return name;
}

static void references_lead_to_the_new_records(void **state)
{
    struct fixture *f = *state;
    struct prompt prompt;
    struct record_version version;
    struct record_label_list labels;
    struct agent triage, billing;
    struct team team;
    struct team_plan plan;
    import_whole(f, whole);
    fixture_begin(f);
    const struct actor *actor = manager(f);
    assert_int_equal(prompt_get_by_name(f->db, actor, "desk/answer", &prompt), ERR_NONE);
    assert_int_equal(prompt.version, 2);
    assert_int_equal(prompt.tags.count, 2);
    assert_string_equal(prompt.settings, "{\"temperature\":0.2}");
    assert_int_equal(record_version_get(f->db, actor, &prompt.head, 1, &version), ERR_NONE);
    assert_string_equal(prompt_content(&version.content).body.data, "Hello {{name}}");
    assert_string_equal(version.message, "first");
    assert_int_equal(record_label_list(f->db, &prompt.head, &labels), ERR_NONE);
    assert_int_equal(labels.count, 2);
    assert_string_equal(labels.labels[0].label, "old");
    assert_int_equal(labels.labels[0].version, 1);
    assert_int_equal(labels.labels[1].version, 2);
    assert_int_equal(agent_get_by_name(f->db, actor, "Triage", &triage), ERR_NONE);
    assert_int_equal(agent_get_by_name(f->db, actor, "Billing", &billing), ERR_NONE);
    assert_int_equal(billing.version, 5);
    assert_string_equal(agent_using(f, &billing.head), "Triage");
    assert_string_equal(agent_using(f, &triage.head), "Billing");
    assert_int_equal(team_get_by_name(f->db, actor, "Desk", &team), ERR_NONE);
    assert_int_equal(team.member_count, 2);
    assert_int_equal(team.members[1].agent_version, 3);
    assert_int_equal(team_plan_of(f->arena, &team, &plan), ERR_NONE);
    assert_int_equal(plan.edge_count, 1);
    assert_memory_equal(&plan.edges[0].to, &billing.id, sizeof billing.id);
}

static void the_same_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    import_whole(f, whole);
    struct uuid id = upload(f, whole, false);
    struct import import = check_all(f, &id);
    assert_int_equal(import_outcome_count(&import, IMPORT_UNCHANGED), 6);
    assert_int_equal(import_change_count(&import), 0);
    id = upload(f, whole, true);
    import = check_all(f, &id);
    assert_int_equal(import_outcome_count(&import, IMPORT_SKIPPED), 6);
}

static void names_that_exist_get_a_new_version(void **state)
{
    struct fixture *f = *state;
    static const char changed[] =
        "{\"rostrum\": 1, \"kind\": \"organization\","
        " \"prompts\": [{\"name\": \"desk/style\", \"body\": \"Be kind.\", \"tags\": [\"x\"]}],"
        " \"agents\": [{\"name\": \"Billing\", \"description\": \"Bills\","
        "   \"config\": {\"model\": {\"name\": \"c\"}}}],"
        " \"teams\": [{\"name\": \"Desk\", \"kind\": \"sequential\", \"members\": [\"Triage\"]}]}";
    struct problem problem;
    struct prompt prompt;
    struct agent agent;
    struct team team;
    import_whole(f, whole);
    struct uuid id = upload(f, changed, false);
    struct import import = check_all(f, &id);
    assert_int_equal(import_outcome_count(&import, IMPORT_CHANGED), 3);
    assert_string_equal(line_of(f, &id, "desk/style").what, "body, tags");
    assert_string_equal(line_of(f, &id, "Billing").what, "config, description");
    assert_string_equal(line_of(f, &id, "Desk").what, "kind, members, settings");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/style", &prompt), ERR_NONE);
    assert_int_equal(prompt.version, 2);
    assert_string_equal(prompt.body.data, "Be kind.");
    assert_string_equal(prompt.message, "Imported from acme.json");
    assert_int_equal(agent_get_by_name(f->db, manager(f), "Billing", &agent), ERR_NONE);
    assert_int_equal(agent.version, 6);
    assert_string_equal(agent.model, "c");
    assert_int_equal(team_get_by_name(f->db, manager(f), "Desk", &team), ERR_NONE);
    assert_int_equal(team.member_count, 1);
    assert_int_equal(team.kind, TEAM_SEQUENTIAL);
}

static void what_is_wrong_is_refused_by_path(void **state)
{
    struct fixture *f = *state;
    static const char wrong[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
        " {\"name\": \"a|b\", \"body\": \"x\"},"
        " {\"name\": \"empty\"},"
        " {\"name\": \"lost\", \"body\": \"@@@prompt:name=nowhere@@@\"},"
        " {\"name\": \"needs\", \"body\": \"@@@prompt:name=lost@@@\"},"
        " {\"name\": \"one\", \"body\": \"@@@prompt:name=two@@@\"},"
        " {\"name\": \"two\", \"body\": \"@@@prompt:name=one@@@\"},"
        " {\"name\": \"old\", \"body\": \"@@@prompt:name=fine|version=7@@@\"},"
        " {\"name\": \"fine\", \"body\": \"x\"}, {\"name\": \"fine\", \"body\": \"y\"}, 7],"
        " \"agents\": ["
        " {\"name\": \"No model\", \"config\": {}},"
        " {\"name\": \"Lost\", \"config\": {\"model\": {\"name\": \"m\"}, \"handoffs\": [\"X\"]}},"
        " {\"name\": \"Follows\", \"config\": {\"model\": {\"name\": \"m\"},"
        "   \"handoffs\": [\"Lost\"]}},"
        " {\"name\": \"Key\", \"config\": {\"model\": {\"name\": \"m\"},"
        "   \"metadata\": {\"k\": \"ghp_012345678901234567890123456789012345\"}}}],"
        " \"teams\": [{\"name\": \"T\", \"kind\": \"circle\", \"members\": []},"
        " {\"name\": \"U\", \"kind\": \"sequential\", \"members\": [\"Nobody\"]},"
        " {\"name\": \"V\", \"kind\": \"sequential\", \"members\": [\"Lost\"]}]}";
    struct problem problem;
    struct uuid id = upload(f, wrong, false);
    struct import import = check_all(f, &id);
    assert_int_equal(import.record_count, 17);
    assert_int_equal(import_change_count(&import), 1);
    assert_refused(f, &id, "a|b", "prompts[0].name", "|");
    assert_refused(f, &id, "empty", "prompts[1].body", "needs a body");
    assert_refused(f, &id, "lost", "prompts[2].body", "nowhere");
    assert_refused(f, &id, "needs", "", "refused");
    assert_refused(f, &id, "two", "", "back to itself");
    assert_refused(f, &id, "one", "", "refused");
    assert_refused(f, &id, "old", "prompts[6].body", "version 7");
    assert_refused(f, &id, "No model", "agents[0].config.model", "");
    assert_refused(f, &id, "Lost", "agents[1].config.handoffs[0]", "There is no agent");
    assert_refused(f, &id, "Follows", "", "refused");
    assert_refused(f, &id, "Key", "agents[3].config.metadata.k", "");
    assert_refused(f, &id, "T", "teams[0].kind", "The kind must be");
    assert_refused(f, &id, "U", "teams[1].member_details[0]", "There is no agent");
    assert_refused(f, &id, "V", "", "refused");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 1);
}

static void documents_that_are_none_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const documents[] = {
        "",
        "{",
        "7",
        "{}",
        "[]",
        "{\"rostrum\": 2, \"kind\": \"organization\"}",
        "{\"rostrum\": 1, \"kind\": \"person\"}",
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": {}}",
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": []}",
        "{\"name\": \"x\"}",
        "\xff"};
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        struct import_draft draft = {"x", {documents[i], strlen(documents[i])}, false};
        struct problem problem;
        struct uuid id;
        fixture_begin(f);
        assert_int_equal(import_create(f->db, manager(f), &draft, &id, &problem), ERR_INVALID);
        assert_string_equal(problem.field, "document");
        assert_non_null(problem.message);
    }
}

/* Someone saves between the plan and the start. */
static void a_plan_that_is_old_is_made_anew(void **state)
{
    struct fixture *f = *state;
    static const char style[] = "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
                                "{\"name\": \"desk/style\", \"body\": \"Be kind.\"}]}";
    struct problem problem;
    struct prompt prompt;
    struct record_saved saved;
    import_whole(f, whole);
    struct uuid id = upload(f, style, false);
    (void)check_all(f, &id);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/style", &prompt), ERR_NONE);
    struct prompt_draft draft = {.id = prompt.id,
                                 .based_on_revision = prompt.revision,
                                 .name = prompt.name,
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = {"Be brief.", 9},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    assert_int_equal(prompt_update(f->db, manager(f), &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(start(f, &id, &problem), ERR_STALE);
    assert_non_null(problem.message);
    struct import import = check_all(f, &id);
    assert_true(import.is_renewed);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/style", &prompt), ERR_NONE);
    assert_string_equal(prompt.body.data, "Be brief.");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/style", &prompt), ERR_NONE);
    assert_string_equal(prompt.body.data, "Be kind.");
    assert_int_equal(prompt.version, 3);
}

/* A rule that only the verb knows: a circle through what is there already. */
static void what_a_verb_refuses_undoes_the_whole(void **state)
{
    struct fixture *f = *state;
    static const char first[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
        "{\"name\": \"a\", \"body\": \"x\"},"
        "{\"name\": \"b\", \"body\": \"@@@prompt:name=a|label=latest@@@\"}]}";
    static const char second[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
        "{\"name\": \"c\", \"body\": \"x\"},"
        "{\"name\": \"a\", \"body\": \"@@@prompt:name=b|label=latest@@@\"}]}";
    struct problem problem;
    import_whole(f, first);
    struct uuid id = upload(f, second, false);
    (void)check_all(f, &id);
    assert_int_equal(start(f, &id, &problem), ERR_STALE);
    assert_int_equal(count_records(f), 2);
    struct import import = check_all(f, &id);
    assert_int_equal(import_change_count(&import), 1);
    assert_refused(f, &id, "a", "", "a → b → a");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 3);
}

static void an_import_belongs_to_its_uploader(void **state)
{
    struct fixture *f = *state;
    struct import import;
    struct problem problem;
    struct import_line_list list;
    struct uuid id = upload(f, whole, false);
    const struct actor *others[] = {&f->own.users[PERSONA_PRODUCT_MANAGER].actor,
                                    &f->other.users[PERSONA_CUSTOMER_ADMIN].actor};
    struct import_line_filter filter = {id, IMPORT_OUTCOME_COUNT, 0, NULL};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        fixture_begin(f);
        assert_int_equal(import_get(f->db, others[i], &id, &import), ERR_NOT_FOUND);
        assert_int_equal(import_check(f->db, others[i], &id, 1, &import), ERR_NOT_FOUND);
        assert_int_equal(import_line_list(f->db, others[i], &filter, &list), ERR_NOT_FOUND);
        assert_int_equal(import_discard(f->db, others[i], &id), ERR_NOT_FOUND);
        assert_int_equal(start_as(f, others[i], &id, &problem), ERR_NOT_FOUND);
    }
    fixture_begin(f);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_NONE);
    assert_int_equal(import_get(f->db, manager(f), &id, &import), ERR_NOT_FOUND);
}

static void rights_are_asked_for_each_line(void **state)
{
    struct fixture *f = *state;
    struct import_draft draft = {"x.json", {whole, strlen(whole)}, false};
    const struct actor *devops = &f->own.users[PERSONA_DEVOPS_ENGINEER].actor;
    const struct actor *developer = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].actor;
    struct problem problem;
    struct import import;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(import_create(f->db, devops, &draft, &id, &problem), ERR_NONE);
    assert_int_equal(import_check(f->db, devops, &id, CLOCK_MINUTE, &import), ERR_NONE);
    assert_int_equal(import.totals[RECORD_PROMPT][IMPORT_REFUSED], 3);
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_REFUSED], 2); /* they need the prompts */
    struct import_line refused = line_as(f, devops, &id, "desk/style");
    assert_string_equal(refused.notes[0].path, "prompts[1]");
    assert_string_equal(refused.notes[0].message, "You may not create prompts.");
    import_whole(f, whole);
    static const char other[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "{\"name\": \"Billing\", \"config\": {\"model\": {\"name\": \"z\"}}},"
        "{\"name\": \"Mine\", \"config\": {\"model\": {\"name\": \"z\"}}}]}";
    draft.document = (struct text){other, strlen(other)};
    fixture_begin(f);
    assert_int_equal(import_create(f->db, developer, &draft, &id, &problem), ERR_NONE);
    assert_int_equal(import_check(f->db, developer, &id, CLOCK_MINUTE, &import), ERR_NONE);
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_REFUSED], 1);
    assert_int_equal(import.totals[RECORD_AGENT][IMPORT_CREATED], 1);
    fixture_begin(f);
    assert_int_equal(
        import_create(f->db, &f->own.users[PERSONA_PLATFORM_ADMIN].actor, &draft, &id, &problem),
        ERR_DENIED);
}

/* Without prompts, a DevOps Engineer brings agents and teams; a right that is lost is lost at once.
 */
static void agents_and_teams_are_imported_by_who_may_create_them(void **state)
{
    struct fixture *f = *state;
    static const char own[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "{\"name\": \"Solo\", \"config\": {\"model\": {\"name\": \"z\"}}}], \"teams\": ["
        "{\"name\": \"Crew\", \"kind\": \"sequential\", \"members\": [\"Solo\"]}]}";
    struct import_draft draft = {"x.json", {own, strlen(own)}, false};
    struct actor devops = f->own.users[PERSONA_DEVOPS_ENGINEER].actor;
    struct problem problem;
    struct import import;
    struct import_list list;
    struct uuid id;
    fixture_begin(f);
    assert_int_equal(import_create(f->db, &devops, &draft, &id, &problem), ERR_NONE);
    devops.persona = PERSONA_PLATFORM_ADMIN;
    assert_int_equal(import_list(f->db, &devops, &list), ERR_DENIED);
    assert_int_equal(import_get(f->db, &devops, &id, &import), ERR_DENIED);
    assert_int_equal(import_check(f->db, &devops, &id, CLOCK_MINUTE, &import), ERR_DENIED);
    assert_int_equal(start_as(f, &devops, &id, &problem), ERR_DENIED);
    assert_int_equal(import_discard(f->db, &devops, &id), ERR_DENIED);
    devops.persona = PERSONA_DEVOPS_ENGINEER;
    assert_int_equal(import_check(f->db, &devops, &id, CLOCK_MINUTE, &import), ERR_NONE);
    assert_int_equal(import_change_count(&import), 2);
    assert_int_equal(start_as(f, &devops, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 2);
}

static void many_records_are_checked_in_slices(void **state)
{
    struct fixture *f = *state;
    struct buf document;
    struct import import;
    struct problem problem;
    struct arena *arena = arena_create(64 << 20);
    buf_init(&document, arena);
    buf_add_text(&document, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": [");
    for (int i = 0; i < 2500; i++)
        buf_printf(&document, "%s{\"name\": \"many/%d\", \"body\": \"Body %d {{x}}\"}",
                   i == 0 ? "" : ",", i, i);
    buf_add_text(&document, "]}");
    struct uuid id = upload(f, document.data, false);
    arena_destroy(arena);
    fixture_begin(f);
    assert_int_equal(import_check(f->db, manager(f), &id, 1000, &import), ERR_NONE);
    assert_int_equal(import.state, IMPORT_CHECKING);
    assert_true(import.checked_count > 0 && import.checked_count < 2500);
    import = check_all(f, &id);
    assert_int_equal(import_change_count(&import), 2500);
    struct import_line_filter filter = {id, IMPORT_CREATED, 0, NULL};
    struct import_line_list list;
    int64_t count = 0;
    do {
        fixture_begin(f);
        assert_int_equal(import_line_list(f->db, manager(f), &filter, &list), ERR_NONE);
        count += list.count;
        filter.after = list.next_after;
    } while (list.next_after != 0);
    assert_int_equal(count, 2500);
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 2500);
    /* Counters that were gathered say what the tables hold. */
    assert_int_equal(
        fixture_count(f,
                      "SELECT record_count FROM record_counts WHERE organization_id = $1 "
                      "AND kind = 'prompt' AND dimension = 'folder' AND value = 'many'",
                      &f->own.id),
        2500);
    assert_int_equal(fixture_count(f,
                                   "SELECT CAST(sum(event_count) AS bigint) FROM daily_counts "
                                   "WHERE organization_id = $1 AND noun = 'prompt_version'",
                                   &f->own.id),
                     2500);
    assert_int_equal(
        fixture_count(f, "SELECT last_seq FROM audit_heads WHERE organization_id = $1", &f->own.id),
        fixture_count(f, "SELECT count(*) FROM audit_events WHERE organization_id = $1",
                      &f->own.id));
    assert_int_equal(
        fixture_count(f, "SELECT last_seq FROM audit_heads WHERE organization_id = $1", &f->own.id),
        fixture_count(f, "SELECT max(seq) FROM audit_sequence WHERE organization_id = $1",
                      &f->own.id));
}

/* The document of the organization, imported into another, has to say the same there. */
static void assert_travels(struct fixture *f, int count)
{
    const struct actor *elsewhere = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    struct import import;
    struct problem problem;
    struct uuid id;
    const char *before = NULL, *after = NULL;
    fixture_begin(f);
    const char *text = bundle_of(f->db, manager(f), &before);
    struct import_draft draft = {"x", {text, strlen(text)}, false};
    assert_int_equal(import_create(f->db, elsewhere, &draft, &id, &problem), ERR_NONE);
    assert_int_equal(import_check(f->db, elsewhere, &id, CLOCK_MINUTE, &import), ERR_NONE);
    assert_int_equal(import_change_count(&import), count);
    if (import_start(f->db, elsewhere, &id, CLOCK_MINUTE, &import, &problem) != ERR_NONE)
        fail_msg("%s", problem.message);
    (void)bundle_of(f->db, elsewhere, &after);
    assert_string_equal(after, before);
}

static void an_export_can_be_imported_elsewhere(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct prompt prompt;
    const char *before = NULL;
    import_whole(f, whole);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/chat", &prompt), ERR_NONE);
    struct record_archive_draft resting = {prompt.id, true};
    assert_int_equal(record_archive(f->db, manager(f), &prompt_store, &resting, &problem),
                     ERR_NONE);
    fixture_begin(f);
    assert_non_null(strstr(bundle_of(f->db, manager(f), &before), "\"archived_at\""));
    assert_travels(f, 6);
}

#define ADA(register)                                                                              \
    "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": [{\"name\": \"Ada\", \"labels\": "   \
    "{\"production\": 1}, \"config\": {\"model\": {\"name\": \"m\"}}" register "}]}"

static void a_label_that_needs_evidence_is_left_out(void **state)
{
    struct fixture *f = *state;
    struct import_line_list list;
    struct prompt prompt;
    struct record_label_list labels;
    struct problem problem;
    const struct evidence_rule_draft rule = {
        .kind = &record_kinds[RECORD_PROMPT], .label = "production", .min_pass_permille = 900};
    assert_int_equal(
        evidence_rule_set(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &rule, &problem),
        ERR_NONE);
    struct uuid id = upload(f, whole, false);
    struct import import = check_all(f, &id);
    assert_int_equal(import_outcome_count(&import, IMPORT_REFUSED), 0);
    struct import_line_filter filter = {id, IMPORT_CREATED, 0, NULL};
    assert_int_equal(import_line_list(f->db, manager(f), &filter, &list), ERR_NONE);
    const char *told = "";
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.lines[i].name, "desk/answer") == 0 && list.lines[i].note_count > 0)
            told = list.lines[i].notes[0].message;
    assert_non_null(strstr(told, "evidence"));
    import_whole(f, whole);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "desk/answer", &prompt), ERR_NONE);
    assert_int_equal(record_label_list(f->db, &prompt.head, &labels), ERR_NONE);
    assert_int_equal(labels.count, 1);
    assert_string_equal(labels.labels[0].label, "old");
}

static void the_register_travels_with_its_record(void **state)
{
    struct fixture *f = *state;
    struct agent agent;
    struct register_entry entry;
    struct record_label_list labels;
    /* Production waits for a complete entry where that is required; the rest is imported. */
    assert_int_equal(register_require(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, true),
                     ERR_NONE);
    import_whole(f, ADA(""));
    fixture_begin(f);
    assert_int_equal(agent_get_by_name(f->db, manager(f), "Ada", &agent), ERR_NONE);
    assert_int_equal(record_label_list(f->db, &agent.head, &labels), ERR_NONE);
    assert_int_equal(labels.count, 0);
    /* What only the register says otherwise is a change; the same again is none. */
    import_whole(f, ADA(", \"register\": {\"purpose\": \"Why\", \"risk_class\": \"minimal\"}"));
    import_whole(f, ADA(", \"register\": {\"purpose\": \"Why\", \"risk_class\": \"minimal\"}"));
    fixture_begin(f);
    assert_int_equal(agent_get_by_name(f->db, manager(f), "Ada", &agent), ERR_NONE);
    assert_int_equal(agent.version, 1);
    assert_int_equal(register_entry_get(f->db, manager(f), &agent.head, &entry), ERR_NONE);
    assert_int_equal(entry.revision, 1);
    assert_string_equal(entry.texts[REGISTER_PURPOSE], "Why");
    /* A document of before leaves it as it is. */
    import_whole(f, ADA(""));
    fixture_begin(f);
    assert_int_equal(register_entry_get(f->db, manager(f), &agent.head, &entry), ERR_NONE);
    assert_int_equal(entry.revision, 1);
}

static void histories_of_all_kinds_travel(void **state)
{
    static const char grown[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "  {\"name\": \"Ada\", \"tags\": [\"desk\"], \"labels\": {\"production\": 2}, "
        "\"register\": {\"risk_class\": \"high\", \"purpose\": \"Helps\", \"review_on\": "
        "\"2031-05-03\", \"oversight_id\": \"019febc0-4d63-703b-9f41-db11e959d9ab\"}, "
        "\"versions\": ["
        "    {\"version\": 2, \"config\": {\"model\": {\"name\": \"m\"}}, \"message\": \"first\"},"
        "    {\"version\": 5, \"config\": {\"model\": {\"name\": \"n\"}}}]},"
        "  {\"name\": \"Bea\", \"config\": {\"model\": {\"name\": \"m\"}}}],"
        " \"teams\": ["
        "  {\"name\": \"Desk\", \"tags\": [\"live\"], \"labels\": {\"production\": 1}, "
        "\"versions\": ["
        "    {\"version\": 1, \"kind\": \"sequential\", \"message\": \"alone\","
        "     \"member_details\": [{\"agent\": \"Ada\", \"agent_label\": \"production\"}]},"
        "    {\"version\": 3, \"kind\": \"graph\", \"message\": \"both\","
        "     \"member_details\": [{\"agent\": \"Ada\", \"agent_version\": 2}, {\"agent\": "
        "\"Bea\"}],"
        "     \"settings\": {\"edges\": [{\"from\": \"Ada\", \"to\": \"Bea\"}]}}]}]}";
    struct fixture *f = *state;
    struct record_label_list labels;
    struct record_version version;
    struct team_content content;
    struct agent agent;
    struct team team;
    import_whole(f, grown);
    fixture_begin(f);
    assert_int_equal(agent_get_by_name(f->db, manager(f), "Ada", &agent), ERR_NONE);
    assert_int_equal(agent.version, 5);
    assert_string_equal(agent.tags.tags[0], "desk");
    assert_int_equal(record_label_list(f->db, &agent.head, &labels), ERR_NONE);
    assert_int_equal(labels.labels[0].version, 2);
    struct register_entry entry;
    assert_int_equal(register_entry_get(f->db, manager(f), &agent.head, &entry), ERR_NONE);
    assert_int_equal(entry.risk, RISK_HIGH);
    assert_string_equal(entry.texts[REGISTER_PURPOSE], "Helps");
    assert_true(uuid_is_nil(&entry.oversight_id)); /* nobody of this organization */
    assert_int_equal(team_get_by_name(f->db, manager(f), "Desk", &team), ERR_NONE);
    assert_int_equal(team.version, 3);
    assert_int_equal(team.version_count, 2);
    assert_string_equal(team.tags.tags[0], "live");
    assert_int_equal(team.members[0].agent_version, 2);
    assert_int_equal(record_label_list(f->db, &team.head, &labels), ERR_NONE);
    assert_int_equal(labels.labels[0].version, 1);
    assert_int_equal(record_version_get(f->db, manager(f), &team.head, 1, &version), ERR_NONE);
    assert_string_equal(version.message, "alone");
    assert_int_equal(team_content_get(f->db, &team.head, &version, &content), ERR_NONE);
    assert_int_equal(content.member_count, 1);
    assert_string_equal(content.members[0].name, "Ada");
    assert_string_equal(content.members[0].agent_label, "production");
    assert_travels(f, 3);
}

/* A name is the same in any case and any normal form, also between records of a document. */
static void references_find_names_in_any_spelling(void **state)
{
    static const char spelled[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "  {\"name\": \"Ada\", \"config\": {\"model\": {\"name\": \"m\"},"
        "   \"handoffs\": [\"BE\\u0301A\"]}},"
        "  {\"name\": \"B\\u00e9a\", \"config\": {\"model\": {\"name\": \"m\"}, "
        "\"handoffs\": [\"ada\"]}}],"
        " \"teams\": [{\"name\": \"Desk\", \"kind\": \"sequential\", \"members\": "
        "[\"b\\u00c9a\"]}]}";
    static const char twice[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "  {\"name\": \"Cleo\", \"config\": {\"model\": {\"name\": \"m\"}}},"
        "  {\"name\": \"cleo\", \"config\": {\"model\": {\"name\": \"m\"}}}]}";
    struct fixture *f = *state;
    struct agent agent;
    struct team team;
    import_whole(f, spelled);
    fixture_begin(f);
    assert_int_equal(agent_get_by_name(f->db, manager(f), "Ada", &agent), ERR_NONE);
    assert_string_equal(agent_using(f, &agent.head), "B\u00e9a");
    assert_int_equal(agent_get_by_name(f->db, manager(f), "b\u00e9a", &agent), ERR_NONE);
    assert_string_equal(agent_using(f, &agent.head), "Ada");
    assert_int_equal(team_get_by_name(f->db, manager(f), "Desk", &team), ERR_NONE);
    assert_true(uuid_equal(&team.members[0].agent_id, &agent.id));
    struct uuid id = upload(f, twice, false);
    (void)check_all(f, &id);
    assert_refused(f, &id, "cleo", "agents[1].name", "is in the document already");
}

static void a_wrong_version_is_refused_at_its_place(void **state)
{
    static const char wrong[] =
        "{\"rostrum\": 1, \"kind\": \"organization\", \"agents\": ["
        "  {\"name\": \"Ada\", \"config\": {\"model\": {\"name\": \"m\"}}}],"
        " \"teams\": ["
        "  {\"name\": \"Desk\", \"versions\": ["
        "    {\"kind\": \"sequential\", \"members\": [\"Nobody\"]},"
        "    {\"kind\": \"sequential\", \"members\": [\"Ada\"]}]}]}";
    struct fixture *f = *state;
    struct uuid id = upload(f, wrong, false);
    (void)check_all(f, &id);
    assert_refused(f, &id, "Desk", "teams[0].versions[0].member_details[0]", "There is no agent");
}

static void langfuse_prompts_are_taken(void **state)
{
    struct fixture *f = *state;
    static const char langfuse[] =
        "{\"data\": ["
        "{\"name\": \"critic\", \"version\": 3, \"type\": \"text\", \"prompt\": \"Review {{film}} "
        "@@@langfusePrompt:name=tone|label=production@@@\", \"labels\": [\"latest\", \"staging\"],"
        " \"tags\": [\"films\"], \"config\": {\"model\": \"m\"}, \"commitMessage\": \"newer\"},"
        "{\"name\": \"critic\", \"version\": 1, \"type\": \"text\", \"prompt\": \"Old\","
        " \"labels\": [\"production\"], \"tags\": [\"films\"], \"config\": {}},"
        "{\"name\": \"tone\", \"version\": 1, \"prompt\": \"Be kind\", \"isActive\": true},"
        "{\"name\": \"talk\", \"version\": 1, \"type\": \"chat\", \"prompt\": ["
        " {\"role\": \"system\", \"content\": \"You are {{x}}\"},"
        " {\"type\": \"placeholder\", \"name\": \"history\"}], \"labels\": [], \"config\": null}]}";
    struct prompt prompt;
    struct record_label_list labels;
    import_whole(f, langfuse);
    fixture_begin(f);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "critic", &prompt), ERR_NONE);
    assert_int_equal(prompt.version, 3);
    assert_string_equal(prompt.body.data,
                        "Review {{film}} @@@prompt:name=tone|label=production@@@");
    assert_string_equal(prompt.settings, "{\"model\":\"m\"}");
    assert_string_equal(prompt.message, "newer");
    assert_string_equal(prompt.tags.tags[0], "films");
    assert_int_equal(record_label_list(f->db, &prompt.head, &labels), ERR_NONE);
    assert_int_equal(labels.count, 2);
    assert_int_equal(labels.labels[0].version, 1);
    assert_int_equal(labels.labels[1].version, 3);
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "tone", &prompt), ERR_NONE);
    assert_int_equal(record_label_list(f->db, &prompt.head, &labels), ERR_NONE);
    assert_string_equal(labels.labels[0].label, "production");
    assert_int_equal(prompt_get_by_name(f->db, manager(f), "talk", &prompt), ERR_NONE);
    assert_int_equal(prompt.type, PROMPT_CHAT);
    assert_string_equal(prompt.body.data, "[{\"role\":\"system\",\"content\":\"You are {{x}}\"},"
                                          "{\"placeholder\":\"history\"}]");
}

static void imports_expire(void **state)
{
    struct fixture *f = *state;
    struct import import;
    struct uuid id = upload(f, whole, false);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_finish(f->db, db_change_one(f->db,
                                                    "UPDATE imports SET expires_at = $2 "
                                                    "WHERE id = $1",
                                                    db_uuid(&id), db_time(clock_now() - 1))),
                     ERR_NONE);
    assert_int_equal(import_get(f->db, manager(f), &id, &import), ERR_NOT_FOUND);
    for (int i = 0; i < IMPORT_OPEN_MAX; i++)
        (void)upload(f, whole, false);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM imports WHERE organization_id = $1", &f->own.id),
        IMPORT_OPEN_MAX); /* the expired one is swept */
    struct import_draft draft = {"x", {whole, strlen(whole)}, false};
    struct problem problem;
    assert_int_equal(import_create(f->db, manager(f), &draft, &id, &problem), ERR_CONFLICT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_happens_before_the_start),
        TEST(references_lead_to_the_new_records),
        TEST(the_same_again_changes_nothing),
        TEST(names_that_exist_get_a_new_version),
        TEST(what_is_wrong_is_refused_by_path),
        TEST(documents_that_are_none_are_refused),
        TEST(a_plan_that_is_old_is_made_anew),
        TEST(what_a_verb_refuses_undoes_the_whole),
        TEST(an_import_belongs_to_its_uploader),
        TEST(rights_are_asked_for_each_line),
        TEST(agents_and_teams_are_imported_by_who_may_create_them),
        TEST(many_records_are_checked_in_slices),
        TEST(an_export_can_be_imported_elsewhere),
        TEST(a_label_that_needs_evidence_is_left_out),
        TEST(the_register_travels_with_its_record),
        TEST(histories_of_all_kinds_travel),
        TEST(references_find_names_in_any_spelling),
        TEST(a_wrong_version_is_refused_at_its_place),
        TEST(langfuse_prompts_are_taken),
        TEST(imports_expire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
