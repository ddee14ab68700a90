#include "crypt/proof_check.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/number.h"

static const char event_mark[] = ",\"event\":";
static const char path_mark[] = ",\"path\":[";

/* The bytes of the event, between two marks; the path has no text in which the second could be. */
static struct text find_event(struct text line)
{
    const char *begin = strstr(line.data, event_mark);
    const char *end = NULL;
    for (const char *at = line.data; (at = strstr(at, path_mark)) != NULL; at++)
        end = at;
    if (begin == NULL || end == NULL || end < begin + strlen(event_mark))
        return (struct text){NULL, 0};
    begin += strlen(event_mark);
    return (struct text){begin, (size_t)(end - begin)};
}

static enum err read_path(json_t *array, chain_hash path[CHAIN_PATH_MAX], int *count)
{
    size_t i = 0;
    json_t *item = NULL;
    *count = 0;
    if (!json_is_array(array) || json_array_size(array) > CHAIN_PATH_MAX)
        return ERR_INVALID;
    json_array_foreach(array, i, item)
    {
        const char *hex = json_string_value(item);
        size_t len = 0;
        if (hex == NULL || strlen(hex) != 2 * HASH_LEN ||
            sodium_hex2bin(path[i], HASH_LEN, hex, 2 * HASH_LEN, NULL, &len, NULL) != 0 ||
            len != HASH_LEN)
            return ERR_INVALID;
        ++*count;
    }
    return ERR_NONE;
}

/* True if the line is what would have been written for what was read from it. */
static bool is_as_written(struct arena *arena, struct text line, json_t *json, struct text event)
{
    const json_t *path = json_object_get(json, "path");
    struct buf buf;
    buf_init(&buf, arena);
    buf_printf(&buf, PROOF_BEGIN "\"key\":%s,\"seq\":%" PRId64 "%s",
               json_format(arena, json_object_get(json, "key"), JSON_LINE).data,
               number_of_json(NUMBER_COUNTER, json_object_get(json, "seq"), 0), event_mark);
    buf_add(&buf, event.data, event.len);
    buf_printf(&buf, ",\"path\":%s,\"checkpoint\":%s}", json_format(arena, path, JSON_LINE).data,
               json_format(arena, json_object_get(json, "checkpoint"), JSON_LINE).data);
    return buf.len == line.len && memcmp(buf.data, line.data, buf.len) == 0;
}

static enum err refuse(const char **problem, const char *why)
{
    *problem = why;
    return ERR_INVALID;
}

enum err proof_check(struct arena *arena, struct text line, const struct note_key *keys,
                     int key_count, const char **problem)
{
    struct note_key own;
    struct checkpoint checkpoint;
    chain_hash path[CHAIN_PATH_MAX];
    chain_hash leaf;
    chain_hash root;
    int count = 0;
    json_t *json = NULL;
    struct text event = find_event(line);
    if (event.data == NULL || json_parse(arena, line.data, line.len, &json, problem) != ERR_NONE)
        return refuse(problem, "the line is not that of a proof");
    const char *key = json_string_value(json_object_get(json, "key"));
    const char *note = json_string_value(json_object_get(json, "checkpoint"));
    const char *organization =
        json_string_value(json_object_get(json_object_get(json, "event"), "organization"));
    json_int_t seq = number_of_json(NUMBER_COUNTER, json_object_get(json, "seq"), 0);
    if (key == NULL || note == NULL || organization == NULL || seq < 1 ||
        read_path(json_object_get(json, "path"), path, &count) != ERR_NONE ||
        note_key_read(key, &own) != ERR_NONE || !is_as_written(arena, line, json, event))
        return refuse(problem, "the line is not that of a proof");
    enum err err = checkpoint_open(arena, keys == NULL ? &own : keys, keys == NULL ? 1 : key_count,
                                   note, &checkpoint);
    if (err != ERR_NONE)
        return refuse(problem, err == ERR_NOT_FOUND
                                   ? "the checkpoint is not signed with a key that was given"
                                   : "the checkpoint is malformed, or its signature is wrong");
    char id[UUID_TEXT_LEN];
    uuid_format(&checkpoint.organization_id, id);
    if (strcmp(id, organization) != 0)
        return refuse(problem, "the event and the checkpoint are of different logs");
    chain_leaf(event.data, event.len, leaf);
    if (chain_root_of_leaf(leaf, seq - 1, checkpoint.size, path, count, root) != ERR_NONE ||
        memcmp(root, checkpoint.root, HASH_LEN) != 0)
        return refuse(problem, "the event is not in the log of the checkpoint");
    return ERR_NONE;
}
