#include "crypt/certificate.h"

#include <string.h>

#include "base/json.h"
#include "crypt/proof_check.h"

enum { KEYS_MAX = 100 };

/* The keys that the certificate says, before its signature is checked. */
static enum err read_own_keys(const json_t *json, struct note_key *keys, int *count)
{
    const json_t *list = json_object_get(json, "keys");
    *count = 0;
    for (size_t i = 0; i < json_array_size(list) && i < KEYS_MAX; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text == NULL || note_key_read(text, &keys[(*count)++]) != ERR_NONE)
            return ERR_INVALID;
    }
    return *count > 0 ? ERR_NONE : ERR_INVALID;
}

/* The text of the note, without checking who signed it. */
static const char *unchecked_text(struct arena *arena, const char *note)
{
    const char *end = strstr(note, "\n\n");
    return end == NULL ? "" : arena_copy(arena, note, (size_t)(end - note) + 1);
}

static enum err check_events(struct arena *arena, const json_t *json, const struct note_key *keys,
                             int key_count, struct certificate *certificate, const char **problem)
{
    const json_t *events = json_object_get(json, "events");
    for (size_t i = 0; i < json_array_size(events); i++) {
        struct text line = json_format(arena, json_array_get(events, i), JSON_LINE);
        enum err err = proof_check(arena, line, keys, key_count, problem);
        if (err != ERR_NONE)
            return err;
        certificate->event_count++;
    }
    return ERR_NONE;
}

enum err certificate_check(struct arena *arena, const char *note, const struct note_key *keys,
                           int key_count, struct certificate *certificate, const char **problem)
{
    static struct note_key own[KEYS_MAX];
    const struct note_key *signer = NULL;
    const char *text = unchecked_text(arena, note);
    json_t *json = NULL;
    *certificate = (struct certificate){.is_pinned = key_count > 0};
    if (json_parse(arena, text, strlen(text), &json, problem) != ERR_NONE)
        return ERR_INVALID;
    *problem = "it has no keys to check its signature with: name them with --key";
    if (key_count == 0) {
        if (read_own_keys(json, own, &key_count) != ERR_NONE)
            return ERR_INVALID;
        keys = own;
    }
    *problem = "the signature is wrong, or of another key";
    if (signed_note_open(arena, keys, key_count, note, &text, &signer) != ERR_NONE)
        return ERR_INVALID;
    certificate->subject = json_string_value(json_object_get(json, "certificate"));
    *problem = "it does not say what it certifies";
    if (certificate->subject == NULL)
        return ERR_INVALID;
    return check_events(arena, json, keys, key_count, certificate, problem);
}
