#include "test.h"

#include <string.h>

#include "agents.h"
#include "base/buf.h"
#include "base/clock.h"
#include "bundles.h"
#include "data/prompt/prompt.h"
#include "data/transfer/import_undo.h"
#include "imports.h"
#include "words.h"

/* Imports in batches: what is seen on the way, what is left out, and what an undo takes back. */

/* Agents that hand over in a circle, their prompts and their team. */
static const char whole[] =
    "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
    "  {\"name\": \"answer\", \"body\": \"Hi @@@prompt:name=style|label=latest@@@\"},"
    "  {\"name\": \"style\", \"body\": \"Be plain.\"}],"
    " \"agents\": ["
    "  {\"name\": \"Triage\", \"config\": {\"model\": {\"name\": \"m\"},"
    "   \"prompt\": {\"name\": \"answer\"}, \"handoffs\": [\"Billing\"]}},"
    "  {\"name\": \"Billing\", \"archived_at\": \"2026-01-01T00:00:00Z\","
    "   \"config\": {\"model\": {\"name\": \"a\"}, \"handoffs\": [\"Triage\"]}}],"
    " \"teams\": ["
    "  {\"name\": \"Desk\", \"kind\": \"sequential\", \"members\": [\"Triage\"]}]}";

static void import_whole(struct fixture *f, const char *document)
{
    struct problem problem;
    struct uuid id = upload(f, document, false);
    (void)check_all(f, &id);
    enum err err = start(f, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s", problem.message);
}

static int64_t count_records(struct fixture *f)
{
    return fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id) +
           fixture_count(f, "SELECT count(*) FROM agents WHERE organization_id = $1", &f->own.id) +
           fixture_count(f, "SELECT count(*) FROM teams WHERE organization_id = $1", &f->own.id);
}

/* Some hundred prompts, each named by its number. */
static struct uuid upload_many(struct fixture *f, int count)
{
    struct buf document;
    struct arena *arena = arena_create(8 << 20);
    buf_init(&document, arena);
    buf_add_text(&document, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": [");
    for (int i = 0; i < count; i++)
        buf_printf(&document, "%s{\"name\": \"many/%d\", \"body\": \"x\"}", i == 0 ? "" : ",", i);
    buf_add_text(&document, "]}");
    struct uuid id = upload(f, document.data, false);
    arena_destroy(arena);
    return id;
}

static struct prompt prompt_named(struct fixture *f, const char *name)
{
    struct prompt prompt = {.name = NULL};
    assert_int_equal(prompt_get_by_name(f->db, manager(f), name, &prompt), ERR_NONE);
    return prompt;
}

static void change_body(struct fixture *f, const char *name, const char *body)
{
    struct problem problem;
    struct record_saved saved;
    fixture_begin(f);
    struct prompt prompt = prompt_named(f, name);
    struct prompt_draft draft = {.id = prompt.id,
                                 .based_on_revision = prompt.revision,
                                 .name = prompt.name,
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = {body, strlen(body)},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    assert_int_equal(prompt_update(f->db, manager(f), &draft, &saved, &problem), ERR_NONE);
}

/* One batch, as a worker that dies behind it leaves it. */
static struct import start_once(struct fixture *f, const struct uuid *id)
{
    struct import import;
    struct problem problem;
    fixture_begin(f);
    enum err err = import_start(f->db, manager(f), id, 0, &import, &problem);
    if (err != ERR_NONE)
        fail_msg("%s", problem.message);
    return import;
}

static void a_large_import_is_seen_batch_by_batch(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = upload_many(f, 450);
    (void)check_all(f, &id);
    struct import import = start_once(f, &id);
    assert_int_equal(import.state, IMPORT_APPLYING);
    assert_true(import.applied_count > 0 && import.applied_count <= 200);
    assert_int_equal(count_records(f), import.applied_count);
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), import.applied_count);
    assert_int_equal(fixture_count_events(f, "import.apply", "success"), 0);
    int64_t before = import.applied_count;
    fixture_begin(f);
    assert_int_equal(import_discard(f->db, manager(f), &id), ERR_CONFLICT);
    import = start_once(f, &id);
    assert_true(import.applied_count > before && import.applied_count <= before + 200);
    assert_int_equal(count_records(f), import.applied_count);
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_int_equal(count_records(f), 450); /* no record twice */
    assert_int_equal(fixture_count_events(f, "prompt.create", "success"), 450);
    assert_int_equal(fixture_count_events(f, "import.apply", "success"), 1);
    assert_int_equal(start(f, &id, &problem), ERR_CONFLICT);
    words_check(f, &f->own.id);
}

/* Two of 450 are not what the plan found any more, when some are imported already. */
static void what_became_impossible_on_the_way_is_left_out_and_said(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    static const char loop[] = "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
                               "{\"name\": \"many/440\", \"body\": \"mine\"}]}";
    import_whole(f, loop);
    struct uuid id = upload_many(f, 450);
    struct import import = check_all(f, &id);
    assert_int_equal(import_outcome_count(&import, IMPORT_CHANGED), 1);
    (void)start_once(f, &id);
    change_body(f, "many/440", "theirs");
    import_whole(f, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
                    "{\"name\": \"many/449\", \"body\": \"theirs\"}]}");
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    assert_refused(f, &id, "many/440", "", "changed since the plan was made");
    assert_refused(f, &id, "many/449", "", "changed since the plan was made");
    fixture_begin(f);
    assert_string_equal(prompt_named(f, "many/440").body.data, "theirs");
    assert_int_equal(import_get(f->db, manager(f), &id, &import), ERR_NONE);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_int_equal(import_outcome_count(&import, IMPORT_CREATED), 448);
    assert_int_equal(import_outcome_count(&import, IMPORT_REFUSED), 2);
    assert_int_equal(count_records(f), 450);
}

static void a_stopped_import_keeps_what_it_has(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct import import;
    struct uuid id = upload_many(f, 450);
    (void)check_all(f, &id);
    assert_int_equal(import_stop(f->db, manager(f), &id, CLOCK_MINUTE, &problem), ERR_CONFLICT);
    int64_t count = start_once(f, &id).applied_count;
    fixture_begin(f);
    assert_int_equal(import_stop(f->db, manager(f), &id, CLOCK_MINUTE, &problem), ERR_NONE);
    assert_int_equal(import_get(f->db, manager(f), &id, &import), ERR_NONE);
    assert_int_equal(import.state, IMPORT_DONE);
    assert_int_equal(import_outcome_count(&import, IMPORT_CREATED), count);
    assert_int_equal(import_outcome_count(&import, IMPORT_SKIPPED), 450 - count);
    assert_int_equal(count_records(f), count);
}

static struct import undo_all(struct fixture *f, const struct uuid *id)
{
    struct import import = {.state = IMPORT_UNDOING};
    struct problem problem;
    while (import.state == IMPORT_UNDOING) {
        fixture_begin(f);
        enum err err = import_undo(f->db, manager(f), id, 0, &import, &problem);
        if (err != ERR_NONE)
            fail_msg("%s", problem.message);
    }
    return import;
}

static void an_undo_takes_back_what_nobody_changed(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct import import;
    struct import_undo_count count;
    import_whole(f, "{\"rostrum\": 1, \"kind\": \"organization\", \"prompts\": ["
                    "{\"name\": \"many/7\", \"body\": \"before\", \"description\": \"d\", "
                    "\"tags\": [\"t\"]}]}");
    struct uuid id = upload_many(f, 450);
    (void)check_all(f, &id);
    assert_int_equal(import_undo(f->db, manager(f), &id, 0, &import, &problem), ERR_CONFLICT);
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    change_body(f, "many/300", "theirs");
    import = undo_all(f, &id);
    assert_int_equal(import.state, IMPORT_UNDONE);
    assert_int_equal(import_undo_count(f->db, &import, &count), ERR_NONE);
    assert_int_equal(count.undone, 449);
    assert_int_equal(count.kept, 1);
    assert_int_equal(count.left, 0);
    assert_int_equal(count_records(f), 2);
    struct import_line line = line_of(f, &id, "many/300");
    assert_string_equal(line.applied, "kept");
    assert_non_null(strstr(line.notes[0].message, "someone changed it since"));
    fixture_begin(f);
    struct prompt prompt = prompt_named(f, "many/7");
    assert_string_equal(prompt.body.data, "before");
    assert_string_equal(prompt.description, "d");
    assert_int_equal(prompt.version, 3);
    assert_string_equal(prompt_named(f, "many/300").body.data, "theirs");
    assert_int_equal(fixture_count_events(f, "prompt.delete", "success"), 448);
    assert_int_equal(fixture_count_events(f, "import.undo", "success"), 1);
    assert_int_equal(import_undo(f->db, manager(f), &id, 0, &import, &problem), ERR_CONFLICT);
    words_check(f, &f->own.id);
}

/* All that refers to all of the document; and who may not delete archives. */
static void an_undo_goes_backwards(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct import_line_filter any = {{{0}}, IMPORT_OUTCOME_COUNT, 0, "kept"};
    struct import_line_list list;
    struct uuid id = upload(f, whole, false);
    (void)check_all(f, &id);
    assert_int_equal(start(f, &id, &problem), ERR_NONE);
    (void)undo_all(f, &id);
    any.import_id = id;
    assert_int_equal(import_line_list(f->db, manager(f), &any, &list), ERR_NONE);
    for (int i = 0; i < list.count; i++)
        print_message("# kept: %s: %s\n", list.lines[i].name, list.lines[i].notes[0].message);
    assert_int_equal(count_records(f), 0);
}

/* A config as deep, and as long, as one that may be saved. */
static const char *largest_config(struct arena *arena)
{
    enum { LEVELS = JSON_DEPTH - 1, REST = 600 };
    struct buf config;
    buf_init(&config, arena);
    buf_add_text(&config, "{\"model\": {\"name\": \"m\"}, \"metadata\": ");
    for (int i = 0; i < LEVELS; i++)
        buf_add_text(&config, "{\"a\": ");
    buf_add_text(&config, "\"b\"");
    for (int i = 0; i < LEVELS; i++)
        buf_add_text(&config, "}");
    buf_add_text(&config, ", \"instructions\": \"");
    while (config.len < AGENT_CONFIG_MAX - REST)
        buf_add_text(&config, "\xe2\x82\xac\\n");
    buf_add_text(&config, "\"}");
    return config.data;
}

/* What can be saved can be exported, alone and with all, and imported again. */
static void the_largest_config_travels(void **state)
{
    struct fixture *f = *state;
    const struct actor *elsewhere = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    const struct export_choice choice = {{true, true, true}, true, true};
    struct export all, alone;
    struct agent_problem refused;
    struct problem problem;
    struct record_saved saved;
    struct import import;
    struct agent before, after;
    const char *name = NULL;
    struct uuid id;
    fixture_begin(f);
    struct agent_draft draft = agent_draft_of(f, "Largest", largest_config(f->arena));
    assert_int_equal(agent_create(f->db, manager(f), &draft, &saved, &refused), ERR_NONE);
    assert_int_equal(agent_get(f->db, manager(f), &saved.id, &before), ERR_NONE);
    assert_int_equal(
        record_export(f->db, manager(f), &record_kinds[RECORD_AGENT], &saved.id, &alone, &name),
        ERR_NONE);
    assert_int_equal(organization_export(f->db, manager(f), &choice, &all, &problem), ERR_NONE);
    const char *documents[] = {bundle_all(&all), bundle_all(&alone)};
    for (size_t i = 0; i < COUNT_OF(documents); i++) {
        struct import_draft upload = {"x", {documents[i], strlen(documents[i])}, false};
        enum err err = import_create(f->db, elsewhere, &upload, &id, &problem);
        if (err != ERR_NONE)
            fail_msg("%s", problem.message);
        assert_int_equal(import_check(f->db, elsewhere, &id, CLOCK_MINUTE, &import), ERR_NONE);
        assert_int_equal(import_outcome_count(&import, IMPORT_REFUSED), 0);
        if (i > 0) { /* it is there by now, and says the same */
            assert_int_equal(import_outcome_count(&import, IMPORT_UNCHANGED), 1);
            continue;
        }
        assert_int_equal(import_start(f->db, elsewhere, &id, CLOCK_MINUTE, &import, &problem),
                         ERR_NONE);
    }
    assert_int_equal(agent_get_by_name(f->db, elsewhere, "Largest", &after), ERR_NONE);
    assert_string_equal(after.config.data, before.config.data);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_large_import_is_seen_batch_by_batch),
        TEST(what_became_impossible_on_the_way_is_left_out_and_said),
        TEST(a_stopped_import_keeps_what_it_has),
        TEST(an_undo_takes_back_what_nobody_changed),
        TEST(an_undo_goes_backwards),
        TEST(the_largest_config_travels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
