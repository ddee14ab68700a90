#include "data/prompt/prompt_serve.h"

#include <string.h>

#include "data/db/query.h"
#include "data/prompt/prompt_resolve.h"
#include "data/record/record_stop.h"
#include "data/vault/vault.h"
#include "domain/prompt/prompt_reference.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* The columns of the query below. */
enum {
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_FOLDER,
    COLUMN_DESCRIPTION,
    COLUMN_OWNER,
    COLUMN_CURRENT,
    COLUMN_MARKS,
    COLUMN_CREATED,
    COLUMN_UPDATED,
    COLUMN_VERSION,
    COLUMN_VERSION_ID,
    COLUMN_TYPE,
    COLUMN_MESSAGE,
    COLUMN_AUTHOR,
    COLUMN_SAVED,
    COLUMN_KEY,
    COLUMN_STOP,
    COLUMN_PARTS
};

/* Which version, by what stands in a row or is bound: behind row-level security an index is used
 * for nothing else. */
static void join_version(struct query *q, const struct prompt_wanted *wanted)
{
    static const char versions[] =
        " JOIN prompt_versions v ON v.organization_id = r.organization_id AND v.record_id = r.id "
        "AND v.version = ";
    if (wanted->version != 0) {
        query_add(q, versions);
        query_bind(q, "", db_int(wanted->version));
    } else if (strcmp(wanted->label, LABEL_LATEST) == 0) {
        query_add(q, versions);
        query_add(q, "r.version");
    } else {
        query_bind(q,
                   " JOIN prompt_labels l ON l.organization_id = r.organization_id "
                   "AND l.record_id = r.id AND l.label = ",
                   db_text(wanted->label));
        query_add(q, versions);
        query_add(q, "l.version");
    }
}

static enum err select_version(struct db *db, const struct actor *actor,
                               const struct prompt_wanted *wanted, struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT r.id, r.name, r.folder, r.description, r.owner_id, r.version, r.marks, "
                "r.created_at, "
                "r.updated_at, v.version, v.id, v.type, v.message, v.author_id, v.created_at, "
                "o.data_key_id, ");
    record_stop_add(&q, &actor->organization_id);
    record_add_columns(&q, prompt_store.kind);
    query_add(&q, " FROM prompts r JOIN organizations o ON o.id = r.organization_id");
    join_version(&q, wanted);
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND r.name_key = ", db_text(name_key(db_arena(db), wanted->name)));
    return query_run(&q, result);
}

static enum err open_version(struct db *db, const struct db_result *row,
                             struct prompt_served *served)
{
    const struct record_kind *kind = prompt_store.kind;
    struct record_sealed sealed = {row,
                                   0,
                                   COLUMN_PARTS,
                                   served->head.organization_id,
                                   db_get_uuid(row, 0, COLUMN_VERSION_ID),
                                   db_get_uuid(row, 0, COLUMN_KEY)};
    struct record_content content = {.facet = db_get_text(row, 0, COLUMN_TYPE)};
    vault_note_organization_key(db, &sealed.organization_id, &sealed.data_key_id);
    struct seal_place place =
        record_place(kind, "message", &sealed.organization_id, &sealed.version_id);
    enum err err =
        vault_open_text(db, &place, db_get_bytes(row, 0, COLUMN_MESSAGE), &served->message);
    place = record_description_place(kind, &sealed.organization_id, &served->head.id);
    if (err == ERR_NONE)
        err = vault_open_text(db, &place, db_get_bytes(row, 0, COLUMN_DESCRIPTION),
                              &served->head.description);
    if (err == ERR_NONE)
        err = record_open(db, kind, &sealed, &content);
    if (err == ERR_NONE)
        served->content = prompt_content(&content);
    return err;
}

static void read_row(struct db *db, const struct uuid *organization_id, const struct db_result *row,
                     struct prompt_served *served)
{
    served->marks = record_mark_read(db_arena(db), db_get_text(row, 0, COLUMN_MARKS));
    served->head = (struct record_head){.store = &prompt_store,
                                        .id = db_get_uuid(row, 0, COLUMN_ID),
                                        .organization_id = *organization_id,
                                        .name = db_get_text(row, 0, COLUMN_NAME),
                                        .folder = db_get_text(row, 0, COLUMN_FOLDER),
                                        .tags = served->marks.tags,
                                        .version = db_get_int(row, 0, COLUMN_CURRENT),
                                        .owner_id = db_get_uuid(row, 0, COLUMN_OWNER),
                                        .created_at = db_get_time(row, 0, COLUMN_CREATED),
                                        .updated_at = db_get_time(row, 0, COLUMN_UPDATED)};
    served->version = db_get_int(row, 0, COLUMN_VERSION);
    served->author_id = db_get_uuid(row, 0, COLUMN_AUTHOR);
    served->created_at = db_get_time(row, 0, COLUMN_SAVED);
}

struct usage_served prompt_serve_usage(const struct prompt_served *served,
                                       enum usage_protocol protocol)
{
    struct usage_served usage = {.kind = RECORD_PROMPT,
                                 .record_id = served->head.id,
                                 .version = served->version,
                                 .protocol = protocol};
    usage_set_label(&usage, served->label);
    return usage;
}

enum err prompt_serve(struct db *db, const struct actor *actor, const struct prompt_wanted *wanted,
                      struct prompt_served *served)
{
    struct db_result row;
    enum err err = select_version(db, actor, wanted, &row);
    if (err != ERR_NONE)
        return err;
    if (row.row_count == 0)
        return ERR_NOT_FOUND;
    read_row(db, &actor->organization_id, &row, served);
    served->label = wanted->version == 0 ? wanted->label : "";
    struct policy_target target = record_target(&served->head);
    struct uuid stop_id = db_get_uuid(&row, 0, COLUMN_STOP);
    err = policy_check(actor, PERMISSION_PROMPT_READ, PERMISSION_PROMPT_SEE, &target);
    if (err == ERR_NONE)
        err = record_stop_check(db, actor, &stop_id);
    return err == ERR_NONE ? open_version(db, &row, served) : err;
}

enum err prompt_serve_resolve(struct db *db, const struct actor *actor,
                              const struct prompt_served *served, struct text *body,
                              struct problem *problem)
{
    struct prompt_reach reach;
    struct text raw = served->content.body;
    struct record_source source = {.head = &served->head, .number = served->version};
    *body = raw;
    if (prompt_reference_find(raw.data, raw.len, 0) == raw.len)
        return ERR_NONE;
    enum err err = prompt_reach_load(db, &source, &reach);
    return err == ERR_NONE ? prompt_resolve_content(db, actor, &served->head, &served->content,
                                                    &reach, body, problem)
                           : err;
}
