#ifndef DATA_DB_FORM_H
#define DATA_DB_FORM_H

#include <stdbool.h>

#include "base/uuid.h"

struct db;

/* Forms that are sent again, because nobody answered, are carried out once. The form of this
 * request has this id, however often it is sent: the events of its changes carry it as the id of
 * their request, and are numbered from 0 on. No two events of an organization have the same id and
 * number, so a second change fails with ERR_CONFLICT, and is to be looked for in the log. */
void db_name_form(struct db *db, const struct uuid *form_id) NONNULL;
const struct uuid *db_form_id(const struct db *db) NONNULL; /* nil: it has none */
bool db_has_done_form(const struct db *db) NONNULL; /* this request has changed something by it */
/* What an audit event that is written now says as the id of its request, and its number there. */
MUST_USE const struct uuid *db_event_request_id(const struct db *db) NONNULL;
int db_next_part(struct db *db) NONNULL;
bool db_has_events(const struct db *db) NONNULL; /* has this request written any? */

#endif
