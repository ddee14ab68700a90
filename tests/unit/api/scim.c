#include "test.h"

#include "base/clock.h"
#include "data/account/provision_change.h"
#include "data/account/user_change.h"
#include "data/token/service_account.h"
#include "scim.h"

/* A provisioning service makes and changes people: over app_serve. */

static char secret[API_SECRET_LEN];
static char id[UUID_TEXT_LEN]; /* of the last person */
static char tag[60];

#define USERS "/api/scim/v2/Users"

/* Of RFC 7644, 3.3, as identity providers fill it in. */
#define ANN                                                                                        \
    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":"                  \
    "\"Ann.Lee@Example.org\",\"externalId\":\"00u1\",\"name\":{\"formatted\":\"Ms. Ann Lee\","     \
    "\"familyName\":\"van Lee\",\"givenName\":\"Ann\"},\"title\":\"Tester\",\"active\":true,"      \
    "\"emails\":[{\"value\":\"ann.lee@example.org\",\"type\":\"work\",\"primary\":true}],"         \
    "\"password\":\"t1meMa$heen\"}"

static struct response *ask(struct fixture *f, const char *method, const char *path,
                            const char *body)
{
    return scim_send(f, secret, method, path, body);
}

static void begin(struct fixture *f)
{
    struct api_token_made made =
        scim_token(f, &f->own.users[PERSONA_CUSTOMER_ADMIN], "Identity provider");
    memcpy(secret, made.secret, sizeof secret);
}

/* Keeps what the next request needs of an answer. */
static void note(struct fixture *f, const struct response *response)
{
    (void)snprintf(id, sizeof id, "%s", call_text(f, response, "id"));
    (void)snprintf(tag, sizeof tag, "%s", fixture_header(response, "ETag"));
}

static void make(struct fixture *f, const char *body)
{
    struct response *response = ask(f, "POST", USERS, body);
    fixture_assert_status(response, 201);
    note(f, response);
}

static const char *name_part(struct fixture *f, const struct response *response, const char *part)
{
    const char *text =
        json_string_value(json_object_get(json_object_get(call_json(f, response), "name"), part));
    return text == NULL ? "" : text;
}

static bool is_active(struct fixture *f, const struct response *response)
{
    return json_is_true(json_object_get(call_json(f, response), "active"));
}

static int64_t total(struct fixture *f, const char *query)
{
    char path[400];
    (void)snprintf(path, sizeof path, USERS "%s", query);
    struct response *response = ask(f, "GET", path, NULL);
    fixture_assert_status(response, 200);
    return json_integer_value(json_object_get(call_json(f, response), "totalResults"));
}

/* How many events of people there are, whatever they are about. */
static int64_t events(struct fixture *f)
{
    static const char *const actions[] = {"user.invite", "user.update", "user.deactivate",
                                          "user.activate"};
    int64_t count = 0;
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        count += fixture_count_events(f, actions[i], "success");
    return count;
}

static void someone_is_made_found_and_read(void **state)
{
    struct fixture *f = *state;
    char location[300];
    begin(f);
    int64_t before = events(f);
    assert_int_equal(total(f, "?filter=userName%20eq%20%22ann.lee@example.org%22"), 0);
    struct response *response = ask(f, "POST", USERS, ANN);
    fixture_assert_status(response, 201);
    assert_string_equal(response->content_type, "application/scim+json");
    note(f, response);
    (void)snprintf(location, sizeof location, "http://127.0.0.1:8080%s", scim_path(id));
    assert_string_equal(fixture_header(response, "Location"), location);
    assert_string_equal(call_text(f, response, "userName"), "Ann.Lee@Example.org");
    assert_string_equal(call_text(f, response, "externalId"), "00u1");
    assert_string_equal(call_text(f, response, "displayName"), "Ann van Lee");
    assert_string_equal(call_text(f, response, "userType"), "Enterprise Team");
    assert_string_equal(name_part(f, response, "givenName"), "Ann");
    assert_string_equal(name_part(f, response, "familyName"), "van Lee");
    assert_true(is_active(f, response));
    fixture_assert_has_not(response, "t1meMa");
    assert_int_equal(events(f), before + 1);
    assert_int_equal(fixture_count_events(f, "user.invite", "success"), 1);
    fixture_assert_status(ask(f, "GET", scim_path(id), NULL), 200);
    assert_int_equal(total(f, "?filter=userName%20eq%20%22ANN.LEE@example.org%22"), 1);
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200u1%22"), 1);
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200U1%22"), 0);
    struct uuid user_id;
    assert_int_equal(uuid_parse(id, &user_id), ERR_NONE);
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM one_time_links WHERE user_id = $1 "
                                   "AND purpose = 'invitation' AND used_at IS NULL",
                                   &user_id),
                     1);
    /* sealed, and found by a hash */
    assert_int_equal(fixture_count(f,
                                   "SELECT count(*) FROM user_provisions WHERE user_id = $1 "
                                   "AND length(external_id) >= 64 AND length(given_name) >= 64 "
                                   "AND length(external_index) = 32",
                                   &user_id),
                     1);
}

/* Each in the words of Okta, Entra ID or the RFC, one after the other. */
static void every_spelling_of_a_change_is_understood(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *operation;
        const char *key; /* and what it is afterwards */
        const char *value;
    } rows[] = {
        {"{\"op\":\"replace\",\"value\":{\"active\":false}}", "active", "no"},
        {"{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"True\"}", "active", "yes"},
        {"{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}", "active", "no"},
        {"{\"op\":\"Add\",\"path\":\"active\",\"value\":true}", "active", "yes"},
        {"{\"op\":\"Replace\",\"path\":\"name.givenName\",\"value\":\"Anna\"}", "displayName",
         "Anna van Lee"},
        {"{\"op\":\"replace\",\"value\":{\"name.familyName\":\"Roe\"}}", "displayName", "Anna Roe"},
        {"{\"op\":\"replace\",\"value\":{\"name\":{\"givenName\":\"Ann\",\"familyName\":\"Lee\"}}}",
         "displayName", "Ann Lee"},
        {"{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Ann B. Lee\"}", "displayName",
         "Ann B. Lee"},
        {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":"
         "\"ann@example.org\"}",
         "userName", "ann@example.org"},
        {"{\"op\":\"replace\",\"path\":\"emails[type eq \\\"home\\\"].value\",\"value\":"
         "\"home@example.org\"}",
         "userName", "ann@example.org"},
        {"{\"op\":\"replace\",\"path\":\"urn:ietf:params:scim:schemas:core:2.0:User:userName\","
         "\"value\":\"lee@example.org\"}",
         "userName", "lee@example.org"},
        {"{\"op\":\"add\",\"path\":\"roles\",\"value\":[{\"value\":\"product manager\"}]}",
         "userType", "Product Manager"},
        {"{\"op\":\"Add\",\"path\":\"roles[primary eq \\\"True\\\"].value\",\"value\":"
         "\"DevOps Engineer\"}",
         "userType", "DevOps Engineer"},
        {"{\"op\":\"remove\",\"path\":\"userType\"}", "userType", "Enterprise Team"},
        {"{\"op\":\"replace\",\"path\":\"externalId\",\"value\":\"00u2\"}", "externalId", "00u2"},
        {"{\"op\":\"Remove\",\"path\":\"externalId\"}", "externalId", ""},
    };
    begin(f);
    make(f, ANN);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char body[600];
        (void)snprintf(body, sizeof body,
                       "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],"
                       "\"Operations\":[%s]}",
                       rows[i].operation);
        int64_t before = events(f);
        struct response *response = ask(f, "PATCH", scim_path(id), body);
        fixture_assert_status(response, 200);
        bool is_truth = strcmp(rows[i].key, "active") == 0;
        const char *found = is_truth ? (is_active(f, response) ? "yes" : "no")
                                     : call_text(f, response, rows[i].key);
        if (strcmp(found, rows[i].value) != 0)
            fail_msg("%s: %s", rows[i].operation, found);
        bool is_home = strstr(rows[i].operation, "home") != NULL;
        assert_int_equal(events(f), before + (is_home ? 0 : 1));
        before = events(f); /* and once more, which changes nothing */
        fixture_assert_status(ask(f, "PATCH", scim_path(id), body), 200);
        assert_int_equal(events(f), before);
    }
}

static void a_resource_takes_the_place_of_the_one_before(void **state)
{
    struct fixture *f = *state;
    begin(f);
    make(f, ANN);
    struct response *response =
        ask(f, "PUT", scim_path(id),
            "{\"userName\":\"ann@example.org\",\"displayName\":\"Ann Lee\",\"userType\":\"Product "
            "Manager\",\"id\":\"ignored\",\"meta\":{\"version\":\"x\"},\"phoneNumbers\":[{}]}");
    fixture_assert_status(response, 200);
    assert_string_equal(call_text(f, response, "id"), id);
    assert_string_equal(call_text(f, response, "userName"), "ann@example.org");
    assert_string_equal(call_text(f, response, "displayName"), "Ann Lee");
    assert_string_equal(call_text(f, response, "externalId"), "");
    assert_string_equal(call_text(f, response, "userType"), "Product Manager");
    assert_true(is_active(f, response));
    assert_scim_error(f, ask(f, "PUT", scim_path(id), "{\"displayName\":\"Ann\"}"), 400,
                      "invalidValue");
    /* two facts, each with its event */
    int64_t updates = fixture_count_events(f, "user.update", "success");
    response =
        ask(f, "PUT", scim_path(id),
            "{\"userName\":\"ann@example.org\",\"displayName\":\"Ann Roe\",\"active\":false}");
    fixture_assert_status(response, 200);
    assert_false(is_active(f, response));
    assert_int_equal(fixture_count_events(f, "user.update", "success"), updates + 1);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "success"), 1);
}

static void whoever_is_deactivated_is_out_at_once(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *user = &f->own.users[PERSONA_PRODUCT_MANAGER];
    char token[API_SECRET_LEN];
    begin(f);
    make_token(f, PERSONA_PRODUCT_MANAGER, SCOPE_ALL, token);
    fixture_sign_in(f, user);
    fixture_assert_status(fixture_get(f, "/prompts"), 200);
    fixture_assert_status(call_get(f, token, "/api/v1/prompts"), 200);
    fixture_assert_status(
        ask(f, "PATCH", scim_path(user->id_text),
            "{\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}"),
        200);
    assert_int_not_equal(fixture_get(f, "/prompts")->status, 200);
    assert_problem(f, call_get(f, token, "/api/v1/prompts"), 401);
    assert_int_equal(total(f, "?filter=active%20eq%20false"), 1);
}

static void whoever_is_deleted_stays_for_auditors(void **state)
{
    struct fixture *f = *state;
    char first[UUID_TEXT_LEN], page[100];
    begin(f);
    make(f, ANN);
    memcpy(first, id, sizeof first);
    int64_t before = events(f);
    fixture_assert_status(ask(f, "DELETE", scim_path(id), NULL), 204);
    assert_int_equal(events(f), before + 1);
    assert_scim_error(f, ask(f, "GET", scim_path(id), NULL), 404, "");
    assert_scim_error(f, ask(f, "DELETE", scim_path(id), NULL), 404, "");
    assert_scim_error(f, ask(f, "PUT", scim_path(id), ANN), 404, "");
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200u1%22"), 0);
    assert_int_equal(total(f, "?filter=userName%20eq%20%22ann.lee@example.org%22"), 0);
    fixture_sign_in(f, &f->own.users[PERSONA_CUSTOMER_ADMIN]);
    (void)snprintf(page, sizeof page, "/users/%s", id);
    struct response *response = fixture_get(f, page);
    fixture_assert_status(response, 200);
    fixture_assert_has(response, "Inactive");
    fixture_assert_has(response, "00u1");
    /* made again, it is the same person, with another invitation */
    before = events(f);
    make(f, ANN);
    assert_string_equal(id, first);
    assert_int_equal(events(f), before + 1);
    assert_int_equal(fixture_count_events(f, "user.activate", "success"), 1);
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200u1%22"), 1);
    /* somebody who was inactive is deleted as well */
    fixture_assert_status(
        ask(f, "PATCH", scim_path(id),
            "{\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}"),
        200);
    before = events(f);
    fixture_assert_status(ask(f, "DELETE", scim_path(id), NULL), 204);
    assert_int_equal(events(f), before + 1);
    assert_scim_error(f, ask(f, "GET", scim_path(id), NULL), 404, "");
}

/* Whoever a person activates again is found by the service, as it called them. */
static void a_service_takes_somebody_back(void **state)
{
    struct fixture *f = *state;
    struct uuid user_id;
    begin(f);
    make(f, ANN);
    assert_int_equal(uuid_parse(id, &user_id), ERR_NONE);
    fixture_assert_status(ask(f, "DELETE", scim_path(id), NULL), 204);
    fixture_begin(f);
    assert_int_equal(user_activate(f->db, &f->own.users[PERSONA_CUSTOMER_ADMIN].actor, &user_id),
                     ERR_NONE);
    fixture_assert_status(ask(f, "GET", scim_path(id), NULL), 200);
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200u1%22"), 0);
    int64_t before = events(f);
    fixture_assert_status(ask(f, "PUT", scim_path(id), ANN), 200);
    assert_int_equal(events(f), before + 1);
    assert_int_equal(total(f, "?filter=externalId%20eq%20%2200u1%22"), 1);
    fixture_assert_status(ask(f, "PUT", scim_path(id), ANN), 200);
    assert_int_equal(events(f), before + 1);
}

static void nobody_takes_what_is_somebody_elses(void **state)
{
    struct fixture *f = *state;
    char body[300], own_text[400];
    begin(f);
    make(f, ANN);
    int64_t before = events(f);
    assert_scim_error(f, ask(f, "POST", USERS, ANN), 409, "uniqueness");
    assert_scim_error(
        f, ask(f, "POST", USERS, "{\"userName\":\"other@example.org\",\"externalId\":\"00u1\"}"),
        409, "uniqueness");
    make(f, "{\"userName\":\"other@example.org\",\"externalId\":\"00u9\"}");
    assert_scim_error(f,
                      ask(f, "PATCH", scim_path(id),
                          "{\"Operations\":[{\"op\":\"add\",\"path\":\"externalId\",\"value\":"
                          "\"00u1\"}]}"),
                      409, "uniqueness");
    /* of one's own organization and of another: the same bytes, and no word on whose it is */
    (void)snprintf(body, sizeof body, "{\"userName\":\"%s\"}",
                   f->own.users[PERSONA_PRODUCT_MANAGER].email);
    struct response *response = ask(f, "POST", USERS, body);
    assert_scim_error(f, response, 409, "uniqueness");
    (void)snprintf(own_text, sizeof own_text, "%s", response->body.data);
    (void)snprintf(body, sizeof body, "{\"userName\":\"%s\"}",
                   f->other.users[PERSONA_PRODUCT_MANAGER].email);
    response = ask(f, "POST", USERS, body);
    assert_scim_error(f, response, 409, "uniqueness");
    assert_string_equal(response->body.data, own_text);
    (void)snprintf(body, sizeof body, "?filter=userName%%20eq%%20%%22%s%%22",
                   f->other.users[PERSONA_PRODUCT_MANAGER].email);
    assert_int_equal(total(f, body), 0);
    assert_int_equal(events(f), before + 1);
}

static void people_of_others_are_nobody(void **state)
{
    struct fixture *f = *state;
    static const char nobody[] = "0190a000-0000-7000-8000-00000000abcd";
    static const char *const methods[] = {"GET", "PUT", "PATCH", "DELETE"};
    static const char *const bodies[] = {
        NULL, "{\"userName\":\"x@example.org\"}",
        "{\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}", NULL};
    const char *theirs = f->other.users[PERSONA_PRODUCT_MANAGER].id_text;
    begin(f);
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        char missing[400];
        struct response *response = ask(f, methods[i], scim_path(nobody), bodies[i]);
        assert_scim_error(f, response, 404, "");
        (void)snprintf(missing, sizeof missing, "%s", response->body.data);
        response = ask(f, methods[i], scim_path(theirs), bodies[i]);
        assert_scim_error(f, response, 404, "");
        assert_string_equal(response->body.data, missing);
    }
    assert_scim_error(f, ask(f, "GET", scim_path("me"), NULL), 404, "");
    assert_scim_error(f, ask(f, "GET", "/api/scim/v2/Groups", NULL), 404, "");
    assert_int_equal(total(f, ""), FIXTURE_USER_COUNT);
}

/* Superusers and Platform Admins have more rights than a token; whoever answers for it keeps
 * theirs. */
static void nobody_above_the_token_is_changed(void **state)
{
    struct fixture *f = *state;
    static const int above[] = {FIXTURE_SUPERUSER, PERSONA_PLATFORM_ADMIN, PERSONA_CUSTOMER_ADMIN};
    static const char off[] =
        "{\"Operations\":[{\"op\":\"replace\",\"value\":{\"active\":false}}]}";
    static const char lower[] = "{\"Operations\":[{\"op\":\"replace\",\"path\":\"userType\","
                                "\"value\":\"Product Manager\"}]}";
    begin(f);
    int64_t before = events(f);
    for (size_t i = 0; i < COUNT_OF(above); i++) {
        const char *who = f->own.users[above[i]].id_text;
        assert_scim_error(f, ask(f, "PATCH", scim_path(who), off), 403, "");
        assert_scim_error(f, ask(f, "PATCH", scim_path(who), lower), 403, "");
        assert_scim_error(f, ask(f, "DELETE", scim_path(who), NULL), 403, "");
        fixture_assert_status(ask(f, "GET", scim_path(who), NULL), 200);
    }
    assert_int_equal(events(f), before);
    assert_int_equal(fixture_count_events(f, "user.update", "refusal"), 6);
    assert_int_equal(fixture_count_events(f, "user.deactivate", "refusal"), 3);
    static const char *const raised[] = {"Platform Admin", "superuser", "Employee"};
    for (size_t i = 0; i < COUNT_OF(raised); i++) {
        char body[200];
        (void)snprintf(body, sizeof body, "{\"userName\":\"up@example.org\",\"userType\":\"%s\"}",
                       raised[i]);
        assert_scim_error(f, ask(f, "POST", USERS, body), 400, "invalidValue");
    }
    make(f, "{\"userName\":\"up@example.org\",\"userType\":\"customer admin\"}");
}

/* The token's owner was an administrator when it came, and is none when it is carried out. */
static void one_administrator_stays(void **state)
{
    struct fixture *f = *state;
    struct api_caller caller;
    struct provisioned last;
    struct problem problem = {.field = ""};
    begin(f);
    const struct uuid *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].id;
    fixture_script(f,
                   "UPDATE users SET is_superuser = 0, user_persona = 'Customer Admin' "
                   "WHERE user_persona = 'Platform Admin' OR is_superuser",
                   "UPDATE users SET is_superuser = false, user_persona = 'Customer Admin' "
                   "WHERE user_persona = 'Platform Admin' OR is_superuser");
    fixture_begin(f);
    assert_int_equal(api_token_authenticate(f->db, NULL, secret, &caller), ERR_NONE);
    caller.actor.user_id = f->own.users[PERSONA_PRODUCT_MANAGER].id;
    static const int admins[] = {PERSONA_PLATFORM_ADMIN, FIXTURE_SUPERUSER};
    for (size_t i = 0; i < COUNT_OF(admins); i++)
        assert_int_equal(
            provision_end(f->db, &caller.actor, &f->own.users[admins[i]].id, 0, &problem),
            ERR_NONE);
    assert_int_equal(provision_end(f->db, &caller.actor, admin, 0, &problem), ERR_CONFLICT);
    assert_string_equal(problem.field, "is_active");
    assert_int_equal(provision_get(f->db, &caller.actor, admin, &last), ERR_NONE);
    struct provision_draft draft = {.id = *admin,
                                    .version = last.user.version,
                                    .email = last.user.email,
                                    .full_name = last.user.full_name,
                                    .persona = PERSONA_PRODUCT_MANAGER,
                                    .is_active = true};
    assert_int_equal(provision_update(f->db, &caller.actor, &draft, &problem), ERR_CONFLICT);
    draft.persona = PERSONA_CUSTOMER_ADMIN;
    draft.is_active = false;
    assert_int_equal(provision_update(f->db, &caller.actor, &draft, &problem), ERR_CONFLICT);
    assert_int_equal(
        fixture_count(f, "SELECT count(*) FROM users WHERE is_active AND id = $1", admin), 1);
}

static void rights_are_those_of_whoever_answers_for_the_token(void **state)
{
    struct fixture *f = *state;
    struct problem problem;
    begin(f);
    fixture_assert_status(ask(f, "GET", USERS, NULL), 200);
    /* a token that is for something else */
    char other[API_SECRET_LEN];
    make_token(f, PERSONA_CUSTOMER_ADMIN, SCOPE_ALL, other);
    assert_scim_error(f, scim_send(f, other, "GET", USERS, NULL), 403, "");
    assert_scim_error(f, scim_send(f, other, "POST", USERS, ANN), 403, "");
    assert_problem(f, call_get(f, secret, "/api/v1/prompts"), 403);
    assert_problem(f, call_get(f, secret, "/api/v1/search?q=a"), 403);
    assert_problem(f, call_get(f, secret, "/api/v1/audit"), 403);
    assert_scim_error(f, scim_send(f, NULL, "GET", USERS, NULL), 401, "");
    assert_scim_error(f, scim_send(f, "sk-rst-guess", "GET", USERS, NULL), 401, "");
    /* another person answers for the account, who may not invite people */
    struct service_account_list list;
    const struct actor *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN].actor;
    fixture_begin(f);
    assert_int_equal(service_account_list(f->db, admin, &list), ERR_NONE);
    struct uuid account = list.items[0].id;
    assert_int_equal(service_account_appoint(f->db, admin, &account,
                                             &f->own.users[PERSONA_PRODUCT_MANAGER].id, &problem),
                     ERR_NONE);
    assert_scim_error(f, ask(f, "GET", USERS, NULL), 403, "");
    assert_scim_error(f, ask(f, "POST", USERS, ANN), 403, "");
    fixture_begin(f);
    assert_int_equal(service_account_appoint(f->db, admin, &account,
                                             &f->own.users[PERSONA_CUSTOMER_ADMIN].id, &problem),
                     ERR_NONE);
    fixture_assert_status(ask(f, "GET", USERS, NULL), 200);
    fixture_begin(f);
    const struct actor *superuser = &f->own.users[FIXTURE_SUPERUSER].actor;
    assert_int_equal(user_deactivate(f->db, superuser, &f->own.users[PERSONA_CUSTOMER_ADMIN].id),
                     ERR_NONE);
    assert_scim_error(f, ask(f, "GET", USERS, NULL), 401, "");
}

static void a_revoked_token_is_over(void **state)
{
    struct fixture *f = *state;
    const struct fixture_user *admin = &f->own.users[PERSONA_CUSTOMER_ADMIN];
    struct api_token_made made = scim_token(f, admin, "Identity provider");
    memcpy(secret, made.secret, sizeof secret);
    fixture_assert_status(ask(f, "GET", USERS, NULL), 200);
    fixture_begin(f);
    assert_int_equal(api_token_revoke(f->db, &admin->actor, &made.id), ERR_NONE);
    struct response *response = ask(f, "GET", USERS, NULL);
    assert_scim_error(f, response, 401, "");
    assert_string_equal(fixture_header(response, "WWW-Authenticate"), "Bearer");
}

static void a_version_is_matched(void **state)
{
    struct fixture *f = *state;
    static const char body[] =
        "{\"Operations\":[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Ann Roe\"}]}";
    struct sent sent = {.body = body};
    char old[60];
    begin(f);
    make(f, ANN);
    sent.secret = secret;
    struct response *response = ask(f, "GET", scim_path(id), NULL);
    assert_string_equal(fixture_header(response, "ETag"), tag);
    json_t *meta = json_object_get(call_json(f, response), "meta");
    assert_string_equal(json_string_value(json_object_get(meta, "version")), tag);
    (void)snprintf(old, sizeof old, "%s", tag);
    sent.if_match = tag;
    response = send_call(f, "PATCH", scim_path(id), &sent);
    fixture_assert_status(response, 200);
    note(f, response);
    assert_string_not_equal(tag, old);
    sent.if_match = old;
    assert_scim_error(f, send_call(f, "PATCH", scim_path(id), &sent), 412, "");
    sent.if_match = old + 2; /* without the W/ */
    assert_scim_error(f, send_call(f, "PATCH", scim_path(id), &sent), 412, "");
    sent.if_match = "\"1\", \"x\"";
    assert_scim_error(f, send_call(f, "PATCH", scim_path(id), &sent), 412, "");
    assert_scim_error(
        f, send_call(f, "DELETE", scim_path(id), &(struct sent){.secret = secret, .if_match = old}),
        412, "");
    sent.if_match = "*";
    fixture_assert_status(send_call(f, "PATCH", scim_path(id), &sent), 200);
    response =
        send_call(f, "GET", scim_path(id), &(struct sent){.secret = secret, .if_none_match = tag});
    fixture_assert_status(response, 304);
    assert_int_equal(response->body.len, 0);
    fixture_assert_status(
        send_call(f, "DELETE", scim_path(id), &(struct sent){.secret = secret, .if_match = tag}),
        204);
}

static void what_can_not_be_read_is_refused(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *method;
        const char *body;
        const char *type;
    } rows[] = {
        {"POST", "", "invalidSyntax"},
        {"POST", "{\"userName\":", "invalidSyntax"},
        {"POST", "[]", "invalidSyntax"},
        {"POST", "{}", "invalidValue"},
        {"POST", "{\"userName\":7}", "invalidValue"},
        {"POST", "{\"userName\":\"\"}", "invalidValue"},
        {"POST", "{\"userName\":\"nobody\"}", "invalidValue"},
        {"POST", "{\"userName\":\"a@example.org\",\"userName\":\"b@example.org\"}",
         "invalidSyntax"},
        {"POST", "{\"userName\":\"a@example.org\",\"active\":\"perhaps\"}", "invalidValue"},
        {"POST", "{\"userName\":\"a@example.org\",\"active\":false}", "invalidValue"},
        {"POST", "{\"userName\":\"a@example.org\",\"name\":\"Ann\"}", "invalidValue"},
        {"POST", "{\"userName\":\"a@example.org\",\"emails\":[7]}", "invalidValue"},
        {"POST", "{\"userName\":\"a@example.org\",\"displayName\":\"\\u202eevil\"}",
         "invalidValue"},
        {"PATCH", "{}", "invalidSyntax"},
        {"PATCH", "{\"Operations\":[]}", "invalidSyntax"},
        {"PATCH", "{\"Operations\":[{\"op\":\"move\",\"path\":\"active\"}]}", "invalidSyntax"},
        {"PATCH", "{\"Operations\":[{\"op\":\"remove\"}]}", "noTarget"},
        {"PATCH", "{\"Operations\":[{\"op\":\"remove\",\"path\":\"userName\"}]}", "mutability"},
        {"PATCH", "{\"Operations\":[{\"op\":\"replace\",\"path\":\"id\",\"value\":\"x\"}]}",
         "mutability"},
        {"PATCH", "{\"Operations\":[{\"op\":\"add\",\"path\":\"a b\",\"value\":1}]}",
         "invalidPath"},
        {"PATCH", "{\"Operations\":[{\"op\":\"add\",\"path\":\"active\"}]}", "invalidValue"},
    };
    begin(f);
    make(f, ANN);
    int64_t before = events(f);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool is_patch = rows[i].method[1] == 'A';
        struct response *response =
            ask(f, rows[i].method, is_patch ? scim_path(id) : USERS, rows[i].body);
        if (response->status != 400)
            fail_msg("%s: %d", rows[i].body, response->status);
        assert_scim_error(f, response, 400, rows[i].type);
    }
    assert_int_equal(events(f), before);
    assert_scim_error(f, ask(f, "POST", "/api/scim/v2/Schemas", "{}"), 405, "");
}

static void only_filters_that_are_known_are_answered(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {
        "userName%20sw%20%22a%22",
        "userName%20eq%20a",
        "userName%20eq",
        "nickName%20eq%20%22a%22",
        "userName%20eq%20%22a%22%20or%20active%20eq%20true",
        "not%20(active%20eq%20true)",
        "active%20eq%20%22perhaps%22",
        "userName%20eq%20true",
        "emails[type%20eq%20%22work%22]",
        "%22%22",
    };
    char query[400];
    begin(f);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        (void)snprintf(query, sizeof query, USERS "?filter=%s", bad[i]);
        assert_scim_error(f, ask(f, "GET", query, NULL), 400, "invalidFilter");
    }
    (void)snprintf(query, sizeof query, "?filter=id%%20EQ%%20%%22%s%%22",
                   f->own.users[PERSONA_PRODUCT_MANAGER].id_text);
    assert_int_equal(total(f, query), 1);
    assert_int_equal(total(f, "?filter=id%20eq%20%22x%22"), 0);
    assert_int_equal(total(f, "?filter=USERNAME%20eq%20%22no%20address%22"), 0);
    assert_int_equal(total(f, "?filter=active%20eq%20true"), FIXTURE_USER_COUNT);
    assert_int_equal(total(f, "?filter=active%20eq%20%22False%22"), 0);
}

static void lists_come_in_pages(void **state)
{
    struct fixture *f = *state;
    char seen[FIXTURE_USER_COUNT][UUID_TEXT_LEN], query[100];
    int count = 0;
    begin(f);
    for (int start = 1; start <= FIXTURE_USER_COUNT; start += 3) {
        (void)snprintf(query, sizeof query, USERS "?startIndex=%d&count=3&sortBy=x", start);
        json_t *page = call_json(f, ask(f, "GET", query, NULL));
        assert_int_equal(json_integer_value(json_object_get(page, "totalResults")),
                         FIXTURE_USER_COUNT);
        assert_int_equal(json_integer_value(json_object_get(page, "startIndex")), start);
        json_t *items = json_object_get(page, "Resources");
        for (size_t i = 0; i < json_array_size(items); i++) {
            const char *found = json_string_value(json_object_get(json_array_get(items, i), "id"));
            for (int j = 0; j < count; j++)
                assert_string_not_equal(seen[j], found);
            (void)snprintf(seen[count++], UUID_TEXT_LEN, "%s", found);
        }
    }
    assert_int_equal(count, FIXTURE_USER_COUNT);
    json_t *page = call_json(f, ask(f, "GET", USERS "?startIndex=-4&count=-1", NULL));
    assert_int_equal(json_integer_value(json_object_get(page, "startIndex")), 1);
    assert_int_equal(json_array_size(json_object_get(page, "Resources")), 0);
    page = call_json(f, ask(f, "GET", USERS "?startIndex=1000", NULL));
    assert_int_equal(json_array_size(json_object_get(page, "Resources")), 0);
    assert_scim_error(f, ask(f, "GET", USERS "?count=many", NULL), 400, "invalidValue");
}

static void as_much_is_answered_as_is_asked_for(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *query;
        size_t count;
        const char *there, *missing;
    } rows[] = {
        {"", 11, "userName", "nickName"},
        {"?attributes=userName", 3, "userName", "emails"},
        {"?attributes=USERNAME,%20name.givenName", 4, "name", "emails"},
        {"?attributes=urn:ietf:params:scim:schemas:core:2.0:User:emails", 3, "emails", "userName"},
        {"?attributes=user", 2, "id", "userName"},
        {"?attributes=", 2, "schemas", "userName"},
        {"?excludedAttributes=id,schemas,emails,roles", 9, "id", "roles"},
        {"?excludedAttributes=name.givenName", 11, "name", "nickName"},
    };
    begin(f);
    make(f, ANN);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char path[300];
        (void)snprintf(path, sizeof path, "%s%s", scim_path(id), rows[i].query);
        json_t *json = call_json(f, ask(f, "GET", path, NULL));
        assert_int_equal(json_object_size(json), rows[i].count);
        assert_non_null(json_object_get(json, rows[i].there));
        assert_null(json_object_get(json, rows[i].missing));
    }
}

static void scim_describes_itself(void **state)
{
    struct fixture *f = *state;
    begin(f);
    json_t *config = call_json(f, ask(f, "GET", "/api/scim/v2/ServiceProviderConfig", NULL));
    assert_true(json_is_true(json_object_get(json_object_get(config, "patch"), "supported")));
    assert_true(json_is_false(json_object_get(json_object_get(config, "bulk"), "supported")));
    struct response *response = ask(f, "GET", "/api/scim/v2/ResourceTypes/User", NULL);
    assert_string_equal(call_text(f, response, "endpoint"), "/Users");
    response =
        ask(f, "GET", "/api/scim/v2/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", NULL);
    json_t *attributes = json_object_get(call_json(f, response), "attributes");
    assert_int_equal(json_array_size(attributes), 7);
    assert_scim_error(f, ask(f, "GET", "/api/scim/v2/Schemas/x", NULL), 404, "");
    assert_scim_error(f, ask(f, "GET", "/api/scim/v2/ResourceTypes/Group", NULL), 404, "");
    fixture_assert_status(ask(f, "GET", "/api/scim/v2/Schemas", NULL), 200);
    fixture_assert_status(ask(f, "GET", "/api/scim/v2/ResourceTypes", NULL), 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open_app, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(someone_is_made_found_and_read),
        TEST(every_spelling_of_a_change_is_understood),
        TEST(a_resource_takes_the_place_of_the_one_before),
        TEST(whoever_is_deactivated_is_out_at_once),
        TEST(whoever_is_deleted_stays_for_auditors),
        TEST(a_service_takes_somebody_back),
        TEST(nobody_takes_what_is_somebody_elses),
        TEST(people_of_others_are_nobody),
        TEST(nobody_above_the_token_is_changed),
        TEST(one_administrator_stays),
        TEST(rights_are_those_of_whoever_answers_for_the_token),
        TEST(a_revoked_token_is_over),
        TEST(a_version_is_matched),
        TEST(what_can_not_be_read_is_refused),
        TEST(only_filters_that_are_known_are_answered),
        TEST(lists_come_in_pages),
        TEST(as_much_is_answered_as_is_asked_for),
        TEST(scim_describes_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
