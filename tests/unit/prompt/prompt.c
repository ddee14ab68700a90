#include "test.h"

#include <stdlib.h>

#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "record_verbs.h"

/* ---- what holds for every record ---------------------------------------------------------- */

static enum err create(struct fixture *f, const struct actor *actor, const char *name,
                       struct uuid *id, struct problem *problem)
{
    struct prompt_draft draft = draft_of(name, "x");
    struct record_saved saved;
    enum err err = prompt_create(f->db, actor, &draft, &saved, problem);
    *id = saved.id;
    return err;
}

static enum err find(struct fixture *f, const struct actor *actor, const char *name)
{
    struct prompt prompt;
    return prompt_get_by_name(f->db, actor, name, &prompt);
}

static enum err update(struct fixture *f, const struct actor *actor, const struct uuid *id,
                       const struct record_edit *edit, struct problem *problem)
{
    struct prompt_draft draft = draft_from(f, id);
    struct record_saved saved;
    draft.based_on_revision = edit->based_on;
    draft.name = edit->name == NULL ? draft.name : edit->name;
    draft.description = edit->text;
    draft.body = text_of(edit->text);
    return prompt_update(f->db, actor, &draft, &saved, problem);
}

const struct record_verbs record_verbs = {
    .store = &prompt_store,
    .devops = ERR_DENIED,
    .create = create,
    .find = find,
    .update = update,
};

/* ---- what prompts are made of ------------------------------------------------------------- */

static void a_new_one_has_its_fields_and_version_1(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft = draft_of("support/email/hello", "Hello {{name}}");
    draft.description = "Greets.";
    draft.settings = "{\"temperature\": 0.5}";
    draft.tags = " customer, draft ,customer";
    draft.message = "First words";
    struct record_saved saved;
    struct problem problem;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    struct uuid id = saved.id;
    fixture_begin(f);
    struct prompt prompt;
    assert_int_equal(
        record_load(f->db, actor, &prompt_store, &id, PERMISSION_PROMPT_SEE, RECORD_WHOLE, &prompt),
        ERR_NONE);
    assert_string_equal(prompt.name, "support/email/hello");
    assert_string_equal(prompt.folder, "support/email");
    assert_string_equal(prompt.description, "Greets.");
    assert_int_equal(prompt.type, PROMPT_TEXT);
    assert_int_equal(prompt.version, 1);
    assert_string_equal(prompt.body.data, "Hello {{name}}");
    assert_string_equal(prompt.settings, "{\"temperature\": 0.5}");
    assert_string_equal(prompt.message, "First words");
    assert_int_equal(prompt.tags.count, 2);
    assert_string_equal(prompt.tags.tags[0], "customer");
    assert_string_equal(prompt.tags.tags[1], "draft");
    assert_string_equal(prompt.owner_name, "Petra Product of Northwind");
    assert_string_equal(prompt.author_name, "Petra Product of Northwind");
    assert_int_equal(prompt.archived_at, 0);
    assert_int_equal(prompt.created_at, prompt.updated_at);
    struct prompt same;
    assert_int_equal(prompt_get_by_name(f->db, actor, "support/email/hello", &same), ERR_NONE);
    assert_true(uuid_equal(&same.id, &id));
}

/* Bytes that forms and databases like to change. */
static void bodies_stay_byte_for_byte(void **state)
{
    struct fixture *f = *state;
    static const char *const bodies[] = {" leading and trailing ",
                                         "\n\n\tlines\n\n",
                                         "cr\r\nlf\rcr",
                                         "\u2028 \u2029 \u00a0",
                                         "\U0001F469\u200D\U0001F680 e\u0301 \u202e",
                                         "'); DROP TABLE prompts; --",
                                         "%s {{x}} \\ \\'"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER,
                                     arena_printf(f->arena, "body-%zu", i), bodies[i]);
        struct prompt prompt = get_prompt(f, &id);
        assert_int_equal(prompt.body.len, strlen(bodies[i]));
        assert_memory_equal(prompt.body.data, bodies[i], prompt.body.len);
    }
}

static void a_body_may_have_a_mebibyte_and_no_more(void **state)
{
    struct fixture *f = *state;
    char *body = arena_alloc(f->arena, PROMPT_BODY_MAX + 2);
    memset(body, 'x', PROMPT_BODY_MAX);
    body[0] = ' ';
    body[PROMPT_BODY_MAX - 1] = '\n';
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "large", body);
    struct prompt prompt = get_prompt(f, &id);
    assert_int_equal(prompt.body.len, PROMPT_BODY_MAX);
    assert_memory_equal(prompt.body.data, body, PROMPT_BODY_MAX);
    body[PROMPT_BODY_MAX] = 'x';
    struct prompt_draft draft = draft_of("larger", body);
    struct record_saved saved;
    struct problem problem;
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_INVALID);
    assert_string_equal(problem.field, "body");
}

struct refusal {
    const char *field;
    const char *value;
};

static void set_field(struct prompt_draft *draft, const char *field, const char *value)
{
    if (strcmp(field, "name") == 0)
        draft->name = value;
    else if (strcmp(field, "description") == 0)
        draft->description = value;
    else if (strcmp(field, "body") == 0)
        draft->body = text_of(value);
    else if (strcmp(field, "settings") == 0)
        draft->settings = value;
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
    const struct refusal refusals[] = {{"name", ""},
                                       {"name", "/a"},
                                       {"name", "a//b"},
                                       {"name", "a|b"},
                                       {"name", too_long},
                                       {"description", too_long},
                                       {"description", "\001"},
                                       {"description", "\xff"},
                                       {"body", ""},
                                       {"body", "\xc3("},
                                       {"settings", "{"},
                                       {"settings", "null"},
                                       {"settings", "{\"a\":1,\"a\":2}"},
                                       {"tags", too_long},
                                       {"tags", "a\tb"},
                                       {"message", "two\nlines"},
                                       {"message", too_long},
                                       {"body", "see @@@prompt:name=@@@"},
                                       {"body", "@@@prompt:name=nobody|label=x@@@"}};
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        struct prompt_draft draft = draft_of("fine", "fine");
        struct problem problem;
        struct record_saved saved;
        set_field(&draft, refusals[i].field, refusals[i].value);
        assert_int_equal(
            prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
            ERR_INVALID);
        assert_string_equal(problem.field, refusals[i].field);
        assert_true(strlen(problem.message) > 0);
    }
    struct prompt_draft draft = draft_of("nul", "x");
    draft.body = (struct text){"a\0b", 3};
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_INVALID);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompts WHERE organization_id = $1", &f->own.id), 0);
}

static void a_chat_is_checked_as_one(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft = draft_of("chat", "no JSON");
    struct problem problem;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    draft.type = PROMPT_CHAT;
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "body");
    draft.body = text_of("[{\"role\":\"user\",\"content\":\"Hi\"},{\"placeholder\":\"history\"}]");
    assert_int_equal(prompt_create(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(get_prompt(f, &saved.id).type, PROMPT_CHAT);
}

/* A property changes the record; a content, or a message, makes a version. */
static void contents_make_versions_and_properties_do_not(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "saved", "one");
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    struct problem problem;
    struct record_saved saved;
    struct prompt_draft draft = draft_from(f, &id);
    assert_int_equal(prompt_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_false(saved.is_changed);
    assert_int_equal(saved.revision, 1);
    const struct {
        struct refusal change;
        int64_t version;
    } changes[] = {{{"message", "only a message"}, 2},
                   {{"description", "told"}, 2},
                   {{"tags", "a,b"}, 2},
                   {{"body", "two"}, 3},
                   {{"settings", "{}"}, 4},
                   {{"name", "moved/saved"}, 4}};
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        draft = draft_from(f, &id);
        set_field(&draft, changes[i].change.field, changes[i].change.value);
        assert_int_equal(prompt_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
        assert_int_equal(saved.version, changes[i].version);
        assert_int_equal(saved.revision, 2 + (int64_t)i);
        assert_true(saved.is_changed);
    }
    struct prompt prompt = get_prompt(f, &id);
    assert_string_equal(prompt.folder, "moved");
    assert_string_equal(prompt.description, "told");
    assert_string_equal(prompt.body.data, "two");
    assert_int_equal(prompt.tags.count, 2);
    assert_int_equal(prompt.version_count, 4);
    assert_int_equal(prompt.revision, 7);
    assert_true(prompt.updated_at > prompt.created_at);
    assert_string_equal(prompt.owner_name, "Petra Product of Northwind");
    assert_string_equal(prompt.author_name, "Terry Team of Northwind");
    assert_int_equal(fixture_count_events(f, "prompt.update", "success"), 6);
}

static void of_writers_at_once_one_wins(void **state)
{
    struct record_head head = verbs_race_to_save(*state);
    assert_string_equal(get_prompt(*state, &head.id).body.data, head.description);
}

static void an_old_version_comes_back_as_a_new_one(void **state)
{
    struct fixture *f = *state;
    struct uuid id =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "back", "[{\"role\":\"user\",\"content\":\"x\"}]");
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct problem problem;
    struct record_saved saved;
    struct prompt_draft draft = draft_from(f, &id);
    draft.type = PROMPT_CHAT;
    assert_int_equal(prompt_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    struct record_restore_draft restore = {id, 1, 1};
    assert_int_equal(
        record_restore_version(f->db, actor, &prompt_store, &restore, &saved, &problem), ERR_STALE);
    restore.based_on_revision = 2;
    assert_int_equal(
        record_restore_version(f->db, actor, &prompt_store, &restore, &saved, &problem), ERR_NONE);
    assert_int_equal(saved.version, 3);
    struct prompt prompt = get_prompt(f, &id);
    assert_int_equal(prompt.type, PROMPT_TEXT);
    assert_string_equal(prompt.message, "Restored version 1");
    restore = (struct record_restore_draft){id, 9, 3};
    assert_int_equal(
        record_restore_version(f->db, actor, &prompt_store, &restore, &saved, &problem),
        ERR_NOT_FOUND);
}

static void versions_are_listed_in_pages_and_read(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "many", "body 1");
    for (int i = 2; i <= 60; i++)
        assert_int_equal(save_body(f, &id, arena_printf(f->arena, "body %d", i)), i);
    const struct actor *actor = actor_of(f, PERSONA_DEVOPS_ENGINEER);
    struct record_head *head = get_head(f, &prompt_store, &id);
    struct record_version_list list;
    assert_int_equal(record_version_list(f->db, head, 0, &list), ERR_NONE);
    assert_int_equal(list.count, RECORD_VERSION_LIMIT);
    assert_int_equal(list.versions[0].version, 60);
    assert_int_equal(list.versions[0].previous, 59);
    assert_string_equal(list.versions[0].author_name, "Ada Admin of Northwind");
    assert_null(list.versions[0].content.parts[0].data);
    assert_int_equal(list.next_before, 11);
    assert_int_equal(list.versions[49].previous, 10);
    assert_int_equal(record_version_list(f->db, head, list.next_before, &list), ERR_NONE);
    assert_int_equal(list.count, 10);
    assert_int_equal(list.versions[9].version, 1);
    assert_int_equal(list.versions[9].previous, 0);
    assert_int_equal(list.next_before, 0);
    struct record_version version;
    assert_int_equal(record_version_get(f->db, actor, head, 17, &version), ERR_NONE);
    assert_string_equal(prompt_content(&version.content).body.data, "body 17");
    assert_int_equal(version.previous, 16);
    assert_int_equal(version.next, 18);
    assert_int_equal(record_version_get(f->db, actor, head, 0, &version), ERR_NONE);
    assert_string_equal(prompt_content(&version.content).body.data, "body 60");
    assert_int_equal(version.next, 0);
    assert_int_equal(record_version_get(f->db, actor, head, 61, &version), ERR_NOT_FOUND);
}

static void deleting_needs_the_name(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "gone", "x");
    save_body(f, &id, "y");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "production", 0, 2), ERR_NONE);
    verbs_delete(f, &id);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM prompt_versions WHERE record_id = $1", &id), 0);
}

static void another_organization_sees_nothing(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "secret", "x");
    struct record_head *head = get_head(f, &prompt_store, &id);
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        const struct actor *actor = &f->other.users[persona].actor;
        struct record_version version;
        assert_int_equal(record_version_get(f->db, actor, head, 1, &version), ERR_NOT_FOUND);
    }
    verbs_hide(f, &id);
}

static void platform_admins_see_metadata_alone(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "seen", "unseen");
    const struct fixture_organization *sides[] = {&f->own, &f->other};
    for (int i = 0; i < 2; i++) {
        struct actor inside = fixture_inside(&sides[i]->users[PERSONA_PLATFORM_ADMIN], &f->own);
        const struct actor *actor = &inside;
        struct prompt prompt;
        struct record_version version;
        assert_int_equal(record_load(f->db, actor, &prompt_store, &id, PERMISSION_PROMPT_SEE,
                                     RECORD_WHOLE, &prompt),
                         ERR_NONE);
        assert_string_equal(prompt.name, "seen");
        assert_null(prompt.body.data);
        assert_null(prompt.settings);
        assert_string_equal(prompt.author_name, "Petra Product of Northwind");
        assert_int_equal(record_version_get(f->db, actor, &prompt.head, 1, &version), ERR_DENIED);
    }
}

static void events_have_before_and_after(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "told", "one");
    struct prompt_draft draft = draft_from(f, &id);
    struct problem problem;
    struct audit_list log;
    struct audit_entry entry;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    draft.body = text_of("two words");
    draft.description = "more";
    draft.tags = "new";
    assert_int_equal(prompt_update(f->db, actor, &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(audit_list_record(f->db, actor, &f->own.id, &id, 10, &log), ERR_NONE);
    assert_int_equal(log.count, 2);
    assert_string_equal(log.entries[0].action, "prompt.create");
    assert_string_equal(log.entries[1].action, "prompt.update");
    assert_int_equal(
        audit_get(f->db, actor, &log.entries[1].organization_id, &log.entries[1].id, &entry),
        ERR_NONE);
    json_t *details = json_loads(entry.details, 0, NULL);
    json_t *expected =
        json_pack("{s:{s:n, s:s}, s:{s:n, s:s}, s:{s:s, s:s}, s:{s:i}}", "description", "before",
                  "after", "more", "tags", "before", "after", "new", "version", "before", "1",
                  "after", "2", "body", "len", 9);
    assert_non_null(expected);
    if (!json_equal(details, expected))
        fail_msg("%s", entry.details);
    json_decref(details);
    json_decref(expected);
}

static void saves_copy_references_when_the_body_stays(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "part", "p");
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "whole", "a @@@prompt:name=part@@@");
    struct prompt_draft draft = draft_from(f, &id);
    draft.message = "the same once more";
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    assert_int_equal(
        fixture_count(
            f, "SELECT count(*) FROM record_links WHERE source_id = $1 AND source_version = 2",
            &id),
        1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_one_has_its_fields_and_version_1),
        TEST(bodies_stay_byte_for_byte),
        TEST(a_body_may_have_a_mebibyte_and_no_more),
        TEST(bad_fields_are_refused_by_name),
        TEST(a_chat_is_checked_as_one),
        TEST(a_name_is_taken_once_in_an_organization),
        TEST(contents_make_versions_and_properties_do_not),
        TEST(a_stale_save_is_refused_and_changes_nothing),
        TEST(of_writers_at_once_one_wins),
        TEST(of_equal_names_at_once_one_is_made),
        TEST(an_old_version_comes_back_as_a_new_one),
        TEST(versions_are_listed_in_pages_and_read),
        TEST(an_archived_one_rests_until_it_is_restored),
        TEST(deleting_needs_the_name),
        TEST(only_active_users_of_the_organization_become_owners),
        TEST(rights_are_those_of_the_table),
        TEST(another_organization_sees_nothing),
        TEST(platform_admins_see_metadata_alone),
        TEST(a_superuser_of_another_organization_is_marked),
        TEST(a_command_can_own_nothing),
        TEST(events_have_before_and_after),
        TEST(saves_copy_references_when_the_body_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
