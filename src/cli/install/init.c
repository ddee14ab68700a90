#include "cli/install/init.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "crypt/keyring_file.h"
#include "data/db/db_self.h"
#include "data/organization/organization.h"
#include "data/organization/setup_code.h"

/* Makes the folders above a file that are missing, open to their owner alone. */
static enum err create_folders(const char *file)
{
    char folder[PATH_MAX];
    int len = snprintf(folder, sizeof folder, "%s", file);
    if (len < 0 || (size_t)len >= sizeof folder) {
        command_say("the path %s is too long.", file);
        return ERR_INVALID;
    }
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
            command_say("the folder %s can't be created: %s.", folder, strerror(errno));
            return ERR_UNAVAILABLE;
        }
        *slash = '/';
    }
    return ERR_NONE;
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 || errno != ENOENT;
}

static enum err is_installed(struct db *db, bool *is_used)
{
    return db_has_table(db, "installation", is_used);
}

/* Is the database in use already? A file that is there is. */
static enum err find_database(const char *url, bool *is_used)
{
    const char *file = command_database_file(url);
    if (file != NULL) {
        *is_used = exists(file);
        return ERR_NONE;
    }
    return command_probe(url, is_installed, is_used);
}

/* The ring is made before the database. So a database without its ring has lost it, and a new ring
 * could only hide that. */
static enum err create_keyring(const struct command_options *options)
{
    if (exists(options->keyring_path))
        return ERR_NONE;
    bool is_used = false;
    enum err err = find_database(options->database_url, &is_used);
    if (err != ERR_NONE)
        return err;
    if (is_used) {
        const char *file = command_database_file(options->database_url);
        command_say("the database %s is there, but its key ring %s is missing. Without that file "
                    "its data can't be read: bring it back from your backup, or say where it is "
                    "with --key-ring. Nothing was changed.",
                    file != NULL ? file : "of PostgreSQL", options->keyring_path);
        return ERR_NOT_FOUND;
    }
    err = keyring_create(options->keyring_path);
    if (err == ERR_NONE)
        command_say("created the key ring %s. All data is encrypted with it: who loses this file "
                    "loses the data. Keep a copy of it in a backup of its own, apart from the "
                    "database.",
                    options->keyring_path);
    else if (err != ERR_CONFLICT)
        command_say("the key ring %s can't be created.", options->keyring_path);
    return err == ERR_CONFLICT ? ERR_NONE : err;
}

static enum err create_code(struct db *db, void *code)
{
    const struct actor program = {.kind = ACTOR_COMMAND, .is_active = true};
    return setup_code_create(db, &program, code);
}

/* As long as there is no user, the one who reads this output may become the first. */
static enum err offer_setup(struct command *command, const char *public_url)
{
    bool is_empty = false;
    char code[CODE_TEXT_LEN];
    enum err err = organization_is_empty(command->db, &is_empty);
    if (err == ERR_NONE && !is_empty)
        return ERR_NONE;
    if (err == ERR_NONE)
        err = db_retry(command->db, create_code, code);
    if (err == ERR_NONE)
        (void)printf("Set up Rostrum at %s/setup?code=%s\n", public_url, code);
    else
        command_say("no set-up code could be made; the lines above say why.");
    return err;
}

static enum err prepare(const struct command_options *options)
{
    const char *file = command_database_file(options->database_url);
    enum err err = file != NULL ? create_folders(file) : ERR_NONE;
    if (err == ERR_NONE)
        err = create_folders(options->keyring_path);
    return err == ERR_NONE ? create_keyring(options) : err;
}

static int run(const struct command_options *options)
{
    if (prepare(options) != ERR_NONE)
        return EXIT_FAILURE;
    struct command command;
    int applied_count = 0;
    enum err err = command_open(options, true, &command);
    if (err == ERR_NONE)
        err = command_migrate(&command, &applied_count);
    if (err == ERR_NONE)
        err = offer_setup(&command, options->public_url);
    return command_end(&command, err);
}

const struct subcommand init_subcommand = {
    .name = "init",
    .words = "",
    .summary = "makes what is missing of the key ring and the database",
    .help = "It prints the address to set Rostrum up at, as long as there is no user. "
            "What is there is kept. In PostgreSQL the role that owns the database must "
            "be named.",
    .run = run,
};
