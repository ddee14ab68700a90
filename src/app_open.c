#include "app_open.h"

#include <stdlib.h>
#include <string.h>

#include "api/cross_origin.h"
#include "api/description.h"
#include "base/log.h"
#include "base/number.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_self.h"
#include "data/db/db_standby.h"
#include "data/db/db_table.h"
#include "data/db/migration.h"
#include "data/mail/mail_queue.h"
#include "data/vault/vault.h"
#include "pages/routes.h"
#include "web/template.h"

/* What the program is opened with, and that it may start. */

enum { START_ARENA = 16 << 20, API_RATE = 6000 };

static const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : fallback;
}

/* Requests a minute; what is no number is the usual one. */
static int64_t rate_setting(const char *name)
{
    int64_t rate = 0;
    return number_parse(NUMBER_RATE, setting(name, ""), &rate) == ERR_NONE ? rate : API_RATE;
}

struct app_config app_config_from_environment(void)
{
    const char *keyring_path = setting("ROSTRUM_KEY_RING", "data/key-ring");
    return (struct app_config){
        .database_url = setting("ROSTRUM_DATABASE", "sqlite:data/rostrum.db"),
        .standby_url = setting("ROSTRUM_DATABASE_STANDBY", ""),
        .keyring_path = keyring_path,
        .checkpoints = audit_checkpoint_folder(keyring_path),
        .public_url = setting("ROSTRUM_PUBLIC_URL", "http://127.0.0.1:8080"),
        .template_dir = setting("ROSTRUM_TEMPLATES", ROSTRUM_TEMPLATES_DIR),
        .duties_path = setting("ROSTRUM_DUTIES", ROSTRUM_DUTIES_FILE),
        .pool = setting("ROSTRUM_POOL", ""),
        .runtime_dir = setting("RUNTIME_DIRECTORY", ""),
        .shared_dir = setting("ROSTRUM_RUNTIME", setting("RUNTIME_DIRECTORY", "")),
        .api_rate = rate_setting("ROSTRUM_API_RATE"),
        .api_origins = setting("ROSTRUM_API_ORIGINS", ""),
        .has_mail = setting("ROSTRUM_SMTP_URL", "")[0] != '\0',
    };
}

/* The schema must fit the program and the key ring the data. Events that workers left without a
 * number when they died get theirs now; if that fails, later. */
static enum err check_database(struct app *app)
{
    struct arena *arena = arena_create(START_ARENA);
    struct uuid request_id = uuid_make();
    db_begin_request(app->db, arena, &request_id);
    (void)db_enter(app->db, (struct db_scope){.reach = DB_ALL});
    enum err err = migration_check(app->db);
    if (err == ERR_NONE)
        err = db_check_role(app->db);
    if (err == ERR_NONE)
        err = vault_check_keyring(app->db);
    if (err == ERR_NONE && audit_sequence_all(app->db) != ERR_NONE)
        db_forgive(app->db);
    enum err end = db_end_request(app->db);
    arena_destroy(arena);
    return err != ERR_NONE ? err : end;
}

/* A misspelled one would be ignored in silence. */
static enum err check_origins(const char *origins)
{
    if (cross_origin_is_good(origins))
        return ERR_NONE;
    log_line("error", "settings.origins",
             (const struct log_field[]){
                 {"problem", "ROSTRUM_API_ORIGINS must be origins such as https://app.example.org, "
                             "apart from each other by spaces"}},
             1);
    return ERR_INVALID;
}

enum err app_open(const struct app_config *config, struct app *app)
{
    *app = (struct app){
        .config = {.public_url = config->public_url,
                   .duties_path = config->duties_path,
                   .keyring_path = config->keyring_path,
                   .describe_api = description_json,
                   .is_secure = text_starts_with(config->public_url, "https://")},
        .routes = routes,
        .route_count = route_count,
        .token_uses = api_token_uses_create(),
        .usage = usage_create(),
        .api_origins = config->api_origins == NULL ? "" : config->api_origins,
    };
    enum err err = check_origins(app->api_origins);
    if (err == ERR_NONE)
        err = route_pool_find(config->pool, &app->pool);
    if (err == ERR_NONE)
        err = keyring_open(config->keyring_path, &app->keyring);
    if (err != ERR_NONE)
        return err;
    if (config->is_strict)
        template_be_strict();
    err = turns_open(&app->turns, config->runtime_dir, config->pool);
    if (err == ERR_NONE)
        err = turns_open(&app->calls, config->runtime_dir, "calls");
    if (err == ERR_NONE)
        err = rates_open(&app->rates, config->runtime_dir, config->api_rate);
    if (err == ERR_NONE)
        err = template_open(config->template_dir);
    if (err == ERR_NONE)
        err = db_open(&(struct db_config){.url = config->database_url,
                                          .keyring = app->keyring,
                                          .shared_dir = config->shared_dir},
                      &app->db);
    if (err == ERR_NONE && config->standby_url != NULL && config->standby_url[0] != '\0')
        err = db_standby_open(app->db, config->standby_url);
    if (err == ERR_NONE) {
        audit_checkpoint_keep_in(app->db, config->checkpoints);
        if (config->has_mail)
            mail_switch(app->db, true);
        err = check_database(app);
    }
    if (err != ERR_NONE)
        app_close(app);
    return err;
}

void app_close(struct app *app)
{
    if (app->db != NULL)
        db_close(app->db);
    keyring_close(app->keyring);
    turns_close(&app->turns);
    turns_close(&app->calls);
    rates_close(&app->rates);
}
