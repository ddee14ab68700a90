#include "cli/backup/restore_keys.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/backup/backup_folder.h"
#include "cli/backup/backup_manifest.h"
#include "cli/command/command.h"
#include "data/backup/key_choice.h"

/* One set of personal keys. */
struct key_set {
    const char *folder;
    struct key_line *lines;
    int count;
    int64_t made_at;
};

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* Beside the backup; names are times, so the last one is the newest. */
static const char *find_newest(struct arena *arena, const char *dir)
{
    const char *newest = NULL;
    DIR *folder = opendir(dir);
    if (folder == NULL)
        return NULL;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *name = entry->d_name;
        bool is_whole = name[0] != '.' && strstr(name, BACKUP_PARTIAL) == NULL;
        if (is_whole && (newest == NULL || strcmp(name, newest) > 0))
            newest = arena_strdup(arena, name);
    }
    (void)closedir(folder);
    return newest == NULL ? NULL : arena_printf(arena, "%s/%s", dir, newest);
}

static enum err read_set(const struct keyring *ring, struct arena *arena, struct key_set *set)
{
    const json_t *manifest = NULL;
    char path[BACKUP_PATH_LEN];
    enum err err = manifest_read(ring, arena, set->folder, MANIFEST_PERSONAL_KEYS, &manifest);
    if (err == ERR_NONE)
        err = manifest_check_files(manifest, set->folder);
    if (err == ERR_NONE)
        err = backup_path(path, set->folder, BACKUP_KEYS);
    if (err == ERR_NONE)
        err = key_file_read(arena, path, &set->lines, &set->count);
    if (err == ERR_NONE)
        set->made_at = manifest_made_at(manifest);
    return err;
}

static enum err read_newest(const struct keyring *ring, struct arena *arena,
                            const struct restore_keys_source *source, const char *beside,
                            struct key_set *newest)
{
    newest->folder =
        source->personal_keys != NULL ? source->personal_keys : find_newest(arena, beside);
    if (newest->folder == NULL) {
        command_say("there are no personal keys in %s: without them no person could be read, nor "
                    "sign in. Say where the newest ones are with --personal-keys.",
                    beside);
        return ERR_NOT_FOUND;
    }
    command_say("the personal keys are those of %s.", newest->folder);
    enum err err = read_set(ring, arena, newest);
    if (err == ERR_NONE && newest->made_at < source->made_at) {
        command_say("%s is older than the backup: people who came since would be lost. Say where "
                    "the newest ones are with --personal-keys.",
                    newest->folder);
        return ERR_INVALID;
    }
    return err;
}

/* Those that were made with the backup are needed only for keys that were renewed since. */
static enum err read_own(const struct keyring *ring, struct arena *arena, const char *folder,
                         struct key_set *own)
{
    struct stat status;
    *own = (struct key_set){.folder = folder};
    return stat(folder, &status) == 0 ? read_set(ring, arena, own) : ERR_NONE;
}

enum err restore_erasures_read(struct arena *arena, const char *named, const char *keyring_path,
                               struct erasure **erasures, int *count)
{
    const char *path = named != NULL ? named : erasure_ledger_path(arena, keyring_path);
    enum err err = erasure_ledger_read(arena, path, erasures, count);
    if (err != ERR_NONE)
        command_say("the ledger of erasures %s can't be read: without it, people who were erased "
                    "could come back.",
                    path);
    else
        command_say("the ledger of erasures %s has %d.", path, *count);
    return err;
}

static enum err read_erasures(struct arena *arena, const struct restore_keys_source *source,
                              struct key_choice *choice)
{
    struct erasure *erasures = NULL;
    enum err err = restore_erasures_read(arena, source->erasures, source->keyring_path, &erasures,
                                         &choice->erasure_count);
    choice->erasures = erasures;
    return err;
}
enum err restore_keys_read(const struct keyring *ring, struct arena *arena,
                           const struct restore_keys_source *source, struct restore_keys *keys)
{
    char path[BACKUP_PATH_LEN];
    struct key_set newest, own;
    struct key_choice choice = {.erasure_count = 0};
    const char *beside =
        arena_printf(arena, "%s/" BACKUP_PERSONAL_KEYS, file_folder(arena, source->folder));
    enum err err = backup_path(path, source->folder, BACKUP_ORGANIZATION_KEYS);
    if (err == ERR_NONE)
        err = key_file_read(arena, path, &keys->organizations, &keys->organization_count);
    if (err == ERR_NONE)
        err = read_newest(ring, arena, source, beside, &newest);
    if (err == ERR_NONE)
        err = read_own(ring, arena, arena_printf(arena, "%s/%s", beside, name_of(source->folder)),
                       &own);
    if (err == ERR_NONE)
        err = read_erasures(arena, source, &choice);
    if (err != ERR_NONE)
        return err;
    choice.newest = newest.lines;
    choice.newest_count = newest.count;
    choice.made_at = newest.made_at;
    choice.own = own.lines;
    choice.own_count = own.count;
    key_choose(arena, &choice, &keys->persons, &keys->person_count);
    return ERR_NONE;
}
