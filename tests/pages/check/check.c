#include "test.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/backup/backup_content.h"
#include "data/check/check.h"
#include "data/release/protected_label.h"
#include "fixture.h"
#include "pages/routes.h"
#include "pages/shell/page_tabs.h"
#include "prompts.h"
#include "retention.h"

/* The page that holds the installation against its promises: each finding follows from what it
 * looks at, and changes with it. */

static const struct check_settings over_tls = {"https://rostrum.example", true};
static const struct check_settings for_trying = {"http://127.0.0.1:8080", false};

static const struct check_item *find(struct fixture *f, const struct check_settings *settings,
                                     const char *title)
{
    static struct check_list list;
    fixture_begin(f);
    assert_int_equal(
        check_list(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, settings, &list), ERR_NONE);
    int sum = 0;
    for (int state = 0; state <= CHECK_FAILED; state++)
        sum += list.counts[state];
    assert_int_equal(sum, list.count);
    for (int i = 0; i < list.count; i++)
        if (strcmp(list.items[i].title, title) == 0)
            return &list.items[i];
    fail_msg("there is no check \"%s\"", title);
    return NULL;
}

static void assert_state(const struct check_item *item, enum check_state state, const char *finding)
{
    assert_int_equal(item->state, state);
    assert_true(strstr(item->finding, finding) != NULL);
    assert_int_equal(item->remedy == NULL, state == CHECK_OK);
}

static void the_address_decides_about_encryption(void **state)
{
    static const struct check_settings in_clear = {"http://rostrum.example", false};
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Encryption"), CHECK_OK, "https://rostrum.example");
    assert_state(find(f, &over_tls, "Strict transport security"), CHECK_OK, "two years");
    assert_state(find(f, &for_trying, "Encryption"), CHECK_WARNING, "without TLS");
    assert_state(find(f, &in_clear, "Encryption"), CHECK_FAILED, "without TLS");
}

static void keys_are_counted(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Data keys"), CHECK_OK,
                 "8 data keys of this organization, 0 of them");
    fixture_script(f, "UPDATE data_keys SET kid = 'older'", "UPDATE data_keys SET kid = 'older'");
    assert_state(find(f, &over_tls, "Data keys"), CHECK_WARNING,
                 "8 data keys of this organization, 8 of them");
    assert_state(find(f, &over_tls, "Memory"), CHECK_OK, "no core dumps");
}

static void the_age_of_the_master_key_is_shown(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Master key"), CHECK_OK, "is active since today");
    fixture_script(f, "UPDATE installation SET created_at = created_at - 400 * 86400000000",
                   "UPDATE installation SET created_at = created_at - interval '400 days'");
    assert_state(find(f, &over_tls, "Master key"), CHECK_WARNING, "for 400 days");
}

static void the_engine_says_what_it_is(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Version"), CHECK_OK,
                 f->is_postgres ? "PostgreSQL 1" : "SQLite 3.");
    if (f->is_postgres) {
        assert_state(find(f, &over_tls, "Separation of customers"), CHECK_OK, "row-level security");
        assert_state(find(f, &over_tls, "Connection"), CHECK_OK, "Unix socket");
        assert_true(strstr(find(f, &over_tls, "Durability")->finding, "fsync") != NULL);
    } else {
        assert_state(find(f, &over_tls, "Durability"), CHECK_OK, "Journal wal, synchronous full");
        assert_state(find(f, &over_tls, "Erasing"), CHECK_OK, "are overwritten");
    }
}

static void the_age_of_the_newest_backup_is_shown(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Backup"), CHECK_WARNING, "No backup was made yet");
    fixture_begin(f);
    assert_int_equal(backup_note(f->db), ERR_NONE);
    assert_state(find(f, &over_tls, "Backup"), CHECK_OK, "less than an hour old");
    fixture_script(f,
                   "UPDATE installation SET created_at = created_at - 40 * 3600000000 "
                   "WHERE name = 'last_backup'",
                   "UPDATE installation SET created_at = created_at - interval '40 hours' "
                   "WHERE name = 'last_backup'");
    assert_state(find(f, &over_tls, "Backup"), CHECK_WARNING, "is 40 hours old");
}

static void the_newest_checkpoint_has_its_age(void **state)
{
    struct fixture *f = *state;
    struct audit_checkpoint newest;
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "First", "x");
    fixture_begin(f);
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(audit_checkpoint_make(f->db, &f->own.id, &newest), ERR_NONE);
    assert_state(find(f, &over_tls, "Checkpoint"), CHECK_OK,
                 "is 0 minutes old and covers every event.");
    (void)make_prompt(f, PERSONA_CUSTOMER_ADMIN, "One more", "x");
    fixture_begin(f);
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    assert_state(find(f, &over_tls, "Checkpoint"), CHECK_OK, "all but the newest 1 events");
    clock_travel(clock_now() + 3 * CLOCK_DAY);
    assert_state(find(f, &over_tls, "Checkpoint"), CHECK_WARNING,
                 "is 3 days old and covers all but the newest 1 events.");
    clock_travel(0);
}

static void the_newest_retention_run_has_its_age(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Retention runs"), CHECK_WARNING, "No retention run");
    (void)retention_dry(f);
    assert_state(find(f, &over_tls, "Retention runs"), CHECK_OK, "a dry one, is 0 minutes old");
    clock_travel(clock_now() + 2 * CLOCK_DAY);
    assert_state(find(f, &over_tls, "Retention runs"), CHECK_WARNING, "a dry one, is 2 days old");
    clock_travel(0);
}

static void one_administrator_is_not_enough(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Administrators"), CHECK_OK, "3 active, 1 of them superusers.");
    static const char leave_one[] =
        "UPDATE users SET is_active = false WHERE user_persona <> 'Customer Admin' OR is_superuser";
    fixture_script(f, leave_one, leave_one);
    assert_state(find(f, &over_tls, "Administrators"), CHECK_WARNING,
                 "1 active, 0 of them superusers.");
}

static void accounts_that_nobody_uses_are_counted(void **state)
{
    struct fixture *f = *state;
    assert_state(find(f, &over_tls, "Unused accounts"), CHECK_OK, "within the last year");
    fixture_script(f,
                   "UPDATE users SET created_at = created_at - 400 * 86400000000 "
                   "WHERE user_persona = 'Product Manager'",
                   "UPDATE users SET created_at = created_at - interval '400 days' "
                   "WHERE user_persona = 'Product Manager'");
    assert_state(find(f, &over_tls, "Unused accounts"), CHECK_WARNING, "1 active person was");
}

static void production_should_be_protected(void **state)
{
    struct fixture *f = *state;
    struct problem problem = {0};
    assert_state(find(f, &over_tls, "Production"), CHECK_OK, "is protected");
    assert_int_equal(protected_label_set(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                         "production", false, &problem),
                     ERR_NONE);
    assert_state(find(f, &over_tls, "Production"), CHECK_WARNING, "alone");
}

static void only_administrators_see_it(void **state)
{
    static struct check_list list;
    struct fixture *f = *state;
    for (int i = 0; i < PERSONA_COUNT; i++) {
        const struct fixture_user *user = &f->own.users[i];
        bool may = i == PERSONA_CUSTOMER_ADMIN || i == PERSONA_PLATFORM_ADMIN;
        fixture_begin(f);
        assert_int_equal(check_list(f->db, &user->actor, &over_tls, &list),
                         may ? ERR_NONE : ERR_DENIED);
        fixture_sign_in(f, user);
        fixture_assert_status(fixture_get(f, "/settings/security"), may ? 200 : 403);
    }
}

static void the_page_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const struct response *response = fixture_get(f, "/settings/security");
    fixture_assert_status(response, 200);
    fixture_assert_has(response,
                       "<span class=\"chip state wait\">To do</span><div><b>Encryption</b>"
                       "<p>Browsers connect to http://127.0.0.1:8080, without TLS.</p>"
                       "<p class=\"muted\">Fine for trying it out");
    fixture_assert_has(response, "<span class=\"chip state \">OK</span><div><b>Production</b>");
}

static void tabs_lead_to_pages_that_the_person_may_open(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < page_tab_count; i++) {
        int found = 0;
        for (int r = 0; r < route_count; r++)
            found += routes[r].method == HTTP_GET &&
                     strcmp(routes[r].pattern, page_tabs[i].path) == 0 &&
                     routes[r].permission == (int)page_tabs[i].permission;
        if (found != 1)
            fail_msg("no page with its right is at the tab %s", page_tabs[i].path);
        fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
        const struct response *response = fixture_get(f, page_tabs[i].path);
        fixture_assert_status(response, 200);
        const char *link =
            arena_printf(f->page_arena, "<a href=\"%s\" aria-current=\"page\">%s</a>",
                         page_tabs[i].path, page_tabs[i].title);
        fixture_assert_has(response, link);
    }
}

/* A DevOps Engineer may open tokens, and nothing of "General" or "Data". */
static void headings_of_settings_stand_over_tabs_that_the_person_may_open(void **state)
{
    struct fixture *f = *state;
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    const struct response *response = fixture_get(f, "/settings/retention");
    fixture_assert_has(response, "<p>General</p><a href=\"/settings/organization\">");
    fixture_assert_has(response, "<p>Data</p><a href=\"/settings/retention\" aria-current");
    fixture_sign_in(f, &f->own.users[PERSONA_DEVOPS_ENGINEER]);
    response = fixture_get(f, "/settings/tokens");
    fixture_assert_has(response, "<p>Access</p><a href=\"/settings/service-accounts\">");
    fixture_assert_has_not(response, "<p>General</p>");
    fixture_assert_has_not(response, "<p>Data</p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)
        TEST(the_address_decides_about_encryption),
        TEST(keys_are_counted),
        TEST(the_age_of_the_master_key_is_shown),
        TEST(the_engine_says_what_it_is),
        TEST(the_age_of_the_newest_backup_is_shown),
        TEST(the_newest_checkpoint_has_its_age),
        TEST(the_newest_retention_run_has_its_age),
        TEST(one_administrator_is_not_enough),
        TEST(accounts_that_nobody_uses_are_counted),
        TEST(production_should_be_protected),
        TEST(only_administrators_see_it),
        TEST(the_page_says_what_to_do),
        TEST(tabs_lead_to_pages_that_the_person_may_open),
        TEST(headings_of_settings_stand_over_tabs_that_the_person_may_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
