#include "data/approval/approval_side.h"

#include "base/clock.h"
#include "data/db/db_work.h"
#include "data/db/query.h"

enum {
    FACTS_MAX = 2000,
    OPEN_MAX = 200, /* whose sides are read at once */
    FACTS_OF_ALL_MAX = 20000
};

/* The queries give a tie, who, to whom, and when. Their parameters: $1 the organization, $2 the
 * actor, $3 since when, $4 the request. */

/* ---- what was done to accounts --------------------------------------------------------------- */

#define CHANGES "FROM account_changes x "
#define CHANGE_TOKEN                                                                               \
    "JOIN api_tokens t ON t.organization_id = x.organization_id AND t.id = x.token_id "
#define CHANGE_SECRET                                                                              \
    "JOIN api_token_secrets s ON s.organization_id = x.organization_id AND s.token_id = "          \
    "x.token_id "
#define CHANGE_ACCOUNT                                                                             \
    CHANGE_TOKEN "JOIN service_accounts c ON c.organization_id = t.organization_id "               \
                 "AND c.id = t.service_account_id "
#define CHANGE(who, from, whose, by)                                                               \
    " UNION SELECT x.kind, " who ", x.user_id, x.changed_at " from                                 \
    "WHERE x.organization_id = $1 AND x.user_id " whose " AND x.changed_at > $3 AND " who          \
    " IS NOT NULL AND " who " <> x.user_id" by(who)

/* An invitation that went by mail alone lets nobody else in, and nor does one that nobody used. */
#define LINK                                                                                       \
    "SELECT CASE WHEN l.purpose = 'invitation' THEN 'invitation' WHEN l.used_at IS NULL "          \
    "THEN 'link' ELSE 'reset' END, l.created_by, l.user_id, CASE WHEN l.used_at > l.created_at "   \
    "THEN l.used_at ELSE l.created_at END FROM one_time_links l WHERE (l.purpose <> 'invitation' " \
    "OR (l.is_shown AND l.used_at IS NOT NULL)) AND l.organization_id = "

/* To the account of the people that the SQL `whose` compares with, "= $2"; `by` says by whom. */
#define LINKS(whose, by)                                                                           \
    " UNION " LINK "$1 AND l.user_id " whose " AND l.created_by <> l.user_id "                     \
    "AND (l.created_at > $3 OR l.used_at > $3)" by("l.created_by")
#define OTHERS(whose, by)                                                                          \
    " UNION SELECT 'factor', f.removed_by, f.user_id, f.removed_at FROM factor_removals f "        \
    "WHERE f.organization_id = $1 AND f.user_id " whose " AND f.removed_at > $3 "                  \
    "AND f.removed_by <> f.user_id" by("f.removed_by") CHANGE(                                     \
        "x.changed_by", CHANGES, whose, by) CHANGE("t.created_by", CHANGES CHANGE_TOKEN, whose,    \
                                                   by)                                             \
        CHANGE("s.created_by", CHANGES CHANGE_SECRET, whose, by) CHANGE(                           \
            "c.created_by", CHANGES CHANGE_ACCOUNT, whose,                                         \
            by) " UNION SELECT 'sso', o.changed_by, e.user_id, o.changed_at FROM sso_changes o "   \
                "JOIN sessions e ON e.organization_id = o.organization_id WHERE "                  \
                "o.organization_id = $1 "                                                          \
                "AND e.user_id " whose                                                             \
                " AND e.is_sso AND e.created_at > $3 AND o.changed_at > $3 "                       \
                "AND o.changed_by <> e.user_id" by("o.changed_by")

#define BY_ANYONE(who) ""
#define BY_ACTOR(who)  " AND " who " = $2"
#define PROPOSER                                                                                   \
    "= (SELECT p.proposed_by FROM label_proposals p WHERE p.organization_id = $1 AND p.id = $4)"
#define REQUESTER                                                                                  \
    "= (SELECT p.requested_by FROM approvals p WHERE p.organization_id = $1 AND p.id = $4)"
#define ASKING "IN (SELECT p.asked_by FROM open_ones p)"
#define MOVER                                                                                      \
    "= (SELECT p.moved_by FROM label_overrides p WHERE p.organization_id = $1 AND p.id = $4)"

static const char acts_on_actor[] = OTHERS("= $2", BY_ANYONE);

/* ---- who stands behind a request ------------------------------------------------------------- */

#define TOKEN "JOIN api_tokens t ON t.organization_id = p.organization_id AND t.id = p.token_id "
#define SECRET                                                                                     \
    "JOIN api_token_secrets s ON s.organization_id = p.organization_id AND s.token_id = "          \
    "p.token_id "
#define ACCOUNT                                                                                    \
    TOKEN "JOIN service_accounts c ON c.organization_id = t.organization_id "                      \
          "AND c.id = t.service_account_id "
#define ACCOUNT_TOKEN                                                                              \
    TOKEN "JOIN api_tokens o ON o.organization_id = t.organization_id "                            \
          "AND o.service_account_id = t.service_account_id "
#define ACCOUNT_SECRET                                                                             \
    ACCOUNT_TOKEN "JOIN api_token_secrets s ON s.organization_id = o.organization_id "             \
                  "AND s.token_id = o.id "
#define AGENT TOKEN "JOIN agents a ON a.organization_id = t.organization_id AND a.id = t.agent_id "

#define MEMBER(table, which, tie, who, joins)                                                      \
    " UNION SELECT '" tie "', " who ", p.id, p.created_at FROM " table " p " joins                 \
    "WHERE p.organization_id = $1 AND " which who " IS NOT NULL"

/* What the request's own row names stays, whatever becomes of the token. */
#define MEMBERS(table, which)                                                                      \
    MEMBER(table, which, "token", "t.created_by", TOKEN)                                           \
    MEMBER(table, which, "token", "t.responsible_id", TOKEN)                                       \
    MEMBER(table, which, "token", "s.created_by", SECRET)                                          \
    MEMBER(table, which, "account", "c.created_by", ACCOUNT)                                       \
    MEMBER(table, which, "account", "c.responsible_id", ACCOUNT)                                   \
    MEMBER(table, which, "account", "o.created_by", ACCOUNT_TOKEN)                                 \
    MEMBER(table, which, "account", "s.created_by", ACCOUNT_SECRET)                                \
    MEMBER(table, which, "agent", "a.owner_id", AGENT)                                             \
    MEMBER(table, which, "agent", "p.agent_owner_id", "")

#define THE_ONE "p.id = $4 AND "

#define ASKED(table, who)                                                                          \
    " UNION SELECT 'asked', p." who ", p.id, p.created_at FROM " table " p "                       \
    "WHERE p.organization_id = $1 AND p.id = "

/* Of a table, those of others that wait, the newest: the columns that are asked of open_ones. */
#define OPEN(who, table, more, waits)                                                              \
    "SELECT o.organization_id, o.id, o." who " AS asked_by, o.token_id, o.agent_owner_id, "        \
    "o.created_at" more " FROM " table " o WHERE o.organization_id = $1 AND o." waits              \
    " AND o." who " <> $2"

/* Who asked, up to the id of the request; who is behind it; what the actor did to who asked. */
static const struct {
    const char *asked, *behind, *acts;
    const char *open; /* those that wait, as open_ones has them */
} tables[] = {
    [SIDE_APPROVAL] = {ASKED("approvals", "requested_by"), MEMBERS("approvals", THE_ONE),
                       LINKS(REQUESTER, BY_ACTOR) OTHERS(REQUESTER, BY_ACTOR),
                       OPEN("requested_by", "approvals", "", "state = 'waiting'")},
    [SIDE_PROPOSAL] = {ASKED("label_proposals", "proposed_by"), MEMBERS("label_proposals", THE_ONE),
                       LINKS(PROPOSER, BY_ACTOR) OTHERS(PROPOSER, BY_ACTOR),
                       OPEN("proposed_by", "label_proposals", ", o.kind, o.record_id, o.to_version",
                            "state = 'open'")},
    [SIDE_OVERRIDE] = {ASKED("label_overrides", "moved_by"), MEMBERS("label_overrides", THE_ONE),
                       LINKS(MOVER, BY_ACTOR) OTHERS(MOVER, BY_ACTOR),
                       OPEN("moved_by", "label_overrides", "", "reviewed_at IS NULL")},
};

/* ---- reading --------------------------------------------------------------------------------- */

/* Goes on with a query that has no parameters yet: binds the first three. */
static void add_acts(struct query *q, const struct uuid *organization_id,
                     const struct uuid *user_id)
{
    query_bind(q, LINK, db_uuid(organization_id));
    query_bind(q, " AND l.user_id = ", db_uuid(user_id));
    query_bind(q, " AND l.created_by <> l.user_id AND (l.created_at > ",
               db_time(db_minute(q->db) - APPROVAL_SIDE_DAYS * CLOCK_DAY));
    query_add(q, " OR l.used_at > $3)");
    query_add(q, acts_on_actor);
}

/* Whoever wrote what a program proposes has looked at it once already. */
#define AUTHOR_FROM(table)                                                                         \
    " UNION SELECT 'author', v.author_id, p.id, p.created_at FROM " table " p JOIN "
#define AUTHOR_WHERE(which)                                                                        \
    " v ON v.organization_id = p.organization_id AND v.record_id = p.record_id "                   \
    "AND v.version = p.to_version WHERE p.organization_id = $1 AND " which                         \
    "p.token_id IS NOT NULL AND v.author_id IS NOT NULL"

static void add_author(struct query *q, const struct record_kind *kind)
{
    query_add(q, AUTHOR_FROM("label_proposals"));
    query_add(q, kind->versions);
    query_add(q, AUTHOR_WHERE(THE_ONE));
}

/* Of all that wait, those of a kind. */
static void add_authors(struct query *q, const struct record_kind *kind)
{
    query_add(q, AUTHOR_FROM("open_ones"));
    query_add(q, kind->versions);
    query_add(q, AUTHOR_WHERE(""));
    query_bind(q, " AND p.kind = ", db_text(kind->name));
}

static void select_side(struct query *q, struct db *db, const struct actor *actor,
                        const struct approval_side_of *request)
{
    query_begin(q, db, "");
    add_acts(q, &actor->organization_id, &actor->user_id);
    query_bind(q, tables[request->table].asked, db_uuid(&request->id));
    query_add(q, tables[request->table].behind);
    query_add(q, tables[request->table].acts);
    if (request->table == SIDE_PROPOSAL)
        add_author(q, request->kind);
    query_bind(q, " LIMIT ", db_int(FACTS_MAX));
}

/* The same of all that wait at once. */
static void select_sides(struct query *q, struct db *db, const struct actor *actor,
                         const struct approval_sides_of *requests)
{
    static const char behind[] = MEMBERS("open_ones", "");
    static const char acts[] = LINKS(ASKING, BY_ACTOR) OTHERS(ASKING, BY_ACTOR);
    query_begin(q, db, "WITH acts (tie, who, whom, at) AS (");
    add_acts(q, &actor->organization_id, &actor->user_id);
    query_add(q, "), open_ones AS (");
    query_add(q, tables[requests->table].open);
    if (!uuid_is_nil(&requests->record_id))
        query_bind(q, " AND o.record_id = ", db_uuid(&requests->record_id));
    query_bind(q, " ORDER BY o.created_at DESC, o.id DESC LIMIT ", db_int(OPEN_MAX));
    query_add(q, ") SELECT tie, who, whom, at FROM acts UNION "
                 "SELECT 'asked', p.asked_by, p.id, p.created_at FROM open_ones p");
    query_add(q, behind);
    query_add(q, acts);
    for (int i = 0; requests->table == SIDE_PROPOSAL && i < RECORD_KIND_COUNT; i++)
        add_authors(q, &record_kinds[i]);
    query_bind(q, " LIMIT ", db_int(FACTS_OF_ALL_MAX));
}

static void add_facts(const struct db_result *result, struct approval_side *side)
{
    for (int i = 0; i < result->row_count; i++)
        side->facts[side->count++] = (struct approval_fact){
            .tie = approval_tie_parse(db_get_text(result, i, 0)),
            .by = db_get_uuid(result, i, 1),
            .on = db_get_uuid(result, i, 2),
            .at = db_get_time(result, i, 3),
        };
}

/* What was done to the account of an actor from outside is in the tables of their home. */
static enum err read_home(struct db *db, const struct actor *actor, struct db_result *result)
{
    struct query q;
    struct db_scope before =
        db_enter(db, (struct db_scope){DB_ORGANIZATION, actor->home_organization_id});
    query_begin(&q, db, "");
    add_acts(&q, &actor->home_organization_id, &actor->user_id);
    query_bind(&q, " LIMIT ", db_int(FACTS_MAX));
    enum err err = query_run(&q, result);
    (void)db_enter(db, before);
    return err;
}

void approval_side_ahead(struct db *db, const struct actor *actor,
                         const struct approval_side_of *request)
{
    struct query q;
    select_side(&q, db, actor, request);
    query_ahead(&q);
}

/* What a query says, and of an actor from outside what their home does. */
static enum err read(struct query *q, const struct actor *actor, struct approval_side *side)
{
    struct db *db = q->db;
    struct db_result here, home = {.row_count = 0};
    enum err err = query_run(q, &here);
    if (err == ERR_NONE && policy_is_outside(actor, &actor->organization_id))
        err = read_home(db, actor, &home);
    *side = (struct approval_side){.count = 0};
    if (err != ERR_NONE)
        return err;
    size_t count = (size_t)here.row_count + (size_t)home.row_count;
    side->facts = arena_array(db_arena(db), count + 1, sizeof *side->facts);
    add_facts(&here, side);
    add_facts(&home, side);
    return ERR_NONE;
}

enum err approval_side_load(struct db *db, const struct actor *actor,
                            const struct approval_side_of *request, struct approval_side *side)
{
    struct query q;
    select_side(&q, db, actor, request);
    return read(&q, actor, side);
}

/* ---- many ---------------------------------------------------------------------------------- */

void approval_sides_ahead(struct db *db, const struct actor *actor,
                          const struct approval_sides_of *requests)
{
    struct query q;
    select_sides(&q, db, actor, requests);
    query_ahead(&q);
}

enum err approval_sides_load(struct db *db, const struct actor *actor,
                             const struct approval_sides_of *requests, struct approval_side *all)
{
    struct query q;
    select_sides(&q, db, actor, requests);
    return read(&q, actor, all);
}

struct approval_side approval_sides_find(struct arena *arena, const struct approval_side *all,
                                         const struct uuid *id)
{
    struct approval_side side = {
        .facts = arena_array(arena, (size_t)all->count + 1, sizeof *side.facts)};
    for (int i = 0; i < all->count; i++)
        if (all->facts[i].tie >= TIE_INVITATION || uuid_equal(&all->facts[i].on, id))
            side.facts[side.count++] = all->facts[i];
    return side;
}

enum err approval_side_agent_owner(struct db *db, const struct actor *actor, struct uuid *owner_id)
{
    struct db_result result;
    *owner_id = (struct uuid){{0}};
    if (actor->token == NULL)
        return ERR_NONE;
    enum err err = db_select(db, &result,
                             "SELECT a.owner_id FROM api_tokens t JOIN agents a "
                             "ON a.organization_id = t.organization_id AND a.id = t.agent_id "
                             "WHERE t.organization_id = $1 AND t.id = $2",
                             db_uuid(&actor->organization_id), db_uuid(&actor->token->id));
    if (err == ERR_NONE && result.row_count > 0)
        *owner_id = db_get_uuid(&result, 0, 0);
    return err;
}
