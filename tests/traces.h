#ifndef TESTS_TRACES_H
#define TESTS_TRACES_H

#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

/* Traces of what was deleted, in the files of the database. */

static inline bool file_has(struct fixture *f, const char *path, struct text bytes)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    enum { SIZE_MAX_READ = 64 << 20 };
    (void)fseek(file, 0, SEEK_END);
    long size = ftell(file);
    assert_true(size >= 0 && size < SIZE_MAX_READ);
    rewind(file);
    char *data = arena_alloc(f->arena, (size_t)size + 1);
    size_t count = fread(data, 1, (size_t)size, file);
    (void)fclose(file);
    return memmem(data, count, bytes.data, bytes.len) != NULL;
}

/* Of PostgreSQL after a checkpoint, so that the files are what is on disk. */
static inline const char *folder_of_database(struct fixture *f)
{
    char number[TEXT_NUMBER_LEN];
    if (!f->is_postgres) {
        char *path = arena_printf(f->arena, "%s", strchr(f->database_url, ':') + 1);
        *strrchr(path, '/') = '\0';
        return path;
    }
    fixture_admin_close(fixture_admin(f, "CHECKPOINT"));
    struct db_result result;
    assert_int_equal(db_query(f->db,
                              "SELECT CAST(oid AS bigint) FROM pg_database "
                              "WHERE datname = current_database()",
                              NULL, 0, &result),
                     ERR_NONE);
    text_format_int(db_get_int(&result, 0, 0), number);
    return arena_printf(f->arena, "%s/data/base/%s", getenv("ROSTRUM_TEST_POSTGRES"), number);
}

/* In how many files of the database the bytes are. Begins a request. */
static inline int count_files_with(struct fixture *f, struct text bytes)
{
    int count = 0, files = 0;
    fixture_begin(f);
    const char *folder = folder_of_database(f);
    DIR *dir = opendir(folder);
    if (dir == NULL)
        fail_msg("%s: %s", folder, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_type != DT_REG)
            continue;
        files++;
        count += file_has(f, arena_printf(f->arena, "%s/%s", folder, entry->d_name), bytes);
    }
    (void)closedir(dir);
    assert_true(files > 0);
    fixture_begin(f);
    return count;
}

/* What of a person could be in them: the wrapped key, which would make the rest readable, and the
 * index of the address, by which someone could be recognized; in clear, name and address. */
enum { TRACE_KEY, TRACE_INDEX, TRACE_NAME, TRACE_ADDRESS, TRACE_COUNT };

struct traces {
    struct text items[TRACE_COUNT];
    char key[256], index[256];
};

static inline struct text traces_keep(const struct db_result *result, int at, char *room,
                                      size_t size)
{
    struct text bytes = db_get_bytes(result, 0, at);
    assert_true(bytes.len > 16 && bytes.len <= size);
    memcpy(room, bytes.data, bytes.len);
    return (struct text){room, bytes.len};
}

/* They outlive the request, and *traces must not move. */
static inline void traces_of(struct fixture *f, const struct fixture_user *user,
                             struct traces *traces)
{
    struct db_result result;
    fixture_begin(f);
    assert_int_equal(db_select(f->db, &result,
                               "SELECT k.wrapped_key, a.email_index FROM users u "
                               "JOIN data_keys k ON k.id = u.data_key_id "
                               "JOIN addresses a ON a.user_id = u.id WHERE u.id = $1",
                               db_uuid(&user->id)),
                     ERR_NONE);
    traces->items[TRACE_KEY] = traces_keep(&result, 0, traces->key, sizeof traces->key);
    traces->items[TRACE_INDEX] = traces_keep(&result, 1, traces->index, sizeof traces->index);
    traces->items[TRACE_NAME] = (struct text){user->full_name, strlen(user->full_name)};
    traces->items[TRACE_ADDRESS] = (struct text){user->email, strlen(user->email)};
    fixture_begin(f);
}

#endif
