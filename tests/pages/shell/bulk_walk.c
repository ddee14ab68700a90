#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/edit/record_state.h"
#include "data/transfer/transfer_stores.h"
#include "fixture.h"
#include "kinds.h"

/* What is done to many records at once, walked: every action that a list has for those who tick
 * records in it, renaming a folder, and the export of everything, by every persona over records of
 * their own, of a colleague and of another organization. Each record is changed if the policy gives
 * the right to change it, and only then. */

enum { OWN, COLLEAGUE, OTHER, RECORDS };
enum { ACTIONS_MAX = 8, ACTION_LEN = 20 };

static int made_count; /* so that names differ */

static const char *const revisions[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = "SELECT revision FROM prompts WHERE id = $1",
    [RECORD_AGENT] = "SELECT revision FROM agents WHERE id = $1",
    [RECORD_TEAM] = "SELECT revision FROM teams WHERE id = $1",
    [RECORD_SET] = "SELECT revision FROM sets WHERE id = $1"};

static const struct fixture_user *owner_of(const struct fixture *f, int persona, int which)
{
    int colleague =
        persona == PERSONA_ENTERPRISE_TEAM ? PERSONA_INDIVIDUAL_DEVELOPER : PERSONA_ENTERPRISE_TEAM;
    if (which == OTHER)
        return &f->other.users[PERSONA_ENTERPRISE_TEAM];
    return &f->own.users[which == OWN ? persona : colleague];
}

/* With the tag "walked", by their superuser for its owner. */
static struct uuid make(struct fixture *f, int kind, const struct fixture_user *owner,
                        const char *folder)
{
    const struct fixture_organization *organization =
        uuid_equal(&owner->actor.organization_id, &f->other.id) ? &f->other : &f->own;
    const struct fixture_user *maker = &organization->users[FIXTURE_SUPERUSER];
    const struct record_store *store = transfer_stores[record_kinds[kind].id];
    struct uuid id;
    struct problem problem;
    struct record_bulk_result result;
    char name[60];
    (void)snprintf(name, sizeof name, "%s/record-%d", folder, ++made_count);
    fixture_begin(f);
    assert_int_equal(kind_try_make(f, &kind_makers[kind], &maker->actor, name, &id), ERR_NONE);
    struct record_tag_change change = {store, "walked", true};
    assert_int_equal(
        record_tag_many(f->db, &maker->actor, &change, &(struct record_selection){&id, 1}, &result),
        ERR_NONE);
    if (!uuid_equal(&owner->id, &maker->id))
        assert_int_equal(record_transfer(f->db, &maker->actor, store, &id, &owner->id, &problem),
                         ERR_NONE);
    return id;
}

/* The actions that the list of a kind has. */
static int find_actions(struct fixture *f, int kind, char actions[ACTIONS_MAX][ACTION_LEN])
{
    static const char mark[] = "name=\"do\" value=\"";
    int count = 0;
    (void)make(f, kind, &f->own.users[FIXTURE_SUPERUSER], "bulk");
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[FIXTURE_SUPERUSER]);
    const struct response *response = fixture_get(f, record_kinds[kind].path);
    fixture_assert_status(response, 200);
    for (const char *at = response->body.data; (at = strstr(at, mark)) != NULL;) {
        at += strlen(mark);
        assert_in_range(count, 0, ACTIONS_MAX - 1);
        (void)snprintf(actions[count++], ACTION_LEN, "%.*s", (int)strcspn(at, "\""), at);
    }
    return count;
}

static bool may_change(const struct fixture *f, int kind, int persona, int which)
{
    const struct fixture_user *owner = owner_of(f, persona, which);
    struct policy_target target = {.organization_id = owner->actor.organization_id,
                                   .owner_id = owner->id};
    return policy_allows(&f->own.users[persona].actor, record_kinds[kind].change, &target);
}

static void check_changes(struct fixture *f, int kind, int persona, const char *action,
                          const struct uuid *ids, const int64_t *before)
{
    for (int i = 0; i < RECORDS; i++) {
        fixture_begin(f);
        bool is_changed = fixture_count(f, revisions[kind], &ids[i]) != before[i];
        if (is_changed != may_change(f, kind, persona, i))
            fail_msg("%s of %s %d by %s: %s", action, record_kinds[kind].plural, i,
                     f->own.users[persona].email, is_changed ? "changed" : "not changed");
    }
}

static void act(struct fixture *f, int kind, int persona, const char *action)
{
    struct uuid ids[RECORDS];
    int64_t before[RECORDS];
    char form[400] = "", path[40], text[UUID_TEXT_LEN];
    size_t len = 0;
    for (int i = 0; i < RECORDS; i++) {
        ids[i] = make(f, kind, owner_of(f, persona, i), "bulk");
        before[i] = fixture_count(f, revisions[kind], &ids[i]);
        uuid_format(&ids[i], text);
        len += (size_t)snprintf(form + len, sizeof form - len, "ids=%s&", text);
    }
    /* of one that is there, and one that is not yet */
    const char *tag = strcmp(action, "untag") == 0 ? "walked" : "fresh";
    (void)snprintf(form + len, sizeof form - len, "do=%s&tag=%s", action, tag);
    (void)snprintf(path, sizeof path, "%s/bulk", record_kinds[kind].path);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[persona]);
    bool may = policy_allows_some(&f->own.users[persona].actor, record_kinds[kind].change);
    fixture_assert_status(fixture_post(f, path, form), may ? 303 : 403);
    check_changes(f, kind, persona, action, ids, before);
}

static void every_action_of_a_list_changes_what_the_policy_allows(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        char actions[ACTIONS_MAX][ACTION_LEN];
        int count = find_actions(f, kind, actions);
        assert_true(count >= 3);
        for (int i = 0; i < count; i++)
            for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
                act(f, kind, persona, actions[i]);
    }
}

/* A folder is renamed whole or not at all: with one record of somebody's in it. */
static void rename_folder(struct fixture *f, int kind, int persona, int which)
{
    char folder[40], path[160];
    (void)snprintf(folder, sizeof folder, "folder-%d", ++made_count);
    struct uuid id = make(f, kind, owner_of(f, persona, which), folder);
    int64_t before = fixture_count(f, revisions[kind], &id);
    (void)snprintf(path, sizeof path, "%s/folder?folder=%s&to=moved-%d&count=1",
                   record_kinds[kind].path, folder, made_count);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[persona]);
    int status = fixture_post(f, path, "")->status;
    fixture_begin(f);
    bool is_changed = fixture_count(f, revisions[kind], &id) != before;
    bool may = may_change(f, kind, persona, which);
    if (is_changed != may || (status == 303) != may)
        fail_msg("a folder of %s %d by %s: %d", record_kinds[kind].plural, which,
                 f->own.users[persona].email, status);
    if (!policy_allows_some(&f->own.users[persona].actor, record_kinds[kind].change))
        assert_int_equal(status, 403);
}

static void a_folder_moves_for_who_may_change_what_is_in_it(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
            for (int which = 0; which < RECORDS; which++)
                rename_folder(f, kind, persona, which);
}

/* Everything that one may read, and nothing of another organization. */
static void an_export_has_what_its_reader_may_read(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        for (int which = 0; which < RECORDS; which++)
            (void)make(f, kind, owner_of(f, PERSONA_PRODUCT_MANAGER, which),
                       which == OTHER ? "theirs" : "ours");
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        const struct actor *actor = &f->own.users[persona].actor;
        fixture_use_jar(f, 1);
        fixture_sign_in(f, &f->own.users[persona]);
        const struct response *response =
            fixture_post(f, "/export", "prompts=1&agents=1&teams=1&sets=1");
        bool may = policy_allows_some(actor, PERMISSION_EXPORT);
        fixture_assert_status(response, may ? 200 : 403);
        fixture_assert_has_not(response, "theirs/record-");
        for (int kind = 0; may && kind < RECORD_KIND_COUNT; kind++)
            assert_true(policy_allows_some(actor, record_kinds[kind].read));
        int count = 0;
        for (const char *at = response->body.data; (at = strstr(at, "\"ours/record-")) != NULL;
             at++)
            count++;
        assert_int_equal(count, may ? 2 * RECORD_KIND_COUNT : 0);
    }
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(every_action_of_a_list_changes_what_the_policy_allows),
        WITH(a_folder_moves_for_who_may_change_what_is_in_it),
        WITH(an_export_has_what_its_reader_may_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
