#include "cli/install/config.h"

#include <stdio.h>

#include "base/json.h"
#include "base/setting.h"

/* Which settings hold, and where each came from. */

static void show_lines(void)
{
    (void)printf("%-20s %-44s %s\n", "SETTING", "VALUE", "FROM");
    for (int id = 0; id < SETTING_COUNT; id++) {
        const struct setting *setting = &setting_table[id];
        char shown[SETTING_SHOWN_LEN], source[SETTING_SOURCE_LEN], value[SETTING_SHOWN_LEN + 2];
        setting_show((enum setting_id)id, shown);
        setting_source((enum setting_id)id, source);
        (void)snprintf(value, sizeof value, shown[0] == '\0' ? "(%s)" : "%s",
                       shown[0] == '\0' ? setting->otherwise : shown);
        (void)printf("%-20s %-44s %s\n", setting->name, value, source);
    }
}

static enum err show_json(void)
{
    json_t *list = json_array();
    for (int id = 0; id < SETTING_COUNT; id++) {
        const struct setting *setting = &setting_table[id];
        char shown[SETTING_SHOWN_LEN], source[SETTING_SOURCE_LEN];
        setting_show((enum setting_id)id, shown);
        setting_source((enum setting_id)id, source);
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?}", "name",
                                        setting->name, "value", shown, "from", source, "type",
                                        setting->type, "variable", setting->environment, "default",
                                        setting->fallback, "otherwise", setting->otherwise));
    }
    json_t *document = json_pack("{s:s, s:o}", "file", setting_file(), "settings", list);
    return command_print_json(document);
}

/* docs/settings.md. */
static void show_table(void)
{
    (void)puts("# Settings\n\n"
               "The workers and the `rostrum` command read the same settings: an option of the "
               "command beats the environment,\nthe environment beats the file `" SETTING_FILE
               "` (or the one that `" SETTING_FILE_VAR "` or `--" SETTING_FILE_OPTION
               "` names), and the file\nbeats the default. The file has a line `name = value` for "
               "each; a line that begins with `#` is a comment.\n`rostrum config` shows what "
               "holds, and where it is from. This page is printed by `rostrum config --table`.\n\n"
               "| setting | variable | what | default |\n|---|---|---|---|");
    for (int id = 0; id < SETTING_COUNT; id++) {
        const struct setting *setting = &setting_table[id];
        const char *mark = setting->fallback[0] != '\0' ? "`" : "";
        bool is_installed = id == SETTING_TEMPLATES || id == SETTING_DUTIES;
        (void)printf("| `%s`%s | `%s` | %s | %s%s%s |\n", setting->name,
                     setting->is_option ? " (option)" : "", setting->environment, setting->help,
                     is_installed ? "" : mark,
                     is_installed                   ? "the installed one"
                     : setting->fallback[0] != '\0' ? setting->fallback
                                                    : setting->otherwise,
                     is_installed ? "" : mark);
    }
}

static int run(const struct command_options *options)
{
    if (command_value(options, "json") != NULL)
        return show_json() == ERR_NONE ? COMMAND_DONE : COMMAND_FAILED;
    if (command_value(options, "table") != NULL)
        show_table();
    else
        show_lines();
    return COMMAND_DONE;
}

const struct subcommand config_subcommand = {
    .name = "config",
    .words = "",
    .summary = "shows the settings that hold, and where each came from",
    .help = "Passwords in addresses are shown as ***. rostrum.conf(5) describes the settings.",
    .options = {{"json", NULL, "prints JSON, for programs"},
                {"table", NULL, "prints all settings with their defaults, as docs/settings.md"}},
    .run = run,
};
