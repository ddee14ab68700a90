#ifndef TESTS_API_WORLD_H
#define TESTS_API_WORLD_H

#include "api/operation.h"
#include "api/rest/api_routes.h"
#include "calls.h"
#include "data/audit/audit.h"
#include "data/edit/record_state.h"
#include "data/token/service_account.h"
#include "data/trail/audit_list.h"
#include "data/transfer/import_upload.h"
#include "data/transfer/transfer_stores.h"
#include "endpoints.h"

/* What the walks over the API ask about: records of everybody, in two folders, and requests that
 * get to the verb of each route. */

enum { FOLDER_IN, FOLDER_OUT, FOLDERS };
static const char *const folders[FOLDERS] = {"walk", "elsewhere"};

enum { PLACE_OTHER = FIXTURE_USER_COUNT, PLACES }; /* by owner: ours, and one of the others' */

struct standing {
    struct uuid id;
    struct uuid proposal_id; /* of the Enterprise Team user, about production */
    char name[48];           /* as it is in addresses */
    int label_versions[2];   /* where "standing" and "production" are */
    struct uuid run_id;      /* of prompts and agents, that nobody of ours started */
    struct uuid override_id; /* likewise, that nobody of ours made */
};

struct world {
    struct fixture *f;
    char superuser[API_SECRET_LEN]; /* with all scopes */
    char other_superuser[API_SECRET_LEN];
    struct standing records[RECORD_KIND_COUNT][PLACES][FOLDERS];
    struct uuid members[2][FOLDERS]; /* agents for teams: ours, the others' */
    struct uuid events[PLACES];
    int name_count; /* so that names differ */
};

static inline const struct fixture_user *user_of(const struct world *w, int place)
{
    return place == PLACE_OTHER ? &w->f->other.users[PERSONA_ENTERPRISE_TEAM]
                                : &w->f->own.users[place];
}

static inline const char *superuser_of(const struct world *w, int place)
{
    return place == PLACE_OTHER ? w->other_superuser : w->superuser;
}

/* A record of a kind to be made, under a new name. Until the next. */
static inline const char *new_record(struct world *w, enum record_kind_id kind, int place,
                                     int folder)
{
    static char body[400];
    char member[UUID_TEXT_LEN];
    char name[48];
    (void)snprintf(name, sizeof name, "%s/made-%d", folders[folder], ++w->name_count);
    uuid_format(&w->members[place == PLACE_OTHER][folder], member);
    if (kind == RECORD_PROMPT)
        (void)snprintf(body, sizeof body, "{\"name\":\"%s\",\"body\":\"one\"}", name);
    else if (kind == RECORD_AGENT)
        (void)snprintf(body, sizeof body,
                       "{\"name\":\"%s\",\"config\":{\"model\":{\"provider\":\"openai\","
                       "\"name\":\"m\"}}}",
                       name);
    else if (kind == RECORD_SET)
        (void)snprintf(body, sizeof body, "{\"name\":\"%s\",\"cases\":[{}]}", name);
    else
        (void)snprintf(body, sizeof body,
                       "{\"name\":\"%s\",\"kind\":\"round_robin\",\"members\":[\"%s\"],"
                       "\"settings\":{\"termination\":{\"max_turns\":3}}}",
                       name, member);
    return body;
}

/* What makes its second version. */
static const char *const second_versions[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = "{\"body\":\"two\"}",
    [RECORD_AGENT] = "{\"config\":{\"model\":{\"provider\":\"openai\",\"name\":\"n\"}}}",
    [RECORD_TEAM] = "{\"settings\":{\"termination\":{\"max_turns\":4}}}",
    [RECORD_SET] = "{\"cases\":[{},{}]}",
};

static inline json_t *done(struct world *w, const char *secret, const char *method,
                           const char *path, const char *body)
{
    struct sent sent = {.secret = secret, .body = body, .if_match = "*"};
    struct response *response = send_call(w->f, method, path, &sent);
    if (response->status >= 300)
        fail_msg("%s %s: %d: %s", method, path, response->status, response->body.data);
    return call_json(w->f, response);
}

static inline struct uuid id_of(const json_t *json)
{
    struct uuid id;
    assert_int_equal(uuid_parse(json_string_value(json_object_get(json, "id")), &id), ERR_NONE);
    return id;
}

static inline void give(struct world *w, enum record_kind_id kind, const struct uuid *id, int place)
{
    struct problem problem;
    const struct fixture_organization *o = place == PLACE_OTHER ? &w->f->other : &w->f->own;
    if (place == FIXTURE_SUPERUSER)
        return; /* who made it */
    fixture_begin(w->f);
    assert_int_equal(record_transfer(w->f->db, &o->users[FIXTURE_SUPERUSER].actor,
                                     transfer_stores[kind], id, &user_of(w, place)->id, &problem),
                     ERR_NONE);
}

static inline struct uuid make_one(struct world *w, enum record_kind_id kind, int place, int folder)
{
    char path[40];
    (void)snprintf(path, sizeof path, "/api/v1%s", record_kinds[kind].path);
    struct uuid id =
        id_of(done(w, superuser_of(w, place), "POST", path, new_record(w, kind, place, folder)));
    give(w, kind, &id, place);
    return id;
}

static inline struct uuid make_stopped(struct world *w, enum record_kind_id kind, int place,
                                       int folder)
{
    struct uuid id = make_one(w, kind, place, folder);
    (void)done(w, superuser_of(w, place), "POST", id_path(record_kinds[kind].plural, &id, "/stop"),
               "{\"reason\":\"walked\",\"version\":1}");
    return id;
}

static inline void label(struct world *w, enum record_kind_id kind, int place,
                         const struct uuid *id, const char *name)
{
    char rest[60];
    (void)snprintf(rest, sizeof rest, "/labels/%s", name);
    (void)done(w, superuser_of(w, place), "PUT", id_path(record_kinds[kind].plural, id, rest),
               "{\"version\":1}");
}

/* Writes a row about a record with this text: $1 its organization, $2 a new id, $3 the record, $4
 * its kind, $5 somebody whom nobody is, $6 the time. */
static inline struct uuid make_row(struct world *w, enum record_kind_id kind, int place,
                                   const struct uuid *record_id, const char *sql)
{
    struct uuid id = uuid_make(), nobody = uuid_make();
    struct db *db = w->f->db;
    const struct fixture_organization *o = place == PLACE_OTHER ? &w->f->other : &w->f->own;
    struct audit_event event = {
        .action = "test.walk", .record_type = record_kinds[kind].name, .record_id = *record_id};
    fixture_begin(w->f);
    (void)db_enter(db, (struct db_scope){DB_ORGANIZATION, o->id});
    assert_int_equal(db_begin(db), ERR_NONE);
    enum err err =
        db_change(db, sql, db_uuid(&o->id), db_uuid(&id), db_uuid(record_id),
                  db_text(record_kinds[kind].name), db_uuid(&nobody), db_time(clock_now()));
    if (err == ERR_NONE)
        err = audit_record(db, &o->users[FIXTURE_SUPERUSER].actor, &event);
    assert_int_equal(db_finish(db, err), ERR_NONE);
    return id;
}

static inline struct uuid make_run(struct world *w, enum record_kind_id kind, int place,
                                   const struct uuid *record_id)
{
    return make_row(w, kind, place, record_id,
                    "INSERT INTO test_runs (organization_id, id, kind, record_id, version, set_id, "
                    "set_version, endpoint_id, endpoint_name, model, grade, state, repeats, "
                    "case_count, planned_count, currency, is_priced, created_by, created_at, "
                    "feed_due_at) VALUES ($1, $2, $4, $3, 1, $5, 1, $5, 'Main', 'm', 'full', "
                    "'waiting', 1, 1, 1, 'USD', FALSE, $5, $6, $6)");
}

static inline struct uuid make_override(struct world *w, enum record_kind_id kind, int place,
                                        const struct uuid *record_id)
{
    return make_row(w, kind, place, record_id,
                    "INSERT INTO label_overrides (organization_id, id, kind, record_id, label, "
                    "to_version, move_id, moved_by, created_at) "
                    "VALUES ($1, $2, $4, $3, 'standing', 1, $2, $5, $6)");
}

static inline void make_standing(struct world *w, enum record_kind_id kind, int place, int folder,
                                 const char *proposer)
{
    struct standing *standing = &w->records[kind][place][folder];
    const char *plural = record_kinds[kind].plural;
    const struct uuid id = make_one(w, kind, place, folder);
    standing->id = id;
    (void)snprintf(standing->name, sizeof standing->name, "%s%%2Fmade-%d", folders[folder],
                   w->name_count);
    (void)done(w, superuser_of(w, place), "PATCH", id_path(plural, &id, ""), second_versions[kind]);
    label(w, kind, place, &id, "standing");
    label(w, kind, place, &id, "production");
    standing->label_versions[0] = standing->label_versions[1] = 1;
    if (record_kinds[kind].is_used) {
        standing->run_id = make_run(w, kind, place, &id);
        standing->override_id = make_override(w, kind, place, &id);
    }
    standing->proposal_id =
        id_of(done(w, proposer, "POST", id_path(plural, &id, "/proposals"),
                   "{\"label\":\"production\",\"version\":2,\"reason\":\"Why\"}"));
}

/* An event of somebody about themself. */
static inline struct uuid make_event(struct world *w, int place)
{
    const struct actor *actor = &user_of(w, place)->actor;
    struct audit_event event = {
        .action = "user.walk", .record_type = "user", .record_id = actor->user_id};
    fixture_begin(w->f);
    assert_int_equal(audit_record_alone(w->f->db, actor, &event), ERR_NONE);
    struct audit_filter filter = {.action = event.action, .record_id = actor->user_id, .limit = 1};
    struct audit_list list;
    assert_int_equal(audit_list(w->f->db, actor, &filter, &list), ERR_NONE);
    assert_int_equal(list.count, 1);
    return list.entries[0].id;
}

static inline void world_open(struct world *w, struct fixture *f)
{
    char proposers[2][API_SECRET_LEN];
    *w = (struct world){.f = f};
    (void)endpoints_plant(f);
    fixture_begin(f);
    make_token(f, FIXTURE_SUPERUSER, SCOPE_ALL, w->superuser);
    make_token_in(f, &f->other.users[FIXTURE_SUPERUSER], SCOPE_ALL, NULL, w->other_superuser);
    make_token(f, PERSONA_ENTERPRISE_TEAM, SCOPE_ALL, proposers[0]);
    make_token_in(f, &f->other.users[PERSONA_ENTERPRISE_TEAM], SCOPE_ALL, NULL, proposers[1]);
    for (int other = 0; other < 2; other++)
        for (int folder = 0; folder < FOLDERS; folder++)
            w->members[other][folder] =
                make_one(w, RECORD_AGENT, other ? PLACE_OTHER : FIXTURE_SUPERUSER, folder);
    (void)done(w, w->superuser, "POST", "/api/v1/sets",
               "{\"name\":\"cases\",\"cases\":[{\"messages\":"
               "[{\"role\":\"user\",\"content\":\"Hi\"}]}]}");
    for (int place = 0; place < PLACES; place++) {
        w->events[place] = make_event(w, place);
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
            for (int folder = 0; folder < FOLDERS; folder++)
                make_standing(w, (enum record_kind_id)kind, place, folder,
                              proposers[place == PLACE_OTHER]);
    }
}

/* ---- requests ----------------------------------------------------------------------------- */

/* What a request has besides its method and address, by the end of its pattern; a route that
 * changes something and is not here fails the walk. */
struct request_shape {
    enum http_method method;
    const char *end;
    const char *body; /* NULL: none, or one that is made */
};
static const struct request_shape request_shapes[] = {
    {HTTP_POST, "/prompts", NULL},
    {HTTP_POST, "/agents", NULL},
    {HTTP_POST, "/teams", NULL},
    {HTTP_POST, "/sets", NULL},
    {HTTP_PATCH, "/{id}", "{\"description\":\"walked\"}"},
    {HTTP_POST, "/versions/{n}/restore", NULL},
    {HTTP_PUT, "/labels/{token}", NULL},
    {HTTP_PUT, "/{token}", "{\"min_pass\":\"90\"}"},
    {HTTP_DELETE, "/{token}", NULL},
    {HTTP_POST, "/override", NULL},
    {HTTP_POST, "/review", "{\"review\":\"Fine\"}"},
    {HTTP_POST, "/runs",
     "{\"set\":\"cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\",\"token_cap\":99999}"},
    {HTTP_POST, "/runs/estimate", "{\"set\":\"cases\",\"endpoint\":\"Main\",\"model\":\"gpt-5\"}"},
    {HTTP_POST, "/cancel", NULL},
    {HTTP_DELETE, "/labels/{token}", NULL},
    {HTTP_POST, "/proposals", NULL},
    {HTTP_POST, "/withdraw", NULL},
    {HTTP_POST, "/stop", "{\"reason\":\"walked\",\"version\":1}"},
    {HTTP_POST, "/resume", "{\"reason\":\"walked\"}"},
    {HTTP_POST, "/archive", "{\"accepts_uses\":true}"},
    {HTTP_POST, "/{id}/restore", NULL},
    {HTTP_POST, "/import",
     "{\"rostrum\":1,\"kind\":\"organization\",\"prompts\":"
     "[{\"name\":\"imported\",\"body\":\"x\"}]}"},
    {HTTP_POST, "/import/{id}/start", NULL},
    {HTTP_DELETE, "/{id}", NULL},
};

static inline bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static inline const struct request_shape *shape_of(const struct route *route)
{
    static const struct request_shape read = {HTTP_GET, "", NULL};
    if (route->method == HTTP_GET)
        return &read;
    for (size_t i = 0; i < COUNT_OF(request_shapes); i++)
        if (request_shapes[i].method == route->method &&
            ends_with(route->pattern, request_shapes[i].end))
            return &request_shapes[i];
    fail_msg("no request for %s", route->pattern);
    return NULL;
}

/* What one address may be asked for in several ways, each with a right of its own. */
struct variant {
    const char *query; /* behind it, or "" */
    const char *label; /* in it, or "" */
    bool asks_to_read; /* what is in the record */
    bool is_protected; /* the label */
};
static const struct variant plain = {"", "", false, false};
static const struct variant reads[] = {{"", "", false, false}, {"?version=1", "", true, false}};
static const struct variant moves[] = {{"", "standing", false, false},
                                       {"", "production", false, true}};
static const struct variant rules[] = {{"", "walked", false, false}};
static const struct variant exports[] = {{"", "", false, false},
                                         {"?format=json", "", false, false}};
static const struct variant searches[] = {{"?q=walk", "", false, false}};

/* To the other of two versions. */
static inline bool moves_label(const struct route *route)
{
    return ends_with(route->pattern, "/override") ||
           (route->method == HTTP_PUT && ends_with(route->pattern, "/labels/{token}"));
}

static inline const struct variant *variants_of(const struct route *route, int *count)
{
    *count = 2;
    if (route->operation->query == &record_get_parameters && strstr(route->pattern, "{id}") != NULL)
        return reads;
    if (moves_label(route) || ends_with(route->pattern, "/labels/{token}"))
        return moves;
    if (route->operation->query == &framework_parameters)
        return exports;
    *count = 1;
    if (strstr(route->pattern, "/rules/") != NULL)
        return rules;
    return ends_with(route->pattern, "/search") ? searches : &plain;
}

/* The address for a record, a proposal about it and so on. Until the next. */
struct address {
    const struct route *route;
    const struct variant *variant;
    struct uuid ids[2];
    const char *name; /* of the record */
};
static inline const char *address_text(const struct address *address)
{
    static char path[400];
    size_t len = 0;
    int id_count = 0;
    const char *pattern = address->route->pattern;
    for (const char *p = pattern; *p != '\0'; p++) {
        char text[UUID_TEXT_LEN] = "1"; /* {n} */
        const char *shown = text;
        if (*p != '{') {
            path[len++] = *p;
            continue;
        }
        if (text_starts_with(p, "{id}"))
            uuid_format(&address->ids[id_count++], text);
        else if (text_starts_with(p, "{token}"))
            shown = strstr(pattern, "by-name") != NULL ? address->name : address->variant->label;
        len += (size_t)snprintf(path + len, sizeof path - len, "%s", shown);
        p = strchr(p, '}');
    }
    (void)snprintf(path + len, sizeof path - len, "%s", address->variant->query);
    return path;
}

#endif
