#include "cli/command/arguments.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/setting.h"

enum { GIVEN_MAX = 64, WORDS_MAX = 16, NAME_LEN = 64 };

/* The options as they were typed. */
static struct given {
    const char *name;
    const char *value; /* "" if it takes none */
    bool is_own;       /* of the subcommand before it, which has an option of this name itself */
} given[GIVEN_MAX];
static int given_count;
static char *words[WORDS_MAX];
static int word_count;

static int misuse(const char *problem, const char *word)
{
    command_say("%s%s; \"rostrum --help\" shows how to call it.", problem, word);
    return COMMAND_MISUSED;
}

static int misuse_near(const char *problem, const char *word, const char *dashes,
                       const struct nearest *nearest)
{
    if (nearest->best == NULL)
        return misuse(problem, word);
    command_say("%s%s; did you mean %s%s?", problem, word, dashes, nearest->best);
    return COMMAND_MISUSED;
}

static const struct command_option *find_own(const struct subcommand *subcommand, const char *name)
{
    const struct command_option *option = subcommand == NULL ? NULL : subcommand->options;
    while (option != NULL && option->name != NULL && strcmp(option->name, name) != 0)
        option++;
    return option == NULL || option->name == NULL ? NULL : option;
}

/* One that the subcommand before it has itself goes before one that every command takes. Otherwise
 * an option of some command: a name means the same, with or without a value, wherever it is. */
static const struct command_option *find_option(const struct command_options *options,
                                                const char *name)
{
    const struct command_option *option = find_own(options->subcommand, name);
    if (option != NULL)
        return option;
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        if (strcmp(option->name, name) == 0)
            return option;
    for (int i = 0; option == NULL && options->all[i] != NULL; i++)
        option = find_own(options->all[i], name);
    return option;
}

/* How many of the words are the name of a subcommand, 0 if they are not. */
static int count_name(const char *name)
{
    size_t len = word_count > 0 ? strlen(words[0]) : 0;
    if (word_count == 0 || strncmp(name, words[0], len) != 0)
        return 0;
    if (name[len] == '\0')
        return 1;
    return word_count > 1 && name[len] == ' ' && strcmp(name + len + 1, words[1]) == 0 ? 2 : 0;
}

static int find_subcommand(struct command_options *options)
{
    int count = 0;
    for (int i = 0; count == 0 && options->all[i] != NULL; i++)
        if ((count = count_name(options->all[i]->name)) > 0)
            options->subcommand = options->all[i];
    options->words = words + count;
    options->word_count = word_count - count;
    return count;
}

static int refuse_option(const struct command_options *options, const char *name)
{
    struct nearest nearest = {.word = name};
    const struct command_option *option = NULL;
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        nearest_try(&nearest, option->name);
    for (int i = 0; options->all[i] != NULL; i++)
        if (options->subcommand == NULL || options->subcommand == options->all[i])
            for (option = options->all[i]->options; option->name != NULL; option++)
                nearest_try(&nearest, option->name);
    return misuse_near("there is no option --", name, "--", &nearest);
}

/* *at moves past a value that is a word of its own. */
static int take_option(struct command_options *options, int argc, char **argv, int *at)
{
    static char name[NAME_LEN];
    const char *text = argv[*at] + 2;
    size_t len = strcspn(text, "=");
    (void)snprintf(name, sizeof name, "%.*s", len < NAME_LEN ? (int)len : NAME_LEN - 1, text);
    (void)find_subcommand(options);
    const struct command_option *option = find_option(options, name);
    if (option == NULL)
        return refuse_option(options, name);
    bool has_value = text[len] == '=';
    if (has_value && option->value_name == NULL)
        return misuse("there is no value for --", name);
    if (!has_value && option->value_name != NULL && ++*at == argc)
        return misuse("a value is missing behind --", name);
    if (given_count == GIVEN_MAX)
        return misuse("there are too many options: --", name);
    const char *value = has_value ? text + len + 1 : option->value_name != NULL ? argv[*at] : "";
    bool is_own = find_own(options->subcommand, name) != NULL;
    given[given_count++] = (struct given){option->name, value, is_own};
    return COMMAND_DONE;
}

static int take_arguments(struct command_options *options, int argc, char **argv)
{
    bool is_over = false; /* "--": the rest are words */
    int status = COMMAND_DONE;
    for (int at = 1; at < argc && status == COMMAND_DONE; at++) {
        const char *text = argv[at];
        if (!is_over && strcmp(text, "--") == 0)
            is_over = true;
        else if (!is_over && strcmp(text, "-h") == 0)
            options->wants_help = true;
        else if (!is_over && text_starts_with(text, "--"))
            status = take_option(options, argc, argv, &at);
        else if (!is_over && text[0] == '-' && text[1] != '\0')
            status = misuse("there is no option ", text);
        else if (word_count == WORDS_MAX)
            status = misuse("there is a word too much: ", text);
        else
            words[word_count++] = argv[at];
    }
    return status;
}

/* One that every command takes. */
static bool give_common(struct command_options *options, const struct given *one)
{
    const struct setting *setting = setting_find(one->name);
    if (strcmp(one->name, "help") == 0)
        options->wants_help = true;
    else if (strcmp(one->name, "version") == 0)
        options->wants_version = true;
    else if (strcmp(one->name, SETTING_FILE_OPTION) == 0)
        options->config = one->value;
    else if (setting != NULL && setting->is_option)
        setting_give((enum setting_id)(setting - setting_table), one->value);
    else
        return false;
    return true;
}

static int give_options(struct command_options *options)
{
    for (int at = 0; at < given_count; at++) {
        if (!given[at].is_own && give_common(options, &given[at]))
            continue;
        const struct command_option *own = find_own(options->subcommand, given[at].name);
        if (own == NULL)
            return misuse("this command does not take --", given[at].name);
        options->values[own - options->subcommand->options] = given[at].value;
    }
    return COMMAND_DONE;
}

bool arguments_is_noun(const struct command_options *options, const char *word)
{
    size_t len = strlen(word);
    for (int i = 0; options->all[i] != NULL; i++)
        if (strncmp(options->all[i]->name, word, len) == 0 && options->all[i]->name[len] == ' ')
            return true;
    return false;
}

/* "user" alone, or with a verb that it has not; else a first word that nothing begins with. */
static int refuse_words(const struct command_options *options)
{
    char both[NAME_LEN];
    bool is_noun = arguments_is_noun(options, words[0]);
    (void)snprintf(both, sizeof both, "%s%s%s", words[0], word_count > 1 && is_noun ? " " : "",
                   word_count > 1 && is_noun ? words[1] : "");
    if (is_noun && word_count == 1) {
        command_say("a word is missing behind %s; \"rostrum %s --help\" shows which there are.",
                    words[0], words[0]);
        return COMMAND_MISUSED;
    }
    struct nearest nearest = {.word = both};
    for (int i = 0; options->all[i] != NULL; i++) {
        static char noun[NAME_LEN];
        nearest_try(&nearest, options->all[i]->name);
        size_t len = strcspn(options->all[i]->name, " ");
        (void)snprintf(noun, sizeof noun, "%.*s", (int)len, options->all[i]->name);
        struct nearest by_noun = {.word = both};
        nearest_try(&by_noun, noun);
        if (!is_noun && by_noun.best != NULL &&
            (nearest.best == NULL || by_noun.distance < nearest.distance))
            nearest = (struct nearest){both, options->all[i]->name, by_noun.distance};
    }
    return misuse_near("there is no command ", both, "rostrum ", &nearest);
}

static int check_words(const struct command_options *options)
{
    const struct subcommand *subcommand = options->subcommand;
    if (options->word_count < subcommand->words_min)
        return misuse("a word is missing: ", subcommand->words);
    if (options->word_count > subcommand->words_max)
        return misuse("there is a word too much: ", options->words[subcommand->words_max]);
    return COMMAND_DONE;
}

int arguments_read(int argc, char **argv, struct command_options *options)
{
    int status = take_arguments(options, argc, argv);
    if (status != COMMAND_DONE)
        return status;
    (void)find_subcommand(options);
    status = give_options(options);
    if (status != COMMAND_DONE || options->wants_version || word_count == 0)
        return status;
    if (options->wants_help && options->subcommand == NULL && arguments_is_noun(options, words[0]))
        return status;
    if (options->subcommand == NULL)
        return refuse_words(options);
    return options->wants_help ? status : check_words(options);
}
