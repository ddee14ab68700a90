#include "data/session/session_look.h"

#include "data/audit/audit.h"

enum err session_look(struct db *db, const struct actor *actor, const struct uuid *organization_id,
                      const char *route, const struct uuid *record_id)
{
    struct audit_event event = {
        .action = "organization.look",
        .record_type = "page",
        .record_id = *record_id,
        .organization_id = *organization_id,
        .details = json_object(),
    };
    audit_change(event.details, "page", NULL, route);
    return audit_record_alone(db, actor, &event);
}
