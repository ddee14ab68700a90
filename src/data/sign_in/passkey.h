#ifndef DATA_PASSKEY_H
#define DATA_PASSKEY_H

#include "crypt/passkey.h"
#include "data/sign_in/second_factor.h"
#include "data/sign_in/sign_in_step.h"

/* Passkeys of a person: each signs in by itself, because the browser asked who is there. */

enum { PASSKEY_NAME_MAX = 60 /* characters */, PASSKEYS_MAX = 20 };

struct passkey {
    struct uuid id;
    const char *name;
    const char *credential_id; /* base64url */
    int64_t created_at;
    int64_t last_used_at; /* 0: not yet */
};
struct passkey_list {
    struct passkey *items;
    int count;
};

/* The actor's own, newest first. */
MUST_USE enum err passkey_list(struct db *db, const struct actor *actor,
                               struct passkey_list *list) NONNULL;

/* What an authenticator is given to remember the person by: base64url of organization and person.
 */
const char *passkey_handle(struct db *db, const struct actor *actor) NONNULL;

/* Adds one that was checked ("user.passkey_add"). All sessions of the person end; a new one begins
 * with token. Who had no recovery codes gets some; else codes->codes[0] is "". ERR_CONFLICT for one
 * that is there already, a challenge that was answered before, or the 21st. */
struct passkey_new {
    const struct passkey_made *made;
    const char *name;
    struct session_client client;
};
MUST_USE enum err passkey_add(struct db *db, const struct session *session,
                              const struct passkey_new *passkey, char token[TOKEN_TEXT_LEN],
                              struct recovery_codes *codes) NONNULL;

/* "user.passkey_rename"; ERR_NOT_FOUND for somebody else's. */
MUST_USE enum err passkey_rename(struct db *db, const struct session *session,
                                 const struct uuid *id, const char *name) NONNULL;

/* "user.passkey_remove": all sessions end, a new one begins with token. ERR_NOT_FOUND. */
MUST_USE enum err passkey_remove(struct db *db, const struct session *session,
                                 const struct uuid *id, const struct session_client *client,
                                 char token[TOKEN_TEXT_LEN]) NONNULL;

/* Begins a session for whoever's passkey signed ("session.sign_in"). ERR_DENIED for anything wrong,
 * also for those who come in by single sign-on alone, unless the provider has just sent them and
 * step is the one that asks for a second factor; ERR_CONFLICT while the organization is suspended.
 */
struct passkey_sign_in {
    struct passkey_site site;
    struct passkey_answer answer;
    const char *cookie; /* that the challenge is bound to */
    const char *credential_id;
    const char *handle;
    const char *step; /* that the browser is in (sign_in_step.h), or "" */
    struct session_client client;
};
MUST_USE enum err passkey_sign_in(struct db *db, const struct passkey_sign_in *sign_in,
                                  struct sign_in_end *end) NONNULL;

#endif
