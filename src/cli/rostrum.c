/* The `rostrum` command: what is done to an installation on its server. */

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/demo.h"
#include "cli/init.h"
#include "cli/migrate.h"

enum { EXIT_USAGE = 2 };

struct subcommand {
    const char *name;
    int (*run)(const struct command_options *options);
};

static const struct subcommand subcommands[] = {
    {"init", command_run_init},
    {"migrate", command_run_migrate},
    {"demo", command_run_demo},
};

static const char usage_text[] =
    "usage: rostrum COMMAND [OPTION]...\n"
    "\n"
    "  init      makes what is missing of the key ring and the database, and prints the\n"
    "            set-up address as long as there is no user\n"
    "  migrate   brings the database to the schema of this version\n"
    "  demo      fills a database without users with a fictitious company, and prints\n"
    "            \"demo EMAIL PASSWORD PERSONA\" for each of its people\n"
    "  help      shows this\n"
    "\n"
    "  --database URL     the database, sqlite:PATH or postgresql://USER@HOST/DATABASE;\n"
    "                     migrations need the role that owns a PostgreSQL database\n"
    "                     (ROSTRUM_DATABASE, else sqlite:data/rostrum.db)\n"
    "  --key-ring PATH    the file of the master keys\n"
    "                     (ROSTRUM_KEY_RING, else data/key-ring)\n"
    "  --public-url URL   where browsers find Rostrum\n"
    "                     (ROSTRUM_PUBLIC_URL, else http://127.0.0.1:8080)\n"
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

static int run(const char *name, struct command_options *options)
{
    if (strcmp(name, "help") == 0)
        return fputs(usage_text, stdout) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    if (!text_starts_with(options->public_url, "http://") &&
        !text_starts_with(options->public_url, "https://"))
        return refuse_usage("the public address must begin with http:// or https://: ",
                            options->public_url);
    for (size_t i = 0; i < COUNT_OF(subcommands); i++)
        if (strcmp(subcommands[i].name, name) == 0)
            return subcommands[i].run(options);
    return refuse_usage("there is no command ", name);
}

/* Reads the options into *options; -1, or the exit status if there is nothing else to do. */
static int read_options(int argc, char **argv, struct command_options *options)
{
    static const struct option known[] = {
        {"database", required_argument, NULL, 'd'},   {"key-ring", required_argument, NULL, 'k'},
        {"public-url", required_argument, NULL, 'u'}, {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},          {NULL, 0, NULL, 0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
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
        case 'h':
            return run("help", options);
        case 'v':
            return puts("rostrum " ROSTRUM_VERSION) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
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
    int status = read_options(argc, argv, &options);
    if (status >= 0)
        return finish(status);
    if (optind == argc) {
        (void)fputs(usage_text, stderr);
        return EXIT_USAGE;
    }
    if (optind + 1 < argc)
        return refuse_usage("there is a word too much: ", argv[optind + 1]);
    return finish(run(argv[optind], &options));
}
