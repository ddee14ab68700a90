#ifndef DATA_STOP_RESUME_H
#define DATA_STOP_RESUME_H

#include "data/approval/approval_list.h"
#include "data/stop/stop.h"

/* Resuming what was stopped: asked for by one person, agreed to by another. */

/* Asks another person to agree that it goes on. As approval_request; ERR_NOT_FOUND if it is not
 * stopped. */
MUST_USE enum err stop_ask_resume(struct db *db, const struct actor *actor,
                                  const struct record_store *store, const struct uuid *id,
                                  const char *reason, struct problem *problem) NONNULL;

/* Another person agrees, and it goes on at once. ERR_DENIED for who asked, for those without the
 * right and for programs; ERR_CONFLICT if nobody asked. */
MUST_USE enum err stop_confirm_resume(struct db *db, const struct actor *actor,
                                      const struct record_store *store, const struct uuid *id,
                                      const char *reason, struct problem *problem) NONNULL;

/* Carries out what another person has approved meanwhile (approval.h). ERR_CONFLICT before. */
MUST_USE enum err stop_resume(struct db *db, const struct actor *actor,
                              const struct record_store *store, const struct uuid *id,
                              struct problem *problem) NONNULL;

#endif
