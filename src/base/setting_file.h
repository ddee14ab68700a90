#ifndef BASE_SETTING_FILE_H
#define BASE_SETTING_FILE_H

#include "base/setting_table.h"

/* The file: /etc/rostrum.conf, or what ROSTRUM_CONFIG or --config names. */
#define SETTING_FILE        "/etc/rostrum.conf"
#define SETTING_FILE_VAR    "ROSTRUM_CONFIG"
#define SETTING_FILE_OPTION "config"

/* Reads the file; path NULL: where the environment says. The usual file may be missing, one that
 * was named may not. ERR_INVALID with the problem, which names file and line and never a value:
 * an unknown or repeated name (the nearest one is proposed), a line that is none, a bad value.
 * ERR_UNAVAILABLE if it can't be read. Once, when a program starts. */
enum { SETTING_PROBLEM_LEN = 512 };
MUST_USE enum err setting_read_file(const char *path, char problem[SETTING_PROBLEM_LEN])
    __attribute__((nonnull(2)));

/* The file that was read; "" if there is none. */
const char *setting_file(void);

/* What the file says of a setting, and on which line; NULL if nothing. */
const char *setting_in_file(enum setting_id id, int *line) NONNULL;

#endif
