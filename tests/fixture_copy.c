#include "test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture_engine.h"

static const char *const file_names[] = {"key-ring", "rostrum.db", "rostrum.db-wal"};

static struct copy {
    bool is_made;
    struct fixture_bytes files[COUNT_OF(file_names)];
    struct fixture_rows *rows;
    struct fixture_organization own;
    struct fixture_organization other;
} copies[2][FIXTURE_KIND_COUNT];

/* SQLite's files are the database; of PostgreSQL there is the key ring only. */
static size_t file_count(const struct fixture *f)
{
    return f->is_postgres ? 1 : COUNT_OF(file_names);
}

static int open_file(const struct fixture *f, size_t index, int flags)
{
    char path[sizeof f->dir + 16];
    (void)snprintf(path, sizeof path, "%s/%s", f->dir, file_names[index]);
    int fd = open(path, flags | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    return fd;
}

static struct fixture_bytes read_open(int fd)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    struct fixture_bytes file = {.data = malloc((size_t)info.st_size + 1),
                                 .len = (size_t)info.st_size};
    assert_non_null(file.data);
    assert_int_equal(read(fd, file.data, file.len), info.st_size);
    (void)close(fd);
    return file;
}

static struct fixture_bytes read_file(const struct fixture *f, size_t index)
{
    return read_open(open_file(f, index, O_RDONLY));
}

static void write_file(const struct fixture *f, size_t index, const struct fixture_bytes *file)
{
    int fd = open_file(f, index, O_WRONLY | O_CREAT | O_EXCL);
    assert_int_equal(write(fd, file->data, file->len), (ssize_t)file->len);
    (void)close(fd);
}

void fixture_copy_keep(const struct fixture *f, enum fixture_kind kind)
{
    struct copy *copy = &copies[f->is_postgres][kind];
    assert_false(copy->is_made);
    for (size_t i = 0; i < file_count(f); i++)
        copy->files[i] = read_file(f, i);
    if (f->is_postgres)
        copy->rows = fixture_take_rows(f);
    copy->own = f->own;
    copy->other = f->other;
    copy->is_made = true;
}

bool fixture_copy_restore(struct fixture *f, enum fixture_kind kind,
                          const struct fixture_rows **rows)
{
    const struct copy *copy = &copies[f->is_postgres][kind];
    *rows = copy->rows;
    if (!copy->is_made)
        return false;
    for (size_t i = 0; i < file_count(f); i++)
        write_file(f, i, &copy->files[i]);
    f->own = copy->own;
    f->other = copy->other;
    return true;
}

/* ---- what all programs share -------------------------------------------------------------- */

enum { SHARED_PATH_LEN = 160, DATABASE = 1 };

/* In the folder for temporary files that with-postgres makes and removes. */
static bool shared_path(char path[SHARED_PATH_LEN])
{
    char name[32];
    const char *home = getenv("TMPDIR");
    if (getenv("ROSTRUM_TEST_POSTGRES") == NULL || home == NULL || strlen(home) > 64)
        return false;
    fixture_template_name(name);
    (void)snprintf(path, SHARED_PATH_LEN, "%s/%s.db", home, name);
    return true;
}

bool fixture_copy_migrated(const struct fixture *f)
{
    char path[SHARED_PATH_LEN];
    int fd = f->is_postgres || !shared_path(path) ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    struct fixture_bytes file = read_open(fd);
    write_file(f, DATABASE, &file);
    free(file.data);
    return true;
}

/* Whole as soon as it has its name. */
void fixture_keep_migrated(const struct fixture *f)
{
    char path[SHARED_PATH_LEN], own[SHARED_PATH_LEN + 16], text[sizeof own + 16];
    sqlite3 *handle = NULL;
    if (!shared_path(path))
        return;
    (void)snprintf(own, sizeof own, "%s.%d", path, (int)getpid());
    (void)snprintf(text, sizeof text, "%s/%s", f->dir, file_names[DATABASE]);
    assert_int_equal(sqlite3_open_v2(text, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    (void)snprintf(text, sizeof text, "VACUUM INTO '%s'", own);
    assert_int_equal(sqlite3_exec(handle, text, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(handle);
    assert_int_equal(rename(own, path), 0);
}
