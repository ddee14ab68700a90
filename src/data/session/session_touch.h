#ifndef DATA_SESSION_TOUCH_H
#define DATA_SESSION_TOUCH_H

#include "data/session/session.h"

/* Notes that the session and its user were seen, at most once a minute; never fails the request. */
void session_touch(struct db *db, const struct session *session) NONNULL;

#endif
