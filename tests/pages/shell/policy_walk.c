#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/agent/agent.h"
#include "data/db/db_table.h"
#include "data/identity/user.h"
#include "data/identity/user_change.h"
#include "data/prompt/prompt.h"
#include "data/record/label_proposal.h"
#include "data/record/record_comment.h"
#include "data/record/record_state.h"
#include "data/team/team.h"
#include "data/trail/audit_list.h"
#include "data/transfer/import_upload.h"
#include "fixture.h"
#include "pages/routes.h"

/* The whole policy, walked through the product: every persona (and a superuser, and nobody) asks
 * every route about a record of their own, one of a colleague's and one of another organization's;
 * and whoever may enter that organization asks once more from inside.
 * A GET that changed anything but the log would end the process (data/db/db_table.h). */

/* What the answer must be for own, colleague's, other organization's: 'a' allowed (the page, a
 * redirect after the change, or a form that comes back: anything but 401, 403, 404 and 5xx), 'd'
 * 403, 'n' 404. */
struct expectation {
    const char *pattern;
    const char *answers[FIXTURE_USER_COUNT]; /* by persona, and the superuser */
};

#define ANYBODY                                                                                    \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "aaa", "aaa", "aaa"                                            \
    }
#define SEE                                                                                        \
    {                                                                                              \
        "aan", "aan", "aan", "aan", "aan", "aan", "aan"                                            \
    }
#define READ                                                                                       \
    {                                                                                              \
        "aan", "aan", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
#define CREATE                                                                                     \
    {                                                                                              \
        "aaa", "aaa", "ddd", "aaa", "aaa", "ddd", "aaa"                                            \
    }
/* Agents and teams, which DevOps Engineers make and change as well. */
#define BUILD                                                                                      \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "aaa", "ddd", "aaa"                                            \
    }
#define CHANGE                                                                                     \
    {                                                                                              \
        "adn", "aan", "ddd", "aan", "aan", "ddd", "aan"                                            \
    }
#define DELETE                                                                                     \
    {                                                                                              \
        "ddd", "ddd", "ddd", "adn", "aan", "ddd", "aan"                                            \
    }
#define MOVE                                                                                       \
    {                                                                                              \
        "adn", "aan", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
#define APPROVE                                                                                    \
    {                                                                                              \
        "ddd", "ddd", "aan", "aan", "aan", "ddd", "aan"                                            \
    }
/* Of their own proposals only: those of the walk are made by the Enterprise Team user. */
#define WITHDRAW                                                                                   \
    {                                                                                              \
        "ddn", "aan", "ddn", "ddn", "ddn", "ddd", "ddn"                                            \
    }
#define ADMINS                                                                                     \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aaa", "aaa", "aaa"                                            \
    }
/* Who can't invite asks for it; the superuser of the walk may do both. */
#define MEMBERS                                                                                    \
    {                                                                                              \
        "aaa", "aaa", "aaa", "aaa", "ddd", "ddd", "aaa"                                            \
    }
#define NO_SUCH_FOR_ADMINS                                                                         \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "nnn", "nnn", "nnn"                                            \
    }
/* Users: nobody deactivates themself, makes a link for themself or hands over what is their own. */
#define CHANGE_USER                                                                                \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "aan", "aan", "aan"                                            \
    }
#define CHANGE_OTHER_USER                                                                          \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "dan", "dan", "dan"                                            \
    }
/* Those who look after all organizations. */
#define PLATFORM                                                                                   \
    {                                                                                              \
        "ddd", "ddd", "ddd", "ddd", "ddd", "aaa", "aaa"                                            \
    }
/* The tokens and sessions of the walk do not exist. */
#define NO_SUCH                                                                                    \
    {                                                                                              \
        "nnn", "nnn", "nnn", "nnn", "nnn", "nnn", "nnn"                                            \
    }

/* Comments are the target's user's, edited by their author alone; administrators delete any. */
#define OWN_COMMENT                                                                                \
    {                                                                                              \
        "adn", "adn", "adn", "adn", "adn", "ddd", "adn"                                            \
    }
#define DELETE_COMMENT                                                                             \
    {                                                                                              \
        "adn", "adn", "adn", "adn", "aan", "ddd", "aan"                                            \
    }

/* An import is there for whoever uploaded it. */
#define OWN_IMPORT                                                                                 \
    {                                                                                              \
        "ann", "ann", "ann", "ann", "ann", "ddd", "ann"                                            \
    }

static const struct expectation table[] = {
    {"/", ANYBODY},
    {"/inbox", ANYBODY},
    {"/inbox/read", ANYBODY},
    {"/help", ANYBODY},
    {"/search", ANYBODY},
    {"/healthz", ANYBODY},
    {"/readyz", ANYBODY},
    {"/theme", ANYBODY},
    {"/setup", NO_SUCH}, /* it was done */
    {"/login", ANYBODY},
    {"/logout", ANYBODY},
    {"/invite/{token}", NO_SUCH},
    {"/reset/{token}", NO_SUCH},
    {"/account", ANYBODY},
    {"/account/password", ANYBODY},
    {"/account/sessions", ANYBODY},
    {"/account/sessions/{id}/revoke", NO_SUCH},
    {"/account/sessions/revoke-others", ANYBODY},
    {"/users", ANYBODY},
    {"/users/new", ADMINS},
    {"/users/ask", MEMBERS},
    {"/users/requests/{id}/decline", NO_SUCH_FOR_ADMINS}, /* none waits */
    {"/users/{id}", SEE},
    {"/users/{id}/edit", CHANGE_USER},
    {"/users/{id}/deactivate", CHANGE_OTHER_USER},
    {"/users/{id}/activate", CHANGE_OTHER_USER},
    {"/users/{id}/hand-over", CHANGE_OTHER_USER},
    {"/users/{id}/link", CHANGE_OTHER_USER},
    {"/prompts", ANYBODY},
    {"/prompts/bulk", CREATE}, /* the list's own rights are asked for each prompt */
    {"/prompts/follow-folder", ANYBODY},
    {"/prompts/unfollow-folder", ANYBODY},
    {"/prompts/folder", CREATE},
    {"/prompts/new", CREATE},
    {"/prompts/{id}", SEE},
    {"/prompts/{id}/edit", CHANGE},
    {"/prompts/{id}/versions", SEE},
    {"/prompts/{id}/versions/{n}", READ},
    {"/prompts/{id}/versions/{n}/restore", CHANGE},
    {"/prompts/{id}/diff", READ},
    {"/prompts/{id}/preview", READ},
    {"/prompts/{id}/try", READ},
    {"/prompts/{id}/releases", SEE},
    {"/prompts/{id}/labels", SEE},
    {"/prompts/{id}/releases/change", READ},
    {"/prompts/{id}/releases/{id}", READ},
    {"/prompts/{id}/releases/move", MOVE},
    {"/prompts/{id}/releases/remove", MOVE},
    {"/prompts/{id}/releases/propose", READ},
    {"/prompts/{id}/releases/{id}/approve", APPROVE},
    {"/prompts/{id}/releases/{id}/reject", APPROVE},
    {"/prompts/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/prompts/{id}/used-by", SEE},
    {"/prompts/{id}/activity", SEE},
    {"/prompts/{id}/comments", READ},
    {"/prompts/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/prompts/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/prompts/{id}/follow", SEE},
    {"/prompts/{id}/unfollow", SEE},
    {"/prompts/{id}/export", READ},
    {"/prompts/{id}/archive", CHANGE},
    {"/prompts/{id}/restore", CHANGE},
    {"/prompts/{id}/delete", DELETE},
    {"/prompts/{id}/transfer", CHANGE},
    {"/agents", ANYBODY},
    {"/agents/bulk", BUILD},
    {"/agents/follow-folder", ANYBODY},
    {"/agents/unfollow-folder", ANYBODY},
    {"/agents/folder", BUILD},
    {"/agents/new", BUILD},
    {"/agents/import", BUILD},
    {"/agents/{id}", SEE},
    {"/agents/{id}/edit", MOVE},
    {"/agents/{id}/versions", SEE},
    {"/agents/{id}/versions/{n}", READ},
    {"/agents/{id}/versions/{n}/restore", MOVE},
    {"/agents/{id}/diff", READ},
    {"/agents/{id}/releases", SEE},
    {"/agents/{id}/labels", SEE},
    {"/agents/{id}/releases/change", READ},
    {"/agents/{id}/releases/{id}", READ},
    {"/agents/{id}/releases/move", MOVE},
    {"/agents/{id}/releases/remove", MOVE},
    {"/agents/{id}/releases/propose", READ},
    {"/agents/{id}/releases/{id}/approve", APPROVE},
    {"/agents/{id}/releases/{id}/reject", APPROVE},
    {"/agents/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/agents/{id}/used-by", SEE},
    {"/agents/{id}/activity", SEE},
    {"/agents/{id}/comments", READ},
    {"/agents/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/agents/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/agents/{id}/follow", SEE},
    {"/agents/{id}/unfollow", SEE},
    {"/agents/{id}/export", READ},
    {"/agents/{id}/archive", MOVE},
    {"/agents/{id}/restore", MOVE},
    {"/agents/{id}/delete", DELETE},
    {"/agents/{id}/transfer", MOVE},
    {"/teams", ANYBODY},
    {"/teams/bulk", BUILD},
    {"/teams/follow-folder", ANYBODY},
    {"/teams/unfollow-folder", ANYBODY},
    {"/teams/folder", BUILD},
    {"/teams/new", BUILD},
    {"/teams/{id}", SEE},
    {"/teams/{id}/edit", MOVE},
    {"/teams/{id}/versions", SEE},
    {"/teams/{id}/versions/{n}", READ},
    {"/teams/{id}/versions/{n}/restore", MOVE},
    {"/teams/{id}/diff", READ},
    {"/teams/{id}/releases", SEE},
    {"/teams/{id}/labels", SEE},
    {"/teams/{id}/releases/change", READ},
    {"/teams/{id}/releases/{id}", READ},
    {"/teams/{id}/releases/move", MOVE},
    {"/teams/{id}/releases/remove", MOVE},
    {"/teams/{id}/releases/propose", READ},
    {"/teams/{id}/releases/{id}/approve", APPROVE},
    {"/teams/{id}/releases/{id}/reject", APPROVE},
    {"/teams/{id}/releases/{id}/withdraw", WITHDRAW},
    {"/teams/{id}/used-by", SEE},
    {"/teams/{id}/activity", SEE},
    {"/teams/{id}/comments", READ},
    {"/teams/{id}/comments/{id}/edit", OWN_COMMENT},
    {"/teams/{id}/comments/{id}/delete", DELETE_COMMENT},
    {"/teams/{id}/follow", SEE},
    {"/teams/{id}/unfollow", SEE},
    {"/teams/{id}/export", READ},
    {"/teams/{id}/archive", MOVE},
    {"/teams/{id}/restore", MOVE},
    {"/teams/{id}/delete", DELETE},
    {"/teams/{id}/transfer", MOVE},
    {"/export", BUILD}, /* nobody without the right to read */
    {"/import", BUILD},
    {"/import/{id}", OWN_IMPORT},
    {"/import/{id}/check", OWN_IMPORT},
    {"/import/{id}/start", OWN_IMPORT},
    {"/import/{id}/discard", OWN_IMPORT},
    {"/starters", BUILD},
    {"/inbox/news", ANYBODY},
    {"/inbox/news/read", ANYBODY},
    {"/audit", ANYBODY},
    {"/audit/{id}", {"ann", "ann", "aan", "ann", "aan", "aan", "aan"}}, /* of the person */
    {"/settings/organization", ADMINS},
    {"/organizations", PLATFORM},
    {"/organizations/{id}/enter", PLATFORM},
    {"/organizations/leave", PLATFORM},
};

/* Whoever has entered the other organization finds there what they find at home with a colleague's;
 * but nobody creates or follows anything outside their own. */
static const char *const made_by_members[] = {"/inbox/news/read",
                                              "/prompts/{id}/follow",
                                              "/prompts/{id}/unfollow",
                                              "/prompts/follow-folder",
                                              "/prompts/unfollow-folder",
                                              "/agents/{id}/follow",
                                              "/agents/{id}/unfollow",
                                              "/agents/follow-folder",
                                              "/agents/unfollow-folder",
                                              "/teams/{id}/follow",
                                              "/teams/{id}/unfollow",
                                              "/teams/follow-folder",
                                              "/teams/unfollow-folder",
                                              "/users/ask",
                                              "/prompts/new",
                                              "/agents/new",
                                              "/teams/new",
                                              "/agents/import",
                                              "/import",
                                              "/import/{id}",
                                              "/import/{id}/check",
                                              "/import/{id}/start",
                                              "/import/{id}/discard",
                                              "/starters"};

/* What a route needs so that its handler gets to the verb; those of all kinds by their ends. */
static const struct {
    const char *end;
    const char *form;
    bool has_revision;
} forms[] = {
    {"/prompts/{id}/edit", "name=renamed&description=&body=changed&tags=&message=why", true},
    {"/{id}/comments", "body=walked", false},
    {"/comments/{id}/edit", "body=walked&revision=1", false},
    {"/inbox/news/read", "until=1", false},
    {"/follow-folder", "folder=walk", false},
    {"/unfollow-folder", "folder=walk", false},
    {"/versions/{n}/restore", "", true},
    {"/releases/move", "label=walked&to_version=1&reason=&seen=standing%3A1", false},
    {"/releases/remove", "label=standing&reason=&seen=standing%3A1", false},
    {"/releases/propose", "label=production&to_version=1&reason=&seen=standing%3A1", false},
    {"/releases/{id}/approve", "reason=&compared=1", false},
    {"/releases/{id}/reject", "reason=not+yet", false},
};

enum { OWN, COLLEAGUE, OTHER, INSIDE, TARGETS };

/* Whom a request is about. */
struct target {
    const struct fixture_organization *organization;
    const struct fixture_user *user;
};

static struct target find_target(const struct fixture *f, int persona, int kind)
{
    int colleague =
        persona == PERSONA_ENTERPRISE_TEAM ? PERSONA_INDIVIDUAL_DEVELOPER : PERSONA_ENTERPRISE_TEAM;
    if (kind == OWN)
        return (struct target){&f->own, &f->own.users[persona]};
    if (kind == COLLEAGUE)
        return (struct target){&f->own, &f->own.users[colleague]};
    return (struct target){&f->other, &f->other.users[PERSONA_ENTERPRISE_TEAM]};
}

static int record_count;    /* so that names differ */
static int record_revision; /* of the last one */

/* What every fresh record gets: a label, and the target's user as its owner; by their superuser. */
static void finish_record(struct fixture *f, const struct record_store *store,
                          const struct target *target, const struct uuid *id)
{
    const struct actor *superuser = &target->organization->users[FIXTURE_SUPERUSER].actor;
    struct label_change change = {
        .record_id = *id, .label = "standing", .to_version = 1, .reason = ""};
    struct problem problem;
    assert_int_equal(label_move(f->db, superuser, store, &change, &problem), ERR_NONE);
    record_revision = 1;
    if (uuid_equal(&target->user->id, &superuser->user_id))
        return;
    assert_int_equal(record_transfer(f->db, superuser, store, id, &target->user->id, &problem),
                     ERR_NONE);
    record_revision = 2;
}

static struct uuid make_prompt(struct fixture *f, const struct target *target)
{
    const struct actor *superuser = &target->organization->users[FIXTURE_SUPERUSER].actor;
    struct prompt_draft draft = {.name = arena_printf(f->arena, "walk/%d", ++record_count),
                                 .description = "",
                                 .type = PROMPT_TEXT,
                                 .body = {"body", 4},
                                 .settings = "",
                                 .tags = "",
                                 .message = ""};
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(prompt_create(f->db, superuser, &draft, &saved, &problem), ERR_NONE);
    finish_record(f, &prompt_store, target, &saved.id);
    return saved.id;
}

static struct uuid make_agent(struct fixture *f, const struct target *target)
{
    static const char text[] = "{\"model\":{\"provider\":\"openai\",\"name\":\"gpt-4.1\"}}";
    const struct actor *superuser = &target->organization->users[FIXTURE_SUPERUSER].actor;
    json_t *config = NULL;
    const char *reason = NULL;
    assert_int_equal(json_parse(f->arena, text, sizeof text - 1, &config, &reason), ERR_NONE);
    struct agent_draft draft = {.name = arena_printf(f->arena, "Walker %d", ++record_count),
                                .description = "",
                                .tags = "",
                                .config = config,
                                .message = ""};
    struct agent_problem problem;
    struct record_saved saved;
    assert_int_equal(agent_create(f->db, superuser, &draft, &saved, &problem), ERR_NONE);
    finish_record(f, &agent_store, target, &saved.id);
    return saved.id;
}

/* A team of one. */
static struct uuid make_team(struct fixture *f, const struct target *target)
{
    const struct actor *superuser = &target->organization->users[FIXTURE_SUPERUSER].actor;
    struct team_member member = {.agent_id = make_agent(f, target), .role = TEAM_WORKER};
    struct team_draft draft = {.name = arena_printf(f->arena, "Team %d", ++record_count),
                               .description = "",
                               .tags = "",
                               .message = "",
                               .plan = {.kind = TEAM_ROUND_ROBIN,
                                        .members = &member,
                                        .member_count = 1,
                                        .termination = {.max_turns = 10, .text = ""}}};
    struct team_problem problem;
    struct record_saved saved;
    assert_int_equal(team_create(f->db, superuser, &draft, &saved, &problem), ERR_NONE);
    finish_record(f, &team_store, target, &saved.id);
    return saved.id;
}

static const struct record_store *store_of(const char *pattern)
{
    return text_starts_with(pattern, "/prompts/")  ? &prompt_store
           : text_starts_with(pattern, "/agents/") ? &agent_store
                                                   : &team_store;
}

/* By the target's user, or the superuser where that one may not. */
static struct uuid make_comment(struct fixture *f, const char *pattern, const struct target *target,
                                const struct uuid *record_id)
{
    struct record_comment_draft draft = {.record_id = *record_id, .body = "Said"};
    struct problem problem;
    struct uuid id;
    enum err err =
        record_comment_add(f->db, &target->user->actor, store_of(pattern), &draft, &id, &problem);
    if (err == ERR_DENIED)
        err = record_comment_add(f->db, &target->organization->users[FIXTURE_SUPERUSER].actor,
                                 store_of(pattern), &draft, &id, &problem);
    assert_int_equal(err, ERR_NONE);
    return id;
}

static struct uuid make_proposal(struct fixture *f, const char *pattern,
                                 const struct target *target, const struct uuid *record_id)
{
    const struct record_store *store = store_of(pattern);
    const struct actor *proposer = &target->organization->users[PERSONA_ENTERPRISE_TEAM].actor;
    struct label_change change = {
        .record_id = *record_id, .label = "production", .to_version = 1, .reason = ""};
    struct problem problem;
    struct uuid id;
    assert_int_equal(label_propose(f->db, proposer, store, &change, &id, &problem), ERR_NONE);
    return id;
}

/* One that is not checked yet. */
static struct uuid make_import(struct fixture *f, const struct target *target)
{
    static const char document[] = "[{\"name\": \"walked\", \"prompt\": \"x\"}]";
    struct import_draft draft = {"walk.json", {document, sizeof document - 1}, false};
    struct problem problem;
    struct uuid id;
    enum err err = import_create(f->db, &target->user->actor, &draft, &id, &problem);
    assert_true(err == ERR_NONE || err == ERR_DENIED);
    return id;
}

/* An event of the target's user, about a person. */
static struct uuid make_event(struct fixture *f, const struct target *target)
{
    const struct actor *actor = &target->user->actor;
    struct audit_event event = {
        .action = "user.walk", .record_type = "user", .record_id = target->user->id};
    assert_int_equal(audit_record_alone(f->db, actor, &event), ERR_NONE);
    struct audit_filter filter = {.action = event.action, .limit = 1};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor, &filter, &list), ERR_NONE);
    return list.entries[0].id;
}

static struct uuid make_record(struct fixture *f, const char *pattern, const struct target *target)
{
    if (text_starts_with(pattern, "/prompts/{id}"))
        return make_prompt(f, target);
    if (text_starts_with(pattern, "/agents/{id}"))
        return make_agent(f, target);
    if (text_starts_with(pattern, "/teams/{id}"))
        return make_team(f, target);
    if (text_starts_with(pattern, "/import/{id}"))
        return make_import(f, target);
    if (text_starts_with(pattern, "/audit/{id}"))
        return make_event(f, target);
    return text_starts_with(pattern, "/organizations/{id}") ? target->organization->id
                                                            : target->user->id;
}

/* The route's address for a target: its first {id} a record or a user, its second a proposal or a
 * comment. */
static const char *make_path(struct fixture *f, const char *pattern, const struct target *target)
{
    struct uuid ids[2] = {make_record(f, pattern, target), {{0}}};
    if (strstr(pattern, "/releases/{id}") != NULL)
        ids[1] = make_proposal(f, pattern, target, &ids[0]);
    if (strstr(pattern, "/comments/{id}") != NULL)
        ids[1] = make_comment(f, pattern, target, &ids[0]);
    static char path[256]; /* outlives the request that made the records */
    size_t len = 0;
    int id_count = 0;
    for (const char *p = pattern; *p != '\0'; p++) {
        char text[UUID_TEXT_LEN] = "no-such-token";
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        if (text_starts_with(p, "{id}"))
            uuid_format(&ids[id_count++], text);
        if (text_starts_with(p, "{n}"))
            (void)snprintf(text, sizeof text, "1");
        len += (size_t)snprintf(path + len, sizeof path - len, "%s", text);
        p = strchr(p, '}');
    }
    path[len] = '\0';
    return path;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static const char *form_of(const char *pattern)
{
    static char form[128];
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (!ends_with(pattern, forms[i].end))
            continue;
        (void)snprintf(form, sizeof form, "%s", forms[i].form);
        if (forms[i].has_revision)
            (void)snprintf(form, sizeof form, "revision=%d%s%s", record_revision,
                           forms[i].form[0] == '\0' ? "" : "&", forms[i].form);
        return form;
    }
    return "";
}

static const struct response *ask(struct fixture *f, const struct route *route, const char *path)
{
    return route->method == HTTP_POST ? fixture_post(f, path, form_of(route->pattern))
                                      : fixture_get(f, path);
}

static char letter_of(int status)
{
    if (status == 403)
        return 'd';
    if (status == 404)
        return 'n';
    return status == 401 || status >= 500 ? '!' : 'a';
}

static const struct expectation *find_expectation(const char *pattern)
{
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (strcmp(table[i].pattern, pattern) == 0)
            return &table[i];
    fail_msg("no expectation for %s", pattern);
    return NULL;
}

static char expected_of(const char *pattern, int persona, int kind)
{
    for (size_t i = 0; kind == INSIDE && i < COUNT_OF(made_by_members); i++)
        if (strcmp(made_by_members[i], pattern) == 0)
            return 'd';
    return find_expectation(pattern)->answers[persona][kind == INSIDE ? COLLEAGUE : kind];
}

/* One request; returns 1 and says so if the answer is another than expected. */
static int check_one(struct fixture *f, const struct route *route, int persona, int kind)
{
    if (kind == INSIDE && persona < PERSONA_PLATFORM_ADMIN)
        return 0;
    char expected = expected_of(route->pattern, persona, kind);
    struct target target = find_target(f, persona, kind);
    fixture_begin(f);
    const char *path = make_path(f, route->pattern, &target);
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[persona]);
    if (kind == INSIDE)
        fixture_enter(f, &f->other);
    const struct response *response = ask(f, route, path);
    if (letter_of(response->status) == expected)
        return 0;
    static const char *const kinds[] = {"own", "a colleague's", "another organization's",
                                        "from inside another organization"};
    print_error("%s %s as %s, %s: %d, expected '%c'\n", route->method == HTTP_POST ? "POST" : "GET",
                route->pattern, persona == FIXTURE_SUPERUSER ? "superuser" : persona_names[persona],
                kinds[kind], response->status, expected);
    return 1;
}

static void every_route_answers_every_persona_as_the_policy_says(void **state)
{
    int wrong_count = 0;
    for (int i = 0; i < route_count; i++) {
        void *fixture = *state; /* of the same engine */
        assert_int_equal(fixture_open_app(&fixture), 0);
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
            for (int kind = 0; kind < TARGETS; kind++)
                wrong_count += check_one(fixture, &routes[i], persona, kind);
        assert_int_equal(fixture_close(&fixture), 0);
    }
    assert_int_equal(wrong_count, 0);
}

static bool is_public(const struct route *route)
{
    return route->permission == PERMISSION_PUBLIC;
}

static void nobody_reads_or_writes_without_signing_in(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < route_count; i++) {
        struct target target = find_target(f, PERSONA_CUSTOMER_ADMIN, OWN);
        fixture_begin(f);
        const char *path = make_path(f, routes[i].pattern, &target);
        if (is_public(&routes[i]) || strcmp(path, "/logout") == 0)
            continue;
        fixture_use_jar(f, 2);
        const struct response *response = ask(f, &routes[i], path);
        if (routes[i].method == HTTP_POST) {
            fixture_assert_status(response, 403); /* the form is kept for after signing in */
            fixture_assert_has(response, "Sign in");
        } else {
            fixture_assert_status(response, 303);
            assert_true(text_starts_with(fixture_header(response, "Location"), "/login"));
        }
    }
}

/* Another organization's record answers the very bytes of one that does not exist. */
static void a_foreign_record_answers_like_an_unknown_one(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    struct target other = find_target(f, PERSONA_CUSTOMER_ADMIN, OTHER);
    struct uuid ids[2] = {make_prompt(f, &other), uuid_make()};
    static char bodies[2][64 * 1024];
    for (int i = 0; i < 2; i++) {
        char path[64];
        char text[UUID_TEXT_LEN];
        uuid_format(&ids[i], text);
        (void)snprintf(path, sizeof path, "/prompts/%s", text);
        struct request_input input = {
            .method = "GET", .uri = path, .request_id = "0123456789abcdef0123456789abcdef"};
        struct response *response = fixture_serve(f, &input);
        fixture_assert_status(response, 404);
        (void)snprintf(bodies[i], sizeof bodies[i], "%s", response->body.data);
        /* the switch of colors leads back to the address itself */
        for (char *p = strstr(bodies[i], text); p != NULL; p = strstr(p, text))
            memset(p, '0', strlen(text));
    }
    assert_string_equal(bodies[0], bodies[1]);
}

static void an_inactive_user_has_no_session(void **state)
{
    struct fixture *f = *state;
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[PERSONA_PRODUCT_MANAGER]);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_begin(f);
    assert_int_equal(user_deactivate(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor,
                                     &f->own.users[PERSONA_PRODUCT_MANAGER].id),
                     ERR_NONE);
    fixture_assert_status(fixture_get(f, "/prompts"), 303);
}

/* Every change of a table that people see, written down by triggers beside the program. */
static const char *triggers_of(struct arena *arena, bool is_postgres)
{
    struct buf sql;
    buf_init(&sql, arena);
    buf_add_text(&sql, "CREATE TABLE visible_changes (organization_id uuid NOT NULL);\n");
    if (is_postgres)
        buf_add_text(&sql, "GRANT SELECT, INSERT ON visible_changes TO rostrum_app;\n"
                           "CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
                           "DECLARE row jsonb = to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD "
                           "ELSE NEW END); BEGIN INSERT INTO visible_changes "
                           "VALUES ((row ->> TG_ARGV[0])::uuid); RETURN NULL; END $$;\n");
    for (int i = 0; i < db_table_count; i++) {
        static const char *const verbs[][2] = {
            {"INSERT", "NEW"}, {"UPDATE", "NEW"}, {"DELETE", "OLD"}};
        const char *name = db_tables[i].name;
        const char *column = strcmp(name, "organizations") == 0 ? "id" : "organization_id";
        for (size_t v = 0; v < COUNT_OF(verbs) && db_tables[i].is_visible; v++) {
            buf_printf(&sql, "CREATE TRIGGER seen_%s_%s AFTER %s ON %s FOR EACH ROW ", name,
                       verbs[v][0], verbs[v][0], name);
            if (is_postgres)
                buf_printf(&sql, "EXECUTE FUNCTION note_change('%s');\n", column);
            else
                buf_printf(&sql, "BEGIN INSERT INTO visible_changes VALUES (%s.%s); END;\n",
                           verbs[v][1], column);
        }
    }
    return sql.data;
}

/* What is known of an organization's content at a moment. */
struct moment {
    struct uuid version;
    int64_t change_count;
};

static struct moment look(struct fixture *f, const struct fixture_organization *organization)
{
    struct moment now = {.change_count = fixture_count(
                             f, "SELECT count(*) FROM visible_changes WHERE organization_id = $1",
                             &organization->id)};
    struct db_result result;
    assert_int_equal(db_select(f->db, &result,
                               "SELECT version FROM content_versions WHERE organization_id = $1",
                               db_uuid(&organization->id)),
                     ERR_NONE);
    assert_int_equal(result.row_count, 1);
    now.version = db_get_uuid(&result, 0, 0);
    return now;
}

/* Since *before, the version moved if and only if something visible was changed. 1 if it was. */
static int assert_moved_with_changes(struct fixture *f,
                                     const struct fixture_organization *organization,
                                     struct moment *before, const char *what)
{
    struct moment now = look(f, organization);
    bool is_changed = now.change_count != before->change_count;
    bool is_moved = !uuid_equal(&now.version, &before->version);
    if (is_changed != is_moved)
        fail_msg("%s of %s: visible change %d, version moved %d", what, organization->name,
                 is_changed, is_moved);
    *before = now;
    return is_changed;
}

static int walk_one(struct fixture *f, const struct route *route, int persona, int kind)
{
    struct target target = find_target(f, persona, kind);
    fixture_begin(f);
    struct moment own = look(f, &f->own), other = look(f, &f->other);
    const char *path = make_path(f, route->pattern, &target);
    fixture_begin(f);
    (void)assert_moved_with_changes(f, &f->own, &own, "its records");
    (void)assert_moved_with_changes(f, &f->other, &other, "its records");
    fixture_use_jar(f, 1);
    fixture_sign_in(f, &f->own.users[persona]);
    if (kind == INSIDE)
        fixture_enter(f, &f->other);
    fixture_begin(f);
    assert_int_equal(assert_moved_with_changes(f, &f->own, &own, "a sign-in"), 0);
    assert_int_equal(assert_moved_with_changes(f, &f->other, &other, "a sign-in"), 0);
    bool is_refused = letter_of(ask(f, route, path)->status) != 'a';
    fixture_begin(f);
    int changed = assert_moved_with_changes(f, &f->own, &own, route->pattern) +
                  assert_moved_with_changes(f, &f->other, &other, route->pattern);
    if (is_refused)
        assert_int_equal(changed, 0);
    return changed;
}

static void every_visible_change_moves_the_version_of_its_organization(void **state)
{
    struct fixture *f = *state;
    struct arena *arena = arena_create(1 << 20); /* that of the request ends with it */
    fixture_script(f, triggers_of(arena, false), triggers_of(arena, true));
    arena_destroy(arena);
    int changed_count = 0;
    for (int i = 0; i < route_count; i++) {
        changed_count += walk_one(f, &routes[i], PERSONA_CUSTOMER_ADMIN, COLLEAGUE);
        changed_count += walk_one(f, &routes[i], FIXTURE_SUPERUSER, INSIDE);
        changed_count += walk_one(f, &routes[i], PERSONA_INDIVIDUAL_DEVELOPER, COLLEAGUE);
    }
    assert_in_range(changed_count, 40, 3 * route_count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_route_answers_every_persona_as_the_policy_says, fixture_keep),
        cmocka_unit_test_setup_teardown(nobody_reads_or_writes_without_signing_in, fixture_open_app,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(every_visible_change_moves_the_version_of_its_organization,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(a_foreign_record_answers_like_an_unknown_one,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test_setup_teardown(an_inactive_user_has_no_session, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
