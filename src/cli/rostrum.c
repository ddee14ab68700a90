/* The `rostrum` command: what is done to an installation on its server. */

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/audit.h"
#include "cli/backup.h"
#include "cli/demo.h"
#include "cli/erase.h"
#include "cli/export.h"
#include "cli/init.h"
#include "cli/key.h"
#include "cli/mail.h"
#include "cli/migrate.h"
#include "cli/organization.h"
#include "cli/prove.h"
#include "cli/recovered.h"
#include "cli/restore.h"
#include "cli/retention.h"
#include "cli/tree_import.h"
#include "cli/user.h"
#include "cli/verify_bundle.h"
#include "cli/webhooks.h"
#include "data/audit/audit_checkpoint.h"

enum { EXIT_USAGE = 2 };

/* clang-format off */
static const struct subcommand *const subcommands[] = {
    &init_subcommand,
    &migrate_subcommand,
    &backup_subcommand,
    &restore_subcommand,
    &recovered_subcommand,
    &erase_subcommand,
    &retention_run_subcommand,
    &organization_close_due_subcommand,
    &organization_sso_off_subcommand,
    &mail_subcommand,
    &webhooks_subcommand,
    &user_link_subcommand,
    &user_remove_factor_subcommand,
    &demo_subcommand,
    &audit_export_subcommand,
    &audit_verify_subcommand,
    &audit_checkpoint_subcommand,
    &audit_keys_subcommand,
    &key_add_subcommand,
    &key_activate_subcommand,
    &key_rewrap_subcommand,
    &key_retire_subcommand,
    &key_status_subcommand,
    &prove_subcommand,
    &export_subcommand,
    &import_subcommand,
    &verify_bundle_subcommand,
};
/* clang-format on */

static const char usage_begin[] = "usage: rostrum COMMAND [OPTION]...\n\n";

static const char usage_end[] =
    "  help\n"
    "      shows this\n"
    "\n"
    "  --database URL     the database, sqlite:PATH or postgresql://USER@HOST/DATABASE;\n"
    "                     migrations need the role that owns a PostgreSQL database\n"
    "                     (ROSTRUM_DATABASE, else sqlite:data/rostrum.db)\n"
    "  --key-ring PATH    the file of the master keys\n"
    "                     (ROSTRUM_KEY_RING, else data/key-ring)\n"
    "  --public-url URL   where browsers find Rostrum\n"
    "                     (ROSTRUM_PUBLIC_URL, else http://127.0.0.1:8080)\n"
    "  --checkpoints DIR  the folder of signed checkpoints of the audit logs\n"
    "                     (ROSTRUM_CHECKPOINTS, else \"checkpoints\" beside the key ring)\n"
    "  --version          shows the version\n"
    "\n"
    "It exits with 0, with 1 if something failed, and with 2 if it was called wrongly.\n";

static const char *setting(const char *name, const char *fallback)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : fallback;
}

static int refuse_usage(const char *problem, const char *word)
{
    command_say("%s%s; \"rostrum help\" shows how to call it.", problem, word);
    return EXIT_USAGE;
}

static void show_subcommand(FILE *to, const struct subcommand *subcommand)
{
    (void)fprintf(to, "  %s%s%s", subcommand->name, subcommand->words[0] == '\0' ? "" : " ",
                  subcommand->words);
    for (const struct command_option *own = subcommand->options; own->name != NULL; own++)
        (void)fprintf(to, " [--%s%s%s]", own->name, own->value_name == NULL ? "" : " ",
                      own->value_name == NULL ? "" : own->value_name);
    for (const char *line = subcommand->help; line != NULL;) {
        const char *end = strchr(line, '\n');
        (void)fprintf(to, "\n      %.*s", end == NULL ? (int)strlen(line) : (int)(end - line),
                      line);
        line = end == NULL ? NULL : end + 1;
    }
    (void)fputc('\n', to);
}

static int show_usage(FILE *to, int status)
{
    (void)fputs(usage_begin, to);
    for (size_t i = 0; i < COUNT_OF(subcommands); i++)
        show_subcommand(to, subcommands[i]);
    (void)fputs(usage_end, to);
    return status;
}

/* The options of all subcommands, each name once, behind those that every subcommand takes. */
enum { KNOWN_MAX = 64 };
static struct option known_options[KNOWN_MAX] = {
    {"database", required_argument, NULL, 'd'},
    {"key-ring", required_argument, NULL, 'k'},
    {"public-url", required_argument, NULL, 'u'},
    {"checkpoints", required_argument, NULL, 'c'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'v'},
};
static const char *given[KNOWN_MAX]; /* what each was given, NULL if it was not */

static void know(const struct command_option *own)
{
    int at = 0;
    for (; known_options[at].name != NULL; at++)
        if (strcmp(known_options[at].name, own->name) == 0)
            return;
    if (at == KNOWN_MAX - 1)
        die("there are too many options");
    known_options[at] = (struct option){
        own->name, own->value_name == NULL ? no_argument : required_argument, NULL, 0};
}

static void know_options(void)
{
    for (size_t i = 0; i < COUNT_OF(subcommands); i++)
        for (const struct command_option *own = subcommands[i]->options; own->name != NULL; own++)
            know(own);
}

/* Hands the options that were given to the subcommand; the name of one that it does not take, or
 * NULL. */
static const char *take_given(struct command_options *options)
{
    for (int at = 0; known_options[at].name != NULL; at++) {
        const struct command_option *own = options->subcommand->options;
        int i = 0;
        while (given[at] != NULL && own[i].name != NULL &&
               strcmp(own[i].name, known_options[at].name) != 0)
            i++;
        if (given[at] != NULL && own[i].name == NULL)
            return known_options[at].name;
        if (given[at] != NULL)
            options->values[i] = given[at];
    }
    return NULL;
}

/* How many of the words are the name of the subcommand, 0 if they are not. */
static int count_name(const char *name, char *const *words, int count)
{
    size_t len = strlen(words[0]);
    if (strcmp(name, words[0]) == 0)
        return 1;
    bool has_verb = count > 1 && strncmp(name, words[0], len) == 0 && name[len] == ' ' &&
                    strcmp(name + len + 1, words[1]) == 0;
    return has_verb ? 2 : 0;
}

static int run(const struct subcommand *subcommand, struct command_options *options)
{
    options->subcommand = subcommand;
    const char *unknown = take_given(options);
    if (unknown != NULL)
        return refuse_usage("this command does not take --", unknown);
    if (options->word_count < subcommand->words_min)
        return refuse_usage("a word is missing: ", subcommand->words);
    if (options->word_count > subcommand->words_max)
        return refuse_usage("there is a word too much: ", options->words[subcommand->words_max]);
    if (!text_starts_with(options->public_url, "http://") &&
        !text_starts_with(options->public_url, "https://"))
        return refuse_usage("the public address must begin with http:// or https://: ",
                            options->public_url);
    return subcommand->run(options);
}

static int run_words(char *const *words, int count, struct command_options *options)
{
    for (size_t i = 0; i < COUNT_OF(subcommands); i++) {
        int name_count = count_name(subcommands[i]->name, words, count);
        if (name_count == 0)
            continue;
        options->words = words + name_count;
        options->word_count = count - name_count;
        return run(subcommands[i], options);
    }
    if (strcmp(words[0], "help") == 0)
        return show_usage(stdout, EXIT_SUCCESS);
    return refuse_usage("there is no command ", words[0]);
}

/* Reads the options into *options; -1, or the exit status if there is nothing else to do. */
static int read_options(int argc, char **argv, struct command_options *options)
{
    int option;
    int at = 0;
    while ((option = getopt_long(argc, argv, "h", known_options, &at)) != -1) {
        switch (option) {
        case 'd':
            options->database_url = optarg;
            break;
        case 'k':
            options->keyring_path = optarg;
            break;
        case 'u':
            options->public_url = optarg;
            break;
        case 'c':
            options->checkpoints = optarg;
            break;
        case 'h':
            return show_usage(stdout, EXIT_SUCCESS);
        case 'v':
            return puts("rostrum " ROSTRUM_VERSION) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
        case 0: /* one of a subcommand's own */
            given[at] = optarg == NULL ? "" : optarg;
            break;
        default: /* getopt has said what is wrong */
            return EXIT_USAGE;
        }
    }
    return -1;
}

/* Output that did not reach its reader, a set-up code for example, is a failure. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return status;
    command_say("the output can't be written.");
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct command_options options = {
        .database_url = setting("ROSTRUM_DATABASE", "sqlite:data/rostrum.db"),
        .keyring_path = setting("ROSTRUM_KEY_RING", "data/key-ring"),
        .public_url = setting("ROSTRUM_PUBLIC_URL", "http://127.0.0.1:8080"),
    };
    (void)umask(077); /* the files of the database are for their owner alone */
    know_options();
    int status = read_options(argc, argv, &options);
    if (status >= 0)
        return finish(status);
    if (options.checkpoints == NULL)
        options.checkpoints = audit_checkpoint_folder(options.keyring_path);
    if (optind == argc)
        return show_usage(stderr, EXIT_USAGE);
    return finish(run_words(argv + optind, argc - optind, &options));
}
