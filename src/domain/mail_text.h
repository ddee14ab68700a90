#ifndef DOMAIN_MAIL_TEXT_H
#define DOMAIN_MAIL_TEXT_H

#include "base/json.h"
#include "domain/mail_kind.h"

/* The words of mails, without markup: what people chose (names, addresses) is in them as it is. */

enum { MAIL_PARAGRAPHS_MAX = 12, MAIL_TEXT_WIDTH = 76 };

/* Whom a mail is for, and what it is about. */
struct mail_facts {
    enum mail_kind kind;
    const char *public_url;
    const char *full_name; /* "" for a mail to an address that may be anyone's */
    const char *organization;
    const char *time_zone;
    int64_t created_at;
    const json_t *facts; /* as mail_kind.h says */
};

struct mail_words {
    const char *subject;
    const char *paragraphs[MAIL_PARAGRAPHS_MAX];
    int count;
    const char *link_label; /* "" for no link */
    const char *link_url;
    const char *note; /* why they get it, at its end */
    bool is_digest;   /* one that its reader can turn off */
};

/* Everything in the arena. */
void mail_text_make(struct arena *arena, const struct mail_facts *facts,
                    struct mail_words *words) NONNULL;

/* The plain text: lines of at most MAIL_TEXT_WIDTH characters, but for links. In the arena. */
MUST_USE const char *mail_text_plain(struct arena *arena, const struct mail_words *words) NONNULL;

#endif
