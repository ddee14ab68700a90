#include "cli/help/manual.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/setting.h"

/* The pages rostrum(1) and rostrum.conf(5) for man(7), from the tables of commands and settings. */

/* Text that is no macro, with dashes that can be copied. */
static void put(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '-')
            (void)fputs("\\-", stdout);
        else if (*text == '\\')
            (void)fputs("\\e", stdout);
        else
            (void)putchar(*text);
    }
}

/* A new line for each sentence, and before a line is too long. */
enum { LINE_WIDTH = 70 };
static void put_words(const char *text, bool is_plain)
{
    int at = 0;
    while (*text != '\0') {
        char word[LINE_WIDTH * 4];
        int len = (int)strcspn(text, " ");
        if (at > 0 && (at + len > LINE_WIDTH || text[-2] == '.')) {
            (void)putchar('\n');
            at = 0;
        } else if (at > 0) {
            (void)putchar(' ');
        }
        if (at == 0 && (text[0] == '.' || text[0] == '\'')) /* else a macro */
            (void)fputs("\\&", stdout);
        (void)snprintf(word, sizeof word, "%.*s", len, text);
        if (is_plain)
            put(word);
        else
            (void)fputs(word, stdout);
        at += len + 1;
        text += len;
        text += strspn(text, " ");
    }
}

/* With roff's own marks. */
static void put_paragraph(const char *text)
{
    put_words(text, false);
    (void)putchar('\n');
}

static void put_sentence(const char *text)
{
    char sentence[1024];
    size_t len = strlen(text);
    (void)snprintf(sentence, sizeof sentence, "%c%s%s", toupper((unsigned char)text[0]), text + 1,
                   text[len - 1] == '.' ? "" : ".");
    put_words(sentence, true);
    (void)putchar('\n');
}

static void put_option(const struct command_option *option)
{
    (void)fputs(".TP\n\\fB\\-\\-", stdout);
    put(option->name);
    (void)fputs("\\fR", stdout);
    if (option->value_name != NULL)
        (void)printf(" \\fI%s\\fR", option->value_name);
    (void)putchar('\n');
    put_sentence(option->help);
}

static void put_exits(const char *exits)
{
    char sentence[256];
    (void)snprintf(sentence, sizeof sentence, "exit status %s", exits);
    put_sentence(sentence);
}

static void put_subcommand(const struct subcommand *subcommand)
{
    (void)fputs(".SS rostrum ", stdout);
    put(subcommand->name);
    (void)printf("%s%s%s\n", subcommand->words[0] == '\0' ? "" : " ", subcommand->words,
                 subcommand->options[0].name == NULL ? "" : " [OPTION]...");
    put_sentence(subcommand->summary);
    if (subcommand->help != NULL)
        put_sentence(subcommand->help);
    if (subcommand->exits != NULL)
        put_exits(subcommand->exits);
    for (const struct command_option *own = subcommand->options; own->name != NULL; own++)
        put_option(own);
}

static void put_head(const char *title, const char *section, const char *name, const char *what)
{
    (void)printf(".TH %s %s 2026-11-30 \"Rostrum " ROSTRUM_VERSION "\" \"Rostrum\"\n", title,
                 section);
    (void)printf(".SH NAME\n%s \\- %s\n", name, what);
}

/* What an operator looks for, and where it is or what to do. */
struct entry {
    const char *title, *text;
};

static const struct entry files[] = {
    {SETTING_FILE, "The settings: rostrum.conf(5). The variable " SETTING_FILE_VAR
                   " or the option --" SETTING_FILE_OPTION " names another file."},
    {"/etc/rostrum-owner.env",
     "In PostgreSQL, for upgrades of the package: ROSTRUM_DATABASE= and the address of the role "
     "that owns the database. For root alone."},
    {"/etc/rostrum-retention.env",
     "In PostgreSQL, for rostrum-retention.service: ROSTRUM_DATABASE= and the address of the role "
     "that may delete events, a member of rostrum_retention. For root alone."},
    {"/var/lib/rostrum", "The key ring, erasures.jsonl, the folder checkpoints, and the database "
                         "where it is SQLite."},
    {"/var/backups/rostrum", "The backups of rostrum-backup.timer. The key ring is in none of "
                             "them."},
    {"/usr/share/rostrum/etc", "What units and sites take in, drop-ins for a network, the "
                               "dashboard and the rules for alerts."},
    {"/usr/share/doc/rostrum", "The README and what it refers to."},
};

static const struct entry troubles[] = {
    {"Nobody is served",
     "First of all, rostrum check says what to do. \"systemctl status rostrum.target 'rostrum@*'\" "
     "says what "
     "runs, and \"journalctl -u 'rostrum*' -g 'error|fatal'\" why not; the id that an error page "
     "shows finds its lines in the same way. What nginx refused is in "
     "/var/log/nginx/rostrum.log."},
    {"Nobody can sign in",
     "See who there is with rostrum user list. rostrum user link makes a link for a person, and "
     "rostrum user recover lets the last superuser back in. Where single sign-on is broken: "
     "rostrum organization sso-off."},
    {"The disk is full", "Free some room; the workers go on by themselves. Deleting records needs "
                         "room as well. rostrum check says how much is left."},
    {"An upgrade stopped", "The database is as it was. Do what the lines say, then \"dpkg "
                           "--configure rostrum\"; or install the version before again."},
    {"The database is lost", "\"systemctl stop rostrum.target rostrum-mail rostrum-webhooks "
                             "'rostrum-*.timer'\", move what is left of it away, rostrum restore, "
                             "and start them again."},
    {"The key ring is lost", "Bring its copy back, for the user rostrum alone. Without any the "
                             "data can't be read."},
};

static void put_entries(const char *section, const struct entry *entries, size_t count)
{
    (void)printf(".SH %s\n", section);
    for (size_t i = 0; i < count; i++) {
        (void)fputs(".TP\n\\fI", stdout);
        put(entries[i].title);
        (void)puts("\\fR");
        put_sentence(entries[i].text);
    }
}

static void put_command_page(const struct command_options *options)
{
    const struct command_option *option = NULL;
    put_head("ROSTRUM", "1", "rostrum", "administer an installation of Rostrum");
    (void)puts(".SH SYNOPSIS\n.B rostrum\n\\fICOMMAND\\fR [\\fIOPTION\\fR]...\n.SH DESCRIPTION");
    put_paragraph(
        "Rostrum is the system of record for an organization\\(aqs AI agents. This command "
        "does on its server what is done there: as the user of the workers, with the same "
        "settings. Messages go to standard error, and what a program would read to standard "
        "output.");
    (void)puts(".PP\nWhere the package of Debian is installed, root runs it so:\n.PP\n.RS\n"
               "runuser \\-u rostrum \\-\\- rostrum check\n.RE");
    (void)puts(".SH COMMANDS");
    for (int i = 0; options->all[i] != NULL; i++)
        put_subcommand(options->all[i]);
    (void)puts(".SH OPTIONS\nEvery command takes these, wherever they stand.");
    for (int i = 0; (option = command_common(i)) != NULL; i++)
        put_option(option);
    (void)puts(".SH EXIT STATUS");
    for (int i = 0; i < COMMAND_EXITS; i++) {
        (void)printf(".TP\n.B %d\n", i);
        put_sentence(command_exits[i]);
    }
    (void)puts(".SH ENVIRONMENT\nEach setting has a variable: \\fBrostrum.conf\\fR(5) lists them.");
    put_entries("WHEN SOMETHING IS WRONG", troubles, COUNT_OF(troubles));
    put_entries("FILES", files, COUNT_OF(files));
    (void)puts(".SH SEE ALSO\n\\fBrostrum.conf\\fR(5)");
}

static void put_setting(const struct setting *setting)
{
    (void)fputs(".TP\n\\fB", stdout);
    put(setting->name);
    (void)printf("\\fR = \\fI%s\\fR\n", setting->type);
    put_sentence(setting->help);
    (void)fputs("Default: ", stdout);
    put(setting->fallback[0] != '\0' ? setting->fallback : setting->otherwise);
    (void)printf(".\nVariable: %s", setting->environment);
    if (setting->is_option) {
        (void)fputs("; option: \\-\\-", stdout);
        put(setting->name);
    }
    (void)puts(".");
}

static void put_file_page(void)
{
    put_head("ROSTRUM.CONF", "5", "rostrum.conf", "settings of Rostrum");
    (void)puts(".SH DESCRIPTION");
    put_paragraph(
        "The workers and \\fBrostrum\\fR(1) read the same settings. An "
        "option of the command beats the environment, the environment beats the file, and "
        "the file beats the default; an empty variable counts as none. \\fBrostrum "
        "config\\fR shows what holds, and where it is from.");
    (void)puts(".PP");
    put_paragraph(
        "The file has a line "
        "\\fIname\\fR = \\fIvalue\\fR for each setting. A value may stand in double quotes. "
        "A line that begins with # is a comment. A name that is unknown or comes twice, and "
        "a bad value, are errors, with file and line, and nothing starts.");
    (void)puts(".SH SETTINGS");
    for (int id = 0; id < SETTING_COUNT; id++)
        put_setting(&setting_table[id]);
    put_entries("FILES", files, 1);
    (void)puts(".SH EXAMPLE\n.EX\ndatabase = sqlite:/var/lib/rostrum/rostrum.db\nkey\\-ring = "
               "/var/lib/rostrum/key\\-ring\npublic\\-url = https://rostrum.example.org\n.EE\n"
               ".SH SEE ALSO\n\\fBrostrum\\fR(1)");
}

static int run(const struct command_options *options)
{
    const char *page = options->word_count > 0 ? options->words[0] : "rostrum";
    if (strcmp(page, "rostrum") == 0) {
        put_command_page(options);
    } else if (strcmp(page, "rostrum.conf") == 0) {
        put_file_page();
    } else {
        command_say("there is no page %s: there are rostrum and rostrum.conf.", page);
        return COMMAND_MISUSED;
    }
    return COMMAND_DONE;
}

const struct subcommand manual_subcommand = {
    .name = "manual",
    .words = "[PAGE]",
    .words_max = 1,
    .summary = "prints a manual page, rostrum or rostrum.conf, for man",
    .help = "For example: rostrum manual | man -l -",
    .needs_no_settings = true,
    .run = run,
};
