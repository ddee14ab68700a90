#include "crypt/signed_json.h"

#include <string.h>

enum { KEYS_MAX = 100 };

/* The keys that the object says, before its signature is checked. */
static enum err read_own_keys(struct arena *arena, const json_t *json,
                              struct signed_json *signed_json)
{
    const json_t *list = json_object_get(json, "keys");
    size_t count = json_array_size(list) < KEYS_MAX ? json_array_size(list) : KEYS_MAX;
    struct note_key *keys = arena_array(arena, count + 1, sizeof *keys);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text == NULL || note_key_read(text, &keys[i]) != ERR_NONE)
            return ERR_INVALID;
    }
    signed_json->keys = keys;
    signed_json->key_count = (int)count;
    return count > 0 ? ERR_NONE : ERR_INVALID;
}

/* How long the text of the note is, before anybody knows who signed it: indented JSON has no empty
 * line. */
static size_t text_len(const char *note)
{
    const char *end = strstr(note, "\n\n");
    return end == NULL ? 0 : (size_t)(end - note) + 1;
}

enum err signed_json_open(struct arena *arena, struct signed_json *signed_json, json_t **json,
                          const char **problem)
{
    const struct note_key *signer = NULL;
    const char *text = NULL;
    struct text note = signed_json->note;
    *problem = "it contains a NUL";
    if (strlen(note.data) != note.len)
        return ERR_INVALID;
    size_t len = text_len(note.data);
    if (json_parse_deep(arena, (struct text){note.data, len}, signed_json->depth, json, problem) !=
        ERR_NONE)
        return ERR_INVALID;
    *problem = "it has no keys to check its signature with: name them with --key";
    if (signed_json->key_count == 0 && read_own_keys(arena, *json, signed_json) != ERR_NONE)
        return ERR_INVALID;
    *problem = "the signature is wrong, or of another key";
    if (signed_note_open(arena, signed_json->keys, signed_json->key_count, note.data, &text,
                         &signer) != ERR_NONE ||
        strlen(text) != len)
        return ERR_INVALID;
    *problem = NULL;
    return ERR_NONE;
}
