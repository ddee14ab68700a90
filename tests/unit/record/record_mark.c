#include "test.h"

#include <stdlib.h>

#include "data/db/query.h"
#include "data/listing/record_list.h"
#include "data/record/record_count.h"
#include "kinds.h"

/* What is kept twice for lists, the marks of a record and record_counts, after every kind of
 * change.
 */

/* What the list shows of one record, as "tag,tag|label=version,…". */
static const char *shown(struct fixture *f, const struct kind_maker *maker, const char *name)
{
    struct record_filter filter = {.state = RECORD_ALL, .q = name, .in_names = true};
    struct record_list list;
    struct buf buf;
    fixture_begin(f);
    assert_int_equal(
        record_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store->kind, &filter, &list),
        ERR_NONE);
    assert_int_equal(list.count, 1);
    const struct record_marks *marks = &list.rows[0].marks;
    buf_init(&buf, f->arena);
    for (int i = 0; i < marks->tags.count; i++)
        buf_printf(&buf, "%s,", marks->tags.tags[i]);
    buf_add_char(&buf, '|');
    for (int i = 0; i < marks->label_count; i++)
        buf_printf(&buf, "%s=%d,", marks->labels[i].label, (int)marks->labels[i].version);
    return buf.data;
}

static void set_tags(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                     const char *tags)
{
    struct record_draft draft = kind_draft(f, maker, id);
    draft.tags = tags;
    assert_true(kind_save_draft(f, maker, &draft, NULL).is_changed);
}

static void marks_follow_every_change(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_bulk_result result;
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "marked");
        assert_string_equal(shown(f, maker, "marked"), "|");
        set_tags(f, maker, &id, "zebra, ape,  two words");
        assert_string_equal(shown(f, maker, "marked"), "zebra,ape,two words,|");
        assert_int_equal(kind_move_label(f, maker, who, &id, "staging", 0, 1), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "production", 0, 1), ERR_NONE);
        assert_string_equal(shown(f, maker, "marked"),
                            "zebra,ape,two words,|production=1,staging=1,");
        set_tags(f, maker, &id, "ape");
        assert_int_equal(kind_save_text(f, maker, &id, "two"), 2);
        assert_string_equal(shown(f, maker, "marked"), "ape,|production=1,staging=1,");
        assert_int_equal(kind_move_label(f, maker, who, &id, "production", 1, 2), ERR_NONE);
        assert_int_equal(kind_move_label(f, maker, who, &id, "staging", 1, 0), ERR_NONE);
        assert_string_equal(shown(f, maker, "marked"), "ape,|production=2,");
        struct record_tag_change tag = {maker->store, "#odd: 7 tag", true};
        assert_int_equal(record_tag_many(f->db, actor_of(f, who), &tag,
                                         &(struct record_selection){&id, 1}, &result),
                         ERR_NONE);
        assert_int_equal(result.changed_count, 1);
        assert_string_equal(shown(f, maker, "marked"), "ape,#odd: 7 tag,|production=2,");
        set_tags(f, maker, &id, "");
        assert_string_equal(shown(f, maker, "marked"), "|production=2,");
    }
}

/* ---- counts ------------------------------------------------------------------------------- */

/* The folders at the top, as "name=count,…". */
static const char *folders(struct fixture *f, const struct kind_maker *maker)
{
    static const struct uuid own = {{0}};
    struct record_folder_list list;
    struct buf buf;
    fixture_begin(f);
    assert_int_equal(record_folder_ask(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                       maker->store->kind, &own, "", &list),
                     ERR_NONE);
    assert_int_equal(record_folder_read(f->db, &list), ERR_NONE);
    buf_init(&buf, f->arena);
    for (int i = 0; i < list.count; i++)
        buf_printf(&buf, "%s=%d,", list.folders[i].name, (int)list.folders[i].count);
    return buf.data;
}

static void rename_record(struct fixture *f, const struct kind_maker *maker, const struct uuid *id,
                          const char *name)
{
    struct record_draft draft = kind_draft(f, maker, id);
    draft.name = name;
    assert_true(kind_save_draft(f, maker, &draft, NULL).is_changed);
}

static void delete_record(struct fixture *f, const struct kind_maker *maker, const struct uuid *id)
{
    struct problem problem;
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, id,
                                   get_head(f, maker->store, id)->name, &problem),
                     ERR_NONE);
}

static void restore_record(struct fixture *f, const struct kind_maker *maker, const struct uuid *id)
{
    struct problem problem;
    assert_int_equal(
        record_restore(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store, id, &problem),
        ERR_NONE);
}

static void folder_counts_follow_every_change(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_bulk_result result;
        (void)kind_make(f, maker, who, "at the top");
        (void)kind_make(f, maker, who, "a/one");
        struct uuid moved = kind_make(f, maker, who, "a/deep/two");
        struct uuid deleted = kind_make(f, maker, who, "b/three");
        assert_string_equal(folders(f, maker), "a=2,b=1,");
        rename_record(f, maker, &moved, "b/two");
        assert_string_equal(folders(f, maker), "a=1,b=2,");
        rename_record(f, maker, &moved, "two");
        assert_string_equal(folders(f, maker), "a=1,b=1,");
        assert_int_equal(kind_archive(f, maker, who, &deleted), ERR_NONE);
        assert_int_equal(kind_archive(f, maker, who, &deleted), ERR_NONE); /* no second time */
        assert_string_equal(folders(f, maker), "a=1,");
        restore_record(f, maker, &deleted);
        assert_string_equal(folders(f, maker), "a=1,b=1,");
        assert_int_equal(record_archive_many(f->db, actor_of(f, who), maker->store,
                                             &(struct record_selection){&deleted, 1}, &result),
                         ERR_NONE);
        assert_string_equal(folders(f, maker), "a=1,");
        delete_record(f, maker, &deleted);
        assert_string_equal(folders(f, maker), "a=1,");
        deleted = kind_make(f, maker, who, "b/four");
        delete_record(f, maker, &deleted);
        assert_string_equal(folders(f, maker), "a=1,");
    }
}

/* ---- counts and a recount ----------------------------------------------------------------- */

static void add_count(struct fixture *f, struct buf *out, const struct kind_maker *maker,
                      const char *dimension, const char *column)
{
    struct query q;
    struct db_result result;
    query_begin(&q, f->db, "SELECT ");
    query_add(&q, column);
    query_add(&q, ", count(*) FROM ");
    query_add(&q, maker->store->kind->table);
    query_bind(&q, " WHERE archived_at IS NULL AND organization_id = ", db_uuid(&f->own.id));
    query_add(&q, " GROUP BY ");
    query_add(&q, column);
    query_add(&q, " ORDER BY ");
    query_add(&q, column);
    assert_int_equal(query_run(&q, &result), ERR_NONE);
    for (int i = 0; i < result.row_count; i++)
        buf_printf(out, "%s:%s=%d ", dimension, db_get_text(&result, i, 0),
                   (int)db_get_int(&result, i, 1));
}

static void check_counts(struct fixture *f, const char *after)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct buf counted;
        struct buf kept;
        struct db_result result;
        fixture_begin(f);
        buf_init(&counted, f->arena);
        buf_init(&kept, f->arena);
        add_count(f, &counted, maker, "folder", "folder");
        add_count(f, &counted, maker, maker->store->kind->facet, maker->store->kind->facet);
        assert_int_equal(
            db_select(f->db, &result,
                      "SELECT dimension, value, record_count FROM record_counts "
                      "WHERE organization_id = $1 AND kind = $2 "
                      "ORDER BY CASE WHEN dimension = 'folder' THEN 0 ELSE 1 END, value",
                      db_uuid(&f->own.id), db_text(maker->store->kind->name)),
            ERR_NONE);
        for (int i = 0; i < result.row_count; i++)
            buf_printf(&kept, "%s:%s=%d ", db_get_text(&result, i, 0), db_get_text(&result, i, 1),
                       (int)db_get_int(&result, i, 2));
        if (strcmp(counted.data, kept.data) != 0)
            fail_msg("%s after %s: %s, but there are %s", maker->store->kind->plural, after,
                     kept.data, counted.data);
    }
}

/* A type, a model, a kind other than what the maker gives. */
static void change_facet(struct fixture *f, const struct uuid ids[RECORD_KIND_COUNT])
{
    struct prompt_draft prompt = draft_from(f, &ids[RECORD_PROMPT]);
    struct team_draft team = draft_of_team(f, &ids[RECORD_TEAM]);
    struct team_problem team_problem;
    struct problem problem;
    struct record_saved saved;
    const struct actor *actor = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    prompt.type = PROMPT_CHAT;
    prompt.body = text_of("[{\"role\":\"user\",\"content\":\"x\"}]");
    assert_int_equal(prompt_update(f->db, actor, &prompt, &saved, &problem), ERR_NONE);
    (void)save_config(f, &ids[RECORD_AGENT], "{\"model\":{\"name\":\"other-model\"}}");
    team.plan.kind = TEAM_SEQUENTIAL;
    assert_int_equal(team_update(f->db, actor, &team, &saved, &team_problem), ERR_NONE);
}

static void counts_equal_a_recount_after_every_verb(void **state)
{
    struct fixture *f = *state;
    const int who = PERSONA_CUSTOMER_ADMIN;
    struct uuid ids[RECORD_KIND_COUNT];
    struct uuid others[RECORD_KIND_COUNT];
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        ids[kind] = kind_make(f, &kind_makers[kind], who, "a/first");
        others[kind] = kind_make(f, &kind_makers[kind], who, "second");
    }
    check_counts(f, "create");
    change_facet(f, ids);
    check_counts(f, "another facet");
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct record_restore_draft draft = {ids[kind], 1,
                                             get_head(f, maker->store, &ids[kind])->revision};
        struct record_saved saved;
        struct record_bulk_result result;
        struct problem problem;
        assert_int_equal(
            record_restore_version(f->db, actor_of(f, who), maker->store, &draft, &saved, &problem),
            ERR_NONE);
        check_counts(f, "restore_version");
        rename_record(f, maker, &ids[kind], "b/c/first");
        check_counts(f, "rename");
        assert_int_equal(record_transfer(f->db, actor_of(f, who), maker->store, &ids[kind],
                                         &f->own.users[PERSONA_PRODUCT_MANAGER].id, &problem),
                         ERR_NONE);
        check_counts(f, "transfer");
        assert_int_equal(kind_archive(f, maker, who, &ids[kind]), ERR_NONE);
        check_counts(f, "archive");
        restore_record(f, maker, &ids[kind]);
        check_counts(f, "restore");
        assert_int_equal(record_archive_many(f->db, actor_of(f, who), maker->store,
                                             &(struct record_selection){&others[kind], 1}, &result),
                         ERR_NONE);
        assert_int_equal(result.changed_count, 1);
        check_counts(f, "archive_many");
        delete_record(f, maker, &others[kind]);
        check_counts(f, "delete of an archived one");
        delete_record(f, maker, &ids[kind]);
        check_counts(f, "delete");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(marks_follow_every_change),
        TEST(folder_counts_follow_every_change),
        TEST(counts_equal_a_recount_after_every_verb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
