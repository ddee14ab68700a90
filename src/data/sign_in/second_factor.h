#ifndef DATA_SECOND_FACTOR_H
#define DATA_SECOND_FACTOR_H

#include "crypt/totp.h"
#include "data/session/session.h"

/* What a person signs in with besides their password: an authenticator app, and recovery codes for
 * when it is not at hand. */

struct user_record;

enum { RECOVERY_CODE_COUNT = 10, RECOVERY_CODES_FEW = 3 };

struct second_factor {
    int64_t app_added_at;  /* 0: there is no app */
    int64_t app_used_at;   /* 0: never since */
    int64_t codes_made_at; /* 0: there are none */
    int codes_left;
};

/* Ten recovery codes, shown once. */
struct recovery_codes {
    char codes[RECOVERY_CODE_COUNT][RECOVERY_TEXT_LEN];
};

/* The actor's own. */
MUST_USE enum err second_factor_get(struct db *db, const struct actor *actor,
                                    struct second_factor *factor) NONNULL;

/* Sets up an app, or puts another in place of the one before ("user.factor_add",
 * "user.factor_replace"), once a code shows that it has the secret. All sessions of the person end;
 * a new one begins with token. Who had no app gets recovery codes; else codes->codes[0] is "".
 * ERR_DENIED for a wrong code, which is an event as well. */
struct app_enrolment {
    const char *secret;
    const char *code;
    struct session_client client;
};
MUST_USE enum err second_factor_add_app(struct db *db, const struct session *session,
                                        const struct app_enrolment *enrolment,
                                        char token[TOKEN_TEXT_LEN],
                                        struct recovery_codes *codes) NONNULL;

/* Removes the app of the session's person ("user.factor_remove"), and the recovery codes unless a
 * passkey is left; as above.
 * ERR_CONFLICT if there is none. */
MUST_USE enum err second_factor_remove(struct db *db, const struct session *session,
                                       const struct session_client *client,
                                       char token[TOKEN_TEXT_LEN]) NONNULL;

/* New recovery codes in place of those before ("user.recovery_codes"). ERR_CONFLICT without an app.
 */
MUST_USE enum err second_factor_renew_codes(struct db *db, const struct session *session,
                                            struct recovery_codes *codes) NONNULL;

/* Inside the open write transaction: recovery codes for who has none, else codes->codes[0] is "".
 */
MUST_USE enum err second_factor_give_codes(struct db *db, const struct user_record *record,
                                           struct recovery_codes *codes) NONNULL;

/* Inside the open write transaction: nothing of it is left, passkeys included. */
MUST_USE enum err second_factor_forget(struct db *db, const struct user_record *record) NONNULL;

/* For signing in, inside the open write transaction: uses a code of the app or a recovery code,
 * each of which is good once. ERR_DENIED for any other. A used recovery code is an event
 * ("user.recovery_use") and sets codes_left, which is -1 otherwise. */
MUST_USE enum err second_factor_use(struct db *db, const struct user_record *record,
                                    const char *code, enum session_factor *factor,
                                    int *codes_left) NONNULL;

#endif
