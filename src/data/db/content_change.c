#include "data/db/content_change.h"

void content_change_note(struct content_change *change, const struct uuid *organization_id)
{
    if (uuid_is_nil(organization_id))
        return;
    for (int i = 0; i < change->count; i++)
        if (uuid_equal(&change->organizations[i], organization_id))
            return;
    if (change->count == CONTENT_ORGANIZATIONS)
        die("a transaction that is about more than %d organizations", CONTENT_ORGANIZATIONS);
    change->organizations[change->count++] = *organization_id;
}
