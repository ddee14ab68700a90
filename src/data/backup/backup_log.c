#include "data/backup/backup_log.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/log.h"
#include "crypt/log_check.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_export.h"
#include "data/audit/audit_tree.h"
#include "data/audit/checkpoint_file.h"
#include "data/db/db_self.h"
#include "data/vault/signing_key.h"

enum { BATCH_ARENA = 64 << 20, IDS_AT_ONCE = 100, FOLDER_LEN = 4096 };

static enum err check_numbers(struct db *db)
{
    static const char *const texts[] = {
        "SELECT count(*) FROM audit_events e LEFT JOIN audit_sequence s "
        "ON s.organization_id = e.organization_id AND s.event_id = e.id LEFT JOIN audit_queue q "
        "ON q.organization_id = e.organization_id AND q.occurred_at = e.occurred_at "
        "AND q.event_id = e.id WHERE s.seq IS NULL AND q.event_id IS NULL",
        "SELECT count(*) FROM audit_heads h JOIN (SELECT organization_id, count(*) AS numbered, "
        "max(seq) AS last FROM audit_sequence GROUP BY organization_id) s "
        "ON s.organization_id = h.organization_id "
        "WHERE s.numbered <> h.last_seq OR s.last <> h.last_seq",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct db_result result;
        enum err err = db_query(db, texts[i], NULL, 0, &result);
        if (err != ERR_NONE)
            return err;
        if (db_get_int(&result, 0, 0) == 0)
            continue;
        log_line("error", "backup.audit_log_has_gaps", NULL, 0);
        return ERR_INVALID;
    }
    return ERR_NONE;
}

/* Calls a function for each log that has a checkpoint. */
typedef enum err log_visit(struct db *db, const struct uuid *organization_id,
                           const struct audit_checkpoint *newest, void *context);

static enum err visit_logs(struct db *db, log_visit *visit, void *context)
{
    struct uuid ids[IDS_AT_ONCE];
    struct uuid last = {{0}};
    struct audit_checkpoint newest;
    bool is_first = true;
    int count = 0;
    do {
        enum err err = audit_tree_list(db, &last, is_first, ids, IDS_AT_ONCE, &count);
        for (int i = 0; err == ERR_NONE && i < count; i++) {
            err = audit_checkpoint_newest(db, &ids[i], &newest);
            if (err == ERR_NONE && newest.size > 0)
                err = visit(db, &ids[i], &newest, context);
        }
        if (err != ERR_NONE)
            return err;
        is_first = false;
        if (count > 0)
            last = ids[count - 1];
    } while (count == IDS_AT_ONCE);
    return ERR_NONE;
}

static enum err count_log(struct db *db, const struct uuid *organization_id,
                          const struct audit_checkpoint *newest, void *count)
{
    (void)db, (void)organization_id, (void)newest;
    ++*(int *)count;
    return ERR_NONE;
}

static enum err check_line(void *check, struct text line)
{
    return log_check_line(check, line);
}

struct verification {
    const struct actor *actor;
    struct audit_output output;
    struct arena *arena; /* of a batch */
};

static enum err check_log(struct db *db, const struct uuid *organization_id,
                          const struct audit_checkpoint *newest, void *context)
{
    struct verification *work = context;
    struct audit_export export;
    (void)newest;
    struct arena *before = db_use_arena(db, work->arena);
    enum err err = audit_export_log(db, work->actor, organization_id, &export, &work->output);
    while (err == ERR_NONE && export.done < export.size) {
        err = audit_export_next(db, &export, &work->output);
        arena_reset(work->arena);
    }
    (void)!db_use_arena(db, before);
    return err;
}

static enum err has_checkpoints(struct db *db, bool *has)
{
    return db_has_table(db, "audit_checkpoints", has);
}

static enum err verify(struct db *db, const struct actor *actor, struct arena *arena)
{
    int log_count = 0;
    struct log_report report = {.problem = NULL};
    struct log_check *check = log_check_begin(arena, NULL, 0);
    struct verification work = {actor, {check_line, check}, arena_create(BATCH_ARENA)};
    enum err err = visit_logs(db, count_log, &log_count);
    if (err == ERR_NONE)
        err = audit_export_begin(db, log_count, &work.output);
    if (err == ERR_NONE)
        err = visit_logs(db, check_log, &work);
    enum err end = log_check_end(check, &report);
    if (report.problem != NULL && err != ERR_UNAVAILABLE)
        log_line("error", "backup.audit_log_does_not_verify",
                 (const struct log_field[]){{"reason", report.problem}}, 1);
    arena_destroy(work.arena);
    return err != ERR_NONE ? err : end;
}

enum err backup_check_logs(struct db *db, const struct actor *actor)
{
    bool has = false;
    enum err err = check_numbers(db);
    if (err == ERR_NONE)
        err = has_checkpoints(db, &has);
    if (err != ERR_NONE || !has)
        return err;
    struct arena *arena = arena_create(BATCH_ARENA);
    err = verify(db, actor, arena);
    arena_destroy(arena);
    return err;
}

static enum err add_note(struct db *db, const struct uuid *organization_id,
                         const struct audit_checkpoint *newest, void *notes)
{
    (void)db, (void)organization_id;
    json_array_append_new(notes, json_string(newest->note));
    return ERR_NONE;
}

enum err backup_describe_logs(struct db *db, json_t *manifest)
{
    bool has = false;
    json_t *notes = json_array();
    json_object_set_new(manifest, "checkpoints", notes);
    enum err err = has_checkpoints(db, &has);
    return err == ERR_NONE && has ? visit_logs(db, add_note, notes) : err;
}

/* The newest note of the file, which is not made if it is not there; NULL: none. */
static enum err read_newest(struct arena *arena, const char *folder,
                            const struct uuid *organization_id, const char **note)
{
    char path[FOLDER_LEN], id[UUID_TEXT_LEN];
    struct stat status;
    struct checkpoint_file file;
    *note = NULL;
    uuid_format(organization_id, id);
    int len = snprintf(path, sizeof path, "%s/%s.jsonl", folder, id);
    if (len < 0 || (size_t)len >= sizeof path || stat(path, &status) != 0)
        return ERR_NONE;
    enum err err = checkpoint_file_open(arena, folder, organization_id, &file);
    if (err == ERR_CONFLICT) /* a worker on the database of before is at it */
        return ERR_NONE;
    if (err != ERR_NONE)
        return err;
    err = checkpoint_file_newest(arena, &file, note);
    checkpoint_file_close(&file);
    return err;
}

enum err restore_count_lost(struct db *db, const char *folder, const struct uuid *organization_id,
                            int64_t *lost_count)
{
    const char *note = NULL;
    struct audit_head head;
    struct checkpoint newest;
    struct note_key *keys = NULL;
    int key_count = 0;
    *lost_count = 0;
    enum err err = read_newest(db_arena(db), folder, organization_id, &note);
    if (err != ERR_NONE || note == NULL)
        return err;
    err = audit_head_load(db, organization_id, &head);
    if (err == ERR_NONE)
        err = signing_key_list(db, &keys, &key_count);
    if (err == ERR_NONE &&
        checkpoint_open(db_arena(db), keys, key_count, note, &newest) == ERR_NONE &&
        newest.size > head.last_seq)
        *lost_count = newest.size - head.last_seq;
    return err;
}
