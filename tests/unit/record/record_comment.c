#include "test.h"

#include "data/account/user_change.h"
#include "data/comment/record_comment.h"
#include "data/db/query.h"
#include "data/release/label_proposal.h"
#include "data/trail/audit_list.h"
#include "kinds.h"

/* Comments on records of every kind: who may write, change and read them, and what is stored. */

static enum err add(struct fixture *f, const struct kind_maker *maker, const struct actor *actor,
                    const struct record_comment_draft *draft, struct uuid *id)
{
    struct problem problem;
    enum err err = record_comment_add(f->db, actor, maker->store, draft, id, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED)
        assert_non_null(problem.message);
    return err;
}

static struct uuid say(struct fixture *f, const struct kind_maker *maker, int persona,
                       const struct uuid *record_id, const char *body)
{
    struct uuid id;
    assert_int_equal(add(f, maker, actor_of(f, persona),
                         &(struct record_comment_draft){.record_id = *record_id, .body = body},
                         &id),
                     ERR_NONE);
    return id;
}

static enum err edit(struct fixture *f, const struct kind_maker *maker, const struct actor *actor,
                     const struct record_comment_edit *edit, struct problem *problem)
{
    return record_comment_edit(f->db, actor, maker->store, edit, problem);
}

static struct record_comment_list list_at(struct fixture *f, const struct kind_maker *maker,
                                          int persona, const struct uuid *record_id,
                                          const struct record_comment_place *place)
{
    struct record_comment_list list;
    struct record_comment_filter filter = {get_head(f, maker->store, record_id), *place, ""};
    assert_int_equal(record_comment_list(f->db, actor_of(f, persona), &filter, &list), ERR_NONE);
    return list;
}

static struct record_comment_list list_of(struct fixture *f, const struct kind_maker *maker,
                                          int persona, const struct uuid *record_id)
{
    return list_at(f, maker, persona, record_id, &(struct record_comment_place){0});
}

static void a_comment_is_added_edited_and_deleted(void **state)
{
    struct fixture *f = *state;
    const int petra = PERSONA_PRODUCT_MANAGER;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid record_id = kind_make_versions(f, maker, "talked about", 2);
        const struct record_head *before = get_head(f, maker->store, &record_id);
        struct uuid id = say(f, maker, petra, &record_id, "  Cafe\xcc\x81:\r\n\tfine.\n\n");
        struct record_comment_list list = list_of(f, maker, petra, &record_id);
        assert_int_equal(list.count, 1);
        assert_null(list.earlier);
        const struct record_comment *comment = &list.comments[0];
        assert_true(uuid_equal(&comment->id, &id));
        assert_string_equal(comment->body, "Caf\xc3\xa9:\n\tfine.");
        assert_string_equal(comment->author_name, "Petra Product of Northwind");
        assert_int_equal(comment->revision, 1);
        assert_int_equal(comment->edited_at, 0);
        assert_true(comment->may_edit && comment->may_delete);
        struct record_comment_edit change = {record_id, id, 1, "Better."};
        struct problem problem;
        assert_int_equal(edit(f, maker, actor_of(f, petra), &change, &problem), ERR_NONE);
        list = list_of(f, maker, PERSONA_DEVOPS_ENGINEER, &record_id);
        assert_string_equal(list.comments[0].body, "Better.");
        assert_int_equal(list.comments[0].revision, 2);
        assert_true(list.comments[0].edited_at >= list.comments[0].created_at);
        assert_false(list.comments[0].may_edit || list.comments[0].may_delete);
        assert_int_equal(record_comment_delete(f->db, actor_of(f, petra), maker->store, &record_id,
                                               &id, &problem),
                         ERR_NONE);
        assert_int_equal(list_of(f, maker, petra, &record_id).count, 0);
        assert_int_equal(record_comment_delete(f->db, actor_of(f, petra), maker->store, &record_id,
                                               &id, &problem),
                         ERR_NOT_FOUND);
        /* talking about a record changes nothing of it */
        const struct record_head *after = get_head(f, maker->store, &record_id);
        assert_int_equal(after->revision, before->revision);
        assert_int_equal(after->updated_at, before->updated_at);
        assert_int_equal(kind_events(f, maker, "comment", "success"), 1);
        assert_int_equal(kind_events(f, maker, "edit_comment", "success"), 1);
        assert_int_equal(kind_events(f, maker, "delete_comment", "success"), 1);
    }
}

static void the_same_text_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "same");
    struct uuid id = say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "Same");
    struct record_comment_edit change = {record_id, id, 1, " Same\n"};
    struct problem problem;
    assert_int_equal(edit(f, maker, actor_of(f, PERSONA_PRODUCT_MANAGER), &change, &problem),
                     ERR_NONE);
    struct record_comment_list list = list_of(f, maker, PERSONA_PRODUCT_MANAGER, &record_id);
    assert_int_equal(list.comments[0].edited_at, 0);
    assert_int_equal(list.comments[0].revision, 1);
    assert_int_equal(kind_events(f, maker, "edit_comment", "success"), 0);
}

/* ---- rights ------------------------------------------------------------------------------- */

static const enum err who_may[FIXTURE_USER_COUNT][3] = {
    /* add, edit another's, delete another's */
    [PERSONA_INDIVIDUAL_DEVELOPER] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
    [PERSONA_ENTERPRISE_TEAM] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
    [PERSONA_DEVOPS_ENGINEER] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
    [PERSONA_PRODUCT_MANAGER] = {ERR_NONE, ERR_DENIED, ERR_DENIED},
    [PERSONA_CUSTOMER_ADMIN] = {ERR_NONE, ERR_DENIED, ERR_NONE},
    [PERSONA_PLATFORM_ADMIN] = {ERR_DENIED, ERR_DENIED, ERR_DENIED},
    [FIXTURE_SUPERUSER] = {ERR_NONE, ERR_DENIED, ERR_NONE},
};

static void check_rights(struct fixture *f, const struct kind_maker *maker,
                         const struct actor *actor, const enum err expected[3])
{
    struct uuid record_id = kind_make(f, maker, PERSONA_CUSTOMER_ADMIN, "rights");
    int author = PERSONA_CUSTOMER_ADMIN;
    if (uuid_equal(&actor->user_id, &actor_of(f, author)->user_id))
        author = PERSONA_PRODUCT_MANAGER;
    struct uuid other = say(f, maker, author, &record_id, "Another's");
    struct uuid id;
    struct problem problem;
    struct record_comment_draft draft = {.record_id = record_id, .body = "Mine"};
    struct record_comment_edit change = {record_id, other, 1, "Changed"};
    assert_int_equal(add(f, maker, actor, &draft, &id), expected[0]);
    assert_int_equal(edit(f, maker, actor, &change, &problem), expected[1]);
    assert_int_equal(
        record_comment_delete(f->db, actor, maker->store, &record_id, &other, &problem),
        expected[2]);
    struct record_comment_filter filter = {get_head(f, maker->store, &record_id), {0}, ""};
    struct record_comment_list list;
    assert_int_equal(record_comment_list(f->db, actor, &filter, &list),
                     expected[0]); /* who may not write may not read */
    assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                   &record_id, "rights", &problem),
                     ERR_NONE);
}

static void every_persona_may_what_the_table_says(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
            check_rights(f, &kind_makers[kind], actor_of(f, persona), who_may[persona]);
    assert_int_equal(fixture_count_events(f, "prompt.edit_comment", "refusal"), FIXTURE_USER_COUNT);
}

static void commands_and_the_inactive_say_nothing(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct uuid id, record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "quiet");
    struct record_comment_draft draft = {.record_id = record_id, .body = "Mine"};
    struct actor command = f->command;
    command.organization_id = f->own.id;
    assert_int_equal(add(f, maker, &command, &draft, &id), ERR_DENIED);
    struct actor inactive = *actor_of(f, PERSONA_CUSTOMER_ADMIN);
    inactive.is_active = false;
    assert_int_equal(add(f, maker, &inactive, &draft, &id), ERR_NOT_FOUND);
}

static void other_organizations_find_nothing(void **state)
{
    struct fixture *f = *state;
    const struct actor *stranger = &f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct problem problem;
        struct uuid id, own = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "ours");
        struct uuid comment = say(f, maker, PERSONA_PRODUCT_MANAGER, &own, "Ours");
        struct record_comment_draft draft = {.record_id = own, .body = "Theirs"};
        struct record_comment_edit change = {own, comment, 1, "Theirs"};
        assert_int_equal(add(f, maker, stranger, &draft, &id), ERR_NOT_FOUND);
        assert_int_equal(edit(f, maker, stranger, &change, &problem), ERR_NOT_FOUND);
        assert_int_equal(
            record_comment_delete(f->db, stranger, maker->store, &own, &comment, &problem),
            ERR_NOT_FOUND);
        struct record_comment_filter filter = {get_head(f, maker->store, &own), {0}, ""};
        struct record_comment_list list;
        assert_int_equal(record_comment_list(f->db, stranger, &filter, &list), ERR_NOT_FOUND);
        assert_string_equal(list_of(f, maker, PERSONA_PRODUCT_MANAGER, &own).comments[0].body,
                            "Ours");
    }
}

/* A comment is found through its own record, of its own kind, and through no other. */
static void a_comment_belongs_to_its_record(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *prompts = &kind_makers[RECORD_PROMPT];
    const struct kind_maker *agents = &kind_makers[RECORD_AGENT];
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct uuid one = kind_make(f, prompts, PERSONA_PRODUCT_MANAGER, "one");
    struct uuid two = kind_make(f, prompts, PERSONA_PRODUCT_MANAGER, "two");
    struct uuid agent = kind_make(f, agents, PERSONA_PRODUCT_MANAGER, "agent");
    struct uuid id = say(f, prompts, PERSONA_PRODUCT_MANAGER, &one, "About one");
    struct problem problem;
    struct record_comment_edit through_two = {two, id, 1, "x"};
    struct record_comment_edit through_agent = {agent, id, 1, "x"};
    assert_int_equal(edit(f, prompts, petra, &through_two, &problem), ERR_NOT_FOUND);
    assert_int_equal(edit(f, agents, petra, &through_agent, &problem), ERR_NOT_FOUND);
    assert_int_equal(record_comment_delete(f->db, petra, prompts->store, &two, &id, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(list_of(f, prompts, PERSONA_PRODUCT_MANAGER, &two).count, 0);
}

/* ---- what it is about --------------------------------------------------------------------- */

static struct uuid propose(struct fixture *f, const struct kind_maker *maker,
                           const struct uuid *record_id)
{
    struct uuid id;
    struct problem problem;
    struct label_change change = {*record_id, LABEL_PRODUCTION, 0, 2, "", .accepts_uses = false};
    assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), maker->store,
                                   &change, &id, &problem),
                     ERR_NONE);
    return id;
}

static void versions_and_proposals_have_comments_of_their_own(void **state)
{
    struct fixture *f = *state;
    const int petra = PERSONA_PRODUCT_MANAGER;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id, record_id = kind_make_versions(f, maker, "placed", 2);
        struct record_comment_place on_two = {.version = 2};
        struct record_comment_place on_proposal = {.proposal_id = propose(f, maker, &record_id)};
        (void)say(f, maker, petra, &record_id, "Whole");
        struct record_comment_draft draft = {record_id, on_two, "Version"};
        assert_int_equal(add(f, maker, actor_of(f, petra), &draft, &id), ERR_NONE);
        draft = (struct record_comment_draft){record_id, on_proposal, "Proposal"};
        assert_int_equal(add(f, maker, actor_of(f, petra), &draft, &id), ERR_NONE);
        struct record_comment_list list = list_of(f, maker, petra, &record_id);
        assert_int_equal(list.count, 3);
        assert_string_equal(list.comments[0].body, "Whole");
        assert_int_equal(list.comments[0].place.version, 0);
        assert_null(list.comments[0].proposal_label);
        assert_int_equal(list.comments[1].place.version, 2);
        assert_string_equal(list.comments[2].proposal_label, "production");
        assert_int_equal(list.comments[2].proposal_to_version, 2);
        list = list_at(f, maker, petra, &record_id, &on_two);
        assert_int_equal(list.count, 1);
        assert_string_equal(list.comments[0].body, "Version");
        list = list_at(f, maker, petra, &record_id, &on_proposal);
        assert_int_equal(list.count, 1);
        assert_string_equal(list.comments[0].body, "Proposal");
        list = list_at(f, maker, petra, &record_id, &(struct record_comment_place){.version = 1});
        assert_int_equal(list.count, 0);
    }
}

static void what_is_not_there_is_not_talked_about(void **state)
{
    struct fixture *f = *state;
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id, record_id = kind_make_versions(f, maker, "here", 2);
        struct uuid other_id = kind_make_versions(f, maker, "there", 2);
        struct uuid proposal_id = propose(f, maker, &other_id);
        struct record_comment_draft draft = {record_id, {.version = 3}, "x"};
        assert_int_equal(add(f, maker, petra, &draft, &id), ERR_INVALID);
        draft.place = (struct record_comment_place){.proposal_id = proposal_id};
        assert_int_equal(add(f, maker, petra, &draft, &id), ERR_NOT_FOUND);
        draft.place = (struct record_comment_place){.proposal_id = uuid_make()};
        assert_int_equal(add(f, maker, petra, &draft, &id), ERR_NOT_FOUND);
        draft.record_id = uuid_make();
        assert_int_equal(add(f, maker, petra, &draft, &id), ERR_NOT_FOUND);
    }
}

static void deleting_a_record_takes_its_comments_along(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "gone");
        struct uuid kept_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "kept");
        (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "@Ora Ops of Northwind and more");
        (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &kept_id, "Kept");
        struct problem problem;
        assert_int_equal(record_delete(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), maker->store,
                                       &record_id, "gone", &problem),
                         ERR_NONE);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM comments WHERE record_id = $1", &record_id), 0);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM comment_mentions WHERE organization_id = $1",
                          &f->own.id),
            0);
        assert_int_equal(
            fixture_count(f, "SELECT count(*) FROM comments WHERE record_id = $1", &kept_id), 1);
    }
}

static void archived_records_are_still_talked_about(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_TEAM];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "old");
    assert_int_equal(kind_archive(f, maker, PERSONA_PRODUCT_MANAGER, &record_id), ERR_NONE);
    (void)say(f, maker, PERSONA_DEVOPS_ENGINEER, &record_id, "Why was it archived?");
}

/* ---- the text ----------------------------------------------------------------------------- */

static const char *repeated(struct fixture *f, const char *unit, int count)
{
    struct buf text;
    buf_init(&text, f->arena);
    for (int i = 0; i < count; i++)
        buf_add_text(&text, unit);
    return text.data;
}

static void texts_that_break_a_rule_are_refused_with_a_sentence(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    struct uuid id, record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "strict");
    const struct {
        const char *body;
        const char *message;
    } refused[] = {
        {"", "Write something."},
        {" \n\t\r\n", "Write something."},
        {"\xe2\x80\x8b\xc2\xa0", "Write something."}, /* nothing to the eye */
        {repeated(f, "\xf0\x9f\x98\x80", 10001), "at most 10000 fit."},
        {"bell \x07", "control characters"},
        {"next line \xc2\x85 here", "control characters"},
        {"turned \xe2\x80\xae", "control characters"},
        {"isolated \xe2\x81\xa6", "control characters"},
        {"broken \xff", "not valid UTF-8"},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct problem problem;
        struct record_comment_draft draft = {.record_id = record_id, .body = refused[i].body};
        assert_int_equal(record_comment_add(f->db, petra, maker->store, &draft, &id, &problem),
                         ERR_INVALID);
        assert_string_equal(problem.field, "body");
        assert_non_null(strstr(problem.message, refused[i].message));
        struct record_comment_edit change = {record_id, uuid_make(), 1, refused[i].body};
        assert_int_equal(edit(f, maker, petra, &change, &problem), ERR_INVALID);
    }
    assert_int_equal(list_of(f, maker, PERSONA_PRODUCT_MANAGER, &record_id).count, 0);
}

static void hostile_texts_come_back_as_they_were(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "hostile");
    const char *const texts[] = {"<script>alert(1)</script>",
                                 "'); DROP TABLE comments; --",
                                 "{{BODY}} {{%AUTOESCAPE}} $1 %s %n",
                                 "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\x8f!",
                                 "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
                                 repeated(f, "\xf0\x9f\x98\x80", 10000)};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, texts[i]);
    struct record_comment_list list = list_of(f, maker, PERSONA_PRODUCT_MANAGER, &record_id);
    assert_int_equal(list.count, COUNT_OF(texts));
    for (int i = 0; i < list.count; i++)
        assert_string_equal(list.comments[i].body, texts[i]);
}

static void the_text_is_sealed_at_its_place(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "sealed");
    struct uuid id = say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "a secret remark");
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT body FROM comments WHERE organization_id = $1 AND id = $2",
                               db_uuid(&f->own.id), db_uuid(&id)),
                     ERR_NONE);
    struct text blob = db_get_bytes(&result, 0, 0);
    assert_true(blob.len > 64);
    assert_null(memmem(blob.data, blob.len, "secret", 6));
    assert_null(memmem(blob.data, blob.len, "remark", 6));
    /* moved to another row it does not open */
    struct uuid other = say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "another");
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    assert_int_equal(db_change_one(f->db,
                                   "UPDATE comments SET body = (SELECT body FROM comments WHERE "
                                   "organization_id = $1 AND id = $2) "
                                   "WHERE organization_id = $1 AND id = $3",
                                   db_uuid(&f->own.id), db_uuid(&id), db_uuid(&other)),
                     ERR_NONE);
    db_note_audit(f->db, &f->own.id);
    assert_int_equal(db_finish(f->db, ERR_NONE), ERR_NONE);
    fixture_begin(f);
    struct record_comment_filter filter = {get_head(f, maker->store, &record_id), {0}, ""};
    struct record_comment_list list;
    assert_int_equal(
        record_comment_list(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &filter, &list),
        ERR_UNAVAILABLE);
    (void)!db_end_request(f->db);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
}

/* What was said before an edit or a deletion is in the log, for those who may read content. */
static void the_log_keeps_what_was_said(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "logged");
    struct uuid id = say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "first words");
    struct problem problem;
    struct record_comment_edit change = {record_id, id, 1, "second words"};
    assert_int_equal(edit(f, maker, actor_of(f, PERSONA_PRODUCT_MANAGER), &change, &problem),
                     ERR_NONE);
    struct audit_filter filter = {.action = "prompt.edit_comment", .limit = 1};
    struct audit_list list;
    struct audit_entry entry;
    assert_int_equal(audit_list(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &filter, &list),
                     ERR_NONE);
    struct uuid nil = {{0}};
    assert_int_equal(
        audit_get(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &nil, &list.entries[0].id, &entry),
        ERR_NONE);
    assert_non_null(strstr(entry.details, "first words"));
    assert_non_null(strstr(entry.details, "second words"));
    assert_int_equal(
        audit_get(f->db, actor_of(f, PERSONA_PLATFORM_ADMIN), &nil, &list.entries[0].id, &entry),
        ERR_NONE);
    assert_null(strstr(entry.details, "words"));
}

/* ---- mentions ----------------------------------------------------------------------------- */

static void people_of_the_organization_are_mentioned(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "mentions");
        const char *body = "Hi @ora ops of northwind, @Ora Ops of Contoso, @Nobody and "
                           "@Dana Dev of Northwind.";
        (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, body);
        struct record_comment_list list = list_of(f, maker, PERSONA_PRODUCT_MANAGER, &record_id);
        const struct record_comment *comment = &list.comments[0];
        assert_int_equal(comment->mention_count, 2);
        assert_memory_equal(comment->body + comment->mentions[0].start, "@ora ops of northwind",
                            comment->mentions[0].len);
        assert_true(
            uuid_equal(&comment->mentions[0].user_id, &f->own.users[PERSONA_DEVOPS_ENGINEER].id));
        assert_memory_equal(comment->body + comment->mentions[1].start, "@Dana Dev of Northwind",
                            comment->mentions[1].len);
        assert_true(uuid_equal(&comment->mentions[1].user_id,
                               &f->own.users[PERSONA_INDIVIDUAL_DEVELOPER].id));
        /* an edit finds them anew, and who was mentioned before keeps the time */
        struct record_comment_edit change = {record_id, comment->id, 1,
                                             "@Dana Dev of Northwind @Petra Product of Northwind"};
        struct problem problem;
        assert_int_equal(edit(f, maker, actor_of(f, PERSONA_PRODUCT_MANAGER), &change, &problem),
                         ERR_NONE);
        struct db_result rows;
        assert_int_equal(
            db_select(f->db, &rows,
                      "SELECT m.created_at > c.created_at FROM comment_mentions m JOIN "
                      "comments c ON c.organization_id = m.organization_id AND c.id = "
                      "m.comment_id WHERE m.organization_id = $1 AND c.id = $2 "
                      "ORDER BY m.position",
                      db_uuid(&f->own.id), db_uuid(&comment->id)),
            ERR_NONE);
        assert_int_equal(rows.row_count, 2);
        assert_int_equal(db_get_bool(&rows, 0, 0), false);
        assert_int_equal(db_get_bool(&rows, 1, 0), true);
    }
}

/* ---- lists and races ---------------------------------------------------------------------- */

static void long_talks_are_read_page_by_page(void **state)
{
    enum { COUNT = RECORD_COMMENT_LIMIT + 7 };
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "long");
    for (int i = 0; i < COUNT; i++) {
        struct uuid copy = record_id;
        (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &copy,
                  arena_printf(f->arena, "%d @Ora Ops of Northwind", i));
    }
    struct record_comment_list list = list_of(f, maker, PERSONA_PRODUCT_MANAGER, &record_id);
    assert_int_equal(list.count, RECORD_COMMENT_LIMIT);
    assert_string_equal(list.comments[0].body, "7 @Ora Ops of Northwind");
    assert_string_equal(list.comments[list.count - 1].body, "56 @Ora Ops of Northwind");
    for (int i = 0; i < list.count; i++)
        assert_int_equal(list.comments[i].mention_count, 1);
    assert_non_null(list.earlier);
    struct record_comment_filter filter = {
        get_head(f, maker->store, &record_id), {0}, list.earlier};
    const struct actor *petra = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(record_comment_list(f->db, petra, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 7);
    assert_null(list.earlier);
    assert_string_equal(list.comments[6].body, "6 @Ora Ops of Northwind");
    assert_int_equal(list.comments[6].mention_count, 1);
    filter.cursor = "nonsense";
    assert_int_equal(record_comment_list(f->db, petra, &filter, &list), ERR_INVALID);
}

struct race {
    struct uuid record_id;
    struct uuid id;
};

static enum err edit_at_once(struct fixture *f, int index, void *context)
{
    const struct race *race = context;
    struct problem problem;
    struct record_comment_edit change = {race->record_id, race->id, 1,
                                         arena_printf(f->arena, "edit %d", index)};
    return edit(f, &kind_makers[RECORD_PROMPT], actor_of(f, PERSONA_PRODUCT_MANAGER), &change,
                &problem);
}

static void of_two_edits_at_once_one_is_stale(void **state)
{
    enum { COUNT = 4 };
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    enum err results[COUNT];
    int done = 0;
    struct race race = {kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "raced"), {{0}}};
    race.id = say(f, maker, PERSONA_PRODUCT_MANAGER, &race.record_id, "before");
    fixture_begin(f);
    fixture_race(f, COUNT, edit_at_once, &race, results);
    for (int i = 0; i < COUNT; i++) {
        assert_true(results[i] == ERR_NONE || results[i] == ERR_STALE);
        done += results[i] == ERR_NONE;
    }
    assert_int_equal(done, 1);
    struct record_comment_list list = list_of(f, maker, PERSONA_PRODUCT_MANAGER, &race.record_id);
    assert_int_equal(list.comments[0].revision, 2);
    assert_int_equal(kind_events(f, maker, "edit_comment", "success"), 1);
}

/* The chart of changes counts what changes records. */
static void talking_is_no_change_of_the_day(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "counted");
    (void)say(f, maker, PERSONA_PRODUCT_MANAGER, &record_id, "One");
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT event_count FROM daily_counts WHERE organization_id = $1 "
                               "AND noun = 'prompt'",
                               db_uuid(&f->own.id)),
                     ERR_NONE);
    assert_int_equal(db_get_int(&result, 0, 0), 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_comment_is_added_edited_and_deleted),
        TEST(the_same_text_again_changes_nothing),
        TEST(every_persona_may_what_the_table_says),
        TEST(commands_and_the_inactive_say_nothing),
        TEST(other_organizations_find_nothing),
        TEST(a_comment_belongs_to_its_record),
        TEST(versions_and_proposals_have_comments_of_their_own),
        TEST(what_is_not_there_is_not_talked_about),
        TEST(deleting_a_record_takes_its_comments_along),
        TEST(archived_records_are_still_talked_about),
        TEST(texts_that_break_a_rule_are_refused_with_a_sentence),
        TEST(hostile_texts_come_back_as_they_were),
        TEST(the_text_is_sealed_at_its_place),
        TEST(the_log_keeps_what_was_said),
        TEST(people_of_the_organization_are_mentioned),
        TEST(long_talks_are_read_page_by_page),
        TEST(of_two_edits_at_once_one_is_stale),
        TEST(talking_is_no_change_of_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
