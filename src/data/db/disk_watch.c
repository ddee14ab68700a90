#include "data/db/disk_watch.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

#define KNOWN_FOR (5 * CLOCK_MINUTE)

static const char *const names[] = {
    [DB_DISK_FINE] = "fine",
    [DB_DISK_LOW] = "low",
    [DB_DISK_FULL] = "full",
    [DB_DISK_READ_ONLY] = "read-only",
};

static struct disk_note read_note(const struct disk_watch *watch)
{
    struct disk_note note;
    if (watch->fd < 0 || pread(watch->fd, &note, sizeof note, 0) != (ssize_t)sizeof note ||
        note.state < DB_DISK_FINE || note.state > DB_DISK_READ_ONLY)
        return watch->own;
    return note;
}

/* Two who write at once write much the same. */
static void write_note(struct disk_watch *watch, const struct disk_note *note)
{
    watch->own = *note;
    if (watch->fd < 0 || pwrite(watch->fd, note, sizeof *note, 0) == (ssize_t)sizeof *note)
        return;
    (void)close(watch->fd);
    watch->fd = -1;
}

void disk_watch_open(struct disk_watch *watch, const char *folder)
{
    char path[PATH_MAX];
    *watch = (struct disk_watch){.fd = -1};
    if (folder == NULL || folder[0] == '\0')
        return;
    int len = snprintf(path, sizeof path, "%.*s/disk", folder_first_len(folder), folder);
    if (len < 0 || (size_t)len >= sizeof path)
        return;
    watch->fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    struct disk_note note = read_note(watch);
    write_note(watch, &note); /* its bytes have their place from now on */
}

void disk_watch_close(struct disk_watch *watch)
{
    if (watch->fd >= 0)
        (void)close(watch->fd);
    watch->fd = -1;
}

static bool is_within(int64_t span, int64_t then, int64_t now)
{
    return now >= then && now - then < span;
}

bool disk_watch_failure(struct disk_watch *watch, enum db_disk state, const char *code,
                        const char *message, const char *sql)
{
    if (watch == NULL || state == DB_DISK_FINE)
        return false;
    struct disk_note note = read_note(watch);
    int64_t now = clock_now();
    bool is_logged = is_within(CLOCK_MINUTE, note.logged_at, now);
    watch->refused = state;
    note = (struct disk_note){(int64_t)state, now, is_logged ? note.logged_at : now};
    write_note(watch, &note);
    if (is_logged)
        return true;
    log_line("error", "db.disk",
             (const struct log_field[]){
                 {"state", names[state]}, {"code", code}, {"message", message}, {"sql", sql}},
             4);
    return true;
}

void disk_watch_success(struct disk_watch *watch)
{
    struct disk_note note = read_note(watch);
    if (note.state == DB_DISK_FINE)
        return;
    note.state = DB_DISK_FINE; /* the time stays: whatever comes and goes is logged once a minute */
    write_note(watch, &note);
}

enum db_disk disk_watch_state(const struct disk_watch *watch)
{
    struct disk_note note = read_note(watch);
    return is_within(KNOWN_FOR, note.failed_at, clock_now()) ? (enum db_disk)note.state
                                                             : DB_DISK_FINE;
}
