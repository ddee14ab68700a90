#include "data/audit/audit_tree.h"

#include <string.h>

#include "data/audit/audit_leaf.h"

enum { CATCH_UP_BATCH = 500, CACHED_TILES = 16 };

enum err audit_head_load(struct db *db, const struct uuid *organization_id, struct audit_head *head)
{
    struct db_result result;
    *head = (struct audit_head){.last_seq = 0};
    enum err err = db_select(
        db, &result,
        "SELECT last_seq, tree_size, frontier FROM audit_heads WHERE organization_id = $1",
        db_uuid(organization_id));
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    head->last_seq = db_get_int(&result, 0, 0);
    struct text frontier = db_get_bytes(&result, 0, 2);
    if (chain_load(&head->chain, db_get_int(&result, 0, 1), frontier.data, frontier.len) !=
        ERR_NONE)
        die("the tree of an audit log is not as large as it says");
    return ERR_NONE;
}

void audit_head_save(struct db *db, const struct uuid *organization_id,
                     const struct audit_head *head)
{
    chain_hash *frontier = arena_array(db_arena(db), CHAIN_LEVELS, sizeof *frontier);
    size_t count = chain_store(&head->chain, frontier);
    db_change_later(db,
                    "INSERT INTO audit_heads (organization_id, last_seq, tree_size, frontier) "
                    "VALUES ($1, $2, $3, $4) ON CONFLICT (organization_id) DO UPDATE "
                    "SET last_seq = excluded.last_seq, tree_size = excluded.tree_size, "
                    "frontier = excluded.frontier",
                    db_uuid(organization_id), db_int(head->last_seq), db_int(head->chain.size),
                    db_bytes(frontier, count * HASH_LEN));
}

/* Adds a leaf, and stores the nodes of stored levels that it closes. */
static void grow(struct db *db, const struct uuid *organization_id, struct chain *chain,
                 const chain_hash leaf)
{
    chain_hash closed[CHAIN_LEVELS];
    int count = chain_add(chain, leaf, closed);
    for (int level = CHAIN_TILE; level < count; level += CHAIN_TILE)
        db_change_later(db,
                        "INSERT INTO audit_nodes (organization_id, level, position, hash) "
                        "VALUES ($1, $2, $3, $4)",
                        db_uuid(organization_id), db_int(level), db_int((chain->size >> level) - 1),
                        db_bytes(arena_copy(db_arena(db), closed[level], HASH_LEN), HASH_LEN));
}

void audit_head_add(struct db *db, const struct uuid *organization_id, struct audit_head *head,
                    const chain_hash leaf)
{
    if (head->chain.size == head->last_seq - 1)
        grow(db, organization_id, &head->chain, leaf);
}

/* The leaf of a row: of column 1 if it is there, or else made from the event. */
static void find_leaf(struct db *db, const struct uuid *organization_id,
                      const struct db_result *rows, int row, chain_hash leaf)
{
    struct text stored = db_get_bytes(rows, row, 1);
    struct audit_header header;
    if (stored.data != NULL) {
        if (stored.len != HASH_LEN)
            die("a leaf of an audit log that is no hash");
        memcpy(leaf, stored.data, HASH_LEN);
        return;
    }
    if (db_is_null(rows, row, 2))
        die("an event of an audit log was deleted before it had a leaf");
    audit_header_read(rows, row, 2, organization_id, &header);
    audit_header_leaf(db_arena(db), &header, leaf);
}

static enum err catch_up_inside(struct db *db, const struct uuid *organization_id,
                                struct audit_head *head)
{
    struct db_result rows;
    int64_t before = head->chain.size;
    enum err err = db_select(db, &rows,
                             "SELECT s.seq, s.leaf_hash, " AUDIT_HEADER_COLUMNS
                             " FROM audit_sequence s LEFT JOIN audit_events e "
                             "ON e.organization_id = s.organization_id AND e.id = s.event_id "
                             "WHERE s.organization_id = $1 AND s.seq > $2 ORDER BY s.seq LIMIT $3",
                             db_uuid(organization_id), db_int(before), db_int(CATCH_UP_BATCH));
    if (err != ERR_NONE)
        return err;
    chain_hash *leaves = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *leaves);
    for (int i = 0; i < rows.row_count; i++) {
        if (db_get_int(&rows, i, 0) != head->chain.size + 1)
            die("a number of an audit log is missing");
        find_leaf(db, organization_id, &rows, i, leaves[i]);
        grow(db, organization_id, &head->chain, leaves[i]);
    }
    err = db_change(db,
                    "UPDATE audit_sequence SET leaf_hash = substr($4, CAST(32 * (seq - $2) - 31 AS "
                    "integer), 32) WHERE organization_id = $1 AND seq > $2 AND seq <= $3 "
                    "AND leaf_hash IS NULL",
                    db_uuid(organization_id), db_int(before), db_int(before + rows.row_count),
                    db_bytes(leaves, (size_t)rows.row_count * HASH_LEN));
    if (err == ERR_NONE)
        audit_head_save(db, organization_id, head);
    return err;
}

enum err audit_tree_catch_up(struct db *db, const struct uuid *organization_id, bool *is_done)
{
    struct audit_head head = {.last_seq = 0};
    bool is_ours = false;
    *is_done = false;
    enum err err = db_begin_alone(db);
    if (err != ERR_NONE)
        return err;
    err = db_try_lock(db, organization_id, &is_ours);
    if (err == ERR_NONE && is_ours)
        err = audit_head_load(db, organization_id, &head);
    if (err == ERR_NONE && head.chain.size < head.last_seq)
        err = catch_up_inside(db, organization_id, &head);
    *is_done = !is_ours || head.chain.size == head.last_seq;
    return db_finish(db, err);
}

enum err audit_tree_list(struct db *db, const struct uuid *after, bool is_first, struct uuid *ids,
                         int limit, int *count)
{
    struct db_result result;
    *count = 0;
    enum err err = db_select(db, &result,
                             "SELECT organization_id FROM audit_heads WHERE organization_id > $1 "
                             "OR (organization_id = $1 AND $2) ORDER BY organization_id LIMIT $3",
                             db_uuid(after), db_bool(is_first), db_int(limit));
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++)
        ids[(*count)++] = db_get_uuid(&result, i, 0);
    return err;
}

/* Reading */

struct tile {
    bool is_read;
    int level;
    int64_t first;
    int count;
    chain_hash hashes[CHAIN_TILE_SIZE];
};

/* Whole tiles are kept: a proof looks into few of them, and often into the same. */
struct reader {
    struct db *db;
    struct uuid organization_id;
    struct tile tiles[CACHED_TILES];
    int next;
};

static enum err read_tile(struct reader *reader, int level, int64_t first, struct tile *tile)
{
    struct db_result rows;
    enum err err =
        level == 0
            ? db_select(reader->db, &rows,
                        "SELECT leaf_hash, seq - 1 FROM audit_sequence "
                        "WHERE organization_id = $1 AND seq > $2 AND seq <= $2 + $3 "
                        "ORDER BY seq",
                        db_uuid(&reader->organization_id), db_int(first), db_int(CHAIN_TILE_SIZE))
            : db_select(reader->db, &rows,
                        "SELECT hash, position FROM audit_nodes WHERE organization_id = $1 "
                        "AND level = $2 AND position >= $3 AND position < $3 + $4 "
                        "ORDER BY position",
                        db_uuid(&reader->organization_id), db_int(level), db_int(first),
                        db_int(CHAIN_TILE_SIZE));
    if (err != ERR_NONE)
        return err;
    *tile = (struct tile){.is_read = true, .level = level, .first = first};
    for (int i = 0; i < rows.row_count && db_get_int(&rows, i, 1) == first + i; i++) {
        struct text hash = db_get_bytes(&rows, i, 0);
        if (hash.len != HASH_LEN)
            break;
        memcpy(tile->hashes[tile->count++], hash.data, HASH_LEN);
    }
    return ERR_NONE;
}

static enum err find_tile(struct reader *reader, int level, int64_t first, struct tile **tile)
{
    for (int i = 0; i < CACHED_TILES; i++) {
        *tile = &reader->tiles[i];
        if ((*tile)->is_read && (*tile)->level == level && (*tile)->first == first)
            return ERR_NONE;
    }
    *tile = &reader->tiles[reader->next];
    reader->next = (reader->next + 1) % CACHED_TILES;
    return read_tile(reader, level, first, *tile);
}

/* Hashes of one subtree always lie in one tile. */
static enum err read_hashes(void *context, int level, int64_t first, int count,
                            chain_hash hashes[CHAIN_TILE_SIZE])
{
    struct tile *tile = NULL;
    int64_t tile_first = first - first % CHAIN_TILE_SIZE;
    enum err err = find_tile(context, level, tile_first, &tile);
    if (err != ERR_NONE)
        return err;
    if (first - tile_first + count > tile->count)
        return ERR_NOT_FOUND;
    memcpy(hashes, tile->hashes[first - tile_first], (size_t)count * HASH_LEN);
    return ERR_NONE;
}

struct chain_source audit_tree_source(struct db *db, const struct uuid *organization_id)
{
    struct reader *reader = arena_alloc(db_arena(db), sizeof *reader);
    reader->db = db;
    reader->organization_id = *organization_id;
    return (struct chain_source){read_hashes, reader};
}
