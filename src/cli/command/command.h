#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <jansson.h>

#include "base/arena.h"
#include "data/db/db.h"
#include "domain/policy.h"

struct command_options;

/* What the subcommands of `rostrum` share. Messages to people go to standard error in plain words,
 * lines for programs to standard output. */

enum { COMMAND_OPTIONS_MAX = 16 };

/* An option. value_name NULL: it takes no value. */
struct command_option {
    const char *name;
    const char *value_name;
    const char *help; /* without a capital and a full stop */
};

/* A subcommand: "init", or a noun and its verb, "audit verify". All that is printed of it, by
 * --help, as manual page or for the completion of a shell, comes from here. */
struct subcommand {
    const char *name;
    const char
        *words; /* what may follow its name, as the usage shows it: "[FILE]"; "" if nothing */
    int words_min, words_max;
    const char *summary; /* "makes …": a line without a full stop */
    const char *help;    /* sentences that say more; NULL: none */
    const char *exits;   /* what its exit status says besides command_exits; NULL: nothing */
    struct command_option options[COMMAND_OPTIONS_MAX]; /* its own; {NULL} ends them */
    bool needs_no_settings;                             /* it reads none */
    int (*run)(const struct command_options *options);  /* gives the exit status */
};

/* The exit statuses of every command. */
enum { COMMAND_DONE = 0, COMMAND_FAILED = 1, COMMAND_MISUSED = 2 };
#define COMMAND_EXITS 3
extern const char *const command_exits[COMMAND_EXITS];

/* From the options, or else the environment, the file or the defaults (base/setting.h). words: what
 * follows the name of the subcommand, word_count of them. */
struct command_options {
    const char *database_url;
    const char *keyring_path;
    const char *public_url;  /* without a slash at its end */
    const char *checkpoints; /* the folder of checkpoints outside the database */
    const struct subcommand *subcommand;
    const struct subcommand *const *all;     /* NULL ends them */
    const char *values[COMMAND_OPTIONS_MAX]; /* of the subcommand's own options: see below */
    const char *config;                      /* --config; NULL if it was not given */
    bool wants_help, wants_version;
    char *const *words;
    int word_count;
};

/* The options that every command takes, those of the settings among them; NULL past the end. */
const struct command_option *command_common(int index);

/* Reads and checks the settings into the options. ERR_INVALID or ERR_UNAVAILABLE with what is
 * wrong: of SETTING_PROBLEM_LEN. */
MUST_USE enum err command_read_settings(struct command_options *options, char *problem) NONNULL;

/* The value of one of the subcommand's own options, "" if it takes none; NULL if it was not given.
 */
const char *command_value(const struct command_options *options, const char *name) NONNULL;

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

/* The same, and in between what was noted of servings is written. */
struct usage_notes;
MUST_USE enum err command_write_usage(struct command *command, struct usage_notes *usage) NONNULL;

/* Asks a database a yes-or-no question without a key ring: what is there before anything is made.
 * On an error of the address, or if it can't be reached, the person has been told. */
typedef enum err command_question(struct db *db, bool *answer);
MUST_USE enum err command_probe(const char *database_url, command_question *question,
                                bool *answer) NONNULL;

/* Closes what is open. ERR_UNAVAILABLE if the database failed on the way. */
MUST_USE enum err command_close(struct command *command) NONNULL;

/* The same at the end of a subcommand, after what it did; gives the exit status. */
MUST_USE int command_end(struct command *command, enum err err) NONNULL;

/* A whole subcommand: opens, works, and ends. */
typedef enum err command_work(struct command *command, const struct command_options *options);
MUST_USE int command_run(const struct command_options *options, command_work *work) NONNULL;

/* The file behind a database address ("sqlite:PATH"), or NULL if it is none. */
const char *command_database_file(const char *database_url) NONNULL;

/* Tells the person why a key ring could not be opened. */
void command_explain_keyring(enum err err, const char *path) NONNULL;

/* The user whom a file belongs to, if that is neither root nor who runs this: the one to run it as.
 * Else NULL. Until the next call. */
const char *command_owner(const char *path) NONNULL;

/* Prints a document and a line break on standard output, and gives it back. ERR_UNAVAILABLE if that
 * can't be done. */
MUST_USE enum err command_print_json(json_t *document);

/* "rostrum: …" and a line break on standard error. */
void command_say(const char *format, ...) PRINTF(1, 2);

#endif
