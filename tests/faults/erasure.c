/* Erasure, each figure with its goal: four people are erased by the built `rostrum`, on each
 * engine. Nothing of theirs is left, what was written about them was found before, and the log
 * verifies. */

#include "test.h"

#include "backups.h"
#include "data/db/query.h"
#include "data/vault/columns.h"
#include "figure.h"
#include "traces.h"

enum { PEOPLE = 4, COLUMNS_MIN = 10, CLEAR = 2 * PEOPLE, OWN_ROWS_MIN = 20 };

static const int personas[PEOPLE] = {PERSONA_INDIVIDUAL_DEVELOPER, PERSONA_ENTERPRISE_TEAM,
                                     PERSONA_DEVOPS_ENGINEER, PERSONA_PRODUCT_MANAGER};

static const struct fixture_user *user_at(const struct fixture *f, int index)
{
    return &f->own.users[personas[index]];
}

/* A text that names each of them, and rows of their own. */
static void fill(struct fixture *f)
{
    for (int i = 0; i < PEOPLE; i++) {
        struct problem problem;
        const char *name = arena_printf(f->arena, "about/%d", i);
        const char *body = arena_printf(f->arena, "Ask %s about it", user_at(f, i)->full_name);
        struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, name, body);
        assert_int_equal(
            record_follow(f->db, &user_at(f, i)->actor, &prompt_store, &id, true, &problem),
            ERR_NONE);
        assert_int_equal(audit_saved_add(f->db, &user_at(f, i)->actor, "Mine", "action=prompt."),
                         ERR_NONE);
        assert_int_equal(inbox_news_mark_read(f->db, &user_at(f, i)->actor, clock_now()), ERR_NONE);
        fixture_begin(f);
    }
}

static int64_t count_own_rows(struct fixture *f)
{
    struct column column = {.entry = 0};
    int64_t count = 0;
    int columns = 0;
    fixture_begin(f);
    while (columns_next(&column)) {
        if (column.rule != COLUMN_WHOSE)
            continue;
        columns++;
        for (int i = 0; i < PEOPLE; i++) {
            struct query q;
            struct db_result result;
            query_begin(&q, f->db, "SELECT count(*) FROM ");
            query_add(&q, column.table);
            query_add(&q, " WHERE ");
            query_add(&q, column.name);
            query_bind(&q, " = ", db_uuid(&user_at(f, i)->id));
            assert_int_equal(query_run(&q, &result), ERR_NONE);
            count += db_get_int(&result, 0, 0);
        }
    }
    assert_true(columns >= COLUMNS_MIN);
    return count;
}

static void ask(struct fixture *f, int index)
{
    struct problem problem;
    struct uuid id;
    struct erasure_case erasure;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct erasure_draft draft = {.user_id = user_at(f, index)->id, .reason = "By letter"};
    fixture_begin(f);
    assert_int_equal(erasure_request(f->db, admin, &draft, &id, &problem), ERR_NONE);
    assert_int_equal(erasure_get(f->db, admin, &id, &erasure), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(
        approval_approve(f->db, actor_of(f, FIXTURE_SUPERUSER), &erasure.approval_id, "", &problem),
        ERR_NONE);
    fixture_begin(f);
}

static int64_t count_traces(struct fixture *f, const struct traces *traces, int first, int last)
{
    int64_t count = 0;
    for (int i = 0; i < PEOPLE; i++)
        for (int item = first; item <= last; item++)
            count += count_files_with(f, traces[i].items[item]) > 0;
    return count;
}

/* How many of both verifiers find the log sound, with all that was signed before. */
static int count_verified(struct fixture *f)
{
    char text[4 * PATH_LEN];
    put(text, sizeof text, "audit export '%s/after.jsonl'", f->dir);
    assert_int_equal(rostrum(text), 0);
    put(text, sizeof text, "audit verify --key '%s/keys' --kept '%s/kept' '%s/after.jsonl'", f->dir,
        f->dir, f->dir);
    int count = rostrum(text) == 0;
    put(text, sizeof text,
        "python3 '%s/tests/audit_verify.py' --key '%s/keys' --kept '%s/kept' '%s/after.jsonl'",
        getenv("top_srcdir"), f->dir, f->dir, f->dir);
    return count + (run_text(text) == 0);
}

static void keep_what_is_signed(struct fixture *f)
{
    char text[4 * PATH_LEN];
    assert_int_equal(rostrum("audit checkpoint"), 0);
    put(text, sizeof text,
        "'%s/rostrum' audit keys >'%s/keys' && cat '%s'/checkpoints/*.jsonl "
        ">'%s/kept'",
        folder_of_build(), f->dir, f->dir, f->dir);
    assert_int_equal(run_text(text), 0);
}

static void four_people(void **state)
{
    struct fixture *f = *state;
    static struct traces traces[PEOPLE];
    static const struct uuid nil;
    fixture_begin(f);
    fill(f);
    assert_int_equal(erasure_grace_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), 0), ERR_NONE);
    for (int i = 0; i < PEOPLE; i++)
        traces_of(f, user_at(f, i), &traces[i]);
    keep_what_is_signed(f);
    figure_count(f, count_traces(f, traces, 0, 1), CLEAR,
                 "keys and address indexes in the files before");
    int64_t own_rows = count_own_rows(f);
    figure(f, own_rows >= OWN_ROWS_MIN, "at least 20", "%" PRId64 " rows of their own before",
           own_rows);
    for (int i = 0; i < PEOPLE; i++)
        ask(f, i);
    assert_int_equal(rostrum("erase run"), 0);
    figure_count(f, count_own_rows(f), 0, "rows of their own left");
    figure_count(f, count_traces(f, traces, 0, 1), 0, "keys and address indexes left in the files");
    figure_count(f, count_traces(f, traces, 2, 3), 0, "names and addresses in clear in the files");
    figure_count(f,
                 fixture_count(f,
                               "SELECT count(*) FROM erasure_findings WHERE source = "
                               "'prompt_versions.body' AND match = 'name' AND id > $1",
                               &nil),
                 PEOPLE, "texts about them that were found");
    figure_count(f, count_verified(f), 2, "verifiers that find the log sound");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(four_people, open_installation, close_installation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
