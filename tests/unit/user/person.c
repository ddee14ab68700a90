#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/record/record_version.h"
#include "data/release/label_history.h"
#include "data/release/label_proposal.h"
#include "data/trail/activity_feed.h"
#include "data/trail/audit_list.h"
#include "fixture.h"
#include "prompts.h"

/* How people are called in what they did: members by their names, those from outside by a short id,
 * the erased by nothing. */

static const struct fixture_user *outside(struct fixture *f)
{
    return &f->other.users[FIXTURE_SUPERUSER];
}

/* The random end of the id. */
static void assert_outside(struct fixture *f, const char *name)
{
    assert_non_null(name);
    assert_string_equal(name, arena_printf(f->arena, "Platform administrator %s",
                                           outside(f)->id_text + UUID_TEXT_LEN - 1 - 8));
}

/* A prompt of the organization that someone from outside saves, releases and decides about. */
static struct uuid make_visited(struct fixture *f)
{
    struct actor visitor = fixture_inside(outside(f), &f->own);
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "visited", "One");
    struct prompt_draft draft = draft_from(f, &id);
    struct label_change change = {
        .record_id = id, .label = LABEL_PRODUCTION, .to_version = 2, .reason = ""};
    struct problem problem;
    struct record_saved saved;
    struct uuid proposal_id;
    draft.body = text_of("Two");
    assert_int_equal(prompt_update(f->db, &visitor, &draft, &saved, &problem), ERR_NONE);
    assert_int_equal(label_move(f->db, &visitor, &prompt_store, &change, &problem), ERR_NONE);
    change.from_version = 2;
    change.to_version = 1;
    assert_int_equal(label_propose(f->db, &visitor, &prompt_store, &change, &proposal_id, &problem),
                     ERR_NONE);
    assert_int_equal(label_proposal_approve(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                            &prompt_store, &proposal_id, "", &problem),
                     ERR_NONE);
    change.from_version = 1;
    change.to_version = 2;
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_ENTERPRISE_TEAM), &prompt_store,
                                   &change, &proposal_id, &problem),
                     ERR_NONE);
    assert_int_equal(
        label_proposal_reject(f->db, &visitor, &prompt_store, &proposal_id, "", &problem),
        ERR_NONE);
    fixture_begin(f);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return id;
}

static void a_record_names_its_visitors_by_a_short_id(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_visited(f);
    struct prompt prompt = get_prompt(f, &id);
    struct record_version_list versions;
    struct label_answer answer;
    assert_outside(f, prompt.author_name);
    assert_string_equal(prompt.owner_name, "Petra Product of Northwind");
    assert_int_equal(record_version_list(f->db, &prompt.head, 0, &versions), ERR_NONE);
    assert_int_equal(versions.count, 2);
    assert_outside(f, versions.versions[0].author_name);
    assert_string_equal(versions.versions[1].author_name, "Petra Product of Northwind");
    assert_int_equal(label_at(f->db, &prompt.head, "latest", clock_now(), &answer), ERR_NONE);
    assert_outside(f, answer.moved_by_name);
}

static void labels_name_their_visitors_by_a_short_id(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_visited(f);
    const struct record_head *head = get_head(f, &prompt_store, &id);
    const struct actor *reader = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct label_history_filter moves = {.head = head, .label = "", .cursor = ""};
    struct label_proposal_filter proposals = {.head = head, .cursor = ""};
    struct label_history history;
    struct label_proposal_list list;
    assert_int_equal(label_history(f->db, reader, &moves, &history), ERR_NONE);
    assert_int_equal(history.count, 2);
    assert_string_equal(history.entries[0].moved_by_name, "Ada Admin of Northwind");
    assert_outside(f, history.entries[0].proposed_by_name);
    assert_outside(f, history.entries[1].moved_by_name);
    assert_null(history.entries[1].proposed_by_name);
    assert_int_equal(label_proposal_list(f->db, reader, &proposals, &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.proposals[0].proposed_by_name, "Terry Team of Northwind");
    assert_outside(f, list.proposals[0].decided_by_name);
    assert_outside(f, list.proposals[1].proposed_by_name);
}

static void the_log_and_what_changed_lately_do_the_same(void **state)
{
    struct fixture *f = *state;
    (void)make_visited(f);
    const struct actor *reader = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    struct audit_filter filter = {.action = "prompt.update"};
    struct audit_list log;
    struct audit_list recent;
    assert_int_equal(audit_list(f->db, reader, &filter, &log), ERR_NONE);
    assert_int_equal(log.count, 1);
    assert_true(log.entries[0].is_outside);
    assert_outside(f, log.entries[0].actor_name);
    assert_int_equal(activity_feed(f->db, reader, 10, &recent), ERR_NONE);
    bool is_found = false;
    for (int i = 0; i < recent.count; i++) {
        if (strcmp(recent.entries[i].action, "prompt.update") != 0)
            continue;
        is_found = true;
        assert_outside(f, recent.entries[i].actor_name);
    }
    assert_true(is_found);
}

static void who_was_erased_has_no_name(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "left", "One");
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change_one(
        f->db,
        "UPDATE users SET data_key_id = NULL, email = NULL, full_name = NULL, erased_at = $1 "
        "WHERE organization_id = $2 AND id = $3",
        db_time(clock_now()), db_uuid(&f->own.id),
        db_uuid(&f->own.users[PERSONA_PRODUCT_MANAGER].id));
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    struct prompt prompt = get_prompt(f, &id);
    assert_null(prompt.author_name);
    assert_null(prompt.owner_name);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_record_names_its_visitors_by_a_short_id),
        WITH(labels_name_their_visitors_by_a_short_id),
        WITH(the_log_and_what_changed_lately_do_the_same),
        WITH(who_was_erased_has_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
