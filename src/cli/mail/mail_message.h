#ifndef CLI_MAIL_MESSAGE_H
#define CLI_MAIL_MESSAGE_H

#include "base/mail.h"
#include "data/mail/mail_outbox.h"

/* The message of a mail that was claimed, plain text and HTML (templates/mail/mail.tpl), in the
 * arena. ERR_INVALID if its address can't stand in a field. */
struct mail_sender {
    const char *address;
    const char *public_url;
};
MUST_USE enum err mail_message_make(struct arena *arena, const struct mail_sender *sender,
                                    const struct mail_claimed *claimed, struct mail *mail) NONNULL;

#endif
