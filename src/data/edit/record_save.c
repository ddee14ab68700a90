#include "data/edit/record_save.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/edit/record_change_internal.h"
#include "data/edit/record_tag.h"
#include "data/record/record_audit.h"
#include "data/record/record_count.h"
#include "data/record/record_load.h"
#include "data/record/record_stop.h"
#include "data/record/record_version.h"
#include "data/record/record_words.h"
#include "data/record/work_check.h"
#include "data/reference/record_link.h"
#include "data/reference/record_rename.h"
#include "data/release/label_set.h"
#include "data/vault/vault.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"

enum err record_draft_check(const struct work *work, const struct record_draft *draft,
                            struct record_fields *fields)
{
    struct arena *arena = db_arena(work->db);
    const char *message = NULL;
    *fields = (struct record_fields){.description = draft->description,
                                     .message = draft->message,
                                     .number = draft->number == 0 ? 1 : draft->number};
    if (record_name_parse(arena, draft->name, &fields->name, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "name", message);
    enum err err = work_check_description(work, draft->description);
    if (err != ERR_NONE)
        return err;
    if (tag_list_parse(arena, draft->tags, &fields->tags, &message) != ERR_NONE)
        return work_refuse(work, ERR_INVALID, "tags", message);
    return work_check_line(work, "message", draft->message);
}

/* The rules that need the database. */
static enum err check(const struct work *work, const struct record_change *change,
                      struct record_links *links)
{
    const struct record_head *before = change->before;
    enum err err = ERR_NONE;
    if (change->has_name)
        err = record_rename_check(work, before, change->after->name, change->is_new);
    if (err == ERR_NONE && change->has_content && before->store->check != NULL)
        err = before->store->check(work, before, change->after, links);
    return err;
}

/* ---- writing ------------------------------------------------------------------------------ */

static enum err seal_description(struct db *db, const struct record_change *change,
                                 struct db_value *sealed)
{
    const struct record_head *before = change->before;
    struct seal_place place =
        record_description_place(before->store->kind, &before->organization_id, &before->id);
    return vault_seal_text(db, &place, change->after->description, sealed);
}

static enum err insert_record(const struct work *work, const struct record_change *change)
{
    const struct record_head *before = change->before;
    const struct record_fields *after = change->after;
    struct arena *arena = db_arena(work->db);
    struct db_value description;
    struct query q;
    enum err err = seal_description(work->db, change, &description);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, work->db, "INSERT INTO ");
    query_add(&q, before->store->kind->table);
    query_add(&q, " (id, organization_id, name, name_key, sort_key, folder, description, ");
    query_add(&q, before->store->kind->facet);
    query_bind(&q, ", version, version_count, revision, owner_id, created_at, updated_at) VALUES (",
               db_uuid(&before->id));
    query_bind(&q, ", ", db_uuid(&before->organization_id));
    query_bind(&q, ", ", db_text(after->name));
    query_bind(&q, ", ", db_text(name_key(arena, after->name)));
    query_bind(&q, ", ", db_text(name_sort_key(arena, after->name)));
    query_bind(&q, ", ", db_text(record_name_folder(arena, after->name)));
    query_bind(&q, ", ", description);
    query_bind(&q, ", ", db_text(after->content.facet));
    query_bind(&q, ", ", db_int(change->version));
    query_bind(&q, ", 1, 1, ", db_uuid(&before->owner_id));
    query_bind(&q, ", ", db_time(change->now));
    query_bind(&q, ", ", db_time(change->now));
    query_add(&q, ")");
    return query_change_one(&q);
}

static void add_name(struct query *q, const char *name)
{
    struct arena *arena = db_arena(q->db);
    query_bind(q, ", name = ", db_text(name));
    query_bind(q, ", name_key = ", db_text(name_key(arena, name)));
    query_bind(q, ", sort_key = ", db_text(name_sort_key(arena, name)));
    query_bind(q, ", folder = ", db_text(record_name_folder(arena, name)));
}

/* Only what changes: a column that is written is written in its indexes, too. */
static enum err update_record(const struct work *work, const struct record_change *change)
{
    const struct record_head *before = change->before;
    const struct record_fields *after = change->after;
    struct db_value description = db_null();
    struct query q;
    enum err err = ERR_NONE;
    if (change->has_description)
        err = seal_description(work->db, change, &description);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, work->db, "UPDATE ");
    query_add(&q, before->store->kind->table);
    query_bind(&q, " SET version = ", db_int(change->version));
    query_bind(&q, ", version_count = version_count + ", db_int(change->has_version));
    if (change->has_name)
        add_name(&q, after->name);
    if (change->has_description)
        query_bind(&q, ", description = ", description);
    if (change->has_content) {
        query_add(&q, ", ");
        query_add(&q, before->store->kind->facet);
        query_bind(&q, " = ", db_text(after->content.facet));
    }
    query_bind(&q, ", revision = revision + 1, updated_at = ", db_time(change->now));
    record_add_self(&q, before);
    query_bind(&q, " AND revision = ", db_int(before->revision));
    return query_change_one(&q);
}

/* Only active ones are counted. */
static void count(struct db *db, const struct record_change *change)
{
    const struct record_head *before = change->before;
    const struct record_kind *kind = before->store->kind;
    const char *folder = record_name_folder(db_arena(db), change->after->name);
    const char *facet = change->after->content.facet;
    if (before->archived_at != 0 || (!change->is_new && strcmp(folder, before->folder) == 0 &&
                                     strcmp(facet, before->content.facet) == 0))
        return;
    record_count(db, kind, &before->organization_id, folder, facet, 1);
    if (!change->is_new)
        record_count(db, kind, &before->organization_id, before->folder, before->content.facet, -1);
}

static enum err write_version(const struct work *work, const struct record_change *change,
                              const struct record_links *links)
{
    const struct record_head *before = change->before;
    enum err err = record_version_insert(work, before, change->version, change->after,
                                         &change->sealed, change->now);
    if (err != ERR_NONE)
        return err;
    if (change->has_content)
        record_link_insert(work->db, before, change->version, links);
    else
        record_link_copy(work->db, before, before->version, change->version);
    if (!change->is_new)
        record_link_set_live(work->db, before);
    return change->has_content && before->store->write != NULL
               ? before->store->write(work, before, change->after)
               : ERR_NONE;
}

/* What the rules allow. */
static enum err write_allowed(const struct work *work, const struct record_change *change,
                              const struct record_links *links)
{
    enum err err = change->is_new ? insert_record(work, change) : update_record(work, change);
    if (err == ERR_NONE)
        count(work->db, change);
    if (err == ERR_NONE && change->has_version)
        err = write_version(work, change, links);
    if (err == ERR_NONE && change->has_tags)
        err = record_tag_write(work->db, change->before, &change->after->tags);
    if (err == ERR_NONE && (change->has_name || change->has_tags))
        record_words_write(work->db, change->before, change->after->name, &change->after->tags);
    if (err == ERR_NONE)
        err = record_change_audit(work, change);
    const struct record_fields *after = change->after;
    struct label_set set = {change->version, after->labels, after->label_count, after->proposed};
    return err == ERR_NONE ? label_set_inside(work, change->before, &set) : err;
}

static enum err write(const struct work *work, const struct record_change *change)
{
    struct record_links links = {NULL, 0};
    enum err err = check(work, change, &links);
    if (err == ERR_NONE)
        err = record_folder_check(work, change->has_name ? change->after->name : NULL, &links);
    return err == ERR_NONE ? write_allowed(work, change, &links) : err;
}

/* ---- verbs -------------------------------------------------------------------------------- */
static struct record_saved saved_by(const struct record_change *change)
{
    return (struct record_saved){.id = change->before->id,
                                 .version = change->version,
                                 .revision = change->before->revision + 1,
                                 .is_changed = true,
                                 .is_new_version = change->has_version};
}

/* Of a new record, before its transaction begins. */
static enum err begin_create(const struct work *work, const struct record_store *store,
                             struct record_fields *fields, struct record_change *change)
{
    const struct actor *actor = work->actor;
    struct record_head *head = arena_alloc(db_arena(work->db), sizeof *head);
    *head = (struct record_head){.store = store,
                                 .id = uuid_make(),
                                 .organization_id = actor->organization_id,
                                 .owner_id = actor->user_id,
                                 .folder = policy_folder(actor)};
    *change = (struct record_change){.before = head,
                                     .after = fields,
                                     .action = store->kind->event.create,
                                     .is_new = true,
                                     .has_name = true,
                                     .has_description = true,
                                     .has_tags = fields->tags.count > 0,
                                     .has_content = true,
                                     .has_version = true,
                                     .version = fields->number,
                                     .now = clock_now()};
    struct policy_target target = record_target(head);
    if (!policy_allows(actor, store->kind->create, &target) || uuid_is_nil(&actor->user_id))
        return ERR_DENIED;
    enum err err = store->prepare == NULL ? ERR_NONE : store->prepare(work, NULL, fields);
    return err == ERR_NONE ? record_change_prepare(work, change) : err;
}

enum err record_create(const struct work *work, const struct record_store *store,
                       struct record_fields *fields, struct record_saved *saved)
{
    static const struct uuid nobody;
    struct record_change change;
    enum err prepared = begin_create(work, store, fields, &change);
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    *saved = saved_by(&change);
    err = prepared == ERR_NONE ? write(work, &change) : prepared;
    return record_finish(work, store, err, store->kind->event.create, &nobody);
}

static void set_change(const struct record_head *before, const struct record_fields *fields,
                       const char *action, struct record_change *change)
{
    *change = (struct record_change){
        .before = before, .after = fields, .action = action, .now = clock_now()};
    record_change_compare(change);
}

/* What could not be imported again is not saved. */
static enum err refuse_number(const struct work *work, const struct record_change *change)
{
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "This %s has reached version %" PRId64
                                    ", the highest number there can be. Copy it, and go on in the "
                                    "copy.",
                                    change->before->store->kind->noun, change->before->version));
}

static enum err write_change(const struct work *work, const struct record_change *change,
                             struct record_saved *saved)
{
    const struct record_head *before = change->before;
    *saved = (struct record_saved){
        .id = before->id, .version = before->version, .revision = before->revision};
    if (!record_change_is_any(change))
        return ERR_NONE;
    if (change->has_version && !number_fits(NUMBER_VERSION, change->version))
        return refuse_number(work, change);
    *saved = saved_by(change);
    return write(work, change);
}

enum err record_save_fields(const struct work *work, const struct record_head *before,
                            const struct record_fields *fields, const char *action,
                            struct record_saved *saved)
{
    struct record_change change;
    set_change(before, fields, action, &change);
    return write_change(work, &change, saved);
}

/* What was found out before the transaction, of a record that is still the same in it. */
static enum err save_prepared(const struct work *work, enum err prepared,
                              const struct record_change *change, struct record_saved *saved)
{
    enum err err = prepared;
    if (err == ERR_NONE)
        err = record_change_check_still(work, change->before);
    return err == ERR_NONE ? write_change(work, change, saved) : err;
}

static enum err prepare_update(const struct work *work, const struct record_store *store,
                               const struct record_key *key, struct record_fields *fields,
                               struct record_change *change)
{
    struct record_head *before = arena_alloc(db_arena(work->db), store->size);
    enum err err = record_load_seen(work, store, &key->id, key->based_on_revision, before);
    if (err == ERR_NONE && store->prepare != NULL)
        err = store->prepare(work, before, fields);
    if (err != ERR_NONE)
        return err;
    set_change(before, fields, store->kind->event.update, change);
    return record_change_prepare(work, change);
}

enum err record_update(const struct work *work, const struct record_store *store,
                       const struct record_key *key, struct record_fields *fields,
                       struct record_saved *saved)
{
    struct record_change change = {.before = NULL};
    enum err prepared = prepare_update(work, store, key, fields, &change);
    enum err err = db_begin(work->db);
    if (err != ERR_NONE)
        return err;
    return record_finish(work, store, save_prepared(work, prepared, &change, saved),
                         store->kind->event.update, &key->id);
}

/* An old version as what is to be saved, before the transaction begins. */
static enum err prepare_restore(const struct work *work, const struct record_store *store,
                                const struct record_restore_draft *draft,
                                struct record_fields *fields, struct record_change *change)
{
    struct record_head *before = arena_alloc(db_arena(work->db), store->size);
    struct record_version old;
    enum err err = record_load_seen(work, store, &draft->id, draft->based_on_revision, before);
    if (err == ERR_NONE)
        err = record_stop_check_restore(work, before, draft->version);
    if (err == ERR_NONE)
        err = record_version_load(work->db, before, draft->version, &old);
    if (err != ERR_NONE)
        return err;
    *fields = (struct record_fields){
        .name = before->name,
        .description = before->description,
        .tags = before->tags,
        .content = old.content,
        .message = arena_printf(db_arena(work->db), "Restored version %" PRId64, draft->version)};
    set_change(before, fields, store->kind->event.restore_version, change);
    return record_change_prepare(work, change);
}

enum err record_restore_version(struct db *db, const struct actor *actor,
                                const struct record_store *store,
                                const struct record_restore_draft *draft,
                                struct record_saved *saved, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct record_fields fields;
    struct record_change change = {.before = NULL};
    enum err prepared = prepare_restore(&work, store, draft, &fields, &change);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, store, save_prepared(&work, prepared, &change, saved),
                         store->kind->event.restore_version, &draft->id);
}

enum err record_save_tags(const struct work *work, const struct record_head *head,
                          const struct tag_list *tags)
{
    struct record_fields fields = {.name = head->name,
                                   .description = head->description,
                                   .tags = *tags,
                                   .message = "",
                                   .content = head->content};
    struct record_saved saved;
    return record_save_fields(work, head, &fields, head->store->kind->event.update, &saved);
}

enum err record_save_name(const struct work *work, const struct record_head *head, const char *name)
{
    struct record_fields fields = {.name = name,
                                   .description = head->description,
                                   .tags = head->tags,
                                   .message = "",
                                   .content = head->content};
    struct record_change change = {.before = head,
                                   .after = &fields,
                                   .action = head->store->kind->event.update,
                                   .has_name = true,
                                   .version = head->version,
                                   .now = clock_now()};
    return write_allowed(work, &change, &(struct record_links){NULL, 0});
}
