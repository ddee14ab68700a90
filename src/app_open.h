#ifndef APP_OPEN_H
#define APP_OPEN_H

#include "app.h"

/* What the settings say (base/setting.h), which were read and checked before. RUNTIME_DIRECTORY is
 * where workers of a pool count turns, as systemd names it; without it nowhere. */
struct app_config {
    const char *database_url;
    const char *standby_url; /* for routes that may lag (db_standby.h); NULL, "": none */
    const char *keyring_path;
    const char *public_url;
    const char *template_dir; /* NULL: the templates that this process has opened before */
    const char *duties_path;
    const char *pool;
    const char *runtime_dir;  /* "": turns are not counted */
    const char *shared_dir;   /* of all pools; NULL or "": each process is alone */
    int64_t api_rate;         /* requests of a token a minute; 0: not counted */
    const char *api_origins;  /* "": none */
    const char *metrics_from; /* addresses and networks; "": nobody */
    const char *checkpoints;  /* folder, NULL: checkpoints are in the database only: for tests */
    bool has_mail;            /* a mail server is set: `rostrum mail` sends what is queued */
    bool is_strict;           /* a template that shows what no page set is a bug: for tests */
};
struct app_config app_config_from_settings(void);

/* Opens key ring, database and templates. On an error the program can't start: the reason is
 * logged, and nothing is left open. */
MUST_USE enum err app_open(const struct app_config *config, struct app *app) NONNULL;
void app_close(struct app *app) NONNULL;

#endif
