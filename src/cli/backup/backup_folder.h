#ifndef CLI_BACKUP_FOLDER_H
#define CLI_BACKUP_FOLDER_H

#include <limits.h>

#include "base/err.h"

/* Where backups lie: below one folder,
 *     NAME/                  a backup: its manifest and what that lists
 *     personal-keys/NAME/    the wrapped keys of persons at that time, apart, for 30 days
 * NAME is the time of it, "20261129T083000Z" (UTC). While one is made its name ends in ".partial":
 * what has no such end is whole. */

enum { BACKUP_NAME_LEN = 17, BACKUP_PATH_LEN = PATH_MAX, BACKUP_KEYS_DAYS = 30 };
#define BACKUP_PARTIAL       ".partial"
#define BACKUP_PERSONAL_KEYS "personal-keys"

/* The files of a backup: one of the first two, and the wrapped keys of organizations; and those of
 * persons. */
#define BACKUP_SQLITE            "rostrum.db"
#define BACKUP_POSTGRES          "rostrum.dump"
#define BACKUP_ORGANIZATION_KEYS "organization-keys.jsonl"
#define BACKUP_KEYS              "keys.jsonl"

struct backup_folder {
    int lock_fd;
    char root[BACKUP_PATH_LEN];
    char name[BACKUP_NAME_LEN];
    char partial[BACKUP_PATH_LEN];      /* the backup that is made */
    char keys_partial[BACKUP_PATH_LEN]; /* its personal keys */
};

/* Opens the folder, which is created if only it is missing, for one backup at a time: what earlier
 * ones left unfinished is removed, and the folders of a new one are made. On an error the person
 * has been told: ERR_DENIED if browsers can read the folder, ERR_CONFLICT if another backup is
 * being made, ERR_UNAVAILABLE otherwise. backup_folder_close afterwards in any case. */
MUST_USE enum err backup_folder_open(const char *dir, struct backup_folder *folder) NONNULL;

/* Everything in it is on the disk: now it gets its name, the personal keys first. On an error the
 * person has been told. */
MUST_USE enum err backup_folder_finish(struct backup_folder *folder) NONNULL;

/* Removes personal keys that are older than BACKUP_KEYS_DAYS; how many. */
int backup_folder_prune(const struct backup_folder *folder);

/* Removes what is not finished, and lets the next one in. */
void backup_folder_close(struct backup_folder *folder) NONNULL;

/* DIR/NAME into a buffer of BACKUP_PATH_LEN. ERR_INVALID if it is too long. */
MUST_USE enum err backup_path(char *path, const char *dir, const char *name) NONNULL;

#endif
