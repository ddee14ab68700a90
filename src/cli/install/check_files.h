#ifndef CLI_CHECK_FILES_H
#define CLI_CHECK_FILES_H

#include "cli/install/findings.h"

/* Files, folders and disks: what the user who runs this may do with them. */
void check_files(struct findings *findings, const struct command_options *options) NONNULL;

#endif
