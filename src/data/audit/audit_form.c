#include "data/audit/audit_form.h"

enum err audit_form_find(struct db *db, const struct uuid *organization_id,
                         const struct uuid *form_id, struct audit_form *out)
{
    struct db_result row;
    enum err err = db_select(db, &row,
                             "SELECT action, record_type, record_id FROM audit_events "
                             "WHERE organization_id = $1 AND request_id = $2 AND request_part = 0",
                             db_uuid(organization_id), db_uuid(form_id));
    *out = (struct audit_form){.is_done = err == ERR_NONE && row.row_count > 0};
    if (!out->is_done)
        return err;
    out->action = db_get_text(&row, 0, 0);
    out->record_type = db_get_text(&row, 0, 1);
    if (!db_is_null(&row, 0, 2))
        out->record_id = db_get_uuid(&row, 0, 2);
    return ERR_NONE;
}
