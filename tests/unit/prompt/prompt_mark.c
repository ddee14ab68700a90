#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/prompt/prompt_bulk.h"
#include "data/prompt/prompt_folder.h"
#include "data/prompt/prompt_list.h"
#include "fixture.h"

/* What is kept twice for lists, prompts.marks and prompt_folders, after every kind of change. */

static const struct actor *admin_of(struct fixture *f)
{
    return &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
}

static struct prompt_draft draft_of(const char *tags)
{
    return (struct prompt_draft){.name = "marked",
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = {"body", 4},
                                 .settings = "",
                                 .tags = tags,
                                 .message = "why"};
}

/* What the list shows, as "tag,tag|label=version,…". */
static const char *shown(struct fixture *f)
{
    struct record_filter filter = {.state = RECORD_ALL};
    struct record_list list;
    fixture_begin(f);
    assert_int_equal(prompt_list(f->db, admin_of(f), &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    struct buf buf;
    buf_init(&buf, f->arena);
    for (int i = 0; i < list.rows[0].tag_count; i++)
        buf_printf(&buf, "%s,", list.rows[0].tags[i]);
    buf_add_char(&buf, '|');
    for (int i = 0; i < list.rows[0].label_count; i++)
        buf_printf(&buf, "%s=%d,", list.rows[0].labels[i].label,
                   (int)list.rows[0].labels[i].version);
    return buf.data;
}

static void move(struct fixture *f, const struct uuid *id, const char *label, int64_t from,
                 int64_t to)
{
    struct label_change change = {*id, label, from, to, ""};
    struct problem problem;
    assert_int_equal(label_move(f->db, admin_of(f), &change, &problem), ERR_NONE);
}

static void test_marks_follow_every_change(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    struct prompt_draft draft = draft_of("zebra, ape,  two words");
    assert_int_equal(prompt_create(f->db, admin_of(f), &draft, &id, &problem), ERR_NONE);
    assert_string_equal(shown(f), "zebra,ape,two words,|");

    move(f, &id, "staging", 0, 1);
    move(f, &id, "production", 0, 1);
    assert_string_equal(shown(f), "zebra,ape,two words,|production=1,staging=1,");

    draft = draft_of("ape");
    draft.id = id;
    draft.based_on_version = 1;
    int64_t version = 0;
    assert_int_equal(prompt_update(f->db, admin_of(f), &draft, &version, &problem), ERR_NONE);
    assert_string_equal(shown(f), "ape,|production=1,staging=1,");

    move(f, &id, "production", 1, version);
    move(f, &id, "staging", 1, 0);
    assert_string_equal(shown(f), "ape,|production=2,");

    struct record_selection selection = {&id, 1};
    struct prompt_tag_change tag = {"#odd: 7 tag", true};
    struct record_bulk_result result;
    assert_int_equal(prompt_bulk_tag(f->db, admin_of(f), &selection, &tag, &result), ERR_NONE);
    assert_int_equal(result.changed_count, 1);
    assert_string_equal(shown(f), "ape,#odd: 7 tag,|production=2,");

    draft.based_on_version = 3;
    draft.tags = "";
    assert_int_equal(prompt_update(f->db, admin_of(f), &draft, &version, &problem), ERR_NONE);
    assert_string_equal(shown(f), "|production=2,");
}

/* The folders at the top, as "name=count,…". */
static const char *folders(struct fixture *f)
{
    static const struct uuid own = {{0}};
    struct prompt_folder_list list;
    fixture_begin(f);
    assert_int_equal(prompt_folder_list(f->db, admin_of(f), &own, "", &list), ERR_NONE);
    struct buf buf;
    buf_init(&buf, f->arena);
    for (int i = 0; i < list.count; i++)
        buf_printf(&buf, "%s=%d,", list.folders[i].name, (int)list.folders[i].prompt_count);
    return buf.data;
}

static struct uuid make(struct fixture *f, const char *name)
{
    struct prompt_draft draft = draft_of("");
    struct problem problem;
    struct uuid id;
    draft.name = name;
    assert_int_equal(prompt_create(f->db, admin_of(f), &draft, &id, &problem), ERR_NONE);
    return id;
}

static void test_folder_counts_follow_every_change(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    (void)make(f, "at the top");
    (void)make(f, "a/one");
    struct uuid moved = make(f, "a/deep/two");
    struct uuid deleted = make(f, "b/three");
    assert_string_equal(folders(f), "a=2,b=1,");

    struct prompt_draft draft = draft_of("");
    int64_t version = 0;
    draft.id = moved;
    draft.based_on_version = 1;
    draft.name = "b/two";
    assert_int_equal(prompt_update(f->db, admin_of(f), &draft, &version, &problem), ERR_NONE);
    assert_string_equal(folders(f), "a=1,b=2,");
    draft.based_on_version = 2;
    draft.name = "two";
    assert_int_equal(prompt_update(f->db, admin_of(f), &draft, &version, &problem), ERR_NONE);
    assert_string_equal(folders(f), "a=1,b=1,");

    assert_int_equal(prompt_archive(f->db, admin_of(f), &deleted), ERR_NONE);
    assert_int_equal(prompt_archive(f->db, admin_of(f), &deleted), ERR_NONE); /* no second time */
    assert_string_equal(folders(f), "a=1,");
    assert_int_equal(prompt_restore(f->db, admin_of(f), &deleted), ERR_NONE);
    assert_string_equal(folders(f), "a=1,b=1,");

    struct record_selection selection = {&deleted, 1};
    struct record_bulk_result result;
    assert_int_equal(prompt_bulk_archive(f->db, admin_of(f), &selection, &result), ERR_NONE);
    assert_string_equal(folders(f), "a=1,");
    assert_int_equal(prompt_delete(f->db, admin_of(f), &deleted, "b/three", &problem), ERR_NONE);
    assert_string_equal(folders(f), "a=1,");
    deleted = make(f, "b/four");
    assert_int_equal(prompt_delete(f->db, admin_of(f), &deleted, "b/four", &problem), ERR_NONE);
    assert_string_equal(folders(f), "a=1,");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_marks_follow_every_change, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(test_folder_counts_follow_every_change, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
