#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/key/key_rotate.h"
#include "data/key/key_rotate_rows.h"
#include "data/user/user_erase.h"
#include "data/vault/vault.h"
#include "fixture.h"
#include "rich.h"

/* Replacing data keys: nothing is lost on the way, and a blob opens with the keys of its owner, at
 * its place, and nowhere else. Over every sealed column of the table of columns. */

/* A sealed value as it is stored, and what it says. */
struct value {
    struct column column;
    struct seal_place place; /* its names are the column's */
    struct uuid key_id;      /* its owner's of now */
    struct text blob;
    struct text plain;
};

enum { VALUES_MAX = 4000, PLACES_MAX = 64 };

struct values {
    struct arena *arena;
    int count;
    struct value items[VALUES_MAX];
};

static const char *owner_of(const struct column *column)
{
    if (column->rule != COLUMN_PERSON)
        return " t JOIN organizations u ON u.id = t.organization_id";
    if (strcmp(column->table, "users") == 0)
        return " t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.id";
    return strcmp(column->table, "audit_events") == 0
               ? " t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.subject_id"
               : " t JOIN users u ON u.organization_id = t.organization_id AND u.id = t.user_id";
}

static struct text copy(struct arena *arena, struct text text)
{
    return text.data == NULL ? text
                             : (struct text){arena_copy(arena, text.data, text.len), text.len};
}

static void read_column(struct fixture *f, const struct column *column, struct values *values)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT t.organization_id, t.id, u.data_key_id, t.");
    query_add(&q, column->name);
    query_add(&q, " FROM ");
    query_add(&q, column->table);
    query_add(&q, owner_of(column));
    query_add(&q, " WHERE t.");
    query_add(&q, column->name);
    query_add(&q, " IS NOT NULL ORDER BY t.id LIMIT 10000");
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    for (int row = 0; row < result.row_count; row++) {
        assert_true(values->count < VALUES_MAX);
        struct value *value = &values->items[values->count++];
        *value = (struct value){.column = *column,
                                .key_id = db_get_uuid(&result, row, 2),
                                .blob = copy(values->arena, db_get_bytes(&result, row, 3))};
        value->place =
            (struct seal_place){value->column.table, value->column.name,
                                db_get_uuid(&result, row, 0), db_get_uuid(&result, row, 1)};
        struct text plain;
        assert_int_equal(vault_unseal(f->db, &value->key_id, &value->place, value->blob, &plain),
                         ERR_NONE);
        value->plain = copy(values->arena, plain);
    }
}

static void read_all(struct fixture *f, struct values *values)
{
    struct column column = {.entry = 0};
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    values->arena = arena_create(64 << 20);
    values->count = 0;
    while (columns_next(&column))
        if (column_is_sealed(&column))
            read_column(f, &column, values);
}

static void rotate(struct fixture *f, const char *slug, int expected)
{
    struct key_rotation rotation;
    int begun_count = 0;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_rotation_begin(f->db, &f->command, slug, &begun_count), ERR_NONE);
    assert_int_equal(begun_count, expected);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    while (key_rotation_find(f->db, slug, &rotation) == ERR_NONE)
        while (rotation.ended_at == 0) {
            assert_int_equal(key_rotation_step(f->db, &f->command, &rotation), ERR_NONE);
            fixture_begin(f);
            (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
        }
}

static bool is_replaced(const char *table)
{
    const struct key_rotate_table *found = NULL;
    for (int i = 0; (found = key_rotate_table(i)) != NULL; i++)
        if (strcmp(found->name_sql, table) == 0)
            return true;
    return false;
}

static struct values before, after;

static void make_much(struct fixture *f)
{
    struct rich rich;
    rich_make(f, &rich);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_begin(f);
}

static void every_value_is_sealed_anew_and_says_the_same(void **state)
{
    struct fixture *f = *state;
    make_much(f);
    read_all(f, &before);
    rotate(f, "", 2);
    read_all(f, &after);
    int changed_count = 0;
    int kept_count = 0;
    for (int i = 0, at = 0; i < before.count; i++, at++) {
        const struct value *old = &before.items[i];
        while (at < after.count && (strcmp(after.items[at].place.table, old->place.table) != 0 ||
                                    strcmp(after.items[at].place.column, old->place.column) != 0 ||
                                    !uuid_equal(&after.items[at].place.row_id, &old->place.row_id)))
            at++; /* the events of the replacement */
        assert_true(at < after.count);
        const struct value *new = &after.items[at];
        assert_int_equal(new->plain.len, old->plain.len);
        assert_memory_equal(new->plain.data, old->plain.data, old->plain.len);
        assert_false(uuid_equal(&new->key_id, &old->key_id));
        struct uuid named = seal_key_id(new->blob);
        assert_true(
            uuid_equal(&named, is_replaced(old->place.table) ? &new->key_id : &old->key_id));
        changed_count += is_replaced(old->place.table);
        kept_count += !is_replaced(old->place.table);
    }
    assert_true(changed_count > 50);
    assert_true(kept_count > 50);
    arena_destroy(before.arena);
    arena_destroy(after.arena);
    fixture_begin(f);
}

/* Which tables refuse to be changed is said twice: by the schema, and by what is left out here. */
static void only_tables_that_refuse_changes_keep_their_keys(void **state)
{
    struct fixture *f = *state;
    struct column column = {.entry = 0};
    make_much(f);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    while (columns_next(&column)) {
        struct db_result result;
        struct query q;
        if (!column_is_sealed(&column))
            continue;
        assert_int_equal(db_begin(f->db), ERR_NONE);
        query_begin(&q, f->db, "UPDATE ");
        query_add(&q, column.table);
        query_add(&q, " SET id = id");
        bool is_refused = query_run(&q, &result) != ERR_NONE;
        assert_int_equal(db_finish(f->db, ERR_INVALID), ERR_INVALID);
        db_forgive(f->db);
        if (!is_replaced(column.table) != is_refused)
            fail_msg("%s: is it only added to?", column.table);
    }
}

static int opens(struct fixture *f, const struct uuid *key_id, const struct seal_place *place,
                 struct text blob)
{
    struct text plain;
    bool is_open = vault_unseal(f->db, key_id, place, blob, &plain) == ERR_NONE;
    if (!is_open)
        db_forgive(f->db);
    if (is_open)
        print_message("%s.%s\n", place->table, place->column);
    return is_open;
}

/* Moves one value of each column to each other column, to another row, to another organization, and
 * gives its place to every other owner. */
static int moves_that_open(struct fixture *f, const struct values *values, int *move_count)
{
    int open_count = 0;
    for (int i = 0; i < values->count; i++) {
        const struct value *value = &values->items[i];
        if (i > 0 && strcmp(values->items[i - 1].column.name, value->column.name) == 0 &&
            strcmp(values->items[i - 1].column.table, value->column.table) == 0)
            continue;
        for (int j = 0; j < values->count; j++) {
            const struct value *other = &values->items[j];
            bool is_first = j == 0 ||
                            strcmp(values->items[j - 1].place.column, other->place.column) != 0 ||
                            strcmp(values->items[j - 1].place.table, other->place.table) != 0;
            bool is_same_column = strcmp(value->place.column, other->place.column) == 0 &&
                                  strcmp(value->place.table, other->place.table) == 0;
            if (i == j || (!is_first && !is_same_column))
                continue;
            struct seal_place column = value->place; /* the same row's other column */
            column.table = other->place.table;
            column.column = other->place.column;
            if (!is_same_column) {
                open_count += opens(f, &value->key_id, &column, value->blob);
                ++*move_count;
            }
            /* the other's row, with its key and with one's own */
            open_count += opens(f, &other->key_id, &other->place, value->blob);
            if (uuid_equal(&value->place.organization_id, &other->place.organization_id))
                open_count += opens(f, &value->key_id, &other->place, value->blob);
            /* one's own place, for another owner */
            if (!uuid_equal(&value->key_id, &other->key_id) &&
                uuid_equal(&value->place.organization_id, &other->place.organization_id))
                open_count += opens(f, &other->key_id, &value->place, value->blob);
            *move_count += 3;
        }
    }
    return open_count;
}

static void a_value_that_is_moved_does_not_open(void **state)
{
    struct fixture *f = *state;
    int move_count = 0;
    make_much(f);
    read_all(f, &before);
    assert_int_equal(moves_that_open(f, &before, &move_count), 0);
    arena_destroy(before.arena);
    rotate(f, "", 2);
    read_all(f, &before); /* also with keys of before in it */
    assert_int_equal(moves_that_open(f, &before, &move_count), 0);
    arena_destroy(before.arena);
    assert_true(move_count > 2000);
    fixture_begin(f);
}

static void it_goes_on_where_it_was(void **state)
{
    struct fixture *f = *state;
    struct key_rotation rotation;
    int begun_count = 0;
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){.reach = DB_ALL});
    assert_int_equal(key_rotation_begin(f->db, &f->command, "northwind", &begun_count), ERR_NONE);
    assert_int_equal(begun_count, 1);
    assert_int_equal(key_rotation_find(f->db, "northwind", &rotation), ERR_NONE);
    assert_int_equal(key_rotation_step(f->db, &f->command, &rotation), ERR_NONE);
    assert_true(rotation.done_count >= FIXTURE_USER_COUNT);
    assert_int_equal(key_rotation_find(f->db, "contoso", &rotation), ERR_NOT_FOUND);
    fixture_begin(f); /* and here it was killed */
    rotate(f, "", 0);
    fixture_begin(f);
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    assert_int_equal(key_rotation_last(f->db, admin, &rotation), ERR_NONE);
    assert_true(rotation.ended_at > 0);
    assert_int_equal(rotation.done_count, rotation.total_count);
    assert_int_equal(fixture_count_events(f, "key.rotate", "success"), 1);
    assert_int_equal(fixture_count_events(f, "key.reseal", "success"), 1);
    assert_int_equal(fixture_count_events(f, "key.rotate_end", "success"), 1);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM data_keys WHERE organization_id = $1", &f->own.id),
        2 * (1 + FIXTURE_USER_COUNT));
}

static void erasure_destroys_the_keys_of_before_as_well(void **state)
{
    struct fixture *f = *state;
    const struct uuid *user_id = &f->own.users[PERSONA_PRODUCT_MANAGER].id;
    bool was_there = false;
    static const char keys[] = "SELECT count(*) FROM data_keys WHERE owner_id = $1";
    rotate(f, "northwind", 1);
    fixture_begin(f);
    assert_int_equal(fixture_count(f, keys, user_id), 2);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = user_erase_inside(f->db, &f->own.id, user_id, &was_there);
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->command,
                           &(struct audit_event){.action = "user.erase",
                                                 .record_type = "user",
                                                 .organization_id = f->own.id});
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    assert_int_equal(fixture_count(f, keys, user_id), 0);
}

static void only_commands_may(void **state)
{
    struct fixture *f = *state;
    struct key_rotation rotation = {.organization_id = f->own.id};
    int begun_count = 0;
    const struct actor *superuser = &f->own.users[FIXTURE_SUPERUSER].actor;
    fixture_begin(f);
    assert_int_equal(key_rotation_begin(f->db, superuser, "", &begun_count), ERR_DENIED);
    assert_int_equal(key_rotation_step(f->db, superuser, &rotation), ERR_DENIED);
    assert_int_equal(
        key_rotation_last(f->db, &f->own.users[PERSONA_PRODUCT_MANAGER].actor, &rotation),
        ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(every_value_is_sealed_anew_and_says_the_same),
        TEST(only_tables_that_refuse_changes_keep_their_keys),
        TEST(a_value_that_is_moved_does_not_open),
        TEST(it_goes_on_where_it_was),
        TEST(erasure_destroys_the_keys_of_before_as_well),
        TEST(only_commands_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
