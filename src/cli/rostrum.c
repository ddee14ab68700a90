/* The `rostrum` command: what is done to an installation on its server. */

#include <stdio.h>
#include <sys/stat.h>

#include "base/setting.h"
#include "cli/audit/audit.h"
#include "cli/audit/prove.h"
#include "cli/audit/verify_bundle.h"
#include "cli/backup/backup.h"
#include "cli/backup/copy.h"
#include "cli/backup/recovered.h"
#include "cli/backup/restore.h"
#include "cli/command/arguments.h"
#include "cli/demo/demo.h"
#include "cli/help/completion.h"
#include "cli/help/manual.h"
#include "cli/help/usage.h"
#include "cli/install/check.h"
#include "cli/install/config.h"
#include "cli/install/init.h"
#include "cli/install/migrate.h"
#include "cli/key/key.h"
#include "cli/mail/mail.h"
#include "cli/mail/webhooks.h"
#include "cli/mail/work.h"
#include "cli/retention/erase.h"
#include "cli/retention/retention.h"
#include "cli/test/run_cases.h"
#include "cli/test/runner_key.h"
#include "cli/test/test.h"
#include "cli/tree/export.h"
#include "cli/tree/tree_import.h"
#include "cli/user/organization.h"
#include "cli/user/user.h"
#include "cli/user/user_add.h"
#include "cli/user/user_list.h"

/* clang-format off */
static const struct subcommand *const subcommands[] = {
    &init_subcommand,
    &migrate_subcommand,
    &backup_subcommand,
    &restore_subcommand,
    &recovered_subcommand,
    &copy_subcommand,
    &erase_subcommand,
    &retention_run_subcommand,
    &organization_close_due_subcommand,
    &organization_sso_off_subcommand,
    &organization_card_key_subcommand,
    &mail_subcommand,
    &webhooks_subcommand,
    &work_subcommand,
    &test_subcommand,
    &runner_key_new_subcommand,
    &runner_key_show_subcommand,
    &run_cases_subcommand,
    &user_add_subcommand,
    &user_list_subcommand,
    &user_link_subcommand,
    &user_deactivate_subcommand,
    &user_activate_subcommand,
    &user_remove_factor_subcommand,
    &user_recover_subcommand,
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
    &check_subcommand,
    &config_subcommand,
    &help_subcommand,
    &manual_subcommand,
    &completion_subcommand,
    NULL,
};
/* clang-format on */

/* Output that did not reach its reader, a set-up code for example, is a failure. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return status;
    command_say("the output can't be written.");
    return COMMAND_FAILED;
}

static int show_help(const struct command_options *options)
{
    if (options->wants_version)
        (void)puts("rostrum " ROSTRUM_VERSION);
    else if (options->subcommand != NULL)
        usage_show(stdout, options->subcommand);
    else if (options->word_count > 0)
        usage_show_noun(stdout, options, options->words[0]);
    else
        usage_show_all(stdout, options);
    return COMMAND_DONE;
}

static int read_settings(struct command_options *options)
{
    char problem[SETTING_PROBLEM_LEN];
    if (command_read_settings(options, problem) == ERR_NONE)
        return COMMAND_DONE;
    command_say("%s.", problem);
    return COMMAND_MISUSED;
}

int main(int argc, char **argv)
{
    struct command_options options = {.all = subcommands};
    (void)umask(077); /* the files of the database are for their owner alone */
    int status = arguments_read(argc, argv, &options);
    if (status != COMMAND_DONE)
        return status;
    if (options.wants_help || options.wants_version)
        return finish(show_help(&options));
    if (options.subcommand == NULL) {
        usage_show_all(stderr, &options);
        return COMMAND_MISUSED;
    }
    if (!options.subcommand->needs_no_settings)
        status = read_settings(&options);
    return status != COMMAND_DONE ? status : finish(options.subcommand->run(&options));
}
