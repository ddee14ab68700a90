#include "cli/test/runner_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "crypt/runner_key.h"

/* Keys of runners, on the machine beside the model: without a database and without settings. */

enum { ARENA = 1 << 20 };

/* ---- new ----------------------------------------------------------------------------------- */

static bool write_all(int file, const char *text)
{
    size_t len = strlen(text);
    for (size_t done = 0; done < len;) {
        ssize_t count = write(file, text + done, len - done);
        if (count < 0)
            return false;
        done += (size_t)count;
    }
    return fsync(file) == 0;
}

/* The name is on the disk as well. */
static bool sync_folder(struct arena *arena, const char *path)
{
    int folder = open(file_folder(arena, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        (void)close(folder);
    return is_synced;
}

/* Only for its owner, and never in the place of another file. */
static enum err write_new(struct arena *arena, const char *path, const char *line)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        command_say(errno == EEXIST ? "%s is there already, and is not overwritten."
                                    : "%s can't be made.",
                    path);
        return ERR_CONFLICT;
    }
    bool is_written = write_all(file, arena_printf(arena, "%s\n", line));
    if (close(file) == 0 && is_written && sync_folder(arena, path))
        return ERR_NONE;
    (void)unlink(path);
    command_say("%s can't be written: %s.", path, strerror(errno));
    return ERR_UNAVAILABLE;
}

static int run_new(const struct command_options *options)
{
    struct runner_key key;
    const char *path = options->words[0];
    struct arena *arena = arena_create(ARENA);
    runner_key_make(&key);
    enum err err = write_new(arena, path, runner_key_text(arena, &key));
    if (err == ERR_NONE) {
        (void)printf("%s\n", runner_public_text(arena, &key.public));
        command_say("%s is the secret half, and stays on this machine. An administrator registers "
                    "the line above in Settings, Runners.",
                    path);
    }
    runner_key_wipe(&key);
    arena_destroy(arena);
    return err == ERR_NONE ? COMMAND_DONE : COMMAND_FAILED;
}

const struct subcommand runner_key_new_subcommand = {
    .name = "runner-key new",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "makes the key of a runner, and prints the line to register",
    .help = "It needs no database and no settings. The file holds the secret half: only its owner "
            "may read it, and a file that is there is never overwritten.",
    .needs_no_settings = true,
    .run = run_new,
};

/* ---- show ---------------------------------------------------------------------------------- */

enum err runner_key_load(struct arena *arena, const char *path, struct runner_key *key)
{
    struct text text;
    enum err err = file_read(arena, path, 2 * RUNNER_LINE_MAX, &text);
    if (err == ERR_NONE)
        err = runner_key_read(arena, text.data, key);
    if (err != ERR_NONE)
        command_say("%s can't be read, or is not the key of a runner.", path);
    return err;
}

static int run_show(const struct command_options *options)
{
    struct runner_key key;
    struct arena *arena = arena_create(ARENA);
    enum err err = runner_key_load(arena, options->words[0], &key);
    if (err == ERR_NONE)
        (void)printf("%s\n", runner_public_text(arena, &key.public));
    runner_key_wipe(&key);
    arena_destroy(arena);
    return err == ERR_NONE ? COMMAND_DONE : COMMAND_FAILED;
}

const struct subcommand runner_key_show_subcommand = {
    .name = "runner-key show",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .summary = "prints the line of a runner's key that is registered",
    .needs_no_settings = true,
    .run = run_show,
};
