#ifndef BASE_MAIL_H
#define BASE_MAIL_H

#include <stdbool.h>

#include "base/arena.h"

/* Outgoing mail by SMTP (RFC 5321), through libcurl. */

/* Of the server that takes our mail. */
struct mail_settings {
    const char *url;      /* "smtp://mail.example.org:587", or smtps:// */
    const char *user;     /* "" : the server asks for none */
    const char *password; /* likewise */
    const char *sender;   /* the address that mail comes from */
    const char *ca_file;  /* who signs the server's certificate; "": as the system knows */
    bool is_plain;        /* the URL said so: without STARTTLS */
    long timeout_s;       /* for the whole of a mail */
};

/* Reads the settings smtp-url, smtp-user, smtp-password-file, smtp-ca-file, smtp-timeout-s
 * (NUMBER_MAIL_TIMEOUT) and mail-from into the arena. smtp:// needs STARTTLS unless it ends with
 * "?starttls=no", which takes no user: a password is never sent in clear. ERR_NOT_FOUND if no URL
 * is set, ERR_INVALID with *problem, a sentence for the operator.
 */
MUST_USE enum err mail_settings_read(struct arena *arena, struct mail_settings *settings,
                                     const char **problem) NONNULL;

/* A mail: fields as mail_header.h makes them, bodies in UTF-8. */
struct mail {
    const char *recipient; /* the address alone */
    const char *to;
    const char *from;
    const char *subject;
    const char *date;
    const char *message_id;  /* "<ID@HOST>": the same whenever it is sent again */
    const char *unsubscribe; /* a URL where its reader says how often; "" for none */
    const char *text;
    const char *html;
};

enum mail_outcome {
    MAIL_SENT,
    MAIL_LATER,  /* the server could not be reached, or said later (4xx); or it is set up wrongly */
    MAIL_REFUSED /* for good (5xx) */
};

enum { MAIL_REASON_LEN = 256 };

/* Hands a mail to the server, within twice the time that is set. reason: why not, as a line of
 * ASCII, "" if it was sent; what the server said may repeat the address. */
MUST_USE enum mail_outcome mail_send(struct arena *arena, const struct mail_settings *settings,
                                     const struct mail *mail, char reason[MAIL_REASON_LEN]) NONNULL;

#endif
