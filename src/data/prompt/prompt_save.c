#include "data/prompt/prompt_save.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/prompt/prompt_folder.h"
#include "data/prompt/prompt_link.h"
#include "data/prompt/prompt_mark.h"
#include "data/prompt/prompt_use.h"

/* What changed between two states of a prompt; of a new one everything. */
struct difference {
    bool is_new;
    bool has_name;
    bool has_type;
    bool has_body;
    bool has_tags;
    bool is_any;
};

static bool has_same_tags(const struct tag_list *a, const struct tag_list *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (strcmp(a->tags[i], b->tags[i]) != 0)
            return false;
    return true;
}

static struct difference compare(const struct prompt *before, const struct prompt_fields *after)
{
    struct difference differs = {
        .has_name = strcmp(before->name, after->name) != 0,
        .has_type = before->type != after->type,
        .has_body = before->body.len != after->body.len ||
                    memcmp(before->body.data, after->body.data, after->body.len) != 0,
        .has_tags = !has_same_tags(&before->tags, &after->tags),
    };
    differs.is_any = differs.has_name || differs.has_type || differs.has_body || differs.has_tags ||
                     strcmp(before->description, after->description) != 0 ||
                     strcmp(before->settings, after->settings) != 0 || after->message[0] != '\0';
    return differs;
}

/* The references of other prompts name this one, and only texts can be put into them. */
static enum err check_nobody_refers(const struct work *work, const struct prompt *prompt,
                                    const char *field)
{
    const char *users = NULL;
    enum err err = prompt_use_names(work->db, prompt, &users);
    if (err != ERR_NONE || users == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, field,
                       arena_printf(db_arena(work->db),
                                    "Other prompts and agents refer to this one: %s. Its name and "
                                    "type must stay while they do.",
                                    users));
}

static const char *join_tags(struct arena *arena, const struct tag_list *tags)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < tags->count; i++)
        buf_printf(&buf, i == 0 ? "%s" : ", %s", tags->tags[i]);
    return work_text(buf.data);
}

/* Before and after of every changed field. Bodies are in the versions, which stay. */
static json_t *describe(struct db *db, const struct prompt_change *change,
                        const struct difference *differs, int64_t version)
{
    const struct prompt *before = change->before;
    const struct prompt_fields *after = change->after;
    json_t *details = json_object();
    audit_change(details, "name", before->name, after->name);
    audit_change(details, "description", work_text(before->description),
                 work_text(after->description));
    audit_change(details, "type", differs->is_new ? NULL : prompt_type_name(before->type),
                 prompt_type_name(after->type));
    audit_change(details, "settings", work_text(before->settings), work_text(after->settings));
    audit_change(details, "tags", join_tags(db_arena(db), &before->tags),
                 join_tags(db_arena(db), &after->tags));
    audit_change(details, "message", NULL, work_text(after->message));
    audit_change(details, "version", work_number(db, before->version), work_number(db, version));
    if (differs->has_body)
        json_object_set_new(details, "body",
                            json_pack("{s:I, s:I, s:I}", "before_version",
                                      (json_int_t)before->version, "after_version",
                                      (json_int_t)version, "len", (json_int_t)after->body.len));
    return details;
}

static enum err write_tags(struct db *db, const struct prompt *prompt, const struct tag_list *tags)
{
    enum err err =
        db_change(db, "DELETE FROM prompt_tags WHERE organization_id = $1 AND prompt_id = $2",
                  db_uuid(&prompt->organization_id), db_uuid(&prompt->id));
    for (int i = 0; err == ERR_NONE && i < tags->count; i++)
        err = db_change_one(db,
                            "INSERT INTO prompt_tags (organization_id, prompt_id, tag, position) "
                            "VALUES ($1, $2, $3, $4)",
                            db_uuid(&prompt->organization_id), db_uuid(&prompt->id),
                            db_text(tags->tags[i]), db_int(i));
    return err == ERR_NONE ? prompt_mark_store(db, &prompt->organization_id, &prompt->id) : err;
}

static enum err insert_prompt(const struct work *work, const struct prompt *prompt,
                              const struct prompt_fields *fields)
{
    enum err err = db_change_one(
        work->db,
        "INSERT INTO prompts (id, organization_id, name, folder, description, type, version, "
        "owner_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
        db_uuid(&prompt->id), db_uuid(&prompt->organization_id), db_text(fields->name),
        db_text(fields->folder), db_text(fields->description),
        db_text(prompt_type_name(fields->type)), db_int(fields->number), db_uuid(&prompt->owner_id),
        db_time(prompt->created_at));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &prompt_store) : err;
}

static enum err update_prompt(const struct work *work, const struct prompt *prompt,
                              const struct prompt_fields *fields)
{
    enum err err = db_change_one(
        work->db,
        "UPDATE prompts SET name = $4, folder = $5, description = $6, type = $7, "
        "version = version + 1, updated_at = $8 "
        "WHERE organization_id = $1 AND id = $2 AND version = $3",
        db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_int(prompt->version),
        db_text(fields->name), db_text(fields->folder), db_text(fields->description),
        db_text(prompt_type_name(fields->type)), db_time(clock_now()));
    return err == ERR_CONFLICT ? record_refuse_taken(work, &prompt_store) : err;
}

/* A prompt that is saved is active: only such ones are counted. */
static enum err count_folders(struct db *db, const struct prompt *prompt,
                              const struct prompt_fields *fields, bool is_new)
{
    enum err err = prompt_folder_add(db, &prompt->organization_id, fields->folder, 1);
    return err != ERR_NONE || is_new
               ? err
               : prompt_folder_add(db, &prompt->organization_id, prompt->folder, -1);
}

/* The rules that need the database; links are those of the new body. */
static enum err check(const struct work *work, const struct prompt_change *change,
                      const struct difference *differs, struct prompt_links *links)
{
    const struct prompt *prompt = change->before;
    enum err err = ERR_NONE;
    if (differs->has_name)
        err = record_check_name(work, &prompt_store, &prompt->head, change->after->name);
    if (err == ERR_NONE && !differs->is_new && (differs->has_name || differs->has_type))
        err = check_nobody_refers(work, prompt, differs->has_name ? "name" : "type");
    if (err == ERR_NONE && (differs->has_body || differs->has_type))
        err = prompt_link_check(work, prompt, change->after, links);
    return err;
}

static enum err write(const struct work *work, const struct prompt_change *change,
                      const struct difference *differs, int64_t version)
{
    const struct prompt *prompt = change->before;
    struct db *db = work->db;
    struct prompt_links links = {NULL, 0};
    enum err err = check(work, change, differs, &links);
    if (err != ERR_NONE)
        return err;
    err = differs->is_new ? insert_prompt(work, prompt, change->after)
                          : update_prompt(work, prompt, change->after);
    if (err == ERR_NONE && differs->has_name)
        err = count_folders(db, prompt, change->after, differs->is_new);
    if (err == ERR_NONE)
        err = prompt_version_insert(work, prompt, version, change->after);
    if (err == ERR_NONE && differs->has_tags)
        err = write_tags(db, prompt, &change->after->tags);
    if (err != ERR_NONE)
        return err;
    err = differs->has_body || differs->has_type
              ? prompt_link_insert(db, prompt, version, &links)
              : prompt_link_copy(db, prompt, prompt->version, version);
    if (err != ERR_NONE)
        return err;
    return record_audit(work, &prompt_store, change->action, &prompt->head,
                        describe(db, change, differs, version));
}

enum err prompt_save(const struct work *work, const struct prompt_change *change, int64_t *version)
{
    struct difference differs = compare(change->before, change->after);
    *version = change->before->version;
    if (!differs.is_any)
        return ERR_NONE;
    enum err err = write(work, change, &differs, change->before->version + 1);
    if (err == ERR_NONE)
        *version = change->before->version + 1;
    return err;
}

static enum err create(const struct work *work, const struct prompt_fields *fields, struct uuid *id)
{
    struct prompt prompt;
    enum err err = record_new(work->actor, &prompt_store, &prompt);
    if (err != ERR_NONE)
        return err;
    struct prompt_change change = {"prompt.create", &prompt, fields};
    struct difference differs = {.is_new = true,
                                 .has_name = true,
                                 .has_type = true,
                                 .has_body = true,
                                 .has_tags = true,
                                 .is_any = true};
    *id = prompt.id;
    return write(work, &change, &differs, fields->number);
}

enum err prompt_create(struct db *db, const struct actor *actor, const struct prompt_draft *draft,
                       struct uuid *id, struct problem *problem)
{
    static const struct uuid nobody;
    struct work work = work_begin(db, actor, problem);
    struct prompt_fields fields;
    enum err err = prompt_draft_check(&work, draft, &fields);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &prompt_store, create(&work, &fields, id), "prompt.create",
                         &nobody);
}

/* Loads what a person saw at based_on_version; ERR_STALE if it is no longer that. */
static enum err load_seen(const struct work *work, const struct uuid *id, int64_t based_on_version,
                          struct prompt *prompt)
{
    enum err err = prompt_load_editable(work, id, PERMISSION_PROMPT_CHANGE, prompt);
    return err == ERR_NONE ? record_check_seen(work, &prompt_store, &prompt->head, based_on_version)
                           : err;
}

static enum err update(const struct work *work, const struct prompt_draft *draft,
                       const struct prompt_fields *fields, int64_t *version)
{
    struct prompt prompt;
    enum err err = load_seen(work, &draft->id, draft->based_on_version, &prompt);
    if (err != ERR_NONE)
        return err;
    struct prompt_change change = {"prompt.update", &prompt, fields};
    return prompt_save(work, &change, version);
}

enum err prompt_update(struct db *db, const struct actor *actor, const struct prompt_draft *draft,
                       int64_t *version, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    struct prompt_fields fields;
    enum err err = prompt_draft_check(&work, draft, &fields);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &prompt_store, update(&work, draft, &fields, version),
                         "prompt.update", &draft->id);
}

static enum err restore_version(const struct work *work, const struct prompt_restore_draft *draft,
                                int64_t *version)
{
    struct prompt prompt;
    struct prompt_version old;
    enum err err = load_seen(work, &draft->id, draft->based_on_version, &prompt);
    if (err == ERR_NONE)
        err = prompt_version_load(work->db, &prompt, draft->version, &old);
    if (err != ERR_NONE)
        return err;
    struct prompt_fields fields = prompt_fields_of(&prompt);
    fields.type = old.type;
    fields.body = old.body;
    fields.settings = old.settings;
    fields.message = arena_printf(db_arena(work->db), "Restored version %" PRId64, draft->version);
    struct prompt_change change = {"prompt.restore_version", &prompt, &fields};
    return prompt_save(work, &change, version);
}

enum err prompt_restore_version(struct db *db, const struct actor *actor,
                                const struct prompt_restore_draft *draft, int64_t *version,
                                struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return record_finish(&work, &prompt_store, restore_version(&work, draft, version),
                         "prompt.restore_version", &draft->id);
}
