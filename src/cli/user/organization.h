#ifndef CLI_ORGANIZATION_H
#define CLI_ORGANIZATION_H

#include "cli/command/command.h"

/* rostrum organization close-due: destroys what is due of customers that were closed. */
extern const struct subcommand organization_close_due_subcommand;

/* rostrum organization sso-off: the way back when a provider lets nobody in any more. */
extern const struct subcommand organization_sso_off_subcommand;

/* rostrum organization card-key: replaces what its agent cards are signed with. */
extern const struct subcommand organization_card_key_subcommand;

#endif
