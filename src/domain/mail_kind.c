#include "domain/mail_kind.h"

#include <string.h>

#include "base/clock.h"

const struct mail_kind_row mail_kinds[MAIL_KIND_COUNT] = {
    [MAIL_INVITATION] = {"invitation", "Invitation", 7 * CLOCK_DAY},
    [MAIL_RESET] = {"password_reset", "Password reset link", CLOCK_HOUR},
    [MAIL_ADDRESS_CONFIRM] = {"address_confirm", "Confirmation of a new address", CLOCK_DAY},
    [MAIL_ADDRESS_TAKEN] = {"address_taken", "Confirmation of a new address", CLOCK_DAY},
    [MAIL_ADDRESS_ASKED] = {"address_asked", "Notice to the old address", 2 * CLOCK_DAY},
    [MAIL_ADDRESS_CHANGED] = {"address_changed", "Notice to the old address", 7 * CLOCK_DAY},
    [MAIL_NEW_DEVICE] = {"new_device", "Notice of a new device", 2 * CLOCK_DAY},
    [MAIL_PASSWORD_CHANGED] = {"password_changed", "Notice of a new password", 2 * CLOCK_DAY},
    [MAIL_PASSWORD_RESET] = {"password_was_reset", "Notice of a new password", 2 * CLOCK_DAY},
    [MAIL_FACTOR_ADDED] = {"factor_added", "Notice about the second factor", 2 * CLOCK_DAY},
    [MAIL_FACTOR_REMOVED] = {"factor_removed", "Notice about the second factor", 2 * CLOCK_DAY},
    [MAIL_RECOVERY_CODE_USED] = {"recovery_code_used", "Notice of a used recovery code",
                                 2 * CLOCK_DAY},
    [MAIL_CODES_RENEWED] = {"codes_renewed", "Notice of new recovery codes", 2 * CLOCK_DAY},
    [MAIL_TOKEN_MADE] = {"token_made", "Notice of a new token", 2 * CLOCK_DAY},
    [MAIL_ADDRESS_SET] = {"address_set", "Notice to the old address", 7 * CLOCK_DAY},
    [MAIL_INBOX] = {"inbox", "What waits in the inbox", CLOCK_DAY},
    [MAIL_OVERRIDE] = {"label_override", "Notice of a release without evidence", 7 * CLOCK_DAY},
    [MAIL_TEST] = {"test", "Test", CLOCK_HOUR},
};

enum err mail_kind_parse(const char *name, enum mail_kind *kind)
{
    for (int i = 0; i < MAIL_KIND_COUNT; i++)
        if (strcmp(mail_kinds[i].name, name) == 0) {
            *kind = (enum mail_kind)i;
            return ERR_NONE;
        }
    return ERR_INVALID;
}
