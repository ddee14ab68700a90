#include "cli/backup/backup_manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/backup/backup_folder.h"
#include "cli/command/command.h"
#include "crypt/file_hash.h"
#include "crypt/signed_note.h"

enum { FORMAT = 1, KEYS_MAX = 64, MANIFEST_MAX = 4 << 20 };

static const char file_name[] = "manifest";

static enum err fail(const char *what, const char *folder, const char *name)
{
    command_say("%s %s/%s: %s.", what, folder, name, strerror(errno));
    return ERR_UNAVAILABLE;
}

json_t *manifest_begin(struct arena *arena, const char *kind, int64_t made_at)
{
    char iso[CLOCK_ISO_LEN];
    clock_format_iso(made_at, iso);
    return json_keep(arena, json_pack("{s:i, s:s, s:s, s:s, s:I, s:[]}", "format", FORMAT, "kind",
                                      kind, "version", ROSTRUM_VERSION, "made_at", iso,
                                      "made_at_us", (json_int_t)made_at, "files"));
}

int64_t manifest_made_at(const json_t *manifest)
{
    return number_of_json(NUMBER_COUNTER, json_object_get(manifest, "made_at_us"), 0);
}

/* The hash of a file, copied on the way if to >= 0; that it is on the disk. */
static enum err hash_file(const char *folder, const char *name, int to, char hex[SHA256_HEX_LEN],
                          int64_t *byte_count)
{
    char path[BACKUP_PATH_LEN];
    enum err err = backup_path(path, folder, name);
    if (err != ERR_NONE)
        return err;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || file_hash(fd, to, hex, byte_count) != ERR_NONE || fsync(to < 0 ? fd : to) != 0)
        err = fail("can't read", folder, name);
    if (fd >= 0)
        close(fd);
    return err;
}

enum err manifest_add_file(json_t *manifest, const char *folder, const char *name)
{
    char hex[SHA256_HEX_LEN];
    int64_t byte_count = 0;
    enum err err = hash_file(folder, name, -1, hex, &byte_count);
    if (err == ERR_NONE)
        json_array_append_new(json_object_get(manifest, "files"),
                              json_pack("{s:s, s:I, s:s}", "name", name, "bytes",
                                        (json_int_t)byte_count, "sha256", hex));
    return err;
}

static bool write_bytes(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t count = write(fd, bytes, len);
        if (count < 0)
            return false;
        bytes += count;
        len -= (size_t)count;
    }
    return fsync(fd) == 0;
}

enum err manifest_write(const struct keyring *ring, struct arena *arena, const char *folder,
                        const json_t *manifest)
{
    char path[BACKUP_PATH_LEN];
    const char *note = signed_note_make_json(ring, arena, manifest);
    enum err err = backup_path(path, folder, file_name);
    if (err != ERR_NONE)
        return err;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || !write_bytes(fd, note, strlen(note)))
        err = fail("can't write", folder, file_name);
    if (fd >= 0)
        close(fd);
    return err;
}

static enum err read_note(struct arena *arena, const char *folder, const char **note)
{
    char path[BACKUP_PATH_LEN];
    struct stat status = {.st_size = 0};
    enum err err = backup_path(path, folder, file_name);
    if (err != ERR_NONE)
        return err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        command_say("%s is no backup: there is no %s in it.", folder, file_name);
        return ERR_NOT_FOUND;
    }
    if (fd < 0 || fstat(fd, &status) != 0 || status.st_size > MANIFEST_MAX)
        err = fail("can't read", folder, file_name);
    char *bytes = arena_alloc(arena, (size_t)status.st_size + 1);
    if (err == ERR_NONE && read(fd, bytes, (size_t)status.st_size) != status.st_size)
        err = fail("can't read", folder, file_name);
    if (fd >= 0)
        close(fd);
    *note = bytes;
    return err;
}

static enum err refuse(const char *folder, const char *why)
{
    command_say("%s is refused: %s.", folder, why);
    return ERR_INVALID;
}

/* Its text, if a key of the ring signed it. */
static enum err open_note(const struct keyring *ring, struct arena *arena, const char *folder,
                          const char *note, const char **text)
{
    struct note_key keys[KEYS_MAX];
    const struct note_key *signer = NULL;
    const char *kid = NULL;
    int count = 0;
    for (int i = 0; count < KEYS_MAX && (kid = keyring_kid(ring, i)) != NULL; i++)
        if (note_key_of(ring, kid, &keys[count]) == ERR_NONE)
            count++;
    enum err err = signed_note_open(arena, keys, count, note, text, &signer);
    if (err == ERR_NOT_FOUND)
        return refuse(folder, "no key of this key ring has signed its manifest. Say where the key "
                              "ring of then is with --key-ring");
    return err == ERR_NONE ? ERR_NONE : refuse(folder, "its manifest was changed");
}

enum err manifest_read(const struct keyring *ring, struct arena *arena, const char *folder,
                       const char *kind, const json_t **manifest)
{
    const char *note = NULL, *text = NULL, *problem = NULL;
    json_t *json = NULL;
    enum err err = read_note(arena, folder, &note);
    if (err == ERR_NONE)
        err = open_note(ring, arena, folder, note, &text);
    if (err != ERR_NONE)
        return err;
    const char *found = NULL;
    int format = 0;
    if (json_parse(arena, text, strlen(text), &json, &problem) != ERR_NONE ||
        json_unpack(json, "{s:i, s:s}", "format", &format, "kind", &found) != 0)
        return refuse(folder, "its manifest can't be understood");
    if (format > FORMAT)
        return refuse(folder, "a newer version of Rostrum made it");
    if (strcmp(found, kind) != 0)
        return refuse(folder, arena_printf(arena, "it holds the %s, not the %s", found, kind));
    *manifest = json;
    return ERR_NONE;
}

static enum err check_file(const json_t *file, const char *folder, int to)
{
    const char *name = NULL, *expected = NULL;
    char hex[SHA256_HEX_LEN];
    int64_t byte_count = 0;
    if (json_unpack((json_t *)file, "{s:s, s:s}", "name", &name, "sha256", &expected) != 0 ||
        strchr(name, '/') != NULL)
        return refuse(folder, "its manifest can't be understood");
    enum err err = hash_file(folder, name, to, hex, &byte_count);
    if (err != ERR_NONE || strcmp(hex, expected) == 0)
        return err;
    command_say("%s is refused: %s is not the file that was backed up.", folder, name);
    return ERR_INVALID;
}

enum err manifest_check_files(const json_t *manifest, const char *folder)
{
    size_t i = 0;
    json_t *file = NULL;
    enum err err = ERR_NONE;
    json_array_foreach(json_object_get(manifest, "files"), i, file)
    {
        if (err == ERR_NONE)
            err = check_file(file, folder, -1);
    }
    return err;
}

enum err manifest_copy_file(const json_t *manifest, const char *folder, const char *name, int to)
{
    size_t i = 0;
    json_t *file = NULL;
    json_array_foreach(json_object_get(manifest, "files"), i, file)
    {
        const char *found = json_string_value(json_object_get(file, "name"));
        if (found != NULL && strcmp(found, name) == 0)
            return check_file(file, folder, to);
    }
    return refuse(folder, "its manifest does not list the database");
}
