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

static enum err check_list(struct arena *arena, const json_t *json, const char *key, int64_t *count,
                           const char **problem)
{
    const json_t *list = json_object_get(json, key);
    *problem = "it is no set of records, or a newer one than this program knows";
    if (!json_is_array(list))
        return ERR_INVALID;
    *count = (int64_t)json_array_size(list);
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
    err = check_list(arena, json, "prompts", &report->prompt_count, problem);
    if (err == ERR_NONE)
        err = check_list(arena, json, "agents", &report->agent_count, problem);
    if (err == ERR_NONE)
        err = check_list(arena, json, "teams", &report->team_count, problem);
    return err;
}
