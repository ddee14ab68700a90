#include "test.h"

#include "api/langfuse/langfuse_routes.h"
#include "pages/shell/api_world.h"

/* The policy of what clients of Langfuse ask: every route is asked with every scope alone and with
 * all, restricted to a folder or not, by people of every persona, about a prompt of theirs, of a
 * colleague and of another organization, in the folder and outside. What must come out follows from
 * the table of routes and from domain/policy. */

/* What is asked of a route, in its order. */
struct question {
    const char *pattern;
    enum http_method method;
    const char *rest;      /* of the address, behind the name if the route has one */
    const char *body;      /* NULL: none, or made */
    enum permission right; /* of the record */
    bool is_new;           /* about a prompt that is made for it */
    bool is_about;         /* a prompt */
};

#define PROMPTS "/api/public/v2/prompts"
static const struct question questions[] = {
    {PROMPTS, HTTP_GET, "", NULL, PERMISSION_PROMPT_READ, false, false},
    {PROMPTS "/{token}", HTTP_GET, "", NULL, PERMISSION_PROMPT_READ, false, true},
    {PROMPTS "/{token}", HTTP_GET, "?version=1", NULL, PERMISSION_PROMPT_READ, false, true},
    {PROMPTS, HTTP_POST, "", NULL, PERMISSION_PROMPT_CREATE, true, false},
    {PROMPTS, HTTP_POST, "", NULL, PERMISSION_PROMPT_CHANGE, false, true},
    {PROMPTS "/{token}/versions/{n}", HTTP_PATCH, "/versions/1", "{\"newLabels\":[\"standing\"]}",
     PERMISSION_LABEL_MOVE, false, true},
    {PROMPTS "/{token}/versions/{n}", HTTP_PATCH, "/versions/2", "{\"newLabels\":[\"other\"]}",
     PERMISSION_LABEL_MOVE, false, true},
    {PROMPTS "/{token}/versions/{n}", HTTP_PATCH, "/versions/1",
     "{\"newLabels\":[\"standing\",\"production\"]}", PERMISSION_LABEL_MOVE_PROTECTED, false, true},
    {PROMPTS "/{token}", HTTP_DELETE, "", NULL, PERMISSION_PROMPT_DELETE, true, true},
    {"/api/public/projects", HTTP_GET, "", NULL, PERMISSION_SIGNED_IN, false, false},
    {"/api/public/ingestion", HTTP_POST, "", "{\"batch\":[]}", PERMISSION_SIGNED_IN, false, false},
    {"/api/public/otel/v1/traces", HTTP_POST, "", "{}", PERMISSION_SIGNED_IN, false, false},
    {"/api/public/health", HTTP_GET, "", NULL, PERMISSION_PUBLIC, false, false},
};

struct walker {
    int place;
    struct actor actor;
    struct actor_token token;
    char secret[API_SECRET_LEN];
};

struct walk {
    struct world world;
    struct walker walker;
    int wrong_count, ask_count;
    bool has_succeeded[COUNT_OF(questions)];
};

/* What a question is about. */
struct subject {
    int place;
    int folder;
    char name[48]; /* as it is in addresses */
};

static const struct route *route_of(const struct question *question)
{
    for (int i = 0; i < langfuse_route_count; i++)
        if (langfuse_routes[i].method == question->method &&
            strcmp(langfuse_routes[i].pattern, question->pattern) == 0)
            return &langfuse_routes[i];
    fail_msg("no route %s", question->pattern);
    return NULL;
}

static void begin_walker(struct walk *walk, int place, unsigned scopes, const char *folder)
{
    struct walker *walker = &walk->walker;
    struct fixture *f = walk->world.f;
    *walker = (struct walker){.place = place,
                              .actor = f->own.users[place].actor,
                              .token = {.scopes = scopes, .folder = folder}};
    fixture_begin(f);
    make_token_in(f, &f->own.users[place], scopes, folder, walker->secret);
    walker->actor.kind = ACTOR_TOKEN;
    walker->actor.is_superuser = false; /* no token is one */
    walker->actor.token = &walker->token;
}

/* ---- what must come out ------------------------------------------------------------------- */

static struct policy_target target_of(const struct walk *walk, const struct subject *subject)
{
    const struct fixture_user *user = user_of(&walk->world, subject->place);
    return (struct policy_target){user->actor.organization_id, user->id, folders[subject->folder]};
}

/* 'a' allowed, 'd' 403, 'n' 404. */
static char expected_of(const struct walk *walk, const struct question *question,
                        const struct subject *subject)
{
    const struct actor *actor = &walk->walker.actor;
    struct policy_target target = target_of(walk, subject);
    enum permission of_route = (enum permission)route_of(question)->permission;
    if (of_route == PERMISSION_PUBLIC)
        return 'a';
    if (!policy_allows_some(actor, of_route))
        return 'd';
    if (!question->is_about) {
        target.organization_id = actor->organization_id;
        target.owner_id = actor->user_id;
        if (!question->is_new)
            target.folder = policy_folder(actor);
        return policy_allows(actor, question->right, &target) ? 'a' : 'd';
    }
    enum err err = policy_check(actor, question->right, PERMISSION_PROMPT_SEE, &target);
    if (err == ERR_NOT_FOUND && question->method == HTTP_POST)
        return 'd'; /* nobody learns by creating what there is */
    return err == ERR_NONE ? 'a' : err == ERR_NOT_FOUND ? 'n' : 'd';
}

static char letter_of(int status)
{
    return status < 300 ? 'a' : status == 403 ? 'd' : status == 404 ? 'n' : '!';
}

/* ---- asking ------------------------------------------------------------------------------- */

static const char *decoded(const char *name)
{
    static char text[48];
    char *slash = NULL;
    (void)snprintf(text, sizeof text, "%s", name);
    slash = strstr(text, "%2F");
    *slash = '/';
    memmove(slash + 1, slash + 3, strlen(slash + 3) + 1);
    return text;
}

static void find_name(struct walk *walk, const struct question *question, struct subject *subject)
{
    struct world *w = &walk->world;
    const char *name = w->records[RECORD_PROMPT][subject->place][subject->folder].name;
    if (question->is_new && question->is_about)
        (void)make_one(w, RECORD_PROMPT, subject->place, subject->folder);
    if (question->is_new)
        (void)snprintf(subject->name, sizeof subject->name, "%s%%2Fmade-%d",
                       folders[subject->folder],
                       question->is_about ? w->name_count : ++w->name_count);
    else
        (void)snprintf(subject->name, sizeof subject->name, "%s", name);
}

static void check_refusal(struct walk *walk, const struct response *response)
{
    json_t *json = call_json(walk->world.f, response);
    assert_string_equal(response->content_type, "application/json");
    assert_true(json_is_string(json_object_get(json, "message")));
    assert_true(json_is_string(json_object_get(json, "error")));
}

static void check_one(struct walk *walk, int index, struct subject *subject)
{
    const struct question *question = &questions[index];
    bool has_name = strstr(question->pattern, "{token}") != NULL;
    char path[200], body[200];
    find_name(walk, question, subject);
    char expected = expected_of(walk, question, subject);
    (void)snprintf(path, sizeof path, "%.*s%s%s", (int)strcspn(question->pattern, "{"),
                   question->pattern, has_name ? subject->name : "", question->rest);
    (void)snprintf(body, sizeof body, "{\"name\":\"%s\",\"prompt\":\"walked\"}",
                   decoded(subject->name));
    bool is_made = question->method == HTTP_POST && question->body == NULL;
    struct sent sent = {.secret = walk->walker.secret, .body = is_made ? body : question->body};
    struct response *response =
        send_call(walk->world.f, http_method_names[question->method], path, &sent);
    walk->ask_count++;
    walk->has_succeeded[index] |= response->status < 300;
    if (response->status >= 400)
        check_refusal(walk, response);
    if (letter_of(response->status) != expected && walk->wrong_count++ < 30)
        print_error("%s %s of %d as %s with scopes %x in %s: %d, expected '%c'\n",
                    http_method_names[question->method], path, subject->place,
                    persona_names[walk->walker.place], walk->walker.token.scopes,
                    walk->walker.token.folder == NULL ? "all" : walk->walker.token.folder,
                    response->status, expected);
}

static void check_question(struct walk *walk, int index)
{
    int own = walk->walker.place;
    const int places[] = {own,
                          own == PERSONA_ENTERPRISE_TEAM ? PERSONA_INDIVIDUAL_DEVELOPER
                                                         : PERSONA_ENTERPRISE_TEAM,
                          PLACE_OTHER};
    const struct question *question = &questions[index];
    /* the name of another organization's prompt is a new one here */
    int place_count = !question->is_about ? 1 : question->method == HTTP_POST ? 2 : 3;
    int folder_count = walk->walker.token.folder != NULL ? FOLDERS : 1;
    for (int i = 0; i < place_count; i++)
        for (int folder = 0; folder < folder_count; folder++)
            check_one(walk, index, &(struct subject){.place = places[i], .folder = folder});
}

static void every_token_gets_what_its_scopes_and_persona_give(void **state)
{
    static struct walk walk;
    memset(&walk, 0, sizeof walk);
    world_open(&walk.world, *state);
    walk.world.f->app.rates.limit = 0; /* nobody waits */
    for (int place = 0; place < PERSONA_COUNT; place++)
        for (int set = 0; set <= TOKEN_SCOPE_COUNT; set++)
            for (int in_folder = 0; in_folder < 2; in_folder++) {
                unsigned scopes = set == TOKEN_SCOPE_COUNT ? SCOPE_ALL : token_scopes[set].scope;
                scopes &= SCOPE_ALL & ~(in_folder ? SCOPE_AUDIT_READ | SCOPE_TRANSFER : 0U);
                if (scopes == 0)
                    continue;
                begin_walker(&walk, place, scopes, in_folder ? folders[FOLDER_IN] : NULL);
                for (size_t i = 0; i < COUNT_OF(questions); i++)
                    check_question(&walk, (int)i);
            }
    print_message("# %d requests\n", walk.ask_count);
    assert_int_equal(walk.wrong_count, 0);
    for (size_t i = 0; i < COUNT_OF(questions); i++)
        assert_true(walk.has_succeeded[i]);
}

static void every_route_is_walked(void **state)
{
    (void)state;
    for (int i = 0; i < langfuse_route_count; i++) {
        bool is_walked = false;
        for (size_t j = 0; j < COUNT_OF(questions); j++)
            is_walked |= route_of(&questions[j]) == &langfuse_routes[i];
        if (!is_walked)
            fail_msg("nothing is asked of %s", langfuse_routes[i].pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_token_gets_what_its_scopes_and_persona_give,
                                        fixture_open_app, fixture_close),
        cmocka_unit_test(every_route_is_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
