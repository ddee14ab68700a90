#include "data/token/api_token_list.h"

#include "base/clock.h"
#include "data/db/cursor.h"
#include "data/db/db_work.h"
#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

/* Of the query below. */
enum {
    COLUMN_DEFAULT_PERSONA = 12,
    COLUMN_SECRET, /* id, prefix */
    COLUMN_PREVIOUS = COLUMN_SECRET + 2,
    COLUMN_USED,
    COLUMN_ACCOUNT, /* name, is_active, epoch, persona */
    COLUMN_AGENT = COLUMN_ACCOUNT + 4,
    COLUMN_ARCHIVED,
    COLUMN_RIGHTS, /* persona, is_active, epoch of the person */
    COLUMN_PERSON = COLUMN_RIGHTS + 3,
};

static void select_tokens(struct query *q, struct db *db, const struct uuid *organization_id,
                          int64_t now)
{
    query_begin(q, db,
                "SELECT t.id, t.name, t.user_id, t.service_account_id, t.agent_id, "
                "t.responsible_id, t.epoch, t.scopes, t.folder, t.created_at, t.expires_at, "
                "t.revoked_at, t.default_persona, s.id, s.prefix, p.ends_at, n.last_used_at, "
                "c.name, c.is_active, "
                "c.epoch, c.user_persona, a.name, a.archived_at, u.user_persona, u.is_active, "
                "u.epoch, ");
    query_add(q, PERSON_COLUMNS_OF("COALESCE(t.user_id, t.responsible_id)", u));
    query_add(q, " FROM api_tokens t "
                 "JOIN api_token_secrets s ON s.organization_id = t.organization_id "
                 "AND s.token_id = t.id AND s.ends_at IS NULL "
                 "LEFT JOIN api_token_secrets p ON p.organization_id = t.organization_id "
                 "AND p.token_id = t.id ");
    query_bind(q, "AND p.ends_at > ", db_time(now));
    query_add(q, " LEFT JOIN api_token_uses n ON n.organization_id = t.organization_id "
                 "AND n.token_id = t.id "
                 "LEFT JOIN service_accounts c ON c.organization_id = t.organization_id "
                 "AND c.id = t.service_account_id "
                 "LEFT JOIN agents a ON a.organization_id = t.organization_id "
                 "AND a.id = t.agent_id" PERSON_JOIN(u, "t.organization_id",
                                                     "COALESCE(t.user_id, t.responsible_id)"));
    query_bind(q, "WHERE t.organization_id = ", db_uuid(organization_id));
}

/* ---- rows --------------------------------------------------------------------------------- */

static enum token_state state_of(const struct db_result *rows, int row,
                                 const struct api_token *token)
{
    int64_t epoch = db_get_int(rows, row, 6);
    if (token->revoked_at != 0)
        return TOKEN_REVOKED;
    if (token->expires_at <= clock_now())
        return TOKEN_EXPIRED;
    bool is_good = db_get_bool(rows, row, COLUMN_RIGHTS + 1);
    bool provisions = (token->scopes & SCOPE_PROVISION) != 0;
    if (token->owner == TOKEN_OF_ACCOUNT)
        is_good = db_get_bool(rows, row, COLUMN_ACCOUNT + 1) && (is_good || !provisions) &&
                  db_get_int(rows, row, COLUMN_ACCOUNT + 2) == epoch;
    else if (token->owner == TOKEN_OF_AGENT)
        is_good = is_good && db_is_null(rows, row, COLUMN_ARCHIVED);
    else
        is_good = is_good && db_get_int(rows, row, COLUMN_RIGHTS + 2) == epoch;
    return is_good ? TOKEN_GOOD : TOKEN_STOPPED;
}

/* The persona of a name that the program has stored. */
static enum persona stored_persona(const char *name)
{
    enum persona persona = PERSONA_COUNT;
    if (persona_parse(name, &persona) != ERR_NONE)
        die("a token with an unknown persona");
    return persona;
}

static void read_owner(const struct db_result *rows, int row, struct api_token *token)
{
    static const enum token_owner owners[] = {TOKEN_OF_USER, TOKEN_OF_ACCOUNT, TOKEN_OF_AGENT};
    for (size_t i = 0; i < COUNT_OF(owners); i++) {
        if (db_is_null(rows, row, 2 + (int)i))
            continue;
        token->owner = owners[i];
        token->owner_id = db_get_uuid(rows, row, 2 + (int)i);
    }
    bool is_account = token->owner == TOKEN_OF_ACCOUNT;
    if (is_account)
        token->owner_name = db_get_text(rows, row, COLUMN_ACCOUNT);
    else if (token->owner == TOKEN_OF_AGENT)
        token->owner_name = db_get_text(rows, row, COLUMN_AGENT);
    is_account = is_account && (token->scopes & SCOPE_PROVISION) == 0; /* api_token.c */
    token->persona =
        stored_persona(db_get_text(rows, row, is_account ? COLUMN_ACCOUNT + 3 : COLUMN_RIGHTS));
    if (!db_is_null(rows, row, COLUMN_DEFAULT_PERSONA))
        token->default_persona = stored_persona(db_get_text(rows, row, COLUMN_DEFAULT_PERSONA));
}

static int64_t time_or_0(const struct db_result *rows, int row, int column)
{
    return db_is_null(rows, row, column) ? 0 : db_get_time(rows, row, column);
}

static enum err read_token(struct db *db, const struct uuid *organization_id,
                           const struct db_result *rows, int row, struct api_token *token)
{
    *token = (struct api_token){
        .id = db_get_uuid(rows, row, 0),
        .organization_id = *organization_id,
        .responsible_id = db_get_uuid(rows, row, COLUMN_PERSON),
        .scopes = (unsigned)db_get_int(rows, row, 7),
        .folder = db_is_null(rows, row, 8) ? NULL : db_get_text(rows, row, 8),
        .created_at = db_get_time(rows, row, 9),
        .expires_at = db_get_time(rows, row, 10),
        .revoked_at = time_or_0(rows, row, 11),
        .secret_id = db_get_uuid(rows, row, COLUMN_SECRET),
        .prefix = db_get_text(rows, row, COLUMN_SECRET + 1),
        .previous_until = time_or_0(rows, row, COLUMN_PREVIOUS),
        .last_used_at = time_or_0(rows, row, COLUMN_USED),
        .is_responsible_active = db_get_bool(rows, row, COLUMN_RIGHTS + 1),
    };
    struct seal_place place = {"api_tokens", "name", *organization_id, token->id};
    enum err err = vault_open_text(db, &place, db_get_bytes(rows, row, 1), &token->name);
    if (err == ERR_NONE)
        err = person_name(db, rows, row, COLUMN_PERSON, &token->responsible_name);
    token->owner_name = token->responsible_name;
    read_owner(rows, row, token);
    token->state = state_of(rows, row, token);
    return err;
}

/* ---- lists -------------------------------------------------------------------------------- */

static bool may_manage(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_TOKEN_ORGANIZATION, &target);
}

static bool may_manage_people(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return may_manage(actor) && policy_allows(actor, PERMISSION_USER_CHANGE, &target);
}

bool api_token_may_provision(const struct actor *actor)
{
    return may_manage_people(actor) && !policy_is_outside(actor, &actor->organization_id);
}

static void add_own(struct query *q, const struct actor *actor)
{
    query_bind(q, " AND (t.user_id = ", db_uuid(&actor->user_id));
    query_bind(q, " OR t.responsible_id = ", db_uuid(&actor->user_id));
    query_add(q, ")");
}

static void select_list(struct query *q, struct db *db, const struct actor *actor,
                        const struct api_token_filter *filter, const struct cursor *from)
{
    int64_t now = db_minute(db);
    select_tokens(q, db, &actor->organization_id, now);
    if (filter->by == TOKENS_OWN || filter->by == TOKENS_ENDING)
        add_own(q, actor);
    else if (!may_manage_people(actor))
        query_add(q, " AND t.user_id IS NULL");
    if (filter->by == TOKENS_OF_AGENT)
        query_bind(q, " AND t.agent_id = ", db_uuid(&filter->id));
    else if (filter->by == TOKENS_OF_ACCOUNT)
        query_bind(q, " AND t.service_account_id = ", db_uuid(&filter->id));
    else if (filter->by == TOKENS_OF_PERSON)
        query_bind(q, " AND t.user_id = ", db_uuid(&filter->id));
    else if (filter->by == TOKENS_ENDING) {
        query_bind(q, " AND t.revoked_at IS NULL AND t.expires_at > ", db_time(now));
        query_bind(q, " AND t.expires_at < ", db_time(now + TOKEN_SOON));
    }
    query_bind(q, " AND (t.created_at, t.id) < (", db_time(from->time));
    query_bind(q, ", ", db_uuid(&from->id));
    query_bind(q, ") ORDER BY t.created_at DESC, t.id DESC LIMIT ",
               db_int(API_TOKEN_LIST_LIMIT + 1));
}

void api_token_list_ahead(struct db *db, const struct actor *actor,
                          const struct api_token_filter *filter)
{
    const struct cursor from = cursor_newest();
    struct query q;
    select_list(&q, db, actor, filter, &from);
    query_ahead(&q);
}

enum err api_token_list(struct db *db, const struct actor *actor,
                        const struct api_token_filter *filter, struct api_token_list *list)
{
    struct cursor from = cursor_newest();
    struct db_result rows;
    struct query q;
    *list = (struct api_token_list){.next = NULL};
    bool is_own = filter->by == TOKENS_OWN || filter->by == TOKENS_ENDING;
    if (actor->kind != ACTOR_USER || (!is_own && !may_manage(actor)))
        return ERR_DENIED;
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &from) != ERR_NONE)
        return ERR_INVALID;
    select_list(&q, db, actor, filter, &from);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    bool has_more = rows.row_count > API_TOKEN_LIST_LIMIT;
    list->count = has_more ? API_TOKEN_LIST_LIMIT : rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_token(db, &actor->organization_id, &rows, i, &list->items[i]);
    if (err == ERR_NONE && has_more) {
        const struct api_token *last = &list->items[list->count - 1];
        list->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return err;
}

enum err api_token_get(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct api_token *token)
{
    struct db_result rows;
    struct query q;
    if (actor->kind != ACTOR_USER)
        return ERR_NOT_FOUND;
    select_tokens(&q, db, &actor->organization_id, clock_now());
    query_bind(&q, " AND t.id = ", db_uuid(id));
    if (!may_manage(actor))
        add_own(&q, actor);
    else if (!may_manage_people(actor)) {
        query_bind(&q, " AND (t.user_id IS NULL OR t.user_id = ", db_uuid(&actor->user_id));
        query_add(&q, ")");
    }
    enum err err = query_run(&q, &rows);
    if (err == ERR_NONE && rows.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_token(db, &actor->organization_id, &rows, 0, token) : err;
}

bool api_token_may_rotate(const struct actor *actor, const struct api_token *token)
{
    bool is_theirs = uuid_equal(&actor->user_id, &token->responsible_id);
    if (token->owner == TOKEN_OF_USER)
        return is_theirs;
    if ((token->scopes & SCOPE_PROVISION) != 0 && !api_token_may_provision(actor))
        return false;
    return (is_theirs || may_manage(actor)) && policy_covers(actor, token->persona);
}
