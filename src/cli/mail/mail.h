#ifndef CLI_MAIL_H
#define CLI_MAIL_H

#include "cli/command/command.h"

extern const struct subcommand mail_subcommand;

#endif
