#include "test.h"

#include <stdio.h>
#include <string.h>

#include "app_rest.h"
#include "data/audit/audit.h"
#include "data/trail/audit_list.h"
#include "fixture.h"
#include "pages/shell/api_world.h"

/* The whole policy, walked through the API: every route is asked with every scope alone and with
 * all, restricted to a folder or not, by tokens of people of every persona, of service accounts and
 * of agents, about a record of whoever it acts for, a colleague's and another organization's, in
 * the folder and outside. What must come out follows from the table of routes and from
 * domain/policy: nothing is listed here but what a request needs, and whose proposals, imports and
 * events there are. */

enum { PAGE_ARENA = 256 << 20 };

enum owner { OWNER_PERSON, OWNER_ACCOUNT, OWNER_AGENT, OWNERS };
static const char *const owner_names[OWNERS] = {"person", "service account", "agent"};

/* Whoever asks: what the token is to be, for the policy, and its secret. */
struct walker {
    enum owner owner;
    int place; /* of whom it acts for */
    struct actor actor;
    struct actor_token token;
    char secret[API_SECRET_LEN];
};

/* Every scope alone, and all: for a folder those that such a token may have. That of provisioning
 * only one of service accounts has, which make_provisioner() makes. */
enum {
    SCOPE_SETS = TOKEN_SCOPE_COUNT + 1,
    WALKERS_MAX = OWNERS * FIXTURE_USER_COUNT * 2 * SCOPE_SETS
};

struct walk {
    struct world world;
    struct walker walkers[WALKERS_MAX];
    int walker_count;
    int wrong_count;
    int64_t ask_count;
    struct arena *arena; /* of one request */
    char not_found[400]; /* what every 404 says: nobody learns that there is something */
    bool has_succeeded;  /* the route, with the status of its success */
};

/* ---- tokens ------------------------------------------------------------------------------- */

static unsigned scopes_of(int set, bool is_in_folder)
{
    unsigned of_all = SCOPE_AUDIT_READ | SCOPE_TRANSFER; /* of no folder */
    unsigned scopes = set == TOKEN_SCOPE_COUNT ? SCOPE_ALL : token_scopes[set].scope;
    return scopes & SCOPE_ALL & ~(is_in_folder ? of_all : 0);
}

static void make_walker(struct walk *walk, enum owner owner, int place, const struct uuid *owner_id,
                        unsigned scopes, const char *folder)
{
    static const enum token_owner owners[OWNERS] = {TOKEN_OF_USER, TOKEN_OF_ACCOUNT,
                                                    TOKEN_OF_AGENT};
    struct fixture *f = walk->world.f;
    const struct fixture_user *user = user_of(&walk->world, place);
    const struct actor *maker =
        owner == OWNER_PERSON ? &user->actor : &f->own.users[FIXTURE_SUPERUSER].actor;
    struct walker *walker = &walk->walkers[walk->walker_count++];
    struct api_token_new new = {.owner = owners[owner],
                                .owner_id = *owner_id,
                                .name = "Walk",
                                .scopes = scopes,
                                .folder = folder == NULL ? "" : folder,
                                .days = 30};
    struct api_token_made made;
    struct problem problem = {0};
    fixture_begin(f);
    if (api_token_create(f->db, maker, &new, &made, &problem) != ERR_NONE)
        fail_msg("no token: %s", problem.message);
    *walker = (struct walker){.owner = owner,
                              .place = place,
                              .actor = user->actor,
                              .token = {.id = made.id, .scopes = scopes, .folder = folder}};
    memcpy(walker->secret, made.secret, API_SECRET_LEN);
    walker->actor.kind = ACTOR_TOKEN;
    walker->actor.is_superuser = false; /* no token is one */
    walker->actor.token = &walker->token;
}

/* With no scope there is no token. */
static void assert_no_token_without_scopes(struct walk *walk, const struct api_token_new *given)
{
    struct fixture *f = walk->world.f;
    struct api_token_new new = *given;
    struct api_token_made made;
    struct problem problem = {0};
    new.scopes = 0;
    fixture_begin(f);
    assert_int_equal(
        api_token_create(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &new, &made, &problem),
        ERR_INVALID);
}

static void make_walkers(struct walk *walk, enum owner owner, int place,
                         const struct uuid *owner_id)
{
    static const enum token_owner owners[OWNERS] = {TOKEN_OF_USER, TOKEN_OF_ACCOUNT,
                                                    TOKEN_OF_AGENT};
    for (int in_folder = 0; in_folder < 2; in_folder++)
        for (int set = 0; set < SCOPE_SETS; set++) {
            unsigned scopes = scopes_of(set, in_folder == 1);
            if (scopes != 0)
                make_walker(walk, owner, place, owner_id, scopes,
                            in_folder == 1 ? folders[FOLDER_IN] : NULL);
        }
    assert_no_token_without_scopes(walk, &(struct api_token_new){.owner = owners[owner],
                                                                 .owner_id = *owner_id,
                                                                 .name = "None",
                                                                 .folder = "",
                                                                 .days = 30});
}

static struct uuid make_account(struct walk *walk, int persona, int responsible)
{
    struct fixture *f = walk->world.f;
    struct uuid id;
    char name[40];
    struct problem problem = {0};
    (void)snprintf(name, sizeof name, "bot %d of %d", persona, responsible);
    struct service_account_new new = {.name = name,
                                      .persona = (enum persona)persona,
                                      .responsible_id = f->own.users[responsible].id};
    fixture_begin(f);
    assert_int_equal(
        service_account_create(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &new, &id, &problem),
        ERR_NONE);
    return id;
}

/* Whoever makes an agent's token answers for it, with whatever persona they have later: so those of
 * the walk are given to people of all. */
static void appoint(struct fixture *f, const struct uuid *agent_id, const struct uuid *user_id)
{
    struct audit_event event = {
        .action = "token.walk", .record_type = "agent", .record_id = *agent_id};
    fixture_begin(f);
    assert_int_equal(db_begin(f->db), ERR_NONE);
    enum err err = db_change(f->db,
                             "UPDATE api_tokens SET responsible_id = $3 "
                             "WHERE organization_id = $1 AND agent_id = $2",
                             db_uuid(&f->own.id), db_uuid(agent_id), db_uuid(user_id));
    if (err == ERR_NONE)
        err = audit_record(f->db, &f->own.users[FIXTURE_SUPERUSER].actor, &event);
    assert_int_equal(db_finish(f->db, err), ERR_NONE);
}

/* Whoever provisions people does nothing else, whatever an administrator may. */
static void make_provisioner(struct walk *walk)
{
    struct uuid account = make_account(walk, PERSONA_ENTERPRISE_TEAM, PERSONA_CUSTOMER_ADMIN);
    make_walker(walk, OWNER_ACCOUNT, PERSONA_ENTERPRISE_TEAM, &account, SCOPE_PROVISION, NULL);
}

static void make_all_walkers(struct walk *walk)
{
    struct fixture *f = walk->world.f;
    for (int persona = 0; persona < PERSONA_COUNT; persona++)
        make_walkers(walk, OWNER_PERSON, persona, &f->own.users[persona].id);
    make_walker(walk, OWNER_PERSON, FIXTURE_SUPERUSER, &f->own.users[FIXTURE_SUPERUSER].id,
                SCOPE_ALL, NULL);
    make_provisioner(walk);
    for (int persona = 0; persona < PERSONA_COUNT; persona++) {
        if (!persona_is_admin((enum persona)persona)) { /* which no account is */
            struct uuid account = make_account(walk, persona, persona);
            make_walkers(walk, OWNER_ACCOUNT, persona, &account);
        }
        struct uuid agent = make_one(&walk->world, RECORD_AGENT, FIXTURE_SUPERUSER, FOLDER_OUT);
        make_walkers(walk, OWNER_AGENT, persona, &agent);
        appoint(f, &agent, &f->own.users[persona].id);
    }
}

/* ---- what must come out ------------------------------------------------------------------- */

/* What a request is about. */
struct subject {
    int place;
    int folder;
};

static struct policy_target target_of(const struct walk *walk, const struct subject *subject)
{
    const struct fixture_user *user = user_of(&walk->world, subject->place);
    return (struct policy_target){user->actor.organization_id, user->id, folders[subject->folder]};
}

/* Of which verb: a right of the table, and for a label the protected one. */
static enum permission right_of(const struct route *route, const struct variant *variant)
{
    if (variant->is_protected)
        return PERMISSION_LABEL_MOVE_PROTECTED;
    return variant->asks_to_read ? operation_kind(route)->read : (enum permission)route->permission;
}

/* For people, and tokens of their own. */
static bool is_for_people(const struct route *route)
{
    return (route->method != HTTP_GET && strstr(route->pattern, "/rules/") != NULL) ||
           ends_with(route->pattern, "/override") || ends_with(route->pattern, "/review");
}

/* Of everything at once: who sees all of it. */
static bool is_of_all(const struct route *route)
{
    return text_starts_with(route->pattern, "/api/v1/rules") ||
           strcmp(route->pattern, "/api/v1/overrides") == 0;
}

static char expected_of_all(const struct route *route, const struct walker *walker)
{
    struct policy_target all = {.organization_id = walker->actor.organization_id,
                                .owner_id = walker->actor.user_id};
    bool is_allowed = policy_allows(&walker->actor, (enum permission)route->permission, &all) &&
                      (!is_for_people(route) || walker->owner == OWNER_PERSON);
    for (int i = 0; i < RECORD_KIND_COUNT && route->method != HTTP_DELETE; i++)
        is_allowed = is_allowed && policy_allows(&walker->actor, record_kinds[i].see, &all);
    return is_allowed ? 'a' : 'd';
}

/* What no right of the table says: who proposed decides about their proposal, and an import is
 * there for whoever sent it. */
static bool is_someones(const struct walk *walk, const struct route *route,
                        const struct walker *walker, const struct subject *subject)
{
    if (ends_with(route->pattern, "/withdraw"))
        return walker->place == PERSONA_ENTERPRISE_TEAM;
    if (is_for_people(route))
        return walker->owner == OWNER_PERSON;
    if (ends_with(route->pattern, "/cancel")) { /* nobody of ours started it */
        struct policy_target target = target_of(walk, subject);
        return policy_allows(&walker->actor, operation_kind(route)->change, &target);
    }
    return !text_starts_with(route->pattern, "/api/v1/import/{id}") ||
           walker->place == subject->place;
}

static char letter_of_err(enum err err)
{
    return err == ERR_NONE ? 'a' : err == ERR_NOT_FOUND ? 'n' : 'd';
}

/* 'a' allowed, 'd' 403, 'n' 404. */
static char expected_of(const struct walk *walk, const struct route *route,
                        const struct variant *variant, const struct walker *walker,
                        const struct subject *subject)
{
    const struct record_kind *kind = operation_kind(route);
    const struct actor *actor = &walker->actor;
    enum permission right = right_of(route, variant);
    struct policy_target target = target_of(walk, subject);
    if (right == PERMISSION_PUBLIC)
        return 'a';
    if (!policy_allows_some(actor, (enum permission)route->permission))
        return 'd';
    if (is_of_all(route))
        return expected_of_all(route, walker);
    if (strchr(route->pattern, '{') == NULL) { /* of all, or of none yet */
        bool makes = kind != NULL && route->method == HTTP_POST;
        struct policy_target own = {actor->organization_id, actor->user_id,
                                    makes ? target.folder : policy_folder(actor)};
        return policy_allows(actor, right, &own) ? 'a' : 'd';
    }
    if (kind == NULL)
        return policy_allows(actor, right, &target) && is_someones(walk, route, walker, subject)
                   ? 'a'
                   : 'n';
    enum err err = policy_check(actor, right, kind->see, &target);
    return err == ERR_NONE && !is_someones(walk, route, walker, subject) ? 'd' : letter_of_err(err);
}

/* What a request for something that changed meanwhile may get as well: the walk changes what it
 * walks over. 400 and 428 it may not. */
static char letter_of(int status)
{
    bool is_allowed = status < 300 || status == 409 || status == 412 || status == 422;
    return status == 403 ? 'd' : status == 404 ? 'n' : is_allowed ? 'a' : '!';
}

/* ---- asking ------------------------------------------------------------------------------- */

/* An import of whoever the subject is, which was not carried out yet. */
static struct uuid make_import(struct walk *walk, int place)
{
    struct fixture *f = walk->world.f;
    static const char document[] = "[{\"name\": \"imported\", \"prompt\": \"x\"}]";
    struct import_draft draft = {"walk.json", {document, sizeof document - 1}, false};
    const struct actor *actor = &user_of(&walk->world, place)->actor;
    struct import_list waiting = {.count = 0};
    struct problem problem;
    struct uuid id = {{0}};
    fixture_begin(f);
    enum err err = import_create(f->db, actor, &draft, &id, &problem);
    if (err == ERR_CONFLICT) { /* too many wait */
        assert_int_equal(import_list(f->db, actor, &waiting), ERR_NONE);
        for (int i = 0; i < waiting.count; i++)
            assert_int_equal(import_discard(f->db, actor, &waiting.imports[i].id), ERR_NONE);
        err = import_create(f->db, actor, &draft, &id, &problem);
    }
    assert_true(err == ERR_NONE || err == ERR_DENIED);
    return id;
}

/* What the address names; what is deleted, stopped or resumed is made for it. */
static struct address find_address(struct walk *walk, const struct route *route,
                                   const struct subject *subject, bool is_allowed)
{
    struct world *w = &walk->world;
    const struct record_kind *kind = operation_kind(route);
    struct address address = {.route = route};
    if (strchr(route->pattern, '{') == NULL || is_of_all(route))
        return address;
    if (text_starts_with(route->pattern, "/api/v1/import/"))
        address.ids[0] = make_import(walk, subject->place);
    else if (text_starts_with(route->pattern, "/api/v1/users/"))
        address.ids[0] = user_of(w, subject->place)->id;
    else if (text_starts_with(route->pattern, "/api/v1/audit/"))
        address.ids[0] = w->events[subject->place];
    else if (kind == NULL)
        fail_msg("nothing to ask %s about", route->pattern);
    if (kind == NULL)
        return address;
    const struct standing *standing = &w->records[kind->id][subject->place][subject->folder];
    address.ids[0] = standing->id;
    address.ids[1] = standing->proposal_id;
    address.name = standing->name;
    if (strstr(route->pattern, "/runs/{id}") != NULL)
        address.ids[1] = standing->run_id;
    if (strstr(route->pattern, "/overrides/{id}") != NULL)
        address.ids[1] = standing->override_id;
    if (ends_with(route->pattern, "/cancel"))
        address.ids[1] = make_run(w, kind->id, subject->place, &standing->id);
    if (is_allowed && route->method == HTTP_DELETE && ends_with(route->pattern, "/{id}"))
        address.ids[0] = make_one(w, kind->id, subject->place, subject->folder);
    if (is_allowed && ends_with(route->pattern, "/stop"))
        address.ids[0] = make_one(w, kind->id, subject->place, subject->folder);
    if (is_allowed && ends_with(route->pattern, "/resume"))
        address.ids[0] = make_stopped(w, kind->id, subject->place, subject->folder);
    return address;
}

static int *label_version(struct walk *walk, const struct route *route,
                          const struct variant *variant, const struct subject *subject)
{
    enum record_kind_id kind = operation_kind(route)->id;
    return &walk->world.records[kind][subject->place][subject->folder]
                .label_versions[variant->is_protected];
}

static const char *body_of(struct walk *walk, const struct route *route,
                           const struct variant *variant, const struct subject *subject)
{
    static char body[80];
    const struct request_shape *shape = shape_of(route);
    const struct record_kind *kind = operation_kind(route);
    if (moves_label(route)) { /* from one version to the other */
        (void)snprintf(body, sizeof body, "{\"version\":%d,\"reason\":\"Why\"}",
                       3 - *label_version(walk, route, variant, subject));
        return body;
    }
    if (ends_with(route->pattern, "/proposals") && route->method == HTTP_POST) {
        (void)snprintf(body, sizeof body,
                       "{\"label\":\"walked-%d\",\"version\":1,\"reason\":\"Why\"}",
                       ++walk->world.name_count);
        return body;
    }
    bool makes = route->method == HTTP_POST && kind != NULL && strchr(route->pattern, '{') == NULL;
    return makes ? new_record(&walk->world, kind->id, subject->place, subject->folder)
                 : shape->body;
}

/* What the walk needs again. */
static void mend(struct walk *walk, const struct route *route, const struct variant *variant,
                 const struct subject *subject)
{
    enum record_kind_id kind = operation_kind(route)->id;
    int *version = label_version(walk, route, variant, subject);
    if (moves_label(route))
        *version = 3 - *version;
    if (route->method != HTTP_DELETE)
        return;
    label(&walk->world, kind, subject->place,
          &walk->world.records[kind][subject->place][subject->folder].id, variant->label);
    *version = 1;
}

static void complain(const struct route *route, const char *path, const struct walker *walker,
                     int status, char expected)
{
    print_error("%s %s by a %s as %s with scopes %x in %s: %d, expected '%c'\n",
                http_method_names[route->method], path, owner_names[walker->owner],
                walker->place == FIXTURE_SUPERUSER ? "superuser" : persona_names[walker->place],
                walker->token.scopes,
                walker->token.folder == NULL ? "all folders" : walker->token.folder, status,
                expected);
}

static void check_not_found(struct walk *walk, const char *path, const char *body)
{
    if (walk->not_found[0] == '\0')
        (void)snprintf(walk->not_found, sizeof walk->not_found, "%s", body);
    if (strcmp(walk->not_found, body) != 0)
        fail_msg("%s says %s", path, body);
}

static bool forget_piece(void *context, struct text piece)
{
    (void)context;
    (void)piece;
    return true;
}

/* A request as a worker would serve it behind the one before, without what the fixture does around
 * each: there are many. Its status. */
static int ask(struct walk *walk, const struct route *route, const char *path, const char *secret,
               const char *body)
{
    char authorization[120], length[20];
    struct fixture *f = walk->world.f;
    (void)snprintf(authorization, sizeof authorization, "Bearer %s", secret);
    (void)snprintf(length, sizeof length, "%zu", body == NULL ? 0 : strlen(body));
    const struct request_input input = {.method = http_method_names[route->method],
                                        .uri = path,
                                        .authorization = authorization,
                                        .if_match = "*",
                                        .remote_addr = "127.0.0.1",
                                        .content_type = body == NULL ? NULL : "application/json",
                                        .content_length = body == NULL ? "" : length,
                                        .body = body,
                                        .body_len = body == NULL ? 0 : strlen(body)};
    struct response response;
    if (f->arena != NULL) { /* what was prepared */
        assert_int_equal(db_end_request(f->db), ERR_NONE);
        arena_destroy(f->arena);
        f->arena = NULL;
    }
    arena_reset(walk->arena);
    app_serve(&f->app, walk->arena, &input, &response);
    if (response.stream.next != NULL)
        assert_int_equal(response_make_stream(&response, forget_piece, NULL), ERR_NONE);
    if (response.status == 404)
        check_not_found(walk, path, response.body.data);
    walk->ask_count++;
    return response.status;
}

static void check_one(struct walk *walk, const struct route *route, const struct variant *variant,
                      const struct walker *walker, const struct subject *subject)
{
    char expected = expected_of(walk, route, variant, walker, subject);
    struct address address = find_address(walk, route, subject, expected == 'a');
    address.variant = variant;
    const char *path = address_text(&address);
    int status = ask(walk, route, path, walker->secret, body_of(walk, route, variant, subject));
    walk->has_succeeded |= status == route->operation->status;
    if (letter_of(status) != expected && walk->wrong_count++ < 50)
        complain(route, path, walker, status, expected);
    if (status < 300 && (moves_label(route) || ends_with(route->pattern, "/labels/{token}")))
        mend(walk, route, variant, subject);
}

/* About whom: where the route itself refuses, nothing is looked at; what names no record of anybody
 * is asked once; and folders are those of the own organization. */
static void check_walker(struct walk *walk, const struct route *route,
                         const struct variant *variant, const struct walker *walker)
{
    int colleague = walker->place == PERSONA_ENTERPRISE_TEAM ? PERSONA_INDIVIDUAL_DEVELOPER
                                                             : PERSONA_ENTERPRISE_TEAM;
    const int places[] = {walker->place, colleague, PLACE_OTHER};
    bool is_about = strchr(route->pattern, '{') != NULL;
    bool has_folder = operation_kind(route) != NULL && walker->token.folder != NULL;
    for (int i = 0; i < (is_about ? 3 : 1); i++)
        for (int folder = 0; folder < (has_folder && i < 2 ? FOLDERS : 1); folder++)
            check_one(walk, route, variant, walker, &(struct subject){places[i], folder});
}

static void check_variants(struct walk *walk, const struct route *route,
                           const struct walker *walker)
{
    int count = 0;
    const struct variant *variants = variants_of(route, &count);
    if (!policy_allows_some(&walker->actor, (enum permission)route->permission)) {
        check_one(walk, route, variants, walker, &(struct subject){walker->place, FOLDER_IN});
        return;
    }
    for (int v = 0; v < count; v++)
        check_walker(walk, route, &variants[v], walker);
}

static void check_route(struct walk *walk, const struct route *route)
{
    walk->has_succeeded = false;
    for (int i = 0; i < walk->walker_count; i++)
        check_variants(walk, route, &walk->walkers[i]);
    app_rest(&walk->world.f->app, walk->arena);
    fixture_begin(walk->world.f);
    if (!walk->has_succeeded)
        fail_msg("%s %s never succeeded", http_method_names[route->method], route->pattern);
}

static void every_token_gets_what_its_scopes_and_persona_give(void **state)
{
    static struct walk walk;
    struct fixture *f = *state;
    memset(&walk, 0, sizeof walk);
    walk.arena = arena_create(PAGE_ARENA);
    world_open(&walk.world, f);
    make_all_walkers(&walk);
    fixture_analyze(f);
    f->app.rates.limit = 0; /* nobody waits */
    for (int i = 0; i < api_route_count; i++)
        check_route(&walk, &api_routes[i]);
    print_message("# %lld requests of %d tokens\n", (long long)walk.ask_count, walk.walker_count);
    arena_destroy(walk.arena);
    assert_int_equal(walk.wrong_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_token_gets_what_its_scopes_and_persona_give,
                                        fixture_open_app, fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
