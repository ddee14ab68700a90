#include "crypt/offline_check.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "crypt/signed_json.h"
#include "crypt/token.h"

/* One record: what it says is what its hash is of. */
static bool is_sound(struct arena *arena, const json_t *record)
{
    const json_t *content = json_object_get(record, "content");
    char hash[SHA256_HEX_LEN];
    struct buf buf;
    buf_init(&buf, arena);
    for (size_t i = 0; i < json_array_size(content); i++) {
        const json_t *part = json_array_get(content, i);
        if (!json_is_string(part))
            return false;
        if (i > 0)
            buf_add_char(&buf, '\n');
        buf_add(&buf, json_string_value(part), json_string_length(part));
    }
    sha256_hex(buf.data, buf.len, hash);
    return json_array_size(content) > 0 && strcmp(hash, json_text(record, "sha256")) == 0;
}

static enum err check_list(struct arena *arena, const char *key, const json_t *list,
                           const char **problem)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *record = json_array_get(list, i);
        *problem = arena_printf(arena, "the hash of \"%s\" in %s is of another content",
                                json_text(record, "name"), key);
        if (!is_sound(arena, record))
            return ERR_INVALID;
    }
    *problem = NULL;
    return ERR_NONE;
}

/* Every list is of records, but for those of keys and problems, which are texts. */
static enum err check_lists(struct arena *arena, const json_t *json, struct offline_report *report,
                            const char **problem)
{
    const char *key = NULL;
    json_t *list = NULL;
    report->records = "";
    json_object_foreach((json_t *)json, key, list)
    {
        if (!json_is_array(list) || strcmp(key, "keys") == 0 || strcmp(key, "problems") == 0)
            continue;
        if (check_list(arena, key, list, problem) != ERR_NONE)
            return ERR_INVALID;
        report->records =
            arena_printf(arena, "%s%s%s: %zu", report->records,
                         report->records[0] == '\0' ? "" : ", ", key, json_array_size(list));
    }
    return report->records[0] == '\0' ? ERR_INVALID : ERR_NONE;
}

enum err offline_check(struct arena *arena, struct text note, const struct note_key *keys,
                       int key_count, struct offline_report *report, const char **problem)
{
    json_t *json = NULL;
    struct signed_json signed_json = {note, OFFLINE_DEPTH, keys, key_count};
    *report = (struct offline_report){.is_pinned = key_count > 0};
    enum err err = signed_json_open(arena, &signed_json, &json, problem);
    if (err != ERR_NONE)
        return err;
    *problem = "it is no set of records, or a newer one than this program knows";
    if (number_of_json(NUMBER_VERSION, json_object_get(json, "bundle"), 0) != OFFLINE_FORMAT)
        return ERR_INVALID;
    report->organization = json_text(json_object_get(json, "organization"), "name");
    report->problems = json_object_get(json, "problems");
    return check_lists(arena, json, report, problem);
}
