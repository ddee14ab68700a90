#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/edit/record_state.h"
#include "data/record/record_stop.h"
#include "data/stop/stop_resume.h"
#include "data/trail/audit_list.h"
#include "data/trail/inbox_news.h"
#include "fixture.h"
#include "kinds.h"
#include "tokens.h"

/* Stops: what they cover, what they freeze, and that going on needs a second person. */

static const enum persona devops = PERSONA_DEVOPS_ENGINEER;

static enum err stop(struct fixture *f, int persona, const struct record_store *store,
                     const struct uuid *record_id, int64_t version, struct uuid *id)
{
    struct problem problem;
    struct stop_draft draft = {*record_id, version, "It sends refunds to strangers"};
    enum err err = stop_begin(f->db, actor_of(f, persona), store, &draft, id, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_CONFLICT)
        assert_non_null(problem.message);
    return err;
}

static struct uuid must_stop(struct fixture *f, const struct record_store *store,
                             const struct uuid *record_id, int64_t version)
{
    struct uuid id;
    assert_int_equal(stop(f, devops, store, record_id, version, &id), ERR_NONE);
    return id;
}

/* A program of the developer, with all scopes. */
static struct actor program(struct fixture *f)
{
    static struct actor_token token = {.name = "bot", .scopes = SCOPE_ALL};
    struct actor actor = *actor_of(f, PERSONA_CUSTOMER_ADMIN);
    actor.kind = ACTOR_TOKEN;
    actor.token = &token;
    return actor;
}

/* What an actor is answered who asks for a version (0: the current one), or a label. */
static enum err ask(struct fixture *f, const struct actor *actor, const struct record_store *store,
                    const struct uuid *id, struct record_source source)
{
    struct record_version version;
    source.head = get_head(f, store, id);
    return record_version_get_source(f->db, actor, &source, &version);
}

static enum err serve(struct fixture *f, const struct record_store *store, const struct uuid *id,
                      int64_t version)
{
    struct actor actor = program(f);
    return ask(f, &actor, store, id, (struct record_source){.number = version});
}

static enum err serve_label(struct fixture *f, const struct record_store *store,
                            const struct uuid *id, const char *label)
{
    struct actor actor = program(f);
    return ask(f, &actor, store, id, (struct record_source){.label = label});
}

/* ---- what is covered ---------------------------------------------------------------------- */

static void a_record_is_stopped_as_a_whole(void **state)
{
    struct fixture *f = *state;
    for (int k = RECORD_AGENT; k < RECORD_KIND_COUNT; k++) {
        const struct kind_maker *maker = &kind_makers[k];
        struct uuid id = kind_make_versions(f, maker, "checkout", 2);
        struct uuid other = kind_make_versions(f, maker, "search", 1);
        struct actor bot = program(f);
        assert_int_equal(serve(f, maker->store, &id, 1), ERR_NONE);
        (void)must_stop(f, maker->store, &id, 0);
        for (int64_t version = 0; version <= 2; version++)
            assert_int_equal(serve(f, maker->store, &id, version), ERR_STOPPED);
        assert_int_equal(serve(f, maker->store, &other, 0), ERR_NONE);
        void *record = arena_alloc(f->arena, maker->store->size);
        assert_int_equal(record_load(f->db, &bot, maker->store, &id, maker->store->kind->see,
                                     RECORD_WHOLE, record),
                         ERR_STOPPED);
        /* people see it, and go on working on it */
        assert_int_equal(ask(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), maker->store, &id,
                             (struct record_source){.number = 1}),
                         ERR_NONE);
        assert_true(get_head(f, maker->store, &id)->stops.count == 1);
        assert_int_equal(kind_save_text(f, maker, &id, "mended"), 3);
        assert_int_equal(serve(f, maker->store, &id, 3), ERR_STOPPED);
        assert_int_equal(kind_events(f, maker, "stop", "success"), 1);
    }
}

/* A text in another text, in an agent, in a team: by label, by number, and by a label that moves.
 */
static void a_version_is_stopped_with_all_that_uses_it(void **state)
{
    struct fixture *f = *state;
    const struct kind_maker *prompts = &kind_makers[RECORD_PROMPT];
    struct uuid tone = kind_make_versions(f, prompts, "tone", 2);
    put_label(f, &prompt_store, &tone, "production", 0, 2);
    struct uuid by_label = make_prompt(f, PERSONA_PRODUCT_MANAGER, "by label",
                                       "@@@prompt:name=tone|label=production@@@");
    struct uuid by_number =
        make_prompt(f, PERSONA_PRODUCT_MANAGER, "by number", "@@@prompt:name=tone|version=1@@@");
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot",
                                   "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},"
                                   "\"prompt\":{\"name\":\"by label\",\"label\":\"latest\"}}");
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "crew", &agent, NULL, 1);
    (void)must_stop(f, &prompt_store, &tone, 2);
    assert_int_equal(serve(f, &prompt_store, &tone, 2), ERR_STOPPED);
    assert_int_equal(serve(f, &prompt_store, &tone, 1), ERR_NONE);
    assert_int_equal(serve_label(f, &prompt_store, &tone, "production"), ERR_STOPPED);
    assert_int_equal(serve(f, &prompt_store, &by_label, 0), ERR_STOPPED);
    assert_int_equal(serve(f, &prompt_store, &by_number, 0), ERR_NONE);
    assert_int_equal(serve(f, &agent_store, &agent, 0), ERR_STOPPED);
    assert_int_equal(serve(f, &team_store, &team, 0), ERR_STOPPED);
    /* rolled back, everything that uses production goes on, and the version stays stopped */
    assert_int_equal(kind_move_label(f, prompts, devops, &tone, "production", 2, 1), ERR_NONE);
    assert_int_equal(serve_label(f, &prompt_store, &tone, "production"), ERR_NONE);
    assert_int_equal(serve(f, &prompt_store, &by_label, 0), ERR_NONE);
    assert_int_equal(serve(f, &team_store, &team, 0), ERR_NONE);
    assert_int_equal(serve(f, &prompt_store, &tone, 2), ERR_STOPPED);
    assert_int_equal(kind_move_label(f, prompts, devops, &tone, "production", 1, 2), ERR_CONFLICT);
}

/* Why the last question was refused, to a program. */
static const char *why(struct fixture *f)
{
    struct actor actor = program(f);
    const char *words = record_stop_refusal(f->db, &actor);
    return words == NULL ? "" : words;
}

/* A team is not given out whose member is stopped, nor an agent that hands over to it; without the
 * member it is again. */
static void a_stopped_agent_takes_its_teams_along(void **state)
{
    struct fixture *f = *state;
    struct uuid agent = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid triage = make_agent(f, PERSONA_CUSTOMER_ADMIN, "triage",
                                    "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"},"
                                    "\"handoffs\":[\"bot\"]}");
    struct uuid other = make_agent(f, PERSONA_CUSTOMER_ADMIN, "other", AGENT_CONFIG);
    struct uuid team = make_team(f, PERSONA_CUSTOMER_ADMIN, "crew", &agent, NULL, 1);
    struct uuid outer = make_team(f, PERSONA_CUSTOMER_ADMIN, "desk", &triage, NULL, 1);
    struct uuid apart = make_team(f, PERSONA_CUSTOMER_ADMIN, "apart", &other, NULL, 1);
    fixture_begin(f);
    assert_string_equal(why(f), "");
    (void)must_stop(f, &agent_store, &agent, 0);
    assert_int_equal(serve(f, &agent_store, &agent, 0), ERR_STOPPED);
    const struct uuid *teams[] = {&team, &outer};
    for (size_t i = 0; i < COUNT_OF(teams); i++) {
        fixture_begin(f);
        assert_int_equal(serve(f, &team_store, teams[i], 0), ERR_STOPPED);
        assert_non_null(strstr(why(f), "stopped the agent “bot”:"));
    }
    assert_int_equal(serve(f, &agent_store, &triage, 0), ERR_STOPPED);
    fixture_begin(f);
    assert_string_equal(why(f), ""); /* of this request */
    assert_int_equal(serve(f, &team_store, &apart, 0), ERR_NONE);
    assert_int_equal(serve(f, &agent_store, &other, 0), ERR_NONE);
    assert_int_equal(ask(f, actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER), &team_store, &team,
                         (struct record_source){.number = 1}),
                     ERR_NONE); /* people see it */
    /* its labels don't move to what is not given out; a version without the member is */
    assert_int_equal(
        kind_move_label(f, &kind_makers[RECORD_TEAM], devops, &team, "production", 0, 1),
        ERR_CONFLICT);
    struct team_draft draft = draft_of_team(f, &team);
    struct team_member member = {.agent_id = other, .role = TEAM_WORKER};
    struct team_problem problem;
    struct record_saved saved;
    draft.plan.members = &member;
    draft.plan.member_count = 1;
    assert_int_equal(
        team_update(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &draft, &saved, &problem),
        ERR_NONE);
    assert_int_equal(serve(f, &team_store, &team, saved.version), ERR_NONE);
    assert_int_equal(serve(f, &team_store, &team, 1), ERR_STOPPED);
}

/* The owner hears of it in the inbox without having followed it. */
static void the_owner_hears_of_it(void **state)
{
    struct fixture *f = *state;
    const struct actor *owner = actor_of(f, PERSONA_INDIVIDUAL_DEVELOPER);
    struct uuid id = make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "bot", AGENT_CONFIG);
    struct inbox_news_filter filter = {.cursor = "", .limit = 10};
    struct inbox_news news;
    assert_int_equal(inbox_news_list(f->db, owner, &filter, &news), ERR_NONE);
    assert_int_equal(news.count, 0);
    (void)must_stop(f, &agent_store, &id, 0);
    fixture_begin(f);
    assert_int_equal(inbox_news_list(f->db, owner, &filter, &news), ERR_NONE);
    assert_int_equal(news.count, 1);
    assert_string_equal(news.items[0].entry->action, "agent.stop");
}

/* ---- what is refused ---------------------------------------------------------------------- */

static void labels_of_what_is_stopped_stay(void **state)
{
    struct fixture *f = *state;
    for (int k = 0; k < RECORD_KIND_COUNT; k++) {
        const struct kind_maker *maker = &kind_makers[k];
        struct uuid id = kind_make_versions(f, maker, "labels", 3);
        put_label(f, maker->store, &id, "production", 0, 2);
        put_label(f, maker->store, &id, "canary", 0, 3);
        (void)must_stop(f, maker->store, &id, 2);
        assert_int_equal(kind_move_label(f, maker, devops, &id, "production", 2, 0), ERR_CONFLICT);
        assert_int_equal(kind_move_label(f, maker, devops, &id, "canary", 3, 2), ERR_CONFLICT);
        assert_int_equal(kind_move_label(f, maker, devops, &id, "production", 2, 1), ERR_NONE);
        if (k == RECORD_PROMPT)
            continue;
        (void)must_stop(f, maker->store, &id, 0);
        assert_int_equal(kind_move_label(f, maker, devops, &id, "production", 1, 3), ERR_CONFLICT);
        assert_int_equal(kind_move_label(f, maker, devops, &id, "canary", 3, 0), ERR_CONFLICT);
        assert_int_equal(get_head(f, maker->store, &id)->stops.count, 2);
    }
}

static void what_is_stopped_is_not_deleted(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int k = 0; k < RECORD_KIND_COUNT; k++) {
        const struct kind_maker *maker = &kind_makers[k];
        struct uuid id = kind_make_versions(f, maker, "going", 1);
        (void)must_stop(f, maker->store, &id, 1);
        assert_int_equal(record_delete(f->db, admin, maker->store, &id, "going", &problem),
                         ERR_CONFLICT);
        assert_non_null(strstr(problem.message, "stopped"));
    }
}

/* Its content does not come back under another number; other versions do. */
static void what_is_stopped_is_not_restored(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct record_saved saved;
    const struct actor *admin = actor_of(f, PERSONA_CUSTOMER_ADMIN);
    for (int k = 0; k < RECORD_KIND_COUNT; k++) {
        const struct kind_maker *maker = &kind_makers[k];
        struct uuid id = kind_make_versions(f, maker, "old", 3);
        (void)must_stop(f, maker->store, &id, 2);
        struct record_restore_draft draft = {
            .id = id, .version = 2, .based_on_revision = get_head(f, maker->store, &id)->revision};
        assert_int_equal(
            record_restore_version(f->db, admin, maker->store, &draft, &saved, &problem),
            ERR_CONFLICT);
        assert_non_null(strstr(problem.message, "stopped"));
        draft.version = 1;
        assert_int_equal(
            record_restore_version(f->db, admin, maker->store, &draft, &saved, &problem), ERR_NONE);
        assert_int_equal(saved.version, 4);
    }
}

static void few_may_stop(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_INDIVIDUAL_DEVELOPER, "bot", AGENT_CONFIG), stop_id;
    const bool may[FIXTURE_USER_COUNT] = {[PERSONA_DEVOPS_ENGINEER] = true,
                                          [PERSONA_CUSTOMER_ADMIN] = true,
                                          [FIXTURE_SUPERUSER] = true};
    int64_t refused = 0;
    for (int i = 0; i < FIXTURE_USER_COUNT; i++) {
        assert_int_equal(stop_may(actor_of(f, i), get_head(f, &agent_store, &id)), may[i]);
        if (may[i])
            continue;
        assert_int_equal(stop(f, i, &agent_store, &id, 0, &stop_id), ERR_DENIED);
        refused++;
    }
    assert_int_equal(fixture_count_events(f, "agent.stop", "refusal"), refused);
    struct problem problem;
    struct stop_draft draft = {id, 0, "why"};
    assert_int_equal(stop_begin(f->db, &f->other.users[PERSONA_CUSTOMER_ADMIN].actor, &agent_store,
                                &draft, &stop_id, &problem),
                     ERR_NOT_FOUND);
    assert_int_equal(get_head(f, &agent_store, &id)->stops.count, 0);
}

static void a_stop_says_why_and_what(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG), stop_id;
    struct uuid prompt = make_prompt(f, PERSONA_CUSTOMER_ADMIN, "text", "one");
    static char long_reason[STOP_REASON_MAX + 2];
    memset(long_reason, 'x', STOP_REASON_MAX + 1);
    const char *const reasons[] = {"", "  ", "two\nlines", long_reason};
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        struct stop_draft draft = {id, 0, reasons[i]};
        assert_int_equal(
            stop_begin(f->db, actor_of(f, devops), &agent_store, &draft, &stop_id, &problem),
            ERR_INVALID);
        assert_string_equal(problem.field, "reason");
    }
    assert_int_equal(stop(f, devops, &prompt_store, &prompt, 0, &stop_id), ERR_INVALID);
    assert_int_equal(stop(f, devops, &prompt_store, &prompt, 7, &stop_id), ERR_INVALID);
    assert_int_equal(stop(f, devops, &prompt_store, &id, 1, &stop_id), ERR_NOT_FOUND);
    assert_int_equal(stop(f, devops, &prompt_store, &prompt, 1, &stop_id), ERR_NONE);
    assert_int_equal(stop(f, devops, &prompt_store, &prompt, 1, &stop_id), ERR_CONFLICT);
    struct stop_list list;
    assert_int_equal(stop_list(f->db, get_head(f, &prompt_store, &prompt), &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].reason, "It sends refunds to strangers");
    assert_string_equal(list.items[0].stopped_by_name, f->own.users[devops].full_name);
    assert_int_equal(list.items[0].version, 1);
    assert_int_equal(list.items[0].resumed_at, 0);
}

/* ---- tokens ------------------------------------------------------------------------------- */

static int64_t live_tokens(struct fixture *f, const struct uuid *agent_id)
{
    return fixture_count(f,
                         "SELECT COUNT(*) FROM api_tokens WHERE agent_id = $1 "
                         "AND revoked_at IS NULL",
                         agent_id);
}

static void the_tokens_of_an_agent_end_with_it(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid other = make_agent(f, PERSONA_CUSTOMER_ADMIN, "other", AGENT_CONFIG);
    const struct uuid *owners[] = {&id, &id, &id, &other};
    for (size_t i = 0; i < COUNT_OF(owners); i++) {
        struct api_token_made made;
        struct problem problem;
        struct api_token_new new = {.owner = TOKEN_OF_AGENT,
                                    .owner_id = *owners[i],
                                    .name = "run",
                                    .folder = "",
                                    .scopes = SCOPE_PROMPTS_READ,
                                    .days = 30};
        assert_int_equal(
            api_token_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &new, &made, &problem),
            ERR_NONE);
    }
    int64_t count = 0;
    assert_int_equal(stop_count_tokens(f->db, get_head(f, &agent_store, &id), &count), ERR_NONE);
    assert_int_equal(count, 3);
    struct uuid one = must_stop(f, &agent_store, &id, 1);
    assert_int_equal(live_tokens(f, &id), 3); /* of a version none end */
    struct uuid all = must_stop(f, &agent_store, &id, 0);
    assert_int_equal(live_tokens(f, &id), 0);
    assert_int_equal(live_tokens(f, &other), 1);
    struct api_token_made made;
    struct problem problem;
    struct api_token_new new = {.owner = TOKEN_OF_AGENT,
                                .owner_id = id,
                                .name = "again",
                                .folder = "",
                                .scopes = SCOPE_PROMPTS_READ,
                                .days = 30};
    assert_int_equal(
        api_token_create(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &new, &made, &problem),
        ERR_CONFLICT);
    assert_non_null(strstr(problem.message, "stopped"));
    struct stop found;
    assert_int_equal(stop_get(f->db, actor_of(f, devops), &all, &found), ERR_NONE);
    assert_int_equal(found.token_count, 3);
    assert_int_equal(stop_get(f->db, actor_of(f, devops), &one, &found), ERR_NONE);
    assert_int_equal(found.token_count, 0);
}

/* ---- going on ----------------------------------------------------------------------------- */

static enum err ask_resume(struct fixture *f, int persona, const struct uuid *id)
{
    struct problem problem;
    return stop_ask_resume(f->db, actor_of(f, persona), &agent_store, id, "Mended", &problem);
}

static enum err confirm(struct fixture *f, int persona, const struct uuid *id)
{
    struct problem problem;
    return stop_confirm_resume(f->db, actor_of(f, persona), &agent_store, id, "", &problem);
}

static enum err resume(struct fixture *f, int persona, const struct uuid *id)
{
    struct problem problem;
    return stop_resume(f->db, actor_of(f, persona), &agent_store, id, &problem);
}

static void going_on_needs_a_second_person(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid stop_id = must_stop(f, &agent_store, &id, 0);
    assert_int_equal(resume(f, devops, &stop_id), ERR_CONFLICT);
    assert_int_equal(confirm(f, PERSONA_CUSTOMER_ADMIN, &stop_id), ERR_CONFLICT);
    assert_int_equal(ask_resume(f, PERSONA_INDIVIDUAL_DEVELOPER, &stop_id), ERR_DENIED);
    assert_int_equal(ask_resume(f, devops, &stop_id), ERR_NONE);
    assert_int_equal(ask_resume(f, devops, &stop_id), ERR_CONFLICT);
    assert_int_equal(resume(f, devops, &stop_id), ERR_CONFLICT);
    assert_int_equal(confirm(f, devops, &stop_id), ERR_DENIED);
    assert_int_equal(confirm(f, PERSONA_INDIVIDUAL_DEVELOPER, &stop_id), ERR_DENIED);
    assert_int_equal(serve(f, &agent_store, &id, 0), ERR_STOPPED);
    assert_int_equal(confirm(f, PERSONA_PRODUCT_MANAGER, &stop_id), ERR_NONE);
    assert_int_equal(serve(f, &agent_store, &id, 0), ERR_NONE);
    assert_int_equal(get_head(f, &agent_store, &id)->stops.count, 0);
    assert_int_equal(confirm(f, PERSONA_CUSTOMER_ADMIN, &stop_id), ERR_CONFLICT);
    assert_int_equal(fixture_count_events(f, "agent.resume", "success"), 1);
    assert_int_equal(fixture_count_events(f, "approval.use", "success"), 1);
    /* it can be stopped again, and an approval of before does not count */
    stop_id = must_stop(f, &agent_store, &id, 0);
    assert_int_equal(resume(f, devops, &stop_id), ERR_CONFLICT);
    struct stop_list list;
    assert_int_equal(stop_list(f->db, get_head(f, &agent_store, &id), &list), ERR_NONE);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].resumed_at, 0);
    assert_string_equal(list.items[1].resumed_by_name,
                        f->own.users[PERSONA_PRODUCT_MANAGER].full_name);
}

/* A program asks, and never agrees; what a person approved elsewhere holds for seven days. */
static void an_approval_is_used_later(void **state)
{
    struct fixture *f = *state;
    struct uuid id = make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG);
    struct uuid stop_id = must_stop(f, &agent_store, &id, 0);
    struct actor bot = program(f);
    struct problem problem;
    struct approval approval;
    assert_int_equal(ask_resume(f, devops, &stop_id), ERR_NONE);
    assert_int_equal(stop_confirm_resume(f->db, &bot, &agent_store, &stop_id, "", &problem),
                     ERR_DENIED);
    assert_int_equal(
        approval_find(f->db, actor_of(f, devops), APPROVAL_RESUME, &stop_id, &approval), ERR_NONE);
    assert_int_equal(
        approval_approve(f->db, actor_of(f, PERSONA_CUSTOMER_ADMIN), &approval.id, "", &problem),
        ERR_NONE);
    assert_int_equal(serve(f, &agent_store, &id, 0), ERR_STOPPED);
    clock_travel(clock_now() + 8 * CLOCK_DAY);
    assert_int_equal(resume(f, devops, &stop_id), ERR_CONFLICT);
    clock_travel(0);
}

/* ---- at once ------------------------------------------------------------------------------ */

struct race {
    struct uuid id;
    bool moves;
};

static enum err stop_in_race(struct fixture *f, int index, void *context)
{
    struct race *race = context;
    struct problem problem;
    struct uuid id;
    struct stop_draft draft = {race->id, 0, "now"};
    struct label_change change = {race->id, "canary", 1, 2, "", .accepts_uses = true};
    if (race->moves && index % 2 == 1)
        return label_move(f->db, actor_of(f, devops), &agent_store, &change, &problem);
    return stop_begin(f->db, actor_of(f, devops), &agent_store, &draft, &id, &problem);
}

static void two_who_stop_at_once_stop_once(void **state)
{
    struct fixture *f = *state;
    struct race race = {make_agent(f, PERSONA_CUSTOMER_ADMIN, "bot", AGENT_CONFIG), false};
    enum err results[4];
    int done = 0;
    fixture_race(f, 4, stop_in_race, &race, results);
    for (int i = 0; i < 4; i++) {
        done += results[i] == ERR_NONE;
        assert_true(results[i] == ERR_NONE || results[i] == ERR_CONFLICT);
    }
    assert_int_equal(done, 1);
    assert_int_equal(get_head(f, &agent_store, &race.id)->stops.count, 1);
    assert_int_equal(fixture_count(f, "SELECT COUNT(*) FROM stops WHERE record_id = $1", &race.id),
                     1);
}

/* Whichever comes first: a label that moved is where it says, and none moves afterwards. */
static void a_label_does_not_move_past_a_stop(void **state)
{
    struct fixture *f = *state;
    struct race race = {kind_make_versions(f, &kind_makers[RECORD_AGENT], "bot", 2), true};
    enum err results[2];
    put_label(f, &agent_store, &race.id, "canary", 0, 1);
    fixture_race(f, 2, stop_in_race, &race, results);
    assert_int_equal(results[0], ERR_NONE);
    assert_true(results[1] == ERR_NONE || results[1] == ERR_CONFLICT);
    int64_t version = 0;
    assert_int_equal(label_version(f->db, get_head(f, &agent_store, &race.id), "canary", &version),
                     ERR_NONE);
    assert_int_equal(version, results[1] == ERR_NONE ? 2 : 1);
    assert_int_equal(serve(f, &agent_store, &race.id, 0), ERR_STOPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_record_is_stopped_as_a_whole, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_version_is_stopped_with_all_that_uses_it, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_stopped_agent_takes_its_teams_along, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(labels_of_what_is_stopped_stay, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_is_stopped_is_not_deleted, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(what_is_stopped_is_not_restored, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(the_owner_hears_of_it, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(few_may_stop, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_stop_says_why_and_what, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_tokens_of_an_agent_end_with_it, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(going_on_needs_a_second_person, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(an_approval_is_used_later, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(two_who_stop_at_once_stop_once, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(a_label_does_not_move_past_a_stop, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
