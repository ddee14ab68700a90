#ifndef CLI_AUDIT_H
#define CLI_AUDIT_H

#include "cli/command/command.h"

/* What can be proved of the audit logs. */
extern const struct subcommand audit_export_subcommand;
extern const struct subcommand audit_verify_subcommand;
extern const struct subcommand audit_checkpoint_subcommand;
extern const struct subcommand audit_keys_subcommand;

#endif
