#include "data/register/register_export.h"

#include <stdio.h>
#include <string.h>

#include "data/audit/audit.h"
#include "data/record/work.h"

static enum err audit_export(struct db *db, const struct actor *actor, int64_t count)
{
    json_t *details = json_object();
    audit_change(details, "entries", NULL, work_number(db, count));
    return audit_record_alone(db, actor,
                              &(struct audit_event){.action = "register.export",
                                                    .record_type = "organization",
                                                    .record_id = actor->organization_id,
                                                    .details = details});
}

enum err register_export_begin(struct db *db, const struct actor *actor,
                               const struct register_filter *filter, int64_t most,
                               struct register_export *export)
{
    *export = (struct register_export){.db = db, .actor = *actor, .filter = *filter};
    export->filter.cursor = "";
    enum err err = register_list_count(db, actor, filter, &export->count);
    if (err != ERR_NONE)
        return err;
    bool is_part = most > 0 && most < export->count;
    return audit_export(db, actor, is_part ? most : export->count);
}

enum err register_export_next(struct register_export *export, struct register_list *list)
{
    *list = (struct register_list){.count = 0};
    if (export->filter.cursor == NULL)
        return ERR_NONE;
    enum err err = register_list(export->db, &export->actor, &export->filter, list);
    export->filter.cursor = NULL;
    if (err != ERR_NONE || list->next == NULL)
        return err;
    if (strlen(list->next) >= sizeof export->cursor)
        die("a cursor of the register is longer than it can be");
    (void)snprintf(export->cursor, sizeof export->cursor, "%s", list->next);
    export->filter.cursor = export->cursor;
    return ERR_NONE;
}

enum err register_export_next_alone(struct register_export *export, struct arena *arena,
                                    struct register_list *list)
{
    struct uuid request_id = uuid_make();
    db_begin_request(export->db, arena, &request_id);
    (void)db_enter(export->db, (struct db_scope){DB_ORGANIZATION, export->actor.organization_id});
    enum err err = register_export_next(export, list);
    enum err end = db_end_request(export->db);
    return err == ERR_NONE ? end : err;
}
