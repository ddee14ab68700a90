#ifndef APP_OPEN_H
#define APP_OPEN_H

#include "app.h"

/* What the environment tells: ROSTRUM_DATABASE (default "sqlite:data/rostrum.db"),
 * ROSTRUM_DATABASE_STANDBY (a standby of it for lists and searches; default: none),
 * ROSTRUM_KEY_RING (default "data/key-ring"), ROSTRUM_CHECKPOINTS (default "checkpoints" beside the
 * key ring), ROSTRUM_PUBLIC_URL (default "http://127.0.0.1:8080"), ROSTRUM_TEMPLATES (default:
 * where they are installed), ROSTRUM_DUTIES (the duties that /register/duties shows; default: the
 * file that is installed), ROSTRUM_SMTP_URL (whether there is mail; base/mail.h), ROSTRUM_POOL
 * ("fast", "sign-in" or "slow"; default: every route is served), ROSTRUM_API_RATE (requests that a
 * token may send a minute; default 6000), ROSTRUM_API_ORIGINS (whose pages may use the API in a
 * browser: api/cross_origin.h; default: none but its own), RUNTIME_DIRECTORY (where workers of a
 * pool count turns, as systemd names it; default: nowhere), ROSTRUM_RUNTIME (what all pools share;
 * default: the same).
 */
struct app_config {
    const char *database_url;
    const char
        *standby_url; /* that is asked for lists and searches (db_standby.h); NULL, "": none */
    const char *keyring_path;
    const char *public_url;
    const char *template_dir;
    const char *duties_path;
    const char *pool;
    const char *runtime_dir; /* "": turns are not counted */
    const char *shared_dir;  /* of all pools; NULL or "": each process is alone */
    int64_t api_rate;        /* requests of a token a minute; 0: not counted */
    const char *api_origins; /* "": none */
    const char *checkpoints; /* folder, NULL: checkpoints are in the database only: for tests */
    bool has_mail;           /* a mail server is set: `rostrum mail` sends what is queued */
    bool is_strict;          /* a template that shows what no page set is a bug: for tests */
};
struct app_config app_config_from_environment(void);

/* Opens key ring, database and templates. On an error the program can't start: the reason is
 * logged, and nothing is left open. */
MUST_USE enum err app_open(const struct app_config *config, struct app *app) NONNULL;
void app_close(struct app *app) NONNULL;

#endif
