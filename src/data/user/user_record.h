#ifndef DATA_USER_RECORD_H
#define DATA_USER_RECORD_H

#include "base/problem.h"
#include "crypt/password_rule.h"
#include "data/audit/audit.h"
#include "data/user/user_shape.h"
#include "data/vault/vault.h"

/* The inside of the user module, shared by the user_*.c and session*.c files: whole rows, before
 * the policy has its say. Nobody else includes this. */

struct user_record {
    struct user user; /* full */
    struct uuid data_key_id;
    struct text sealed_password; /* data NULL: none yet */
    int64_t epoch;
    bool is_active;
    bool is_suspended; /* the organization is */
};

/* The columns of a record, in the order that user_record_read() wants. */
#define USER_RECORD_SELECT                                                                         \
    "SELECT u.id, u.organization_id, o.name, u.email, u.full_name, u.user_persona, u.is_active, "  \
    "u.is_superuser, u.hashed_password, u.data_key_id, u.version, u.epoch, "                       \
    "(SELECT s.last_seen_at FROM user_seen s WHERE s.organization_id = u.organization_id "         \
    "AND s.user_id = u.id), "                                                                      \
    "u.deactivated_at, u.created_at, u.updated_at, o.suspended_at, "                               \
    "u.time_zone, " VAULT_KEY_COLUMNS(                                                             \
        k) ", EXISTS (SELECT 1 FROM authenticator_apps f "                                         \
           "WHERE f.organization_id = u.organization_id AND f.user_id = u.id), "                   \
           "EXISTS (SELECT 1 FROM passkeys p WHERE p.organization_id = u.organization_id "         \
           "AND p.user_id = u.id), EXISTS (SELECT 1 FROM sso_providers sp "                        \
           "WHERE sp.organization_id = u.organization_id AND sp.is_only), EXISTS (SELECT 1 "       \
           "FROM sso_accounts sa WHERE sa.organization_id = u.organization_id "                    \
           "AND sa.user_id = u.id)"                                                                \
           " FROM users u JOIN organizations o ON o.id = u.organization_id" VAULT_KEY_JOIN(k, u)

/* Opens one row of a USER_RECORD_SELECT. */
MUST_USE enum err user_record_read(struct db *db, const struct db_result *result, int row,
                                   struct user_record *record) NONNULL;

/* By id, in the actor's organization; ERR_NOT_FOUND if the actor may not even see the name. */
MUST_USE enum err user_record_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                  struct user_record *record) NONNULL;

/* Asks ahead (query_ahead) for what user_record_find reads. */
void user_record_ahead(struct db *db, const struct uuid *organization_id,
                       const struct uuid *id) NONNULL;

/* By id, whoever asks: sign-in, links. */
MUST_USE enum err user_record_find(struct db *db, const struct uuid *organization_id,
                                   const struct uuid *id, struct user_record *record) NONNULL;

/* By normalised address, which is one person's in all organizations: enters the scope of the
 * person's organization; of no organization if the address is unknown, which takes as long. */
MUST_USE enum err user_record_find_email(struct db *db, const char *normalized,
                                         struct user_record *record) NONNULL;

/* By address in whatever organization, for a command on the server; enters the scope of that one,
 * in which *inside is the command. ERR_DENIED for anybody else, ERR_NOT_FOUND. */
MUST_USE enum err user_record_find_for_command(struct db *db, const struct actor *command,
                                               const char *email, struct actor *inside,
                                               struct user_record *record) NONNULL;

/* ERR_NONE if the actor may change this other person: the policy's right, and nobody who has more
 * rights than the actor could hand out. */
MUST_USE enum err user_record_check_change(const struct actor *actor,
                                           const struct user_record *record) NONNULL;

/* The person as an actor. */
struct actor user_record_actor(const struct user_record *record) NONNULL;

/* Writes the person's address where sign-in finds it, in place of an older one, inside the open
 * write transaction. ERR_CONFLICT if it is someone else's. */
MUST_USE enum err user_record_set_address(struct db *db, const struct user_record *record,
                                          const char *normalized) NONNULL;

/* Seals a text for a column of the person's row. */
MUST_USE enum err user_record_seal(struct db *db, const struct user_record *record,
                                   const char *column, const char *text,
                                   struct db_value *sealed) NONNULL;

/* The password hash in the clear; NULL if there is none. Whoever came in by single sign-on alone
 * has USER_NO_PASSWORD in place of a hash: they have accepted their invitation, and no password is
 * theirs. */
#define USER_NO_PASSWORD "*"
MUST_USE enum err user_record_password(struct db *db, const struct user_record *record,
                                       const char **hash) NONNULL;

/* The parts of an event about the person. */
struct audit_event user_record_event(const struct user_record *record, const char *action) NONNULL;

/* db_finish, and a refusal becomes an event. */
MUST_USE enum err user_record_finish(struct db *db, const struct actor *actor,
                                     const struct user_record *record, const char *action,
                                     enum err err) NONNULL;

/* Inserts a person inside the open write transaction, without policy or event. Fills the record's
 * id, organization, name, address and key. ERR_CONFLICT if the address is taken. */
MUST_USE enum err user_record_insert(struct db *db, const struct user_new *user_new,
                                     struct user_record *record, struct problem *problem) NONNULL;

/* The rules for name and address; *normalized is the form that is compared. ERR_INVALID. */
MUST_USE enum err user_record_check(struct db *db, const char *full_name, const char *email,
                                    char **normalized, struct problem *problem) NONNULL;

/* The rules for a new password with the person's own words, then its hash. ERR_INVALID,
 * ERR_UNAVAILABLE. */
struct user_secret {
    const char *password;
    const char *full_name;
    const char *email;
    const char *organization_name;
    enum password_use use;
};
MUST_USE enum err user_record_hash(struct db *db, const struct user_secret *secret, char **hash,
                                   struct problem *problem) NONNULL;

/* ERR_CONFLICT if this person is the last active superuser of all organizations. Inside the open
 * write transaction, which no other such question passes until it ends. */
MUST_USE enum err user_record_check_last(struct db *db, const struct user_record *record) NONNULL;

/* ERR_CONFLICT if all superusers who can sign in belong to this organization. Likewise. */
MUST_USE enum err user_record_check_elsewhere(struct db *db,
                                              const struct uuid *organization_id) NONNULL;

/* Ends all sessions of the person inside the open write transaction. */
MUST_USE enum err user_record_end_sessions(struct db *db, const struct user_record *record) NONNULL;

/* The same, and whatever was proved before is over: the epoch is raised. ERR_NOT_FOUND if it was
 * meanwhile. */
MUST_USE enum err user_record_raise_epoch(struct db *db, const struct user_record *record) NONNULL;

#endif
