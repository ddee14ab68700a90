#include "cli/help/completion.h"

#include <stdio.h>
#include <string.h>

/* For bash a function, which zsh uses as well; for fish a line for each command and option. */

static bool is_path(const char *value_name)
{
    static const char *const paths[] = {"FILE", "PATH", "FOLDER", "DIR", "BACKUP"};
    for (size_t i = 0; value_name != NULL && i < COUNT_OF(paths); i++)
        if (strstr(value_name, paths[i]) != NULL)
            return true;
    return false;
}

/* The options of all commands, a name once: calls back for each. */
typedef void option_visitor(const struct command_option *option, void *context);

static bool is_new(const struct command_options *options, int subcommand, const char *name)
{
    for (int i = 0; i < subcommand; i++)
        for (const struct command_option *own = options->all[i]->options; own->name != NULL; own++)
            if (strcmp(own->name, name) == 0)
                return false;
    return true;
}

static void visit(const struct command_options *options, option_visitor *visitor, void *context)
{
    const struct command_option *option = NULL;
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        visitor(option, context);
    for (int i = 0; options->all[i] != NULL; i++)
        for (option = options->all[i]->options; option->name != NULL; option++)
            if (is_new(options, i, option->name))
                visitor(option, context);
}

struct pattern {
    bool wants_paths; /* those whose value is a path; else the others that have a value */
    int count;
};

static void add_pattern(const struct command_option *option, void *context)
{
    struct pattern *pattern = context;
    if (option->value_name != NULL && is_path(option->value_name) == pattern->wants_paths)
        (void)printf("%s--%s", pattern->count++ == 0 ? "" : "|", option->name);
}

/* The words that begin a command, a noun once. */
static void put_first_words(const struct command_options *options)
{
    const char *before = "";
    size_t before_len = 0;
    for (int i = 0; options->all[i] != NULL; i++) {
        const char *name = options->all[i]->name;
        size_t len = strcspn(name, " ");
        if (len != before_len || strncmp(name, before, len) != 0)
            (void)printf("%s%.*s", i == 0 ? "" : " ", (int)len, name);
        before = name;
        before_len = len;
    }
}

/* "'user') words='add link' ;;" for each noun: its verbs follow each other in the list. */
static void put_nouns(const struct command_options *options)
{
    size_t len = 0;
    for (int i = 0; options->all[i] != NULL; i += 1) {
        const char *name = options->all[i]->name;
        const char *before = i == 0 ? "" : options->all[i - 1]->name;
        const char *next = options->all[i + 1] == NULL ? "" : options->all[i + 1]->name;
        len = strcspn(name, " ");
        if (name[len] == '\0')
            continue;
        if (strncmp(before, name, len + 1) != 0)
            (void)printf("    '%.*s') words='", (int)len, name);
        (void)printf("%s ", name + len + 1);
        if (strncmp(next, name, len + 1) != 0)
            (void)puts("' ;;");
    }
}

static void put_bash_subcommand(const struct subcommand *subcommand)
{
    (void)printf("    '%s' | '%s '*) %soptions='", subcommand->name, subcommand->name,
                 is_path(subcommand->words) ? "files=yes " : "");
    for (const struct command_option *own = subcommand->options; own->name != NULL; own++)
        (void)printf("--%s ", own->name);
    (void)puts("' ;;");
}

static void put_bash_options(const struct command_options *options)
{
    const struct command_option *option = NULL;
    struct pattern with_path = {.wants_paths = true}, with_value = {.wants_paths = false};
    (void)fputs("    case $before in\n    ", stdout);
    visit(options, add_pattern, &with_path);
    (void)fputs(") compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "
                "\"$current\"); return ;;\n    ",
                stdout);
    visit(options, add_pattern, &with_value);
    (void)fputs(") return ;;\n    esac\n    local common='", stdout);
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        (void)printf("--%s ", option->name);
    (void)puts("'");
}

/* Words of before the cursor, without options and their values. */
static void put_bash_words(const struct command_options *options)
{
    struct pattern with_path = {.wants_paths = true}, with_value = {.wants_paths = false};
    (void)fputs("    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n"
                "        ",
                stdout);
    visit(options, add_pattern, &with_path);
    (void)putchar('|');
    visit(options, add_pattern, &with_value);
    (void)puts(") ((i++)) ;;\n        -*) ;;\n"
               "        *) command=$command${command:+ }${COMP_WORDS[i]} ;;\n        esac\n"
               "    done");
}

static void put_bash(const struct command_options *options)
{
    (void)puts("# Completion of rostrum " ROSTRUM_VERSION ", printed by rostrum completion.\n"
               "_rostrum() {\n"
               "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
               "    local command= words= options= files= i");
    put_bash_options(options);
    put_bash_words(options);
    (void)fputs("    case $command in\n    '') words='", stdout);
    put_first_words(options);
    (void)puts("' ;;");
    put_nouns(options);
    for (int i = 0; options->all[i] != NULL; i++)
        put_bash_subcommand(options->all[i]);
    (void)puts("    esac\n"
               "    case $current in\n"
               "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options $common\" -- \"$current\") "
               ";;\n"
               "    *) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
               "        [ -z \"$files\" ] || { compopt -o filenames 2>/dev/null; "
               "mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); } ;;\n"
               "    esac\n"
               "}\n"
               "complete -F _rostrum rostrum");
}

static void put_zsh(const struct command_options *options)
{
    (void)puts("#compdef rostrum\nautoload -U +X bashcompinit && bashcompinit\n"
               "compopt() { :; }\n"
               "mapfile() { COMPREPLY=(\"${(@f)$(cat)}\"); [ -n \"$COMPREPLY[1]\" ] || "
               "COMPREPLY=(); }");
    put_bash(options);
}

/* Single quotes in a text of fish. */
static void put_quoted(const char *text)
{
    (void)putchar('\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            (void)putchar('\\');
        (void)putchar(*text);
    }
    (void)putchar('\'');
}

static void put_fish_option(const struct command_option *option, const char *condition)
{
    (void)printf("complete -c rostrum %s -l %s%s -d ", condition, option->name,
                 option->value_name == NULL    ? ""
                 : is_path(option->value_name) ? " -r -F"
                                               : " -x");
    put_quoted(option->help);
    (void)putchar('\n');
}

static void put_fish_subcommand(const struct subcommand *subcommand)
{
    const char *name = subcommand->name;
    int len = (int)strcspn(name, " ");
    char seen[128];
    bool has_verb = name[len] != '\0';
    (void)printf("complete -c rostrum -n __fish_use_subcommand -f -a %.*s", len, name);
    if (!has_verb) {
        (void)fputs(" -d ", stdout);
        put_quoted(subcommand->summary);
    }
    (void)putchar('\n');
    (void)snprintf(seen, sizeof seen, "-n '__fish_seen_subcommand_from %.*s%s%s'", len, name,
                   has_verb ? "; and __fish_seen_subcommand_from " : "",
                   has_verb ? name + len + 1 : "");
    if (has_verb) {
        (void)printf("complete -c rostrum -n '__fish_seen_subcommand_from %.*s' -f -a %s -d ", len,
                     name, name + len + 1);
        put_quoted(subcommand->summary);
        (void)putchar('\n');
    }
    for (const struct command_option *own = subcommand->options; own->name != NULL; own++)
        put_fish_option(own, seen);
}

static void put_fish(const struct command_options *options)
{
    const struct command_option *option = NULL;
    (void)puts("# Completion of rostrum " ROSTRUM_VERSION ", printed by rostrum completion.");
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        put_fish_option(option, "");
    for (int i = 0; options->all[i] != NULL; i++)
        put_fish_subcommand(options->all[i]);
}

static int run(const struct command_options *options)
{
    const char *shell = options->words[0];
    static const struct {
        const char *name;
        void (*put)(const struct command_options *options);
    } shells[] = {{"bash", put_bash}, {"zsh", put_zsh}, {"fish", put_fish}};
    for (size_t i = 0; i < COUNT_OF(shells); i++)
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].put(options);
            return COMMAND_DONE;
        }
    command_say("there is no completion for %s: there are bash, zsh and fish.", shell);
    return COMMAND_MISUSED;
}

const struct subcommand completion_subcommand = {
    .name = "completion",
    .words = "SHELL",
    .words_min = 1,
    .words_max = 1,
    .summary = "prints the completion for bash, zsh or fish",
    .help = "For example: source <(rostrum completion bash)",
    .needs_no_settings = true,
    .run = run,
};
