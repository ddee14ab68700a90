#include "data/transfer/export.h"

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/db/query.h"
#include "data/identity/organization.h"
#include "data/record/work.h"
#include "data/transfer/export_record_internal.h"

/* Written in batches of names: only the document itself grows. */

enum { BATCH = 100, SCRATCH = 256 << 20 };

struct writer {
    struct work work;
    const struct export_choice *choice;
    struct export *export;
};

static enum err too_large(const struct writer *writer)
{
    return work_refuse(&writer->work, ERR_CONFLICT, "",
                       "The document would be larger than 64 MiB. Leave out the history, or export "
                       "prompts, agents and teams each by themselves.");
}

static enum err write_record(struct writer *writer, enum record_kind_id kind, const struct uuid *id)
{
    struct db *db = writer->work.db;
    struct buf *document = &writer->export->document;
    json_t *json = NULL;
    enum err err =
        export_record(db, writer->work.actor, kind, id, writer->choice->has_history, &json);
    if (err == ERR_NOT_FOUND || err == ERR_DENIED)
        return ERR_NONE; /* not for this actor */
    if (err != ERR_NONE)
        return err;
    struct text line = json_format(db_arena(db), json, JSON_LINE);
    if (document->len + line.len > EXPORT_MAX)
        return too_large(writer);
    buf_add_text(document, writer->export->counts[kind]++ == 0 ? "\n    " : ",\n    ");
    buf_add(document, line.data, line.len);
    return ERR_NONE;
}

/* One batch behind a key of a name; *last becomes the last one, "" at the end. */
static enum err write_batch(struct writer *writer, enum record_kind_id kind, struct arena *names,
                            const char **last)
{
    struct db *db = writer->work.db;
    struct db_result result;
    struct query q;
    query_begin(&q, db, "SELECT id, name_key FROM ");
    query_add(&q, record_kinds[kind].table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&writer->work.actor->organization_id));
    query_bind(&q, " AND name_key > ", db_text(*last));
    if (!writer->choice->has_archived)
        query_add(&q, " AND archived_at IS NULL");
    query_bind(&q, " ORDER BY name_key LIMIT ", db_int(BATCH));
    enum err err = query_run(&q, &result);
    for (int i = 0; err == ERR_NONE && i < result.row_count; i++) {
        struct uuid id = db_get_uuid(&result, i, 0);
        err = write_record(writer, kind, &id);
    }
    if (err != ERR_NONE)
        return err;
    *last = result.row_count < BATCH
                ? ""
                : arena_strdup(names, db_get_text(&result, result.row_count - 1, 1));
    return ERR_NONE;
}

static enum err write_list(struct writer *writer, enum record_kind_id kind)
{
    struct db *db = writer->work.db;
    struct arena *scratch = arena_create(SCRATCH);
    struct arena *arena = db_use_arena(db, scratch);
    const char *last = "";
    enum err err = ERR_NONE;
    if (writer->choice->has_kinds[kind])
        do {
            err = write_batch(writer, kind, arena, &last);
            arena_reset(scratch);
        } while (err == ERR_NONE && last[0] != '\0');
    scratch = db_use_arena(db, arena);
    arena_destroy(scratch);
    return err;
}

/* The outline of a document before its lists. */
static enum err begin_document(struct db *db, const struct actor *actor, struct buf *document)
{
    struct organization organization;
    char now[CLOCK_ISO_LEN];
    clock_format_iso(clock_now(), now);
    enum err err = organization_get(db, actor, &actor->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    json_t *name = json_keep(db_arena(db), json_pack("{s:s}", "name", organization.name));
    buf_printf(document,
               "{\n  \"rostrum\": %d,\n  \"kind\": \"organization\",\n  \"exported_at\": \"%s\",\n"
               "  \"organization\": %s",
               BUNDLE_FORMAT, now, json_format(db_arena(db), name, JSON_LINE).data);
    return ERR_NONE;
}

static enum err write_document(struct writer *writer)
{
    struct buf *document = &writer->export->document;
    enum err err = begin_document(writer->work.db, writer->work.actor, document);
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++) {
        buf_printf(document, ",\n  \"%s\": [", record_kinds[i].plural);
        err = write_list(writer, (enum record_kind_id)i);
        buf_add_text(document, writer->export->counts[i] == 0 ? "]" : "\n  ]");
    }
    buf_add_text(document, "\n}\n");
    return err;
}

enum err record_export(struct db *db, const struct actor *actor, const struct record_kind *kind,
                       const struct uuid *id, struct export_of_record *export)
{
    json_t *json = NULL;
    buf_init(&export->document, db_arena(db));
    enum err err = export_record(db, actor, kind->id, id, false, &json);
    if (err == ERR_NONE)
        err = begin_document(db, actor, &export->document);
    if (err != ERR_NONE)
        return err;
    export->name = json_string_value(json_object_get(json, "name"));
    struct text text = json_format(db_arena(db), json, JSON_INDENTED);
    buf_printf(&export->document, ",\n  \"%s\": [\n", kind->plural);
    buf_add(&export->document, text.data, text.len);
    buf_add_text(&export->document, "\n  ]\n}\n");
    return ERR_NONE;
}

static enum err audit(const struct writer *writer)
{
    const struct actor *actor = writer->work.actor;
    json_t *details = json_object();
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        audit_change(details, record_kinds[i].plural, NULL,
                     work_number(writer->work.db, writer->export->counts[i]));
    if (writer->choice->has_history)
        audit_change(details, "history", NULL, "yes");
    return audit_record_alone(writer->work.db, actor,
                              &(struct audit_event){.action = "organization.export",
                                                    .record_type = "organization",
                                                    .record_id = actor->organization_id,
                                                    .details = details});
}

enum err organization_export(struct db *db, const struct actor *actor,
                             const struct export_choice *choice, struct export *export,
                             struct problem *problem)
{
    struct writer writer = {work_begin(db, actor, problem), choice, export};
    struct policy_target target = {actor->organization_id, actor->user_id};
    *export = (struct export){.counts = {0}};
    buf_init(&export->document, db_arena(db));
    if (!policy_allows(actor, PERMISSION_EXPORT, &target))
        return work_refuse(&writer.work, ERR_DENIED, "", "You do not have the right to export.");
    enum err err = write_document(&writer);
    return err == ERR_NONE ? audit(&writer) : err;
}
