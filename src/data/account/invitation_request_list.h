#ifndef DATA_INVITATION_REQUEST_LIST_H
#define DATA_INVITATION_REQUEST_LIST_H

#include "data/db/db.h"
#include "data/vault/vault.h"
#include "domain/policy.h"

/* Requests for invitations, as people read them: invitation_request.h. */

enum { INVITATION_REQUEST_LIMIT = 50 }; /* of a list */

/* A request. Texts in the arena. */
struct invitation_request {
    struct uuid id;
    struct uuid organization_id;
    struct uuid requested_by;
    const char *requested_by_name; /* NULL for someone who was erased */
    const char *full_name;         /* "" once they are invited, as are email and reason */
    const char *email;
    const char *reason;
    enum persona persona;
    const char *state;   /* "waiting", "invited", "declined" */
    struct uuid user_id; /* who was invited; nil before */
    int64_t created_at;
    int64_t decided_at; /* 0: waits */
    const char *decided_by_name;
};

struct invitation_request_list {
    struct invitation_request *items;
    int count;
    bool has_more;
};

/* May the actor decide about requests of their organization? It is the right to invite. */
bool invitation_request_may_decide(const struct actor *actor) NONNULL;

/* What waits for the actor's decision, oldest first: for who may invite, all requests that wait in
 * the organization; for others none. */
MUST_USE enum err invitation_request_list_waiting(struct db *db, const struct actor *actor,
                                                  struct invitation_request_list *list) NONNULL;
/* Asks ahead (query_ahead) for what it reads. */
void invitation_request_list_waiting_ahead(struct db *db, const struct actor *actor) NONNULL;

/* The actor's own requests, newest first. */
MUST_USE enum err invitation_request_list_own(struct db *db, const struct actor *actor,
                                              struct invitation_request_list *list) NONNULL;
void invitation_request_list_own_ahead(struct db *db, const struct actor *actor) NONNULL;

/* One that waits, for who may decide about it. ERR_NOT_FOUND, also for one that is decided. */
MUST_USE enum err invitation_request_get(struct db *db, const struct actor *actor,
                                         const struct uuid *id,
                                         struct invitation_request *request) NONNULL;

/* Where a text of a request is sealed. */
struct seal_place invitation_request_place(const char *column, const struct uuid *organization_id,
                                           const struct uuid *id) NONNULL;

#endif
