#include "cli/install/check_files.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mail.h"
#include "base/setting.h"
#include "data/user/erasure_ledger.h"

enum { MIB = 1 << 20, ROOM_MIB = 64, ROOM_PERCENT = 5, MAIL_ARENA = 1 << 20 };

/* A file that only its owner may read. */
static void check_secret_file(struct findings *findings, const char *name, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        finding_add(findings, FINDING_FAILED, name, "make it, for its owner alone",
                    "%s can't be found (%s)", path, strerror(errno));
    else if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        finding_add(findings, FINDING_FAILED, name, "\"chmod 600\" it",
                    "others may read %s (mode %04o)", path, status.st_mode & 07777);
    else
        finding_add(findings, FINDING_OK, name, NULL, "%s is for its owner alone", path);
}

static void check_folder(struct findings *findings, const char *name, const char *folder)
{
    if (access(folder, R_OK | W_OK | X_OK) == 0)
        finding_add(findings, FINDING_OK, name, NULL, "%s can be written to", folder);
    else
        finding_add(findings, FINDING_FAILED, name,
                    "let the user of the workers own it, and run this as that user",
                    "%s can't be written to (%s)", folder, strerror(errno));
}

/* Made when it is needed, in a folder that must be there. */
static void check_folder_or_parent(struct findings *findings, struct arena *arena, const char *name,
                                   const char *folder)
{
    struct stat status;
    check_folder(findings, name,
                 stat(folder, &status) != 0 && errno == ENOENT ? file_folder(arena, folder)
                                                               : folder);
}

static void check_readable(struct findings *findings, const char *name, const char *path,
                           const char *remedy)
{
    if (access(path, R_OK) == 0)
        finding_add(findings, FINDING_OK, name, NULL, "%s can be read", path);
    else
        finding_add(findings, FINDING_FAILED, name, remedy, "%s can't be read (%s)", path,
                    strerror(errno));
}

static void check_disk(struct findings *findings, const char *folder)
{
    struct statvfs disk;
    if (statvfs(folder, &disk) != 0) {
        finding_add(findings, FINDING_FAILED, "disk", "see whether it is mounted",
                    "that of %s does not say how full it is (%s)", folder, strerror(errno));
        return;
    }
    unsigned long long free = (unsigned long long)disk.f_bavail * disk.f_frsize / MIB;
    unsigned long long all = (unsigned long long)disk.f_blocks * disk.f_frsize / MIB;
    unsigned long long least = all * ROOM_PERCENT / 100;
    if (least > ROOM_MIB * 16)
        least = ROOM_MIB * 16;
    if ((disk.f_flag & ST_RDONLY) != 0)
        finding_add(findings, FINDING_FAILED, "disk", "repair it, then restart the workers",
                    "that of %s is read-only", folder);
    else if (free < ROOM_MIB || free < least)
        finding_add(findings, FINDING_FAILED, "disk", "free some room, or add to it",
                    "that of %s has only %llu MiB left of %llu", folder, free, all);
    else
        finding_add(findings, FINDING_OK, "disk", NULL, "that of %s has %llu MiB left of %llu",
                    folder, free, all);
}

static void check_database_file(struct findings *findings, struct arena *arena,
                                const char *database_url)
{
    const char *file = command_database_file(database_url);
    if (file == NULL)
        return;
    const char *folder = file_folder(arena, file);
    if (access(file, F_OK) == 0) /* that it is missing is said elsewhere */
        check_secret_file(findings, "database file", file);
    check_folder(findings, "database dir", folder);
    check_disk(findings, folder);
}

static void check_mail(struct findings *findings)
{
    struct mail_settings mail;
    const char *problem = NULL;
    const char *file = setting_get(SETTING_SMTP_PASSWORD_FILE);
    struct arena *arena = arena_create(MAIL_ARENA);
    enum err err = mail_settings_read(arena, &mail, &problem);
    if (err == ERR_NOT_FOUND)
        finding_add(findings, FINDING_NOTE, "mail", "set smtp-url and mail-from to send mail",
                    "no mail server is set, so administrators hand links over");
    else if (err != ERR_NONE)
        finding_add(findings, FINDING_FAILED, "mail", "see rostrum.conf(5)", "%s", problem);
    else
        finding_add(findings, FINDING_OK, "mail", NULL, "it goes to %s", mail.url);
    if (err == ERR_NONE && file[0] != '\0')
        check_secret_file(findings, "mail password", file);
    arena_destroy(arena);
}

/* Has the file a password, in an address? */
static bool has_password(enum setting_id id)
{
    char shown[SETTING_SHOWN_LEN], source[SETTING_SOURCE_LEN];
    setting_show(id, shown);
    setting_source(id, source);
    return strstr(shown, "***") != NULL && text_starts_with(source, "file ");
}

static void check_settings_file(struct findings *findings)
{
    struct stat status;
    bool is_secret = false;
    for (int id = 0; id < SETTING_COUNT; id++)
        is_secret = is_secret || has_password((enum setting_id)id);
    if (!is_secret)
        return;
    if (stat(setting_file(), &status) == 0 && (status.st_mode & S_IROTH) != 0)
        finding_add(findings, FINDING_FAILED, "settings file",
                    "\"chmod 640\" it, with the group of the workers",
                    "everybody may read %s, which has a password", setting_file());
    else
        finding_add(findings, FINDING_OK, "settings file", NULL, "%s is not for everybody to read",
                    setting_file());
}

void check_files(struct findings *findings, const struct command_options *options)
{
    char layout[PATH_MAX];
    struct arena *arena = arena_create(MAIL_ARENA);
    const char *folder = file_folder(arena, erasure_ledger_path(arena, options->keyring_path));
    const char *runtime = setting_get(SETTING_RUNTIME);
    check_settings_file(findings);
    check_database_file(findings, arena, options->database_url);
    check_folder_or_parent(findings, arena, "checkpoints", options->checkpoints);
    check_folder(findings, "erasures", folder);
    if (command_database_file(options->database_url) == NULL)
        check_disk(findings, folder);
    if (runtime[0] != '\0')
        check_folder(findings, "runtime", runtime);
    (void)snprintf(layout, sizeof layout, "%s/shell/layout.tpl", setting_get(SETTING_TEMPLATES));
    check_readable(findings, "templates", layout, "install them, or set templates");
    check_readable(findings, "duties", setting_get(SETTING_DUTIES), "install it, or set duties");
    check_mail(findings);
    arena_destroy(arena);
}
