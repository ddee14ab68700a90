#ifndef DATA_SESSION_FACTOR_H
#define DATA_SESSION_FACTOR_H

#include "data/audit/audit.h"

/* What a session began with besides, or instead of, the password. */
enum session_factor {
    FACTOR_PASSWORD, /* nothing besides */
    FACTOR_APP,      /* a code of an authenticator app */
    FACTOR_RECOVERY, /* a recovery code */
    FACTOR_PASSKEY,
    FACTOR_COUNT
};

/* As it is stored, and back. */
const char *session_factor_name(enum session_factor factor);
enum session_factor session_factor_of(const char *name) NONNULL;

/* Adds it to the details of an event, unless it is the password alone; is_sso: or the word of a
 * provider, which is said as well. */
void session_factor_note(struct audit_event *event, enum session_factor factor,
                         bool is_sso) NONNULL;

#endif
