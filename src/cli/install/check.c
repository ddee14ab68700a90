#include "cli/install/check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/nearest.h"
#include "base/setting.h"
#include "cli/install/check_files.h"
#include "data/audit/audit_newest.h"
#include "data/db/db_self.h"
#include "data/db/migration.h"
#include "data/vault/vault.h"

enum { SLIPS = 2 }; /* of a misspelled name */
#define CLOCKS_APART (5 * CLOCK_SECOND)
#define CLOCK_BACK   CLOCK_MINUTE

static void check_settings(struct findings *findings)
{
    const char *url = setting_get(SETTING_PUBLIC_URL);
    if (setting_file()[0] != '\0')
        finding_add(findings, FINDING_OK, "configuration", NULL, "%s can be understood",
                    setting_file());
    else
        finding_add(findings, FINDING_OK, "configuration", NULL,
                    "there is no file; environment and defaults can be understood");
    bool is_local = text_starts_with(url, "http://127.0.0.1") ||
                    text_starts_with(url, "http://localhost") ||
                    text_starts_with(url, "http://[::1]");
    if (text_starts_with(url, "https://") || is_local)
        finding_add(findings, FINDING_OK, "public URL", NULL, "%s", url);
    else
        finding_add(findings, FINDING_FAILED, "public URL",
                    "serve over TLS, and set public-url to https://…",
                    "passwords and cookies go to %s in clear", url);
}

/* A variable that is misspelled is ignored in silence, by everybody else. */
static void check_variables(struct findings *findings)
{
    static const char prefix[] = "ROSTRUM_";
    for (char *const *variable = environ; *variable != NULL; variable++) {
        static char name[NEAREST_WORD_MAX + 1];
        struct nearest nearest = {.word = name};
        size_t len = strcspn(*variable, "=");
        if (!text_starts_with(*variable, prefix) || len > NEAREST_WORD_MAX)
            continue;
        (void)snprintf(name, sizeof name, "%.*s", (int)len, *variable);
        nearest_try(&nearest, SETTING_FILE_VAR);
        for (int id = 0; id < SETTING_COUNT; id++)
            nearest_try(&nearest, setting_table[id].environment);
        if (nearest.best != NULL && nearest.distance > 0 && nearest.distance <= SLIPS)
            finding_add(findings, FINDING_NOTE, "variable", "correct its name, or take it away",
                        "%s is no setting; %s is", name, nearest.best);
    }
}

static bool check_keyring(struct findings *findings, const char *path, struct keyring **keyring)
{
    enum err err = keyring_open(path, keyring);
    const char *owner = err == ERR_DENIED ? command_owner(path) : NULL;
    if (owner != NULL)
        finding_add(findings, FINDING_FAILED, "key ring",
                    "run this as that user, \"runuser -u USER -- rostrum check\"",
                    "%s is for the user %s alone", path, owner);
    else if (err == ERR_NONE)
        finding_add(findings, FINDING_OK, "key ring", NULL, "%s, active key %s", path,
                    keyring_active(*keyring));
    else if (err == ERR_NOT_FOUND)
        finding_add(findings, FINDING_FAILED, "key ring",
                    "set key-ring, or bring it back from your backup; a new installation begins "
                    "with \"rostrum init\"",
                    "no key ring is at %s", path);
    else if (err == ERR_DENIED)
        finding_add(findings, FINDING_FAILED, "key ring",
                    "chown it to the user of the workers, and \"chmod 600\" it",
                    "%s is not for its owner alone, or not of the user who runs this", path);
    else if (err == ERR_INVALID)
        finding_add(findings, FINDING_FAILED, "key ring", "bring it back from your backup",
                    "%s is damaged", path);
    else
        finding_add(findings, FINDING_FAILED, "key ring", "see the lines above", "%s can't be read",
                    path);
    return err == ERR_NONE;
}

/* What the engine says of itself. Only the last two are matters of taste. */
static void check_engine(struct findings *findings, struct db *db)
{
    static const struct {
        const char *fact, *name, *remedy;
        enum finding_state state;
    } facts[] = {
        {"version", "engine", "upgrade it to a version that is still maintained", FINDING_FAILED},
        {"durability", "durability", "turn them on: a power cut loses confirmed changes otherwise",
         FINDING_FAILED},
        {"erasing", "erasing", "use the SQLite of Debian", FINDING_FAILED},
        {"separation", "role",
         "connect as a role that is only a member of rostrum_app, as docs/postgresql.md shows",
         FINDING_FAILED},
        {"connection", "connection", "use a Unix socket, or sslmode=verify-full in the address",
         FINDING_NOTE},
        {"checksums", "checksums", "turn them on with pg_checksums", FINDING_NOTE},
    };
    struct db_result result;
    if (db_engine_facts(db, &result) != ERR_NONE) {
        finding_add(findings, FINDING_FAILED, "engine", "see the lines above",
                    "it does not answer");
        return;
    }
    for (int row = 0; row < result.row_count; row++)
        for (size_t i = 0; i < COUNT_OF(facts); i++)
            if (strcmp(db_get_text(&result, row, 0), facts[i].fact) == 0)
                finding_add(findings, db_get_bool(&result, row, 2) ? FINDING_OK : facts[i].state,
                            facts[i].name, facts[i].remedy, "%s", db_get_text(&result, row, 1));
}

static bool check_schema(struct findings *findings, struct db *db)
{
    int newest = migration_texts[migration_text_count - 1].number;
    enum err err = migration_check(db);
    if (err == ERR_NONE)
        finding_add(findings, FINDING_OK, "schema", NULL, "it is that of this version (%d)",
                    newest);
    else if (err == ERR_STALE)
        finding_add(findings, FINDING_FAILED, "schema",
                    "back up, stop the workers, and run \"rostrum migrate\"",
                    "it is older than this version's (%d)", newest);
    else if (err == ERR_CONFLICT)
        finding_add(findings, FINDING_FAILED, "schema",
                    "use the version that made it, or a newer one",
                    "it is newer than this version's (%d), or was changed", newest);
    else if (err == ERR_DENIED)
        finding_add(findings, FINDING_FAILED, "schema",
                    "run the same \"rostrum copy\" again, or restore into a new database",
                    "a restore or a copy into this database was not finished");
    else
        finding_add(findings, FINDING_FAILED, "schema", "see the lines above",
                    "the database does not answer");
    return err == ERR_NONE;
}

static void check_keys(struct findings *findings, struct db *db)
{
    enum err err = vault_check_keyring(db);
    if (err == ERR_NONE)
        err = vault_check_ready(db);
    if (err == ERR_NONE)
        finding_add(findings, FINDING_OK, "keys", NULL, "the key ring opens this database");
    else if (err == ERR_DENIED)
        finding_add(findings, FINDING_FAILED, "keys", "set key-ring to the right one",
                    "this key ring does not belong to this database");
    else
        finding_add(findings, FINDING_FAILED, "keys",
                    "see the lines above; bring the key ring back from your backup",
                    "the newest organization's key does not open");
}

static void check_clock(struct findings *findings, struct db *db)
{
    int64_t theirs = 0, newest = 0;
    int64_t before = clock_now();
    enum err err = db_clock(db, &theirs);
    int64_t ours = clock_now();
    if (err == ERR_NONE)
        err = audit_newest(db, &newest);
    int64_t apart = theirs > ours ? theirs - ours : before > theirs ? before - theirs : 0;
    if (err != ERR_NONE)
        finding_add(findings, FINDING_FAILED, "clock", "see the lines above",
                    "the database does not answer");
    else if (apart > CLOCKS_APART)
        finding_add(findings, FINDING_FAILED, "clock", "keep both in time with NTP",
                    "it is %lld seconds apart from the database's",
                    (long long)(apart / CLOCK_SECOND));
    else if (newest > ours + CLOCK_BACK)
        finding_add(findings, FINDING_FAILED, "clock", "keep it in time with NTP",
                    "it is %lld seconds before the newest event of the audit log",
                    (long long)((newest - ours) / CLOCK_SECOND));
    else
        finding_add(findings, FINDING_OK, "clock", NULL,
                    "it goes with the database's, and is past the newest event");
}

static void check_database(struct findings *findings, const struct command_options *options)
{
    struct command command;
    char shown[SETTING_SHOWN_LEN];
    setting_show(SETTING_DATABASE, shown);
    enum err err = command_open(options, false, &command);
    if (err == ERR_NONE) {
        finding_add(findings, FINDING_OK, "database", NULL, "%s answers", shown);
        check_engine(findings, command.db);
        if (check_schema(findings, command.db)) {
            check_keys(findings, command.db);
            check_clock(findings, command.db);
        }
    } else {
        finding_add(findings, FINDING_FAILED, "database",
                    "see the lines above; a new installation begins with \"rostrum init\"",
                    "%s does not answer", shown);
    }
    (void)!command_close(&command);
}

static void check_all(struct findings *findings, struct command_options *options)
{
    char problem[SETTING_PROBLEM_LEN];
    struct keyring *keyring = NULL;
    if (command_read_settings(options, problem) != ERR_NONE) {
        finding_add(findings, FINDING_FAILED, "configuration", "see rostrum.conf(5)", "%s",
                    problem);
        return;
    }
    check_settings(findings);
    check_variables(findings);
    bool has_keyring = check_keyring(findings, options->keyring_path, &keyring);
    if (has_keyring)
        keyring_close(keyring);
    check_files(findings, options);
    if (has_keyring)
        check_database(findings, options);
}

static int run(const struct command_options *options)
{
    struct command_options own = *options;
    struct findings findings = {.json = NULL};
    if (command_value(options, "json") != NULL)
        findings.json = json_array();
    check_all(&findings, &own);
    bool is_fine = findings.failed_count == 0;
    if (findings.json != NULL)
        return command_print_json(
                   json_pack("{s:b, s:o}", "ok", is_fine, "checks", findings.json)) == ERR_NONE &&
                       is_fine
                   ? COMMAND_DONE
                   : COMMAND_FAILED;
    if (!is_fine)
        command_say("%d to do.", findings.failed_count);
    return is_fine ? COMMAND_DONE : COMMAND_FAILED;
}

const struct subcommand check_subcommand = {
    .name = "check",
    .words = "",
    .summary = "looks at the installation, and says what to do where something is wrong",
    .help = "Configuration, key ring, permissions, disk, engine, schema, keys and clock: a line "
            "for each, ok or what to do. Run it as the user of the workers, with their settings. "
            "The page /settings/security looks at what they promise besides.",
    .exits = "1 if something is to do",
    .options = {{"json", NULL, "prints JSON, for programs"}},
    .needs_no_settings = true, /* reads them itself */
    .run = run,
};
