#ifndef DATA_SESSION_ENTER_H
#define DATA_SESSION_ENTER_H

#include "data/session/session.h"

/* Working in another organization: for Platform Admins and superusers, one organization at a time.
 * Both organizations' logs take the event. Whoever calls it asked for the password again. */

/* From the next request on the session works in the organization ("organization.enter"); one that
 * it was in before is left first. ERR_DENIED (also an event), ERR_NOT_FOUND, ERR_CONFLICT for the
 * person's own. */
MUST_USE enum err session_enter(struct db *db, const struct session *session,
                                const struct uuid *organization_id) NONNULL;

/* From the next request on the session works in the person's own organization again
 * ("organization.leave"). ERR_CONFLICT if it does already. */
MUST_USE enum err session_leave(struct db *db, const struct session *session) NONNULL;

#endif
