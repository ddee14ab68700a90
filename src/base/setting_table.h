#ifndef BASE_SETTING_TABLE_H
#define BASE_SETTING_TABLE_H

#include <stdbool.h>

#include "base/err.h"

/* What an operator sets, and nothing else does: one table, from which both programs read, and from
 * which `rostrum config`, the manual page rostrum.conf(5) and docs/settings.md are printed. An
 * option of the command beats the environment, that beats the file, that beats the default; an
 * empty variable counts as none. */

enum setting_id {
    SETTING_DATABASE,
    SETTING_KEY_RING,
    SETTING_PUBLIC_URL,
    SETTING_CHECKPOINTS,
    SETTING_ERASURES,
    SETTING_TEMPLATES,
    SETTING_DUTIES,
    SETTING_POOL,
    SETTING_RUNTIME,
    SETTING_SEARCH_MS,
    SETTING_API_RATE,
    SETTING_API_ORIGINS,
    SETTING_SMTP_URL,
    SETTING_SMTP_USER,
    SETTING_SMTP_PASSWORD_FILE,
    SETTING_SMTP_CA_FILE,
    SETTING_SMTP_TIMEOUT_S,
    SETTING_MAIL_FROM,
    SETTING_SSO_HOSTS,
    SETTING_WEBHOOK_HOSTS,
    SETTING_MODEL_HOSTS,
    SETTING_MODEL_KEYS,
    SETTING_CA_FILE,
    SETTING_METRICS_FROM,
    SETTING_DATABASE_STANDBY,
    SETTING_COUNT
};

struct setting {
    const char *name;        /* in the file; with two dashes before it the option */
    const char *environment; /* the variable */
    const char *type;        /* for people: "path" */
    const char *(*refuse)(const char *value); /* what it must be, if it isn't; NULL: any text */
    const char *fallback;                     /* "": none, or as `otherwise` says */
    const char *otherwise; /* what holds without it, if fallback does not say so; or NULL */
    const char *help;      /* a sentence, without markup */
    bool is_option;        /* every command takes it */
};
extern const struct setting setting_table[SETTING_COUNT];

/* The row of a name in the file; NULL if there is none. */
const struct setting *setting_find(const char *name) NONNULL;

#endif
