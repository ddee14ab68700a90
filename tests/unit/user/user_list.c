#include "test.h"

#include <stdio.h>
#include <string.h>

#include "agents.h"
#include "base/clock.h"
#include "data/account/user_change.h"
#include "data/account/user_hand_over.h"
#include "data/account/user_new.h"
#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "data/user/user.h"

/* Lists, searches, choices, and handing over. */

static struct fixture_user *own(struct fixture *f, int index)
{
    return &f->own.users[index];
}

static struct fixture_user *admin(struct fixture *f)
{
    return own(f, PERSONA_CUSTOMER_ADMIN);
}

static struct user_list list(struct fixture *f, const struct actor *actor,
                             const struct user_filter *filter)
{
    struct user_list found;
    fixture_begin(f);
    assert_int_equal(user_list(f->db, actor, filter, &found), ERR_NONE);
    return found;
}

/* More people than one batch of a search holds. */
static void add_people(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++) {
        struct problem problem;
        struct uuid id;
        fixture_begin(f);
        struct user_new user_new = {
            .organization_id = f->own.id,
            .email = arena_printf(f->arena, "person%03d@northwind.example", i),
            .full_name = arena_printf(f->arena, "Person %03d%s", i, i % 100 == 7 ? " Rare" : ""),
            .persona = PERSONA_ENTERPRISE_TEAM,
        };
        assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    }
}

static void each_sees_the_own_organization(void **state)
{
    struct fixture *f = *state;
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 50};
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        struct user_list found = list(f, &own(f, i)->actor, &filter);
        bool is_full = i >= PERSONA_CUSTOMER_ADMIN;
        assert_int_equal(found.count, FIXTURE_USER_COUNT);
        assert_false(found.has_more);
        for (int j = 0; j < found.count; j++) {
            assert_true(uuid_equal(&found.items[j].organization_id, &f->own.id));
            assert_int_equal(found.items[j].is_full, is_full);
            assert_non_null(strstr(found.items[j].full_name, "of Northwind"));
            if (!is_full)
                assert_null(found.items[j].email);
        }
    }
}

static void who_is_inside_sees_that_organization(void **state)
{
    struct fixture *f = *state;
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 50};
    static const int admins[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(admins); i++) {
        struct actor inside = fixture_inside(own(f, admins[i]), &f->other);
        struct user_list found = list(f, &inside, &filter);
        assert_int_equal(found.count, FIXTURE_USER_COUNT);
        for (int j = 0; j < found.count; j++) {
            assert_true(uuid_equal(&found.items[j].organization_id, &f->other.id));
            assert_true(found.items[j].is_full);
        }
    }
}

static void the_last_changed_comes_first(void **state)
{
    struct fixture *f = *state;
    struct user user;
    struct problem problem;
    const struct fixture_user *target = own(f, 0);
    assert_int_equal(user_get(f->db, &admin(f)->actor, &target->id, &user), ERR_NONE);
    struct user_change change = {.id = target->id,
                                 .version = user.version,
                                 .full_name = "Changed",
                                 .email = target->email,
                                 .persona = user.persona};
    assert_int_equal(user_update(f->db, &admin(f)->actor, &change, &problem), ERR_NONE);
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 3};
    struct user_list found = list(f, &admin(f)->actor, &filter);
    assert_string_equal(found.items[0].full_name, "Changed");
    assert_true(found.items[1].updated_at >= found.items[2].updated_at);
    assert_true(found.has_more);
}

static void pages_lead_there_and_back(void **state)
{
    struct fixture *f = *state;
    enum { LIMIT = 3 };
    struct uuid seen[FIXTURE_USER_COUNT];
    int count = 0;
    struct user_filter filter = {.persona = -1, .state = -1, .limit = LIMIT};
    struct user_list found = list(f, &admin(f)->actor, &filter);
    for (;;) {
        for (int i = 0; i < found.count; i++) {
            for (int j = 0; j < count; j++)
                assert_false(uuid_equal(&seen[j], &found.items[i].id));
            assert_true(count < FIXTURE_USER_COUNT);
            seen[count++] = found.items[i].id;
        }
        if (!found.has_more)
            break;
        filter.cursor_time = found.next_time;
        filter.cursor_id = found.next_id;
        found = list(f, &admin(f)->actor, &filter);
    }
    assert_int_equal(count, FIXTURE_USER_COUNT);
    /* back from the last page's first row: the page before it, in the same order */
    filter.is_backward = true;
    filter.cursor_time = found.items[0].updated_at;
    filter.cursor_id = found.items[0].id;
    found = list(f, &admin(f)->actor, &filter);
    assert_int_equal(found.count, LIMIT);
    assert_true(found.has_more);
    for (int i = 0; i < LIMIT; i++)
        assert_true(uuid_equal(&found.items[i].id, &seen[LIMIT + i]));
    filter.cursor_time = found.next_time;
    filter.cursor_id = found.next_id;
    found = list(f, &admin(f)->actor, &filter);
    assert_false(found.has_more);
    for (int i = 0; i < LIMIT; i++)
        assert_true(uuid_equal(&found.items[i].id, &seen[i]));
}

static void filters_narrow_the_list(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user_new = {
        .email = "new@northwind.example", .full_name = "New", .persona = PERSONA_PRODUCT_MANAGER};
    assert_int_equal(user_invite(f->db, &admin(f)->actor, &user_new, &invitation, &problem),
                     ERR_NONE);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &own(f, 0)->id), ERR_NONE);
    static const int counts[] = {
        [USER_ACTIVE] = FIXTURE_USER_COUNT - 1, [USER_INVITED] = 1, [USER_INACTIVE] = 1};
    for (int i = 0; i < USER_STATE_COUNT; i++) {
        struct user_filter filter = {.persona = -1, .state = i, .limit = 50};
        struct user_list found = list(f, &admin(f)->actor, &filter);
        assert_int_equal(found.count, counts[i]);
        for (int j = 0; j < found.count; j++)
            assert_int_equal(found.items[j].state, i);
    }
    struct user_filter filter = {.persona = PERSONA_PRODUCT_MANAGER, .state = -1, .limit = 50};
    assert_int_equal(list(f, &admin(f)->actor, &filter).count, 2);
    filter.state = USER_INVITED;
    assert_int_equal(list(f, &admin(f)->actor, &filter).count, 1);
    filter.persona = PERSONA_DEVOPS_ENGINEER;
    assert_int_equal(list(f, &admin(f)->actor, &filter).count, 0);
}

static void who_sees_names_only_can_not_filter_by_more(void **state)
{
    struct fixture *f = *state;
    const struct actor *actor = &own(f, PERSONA_PRODUCT_MANAGER)->actor;
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &own(f, 0)->id), ERR_NONE);
    struct user_filter filter = {
        .persona = PERSONA_CUSTOMER_ADMIN, .state = USER_INACTIVE, .limit = 50};
    assert_int_equal(list(f, actor, &filter).count, FIXTURE_USER_COUNT - 1);
    filter.search = "admin@northwind"; /* an address would tell what it belongs to */
    assert_int_equal(list(f, actor, &filter).count, 0);
    filter.search = "ada admin";
    assert_int_equal(list(f, actor, &filter).count, 1);
}

static void a_search_opens_names_and_addresses(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *search;
        int count;
    } cases[] = {
        {"", FIXTURE_USER_COUNT},
        {"PETRA", 1},
        {"petra product of", 1},
        {"ops@north", 1},
        {"northwind", FIXTURE_USER_COUNT},
        {"contoso", 0},
        {"%", 0},
        {"product PETRA", 1},
        {"' OR 1=1 --", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct user_filter filter = {
            .search = cases[i].search, .persona = -1, .state = -1, .limit = 50};
        assert_int_equal(list(f, &admin(f)->actor, &filter).count, cases[i].count);
    }
}

static void a_search_goes_through_all_batches(void **state)
{
    struct fixture *f = *state;
    add_people(f, 450);
    struct user_filter filter = {.search = "rare", .persona = -1, .state = -1, .limit = 2};
    int count = 0;
    for (;;) {
        struct user_list found = list(f, &admin(f)->actor, &filter);
        for (int i = 0; i < found.count; i++)
            assert_non_null(strstr(found.items[i].full_name, "Rare"));
        count += found.count;
        if (!found.has_more)
            break;
        filter.cursor_time = found.next_time;
        filter.cursor_id = found.next_id;
    }
    assert_int_equal(count, 5);
    filter = (struct user_filter){.persona = -1, .state = -1, .limit = 100000};
    assert_int_equal(list(f, &admin(f)->actor, &filter).count, USER_LIST_MAX);
    filter.limit = -3;
    assert_int_equal(list(f, &admin(f)->actor, &filter).count, USER_LIST_MAX);
}

static void choices_are_those_who_could_own(void **state)
{
    struct fixture *f = *state;
    struct user_invitation invitation;
    struct problem problem;
    struct user_list found;
    struct user_new user_new = {.email = "new@northwind.example", .full_name = "AAA New"};
    assert_int_equal(user_invite(f->db, &admin(f)->actor, &user_new, &invitation, &problem),
                     ERR_NONE);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &own(f, 0)->id), ERR_NONE);
    assert_int_equal(user_list_choices(f->db, &own(f, 1)->actor, &f->own.id, &found), ERR_NONE);
    assert_int_equal(found.count, FIXTURE_USER_COUNT - 1);
    for (int i = 0; i < found.count; i++) {
        assert_false(found.items[i].is_full);
        if (i > 0)
            assert_true(strcmp(found.items[i - 1].full_name, found.items[i].full_name) < 0);
    }
    assert_int_equal(user_list_choices(f->db, &own(f, 1)->actor, &f->other.id, &found),
                     ERR_NOT_FOUND);
}

static void create_prompts(struct fixture *f, const struct fixture_user *owner, int count)
{
    for (int i = 0; i < count; i++) {
        fixture_begin(f);
        struct problem problem;
        struct record_saved saved;
        struct prompt_draft draft = {
            .name = arena_printf(f->arena, "of %s/%d", owner->id_text, i),
            .description = "",
            .body = {"Text", 4},
            .settings = "",
            .tags = "",
            .message = "",
        };
        assert_int_equal(prompt_create(f->db, &owner->actor, &draft, &saved, &problem), ERR_NONE);
    }
}

static int64_t owned(struct fixture *f, const struct fixture_user *user)
{
    struct user_owned owned;
    fixture_begin(f);
    assert_int_equal(user_count_owned(f->db, &f->command, &user->id, &owned), ERR_NONE);
    return owned.counts[RECORD_PROMPT] + owned.counts[RECORD_AGENT] + owned.counts[RECORD_TEAM];
}

static void everything_gets_the_new_owner(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *from = own(f, PERSONA_PRODUCT_MANAGER);
    const struct fixture_user *to = own(f, PERSONA_ENTERPRISE_TEAM);
    create_prompts(f, from, 3);
    create_prompts(f, to, 1);
    create_prompts(f, own(f, 0), 1);
    struct user_hand_over hand_over = {from->id, to->id, false};
    int64_t moved_count = 0;
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &hand_over, &moved_count), ERR_NONE);
    assert_int_equal(moved_count, 3);
    assert_int_equal(owned(f, from), 0);
    assert_int_equal(owned(f, to), 4);
    assert_int_equal(owned(f, own(f, 0)), 1);
    assert_int_equal(fixture_count_events(f, "prompt.transfer", "success"), 3);
    assert_int_equal(fixture_count_events(f, "user.hand_over", "success"), 1);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "success"), 0);
}

/* In several transactions, with one event at the end that counts them all. */
static void much_is_handed_over_in_parts(void **state)
{
    enum { MUCH = 2003 };
    struct fixture *f = *state;
    const struct fixture_user *from = own(f, PERSONA_PRODUCT_MANAGER);
    const struct fixture_user *to = own(f, PERSONA_ENTERPRISE_TEAM);
    create_prompts(f, from, MUCH);
    fixture_begin(f);
    struct user_hand_over hand_over = {from->id, to->id, true};
    int64_t moved_count = 0;
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &hand_over, &moved_count), ERR_NONE);
    assert_int_equal(moved_count, MUCH);
    assert_int_equal(owned(f, from), 0);
    assert_int_equal(owned(f, to), MUCH);
    assert_int_equal(fixture_count_events(f, "prompt.transfer", "success"), MUCH);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "success"), 1);
    struct audit_filter filter = {.action = "user.hand_over"};
    struct audit_list events;
    struct audit_entry event;
    assert_int_equal(audit_list(f->db, &admin(f)->actor, &filter, &events), ERR_NONE);
    assert_int_equal(events.count, 1);
    assert_int_equal(audit_get(f->db, &admin(f)->actor, &f->own.id, &events.entries[0].id, &event),
                     ERR_NONE);
    assert_non_null(strstr(event.details, "\"prompts\":{\"before\":0,\"after\":2003}"));
}

/* One event for each record, and one with the numbers. */
static void agents_and_teams_are_handed_over_too(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *from = own(f, PERSONA_PRODUCT_MANAGER);
    const struct fixture_user *to = own(f, PERSONA_ENTERPRISE_TEAM);
    struct uuid agents[2] = {make_agent(f, PERSONA_PRODUCT_MANAGER, "a", AGENT_CONFIG),
                             make_agent(f, PERSONA_PRODUCT_MANAGER, "b", AGENT_CONFIG)};
    struct uuid team = make_team(f, PERSONA_PRODUCT_MANAGER, "t", agents, NULL, 2);
    struct uuid kept = make_agent(f, PERSONA_CUSTOMER_ADMIN, "kept", AGENT_CONFIG);
    struct problem problem;
    create_prompts(f, from, 1);
    assert_int_equal(archive_team(f, &admin(f)->actor, &team, &problem), ERR_NONE);
    struct user_owned counts;
    assert_int_equal(user_count_owned(f->db, &admin(f)->actor, &from->id, &counts), ERR_NONE);
    assert_int_equal(counts.counts[RECORD_PROMPT], 1);
    assert_int_equal(counts.counts[RECORD_AGENT], 2);
    assert_int_equal(counts.counts[RECORD_TEAM], 1);
    struct user_hand_over hand_over = {from->id, to->id, false};
    int64_t moved_count = 0;
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &hand_over, &moved_count), ERR_NONE);
    assert_int_equal(moved_count, 4);
    assert_int_equal(owned(f, from), 0);
    assert_int_equal(owned(f, to), 4);
    struct agent agent = get_agent(f, &kept);
    assert_true(uuid_equal(&agent.owner_id, &admin(f)->id));
    assert_int_equal(agent.revision, 1);
    /* Each was changed: whoever has it open in a form must see that. */
    assert_int_equal(get_agent(f, &agents[0]).revision, 2);
    assert_int_equal(get_head(f, &team_store, &team)->revision, 3);
    assert_int_equal(get_head(f, &team_store, &team)->version, 1);
    assert_int_equal(fixture_count_events(f, "agent.transfer", "success"), 2);
    assert_int_equal(fixture_count_events(f, "team.transfer", "success"), 1);
    struct audit_filter filter = {.action = "user.hand_over"};
    struct audit_list events;
    struct audit_entry event;
    assert_int_equal(audit_list(f->db, &admin(f)->actor, &filter, &events), ERR_NONE);
    assert_int_equal(audit_get(f->db, &admin(f)->actor, &f->own.id, &events.entries[0].id, &event),
                     ERR_NONE);
    assert_non_null(strstr(event.details, "\"agents\":{\"before\":0,\"after\":2}"));
    assert_non_null(strstr(event.details, "\"teams\":{\"before\":0,\"after\":1}"));
}

static void handing_over_and_deactivating_is_one_step(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *from = own(f, PERSONA_PRODUCT_MANAGER);
    const struct fixture_user *to = own(f, PERSONA_ENTERPRISE_TEAM);
    struct user user;
    int64_t moved_count = 0;
    create_prompts(f, from, 2);
    struct user_hand_over wrong = {from->id, from->id, true};
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &wrong, &moved_count), ERR_CONFLICT);
    assert_int_equal(user_get(f->db, &f->command, &from->id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_ACTIVE);
    struct user_hand_over right = {from->id, to->id, true};
    assert_int_equal(user_hand_over(f->db, &admin(f)->actor, &right, &moved_count), ERR_NONE);
    assert_int_equal(user_get(f->db, &f->command, &from->id, &user), ERR_NONE);
    assert_int_equal(user.state, USER_INACTIVE);
    assert_int_equal(owned(f, to), 2);
}

static void the_new_owner_must_be_able_to_own(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *from = own(f, PERSONA_PRODUCT_MANAGER);
    struct user_invitation invitation;
    struct problem problem;
    struct user_new user_new = {.email = "new@northwind.example", .full_name = "New"};
    assert_int_equal(user_invite(f->db, &admin(f)->actor, &user_new, &invitation, &problem),
                     ERR_NONE);
    assert_int_equal(user_deactivate(f->db, &admin(f)->actor, &own(f, 0)->id), ERR_NONE);
    create_prompts(f, from, 1);
    const struct {
        struct uuid to;
        enum err wanted;
    } cases[] = {
        {invitation.user_id, ERR_CONFLICT},
        {own(f, 0)->id, ERR_CONFLICT},
        {from->id, ERR_CONFLICT},
        {f->other.users[0].id, ERR_NOT_FOUND},
        {{{0}}, ERR_NOT_FOUND},
    };
    const struct actor *super = &own(f, FIXTURE_SUPERUSER)->actor;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t moved_count = 0;
        struct user_hand_over hand_over = {from->id, cases[i].to, false};
        assert_int_equal(user_hand_over(f->db, super, &hand_over, &moved_count), cases[i].wanted);
    }
    assert_int_equal(owned(f, from), 1);
}

static void handing_over_follows_the_policy(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        int64_t moved_count = 0;
        struct user_hand_over at_home = {own(f, 0)->id, own(f, 1)->id, false};
        struct user_hand_over elsewhere = {f->other.users[0].id, f->other.users[1].id, false};
        struct actor inside = fixture_inside(own(f, i), &f->other);
        fixture_begin(f);
        assert_int_equal(user_hand_over(f->db, &own(f, i)->actor, &at_home, &moved_count),
                         i >= PERSONA_CUSTOMER_ADMIN ? ERR_NONE : ERR_DENIED);
        assert_int_equal(user_hand_over(f->db, &own(f, i)->actor, &elsewhere, &moved_count),
                         ERR_NOT_FOUND);
        if (i < PERSONA_PLATFORM_ADMIN)
            continue;
        assert_int_equal(user_hand_over(f->db, &inside, &elsewhere, &moved_count), ERR_NONE);
        assert_int_equal(user_hand_over(f->db, &inside, &at_home, &moved_count), ERR_NOT_FOUND);
    }
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

static int count_of(struct fixture *f, const struct actor *actor, const char *search)
{
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 50, .search = search};
    return list(f, actor, &filter).count;
}

static void a_search_is_for_words_without_accents(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id;
    struct user_new user_new = {
        .organization_id = f->own.id,
        .email = "zoe.o-neill@northwind.example",
        .full_name = "Zoe\u0308 STRASSER",
        .persona = PERSONA_ENTERPRISE_TEAM,
    };
    assert_int_equal(user_create(f->db, &f->command, &user_new, &id, &problem), ERR_NONE);
    const struct actor *actor = &admin(f)->actor;
    assert_int_equal(count_of(f, actor, "zoe"), 1);
    assert_int_equal(count_of(f, actor, "ZO\u00cb stra\u00dfer"), 1);
    assert_int_equal(count_of(f, actor, "strasser,zoe"), 0);
    assert_int_equal(count_of(f, actor, "strasser\tneill zoe.o"), 1); /* name and address */
    assert_int_equal(count_of(f, actor, "\"o neill\""), 1);
    assert_int_equal(count_of(f, actor, "zo\u00e9"), 0);
    const struct actor *other = &own(f, PERSONA_ENTERPRISE_TEAM)->actor;
    assert_int_equal(count_of(f, other, "strasser zoe"), 1);
    assert_int_equal(count_of(f, other, "neill"), 0);
}

static void a_search_that_can_not_be_read_is_refused(void **state)
{
    struct fixture *f = *state;
    struct user_list found;
    struct user_filter filter = {.persona = -1, .state = -1, .limit = 50, .search = "a\x01"};
    assert_int_equal(user_list(f->db, &admin(f)->actor, &filter, &found), ERR_INVALID);
    assert_non_null(strstr(found.problem, "control"));
    assert_int_equal(found.count, 0);
    filter.search = "_";
    assert_int_equal(user_list(f->db, &admin(f)->actor, &filter, &found), ERR_INVALID);
    assert_non_null(strstr(found.problem, "Enter a word"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(each_sees_the_own_organization),
        WITH(who_is_inside_sees_that_organization),
        WITH(the_last_changed_comes_first),
        WITH(pages_lead_there_and_back),
        WITH(filters_narrow_the_list),
        WITH(who_sees_names_only_can_not_filter_by_more),
        WITH(a_search_opens_names_and_addresses),
        WITH(a_search_is_for_words_without_accents),
        WITH(a_search_that_can_not_be_read_is_refused),
        WITH(a_search_goes_through_all_batches),
        WITH(choices_are_those_who_could_own),
        WITH(everything_gets_the_new_owner),
        WITH(much_is_handed_over_in_parts),
        WITH(agents_and_teams_are_handed_over_too),
        WITH(handing_over_and_deactivating_is_one_step),
        WITH(the_new_owner_must_be_able_to_own),
        WITH(handing_over_follows_the_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
