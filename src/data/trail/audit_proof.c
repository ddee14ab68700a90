#include "data/trail/audit_proof.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_leaf.h"
#include "data/audit/audit_tree.h"
#include "data/vault/signing_key.h"

static enum err read_event(struct db *db, const struct audit_entry *entry,
                           struct audit_proof *proof)
{
    struct db_result result;
    struct audit_header header;
    enum err err = db_select(db, &result,
                             "SELECT " AUDIT_HEADER_COLUMNS " FROM audit_events e "
                             "WHERE e.organization_id = $1 AND e.id = $2",
                             db_uuid(&entry->organization_id), db_uuid(&entry->id));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    audit_header_read(&result, 0, 0, &entry->organization_id, &header);
    struct text line = audit_header_line(db_arena(db), &header);
    proof->event = line.data;
    chain_leaf(line.data, line.len, proof->leaf);
    return ERR_NONE;
}

static enum err read_checkpoint(struct db *db, const struct audit_entry *entry,
                                struct audit_proof *proof)
{
    struct audit_checkpoint newest;
    struct checkpoint checkpoint;
    struct note_key *keys = NULL;
    int key_count = 0;
    enum err err = audit_checkpoint_newest(db, &entry->organization_id, &newest);
    if (err == ERR_NONE)
        err = signing_key_list(db, &keys, &key_count);
    if (err != ERR_NONE)
        return err;
    if (entry->seq == 0 || entry->seq > newest.size)
        return ERR_STALE;
    int at = 0;
    while (at < key_count &&
           checkpoint_open(db_arena(db), &keys[at], 1, newest.note, &checkpoint) != ERR_NONE)
        at++;
    if (at == key_count || !uuid_equal(&checkpoint.organization_id, &entry->organization_id) ||
        checkpoint.size != newest.size)
        return ERR_CONFLICT;
    proof->size = newest.size;
    proof->note = newest.note;
    proof->key = note_key_text(db_arena(db), &keys[at]);
    proof->signed_at = newest.created_at;
    memcpy(proof->root, checkpoint.root, HASH_LEN);
    return ERR_NONE;
}

enum err audit_proof_get(struct db *db, const struct actor *actor,
                         const struct uuid *organization_id, const struct uuid *event_id,
                         struct audit_proof *proof)
{
    struct audit_entry entry;
    enum err err = audit_get(db, actor, organization_id, event_id, &entry);
    return err == ERR_NONE ? audit_proof_of(db, &entry, proof) : err;
}

enum err audit_proof_of(struct db *db, const struct audit_entry *entry, struct audit_proof *proof)
{
    *proof = (struct audit_proof){.seq = 0};
    enum err err = read_checkpoint(db, entry, proof);
    if (err == ERR_NONE)
        err = read_event(db, entry, proof);
    if (err != ERR_NONE)
        return err;
    proof->seq = entry->seq;
    struct chain_source source = audit_tree_source(db, &entry->organization_id);
    err = chain_prove_leaf(&source, proof->seq - 1, proof->size, proof->path, &proof->path_count);
    if (err == ERR_UNAVAILABLE)
        return err;
    chain_hash root;
    bool is_proved = err == ERR_NONE &&
                     chain_root_of_leaf(proof->leaf, proof->seq - 1, proof->size, proof->path,
                                        proof->path_count, root) == ERR_NONE &&
                     memcmp(root, proof->root, HASH_LEN) == 0;
    return is_proved ? ERR_NONE : ERR_CONFLICT;
}

char *audit_proof_text(struct arena *arena, const struct audit_proof *proof)
{
    struct buf buf;
    buf_init(&buf, arena);
    buf_printf(&buf,
               "{\"rostrum_audit_proof\":1,\"key\":\"%s\",\"seq\":%" PRId64
               ",\"event\":%s,\"path\":[",
               proof->key, proof->seq, proof->event);
    for (int i = 0; i < proof->path_count; i++) {
        buf_add_text(&buf, i == 0 ? "\"" : ",\"");
        for (size_t j = 0; j < HASH_LEN; j++)
            buf_printf(&buf, "%02x", proof->path[i][j]);
        buf_add_char(&buf, '"');
    }
    json_t *note = json_keep(arena, json_string(proof->note));
    buf_printf(&buf, "],\"checkpoint\":%s}\n", json_format(arena, note, JSON_LINE).data);
    return buf.data;
}
