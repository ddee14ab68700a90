#include "cli/help/usage.h"

#include <ctype.h>
#include <string.h>

#include "cli/command/arguments.h"

enum { WIDTH = 78, OPTION_COLUMN = 26 };

/* Words from a column on, in lines of WIDTH; the first begins where the cursor is, at `at`. */
static void show_wrapped(FILE *to, int at, int column, const char *text)
{
    bool is_first = true;
    while (*text != '\0') {
        int len = (int)strcspn(text, " ");
        if (!is_first && at + 1 + len > WIDTH) {
            (void)fprintf(to, "\n%*s", column, "");
            at = column;
        } else if (!is_first) {
            (void)fputc(' ', to);
            at++;
        }
        is_first = false;
        (void)fprintf(to, "%.*s", len, text);
        at += len;
        text += len;
        text += strspn(text, " ");
    }
    (void)fputc('\n', to);
}

static void show_sentence(FILE *to, const char *text)
{
    (void)fputc(toupper((unsigned char)text[0]), to);
    show_wrapped(to, 1, 0, text + 1);
}

static void show_pair(FILE *to, const char *left, const char *right)
{
    int len = fprintf(to, "  %s", left);
    if (len > OPTION_COLUMN - 2) {
        (void)fputc('\n', to);
        len = 0;
    }
    (void)fprintf(to, "%*s", OPTION_COLUMN - len, "");
    show_wrapped(to, OPTION_COLUMN, OPTION_COLUMN, right);
}

static void show_option(FILE *to, const struct command_option *option)
{
    char left[80];
    bool has_value = option->value_name != NULL;
    (void)snprintf(left, sizeof left, "--%s%s%s", option->name, has_value ? " " : "",
                   has_value ? option->value_name : "");
    show_pair(to, left, option->help);
}

static void show_subcommand_line(FILE *to, const struct subcommand *subcommand)
{
    char left[80];
    (void)snprintf(left, sizeof left, "%s%s%s", subcommand->name,
                   subcommand->words[0] == '\0' ? "" : " ", subcommand->words);
    show_pair(to, left, subcommand->summary);
}

static void show_common(FILE *to)
{
    const struct command_option *option = NULL;
    (void)fputs("\nEvery command takes:\n", to);
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        show_option(to, option);
}

static void show_exits(FILE *to, const char *own)
{
    char left[8];
    (void)fputs("\nExit status:\n", to);
    for (int i = 0; i < COMMAND_EXITS; i++) {
        (void)snprintf(left, sizeof left, "%d", i);
        show_pair(to, left, command_exits[i]);
    }
    if (own != NULL)
        show_pair(to, "", own);
}

void usage_show_all(FILE *to, const struct command_options *options)
{
    (void)fputs("usage: rostrum COMMAND [OPTION]...\n\n", to);
    for (int i = 0; options->all[i] != NULL; i++)
        show_subcommand_line(to, options->all[i]);
    show_common(to);
    show_exits(to, NULL);
    (void)fputs("\n\"rostrum COMMAND --help\" says more, and so does \"man rostrum\".\n", to);
}

void usage_show_noun(FILE *to, const struct command_options *options, const char *noun)
{
    size_t len = strlen(noun);
    (void)fprintf(to, "usage: rostrum %s COMMAND [OPTION]...\n\n", noun);
    for (int i = 0; options->all[i] != NULL; i++)
        if (strncmp(options->all[i]->name, noun, len) == 0 && options->all[i]->name[len] == ' ')
            show_subcommand_line(to, options->all[i]);
}

void usage_show(FILE *to, const struct subcommand *subcommand)
{
    const struct command_option *own = subcommand->options;
    (void)fprintf(to, "usage: rostrum %s%s%s%s\n\n", subcommand->name,
                  subcommand->words[0] == '\0' ? "" : " ", subcommand->words,
                  own->name == NULL ? "" : " [OPTION]...");
    show_sentence(to, subcommand->summary);
    if (subcommand->help != NULL) {
        (void)fputc('\n', to);
        show_sentence(to, subcommand->help);
    }
    if (own->name != NULL)
        (void)fputs("\nOptions:\n", to);
    for (; own->name != NULL; own++)
        show_option(to, own);
    show_common(to);
    show_exits(to, subcommand->exits);
}

static int run(const struct command_options *options)
{
    char name[80];
    (void)snprintf(name, sizeof name, "%s%s%s", options->word_count > 0 ? options->words[0] : "",
                   options->word_count > 1 ? " " : "",
                   options->word_count > 1 ? options->words[1] : "");
    for (int i = 0; options->all[i] != NULL; i++)
        if (strcmp(options->all[i]->name, name) == 0) {
            usage_show(stdout, options->all[i]);
            return COMMAND_DONE;
        }
    if (options->word_count == 0) {
        usage_show_all(stdout, options);
    } else if (options->word_count == 1 && arguments_is_noun(options, name)) {
        usage_show_noun(stdout, options, name);
    } else {
        command_say("there is no command %s; \"rostrum help\" shows all.", name);
        return COMMAND_MISUSED;
    }
    return COMMAND_DONE;
}

const struct subcommand help_subcommand = {
    .name = "help",
    .words = "[COMMAND]",
    .words_max = 2,
    .summary = "shows all commands, or how to call one",
    .needs_no_settings = true,
    .run = run,
};
