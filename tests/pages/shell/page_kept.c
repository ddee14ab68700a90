#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/user/user.h"
#include "prompts.h"

/* Pages whose main part is kept: the same bytes as without, and never older than what was committed
 * when the request began. */

static const char *path_of(const struct uuid *id, const char *rest)
{
    static char path[96];
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    (void)snprintf(path, sizeof path, "/prompts/%s%s", text, rest);
    return path;
}

static void rename_prompt(struct fixture *f, const struct uuid *id, const char *name)
{
    struct prompt_draft draft = draft_from(f, id);
    struct problem problem;
    struct record_saved saved;
    draft.name = name;
    assert_int_equal(
        prompt_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
}

/* A table is renamed behind the program's back: what needs it fails, so that an answer is kept. */
static void set_database_blind(struct fixture *f, bool is_blind)
{
    static const char away[] = "ALTER TABLE record_links RENAME TO links_gone";
    static const char back[] = "ALTER TABLE links_gone RENAME TO record_links";
    fixture_script(f, is_blind ? away : back, is_blind ? away : back);
}

static void a_page_that_is_kept_asks_no_more_than_the_session(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "support/greeting", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_assert_status(fixture_get(f, path_of(&id, "")), 200);
    set_database_blind(f, true);
    const struct response *response = fixture_get(f, "/prompts");
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "greeting");
    fixture_assert_has(response, "<title>Prompts");
    fixture_assert_status(fixture_get(f, path_of(&id, "")), 200);
    fixture_assert_status(fixture_get(f, "/prompts?sort=name"), 503);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_status(fixture_get(f, "/prompts"), 503); /* another person's is another page */
}

static void a_change_is_on_the_very_next_page(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "before", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_has(fixture_get(f, "/prompts"), "before");
    fixture_begin(f);
    rename_prompt(f, &id, "afterwards");
    const struct response *response = fixture_get(f, "/prompts");
    fixture_assert_has(response, "afterwards");
    fixture_assert_has_not(response, "before</a>");
}

static void a_label_that_moved_is_there_at_the_next_request(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    fixture_assert_has_not(fixture_get(f, "/prompts"), "moved-label");
    fixture_begin(f);
    struct label_change change = {
        .record_id = id, .label = "moved-label", .to_version = 1, .reason = ""};
    struct problem problem;
    assert_int_equal(
        label_move(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &prompt_store, &change, &problem),
        ERR_NONE);
    fixture_assert_has(fixture_get(f, "/prompts"), "moved-label");
}

static void a_right_that_was_revoked_is_gone_at_the_next_request(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN),
                                     &f->own.users[PERSONA_PRODUCT_MANAGER].id),
                     ERR_NONE);
    fixture_assert_status(fixture_get(f, "/prompts"), 303);
}

/* Behind the program's back only the persona changes: its own place in the key is enough. */
static void another_persona_gets_another_page(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_has(fixture_get(f, "/prompts"), "/prompts/new");
    static const char sql[] = "UPDATE users SET user_persona = 'Platform Admin' "
                              "WHERE user_persona = 'Product Manager'";
    fixture_script(f, sql, sql);
    fixture_assert_has_not(fixture_get(f, "/prompts"), "/prompts/new");
}

static void a_person_who_was_renamed_has_the_new_name_at_once(void **state)
{
    struct fixture *f = *state;
    struct fixture_user *owner = &f->own.users[PERSONA_PRODUCT_MANAGER];
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_ENTERPRISE_TEAM]);
    fixture_assert_has(fixture_get(f, "/prompts"), owner->full_name);
    fixture_use_jar(f, 0);
    fixture_sign_in(f, owner);
    fixture_assert_status(fixture_get(f, "/account"), 200);
    fixture_assert_status(fixture_post(f, "/account",
                                       arena_printf(f->page_arena,
                                                    "full_name=Renamed+Person&email=%s&version=1"
                                                    "&current_password=",
                                                    owner->email)),
                          303);
    fixture_use_jar(f, 1);
    const struct response *response = fixture_get(f, "/prompts");
    fixture_assert_has(response, "Renamed Person");
    fixture_assert_has_not(response, owner->full_name);
}

/* Everything but the session's own bytes is the same. */
/* The same person, content and address: the other zone is another page. */
static void times_are_in_the_zone_that_was_just_chosen(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *reader = &f->own.users[PERSONA_PRODUCT_MANAGER];
    clock_travel(INT64_C(1777817106) * CLOCK_SECOND); /* 2026-05-03T14:05:06Z */
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    fixture_sign_in(f, reader);
    fixture_assert_has(fixture_get(f, "/prompts"), "title=\"3 May 2026, 14:05 UTC\"");
    fixture_assert_has(fixture_get(f, "/prompts"), "title=\"3 May 2026, 14:05 UTC\"");
    fixture_set_time_zone(f, reader, "America/New_York");
    fixture_assert_has(fixture_get(f, "/prompts"), "title=\"3 May 2026, 10:05 UTC-4\"");
    /* without a new version of the content: it is the zone that the page depends on */
    static const char behind[] = "UPDATE users SET time_zone = 'Asia/Kolkata'";
    fixture_script(f, behind, behind);
    fixture_assert_has(fixture_get(f, "/prompts"), "title=\"3 May 2026, 19:35 UTC+5:30\"");
}

/* A copy of a page without its form tokens. */
static char *blanked(const struct response *response)
{
    char *html = strdup(response->body.data);
    fixture_blank_tokens(html);
    return html;
}

static int count_of(const char *text, const char *word)
{
    int count = 0;
    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word))
        count++;
    return count;
}

static void what_is_kept_is_sent_with_the_own_token(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "greeting", "Hello");
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct request_input input = {.method = "GET", .uri = "/prompts"};
    struct response *response = fixture_serve(f, &input);
    fixture_assert_status(response, 200);
    char *first = blanked(response);
    char *again = blanked(fixture_get(f, "/prompts"));
    assert_string_equal(again, first);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    response = fixture_get(f, "/prompts");
    assert_int_equal(count_of(response->body.data, fixture_csrf(f)),
                     count_of(response->body.data, "name=\"csrf\""));
    assert_int_equal(response->body.len, strlen(first));
    fixture_assert_status(fixture_post(f, "/prompts/follow-folder", "folder=own"), 303);
    free(first);
    free(again);
}

static void whoever_entered_from_outside_is_given_nothing_kept(void **state)
{
    struct fixture *f = *state;
    (void)make_prompt(f, PERSONA_PRODUCT_MANAGER, "greeting", "Hello");
    fixture_sign_in(f, &f->other.users[FIXTURE_SUPERUSER]);
    fixture_enter(f, &f->own);
    fixture_assert_has(fixture_get(f, "/prompts"), "greeting");
    set_database_blind(f, true);
    fixture_assert_status(fixture_get(f, "/prompts"), 503);
}

static const char *const kept_patterns[] = {"", "/versions", "/versions/1", "/releases",
                                            "/used-by"};

static void every_page_that_is_kept_is_the_page_itself(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_prompt(f, PERSONA_PRODUCT_MANAGER, "a/b/greeting", "Hello {{name}}");
    for (int persona = 0; persona < PERSONA_PLATFORM_ADMIN; persona++) {
        fixture_use_jar(f, 0);
        fixture_sign_in(f, &f->own.users[persona]);
        for (size_t i = 0; i < COUNT_OF(kept_patterns); i++) {
            const char *path = path_of(&id, kept_patterns[i]);
            const struct response *response = fixture_get(f, path);
            fixture_assert_status(response, 200);
            char *first = blanked(response);
            char *again = blanked(fixture_get(f, path));
            assert_string_equal(again, first);
            free(first);
            free(again);
        }
    }
}

/* ---- readers and writers at once ---------------------------------------------------------- */

enum { WRITERS = 4, READERS = 16, WRITERS_IN_CHECK = 2, READERS_IN_CHECK = 4, WRITES_LEAST = 20 };

/* In seconds: ROSTRUM_TEST_RACE_S, which `make races` sets to a minute; 0 in `make check`, which
 * takes two, with fewer of them. */
static int64_t race_seconds(void)
{
    const char *text = getenv("ROSTRUM_TEST_RACE_S");
    int64_t seconds = 0;
    if (text == NULL || number_parse(NUMBER_TIMEOUT_S, text, &seconds) != ERR_NONE)
        return 0;
    return seconds;
}

/* The last number that each writer's prompt is called by; between processes. */
struct board {
    _Atomic int64_t numbers[WRITERS];
    _Atomic int64_t reads;
};

struct race {
    struct uuid prompts[WRITERS];
    int writers;
    int64_t deadline;
    struct board *board;
};

/* Until the deadline, and on a slow machine until so much was done that it says something. */
static bool goes_on(const struct race *race)
{
    int64_t writes = 0;
    for (int i = 0; i < race->writers; i++)
        writes += race->board->numbers[i];
    bool is_enough = writes >= WRITES_LEAST && race->board->reads > writes;
    int64_t now = clock_monotonic();
    return now < race->deadline || (!is_enough && now < race->deadline + CLOCK_MINUTE);
}

static enum err write_on(struct fixture *f, const struct race *race, int index)
{
    for (int64_t number = 1; goes_on(race); number++) {
        fixture_begin(f);
        rename_prompt(f, &race->prompts[index],
                      arena_printf(f->arena, "racer-%d/n%lld.", index, (long long)number));
        race->board->numbers[index] = number;
        usleep(20000);
    }
    return ERR_NONE;
}

/* What the list says about a writer's prompt; -1 if it is not there. */
static int64_t number_on(const struct response *response, int index)
{
    char mark[32];
    (void)snprintf(mark, sizeof mark, "racer-%d/</span>n", index);
    const char *at = strstr(response->body.data, mark);
    return at == NULL ? -1 : strtoll(at + strlen(mark), NULL, 10);
}

static bool is_fresh(struct fixture *f, const struct race *race)
{
    int64_t before[WRITERS] = {0};
    for (int i = 0; i < race->writers; i++)
        before[i] = race->board->numbers[i];
    const struct response *response = fixture_get(f, "/prompts");
    if (response->status != 200) {
        print_error("a list answers %d\n", response->status);
        return false;
    }
    for (int i = 0; i < race->writers; i++) {
        int64_t seen = number_on(response, i);
        if (seen < before[i]) {
            print_error("stale: %lld after %lld\n", (long long)seen, (long long)before[i]);
            return false;
        }
    }
    return true;
}

static enum err read_on(struct fixture *f, const struct race *race)
{
    f->app.db = f->db; /* the process's own */
    fixture_sign_in(f, &f->own.users[PERSONA_ENTERPRISE_TEAM]);
    bool is_good = true;
    while (is_good && goes_on(race)) {
        is_good = is_fresh(f, race);
        race->board->reads++;
    }
    return is_good ? ERR_NONE : ERR_STALE;
}

static enum err take_part(struct fixture *f, int index, void *context)
{
    const struct race *race = context;
    return index < race->writers ? write_on(f, race, index) : read_on(f, race);
}

/* Every process has a connection and kept pages of its own, as those of two nodes have. */
static void no_reader_ever_sees_what_was_before_an_acknowledged_change(void **state)
{
    struct fixture *f = *state;
    int64_t seconds = race_seconds();
    struct race race = {.writers = seconds == 0 ? WRITERS_IN_CHECK : WRITERS};
    int count = race.writers + (seconds == 0 ? READERS_IN_CHECK : READERS);
    for (int i = 0; i < race.writers; i++)
        race.prompts[i] =
            make_prompt(f, PERSONA_CUSTOMER_ADMIN, arena_printf(f->arena, "racer-%d/n0.", i), "Go");
    race.board =
        mmap(NULL, sizeof *race.board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(race.board != MAP_FAILED);
    race.deadline = clock_monotonic() + (seconds == 0 ? 2 : seconds) * CLOCK_SECOND;
    enum err results[WRITERS + READERS];
    fixture_race(f, count, take_part, &race, results);
    for (int i = 0; i < count; i++)
        assert_int_equal(results[i], ERR_NONE);
    int64_t writes = 0;
    for (int i = 0; i < race.writers; i++)
        writes += race.board->numbers[i];
    print_message("# %lld lists were read, %lld changes made\n", (long long)race.board->reads,
                  (long long)writes);
    assert_true(race.board->reads > writes && writes >= WRITES_LEAST);
    (void)munmap(race.board, sizeof *race.board);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(a_page_that_is_kept_asks_no_more_than_the_session),
        TEST(a_change_is_on_the_very_next_page),
        TEST(a_label_that_moved_is_there_at_the_next_request),
        TEST(a_right_that_was_revoked_is_gone_at_the_next_request),
        TEST(another_persona_gets_another_page),
        TEST(a_person_who_was_renamed_has_the_new_name_at_once),
        TEST(times_are_in_the_zone_that_was_just_chosen),
        TEST(what_is_kept_is_sent_with_the_own_token),
        TEST(whoever_entered_from_outside_is_given_nothing_kept),
        TEST(every_page_that_is_kept_is_the_page_itself),
        TEST(no_reader_ever_sees_what_was_before_an_acknowledged_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
