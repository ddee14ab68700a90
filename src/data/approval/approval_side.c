#include "data/approval/approval_side.h"

#include "base/clock.h"
#include "data/db/db_work.h"
#include "data/db/query.h"

enum { FACTS_MAX = 2000 };

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
    "WHERE x.organization_id = $1 AND x.user_id = " whose " AND x.changed_at > $3 AND " who        \
    " IS NOT NULL AND " who " <> x.user_id" by(who)

#define LINK                                                                                       \
    "SELECT CASE WHEN l.purpose = 'invitation' THEN 'invitation' WHEN l.used_at IS NULL "          \
    "THEN 'link' ELSE 'reset' END, l.created_by, l.user_id, CASE WHEN l.used_at > l.created_at "   \
    "THEN l.used_at ELSE l.created_at END FROM one_time_links l WHERE l.organization_id = "

/* To the account of the person that the SQL `whose` names; `by` says by whom. */
#define LINKS(whose, by)                                                                           \
    " UNION " LINK "$1 AND l.user_id = " whose " AND l.created_by <> l.user_id "                   \
    "AND (l.created_at > $3 OR l.used_at > $3)" by("l.created_by")
#define OTHERS(whose, by)                                                                          \
    " UNION SELECT 'factor', f.removed_by, f.user_id, f.removed_at FROM factor_removals f "        \
    "WHERE f.organization_id = $1 AND f.user_id = " whose " AND f.removed_at > $3 "                \
    "AND f.removed_by <> f.user_id" by("f.removed_by") CHANGE(                                     \
        "x.changed_by", CHANGES, whose, by) CHANGE("t.created_by", CHANGES CHANGE_TOKEN, whose,    \
                                                   by)                                             \
        CHANGE("s.created_by", CHANGES CHANGE_SECRET, whose, by) CHANGE(                           \
            "c.created_by", CHANGES CHANGE_ACCOUNT, whose,                                         \
            by) " UNION SELECT 'sso', o.changed_by, e.user_id, o.changed_at FROM sso_changes o "   \
                "JOIN sessions e ON e.organization_id = o.organization_id WHERE "                  \
                "o.organization_id = $1 "                                                          \
                "AND e.user_id = " whose                                                           \
                " AND e.is_sso AND e.created_at > $3 AND o.changed_at > $3 "                       \
                "AND o.changed_by <> e.user_id" by("o.changed_by")

#define BY_ANYONE(who) ""
#define BY_ACTOR(who)  " AND " who " = $2"
#define PROPOSER                                                                                   \
    "(SELECT p.proposed_by FROM label_proposals p WHERE p.organization_id = $1 AND p.id = $4)"
#define REQUESTER                                                                                  \
    "(SELECT p.requested_by FROM approvals p WHERE p.organization_id = $1 AND p.id = $4)"
#define MOVER                                                                                      \
    "(SELECT p.moved_by FROM label_overrides p WHERE p.organization_id = $1 AND p.id = $4)"

static const char acts_on_actor[] = OTHERS("$2", BY_ANYONE);

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

#define MEMBER(table, tie, who, joins)                                                             \
    " UNION SELECT '" tie "', " who ", p.id, p.created_at FROM " table " p " joins                 \
    "WHERE p.organization_id = $1 AND p.id = $4 AND " who " IS NOT NULL"

/* What the request's own row names stays, whatever becomes of the token. */
#define MEMBERS(table)                                                                             \
    MEMBER(table, "token", "t.created_by", TOKEN)                                                  \
    MEMBER(table, "token", "t.responsible_id", TOKEN)                                              \
    MEMBER(table, "token", "s.created_by", SECRET)                                                 \
    MEMBER(table, "account", "c.created_by", ACCOUNT)                                              \
    MEMBER(table, "account", "c.responsible_id", ACCOUNT)                                          \
    MEMBER(table, "account", "o.created_by", ACCOUNT_TOKEN)                                        \
    MEMBER(table, "account", "s.created_by", ACCOUNT_SECRET)                                       \
    MEMBER(table, "agent", "a.owner_id", AGENT)                                                    \
    MEMBER(table, "agent", "p.agent_owner_id", "")

#define ASKED(table, who)                                                                          \
    " UNION SELECT 'asked', p." who ", p.id, p.created_at FROM " table " p "                       \
    "WHERE p.organization_id = $1 AND p.id = "

/* Who asked, up to the id of the request; who is behind it; what the actor did to who asked. */
static const struct {
    const char *asked, *behind, *acts;
} tables[] = {
    [SIDE_APPROVAL] = {ASKED("approvals", "requested_by"), MEMBERS("approvals"),
                       LINKS(REQUESTER, BY_ACTOR) OTHERS(REQUESTER, BY_ACTOR)},
    [SIDE_PROPOSAL] = {ASKED("label_proposals", "proposed_by"), MEMBERS("label_proposals"),
                       LINKS(PROPOSER, BY_ACTOR) OTHERS(PROPOSER, BY_ACTOR)},
    [SIDE_OVERRIDE] = {ASKED("label_overrides", "moved_by"), "",
                       LINKS(MOVER, BY_ACTOR) OTHERS(MOVER, BY_ACTOR)},
};

/* ---- reading --------------------------------------------------------------------------------- */

/* Binds the first three parameters. */
static void select_acts(struct query *q, struct db *db, const struct uuid *organization_id,
                        const struct uuid *user_id)
{
    query_begin(q, db, LINK);
    query_bind(q, "", db_uuid(organization_id));
    query_bind(q, " AND l.user_id = ", db_uuid(user_id));
    query_bind(q, " AND l.created_by <> l.user_id AND (l.created_at > ",
               db_time(db_minute(db) - APPROVAL_SIDE_DAYS * CLOCK_DAY));
    query_add(q, " OR l.used_at > $3)");
    query_add(q, acts_on_actor);
}

/* Whoever wrote what a program proposes has looked at it once already. */
static void add_author(struct query *q, const struct record_kind *kind)
{
    query_add(q, " UNION SELECT 'author', v.author_id, p.id, p.created_at "
                 "FROM label_proposals p JOIN ");
    query_add(q, kind->versions);
    query_add(q, " v ON v.organization_id = p.organization_id AND v.record_id = p.record_id "
                 "AND v.version = p.to_version WHERE p.organization_id = $1 AND p.id = $4 "
                 "AND p.token_id IS NOT NULL AND v.author_id IS NOT NULL");
}

static void select_side(struct query *q, struct db *db, const struct actor *actor,
                        const struct approval_side_of *request)
{
    select_acts(q, db, &actor->organization_id, &actor->user_id);
    query_bind(q, tables[request->table].asked, db_uuid(&request->id));
    query_add(q, tables[request->table].behind);
    query_add(q, tables[request->table].acts);
    if (request->table == SIDE_PROPOSAL)
        add_author(q, request->kind);
    query_bind(q, " LIMIT ", db_int(FACTS_MAX));
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
    select_acts(&q, db, &actor->home_organization_id, &actor->user_id);
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

enum err approval_side_load(struct db *db, const struct actor *actor,
                            const struct approval_side_of *request, struct approval_side *side)
{
    struct query q;
    struct db_result here, home = {.row_count = 0};
    select_side(&q, db, actor, request);
    enum err err = query_run(&q, &here);
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
