#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/one_time_link.h"
#include "data/account/user_change.h"
#include "data/account/user_hand_over.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/sign_in/user_password.h"
#include "data/trail/audit_list.h"
#include "data/user/user.h"
#include "fixture.h"

static struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static struct fixture_user *super(struct fixture *f)
{
    return own(f, FIXTURE_SUPERUSER);
}

static struct fixture_user *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static struct fixture_user *developer(struct fixture *f)
{
    return own(f, PERSONA_INDIVIDUAL_DEVELOPER);
}

/* The table of rights over people, told a second time. */

static bool is_self(const struct fixture_user *a, const struct fixture_user *b)
{
    return uuid_equal(&a->id, &b->id);
}

/* Whoever has entered another organization sees that one, and no longer their own. */
static bool sees(const struct fixture_user *actor, const struct fixture_user *target)
{
    return uuid_equal(&actor->actor.organization_id, &target->actor.organization_id);
}

static bool sees_all_fields(const struct fixture_user *actor, const struct fixture_user *target)
{
    return sees(actor, target) && (is_self(actor, target) || actor->actor.is_superuser ||
                                   actor->actor.persona >= PERSONA_CUSTOMER_ADMIN);
}

static bool may_touch(const struct fixture_user *actor, const struct fixture_user *target)
{
    if (is_self(actor, target) || !sees_all_fields(actor, target))
        return false;
    if (actor->actor.is_superuser)
        return true;
    if (target->actor.is_superuser)
        return false;
    return target->actor.persona != PERSONA_PLATFORM_ADMIN ||
           actor->actor.persona == PERSONA_PLATFORM_ADMIN;
}

static enum err expected(const struct fixture_user *actor, const struct fixture_user *target)
{
    if (!sees(actor, target))
        return ERR_NOT_FOUND;
    return may_touch(actor, target) ? ERR_NONE : ERR_DENIED;
}

static struct fixture_user *user_at(struct fixture *f, int index)
{
    return index < FIXTURE_USER_COUNT ? &f->own.users[index]
                                      : &f->other.users[index - FIXTURE_USER_COUNT];
}

enum { EVERYBODY = 2 * FIXTURE_USER_COUNT, EVERY_ACTOR = EVERYBODY + 4 };

/* Everybody at home, then those who may enter the other organization, in it. */
static struct fixture_user actor_at(struct fixture *f, int index)
{
    static const int entering[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    if (index < EVERYBODY)
        return *user_at(f, index);
    int place = index - EVERYBODY;
    bool is_ours = place < 2;
    struct fixture_user user = (is_ours ? &f->own : &f->other)->users[entering[place % 2]];
    user.actor = fixture_inside(&user, is_ours ? &f->other : &f->own);
    return user;
}

static void assert_err(enum err actual, enum err wanted, const struct fixture_user *actor,
                       const struct fixture_user *target, const char *verb)
{
    if (actual != wanted)
        fail_msg("%s by %s on %s: %s instead of %s", verb, actor->email, target->email,
                 err_name(actual), err_name(wanted));
}

static struct user_change change_of(struct fixture *f, const struct fixture_user *target)
{
    struct user user;
    fixture_begin(f);
    struct actor command = f->command;
    command.organization_id = target->actor.organization_id;
    assert_int_equal(user_get(f->db, &command, &target->id, &user), ERR_NONE);
    return (struct user_change){
        .id = target->id,
        .version = user.version,
        .full_name = arena_strdup(f->arena, user.full_name),
        .email = arena_strdup(f->arena, user.email),
        .persona = user.persona,
        .is_superuser = user.is_superuser,
    };
}

static enum err update(struct fixture *f, const struct fixture_user *actor,
                       const struct user_change *change)
{
    struct problem problem;
    return user_update(f->db, &actor->actor, change, &problem);
}

static void a_time_zone_is_kept_until_another_is_chosen(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    struct user own;
    struct problem problem;
    fixture_set_time_zone(f, user, "America/New_York");
    struct user_change change = change_of(f, user); /* says nothing of the zone */
    change.full_name = "Renamed";
    assert_int_equal(user_update(f->db, &user->actor, &change, &problem), ERR_NONE);
    fixture_begin(f);
    change = change_of(f, user);
    change.time_zone = "America/Atlantis";
    assert_int_equal(user_update(f->db, &user->actor, &change, &problem), ERR_INVALID);
    assert_string_equal(problem.field, "time_zone");
    fixture_begin(f);
    assert_int_equal(user_get(f->db, &user->actor, &user->id, &own), ERR_NONE);
    assert_string_equal(own.time_zone, "America/New_York");
    assert_int_equal(fixture_count_events(f, "user.update", "success"), 2);
    assert_int_equal(user_get(f->db, &developer(f)->actor, &user->id, &own), ERR_NONE);
    assert_null(own.time_zone); /* names only */
}

static void everybody_sees_what_the_table_says(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < EVERY_ACTOR; i++) {
        for (int j = 0; j < EVERYBODY; j++) {
            const struct fixture_user acting = actor_at(f, i);
            const struct fixture_user *actor = &acting;
            const struct fixture_user *target = user_at(f, j);
            struct user user;
            bool is_visible = sees(actor, target);
            fixture_begin(f);
            enum err err = user_get(f->db, &actor->actor, &target->id, &user);
            assert_err(err, is_visible ? ERR_NONE : ERR_NOT_FOUND, actor, target, "get");
            if (!is_visible)
                continue;
            assert_string_equal(user.full_name, target->full_name);
            assert_int_equal(user.is_full, sees_all_fields(actor, target));
            assert_int_equal(user_may_change(&actor->actor, &user), may_touch(actor, target));
            if (user.is_full)
                assert_string_equal(user.email, target->email);
            else
                assert_null(user.email);
        }
    }
}

static void an_inactive_actor_can_do_nothing(void **state)
{
    struct fixture *f = *state;
    struct actor actor = super(f)->actor;
    actor.is_active = false;
    struct user user;
    struct user_list list;
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 10};
    struct user_link link;
    struct problem problem;
    struct uuid id;
    struct user_new user_new = {.email = "x@y.example", .full_name = "X"};
    struct user_change change = change_of(f, developer(f));
    assert_int_equal(user_get(f->db, &actor, &developer(f)->id, &user), ERR_NOT_FOUND);
    assert_int_equal(user_list(f->db, &actor, &filter, &list), ERR_NOT_FOUND);
    assert_int_equal(user_create(f->db, &actor, &user_new, &id, &problem), ERR_NOT_FOUND);
    assert_int_equal(user_update(f->db, &actor, &change, &problem), ERR_NOT_FOUND);
    assert_int_equal(user_deactivate(f->db, &actor, &developer(f)->id), ERR_NOT_FOUND);
    assert_int_equal(user_link(f->db, &actor, &developer(f)->id, &link), ERR_NOT_FOUND);
}

static void unknown_ids_are_not_found(void **state)
{
    struct fixture *f = *state;
    struct uuid nobody = uuid_make();
    struct user user;
    struct user_link link;
    struct user_hand_over hand_over = {nobody, developer(f)->id, false};
    struct user_owned owned;
    int64_t count = 0;
    const struct actor *actor = &super(f)->actor;
    assert_int_equal(user_get(f->db, actor, &nobody, &user), ERR_NOT_FOUND);
    assert_int_equal(user_deactivate(f->db, actor, &nobody), ERR_NOT_FOUND);
    assert_int_equal(user_activate(f->db, actor, &nobody), ERR_NOT_FOUND);
    assert_int_equal(user_link(f->db, actor, &nobody, &link), ERR_NOT_FOUND);
    assert_int_equal(user_count_owned(f->db, actor, &nobody, &owned), ERR_NOT_FOUND);
    assert_int_equal(user_hand_over(f->db, actor, &hand_over, &count), ERR_NOT_FOUND);
    struct user_change change = change_of(f, developer(f));
    change.id = nobody;
    assert_int_equal(update(f, super(f), &change), ERR_NOT_FOUND);
}

static void everybody_changes_whom_the_table_says(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < EVERY_ACTOR; i++) {
        for (int j = 0; j < EVERYBODY; j++) {
            const struct fixture_user acting = actor_at(f, i);
            const struct fixture_user *actor = &acting;
            const struct fixture_user *target = user_at(f, j);
            struct user_change change = change_of(f, target);
            change.full_name = arena_printf(f->arena, "Renamed %d", i);
            assert_err(update(f, actor, &change),
                       is_self(actor, target) && sees(actor, target) ? ERR_NONE
                                                                     : expected(actor, target),
                       actor, target, "update");
        }
    }
}

/* An account in another organization is the way to its content: nobody makes links from outside. */
static void everybody_makes_links_as_the_table_says(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < EVERY_ACTOR; i++) {
        for (int j = 0; j < EVERYBODY; j++) {
            struct user_link link;
            const struct fixture_user acting = actor_at(f, i);
            const struct fixture_user *actor = &acting;
            const struct fixture_user *target = user_at(f, j);
            fixture_begin(f);
            enum err wanted = expected(actor, target);
            if (wanted == ERR_NONE && i >= EVERYBODY)
                wanted = ERR_DENIED;
            assert_err(user_link(f->db, &actor->actor, &target->id, &link), wanted, actor, target,
                       "link");
        }
    }
}

static void everybody_deactivates_whom_the_table_says(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < EVERY_ACTOR; i++) {
        for (int j = 0; j < EVERYBODY; j++) {
            const struct fixture_user acting = actor_at(f, i);
            const struct fixture_user *actor = &acting;
            const struct fixture_user *target = user_at(f, j);
            fixture_begin(f);
            assert_err(user_deactivate(f->db, &actor->actor, &target->id), expected(actor, target),
                       actor, target, "deactivate");
            assert_err(user_activate(f->db, &actor->actor, &target->id), expected(actor, target),
                       actor, target, "activate");
        }
    }
}

static void refusals_of_the_visible_are_events(void **state)
{
    struct fixture *f = *state;
    struct user_link link;
    const struct actor *actor = &developer(f)->actor;
    assert_int_equal(user_deactivate(f->db, actor, &admin(f)->id), ERR_DENIED);
    assert_int_equal(user_link(f->db, actor, &admin(f)->id, &link), ERR_DENIED);
    struct user_change change = change_of(f, admin(f));
    assert_int_equal(update(f, developer(f), &change), ERR_DENIED);
    assert_int_equal(user_deactivate(f->db, actor, &f->other.users[0].id), ERR_NOT_FOUND);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "refusal"), 1);
    assert_int_equal(fixture_count_events(f, "user.link", "refusal"), 1);
    assert_int_equal(fixture_count_events(f, "user.update", "refusal"), 1);
}

static void nobody_changes_their_own_rights(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        for (int persona = 0; persona < PERSONA_COUNT; persona++) {
            struct user_change change = change_of(f, own(f, i));
            bool is_same = (int)change.persona == persona;
            change.persona = (enum persona)persona;
            assert_err(update(f, own(f, i), &change), is_same ? ERR_NONE : ERR_DENIED, own(f, i),
                       own(f, i), "own persona");
        }
        struct user_change change = change_of(f, own(f, i));
        bool is_same = change.is_superuser;
        change.is_superuser = true;
        assert_err(update(f, own(f, i), &change), is_same ? ERR_NONE : ERR_DENIED, own(f, i),
                   own(f, i), "own superuser flag");
    }
}

static void nobody_hands_out_more_than_they_have(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *givers[] = {admin(f), own(f, PERSONA_PLATFORM_ADMIN), super(f)};
    for (size_t i = 0; i < COUNT_OF(givers); i++) {
        struct user_change change = change_of(f, developer(f));
        change.persona = PERSONA_PLATFORM_ADMIN;
        assert_err(update(f, givers[i], &change), i == 0 ? ERR_DENIED : ERR_NONE, givers[i],
                   developer(f), "make a Platform Admin");
        change = change_of(f, developer(f));
        change.persona = PERSONA_INDIVIDUAL_DEVELOPER;
        assert_int_equal(update(f, super(f), &change), ERR_NONE);
        change = change_of(f, developer(f));
        change.is_superuser = true;
        assert_err(update(f, givers[i], &change), i == 2 ? ERR_CONFLICT : ERR_DENIED, givers[i],
                   developer(f), "make a superuser");
    }
}

static void a_superuser_may_lay_the_flag_down_unless_the_last(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct user_change change = change_of(f, super(f));
    change.is_superuser = false;
    assert_int_equal(user_update(f->db, &super(f)->actor, &change, &problem), ERR_NONE);
    struct fixture_user *last = &f->other.users[FIXTURE_SUPERUSER];
    change = change_of(f, last);
    change.is_superuser = false;
    assert_int_equal(user_update(f->db, &last->actor, &change, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "is_superuser");
    struct actor command = f->command;
    command.organization_id = f->other.id;
    assert_int_equal(user_update(f->db, &command, &change, &problem), ERR_CONFLICT);
    assert_int_equal(user_deactivate(f->db, &command, &last->id), ERR_CONFLICT);
    struct user user;
    assert_int_equal(user_get(f->db, &command, &last->id, &user), ERR_NONE);
    assert_true(user.is_superuser);
    assert_int_equal(user.state, USER_ACTIVE);
}

/* Someone who never accepted can't help: they have no password. */
static void an_invited_superuser_does_not_count_as_active(void **state)
{
    struct fixture *f = *state;
    struct user_new user_new = {.organization_id = f->own.id,
                                .email = "second@northwind.example",
                                .full_name = "Second",
                                .is_superuser = true};
    struct user_invitation invitation;
    struct problem problem;
    assert_int_equal(user_invite(f->db, &f->command, &user_new, &invitation, &problem), ERR_NONE);
    struct actor inside = fixture_inside(super(f), &f->other);
    assert_int_equal(user_deactivate(f->db, &inside, &f->other.users[FIXTURE_SUPERUSER].id),
                     ERR_NONE);
    assert_int_equal(user_deactivate(f->db, &f->command, &super(f)->id), ERR_CONFLICT);
}

/* Two superusers, each in the other's organization, remove each other at the same moment: one of
 * them stays. */
static enum err remove_each_other(struct fixture *f, int index, void *context)
{
    const bool *is_demotion = context;
    struct fixture_user *both[] = {&f->own.users[FIXTURE_SUPERUSER],
                                   &f->other.users[FIXTURE_SUPERUSER]};
    const struct fixture_user *target = both[1 - index];
    struct actor inside = fixture_inside(both[index], index == 0 ? &f->other : &f->own);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, inside.organization_id});
    if (!*is_demotion)
        return user_deactivate(f->db, &inside, &target->id);
    struct problem problem;
    struct user_change change = {.id = target->id,
                                 .version = 1,
                                 .full_name = target->full_name,
                                 .email = target->email,
                                 .persona = PERSONA_CUSTOMER_ADMIN};
    return user_update(f->db, &inside, &change, &problem);
}

static void check_race_for_the_last(struct fixture *f, bool is_demotion)
{
    enum err results[2];
    fixture_race(f, 2, remove_each_other, &is_demotion, results);
    assert_true((results[0] == ERR_NONE && results[1] == ERR_CONFLICT) ||
                (results[1] == ERR_NONE && results[0] == ERR_CONFLICT));
    struct uuid nil = {{0}};
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM users WHERE id <> $1 AND is_superuser "
                                   "AND is_active",
                                   &nil),
                     1);
}

static void two_superusers_can_not_deactivate_each_other(void **state)
{
    check_race_for_the_last(*state, false);
}

static void two_superusers_can_not_demote_each_other(void **state)
{
    check_race_for_the_last(*state, true);
}

static void a_change_has_before_and_after_sealed(void **state)
{
    struct fixture *f = *state;
    struct user_change change = change_of(f, developer(f));
    change.full_name = "Planted Newname";
    change.email = "planted@northwind.example";
    change.persona = PERSONA_PRODUCT_MANAGER;
    assert_int_equal(update(f, admin(f), &change), ERR_NONE);
    struct audit_filter filter = {.action = "user.update", .limit = 1};
    struct audit_list list;
    struct audit_entry entry;
    fixture_begin(f);
    assert_int_equal(audit_list(f->db, &admin(f)->actor, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_int_equal(audit_get(f->db, &admin(f)->actor, &f->own.id, &list.entries[0].id, &entry),
                     ERR_NONE);
    assert_non_null(strstr(entry.details, "{\"before\":\"Individual Developer\","
                                          "\"after\":\"Product Manager\"}"));
    assert_null(strstr(entry.details, "Planted"));
    assert_non_null(strstr(entry.personal_details, "\"after\":\"Planted Newname\""));
    assert_non_null(strstr(entry.personal_details, "\"before\":\"dev@northwind.example\""));
    struct db_result row;
    assert_int_equal(db_select(f->db, &row,
                               "SELECT email, full_name, hashed_password FROM users WHERE id = $1",
                               db_uuid(&developer(f)->id)),
                     ERR_NONE);
    for (int column = 0; column < 3; column++) {
        struct text blob = db_get_bytes(&row, 0, column);
        assert_null(memmem(blob.data, blob.len, "lanted", 6));
        assert_null(memmem(blob.data, blob.len, "argon2", 6));
    }
}

static void a_stale_change_is_refused(void **state)
{
    struct fixture *f = *state;
    struct user_change first = change_of(f, developer(f));
    struct user_change second = first;
    first.full_name = "First";
    second.full_name = "Second";
    assert_int_equal(update(f, admin(f), &first), ERR_NONE);
    assert_int_equal(update(f, admin(f), &second), ERR_STALE);
    assert_int_equal(update(f, developer(f), &second), ERR_STALE);
    second.version++;
    assert_int_equal(update(f, developer(f), &second), ERR_NONE);
    second.version = 1000;
    assert_int_equal(update(f, admin(f), &second), ERR_STALE);
}

static enum err rename_in_race(struct fixture *f, int index, void *context)
{
    struct user_change change = *(const struct user_change *)context;
    struct problem problem;
    change.full_name = arena_printf(f->arena, "Runner %d", index);
    return user_update(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &change, &problem);
}

static void of_many_changes_at_once_one_is_saved(void **state)
{
    struct fixture *f = *state;
    enum { RUNNERS = 5 };
    static char email[64];
    struct user_change change = change_of(f, developer(f));
    (void)snprintf(email, sizeof email, "%s", developer(f)->email);
    change.email = email;
    enum err results[RUNNERS];
    fixture_race(f, RUNNERS, rename_in_race, &change, results);
    int saved = 0;
    for (int i = 0; i < RUNNERS; i++) {
        saved += results[i] == ERR_NONE;
        assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
    }
    assert_int_equal(saved, 1);
}

static void nothing_new_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct user_change change = change_of(f, developer(f));
    assert_int_equal(update(f, admin(f), &change), ERR_NONE);
    struct user_change again = change_of(f, developer(f));
    assert_int_equal(again.version, change.version);
    assert_int_equal(fixture_count_events(f, "user.update", "success"), 0);
}

static void an_address_is_used_once(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct user_change change = change_of(f, developer(f));
    change.email = " ADMIN@Northwind.Example ";
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "email");
    change = change_of(f, developer(f));
    change.email = f->other.users[0].email; /* also of another organization */
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_CONFLICT);
    change = change_of(f, developer(f));
    change.email = "DEV@NORTHWIND.EXAMPLE"; /* one's own in other letters */
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_NONE);
    struct user user;
    assert_int_equal(user_get(f->db, &f->command, &developer(f)->id, &user), ERR_NONE);
    assert_string_equal(user.email, "DEV@NORTHWIND.EXAMPLE");
}

static void bad_names_and_addresses_are_refused(void **state)
{
    struct fixture *f = *state;
    char long_name[2 * USER_NAME_MAX];
    char long_email[400];
    memset(long_name, 'n', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    memset(long_email, 'e', sizeof long_email - 1);
    memcpy(long_email + 300, "@a.example", 11);
    const char *const cases[][3] = {
        {"", "a@b.example", "full_name"},
        {"  ", "a@b.example", "full_name"},
        {"a\nb", "a@b.example", "full_name"},
        {"\xc3", "a@b.example", "full_name"},
        {long_name, "a@b.example", "full_name"},
        {"N", "", "email"},
        {"N", "nowhere", "email"},
        {"N", "a@", "email"},
        {"N", "@b.example", "email"},
        {"N", "a b@c.example", "email"},
        {"N", long_email, "email"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct problem problem;
        struct uuid id;
        struct user_new user_new = {.full_name = cases[i][0], .email = cases[i][1]};
        fixture_begin(f);
        assert_int_equal(user_create(f->db, &admin(f)->actor, &user_new, &id, &problem),
                         ERR_INVALID);
        assert_string_equal(problem.field, cases[i][2]);
        assert_true(strlen(problem.message) > 5);
        struct user_change change = change_of(f, developer(f));
        change.full_name = cases[i][0];
        change.email = cases[i][1];
        assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_INVALID);
        assert_string_equal(problem.field, cases[i][2]);
    }
    assert_int_equal(fixture_count_events(f, "user.update", "success"), 0);
}

static void a_new_address_ends_the_links_to_the_old_one(void **state)
{
    struct fixture *f = *state;
    struct user_link link;
    struct one_time_link found;
    assert_int_equal(user_link(f->db, &admin(f)->actor, &developer(f)->id, &link), ERR_NONE);
    struct user_change change = change_of(f, developer(f));
    change.email = "corrected@northwind.example";
    assert_int_equal(update(f, admin(f), &change), ERR_NONE);
    assert_int_equal(one_time_link_find(f->db, LINK_PASSWORD_RESET, link.token, &found),
                     ERR_NOT_FOUND);
}

static void deactivation_is_done_once(void **state)
{
    struct fixture *f = *state;
    struct user user;
    struct user_link link;
    const struct actor *actor = &admin(f)->actor;
    assert_int_equal(user_link(f->db, actor, &developer(f)->id, &link), ERR_NONE);
    for (int i = 0; i < 2; i++)
        assert_int_equal(user_deactivate(f->db, actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(user_get(f->db, actor, &developer(f)->id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_INACTIVE);
    assert_true(user.deactivated_at > 0);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "success"), 1);
    assert_int_equal(user_get_by_link(f->db, LINK_PASSWORD_RESET, link.token, &user),
                     ERR_NOT_FOUND);
    assert_int_equal(user_link(f->db, actor, &developer(f)->id, &link), ERR_CONFLICT);
    for (int i = 0; i < 2; i++)
        assert_int_equal(user_activate(f->db, actor, &developer(f)->id), ERR_NONE);
    assert_int_equal(user_get(f->db, actor, &developer(f)->id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_ACTIVE);
    assert_int_equal(user.deactivated_at, 0);
    assert_int_equal(fixture_count_events(f, "user.activate", "success"), 1);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(everybody_sees_what_the_table_says),
        WITH(a_time_zone_is_kept_until_another_is_chosen),
        WITH(an_inactive_actor_can_do_nothing),
        WITH(unknown_ids_are_not_found),
        WITH(everybody_changes_whom_the_table_says),
        WITH(everybody_makes_links_as_the_table_says),
        WITH(everybody_deactivates_whom_the_table_says),
        WITH(refusals_of_the_visible_are_events),
        WITH(nobody_changes_their_own_rights),
        WITH(nobody_hands_out_more_than_they_have),
        WITH(a_superuser_may_lay_the_flag_down_unless_the_last),
        WITH(an_invited_superuser_does_not_count_as_active),
        WITH(two_superusers_can_not_deactivate_each_other),
        WITH(two_superusers_can_not_demote_each_other),
        WITH(a_change_has_before_and_after_sealed),
        WITH(a_stale_change_is_refused),
        WITH(of_many_changes_at_once_one_is_saved),
        WITH(nothing_new_changes_nothing),
        WITH(an_address_is_used_once),
        WITH(bad_names_and_addresses_are_refused),
        WITH(a_new_address_ends_the_links_to_the_old_one),
        WITH(deactivation_is_done_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
