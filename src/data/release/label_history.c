#include "data/release/label_history.h"

#include <string.h>

#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/listing/record_brief.h"
#include "data/record/record_store.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

/* Who moved a label, and who had proposed it; either may come from outside. */
#define MOVER      PERSON_COLUMNS_OF("m.moved_by", a)
#define PROPOSER   PERSON_COLUMNS_OF("p.proposed_by", b)
#define JOIN_MOVER PERSON_JOIN(a, "m.organization_id", "m.moved_by")

enum { LIMIT = 50, LIMIT_MAX = 100, COLUMN_RUN = 10 + 2 * PERSON_COLUMN_COUNT };

static enum err read_entry(struct db *db, const struct uuid *organization_id,
                           const struct db_result *result, int row,
                           struct label_history_entry *entry)
{
    *entry = (struct label_history_entry){
        .id = db_get_uuid(result, row, 0),
        .kind = record_kind_find(db_get_text(result, row, 1)),
        .record_id = db_get_uuid(result, row, 2),
        .label = db_get_text(result, row, 3),
        .from_version = db_get_int(result, row, 4),
        .to_version = db_get_int(result, row, 5),
        .moved_by = db_get_uuid(result, row, 7),
        .proposal_id = db_get_uuid(result, row, 8),
        .created_at = db_get_time(result, row, 9),
        .run_id = db_get_uuid(result, row, COLUMN_RUN),
        .digest = db_get_text(result, row, COLUMN_RUN + 1),
        .override_id = db_get_uuid(result, row, COLUMN_RUN + 2),
    };
    struct seal_place place = {"label_moves", "reason", *organization_id, entry->id};
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 6), &entry->reason);
    if (err == ERR_NONE)
        err = person_name(db, result, row, 10, &entry->moved_by_name);
    return err == ERR_NONE
               ? person_name(db, result, row, 10 + PERSON_COLUMN_COUNT, &entry->proposed_by_name)
               : err;
}

/* Why is for those who may read what was moved. */
static void hide_reasons(const struct actor *actor, const struct uuid *organization_id,
                         struct label_history *history)
{
    struct policy_target target = {.organization_id = *organization_id};
    for (int i = 0; i < history->count; i++)
        if (!policy_allows(actor, history->entries[i].kind->read, &target))
            history->entries[i].reason = "";
}

static enum err name_records(struct db *db, const struct uuid *organization_id,
                             struct label_history *history)
{
    struct record_briefs briefs = record_briefs_begin(db, organization_id, LIMIT_MAX);
    for (int i = 0; i < history->count; i++)
        record_briefs_add(&briefs, history->entries[i].kind, &history->entries[i].record_id);
    enum err err = record_briefs_load(&briefs);
    for (int i = 0; err == ERR_NONE && i < history->count; i++)
        history->entries[i].record_name =
            record_briefs_find(&briefs, &history->entries[i].record_id)->name;
    return err;
}

static enum err read_history(struct db *db, const struct uuid *organization_id,
                             const struct db_result *result, int limit,
                             struct label_history *history)
{
    bool has_more = result->row_count > limit;
    history->count = has_more ? limit : result->row_count;
    history->entries =
        arena_array(db_arena(db), (size_t)history->count + 1, sizeof *history->entries);
    for (int i = 0; i < history->count; i++) {
        enum err err = read_entry(db, organization_id, result, i, &history->entries[i]);
        if (err != ERR_NONE)
            return err;
    }
    history->next = NULL;
    if (has_more) {
        const struct label_history_entry *last = &history->entries[history->count - 1];
        history->next = cursor_format(db_arena(db), &(struct cursor){last->created_at, last->id});
    }
    return ERR_NONE;
}

static void select_moves(struct query *q, struct db *db, const struct uuid *organization_id,
                         const struct label_history_filter *filter, const struct cursor *cursor)
{
    int limit = filter->limit == 0 ? LIMIT : filter->limit;
    query_begin(q, db,
                "SELECT m.id, m.kind, m.record_id, m.label, m.from_version, m.to_version, "
                "m.reason, m.moved_by, m.proposal_id, m.created_at, " MOVER ", " PROPOSER
                ", m.run_id, m.digest, o.id FROM label_moves m" JOIN_MOVER
                "LEFT JOIN label_overrides o ON o.organization_id = m.organization_id "
                "AND o.move_id = m.id "
                "LEFT JOIN label_proposals p ON p.organization_id = m.organization_id "
                "AND p.id = m.proposal_id" PERSON_JOIN(b, "m.organization_id", "p.proposed_by"));
    query_bind(q, " WHERE m.organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND (m.created_at, m.id) < (", db_time(cursor->time));
    query_bind(q, ", ", db_uuid(&cursor->id));
    query_add(q, ")");
    if (filter->head != NULL)
        query_bind(q, " AND m.record_id = ", db_uuid(&filter->head->id));
    if (filter->label[0] != '\0')
        query_bind(q, " AND m.label = ", db_text(filter->label));
    query_bind(q, " ORDER BY m.created_at DESC, m.id DESC LIMIT ", db_int(limit + 1));
}

void label_history_ahead(struct db *db, const struct record_head *head)
{
    const struct label_history_filter filter = {.head = head, .label = "", .cursor = ""};
    const struct cursor cursor = cursor_newest();
    struct query q;
    select_moves(&q, db, &head->organization_id, &filter, &cursor);
    query_ahead(&q);
}

enum err label_history(struct db *db, const struct actor *actor,
                       const struct label_history_filter *filter, struct label_history *history)
{
    int limit = filter->limit == 0 ? LIMIT : filter->limit;
    struct cursor cursor = cursor_newest();
    struct query q;
    struct db_result result;
    struct uuid organization_id =
        filter->head == NULL ? actor->organization_id : filter->head->organization_id;
    if (limit < 1 || limit > LIMIT_MAX)
        return ERR_INVALID;
    if (filter->cursor[0] != '\0' && cursor_parse(filter->cursor, &cursor) != ERR_NONE)
        return ERR_INVALID;
    struct policy_target target = {.organization_id = organization_id};
    if (filter->head == NULL && !record_kinds_visible(actor, &target))
        return ERR_DENIED;
    select_moves(&q, db, &organization_id, filter, &cursor);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        err = read_history(db, &organization_id, &result, limit, history);
    if (err == ERR_NONE)
        hide_reasons(actor, &organization_id, history);
    return err == ERR_NONE ? name_records(db, &organization_id, history) : err;
}

/* ---- at a time ---------------------------------------------------------------------------- */

/* "latest" is computed: the newest version there was. */
static enum err find_latest(struct db *db, const struct record_head *head, int64_t time,
                            struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT v.version, v.created_at, " PERSON_COLUMNS_OF("v.author_id", a) " FROM ");
    query_add(&q, head->store->kind->versions);
    query_add(&q, " v" PERSON_JOIN(a, "v.organization_id", "v.author_id"));
    query_bind(&q, " WHERE v.record_id = ", db_uuid(&head->id));
    query_bind(&q, " AND v.organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND v.created_at <= ", db_time(time));
    query_add(&q, " ORDER BY v.version DESC LIMIT 1");
    return query_run(&q, result);
}

static enum err find_move(struct db *db, const struct record_head *head, const char *label,
                          int64_t time, struct db_result *result)
{
    return db_select(db, result,
                     "SELECT m.to_version, m.created_at, " MOVER " FROM label_moves m" JOIN_MOVER
                     "WHERE m.organization_id = $1 AND m.record_id = $2 AND m.label = $4 "
                     "AND m.created_at <= $3 ORDER BY m.created_at DESC, m.id DESC LIMIT 1",
                     db_uuid(&head->organization_id), db_uuid(&head->id), db_time(time),
                     db_text(label));
}

enum err label_at(struct db *db, const struct record_head *head, const char *label, int64_t time,
                  struct label_answer *answer)
{
    struct db_result result;
    *answer = (struct label_answer){0, 0, NULL};
    enum err err = strcmp(label, LABEL_LATEST) == 0 ? find_latest(db, head, time, &result)
                                                    : find_move(db, head, label, time, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    answer->version = db_get_int(&result, 0, 0);
    answer->since = db_get_time(&result, 0, 1);
    return person_name(db, &result, 0, 2, &answer->moved_by_name);
}
