#include "data/hold/legal_hold_check.h"

enum err legal_hold_is_on(struct db *db, const struct uuid *organization_id, const struct uuid *ids,
                          int count, bool *is_held)
{
    struct db_result result;
    struct db_value values[LEGAL_HOLD_IDS_MAX];
    if (count < 1 || count > LEGAL_HOLD_IDS_MAX)
        die("no one asks about so many subjects of a hold");
    for (int i = 0; i < LEGAL_HOLD_IDS_MAX; i++)
        values[i] = db_uuid(&ids[i < count ? i : 0]);
    enum err err = db_select(db, &result,
                             "SELECT 1 FROM legal_holds WHERE organization_id = $1 "
                             "AND subject_id IN ($1, $2, $3, $4, $5) AND released_at IS NULL "
                             "LIMIT 1",
                             db_uuid(organization_id), values[0], values[1], values[2], values[3]);
    *is_held = err == ERR_NONE && result.row_count > 0;
    return err;
}

enum err legal_hold_note_refusal(struct db *db, const struct actor *actor, const char *action,
                                 const char *record_type, const struct uuid *record_id)
{
    json_t *details = json_object();
    audit_change(details, "refused", NULL, action);
    return audit_record_alone(db, actor,
                              &(struct audit_event){.action = "legal_hold.refuse",
                                                    .record_type = record_type,
                                                    .record_id = *record_id,
                                                    .outcome = AUDIT_REFUSAL,
                                                    .details = details});
}
