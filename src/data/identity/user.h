#ifndef DATA_USER_H
#define DATA_USER_H

#include "base/problem.h"
#include "data/identity/one_time_link.h"
#include "data/identity/session.h"
#include "domain/record/name.h"

/* People. Address, name and password hash are sealed under the person's own data key; an address is
 * found again through email_index. */

enum {
    USER_NAME_MAX = NAME_MAX_CHARS,
    USER_LIST_MAX = 100,
    USER_CHOICES_MAX = 500
}; /* characters; rows */

/* USER_INVITED is an active user without a password. */
enum user_state { USER_ACTIVE, USER_INVITED, USER_INACTIVE, USER_STATE_COUNT };
extern const char *const user_state_names[USER_STATE_COUNT + 1]; /* "active" …, NULL at the end */

/* A user as the actor may see it: who may only see names gets id, organization, full_name and
 * is_full false; everything else is empty then. Texts in the arena; NULL for an erased person. */
struct user {
    struct uuid id;
    struct uuid organization_id;
    const char *organization_name;
    const char *full_name;
    bool is_full;
    const char *email;
    enum persona persona;
    enum user_state state;
    bool is_superuser;
    int64_t version; /* of the record, for optimistic locking */
    int64_t last_seen_at;
    int64_t deactivated_at;
    int64_t created_at;
    int64_t updated_at;
};

/* Somebody new. */
struct user_new {
    struct uuid organization_id; /* nil: the actor's */
    const char *email;
    const char *full_name;
    enum persona persona;
    bool is_superuser;
    const char *hashed_password; /* NULL until they choose one; otherwise only a command may */
};

/* Makes a user ("user.create"). ERR_INVALID, ERR_CONFLICT, ERR_DENIED (also for a persona the actor
 * may not hand out), ERR_NOT_FOUND for an organization the actor may not see. */
MUST_USE enum err user_create(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, struct uuid *id,
                              struct problem *problem) NONNULL;

/* Makes a user without a password and an invitation link ("user.invite"). Errors as above. */
struct user_invitation {
    struct uuid user_id;
    char token[TOKEN_TEXT_LEN]; /* for /invite/TOKEN; shown once */
};
MUST_USE enum err user_invite(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, struct user_invitation *invitation,
                              struct problem *problem) NONNULL;

/* A new invitation or password reset link for somebody else; older ones die ("user.link").
 * ERR_CONFLICT for an inactive user; ERR_DENIED for oneself and for those one may not touch. */
struct user_link {
    enum link_purpose purpose;
    char token[TOKEN_TEXT_LEN]; /* for /invite/TOKEN or /reset/TOKEN; shown once */
};
MUST_USE enum err user_link(struct db *db, const struct actor *actor, const struct uuid *user_id,
                            struct user_link *link) NONNULL;

/* The very first user, a superuser, with their organization and a session, in one transaction
 * ("organization.create", "user.setup", "session.sign_in"). ERR_CONFLICT without a field if it was
 * done already, ERR_INVALID (a wrong code too: field "setup_code"). */
struct user_setup {
    const char *setup_code;
    const char *organization_name;
    const char *full_name;
    const char *email;
    const char *password;
};
MUST_USE enum err user_setup(struct db *db, const struct user_setup *setup,
                             const struct session_client *client, char token[TOKEN_TEXT_LEN],
                             struct problem *problem) NONNULL;

/* Whom a link is for, before it is used: name, address, organization. ERR_NOT_FOUND as
 * one_time_link_find, also if the user is inactive. */
MUST_USE enum err user_get_by_link(struct db *db, enum link_purpose purpose, const char *link_token,
                                   struct user *user) NONNULL;

/* Uses an invitation or reset link: sets the password, ends all older sessions and links and begins
 * a session ("user.accept" or "user.password_reset", "session.sign_in"). full_name NULL leaves the
 * name. ERR_NOT_FOUND, ERR_INVALID. */
struct user_accept {
    enum link_purpose purpose;
    const char *link_token;
    const char *full_name;
    const char *password;
};
MUST_USE enum err user_accept(struct db *db, const struct user_accept *accept,
                              const struct session_client *client, char token[TOKEN_TEXT_LEN],
                              struct problem *problem) NONNULL;

/* Changes the own password ("user.password_change"): all sessions end, and a new one begins with
 * token. ERR_DENIED for a wrong current password, ERR_INVALID for a new one that is too weak. */
struct user_password {
    const char *current_password;
    const char *password;
    struct session_client client;
};
MUST_USE enum err user_change_password(struct db *db, const struct session *session,
                                       const struct user_password *change,
                                       char token[TOKEN_TEXT_LEN], struct problem *problem) NONNULL;

/* ERR_NOT_FOUND also for those the actor may not see. One's own record is always full. */
MUST_USE enum err user_get(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct user *user) NONNULL;

/* May the actor change, deactivate or make links for this user? Decides about buttons; the verbs
 * ask again. */
bool user_may_change(const struct actor *actor, const struct user *user) NONNULL;

/* A list, the last changed first. Names and addresses are sealed, so that a search opens the
 * organization's rows in batches until the page is full or its time is up. Who may only see names
 * gets those of users who are not deactivated, and persona and state do not filter. */
struct user_filter {
    struct uuid organization_id; /* nil: the actor's */
    const char *search;          /* in names and addresses (domain/text_match.h); NULL: all */
    int persona;                 /* enum persona, -1: any */
    int state;                   /* enum user_state, -1: any */
    int64_t cursor_time;         /* from here on, exclusive; 0: from the beginning */
    struct uuid cursor_id;
    bool is_backward; /* towards the newer ones; still answered newest first */
    int limit;        /* at most USER_LIST_MAX */
};

struct user_list {
    const char *problem; /* a sentence for the person if the search was refused, else NULL */
    struct user *items;
    int count;
    bool has_more;       /* in the direction asked for */
    bool is_out_of_time; /* the search stopped early: go on from next_… */
    int64_t next_time;   /* the cursor for the next page in that direction */
    struct uuid next_id;
};

/* ERR_INVALID for a search that is refused, with its problem. */
MUST_USE enum err user_list(struct db *db, const struct actor *actor,
                            const struct user_filter *filter, struct user_list *list) NONNULL;

/* Those who could own something in an organization: active users with a password, by name, at most
 * USER_CHOICES_MAX; only id and full_name are set. For choosing a new owner. */
MUST_USE enum err user_list_choices(struct db *db, const struct actor *actor,
                                    const struct uuid *organization_id,
                                    struct user_list *list) NONNULL;

/* Changes another's record, or one's own ("user.update"). Everybody may change their own name and
 * address; persona and is_superuser must stay for oneself, but a superuser may lay the flag down.
 * ERR_STALE if version is not the current one, ERR_CONFLICT for an address that is taken (problem
 * field "email") or the last active superuser (field "is_superuser"), ERR_INVALID, ERR_DENIED,
 * ERR_NOT_FOUND. A new persona or flag ends the person's sessions. */
struct user_change {
    struct uuid id;
    int64_t version;
    const char *full_name;
    const char *email;
    enum persona persona;
    bool is_superuser;
};
MUST_USE enum err user_update(struct db *db, const struct actor *actor,
                              const struct user_change *change, struct problem *problem) NONNULL;

/* Deactivates somebody else ("user.deactivate"): sessions end at the next request, links die.
 * ERR_CONFLICT for the last active superuser. Activating brings them back ("user.activate"). Doing
 * it twice is ERR_NONE and changes nothing. */
MUST_USE enum err user_deactivate(struct db *db, const struct actor *actor,
                                  const struct uuid *id) NONNULL;
MUST_USE enum err user_activate(struct db *db, const struct actor *actor,
                                const struct uuid *id) NONNULL;

/* What a user owns, archived records included. Errors as user_get. */
struct user_owned {
    int64_t prompt_count;
    int64_t agent_count;
    int64_t team_count;
};
MUST_USE enum err user_count_owned(struct db *db, const struct actor *actor, const struct uuid *id,
                                   struct user_owned *owned) NONNULL;

/* Moves everything that one user owns to another, active user of the same organization
 * ("user.hand_over", and for each "prompt.transfer", "agent.transfer" or "team.transfer").
 * ERR_CONFLICT if the other is not active or is the same user. */
struct user_hand_over {
    struct uuid from_id;
    struct uuid to_id;
    bool is_deactivating; /* and deactivates the first in the same transaction */
};
MUST_USE enum err user_hand_over(struct db *db, const struct actor *actor,
                                 const struct user_hand_over *hand_over,
                                 int64_t *moved_count) NONNULL;

/* The rule for a person's name, usable as the check of a form field: 1 to USER_NAME_MAX characters,
 * no control characters. */
MUST_USE enum err user_check_name(const char *name, const char **problem) NONNULL;

#endif
