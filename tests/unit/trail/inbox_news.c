#include "test.h"

#include "data/comment/record_comment.h"
#include "data/comment/record_follow.h"
#include "data/release/label_proposal.h"
#include "data/release/widening_rule.h"
#include "data/trail/inbox_news.h"
#include "data/trail/inbox_news_read.h"
#include "kinds.h"

/* What a person has not read yet. */

static struct inbox_news news_of(struct fixture *f, const struct actor *actor)
{
    struct inbox_news news;
    struct inbox_news_filter filter = {"", INBOX_NEWS_MAX};
    assert_int_equal(inbox_news_list(f->db, actor, &filter, &news), ERR_NONE);
    int count = 0;
    assert_int_equal(inbox_news_count(f->db, actor, &count), ERR_NONE);
    assert_int_equal(count, news.count);
    return news;
}

static struct uuid say(struct fixture *f, const struct kind_maker *maker, int persona,
                       const struct uuid *record_id, const char *body)
{
    struct uuid id;
    struct problem problem;
    struct record_comment_draft draft = {.record_id = *record_id, .body = body};
    assert_int_equal(
        record_comment_add(f->db, actor_of(f, persona), maker->store, &draft, &id, &problem),
        ERR_NONE);
    return id;
}

static void follow(struct fixture *f, const struct kind_maker *maker, int persona,
                   const struct uuid *id)
{
    struct problem problem;
    assert_int_equal(record_follow(f->db, actor_of(f, persona), maker->store, id, true, &problem),
                     ERR_NONE);
}

static void follow_folder(struct fixture *f, enum record_kind_id kind, int persona,
                          const char *folder)
{
    struct problem problem;
    assert_int_equal(record_follow_folder(f->db, actor_of(f, persona), &record_kinds[kind], folder,
                                          true, &problem),
                     ERR_NONE);
}

static const int ora = PERSONA_DEVOPS_ENGINEER;
static const int petra = PERSONA_PRODUCT_MANAGER;

static void a_mention_reaches_whoever_follows_nothing(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid record_id = kind_make(f, maker, petra, "mentioned");
        struct uuid id = say(f, maker, petra, &record_id,
                             "@Ora Ops of Northwind and again @Ora Ops of Northwind");
        (void)say(f, maker, petra, &record_id, "Nobody");
        struct inbox_news news = news_of(f, actor_of(f, ora));
        assert_int_equal(news.count, kind + 1);
        const struct inbox_news_item *item = &news.items[0];
        assert_true(uuid_equal(&item->id, &id));
        assert_true(item->is_mention);
        assert_null(item->entry);
        assert_ptr_equal(item->kind, maker->store->kind);
        assert_true(uuid_equal(&item->record_id, &record_id));
        assert_string_equal(item->record_name, "mentioned");
        assert_string_equal(item->actor_name, "Petra Product of Northwind");
        assert_true(text_starts_with(item->comment, "@Ora Ops of Northwind and"));
        assert_int_equal(news_of(f, actor_of(f, petra)).count, 0);
    }
    /* who names themself is not told */
    struct uuid own = kind_make(f, &kind_makers[0], petra, "own");
    (void)say(f, &kind_makers[0], ora, &own, "@Ora Ops of Northwind");
    assert_int_equal(news_of(f, actor_of(f, ora)).count, RECORD_KIND_COUNT);
}

static void a_name_that_an_edit_adds_is_news(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid record_id = kind_make(f, maker, petra, "edited");
    struct uuid id = say(f, maker, petra, &record_id, "@Ora Ops of Northwind");
    struct problem problem;
    assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), clock_now()), ERR_NONE);
    struct record_comment_edit edit = {record_id, id, 1,
                                       "@Ora Ops of Northwind, @Dana Dev of Northwind"};
    assert_int_equal(record_comment_edit(f->db, actor_of(f, petra), maker->store, &edit, &problem),
                     ERR_NONE);
    assert_int_equal(news_of(f, actor_of(f, ora)).count, 0);
    assert_int_equal(news_of(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER)).count, 1);
    assert_int_equal(
        record_comment_delete(f->db, actor_of(f, petra), maker->store, &record_id, &id, &problem),
        ERR_NONE);
    assert_int_equal(news_of(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER)).count, 0);
}

/* "prompt.update comment label.move": the actions, newest first. */
static const char *actions_of(struct fixture *f, const struct inbox_news *news)
{
    const char *list = "";
    for (int i = 0; i < news->count; i++)
        list =
            arena_printf(f->arena, "%s%s%s", list, i == 0 ? "" : " ",
                         news->items[i].entry == NULL ? "comment" : news->items[i].entry->action);
    return list;
}

static void what_others_do_to_a_followed_record_is_news(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        const char *update = maker->store->kind->event.update;
        struct uuid id = kind_make_versions(f, maker, "followed", 2);
        struct uuid other = kind_make(f, maker, petra, "not followed");
        struct uuid proposal_id;
        struct problem problem;
        (void)say(f, maker, petra, &id, "Before");
        follow(f, maker, ora, &id);
        assert_int_equal(news_of(f, actor_of(f, ora)).count, 0);
        (void)kind_save_text(f, maker, &id, "three");
        (void)kind_save_text(f, maker, &other, "other");
        (void)say(f, maker, petra, &id, "What do you think?");
        (void)say(f, maker, ora, &id, "My own");
        struct label_change change = {id, LABEL_PRODUCTION, 0, 2, "", false};
        assert_int_equal(
            widening_rule_set(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), WIDENING_APPROVERS),
            ERR_NONE);
        assert_int_equal(label_propose(f->db, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER),
                                       maker->store, &change, &proposal_id, &problem),
                         ERR_NONE);
        assert_int_equal(label_proposal_approve(f->db, actor_of(f, petra), maker->store,
                                                &proposal_id, "", &problem),
                         ERR_NONE);
        struct inbox_news news = news_of(f, actor_of(f, ora));
        assert_string_equal(actions_of(f, &news),
                            arena_printf(f->arena, "label.move label.propose comment %s", update));
        const struct inbox_news_item *saved = &news.items[3];
        assert_ptr_equal(saved->kind, maker->store->kind);
        assert_string_equal(saved->record_name, "followed");
        assert_string_equal(saved->actor_name, "Ada Admin of Northwind");
        assert_false(news.items[2].is_mention);
        assert_string_equal(news.items[2].comment, "What do you think?");
        assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), clock_now()), ERR_NONE);
        assert_int_equal(news_of(f, actor_of(f, ora)).count, 0);
        assert_int_equal(kind_archive(f, maker, PERSONA_CUSTOMER_ADMIN, &id), ERR_NONE);
        news = news_of(f, actor_of(f, ora));
        assert_string_equal(actions_of(f, &news), maker->store->kind->event.archive);
        assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), clock_now()), ERR_NONE);
        assert_int_equal(news_of(f, actor_of(f, PERSONA_ENTERPRISE_TEAM)).count, 0);
    }
}

static void a_followed_folder_tells_of_everything_below_it(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        follow_folder(f, (enum record_kind_id)kind, ora, "support");
        struct uuid in = kind_make(f, maker, petra, "support/one");
        (void)kind_make(f, maker, petra, "support/email/two");
        (void)kind_make(f, maker, petra, "supporters/three");
        (void)kind_make(f, maker, petra, "support");
        follow(f, maker, ora, &in); /* once, though it is followed twice */
        struct inbox_news news = news_of(f, actor_of(f, ora));
        assert_int_equal(news.count, 2);
        assert_string_equal(news.items[0].record_name, "support/email/two");
        assert_string_equal(news.items[1].record_name, "support/one");
        (void)say(f, maker, petra, &in, "@Ora Ops of Northwind");
        news = news_of(f, actor_of(f, ora));
        assert_int_equal(news.count, 3);
        assert_true(news.items[0].is_mention);
        assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), clock_now()), ERR_NONE);
    }
}

static void news_are_read_page_by_page(void **state)
{
    enum { COUNT = 12, LIMIT = 5 };
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid id = kind_make(f, maker, petra, "paged");
    const char *texts[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    follow(f, maker, ora, &id);
    for (int i = 0; i < COUNT / 2; i++) {
        (void)say(f, maker, petra, &id, texts[i]);
        (void)kind_save_text(f, maker, &id, texts[i]);
    }
    struct inbox_news_filter filter = {"", LIMIT};
    int seen = 0, page_count = 0;
    int64_t last = INT64_MAX;
    do {
        struct inbox_news news;
        assert_int_equal(inbox_news_list(f->db, actor_of(f, ora), &filter, &news), ERR_NONE);
        for (int i = 0; i < news.count; i++) {
            assert_true(news.items[i].occurred_at < last);
            last = news.items[i].occurred_at;
        }
        seen += news.count;
        page_count++;
        filter.cursor = news.next;
    } while (filter.cursor != NULL);
    assert_int_equal(seen, COUNT);
    assert_int_equal(page_count, 3);
    struct inbox_news news;
    filter = (struct inbox_news_filter){"none", LIMIT};
    assert_int_equal(inbox_news_list(f->db, actor_of(f, ora), &filter, &news), ERR_INVALID);
    filter = (struct inbox_news_filter){"", 0};
    assert_int_equal(inbox_news_list(f->db, actor_of(f, ora), &filter, &news), ERR_INVALID);
}

/* What came after the page that a person looked at is still news to them. */
static void only_what_was_shown_becomes_read(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid id = kind_make(f, maker, petra, "shown");
    (void)say(f, maker, petra, &id, "@Ora Ops of Northwind one");
    struct inbox_news shown = news_of(f, actor_of(f, ora));
    (void)say(f, maker, petra, &id, "@Ora Ops of Northwind two");
    int64_t until = shown.items[0].occurred_at;
    assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), until), ERR_NONE);
    struct inbox_news news = news_of(f, actor_of(f, ora));
    assert_int_equal(news.count, 1);
    assert_string_equal(news.items[0].comment, "@Ora Ops of Northwind two");
    assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), INT64_MAX), ERR_NONE);
    assert_int_equal(inbox_news_mark_read(f->db, actor_of(f, ora), until), ERR_NONE);
    assert_int_equal(news_of(f, actor_of(f, ora)).count, 0);
    (void)say(f, maker, petra, &id, "@Ora Ops of Northwind three");
    assert_int_equal(news_of(f, actor_of(f, ora)).count, 1);
}

static void the_count_is_capped(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_PROMPT];
    struct uuid id = kind_make(f, maker, petra, "many");
    follow(f, maker, ora, &id);
    for (int i = 0; i < INBOX_NEWS_COUNT_MAX + 3; i++)
        (void)say(f, maker, petra, &id, "Once more");
    int count = 0;
    assert_int_equal(inbox_news_count(f->db, actor_of(f, ora), &count), ERR_NONE);
    assert_int_equal(count, INBOX_NEWS_COUNT_MAX);
}

static void rights_and_organizations_hold(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *maker = &kind_makers[RECORD_AGENT];
    struct uuid id = kind_make(f, maker, petra, "guarded");
    follow(f, maker, PERSONA_PLATFORM_ADMIN, &id);
    (void)say(f, maker, petra, &id, "@Pat Platform of Northwind @Sam Super of Northwind");
    (void)kind_save_text(f, maker, &id, "two");
    /* metadata alone: the version, and no comment */
    struct inbox_news news = news_of(f, actor_of(f, PERSONA_PLATFORM_ADMIN));
    assert_int_equal(news.count, 1);
    assert_non_null(news.items[0].entry);
    assert_int_equal(news_of(f, actor_of(f, FIXTURE_SUPERUSER)).count, 1);
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
        assert_int_equal(news_of(f, &f->other.users[persona].actor).count, 0);
    struct actor visitor = fixture_inside(&f->own.users[FIXTURE_SUPERUSER], &f->other);
    assert_int_equal(news_of(f, &visitor).count, 0);
    assert_int_equal(inbox_news_mark_read(f->db, &visitor, clock_now()), ERR_DENIED);
    struct actor inactive = *actor_of(f, ora);
    inactive.is_active = false;
    struct inbox_news_filter filter = {"", 5};
    assert_int_equal(inbox_news_list(f->db, &inactive, &filter, &news), ERR_DENIED);
    assert_int_equal(inbox_news_mark_read(f->db, &inactive, clock_now()), ERR_DENIED);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_mention_reaches_whoever_follows_nothing),
        TEST(a_name_that_an_edit_adds_is_news),
        TEST(what_others_do_to_a_followed_record_is_news),
        TEST(a_followed_folder_tells_of_everything_below_it),
        TEST(news_are_read_page_by_page),
        TEST(only_what_was_shown_becomes_read),
        TEST(the_count_is_capped),
        TEST(rights_and_organizations_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
