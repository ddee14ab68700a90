#ifndef BASE_SETTING_H
#define BASE_SETTING_H

#include <stdint.h>

#include "base/setting_file.h"

/* Which value of a setting holds, and where it is from. */

/* Reads the file (setting_read_file), and checks the value of each setting that holds, wherever it
 * is from. ERR_INVALID or ERR_UNAVAILABLE with the problem. */
MUST_USE enum err setting_read(const char *path, char problem[SETTING_PROBLEM_LEN])
    __attribute__((nonnull(2)));

/* An option that was given. The text must outlive the program's use of it. */
void setting_give(enum setting_id id, const char *value) NONNULL;

/* The value that holds; "" for none. */
const char *setting_get(enum setting_id id);

/* How long a search looks, in microseconds: what its caller asks for, what the operator set, or
 * what is usual; a caller that asks for nothing says 0. */
int64_t setting_search_us(int64_t asked, int64_t usual);

/* Where it is from: "option --database", "environment ROSTRUM_DATABASE",
 * "file /etc/rostrum.conf:3", "default". */
enum { SETTING_SOURCE_LEN = 512 };
void setting_source(enum setting_id id, char source[SETTING_SOURCE_LEN]) NONNULL;

/* The value as it may be shown: passwords of an address are "***". */
enum { SETTING_SHOWN_LEN = 1024 };
void setting_show(enum setting_id id, char shown[SETTING_SHOWN_LEN]) NONNULL;

#endif
