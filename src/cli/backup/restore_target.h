#ifndef CLI_RESTORE_TARGET_H
#define CLI_RESTORE_TARGET_H

#include <jansson.h>

#include "cli/backup/backup_folder.h"
#include "cli/command/command.h"

/* What a restore fills: a file that gets its name once it is whole, or an empty database of
 * PostgreSQL, which no worker takes before. */
struct restore_target {
    const char *url;               /* PostgreSQL: of the role that owns it */
    const char *dump;              /* PostgreSQL: the file */
    char final[BACKUP_PATH_LEN];   /* SQLite: the name it gets */
    char filling[BACKUP_PATH_LEN]; /* and the one it has before */
    char filling_url[BACKUP_PATH_LEN];
};

/* Loads the rows of the backup in this folder; options->database_url becomes the address to go on
 * with. On an error the person has been told and nothing is left: ERR_CONFLICT if there is a
 * database already. */
MUST_USE enum err restore_target_load(struct restore_target *target, const json_t *manifest,
                                      const char *folder, struct command_options *options) NONNULL;

/* Once the keys are back, to which rows refer: PostgreSQL's indexes, rules and rights, which come
 * after the rows. On an error the person has been told. */
MUST_USE enum err restore_target_add_rules(const struct restore_target *target) NONNULL;

/* It is whole, and gets its name; after an error it goes away. Gives the error on. */
MUST_USE enum err restore_target_finish(struct restore_target *target, enum err err) NONNULL;

#endif
