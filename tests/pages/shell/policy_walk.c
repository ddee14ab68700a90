#include "test.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "data/account/user_change.h"
#include "data/agent/agent.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/comment/record_comment.h"
#include "data/db/db_table.h"
#include "data/edit/record_state.h"
#include "data/prompt/prompt.h"
#include "data/release/label_proposal.h"
#include "data/set/set.h"
#include "data/team/team.h"
#include "data/trail/audit_list.h"
#include "data/transfer/import.h"
#include "data/transfer/import_upload.h"
#include "data/user/user.h"
#include "fixture.h"
#include "pages/routes.h"
#include "pages/shell/policy_rows.h"

/* The whole policy, walked through the product: every persona (and a superuser, and nobody) asks
 * every route about a record of their own, one of a colleague's and one of another organization's;
 * and whoever may enter that organization asks once more from inside.
 * A GET that changed anything but the log would end the process (data/db/db_table.h). */

/* Whoever has entered the other organization finds there what they find at home with a colleague's;
 * but nobody creates or follows anything outside their own. */
static const char *const made_by_members[] = {"/inbox/news/read",
                                              "/audit/views",
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
                                              "/sets/{id}/follow",
                                              "/sets/{id}/unfollow",
                                              "/sets/follow-folder",
                                              "/sets/unfollow-folder",
                                              "/users/ask",
                                              "/users/{id}/second-factor/remove",
                                              "/users/{id}/link",
                                              "/users/{id}/sso/unlink",
                                              "/settings/sso/off",
                                              "/prompts/new",
                                              "/agents/new",
                                              "/teams/new",
                                              "/sets/new",
                                              "/agents/import",
                                              "/import",
                                              "/import/{id}",
                                              "/import/{id}/check",
                                              "/import/{id}/start",
                                              "/import/{id}/stop",
                                              "/import/{id}/undo",
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
    {"/audit/views", "name=walked&action=prompt.", false},
    {"/audit/views/{id}/rename", "name=walked", false},
    {"/account/passkeys/{id}/rename", "name=walked", false},
    {"/follow-folder", "folder=walk", false},
    {"/unfollow-folder", "folder=walk", false},
    {"/versions/{n}/restore", "", true},
    {"/releases/move", "label=walked&to_version=1&reason=&seen=standing%3A1", false},
    {"/releases/rules", "label=walked&min_pass=95&do=remove", false},
    {"/releases/override", "label=walked&to_version=1&from_version=0&reason=fire", false},
    {"/releases/remove", "label=standing&reason=&seen=standing%3A1", false},
    {"/releases/propose", "label=production&to_version=1&reason=&seen=standing%3A1", false},
    {"/releases/{id}/approve", "reason=&compared=1", false},
    {"/releases/{id}/reject", "reason=not+yet", false},
    {"/results/{n}/verdict", "verdict=fail&seen=0&why=Wrong", false},
    {"/{id}/judge", "floor=90", false},
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

static struct uuid make_set(struct fixture *f, const struct target *target)
{
    const struct actor *superuser = &target->organization->users[FIXTURE_SUPERUSER].actor;
    struct set_draft draft = {.name = arena_printf(f->arena, "Set %d", ++record_count),
                              .description = "",
                              .tags = "",
                              .message = ""};
    struct problem problem;
    struct record_saved saved;
    assert_int_equal(set_create(f->db, superuser, &draft, &saved, &problem), ERR_NONE);
    finish_record(f, &set_store, target, &saved.id);
    return saved.id;
}

static const struct record_store *store_of(const char *pattern)
{
    return text_starts_with(pattern, "/prompts/")  ? &prompt_store
           : text_starts_with(pattern, "/agents/") ? &agent_store
           : text_starts_with(pattern, "/teams/")  ? &team_store
                                                   : &set_store;
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
    struct import_list waiting;
    enum err err = import_create(f->db, &target->user->actor, &draft, &id, &problem);
    if (err == ERR_CONFLICT) { /* too many wait */
        assert_int_equal(import_list(f->db, &target->user->actor, &waiting), ERR_NONE);
        assert_int_equal(import_discard(f->db, &target->user->actor, &waiting.imports[0].id),
                         ERR_NONE);
        err = import_create(f->db, &target->user->actor, &draft, &id, &problem);
    }
    assert_true(err == ERR_NONE || err == ERR_DENIED);
    return id;
}

/* An event of the target's user, about a person, that a checkpoint covers. */
static struct uuid make_event(struct fixture *f, const struct target *target)
{
    const struct actor *actor = &target->user->actor;
    struct audit_event event = {
        .action = "user.walk", .record_type = "user", .record_id = target->user->id};
    assert_int_equal(audit_record_alone(f->db, actor, &event), ERR_NONE);
    struct audit_filter filter = {.action = event.action, .limit = 1};
    struct audit_list list;
    assert_int_equal(audit_list(f->db, actor, &filter, &list), ERR_NONE);
    struct uuid id = list.entries[0].id;
    struct audit_checkpoint newest;
    fixture_begin(f);
    assert_int_equal(audit_sequence_all(f->db), ERR_NONE);
    fixture_begin(f);
    assert_int_equal(audit_checkpoint_make(f->db, &target->organization->id, &newest), ERR_NONE);
    fixture_begin(f);
    return id;
}

static struct uuid make_record(struct fixture *f, const char *pattern, const struct target *target)
{
    if (text_starts_with(pattern, "/prompts/{id}"))
        return make_prompt(f, target);
    if (text_starts_with(pattern, "/agents/{id}"))
        return make_agent(f, target);
    if (text_starts_with(pattern, "/teams/{id}"))
        return make_team(f, target);
    if (text_starts_with(pattern, "/sets/{id}"))
        return make_set(f, target);
    if (text_starts_with(pattern, "/import/{id}"))
        return make_import(f, target);
    if (text_starts_with(pattern, "/audit/{id}"))
        return make_event(f, target);
    return text_starts_with(pattern, "/organizations/{id}") ? target->organization->id
                                                            : target->user->id;
}

/* What requests that change nothing are about, once for each target: they leave it as it was. */
static struct made {
    const struct record_store *store;
    struct uuid user_id;
    struct uuid id;
    int revision;
} made[RECORD_KIND_COUNT * (FIXTURE_USER_COUNT + 1)];
static int made_count;

static struct uuid find_record(struct fixture *f, const char *pattern, const struct target *target,
                               bool changes)
{
    const struct record_store *store = store_of(pattern);
    bool is_kept = !changes && text_starts_with(pattern, store->kind->path) &&
                   strstr(pattern, "{id}") != NULL && strstr(pattern, "/releases/{id}") == NULL;
    for (int i = 0; i < made_count && is_kept; i++) {
        record_revision = made[i].revision;
        if (made[i].store == store && uuid_equal(&made[i].user_id, &target->user->id))
            return made[i].id;
    }
    struct uuid id = make_record(f, pattern, target);
    if (is_kept) {
        assert_true(made_count < (int)COUNT_OF(made));
        made[made_count++] = (struct made){store, target->user->id, id, record_revision};
    }
    return id;
}

/* The route's address for a target: its first {id} a record or a user, its second a proposal or a
 * comment. */
static const char *make_path(struct fixture *f, const char *pattern, const struct target *target,
                             bool changes)
{
    struct uuid ids[2] = {find_record(f, pattern, target, changes), {{0}}};
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

/* That of the method, "POST /path", before that of the path. */
static const struct expectation *find_expectation(const struct route *route)
{
    const struct expectation *found = NULL;
    for (size_t i = 0; i < COUNT_OF(policy_rows); i++) {
        const char *pattern = policy_rows[i].pattern;
        bool is_post = text_starts_with(pattern, "POST ");
        if (is_post && route->method == HTTP_POST &&
            strcmp(pattern + strlen("POST "), route->pattern) == 0)
            return &policy_rows[i];
        if (strcmp(pattern, route->pattern) == 0)
            found = &policy_rows[i];
    }
    if (found == NULL)
        fail_msg("no expectation for %s", route->pattern);
    return found;
}

static char expected_of(const struct route *route, int persona, int kind)
{
    const char *pattern = route->pattern;
    for (size_t i = 0; kind == INSIDE && i < COUNT_OF(made_by_members); i++)
        if (strcmp(made_by_members[i], pattern) == 0)
            return 'd';
    return find_expectation(route)->answers[persona][kind == INSIDE ? COLLEAGUE : kind];
}

/* What changes nothing leaves the session as it was for the next request of the same person. */
static void sign_in(struct fixture *f, int persona, int kind, bool changes)
{
    static bool has_changed;
    fixture_use_jar(f, 1);
    if (kind == OWN || has_changed) {
        fixture_sign_in(f, &f->own.users[persona]);
        fixture_forget_attempts(f);
    }
    has_changed = changes;
    if (kind == INSIDE)
        fixture_enter(f, &f->other);
}

/* The next route finds the people as they were: this one reads, or changes records that are made
 * for each request. A new product costs more than its requests, above all in PostgreSQL, where a
 * new connection plans every statement. */
static bool leaves_people(const struct route *route)
{
    return route->method != HTTP_POST || text_starts_with(route->pattern, "/prompts/{id}") ||
           text_starts_with(route->pattern, "/agents/{id}") ||
           text_starts_with(route->pattern, "/teams/{id}") ||
           text_starts_with(route->pattern, "/sets/{id}");
}

static bool has_done_something; /* a request to a route that does not leave people as they were */

/* One request; returns 1 and says so if the answer is another than expected. */
static int check_one(struct fixture *f, const struct route *route, int persona, int kind)
{
    if (kind == INSIDE && persona < PERSONA_PLATFORM_ADMIN)
        return 0;
    char expected = expected_of(route, persona, kind);
    struct target target = find_target(f, persona, kind);
    bool changes = route->method == HTTP_POST && expected == 'a';
    fixture_begin(f);
    const char *path = make_path(f, route->pattern, &target, changes);
    sign_in(f, persona, kind, changes);
    const struct response *response = ask(f, route, path);
    has_done_something |= !leaves_people(route) && response->status < 400;
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
    void *fixture = NULL;
    for (int i = 0; i < route_count; i++) {
        if (fixture == NULL) {
            fixture = *state; /* of the same engine */
            assert_int_equal(fixture_open_app(&fixture), 0);
            made_count = 0;
            has_done_something = false;
        }
        for (int persona = 0; persona < FIXTURE_USER_COUNT; persona++)
            for (int kind = 0; kind < TARGETS; kind++)
                wrong_count += check_one(fixture, &routes[i], persona, kind);
        if (i + 1 < route_count && !has_done_something)
            continue;
        assert_int_equal(fixture_close(&fixture), 0);
        fixture = NULL;
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
    made_count = 0;
    for (int i = 0; i < route_count; i++) {
        struct target target = find_target(f, PERSONA_CUSTOMER_ADMIN, OWN);
        fixture_begin(f);
        const char *path = make_path(f, routes[i].pattern, &target, false);
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
    /* as requests are: what has no event moves the version of the organization that is entered */
    (void)db_enter(f->db, (struct db_scope){DB_ORGANIZATION, target.organization->id});
    const char *path = make_path(f, route->pattern, &target, route->method == HTTP_POST);
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
    made_count = 0;
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
        cmocka_unit_test_setup_teardown(an_inactive_user_has_no_session, fixture_open_app,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
