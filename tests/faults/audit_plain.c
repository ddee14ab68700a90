/* The audit log as it would be without a tree: numbers, and no leaves, nodes or checkpoints. A
 * program that is linked with this file gets none of audit_leaf.c, audit_tree.c and
 * audit_checkpoint.c. */

#include <string.h>

#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_leaf.h"
#include "data/audit/audit_tree.h"
#include "data/db/db_self.h"

void audit_header_read(const struct db_result *result, int row, int first,
                       const struct uuid *organization_id, struct audit_header *header)
{
    (void)result, (void)row, (void)first, (void)organization_id;
    memset(header, 0, sizeof *header);
}

struct text audit_header_line(struct arena *arena, const struct audit_header *header)
{
    (void)arena, (void)header;
    return (struct text){"", 0};
}

void audit_header_leaf(struct arena *arena, const struct audit_header *header, chain_hash leaf)
{
    (void)arena, (void)header;
    memset(leaf, 0, HASH_LEN);
}

/* In SQLite the number is taken with one statement. */
enum err audit_head_load(struct db *db, const struct uuid *organization_id, struct audit_head *head)
{
    struct db_result result;
    *head = (struct audit_head){.last_seq = 0};
    if (!db_has_many_writers(db)) {
        enum err err = db_select(
            db, &result,
            "INSERT INTO audit_heads (organization_id, last_seq) VALUES ($1, 1) ON CONFLICT "
            "(organization_id) DO UPDATE SET last_seq = audit_heads.last_seq + 1 "
            "RETURNING last_seq",
            db_uuid(organization_id));
        if (err == ERR_NONE)
            head->last_seq = db_get_int(&result, 0, 0) - 1;
        return err;
    }
    enum err err =
        db_select(db, &result, "SELECT last_seq FROM audit_heads WHERE organization_id = $1",
                  db_uuid(organization_id));
    if (err == ERR_NONE && result.row_count > 0)
        head->last_seq = db_get_int(&result, 0, 0);
    return err;
}

void audit_head_save(struct db *db, const struct uuid *organization_id,
                     const struct audit_head *head)
{
    if (db_has_many_writers(db))
        db_change_later(db,
                        "INSERT INTO audit_heads (organization_id, last_seq) VALUES ($1, $2) "
                        "ON CONFLICT (organization_id) DO UPDATE SET last_seq = excluded.last_seq",
                        db_uuid(organization_id), db_int(head->last_seq));
}

void audit_head_add(struct db *db, const struct uuid *organization_id, struct audit_head *head,
                    const chain_hash leaf)
{
    (void)db, (void)organization_id, (void)leaf;
    head->chain.size = head->last_seq;
}

enum err audit_tree_catch_up(struct db *db, const struct uuid *organization_id, bool *is_done)
{
    (void)db, (void)organization_id;
    *is_done = true;
    return ERR_NONE;
}

struct chain_source audit_tree_source(struct db *db, const struct uuid *organization_id)
{
    (void)db, (void)organization_id;
    return (struct chain_source){.read = NULL};
}

const char *audit_checkpoint_folder(const char *keyring_path)
{
    return keyring_path;
}

void audit_checkpoint_keep_in(struct db *db, const char *folder)
{
    (void)db, (void)folder;
}

enum err audit_checkpoint_newest(struct db *db, const struct uuid *organization_id,
                                 struct audit_checkpoint *newest)
{
    (void)db, (void)organization_id;
    memset(newest, 0, sizeof *newest);
    return ERR_NONE;
}

enum err audit_checkpoint_make(struct db *db, const struct uuid *organization_id,
                               struct audit_checkpoint *newest)
{
    return audit_checkpoint_newest(db, organization_id, newest);
}

bool audit_checkpoint_is_due(struct db *db, const struct uuid *organization_id, int64_t last_seq)
{
    (void)db, (void)organization_id, (void)last_seq;
    return false;
}

void audit_checkpoint_if_due(struct db *db, const struct uuid *organization_id, int64_t last_seq)
{
    (void)db, (void)organization_id, (void)last_seq;
}
