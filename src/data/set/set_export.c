#include "data/set/set_export.h"

#include "data/audit/audit.h"
#include "data/record/work.h"

enum err set_export_note(struct db *db, const struct actor *actor, const struct set *set,
                         const char *format)
{
    struct policy_target target = record_target(&set->head);
    json_t *details = json_object();
    if (!policy_allows(actor, PERMISSION_SET_READ, &target))
        return ERR_DENIED;
    audit_change(details, "name", NULL, set->name);
    audit_change(details, "format", NULL, format);
    audit_change(details, "version", NULL, work_number(db, set->version));
    return audit_record_alone(db, actor,
                              &(struct audit_event){.action = "set.export",
                                                    .record_type = set->head.store->kind->name,
                                                    .record_id = set->id,
                                                    .details = details});
}
