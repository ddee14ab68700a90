#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/arena.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* What the subcommands of `rostrum` share. Messages to people go to standard error in plain words,
 * lines for programs to standard output. */

/* From the options, or else the environment, or else the defaults of the web program. */
struct command_options {
    const char *database_url;
    const char *keyring_path;
    const char *public_url;
};

/* An open database with its key ring, inside a request. */
struct command {
    struct keyring *keyring;
    struct db *db;
    struct arena *arena;
    struct actor actor; /* a command: nobody, and may do everything */
};

/* Opens key ring and database. On an error the person has been told what to do. command_close
 * afterwards in any case. */
MUST_USE enum err command_open(const struct command_options *options, bool may_create,
                               struct command *command) NONNULL;

/* Applies the migrations that are missing and compares the key ring with the database. On an error
 * the person has been told. *applied_count tells how many were applied. */
MUST_USE enum err command_migrate(struct command *command, int *applied_count) NONNULL;

/* Ends a request and begins the next one with an empty arena. ERR_UNAVAILABLE if the database
 * failed in the one that ends. */
MUST_USE enum err command_next_request(struct command *command) NONNULL;

/* Closes what is open. ERR_UNAVAILABLE if the database failed on the way. */
MUST_USE enum err command_close(struct command *command) NONNULL;

/* The file behind a database address ("sqlite:PATH"), or NULL if it is none. */
const char *command_database_file(const char *database_url) NONNULL;

/* Tells the person why a database could not be opened. */
void command_explain_database(enum err err, const char *database_url) NONNULL;

/* "rostrum: …" and a line break on standard error. */
void command_say(const char *format, ...) PRINTF(1, 2);

#endif
