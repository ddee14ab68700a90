#include "data/transfer/tree_compare.h"

#include <string.h>

#include "base/number.h"
#include "data/record/record_load.h"
#include "data/transfer/export_record_internal.h"
#include "data/transfer/transfer_stores.h"
#include "domain/tree/tree_file.h"

/* The file as it would be if the content of that version were in it. */
static struct text format(struct arena *arena, enum record_kind_id kind, const json_t *record,
                          const json_t *version)
{
    struct tree_file file;
    tree_file_write(arena, kind, record, version, &file);
    return file.text;
}

static enum err compare(struct db *db, const struct record_head *head, const json_t *record,
                        struct tree_comparison *out)
{
    struct arena *arena = db_arena(db);
    enum record_kind_id kind = head->store->kind->id;
    int64_t number = number_of_json(NUMBER_VERSION, json_object_get(record, "version"), 0);
    json_t *base = NULL;
    if (number == 0 || number == head->version)
        return ERR_NONE;
    enum err err = export_version(db, head, number, &base);
    if (err != ERR_NONE)
        return err;
    struct text before = format(arena, kind, record, base);
    struct text now = format(arena, kind, record, record);
    bool is_same = before.len == now.len && memcmp(before.data, now.data, now.len) == 0;
    out->state = is_same ? TREE_UNTOUCHED : TREE_BEHIND;
    return ERR_NONE;
}

enum err tree_compare(struct db *db, const struct actor *actor, enum record_kind_id kind,
                      const json_t *record, struct tree_comparison *out)
{
    const struct record_store *store = transfer_stores[kind];
    struct record_head *head = arena_alloc(db_arena(db), store->size);
    struct record_found found;
    *out = (struct tree_comparison){.state = TREE_CURRENT};
    enum err err = record_find(db, actor, store->kind, json_text(record, "name"), &found);
    if (err != ERR_NONE)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    err = record_load(db, actor, store, &found.id, store->kind->read, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    out->version = head->version;
    err = compare(db, head, record, out);
    if (err != ERR_NOT_FOUND)
        return err;
    out->state = TREE_BEHIND; /* of a version that retention deleted, or that never was */
    return ERR_NONE;
}
