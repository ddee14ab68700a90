#include "data/backup/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"

enum {
    BATCH = 1000,
    BATCH_ARENA = 16 << 20,
    LINE_ARENA = 1 << 20,
    HEX_LEN = 2 * WRAPPED_KEY_MAX + 1,
    LINE_MAX_LEN = 1024,
    FIRST_LINES = 1024,
};

static enum err fail(const char *path)
{
    log_line("error", "backup.keys",
             (const struct log_field[]){{"path", path}, {"reason", strerror(errno)}}, 2);
    return ERR_UNAVAILABLE;
}

static void format_hex(struct text bytes, char hex[HEX_LEN])
{
    for (size_t i = 0; i < bytes.len && i < WRAPPED_KEY_MAX; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", (unsigned char)bytes.data[i]);
}

/* A row begins with organization, id, kid, key and time; the key of a person has a sixth column. */
static void write_row(FILE *file, const struct db_result *rows, int row)
{
    char organization[UUID_TEXT_LEN], id[UUID_TEXT_LEN], user[UUID_TEXT_LEN], hex[HEX_LEN] = "";
    struct uuid ids[] = {db_get_uuid(rows, row, 0), db_get_uuid(rows, row, 1), {{0}}};
    uuid_format(&ids[0], organization);
    uuid_format(&ids[1], id);
    format_hex(db_get_bytes(rows, row, 3), hex);
    (void)fprintf(file, "{\"organization\":\"%s\",\"id\":\"%s\",", organization, id);
    if (rows->column_count > 5) {
        ids[2] = db_get_uuid(rows, row, 5);
        uuid_format(&ids[2], user);
        (void)fprintf(file, "\"user\":\"%s\",", user);
    }
    (void)fprintf(file, "\"kid\":\"%s\",\"wrapped_key\":\"%s\",\"created_at\":%lld}\n",
                  db_get_text(rows, row, 2), hex, (long long)db_get_time(rows, row, 4));
}

/* Of organizations, and of persons, which have their owner besides: also the keys of before, by
 * which events and versions are read. */
static const char of_organizations[] =
    "SELECT organization_id, id, kid, wrapped_key, created_at FROM data_keys "
    "WHERE owner_id = organization_id AND (organization_id, id) > ($1, $3) "
    "ORDER BY organization_id, id LIMIT $2";
static const char of_persons[] =
    "SELECT organization_id, id, kid, wrapped_key, created_at, owner_id FROM data_keys "
    "WHERE owner_id <> organization_id AND (organization_id, id) > ($1, $3) "
    "ORDER BY organization_id, id LIMIT $2";

/* The same where keys have no owners yet (migration "keys"): there each key is somebody's of now.
 */
static const char of_organizations_before[] =
    "SELECT k.organization_id, k.id, k.kid, k.wrapped_key, k.created_at FROM data_keys k "
    "JOIN organizations o ON o.id = k.organization_id AND o.data_key_id = k.id "
    "WHERE (k.organization_id, k.id) > ($1, $3) ORDER BY k.organization_id, k.id LIMIT $2";
static const char of_persons_before[] =
    "SELECT k.organization_id, k.id, k.kid, k.wrapped_key, k.created_at, u.id FROM data_keys k "
    "JOIN users u ON u.organization_id = k.organization_id AND u.data_key_id = k.id "
    "WHERE (k.organization_id, k.id) > ($1, $3) ORDER BY k.organization_id, k.id LIMIT $2";

enum err key_file_has_owners(struct db *db, bool *has_owners)
{
    struct db_result result;
    enum err err = db_query(db, "SELECT number FROM schema_migrations WHERE name LIKE '%keys%'",
                            NULL, 0, &result);
    *has_owners = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err write_all(struct db *db, FILE *file, const char *sql, int64_t *count)
{
    struct arena *arena = arena_create(BATCH_ARENA);
    struct arena *before = db_use_arena(db, arena);
    struct uuid organization_id = {{0}};
    struct uuid id = {{0}};
    struct db_result rows;
    enum err err = ERR_NONE;
    do {
        arena_reset(arena);
        const struct db_value params[] = {db_uuid(&organization_id), db_int(BATCH), db_uuid(&id)};
        err = db_query(db, sql, params, COUNT_OF(params), &rows);
        for (int i = 0; err == ERR_NONE && i < rows.row_count; i++)
            write_row(file, &rows, i);
        if (err != ERR_NONE || rows.row_count == 0)
            break;
        *count += rows.row_count;
        organization_id = db_get_uuid(&rows, rows.row_count - 1, 0);
        id = db_get_uuid(&rows, rows.row_count - 1, 1);
    } while (rows.row_count == BATCH);
    (void)!db_use_arena(db, before);
    arena_destroy(arena);
    return err;
}

static FILE *create(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (file == NULL)
        (void)!fail(path);
    return file;
}

static enum err finish(FILE *file, const char *path, enum err err)
{
    bool is_done = fflush(file) == 0 && ferror(file) == 0 && fsync(fileno(file)) == 0;
    if (err == ERR_NONE && !is_done)
        err = fail(path);
    if (fclose(file) != 0 && err == ERR_NONE)
        err = fail(path);
    return err;
}

enum err key_file_write(struct db *db, const struct key_paths *paths, struct key_counts *counts)
{
    bool has_owners = false;
    *counts = (struct key_counts){0, 0};
    enum err err = key_file_has_owners(db, &has_owners);
    if (err != ERR_NONE)
        return err;
    FILE *file = create(paths->organizations);
    if (file == NULL)
        return ERR_UNAVAILABLE;
    err = write_all(db, file, has_owners ? of_organizations : of_organizations_before,
                    &counts->organizations);
    err = finish(file, paths->organizations, err);
    if (err != ERR_NONE)
        return err;
    file = create(paths->persons);
    if (file == NULL)
        return ERR_UNAVAILABLE;
    err = write_all(db, file, has_owners ? of_persons : of_persons_before, &counts->persons);
    return finish(file, paths->persons, err);
}

static int digit_of(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, c);
    return at == NULL ? -1 : (int)(at - digits);
}

static enum err parse_hex(const char *hex, struct wrapped_key *key)
{
    size_t len = strlen(hex);
    if (len % 2 != 0 || len / 2 > WRAPPED_KEY_MAX)
        return ERR_INVALID;
    for (size_t i = 0; i < len; i += 2) {
        int high = digit_of(hex[i]);
        int low = digit_of(hex[i + 1]);
        if (high < 0 || low < 0)
            return ERR_INVALID;
        key->blob[i / 2] = (uint8_t)(high << 4 | low);
    }
    key->blob_len = len / 2;
    return ERR_NONE;
}

static enum err parse_line(struct arena *arena, const char *text, size_t len, struct key_line *line)
{
    json_t *json = NULL;
    const char *problem = NULL;
    const char *organization = NULL, *id = NULL, *user = NULL, *kid = NULL, *hex = NULL;
    json_int_t created_at = 0;
    *line = (struct key_line){.created_at = 0};
    enum err err = json_parse(arena, text, len, &json, &problem);
    if (err != ERR_NONE ||
        json_unpack(json, "{s:s, s:s, s?s, s:s, s:s, s:I}", "organization", &organization, "id",
                    &id, "user", &user, "kid", &kid, "wrapped_key", &hex, "created_at",
                    &created_at) != 0 ||
        strlen(kid) > KID_LEN)
        return ERR_INVALID;
    memcpy(line->key.kid, kid, strlen(kid) + 1);
    line->created_at = created_at;
    err = uuid_parse(organization, &line->key.organization_id);
    if (err == ERR_NONE)
        err = uuid_parse(id, &line->key.id);
    if (err == ERR_NONE && user != NULL)
        err = uuid_parse(user, &line->user_id);
    return err == ERR_NONE ? parse_hex(hex, &line->key) : err;
}

static enum err refuse(const char *path, int number)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", number);
    log_line("error", "backup.malformed_keys",
             (const struct log_field[]){{"path", path}, {"line", text}}, 2);
    return ERR_INVALID;
}

static struct key_line *grow(struct arena *arena, struct key_line *lines, int count)
{
    struct key_line *more = arena_array(arena, 2 * (size_t)count, sizeof *more);
    memcpy(more, lines, (size_t)count * sizeof *lines);
    return more;
}

enum err key_file_read(struct arena *arena, const char *path, struct key_line **lines, int *count)
{
    int room = FIRST_LINES;
    char text[LINE_MAX_LEN];
    FILE *file = fopen(path, "re");
    *count = 0;
    *lines = arena_array(arena, (size_t)room, sizeof **lines);
    if (file == NULL)
        return fail(path);
    struct arena *line_arena = arena_create(LINE_ARENA);
    enum err err = ERR_NONE;
    while (err == ERR_NONE && fgets(text, sizeof text, file) != NULL) {
        if (*count == room) {
            *lines = grow(arena, *lines, room);
            room *= 2;
        }
        arena_reset(line_arena);
        err = parse_line(line_arena, text, strlen(text), &(*lines)[*count]);
        if (err != ERR_NONE)
            err = refuse(path, *count + 1);
        else
            ++*count;
    }
    if (err == ERR_NONE && ferror(file) != 0)
        err = fail(path);
    (void)fclose(file);
    arena_destroy(line_arena);
    return err;
}
