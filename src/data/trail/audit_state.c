#include "data/trail/audit_state.h"

#include <string.h>

#include "data/db/query.h"

static void select_state(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT h.last_seq, c.tree_size, c.created_at, c.note FROM audit_heads h "
                "LEFT JOIN audit_checkpoints c ON c.organization_id = h.organization_id "
                "AND c.tree_size = (SELECT max(n.tree_size) FROM audit_checkpoints n "
                "WHERE n.organization_id = h.organization_id)");
    query_bind(q, " WHERE h.organization_id = ", db_uuid(&actor->organization_id));
}

void audit_state_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_state(&q, db, actor);
    query_ahead(&q);
}

/* Origin, size, root, an empty line, "— NAME SIGNATURE". */
static void read_note(struct arena *arena, const char *note, struct audit_state *state)
{
    static const char dash[] = "\n\n\u2014 ";
    const char *line = strchr(note, '\n');
    line = line == NULL ? NULL : strchr(line + 1, '\n');
    const char *signature = strstr(note, dash);
    if (line == NULL || signature == NULL)
        return;
    signature += strlen(dash);
    state->root = arena_copy(arena, line + 1, strcspn(line + 1, "\n"));
    state->key = arena_copy(arena, signature, strcspn(signature, " \n"));
}

enum err audit_state_get(struct db *db, const struct actor *actor, struct audit_state *state)
{
    struct policy_target target = {actor->organization_id, actor->user_id, NULL};
    struct db_result result;
    struct query q;
    *state = (struct audit_state){.event_count = 0};
    if (!policy_allows(actor, PERMISSION_AUDIT_ALL, &target))
        return ERR_DENIED;
    select_state(&q, db, actor);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    state->event_count = db_get_int(&result, 0, 0);
    if (db_is_null(&result, 0, 1))
        return ERR_NONE;
    state->covered = db_get_int(&result, 0, 1);
    state->signed_at = db_get_time(&result, 0, 2);
    read_note(db_arena(db), db_get_text(&result, 0, 3), state);
    return ERR_NONE;
}
