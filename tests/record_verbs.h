#ifndef TESTS_RECORD_VERBS_H
#define TESTS_RECORD_VERBS_H

#include <stdio.h>

#include "data/edit/record_state.h"
#include "prompts.h"

/* What must hold for the verbs of records of all kinds. */

struct record_edit {
    int64_t based_on;
    const char *name; /* NULL: as it is */
    const char *text; /* the new description; the kind's test puts it into other fields as well */
};

/* The verbs of a kind that its content makes its own. Where they explain a refusal, *problem is
 * set. */
struct record_verbs {
    const struct record_store *store;
    enum err devops; /* what a devops engineer is told who creates or changes one */
    enum err (*create)(struct fixture *f, const struct actor *actor, const char *name,
                       struct uuid *id, struct problem *problem);
    /* By its name. */
    enum err (*find)(struct fixture *f, const struct actor *actor, const char *name);
    enum err (*update)(struct fixture *f, const struct actor *actor, const struct uuid *id,
                       const struct record_edit *edit, struct problem *problem);
};

/* Those that are tested: a program that includes this names them. Its main lists the tests below,
 * and verbs_… are steps of tests that it has itself. */
extern const struct record_verbs record_verbs;

static inline int64_t verbs_events(struct fixture *f, const char *verb, const char *outcome)
{
    char action[64]; /* counting begins a request, with an arena of its own */
    (void)snprintf(action, sizeof action, "%s.%s", record_verbs.store->kind->name, verb);
    return fixture_count_events(f, action, outcome);
}

static inline struct uuid verbs_make(struct fixture *f, int persona, const char *name)
{
    struct problem problem;
    struct uuid id;
    enum err err = record_verbs.create(f, actor_of(f, persona), name, &id, &problem);
    if (err != ERR_NONE)
        fail_msg("%s: %s: %s", name, err_name(err), problem.message);
    return id;
}

static inline enum err verbs_load(struct fixture *f, const struct actor *actor,
                                  const struct uuid *id, struct record_head *head)
{
    const struct record_store *store = record_verbs.store;
    struct record_head *whole = arena_alloc(f->arena, store->size);
    enum err err = record_load(f->db, actor, store, id, store->kind->see, RECORD_WHOLE, whole);
    *head = *whole;
    return err;
}

static inline struct record_head verbs_get(struct fixture *f, const struct uuid *id)
{
    struct record_head head;
    assert_int_equal(verbs_load(f, actor_of(f, PERSONA_CUSTOMER_ADMIN), id, &head), ERR_NONE);
    return head;
}

static inline enum err verbs_archive(struct fixture *f, const struct actor *actor,
                                     const struct uuid *id, struct problem *problem)
{
    struct record_archive_draft draft = {*id, true};
    return record_archive(f->db, actor, record_verbs.store, &draft, problem);
}

static inline enum err verbs_restore(struct fixture *f, const struct actor *actor,
                                     const struct uuid *id, struct problem *problem)
{
    return record_restore(f->db, actor, record_verbs.store, id, problem);
}

static inline enum err verbs_delete_as(struct fixture *f, const struct actor *actor,
                                       const struct uuid *id, const char *typed_name,
                                       struct problem *problem)
{
    return record_delete(f->db, actor, record_verbs.store, id, typed_name, problem);
}

static inline enum err verbs_transfer(struct fixture *f, const struct actor *actor,
                                      const struct uuid *id, const struct uuid *owner_id,
                                      struct problem *problem)
{
    return record_transfer(f->db, actor, record_verbs.store, id, owner_id, problem);
}

/* Version 1 over the current one. */
static inline enum err verbs_restore_version(struct fixture *f, const struct actor *actor,
                                             const struct uuid *id, int64_t based_on)
{
    struct record_restore_draft draft = {*id, 1, based_on};
    struct record_saved saved;
    struct problem problem;
    return record_restore_version(f->db, actor, record_verbs.store, &draft, &saved, &problem);
}

/* Saves over the current version. */
static inline enum err verbs_save(struct fixture *f, const struct actor *actor,
                                  const struct uuid *id, struct record_edit edit)
{
    struct problem problem = {0};
    edit.based_on = verbs_get(f, id).revision;
    enum err err = record_verbs.update(f, actor, id, &edit, &problem);
    if (err == ERR_CONFLICT || err == ERR_DENIED)
        assert_non_null(problem.message);
    if (err == ERR_CONFLICT && edit.name != NULL)
        assert_string_equal(problem.field, "name");
    if (err == ERR_CONFLICT && edit.name == NULL)
        assert_non_null(strstr(problem.message, "archived"));
    return err;
}

static inline void a_name_is_taken_once_in_an_organization(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    (void)verbs_make(f, PERSONA_PRODUCT_MANAGER, "same");
    struct uuid other = verbs_make(f, PERSONA_PRODUCT_MANAGER, "another");
    assert_int_equal(
        record_verbs.create(f, actor_of(f, PERSONA_ENTERPRISE_TEAM), "same", &id, &problem),
        ERR_CONFLICT);
    assert_string_equal(problem.field, "name");
    assert_int_equal(
        verbs_save(f, actor, &other, (struct record_edit){.name = "same", .text = "x"}),
        ERR_CONFLICT);
    assert_int_equal(record_verbs.create(f, &f->other.users[PERSONA_PRODUCT_MANAGER].actor, "same",
                                         &id, &problem),
                     ERR_NONE);
}

static inline void a_stale_save_is_refused_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct uuid id = verbs_make(f, PERSONA_PRODUCT_MANAGER, "stale");
    struct record_edit late = {.based_on = 1, .text = "lost?"};
    struct problem problem = {0};
    assert_int_equal(verbs_save(f, actor, &id, (struct record_edit){.text = "second"}), ERR_NONE);
    assert_int_equal(record_verbs.update(f, actor, &id, &late, &problem), ERR_STALE);
    fixture_begin(f);
    struct record_head head = verbs_get(f, &id);
    assert_string_equal(head.description, "second");
    assert_int_equal(head.version, 2);
}

static inline void an_archived_one_rests_until_it_is_restored(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_ENTERPRISE_TEAM);
    const struct record_edit edit = {.text = "not now"};
    struct problem problem = {0};
    struct uuid id = verbs_make(f, PERSONA_PRODUCT_MANAGER, "rest");
    assert_int_equal(verbs_archive(f, actor, &id, &problem), ERR_NONE);
    assert_int_equal(verbs_archive(f, actor, &id, &problem), ERR_NONE);
    assert_true(verbs_get(f, &id).archived_at > 0);
    assert_int_equal(verbs_save(f, actor, &id, edit), ERR_CONFLICT);
    assert_int_equal(verbs_restore_version(f, actor, &id, 1), ERR_CONFLICT);
    assert_int_equal(verbs_restore(f, actor, &id, &problem), ERR_NONE);
    assert_int_equal(verbs_restore(f, actor, &id, &problem), ERR_NONE);
    assert_int_equal(verbs_get(f, &id).archived_at, 0);
    assert_int_equal(verbs_save(f, actor, &id, edit), ERR_NONE);
    assert_int_equal(verbs_events(f, "archive", "success"), 1);
    assert_int_equal(verbs_events(f, "restore", "success"), 1);
}

/* id is of a record that is called "gone". */
static inline void verbs_delete(struct fixture *f, const struct uuid *id)
{
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct record_head head;
    struct problem problem;
    assert_int_equal(verbs_delete_as(f, actor, id, "Gone", &problem), ERR_INVALID);
    assert_string_equal(problem.field, "name");
    assert_int_equal(verbs_delete_as(f, actor, id, "gone", &problem), ERR_NONE);
    assert_int_equal(verbs_load(f, actor, id, &head), ERR_NOT_FOUND);
    assert_int_equal(verbs_delete_as(f, actor, id, "gone", &problem), ERR_NOT_FOUND);
    assert_int_equal(verbs_events(f, "delete", "success"), 1);
}

static inline void only_active_users_of_the_organization_become_owners(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    const struct uuid *heir = &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id;
    const struct uuid unknown = uuid_make();
    const struct uuid *strangers[] = {&unknown, &f->other.users[PERSONA_PRODUCT_MANAGER].id};
    struct problem problem;
    struct uuid id = verbs_make(f, PERSONA_PRODUCT_MANAGER, "given");
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        assert_int_equal(verbs_transfer(f, actor, &id, strangers[i], &problem), ERR_INVALID);
        assert_string_equal(problem.field, "owner_id");
    }
    assert_int_equal(verbs_transfer(f, actor, &id, heir, &problem), ERR_NONE);
    assert_int_equal(verbs_transfer(f, actor, &id, heir, &problem), ERR_NONE);
    struct record_head head = verbs_get(f, &id);
    assert_true(uuid_equal(&head.owner_id, heir));
    assert_int_equal(verbs_events(f, "transfer", "success"), 1);
}

/* Every verb for one persona: what it answers for the own record, and another's. */
struct record_rights {
    int persona;
    enum err create;
    enum err change_own;
    enum err change_other;
    enum err delete_own;
    enum err delete_other;
};

/* Changes in every way that needs no right to delete. */
static inline void verbs_change(struct fixture *f, const struct actor *actor, const struct uuid *id,
                                enum err expected)
{
    struct problem problem = {0};
    struct record_edit edit = {.text = "tried"};
    struct uuid owner_id = verbs_get(f, id).owner_id;
    assert_int_equal(verbs_save(f, actor, id, edit), expected);
    assert_int_equal(verbs_restore_version(f, actor, id, verbs_get(f, id).revision), expected);
    assert_int_equal(verbs_archive(f, actor, id, &problem), expected);
    assert_int_equal(verbs_restore(f, actor, id, &problem), expected);
    assert_int_equal(verbs_transfer(f, actor, id, &owner_id, &problem), expected);
    assert_int_equal(problem.message != NULL, expected == ERR_DENIED);
}

static inline void verbs_check_rights(struct fixture *f, const struct record_rights *rights)
{
    const struct actor *actor = actor_of(f, rights->persona);
    const char *own_name = arena_printf(f->arena, "by-%d", rights->persona);
    const char *other_name = arena_printf(f->arena, "for-%d", rights->persona);
    struct problem problem;
    struct uuid own;
    struct uuid other = verbs_make(f, PERSONA_CUSTOMER_ADMIN, other_name);
    assert_int_equal(record_verbs.create(f, actor, own_name, &own, &problem), rights->create);
    verbs_change(f, actor, &other, rights->change_other);
    assert_int_equal(verbs_delete_as(f, actor, &other, other_name, &problem), rights->delete_other);
    if (rights->create == ERR_NONE) {
        verbs_change(f, actor, &own, rights->change_own);
        assert_int_equal(verbs_delete_as(f, actor, &own, own_name, &problem), rights->delete_own);
    }
    fixture_begin(f);
}

static inline void rights_are_those_of_the_table(void **state)
{
    struct fixture *f = *state;
    const enum err yes = ERR_NONE;
    const enum err no = ERR_DENIED;
    const enum err devops = record_verbs.devops;
    const struct record_rights table[] = {
        {PERSONA_INDIVIDUAL_DEVELOPER, yes, yes, no, no, no},
        {PERSONA_ENTERPRISE_TEAM, yes, yes, yes, no, no},
        {PERSONA_DEVOPS_ENGINEER, devops, devops, devops, no, no},
        {PERSONA_PRODUCT_MANAGER, yes, yes, yes, yes, no},
        {PERSONA_CUSTOMER_ADMIN, yes, yes, yes, yes, yes},
        {PERSONA_PLATFORM_ADMIN, no, no, no, no, no},
        {FIXTURE_SUPERUSER, yes, yes, yes, yes, yes},
    };
    const int refusals = devops == ERR_NONE ? 1 : 2;
    for (size_t i = 0; i < COUNT_OF(table); i++)
        verbs_check_rights(f, &table[i]);
    assert_int_equal(verbs_events(f, "create", "refusal"), refusals);
    assert_int_equal(verbs_events(f, "update", "refusal"), refusals + 1);
    assert_int_equal(verbs_events(f, "archive", "refusal"), refusals + 1);
    assert_int_equal(verbs_events(f, "delete", "refusal"), devops == ERR_NONE ? 8 : 7);
}

/* Those of another organization find no record "secret". */
static inline void verbs_hide(struct fixture *f, const struct uuid *id)
{
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        const struct actor *actor = &f->other.users[persona].actor;
        struct record_head head;
        struct problem problem;
        assert_int_equal(verbs_load(f, actor, id, &head), ERR_NOT_FOUND);
        assert_int_equal(record_verbs.find(f, actor, "secret"), ERR_NOT_FOUND);
        assert_int_equal(verbs_delete_as(f, actor, id, "secret", &problem), ERR_NOT_FOUND);
        verbs_change(f, actor, id, ERR_NOT_FOUND);
    }
}

static inline void a_superuser_of_another_organization_is_marked(void **state)
{
    struct fixture *f = *state;
    struct actor visitor = fixture_inside(&f->other.users[FIXTURE_SUPERUSER], &f->own);
    struct uuid id = verbs_make(f, PERSONA_PRODUCT_MANAGER, "visited");
    assert_int_equal(verbs_save(f, &visitor, &id, (struct record_edit){.text = "was here"}),
                     ERR_NONE);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM audit_events WHERE record_id = $1 "
                                   "AND action LIKE '%.update' AND is_outside",
                                   &id),
                     1);
}

static inline void a_command_can_own_nothing(void **state)
{
    struct fixture *f = *state;
    struct actor command = f->command;
    struct problem problem = {0};
    struct uuid id;
    command.organization_id = f->own.id;
    assert_int_equal(record_verbs.create(f, &command, "orphan", &id, &problem), ERR_DENIED);
    assert_non_null(problem.message);
}

static inline enum err verbs_save_once(struct fixture *f, int index, void *context)
{
    struct problem problem;
    struct record_edit edit = {.based_on = 1, /* all saw the first */
                               .text = arena_printf(f->arena, "writer %d", index)};
    return record_verbs.update(f, actor_of(f, PERSONA_PRODUCT_MANAGER), context, &edit, &problem);
}

/* Gives the record, whose description is the winner's text. */
static inline struct record_head verbs_race_to_save(struct fixture *f)
{
    struct uuid id = verbs_make(f, PERSONA_PRODUCT_MANAGER, "race");
    enum err results[4];
    int saved = 0;
    int winner = -1;
    fixture_race(f, 4, verbs_save_once, &id, results);
    for (int i = 0; i < 4; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
        saved += results[i] == ERR_NONE;
        winner = results[i] == ERR_NONE ? i : winner;
    }
    assert_int_equal(saved, 1);
    struct record_head head = verbs_get(f, &id);
    assert_int_equal(head.version, 2);
    assert_string_equal(head.description, arena_printf(f->arena, "writer %d", winner));
    return head;
}

static inline enum err verbs_create_once(struct fixture *f, int index, void *context)
{
    struct problem problem;
    struct uuid id;
    (void)index;
    (void)context;
    return record_verbs.create(f, actor_of(f, PERSONA_PRODUCT_MANAGER), "raced", &id, &problem);
}

static inline void of_equal_names_at_once_one_is_made(void **state)
{
    struct fixture *f = *state;
    (void)verbs_make(f, PERSONA_PRODUCT_MANAGER, "first");
    enum err results[3];
    int made = 0;
    fixture_race(f, 3, verbs_create_once, NULL, results);
    for (int i = 0; i < 3; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_CONFLICT);
        made += results[i] == ERR_NONE;
    }
    assert_int_equal(made, 1);
}

#endif
