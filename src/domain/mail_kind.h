#ifndef DOMAIN_MAIL_KIND_H
#define DOMAIN_MAIL_KIND_H

#include <stdint.h>

#include "base/err.h"

/* THE table of the mails that are sent: mail_text.h has their words. */

enum mail_kind {
    MAIL_INVITATION,      /* facts: link, sign_in ("sso" or "password") */
    MAIL_RESET,           /* facts: link, hours, asked ("you" or "administrator") */
    MAIL_ADDRESS_CONFIRM, /* to the new address; facts: link, old */
    MAIL_ADDRESS_TAKEN,   /* to an address that is someone else's already; no facts */
    MAIL_ADDRESS_ASKED,   /* to the old address; facts: link, new */
    MAIL_ADDRESS_CHANGED, /* to the old address; facts: link, new */
    MAIL_NEW_DEVICE,      /* security notices, from here on; facts: where */
    MAIL_PASSWORD_CHANGED,
    MAIL_PASSWORD_RESET, /* with a link */
    MAIL_FACTOR_ADDED,   /* facts: what ("An authenticator app", "The passkey \"laptop\"") */
    MAIL_FACTOR_REMOVED, /* likewise */
    MAIL_RECOVERY_CODE_USED,
    MAIL_CODES_RENEWED,
    MAIL_TOKEN_MADE,  /* facts: what (the token's name) */
    MAIL_ADDRESS_SET, /* by an administrator, to the old address; facts: new */
    MAIL_INBOX,       /* what waits; facts: lines */
    MAIL_OVERRIDE,    /* a label moved without its evidence; facts: record, label, version, path */
    MAIL_TEST,
    MAIL_KIND_COUNT
};

struct mail_kind_row {
    const char *name;    /* as it is stored */
    const char *title;   /* "Invitation", as administrators read it */
    int64_t lifetime_us; /* not sent any more after it: what it says, or its link, is too old */
};

extern const struct mail_kind_row mail_kinds[MAIL_KIND_COUNT];

/* The kind of a stored name; ERR_INVALID if there is none. */
MUST_USE enum err mail_kind_parse(const char *name, enum mail_kind *kind) NONNULL;

#endif
