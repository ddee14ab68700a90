#include "test.h"

#include <stdio.h>
#include <string.h>

#include "data/account/user_change.h"
#include "data/search/search.h"
#include "data/user/user.h"
#include "kinds.h"

/* Search over everything: what is found where, in which order, by whom; and that a search which is
 * interrupted again and again finds everything once. */

static struct search_result *search_as(struct fixture *f, const struct actor *actor, const char *q)
{
    fixture_begin(f);
    struct search_result *result = arena_alloc(f->arena, sizeof *result);
    struct search what = {.q = q, .cursor = "", .budget = 60 * INT64_C(1000000)};
    assert_int_equal(search(f->db, actor, &what, result), ERR_NONE);
    return result;
}

static struct search_result *find(struct fixture *f, const char *q)
{
    return search_as(f, actor_of(f, PERSONA_PRODUCT_MANAGER), q);
}

static void assert_counts(const struct search_result *result, int prompts, int agents, int teams,
                          int people)
{
    assert_int_equal(result->groups[RECORD_PROMPT].count, prompts);
    assert_int_equal(result->groups[RECORD_AGENT].count, agents);
    assert_int_equal(result->groups[RECORD_TEAM].count, teams);
    assert_int_equal(result->groups[SEARCH_PEOPLE].count, people);
    assert_null(result->next);
}

static struct uuid make_tagged(struct fixture *f, const char *name, const char *description,
                               const char *tags, const char *body)
{
    struct prompt_draft draft = draft_of(name, body);
    struct problem problem;
    struct record_saved saved;
    draft.description = description;
    draft.tags = tags;
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    return saved.id;
}

#define CONFIG_WITH(words)                                                                         \
    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},\"instructions\":\"" words "\"}"

static void every_place_of_a_record_is_searched(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "support/heron", "", "", "x");
    (void)make_tagged(f, "tagged", "", "heron", "x");
    (void)make_tagged(f, "described", "Speaks of a Heron", "", "x");
    (void)make_tagged(f, "inside", "", "", "One line\nand a HERON in it");
    (void)make_tagged(f, "other", "", "", "egret");
    struct uuid agent = make_agent(f, PERSONA_PRODUCT_MANAGER, "heron agent", AGENT_CONFIG);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "config", CONFIG_WITH("watch the heron"));
    (void)make_team(f, PERSONA_PRODUCT_MANAGER, "herons", &agent, NULL, 1);
    struct search_result *result = find(f, "heron");
    assert_counts(result, 4, 2, 1, 0);
    const struct search_hit *hits = result->groups[RECORD_PROMPT].items;
    static const char *const names[] = {"support/heron", "tagged", "described", "inside"};
    for (int i = 0; i < 4; i++) {
        assert_string_equal(hits[i].name, names[i]);
        assert_int_equal(hits[i].rank, i);
    }
    assert_string_equal(hits[0].excerpt.before, "support/");
    assert_string_equal(hits[1].excerpt.match, "heron");
    assert_string_equal(hits[2].excerpt.match, "Heron");
    assert_string_equal(hits[3].excerpt.before, "One line and a ");
    assert_string_equal(hits[3].excerpt.match, "HERON");
    const struct search_hit *config = &result->groups[RECORD_AGENT].items[1];
    assert_string_equal(config->excerpt.before, "watch the ");
    assert_string_equal(config->excerpt.after, "");
    assert_counts(find(f, "gpt-4"), 0, 2, 0, 0);
    assert_counts(find(f, "petra"), 0, 0, 0, 1);
    assert_counts(find(f, "of northwind"), 0, 0, 0, FIXTURE_USER_COUNT);
    assert_counts(find(f, "nowhere at all"), 0, 0, 0, 0);
}

static void labels_are_found_and_archived_records_are_marked(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_tagged(f, "one", "", "", "x");
    assert_int_equal(move_label(f, PERSONA_CUSTOMER_ADMIN, &id, "canary", 0, 1), ERR_NONE);
    struct search_result *result = find(f, "canary");
    assert_counts(result, 1, 0, 0, 0);
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.match, "canary");
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.before, "");
    assert_int_equal(archive_prompt(f, PERSONA_PRODUCT_MANAGER, &id), ERR_NONE);
    result = find(f, "canary");
    assert_true(result->groups[RECORD_PROMPT].items[0].archived_at > 0);
}

/* Whatever a prompt is found by, agents and teams are found by as well. */
static void every_kind_is_found_by_the_same_things(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct kind_maker *maker = &kind_makers[kind];
        struct uuid id = kind_make(f, maker, PERSONA_PRODUCT_MANAGER, "name-bittern");
        struct record_draft draft = kind_draft(f, maker, &id);
        draft.description = "About a stork";
        draft.tags = "egret";
        (void)kind_save_draft(f, maker, &draft, "until the heron flies");
        assert_int_equal(kind_move_label(f, maker, PERSONA_CUSTOMER_ADMIN, &id, "ibis", 0, 2),
                         ERR_NONE);
    }
    static const struct {
        const char *q;
        enum search_rank rank;
        const char *match;
    } cases[] = {
        {"bittern", SEARCH_IN_NAME, "bittern"},
        {"egret", SEARCH_IN_MARK, "egret"},
        {"ibis", SEARCH_IN_MARK, "ibis"},
        {"stork", SEARCH_IN_DESCRIPTION, "stork"},
        {"heron flies", SEARCH_IN_CONTENT, "heron"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct search_result *result = find(f, cases[i].q);
        assert_counts(result, 1, 1, 1, 0);
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
            const struct search_hit *hit = &result->groups[kind].items[0];
            assert_string_equal(hit->name, "name-bittern");
            assert_int_equal(hit->version, 2);
            assert_int_equal(hit->rank, cases[i].rank);
            assert_string_equal(hit->excerpt.match, cases[i].match);
        }
    }
}

/* The current version counts; and who may not read contents finds nothing in them. */
static void contents_of_every_kind_are_those_of_now_and_for_readers(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        struct uuid id = kind_make_versions(f, &kind_makers[kind], "changed", 3);
        (void)kind_save_text(f, &kind_makers[kind], &id, "at last a heron");
    }
    assert_counts(find(f, "\"text 3\""), 0, 0, 0, 0);
    assert_counts(find(f, "heron"), 1, 1, 1, 0);
    assert_counts(search_as(f, actor_of(f, PERSONA_PLATFORM_ADMIN), "heron"), 0, 0, 0, 0);
    assert_counts(find(f, "max_turns"), 0, 0, 0, 0); /* a key of a team's settings */
}

static void only_the_values_of_json_are_searched(void **state)
{
    struct fixture *f = *state;
    struct prompt_draft draft =
        draft_of("chat", "[{\"role\":\"system\",\"content\":\"Say \\\"hi\\\" to them\"}]");
    struct problem problem;
    struct record_saved saved;
    draft.type = PROMPT_CHAT;
    assert_int_equal(
        prompt_create(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &draft, &saved, &problem),
        ERR_NONE);
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "agent", CONFIG_WITH("a\\\\b \\\"quoted\\\""));
    assert_counts(find(f, "content"), 0, 0, 0, 0);
    assert_counts(find(f, "system"), 0, 0, 0, 0);
    assert_counts(find(f, "instructions"), 0, 0, 0, 0);
    struct search_result *result = find(f, "say \"hi\"");
    assert_counts(result, 1, 0, 0, 0);
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.match, "Say");
    result = find(f, "\"hi to\"");
    assert_counts(result, 0, 0, 0, 0); /* the quote stands between them */
    result = find(f, "\"to them\"");
    assert_counts(result, 1, 0, 0, 0);
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.match, "to them");
    assert_counts(find(f, "\"quoted\""), 0, 1, 0, 0);
    assert_counts(find(f, "a\\b"), 0, 1, 0, 0);
}

static void hostile_queries_are_plain_words_or_refused(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "100%", "", "", "a_b");
    assert_counts(find(f, "%"), 1, 0, 0, 0);
    assert_counts(find(f, "\\"), 0, 0, 0, 0);
    assert_counts(find(f, "' OR 1=1 --"), 0, 0, 0, 0);
    assert_counts(find(f, "A_B"), 1, 0, 0, 0);
    assert_counts(find(f, " \t\r\n"), 0, 0, 0, 0);
    char q[SEARCH_QUERY_MAX + 2];
    memset(q, '!', sizeof q - 1);
    q[sizeof q - 1] = '\0';
    struct search_result result;
    struct search what = {.q = q, .cursor = ""};
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(search(f->db, actor, &what, &result), ERR_INVALID);
    assert_non_null(strstr(result.problem, "too long"));
    static const char *const refused[] = {"_", " - / ", "\"\"", "a\x01"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        what.q = refused[i];
        assert_int_equal(search(f->db, actor, &what, &result), ERR_INVALID);
        assert_non_null(result.problem);
    }
    q[SEARCH_QUERY_MAX] = '\0';
    assert_counts(find(f, q), 0, 0, 0, 0);
    static const char *const cursors[] = {"x",
                                          "0",
                                          "0.0",
                                          "9.0.1.0190a0b0-0000-7000-8000-000000000000",
                                          "-1.0.1.0190a0b0-0000-7000-8000-000000000000",
                                          "0.x.1.0190a0b0-0000-7000-8000-000000000000",
                                          "0.0.1.0190a0b0",
                                          "....."};
    for (size_t i = 0; i < COUNT_OF(cursors); i++) {
        what = (struct search){.q = "a", .cursor = cursors[i]};
        assert_int_equal(search(f->db, actor, &what, &result), ERR_INVALID);
        assert_null(result.problem);
    }
    assert_counts(find(f, ""), 0, 0, 0, 0);
}

static void case_is_folded_in_other_scripts_too(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "Ärger", "", "", "viel ÄRGER");
    (void)make_tagged(f, "inside", "", "", "viel ÄRGER");
    assert_counts(find(f, "ärger"), 2, 0, 0, 0);
    assert_counts(find(f, "arger"), 2, 0, 0, 0);
    (void)make_tagged(f, "plain", "", "", "viel Arger");
    assert_counts(find(f, "arger"), 3, 0, 0, 0);
    assert_counts(find(f, "\u00e4rger"), 2, 0, 0, 0);
    struct search_result *result = find(f, "VIEL A\u0308RGER");
    assert_counts(result, 2, 0, 0, 0);
    assert_string_equal(result->groups[RECORD_PROMPT].items[1].excerpt.match, "viel");
}

/* The rank and the excerpt are those of the place where the last word is found. */
static void words_may_be_found_in_different_places(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "support/refund-answer", "For the heron team", "polite", "Dear customer,");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "refunder", CONFIG_WITH("answer in one line"));
    struct search_result *result = find(f, "answer refund");
    assert_counts(result, 1, 1, 0, 0);
    assert_int_equal(result->groups[RECORD_PROMPT].items[0].rank, SEARCH_IN_NAME);
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.match, "refund");
    assert_int_equal(result->groups[RECORD_AGENT].items[0].rank, SEARCH_IN_CONTENT);
    assert_string_equal(result->groups[RECORD_AGENT].items[0].excerpt.match, "answer");
    static const struct {
        const char *q, *match;
        enum search_rank rank;
    } cases[] = {
        {"refund polite", "polite", SEARCH_IN_MARK},
        {"heron polite refund", "heron", SEARCH_IN_DESCRIPTION},
        {"customer heron polite refund", "customer", SEARCH_IN_CONTENT},
        {"\"support refund answer\" dear", "Dear", SEARCH_IN_CONTENT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        result = find(f, cases[i].q);
        assert_counts(result, 1, 0, 0, 0);
        assert_int_equal(result->groups[RECORD_PROMPT].items[0].rank, cases[i].rank);
        assert_string_equal(result->groups[RECORD_PROMPT].items[0].excerpt.match, cases[i].match);
    }
    assert_counts(find(f, "customer heron polite refund absent"), 0, 0, 0, 0);
    assert_counts(find(f, "\"refund support\""), 0, 0, 0, 0);
}

static void other_organizations_find_nothing_of_ours(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "heron", "", "", "heron");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "heron", CONFIG_WITH("heron"));
    for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++) {
        const struct actor *stranger = &f->other.users[persona].actor;
        assert_counts(search_as(f, stranger, "heron"), 0, 0, 0, 0);
        struct search what = {.q = "heron", .cursor = "", .organization_id = f->own.id};
        struct search_result result;
        assert_int_equal(search(f->db, stranger, &what, &result), ERR_DENIED);
        struct actor inside = fixture_inside(&f->other.users[persona], &f->own);
        if (policy_allows_some(stranger, PERMISSION_ORGANIZATION_ENTER))
            assert_counts(search_as(f, &inside, "heron"), 1, 1, 0, 0);
    }
}

static void platform_admins_find_metadata_only(void **state)
{
    struct fixture *f = *state;
    (void)make_tagged(f, "heron", "", "", "x");
    (void)make_tagged(f, "inside", "", "", "heron");
    (void)make_agent(f, PERSONA_PRODUCT_MANAGER, "config", CONFIG_WITH("heron"));
    assert_counts(search_as(f, actor_of(f, PERSONA_PLATFORM_ADMIN), "heron"), 1, 0, 0, 0);
    assert_counts(find(f, "heron"), 2, 1, 0, 0);
}

static void inactive_people_are_for_administrators(void **state)
{
    struct fixture *f = *state;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    assert_int_equal(user_deactivate(f->db, admin, &f->own.users[PERSONA_ENTERPRISE_TEAM].id),
                     ERR_NONE);
    assert_counts(find(f, "terry"), 0, 0, 0, 0);
    assert_counts(search_as(f, admin, "terry"), 0, 0, 0, 1);
}

static void a_group_shows_ten_hits_and_names_come_first(void **state)
{
    enum { MANY = 14 };
    struct fixture *f = *state;
    for (int i = 0; i < MANY; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "n%02d", i);
        (void)make_tagged(f, name, "about herons", "", "heron");
    }
    (void)make_tagged(f, "heron", "", "", "x");
    for (int i = 0; i < MANY; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "m%02d", i);
        (void)make_tagged(f, name, "about herons", "", "heron");
    }
    struct search_result *result = find(f, "heron");
    assert_counts(result, SEARCH_HITS_MAX, 0, 0, 0);
    const struct search_hits *hits = &result->groups[RECORD_PROMPT];
    assert_string_equal(hits->items[0].name, "heron");
    assert_string_equal(hits->items[1].name, "m13");
    assert_string_equal(hits->items[9].name, "m05");
    assert_true(hits->has_more);
    assert_false(find(f, "n07")->groups[RECORD_PROMPT].has_more);
}

/* With next to no time each request comes one row further. */
static void an_interrupted_search_finds_everything_once(void **state)
{
    enum { MANY = 12 };
    struct fixture *f = *state;
    for (int i = 0; i < MANY; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, i % 3 == 0 ? "heron %02d" : "p%02d", i);
        (void)make_tagged(f, name, i % 3 == 1 ? "heron" : "", "", i % 3 == 2 ? "heron" : "x");
        (void)make_agent(f, PERSONA_PRODUCT_MANAGER, name,
                         i % 2 == 0 ? CONFIG_WITH("heron") : AGENT_CONFIG);
    }
    int found[SEARCH_GROUP_COUNT] = {0};
    struct uuid seen[4 * MANY];
    int seen_count = 0;
    char cursor[200] = "";
    int rounds = 0;
    int64_t looked_at = 0;
    do {
        fixture_begin(f);
        struct search_result *result = arena_alloc(f->arena, sizeof *result);
        struct search what = {.q = "heron", .cursor = cursor, .budget = 1};
        assert_int_equal(search(f->db, actor_of(f, PERSONA_PRODUCT_MANAGER), &what, result),
                         ERR_NONE);
        for (int group = 0; group < SEARCH_GROUP_COUNT; group++) {
            for (int i = 0; i < result->groups[group].count; i++) {
                const struct uuid *id = &result->groups[group].items[i].id;
                for (int j = 0; j < seen_count; j++)
                    assert_false(uuid_equal(&seen[j], id));
                seen[seen_count++] = *id;
                found[group]++;
            }
        }
        if (result->next != NULL) {
            looked_at = result->looked_at;
            assert_in_range(looked_at, 0, result->total);
        }
        (void)snprintf(cursor, sizeof cursor, "%s", result->next == NULL ? "" : result->next);
        assert_in_range(++rounds, 1, 8 * MANY);
    } while (cursor[0] != '\0');
    assert_true(rounds > MANY);
    assert_int_equal(found[RECORD_PROMPT], MANY);
    assert_int_equal(found[RECORD_AGENT], 4 + 4); /* by name, and the other even ones */
}

/* Whatever the time: a name or a tag is found at once, the best place first, in every kind. */
static void names_of_every_kind_are_there_at_once(void **state)
{
    struct fixture *f = *state;
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        static const char *const names[] = {"birds/(Heron)", "tagged", "greyheron", "other"};
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            struct uuid id = kind_make(f, &kind_makers[kind], PERSONA_PRODUCT_MANAGER, names[i]);
            struct record_draft draft = kind_draft(f, &kind_makers[kind], &id);
            draft.tags = i == 1 ? "herons" : "";
            (void)kind_save_draft(f, &kind_makers[kind], &draft, NULL);
        }
    }
    fixture_begin(f);
    struct search_result result;
    struct search what = {.q = "heron", .cursor = "", .budget = 1};
    const struct actor *actor = actor_of(f, PERSONA_PRODUCT_MANAGER);
    assert_int_equal(search(f->db, actor, &what, &result), ERR_NONE);
    assert_non_null(result.next);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct search_hits *hits = &result.groups[kind];
        assert_int_equal(hits->count, 2);
        assert_string_equal(hits->items[0].name, "birds/(Heron)");
        assert_string_equal(hits->items[0].excerpt.match, "Heron");
        assert_int_equal(hits->items[1].rank, SEARCH_IN_MARK);
    }
    int later = 0;
    while (result.next != NULL) {
        what.cursor = result.next;
        assert_int_equal(search(f->db, actor, &what, &result), ERR_NONE);
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
            later += result.groups[kind].count;
            if (result.groups[kind].count > 0)
                assert_string_equal(result.groups[kind].items[0].name, "greyheron");
        }
    }
    assert_int_equal(later, RECORD_KIND_COUNT);
}

/* Bodies that do not fit into one batch together. */
static void large_bodies_are_searched_over_several_batches(void **state)
{
    enum { LARGE = 900 * 1024, MANY = 5 };
    struct fixture *f = *state;
    char *body = arena_alloc(f->arena, LARGE + 1);
    memset(body, 'x', LARGE);
    for (int i = 0; i < MANY; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "p%d", i);
        memcpy(body + LARGE - 6, i == 1 ? "needle" : "xxxxxx", 6);
        (void)make_tagged(f, name, "", "", body);
    }
    struct search_result *result = search_as(f, actor_of(f, PERSONA_PRODUCT_MANAGER), "needle");
    assert_counts(result, 1, 0, 0, 0);
    assert_string_equal(result->groups[RECORD_PROMPT].items[0].name, "p1");
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(every_place_of_a_record_is_searched),
        TEST(labels_are_found_and_archived_records_are_marked),
        TEST(every_kind_is_found_by_the_same_things),
        TEST(contents_of_every_kind_are_those_of_now_and_for_readers),
        TEST(only_the_values_of_json_are_searched),
        TEST(hostile_queries_are_plain_words_or_refused),
        TEST(case_is_folded_in_other_scripts_too),
        TEST(words_may_be_found_in_different_places),
        TEST(other_organizations_find_nothing_of_ours),
        TEST(platform_admins_find_metadata_only),
        TEST(inactive_people_are_for_administrators),
        TEST(a_group_shows_ten_hits_and_names_come_first),
        TEST(an_interrupted_search_finds_everything_once),
        TEST(names_of_every_kind_are_there_at_once),
        TEST(large_bodies_are_searched_over_several_batches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
