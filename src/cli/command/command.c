#include "cli/command/command.h"

#include <ctype.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/setting.h"
#include "data/agent/agent_provider.h"
#include "data/audit/audit_checkpoint.h"
#include "data/audit/audit_sequence.h"
#include "data/db/migration.h"
#include "data/usage/usage.h"
#include "data/vault/vault.h"

enum { URL_LEN = 2048, COMMAND_ARENA = 64 << 20, PROBE_ARENA = 1 << 20 };

const char *const command_exits[COMMAND_EXITS] = {
    [COMMAND_DONE] = "it did what was asked",
    [COMMAND_FAILED] = "something failed, or is not as it should be; standard error says what",
    [COMMAND_MISUSED] = "it was called wrongly, or a setting is bad; nothing was done",
};

enum { COMMON_MAX = SETTING_COUNT + 4, VALUE_NAME_LEN = 16 };
static struct command_option common[COMMON_MAX];
static char value_names[SETTING_COUNT][VALUE_NAME_LEN];

static void make_common(void)
{
    int count = 0;
    common[count++] = (struct command_option){SETTING_FILE_OPTION, "FILE",
                                              "the file of settings (" SETTING_FILE ")"};
    for (int id = 0; id < SETTING_COUNT; id++) {
        const struct setting *setting = &setting_table[id];
        if (!setting->is_option)
            continue;
        for (int i = 0; i < VALUE_NAME_LEN - 1 && setting->type[i] != '\0'; i++)
            value_names[id][i] = (char)toupper((unsigned char)setting->type[i]);
        common[count++] = (struct command_option){setting->name, value_names[id], setting->help};
    }
    common[count++] = (struct command_option){"help", NULL, "shows how to call the command"};
    common[count++] = (struct command_option){"version", NULL, "shows the version"};
}

const struct command_option *command_common(int index)
{
    if (common[0].name == NULL)
        make_common();
    return common[index].name == NULL ? NULL : &common[index];
}

void command_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)fputs("rostrum: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
}

/* A path follows it. */
static const char *url_without_slash(const char *url)
{
    static char text[URL_LEN];
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/')
        len--;
    (void)snprintf(text, sizeof text, "%.*s", len < URL_LEN ? (int)len : URL_LEN - 1, url);
    return text;
}

enum err command_read_settings(struct command_options *options, char *problem)
{
    enum err err = setting_read(options->config, problem);
    if (err != ERR_NONE)
        return err;
    options->database_url = setting_get(SETTING_DATABASE);
    options->keyring_path = setting_get(SETTING_KEY_RING);
    options->public_url = url_without_slash(setting_get(SETTING_PUBLIC_URL));
    options->checkpoints = audit_checkpoint_folder(options->keyring_path);
    return ERR_NONE;
}

enum err command_print_json(json_t *document)
{
    bool is_done = document != NULL &&
                   json_dumpf(document, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER) == 0 &&
                   putchar('\n') == '\n';
    json_decref(document);
    return is_done ? ERR_NONE : ERR_UNAVAILABLE;
}

const char *command_value(const struct command_options *options, const char *name)
{
    const struct command_option *own = options->subcommand->options;
    for (int i = 0; i < COMMAND_OPTIONS_MAX && own[i].name != NULL; i++)
        if (strcmp(own[i].name, name) == 0)
            return options->values[i];
    die("rostrum %s has no option --%s", options->subcommand->name, name);
}

const char *command_database_file(const char *database_url)
{
    static const char scheme[] = "sqlite:";
    return text_starts_with(database_url, scheme) ? database_url + strlen(scheme) : NULL;
}

const char *command_owner(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || status.st_uid == geteuid() || status.st_uid == 0)
        return NULL;
    const struct passwd *owner = getpwuid(status.st_uid);
    return owner == NULL ? NULL : owner->pw_name;
}

void command_explain_keyring(enum err err, const char *path)
{
    const char *owner = err == ERR_DENIED ? command_owner(path) : NULL;
    if (owner != NULL) {
        command_say("the key ring %s is for the user %s alone: run this as that user, "
                    "\"runuser -u %s -- rostrum ...\".",
                    path, owner, owner);
        return;
    }
    if (err == ERR_NOT_FOUND)
        command_say("there is no key ring at %s. Say where it is with --key-ring, or run "
                    "\"rostrum init\" first if this is a new installation.",
                    path);
    else if (err == ERR_DENIED)
        command_say("the key ring %s must belong to the user of the workers, who runs this, and "
                    "nobody else may read it: chown it to that user, then \"chmod 600\" it.",
                    path);
    else if (err == ERR_INVALID)
        command_say("the key ring %s is damaged. Bring it back from your backup.", path);
    else
        command_say("the key ring %s can't be read.", path);
}

static void explain_database(enum err err, const char *url)
{
    if (err == ERR_INVALID)
        command_say("this is no address of a database that can be used; the line above says more. "
                    "Write sqlite: and the path of its file, or postgresql://USER@HOST/DATABASE.");
    else if (command_database_file(url) == NULL) /* the address may hold a password */
        command_say("the PostgreSQL database can't be reached; the line above says why.");
    else if (err == ERR_NOT_FOUND)
        command_say("there is no database at %s. Say where it is with --database, or run "
                    "\"rostrum init\" to make a new one.",
                    url);
    else
        command_say("the database %s can't be opened. Check its path and who may write there.",
                    url);
}

static void begin_request(struct command *command)
{
    struct uuid request_id = uuid_make();
    db_begin_request(command->db, command->arena, &request_id);
    (void)db_enter(command->db, (struct db_scope){.reach = DB_ALL});
}

enum err command_open(const struct command_options *options, bool may_create,
                      struct command *command)
{
    *command = (struct command){.actor = {.kind = ACTOR_COMMAND, .is_active = true}};
    enum err err = keyring_open(options->keyring_path, &command->keyring);
    if (err != ERR_NONE) {
        command_explain_keyring(err, options->keyring_path);
        return err;
    }
    err = db_open(&(struct db_config){.url = options->database_url,
                                      .keyring = command->keyring,
                                      .may_create = may_create},
                  &command->db);
    if (err != ERR_NONE) {
        explain_database(err, options->database_url);
        return err;
    }
    audit_checkpoint_keep_in(command->db, options->checkpoints);
    command->arena = arena_create(COMMAND_ARENA);
    begin_request(command);
    return ERR_NONE;
}

enum err command_probe(const char *database_url, command_question *question, bool *answer)
{
    struct db *db = NULL;
    enum err err = db_open(&(struct db_config){.url = database_url}, &db);
    if (err != ERR_NONE) {
        explain_database(err, database_url);
        return err;
    }
    struct arena *arena = arena_create(PROBE_ARENA);
    struct uuid request_id = uuid_make();
    db_begin_request(db, arena, &request_id);
    err = question(db, answer);
    enum err end = db_end_request(db);
    db_close(db);
    arena_destroy(arena);
    return err != ERR_NONE ? err : end;
}

static enum err end_request(struct command *command)
{
    enum err err = db_end_request(command->db);
    audit_sequence_written(command->db, command->arena);
    arena_reset(command->arena);
    return err;
}

enum err command_next_request(struct command *command)
{
    enum err err = end_request(command);
    begin_request(command);
    return err;
}

enum err command_write_usage(struct command *command, struct usage_notes *usage)
{
    enum err err = end_request(command);
    usage_write(usage, command->db, command->arena);
    arena_reset(command->arena);
    begin_request(command);
    return err;
}

/* What migrations can't compute from sealed columns. */
static enum err fill_in(struct command *command)
{
    bool has_more = true;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && has_more) {
        err = agent_provider_fill(command->db, &has_more);
        if (err == ERR_NONE)
            err = command_next_request(command);
    }
    return err;
}

enum err command_migrate(struct command *command, int *applied_count)
{
    enum err err = migration_apply(command->db, applied_count);
    if (err == ERR_CONFLICT) {
        command_say("the database was made by a newer version of Rostrum, or its migrations were "
                    "changed. Nothing was done: use the version that made it, or a newer one.");
        return err;
    }
    if (err != ERR_NONE) {
        command_say("the database did not take the migrations; the lines above say why. In "
                    "PostgreSQL only the role that owns the database can apply them: name it with "
                    "--database.");
        return err;
    }
    err = vault_check_keyring(command->db);
    if (err == ERR_NONE)
        err = fill_in(command);
    if (err == ERR_DENIED)
        command_say("this key ring does not belong to this database: nothing in it could be read. "
                    "Say where the right one is with --key-ring.");
    else if (err != ERR_NONE)
        command_say("the database does not answer; the lines above say why.");
    return err;
}

enum err command_close(struct command *command)
{
    enum err err = ERR_NONE;
    if (command->db != NULL) {
        err = db_end_request(command->db);
        audit_sequence_written(command->db, command->arena);
        db_close(command->db);
        arena_destroy(command->arena);
    }
    if (command->keyring != NULL)
        keyring_close(command->keyring);
    return err;
}

int command_end(struct command *command, enum err err)
{
    enum err end = command_close(command);
    return err == ERR_NONE && end == ERR_NONE ? COMMAND_DONE : COMMAND_FAILED;
}

int command_run(const struct command_options *options, command_work *work)
{
    struct command command;
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE)
        err = work(&command, options);
    return command_end(&command, err);
}
