#include "data/audit/audit_export.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "crypt/signed_note.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_leaf.h"
#include "data/vault/signing_key.h"

enum { BATCH = 500, LEAF_COLUMN = 1, EVENT_COLUMN = 2 };

static enum err give(const struct audit_output *output, const char *line)
{
    return output->sink(output->context, (struct text){line, strlen(line)});
}

enum err audit_export_begin(struct db *db, int log_count, const struct audit_output *output)
{
    struct arena *arena = db_arena(db);
    struct note_key *keys = NULL;
    int key_count = 0;
    enum err err = signing_key_list(db, &keys, &key_count);
    if (err == ERR_NONE)
        err =
            give(output, arena_printf(arena, "{\"rostrum_audit_export\":1,\"keys\":%d,\"logs\":%d}",
                                      key_count, log_count));
    for (int i = 0; err == ERR_NONE && i < key_count; i++)
        err = give(output, arena_printf(arena, "{\"key\":\"%s\"}", note_key_text(arena, &keys[i])));
    return err;
}

enum err audit_export_log(struct db *db, const struct actor *actor,
                          const struct uuid *organization_id, struct audit_export *export,
                          const struct audit_output *output)
{
    struct policy_target target = {.organization_id = *organization_id};
    struct audit_checkpoint newest;
    struct db_result count;
    char id[UUID_TEXT_LEN];
    *export = (struct audit_export){.organization_id = *organization_id};
    if (!policy_allows(actor, PERMISSION_AUDIT_EXPORT, &target))
        return ERR_DENIED;
    enum err err = audit_checkpoint_newest(db, organization_id, &newest);
    if (err != ERR_NONE || newest.size == 0)
        return err;
    err = db_select(
        db, &count,
        "SELECT count(*) FROM audit_checkpoints WHERE organization_id = $1 AND tree_size <= $2",
        db_uuid(organization_id), db_int(newest.size));
    if (err != ERR_NONE)
        return err;
    export->size = newest.size;
    uuid_format(organization_id, id);
    return give(output,
                arena_printf(db_arena(db),
                             "{\"log\":\"%s\",\"events\":%" PRId64 ",\"checkpoints\":%" PRId64 "}",
                             id, newest.size, db_get_int(&count, 0, 0)));
}

/* An event, or the hash of one that was deleted. */
static enum err give_event(struct db *db, const struct audit_export *export,
                           const struct db_result *rows, int row, const struct audit_output *output)
{
    struct arena *arena = db_arena(db);
    int64_t seq = db_get_int(rows, row, 0);
    struct text leaf = db_get_bytes(rows, row, LEAF_COLUMN);
    struct audit_header header;
    if (!db_is_null(rows, row, EVENT_COLUMN)) {
        audit_header_read(rows, row, EVENT_COLUMN, &export->organization_id, &header);
        return give(output, arena_printf(arena, "{\"seq\":%" PRId64 ",\"event\":%s}", seq,
                                         audit_header_line(arena, &header).data));
    }
    struct buf hex;
    buf_init(&hex, arena);
    for (size_t i = 0; i < leaf.len; i++)
        buf_printf(&hex, "%02x", (unsigned)(uint8_t)leaf.data[i]);
    return give(output,
                arena_printf(arena, "{\"seq\":%" PRId64 ",\"leaf\":\"%s\"}", seq, hex.data));
}

static enum err give_checkpoint(struct db *db, const char *note, const struct audit_output *output)
{
    json_t *json = json_keep(db_arena(db), json_pack("{s:s}", "checkpoint", note));
    return output->sink(output->context, json_format(db_arena(db), json, JSON_LINE));
}

enum err audit_export_next(struct db *db, struct audit_export *export,
                           const struct audit_output *output)
{
    struct db_result events;
    struct db_result checkpoints;
    int64_t end = export->size - export->done > BATCH ? export->done + BATCH : export->size;
    enum err err = db_select(db, &events,
                             "SELECT s.seq, s.leaf_hash, " AUDIT_HEADER_COLUMNS
                             " FROM audit_sequence s LEFT JOIN audit_events e "
                             "ON e.organization_id = s.organization_id AND e.id = s.event_id "
                             "WHERE s.organization_id = $1 AND s.seq > $2 AND s.seq <= $3 "
                             "ORDER BY s.seq",
                             db_uuid(&export->organization_id), db_int(export->done), db_int(end));
    if (err == ERR_NONE)
        err = db_select(db, &checkpoints,
                        "SELECT tree_size, note FROM audit_checkpoints WHERE organization_id = $1 "
                        "AND tree_size > $2 AND tree_size <= $3 ORDER BY tree_size",
                        db_uuid(&export->organization_id), db_int(export->done), db_int(end));
    int next = 0;
    for (int i = 0; err == ERR_NONE && i < events.row_count; i++) {
        err = give_event(db, export, &events, i, output);
        for (; err == ERR_NONE && next < checkpoints.row_count &&
               db_get_int(&checkpoints, next, 0) <= db_get_int(&events, i, 0);
             next++)
            err = give_checkpoint(db, db_get_text(&checkpoints, next, 1), output);
    }
    export->done = end;
    return err;
}
