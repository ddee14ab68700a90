#ifndef DATA_SESSION_H
#define DATA_SESSION_H

#include "base/clock.h"
#include "crypt/token.h"
#include "data/db/db.h"
#include "data/organization/organization_usage.h"
#include "data/session/session_factor.h"
#include "domain/policy.h"

/* Signed-in browsers. The cookie holds a token, the database its keyed hash. A session dies at the
 * next request when it was idle or alive too long, when the user is deactivated, or the user's
 * epoch was raised (password, persona). While the organization is suspended it is refused, and goes
 * on once the organization is resumed. */

/* As long as the organization chose nothing else (session_ends.h). */
#define SESSION_IDLE           (2 * CLOCK_HOUR)
#define SESSION_ABSOLUTE       (24 * CLOCK_HOUR)
#define SESSION_ADMIN_IDLE     (30 * CLOCK_MINUTE)
#define SESSION_ADMIN_ABSOLUTE (12 * CLOCK_HOUR)
/* Sensitive changes ask for the password again after this. */
#define SESSION_REAUTH (5 * CLOCK_MINUTE)

/* The client of a session, sealed under the person's key, and what it proved. */
struct session_client {
    const char *address;
    const char *agent;
    const char *device; /* the cookie of device.h, or NULL; stored nowhere */
    bool is_new_device; /* the person had not signed in there before */
    enum session_factor factor;
    bool is_sso;        /* a provider said who it is, in place of a password */
    bool is_sso_factor; /* and asked for a second factor */
};

/* A live session with what every page needs. Texts in the arena. The session, the person and their
 * name belong to actor.home_organization_id; what they work in is acting_organization_id. */
struct session {
    struct uuid id;
    struct actor actor;
    const char *full_name;
    const char *time_zone;              /* of the times that the person reads */
    struct uuid acting_organization_id; /* the home organization, or one that was entered */
    const char *organization_name;      /* of the acting one, as is the key */
    struct uuid organization_key_id;
    struct organization_usage usage; /* of the home organization */
    int64_t created_at;
    int64_t last_seen_at;
    int64_t authenticated_at;
    enum session_factor factor;
    bool is_sso; /* session_client */
    bool is_sso_factor;
    int64_t factor_due_at; /* until when they may do without a second factor (factor_rule.h); 0 */
    bool is_held;          /* it began later than that: nothing but setting one up */
    bool has_reset;        /* of password or second factor, not acknowledged: user_reset.h */
    int64_t previous_visit_at; /* user_seen.h; 0: this is the first */
};

/* A row of a person's list of sessions. */
struct session_entry {
    struct uuid id;
    const char *client_address;
    const char *client_agent;
    int64_t created_at;
    int64_t last_seen_at;
    bool is_new_device;
};

struct session_list {
    struct session_entry *entries;
    int count;
};

/* Says in the personal details of an event, which has none yet, from where someone came. */
void session_client_note(struct audit_event *event, const struct session_client *client) NONNULL;

/* Begins a session for a user who has just proved themselves, inside the open write transaction;
 * records session.sign_in. */
MUST_USE enum err session_create(struct db *db, const struct uuid *organization_id,
                                 const struct uuid *user_id, const struct session_client *client,
                                 char token[TOKEN_TEXT_LEN]) NONNULL;

/* The live session of a cookie, looked up in the organization that the cookie claims. ERR_NOT_FOUND
 * if it has ended, or is none; ERR_DENIED while the person's organization is suspended. From here
 * on the scope is that of the acting organization; that of identity if there is no session. Changes
 * nothing. One query, and one more for someone who entered another organization. */
MUST_USE enum err session_find(struct db *db, const char *token, struct session *session) NONNULL;

/* The same of a session that this process has kept, by a smaller query, after which a reading ends;
 * ERR_STALE if it has not. */
MUST_USE enum err session_find_kept(struct db *db, const char *token,
                                    struct session *session) NONNULL;

/* Enters the scope of the person's own organization; gives the scope before. */
struct db_scope session_go_home(struct db *db, const struct session *session) NONNULL;

/* Ends the session ("session.sign_out"); one that has ended stays as it is. */
MUST_USE enum err session_sign_out(struct db *db, const struct session *session) NONNULL;

/* The actor's own live sessions, newest first, at most 100; end one (ERR_NOT_FOUND for someone
 * else's); end all but the one given ("session.revoke"). */
MUST_USE enum err session_list(struct db *db, const struct actor *actor,
                               struct session_list *list) NONNULL;
MUST_USE enum err session_revoke(struct db *db, const struct actor *actor,
                                 const struct uuid *session_id) NONNULL;
MUST_USE enum err session_revoke_others(struct db *db, const struct actor *actor,
                                        const struct uuid *kept_id, int *ended_count) NONNULL;

#endif
