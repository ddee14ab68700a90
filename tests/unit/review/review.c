#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/inbox/inbox.h"
#include "data/review/review_change.h"
#include "data/review/review_sign.h"
#include "data/review/review_snapshot.h"
#include "data/sign_in/user_factor.h"
#include "data/user/user.h"
#include "data/user/user_access.h"
#include "data/user/user_erase.h"
#include "factors.h"
#include "tokens.h"

/* Who can do what, what changed since a review, and signing one. */

static struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static const struct actor *admin(struct fixture *f)
{
    return &own(f, PERSONA_CUSTOMER_ADMIN)->actor;
}

static struct uuid add_person(struct fixture *f, const char *name, const char *email)
{
    struct problem problem;
    struct user_invitation invitation;
    struct user_new user_new = {
        .email = email, .full_name = name, .persona = PERSONA_ENTERPRISE_TEAM};
    fixture_begin(f);
    assert_int_equal(user_invite(f->db, admin(f), &user_new, &invitation, &problem), ERR_NONE);
    return invitation.user_id;
}

static struct review_list list_of(struct fixture *f, const struct review_filter *filter)
{
    struct review_list list;
    fixture_begin(f);
    assert_int_equal(review_list(f->db, admin(f), filter, clock_now(), &list), ERR_NONE);
    return list;
}

static struct review_counts counts_of(struct fixture *f)
{
    struct review_counts counts;
    fixture_begin(f);
    assert_int_equal(review_count(f->db, admin(f), clock_now(), &counts), ERR_NONE);
    return counts;
}

static const struct review_person *find(const struct review_list *list, const struct uuid *id)
{
    for (int i = 0; i < list->count; i++)
        if (uuid_equal(&list->items[i].id, id))
            return &list->items[i];
    fail_msg("a person is not in the list");
    return NULL;
}

/* The day after the others came, in which they were seen. */
static void pass(int64_t days)
{
    clock_travel(clock_now() + days * CLOCK_DAY);
}

static void see(struct fixture *f, const struct fixture_user *user)
{
    char token[TOKEN_TEXT_LEN];
    (void)factor_session(f, user, token);
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change(f->db,
                             "INSERT INTO user_seen (organization_id, user_id, last_seen_at) "
                             "VALUES ($1, $2, $3) ON CONFLICT (organization_id, user_id) "
                             "DO UPDATE SET last_seen_at = excluded.last_seen_at",
                             db_uuid(&f->own.id), db_uuid(&user->id), db_time(clock_now()));
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

/* ---- people --------------------------------------------------------------------------------- */

static void everything_of_a_person_is_in_their_row(void **state)
{
    struct fixture *f = *state;
    struct review_filter filter = {.marks = REVIEW_ALL};
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct uuid invited = add_person(f, "Nora New", "nora@northwind.example");
    fixture_begin(f);
    factor_add_passkey(f, developer, "laptop");
    (void)tokens_make(f, &developer->actor, "one", NULL, "");
    (void)tokens_make(f, &developer->actor, "two", NULL, "support");
    struct uuid account = tokens_account(f, admin(f), "Deploy bot");
    (void)tokens_make(f, admin(f), "three", &account, "");
    see(f, developer);
    struct review_list list = list_of(f, &filter);
    assert_int_equal(list.count, FIXTURE_USER_COUNT + 1);
    const struct review_person *one = find(&list, &developer->id);
    assert_string_equal(one->full_name, developer->full_name);
    assert_string_equal(one->email, developer->email);
    assert_int_equal(one->state, USER_ACTIVE);
    assert_int_equal(one->passkey_count, 1);
    assert_false(one->has_app);
    assert_int_equal(one->session_count, 2);
    assert_int_equal(one->token_count, 2);
    assert_int_equal(one->token_scopes, SCOPE_ALL);
    assert_true(one->last_seen_at > clock_now() - CLOCK_MINUTE);
    assert_int_equal(one->marks & (REVIEW_ALL >> 1), REVIEW_HAS_TOKEN);
    const struct review_person *answers = find(&list, &admin(f)->user_id);
    assert_string_equal(answers->accounts, "Deploy bot");
    assert_int_equal(answers->token_count, 1);
    assert_int_equal(answers->token_scopes, SCOPE_ALL);
    assert_true(answers->token_ends_at > clock_now());
    assert_int_equal(answers->marks & REVIEW_LOOK, REVIEW_NO_ADMIN_FACTOR);
    const struct review_person *last = find(&list, &invited);
    assert_int_equal(last->state, USER_INVITED);
    assert_string_equal(last->invited_by, own(f, PERSONA_CUSTOMER_ADMIN)->full_name);
    assert_int_equal(last->last_seen_at, 0);
    clock_travel(0);
}

static void what_deserves_a_look_comes_first(void **state)
{
    struct fixture *f = *state;
    struct review_filter filter = {.marks = REVIEW_LOOK};
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    struct uuid invited = add_person(f, "Nora New", "nora@northwind.example");
    assert_int_equal(counts_of(f).marks[3], 0);
    assert_int_equal(counts_of(f).marks[1], 0);
    pass(8);
    assert_int_equal(counts_of(f).marks[3], 1);
    pass(85);
    for (int i = 0; i < FIXTURE_USER_COUNT; i++)
        if (i != PERSONA_ENTERPRISE_TEAM)
            see(f, own(f, i));
    struct review_counts counts = counts_of(f);
    assert_int_equal(counts.people, FIXTURE_USER_COUNT + 1);
    assert_int_equal(counts.marks[0], 3); /* both kinds of administrators, and the superuser */
    assert_int_equal(counts.marks[1], 1);
    assert_int_equal(counts.marks[4], 3);
    struct review_list list = list_of(f, &filter);
    assert_int_equal(list.count, 5);
    assert_int_equal(counts.looks, 5);
    assert_true((list.items[0].marks & REVIEW_NO_ADMIN_FACTOR) != 0);
    assert_true(uuid_equal(&list.items[3].id, &own(f, PERSONA_ENTERPRISE_TEAM)->id));
    assert_true(uuid_equal(&list.items[4].id, &invited));
    filter.marks = REVIEW_IDLE_TOKEN;
    assert_int_equal(list_of(f, &filter).count, 0);
    fixture_begin(f);
    struct api_token_new token_new = {
        .name = "old", .folder = "", .days = 365, .scopes = SCOPE_ALL};
    struct api_token_made made;
    struct problem problem;
    assert_int_equal(api_token_create(f->db, &devops->actor, &token_new, &made, &problem),
                     ERR_NONE);
    pass(91);
    list = list_of(f, &filter);
    assert_int_equal(list.count, 1);
    assert_true(uuid_equal(&list.items[0].id, &devops->id));
    clock_travel(0);
}

static void pages_have_everyone_once(void **state)
{
    struct fixture *f = *state;
    for (int by_id = 0; by_id < 2; by_id++) {
        struct review_filter filter = {.marks = REVIEW_ALL, .is_by_id = by_id == 1, .limit = 2};
        int seen[FIXTURE_USER_COUNT] = {0};
        int total = 0;
        for (bool has_more = true; has_more;) {
            struct review_list list = list_of(f, &filter);
            for (int i = 0; i < list.count; i++, total++)
                for (int u = 0; u < FIXTURE_USER_COUNT; u++)
                    seen[u] += uuid_equal(&list.items[i].id, &own(f, u)->id);
            filter.rank = list.next_rank;
            filter.id = list.next_id;
            has_more = list.has_more;
        }
        assert_int_equal(total, FIXTURE_USER_COUNT);
        for (int u = 0; u < FIXTURE_USER_COUNT; u++)
            assert_int_equal(seen[u], 1);
    }
}

static void only_who_may_change_people_sees_it(void **state)
{
    struct fixture *f = *state;
    struct review_filter filter = {.marks = REVIEW_ALL};
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        struct review_list list;
        struct review_counts counts;
        struct uuid id;
        enum err expected = i < PERSONA_CUSTOMER_ADMIN ? ERR_DENIED : ERR_NONE;
        fixture_begin(f);
        const struct actor *actor = &own(f, i)->actor;
        assert_int_equal(review_list(f->db, actor, &filter, clock_now(), &list), expected);
        assert_int_equal(review_count(f->db, actor, clock_now(), &counts), expected);
        assert_int_equal(review_prepare(f->db, actor, "", &id), expected);
        assert_int_equal(review_remind_set(f->db, actor, 180), expected);
    }
}

/* ---- reviews -------------------------------------------------------------------------------- */

static struct review prepare(struct fixture *f, const char *note)
{
    struct uuid id;
    struct review review;
    fixture_begin(f);
    assert_int_equal(review_prepare(f->db, admin(f), note, &id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_get(f->db, admin(f), &id, &review), ERR_NONE);
    return review;
}

/* Its hash stays until the next is signed. */
static struct review sign(struct fixture *f, const char *note)
{
    static char csv_sha256[SHA256_HEX_LEN];
    struct review review = prepare(f, "");
    assert_int_equal(review_sign(f->db, admin(f), &review.id, note), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_get(f->db, admin(f), &review.id, &review), ERR_NONE);
    (void)snprintf(csv_sha256, sizeof csv_sha256, "%s", review.csv_sha256);
    review.csv_sha256 = csv_sha256;
    return review;
}

/* The whole file, and its hash. */
static const char *file_of(struct fixture *f, const struct uuid *id, char hash[SHA256_HEX_LEN])
{
    struct review_file file;
    struct buf lines;
    struct arena *kept = arena_create(64 << 20);
    static char text[512 * 1024];
    bool is_done = false;
    buf_init(&lines, kept);
    fixture_begin(f);
    assert_int_equal(review_file_begin(f->db, admin(f), id, &file), ERR_NONE);
    assert_int_equal(db_end_request(f->db), ERR_NONE);
    while (!is_done)
        assert_int_equal(review_file_next(&file, kept, &lines, &is_done), ERR_NONE);
    sha256_hex(lines.data, lines.len, hash);
    assert_true(lines.len < sizeof text);
    memcpy(text, lines.data, lines.len + 1);
    arena_destroy(kept);
    struct uuid request_id = uuid_make();
    db_begin_request(f->db, f->arena, &request_id);
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->own.id});
    return text;
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; (text = strstr(text, "\r\n")) != NULL; text += 2)
        lines++;
    return lines;
}

static void what_was_signed_stays_as_it_was(void **state)
{
    struct fixture *f = *state;
    char hash[SHA256_HEX_LEN];
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    (void)add_person(f, "=Nora \"New\"", "nora@northwind.example");
    struct review review = sign(f, "Looked at all of it");
    assert_int_equal(review.person_count, FIXTURE_USER_COUNT + 1);
    assert_int_equal(review.admin_count, 3);
    assert_int_equal(review.flagged_count, 3);
    assert_string_equal(review.note, "Looked at all of it");
    assert_string_equal(review.signed_by, own(f, PERSONA_CUSTOMER_ADMIN)->full_name);
    assert_int_equal(fixture_count_events(f, "access.review", "success"), 1);
    assert_int_equal(user_deactivate(f->db, admin(f), &devops->id), ERR_NONE);
    const char *file = file_of(f, &review.id, hash);
    assert_string_equal(hash, review.csv_sha256);
    assert_int_equal(count_lines(file), FIXTURE_USER_COUNT + 2);
    assert_non_null(strstr(file, "\"'=Nora \"\"New\"\"\",nora@northwind.example,Enterprise Team,no,"
                                 "invited,None,,0,0,,,,"));
    assert_non_null(strstr(file, "Customer Admin,no,active,None,"));
    assert_non_null(strstr(file, ",Administrator without a second factor,"));
    assert_null(strstr(file, ",inactive,"));
    static const struct uuid now;
    file = file_of(f, &now, hash);
    assert_int_equal(count_lines(file), FIXTURE_USER_COUNT + 2);
    assert_non_null(strstr(file, ",DevOps Engineer,no,inactive,None,"));
    assert_int_equal(fixture_count_events(f, "access.export", "success"), 2);
}

static void erasing_a_person_takes_their_line(void **state)
{
    struct fixture *f = *state;
    char hash[SHA256_HEX_LEN];
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    struct review review = sign(f, "");
    bool was_there = false;
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = user_erase_inside(f->db, &f->own.id, &devops->id, &was_there);
    struct audit_event event = {
        .action = "user.erase", .record_type = "user", .record_id = devops->id};
    if (err == ERR_NONE)
        err = audit_record(f->db, admin(f), &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
    const char *file = file_of(f, &review.id, hash);
    assert_int_equal(count_lines(file), FIXTURE_USER_COUNT);
    assert_null(strstr(file, devops->email));
    assert_string_not_equal(hash, review.csv_sha256);
    fixture_begin(f);
    assert_int_equal(review_get(f->db, admin(f), &review.id, &review), ERR_NONE);
    assert_int_equal(review.erased_count, 1);
    struct review_change_list changes;
    assert_int_equal(review_changes(f->db, admin(f), &review, &changes), ERR_NONE);
    assert_int_equal(changes.count, 1);
    assert_int_equal(changes.items[0].kinds, REVIEW_REMOVED);
    assert_null(changes.items[0].full_name);
}

static void what_changed_before_signing_makes_it_stale(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    struct review review = prepare(f, "so far");
    assert_int_equal(review.signed_at, 0);
    assert_string_equal(review.note, "so far");
    assert_int_equal(user_deactivate(f->db, admin(f), &devops->id), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_sign(f->db, admin(f), &review.id, ""), ERR_STALE);
    fixture_begin(f);
    assert_int_equal(fixture_count_events(f, "access.review", "success"), 0);
    struct review again = prepare(f, "");
    assert_int_equal(review_sign(f->db, admin(f), &again.id, ""), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(review_sign(f->db, admin(f), &again.id, ""), ERR_CONFLICT);
    /* the first one went with the second */
    assert_int_equal(review_get(f->db, admin(f), &review.id, &review), ERR_NOT_FOUND);
    fixture_begin(f);
    struct actor stranger = f->other.users[PERSONA_CUSTOMER_ADMIN].actor;
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, f->other.id});
    assert_int_equal(review_get(f->db, &stranger, &again.id, &review), ERR_NOT_FOUND);
}

static void change_persona(struct fixture *f, const struct fixture_user *user, enum persona persona)
{
    struct user now;
    struct problem problem;
    fixture_begin(f);
    assert_int_equal(user_get(f->db, admin(f), &user->id, &now), ERR_NONE);
    struct user_change change = {.id = user->id,
                                 .version = now.version,
                                 .full_name = now.full_name,
                                 .email = now.email,
                                 .persona = persona,
                                 .is_superuser = now.is_superuser};
    assert_int_equal(user_update(f->db, admin(f), &change, &problem), ERR_NONE);
}

static unsigned kinds_of(const struct review_change_list *list, const struct uuid *id)
{
    for (int i = 0; i < list->count; i++)
        if (uuid_equal(&list->items[i].id, id))
            return list->items[i].kinds;
    return 0;
}

static void each_kind_of_change_since_a_review_is_found(void **state)
{
    struct fixture *f = *state;
    struct review_change_list changes;
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    const struct fixture_user *team = own(f, PERSONA_ENTERPRISE_TEAM);
    const struct fixture_user *devops = own(f, PERSONA_DEVOPS_ENGINEER);
    const struct fixture_user *manager = own(f, PERSONA_PRODUCT_MANAGER);
    struct uuid back = add_person(f, "Bea Back", "bea@northwind.example");
    factor_add_passkey(f, devops, "laptop");
    assert_int_equal(user_deactivate(f->db, admin(f), &back), ERR_NONE);
    struct review review = sign(f, "");
    assert_int_equal(review_changes(f->db, admin(f), &review, &changes), ERR_NONE);
    assert_int_equal(changes.count, 0);
    struct uuid added = add_person(f, "Nora New", "nora@northwind.example");
    fixture_begin(f);
    assert_int_equal(user_activate(f->db, admin(f), &back), ERR_NONE);
    assert_int_equal(user_deactivate(f->db, admin(f), &team->id), ERR_NONE);
    assert_int_equal(user_factor_remove(f->db, admin(f), &devops->id), ERR_NONE);
    (void)tokens_make(f, &developer->actor, "new", NULL, "");
    change_persona(f, manager, PERSONA_CUSTOMER_ADMIN);
    fixture_begin(f);
    assert_int_equal(review_changes(f->db, admin(f), &review, &changes), ERR_NONE);
    assert_int_equal(changes.count, 6);
    assert_int_equal(kinds_of(&changes, &added), REVIEW_ADDED);
    assert_int_equal(kinds_of(&changes, &back), REVIEW_BACK);
    assert_int_equal(kinds_of(&changes, &team->id), REVIEW_REMOVED);
    assert_int_equal(kinds_of(&changes, &devops->id), REVIEW_FACTOR);
    assert_int_equal(kinds_of(&changes, &developer->id), REVIEW_TOKENS);
    assert_int_equal(kinds_of(&changes, &manager->id), REVIEW_PERSONA);
    for (int i = 0; i < changes.count; i++)
        if (uuid_equal(&changes.items[i].id, &manager->id)) {
            assert_int_equal(changes.items[i].old_persona, PERSONA_PRODUCT_MANAGER);
            assert_int_equal(changes.items[i].persona, PERSONA_CUSTOMER_ADMIN);
        }
}

/* More than one batch is read, written and sent. */
static void a_review_takes_as_many_batches_as_it_needs(void **state)
{
    struct fixture *f = *state;
    enum { MORE = 850 };
    char hash[SHA256_HEX_LEN];
    for (int i = 0; i < MORE; i++) {
        struct problem problem;
        struct uuid id;
        fixture_begin(f);
        struct user_new user_new = {.organization_id = f->own.id,
                                    .email = arena_printf(f->arena, "p%d@northwind.example", i),
                                    .full_name = arena_printf(f->arena, "Person %d", i),
                                    .persona = PERSONA_ENTERPRISE_TEAM};
        assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    }
    struct review review = sign(f, "");
    assert_int_equal(review.person_count, FIXTURE_USER_COUNT + MORE);
    const char *file = file_of(f, &review.id, hash);
    assert_int_equal(count_lines(file), FIXTURE_USER_COUNT + MORE + 1);
    assert_string_equal(hash, review.csv_sha256);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM access_review_people "
                                   "WHERE review_id = $1",
                                   &review.id),
                     FIXTURE_USER_COUNT + MORE);
    /* and goes in as many, when it was not signed */
    struct review draft = prepare(f, "");
    (void)prepare(f, "");
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM access_review_people "
                                   "WHERE review_id = $1",
                                   &draft.id),
                     0);
}

/* ---- reminders ------------------------------------------------------------------------------ */

static int waiting(struct fixture *f, int index)
{
    struct inbox_question question;
    fixture_begin(f);
    inbox_ask_for(f->db, &own(f, index)->actor, &question);
    assert_int_equal(db_collect(f->db), ERR_NONE);
    return inbox_count_of(&question, &own(f, index)->actor, INBOX_ACCESS);
}

static void administrators_are_reminded_when_it_is_time(void **state)
{
    struct fixture *f = *state;
    struct review_due due;
    int days = 0;
    assert_int_equal(review_remind_get(f->db, admin(f), &days), ERR_NONE);
    assert_int_equal(days, 90);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 0);
    pass(91);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 1);
    assert_int_equal(waiting(f, PERSONA_PRODUCT_MANAGER), 0);
    assert_int_equal(review_due(f->db, admin(f), &due), ERR_NONE);
    assert_true(due.is_due && due.is_first);
    (void)sign(f, "");
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 0);
    assert_int_equal(review_due(f->db, admin(f), &due), ERR_NONE);
    assert_false(due.is_due || due.is_first);
    pass(100);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 1);
    assert_int_equal(review_remind_set(f->db, admin(f), 180), ERR_NONE);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 0);
    pass(90);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 1);
    assert_int_equal(review_remind_set(f->db, admin(f), 0), ERR_NONE);
    assert_int_equal(waiting(f, PERSONA_CUSTOMER_ADMIN), 0);
    assert_int_equal(review_remind_set(f->db, admin(f), 7), ERR_INVALID);
    assert_int_equal(fixture_count_events(f, "access.remind", "success"), 2);
    clock_travel(0);
}

/* ---- taking it back ------------------------------------------------------------------------- */

static void sessions_and_tokens_are_taken_back(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *developer = own(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct user_access access;
    struct session session;
    char token[TOKEN_TEXT_LEN];
    int64_t count = 0;
    (void)factor_session(f, developer, token);
    (void)tokens_make(f, &developer->actor, "one", NULL, "");
    struct api_token_made made = tokens_make(f, &developer->actor, "two", NULL, "");
    fixture_begin(f);
    assert_int_equal(user_access_get(f->db, admin(f), &developer->id, &access), ERR_NONE);
    assert_int_equal(access.session_count, 1);
    assert_int_equal(access.token_count, 2);
    assert_int_equal(
        user_end_sessions(f->db, &own(f, PERSONA_PRODUCT_MANAGER)->actor, &developer->id, &count),
        ERR_DENIED);
    fixture_begin(f);
    assert_int_equal(user_end_sessions(f->db, admin(f), &developer->id, &count), ERR_NONE);
    assert_int_equal(count, 1);
    assert_int_equal(session_find(f->db, token, &session), ERR_NOT_FOUND);
    fixture_begin(f);
    struct api_caller caller;
    assert_int_equal(api_token_authenticate(f->db, NULL, made.secret, &caller), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(user_revoke_tokens(f->db, admin(f), &developer->id, &count), ERR_NONE);
    assert_int_equal(count, 2);
    assert_int_equal(api_token_authenticate(f->db, NULL, made.secret, &caller), ERR_NOT_FOUND);
    fixture_begin(f);
    assert_int_equal(user_revoke_tokens(f->db, admin(f), &developer->id, &count), ERR_NONE);
    assert_int_equal(count, 0);
    assert_int_equal(fixture_count_events(f, "user.end_sessions", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.revoke_tokens", "success"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everything_of_a_person_is_in_their_row, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_deserves_a_look_comes_first, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(pages_have_everyone_once, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(only_who_may_change_people_sees_it, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_was_signed_stays_as_it_was, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(erasing_a_person_takes_their_line, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_changed_before_signing_makes_it_stale, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(each_kind_of_change_since_a_review_is_found, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_review_takes_as_many_batches_as_it_needs, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(administrators_are_reminded_when_it_is_time, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(sessions_and_tokens_are_taken_back, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
