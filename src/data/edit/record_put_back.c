#include "data/edit/record_put_back.h"

#include <inttypes.h>

#include "data/record/record_audit.h"
#include "data/record/record_load.h"
#include "data/record/record_version.h"

static enum err put_back(const struct work *work, const struct record_store *store,
                         const struct record_key *key, const struct record_past *past)
{
    struct arena *arena = db_arena(work->db);
    struct record_head *before = arena_alloc(arena, store->size);
    struct record_fields fields = {.description = past->description, .message = ""};
    struct record_version old;
    struct record_saved saved;
    const char *message = NULL;
    if (tag_list_parse(arena, past->tags, &fields.tags, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "tags", message);
    enum err err = record_load_seen(work, store, &key->id, key->based_on_revision, before);
    if (err == ERR_NONE)
        err = record_version_load(work->db, before, past->version, &old);
    if (err != ERR_NONE)
        return err;
    fields.name = before->name;
    fields.content = old.content;
    if (!record_content_equal(&before->content, &fields.content))
        fields.message = arena_printf(arena, "Restored version %" PRId64, past->version);
    return record_save_fields(work, before, &fields, store->kind->event.restore_version, &saved);
}

enum err record_put_back(const struct work *work, const struct record_store *store,
                         const struct record_key *key, const struct record_past *past)
{
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    return record_finish(work, store, put_back(work, store, key, past),
                         store->kind->event.restore_version, &key->id);
}
