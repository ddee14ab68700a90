#include "api/call.h"

#include <string.h>

#include "api/refusal.h"
#include "base/clock.h"
#include "base/json.h"
#include "data/db/kept.h"
#include "data/stop/stop_copy.h"
#include "domain/record/kind.h"

/* Where the kind of record stands: /api/v1/prompts. */
enum { SEGMENT_KIND = 2 };

/* A tag of the list that If-None-Match has is that of the answer; compared weakly, as it is for a
 * GET (RFC 9110, 13.1.2). */
static bool is_known(const char *known, const char *etag)
{
    size_t len = strlen(etag);
    if (known == NULL)
        return false;
    if (strcmp(known, "*") == 0)
        return true;
    for (const char *at = known; (at = strstr(at, etag)) != NULL; at += len) {
        const char *end = at + len + strspn(at + len, " \t");
        if (*end == '\0' || *end == ',')
            return true;
    }
    return false;
}

struct text call_kept_key(struct call *call, const char *protocol, const char *about)
{
    const struct actor *actor = call->actor;
    char id[UUID_TEXT_LEN];
    if (call->kept_for != NULL) {
        const char *key = arena_printf(call->arena, "%s %s", call->kept_for, call->request->path);
        return (struct text){key, strlen(key)};
    }
    const struct actor_token *token = actor->token;
    uuid_format(&actor->user_id, id);
    const char *key =
        arena_printf(call->arena, "%s %s %d %u %s\n%s", protocol, id, (int)actor->persona,
                     token->scopes, token->folder == NULL ? "" : token->folder, about);
    return (struct text){key, strlen(key)};
}

static struct text key_of(struct call *call)
{
    return call_kept_key(call, "api", call->request->target);
}

void call_note_served(struct call *call, const struct usage_served *served)
{
    const struct actor *actor = call->actor;
    static const struct uuid nobody;
    const struct uuid *organization_id =
        call->served_from != NULL ? call->served_from : &actor->organization_id;
    bool has_token = actor != NULL && actor->token != NULL;
    if (call->request->method != HTTP_HEAD)
        usage_note(call->usage, organization_id, has_token ? &actor->token->id : &nobody, served);
}

void call_serve(struct call *call, const struct usage_served *served)
{
    call->is_serving = true;
    call->served = *served;
}

/* What is kept of an answer: this, the tag with its NUL, the body. */
struct kept_head {
    bool is_serving;
    struct usage_served served;
    char sha256[SHA256_HEX_LEN];
};

static void keep(struct call *call, const char *etag, struct text body)
{
    struct kept_head head = {.is_serving = call->is_serving, .served = call->served};
    memcpy(head.sha256, call->sha256, sizeof head.sha256);
    struct buf bytes;
    buf_init(&bytes, call->arena);
    buf_add(&bytes, (const char *)&head, sizeof head);
    buf_add(&bytes, etag, strlen(etag) + 1);
    buf_add(&bytes, body.data, body.len);
    kept_store(call->db, key_of(call), (struct text){bytes.data, bytes.len},
               clock_now() + CLOCK_MINUTE);
}

/* How long a copy lives, and what it is a copy of. Clients of Langfuse keep copies by rules of
 * their own; whatever stands between them and us must not keep any longer. */
static void say_served(struct call *call)
{
    struct response *response = call->response;
    const struct usage_served *served = &call->served;
    bool is_langfuse = call->match->kind == ROUTE_LANGFUSE;
    if (call->served_from == NULL) /* which says how long itself */
        response_header(response, "Cache-Control",
                        is_langfuse
                            ? "private, no-cache"
                            : arena_printf(call->arena, "private, max-age=%d", STOP_API_AGE_S));
    response_header(response, "Rostrum-Version",
                    arena_printf(call->arena, "%lld", (long long)served->version));
    if (served->label[0] != '\0')
        response_header(response, "Rostrum-Label", arena_strdup(call->arena, served->label));
    response_header(response, "Rostrum-Content-SHA256", arena_strdup(call->arena, call->sha256));
}

static void answer_read(struct call *call, const char *etag, struct text body)
{
    struct response *response = call->response;
    response->status = is_known(call->request->if_none_match, etag) ? 304 : 200;
    response->content_type = "application/json";
    response_header(response, "ETag", etag);
    buf_init(&response->body, call->arena);
    if (response->status == 200)
        buf_add(&response->body, body.data, body.len);
    if (!call->is_serving)
        return;
    say_served(call);
    call_note_served(call, &call->served);
}

bool call_answer_kept(struct call *call)
{
    struct text kept = kept_find(call->db, key_of(call));
    if (kept.data == NULL)
        return false;
    struct kept_head head;
    memcpy(&head, kept.data, sizeof head);
    call->is_serving = head.is_serving;
    call->served = head.served;
    memcpy(call->sha256, head.sha256, sizeof head.sha256);
    const char *etag = kept.data + sizeof head;
    size_t body_at = sizeof head + strlen(etag) + 1;
    answer_read(call, etag, (struct text){kept.data + body_at, kept.len - body_at});
    return true;
}

static void hash_served(struct call *call, struct text body)
{
    if (call->is_serving)
        sha256_hex(body.data, body.len, call->sha256);
}

/* revision 0: of no record. */
static enum err answer(struct call *call, int status, int64_t revision, struct text body)
{
    unsigned long long hash = text_hash(body.data, body.len);
    const char *etag =
        revision == 0 ? arena_printf(call->arena, "\"%016llx\"", hash)
                      : arena_printf(call->arena, "\"%lld.%016llx\"", (long long)revision, hash);
    if (status == 200 && request_is_safe(call->request)) {
        hash_served(call, body);
        if (call->is_kept)
            keep(call, etag, body);
        answer_read(call, etag, body);
        return ERR_NONE;
    }
    struct response *response = call->response;
    response->status = status;
    response->content_type = "application/json";
    if (revision != 0)
        response_header(response, "ETag", etag);
    buf_init(&response->body, call->arena);
    buf_add(&response->body, body.data, body.len);
    return ERR_NONE;
}

static struct text format(struct call *call, json_t *json)
{
    return json_format(call->arena, json_keep(call->arena, json), JSON_LINE);
}

enum err call_answer(struct call *call, int status, json_t *json)
{
    return answer(call, status, 0, format(call, json));
}

enum err call_answer_raw(struct call *call, int status, struct text json)
{
    return answer(call, status, 0, json);
}

enum err call_answer_text(struct call *call, const char *content_type, struct text text)
{
    const char *etag = arena_printf(call->arena, "\"%016llx\"",
                                    (unsigned long long)text_hash(text.data, text.len));
    hash_served(call, text);
    answer_read(call, etag, text);
    call->response->content_type = content_type;
    return ERR_NONE;
}

enum err call_answer_record(struct call *call, int status, int64_t revision, json_t *json)
{
    return answer(call, status, revision, format(call, json));
}

void call_add_error(json_t *errors, const char *field, const char *message)
{
    json_array_append_new(errors, json_pack("{s:s, s:s}", "field", field, "message", message));
}

void call_say(struct call *call, int status, const char *detail, json_t *errors)
{
    if (errors != NULL)
        json_keep(call->arena, errors);
    refusal_say(call->response, call->match->kind, status, detail, errors);
}

int call_status_of(enum err err)
{
    return err == ERR_INVALID ? 422 : err == ERR_STALE ? 412 : response_status_of(err);
}

enum err call_refuse(struct call *call, enum err err, const struct problem *problem)
{
    if (err == ERR_NONE || err == ERR_NOT_FOUND || err == ERR_UNAVAILABLE ||
        problem->message == NULL)
        return err;
    json_t *errors = json_array();
    call_add_error(errors, problem->field, problem->message);
    call_say(call, call_status_of(err), problem->message, errors);
    return err == ERR_DENIED ? err : ERR_NONE;
}

enum err call_query(struct call *call, const struct form_field *fields, int field_count, void *out)
{
    struct form form;
    if (form_parse_query(&form, call->request, fields, field_count, out) == ERR_NONE)
        return ERR_NONE;
    json_t *errors = json_array();
    for (int i = 0; i < form.error_count; i++)
        call_add_error(errors, form.errors[i].field, form.errors[i].message);
    call_say(call, 400, "The query can't be read.", errors);
    return ERR_INVALID;
}

enum err call_bad_query(struct call *call, const char *name, const char *message)
{
    json_t *errors = json_array();
    call_add_error(errors, name, message);
    call_say(call, 400, "The query can't be read.", errors);
    return ERR_INVALID;
}

enum err call_refuse_cursor(struct call *call, enum err err)
{
    if (err != ERR_INVALID)
        return err;
    err = call_bad_query(call, "cursor", "The cursor is not from this list.");
    return err == ERR_INVALID ? ERR_NONE : err;
}

void call_link(struct call *call, const char *rel, const char *param, const char *value)
{
    struct buf link;
    const struct param_list *query = &call->request->query;
    buf_init(&link, call->arena);
    buf_printf(&link, "<%s%s?", call->public_url, call->request->path);
    for (int i = 0; i < query->count; i++) {
        const struct param *item = &query->items[i];
        if (strcmp(item->name, param) != 0)
            buf_printf(&link, "%s=%s&", text_percent_encode(call->arena, item->name),
                       text_percent_encode(call->arena, item->value.data));
    }
    buf_printf(&link, "%s=%s>; rel=\"%s\"", param, text_percent_encode(call->arena, value), rel);
    response_header(call->response, "Link", link.data);
}

void call_location(struct call *call, const char *path)
{
    response_header(call->response, "Location",
                    arena_printf(call->arena, "%s%s", call->public_url, path));
}

/* A strong tag of the list is "REVISION" or "REVISION.HASH" (RFC 9110, 13.1.1). */
static bool has_revision(struct call *call, const char *tags, int64_t revision)
{
    const char *wanted = arena_printf(call->arena, "\"%lld", (long long)revision);
    size_t len = strlen(wanted);
    for (const char *at = tags; (at = strstr(at, wanted)) != NULL; at += len)
        if ((at[len] == '"' || at[len] == '.') && (at == tags || at[-1] == ' ' || at[-1] == ','))
            return true;
    return strcmp(tags, "*") == 0;
}

enum err call_check_match(struct call *call, int64_t revision, bool is_needed)
{
    const char *tags = call->request->if_match;
    if (tags == NULL && is_needed) {
        call_say(call, 428, "Say which revision this is based on: If-Match with its ETag.", NULL);
        return ERR_INVALID;
    }
    if (tags == NULL || has_revision(call, tags, revision))
        return ERR_NONE;
    call_say(call, 412, "The record was changed since. Read it again.", NULL);
    return ERR_STALE;
}

const struct record_kind *call_kind(const struct call *call)
{
    const struct record_kind *kind = record_kind_of_path(call->request->segments[SEGMENT_KIND]);
    if (kind == NULL)
        die("an address of no record: %s", call->match->route->pattern);
    return kind;
}
