#include "data/organization/organization_refusal.h"

#include "data/audit/audit.h"

enum err organization_refuse(struct db *db, const struct actor *actor, const char *action,
                             const struct uuid *id)
{
    return audit_refuse(db, actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "organization",
                                              .record_id = *id,
                                              .organization_id = actor->home_organization_id});
}
