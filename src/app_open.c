#include "app_open.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/description.h"
#include "api/dialect.h"
#include "base/log.h"
#include "base/metric_file.h"
#include "base/network.h"
#include "base/number.h"
#include "base/setting.h"
#include "base/worker.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/db/db_self.h"
#include "data/db/db_standby.h"
#include "data/db/db_table.h"
#include "data/db/migration.h"
#include "data/mail/mail_queue.h"
#include "data/vault/vault.h"
#include "pages/routes.h"
#include "template_names.h"
#include "web/route_metric.h"
#include "web/template.h"

/* What the program is opened with, and that it may start. */

enum { START_ARENA = 16 << 20 };

/* Every template of this version is in the folder. One that is missing would end a worker as soon
 * as somebody opens its page. */
static enum err check_templates(const char *dir)
{
    static const char *const names[] = {TEMPLATE_NAMES};
    char path[4096];
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        int len = snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        if (len > 0 && (size_t)len < sizeof path && access(path, R_OK) == 0)
            continue;
        log_line("error", "template.missing",
                 (const struct log_field[]){
                     {"file", path},
                     {"do", "install this version's templates whole, or set templates to "
                            "their folder"}},
                 2);
        return ERR_NOT_FOUND;
    }
    return ERR_NONE;
}

static enum err open_templates(const char *dir)
{
    if (dir == NULL)
        return ERR_NONE;
    enum err err = check_templates(dir);
    return err == ERR_NONE ? template_open(dir) : err;
}

struct app_config app_config_from_settings(void)
{
    const char *keyring_path = setting_get(SETTING_KEY_RING);
    const char *runtime_dir = getenv("RUNTIME_DIRECTORY");
    const char *shared_dir = setting_get(SETTING_RUNTIME);
    int64_t rate = 0;
    if (number_parse(NUMBER_RATE, setting_get(SETTING_API_RATE), &rate) != ERR_NONE)
        die("setting_read lets a bad rate pass");
    if (runtime_dir == NULL)
        runtime_dir = "";
    return (struct app_config){
        .database_url = setting_get(SETTING_DATABASE),
        .standby_url = setting_get(SETTING_DATABASE_STANDBY),
        .keyring_path = keyring_path,
        .checkpoints = audit_checkpoint_folder(keyring_path),
        .public_url = setting_get(SETTING_PUBLIC_URL),
        .template_dir = setting_get(SETTING_TEMPLATES),
        .duties_path = setting_get(SETTING_DUTIES),
        .pool = setting_get(SETTING_POOL),
        .runtime_dir = runtime_dir,
        .shared_dir = shared_dir[0] != '\0' ? shared_dir : runtime_dir,
        .api_rate = rate,
        .api_origins = setting_get(SETTING_API_ORIGINS),
        .metrics_from = setting_get(SETTING_METRICS_FROM),
        .has_mail = setting_get(SETTING_SMTP_URL)[0] != '\0',
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

/* From here on this process is counted with the others. */
static enum err open_metrics(const struct app_config *config, const struct app *app)
{
    int fd = -1;
    route_metric_add_table(app->routes, app->route_count);
    for (int i = 0; i < dialect_count; i++)
        route_metric_add_table(dialects[i].routes, *dialects[i].route_count);
    enum err err = metrics_open(config->shared_dir, route_metric_layout(), &fd);
    if (err == ERR_NONE)
        worker_open(fd, (int)app->pool);
    return err;
}

enum err app_open(const struct app_config *config, struct app *app)
{
    *app = (struct app){
        .config = {.public_url = config->public_url,
                   .duties_path = config->duties_path,
                   .keyring_path = config->keyring_path,
                   .metrics_from = config->metrics_from == NULL ? "" : config->metrics_from,
                   .describe_api = description_json,
                   .is_secure = text_starts_with(config->public_url, "https://")},
        .routes = routes,
        .route_count = route_count,
        .token_uses = api_token_uses_create(),
        .usage = usage_create(),
        .api_origins = config->api_origins == NULL ? "" : config->api_origins,
    };
    enum err err = route_pool_find(config->pool, &app->pool);
    if (err == ERR_NONE)
        err = open_metrics(config, app);
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
        err = open_templates(config->template_dir);
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
    worker_close();
    metrics_close();
}
