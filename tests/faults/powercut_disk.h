#ifndef TESTS_FAULTS_POWERCUT_DISK_H
#define TESTS_FAULTS_POWERCUT_DISK_H

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "powercut_log.h"

/* The disk of a recorded program. What was synced is there. Of what came after the last sync of a
 * file, a power cut leaves whatever it likes, in sectors: nothing, all of it, what came first, or
 * any of them. */

enum { SECTOR = 512, PENDING_MAX = 65536, DISK_FILE_MAX = 64 << 20 };

enum loss { LOSE_ALL, LOSE_NONE, LOSE_END, LOSE_ANY, LOSS_COUNT };

struct disk_file {
    unsigned char *data;
    int64_t len;
};

struct disk {
    const unsigned char *log;
    size_t log_len, at;
    int64_t entry_count, answer_count; /* that were taken */
    struct disk_file files[POWERCUT_FILES];
    size_t pending[POWERCUT_FILES][PENDING_MAX]; /* entries that were not synced, by their places */
    int pending_count[POWERCUT_FILES];
};

static const char *const disk_names[POWERCUT_FILES] = {"rostrum.db", "rostrum.db-wal"};

static inline unsigned char *disk_read(const char *path, size_t *len)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &info), 0);
    unsigned char *data = malloc((size_t)info.st_size + 1);
    assert_non_null(data);
    *len = 0;
    for (ssize_t n = 0; (n = read(fd, data + *len, (size_t)info.st_size - *len)) > 0;)
        *len += (size_t)n;
    assert_int_equal(*len, info.st_size);
    (void)close(fd);
    return data;
}

static inline void disk_write(const char *path, const void *data, int64_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, data, (size_t)len), len);
    (void)close(fd);
}

static inline struct powercut_entry disk_entry(const struct disk *disk, size_t at)
{
    struct powercut_entry entry;
    assert_true(at + sizeof entry <= disk->log_len);
    memcpy(&entry, disk->log + at, sizeof entry);
    return entry;
}

static inline void disk_put(struct disk_file *file, int64_t offset, const void *data, int64_t len)
{
    int64_t end = offset + len;
    assert_true(offset >= 0 && end <= DISK_FILE_MAX);
    if (offset > file->len)
        memset(file->data + file->len, 0, (size_t)(offset - file->len));
    memcpy(file->data + offset, data, (size_t)len);
    file->len = end > file->len ? end : file->len;
}

/* All of an entry happens, or of a write the first `keep` sectors, or any of them (keep < 0). */
static inline void disk_apply(const struct disk *disk, size_t at, int64_t keep,
                              struct disk_file *file)
{
    struct powercut_entry entry = disk_entry(disk, at);
    const unsigned char *data = disk->log + at + sizeof entry;
    if (entry.op == POWERCUT_TRUNCATE && keep != 0) {
        if (entry.offset > file->len)
            memset(file->data + file->len, 0, (size_t)(entry.offset - file->len));
        file->len = entry.offset;
    }
    if (entry.op != POWERCUT_WRITE)
        return;
    int64_t end = entry.offset + (int64_t)entry.len;
    for (int64_t from = entry.offset, i = 0; from < end; i++) {
        int64_t to = (from / SECTOR + 1) * SECTOR;
        to = to < end ? to : end;
        if (keep < 0 ? random() % 2 == 0 : i < keep)
            disk_put(file, from, data + (from - entry.offset), to - from);
        from = to;
    }
}

static inline void disk_sync(struct disk *disk, uint32_t file)
{
    for (int i = 0; i < disk->pending_count[file]; i++)
        disk_apply(disk, disk->pending[file][i], INT64_MAX, &disk->files[file]);
    disk->pending_count[file] = 0;
}

/* Takes the next entry of the log. */
static inline void disk_step(struct disk *disk)
{
    struct powercut_entry entry = disk_entry(disk, disk->at);
    assert_true(entry.file < POWERCUT_FILES || entry.op == POWERCUT_ANSWER);
    if (entry.op == POWERCUT_ANSWER)
        disk->answer_count = entry.offset;
    else if (entry.op == POWERCUT_SYNC)
        disk_sync(disk, entry.file);
    else {
        assert_int_not_equal(entry.op,
                             POWERCUT_REMOVE); /* nobody removes a database that is used */
        assert_true(disk->pending_count[entry.file] < PENDING_MAX);
        disk->pending[entry.file][disk->pending_count[entry.file]++] = disk->at;
    }
    disk->at += sizeof entry + entry.len;
    disk->entry_count++;
}

/* What a file is after a cut now, in *file, which has room for it. */
static inline void disk_cut(const struct disk *disk, int kind, enum loss loss,
                            struct disk_file *file)
{
    int count = disk->pending_count[kind];
    int whole = loss == LOSE_END && count > 0 ? (int)(random() % count) : 0;
    file->len = disk->files[kind].len;
    memcpy(file->data, disk->files[kind].data, (size_t)file->len);
    for (int i = 0; i < count && loss != LOSE_ALL; i++) {
        int64_t keep = INT64_MAX;
        if (loss == LOSE_ANY)
            keep = -(random() % 4 != 0); /* a quarter of them is lost as a whole */
        else if (loss == LOSE_END && i >= whole)
            keep = i == whole ? random() % 9 : 0;
        disk_apply(disk, disk->pending[kind][i], keep, file);
    }
}

/* The disk before anything was recorded: the files in the folder as they are. */
static inline struct disk *disk_open(const char *folder)
{
    struct disk *disk = calloc(1, sizeof *disk);
    char path[256];
    assert_non_null(disk);
    for (int i = 0; i < POWERCUT_FILES; i++) {
        size_t len = 0;
        (void)snprintf(path, sizeof path, "%s/%s", folder, disk_names[i]);
        unsigned char *data = disk_read(path, &len);
        disk->files[i] = (struct disk_file){.data = malloc(DISK_FILE_MAX), .len = (int64_t)len};
        assert_non_null(disk->files[i].data);
        memcpy(disk->files[i].data, data, len);
        free(data);
    }
    return disk;
}

#endif
